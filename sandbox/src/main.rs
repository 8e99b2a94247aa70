//! The sandbox's command line: options in, a running sandbox and what one has to know of it out.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sandbox::database::seed::Seed;
use sandbox::database::stores::{Key, Permission, Store};
use sandbox::database::{Database, DatabaseError};
use sandbox::server::{self, ADMIN_HOST, API_HOST, Clock, Options, StartError};
use sandbox::service::Service;
use serde_json::json;
use thiserror::Error;
use tokio::signal::unix::{SignalKind, signal};

/// A whole local store: a UCOS-compatible service with a database, and the admin's Orders pages, over HTTPS on loopback.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many orders and draft orders the first store gets (the second gets a fifth)
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    orders: u32,
    /// Decides everything that looks like chance: ids, keys, names, statuses
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Keep everything in this file; an existing one goes on with what is there. Without it: in memory
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
    /// HTTPS port; 0 takes any free one
    #[arg(long, default_value_t = 8443)]
    port: u16,
    /// Port of the control interface for tests (plain HTTP); 0 takes any free one
    #[arg(long, default_value_t = 8444)]
    control_port: u16,
    /// Where the built Orders pages are
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../dist/sandbox-pages"))]
    pages: PathBuf,
    /// Print one line of JSON instead of text
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("{0}")]
    System(#[from] std::io::Error),
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("sandbox: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let clock = Clock::default();
    let seed = Seed { number: arguments.seed, orders: arguments.orders };
    let database = match &arguments.database {
        Some(file) => Database::open(file, &seed, clock.now())?,
        None => Database::in_memory(&seed, clock.now())?,
    };
    let (stores, keys) = (database.stores()?, database.keys()?);
    let options = Options {
        port: arguments.port,
        control_port: arguments.control_port,
        pages: arguments.pages.clone(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        // Before anything is printed: who reads the line may end the sandbox at once.
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let running = server::start(Service::new(database), clock, &options).await?;
        let text =
            if arguments.json { one_line(&running, &stores, &keys) } else { page(&running, &stores, &keys) };
        let mut out = std::io::stdout().lock();
        writeln!(out, "{text}")?;
        out.flush()?;
        drop(out);
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok::<_, Failure>(())
    })?;
    // Not waiting for open connections: a browser keeps them for minutes.
    runtime.shutdown_background();
    Ok(())
}

fn handle_of(stores: &[Store], key: &Key) -> String {
    stores.iter().find(|store| store.id == key.store).map(|store| store.handle.clone()).unwrap_or_default()
}

fn one_line(running: &server::Running, stores: &[Store], keys: &[Key]) -> String {
    let stores_list: Vec<_> = stores
        .iter()
        .map(|store| json!({ "handle": store.handle, "name": store.name, "staff": store.staff }))
        .collect();
    let keys: Vec<_> = keys
        .iter()
        .map(|key| {
            json!({
                "name": key.name,
                "store": handle_of(stores, key),
                "key": key.secret,
                "permissions": key.permissions,
                "per_minute": key.per_minute,
                "per_day": key.per_day,
            })
        })
        .collect();
    json!({
        "port": running.port,
        "control_port": running.control_port,
        "spki": running.identity.spki_hash(),
        "stores": stores_list,
        "keys": keys,
    })
    .to_string()
}

fn page(running: &server::Running, stores: &[Store], keys: &[Key]) -> String {
    let (port, spki) = (running.port, running.identity.spki_hash());
    let mut text = format!(
        "The sandbox is listening.\n\n  \
         Admin and API   https://127.0.0.1:{port}   (as {ADMIN_HOST} and {API_HOST})\n  \
         Control         http://127.0.0.1:{}\n  \
         Certificate     {spki}   (SHA-256 of its public key)\n\n  \
         Chromium finds it under the real names with\n    \
         --host-resolver-rules=\"MAP {ADMIN_HOST} 127.0.0.1:{port}, MAP {API_HOST} 127.0.0.1:{port}\"\n    \
         --ignore-certificate-errors-spki-list={spki}\n",
        running.control_port
    );
    for store in stores {
        text += &format!(
            "\n  {}   https://{ADMIN_HOST}/store/{}/orders   signed in: {}\n",
            store.name, store.handle, store.staff
        );
        for key in keys.iter().filter(|key| key.store == store.id) {
            let permissions = if key.permissions.len() == Permission::ALL.len() {
                "all permissions".to_owned()
            } else {
                key.permissions.iter().map(|permission| permission.name()).collect::<Vec<_>>().join(", ")
            };
            text += &format!(
                "    {:<14}{}   {permissions}; {}/minute, {}/day\n",
                key.name, key.secret, key.per_minute, key.per_day
            );
        }
    }
    text + "\n  Ctrl-C ends it."
}

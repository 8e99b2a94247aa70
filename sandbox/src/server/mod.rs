//! Everything that listens: HTTPS for the admin and the API, told apart by host name, and plain HTTP for control.
//! Loopback only. Knows axum, tokio and the clock; what is answered is decided in `service` and `admin`.

mod admin;
mod api;
mod clock;
mod control;
mod faults;
mod listener;
mod planting;
mod state;
mod tls;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;
use tokio::net::TcpListener;

use crate::database::DatabaseError;
use crate::service::Service;
pub use clock::Clock;
use state::Shared;
pub use tls::{ADMIN_HOST, API_HOST, Identity};

/// What to listen on.
#[derive(Debug, Clone)]
pub struct Options {
    /// HTTPS port; 0 takes any free one.
    pub port: u16,
    /// Control port; 0 takes any free one.
    pub control_port: u16,
    /// Where the built Orders pages are.
    pub pages: PathBuf,
}

/// Why the sandbox could not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The port cannot be had.
    #[error(
        "port {port} of 127.0.0.1 cannot be listened on: {cause}; give another with {option}, or 0 for any free one"
    )]
    Port {
        /// Which.
        port: u16,
        /// The option that sets it.
        option: &'static str,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The certificate could not be made.
    #[error("the certificate could not be made: {0}")]
    Certificate(#[from] tls::TlsError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// A sandbox that listens. It ends when this is dropped together with its runtime.
#[derive(Debug)]
pub struct Running {
    /// HTTPS port.
    pub port: u16,
    /// Control port.
    pub control_port: u16,
    /// What browsers and test clients have to trust.
    pub identity: Identity,
}

/// Starts listening; serves until the runtime ends.
pub async fn start(service: Service, clock: Clock, options: &Options) -> Result<Running, StartError> {
    let identity = Identity::new()?;
    let (https, port) = bind(options.port, "--port").await?;
    let (plain, control_port) = bind(options.control_port, "--control-port").await?;
    let shared = Arc::new(Shared::new(service, clock));
    let hosts = listener::Hosts {
        api: api::router(Arc::clone(&shared)),
        admin: admin::router(Arc::clone(&shared), options.pages.clone()),
        shared: Arc::clone(&shared),
    };
    tokio::spawn(listener::serve_https(https, identity.server_config()?, hosts));
    tokio::spawn(listener::serve_plain(plain, control::router(shared)));
    Ok(Running { port, control_port, identity })
}

async fn bind(port: u16, option: &'static str) -> Result<(TcpListener, u16), StartError> {
    let failed = |cause| StartError::Port { port, option, cause };
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    Ok((listener, port))
}

//! Many stories on all cores, and what is said of the first that fails. Knows nothing of what a story is.

use super::counter::Saboteur;
use super::judge::Stats;
use super::log::{BEGIN, Log};
use super::story::tell;
use sandbox::database::Database;
use sandbox::database::seed::Seed;
use sandbox::time::Millis;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many different stores there are.
const STORES: u64 = 4;

/// A store for a thread's stories to copy.
fn template(number: u64) -> Database {
    Database::in_memory(&Seed { number, orders: 10 }, Millis(BEGIN.0)).unwrap()
}

/// A story that failed.
pub struct Failure {
    pub seed: u64,
    pub complaints: Vec<String>,
}

/// Tells the stories of these seeds on all cores until one fails; the failure with the least seed, and what there was.
pub fn tell_all(first: u64, count: u64, saboteur: Option<Saboteur>) -> (Option<Failure>, Stats) {
    let next = AtomicU64::new(first);
    let end = AtomicU64::new(first + count);
    let found: Mutex<(Option<Failure>, Stats)> = Mutex::default();
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                let stores: Vec<Database> = (0..STORES).map(template).collect();
                let mut sum = Stats::default();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end.load(Ordering::Relaxed) {
                        break;
                    }
                    let store = &stores[usize::try_from(seed % STORES).unwrap()];
                    let complaints = match told(store, seed, saboteur, Log::default()) {
                        Ok((complaints, stats)) => {
                            sum.add(&stats);
                            complaints
                        }
                        Err(panic) => vec![panic],
                    };
                    if complaints.is_empty() {
                        continue;
                    }
                    end.fetch_min(seed, Ordering::Relaxed);
                    let mut found = found.lock().unwrap();
                    if found.0.as_ref().is_none_or(|known| known.seed > seed) {
                        found.0 = Some(Failure { seed, complaints });
                    }
                }
                found.lock().unwrap().1.add(&sum);
            });
        }
    });
    found.into_inner().unwrap()
}

/// Tells one story once more, with its log.
pub fn tell_again(seed: u64, saboteur: Option<Saboteur>) -> (Vec<String>, Log) {
    let log = Log::kept();
    let complaints = match told(&template(seed % STORES), seed, saboteur, log.clone()) {
        Ok((complaints, _)) => complaints,
        Err(panic) => vec![panic],
    };
    (complaints, log)
}

/// A story's complaints and numbers, or why it could not be told to its end.
fn told(
    store: &Database,
    seed: u64,
    saboteur: Option<Saboteur>,
    log: Log,
) -> Result<(Vec<String>, Stats), String> {
    let told = catch_unwind(AssertUnwindSafe(|| tell(store, seed, saboteur, log)));
    told.map(|told| (told.complaints, told.stats)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
    })
}

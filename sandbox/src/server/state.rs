//! What the listeners share: the service, its clock, the faults and the log of requests.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::watch;

use super::clock::Clock;
use super::faults::Faults;
use crate::service::{ApiAnswer, ApiRequest, Service};
use crate::time::Millis;

/// One API request that arrived, whatever became of it.
#[derive(Debug, Clone, Serialize)]
pub struct Logged {
    /// Its number, to find it again when its answer is known.
    #[serde(skip)]
    serial: u64,
    /// When it arrived.
    pub at: Millis,
    /// `GET`, `POST`, …
    pub method: String,
    /// Below the base address.
    pub path: String,
    /// Still encoded.
    pub query: String,
    /// What was answered; none if the connection was cut.
    pub status: Option<u16>,
    /// The key's name, if it is one of ours.
    pub key_name: Option<String>,
    /// The key's store.
    pub store: Option<String>,
}

/// Shared between all connections. The lock is never held across an `await`.
#[derive(Debug)]
pub struct Shared {
    inner: Mutex<State>,
    renewal: watch::Sender<()>,
}

/// What is behind the lock.
#[derive(Debug)]
pub struct State {
    pub service: Service,
    pub clock: Clock,
    pub faults: Faults,
    pub log: Vec<Logged>,
    arrived: u64,
}

impl Shared {
    pub fn new(service: Service, clock: Clock) -> Self {
        let state = State { service, clock, faults: Faults::default(), log: Vec::new(), arrived: 0 };
        Self { inner: Mutex::new(state), renewal: watch::Sender::new(()) }
    }

    /// Asks every HTTPS connection to close as soon as it is idle.
    pub fn renew_connections(&self) {
        self.renewal.send_replace(());
    }

    /// Tells when connections are asked to close.
    pub fn renewals(&self) -> watch::Receiver<()> {
        self.renewal.subscribe()
    }

    /// The state, even after a handler died with it: every write to the database is a transaction.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Lets the service answer, now.
    pub fn answer(&mut self, request: &ApiRequest) -> ApiAnswer {
        self.service.answer(request, self.clock.now())
    }

    /// Writes a request down as it arrives. Returns its number.
    pub fn note_arrival(&mut self, request: &ApiRequest) -> u64 {
        let caller = self.service.caller(request);
        self.arrived += 1;
        self.log.push(Logged {
            serial: self.arrived,
            at: self.clock.now(),
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            status: None,
            key_name: caller.as_ref().map(|caller| caller.key_name.clone()),
            store: caller.map(|caller| caller.store),
        });
        self.arrived
    }

    /// Adds what was answered, unless the log was cleared meanwhile.
    pub fn note_answer(&mut self, serial: u64, status: u16) {
        if let Some(logged) = self.log.iter_mut().rev().find(|logged| logged.serial == serial) {
            logged.status = Some(status);
        }
    }
}

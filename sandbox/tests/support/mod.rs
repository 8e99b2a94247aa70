//! A service to talk to without a network, and short ways to say what is asked of it.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use sandbox::database::Database;
use sandbox::database::catalog::{Catalog, Status};
use sandbox::database::orders::{Order, OrderFilter, OrderKind};
use sandbox::database::seed::Seed;
use sandbox::database::stores::Store;
use sandbox::service::{ApiAnswer, ApiRequest, Service};
use sandbox::time::Millis;
use serde_json::Value;

pub const MAPLE: &str = "maple-and-birch";
pub const HARBOUR: &str = "harbour-supply";

/// When every test begins: 30 seconds into a minute, in the middle of a day.
pub fn start() -> Millis {
    Millis::parse("2026-03-06T12:00:30Z").unwrap()
}

pub struct World {
    pub service: Service,
    pub now: Millis,
}

/// An answer, read.
#[derive(Debug)]
pub struct Read {
    pub status: u16,
    pub body: Value,
    pub answer: ApiAnswer,
}

impl Read {
    /// The body of a 200.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }

    /// The code of a refusal with this status.
    #[track_caller]
    pub fn refused(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{}", self.body);
        assert!(self.body["message"].as_str().is_some_and(|message| !message.is_empty()), "{}", self.body);
        self.body["error"].as_str().unwrap()
    }
}

impl World {
    pub fn new() -> Self {
        let database = Database::in_memory(&Seed { number: 7, orders: 400 }, start()).unwrap();
        Self { service: Service::new(database), now: start() }
    }

    pub fn store(&self, handle: &str) -> Store {
        self.service.database().store_by_handle(handle).unwrap().unwrap()
    }

    pub fn catalog(&self, handle: &str) -> Catalog {
        self.service.database().catalog(self.store(handle).id).unwrap()
    }

    pub fn status(&self, handle: &str, name: &str) -> Status {
        self.catalog(handle).statuses.into_iter().find(|status| status.name == name).unwrap()
    }

    pub fn secret(&self, handle: &str, key: &str) -> String {
        self.service.database().key_by_name(self.store(handle).id, key).unwrap().unwrap().secret
    }

    /// Every order and draft order of the store.
    pub fn orders(&self, handle: &str) -> Vec<Order> {
        let all = OrderFilter { limit: u32::MAX, ..OrderFilter::default() };
        self.service.database().orders(self.store(handle).id, &all).unwrap().0
    }

    /// The first order (no draft) that satisfies the condition.
    pub fn find(&self, handle: &str, condition: impl Fn(&Order) -> bool) -> Order {
        let fits = |order: &Order| order.kind == OrderKind::Order && condition(order);
        self.orders(handle).into_iter().find(fits).unwrap()
    }

    /// Puts an order into a status without rules or messages, and forgets that it was done.
    pub fn put(&mut self, handle: &str, order: &Order, status: Option<&Status>) {
        let to = status.map(|status| {
            let option = status.sub_statuses.as_ref().map(|group| group.options[0].id.as_str());
            (status.id.as_str(), option)
        });
        self.service.move_elsewhere(handle, order.shopify_id, to, self.now).unwrap();
    }

    pub fn reread(&self, order: &Order) -> Order {
        self.service.database().order_by_row(order.row).unwrap()
    }

    pub fn send(
        &mut self,
        key: (&str, &str),
        version: &str,
        method: &str,
        target: &str,
        body: &Value,
    ) -> Read {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let secret = self.secret(key.0, key.1);
        self.send_raw(ApiRequest {
            method: method.into(),
            path: path.into(),
            query: query.into(),
            headers: vec![("X-API-Key".into(), secret), ("X-API-Version".into(), version.into())],
            body: if body.is_null() { Vec::new() } else { body.to_string().into_bytes() },
        })
    }

    pub fn send_raw(&mut self, request: ApiRequest) -> Read {
        let answer = self.service.answer(&request, self.now);
        let body = serde_json::from_slice(&answer.body).unwrap();
        Read { status: answer.status, body, answer }
    }

    /// A GET of the first store by its full key, in the newest version.
    pub fn get(&mut self, target: &str) -> Read {
        self.send((MAPLE, "full"), "1.4", "GET", target, &Value::Null)
    }

    /// A POST of the first store by its full key, in the newest version.
    pub fn post(&mut self, target: &str, body: &Value) -> Read {
        self.send((MAPLE, "full"), "1.4", "POST", target, body)
    }
}

/// The names of an object's members.
pub fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

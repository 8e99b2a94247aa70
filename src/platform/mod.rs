//! What the core needs from outside: the network, a store, the clock, chance, alarms and a place for views.
//!
//! One trait, two implementations: `browser` (by way of the worker's shell; wasm32 only) and [`simulated`]
//! (virtual time, for tests). This file knows neither; domain code knows only this file.

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(not(target_arch = "wasm32"))]
pub mod simulated;

use crate::staff::pin::{Derivation, Pin};
use crate::time::{Interval, Timestamp};
use std::fmt;
use thiserror::Error;

/// How a request is made. UCOS uses these two only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads; may be repeated.
    Get,
    /// Changes; never repeated without reading back first.
    Post,
}

impl Method {
    /// The method's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// One HTTPS request. Its `Debug` shows no header values, since one of them is the API key.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// How.
    pub method: Method,
    /// The whole address, query included. Never holds the key.
    pub url: String,
    /// Header names and values.
    pub headers: Vec<(&'static str, String)>,
    /// JSON text of a POST.
    pub body: Option<Vec<u8>>,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({} headers)", self.method.name(), self.url, self.headers.len())
    }
}

impl HttpRequest {
    /// The value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(self.headers.iter().map(|(n, v)| (*n, v.as_str())), name)
    }
}

/// One whole HTTPS answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The status code, 100 to 599.
    pub status: u16,
    /// Header names (any case) and values, those that the platform lets us see.
    pub headers: Vec<(String, String)>,
    /// The body, at most [`MAX_ANSWER_BYTES`].
    pub body: Vec<u8>,
}

impl HttpAnswer {
    /// The value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find_header(self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())), name)
    }
}

fn find_header<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>, name: &str) -> Option<&'a str> {
    headers.into_iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

/// The largest answer that is read, in bytes. 250 orders with six line items each are about 0.5 MB.
pub const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// How long one request may take before it is given up, in milliseconds.
pub const FETCH_TIMEOUT_MS: i64 = 25_000;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchFailure {
    /// The device knows itself offline; the request did not leave it.
    #[error("this device is offline")]
    Offline,
    /// The connection failed or was cut; whether the service saw the request is not known.
    #[error("the connection failed: {0}")]
    Failed(String),
    /// No whole answer within [`FETCH_TIMEOUT_MS`].
    #[error("no answer within {} s", FETCH_TIMEOUT_MS / 1000)]
    TimedOut,
    /// The answer is larger than [`MAX_ANSWER_BYTES`].
    #[error("the answer is larger than {} MB", MAX_ANSWER_BYTES / 1024 / 1024)]
    TooLarge,
}

/// The browser's storage did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the browser's storage failed: {0}")]
pub struct StoreFailure(pub String);

/// What cannot be written as JSON cannot be stored. None of our types is such; so no room is spent on why.
impl From<serde_json::Error> for StoreFailure {
    fn from(_: serde_json::Error) -> Self {
        StoreFailure("it cannot be written as JSON".to_owned())
    }
}

/// What a secret is sealed with: always AES-GCM, with a number of its own each time.
#[derive(Debug, Clone, Copy)]
pub enum Seal<'a> {
    /// A key that this browser's profile keeps and gives out to nobody.
    Device,
    /// A key derived from a PIN, which is kept nowhere.
    Pin(&'a Pin, &'a Derivation),
}

/// A time zone: seconds by which local time is ahead of UTC at an instant.
pub type AnyZone = Box<dyn Fn(Timestamp) -> i32>;

/// A table of the store. Keys are text, values are one JSON text a record, as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Orders as last seen: `<store>/<kind>/<id>`.
    Orders,
    /// Changes on their way, at most one per order: `<store>/<kind>/<id>`.
    Intents,
    /// Orders whose news was stored and is yet to be shown: `<operation>`.
    Unshown,
    /// Changes of several orders at once: `<store>/<batch>`.
    Batches,
    /// What became of changes, in a chain: `<store>/<number>`; before version 4 `<store>/<kind>/<id>/<when>-<operation>`.
    Journal,
    /// The heads of those chains: `<store>`.
    JournalHeads,
    /// Which entries are about an order: `<store>/<kind>/<id>`.
    JournalOrders,
    /// What answers have taught of a store's key: `<store>`.
    Learnt,
    /// The statuses and workflows of a store: `<store>`.
    Catalogs,
    /// What each browser tab shows: `<tab id>`.
    Watches,
    /// The rate budget of a store's key, kept while it is tight: `<store>`.
    Budgets,
    /// When each order of a store entered its status, in short: `<store>`; how long orders stayed in their statuses:
    /// `<store>/stays`; how many were overdue on each day: `<store>/trend`.
    Rolls,
    /// How far the sweep of a store has come: `<store>`.
    Sweeps,
    /// What this browser's clock has to be corrected by: `clock`.
    Clocks,
}

impl Table {
    /// Every table, in the order in which the store makes them.
    pub const ALL: [Table; 14] = [
        Table::Orders,
        Table::Intents,
        Table::Unshown,
        Table::Batches,
        Table::Journal,
        Table::JournalHeads,
        Table::JournalOrders,
        Table::Learnt,
        Table::Catalogs,
        Table::Watches,
        Table::Budgets,
        Table::Rolls,
        Table::Sweeps,
        Table::Clocks,
    ];

    /// The table's name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Table::Orders => "orders",
            Table::Intents => "intents",
            Table::Unshown => "unshown",
            Table::Batches => "batches",
            Table::Journal => "journal",
            Table::JournalHeads => "journal-heads",
            Table::JournalOrders => "journal-orders",
            Table::Learnt => "learnt",
            Table::Catalogs => "catalogs",
            Table::Watches => "watches",
            Table::Budgets => "budgets",
            Table::Rolls => "rolls",
            Table::Sweeps => "sweeps",
            Table::Clocks => "clocks",
        }
    }
}

/// Writes that happen all or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// For each record its table, its key and its new value; `None` removes it.
    pub writes: Vec<(Table, String, Option<Vec<u8>>)>,
}

impl Batch {
    /// Adds a record.
    pub fn put(&mut self, table: Table, key: impl Into<String>, value: Vec<u8>) -> &mut Self {
        self.writes.push((table, key.into(), Some(value)));
        self
    }

    /// Removes a record, if it is there.
    pub fn delete(&mut self, table: Table, key: impl Into<String>) -> &mut Self {
        self.writes.push((table, key.into(), None));
        self
    }
}

/// The world as the core sees it. Every `await` is a place where the worker may end and never come back.
#[allow(async_fn_in_trait, reason = "the core runs on one thread; no future needs to be Send")]
pub trait Platform {
    /// Makes one request. Follows no redirect, sends no cookie, uses no cache.
    async fn fetch(&self, request: HttpRequest) -> Result<HttpAnswer, FetchFailure>;

    /// The values of these keys, in the same order.
    async fn get(&self, table: Table, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, StoreFailure>;

    /// Every record whose key starts with `prefix`, by key.
    async fn scan(&self, table: Table, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreFailure>;

    /// Writes all of the batch or nothing.
    async fn write(&self, batch: Batch) -> Result<(), StoreFailure>;

    /// Every entry of the trusted area (`storage.local`, closed to content scripts) whose name starts with `prefix`.
    async fn trusted_scan(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreFailure>;

    /// Writes one entry of the trusted area; `None` removes it.
    async fn trusted_set(&self, name: &str, value: Option<&str>) -> Result<(), StoreFailure>;

    /// Seals a secret for a place: text that is of no use without the seal, or anywhere else.
    async fn seal(&self, seal: Seal<'_>, place: &str, secret: &str) -> Result<String, StoreFailure>;

    /// Unseals it. `None`: it was sealed otherwise or for another place, or was altered.
    async fn unseal(&self, seal: Seal<'_>, place: &str, sealed: &str)
    -> Result<Option<String>, StoreFailure>;

    /// 128 bits by chance, as text; fit for secrets.
    fn salt(&self) -> String;

    /// Holds a secret over the worker's lives, and at most until the browser ends: in memory only sealed, on the disk only
    /// what it is sealed with.
    async fn hold(&self, place: &str, secret: &str) -> Result<(), StoreFailure>;

    /// A secret that is held.
    async fn held(&self, place: &str) -> Result<Option<String>, StoreFailure>;

    /// Lets go of all secrets but those of these places.
    async fn hold_only(&self, places: &[String]) -> Result<(), StoreFailure>;

    /// Tells from now on when nobody has touched this device for so many seconds.
    fn watch_idle(&self, seconds: u32);

    /// What the organisation sets (`storage.managed`), as JSON text of one object; empty where there is nothing.
    async fn managed(&self) -> String;

    /// The names of the views that are published now.
    async fn published(&self) -> Result<Vec<String>, StoreFailure>;

    /// The text of a view that is published; `None`: it is not.
    async fn view(&self, name: &str) -> Result<Option<String>, StoreFailure>;

    /// Publishes views, as JSON text by name; `None` takes a view away.
    async fn publish(&self, views: Vec<(String, Option<String>)>) -> Result<(), StoreFailure>;

    /// Wakes the worker at this time with this name, even if it has ended. At most one alarm per name; the browser
    /// may be late, and is never earlier than 30 s from now.
    fn set_alarm(&self, name: &str, at: Timestamp);

    /// The same, but as soon as that, and only if this life of the worker lasts until then. At most one per name.
    fn set_timer(&self, name: &str, at: Timestamp);

    /// Tells the person outside of any page: JSON text of a `ReminderView`.
    fn notify(&self, reminder: &str);

    /// Shows on the extension's button, while this tab has this store, how many of the store's orders are overdue.
    fn mark_tab(&self, tab: u32, store: &str, overdue: u32);

    /// Opens the options page for a store.
    fn open_options(&self, store: &str);

    /// A time zone by its IANA name; `None`: there is none of that name.
    fn zone(&self, name: &str) -> Option<AnyZone>;

    /// The name of this device's time zone.
    fn own_zone(&self) -> String;

    /// A day, or those between which something lies, in words of the language with this BCP 47 tag, in a time zone.
    fn date_words(&self, span: Interval, language: &str, zone: &str) -> String;

    /// This device's clock.
    fn now(&self) -> Timestamp;

    /// A number by chance, each equally likely. Not for secrets.
    fn random(&self) -> u32;
}

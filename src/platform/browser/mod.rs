//! The browser as the core's platform: the worker's `fetch`, IndexedDB, `chrome.storage`, `chrome.alarms`.
//! Runs in the extension's service worker only, where there is no `window`. Converts and forwards; decides nothing.

mod areas;
mod database;
mod network;
mod zone;

use super::{AnyZone, Batch, FetchFailure, HttpAnswer, HttpRequest, Platform, StoreFailure, Table};
use crate::time::Timestamp;
use database::Database;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the worker's shell does for the core, in a person's words: `extension/notices.ts`.
    pub type Shell;

    #[wasm_bindgen(method)]
    fn notify(this: &Shell, reminder: &str);

    #[wasm_bindgen(method, js_name = markTab)]
    fn mark_tab(this: &Shell, tab: u32, store: &str, overdue: u32);
}

/// The browser.
pub struct Browser {
    database: Database,
    shell: Shell,
}

impl Browser {
    /// Opens the database.
    pub async fn open(shell: Shell) -> Result<Self, StoreFailure> {
        Ok(Browser { database: Database::open().await?, shell })
    }
}

/// A time zone by its IANA name, as the browser knows it.
pub fn zone(name: &str) -> Option<AnyZone> {
    zone::named(name)
}

impl Platform for Browser {
    async fn fetch(&self, request: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
        network::fetch(request).await
    }

    async fn get(&self, table: Table, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, StoreFailure> {
        self.database.get(table, keys).await
    }

    async fn scan(&self, table: Table, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreFailure> {
        self.database.scan(table, prefix).await
    }

    async fn write(&self, batch: Batch) -> Result<(), StoreFailure> {
        self.database.write(batch).await
    }

    async fn trusted_scan(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreFailure> {
        areas::scan(&areas::local(), prefix).await
    }

    async fn trusted_set(&self, name: &str, value: Option<&str>) -> Result<(), StoreFailure> {
        areas::change(&areas::local(), vec![(name.to_owned(), value.map(str::to_owned))]).await
    }

    async fn published(&self) -> Result<Vec<String>, StoreFailure> {
        areas::names(&areas::session()).await
    }

    async fn publish(&self, views: Vec<(String, Option<String>)>) -> Result<(), StoreFailure> {
        areas::change(&areas::session(), views).await
    }

    fn set_alarm(&self, name: &str, at: Timestamp) {
        areas::set_alarm(name, at, self.now());
    }

    fn notify(&self, reminder: &str) {
        self.shell.notify(reminder);
    }

    fn mark_tab(&self, tab: u32, store: &str, overdue: u32) {
        self.shell.mark_tab(tab, store, overdue);
    }

    fn zone(&self, name: &str) -> Option<AnyZone> {
        zone::named(name)
    }

    fn own_zone(&self) -> String {
        zone::own_name()
    }

    fn now(&self) -> Timestamp {
        Timestamp(js_sys::Date::now() as i64)
    }

    fn random(&self) -> u32 {
        (js_sys::Math::random() * f64::from(u32::MAX)) as u32
    }
}

/// What JavaScript threw, as text.
fn thrown(value: &JsValue) -> String {
    match value.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => value.as_string().unwrap_or_else(|| "unknown".to_owned()),
    }
}

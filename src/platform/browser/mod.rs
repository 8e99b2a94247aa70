//! The browser as the core's platform. What it takes to fetch, store and wake is the worker's shell's to do; here its
//! answers are converted. Runs in the extension's service worker only, where there is no `window`; time zones, which
//! need no shell, in its pages too.

mod shell;
mod zone;

use super::{
    AnyZone, Batch, FETCH_TIMEOUT_MS, FetchFailure, HttpAnswer, HttpRequest, MAX_ANSWER_BYTES, Platform,
    Seal, StoreFailure, Table,
};
use crate::time::{Interval, Timestamp};
use js_sys::{Array, JsString, Promise, Uint8Array};
pub use shell::Shell;
use shell::{Database, Exchange};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Goes up with every change of the tables; those that are missing are then added, and the others kept.
const DATABASE_VERSION: u32 = 4;

/// The browser.
pub struct Browser {
    database: Database,
    shell: Shell,
}

impl Browser {
    /// Opens the database.
    pub async fn open(shell: Shell) -> Result<Self, StoreFailure> {
        let names = Table::ALL.iter().map(|table| text(table.name())).collect();
        let database = stored(shell.open_database(DATABASE_VERSION, names)).await?;
        Ok(Browser { database: database.unchecked_into(), shell })
    }
}

/// A time zone by its IANA name, as the browser knows it.
pub fn zone(name: &str) -> Option<AnyZone> {
    zone::named(name)
}

impl Platform for Browser {
    async fn fetch(&self, request: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
        let headers = request.headers.iter().map(|(name, value)| pair(text(name), text(value)));
        let exchange = self.shell.exchange(
            request.method.name(),
            &request.url,
            headers.collect(),
            request.body,
            FETCH_TIMEOUT_MS as u32,
            MAX_ANSWER_BYTES as u32,
        );
        let exchange = settled(exchange).await.map_err(FetchFailure::Failed)?;
        let exchange: Exchange = exchange.unchecked_into();
        match exchange.kind().as_str() {
            "answer" => Ok(HttpAnswer {
                status: exchange.status(),
                headers: texts_by_name(&exchange.headers()),
                body: exchange.body(),
            }),
            "offline" => Err(FetchFailure::Offline),
            "timed-out" => Err(FetchFailure::TimedOut),
            "too-large" => Err(FetchFailure::TooLarge),
            _ => Err(FetchFailure::Failed(exchange.reason())),
        }
    }

    async fn get(&self, table: Table, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, StoreFailure> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let keys = keys.iter().map(|key| text(key)).collect();
        let values = stored(self.database.get(table.name(), keys)).await?;
        let value = |value: JsValue| (!value.is_undefined()).then(|| bytes(value));
        Ok(list(values).iter().map(value).collect())
    }

    async fn scan(&self, table: Table, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreFailure> {
        let records = stored(self.database.scan(table.name(), prefix)).await?;
        let record = |record: JsValue| {
            let record = list(record);
            Some((record.get(0).as_string()?, bytes(record.get(1))))
        };
        Ok(list(records).iter().filter_map(record).collect())
    }

    async fn write(&self, batch: Batch) -> Result<(), StoreFailure> {
        let write = |(table, key, value): (Table, String, Option<Vec<u8>>)| {
            let value = value.map_or(JsValue::UNDEFINED, |value| Uint8Array::from(value.as_slice()).into());
            JsValue::from(Array::of3(&text(table.name()), &text(&key), &value))
        };
        stored(self.database.write(batch.writes.into_iter().map(write).collect())).await?;
        Ok(())
    }

    async fn trusted_scan(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreFailure> {
        let entries = stored(self.shell.trusted_scan(prefix)).await?;
        Ok(texts_by_name(&list(entries)))
    }

    async fn trusted_set(&self, name: &str, value: Option<&str>) -> Result<(), StoreFailure> {
        stored(self.shell.trusted_set(name, value)).await?;
        Ok(())
    }

    async fn seal(&self, seal: Seal<'_>, place: &str, secret: &str) -> Result<String, StoreFailure> {
        let (pin, salt, rounds) = parts(seal);
        let sealed = stored(self.shell.seal(pin, salt, rounds, place, secret)).await?;
        Ok(sealed.as_string().unwrap_or_default())
    }

    async fn unseal(
        &self,
        seal: Seal<'_>,
        place: &str,
        sealed: &str,
    ) -> Result<Option<String>, StoreFailure> {
        let (pin, salt, rounds) = parts(seal);
        Ok(stored(self.shell.unseal(pin, salt, rounds, place, sealed)).await?.as_string())
    }

    fn salt(&self) -> String {
        self.shell.salt()
    }

    async fn hold(&self, place: &str, secret: &str) -> Result<(), StoreFailure> {
        stored(self.shell.hold(place, secret)).await?;
        Ok(())
    }

    async fn held(&self, place: &str) -> Result<Option<String>, StoreFailure> {
        Ok(stored(self.shell.held(place)).await?.as_string())
    }

    async fn hold_only(&self, places: &[String]) -> Result<(), StoreFailure> {
        stored(self.shell.hold_only(places.iter().map(|place| text(place)).collect())).await?;
        Ok(())
    }

    fn watch_idle(&self, seconds: u32) {
        self.shell.watch_idle(seconds);
    }

    async fn managed(&self) -> String {
        // What cannot be read is no policy.
        settled(self.shell.managed()).await.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    async fn published(&self) -> Result<Vec<String>, StoreFailure> {
        let names = stored(self.shell.published()).await?;
        Ok(list(names).iter().filter_map(|name| name.as_string()).collect())
    }

    async fn view(&self, name: &str) -> Result<Option<String>, StoreFailure> {
        Ok(stored(self.shell.view(name)).await?.as_string())
    }

    async fn publish(&self, views: Vec<(String, Option<String>)>) -> Result<(), StoreFailure> {
        let view = |(name, view): (String, Option<String>)| {
            pair(text(&name), view.map_or(JsValue::UNDEFINED, |view| text(&view)))
        };
        stored(self.shell.publish(views.into_iter().map(view).collect())).await?;
        Ok(())
    }

    fn set_alarm(&self, name: &str, at: Timestamp) {
        self.shell.set_alarm(name, at.0 as f64);
    }

    fn set_timer(&self, name: &str, at: Timestamp) {
        self.shell.set_timer(name, at.0 as f64);
    }

    fn notify(&self, reminder: &str) {
        self.shell.notify(reminder);
    }

    fn mark_tab(&self, tab: u32, store: &str, overdue: u32) {
        self.shell.mark_tab(tab, store, overdue);
    }

    fn open_options(&self, store: &str) {
        self.shell.open_options(store);
    }

    fn zone(&self, name: &str) -> Option<AnyZone> {
        zone::named(name)
    }

    fn own_zone(&self) -> String {
        zone::own_name()
    }

    fn date_words(&self, span: Interval, language: &str, zone: &str) -> String {
        let (earliest, latest) = (span.earliest().0 as f64, span.latest().0 as f64);
        self.shell.date_words(earliest, latest, language, zone)
    }

    fn now(&self) -> Timestamp {
        Timestamp(js_sys::Date::now() as i64)
    }

    fn random(&self) -> u32 {
        (js_sys::Math::random() * f64::from(u32::MAX)) as u32
    }
}

/// A seal as the shell is told it: without a PIN it is the device's.
fn parts<'a>(seal: Seal<'a>) -> (Option<&'a str>, &'a str, u32) {
    match seal {
        Seal::Device => (None, "", 0),
        Seal::Pin(pin, derivation) => (Some(pin.reveal()), &derivation.salt, derivation.rounds),
    }
}

/// What a promise of the shell's comes to, or what it was rejected with, as text.
async fn settled(promise: Promise) -> Result<JsValue, String> {
    JsFuture::from(promise).await.map_err(|error| match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.to_string()),
        None => "an unknown error".to_owned(),
    })
}

async fn stored(promise: Promise) -> Result<JsValue, StoreFailure> {
    settled(promise).await.map_err(StoreFailure)
}

fn text(text: &str) -> JsValue {
    JsString::from(text).into()
}

fn pair(name: JsValue, value: JsValue) -> JsValue {
    Array::of2(&name, &value).into()
}

/// The shell's types say which of its values are lists and which are bytes; so neither is asked again here.
fn list(value: JsValue) -> Array {
    value.unchecked_into()
}

fn bytes(value: JsValue) -> Vec<u8> {
    value.unchecked_into::<Uint8Array>().to_vec()
}

fn texts_by_name(entries: &Array) -> Vec<(String, String)> {
    let entry = |entry: JsValue| {
        let entry = list(entry);
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    entries.iter().filter_map(entry).collect()
}

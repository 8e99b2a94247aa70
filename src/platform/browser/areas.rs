//! `chrome.storage` areas and `chrome.alarms`, as hand-written externs: just the calls that the core makes.

use super::super::StoreFailure;
use super::thrown;
use crate::time::Timestamp;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// `chrome.storage.StorageArea`.
    #[derive(Clone)]
    pub type StorageArea;

    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "storage"], js_name = local)]
    static LOCAL: StorageArea;

    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "storage"], js_name = session)]
    static SESSION: StorageArea;

    #[wasm_bindgen(method, catch)]
    fn get(this: &StorageArea, keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch, js_name = getKeys)]
    fn get_keys(this: &StorageArea) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn set(this: &StorageArea, items: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn remove(this: &StorageArea, keys: &Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "alarms"], js_name = create)]
    fn create_alarm(name: &str, info: &Object);
}

/// The trusted area on disk.
pub fn local() -> StorageArea {
    LOCAL.with(Clone::clone)
}

/// The views' area, in memory.
pub fn session() -> StorageArea {
    SESSION.with(Clone::clone)
}

/// Every entry whose name starts with `prefix` and whose value is a text.
pub async fn scan(area: &StorageArea, prefix: &str) -> Result<Vec<(String, String)>, StoreFailure> {
    let all = settled(area.get(&JsValue::NULL)).await?;
    let entries = Object::entries(all.unchecked_ref::<Object>());
    let text_entry = |entry: JsValue| {
        let entry: Array = entry.dyn_into().ok()?;
        let (name, value) = (entry.get(0).as_string()?, entry.get(1).as_string()?);
        name.starts_with(prefix).then_some((name, value))
    };
    Ok(entries.iter().filter_map(text_entry).collect())
}

/// The names of all entries.
pub async fn names(area: &StorageArea) -> Result<Vec<String>, StoreFailure> {
    let keys = settled(area.get_keys()).await?;
    Ok(Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
}

/// Sets and removes entries.
pub async fn change(area: &StorageArea, entries: Vec<(String, Option<String>)>) -> Result<(), StoreFailure> {
    let (items, removed) = (Object::new(), Array::new());
    let mut sets = false;
    for (name, value) in entries {
        match value {
            Some(value) => {
                sets = true;
                Reflect::set(&items, &name.into(), &value.into()).map_err(|e| StoreFailure(thrown(&e)))?;
            }
            None => {
                removed.push(&name.into());
            }
        }
    }
    if sets {
        settled(area.set(&items)).await?;
    }
    if removed.length() > 0 {
        settled(area.remove(&removed)).await?;
    }
    Ok(())
}

/// Sets an alarm. The browser refuses less than 30 s when packed and accepts it unpacked: so that both behave alike,
/// it is never asked for less.
pub fn set_alarm(name: &str, at: Timestamp, now: Timestamp) {
    let at = at.max(now.saturating_add_seconds(30));
    let info = Object::new();
    if Reflect::set(&info, &"when".into(), &(at.0 as f64).into()).is_ok() {
        create_alarm(name, &info);
    }
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, StoreFailure> {
    let promise = promise.map_err(|error| StoreFailure(thrown(&error)))?;
    JsFuture::from(promise).await.map_err(|error| StoreFailure(thrown(&error)))
}

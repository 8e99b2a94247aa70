//! IndexedDB: one object store a table, keys are texts, values are bytes (a third of the cost of text, measured).

use super::super::{Batch, StoreFailure, Table};
use idb::{DatabaseEvent, Factory, KeyRange, ObjectStoreParams, Query, TransactionMode};
use js_sys::{JsString, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

const NAME: &str = "ucos-inline";

/// Goes up with every change of the tables; [`Database::open`] adds what is missing and keeps what is there.
const VERSION: u32 = 2;

/// The open database.
pub struct Database {
    database: idb::Database,
}

impl Database {
    /// Opens the database, or makes it.
    pub async fn open() -> Result<Self, StoreFailure> {
        let factory = Factory::new().map_err(failed)?;
        let mut request = factory.open(NAME, Some(VERSION)).map_err(failed)?;
        request.on_upgrade_needed(|event| {
            // What goes wrong here makes the opening fail, which is told below.
            let Ok(database) = event.database() else { return };
            for table in Table::ALL {
                if !database.store_names().iter().any(|name| name == table.name()) {
                    let _ = database.create_object_store(table.name(), ObjectStoreParams::new());
                }
            }
        });
        Ok(Database { database: request.await.map_err(failed)? })
    }

    /// The values of these keys, in one transaction.
    pub async fn get(&self, table: Table, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, StoreFailure> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let transaction =
            self.database.transaction(&[table.name()], TransactionMode::ReadOnly).map_err(failed)?;
        let store = transaction.object_store(table.name()).map_err(failed)?;
        // All requests are made, and listened to, before the first is waited for: one round instead of one a key.
        let request =
            |key: &String| store.get(Query::Key(JsValue::from_str(key))).map(IntoFuture::into_future);
        let requests = keys.iter().map(request);
        let requests = requests.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let mut values = Vec::with_capacity(keys.len());
        for request in requests {
            values.push(request.await.map_err(failed)?.and_then(bytes));
        }
        Ok(values)
    }

    /// Every record whose key starts with `prefix`, by key.
    pub async fn scan(&self, table: Table, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreFailure> {
        let transaction =
            self.database.transaction(&[table.name()], TransactionMode::ReadOnly).map_err(failed)?;
        let store = transaction.object_store(table.name()).map_err(failed)?;
        let range = || {
            let upper = JsValue::from_str(&format!("{prefix}\u{ffff}"));
            KeyRange::bound(&JsValue::from_str(prefix), &upper, None, None).map(Query::KeyRange)
        };
        let keys = store.get_all_keys(Some(range().map_err(failed)?), None).map_err(failed)?.into_future();
        let values = store.get_all(Some(range().map_err(failed)?), None).map_err(failed)?.into_future();
        let (keys, values) = (keys.await.map_err(failed)?, values.await.map_err(failed)?);
        let pair = |(key, value): (JsValue, JsValue)| Some((key.as_string()?, bytes(value)?));
        Ok(keys.into_iter().zip(values).filter_map(pair).collect())
    }

    /// Writes all of the batch or nothing: one transaction over the tables that it names.
    pub async fn write(&self, batch: Batch) -> Result<(), StoreFailure> {
        let is_written = |table: &Table| batch.writes.iter().any(|(written, _, _)| written == table);
        let tables: Vec<&str> =
            Table::ALL.iter().filter(|table| is_written(table)).map(|table| table.name()).collect();
        if tables.is_empty() {
            return Ok(());
        }
        let transaction = self.database.transaction(&tables, TransactionMode::ReadWrite).map_err(failed)?;
        for (table, key, value) in batch.writes {
            let store = transaction.object_store(table.name()).map_err(failed)?;
            let key: JsValue = JsString::from(key).into();
            match value {
                Some(value) => {
                    store.put(&Uint8Array::from(value.as_slice()), Some(&key)).map_err(failed)?;
                }
                None => {
                    store.delete(Query::Key(key)).map_err(failed)?;
                }
            }
        }
        transaction.commit().map_err(failed)?.await.map_err(failed)?;
        Ok(())
    }
}

fn bytes(value: JsValue) -> Option<Vec<u8>> {
    value.dyn_into::<Uint8Array>().ok().map(|array| array.to_vec())
}

/// What failed, as the browser names it. Not the error's own text: its writer would be a twentieth of the module.
fn failed(error: idb::Error) -> StoreFailure {
    match error {
        idb::Error::DomException(exception) => StoreFailure(exception.name()),
        _ => StoreFailure("IndexedDB refused".to_owned()),
    }
}

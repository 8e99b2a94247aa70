//! Staff accounts in the trusted area: one entry a store, `account/<store>`.

use super::key::ApiKey;
use crate::json::Object;
use crate::orders::identity::StoreHandle;
use crate::platform::{Platform, StoreFailure};
use crate::time::Timestamp;
use serde::Serialize;

const PREFIX: &str = "account/";

/// Whose key is used for a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The store.
    pub store: StoreHandle,
    /// The staff account's name, as the admin shows it.
    pub staff_name: String,
    /// The key.
    pub key: ApiKey,
    /// When it was connected.
    pub made_at: Timestamp,
}

#[derive(Serialize)]
struct Record {
    version: u32,
    staff_name: String,
    key: String,
    made_at: Timestamp,
}

/// Every account of this browser. An entry that cannot be read is passed over: its store then shows as not connected.
pub async fn load_all(platform: &impl Platform) -> Result<Vec<Account>, StoreFailure> {
    let entries = platform.trusted_scan(PREFIX).await?;
    Ok(entries.iter().filter_map(|(name, text)| read(name, text)).collect())
}

fn read(name: &str, text: &str) -> Option<Account> {
    let store = StoreHandle::new(name.strip_prefix(PREFIX)?).ok()?;
    let record = Object::split(text.as_bytes()).ok()?;
    let key = ApiKey::read(&record.text("key")?).ok()?;
    Some(Account {
        store,
        staff_name: record.text("staff_name")?,
        key,
        made_at: Timestamp(record.whole("made_at")?),
    })
}

/// Keeps an account; one of the same store is replaced.
pub async fn save(platform: &impl Platform, account: &Account) -> Result<(), StoreFailure> {
    let record = Record {
        version: 1,
        staff_name: account.staff_name.clone(),
        key: account.key.reveal().to_owned(),
        made_at: account.made_at,
    };
    let text = serde_json::to_string(&record)?;
    platform.trusted_set(&entry(&account.store), Some(&text)).await
}

/// Erases a store's account, key included.
pub async fn erase(platform: &impl Platform, store: &StoreHandle) -> Result<(), StoreFailure> {
    platform.trusted_set(&entry(store), None).await
}

fn entry(store: &StoreHandle) -> String {
    format!("{PREFIX}{store}")
}

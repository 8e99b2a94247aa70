//! Staff accounts in the trusted area. What each entry is:
//! - `vault/<store>/<staff name>`: one account, its key sealed;
//! - `active/<store>`: the name of the account that is used;
//! - `tries/<store>/<staff name>`: wrong PINs in a row.
//!
//! A version before this one kept one account a store under `account/<store>`, its key in plain: [`migrate`] ends that.

use super::identity::is_same;
use super::key::ApiKey;
use super::pin::{Derivation, Pin, ROUNDS, Tries};
use crate::json::{self, Object};
use crate::orders::identity::StoreHandle;
use crate::platform::{Platform, Seal, StoreFailure};
use crate::time::Timestamp;
use serde::Serialize;

const VAULT: &str = "vault/";
const ACTIVE: &str = "active/";
const TRIES: &str = "tries/";
const PLAIN: &str = "account/";

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

/// One account as it is kept: its key is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    version: u32,
    /// The store.
    pub store: StoreHandle,
    /// The staff account's name.
    pub staff_name: String,
    sealed: String,
    /// When it was connected.
    pub made_at: Timestamp,
    /// How the sealing key is derived; `None`: it is the device's own.
    pub pin: Option<Derivation>,
}

/// An account of a store, and the wrong PINs that were tried for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The account as it is kept.
    pub record: Record,
    /// Wrong PINs in a row.
    pub tries: Tries,
}

/// The accounts of one store, by name.
#[derive(Debug, Default)]
pub struct Team {
    /// The accounts.
    pub members: Vec<Member>,
    /// The name of the one that is used.
    pub active: Option<String>,
}

impl Team {
    /// The account of that name.
    pub fn member(&mut self, staff_name: &str) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.record.staff_name == staff_name)
    }

    /// Whether there is an account of that name.
    pub fn has(&self, staff_name: &str) -> bool {
        self.members.iter().any(|member| is_same(&member.record.staff_name, staff_name))
    }

    /// The account that is used, as it is kept.
    pub fn active(&self) -> Option<&Record> {
        let is_active = |member: &&Member| Some(&member.record.staff_name) == self.active.as_ref();
        self.members.iter().find(is_active).map(|member| &member.record)
    }
}

impl Record {
    /// The name of its entry. The sealed key is bound to it: it opens in no other.
    pub fn place(&self) -> String {
        entry(VAULT, &self.store, &self.staff_name)
    }

    /// The account, its key unsealed; `None`: not with this PIN, or not on this device, or the record was altered.
    pub async fn open(
        &self,
        platform: &impl Platform,
        pin: Option<&Pin>,
    ) -> Result<Option<Account>, StoreFailure> {
        let seal = match (&self.pin, pin) {
            (None, _) => Seal::Device,
            (Some(derivation), Some(pin)) => Seal::Pin(pin, derivation),
            (Some(_), None) => return Ok(None),
        };
        let key = platform.unseal(seal, &self.place(), &self.sealed).await?;
        Ok(key.and_then(|key| self.account(&key)))
    }

    /// The account with this key.
    pub fn account(&self, key: &str) -> Option<Account> {
        Some(Account {
            store: self.store.clone(),
            staff_name: self.staff_name.clone(),
            key: ApiKey::read(key).ok()?,
            made_at: self.made_at,
        })
    }

    fn read(name: &str, text: &str) -> Option<Record> {
        let (store, staff_name) = name.split_once('/')?;
        let record = Object::split(text.as_bytes()).ok()?;
        Some(Record {
            version: 2,
            store: StoreHandle::new(store).ok()?,
            staff_name: staff_name.to_owned(),
            sealed: record.text("sealed")?,
            made_at: Timestamp(record.whole("made_at")?),
            pin: match record.has("pin") {
                true => Some(record.child("pin")?),
                false => None,
            },
        })
    }
}

/// Every account of this browser, by store. An entry that cannot be read is passed over: a later version may know it.
pub async fn load_all(platform: &impl Platform) -> Result<Vec<(StoreHandle, Team)>, StoreFailure> {
    let mut teams: Vec<(StoreHandle, Team)> = Vec::new();
    let entries = platform.trusted_scan("").await?;
    let text_of = |name: String| entries.iter().find(|(found, _)| *found == name).map(|(_, text)| text);
    let records = entries.iter().filter_map(|(name, text)| Record::read(name.strip_prefix(VAULT)?, text));
    for record in records {
        let tries = text_of(entry(TRIES, &record.store, &record.staff_name));
        let tries = tries.and_then(|text| json::read(text.as_bytes())).unwrap_or_default();
        let at = teams.iter().position(|(store, _)| *store == record.store).unwrap_or_else(|| {
            teams.push((record.store.clone(), Team::default()));
            teams.len() - 1
        });
        teams[at].1.members.push(Member { record, tries });
    }
    for (store, team) in &mut teams {
        let active = text_of(format!("{ACTIVE}{store}")).filter(|name| team.has(name)).cloned();
        let first = team.members.first().map(|member| member.record.staff_name.clone());
        team.active = active.or(first);
    }
    Ok(teams)
}

/// Seals an account's key, with a PIN or else with the device's key, and keeps it; one of the same name is replaced.
pub async fn save(
    platform: &impl Platform,
    account: &Account,
    pin: Option<&Pin>,
) -> Result<Record, StoreFailure> {
    let derivation = pin.map(|_| Derivation { salt: platform.salt(), rounds: ROUNDS });
    let mut record = Record {
        version: 2,
        store: account.store.clone(),
        staff_name: account.staff_name.clone(),
        sealed: String::new(),
        made_at: account.made_at,
        pin: derivation,
    };
    let seal = match (pin, &record.pin) {
        (Some(pin), Some(derivation)) => Seal::Pin(pin, derivation),
        _ => Seal::Device,
    };
    let place = record.place();
    record.sealed = platform.seal(seal, &place, account.key.reveal()).await?;
    platform.trusted_set(&place, Some(&serde_json::to_string(&record)?)).await?;
    Ok(record)
}

/// Keeps which account of a store is used.
pub async fn save_active(
    platform: &impl Platform,
    store: &StoreHandle,
    staff_name: Option<&str>,
) -> Result<(), StoreFailure> {
    platform.trusted_set(&format!("{ACTIVE}{store}"), staff_name).await
}

/// Keeps how many wrong PINs were tried; `None`: none.
pub async fn save_tries(
    platform: &impl Platform,
    record: &Record,
    tries: Option<&Tries>,
) -> Result<(), StoreFailure> {
    let text = tries.map(serde_json::to_string).transpose()?;
    platform.trusted_set(&entry(TRIES, &record.store, &record.staff_name), text.as_deref()).await
}

/// Erases an account, its key first.
pub async fn erase(platform: &impl Platform, record: &Record) -> Result<(), StoreFailure> {
    platform.trusted_set(&record.place(), None).await?;
    save_tries(platform, record, None).await
}

/// Seals the keys that a version before this one kept in plain. Sealed first, then the plain text goes: what ends this in
/// between leaves both, and the next life begins again.
pub async fn migrate(platform: &impl Platform) -> Result<(), StoreFailure> {
    for (name, text) in platform.trusted_scan(PLAIN).await? {
        let Some(account) = read_plain(&name, &text) else { continue };
        save(platform, &account, None).await?;
        save_active(platform, &account.store, Some(&account.staff_name)).await?;
        platform.trusted_set(&name, None).await?;
    }
    Ok(())
}

fn read_plain(name: &str, text: &str) -> Option<Account> {
    let record = Object::split(text.as_bytes()).ok()?;
    Some(Account {
        store: StoreHandle::new(name.strip_prefix(PLAIN)?).ok()?,
        staff_name: record.text("staff_name")?,
        key: ApiKey::read(&record.text("key")?).ok()?,
        made_at: Timestamp(record.whole("made_at")?),
    })
}

/// A store's handle has no `/`, so the name is told from it whatever it is.
fn entry(prefix: &str, store: &StoreHandle, staff_name: &str) -> String {
    format!("{prefix}{store}/{staff_name}")
}

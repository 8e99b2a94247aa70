//! Stores and their API keys.

use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::{Database, Result};

/// Which of the status endpoints a store allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusSpecificity {
    /// Statuses on orders alone.
    Order,
    /// Statuses on line items alone.
    LineItem,
    /// Both.
    Combined,
}

/// A merchant's store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its row.
    pub id: i64,
    /// As in the admin's address.
    pub handle: String,
    /// As shown to people.
    pub name: String,
    /// Who is signed in to its admin.
    pub staff: String,
    /// Whether the store has workflows at all.
    pub workflows_enabled: bool,
    /// Whether an order must follow its workflow.
    pub enforce_workflow_order: bool,
    /// Where statuses may be set.
    pub status_specificity: StatusSpecificity,
    /// Whether a 429 carries `Retry-After`.
    pub retry_after: bool,
}

/// What a key may do. The names are the vendor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Read orders.
    CanViewOrders,
    /// Update order information; no published endpoint names it.
    CanUpdateOrders,
    /// Message customers.
    CanSendNotifications,
    /// Change status and sub-status.
    CanChangeOrderStatus,
    /// Get past product chains.
    CanOverrideProductChainEnforcement,
    /// Read statuses and workflows.
    CanViewStatuses,
    /// Create, change and delete statuses; no published endpoint names it.
    CanManageStatuses,
}

impl Permission {
    /// All of them, in the vendor's order.
    pub const ALL: [Self; 7] = [
        Self::CanViewOrders,
        Self::CanUpdateOrders,
        Self::CanSendNotifications,
        Self::CanChangeOrderStatus,
        Self::CanOverrideProductChainEnforcement,
        Self::CanViewStatuses,
        Self::CanManageStatuses,
    ];

    /// The vendor's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::CanViewOrders => "canViewOrders",
            Self::CanUpdateOrders => "canUpdateOrders",
            Self::CanSendNotifications => "canSendNotifications",
            Self::CanChangeOrderStatus => "canChangeOrderStatus",
            Self::CanOverrideProductChainEnforcement => "canOverrideProductChainEnforcement",
            Self::CanViewStatuses => "canViewStatuses",
            Self::CanManageStatuses => "canManageStatuses",
        }
    }
}

/// An API key of one store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its row.
    pub id: i64,
    /// The store's row.
    pub store: i64,
    /// What people call it.
    pub name: String,
    /// What goes into `X-API-Key`. In clear, since a demo has to print it.
    pub secret: String,
    /// What it may do.
    pub permissions: Vec<Permission>,
    /// Whether it has been revoked.
    pub revoked: bool,
    /// Requests per minute.
    pub per_minute: u32,
    /// Requests per day.
    pub per_day: u32,
}

fn enum_text<T: Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}

fn store(row: &Row<'_>) -> Result<Store> {
    let specificity: String = row.get("status_specificity")?;
    Ok(Store {
        id: row.get("id")?,
        handle: row.get("handle")?,
        name: row.get("name")?,
        staff: row.get("staff")?,
        workflows_enabled: row.get("workflows_enabled")?,
        enforce_workflow_order: row.get("enforce_workflow_order")?,
        status_specificity: serde_json::from_value(specificity.into())?,
        retry_after: row.get("retry_after")?,
    })
}

fn key(row: &Row<'_>) -> Result<Key> {
    Ok(Key {
        id: row.get("id")?,
        store: row.get("store")?,
        name: row.get("name")?,
        secret: row.get("secret")?,
        permissions: serde_json::from_str(&row.get::<_, String>("permissions")?)?,
        revoked: row.get("revoked")?,
        per_minute: row.get("per_minute")?,
        per_day: row.get("per_day")?,
    })
}

impl Database {
    /// Every store, the first one first.
    pub fn stores(&self) -> Result<Vec<Store>> {
        let mut query = self.connection.prepare_cached("SELECT * FROM stores ORDER BY id")?;
        query.query_and_then([], store)?.collect()
    }

    /// The store with this row.
    pub fn store(&self, id: i64) -> Result<Store> {
        let mut query = self.connection.prepare_cached("SELECT * FROM stores WHERE id = ?1")?;
        query.query_row([id], |row| Ok(store(row)))?
    }

    /// The store with this handle.
    pub fn store_by_handle(&self, handle: &str) -> Result<Option<Store>> {
        let mut query = self.connection.prepare_cached("SELECT * FROM stores WHERE handle = ?1")?;
        query.query_row([handle], |row| Ok(store(row))).optional()?.transpose()
    }

    /// Writes a store's settings back.
    pub fn save_store(&self, store: &Store) -> Result<()> {
        self.connection.execute(
            "INSERT INTO stores VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id) DO UPDATE SET name = ?3, staff = ?4, workflows_enabled = ?5,
                 enforce_workflow_order = ?6, status_specificity = ?7, retry_after = ?8",
            params![
                store.id,
                store.handle,
                store.name,
                store.staff,
                store.workflows_enabled,
                store.enforce_workflow_order,
                enum_text(&store.status_specificity)?,
                store.retry_after,
            ],
        )?;
        Ok(())
    }

    /// Every key, by store, in the order in which they were made.
    pub fn keys(&self) -> Result<Vec<Key>> {
        let mut query = self.connection.prepare_cached("SELECT * FROM keys ORDER BY store, id")?;
        query.query_and_then([], key)?.collect()
    }

    /// The key with this secret, revoked or not.
    pub fn key_by_secret(&self, secret: &str) -> Result<Option<Key>> {
        let mut query = self.connection.prepare_cached("SELECT * FROM keys WHERE secret = ?1")?;
        query.query_row([secret], |row| Ok(key(row))).optional()?.transpose()
    }

    /// The store's key with this name.
    pub fn key_by_name(&self, store: i64, name: &str) -> Result<Option<Key>> {
        let mut query =
            self.connection.prepare_cached("SELECT * FROM keys WHERE store = ?1 AND name = ?2")?;
        query.query_row(params![store, name], |row| Ok(key(row))).optional()?.transpose()
    }

    /// Writes a key back.
    pub fn save_key(&self, key: &Key) -> Result<()> {
        self.connection.execute(
            "INSERT INTO keys VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id) DO UPDATE SET permissions = ?5, revoked = ?6, per_minute = ?7, per_day = ?8",
            params![
                key.id,
                key.store,
                key.name,
                key.secret,
                serde_json::to_string(&key.permissions)?,
                key.revoked,
                key.per_minute,
                key.per_day,
            ],
        )?;
        Ok(())
    }
}

//! What happened: the journal of changes and the outbox of messages. Rows are added, never altered.

use rusqlite::{Row, params};
use serde::Serialize;

use super::catalog::Channel;
use super::orders::{Held, OrderKind};
use super::{Database, Result};
use crate::time::Millis;

/// One change of status, to be written down.
#[derive(Debug)]
pub struct Change<'a> {
    /// When.
    pub at: Millis,
    /// The store's row.
    pub store: i64,
    /// The key's name, or who else did it.
    pub actor: &'a str,
    /// The order's row.
    pub order_row: i64,
    /// The line item's row, when it was the line item that changed.
    pub line_item: Option<i64>,
    /// What was held before.
    pub from: Option<&'a Held>,
    /// What is held now.
    pub to: Option<&'a Held>,
    /// The request that asked for it.
    pub request_id: Option<&'a str>,
}

/// Why a customer was messaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A change of status.
    Status,
    /// A notify call.
    Notify,
}

/// One message to a customer, to be written down.
#[derive(Debug)]
pub struct Message<'a> {
    /// When.
    pub at: Millis,
    /// The store's row.
    pub store: i64,
    /// The order's row.
    pub order_row: i64,
    /// The id of the status that it tells of.
    pub status: &'a str,
    /// By which channel.
    pub channel: Channel,
    /// To which address.
    pub address: &'a str,
    /// Whether it went out.
    pub sent: bool,
    /// Why.
    pub cause: Cause,
    /// The request that caused it.
    pub request_id: &'a str,
}

/// A row of the journal, with names for people to read.
#[derive(Debug, Serialize)]
#[expect(
    missing_docs,
    reason = "as in Change; `order` is the numeric Shopify id, names are the statuses' own"
)]
pub struct JournalRow {
    pub at: Millis,
    pub store: String,
    pub actor: String,
    pub order: String,
    pub kind: OrderKind,
    pub order_name: String,
    pub line_item: Option<String>,
    pub from_status_id: Option<String>,
    pub from_status: Option<String>,
    pub from_sub_status_id: Option<String>,
    pub from_sub_status: Option<String>,
    pub to_status_id: Option<String>,
    pub to_status: Option<String>,
    pub to_sub_status_id: Option<String>,
    pub to_sub_status: Option<String>,
    pub request_id: Option<String>,
}

/// A row of the outbox, with names for people to read.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "as in Message; `order` is the numeric Shopify id")]
pub struct OutboxRow {
    pub at: Millis,
    pub store: String,
    pub order: String,
    pub kind: OrderKind,
    pub order_name: String,
    pub status_id: String,
    pub status: String,
    pub channel: String,
    pub address: String,
    pub sent: bool,
    pub cause: String,
    pub request_id: Option<String>,
}

fn kind(row: &Row<'_>) -> rusqlite::Result<OrderKind> {
    Ok(if row.get_ref("kind")?.as_str()? == "draft" { OrderKind::Draft } else { OrderKind::Order })
}

fn digits(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<String>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(|id| id.to_string()))
}

fn journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    Ok(JournalRow {
        at: row.get("at")?,
        store: row.get("handle")?,
        actor: row.get("actor")?,
        order: digits(row, "order_id")?.unwrap_or_default(),
        kind: kind(row)?,
        order_name: row.get("order_name")?,
        line_item: digits(row, "line_item_id")?,
        from_status_id: row.get("from_status")?,
        from_status: row.get("from_name")?,
        from_sub_status_id: row.get("from_sub_status")?,
        from_sub_status: row.get("from_sub_name")?,
        to_status_id: row.get("to_status")?,
        to_status: row.get("to_name")?,
        to_sub_status_id: row.get("to_sub_status")?,
        to_sub_status: row.get("to_sub_name")?,
        request_id: row.get("request_id")?,
    })
}

fn outbox_row(row: &Row<'_>) -> rusqlite::Result<OutboxRow> {
    Ok(OutboxRow {
        at: row.get("at")?,
        store: row.get("handle")?,
        order: digits(row, "order_id")?.unwrap_or_default(),
        kind: kind(row)?,
        order_name: row.get("order_name")?,
        status_id: row.get("status")?,
        status: row.get("status_name")?,
        channel: row.get("channel")?,
        address: row.get("address")?,
        sent: row.get("sent")?,
        cause: row.get("cause")?,
        request_id: row.get("request_id")?,
    })
}

impl Database {
    /// Writes a change down.
    pub fn record_change(&self, change: &Change<'_>) -> Result<()> {
        fn sub(held: Option<&Held>) -> Option<&String> {
            held.and_then(|held| held.sub_status.as_ref())
        }
        self.connection
            .prepare_cached("INSERT INTO journal VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
            .execute(params![
                change.at,
                change.store,
                change.actor,
                change.order_row,
                change.line_item,
                change.from.map(|held| &held.status),
                sub(change.from),
                change.to.map(|held| &held.status),
                sub(change.to),
                change.request_id,
            ])?;
        Ok(())
    }

    /// Writes a message down.
    pub fn record_message(&self, message: &Message<'_>) -> Result<()> {
        let cause = match message.cause {
            Cause::Status => "status",
            Cause::Notify => "notify",
        };
        self.connection
            .prepare_cached("INSERT INTO outbox VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![
                message.at,
                message.store,
                message.order_row,
                message.status,
                message.channel.name(),
                message.address,
                message.sent,
                cause,
                message.request_id,
            ])?;
        Ok(())
    }

    /// The journal, oldest first; of one store or of all.
    pub fn journal(&self, store: Option<i64>) -> Result<Vec<JournalRow>> {
        let mut query = self.connection.prepare_cached(
            "SELECT journal.*, stores.handle, orders.kind, orders.shopify_id AS order_id, orders.name AS order_name,
                 line_items.shopify_id AS line_item_id, old.name AS from_name, old_sub.name AS from_sub_name,
                 new.name AS to_name, new_sub.name AS to_sub_name
             FROM journal
             JOIN stores ON stores.id = journal.store
             JOIN orders ON orders.row = journal.order_row
             LEFT JOIN line_items ON line_items.row = journal.line_item
             LEFT JOIN statuses old ON old.id = from_status
             LEFT JOIN statuses new ON new.id = to_status
             LEFT JOIN sub_status_options old_sub ON old_sub.id = from_sub_status
             LEFT JOIN sub_status_options new_sub ON new_sub.id = to_sub_status
             WHERE ?1 IS NULL OR journal.store = ?1 ORDER BY journal.row",
        )?;
        Ok(query.query_map([store], journal_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The outbox, oldest first; of one store or of all.
    pub fn outbox(&self, store: Option<i64>) -> Result<Vec<OutboxRow>> {
        let mut query = self.connection.prepare_cached(
            "SELECT outbox.*, stores.handle, orders.kind, orders.shopify_id AS order_id, orders.name AS order_name,
                 statuses.name AS status_name
             FROM outbox
             JOIN stores ON stores.id = outbox.store
             JOIN orders ON orders.row = outbox.order_row
             JOIN statuses ON statuses.id = outbox.status
             WHERE ?1 IS NULL OR outbox.store = ?1 ORDER BY outbox.row",
        )?;
        Ok(query.query_map([store], outbox_row)?.collect::<rusqlite::Result<_>>()?)
    }
}

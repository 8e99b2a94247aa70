//! Orders, draft orders and line items: what they are, how they are found, how their status is set.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use serde::{Deserialize, Serialize};

use super::{Database, Result};
use crate::time::Millis;

/// Order or draft order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrderKind {
    /// An order.
    Order,
    /// A draft order.
    Draft,
}

impl OrderKind {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Draft => "draft",
        }
    }

    /// The type in a Shopify GID. Assumption: a draft's is `DraftOrder`.
    pub fn gid_type(self) -> &'static str {
        match self {
            Self::Order => "Order",
            Self::Draft => "DraftOrder",
        }
    }
}

/// Who ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Email address.
    pub email: Option<String>,
    /// Phone number; SMS and WhatsApp go there.
    pub phone: Option<String>,
}

impl Customer {
    /// As shown in a list.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// Where it goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the API's own, each what its name says")]
pub struct Address {
    pub company: Option<String>,
    pub address1: String,
    pub address2: Option<String>,
    pub city: String,
    pub province: Option<String>,
    pub zip: String,
    pub country: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

/// A status held since a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The status's id.
    pub status: String,
    /// The sub-status's id.
    pub sub_status: Option<String>,
    /// When it was entered. The API never tells.
    pub entered_at: Millis,
}

/// An add-on status of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addon {
    /// The add-on status's id.
    pub status: String,
    /// The sub-status's id.
    pub sub_status: Option<String>,
}

/// An order or a draft order.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Its row.
    pub row: i64,
    /// The service's own id, a UUID.
    pub id: String,
    /// The store's row.
    pub store: i64,
    /// Order or draft order.
    pub kind: OrderKind,
    /// The numeric tail of its GID, unique over both kinds and all stores.
    pub shopify_id: i64,
    /// A label: need not be unique.
    pub name: String,
    /// When the order was made, which says nothing of its status.
    pub created_at: Millis,
    /// Who ordered.
    pub customer: Customer,
    /// Where it goes.
    pub shipping_address: Address,
    /// Total in hundredths.
    pub total_cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// What staff wrote.
    pub note: Option<String>,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Payment badge of the Orders list.
    pub payment: String,
    /// Fulfilment badge of the Orders list.
    pub fulfillment: String,
    /// Pieces over all line items.
    pub item_count: i64,
    /// Its status, if it ever had one.
    pub held: Option<Held>,
}

impl Order {
    /// The whole Shopify id.
    pub fn gid(&self) -> String {
        format!("gid://shopify/{}/{}", self.kind.gid_type(), self.shopify_id)
    }
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineItem {
    /// Its row.
    pub row: i64,
    /// The service's own id, a UUID.
    pub id: String,
    /// The order's row.
    pub order_row: i64,
    /// The numeric tail of its GID.
    pub shopify_id: i64,
    /// The product's name.
    pub name: String,
    /// Pieces.
    pub quantity: i64,
    /// Its own status, if it has one.
    pub held: Option<Held>,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Creation.
    #[default]
    CreatedAt,
    /// Name, as text.
    Name,
    /// Total.
    Total,
}

/// Which orders of a store, in which order, and which part of them.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each narrows the list by what its name says; None narrows nothing")]
pub struct OrderFilter {
    pub kind: Option<OrderKind>,
    pub ids: Option<Vec<String>>,
    pub shopify_ids: Option<Vec<i64>>,
    pub status: Option<String>,
    pub workflow: Option<String>,
    pub search: Option<String>,
    pub cancelled: Option<bool>,
    pub sort: Sort,
    pub descending: bool,
    pub limit: u32,
    pub offset: u64,
}

fn held(row: &Row<'_>) -> Result<Option<Held>> {
    let status: Option<String> = row.get("status")?;
    let Some(status) = status else { return Ok(None) };
    Ok(Some(Held { status, sub_status: row.get("sub_status")?, entered_at: row.get("entered_at")? }))
}

fn order(row: &Row<'_>) -> Result<Order> {
    Ok(Order {
        row: row.get("row")?,
        id: row.get("id")?,
        store: row.get("store")?,
        kind: match row.get_ref("kind")?.as_str().unwrap_or_default() {
            "draft" => OrderKind::Draft,
            _ => OrderKind::Order,
        },
        shopify_id: row.get("shopify_id")?,
        name: row.get("name")?,
        created_at: row.get("created_at")?,
        customer: serde_json::from_str(&row.get::<_, String>("customer")?)?,
        shipping_address: serde_json::from_str(&row.get::<_, String>("shipping_address")?)?,
        total_cents: row.get("total_cents")?,
        currency: row.get("currency")?,
        note: row.get("note")?,
        cancelled: row.get("cancelled")?,
        payment: row.get("payment")?,
        fulfillment: row.get("fulfillment")?,
        item_count: row.get("item_count")?,
        held: held(row)?,
    })
}

fn line_item(row: &Row<'_>) -> Result<LineItem> {
    Ok(LineItem {
        row: row.get("row")?,
        id: row.get("id")?,
        order_row: row.get("order_row")?,
        shopify_id: row.get("shopify_id")?,
        name: row.get("name")?,
        quantity: row.get("quantity")?,
        held: held(row)?,
    })
}

impl OrderFilter {
    /// The WHERE clause and its values.
    fn conditions(&self, store: i64) -> Result<(String, Vec<Value>)> {
        let mut clause = String::from("store = ?");
        let mut values = vec![Value::from(store)];
        let mut narrow = |condition: &str, value: Value| {
            clause.push_str(" AND ");
            clause.push_str(condition);
            values.push(value);
        };
        if let Some(kind) = self.kind {
            narrow("kind = ?", kind.name().to_owned().into());
        }
        if let Some(ids) = &self.ids {
            narrow("id IN (SELECT value FROM json_each(?))", serde_json::to_string(ids)?.into());
        }
        if let Some(ids) = &self.shopify_ids {
            narrow("shopify_id IN (SELECT value FROM json_each(?))", serde_json::to_string(ids)?.into());
        }
        if let Some(status) = &self.status {
            narrow("status = ?", status.clone().into());
        }
        if let Some(workflow) = &self.workflow {
            narrow(
                "status IN (SELECT status FROM workflow_statuses WHERE workflow = ?)",
                workflow.clone().into(),
            );
        }
        if let Some(search) = &self.search {
            // Not LIKE: SQLite folds the case of ASCII letters only, and `%` and `_` may be part of a name.
            narrow("instr(search_text, ?) > 0", search.to_lowercase().into());
        }
        if let Some(cancelled) = self.cancelled {
            narrow("cancelled = ?", cancelled.into());
        }
        Ok((clause, values))
    }
}

impl Database {
    /// The asked part of the store's orders, and how many there are in all.
    pub fn orders(&self, store: i64, filter: &OrderFilter) -> Result<(Vec<Order>, u64)> {
        let (clause, mut values) = filter.conditions(store)?;
        let mut count =
            self.connection.prepare_cached(&format!("SELECT count(*) FROM orders WHERE {clause}"))?;
        let total: i64 = count.query_row(params_from_iter(&values), |row| row.get(0))?;
        let column = match filter.sort {
            Sort::CreatedAt => "created_at",
            Sort::Name => "name",
            Sort::Total => "total_cents",
        };
        let direction = if filter.descending { "DESC" } else { "ASC" };
        values.push(Value::from(i64::from(filter.limit)));
        values.push(Value::from(i64::try_from(filter.offset).unwrap_or(i64::MAX)));
        // The row breaks ties, so that pages neither repeat nor lose an order.
        let mut page = self.connection.prepare_cached(&format!(
            "SELECT * FROM orders WHERE {clause} ORDER BY {column} {direction}, row {direction} LIMIT ? OFFSET ?"
        ))?;
        let orders = page.query_and_then(params_from_iter(&values), order)?.collect::<Result<_>>()?;
        Ok((orders, u64::try_from(total).unwrap_or(0)))
    }

    /// The store's order with this UUID.
    pub fn order_by_id(&self, store: i64, id: &str) -> Result<Option<Order>> {
        let mut query =
            self.connection.prepare_cached("SELECT * FROM orders WHERE store = ?1 AND id = ?2")?;
        query.query_row(params![store, id], |row| Ok(order(row))).optional()?.transpose()
    }

    /// The store's order or draft order with this Shopify number.
    pub fn order_by_shopify_id(&self, store: i64, id: i64) -> Result<Option<Order>> {
        let mut query =
            self.connection.prepare_cached("SELECT * FROM orders WHERE store = ?1 AND shopify_id = ?2")?;
        query.query_row(params![store, id], |row| Ok(order(row))).optional()?.transpose()
    }

    /// The order with this row.
    pub fn order_by_row(&self, row: i64) -> Result<Order> {
        let mut query = self.connection.prepare_cached("SELECT * FROM orders WHERE row = ?1")?;
        query.query_row([row], |row| Ok(order(row)))?
    }

    /// The order's add-on statuses, in the store's order.
    pub fn addons(&self, order_row: i64) -> Result<Vec<Addon>> {
        let mut query = self.connection.prepare_cached(
            "SELECT order_addons.status, order_addons.sub_status FROM order_addons
             JOIN statuses ON statuses.id = order_addons.status WHERE order_row = ?1 ORDER BY position",
        )?;
        let addon = |row: &Row<'_>| Ok(Addon { status: row.get(0)?, sub_status: row.get(1)? });
        Ok(query.query_map([order_row], addon)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The order's line items.
    pub fn line_items(&self, order_row: i64) -> Result<Vec<LineItem>> {
        let mut query =
            self.connection.prepare_cached("SELECT * FROM line_items WHERE order_row = ?1 ORDER BY row")?;
        query.query_and_then([order_row], line_item)?.collect()
    }

    /// The store's line item with this UUID or this Shopify number.
    pub fn line_item(&self, store: i64, id: &str, shopify_id: Option<i64>) -> Result<Option<LineItem>> {
        let mut query = self.connection.prepare_cached(
            "SELECT line_items.* FROM line_items JOIN orders ON orders.row = line_items.order_row
             WHERE orders.store = ?1 AND (line_items.id = ?2 OR line_items.shopify_id = ?3)",
        )?;
        query.query_row(params![store, id, shopify_id], |row| Ok(line_item(row))).optional()?.transpose()
    }

    /// Puts the order into a status, or into none.
    pub fn hold_order(&self, order_row: i64, held: Option<&Held>) -> Result<()> {
        self.hold(
            "UPDATE orders SET status = ?2, sub_status = ?3, entered_at = ?4 WHERE row = ?1",
            order_row,
            held,
        )
    }

    /// Puts the line item into a status, or into none.
    pub fn hold_line_item(&self, row: i64, held: Option<&Held>) -> Result<()> {
        self.hold(
            "UPDATE line_items SET status = ?2, sub_status = ?3, entered_at = ?4 WHERE row = ?1",
            row,
            held,
        )
    }

    fn hold(&self, update: &str, row: i64, held: Option<&Held>) -> Result<()> {
        self.connection.prepare_cached(update)?.execute(params![
            row,
            held.map(|held| &held.status),
            held.and_then(|held| held.sub_status.as_ref()),
            held.map(|held| held.entered_at),
        ])?;
        Ok(())
    }

    /// Marks the Shopify order fulfilled.
    pub fn mark_fulfilled(&self, order_row: i64) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE orders SET fulfillment = 'Fulfilled' WHERE row = ?1")?
            .execute([order_row])?;
        Ok(())
    }

    /// Adds an order with its add-on statuses and line items; the rows given in them are ignored.
    pub fn insert_order(&self, order: &Order, addons: &[Addon], items: &[LineItem]) -> Result<()> {
        let company = order.shipping_address.company.as_deref().unwrap_or_default();
        let email = order.customer.email.as_deref().unwrap_or_default();
        let search_text =
            [&order.name, &order.customer.full_name(), company, email].join("\n").to_lowercase();
        self.connection
            .prepare_cached(
                "INSERT INTO orders VALUES
                 (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                order.id,
                order.store,
                order.kind.name(),
                order.shopify_id,
                order.name,
                order.created_at,
                serde_json::to_string(&order.customer)?,
                serde_json::to_string(&order.shipping_address)?,
                search_text,
                order.total_cents,
                order.currency,
                order.note,
                order.cancelled,
                order.payment,
                order.fulfillment,
                order.item_count,
                order.held.as_ref().map(|held| &held.status),
                order.held.as_ref().and_then(|held| held.sub_status.as_ref()),
                order.held.as_ref().map(|held| held.entered_at),
            ])?;
        let order_row = self.connection.last_insert_rowid();
        for addon in addons {
            self.connection
                .prepare_cached("INSERT INTO order_addons VALUES (?1, ?2, ?3)")?
                .execute(params![order_row, addon.status, addon.sub_status])?;
        }
        for item in items {
            self.connection
                .prepare_cached("INSERT INTO line_items VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
                .execute(params![
                    item.id,
                    order_row,
                    item.shopify_id,
                    item.name,
                    item.quantity,
                    item.held.as_ref().map(|held| &held.status),
                    item.held.as_ref().and_then(|held| held.sub_status.as_ref()),
                    item.held.as_ref().map(|held| held.entered_at),
                ])?;
        }
        Ok(())
    }
}

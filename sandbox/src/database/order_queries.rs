//! How orders, draft orders and line items are found, and how their status is set.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::orders::{Addon, Held, LineItem, Order, OrderFilter, OrderKind, Sort};
use super::{Database, Result};

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
}

//! What only the seed and the control interface write: whole statuses, workflows and orders, and their texts.

use rusqlite::params;

use super::catalog::{Channel, ProductChain, Status, Workflow};
use super::orders::{Addon, LineItem, Order};
use super::{Database, Result};

impl Database {
    /// Adds a status, its sub-statuses too.
    pub fn insert_status(&self, store: i64, status: &Status) -> Result<()> {
        if let Some(group) = &status.sub_statuses {
            self.connection
                .execute("INSERT INTO sub_status_groups VALUES (?1, ?2)", params![group.id, group.name])?;
            for option in &group.options {
                self.connection.execute(
                    "INSERT INTO sub_status_options VALUES (?1, ?2, ?3, ?4)",
                    params![option.id, group.id, option.name, option.position],
                )?;
            }
        }
        let has = |channel| status.channels.contains(&channel);
        self.connection.execute(
            "INSERT INTO statuses VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            params![
                status.id,
                store,
                status.name,
                status.public_name,
                status.use_public_name,
                status.color,
                status.position,
                status.is_independent,
                status.is_addon,
                has(Channel::Email),
                has(Channel::Sms),
                has(Channel::Whatsapp),
                status.shopify_order_effect,
                status.limit_seconds,
                status.skip_weekends,
                status.skip_holidays,
                status.show_public_overdue_date,
                status.sub_statuses.as_ref().map(|group| &group.id),
            ],
        )?;
        Ok(())
    }

    /// Adds a workflow, its sequence too.
    pub fn insert_workflow(&self, store: i64, workflow: &Workflow) -> Result<()> {
        self.connection.execute(
            "INSERT INTO workflows VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                workflow.id,
                store,
                workflow.name,
                workflow.description,
                workflow.color,
                workflow.position
            ],
        )?;
        for (position, status) in (0_i64..).zip(&workflow.statuses) {
            self.connection.execute(
                "INSERT INTO workflow_statuses VALUES (?1, ?2, ?3)",
                params![workflow.id, status, position],
            )?;
        }
        Ok(())
    }

    /// Adds a product chain.
    pub fn insert_product_chain(&self, store: i64, chain: &ProductChain) -> Result<()> {
        self.connection.execute(
            "INSERT INTO product_chains VALUES (?1, ?2, ?3)",
            params![store, chain.product, chain.workflow],
        )?;
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

    /// Writes a status's texts back; `sub_statuses`, if any are given, take the place of those that it had.
    pub fn save_status_texts(&self, status: &Status, sub_statuses: Option<&[String]>) -> Result<()> {
        let has = |channel| status.channels.contains(&channel);
        self.connection.execute(
            "UPDATE statuses SET name = ?2, public_name = ?3, use_public_name = ?4, color = ?5, notify_email = ?6,
             notify_sms = ?7, notify_whatsapp = ?8 WHERE id = ?1",
            params![
                status.id,
                status.name,
                status.public_name,
                status.use_public_name,
                status.color,
                has(Channel::Email),
                has(Channel::Sms),
                has(Channel::Whatsapp),
            ],
        )?;
        let Some(sub_statuses) = sub_statuses else { return Ok(()) };
        self.connection
            .execute("UPDATE statuses SET sub_status_group = NULL WHERE id = ?1", params![status.id])?;
        if sub_statuses.is_empty() {
            return Ok(());
        }
        let group = self.new_id()?;
        self.connection
            .execute("INSERT INTO sub_status_groups VALUES (?1, ?2)", params![group, status.name])?;
        for (position, name) in (0_i64..).zip(sub_statuses) {
            let option = params![self.new_id()?, group, name, position];
            self.connection.execute("INSERT INTO sub_status_options VALUES (?1, ?2, ?3, ?4)", option)?;
        }
        self.connection
            .execute("UPDATE statuses SET sub_status_group = ?2 WHERE id = ?1", params![status.id, group])?;
        Ok(())
    }

    /// Takes all workflows and product chains of a store away; others take their place.
    pub fn replace_workflows(&self, store: i64, workflows: &[(String, Vec<String>)]) -> Result<()> {
        self.connection.execute("DELETE FROM product_chains WHERE store = ?1", params![store])?;
        self.connection.execute(
            "DELETE FROM workflow_statuses WHERE workflow IN (SELECT id FROM workflows WHERE store = ?1)",
            params![store],
        )?;
        self.connection.execute("DELETE FROM workflows WHERE store = ?1", params![store])?;
        for (position, (name, statuses)) in (0_i64..).zip(workflows) {
            let (id, name, statuses) = (self.new_id()?, name.clone(), statuses.clone());
            let (description, color) = (name.clone(), name.clone());
            self.insert_workflow(store, &Workflow { id, name, description, color, position, statuses })?;
        }
        Ok(())
    }

    /// Writes an order's name and note back, and, if any are given, other line items in place of its own.
    pub fn save_order_texts(&self, order: &Order, items: &[(String, Option<String>)]) -> Result<()> {
        self.connection.execute(
            "UPDATE orders SET name = ?2, note = ?3 WHERE row = ?1",
            params![order.row, order.name, order.note],
        )?;
        if items.is_empty() {
            return Ok(());
        }
        // The journal of the order keeps the old items' numbers.
        self.connection
            .execute("UPDATE journal SET line_item = NULL WHERE order_row = ?1", params![order.row])?;
        self.connection.execute("DELETE FROM line_items WHERE order_row = ?1", params![order.row])?;
        for (name, status) in items {
            self.connection.execute(
                "INSERT INTO line_items VALUES (NULL, ?1, ?2,
                 (SELECT coalesce(max(shopify_id), 0) + 1 FROM line_items), ?3, 1, ?4, NULL, ?5)",
                params![self.new_id()?, order.row, name, status, status.as_ref().map(|_| order.created_at)],
            )?;
        }
        Ok(())
    }

    fn new_id(&self) -> Result<String> {
        Ok(self.connection.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0))?)
    }
}

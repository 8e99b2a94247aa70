//! A store's statuses, sub-statuses, workflows and product chains.

use rusqlite::Row;

use super::{Database, Result};

/// One choice within a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubStatus {
    /// UUID; a change names it as `sub_status_option_id`.
    pub id: String,
    /// As shown.
    pub name: String,
    /// Its place, from 0.
    pub position: i64,
}

/// The sub-statuses of a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubStatusGroup {
    /// UUID.
    pub id: String,
    /// As shown.
    pub name: String,
    /// In the store's order.
    pub options: Vec<SubStatus>,
}

/// A way to reach a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Email.
    Email,
    /// Text message.
    Sms,
    /// WhatsApp.
    Whatsapp,
}

impl Channel {
    /// All of them, in the vendor's order.
    pub const ALL: [Self; 3] = [Self::Email, Self::Sms, Self::Whatsapp];

    /// The vendor's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Whatsapp => "whatsapp",
        }
    }
}

/// One status of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// UUID.
    pub id: String,
    /// Internal name.
    pub name: String,
    /// Customer-facing name.
    pub public_name: Option<String>,
    /// Whether the customer-facing name is the one to show.
    pub use_public_name: bool,
    /// Meant to be `#rrggbb`; whatever the merchant wrote.
    pub color: String,
    /// Its place, from 0.
    pub position: i64,
    /// Stands outside the sequence.
    pub is_independent: bool,
    /// Goes beside an order's status, not in its place.
    pub is_addon: bool,
    /// Channels by which a change to it messages the customer.
    pub channels: Vec<Channel>,
    /// What a change to it does to the Shopify order.
    pub shopify_order_effect: String,
    /// The longest an order should stay in it.
    pub limit_seconds: Option<i64>,
    /// Weekends do not count.
    pub skip_weekends: bool,
    /// Holidays do not count.
    pub skip_holidays: bool,
    /// The customer sees the expected date.
    pub show_public_overdue_date: bool,
    /// Its sub-statuses, one of which a change must name.
    pub sub_statuses: Option<SubStatusGroup>,
}

impl Status {
    /// The name to show.
    pub fn display_name(&self) -> &str {
        match &self.public_name {
            Some(public) if self.use_public_name => public,
            _ => &self.name,
        }
    }

    /// The sub-status with this id, if it is one of this status.
    pub fn sub_status(&self, id: &str) -> Option<&SubStatus> {
        self.sub_statuses.as_ref()?.options.iter().find(|option| option.id == id)
    }
}

/// A sequence of statuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflow {
    /// UUID.
    pub id: String,
    /// As shown.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// `#rrggbb`.
    pub color: String,
    /// Its place, from 0.
    pub position: i64,
    /// Ids of its statuses, in sequence.
    pub statuses: Vec<String>,
}

/// Orders with this product follow this workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductChain {
    /// The line item's name.
    pub product: String,
    /// The workflow's id.
    pub workflow: String,
}

/// All that a store's orders can be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// In the store's order.
    pub statuses: Vec<Status>,
    /// In the store's order.
    pub workflows: Vec<Workflow>,
    /// Rules by product.
    pub product_chains: Vec<ProductChain>,
}

impl Catalog {
    /// The status with this id.
    pub fn status(&self, id: &str) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// The workflow with this id.
    pub fn workflow(&self, id: &str) -> Option<&Workflow> {
        self.workflows.iter().find(|workflow| workflow.id == id)
    }
}

impl Database {
    /// The store's catalog.
    pub fn catalog(&self, store: i64) -> Result<Catalog> {
        let mut statuses = self
            .connection
            .prepare_cached("SELECT * FROM statuses WHERE store = ?1 ORDER BY position, id")?;
        let mut workflows = self
            .connection
            .prepare_cached("SELECT * FROM workflows WHERE store = ?1 ORDER BY position, id")?;
        let mut chains = self
            .connection
            .prepare_cached("SELECT product, workflow FROM product_chains WHERE store = ?1")?;
        let chain = |row: &Row<'_>| Ok(ProductChain { product: row.get(0)?, workflow: row.get(1)? });
        Ok(Catalog {
            statuses: statuses
                .query_and_then([store], |row| self.read_status(row))?
                .collect::<Result<_>>()?,
            workflows: workflows
                .query_and_then([store], |row| self.read_workflow(row))?
                .collect::<Result<_>>()?,
            product_chains: chains.query_map([store], chain)?.collect::<rusqlite::Result<_>>()?,
        })
    }

    fn read_status(&self, row: &Row<'_>) -> Result<Status> {
        let mut channels = Vec::new();
        for (channel, column) in
            Channel::ALL.into_iter().zip(["notify_email", "notify_sms", "notify_whatsapp"])
        {
            if row.get(column)? {
                channels.push(channel);
            }
        }
        let group: Option<String> = row.get("sub_status_group")?;
        Ok(Status {
            id: row.get("id")?,
            name: row.get("name")?,
            public_name: row.get("public_name")?,
            use_public_name: row.get("use_public_name")?,
            color: row.get("color")?,
            position: row.get("position")?,
            is_independent: row.get("is_independent")?,
            is_addon: row.get("is_addon")?,
            channels,
            shopify_order_effect: row.get("shopify_order_effect")?,
            limit_seconds: row.get("limit_seconds")?,
            skip_weekends: row.get("skip_weekends")?,
            skip_holidays: row.get("skip_holidays")?,
            show_public_overdue_date: row.get("show_public_overdue_date")?,
            sub_statuses: group.map(|id| self.read_group(id)).transpose()?,
        })
    }

    fn read_group(&self, id: String) -> Result<SubStatusGroup> {
        let mut names = self.connection.prepare_cached("SELECT name FROM sub_status_groups WHERE id = ?1")?;
        let mut options = self.connection.prepare_cached(
            "SELECT id, name, position FROM sub_status_options WHERE group_id = ?1 ORDER BY position",
        )?;
        let option =
            |row: &Row<'_>| Ok(SubStatus { id: row.get(0)?, name: row.get(1)?, position: row.get(2)? });
        Ok(SubStatusGroup {
            name: names.query_row([&id], |row| row.get(0))?,
            options: options.query_map([&id], option)?.collect::<rusqlite::Result<_>>()?,
            id,
        })
    }

    fn read_workflow(&self, row: &Row<'_>) -> Result<Workflow> {
        let id: String = row.get("id")?;
        let mut statuses = self
            .connection
            .prepare_cached("SELECT status FROM workflow_statuses WHERE workflow = ?1 ORDER BY position")?;
        Ok(Workflow {
            name: row.get("name")?,
            description: row.get("description")?,
            color: row.get("color")?,
            position: row.get("position")?,
            statuses: statuses.query_map([&id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?,
            id,
        })
    }
}

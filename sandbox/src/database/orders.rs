//! Orders, draft orders and line items: what they are. Knows no SQL.

use serde::{Deserialize, Serialize};

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

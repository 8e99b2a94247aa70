//! What the service answers, as types. Strict where we depend on it (ids, names, the status of an order), lenient
//! elsewhere; unknown fields are passed over. Personal data in an answer is not read here and so never kept.

use super::lenient::{good_ones, or_default};
use crate::orders::identity::{OrderKind, parse_gid};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A status as an order names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StatusRef {
    /// UUID.
    pub id: String,
    /// The internal name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Should be `#rrggbb`; may be anything.
    #[serde(default, deserialize_with = "or_default")]
    pub color: String,
}

/// A sub-status as an order names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SubStatusRef {
    /// UUID of the option.
    pub id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
}

/// An add-on status of an order (1.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AddonRef {
    /// UUID of the status.
    pub id: String,
    /// Its internal name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Should be `#rrggbb`; may be anything.
    #[serde(default, deserialize_with = "or_default")]
    pub color: String,
    /// Its sub-status.
    #[serde(default)]
    pub sub_status: Option<SubStatusRef>,
}

/// A line item of an order. Its own status (1.4) is a guess of ours: read if it is there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LineItem {
    /// UUID.
    pub id: String,
    /// What is sold.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// How many.
    #[serde(default, deserialize_with = "or_default")]
    pub quantity: u32,
    /// The item's own status.
    #[serde(default, deserialize_with = "or_default")]
    pub status: Option<StatusRef>,
    /// The item's own sub-status.
    #[serde(default, deserialize_with = "or_default")]
    pub sub_status: Option<SubStatusRef>,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// UCOS's own UUID.
    pub id: String,
    /// Regular or draft, by the GID.
    pub kind: OrderKind,
    /// The numeric tail of the GID.
    pub shopify_id: u64,
    /// The label, like `#1001`; may be empty.
    pub name: String,
    /// When the order was made.
    pub created_at: Option<Timestamp>,
    /// Its status, if it has one.
    pub status: Option<StatusRef>,
    /// Its sub-status.
    pub sub_status: Option<SubStatusRef>,
    /// Its add-on statuses.
    pub addons: Vec<AddonRef>,
    /// Its line items.
    pub line_items: Vec<LineItem>,
    /// Whether the order was cancelled.
    pub cancelled: bool,
    /// When the order entered its status, if the service says so (undocumented; see [`WireOrder`]).
    pub entered_at: Option<Timestamp>,
}

/// An order as it stands on the wire, before its identity was checked.
#[derive(Deserialize)]
struct WireOrder {
    id: String,
    shopify_order_id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    created_at: String,
    #[serde(default)]
    custom_status: Option<StatusRef>,
    /// An older sample and the answer of a change say `status`; elsewhere it may be something else.
    #[serde(default, deserialize_with = "or_default")]
    status: Option<StatusRef>,
    #[serde(default, deserialize_with = "or_default")]
    custom_sub_status: Option<SubStatusRef>,
    #[serde(default, deserialize_with = "or_default")]
    sub_status: Option<SubStatusRef>,
    #[serde(default, deserialize_with = "good_ones")]
    addon_statuses: Vec<AddonRef>,
    #[serde(default, deserialize_with = "good_ones")]
    line_items: Vec<LineItem>,
    #[serde(default, deserialize_with = "or_default")]
    cancelled: bool,
    // No documented answer has one of these; if the live service has, it is exact and better than our own looks.
    #[serde(default, deserialize_with = "or_default")]
    custom_status_updated_at: String,
    #[serde(default, deserialize_with = "or_default")]
    status_updated_at: String,
    #[serde(default, deserialize_with = "or_default")]
    status_changed_at: String,
}

impl Order {
    /// Reads one order; `None` if it lacks what we depend on. A bad order spoils itself only.
    fn read(raw: &RawValue) -> Option<Order> {
        let wire: WireOrder = serde_json::from_slice(raw.get().as_bytes()).ok()?;
        let (kind, shopify_id) = parse_gid(&wire.shopify_order_id)?;
        let entered_at = [&wire.custom_status_updated_at, &wire.status_updated_at, &wire.status_changed_at]
            .into_iter()
            .find_map(|text| Timestamp::parse(text));
        Some(Order {
            id: wire.id,
            kind,
            shopify_id,
            name: wire.name,
            created_at: Timestamp::parse(&wire.created_at),
            status: wire.custom_status.or(wire.status),
            sub_status: wire.custom_sub_status.or(wire.sub_status),
            addons: wire.addon_statuses,
            line_items: wire.line_items,
            cancelled: wire.cancelled,
            entered_at,
        })
    }
}

/// One page of orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdersPage {
    /// Those that could be read.
    pub orders: Vec<Order>,
    /// How many could not.
    pub unreadable: usize,
}

impl OrdersPage {
    /// How many orders the page had; a page shorter than its limit is the last.
    pub fn len(&self) -> usize {
        self.orders.len() + self.unreadable
    }

    /// Whether the page had no order.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Reads the body of `GET /v1/orders`.
pub fn read_orders(body: &[u8]) -> Result<OrdersPage, serde_json::Error> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow)]
        orders: Vec<&'a RawValue>,
    }
    let wire: Wire = serde_json::from_slice(body)?;
    let total = wire.orders.len();
    let orders: Vec<Order> = wire.orders.iter().filter_map(|raw| Order::read(raw)).collect();
    Ok(OrdersPage { unreadable: total - orders.len(), orders })
}

/// Reads the body of `GET /v1/orders/:order_id`. `Ok(None)`: an order is there, but it lacks what we depend on.
pub fn read_order(body: &[u8]) -> Result<Option<Order>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow)]
        order: &'a RawValue,
    }
    let wire: Wire = serde_json::from_slice(body)?;
    Ok(Order::read(wire.order))
}

/// How long an order may stay in a status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MaxDuration {
    /// Whether there is a limit.
    #[serde(deserialize_with = "or_default")]
    pub enabled: bool,
    /// The limit, in seconds of counted time.
    #[serde(deserialize_with = "or_default")]
    pub seconds: i64,
    /// Whether weekend days do not count.
    #[serde(deserialize_with = "or_default")]
    pub skip_weekends: bool,
    /// Whether holidays do not count (since 1.2; the key is a guess).
    #[serde(deserialize_with = "or_default")]
    pub skip_holidays: bool,
    /// Whether customers are shown the due date.
    #[serde(deserialize_with = "or_default")]
    pub show_public_overdue_date: bool,
}

/// By which channels the service messages the customer on a change to a status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notifications {
    /// By email.
    #[serde(deserialize_with = "or_default")]
    pub email: bool,
    /// By text message.
    #[serde(deserialize_with = "or_default")]
    pub sms: bool,
    /// By WhatsApp.
    #[serde(deserialize_with = "or_default")]
    pub whatsapp: bool,
}

/// An option of a sub-status group; its id is the `sub_status_option_id` of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubStatusOption {
    /// UUID.
    pub id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Its position in the group.
    #[serde(default, deserialize_with = "or_default")]
    pub order: Position,
}

/// A position among siblings. The service sends whole numbers; anything else counts as 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub i64);

/// The sub-statuses that a status can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubStatusGroup {
    /// Each option.
    #[serde(default, deserialize_with = "good_ones")]
    pub options: Vec<SubStatusOption>,
}

/// One status of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// UUID.
    pub id: String,
    /// The internal name, which staff know it by.
    pub name: String,
    /// The customer-facing name if one is used, else the internal one.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
    /// Should be `#rrggbb`; may be anything.
    #[serde(default, deserialize_with = "or_default")]
    pub color: String,
    /// Position in the store's list.
    #[serde(default, deserialize_with = "or_default")]
    pub order: Position,
    /// Whether it stands outside the sequence.
    #[serde(default, deserialize_with = "or_default")]
    pub is_independent: bool,
    /// Whether it goes beside another status (1.1).
    #[serde(default, deserialize_with = "or_default")]
    pub is_addon: bool,
    /// Whom the service messages on a change to it.
    #[serde(default, deserialize_with = "or_default")]
    pub notifications: Notifications,
    /// What a change to it does to the Shopify order; `NONE`, `MARKS_ORDER_FULFILLED`, others.
    #[serde(default, deserialize_with = "or_default")]
    pub shopify_order_effect: String,
    /// How long it may last.
    #[serde(default, deserialize_with = "or_default")]
    pub max_duration: MaxDuration,
    /// Its sub-statuses, if it has any; then a change must name one.
    #[serde(default, deserialize_with = "or_default")]
    pub sub_status_group: Option<SubStatusGroup>,
}

/// A workflow: statuses in sequence (1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    /// UUID.
    pub id: String,
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Position among the workflows.
    #[serde(default, deserialize_with = "or_default")]
    pub order: Position,
    /// Its statuses; the whole of each is in `GET /v1/statuses`.
    #[serde(default, deserialize_with = "good_ones")]
    pub statuses: Vec<WorkflowStatus>,
}

/// A status's place in a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowStatus {
    /// The status's UUID.
    pub id: String,
    /// Position in the workflow.
    #[serde(default, deserialize_with = "or_default")]
    pub order: Position,
}

/// The answer of `GET /v1/workflows`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflows {
    /// Each workflow.
    #[serde(default, deserialize_with = "good_ones")]
    pub workflows: Vec<Workflow>,
    /// Whether the store uses workflows.
    #[serde(default, deserialize_with = "or_default")]
    pub workflows_enabled: bool,
    /// Whether orders must go through a workflow in sequence, never back.
    #[serde(default, deserialize_with = "or_default")]
    pub enforce_workflow_order: bool,
}

/// Reads the body of `GET /v1/statuses`. A bad status spoils itself only.
pub fn read_statuses(body: &[u8]) -> Result<Vec<Status>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(borrow)]
        statuses: Vec<&'a RawValue>,
    }
    let wire: Wire = serde_json::from_slice(body)?;
    Ok(wire.statuses.iter().filter_map(|raw| serde_json::from_slice(raw.get().as_bytes()).ok()).collect())
}

/// Reads the body of `GET /v1/statuses/:status_id`.
pub fn read_status(body: &[u8]) -> Result<Status, serde_json::Error> {
    #[derive(Deserialize)]
    struct Wire {
        status: Status,
    }
    serde_json::from_slice::<Wire>(body).map(|wire| wire.status)
}

/// How many messages a change sent, by the service's own count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct MessagesSent {
    /// Sent.
    #[serde(deserialize_with = "or_default")]
    pub total_sent: u32,
    /// Tried and failed.
    #[serde(deserialize_with = "or_default")]
    pub total_failed: u32,
}

/// The answer of a change of one order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The status that the order has now; `None` if the answer does not say.
    pub status: Option<StatusRef>,
    /// Its sub-status now.
    pub sub_status: Option<SubStatusRef>,
    /// Who was messaged.
    pub messages: MessagesSent,
}

/// Reads the body of `POST /v1/orders/:order_id/status`. Must be a JSON object; all in it is optional, since the
/// status code has already said that the change was made.
pub fn read_changed(body: &[u8]) -> Result<Changed, serde_json::Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct WireOrder {
        #[serde(deserialize_with = "or_default")]
        status: Option<StatusRef>,
        #[serde(deserialize_with = "or_default")]
        custom_status: Option<StatusRef>,
        #[serde(deserialize_with = "or_default")]
        sub_status: Option<SubStatusRef>,
        #[serde(deserialize_with = "or_default")]
        custom_sub_status: Option<SubStatusRef>,
    }
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default, deserialize_with = "or_default")]
        order: WireOrder,
        #[serde(default, deserialize_with = "or_default")]
        notifications: MessagesSent,
    }
    let wire: Wire = serde_json::from_slice(body)?;
    Ok(Changed {
        status: wire.order.status.or(wire.order.custom_status),
        sub_status: wire.order.sub_status.or(wire.order.custom_sub_status),
        messages: wire.notifications,
    })
}

/// What became of one order (or line item) of a bulk call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BulkResult {
    /// The order as the request named it, or the line item.
    #[serde(alias = "line_item_id")]
    pub order_id: String,
    /// Whether it was done.
    pub success: bool,
    /// Why not.
    #[serde(default, deserialize_with = "or_default")]
    pub error: Option<String>,
}

/// The answer of a bulk call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkAnswer {
    /// How many were done, by the service's count (`updated`, `sent`, or the older `updated_count`).
    pub done: Option<u64>,
    /// Order by order; empty in answers older than 1.4.
    pub results: Vec<BulkResult>,
}

/// Reads the body of a bulk call, of 1.4 or older, bare or in the line items' `data` envelope.
pub fn read_bulk(body: &[u8]) -> Result<BulkAnswer, serde_json::Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Wire {
        #[serde(alias = "updated_count", alias = "sent", alias = "cleared", deserialize_with = "or_default")]
        updated: Option<u64>,
        #[serde(deserialize_with = "good_ones")]
        results: Vec<BulkResult>,
    }
    #[derive(Deserialize)]
    struct Envelope {
        #[serde(default, deserialize_with = "or_default")]
        data: Option<Wire>,
    }
    let wire = match serde_json::from_slice::<Envelope>(body)?.data {
        Some(inner) => inner,
        None => serde_json::from_slice(body)?,
    };
    Ok(BulkAnswer { done: wire.updated, results: wire.results })
}

/// What became of a message, by channel: `sent`, `skipped`, `failed`, or `None` if the answer does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Notified {
    /// By email.
    #[serde(deserialize_with = "or_default")]
    pub email: Option<String>,
    /// By text message.
    #[serde(deserialize_with = "or_default")]
    pub sms: Option<String>,
    /// By WhatsApp.
    #[serde(deserialize_with = "or_default")]
    pub whatsapp: Option<String>,
}

/// Reads the body of `POST /v1/orders/:order_id/notify`.
pub fn read_notified(body: &[u8]) -> Result<Notified, serde_json::Error> {
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default, deserialize_with = "or_default")]
        notifications_sent: Notified,
    }
    serde_json::from_slice::<Wire>(body).map(|wire| wire.notifications_sent)
}

/// The answer of a change of one line item (1.4): the status that it has now.
pub fn read_line_item_changed(body: &[u8]) -> Result<Option<StatusRef>, serde_json::Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Item {
        #[serde(deserialize_with = "or_default")]
        status: Option<StatusRef>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Data {
        #[serde(deserialize_with = "or_default")]
        line_item: Item,
    }
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default, deserialize_with = "or_default")]
        data: Data,
    }
    serde_json::from_slice::<Wire>(body).map(|wire| wire.data.line_item.status)
}

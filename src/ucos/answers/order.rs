//! Orders as the service answers them.

use super::{NoAnswer, body};
use crate::json::{FromJson, Object, read};
use crate::orders::identity::{OrderKind, parse_gid};
use crate::time::Timestamp;
use crate::ucos::said;
use serde::Serialize;

/// A status as an order names it: enough to show it even when the store's list of statuses is not at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusRef {
    /// UUID.
    pub id: String,
    /// The internal name.
    pub name: String,
    /// Should be `#rrggbb`; may be anything.
    pub color: String,
}

impl FromJson for StatusRef {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let id = said::id(object, "id")?;
        Some(StatusRef {
            name: said::name_or_id(object, "name", &id),
            color: said::word(object, "color"),
            id,
        })
    }
}

/// A sub-status as an order names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubStatusRef {
    /// UUID of the option.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl FromJson for SubStatusRef {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let id = said::id(object, "id")?;
        Some(SubStatusRef { name: said::name_or_id(object, "name", &id), id })
    }
}

/// An add-on status of an order (1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddonRef {
    /// The status.
    #[serde(flatten)]
    pub status: StatusRef,
    /// Its sub-status.
    pub sub_status: Option<SubStatusRef>,
}

impl FromJson for AddonRef {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(AddonRef { status: StatusRef::from_json(object)?, sub_status: object.child("sub_status") })
    }
}

/// A line item of an order. Its own status (1.4) is a guess of ours: read if it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineItem {
    /// UUID.
    pub id: String,
    /// What is sold.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// The item's own status.
    pub status: Option<StatusRef>,
    /// The item's own sub-status.
    pub sub_status: Option<SubStatusRef>,
    /// Whether the service tells of the item's status at all.
    pub tells_status: bool,
}

impl FromJson for LineItem {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(LineItem {
            id: said::id(object, "id")?,
            name: said::name(object, "name"),
            quantity: object.whole("quantity").unwrap_or_default(),
            status: object.child("status"),
            sub_status: object.child("sub_status"),
            tells_status: object.raw("status").is_some(),
        })
    }
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
    /// When the order entered its status, if the service says so. No documented answer does.
    pub entered_at: Option<Timestamp>,
}

/// The most add-on statuses of an order that are read.
const MAX_ADDONS: usize = 20;

/// The most line items of an order that are read; Shopify allows no more.
const MAX_LINE_ITEMS: usize = 500;

/// Members that would say when an order entered its status: exact, and better than our own looks.
const ENTERED_AT: [&str; 3] = ["custom_status_updated_at", "status_updated_at", "status_changed_at"];

impl FromJson for Order {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let (kind, shopify_id) = parse_gid(&object.text("shopify_order_id")?)?;
        let time = |name: &str| Timestamp::parse(&object.text(name)?);
        // An older sample says `status` for `custom_status`. A status that is there and cannot be read spoils the
        // order: to call it "no status" would be a lie.
        let status = match object.has("custom_status") {
            true => Some(object.child("custom_status")?),
            false => object.child("status"),
        };
        Some(Order {
            id: said::id(object, "id")?,
            kind,
            shopify_id,
            name: said::name(object, "name"),
            created_at: time("created_at"),
            status,
            sub_status: object.child("custom_sub_status").or_else(|| object.child("sub_status")),
            addons: said::first(object, "addon_statuses", MAX_ADDONS),
            line_items: said::first(object, "line_items", MAX_LINE_ITEMS),
            cancelled: object.is_true("cancelled"),
            entered_at: ENTERED_AT.into_iter().find_map(time),
        })
    }
}

/// One page of orders. A bad order spoils itself only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdersPage {
    /// Those that could be read.
    pub orders: Vec<Order>,
    /// How many could not.
    pub unreadable: usize,
    /// How many orders there are on all pages, if the answer says so. Neither the name nor the keys of what says it are
    /// documented, so the usual ones are tried; whoever depends on it goes by the length of the page too.
    pub total: Option<u32>,
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
pub fn read_orders(bytes: &[u8]) -> Result<OrdersPage, NoAnswer> {
    let body = body(bytes)?;
    let list = body.list("orders").ok_or("an answer without a list of orders")?;
    let around = ["pagination", "meta", "summary"].into_iter().filter_map(|name| body.object(name));
    let told = body.whole("total").or_else(|| { around }.find_map(|object| object.whole("total")));
    let total = list.len();
    let orders: Vec<Order> = list.into_iter().filter_map(read).collect();
    Ok(OrdersPage {
        unreadable: total - orders.len(),
        orders,
        total: told.and_then(|told| u32::try_from(told).ok()),
    })
}

/// Reads the body of `GET /v1/orders/:order_id`.
pub fn read_order(bytes: &[u8]) -> Result<Order, NoAnswer> {
    body(bytes)?.child("order").ok_or("an order without id, or with a status of another shape")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r##"{"id":"u1","shopify_order_id":"gid://shopify/Order/5123456789012","name":"#1001",
        "created_at":"2026-03-06T20:00:00.000Z","custom_status":{"id":"s1","name":"In production","color":"#b98900"},
        "custom_sub_status":{"id":"o1","name":"Sewing"},
        "addon_statuses":[{"id":"a1","name":"Rush","color":"#f00","sub_status":null},{"name":"no id"}],
        "customer":{"email":"a@b"},"line_items":[{"id":"l1","name":"Rug","quantity":2},7],"cancelled":false,"new":[1]}"##;

    fn page(orders: &[&str]) -> OrdersPage {
        read_orders(format!(r#"{{"orders":[{}],"more":1}}"#, orders.join(",")).as_bytes()).unwrap()
    }

    #[test]
    fn reads_what_is_documented() {
        let page = page(&[GOOD]);
        let order = &page.orders[0];
        assert_eq!((order.kind, order.shopify_id), (OrderKind::Order, 5_123_456_789_012));
        assert_eq!(order.status.as_ref().unwrap().name, "In production");
        assert_eq!(order.sub_status.as_ref().unwrap().id, "o1");
        assert_eq!(order.addons.iter().map(|a| a.status.name.as_str()).collect::<Vec<_>>(), ["Rush"]);
        assert_eq!(order.line_items[0].quantity, 2);
        assert_eq!(order.created_at, Timestamp::parse("2026-03-06T20:00:00Z"));
        assert_eq!(order.entered_at, None);
    }

    #[test]
    fn accepts_the_older_name_no_status_and_a_time_of_entry() {
        let page = page(&[
            r#"{"id":"u","shopify_order_id":"7","status":{"id":"s"},"status_updated_at":"2026-03-06T20:00:00Z"}"#,
            r#"{"id":"u","shopify_order_id":"gid://shopify/DraftOrder/8","custom_status":null,"status":"open"}"#,
            r#"{"id":"u","shopify_order_id":"9","cancelled":"yes","addon_statuses":{},"name":4}"#,
        ]);
        let statuses: Vec<_> = page.orders.iter().map(|o| o.status.as_ref().map(|s| s.id.as_str())).collect();
        assert_eq!(statuses, [Some("s"), None, None]);
        assert_eq!(page.orders[0].entered_at, Timestamp::parse("2026-03-06T20:00:00Z"));
        assert_eq!(page.orders[1].kind, OrderKind::Draft);
    }

    #[test]
    fn a_bad_order_spoils_itself_only() {
        let bad = [
            "7",
            r#"{"id":"u"}"#,
            r#"{"id":"u","shopify_order_id":"gid://shopify/Product/1"}"#,
            r#"{"id":"u","shopify_order_id":"1","custom_status":"In production"}"#,
            r#"{"id":"u","shopify_order_id":"1","custom_status":{"name":"no id"}}"#,
        ];
        for bad in bad {
            let page = page(&[bad, GOOD]);
            assert_eq!((page.orders.len(), page.unreadable, page.len()), (1, 1, 2), "{bad}");
        }
    }

    #[test]
    fn a_total_is_read_where_there_is_one() {
        let total = |text: &str| read_orders(text.as_bytes()).unwrap().total;
        assert_eq!(total(r#"{"orders":[],"pagination":{"page":1,"total":512}}"#), Some(512));
        assert_eq!(total(r#"{"orders":[],"total":7}"#), Some(7));
        assert_eq!(total(r#"{"orders":[],"pagination":[],"meta":{"total":"many"}}"#), None);
    }

    #[test]
    fn what_is_no_answer_is_named() {
        let why = |text: &str| read_orders(text.as_bytes()).unwrap_err();
        assert_eq!(why("  "), "an empty answer");
        assert_eq!(why("<!doctype html>"), "a web page instead of data");
        assert_eq!(why(r#"{"orders":[{"id""#), "an answer that breaks off");
        assert_eq!(why("[]"), "data of another shape");
        assert_eq!(why("nonsense"), "an answer that is no JSON");
        assert_eq!(why(r#"{"orders":{}}"#), "an answer without a list of orders");
        assert_eq!(why(r#"{"error":"x"}"#), "an answer without a list of orders");
    }
}

//! What we ask of the service, as types: each knows its method, path, query and body. Knows no key and no network.

use crate::platform::Method;
use serde::Serialize;

/// The version that every request names, so that a later release cannot change shapes under us.
pub const API_VERSION: &str = "1.4";

/// The most orders a bulk change may name; the service's own limit is not documented.
pub const MAX_BULK_ORDERS: usize = 100;

/// The most line items a bulk call may name, as documented.
pub const MAX_BULK_LINE_ITEMS: usize = 100;

/// A request without its base address and headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// How.
    pub method: Method,
    /// Path and query, beginning with `/v1`.
    pub target: String,
    /// JSON text of a POST.
    pub body: Option<Vec<u8>>,
}

/// Which kinds of order a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OrderType {
    /// Regular orders and drafts.
    #[default]
    All,
    /// Regular orders.
    Regular,
    /// Drafts.
    Draft,
}

/// By what a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortBy {
    /// By when the order was made; the service's default.
    #[default]
    CreatedAt,
    /// By name.
    Name,
}

/// `GET /v1/orders`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListOrders {
    /// From 1; 0 leaves it to the service (1).
    pub page: u32,
    /// Orders a page, at most 250; 0 leaves it to the service (25).
    pub limit: u32,
    /// Shopify's numeric ids; empty for all orders.
    pub shopify_ids: Vec<u64>,
    /// One status's id.
    pub status: Option<String>,
    /// Order name, customer name, company or email.
    pub search: Option<String>,
    /// One workflow's id.
    pub workflow_id: Option<String>,
    /// Which kinds.
    pub order_type: OrderType,
    /// By what it is sorted.
    pub sort_by: SortBy,
    /// Smallest or oldest first.
    pub ascending: bool,
}

impl ListOrders {
    /// The call.
    pub fn call(&self) -> Call {
        let mut query = Query::default();
        if self.page > 0 {
            query.add("page", &self.page.to_string());
        }
        if self.limit > 0 {
            query.add("limit", &self.limit.to_string());
        }
        if !self.shopify_ids.is_empty() {
            let ids: Vec<String> = self.shopify_ids.iter().map(u64::to_string).collect();
            query.add("order_ids", &ids.join(","));
            query.add("use_shopify_order_id", "true");
        }
        for (name, value) in
            [("status", &self.status), ("search", &self.search), ("workflow_id", &self.workflow_id)]
        {
            if let Some(value) = value {
                query.add(name, value);
            }
        }
        match self.order_type {
            OrderType::All => {}
            OrderType::Regular => query.add("order_type", "REGULAR"),
            OrderType::Draft => query.add("order_type", "DRAFT"),
        }
        if self.sort_by == SortBy::Name {
            query.add("sort_by", "name");
        }
        if self.ascending {
            query.add("sort_order", "asc");
        }
        get(format!("/v1/orders{}", query.0))
    }
}

/// `GET /v1/orders/:order_id`, by Shopify's numeric id.
pub fn get_order(shopify_id: u64) -> Call {
    get(format!("/v1/orders/{shopify_id}?use_shopify_order_id=true"))
}

/// `GET /v1/statuses`.
pub fn list_statuses() -> Call {
    get("/v1/statuses".to_owned())
}

/// `GET /v1/statuses/:status_id`.
pub fn get_status(status_id: &str) -> Call {
    get(format!("/v1/statuses/{}", percent_encoded(status_id)))
}

/// `GET /v1/workflows` (1.3).
pub fn list_workflows() -> Call {
    get("/v1/workflows".to_owned())
}

/// A status to change to, with its sub-status if it has any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// The status's UUID.
    pub status_id: String,
    /// The option's UUID; required by statuses that have options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_status_option_id: Option<String>,
}

/// A channel by which the service messages customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// Email.
    Email,
    /// Text message.
    Sms,
    /// WhatsApp.
    Whatsapp,
}

impl Channel {
    /// All of them.
    pub const ALL: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::Whatsapp];

    /// The channel of that name on the wire.
    pub fn named(name: &str) -> Option<Channel> {
        match name {
            "email" => Some(Channel::Email),
            "sms" => Some(Channel::Sms),
            "whatsapp" => Some(Channel::Whatsapp),
            _ => None,
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    target: Option<&'a Target>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_item_ids: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channels: Option<&'a [Channel]>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    use_shopify_order_id: bool,
}

impl Body<'_> {
    const EMPTY: Body<'static> = Body {
        target: None,
        order_ids: None,
        line_item_ids: None,
        channels: None,
        use_shopify_order_id: false,
    };
}

/// `POST /v1/orders/:order_id/status`. May message the customer on every call.
pub fn change_order(shopify_id: u64, target: &Target) -> Call {
    post(
        format!("/v1/orders/{shopify_id}/status"),
        &Body { target: Some(target), use_shopify_order_id: true, ..Body::EMPTY },
    )
}

/// `POST /v1/orders/status-bulk`; at most [`MAX_BULK_ORDERS`]. May message each customer on every call.
pub fn change_orders(shopify_ids: &[u64], target: &Target) -> Call {
    post(
        "/v1/orders/status-bulk".to_owned(),
        &Body {
            target: Some(target),
            order_ids: Some(texts(shopify_ids)),
            use_shopify_order_id: true,
            ..Body::EMPTY
        },
    )
}

/// `POST /v1/orders/:order_id/notify`. Messages the customer on every call.
pub fn notify_order(shopify_id: u64, channels: &[Channel]) -> Call {
    post(
        format!("/v1/orders/{shopify_id}/notify"),
        &Body { channels: Some(channels), use_shopify_order_id: true, ..Body::EMPTY },
    )
}

/// `POST /v1/orders/notify-bulk`. Messages each customer on every call.
pub fn notify_orders(shopify_ids: &[u64], channels: &[Channel]) -> Call {
    post(
        "/v1/orders/notify-bulk".to_owned(),
        &Body {
            order_ids: Some(texts(shopify_ids)),
            channels: Some(channels),
            use_shopify_order_id: true,
            ..Body::EMPTY
        },
    )
}

/// `POST /v1/line-items/:lineItemId/status` (1.4). The body's shape is a guess of ours.
pub fn change_line_item(line_item_id: &str, target: &Target) -> Call {
    post(
        format!("/v1/line-items/{}/status", percent_encoded(line_item_id)),
        &Body { target: Some(target), ..Body::EMPTY },
    )
}

/// `POST /v1/line-items/status-bulk` (1.4); at most [`MAX_BULK_LINE_ITEMS`]. The body's shape is a guess of ours.
pub fn change_line_items(line_item_ids: &[String], target: &Target) -> Call {
    post(
        "/v1/line-items/status-bulk".to_owned(),
        &Body { target: Some(target), line_item_ids: Some(line_item_ids), ..Body::EMPTY },
    )
}

/// `POST /v1/line-items/clear-status` (1.4); at most [`MAX_BULK_LINE_ITEMS`]. The body's shape is a guess of ours.
pub fn clear_line_items(line_item_ids: &[String]) -> Call {
    post(
        "/v1/line-items/clear-status".to_owned(),
        &Body { line_item_ids: Some(line_item_ids), ..Body::EMPTY },
    )
}

fn texts(ids: &[u64]) -> Vec<String> {
    ids.iter().map(u64::to_string).collect()
}

fn get(target: String) -> Call {
    Call { method: Method::Get, target, body: None }
}

fn post(target: String, body: &Body<'_>) -> Call {
    // A struct of texts and flags always serialises; an empty object would be refused by the service, not lost.
    let body = serde_json::to_vec(body).unwrap_or_else(|_| b"{}".to_vec());
    Call { method: Method::Post, target, body: Some(body) }
}

#[derive(Default)]
struct Query(String);

impl Query {
    fn add(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '?' } else { '&' });
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(&percent_encoded(value));
    }
}

/// RFC 3986: everything but unreserved characters, and commas (the service's list separator), as `%XX`.
pub(crate) fn percent_encoded(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => {
                out.push(char::from(byte))
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(call: &Call) -> serde_json::Value {
        serde_json::from_slice(call.body.as_deref().unwrap()).unwrap()
    }

    #[test]
    fn a_look_names_its_orders() {
        let call =
            ListOrders { limit: 250, shopify_ids: vec![5_123_456_789_012, 7], ..ListOrders::default() }
                .call();
        assert_eq!(call.target, "/v1/orders?limit=250&order_ids=5123456789012,7&use_shopify_order_id=true");
        assert_eq!(call.body, None);
    }

    #[test]
    fn a_search_is_encoded() {
        let list = ListOrders {
            search: Some("a&b=ü #1".to_owned()),
            order_type: OrderType::Draft,
            sort_by: SortBy::Name,
            ascending: true,
            ..ListOrders::default()
        };
        assert_eq!(
            list.call().target,
            "/v1/orders?search=a%26b%3D%C3%BC%20%231&order_type=DRAFT&sort_by=name&sort_order=asc"
        );
        assert_eq!(get_status("../orders?x").target, "/v1/statuses/..%2Forders%3Fx");
    }

    #[test]
    fn bodies_are_as_documented() {
        let plain = Target { status_id: "s".to_owned(), sub_status_option_id: None };
        let sub = Target { sub_status_option_id: Some("o".to_owned()), ..plain.clone() };
        assert_eq!(
            body(&change_order(7, &plain)),
            serde_json::json!({"status_id": "s", "use_shopify_order_id": true})
        );
        assert_eq!(
            body(&change_orders(&[7, 8], &sub)),
            serde_json::json!({"status_id": "s", "sub_status_option_id": "o", "order_ids": ["7", "8"], "use_shopify_order_id": true})
        );
        assert_eq!(
            body(&notify_order(7, &[Channel::Email, Channel::Whatsapp])),
            serde_json::json!({"channels": ["email", "whatsapp"], "use_shopify_order_id": true})
        );
        assert_eq!(body(&clear_line_items(&["a".to_owned()])), serde_json::json!({"line_item_ids": ["a"]}));
    }
}

//! Which order is meant: `(store handle, kind, numeric id)`. Names are labels, never keys.

use crate::json::{FromJson, Object};
use serde::Serialize;
use std::fmt;
use thiserror::Error;

/// Shopify's two kinds of order; each counts its ids for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum OrderKind {
    /// A regular order, `gid://shopify/Order/…`.
    Order,
    /// A draft order, `gid://shopify/DraftOrder/…`.
    Draft,
}

impl OrderKind {
    /// The word used in keys and in the page.
    pub fn word(self) -> &'static str {
        match self {
            OrderKind::Order => "order",
            OrderKind::Draft => "draft",
        }
    }
}

/// The handle of a store, as in `https://admin.shopify.com/store/<handle>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(into = "String")]
pub struct StoreHandle(String);

/// Text that is no store handle.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a store handle has lower-case letters, digits and hyphens only, at most 60")]
pub struct NoHandle;

impl StoreHandle {
    /// Accepts `[a-z0-9][a-z0-9-]*` of at most 60 characters, which is Shopify's own limit.
    pub fn new(text: &str) -> Result<Self, NoHandle> {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if text.is_empty() || text.len() > 60 || text.starts_with('-') || !text.bytes().all(good) {
            return Err(NoHandle);
        }
        Ok(StoreHandle(text.to_owned()))
    }

    /// The handle's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<StoreHandle> for String {
    fn from(handle: StoreHandle) -> String {
        handle.0
    }
}

impl fmt::Display for StoreHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One order of a known store, as pages name it. The id travels as text: JavaScript's numbers lose digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct OrderRef {
    /// Regular or draft.
    pub kind: OrderKind,
    /// The numeric id.
    #[serde(serialize_with = "id_as_text")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub id: u64,
}

/// One order of one store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OrderKey {
    /// The store.
    pub store: StoreHandle,
    /// The order in it.
    pub order: OrderRef,
}

impl fmt::Display for OrderKey {
    /// The key of records and views: `<store>/<kind>/<id>`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.store, self.order.kind.word(), self.order.id)
    }
}

/// Reads a Shopify GID, or bare digits, which are taken for a regular order. A draft's GID form is a guess of ours.
pub fn parse_gid(text: &str) -> Option<(OrderKind, u64)> {
    let (kind, digits) = match text.strip_prefix("gid://shopify/") {
        Some(rest) => match rest.split_once('/')? {
            ("Order", digits) => (OrderKind::Order, digits),
            ("DraftOrder", digits) => (OrderKind::Draft, digits),
            _ => return None,
        },
        None => (OrderKind::Order, text),
    };
    Some((kind, parse_id(digits)?))
}

/// Reads a numeric id: digits only, not zero, no leading zero, so that each order has one spelling.
pub fn parse_id(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

fn id_as_text<S: serde::Serializer>(id: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

impl FromJson for OrderRef {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let kind = match object.text("kind")?.as_str() {
            "order" => OrderKind::Order,
            "draft" => OrderKind::Draft,
            _ => return None,
        };
        Some(OrderRef { kind, id: parse_id(&object.text("id")?)? })
    }
}

impl FromJson for OrderKey {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(OrderKey {
            store: StoreHandle::new(&object.text("store")?).ok()?,
            order: object.child("order")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gids() {
        assert_eq!(
            parse_gid("gid://shopify/Order/5123456789012"),
            Some((OrderKind::Order, 5_123_456_789_012))
        );
        assert_eq!(parse_gid("gid://shopify/DraftOrder/7"), Some((OrderKind::Draft, 7)));
        assert_eq!(parse_gid("5123456789012"), Some((OrderKind::Order, 5_123_456_789_012)));
        for text in [
            "",
            "gid://shopify/Product/1",
            "gid://shopify/Order/",
            "gid://shopify/Order/01",
            "gid://shopify/Order/1/2",
            "-1",
            "1e3",
            "99999999999999999999",
        ] {
            assert_eq!(parse_gid(text), None, "{text}");
        }
    }

    #[test]
    fn handles() {
        assert!(StoreHandle::new("maple-and-birch").is_ok());
        for text in ["", "-a", "A", "a b", "a/b", "ä", &"a".repeat(61)] {
            assert!(StoreHandle::new(text).is_err(), "{text}");
        }
    }
}

//! What a search finds: orders, and whose they are, for a person who looks for a customer. Read on demand and kept
//! nowhere; its `Debug` shows nothing of the customer.

use super::{NoAnswer, Order, body};
use crate::json::{FromJson, Object};
use crate::ucos::said;
use std::fmt;

/// One order that a search found.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// The order.
    pub order: Order,
    /// Whose it is: the name, or the email address of somebody without one.
    pub customer: Option<String>,
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of a customer", self.order)
    }
}

impl FromJson for Found {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let order = Order::from_json(object)?;
        let customer = object.object("customer").and_then(|customer| {
            let part = |member: &str| Some(said::name(&customer, member)).filter(|text| !text.is_empty());
            let names: Vec<String> = ["first_name", "last_name"].into_iter().filter_map(part).collect();
            if names.is_empty() { part("email") } else { Some(names.join(" ")) }
        });
        Some(Found { order, customer })
    }
}

/// Reads the body of `GET /v1/orders` with whose orders they are; what cannot be read is left out.
pub fn read_found(bytes: &[u8]) -> Result<Vec<Found>, NoAnswer> {
    let body = body(bytes)?;
    body.list("orders").ok_or("an answer without a list of orders")?;
    Ok(body.children("orders"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_they_are_is_read_and_not_shown() {
        let read = |customer: &str| {
            let text = format!(r#"{{"orders":[7,{{"id":"u","shopify_order_id":"7"{customer}}}]}}"#);
            read_found(text.as_bytes()).unwrap().remove(0)
        };
        let ada = read(r#","customer":{"first_name":"Ada","last_name":"B","email":"a@example.org"}"#);
        assert_eq!(ada.customer.as_deref(), Some("Ada B"));
        assert!(!format!("{ada:?}").contains("Ada"));
        let named = |customer: &str| read(customer).customer;
        assert_eq!(named(r#","customer":{"last_name":"B","first_name":" "}"#).as_deref(), Some("B"));
        assert_eq!(named(r#","customer":{"email":"a@example.org"}"#).as_deref(), Some("a@example.org"));
        for none in ["", r#","customer":null"#, r#","customer":[]"#, r#","customer":{"first_name":7}"#] {
            assert_eq!(named(none), None, "{none}");
        }
        assert!(read_found(br#"{"orders":{}}"#).is_err());
    }
}

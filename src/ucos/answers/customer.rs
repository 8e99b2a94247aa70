//! The customer of an order: read on demand, for one reply, and kept nowhere. Its `Debug` shows nothing of it.

use super::{NoAnswer, Order, body};
use crate::json::{FromJson, Object};
use crate::ucos::said;
use std::fmt;

/// What a reply may say of a customer.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Customer {
    /// The first name.
    pub first_name: Option<String>,
    /// The email address.
    pub email: Option<String>,
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a customer")
    }
}

/// Reads the body of `GET /v1/orders/:order_id` with its customer; an order without one has an empty one.
pub fn read_order_and_customer(bytes: &[u8]) -> Result<(Order, Customer), NoAnswer> {
    const NO_ORDER: NoAnswer = "an order without id, or with a status of another shape";
    let order = body(bytes)?.object("order").ok_or(NO_ORDER)?;
    let customer = order.object("customer").map(|customer| Customer {
        first_name: part(&customer, "first_name"),
        email: part(&customer, "email"),
    });
    Ok((Order::from_json(&order).ok_or(NO_ORDER)?, customer.unwrap_or_default()))
}

fn part(customer: &Object<'_>, member: &str) -> Option<String> {
    Some(said::name(customer, member)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_is_read_and_not_shown() {
        let read = |customer: &str| {
            let text = format!(r#"{{"order":{{"id":"u","shopify_order_id":"7"{customer}}}}}"#);
            read_order_and_customer(text.as_bytes()).unwrap().1
        };
        let ada = read(r#","customer":{"first_name":"Ada","last_name":"B","email":"a@example.org"}"#);
        assert_eq!((ada.first_name.as_deref(), ada.email.as_deref()), (Some("Ada"), Some("a@example.org")));
        assert!(!format!("{ada:?}").contains("Ada"));
        for none in
            ["", r#","customer":null"#, r#","customer":[]"#, r#","customer":{"first_name":null,"email":7}"#]
        {
            assert_eq!(read(none), Customer::default());
        }
    }
}

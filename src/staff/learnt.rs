//! What answers have taught of a key and its store that no call of the service tells: what the key may not do, and
//! whether statuses go on orders, on line items, or on both. Null or `None`: not known yet. Forgotten with the key.

use crate::json::{FromJson, Object};
use serde::Serialize;

/// What was learnt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Learnt {
    /// Whether the key may change statuses.
    pub may_change: Option<bool>,
    /// Whether the key may message customers by itself.
    pub may_notify: Option<bool>,
    /// Whether the store sets statuses on whole orders.
    pub order_statuses: Option<bool>,
    /// Whether the store sets statuses on line items.
    pub item_statuses: Option<bool>,
}

impl FromJson for Learnt {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let flag = |name: &str| object.has(name).then(|| object.is_true(name));
        Some(Learnt {
            may_change: flag("may_change"),
            may_notify: flag("may_notify"),
            order_statuses: flag("order_statuses"),
            item_statuses: flag("item_statuses"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        for flag in [None, Some(true), Some(false)] {
            let learnt = Learnt { may_change: flag, item_statuses: flag, ..Learnt::default() };
            assert_eq!(crate::json::read(&serde_json::to_vec(&learnt).unwrap()), Some(learnt));
        }
    }
}

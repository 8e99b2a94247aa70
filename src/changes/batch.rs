//! A change of several orders at once: what has to be kept of it beside the intents of its orders, to say how it stands.

use crate::json::{FromJson, Object};
use crate::orders::identity::OrderRef;
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::ucos::answers::{StatusRef, SubStatusRef};
use serde::Serialize;

/// How long a batch that is over is kept for a person to read, in milliseconds.
pub const KEPT_MS: i64 = 24 * 3_600_000;

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Its id; its intents carry it.
    pub id: String,
    /// The status.
    pub to: StatusRef,
    /// Its sub-status.
    pub to_sub_status: Option<SubStatusRef>,
    /// When it was chosen.
    pub made_at: Timestamp,
    /// How many intents it began with, with those that were left out.
    pub total: u32,
    /// How many orders were there already.
    pub same: u32,
    /// Orders that could not be part of it.
    pub left_out: Vec<LeftOut>,
    /// How many are made.
    pub done: u32,
    /// How many were taken back or let be.
    pub undone: u32,
}

/// An order that could not be part of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Which.
    pub order: OrderRef,
    /// Why.
    pub problem: Problem,
}

impl FromJson for LeftOut {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(LeftOut { order: object.child("order")?, problem: object.child("problem")? })
    }
}

impl FromJson for Batch {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let count = |name: &str| object.whole(name).and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
        Some(Batch {
            id: object.text("id")?,
            to: object.child("to")?,
            to_sub_status: object.child("to_sub_status"),
            made_at: Timestamp(object.whole("made_at")?),
            total: count("total"),
            same: count("same"),
            left_out: object.children("left_out"),
            done: count("done"),
            undone: count("undone"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::identity::OrderKind;

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        let batch = Batch {
            id: "b".to_owned(),
            to: StatusRef { id: "s".to_owned(), name: "S".to_owned(), color: String::new() },
            to_sub_status: None,
            made_at: Timestamp(7),
            total: 3,
            same: 1,
            left_out: vec![LeftOut {
                order: OrderRef { kind: OrderKind::Draft, id: 4 },
                problem: Problem::new("change-under-way"),
            }],
            done: 1,
            undone: 1,
        };
        assert_eq!(crate::json::read(&serde_json::to_vec(&batch).unwrap()), Some(batch));
    }
}

//! What was last seen of an order, and between which two instants it entered its status.
//!
//! The service does not say when an order entered its status; a look bounds it. Holds no customer data.

use super::identity::OrderRef;
use crate::json::{FromJson, Object};
use crate::time::{Interval, Timestamp};
use crate::ucos::answers::{self, AddonRef, StatusRef, SubStatusRef};
use serde::Serialize;

/// By how much our idea of the service's clock may be wrong, in milliseconds.
pub const CLOCK_SLACK_MS: i64 = 2_000;

/// One order as last seen. All times are by the service's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Which order.
    pub order: OrderRef,
    /// Its label, like `#1001`; may be empty.
    pub name: String,
    /// When the service was last asked: what it told was true at this instant or later, until it answered.
    pub seen_at: Timestamp,
    /// Its status; `None`: it has none, or the service does not list it.
    pub status: Option<StatusRef>,
    /// Its sub-status.
    pub sub_status: Option<SubStatusRef>,
    /// Its add-on statuses.
    pub addons: Vec<AddonRef>,
    /// When it entered its status, as far as looks can tell.
    pub entered: Interval,
    /// When it entered its sub-status, or its status if that was later.
    pub sub_entered: Interval,
    /// Whether it was cancelled.
    pub cancelled: bool,
}

impl Seen {
    /// Whether this is newer than what a request tells that was on its way in `truth`. A time far ahead is no knowledge:
    /// the device's clock was wrong then.
    pub fn is_newer_than(&self, truth: Interval, now: Timestamp) -> bool {
        let newest = now.saturating_add_seconds(5);
        let is_newer = |at: Timestamp| at > truth.earliest() && at <= newest;
        // What was asked while our own change was on its way may tell of before it.
        is_newer(self.seen_at) || is_newer(self.sub_entered.latest())
    }

    /// What a look tells, given what was seen before. `truth`: from when the service was asked to when it had answered;
    /// what it told was so at some instant in between.
    pub fn look(order: OrderRef, answer: &answers::Order, before: Option<&Seen>, truth: Interval) -> Seen {
        let (status, sub_status) = (answer.status.clone(), answer.sub_status.clone());
        let since_before = match before {
            Some(before) => before.until(truth),
            None => {
                let created_at = answer.created_at.unwrap_or(Timestamp(0));
                Interval::between(created_at.min(truth.latest()), truth.latest())
            }
        };
        let same_status = before.filter(|before| same_status(before.status.as_ref(), status.as_ref()));
        let same_sub_status = same_status
            .filter(|before| before.sub_status.as_ref().map(|s| &s.id) == sub_status.as_ref().map(|s| &s.id));
        let told = answer.entered_at.map(Interval::exact);
        Seen {
            order,
            name: answer.name.clone(),
            seen_at: truth.earliest(),
            entered: told.unwrap_or(same_status.map_or(since_before, |before| before.entered)),
            sub_entered: match (same_sub_status, told) {
                (Some(before), None) => before.sub_entered,
                (_, Some(told)) if sub_status.is_none() => told,
                (Some(before), Some(_)) => before.sub_entered,
                (None, _) => since_before,
            },
            status,
            sub_status,
            addons: answer.addons.clone(),
            cancelled: answer.cancelled,
        }
    }

    /// What a look tells when the answer does not list the order: it has no status. Whether the service lists orders
    /// that never had one is not documented, so both are shown alike.
    pub fn unlisted(order: OrderRef, before: Option<&Seen>, truth: Interval) -> Seen {
        let entered = match before {
            Some(before) if before.status.is_none() => before.entered,
            Some(before) => before.until(truth),
            None => Interval::between(Timestamp(0), truth.latest()),
        };
        Seen {
            order,
            name: before.map(|before| before.name.clone()).unwrap_or_default(),
            seen_at: truth.earliest(),
            status: None,
            sub_status: None,
            addons: Vec::new(),
            entered,
            sub_entered: entered,
            cancelled: false,
        }
    }

    /// When something happened that was not yet so when this was seen, and was so at a later look.
    fn until(&self, truth: Interval) -> Interval {
        let earliest = self.seen_at.saturating_add_millis(-CLOCK_SLACK_MS).max(self.entered.earliest());
        Interval::between(earliest.min(truth.latest()), truth.latest())
    }

    /// What our own change, made within `at`, made of it. A change of the sub-status only leaves the status's clock.
    pub fn changed(&self, status: StatusRef, sub_status: Option<SubStatusRef>, at: Interval) -> Seen {
        let entered = match same_status(self.status.as_ref(), Some(&status)) {
            true => self.entered,
            false => at,
        };
        let status = Some(status);
        // Once made, somebody else may have moved it on before we were answered.
        Seen { status, sub_status, entered, sub_entered: at, seen_at: at.earliest(), ..self.clone() }
    }
}

fn same_status(one: Option<&StatusRef>, other: Option<&StatusRef>) -> bool {
    one.map(|s| &s.id) == other.map(|s| &s.id)
}

impl FromJson for Seen {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let entered = object.child("entered")?;
        Some(Seen {
            order: object.child("order")?,
            name: object.text("name").unwrap_or_default(),
            seen_at: object.whole("seen_at").map(Timestamp)?,
            status: object.child("status"),
            sub_status: object.child("sub_status"),
            addons: object.children("addons"),
            entered,
            // Records of version 0.1 have none.
            sub_entered: object.child("sub_entered").unwrap_or(entered),
            cancelled: object.is_true("cancelled"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;
    use crate::orders::identity::OrderKind;

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        let status = StatusRef { id: "s".to_owned(), name: "Ñ \"x\"".to_owned(), color: "#fff".to_owned() };
        let sub_status = Some(SubStatusRef { id: "o".to_owned(), name: "O".to_owned() });
        let seen = Seen {
            order: OrderRef { kind: OrderKind::Draft, id: u64::MAX },
            name: "#D1".to_owned(),
            seen_at: Timestamp(-5),
            status: Some(status.clone()),
            sub_status: sub_status.clone(),
            addons: vec![AddonRef { status, sub_status }],
            entered: Interval::between(Timestamp(1), Timestamp(2)),
            sub_entered: Interval::exact(Timestamp(3)),
            cancelled: true,
        };
        assert_eq!(read(&serde_json::to_vec(&seen).unwrap()), Some(seen.clone()));
        let bare = Seen { status: None, sub_status: None, addons: Vec::new(), ..seen };
        assert_eq!(read(&serde_json::to_vec(&bare).unwrap()), Some(bare));
    }
}

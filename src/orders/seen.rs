//! What was last seen of an order, and between which two instants it entered its status.
//!
//! The service does not say when an order entered its status; a look bounds it. Holds no customer data.

use super::identity::OrderRef;
use crate::json::{FromJson, Object};
use crate::time::Timestamp;
use crate::ucos::answers::{self, AddonRef, StatusRef, SubStatusRef};
use serde::Serialize;

/// The instants between which something happened, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// Not before.
    pub earliest: Timestamp,
    /// Not after.
    pub latest: Timestamp,
}

impl Interval {
    /// Exactly then.
    pub fn exactly(at: Timestamp) -> Self {
        Interval { earliest: at, latest: at }
    }
}

/// One order as last seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Which order.
    pub order: OrderRef,
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
    /// Whether it was cancelled.
    pub cancelled: bool,
}

impl Seen {
    /// What a look tells, asked at `asked_at` and answered at `now`, given what was seen before.
    pub fn look(
        order: OrderRef,
        answer: &answers::Order,
        before: Option<&Seen>,
        asked_at: Timestamp,
        now: Timestamp,
    ) -> Seen {
        let status = answer.status.clone();
        let entered = match (answer.entered_at, before) {
            (Some(at), _) => Interval::exactly(at),
            (None, Some(before)) if same_status(before.status.as_ref(), status.as_ref()) => before.entered,
            (None, Some(before)) => Interval { earliest: before.seen_at.min(now), latest: now },
            (None, None) => {
                Interval { earliest: answer.created_at.unwrap_or(Timestamp(0)).min(now), latest: now }
            }
        };
        Seen {
            order,
            seen_at: asked_at,
            status,
            sub_status: answer.sub_status.clone(),
            addons: answer.addons.clone(),
            entered,
            cancelled: answer.cancelled,
        }
    }

    /// What a look tells when the answer does not list the order: it has no status. Whether the service lists orders
    /// that never had one is not documented, so both are shown alike.
    pub fn unlisted(order: OrderRef, before: Option<&Seen>, asked_at: Timestamp, now: Timestamp) -> Seen {
        let entered = match before {
            Some(before) if before.status.is_none() => before.entered,
            Some(before) => Interval { earliest: before.seen_at.min(now), latest: now },
            None => Interval { earliest: Timestamp(0), latest: now },
        };
        Seen {
            order,
            seen_at: asked_at,
            status: None,
            sub_status: None,
            addons: Vec::new(),
            entered,
            cancelled: false,
        }
    }

    /// What our own change at `at` made of it. A change of the sub-status only does not restart the status's clock.
    pub fn changed(&self, status: StatusRef, sub_status: Option<SubStatusRef>, at: Timestamp) -> Seen {
        let entered = match same_status(self.status.as_ref(), Some(&status)) {
            true => self.entered,
            false => Interval::exactly(at),
        };
        Seen { status: Some(status), sub_status, entered, seen_at: at, ..self.clone() }
    }
}

fn same_status(one: Option<&StatusRef>, other: Option<&StatusRef>) -> bool {
    one.map(|s| &s.id) == other.map(|s| &s.id)
}

impl FromJson for Seen {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let instant = |object: &Object<'_>, name: &str| object.whole(name).map(Timestamp);
        let entered = object.object("entered")?;
        Some(Seen {
            order: object.child("order")?,
            seen_at: instant(object, "seen_at")?,
            status: object.child("status"),
            sub_status: object.child("sub_status"),
            addons: object.children("addons"),
            entered: Interval {
                earliest: instant(&entered, "earliest")?,
                latest: instant(&entered, "latest")?,
            },
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
            seen_at: Timestamp(-5),
            status: Some(status.clone()),
            sub_status: sub_status.clone(),
            addons: vec![AddonRef { status, sub_status }],
            entered: Interval { earliest: Timestamp(1), latest: Timestamp(2) },
            cancelled: true,
        };
        assert_eq!(read(&serde_json::to_vec(&seen).unwrap()), Some(seen.clone()));
        let bare = Seen { status: None, sub_status: None, addons: Vec::new(), ..seen };
        assert_eq!(read(&serde_json::to_vec(&bare).unwrap()), Some(bare));
    }
}

//! What was last seen of an order, and between which two instants it entered its status.
//!
//! The service does not say when an order entered its status; a look bounds it. Holds no customer data.

use super::identity::OrderRef;
use crate::time::Timestamp;
use crate::ucos::answers;
use serde::{Deserialize, Serialize};

/// A status as an order had it: enough to show it even when the store's list of statuses is not at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusSeen {
    /// UUID.
    pub id: String,
    /// Internal name.
    pub name: String,
    /// The service's colour, unchecked.
    pub color: String,
}

/// A sub-status as an order had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubStatusSeen {
    /// UUID of the option.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// An add-on status as an order had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddonSeen {
    /// The status.
    pub status: StatusSeen,
    /// Its sub-status.
    pub sub_status: Option<SubStatusSeen>,
}

/// The instants between which something happened, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Which order.
    pub order: OrderRef,
    /// When the service was last asked: what it told was true at this instant or later, until it answered.
    pub seen_at: Timestamp,
    /// Its status; `None`: it has none, or the service does not list it.
    pub status: Option<StatusSeen>,
    /// Its sub-status.
    pub sub_status: Option<SubStatusSeen>,
    /// Its add-on statuses.
    pub addons: Vec<AddonSeen>,
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
        let status = answer.status.as_ref().map(StatusSeen::from);
        let entered = match (answer.entered_at, before) {
            (Some(at), _) => Interval::exactly(at),
            (None, Some(before)) if same_status(before.status.as_ref(), status.as_ref()) => before.entered,
            (None, Some(before)) => Interval { earliest: before.seen_at.min(now), latest: now },
            (None, None) => Interval { earliest: answer.created_at.unwrap_or(Timestamp(0)).min(now), latest: now },
        };
        Seen {
            order,
            seen_at: asked_at,
            status,
            sub_status: answer.sub_status.as_ref().map(SubStatusSeen::from),
            addons: answer.addons.iter().map(AddonSeen::from).collect(),
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
        Seen { order, seen_at: asked_at, status: None, sub_status: None, addons: Vec::new(), entered, cancelled: false }
    }

    /// What our own change at `at` made of it. A change of the sub-status only does not restart the status's clock.
    pub fn changed(&self, status: StatusSeen, sub_status: Option<SubStatusSeen>, at: Timestamp) -> Seen {
        let entered = match same_status(self.status.as_ref(), Some(&status)) {
            true => self.entered,
            false => Interval::exactly(at),
        };
        Seen { status: Some(status), sub_status, entered, seen_at: at, ..self.clone() }
    }
}

fn same_status(one: Option<&StatusSeen>, other: Option<&StatusSeen>) -> bool {
    one.map(|s| &s.id) == other.map(|s| &s.id)
}

impl From<&answers::StatusRef> for StatusSeen {
    fn from(status: &answers::StatusRef) -> Self {
        StatusSeen { id: status.id.clone(), name: status.name.clone(), color: status.color.clone() }
    }
}

impl From<&answers::SubStatusRef> for SubStatusSeen {
    fn from(sub: &answers::SubStatusRef) -> Self {
        SubStatusSeen { id: sub.id.clone(), name: sub.name.clone() }
    }
}

impl From<&answers::AddonRef> for AddonSeen {
    fn from(addon: &answers::AddonRef) -> Self {
        AddonSeen {
            status: StatusSeen { id: addon.id.clone(), name: addon.name.clone(), color: addon.color.clone() },
            sub_status: addon.sub_status.as_ref().map(SubStatusSeen::from),
        }
    }
}

//! Changing an order's status so that nothing is lost and nobody is messaged twice.
//!
//! An [`Intent`] is stored before anything is sent, at most one an order. A clear answer settles it. After an answer
//! that leaves it open whether the change was made, the order is read back once the service has had time to apply a
//! late request; a change is never sent a second time by itself. This file is the rules; the worker does the waiting.

use crate::json::{FromJson, Object};
use crate::orders::identity::OrderKey;
use crate::orders::seen::Seen;
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::ucos::answers::{StatusRef, SubStatusRef};
use crate::ucos::error::UcosError;
use serde::Serialize;

/// How long the service may still apply a request whose answer was lost, in milliseconds (an assumption of ours).
pub const SETTLE_MS: i64 = 60_000;

/// A person's will to change one order's status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Intent {
    /// Which order.
    pub key: OrderKey,
    /// The status that the person saw when choosing.
    pub from: Option<StatusRef>,
    /// The status to change to.
    pub to: StatusRef,
    /// Its sub-status.
    pub to_sub_status: Option<SubStatusRef>,
    /// The staff name that the admin showed, if it could be read.
    pub staff: Option<String>,
    /// When the person chose.
    pub made_at: Timestamp,
    /// How far it has come.
    pub state: IntentState,
}

/// How far an intent has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IntentState {
    /// Stored, and perhaps sent. Found after the worker's end, it is in doubt.
    Sending,
    /// The service may have made the change or not.
    InDoubt {
        /// When the doubt arose.
        since: Timestamp,
        /// What happened.
        problem: Problem,
    },
    /// Not made; shown until the person has read why.
    Failed {
        /// Why.
        problem: Problem,
    },
    /// Made and kept; goes as soon as it has been shown.
    Done,
}

/// What an answer makes of an intent that was sent.
pub fn settled_by_answer(error: Option<&UcosError>, now: Timestamp) -> IntentState {
    match error {
        None => IntentState::Done,
        Some(error) if error.leaves_change_open() => {
            IntentState::InDoubt { since: now, problem: Problem { code: "in-doubt".into(), detail: None } }
        }
        Some(error) => IntentState::Failed { problem: Problem::from(error) },
    }
}

/// What reading the order back makes of an intent in doubt.
pub fn settled_by_reading(intent: &Intent, read: &Seen) -> IntentState {
    let id = |status: Option<&StatusRef>| status.map(|s| s.id.clone());
    let sub_reached = intent.to_sub_status.as_ref().map(|s| &s.id) == read.sub_status.as_ref().map(|s| &s.id);
    let status = id(read.status.as_ref());
    if status.as_ref() == Some(&intent.to.id) && sub_reached {
        IntentState::Done
    } else if status == id(intent.from.as_ref()) || status.as_ref() == Some(&intent.to.id) {
        IntentState::Failed { problem: Problem::new("not-made") }
    } else {
        IntentState::Failed { problem: Problem::new("changed-by-someone-else") }
    }
}

impl Intent {
    /// When the order may be read back, if the intent is in doubt. A clock that went back does not wait longer than
    /// [`SETTLE_MS`] from now.
    pub fn settle_at(&self, now: Timestamp) -> Option<Timestamp> {
        match &self.state {
            IntentState::InDoubt { since, .. } => Some((*since).min(now).saturating_add_millis(SETTLE_MS)),
            _ => None,
        }
    }

    /// Whether a further change of this order has to wait for this one.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, IntentState::Sending | IntentState::InDoubt { .. })
    }
}

impl FromJson for Intent {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Intent {
            key: object.child("key")?,
            from: object.child("from"),
            to: object.child("to")?,
            to_sub_status: object.child("to_sub_status"),
            staff: object.text("staff"),
            made_at: Timestamp(object.whole("made_at")?),
            state: state_from_json(object)?,
        })
    }
}

fn state_from_json(intent: &Object<'_>) -> Option<IntentState> {
    // A state without data is written as its name, one with data as an object with its name as the only member.
    if let Some(name) = intent.text("state") {
        return match name.as_str() {
            "sending" => Some(IntentState::Sending),
            "done" => Some(IntentState::Done),
            _ => None,
        };
    }
    let state = intent.object("state")?;
    if let Some(failed) = state.object("failed") {
        return Some(IntentState::Failed { problem: failed.child("problem")? });
    }
    let doubt = state.object("in-doubt")?;
    Some(IntentState::InDoubt { since: Timestamp(doubt.whole("since")?), problem: doubt.child("problem")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::identity::{OrderKind, OrderRef, StoreHandle};
    use crate::platform::FetchFailure;
    use crate::time::Interval;

    fn status(id: &str) -> StatusRef {
        StatusRef { id: id.to_owned(), name: id.to_owned(), color: String::new() }
    }

    fn read(id: Option<&str>, sub: Option<&str>) -> Seen {
        let at = Timestamp(0);
        Seen {
            order: OrderRef { kind: OrderKind::Order, id: 1 },
            seen_at: at,
            status: id.map(status),
            sub_status: sub.map(|id| SubStatusRef { id: id.to_owned(), name: id.to_owned() }),
            addons: Vec::new(),
            name: String::new(),
            entered: Interval::exact(at),
            sub_entered: Interval::exact(at),
            cancelled: false,
        }
    }

    fn intent() -> Intent {
        Intent {
            key: OrderKey {
                store: StoreHandle::new("s").unwrap(),
                order: OrderRef { kind: OrderKind::Order, id: 1 },
            },
            from: Some(status("old")),
            to: status("new"),
            to_sub_status: Some(SubStatusRef { id: "sub".to_owned(), name: String::new() }),
            staff: None,
            made_at: Timestamp(0),
            state: IntentState::Sending,
        }
    }

    fn code(state: &IntentState) -> &str {
        match state {
            IntentState::Done => "done",
            IntentState::Failed { problem } | IntentState::InDoubt { problem, .. } => &problem.code,
            IntentState::Sending => "sending",
        }
    }

    #[test]
    fn an_open_answer_leaves_doubt_and_a_clear_one_does_not() {
        let now = Timestamp(5);
        let open = [
            UcosError::NoAnswer(FetchFailure::TimedOut),
            UcosError::NoAnswer(FetchFailure::Failed("cut".to_owned())),
            UcosError::NoAnswer(FetchFailure::TooLarge),
            UcosError::Service { status: 503 },
            UcosError::NotUcos("an answer that breaks off"),
        ];
        for error in open {
            assert_eq!(code(&settled_by_answer(Some(&error), now)), "in-doubt", "{error}");
        }
        let clear = [
            UcosError::NoAnswer(FetchFailure::Offline),
            UcosError::KeyRejected,
            UcosError::PermissionMissing(None),
            UcosError::Refused { status: 409, says: None },
            UcosError::RateLimited { until: now },
        ];
        for error in clear {
            assert_eq!(code(&settled_by_answer(Some(&error), now)), error.code());
        }
    }

    #[test]
    fn reading_back_tells_made_not_made_and_somebody_else() {
        let intent = intent();
        for (id, sub, expected) in [
            (Some("new"), Some("sub"), "done"),
            (Some("new"), Some("other"), "not-made"),
            (Some("old"), None, "not-made"),
            (Some("third"), None, "changed-by-someone-else"),
            (None, None, "changed-by-someone-else"),
        ] {
            assert_eq!(code(&settled_by_reading(&intent, &read(id, sub))), expected, "{id:?} {sub:?}");
        }
    }

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        let problem = Problem { code: "refused".into(), detail: Some("\"no\"".to_owned()) };
        for state in [
            IntentState::Sending,
            IntentState::Done,
            IntentState::Failed { problem: problem.clone() },
            IntentState::InDoubt { since: Timestamp(9), problem },
        ] {
            let intent = Intent { state, staff: Some("Ada".to_owned()), ..intent() };
            assert_eq!(crate::json::read(&serde_json::to_vec(&intent).unwrap()), Some(intent));
        }
    }
}

//! An intent: a person's will to change one order, from the click until it is settled and read. Kept as one record.

use super::settle::SETTLE_MS;
use crate::json::{FromJson, Object};
use crate::orders::identity::OrderKey;
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::ucos::answers::{StatusRef, SubStatusRef};
use crate::ucos::requests::Channel;
use serde::Serialize;

/// A person's will to change one order. There is at most one an order at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Intent {
    /// The operation's id, by which the journal knows it.
    pub id: String,
    /// Which order.
    pub key: OrderKey,
    /// What is wanted.
    pub act: Act,
    /// The status that the person saw when choosing.
    pub from: Option<StatusRef>,
    /// Its sub-status.
    pub from_sub_status: Option<SubStatusRef>,
    /// By which channels the service was known to message the customer when this was chosen.
    pub messages: Vec<Channel>,
    /// The batch that it was chosen in; `None`: for this order alone.
    pub batch: Option<String>,
    /// The staff name that the admin showed, if it could be read.
    pub staff: Option<String>,
    /// The staff account that was used when the person chose: with another's key it is not sent. `None`: a version before
    /// this one did not keep it.
    pub account: Option<String>,
    /// Whether that is the name of the staff account whose key was there.
    pub confirmed: bool,
    /// When the person chose.
    pub made_at: Timestamp,
    /// How often something was tried with it: sending it, reading it back.
    pub tries: u32,
    /// How often it may have reached the service.
    pub sends: u32,
    /// Whether the order has to be read before this is sent, however soon.
    pub check_first: bool,
    /// When it was last read before being sent.
    pub checked_at: Option<Timestamp>,
    /// How far it has come.
    pub state: IntentState,
}

/// What is wanted of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// This status.
    Status {
        /// The status.
        to: StatusRef,
        /// Its sub-status.
        to_sub_status: Option<SubStatusRef>,
    },
    /// This status, or none, for some of its line items.
    Items {
        /// The line items' ids.
        items: Vec<String>,
        /// The status; `None`: none any more.
        to: Option<StatusRef>,
        /// Its sub-status.
        to_sub_status: Option<SubStatusRef>,
    },
    /// A message to the customer about the status as it is.
    Notify {
        /// By which channels.
        channels: Vec<Channel>,
    },
}

impl Act {
    /// Whether choosing this takes the place of that, where that has not been sent: both are about the same.
    pub fn takes_place_of(&self, other: &Act) -> bool {
        match (self, other) {
            (Act::Status { .. }, Act::Status { .. }) | (Act::Notify { .. }, Act::Notify { .. }) => true,
            (Act::Items { items, .. }, Act::Items { items: others, .. }) => {
                items.len() == others.len() && items.iter().all(|item| others.contains(item))
            }
            _ => false,
        }
    }
}

/// How far an intent has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IntentState {
    /// Stored and not sent; it may be taken back.
    Waiting {
        /// When it goes.
        until: Timestamp,
    },
    /// Stored, and perhaps sent. Found after the worker's end, it is in doubt.
    Sending,
    /// The service may have made the change or not.
    InDoubt {
        /// When the doubt arose.
        since: Timestamp,
        /// When the order is read back; `None`: a person has to say what is to become of it.
        read_at: Option<Timestamp>,
        /// What happened.
        problem: Problem,
    },
    /// Known not to have been made; it cannot be sent for now.
    Blocked {
        /// When it is tried again; `None`: a person has to say.
        retry_at: Option<Timestamp>,
        /// Why.
        problem: Problem,
    },
    /// Not made; shown until the person has read why.
    Refused {
        /// Why.
        problem: Problem,
    },
    /// Not made, or overwritten: somebody else changed the order. Shown until the person has read it.
    Superseded {
        /// What is known of it.
        problem: Problem,
    },
    /// Made; nothing is kept of it but the journal's entry.
    Done,
}

/// A person's word on an intent that waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// It was made, as the person knows from elsewhere.
    Made,
    /// Send it (again).
    Send,
    /// Leave it.
    Leave,
}

impl Decision {
    /// The decision of that name on the wire.
    pub fn named(name: &str) -> Option<Decision> {
        match name {
            "made" => Some(Decision::Made),
            "send" => Some(Decision::Send),
            "leave" => Some(Decision::Leave),
            _ => None,
        }
    }
}

impl Intent {
    /// When it goes on by itself: is sent, read back or tried again.
    pub fn wakes_at(&self) -> Option<Timestamp> {
        match &self.state {
            IntentState::Waiting { until } => Some(*until),
            IntentState::InDoubt { read_at, .. } => *read_at,
            IntentState::Blocked { retry_at, .. } => *retry_at,
            _ => None,
        }
    }

    /// Whether it waits for a person's word.
    pub fn asks(&self) -> bool {
        matches!(
            self.state,
            IntentState::InDoubt { read_at: None, .. } | IntentState::Blocked { retry_at: None, .. }
        )
    }

    /// Whether the service may have seen it, and no further change of the order may be sent before it is settled.
    pub fn may_be_made(&self) -> bool {
        matches!(self.state, IntentState::Sending | IntentState::InDoubt { .. })
    }

    /// Whether it is known not to have left, so that it may be taken back or another take its place.
    pub fn may_be_undone(&self) -> bool {
        matches!(self.state, IntentState::Waiting { .. } | IntentState::Blocked { .. })
    }

    /// Whether it is not settled.
    pub fn is_open(&self) -> bool {
        self.may_be_made() || self.may_be_undone()
    }

    /// Whether the person has yet to read that it was not made.
    pub fn is_to_be_read(&self) -> bool {
        matches!(self.state, IntentState::Refused { .. } | IntentState::Superseded { .. })
    }

    /// What it is blocked, refused or in doubt for.
    pub fn problem(&self) -> Option<&Problem> {
        match &self.state {
            IntentState::InDoubt { problem, .. }
            | IntentState::Blocked { problem, .. }
            | IntentState::Refused { problem }
            | IntentState::Superseded { problem } => Some(problem),
            IntentState::Waiting { .. } | IntentState::Sending | IntentState::Done => None,
        }
    }

    /// Whether sending it twice may message the customer twice. What line items set off is not documented.
    pub fn may_message(&self) -> bool {
        !self.messages.is_empty() || matches!(self.act, Act::Notify { .. })
    }
}

impl FromJson for Intent {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Intent {
            id: object.text("id").unwrap_or_default(),
            key: object.child("key")?,
            act: act(object)?,
            from: object.child("from"),
            from_sub_status: object.child("from_sub_status"),
            // A version before this one kept none: then any may be meant.
            messages: match object.raw("messages") {
                Some(_) => channels(object, "messages"),
                None => Channel::ALL.to_vec(),
            },
            batch: object.text("batch"),
            staff: object.text("staff"),
            account: object.text("account"),
            confirmed: object.is_true("confirmed"),
            made_at: Timestamp(object.whole("made_at")?),
            tries: object.whole("tries").and_then(|tries| u32::try_from(tries).ok()).unwrap_or_default(),
            sends: object.whole("sends").and_then(|sends| u32::try_from(sends).ok()).unwrap_or(1),
            check_first: object.is_true("check_first"),
            checked_at: object.whole("checked_at").map(Timestamp),
            state: state(object)?,
        })
    }
}

/// Reads channels by their names; what is none is left out.
pub fn channels(object: &Object<'_>, name: &str) -> Vec<Channel> {
    object.texts(name).iter().filter_map(|name| Channel::named(name)).collect()
}

fn act(intent: &Object<'_>) -> Option<Act> {
    let Some(act) = intent.object("act") else {
        // Before there were line items and messages, an intent was a status.
        return Some(Act::Status { to: intent.child("to")?, to_sub_status: intent.child("to_sub_status") });
    };
    if let Some(status) = act.object("status") {
        return Some(Act::Status { to: status.child("to")?, to_sub_status: status.child("to_sub_status") });
    }
    if let Some(change) = act.object("items") {
        let (items, to) = (change.texts("items"), change.child("to"));
        return Some(Act::Items { items, to, to_sub_status: change.child("to_sub_status") });
    }
    Some(Act::Notify { channels: channels(&act.object("notify")?, "channels") })
}

fn state(intent: &Object<'_>) -> Option<IntentState> {
    // A state without data is written as its name, one with data as an object with its name as the only member.
    if let Some(name) = intent.text("state") {
        return match name.as_str() {
            "sending" => Some(IntentState::Sending),
            "done" => Some(IntentState::Done),
            _ => None,
        };
    }
    let state = intent.object("state")?;
    let name = state.names().next()?;
    let data = state.object(name)?;
    let time = |name: &str| data.whole(name).map(Timestamp);
    let problem = || data.child("problem");
    Some(match name {
        "waiting" => IntentState::Waiting { until: time("until")? },
        "in-doubt" => {
            let since = time("since")?;
            // A version before this one had no `read_at`, and read back a minute after the doubt arose.
            let read_at = if data.raw("read_at").is_some() {
                time("read_at")
            } else {
                Some(since.saturating_add_millis(SETTLE_MS))
            };
            IntentState::InDoubt { since, read_at, problem: problem()? }
        }
        "blocked" => IntentState::Blocked { retry_at: time("retry_at"), problem: problem()? },
        "refused" | "failed" => IntentState::Refused { problem: problem()? },
        "superseded" => IntentState::Superseded { problem: problem()? },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::identity::{OrderKind, OrderRef, StoreHandle};

    fn status(id: &str) -> StatusRef {
        StatusRef { id: id.to_owned(), name: id.to_owned(), color: String::new() }
    }

    fn sub(id: &str) -> Option<SubStatusRef> {
        Some(SubStatusRef { id: id.to_owned(), name: id.to_uppercase() })
    }

    fn intent() -> Intent {
        Intent {
            id: "0a".to_owned(),
            key: OrderKey {
                store: StoreHandle::new("s").unwrap(),
                order: OrderRef { kind: OrderKind::Order, id: 1 },
            },
            act: Act::Status { to: status("new"), to_sub_status: sub("x") },
            from: Some(status("old")),
            from_sub_status: sub("y"),
            messages: vec![Channel::Email, Channel::Sms],
            batch: Some("b".to_owned()),
            staff: Some("Ada".to_owned()),
            account: Some("Bea".to_owned()),
            confirmed: true,
            made_at: Timestamp(3),
            tries: 2,
            sends: 1,
            check_first: true,
            checked_at: Some(Timestamp(5)),
            state: IntentState::Sending,
        }
    }

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        let problem = || Problem { code: "refused".into(), detail: Some("\"no\"".to_owned()) };
        let acts = [
            intent().act,
            Act::Items { items: vec!["l".to_owned()], to: None, to_sub_status: None },
            Act::Items { items: vec!["l".to_owned()], to: Some(status("a")), to_sub_status: sub("z") },
            Act::Notify { channels: vec![Channel::Whatsapp] },
        ];
        let states = [
            IntentState::Waiting { until: Timestamp(9) },
            IntentState::Sending,
            IntentState::Done,
            IntentState::InDoubt { since: Timestamp(9), read_at: Some(Timestamp(10)), problem: problem() },
            IntentState::InDoubt { since: Timestamp(9), read_at: None, problem: problem() },
            IntentState::Blocked { retry_at: Some(Timestamp(1)), problem: problem() },
            IntentState::Blocked { retry_at: None, problem: problem() },
            IntentState::Refused { problem: problem() },
            IntentState::Superseded { problem: problem() },
        ];
        for act in acts {
            for state in &states {
                let kept = Intent { act: act.clone(), state: state.clone(), ..intent() };
                assert_eq!(crate::json::read(&serde_json::to_vec(&kept).unwrap()), Some(kept));
            }
        }
    }

    #[test]
    fn what_the_first_version_kept_is_read() {
        let kept = |state: &str| {
            format!(
                r#"{{"key":{{"store":"s","order":{{"kind":"order","id":"1"}}}},"from":null,
                "to":{{"id":"new","name":"new","color":""}},"to_sub_status":null,"staff":null,"made_at":3,"state":{state}}}"#
            )
        };
        let read = |state: &str| crate::json::read::<Intent>(kept(state).as_bytes()).unwrap();
        assert!(!read(r#""sending""#).confirmed);
        assert_eq!(read(r#""sending""#).act, Act::Status { to: status("new"), to_sub_status: None });
        let refused = read(r#"{"failed":{"problem":{"code":"refused","detail":null}}}"#);
        assert_eq!(refused.state, IntentState::Refused { problem: Problem::new("refused") });
        let doubt = read(r#"{"in-doubt":{"since":9,"problem":{"code":"in-doubt","detail":null}}}"#);
        assert_eq!(doubt.wakes_at(), Some(Timestamp(9 + SETTLE_MS)));
        assert!(doubt.may_message(), "it is not known to message nobody");
    }
}

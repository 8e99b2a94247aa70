//! The journal: what was wanted of an order, by whom, and what became of it. One entry an intent, written together with
//! what settled it. The entries of a store are numbered and make a chain:
//! - [`chain`]: each entry vouches for the one before it, so that a gap or an edit shows; the oldest are let go of;
//! - [`filter`]: which entries a person looks for.
//!
//! An entry's record is `{"hash":…,"entry":…}`: `hash` is the SHA-256 over the bytes of `entry` as they stand there, in
//! hexadecimal digits; `entry.prev` is the hash of the entry before, of the first of all 64 zeros; `entry.seq` is one more
//! than that of the entry before. Whoever has an export can check it with any SHA-256.

pub mod chain;
pub mod filter;

use super::intent::{Act, Intent, channels};
use crate::json::{FromJson, Object};
use crate::orders::identity::{OrderKind, OrderRef};
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::ucos::answers::{StatusRef, SubStatusRef};
use crate::ucos::requests::Channel;
use serde::Serialize;

/// What became of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Made, by the service's answer.
    Done,
    /// Made, as reading the order back showed.
    FoundDone,
    /// Made, by a person's word.
    SaidDone,
    /// Refused by the service.
    Refused,
    /// Somebody else changed the order.
    Superseded,
    /// Taken back before it was sent, or replaced by another choice.
    Undone,
    /// Let be by a person.
    Left,
}

impl Outcome {
    /// The outcome of that name.
    pub fn named(name: &str) -> Option<Outcome> {
        Some(match name {
            "done" => Outcome::Done,
            "found-done" => Outcome::FoundDone,
            "said-done" => Outcome::SaidDone,
            "refused" => Outcome::Refused,
            "superseded" => Outcome::Superseded,
            "undone" => Outcome::Undone,
            "left" => Outcome::Left,
            _ => return None,
        })
    }
}

/// What was wanted, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Wanted {
    /// The status before, with its sub-status; null: none, or of no matter.
    pub from: Option<String>,
    /// The status, with its sub-status; null: none any more, or only a message.
    pub to: Option<String>,
    /// Of how many line items; 0: of the order itself.
    pub items: u32,
    /// By which channels the customer was to be messaged.
    pub channels: Vec<Channel>,
    /// Whether it was a message and no change.
    pub is_message: bool,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Entry {
    /// Its number in the store's journal, from 1.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub seq: u64,
    /// The hash of the entry before.
    pub prev: String,
    /// The operation's id.
    pub id: String,
    /// When it was settled, by the service's clock, in ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub at: Timestamp,
    /// When it was chosen.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub made_at: Timestamp,
    /// The staff name that the admin showed; null: it could not be read.
    pub staff: Option<String>,
    /// Whether that was the name of the staff account whose key was used.
    pub confirmed: bool,
    /// Whose key was used.
    pub account: Option<String>,
    /// Of which order.
    pub order: OrderRef,
    /// Its label; may be empty.
    pub name: String,
    /// What was wanted.
    pub wanted: Wanted,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was not made.
    pub problem: Option<Problem>,
    /// How many messages the service said it sent; null: it did not say.
    pub messages_sent: Option<i64>,
}

impl Entry {
    /// The entry of an intent that ended so, not yet in the chain.
    pub fn of(intent: &Intent, outcome: Outcome, at: Timestamp, account: Option<&str>, name: &str) -> Entry {
        let from = intent.from.as_ref().map(|from| named(from, intent.from_sub_status.as_ref()));
        let (to, items, channels) = match &intent.act {
            Act::Status { to, to_sub_status } => {
                (Some(named(to, to_sub_status.as_ref())), 0, intent.messages.clone())
            }
            Act::Items { items, to, to_sub_status } => {
                let to = to.as_ref().map(|to| named(to, to_sub_status.as_ref()));
                (to, items.len() as u32, intent.messages.clone())
            }
            Act::Notify { channels } => (None, 0, channels.clone()),
        };
        let is_message = matches!(intent.act, Act::Notify { .. });
        Entry {
            seq: 0,
            prev: String::new(),
            id: intent.id.clone(),
            at,
            made_at: intent.made_at,
            staff: intent.staff.clone(),
            confirmed: intent.confirmed,
            account: account.map(str::to_owned),
            order: intent.key.order,
            name: name.to_owned(),
            wanted: Wanted { from, to, items, channels, is_message },
            outcome,
            problem: intent.problem().cloned(),
            messages_sent: None,
        }
    }
}

fn named(status: &StatusRef, sub_status: Option<&SubStatusRef>) -> String {
    match sub_status {
        Some(sub_status) => format!("{} · {}", status.name, sub_status.name),
        None => status.name.clone(),
    }
}

/// Versions 1 to 3 of the stored data kept entries by order, in no chain: what they lack is their key's to say.
impl FromJson for Entry {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let wanted = object.object("wanted")?;
        Some(Entry {
            seq: object.whole("seq").and_then(|seq| u64::try_from(seq).ok()).unwrap_or_default(),
            prev: object.text("prev").unwrap_or_default(),
            id: object.text("id")?,
            at: Timestamp(object.whole("at")?),
            made_at: Timestamp(object.whole("made_at")?),
            staff: object.text("staff"),
            confirmed: object.is_true("confirmed"),
            account: object.text("account"),
            order: object.child("order").unwrap_or(OrderRef { kind: OrderKind::Order, id: 0 }),
            name: object.text("name").unwrap_or_default(),
            wanted: Wanted {
                from: wanted.text("from"),
                to: wanted.text("to"),
                items: wanted.whole("items").and_then(|n| u32::try_from(n).ok()).unwrap_or_default(),
                channels: channels(&wanted, "channels"),
                is_message: wanted.is_true("is_message"),
            },
            outcome: Outcome::named(&object.text("outcome")?)?,
            problem: object.child("problem"),
            messages_sent: object.whole("messages_sent"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        for (outcome, problem) in [
            (Outcome::Done, None),
            (Outcome::FoundDone, None),
            (Outcome::SaidDone, None),
            (Outcome::Refused, Some(Problem::new("refused"))),
            (Outcome::Superseded, Some(Problem::new("changed-by-someone-else"))),
            (Outcome::Undone, None),
            (Outcome::Left, Some(Problem::new("not-made"))),
        ] {
            let entry = Entry {
                seq: 3,
                prev: "0".repeat(64),
                confirmed: true,
                order: OrderRef { kind: OrderKind::Draft, id: 7 },
                name: "#1001".to_owned(),
                id: "a".to_owned(),
                at: Timestamp(2),
                made_at: Timestamp(1),
                staff: Some("Ada".to_owned()),
                account: None,
                wanted: Wanted {
                    from: None,
                    to: Some("Sewing · Late".to_owned()),
                    items: 2,
                    channels: vec![Channel::Sms],
                    is_message: false,
                },
                outcome,
                problem,
                messages_sent: Some(1),
            };
            assert_eq!(crate::json::read(&serde_json::to_vec(&entry).unwrap()), Some(entry));
        }
    }
}

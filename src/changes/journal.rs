//! The journal: what was wanted of an order, by whom, and what became of it. One entry an intent, written together with
//! what settled it. Kept by order as `<store>/<kind>/<id>/<when, 13 digits>-<operation>`.

use super::intent::{Act, Intent, channels};
use crate::json::{FromJson, Object};
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
pub struct Entry {
    /// The operation's id.
    pub id: String,
    /// When it was settled, by the service's clock.
    pub at: Timestamp,
    /// When it was chosen.
    pub made_at: Timestamp,
    /// The staff name that the admin showed.
    pub staff: Option<String>,
    /// Whose key was used.
    pub account: Option<String>,
    /// What was wanted.
    pub wanted: Wanted,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was not made.
    pub problem: Option<Problem>,
    /// How many messages the service said it sent; `None`: it did not say.
    pub messages_sent: Option<i64>,
}

impl Entry {
    /// The entry of an intent that ended so.
    pub fn of(intent: &Intent, outcome: Outcome, at: Timestamp, account: Option<&str>) -> Entry {
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
            id: intent.id.clone(),
            at,
            made_at: intent.made_at,
            staff: intent.staff.clone(),
            account: account.map(str::to_owned),
            wanted: Wanted { from, to, items, channels, is_message },
            outcome,
            problem: intent.problem().cloned(),
            messages_sent: None,
        }
    }

    /// The name of its record.
    pub fn key(&self, intent: &Intent) -> String {
        format!("{}/{:013}-{}", intent.key, self.made_at.0.max(0), self.id)
    }
}

fn named(status: &StatusRef, sub_status: Option<&SubStatusRef>) -> String {
    match sub_status {
        Some(sub_status) => format!("{} · {}", status.name, sub_status.name),
        None => status.name.clone(),
    }
}

impl FromJson for Entry {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let wanted = object.object("wanted")?;
        let outcome = match object.text("outcome")?.as_str() {
            "done" => Outcome::Done,
            "found-done" => Outcome::FoundDone,
            "said-done" => Outcome::SaidDone,
            "refused" => Outcome::Refused,
            "superseded" => Outcome::Superseded,
            "undone" => Outcome::Undone,
            "left" => Outcome::Left,
            _ => return None,
        };
        Some(Entry {
            id: object.text("id")?,
            at: Timestamp(object.whole("at")?),
            made_at: Timestamp(object.whole("made_at")?),
            staff: object.text("staff"),
            account: object.text("account"),
            wanted: Wanted {
                from: wanted.text("from"),
                to: wanted.text("to"),
                items: wanted.whole("items").and_then(|n| u32::try_from(n).ok()).unwrap_or_default(),
                channels: channels(&wanted, "channels"),
                is_message: wanted.is_true("is_message"),
            },
            outcome,
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

//! Which entries of the journal a person looks for. Pure.

use super::{Entry, Outcome};
use crate::staff::identity::lower;
use crate::time::Timestamp;

/// What is looked for; what is `None` or empty does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In an order's label or id, a name of the staff, a status or an operation's id; in small letters.
    text: String,
    outcome: Option<Outcome>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Filter {
    /// What is looked for, as typed. `since` is the first instant, `until` the one after the last.
    pub fn new(
        text: &str,
        outcome: Option<Outcome>,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Filter {
        Filter { text: small(text.trim()), outcome, since, until }
    }

    /// Whether an entry is one of them.
    pub fn takes(&self, entry: &Entry) -> bool {
        self.outcome.is_none_or(|outcome| outcome == entry.outcome)
            && self.since.is_none_or(|since| entry.at >= since)
            && self.until.is_none_or(|until| entry.at < until)
            && (self.text.is_empty() || self.is_in(entry))
    }

    fn is_in(&self, entry: &Entry) -> bool {
        let id = entry.order.id.to_string();
        let texts = [Some(&entry.name), Some(&id), Some(&entry.id), entry.staff.as_ref()];
        let more = [entry.account.as_ref(), entry.wanted.from.as_ref(), entry.wanted.to.as_ref()];
        texts.into_iter().chain(more).flatten().any(|text| small(text).contains(&self.text))
    }
}

fn small(text: &str) -> String {
    text.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::journal::Wanted;
    use crate::orders::identity::{OrderKind, OrderRef};

    #[test]
    fn each_part_narrows_it_down() {
        let entry = Entry {
            seq: 1,
            prev: String::new(),
            id: "0f-9".to_owned(),
            at: Timestamp(50),
            made_at: Timestamp(40),
            staff: Some("Zoë Éclair".to_owned()),
            confirmed: true,
            account: None,
            order: OrderRef { kind: OrderKind::Order, id: 5_120 },
            name: "#1001".to_owned(),
            wanted: Wanted {
                from: Some("Packing".to_owned()),
                to: None,
                items: 0,
                channels: Vec::new(),
                is_message: false,
            },
            outcome: Outcome::Undone,
            problem: None,
            messages_sent: None,
        };
        let text = |text: &str| Filter::new(text, None, None, None).takes(&entry);
        for found in ["", " ", "#1001", "5120", "éclair", " ZOË", "pack", "0F-9"] {
            assert!(text(found), "{found}");
        }
        assert!(!text("Sewing") && !text("eclair"));
        let part = |outcome, since, until| {
            Filter::new("", outcome, Option::map(since, Timestamp), Option::map(until, Timestamp))
                .takes(&entry)
        };
        assert!(part(Some(Outcome::Undone), Some(50), Some(51)));
        assert!(!part(Some(Outcome::Done), None, None));
        assert!(!part(None, Some(51), None) && !part(None, None, Some(50)));
    }
}

//! For which orders a reply was copied, and when: so that a person sees that a customer asks again. No text, no name.
//!
//! Kept in the trusted area as `answers/<store>`:
//! `{"version":1,"answers":[{"order":{"kind":"order","id":"5123456789012"},"at":1795000000000},…]}`, the oldest first, `at`
//! in ms since the epoch by the service's clock; at most [`MAX_ANSWERS`], and as many days as is set (7 to 90). An answer
//! is a *repeat* if the same order has another within [`REPEAT_MS`] before it.

use crate::json::{FromJson, Object};
use crate::orders::identity::OrderRef;
use crate::time::Timestamp;
use serde::Serialize;

/// The most answers that are kept.
pub const MAX_ANSWERS: usize = 5_000;

/// Within which time a second answer is a repeat, in milliseconds: seven days.
pub const REPEAT_MS: i64 = 7 * DAY_MS;

const DAY_MS: i64 = 86_400_000;

/// Copied twice within this, it is one answer: a person pressed again, or wanted the other language.
const SAME_MS: i64 = 5 * 60_000;

/// A reply that was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// For which order.
    pub order: OrderRef,
    /// When.
    pub at: Timestamp,
}

impl FromJson for Answer {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Answer { order: object.child("order")?, at: Timestamp(object.whole("at")?) })
    }
}

/// The answers of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answers {
    version: u8,
    /// The oldest first.
    answers: Vec<Answer>,
}

impl Default for Answers {
    fn default() -> Self {
        Answers { version: 1, answers: Vec::new() }
    }
}

impl FromJson for Answers {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Answers { version: 1, answers: object.children("answers") })
    }
}

impl Answers {
    /// Notes one, and forgets what is too old or too much.
    pub fn note(&mut self, order: OrderRef, now: Timestamp, kept_days: u16) {
        let is_same = |answer: &Answer| answer.order == order && (0..SAME_MS).contains(&now.since(answer.at));
        self.answers
            .retain(|answer| !is_same(answer) && now.since(answer.at) < i64::from(kept_days) * DAY_MS);
        self.answers.push(Answer { order, at: now });
        let extra = self.answers.len().saturating_sub(MAX_ANSWERS);
        self.answers.drain(..extra);
    }

    /// When an order was answered last, if a further answer would be a repeat.
    pub fn last(&self, order: OrderRef, now: Timestamp) -> Option<Timestamp> {
        let latest = self.answers.iter().rfind(|answer| answer.order == order)?.at;
        (now.since(latest) < REPEAT_MS).then_some(latest)
    }

    /// Each with whether it was a repeat, the oldest first.
    pub fn with_repeats(&self) -> impl Iterator<Item = (Answer, bool)> {
        self.answers.iter().enumerate().map(|(at, answer)| {
            let mut before = self.answers.iter().take(at).rev();
            let is_repeat =
                before.any(|other| other.order == answer.order && answer.at.since(other.at) < REPEAT_MS);
            (*answer, is_repeat)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::identity::OrderKind;

    const fn order(id: u64) -> OrderRef {
        OrderRef { kind: OrderKind::Order, id }
    }

    const fn day(days: i64) -> Timestamp {
        Timestamp(days * DAY_MS)
    }

    #[test]
    fn the_last_answer_counts_for_a_week() {
        let mut answers = Answers::default();
        answers.note(order(1), day(1), 90);
        answers.note(order(2), day(2), 90);
        assert_eq!(answers.last(order(1), day(7)), Some(day(1)));
        assert_eq!(answers.last(order(1), day(8)), None);
        assert_eq!(answers.last(OrderRef { kind: OrderKind::Draft, id: 1 }, day(2)), None);
        answers.note(order(1), day(8), 90);
        answers.note(order(2), day(8), 90);
        let repeats: Vec<bool> = answers.with_repeats().map(|(_, is_repeat)| is_repeat).collect();
        assert_eq!(repeats, [false, false, false, true]);
    }

    #[test]
    fn twice_in_haste_is_one_answer() {
        let mut answers = Answers::default();
        answers.note(order(1), Timestamp(0), 90);
        answers.note(order(1), Timestamp(60_000), 90);
        assert_eq!(answers.with_repeats().count(), 1);
    }

    #[test]
    fn what_is_kept_is_bounded_and_read_again() {
        let mut answers = Answers::default();
        for id in 1..=6_000 {
            answers.note(order(id), day(0), 90);
        }
        assert_eq!(answers.with_repeats().count(), MAX_ANSWERS);
        assert_eq!(answers.last(order(1_000), day(0)), None);
        assert!(answers.last(order(1_001), day(0)).is_some());
        answers.note(order(9_000), day(7), 7);
        assert_eq!(answers.with_repeats().count(), 1, "kept for a week");
        let text = serde_json::to_string(&answers).unwrap();
        assert_eq!(
            text,
            r#"{"version":1,"answers":[{"order":{"kind":"order","id":"9000"},"at":604800000}]}"#
        );
        assert_eq!(crate::json::read(text.as_bytes()), Some(answers));
    }
}

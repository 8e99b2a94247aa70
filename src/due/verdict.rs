//! What may be said of an order's due time at an instant, no more than is certain, and when that changes by itself.
//! Knows neither calendar nor clock: `now` is a value.

use serde::Serialize;

use crate::time::{Interval, Timestamp};

/// What a badge says of the due time. With time alone, a verdict only ever moves down this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The status has no limit.
    None,
    /// Certainly not due yet, nor within the lead.
    Ok,
    /// Certainly not due yet, but perhaps within the lead.
    DueSoon,
    /// Due or not: it depends on when the order entered its status.
    MaybeOverdue,
    /// Due, whenever the order entered its status. An order is overdue from its due time on.
    Overdue,
}

/// When an order is due, and from when on it is due soon. It tells the verdict at every instant, as long as the entry
/// time stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Deadline {
    /// Due not before this, in ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub earliest: Timestamp,
    /// Due not after this; equal to `earliest` where there is no doubt.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub latest: Timestamp,
    /// How many seconds (of real time, on any day) before `earliest` the order is due soon.
    pub lead_seconds: u64,
}

impl Deadline {
    /// Of an order with these due times.
    pub fn new(due: Interval, lead_seconds: u64) -> Self {
        Deadline { earliest: due.earliest(), latest: due.latest(), lead_seconds }
    }

    /// What may be said at the instant `now`.
    pub fn verdict_at(self, now: Timestamp) -> Verdict {
        let passed = self.changes().into_iter().take_while(|(at, _)| *at <= now).last();
        passed.map_or(Verdict::Ok, |(_, verdict)| verdict)
    }

    /// When the verdict changes next by itself; `None`: never again.
    pub fn next_change_after(self, now: Timestamp) -> Option<Timestamp> {
        self.changes().into_iter().map(|(at, _)| at).find(|at| *at > now)
    }

    fn changes(self) -> [(Timestamp, Verdict); 3] {
        let lead = i64::try_from(self.lead_seconds).unwrap_or(i64::MAX);
        [
            (self.earliest.saturating_add_seconds(-lead), Verdict::DueSoon),
            (self.earliest, Verdict::MaybeOverdue),
            (self.latest, Verdict::Overdue),
        ]
    }
}

/// The lead where none is set: a tenth of the limit, at least an hour, at most the limit itself.
pub fn default_lead_seconds(limit_seconds: u64) -> u64 {
    (limit_seconds / 10).max(3600).min(limit_seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn due(earliest_hour: i64, latest_hour: i64) -> Interval {
        Interval::between(Timestamp(earliest_hour * HOUR), Timestamp(latest_hour * HOUR))
    }

    fn assess(now: i64, due: Interval) -> (Verdict, Option<i64>) {
        let deadline = Deadline::new(due, 7200);
        (deadline.verdict_at(Timestamp(now)), deadline.next_change_after(Timestamp(now)).map(|at| at.0))
    }

    #[test]
    fn an_exact_entry_leaves_no_maybe() {
        let due = due(10, 10);
        assert_eq!(assess(0, due), (Verdict::Ok, Some(8 * HOUR)));
        assert_eq!(assess(8 * HOUR - 1, due), (Verdict::Ok, Some(8 * HOUR)));
        assert_eq!(assess(8 * HOUR, due), (Verdict::DueSoon, Some(10 * HOUR)));
        assert_eq!(assess(10 * HOUR - 1, due), (Verdict::DueSoon, Some(10 * HOUR)));
        assert_eq!(assess(10 * HOUR, due), (Verdict::Overdue, None));
    }

    #[test]
    fn overdue_only_when_certain() {
        let due = due(10, 20);
        assert_eq!(assess(10 * HOUR - 1, due), (Verdict::DueSoon, Some(10 * HOUR)));
        assert_eq!(assess(10 * HOUR, due), (Verdict::MaybeOverdue, Some(20 * HOUR)));
        assert_eq!(assess(20 * HOUR - 1, due), (Verdict::MaybeOverdue, Some(20 * HOUR)));
        assert_eq!(assess(20 * HOUR, due), (Verdict::Overdue, None));
    }

    #[test]
    fn following_next_change_visits_every_verdict_once() {
        let mut next = Some(i64::MIN);
        let mut seen = Vec::new();
        while let Some(now) = next.filter(|_| seen.len() < 5) {
            let (verdict, change) = assess(now, due(10, 20));
            seen.push(verdict);
            next = change;
        }
        assert_eq!(seen, [Verdict::Ok, Verdict::DueSoon, Verdict::MaybeOverdue, Verdict::Overdue]);
    }

    #[test]
    fn leads_that_say_nothing_do_no_harm() {
        let at = |now, lead| Deadline::new(due(10, 10), lead).verdict_at(Timestamp(now));
        assert_eq!((at(10 * HOUR - 1, 0), at(10 * HOUR, 0)), (Verdict::Ok, Verdict::Overdue));
        assert_eq!(at(0, u64::MAX), Verdict::DueSoon);
    }

    #[test]
    fn the_lead_is_a_tenth_within_bounds() {
        let day = 86_400;
        for (limit, lead) in
            [(0, 0), (600, 600), (3600, 3600), (7200, 3600), (10 * day, day), (u64::MAX, u64::MAX / 10)]
        {
            assert_eq!(default_lead_seconds(limit), lead, "of {limit}");
        }
    }

    #[test]
    fn crosses_to_the_page_in_its_words() {
        let json = serde_json::to_value(Deadline::new(due(10, 20), 7200)).unwrap();
        let expected = serde_json::json!({"earliest": 10 * HOUR, "latest": 20 * HOUR, "lead_seconds": 7200});
        assert_eq!(json, expected);
        assert_eq!(serde_json::to_value(Verdict::DueSoon).unwrap(), "due-soon");
    }
}

//! What may be said of an order's due time at an instant, no more than is certain, and when that changes by itself.
//! Knows neither calendar nor clock: `now` is a value.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// When an order may have entered its status: at one of these instants or any between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Ends", into = "Ends")]
pub struct EntryInterval {
    earliest: Timestamp,
    latest: Timestamp,
}

/// An interval as it is written.
#[derive(Serialize, Deserialize)]
struct Ends {
    earliest: Timestamp,
    latest: Timestamp,
}

impl From<Ends> for EntryInterval {
    fn from(ends: Ends) -> Self {
        EntryInterval::between(ends.earliest, ends.latest)
    }
}

impl From<EntryInterval> for Ends {
    fn from(EntryInterval { earliest, latest }: EntryInterval) -> Self {
        Ends { earliest, latest }
    }
}

impl EntryInterval {
    /// Known to the millisecond.
    pub fn exact(at: Timestamp) -> Self {
        EntryInterval { earliest: at, latest: at }
    }

    /// Somewhere between two instants, whichever of them is the earlier.
    pub fn between(one: Timestamp, other: Timestamp) -> Self {
        EntryInterval { earliest: one.min(other), latest: one.max(other) }
    }

    /// Not before this.
    pub fn earliest(self) -> Timestamp {
        self.earliest
    }

    /// Not after this.
    pub fn latest(self) -> Timestamp {
        self.latest
    }

    /// Whether there is no doubt.
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }
}

/// When an order may be due. Made by [`Calendar::due_interval`](super::Calendar::due_interval) alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct DueInterval {
    pub(super) earliest: Timestamp,
    pub(super) latest: Timestamp,
}

impl DueInterval {
    /// If the order entered its status as early as it may have.
    pub fn earliest(self) -> Timestamp {
        self.earliest
    }

    /// If it entered as late as it may have.
    pub fn latest(self) -> Timestamp {
        self.latest
    }
}

/// What a badge says of the due time. With time alone, a verdict only ever moves down this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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

/// A verdict with what it rests on. Whoever has it can tell every later verdict too, as long as the entry time stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Assessment {
    /// The verdict.
    pub verdict: Verdict,
    /// When the order is due; `None` without a limit.
    pub due: Option<DueInterval>,
    /// How many seconds (of real time, on any day) before the earliest due time the order is due soon.
    pub lead_seconds: u64,
    /// When the verdict changes by itself; `None`: never again.
    pub next_change_at: Option<Timestamp>,
}

impl Assessment {
    /// Of an order in a status without a limit.
    pub const NO_LIMIT: Assessment =
        Assessment { verdict: Verdict::None, due: None, lead_seconds: 0, next_change_at: None };

    /// Of an order with these due times, at the instant `now`.
    pub fn at(now: Timestamp, due: DueInterval, lead_seconds: u64) -> Self {
        let lead = i64::try_from(lead_seconds).unwrap_or(i64::MAX);
        let soon_at = due.earliest.saturating_add_seconds(-lead);
        let changes = [
            (soon_at, Verdict::DueSoon),
            (due.earliest, Verdict::MaybeOverdue),
            (due.latest, Verdict::Overdue),
        ];
        let passed = changes.iter().take_while(|(at, _)| *at <= now).last();
        Assessment {
            verdict: passed.map_or(Verdict::Ok, |(_, verdict)| *verdict),
            due: Some(due),
            lead_seconds,
            next_change_at: changes.iter().map(|(at, _)| *at).find(|at| *at > now),
        }
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

    fn due(earliest_hour: i64, latest_hour: i64) -> DueInterval {
        DueInterval { earliest: Timestamp(earliest_hour * HOUR), latest: Timestamp(latest_hour * HOUR) }
    }

    fn assess(now: i64, due: DueInterval) -> (Verdict, Option<i64>) {
        let assessment = Assessment::at(Timestamp(now), due, 7200);
        (assessment.verdict, assessment.next_change_at.map(|at| at.0))
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
        let at = |now, lead| Assessment::at(Timestamp(now), due(10, 10), lead).verdict;
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
        let json = serde_json::to_value(Assessment::at(Timestamp(10 * HOUR), due(10, 20), 7200)).unwrap();
        let expected = serde_json::json!({
            "verdict": "maybe-overdue", "due": {"earliest": 10 * HOUR, "latest": 20 * HOUR},
            "lead_seconds": 7200, "next_change_at": 20 * HOUR,
        });
        assert_eq!(json, expected);
        assert_eq!(serde_json::to_value(Verdict::DueSoon).unwrap(), "due-soon");
        let turned: EntryInterval = serde_json::from_str(r#"{"earliest":5,"latest":3}"#).unwrap();
        assert_eq!(turned, EntryInterval::between(Timestamp(3), Timestamp(5)));
        assert_eq!(serde_json::to_string(&turned).unwrap(), r#"{"earliest":3,"latest":5}"#);
    }
}

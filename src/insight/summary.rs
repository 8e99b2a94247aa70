//! How many orders of a store are overdue, may be, or will be today; and when that changes by itself.

use crate::due::Verdict;
use crate::orders::roll::Roll;
use crate::time::Timestamp;

/// The counts at one instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Certainly overdue.
    pub overdue: u32,
    /// Overdue or not.
    pub maybe_overdue: u32,
    /// Not overdue yet, and due, as early as may be, before the day ends.
    pub due_today: u32,
    /// When the first of these verdicts changes by itself.
    pub next_change_at: Option<Timestamp>,
}

/// Counts the orders on a roll at the instant `now`; the local day ends at `today_ends_at`.
pub fn count(roll: &Roll, now: Timestamp, today_ends_at: Timestamp) -> Counts {
    let mut counts = Counts::default();
    for deadline in roll.entries().iter().filter_map(|entry| entry.deadline) {
        let counted = match deadline.verdict_at(now) {
            Verdict::Overdue => Some(&mut counts.overdue),
            Verdict::MaybeOverdue => Some(&mut counts.maybe_overdue),
            Verdict::Ok | Verdict::DueSoon if deadline.earliest < today_ends_at => {
                Some(&mut counts.due_today)
            }
            Verdict::Ok | Verdict::DueSoon | Verdict::None => None,
        };
        if let Some(counted) = counted {
            *counted += 1;
        }
        // That it is due soon changes no count.
        let next = [deadline.earliest, deadline.latest].into_iter().find(|at| *at > now);
        counts.next_change_at = [counts.next_change_at, next].into_iter().flatten().min();
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::due::Deadline;
    use crate::orders::identity::{OrderKind, OrderRef};
    use crate::orders::seen::Seen;
    use crate::time::Interval;
    use crate::ucos::answers::StatusRef;

    #[test]
    fn each_order_counts_once_and_the_next_change_is_told() {
        let mut roll = Roll::default();
        for id in 1..=6 {
            let truth = Interval::exact(Timestamp(0));
            let mut seen = Seen::unlisted(OrderRef { kind: OrderKind::Order, id }, None, truth);
            let status =
                |id: &str| StatusRef { id: id.to_owned(), name: String::new(), color: String::new() };
            seen.status = Some(status(&id.to_string()));
            roll.note(&seen);
        }
        // By order: earliest and latest due.
        let due = [(10, 20), (40, 60), (55, 55), (70, 90), (120, 130)];
        roll.judge(None, |status, _| {
            let (earliest, latest) = due.get(status.parse::<usize>().unwrap() - 1)?;
            Some(Deadline::new(Interval::between(Timestamp(*earliest), Timestamp(*latest)), 0))
        });
        let at = |now| count(&roll, Timestamp(now), Timestamp(100));
        let counts = |now| (at(now).overdue, at(now).maybe_overdue, at(now).due_today);
        assert_eq!((counts(50), at(50).next_change_at), ((1, 1, 2), Some(Timestamp(55))));
        assert_eq!((counts(55), at(55).next_change_at), ((2, 1, 1), Some(Timestamp(60))));
        assert_eq!((counts(130), at(130).next_change_at), ((5, 0, 0), None));
    }
}

//! The figures of the managers' board: how many orders are in each status, how late they are, and for how long they have
//! been there. Knows no clock, no platform.

use crate::due::Verdict;
use crate::orders::roll::{Entry, Roll};
use crate::time::Timestamp;

/// Where one bin of ages ends and the next begins, in hours; the last bin has no end.
pub const AGE_EDGES_HOURS: [i64; 9] = [4, 24, 48, 72, 120, 168, 336, 720, 2_160];

/// How many bins of ages there are.
pub const AGE_BINS: usize = AGE_EDGES_HOURS.len() + 1;

const HOUR_MS: i64 = 3_600_000;

/// The figures of one status. Cancelled orders are in none of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfStatus {
    /// The status's id; `None`: orders without one.
    pub status: Option<String>,
    /// How many orders are in it.
    pub orders: u32,
    /// How many of them are certainly overdue.
    pub overdue: u32,
    /// How many are overdue or not.
    pub maybe_overdue: u32,
    /// How many have a due time and are not overdue.
    pub due_next: u32,
    /// For how long they have been in it, by bins: those of which the bin is certain.
    pub known: [u32; AGE_BINS],
    /// And those of which it is only certain that it is this bin or a later one.
    pub at_least: [u32; AGE_BINS],
}

/// The figures of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Cancelled orders, whatever their status.
    pub cancelled: u32,
    /// Every status that an order is in.
    pub statuses: Vec<OfStatus>,
}

/// The bin of an age.
fn bin(age_ms: i64) -> usize {
    AGE_EDGES_HOURS.iter().take_while(|edge| age_ms >= **edge * HOUR_MS).count()
}

/// The bin of an order's age: at least this one; and whether it is certainly no later one.
pub fn age_bin(entry: &Entry, now: Timestamp) -> (usize, bool) {
    let entered = entry.entered.status;
    let at_least = bin(now.since(entered.latest()));
    (at_least, bin(now.since(entered.earliest())) == at_least)
}

/// The figures at the instant `now`.
pub fn figures(roll: &Roll, now: Timestamp) -> Figures {
    let mut figures = Figures::default();
    for entry in roll.entries() {
        if entry.cancelled {
            figures.cancelled += 1;
            continue;
        }
        let status = roll.status(entry);
        let place = figures.statuses.iter().position(|of| of.status.as_deref() == status);
        let place = place.unwrap_or_else(|| {
            figures.statuses.push(OfStatus { status: status.map(str::to_owned), ..OfStatus::default() });
            figures.statuses.len() - 1
        });
        let Some(of_status) = figures.statuses.get_mut(place) else { continue };
        of_status.orders += 1;
        let (bin, is_certain) = age_bin(entry, now);
        let ages = if is_certain { &mut of_status.known } else { &mut of_status.at_least };
        if let Some(count) = ages.get_mut(bin) {
            *count += 1;
        }
        match entry.deadline.map(|deadline| deadline.verdict_at(now)) {
            Some(Verdict::Overdue) => of_status.overdue += 1,
            Some(Verdict::MaybeOverdue) => of_status.maybe_overdue += 1,
            Some(Verdict::Ok | Verdict::DueSoon) => of_status.due_next += 1,
            Some(Verdict::None) | None => {}
        }
    }
    figures
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::due::Deadline;
    use crate::orders::identity::{OrderKind, OrderRef};
    use crate::orders::seen::Seen;
    use crate::time::Interval;
    use crate::ucos::answers::StatusRef;
    use proptest::prelude::*;

    /// One order of a made-up roll, times in hours before `NOW`.
    #[derive(Debug, Clone)]
    pub struct Made {
        pub status: Option<u8>,
        pub entered: (i64, i64),
        pub due: Option<(i64, i64)>,
        pub cancelled: bool,
    }

    pub const NOW: Timestamp = Timestamp(1_800_000_000_000);

    pub fn before_now(hours: i64) -> Timestamp {
        NOW.saturating_add_millis(-hours * HOUR_MS)
    }

    /// A roll of these orders; their ids count from 1.
    pub fn roll_of(all: &[Made]) -> Roll {
        let mut roll = Roll::default();
        for (id, made) in (1..).zip(all) {
            let truth = Interval::exact(NOW);
            let mut seen = Seen::unlisted(OrderRef { kind: OrderKind::Order, id }, None, truth);
            let status = |status: u8| StatusRef {
                id: format!("s{status}"),
                name: String::new(),
                color: String::new(),
            };
            seen.status = made.status.map(status);
            seen.entered = Interval::between(before_now(made.entered.0), before_now(made.entered.1));
            seen.cancelled = made.cancelled;
            roll.note(&seen);
            if let Some((earliest, latest)) = made.due {
                let due = Interval::between(before_now(earliest), before_now(latest));
                roll.judge(Some(seen.order), |_, _| Some(Deadline::new(due, 0)));
            }
        }
        roll
    }

    pub fn made() -> impl Strategy<Value = Made> {
        let span = || (-500i64..3_000, 0i64..400).prop_map(|(from, width)| (from + width, from));
        let entered = (0i64..3_000, 0i64..400).prop_map(|(from, width)| (from + width, from));
        (prop::option::of(0u8..4), entered, prop::option::of(span()), prop::bool::weighted(0.1))
            .prop_map(|(status, entered, due, cancelled)| Made { status, entered, due, cancelled })
    }

    #[test]
    fn each_order_is_in_the_bin_that_is_certain() {
        let order = |earliest, latest| Made {
            status: Some(1),
            entered: (earliest, latest),
            due: None,
            cancelled: false,
        };
        // Known to be new; known to be of the second day; a day old at least; there is no telling how old.
        let roll = roll_of(&[order(1, 0), order(47, 24), order(48, 24), order(500_000, 0)]);
        let of_status = &figures(&roll, NOW).statuses[0];
        assert_eq!(of_status.known[..4], [1, 0, 1, 0]);
        assert_eq!(of_status.at_least[..4], [1, 0, 1, 0]);
    }

    proptest! {
        #[test]
        fn the_figures_are_those_of_counting_one_by_one(all in prop::collection::vec(made(), 0..60)) {
            let told = figures(&roll_of(&all), NOW);
            prop_assert_eq!(told.cancelled as usize, all.iter().filter(|made| made.cancelled).count());
            let there: Vec<&Made> = all.iter().filter(|made| !made.cancelled).collect();
            let counted: u32 = told.statuses.iter().map(|of| of.orders).sum();
            prop_assert_eq!(counted as usize, there.len(), "each order once");
            for of in &told.statuses {
                let is_in = |made: &&&Made| made.status.map(|status| format!("s{status}")) == of.status;
                let orders: Vec<&&Made> = there.iter().filter(is_in).collect();
                let count = |test: &dyn Fn(&Made) -> bool| orders.iter().filter(|made| test(made)).count();
                prop_assert_eq!(of.orders as usize, orders.len());
                // An order without a status is never due.
                let due = |made: &Made| made.due.filter(|_| made.status.is_some());
                prop_assert_eq!(of.overdue as usize, count(&|made| due(made).is_some_and(|(_, latest)| latest >= 0)));
                prop_assert_eq!(
                    of.maybe_overdue as usize,
                    count(&|made| due(made).is_some_and(|(earliest, latest)| earliest >= 0 && latest < 0))
                );
                prop_assert_eq!(of.due_next as usize, count(&|made| due(made).is_some_and(|(earliest, _)| earliest < 0)));
                let edges = [0, 4, 24, 48, 72, 120, 168, 336, 720, 2_160, i64::MAX];
                for bin in 0..AGE_BINS {
                    let holds = |hours: i64| (edges[bin]..edges[bin + 1]).contains(&hours);
                    let (known, at_least) = (of.known[bin] as usize, of.at_least[bin] as usize);
                    prop_assert_eq!(known, count(&|made| holds(made.entered.0) && holds(made.entered.1)));
                    prop_assert_eq!(known + at_least, count(&|made| holds(made.entered.1)));
                }
            }
        }
    }
}

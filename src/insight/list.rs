//! The orders behind a figure: which they are, in which sequence, and one page of them. Knows no clock, no platform.

use super::figures::age_bin;
use super::stays::Stays;
use crate::due::Verdict;
use crate::orders::identity::OrderRef;
use crate::orders::roll::{Entry, Roll};
use crate::time::Timestamp;
use std::collections::BinaryHeap;

/// The most rows of one page.
pub const MAX_ROWS: usize = 500;

/// Which orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(target_arch = "wasm32", serde(rename_all = "kebab-case"))]
pub enum Which {
    /// All but cancelled ones.
    All,
    /// Certainly overdue.
    Overdue,
    /// Overdue or not.
    MaybeOverdue,
    /// With a due time, and not overdue.
    DueNext,
    /// Cancelled.
    Cancelled,
    /// Those that were seen to leave a status, once for each time, as far as it is known how long they were in it.
    Left,
    /// Those for which a reply was copied, once for each time.
    Answered,
    /// Those for which one was copied again within seven days, once for each time that was again.
    Repeated,
}

impl Which {
    /// By its name.
    pub fn named(name: &str) -> Option<Which> {
        Some(match name {
            "all" => Which::All,
            "overdue" => Which::Overdue,
            "maybe-overdue" => Which::MaybeOverdue,
            "due-next" => Which::DueNext,
            "cancelled" => Which::Cancelled,
            "left" => Which::Left,
            "answered" => Which::Answered,
            "repeated" => Which::Repeated,
            _ => return None,
        })
    }
}

/// By what they are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(target_arch = "wasm32", serde(rename_all = "kebab-case"))]
pub enum SortBy {
    /// When they were made, as their numbers tell; drafts after orders.
    Order,
    /// The place of their status in the store's list.
    Status,
    /// When they entered their status, at the latest; of those that left or were answered, when that was.
    Since,
    /// When they are due, at the earliest, those without a due time last; of those that left, how long they stayed.
    Due,
}

impl SortBy {
    /// By its name.
    pub fn named(name: &str) -> Option<SortBy> {
        Some(match name {
            "order" => SortBy::Order,
            "status" => SortBy::Status,
            "since" => SortBy::Since,
            "due" => SortBy::Due,
            _ => return None,
        })
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Question {
    /// Which orders.
    pub which: Which,
    /// Only those in this status; null: in any or none; an empty text: in none.
    pub status: Option<String>,
    /// Only those of this bin of ages; null: of any age.
    pub age_bin: Option<u32>,
    /// Only those answered on this local day of the store (`2026-03-09`) or later; null: on any. Of answers alone.
    pub from_day: Option<String>,
    /// The same for the last day.
    pub to_day: Option<String>,
    /// By what they are sorted.
    pub sort: SortBy,
    /// From the last to the first.
    pub descending: bool,
    /// How many to leave out before the first.
    pub offset: u32,
    /// The most rows to give, at most 500.
    pub rows: u32,
}

/// One row: an order as it stands on the roll, or one that left a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<'a> {
    /// Where it is.
    There(&'a Entry),
    /// Which status it left, when, and how many seconds it was there.
    Left(OrderRef, &'a str, Timestamp, u32),
    /// When a reply for it was copied, and where it is, if it is on the roll.
    Answered(OrderRef, Timestamp, Option<&'a Entry>),
}

/// One page of the orders that are asked for, and how many there are of them. `place` tells the place of a status in the
/// store's list; `answered` are the answers that are asked for, if any are.
pub fn page<'a>(
    question: &Question,
    roll: &'a Roll,
    stays: &'a Stays,
    answered: &[(OrderRef, Timestamp)],
    now: Timestamp,
    place: impl Fn(&str) -> usize,
) -> (Vec<Row<'a>>, usize) {
    let is_of_status = |status: Option<&str>| match question.status.as_deref() {
        None => true,
        Some("") => status.is_none(),
        wanted => status == wanted,
    };
    let mut rows: Vec<Row<'a>> = Vec::new();
    // By what each is sorted; then by order, so that pages agree; then its place among the rows.
    let mut keys: Vec<(i64, OrderRef, usize)> = Vec::new();
    if question.which == Which::Left {
        for of_status in stays.all().iter().filter(|of| is_of_status(Some(&of.status))) {
            for stay in &of_status.stays {
                let key = match question.sort {
                    SortBy::Order => 0,
                    SortBy::Status => place(&of_status.status) as i64,
                    SortBy::Since => stay.left_at.0,
                    SortBy::Due => i64::from(stay.seconds),
                };
                let row = Row::Left(stay.order, &of_status.status, stay.left_at, stay.seconds);
                keys.push((key, stay.order, rows.len()));
                rows.push(row);
            }
        }
    } else if matches!(question.which, Which::Answered | Which::Repeated) {
        for (order, at) in answered {
            let entry = roll.entry(*order);
            let status = entry.and_then(|entry| roll.status(entry));
            if !is_of_status(status) {
                continue;
            }
            let key = match question.sort {
                SortBy::Order => 0,
                SortBy::Status => status.map_or(i64::MAX, |status| place(status) as i64),
                SortBy::Since => at.0,
                SortBy::Due => due_key(entry, question.descending),
            };
            keys.push((key, *order, rows.len()));
            rows.push(Row::Answered(*order, *at, entry));
        }
    } else {
        // Few statuses and many orders: each place is looked up once.
        let mut places: Vec<(&str, i64)> = Vec::new();
        for entry in roll.entries() {
            let status = roll.status(entry);
            let is_of_age = question.age_bin.is_none_or(|bin| age_bin(entry, now).0 == bin as usize);
            if !is_of_status(status) || !is_of_age || !is_one(question.which, entry, now) {
                continue;
            }
            let key = match question.sort {
                SortBy::Order => 0,
                SortBy::Status => status.map_or(i64::MAX, |status| {
                    let known = places.iter().find(|(known, _)| *known == status).map(|(_, at)| *at);
                    known.unwrap_or_else(|| {
                        let at = place(status) as i64;
                        places.push((status, at));
                        at
                    })
                }),
                SortBy::Since => entry.entered.status.latest().0,
                SortBy::Due => due_key(Some(entry), question.descending),
            };
            keys.push((key, entry.order, rows.len()));
            rows.push(Row::There(entry));
        }
    }
    let total = rows.len();
    // A heap's sort is a tenth of the code of a quicker one, and takes milliseconds for 20,000.
    let sorted = BinaryHeap::from(keys).into_sorted_vec();
    let offset = (question.offset as usize).min(total);
    let end = offset.saturating_add((question.rows as usize).min(MAX_ROWS)).min(total);
    let at = |place: usize| if question.descending { total - 1 - place } else { place };
    let row = |place: usize| sorted.get(at(place)).and_then(|(_, _, row)| rows.get(*row)).copied();
    ((offset..end).filter_map(row).collect(), total)
}

/// Those without a due time are last, whichever way they are sorted.
fn due_key(entry: Option<&Entry>, is_descending: bool) -> i64 {
    let none = if is_descending { i64::MIN } else { i64::MAX };
    entry.and_then(|entry| entry.deadline).map_or(none, |deadline| deadline.earliest.0)
}

fn is_one(which: Which, entry: &Entry, now: Timestamp) -> bool {
    if entry.cancelled || which == Which::Cancelled {
        return entry.cancelled && which == Which::Cancelled;
    }
    let verdict = entry.deadline.map(|deadline| deadline.verdict_at(now));
    match which {
        Which::All => true,
        Which::Overdue => verdict == Some(Verdict::Overdue),
        Which::MaybeOverdue => verdict == Some(Verdict::MaybeOverdue),
        Which::DueNext => matches!(verdict, Some(Verdict::Ok | Verdict::DueSoon)),
        Which::Cancelled | Which::Left | Which::Answered | Which::Repeated => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::{Made, NOW, before_now, made, roll_of};
    use super::super::figures::{AGE_BINS, figures};
    use super::*;
    use crate::orders::seen::Seen;
    use crate::ucos::answers::StatusRef;
    use proptest::prelude::*;

    fn question(which: Which, sort: SortBy) -> Question {
        Question {
            which,
            status: None,
            age_bin: None,
            from_day: None,
            to_day: None,
            sort,
            descending: false,
            offset: 0,
            rows: 500,
        }
    }

    fn place(status: &str) -> usize {
        status[1..].parse().unwrap()
    }

    fn ids(question: &Question, roll: &Roll) -> Vec<u64> {
        let stays = Stays::default();
        let (rows, total) = page(question, roll, &stays, &[], NOW, place);
        assert!(rows.len() <= total);
        rows.iter().map(|row| if let Row::There(entry) = row { entry.order.id } else { 0 }).collect()
    }

    #[test]
    fn those_without_a_due_time_come_last_either_way() {
        let order = |due| Made { status: Some(0), entered: (9, 9), due, cancelled: false };
        let roll = roll_of(&[order(None), order(Some((1, 1))), order(Some((5, 2)))]);
        let mut question = question(Which::All, SortBy::Due);
        assert_eq!(ids(&question, &roll), [3, 2, 1]);
        question.descending = true;
        assert_eq!(ids(&question, &roll), [2, 3, 1]);
    }

    #[test]
    fn those_that_left_are_told_with_how_long_they_stayed() {
        let order = |hours| Made { status: Some(3), entered: (hours, hours), due: None, cancelled: false };
        let mut roll = roll_of(&[order(30), order(40)]);
        let mut stays = Stays::default();
        for id in [1, 2] {
            let order = roll.entries()[id - 1].order;
            let mut seen = Seen::unlisted(order, None, crate::time::Interval::exact(NOW));
            seen.status = Some(StatusRef { id: "s1".into(), name: String::new(), color: String::new() });
            let before = roll.note(&seen).unwrap();
            stays.note(Some("s3"), &before, &Seen { entered: crate::time::Interval::exact(NOW), ..seen });
        }
        let question = Question { status: Some("s3".into()), ..question(Which::Left, SortBy::Due) };
        let (rows, total) = page(&question, &roll, &stays, &[], NOW, place);
        let told: Vec<_> = rows
            .iter()
            .map(|row| match row {
                Row::Left(order, status, left_at, seconds) => (order.id, *status, *left_at, *seconds),
                _ => panic!("not one that left"),
            })
            .collect();
        assert_eq!(total, 2);
        let seconds = |hours: u32| hours * 3600 - 1;
        assert_eq!(told, [(1, "s3", before_now(0), seconds(30)), (2, "s3", before_now(0), seconds(40))]);
    }

    #[test]
    fn an_answer_is_told_with_where_its_order_is_now_and_without_if_it_is_gone() {
        let order = |due| Made { status: Some(0), entered: (9, 9), due, cancelled: false };
        let roll = roll_of(&[order(None), order(Some((1, 1)))]);
        let there = |at: usize| roll.entries()[at].order;
        let gone = OrderRef { kind: there(0).kind, id: 77 };
        let answered = [(there(1), before_now(9)), (gone, before_now(5)), (there(1), before_now(2))];
        let told = |question: &Question| -> Vec<(u64, bool)> {
            page(question, &roll, &Stays::default(), &answered, NOW, place)
                .0
                .iter()
                .map(|row| match row {
                    Row::Answered(order, _, entry) => (order.id, entry.is_some()),
                    _ => panic!("not an answer"),
                })
                .collect()
        };
        let by_time = question(Which::Answered, SortBy::Since);
        assert_eq!(told(&by_time), [(2, true), (77, false), (2, true)]);
        let by_due = question(Which::Answered, SortBy::Due);
        assert_eq!(told(&by_due), [(2, true), (2, true), (77, false)]);
        let of_a_status = Question { status: Some("s0".into()), ..by_time };
        assert_eq!(told(&of_a_status), [(2, true), (2, true)]);
    }

    proptest! {
        #[test]
        fn every_figure_leads_to_as_many_orders(all in prop::collection::vec(made(), 0..60)) {
            let roll = roll_of(&all);
            let count = |question: &Question| ids(question, &roll).len() as u32;
            let told = figures(&roll, NOW);
            prop_assert_eq!(count(&question(Which::Cancelled, SortBy::Order)), told.cancelled);
            for of in &told.statuses {
                let status = Some(of.status.clone().unwrap_or_default());
                let of_which = |which| Question { status: status.clone(), ..question(which, SortBy::Due) };
                prop_assert_eq!(count(&of_which(Which::All)), of.orders);
                prop_assert_eq!(count(&of_which(Which::Overdue)), of.overdue);
                prop_assert_eq!(count(&of_which(Which::MaybeOverdue)), of.maybe_overdue);
                prop_assert_eq!(count(&of_which(Which::DueNext)), of.due_next);
                for bin in 0..AGE_BINS {
                    let question = Question { age_bin: Some(bin as u32), ..of_which(Which::All) };
                    prop_assert_eq!(count(&question), of.known[bin] + of.at_least[bin]);
                }
            }
        }

        #[test]
        fn pages_together_are_the_whole_in_its_sequence(
            all in prop::collection::vec(made(), 0..60),
            sort in prop::sample::select(vec![SortBy::Order, SortBy::Status, SortBy::Since, SortBy::Due]),
            descending: bool,
            rows in 1u32..20,
        ) {
            let roll = roll_of(&all);
            let whole = Question { descending, ..question(Which::All, sort) };
            let mut paged = Vec::new();
            while let page = ids(&Question { offset: paged.len() as u32, rows, ..whole.clone() }, &roll) && !page.is_empty() {
                paged.extend(page);
            }
            prop_assert_eq!(&paged, &ids(&whole, &roll));
            let of = |id: &u64| &all[*id as usize - 1];
            let key = |id: &u64| match sort {
                SortBy::Order => *id as i64,
                SortBy::Status => of(id).status.map_or(i64::MAX, i64::from),
                SortBy::Since => before_now(of(id).entered.1).0,
                SortBy::Due => match of(id).due.filter(|_| of(id).status.is_some()) {
                    Some((earliest, _)) => before_now(earliest).0,
                    None => if descending { i64::MIN } else { i64::MAX },
                },
            };
            let in_sequence = |pair: &[u64]| {
                if descending { key(&pair[0]) >= key(&pair[1]) } else { key(&pair[0]) <= key(&pair[1]) }
            };
            prop_assert!(paged.windows(2).all(in_sequence));
        }
    }
}

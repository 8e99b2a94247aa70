//! Counted time on a local time line: which days count, how much counted time lies before an instant, and where a
//! given amount of it is reached. Every question is answered by arithmetic and one binary search in the days off,
//! however long the time asked about. Knows no time zone: here every day has 24 hours.

use super::DAY;
use super::date::{LocalDate, WeekdaySet};

/// Which local days count: some weekdays, at least one, less single days off.
///
/// Days are counted from 1970-01-01, local instants are milliseconds from its midnight, and counted time is measured
/// from an origin of its own; only differences of it mean anything.
pub(super) struct CountedDays {
    week: WeekdaySet,
    /// Sorted, and each of them on a weekday that counts.
    days_off: Vec<DayOff>,
}

struct DayOff {
    day: i64,
    /// Counted days between the origin and this one.
    counted_before: i64,
}

impl CountedDays {
    /// The days of `week` without `days_off`, which are sorted. `None` if no weekday counts: a day would never come.
    pub fn new(week: WeekdaySet, days_off: &[LocalDate]) -> Option<Self> {
        if week.is_empty() {
            return None;
        }
        let mut days = CountedDays { week, days_off: Vec::new() };
        for date in days_off.iter().filter(|date| week.contains(date.weekday())) {
            let day = date.days_since_epoch();
            let counted_before = days.workdays_before(day) - days.days_off.len() as i64;
            days.days_off.push(DayOff { day, counted_before });
        }
        Some(days)
    }

    /// Counted time before a local instant.
    pub fn counted_before(&self, local: i64) -> i64 {
        let day = local.div_euclid(DAY);
        let off_before = self.days_off.partition_point(|off| off.day < day);
        let is_off = self.days_off.get(off_before).is_some_and(|off| off.day == day);
        let workdays = self.workdays_before(day);
        let is_counted = !is_off && self.workdays_before(day + 1) > workdays;
        let whole_days = (workdays - off_before as i64) * DAY;
        if is_counted { whole_days + local.rem_euclid(DAY) } else { whole_days }
    }

    /// The local instant that begins the first millisecond with `counted` of counted time before it: the one instant
    /// that counts and has [`counted_before`](Self::counted_before) equal to `counted`.
    pub fn instant_at(&self, counted: i64) -> i64 {
        let counted_days = counted.div_euclid(DAY);
        let off_before = self.days_off.partition_point(|off| off.counted_before <= counted_days);
        self.nth_workday(counted_days + off_before as i64) * DAY + counted.rem_euclid(DAY)
    }

    /// Days before `day`, from the Monday before 1970-01-01, whose weekday counts.
    fn workdays_before(&self, day: i64) -> i64 {
        let since_monday = day + 3;
        let in_week = self.week.len_before(since_monday.rem_euclid(7));
        since_monday.div_euclid(7) * self.week.len() as i64 + in_week as i64
    }

    /// The day whose weekday counts and that has `n` of them before it.
    fn nth_workday(&self, n: i64) -> i64 {
        let per_week = self.week.len() as i64;
        let in_week =
            self.week.iter().nth(n.rem_euclid(per_week) as usize).map_or(0, |weekday| weekday as i64);
        n.div_euclid(per_week) * 7 + in_week - 3
    }
}

#[cfg(test)]
mod tests {
    use super::super::date::Weekday;
    use super::*;
    use proptest::prelude::*;

    fn any_days() -> impl Strategy<Value = (u8, Vec<i64>)> {
        (
            1_u8..128,
            proptest::collection::btree_set(-40_i64..40, 0..12).prop_map(|days| days.into_iter().collect()),
        )
    }

    fn counted_days(bits: u8, days_off: &[i64]) -> CountedDays {
        let week = Weekday::ALL.into_iter().filter(|day| bits & (1 << *day as u8) != 0).collect();
        let epoch = jiff::civil::date(1970, 1, 1);
        let date = |day: &i64| (epoch + jiff::Span::new().days(*day)).to_string().parse().unwrap();
        CountedDays::new(week, &days_off.iter().map(date).collect::<Vec<LocalDate>>()).unwrap()
    }

    proptest! {
        /// Against a count on fingers, day by day.
        #[test]
        fn counts_days_as_fingers_do((bits, days_off) in any_days()) {
            let days = counted_days(bits, &days_off);
            let mut counted = days.counted_before(-60 * DAY);
            for day in -60..60_i64 {
                let counts = bits & (1 << (day + 3).rem_euclid(7)) != 0 && !days_off.contains(&day);
                for part in [0, 1, DAY / 2, DAY - 1] {
                    let local = day * DAY + part;
                    prop_assert_eq!(days.counted_before(local), counted + if counts { part } else { 0 });
                    if counts {
                        prop_assert_eq!(days.instant_at(counted + part), local);
                    }
                }
                counted += if counts { DAY } else { 0 };
            }
        }
    }

    #[test]
    fn a_week_without_a_day_is_none() {
        assert!(CountedDays::new(WeekdaySet::EMPTY, &[]).is_none());
    }
}

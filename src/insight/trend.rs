//! How many orders of a store were overdue on each day: a small record, one line a day, as last counted on that day.
//! Knows no clock, no zone, no platform.

use super::summary::Counts;
use crate::due::LocalDate;

/// So many days are kept.
pub const MAX_DAYS: usize = 400;

/// The version of the record; another one is not read.
const VERSION: u8 = 1;

/// One day, as last counted on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Which, by the store's clocks.
    pub date: LocalDate,
    /// Certainly overdue.
    pub overdue: u32,
    /// Overdue or not.
    pub maybe_overdue: u32,
}

/// The days on which a store was counted, in order. A day on which nobody counted is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trend(Vec<Day>);

impl Trend {
    /// The days, the earliest first.
    pub fn days(&self) -> &[Day] {
        &self.0
    }

    /// Takes in what was counted on a day. `true`: that is news. A day that lies before the last one is one no more: the
    /// clock or the zone was put back.
    pub fn note(&mut self, date: LocalDate, counts: &Counts) -> bool {
        let day = Day { date, overdue: counts.overdue, maybe_overdue: counts.maybe_overdue };
        if self.0.last() == Some(&day) {
            return false;
        }
        self.0.retain(|known| known.date < date);
        self.0.push(day);
        let surplus = self.0.len().saturating_sub(MAX_DAYS);
        self.0.drain(..surplus);
        true
    }

    /// The record as it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for day in &self.0 {
            bytes.extend((day.date.days_since_epoch() as i32).to_le_bytes());
            bytes.extend(day.overdue.to_le_bytes());
            bytes.extend(day.maybe_overdue.to_le_bytes());
        }
        bytes
    }

    /// Reads a record; `None`: it is of another version, or broken.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (days, left) = rest.as_chunks::<12>();
        if *version != VERSION || !left.is_empty() {
            return None;
        }
        let number = |bytes: &[u8; 12], at: usize| {
            let four = bytes.get(at..at + 4).and_then(|four| four.first_chunk());
            u32::from_le_bytes(four.copied().unwrap_or_default())
        };
        let day = |bytes: &[u8; 12]| Day {
            date: LocalDate::of_day(number(bytes, 0) as i32),
            overdue: number(bytes, 4),
            maybe_overdue: number(bytes, 8),
        };
        Some(Trend(days.iter().map(day).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(overdue: u32) -> Counts {
        Counts { overdue, maybe_overdue: 2 * overdue, ..Counts::default() }
    }

    fn told(trend: &Trend) -> Vec<(i64, u32)> {
        trend.days().iter().map(|day| (day.date.days_since_epoch(), day.overdue)).collect()
    }

    #[test]
    fn the_last_count_of_a_day_stands() {
        let mut trend = Trend::default();
        for (day, overdue, is_news) in
            [(5, 1, true), (5, 1, false), (5, 4, true), (8, 0, true), (8, 0, false)]
        {
            assert_eq!(trend.note(LocalDate::of_day(day), &counts(overdue)), is_news);
        }
        assert_eq!(told(&trend), [(5, 4), (8, 0)], "no day is made up");
        // A zone further west: today is yesterday again.
        assert!(trend.note(LocalDate::of_day(7), &counts(3)));
        assert_eq!(told(&trend), [(5, 4), (7, 3)]);
    }

    #[test]
    fn no_more_than_400_days() {
        let mut trend = Trend::default();
        for day in 0..500 {
            trend.note(LocalDate::of_day(day), &counts(1));
        }
        assert_eq!(trend.days().len(), MAX_DAYS);
        assert_eq!((told(&trend)[0], told(&trend)[MAX_DAYS - 1]), ((100, 1), (499, 1)));
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_is_read_again(days in prop::collection::vec((-9_000i32..90_000, any::<u32>(), any::<u32>()), 0..50)) {
            let day = |(date, overdue, maybe_overdue)| Day { date: LocalDate::of_day(date), overdue, maybe_overdue };
            let trend = Trend(days.into_iter().map(day).collect());
            let bytes = trend.to_bytes();
            prop_assert_eq!(Trend::from_bytes(&bytes[..bytes.len() - 1]), None);
            prop_assert_eq!(Trend::from_bytes(&bytes), Some(trend));
        }

        #[test]
        fn broken_records_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
            let _ = Trend::from_bytes(&bytes);
        }
    }
}

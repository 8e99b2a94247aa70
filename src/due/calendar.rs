//! A store's calendar and the due time of an order in it. Knows no clock; how sure one may be is `verdict`'s business.

use serde::{Deserialize, Serialize};

use super::SECOND;
use super::counted::CountedDays;
use super::date::{LocalDate, WeekdaySet};
use super::verdict::{DueInterval, EntryInterval};
use super::zone::{EARLIEST, LATEST, Offsets, Zone};
use crate::time::Timestamp;

/// Which days do not count towards a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Skips {
    /// The weekdays of the store's weekend.
    pub weekends: bool,
    /// The store's holidays.
    pub holidays: bool,
}

/// How long an order may stay in a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limit {
    /// Seconds on days that count. Zero: due as soon as a day counts.
    pub seconds: u64,
    /// The days that do not.
    pub skips: Skips,
}

/// Why there is no due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DueError {
    /// The weekend is the whole week, and weekends are skipped.
    #[error(
        "no day counts: the weekend is the whole week and weekends are skipped; leave at least one weekday out of it"
    )]
    NoCountedDay,
    /// The order entered its status outside 1900 to 9999.
    #[error("the entry time lies outside the years 1900 to 9999; give a time within them")]
    EntryOutOfRange,
    /// The due time would lie after 9999.
    #[error("the due time lies after the year 9999; give a shorter limit")]
    DueOutOfRange,
}

/// A store's time zone, weekend and holidays.
pub struct Calendar<Z> {
    offsets: Offsets<Z>,
    /// By [`Skips`]; see [`Calendar::counted_days`]. `None` where no day counts.
    counted_days: [Option<CountedDays>; 4],
}

impl<Z: Zone> Calendar<Z> {
    /// Holidays may come in any order, more than once, and on weekends.
    pub fn new(zone: Z, weekend: WeekdaySet, holidays: impl IntoIterator<Item = LocalDate>) -> Self {
        let mut holidays: Vec<LocalDate> = holidays.into_iter().collect();
        holidays.sort_unstable();
        holidays.dedup();
        let every_day = WeekdaySet::EMPTY.complement();
        let counted_days = [
            CountedDays::new(every_day, &[]),
            CountedDays::new(every_day, &holidays),
            CountedDays::new(weekend.complement(), &[]),
            CountedDays::new(weekend.complement(), &holidays),
        ];
        Calendar { offsets: Offsets::new(zone), counted_days }
    }

    /// The earliest instant at which the counted time since entry reaches the limit.
    ///
    /// Counted time runs in real seconds while the local date is a day that counts. Entering on another day, the count
    /// starts at the next local midnight at which such a day begins. So a due time lies on a day that counts, or is
    /// the very end of one.
    pub fn due(&self, entered: Timestamp, limit: Limit) -> Result<Timestamp, DueError> {
        let days = self.counted_days(limit.skips).ok_or(DueError::NoCountedDay)?;
        if !(EARLIEST..=LATEST).contains(&entered) {
            return Err(DueError::EntryOutOfRange);
        }
        let limit = i64::try_from(limit.seconds).ok().and_then(|seconds| seconds.checked_mul(SECOND));
        let limit = limit.filter(|limit| *limit <= LATEST.since(entered)).ok_or(DueError::DueOutOfRange)?;

        // An order is due when its last counted millisecond ends; with a limit of zero, when the first one begins.
        let last_ends = i64::from(limit > 0);
        let mut before_last = limit - last_ends;
        for span in self.offsets.spans_from(entered) {
            let start = days.counted_before(span.start + span.offset);
            let last = days.instant_at(start + before_last) - span.offset;
            if last < span.end {
                return Ok(Timestamp(last + last_ends));
            }
            before_last -= days.counted_before(span.end + span.offset) - start;
        }
        Err(DueError::DueOutOfRange)
    }

    /// The due times that go with all the times at which the order may have entered its status.
    pub fn due_interval(&self, entered: EntryInterval, limit: Limit) -> Result<DueInterval, DueError> {
        let earliest = self.due(entered.earliest(), limit)?;
        let latest = if entered.is_exact() { earliest } else { self.due(entered.latest(), limit)? };
        Ok(DueInterval { earliest, latest })
    }

    fn counted_days(&self, skips: Skips) -> Option<&CountedDays> {
        let [all, no_holidays, no_weekends, neither] = &self.counted_days;
        match (skips.weekends, skips.holidays) {
            (false, false) => all.as_ref(),
            (false, true) => no_holidays.as_ref(),
            (true, false) => no_weekends.as_ref(),
            (true, true) => neither.as_ref(),
        }
    }
}

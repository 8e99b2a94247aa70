//! A store's calendar and the due time of an order in it. Knows no clock; how sure one may be is `verdict`'s business.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use super::counted::CountedDays;
use super::date::{LocalDate, WeekdaySet};
use super::timeline::Timeline;
use super::zone::{EARLIEST, LATEST, Offsets, Zone};
use super::{DAY, SECOND};
use crate::time::{Interval, Timestamp};

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

/// A store's time zone, weekend and holidays. It remembers what it worked out, so keep it as long as they stand.
pub struct Calendar<Z> {
    offsets: Offsets<Z>,
    /// By [`Skips`]; see [`Calendar::timeline`]. `None` where no day counts.
    timelines: [Option<RefCell<Timeline>>; 4],
}

impl<Z: Zone> Calendar<Z> {
    /// Holidays may come in any order, more than once, and on weekends.
    pub fn new(zone: Z, weekend: WeekdaySet, holidays: impl IntoIterator<Item = LocalDate>) -> Self {
        let holidays = in_order(holidays);
        let (every_day, working_days) = (WeekdaySet::EMPTY.complement(), weekend.complement());
        let choices = [
            (every_day, [].as_slice()),
            (every_day, &holidays),
            (working_days, &[]),
            (working_days, &holidays),
        ];
        let timelines = choices.map(|(week, days_off)| {
            CountedDays::new(week, days_off).map(|days| RefCell::new(Timeline::new(days)))
        });
        Calendar { offsets: Offsets::new(zone), timelines }
    }

    /// The earliest instant at which the counted time since entry reaches the limit.
    ///
    /// Counted time runs in real seconds while the local date is a day that counts. Entering on another day, the count
    /// starts at the next local midnight at which such a day begins. So a due time lies on a day that counts, or is
    /// the very end of one.
    pub fn due(&self, entered: Timestamp, limit: Limit) -> Result<Timestamp, DueError> {
        let timeline = self.timeline(limit.skips).ok_or(DueError::NoCountedDay)?;
        if !(EARLIEST..=LATEST).contains(&entered) {
            return Err(DueError::EntryOutOfRange);
        }
        let limit = i64::try_from(limit.seconds).ok().and_then(|seconds| seconds.checked_mul(SECOND));
        let limit = limit.filter(|limit| *limit <= LATEST.since(entered)).ok_or(DueError::DueOutOfRange)?;

        // An order is due when its last counted millisecond ends; with a limit of zero, when the first one begins.
        let last_millisecond = i64::from(limit > 0);
        let last_begins =
            timeline.borrow_mut().instant_after(entered, limit - last_millisecond, &self.offsets);
        let due = last_begins.map(|at| at.saturating_add_millis(last_millisecond));
        due.filter(|due| *due <= LATEST).ok_or(DueError::DueOutOfRange)
    }

    /// The due times that go with all the times at which the order may have entered its status.
    pub fn due_interval(&self, entered: Interval, limit: Limit) -> Result<Interval, DueError> {
        let earliest = self.due(entered.earliest(), limit)?;
        let latest = if entered.is_exact() { earliest } else { self.due(entered.latest(), limit)? };
        Ok(Interval::between(earliest, latest))
    }

    /// The first instant of the local day after the one that this instant lies in.
    pub fn next_day(&self, at: Timestamp) -> Timestamp {
        let local_day = |utc: i64| (utc + self.offsets.offset_at(utc)).div_euclid(DAY);
        let today = local_day(at.0);
        // No day is longer than two.
        let (mut before, mut after) = (at.0, at.0 + 2 * DAY);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if local_day(middle) > today { after = middle } else { before = middle }
        }
        Timestamp(after)
    }

    /// The local day that this instant lies in.
    pub fn date_of(&self, at: Timestamp) -> LocalDate {
        let local_day = (at.0 + self.offsets.offset_at(at.0)).div_euclid(DAY);
        LocalDate::of_day(i32::try_from(local_day).unwrap_or(i32::MAX))
    }

    fn timeline(&self, skips: Skips) -> Option<&RefCell<Timeline>> {
        let [every_day, no_holidays, no_weekends, neither] = &self.timelines;
        match (skips.weekends, skips.holidays) {
            (false, false) => every_day.as_ref(),
            (false, true) => no_holidays.as_ref(),
            (true, false) => no_weekends.as_ref(),
            (true, true) => neither.as_ref(),
        }
    }
}

/// Dates once each and in order. They are few, and most often are so already: no sorting routine for their sake.
fn in_order(dates: impl IntoIterator<Item = LocalDate>) -> Vec<LocalDate> {
    let mut ordered: Vec<LocalDate> = Vec::new();
    for date in dates {
        let place = ordered.partition_point(|known| *known < date);
        if ordered.get(place) != Some(&date) {
            ordered.insert(place, date);
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::super::date::Weekday::{self, *};
    use super::*;

    /// A calendar that skips these weekdays and dates.
    struct Store {
        zone: &'static str,
        weekend: &'static [Weekday],
        holidays: &'static [&'static str],
    }

    const UTC: Store = Store { zone: "UTC", weekend: &[Sat, Sun], holidays: &[] };

    impl Store {
        fn due(&self, entered: &str, seconds: u64) -> Result<String, DueError> {
            let zone = jiff::tz::TimeZoneDatabase::bundled().get(self.zone).unwrap();
            let offset =
                |at: Timestamp| zone.to_offset(jiff::Timestamp::from_millisecond(at.0).unwrap()).seconds();
            let holidays = self.holidays.iter().map(|date| date.parse().unwrap());
            let calendar = Calendar::new(offset, self.weekend.iter().copied().collect(), holidays);
            let entered = entered.parse::<jiff::Timestamp>().unwrap().as_millisecond();
            let skips = Skips { weekends: true, holidays: true };
            let due = calendar.due(Timestamp(entered), Limit { seconds, skips })?;
            Ok(jiff::Timestamp::from_millisecond(due.0).unwrap().to_string())
        }

        #[track_caller]
        fn assert_due(&self, entered: &str, seconds: u64, due: &str) {
            assert_eq!(self.due(entered, seconds).as_deref(), Ok(due));
        }
    }

    const HOUR: u64 = 3600;

    #[test]
    fn runs_out_with_the_week_or_goes_on_after_it() {
        let toronto = Store { zone: "America/Toronto", ..UTC };
        // Friday 15:00, nine hours before the weekend in which summer time begins.
        toronto.assert_due("2026-03-06T20:00:00Z", 9 * HOUR, "2026-03-07T05:00:00Z");
        toronto.assert_due("2026-03-06T20:00:00Z", 9 * HOUR + 1, "2026-03-09T04:00:01Z");
    }

    #[test]
    fn starts_when_a_day_counts() {
        let toronto = Store { zone: "America/Toronto", holidays: &["2026-03-09"], ..UTC };
        for saturday_or_holiday in
            ["2026-03-07T05:00:00Z", "2026-03-08T12:34:56Z", "2026-03-10T03:59:59.999Z"]
        {
            toronto.assert_due(saturday_or_holiday, 0, "2026-03-10T04:00:00Z");
            toronto.assert_due(saturday_or_holiday, 1, "2026-03-10T04:00:01Z");
        }
        toronto.assert_due("2026-03-06T20:00:00.5Z", 0, "2026-03-06T20:00:00.5Z");
    }

    #[test]
    fn holidays_count_once_wherever_they_lie() {
        let holidays = &["2026-12-28", "2026-12-25", "2026-12-26", "2026-12-25", "2026-12-24", "2031-01-01"];
        let christmas = Store { holidays, ..UTC };
        // Wednesday noon; Thursday, Friday and Monday are off, Saturday is anyway.
        christmas.assert_due("2026-12-23T12:00:00Z", 12 * HOUR, "2026-12-24T00:00:00Z");
        christmas.assert_due("2026-12-23T12:00:00Z", 24 * HOUR, "2026-12-29T12:00:00Z");
    }

    #[test]
    fn a_day_may_have_23_or_25_hours() {
        let berlin = Store { zone: "Europe/Berlin", weekend: &[Mon], holidays: &[] };
        berlin.assert_due("2026-03-28T23:00:00Z", 23 * HOUR, "2026-03-29T22:00:00Z");
        berlin.assert_due("2026-03-28T23:00:00Z", 23 * HOUR + 1, "2026-03-30T22:00:01Z");
        berlin.assert_due("2026-10-24T22:00:00Z", 25 * HOUR, "2026-10-25T23:00:00Z");
        berlin.assert_due("2026-10-24T22:00:00Z", 25 * HOUR + 1, "2026-10-26T23:00:01Z");
    }

    #[test]
    fn the_next_day_begins_where_the_zone_says() {
        for (zone, at, next) in [
            ("UTC", "2026-03-06T00:00:00Z", "2026-03-07T00:00:00Z"),
            ("UTC", "2026-03-06T23:59:59.999Z", "2026-03-07T00:00:00Z"),
            ("America/Toronto", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
            ("America/Havana", "2026-03-07T17:00:00Z", "2026-03-08T05:00:00Z"),
            ("Pacific/Apia", "2011-12-29T12:00:00Z", "2011-12-30T10:00:00Z"),
            ("Asia/Kathmandu", "2026-03-06T18:14:00Z", "2026-03-06T18:15:00Z"),
        ] {
            let zone = jiff::tz::TimeZoneDatabase::bundled().get(zone).unwrap();
            let offset =
                |at: Timestamp| zone.to_offset(jiff::Timestamp::from_millisecond(at.0).unwrap()).seconds();
            let at = Timestamp(at.parse::<jiff::Timestamp>().unwrap().as_millisecond());
            let found = Calendar::new(offset, WeekdaySet::EMPTY, []).next_day(at);
            assert_eq!(jiff::Timestamp::from_millisecond(found.0).unwrap().to_string(), next);
        }
    }

    #[test]
    fn or_half_an_hour_less() {
        let lord_howe = Store { zone: "Australia/Lord_Howe", weekend: &[Mon], holidays: &[] };
        lord_howe.assert_due("2026-10-03T13:30:00Z", 47 * HOUR / 2, "2026-10-04T13:00:00Z");
        lord_howe.assert_due("2026-10-03T13:30:00Z", 47 * HOUR / 2 + 1, "2026-10-05T13:00:01Z");
    }

    #[test]
    fn a_day_may_begin_at_one() {
        let havana = Store { zone: "America/Havana", weekend: &[Sat], holidays: &[] };
        // Sunday, 8 March 2026 begins at 01:00, as summer time does, and has 23 hours.
        havana.assert_due("2026-03-07T17:00:00Z", 0, "2026-03-08T05:00:00Z");
        havana.assert_due("2026-03-07T17:00:00Z", 23 * HOUR, "2026-03-09T04:00:00Z");
    }

    #[test]
    fn a_day_may_be_missing() {
        // Thursday, 29 December 2011 was followed by Saturday.
        let apia = Store { zone: "Pacific/Apia", weekend: &[Fri], holidays: &["2011-12-30"] };
        apia.assert_due("2011-12-29T10:00:00Z", 24 * HOUR + 1, "2011-12-30T10:00:01Z");
        let apia = Store { weekend: &[Sat], ..apia };
        apia.assert_due("2011-12-29T10:00:00Z", 24 * HOUR, "2011-12-30T10:00:00Z");
        apia.assert_due("2011-12-29T10:00:00Z", 24 * HOUR + 1, "2011-12-31T10:00:01Z");
    }

    #[test]
    fn a_day_may_come_back() {
        // A minute into Sunday, clocks went back to Saturday, 23:01, for another 59 minutes of it.
        let st_johns = Store { zone: "America/St_Johns", weekend: &[Sun], holidays: &[] };
        st_johns.assert_due("2010-11-07T02:00:00Z", 30 * 60, "2010-11-07T02:30:00Z");
        st_johns.assert_due("2010-11-07T02:00:00Z", 31 * 60, "2010-11-07T02:32:00Z");
        st_johns.assert_due("2010-11-07T02:00:00Z", 89 * 60, "2010-11-07T03:30:00Z");
        st_johns.assert_due("2010-11-07T02:00:00Z", 89 * 60 + 1, "2010-11-08T03:30:01Z");
    }

    #[test]
    fn ten_years_of_working_days() {
        // 522 weeks of five days from a Monday end with a Friday.
        UTC.assert_due("2026-01-05T00:00:00Z", 522 * 5 * 24 * HOUR, "2036-01-05T00:00:00Z");
    }

    #[test]
    fn a_week_of_weekends_is_an_error_only_if_they_are_skipped() {
        let week: WeekdaySet = Weekday::ALL.into_iter().collect();
        let calendar = Calendar::new(|_| 0, week, []);
        let due = |weekends| {
            let skips = Skips { weekends, holidays: true };
            calendar.due(Timestamp(0), Limit { seconds: 1, skips })
        };
        assert_eq!((due(true), due(false)), (Err(DueError::NoCountedDay), Ok(Timestamp(1000))));
    }

    #[test]
    fn time_has_ends() {
        let calendar = Calendar::new(|_| 0, WeekdaySet::SATURDAY_AND_SUNDAY, []);
        let due = |entered, seconds| calendar.due(entered, Limit { seconds, skips: Skips::default() });
        let all_time = (LATEST.since(EARLIEST) / SECOND) as u64;
        assert_eq!(due(EARLIEST, all_time), Ok(LATEST));
        assert_eq!(due(EARLIEST, all_time + 1), Err(DueError::DueOutOfRange));
        assert_eq!((due(LATEST, 0), due(LATEST, 1)), (Ok(LATEST), Err(DueError::DueOutOfRange)));
        assert_eq!(due(EARLIEST, u64::MAX), Err(DueError::DueOutOfRange));
        for entered in [i64::MIN, EARLIEST.0 - 1, LATEST.0 + 1, i64::MAX] {
            assert_eq!(due(Timestamp(entered), 0), Err(DueError::EntryOutOfRange));
        }
        // What would fit if every day counted does not without the weekends.
        let skips = Skips { weekends: true, holidays: false };
        let limit = Limit { seconds: all_time - 86_400, skips };
        assert_eq!(calendar.due(EARLIEST, limit), Err(DueError::DueOutOfRange));
    }

    #[test]
    fn an_interval_of_entry_gives_one_of_due() {
        let calendar = Calendar::new(|_| 0, WeekdaySet::SATURDAY_AND_SUNDAY, []);
        let limit = Limit { seconds: 1, skips: Skips::default() };
        let due = calendar.due_interval(Interval::between(Timestamp(9), Timestamp(4)), limit).unwrap();
        assert_eq!((due.earliest(), due.latest()), (Timestamp(1004), Timestamp(1009)));
        let due = calendar.due_interval(Interval::exact(Timestamp(4)), limit).unwrap();
        assert_eq!((due.earliest(), due.latest()), (Timestamp(1004), Timestamp(1004)));
    }
}

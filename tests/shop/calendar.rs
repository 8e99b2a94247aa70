//! When an order is due, counted day by day with jiff: slow, simple, and nothing of the core in it.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A store's days.
#[derive(Debug, Clone)]
pub struct Days {
    pub zone: TimeZone,
    pub weekend: Vec<Weekday>,
    pub holidays: Vec<Date>,
}

/// How long an order may stay in a status.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub millis: i64,
    pub skips_weekends: bool,
    pub skips_holidays: bool,
}

impl Days {
    fn counts(&self, day: Date, limit: Limit) -> bool {
        let on_weekend = self.weekend.contains(&day.weekday());
        let on_holiday = self.holidays.contains(&day);
        !(limit.skips_weekends && on_weekend || limit.skips_holidays && on_holiday)
    }

    fn begins(&self, day: Date) -> i64 {
        day.to_zoned(self.zone.clone()).unwrap().timestamp().as_millisecond()
    }

    /// When what entered a status then is due.
    pub fn due(&self, entered: i64, limit: Limit) -> i64 {
        let entry = Timestamp::from_millisecond(entered).unwrap();
        let mut day = self.zone.to_datetime(entry).date();
        let (mut at, mut left) = (entered, limit.millis);
        loop {
            let tomorrow = day.checked_add(Span::new().days(1)).unwrap();
            let ends = self.begins(tomorrow);
            if self.counts(day, limit) {
                if left <= ends - at {
                    return at + left;
                }
                left -= ends - at;
            }
            (day, at) = (tomorrow, ends);
        }
    }
}

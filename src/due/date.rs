//! Local days, weekdays and sets of them. Knows the Gregorian calendar, no time zone and no time of day.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar, in no particular zone. Written `2026-03-09`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalDate(i32);

/// The text or the numbers name no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a date: write year-month-day, as in 2026-03-09")]
pub struct NoSuchDate(String);

impl LocalDate {
    /// The day of this year (0 to 9999), month (from 1) and day (from 1).
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, NoSuchDate> {
        // Day and month come back changed where the month does not exist or is shorter than that.
        let date = Self(days_since_epoch(i32::from(year), i32::from(month), i32::from(day)));
        let exists = year <= 9999
            && (1..=12).contains(&month)
            && date.parts() == (year.into(), month.into(), day.into());
        if exists { Ok(date) } else { Err(NoSuchDate(format!("{year:04}-{month:02}-{day:02}"))) }
    }

    /// The day that comes so many days after 1970-01-01; the nearest there is, outside the years 0 to 9999.
    pub fn of_day(days_since_epoch: i32) -> Self {
        Self(days_since_epoch.clamp(FIRST_DAY, LAST_DAY))
    }

    /// Days since 1970-01-01.
    pub fn days_since_epoch(self) -> i64 {
        i64::from(self.0)
    }

    /// The weekday of this day.
    pub fn weekday(self) -> Weekday {
        Weekday::of_day(self.days_since_epoch())
    }

    /// Year, month and day. The inverse of [`days_since_epoch`], by the same shifted calendar.
    fn parts(self) -> (i32, i32, i32) {
        let days = self.0 + DAYS_TO_EPOCH;
        let era = days.div_euclid(DAYS_OF_ERA);
        let day_of_era = days.rem_euclid(DAYS_OF_ERA);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        (year_of_era + era * 400 + i32::from(month <= 2), month, day)
    }
}

/// 0000-01-01.
const FIRST_DAY: i32 = -719_528;
/// 9999-12-31.
const LAST_DAY: i32 = 2_932_896;
/// Days in 400 years, after which the Gregorian calendar repeats.
const DAYS_OF_ERA: i32 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i32 = 719_468;

/// Days since 1970-01-01, by a calendar whose years begin in March, so that the leap day comes last
/// (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn days_since_epoch(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - DAYS_TO_EPOCH
}

impl FromStr for LocalDate {
    type Err = NoSuchDate;

    fn from_str(text: &str) -> Result<Self, NoSuchDate> {
        let no_such_date = || NoSuchDate(text.chars().take(40).collect());
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(no_such_date());
        };
        let number = |digits: &[u8]| {
            digits
                .iter()
                .try_fold(0_u16, |n, digit| digit.is_ascii_digit().then(|| n * 10 + u16::from(digit - b'0')))
        };
        let parts = (number(&[*y1, *y2, *y3, *y4]), number(&[*m1, *m2]), number(&[*d1, *d2]));
        let (Some(year), Some(month), Some(day)) = parts else { return Err(no_such_date()) };
        // Two digits always fit.
        Self::new(year, month as u8, day as u8)
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl TryFrom<String> for LocalDate {
    type Error = NoSuchDate;

    fn try_from(text: String) -> Result<Self, NoSuchDate> {
        text.parse()
    }
}

impl From<LocalDate> for String {
    fn from(date: LocalDate) -> String {
        date.to_string()
    }
}

/// A day of the week, Monday first. Written `mon`, `tue` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// Every weekday, in order.
    pub const ALL: [Weekday; 7] = {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        [Mon, Tue, Wed, Thu, Fri, Sat, Sun]
    };

    /// The weekday of a day counted from 1970-01-01, which was a Thursday.
    fn of_day(day: i64) -> Self {
        Self::ALL[(day + 3).rem_euclid(7) as usize]
    }
}

/// Some of the seven weekdays. Written as a list, `["sat","sun"]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Weekday>", into = "Vec<Weekday>")]
pub struct WeekdaySet(u8);

impl WeekdaySet {
    /// No weekday.
    pub const EMPTY: WeekdaySet = WeekdaySet(0);
    /// Saturday and Sunday, the weekend of most stores.
    pub const SATURDAY_AND_SUNDAY: WeekdaySet = WeekdaySet(0b110_0000);

    /// Whether this weekday is one of them.
    pub fn contains(self, weekday: Weekday) -> bool {
        self.0 & (1 << weekday as u8) != 0
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// How many there are in the first `days` (0 to 7) of the week.
    pub(super) fn len_before(self, days: i64) -> usize {
        (self.0 & ((1 << days) - 1)).count_ones() as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are not in this set.
    #[must_use]
    pub fn complement(self) -> Self {
        WeekdaySet(!self.0 & 0b111_1111)
    }

    /// Those that are, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL.into_iter().filter(move |weekday| self.contains(*weekday))
    }
}

impl FromIterator<Weekday> for WeekdaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(weekdays: I) -> Self {
        WeekdaySet(weekdays.into_iter().fold(0, |set, weekday| set | 1 << weekday as u8))
    }
}

impl From<Vec<Weekday>> for WeekdaySet {
    fn from(weekdays: Vec<Weekday>) -> Self {
        weekdays.into_iter().collect()
    }
}

impl From<WeekdaySet> for Vec<Weekday> {
    fn from(set: WeekdaySet) -> Self {
        set.iter().collect()
    }
}

impl fmt::Debug for WeekdaySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_jiff_on_every_day() {
        let epoch = jiff::civil::date(1970, 1, 1);
        // Two rounds of the 400 years after which the calendar repeats, and both its ends.
        for (first, last) in [(0, 0), (1600, 2399), (9999, 9999)] {
            let days = jiff::civil::date(first, 1, 1).series(jiff::Span::new().days(1));
            for day in days.take_while(|day| day.year() <= last) {
                let date: LocalDate = day.to_string().parse().unwrap();
                assert_eq!(date.days_since_epoch(), i64::from(epoch.until(day).unwrap().get_days()), "{day}");
                assert_eq!(date.to_string(), day.to_string());
                assert_eq!(date.weekday() as i8, day.weekday().to_monday_zero_offset(), "{day}");
            }
        }
    }

    #[test]
    fn refuses_days_that_are_none() {
        let wrong = [
            "",
            "2026",
            "2026-3-9",
            "2026-03-32",
            "2026-00-10",
            "2026-13-01",
            "2026-02-29",
            "1900-02-29",
            "2026-03-00",
            "02026-03-09",
            "-026-03-09",
            "+026-03-09",
            "2026/03/09",
            "2026-03-09T00:00:00Z",
            " 2026-03-09",
            "２０２６-03-09",
        ];
        for text in wrong {
            assert!(text.parse::<LocalDate>().is_err(), "{text}");
        }
        assert!("2024-02-29".parse::<LocalDate>().is_ok() && "2000-02-29".parse::<LocalDate>().is_ok());
        for (year, month, day) in
            [(10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 255, 255)]
        {
            assert!(LocalDate::new(year, month, day).is_err(), "{year}-{month}-{day}");
        }
    }

    #[test]
    fn is_written_as_people_write_it() {
        let text = r#"["2026-03-09"]"#;
        let dates: Vec<LocalDate> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&dates).unwrap(), text);
        let weekend: WeekdaySet = serde_json::from_str(r#"["sun","sat","sun"]"#).unwrap();
        assert_eq!(weekend, WeekdaySet::SATURDAY_AND_SUNDAY);
        assert_eq!(serde_json::to_string(&weekend).unwrap(), r#"["sat","sun"]"#);
        assert!(serde_json::from_str::<WeekdaySet>(r#"["caturday"]"#).is_err());
    }

    #[test]
    fn a_set_and_its_complement_are_the_week() {
        let weekend = WeekdaySet::SATURDAY_AND_SUNDAY;
        assert_eq!(
            (weekend.len(), weekend.complement().len(), WeekdaySet::EMPTY.complement().len()),
            (2, 5, 7)
        );
        assert!(
            Weekday::ALL.into_iter().all(|day| weekend.contains(day) != weekend.complement().contains(day))
        );
        assert!(
            weekend.contains(Weekday::Sat) && weekend.contains(Weekday::Sun) && WeekdaySet::EMPTY.is_empty()
        );
    }
}

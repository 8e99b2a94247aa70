//! Points in time as values. Knows no clock: whoever calls says what time it is.

use std::fmt;

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Serialize, Serializer};

/// Milliseconds in a minute.
pub const MINUTE: i64 = 60_000;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Written as ISO 8601 UTC everywhere outside the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Millis {
    /// This point moved by `milliseconds`, which may be negative.
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Reads an ISO 8601 time with an offset, such as `2026-03-06T20:00:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|at| Self(at.as_millisecond()))
    }

    /// The form of HTTP's `Date` header.
    pub fn http_date(self) -> String {
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.timestamp())
            .unwrap_or_default()
    }

    fn timestamp(self) -> Timestamp {
        let furthest = if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_millisecond(self.0).unwrap_or(furthest)
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_and_http_forms() {
        let at = Millis::parse("2026-03-06T20:00:00Z").unwrap();
        assert_eq!(at.to_string(), "2026-03-06T20:00:00.000Z");
        assert_eq!(at.http_date(), "Fri, 06 Mar 2026 20:00:00 GMT");
        assert_eq!(Millis::parse(&at.plus(7).to_string()), Some(at.plus(7)));
        assert_eq!(Millis::parse("yesterday"), None);
    }

    #[test]
    fn times_beyond_the_calendar_do_not_fail() {
        assert!(Millis(i64::MAX).to_string().starts_with("9999"));
        assert!(!Millis(i64::MIN).http_date().contains("9999"));
    }
}

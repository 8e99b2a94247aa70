//! Instants as values. Knows no clock.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant: milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This instant moved by whole seconds; stops at the ends of the range.
    #[must_use]
    pub fn saturating_add_seconds(self, seconds: i64) -> Self {
        self.saturating_add_millis(seconds.saturating_mul(1000))
    }

    /// This instant moved by milliseconds; stops at the ends of the range.
    #[must_use]
    pub fn saturating_add_millis(self, millis: i64) -> Self {
        Timestamp(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative if `earlier` is later.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads an ISO 8601 instant as the service writes it (RFC 3339: with `Z` or an offset, with or without a
    /// fraction). `None` if it is anything else; a time without a zone is no instant.
    pub fn parse(text: &str) -> Option<Self> {
        let instant = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(instant.unix_timestamp_nanos().div_euclid(1_000_000)).ok().map(Timestamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_service_writes() {
        let at = |text| Timestamp::parse(text).map(|t| t.0);
        assert_eq!(at("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(at("2026-03-06T20:00:00Z"), Some(1_772_827_200_000));
        assert_eq!(at("2026-03-06T20:00:00.123456Z"), Some(1_772_827_200_123));
        assert_eq!(at("2026-03-07T01:30:00.5+05:30"), Some(1_772_827_200_500));
        assert_eq!(at("1969-12-31T23:59:59.999Z"), Some(-1));
    }

    #[test]
    fn refuses_everything_else() {
        for text in
            ["", "2026-03-06", "2026-03-06T20:00:00", "2026-13-06T20:00:00Z", "2026-02-29T20:00:00Z", "é"]
        {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}

//! Instants, and intervals between them, as values. Knows no clock.

use crate::due::LocalDate;
use crate::json::{FromJson, Object};
use serde::Serialize;

/// An instant: milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
    /// fraction, cut to milliseconds). `None` if it is anything else; a time without a zone is no instant.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let date: LocalDate = date.parse().ok()?;
        let bytes = rest.as_bytes();
        let [b'T' | b't' | b' ', h1, h2, b':', m1, m2, b':', s1, s2, end @ ..] = bytes else { return None };
        let (hour, minute) = (two_digits(*h1, *h2, 23)?, two_digits(*m1, *m2, 59)?);
        // A leap second is taken for the one before it.
        let second = two_digits(*s1, *s2, 60)?.min(59);
        let (millis, zone) = match end {
            [b'.', fraction @ ..] => {
                let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
                let (fraction, zone) = fraction.split_at_checked(digits).filter(|_| digits > 0)?;
                let place = |at: usize| i64::from(fraction.get(at).map_or(0, |digit| digit - b'0'));
                (place(0) * 100 + place(1) * 10 + place(2), zone)
            }
            zone => (0, zone),
        };
        let ahead_minutes = match zone {
            [b'Z' | b'z'] => 0,
            [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
                let minutes = two_digits(*h1, *h2, 23)? * 60 + two_digits(*m1, *m2, 59)?;
                if *sign == b'+' { minutes } else { -minutes }
            }
            _ => return None,
        };
        let minutes = (date.days_since_epoch() * 24 + hour) * 60 + minute - ahead_minutes;
        Some(Timestamp((minutes * 60 + second) * 1000 + millis))
    }
}

fn two_digits(tens: u8, ones: u8, most: i64) -> Option<i64> {
    let digit = |b: u8| b.is_ascii_digit().then(|| i64::from(b - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?).filter(|number| *number <= most)
}

/// The instants between which something happened, both included. `earliest` is never after `latest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Interval {
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    earliest: Timestamp,
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    latest: Timestamp,
}

impl Interval {
    /// Known to the millisecond.
    pub fn exact(at: Timestamp) -> Self {
        Interval { earliest: at, latest: at }
    }

    /// Somewhere between two instants, whichever of them is the earlier.
    pub fn between(one: Timestamp, other: Timestamp) -> Self {
        Interval { earliest: one.min(other), latest: one.max(other) }
    }

    /// Not before this.
    pub fn earliest(self) -> Timestamp {
        self.earliest
    }

    /// Not after this.
    pub fn latest(self) -> Timestamp {
        self.latest
    }

    /// Whether there is no doubt.
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }
}

impl FromJson for Interval {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let instant = |name: &str| object.whole(name).map(Timestamp);
        Some(Interval::between(instant("earliest")?, instant("latest")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_the_service_writes() {
        let at = |text| Timestamp::parse(text).map(|t| t.0);
        assert_eq!(at("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(at("2026-03-06T20:00:00Z"), Some(1_772_827_200_000));
        assert_eq!(at("2026-03-06T20:00:00.123456Z"), Some(1_772_827_200_123));
        assert_eq!(at("2026-03-07T01:30:00.5+05:30"), Some(1_772_827_200_500));
        assert_eq!(at("1969-12-31T23:59:59.999Z"), Some(-1));
    }

    proptest! {
        #[test]
        fn reads_what_jiff_writes(millis in -2_000_000_000_000i64..200_000_000_000_000, ahead in -1439i32..1440) {
            let offset = jiff::tz::Offset::from_seconds(ahead * 60).unwrap();
            let text = jiff::Timestamp::from_millisecond(millis).unwrap().display_with_offset(offset).to_string();
            prop_assert_eq!(Timestamp::parse(&text), Some(Timestamp(millis)), "{}", text);
        }
    }

    #[test]
    fn an_interval_is_kept_as_it_is_and_put_in_order() {
        let turned: Interval = crate::json::read(br#"{"earliest":5,"latest":3}"#).unwrap();
        assert_eq!(turned, Interval::between(Timestamp(3), Timestamp(5)));
        assert_eq!(serde_json::to_string(&turned).unwrap(), r#"{"earliest":3,"latest":5}"#);
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "2026-03-06",
            "2026-03-06T20:00:00.Z",
            "2026-03-06T20:00:00+05",
            "2026-03-06T24:00:00Z",
            "2026-03-06T20:00:00ZZ",
            "é026-03-06T20:00:00Z",
            "2026-03-06T2é:00:00Z",
            "2026-03-06T20:00:00",
            "2026-13-06T20:00:00Z",
            "2026-02-29T20:00:00Z",
            "é",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}

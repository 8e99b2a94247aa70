//! The service's clock, as far as the `Date` of its answers tells it. All that is known of orders is kept in its time,
//! so that a device whose clock is wrong, or is put right, makes no order older or younger.

use crate::due::LocalDate;
use crate::json::{FromJson, Object};
use crate::platform::{FETCH_TIMEOUT_MS, HttpAnswer};
use crate::time::{Interval, Timestamp};
use serde::Serialize;

/// A difference that is no more than the answers' own resolution and the way of a request: the clocks agree.
const AGREEMENT_MS: i64 = 2_000;

/// What is known of the service's clock. Kept as a record, so that a new life of the worker knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ServiceClock {
    /// By how many milliseconds it is ahead of this device's, at least.
    ahead_least: i64,
    /// And at the most.
    ahead_most: i64,
    /// The latest that it was known to show. It never goes back.
    latest: Option<Timestamp>,
}

impl ServiceClock {
    /// Follows an answer that was asked for at `asked` and had come at `answered`, both by the device's clock. Answers
    /// narrow the difference down; one that contradicts the others is right, because the device's clock was put.
    pub fn follow(&mut self, answer: &HttpAnswer, asked: Timestamp, answered: Timestamp) {
        let Some(date) = answer.header("date").and_then(parse_http_date) else { return };
        // `Date` has no fraction: it was then, or up to a second later.
        let (least, most) = (date.since(answered), date.saturating_add_seconds(1).since(asked));
        let agrees = self.latest.is_some() && least <= self.ahead_most && self.ahead_least <= most;
        if agrees {
            self.ahead_least = self.ahead_least.max(least);
            self.ahead_most = self.ahead_most.min(most);
        } else {
            (self.ahead_least, self.ahead_most) = (least, most.max(least));
            self.latest = None;
        }
        self.note(self.at(answered));
    }

    /// By how many milliseconds the service's clock is taken to be ahead; 0 where the clocks agree.
    pub fn ahead_ms(&self) -> i64 {
        let agree = self.ahead_least <= AGREEMENT_MS && self.ahead_most >= -AGREEMENT_MS;
        if agree { 0 } else { self.ahead_least.midpoint(self.ahead_most) }
    }

    /// The service's time when the device's clock shows `device`. Never earlier than it was told before: should the
    /// device's clock jump back, the difference grows by the jump until an answer says better.
    pub fn now(&mut self, device: Timestamp) -> Timestamp {
        let now = self.at(device);
        match self.latest {
            Some(latest) if now < latest => {
                if latest.since(now) > AGREEMENT_MS {
                    (self.ahead_least, self.ahead_most) = (latest.since(device), latest.since(device));
                }
                latest
            }
            _ => {
                self.note(now);
                now
            }
        }
    }

    /// From when to when, by the service's clock and at the widest, a request was on its way.
    pub fn span(&self, asked: Timestamp, answered: Timestamp) -> Interval {
        let latest = answered.saturating_add_millis(self.ahead_most);
        let earliest = asked.saturating_add_millis(self.ahead_least);
        // The device's clock was put while the request was on its way: no request takes longer than it may.
        let longest = latest.saturating_add_millis(-FETCH_TIMEOUT_MS);
        Interval::between(if earliest <= latest { earliest } else { longest }, latest)
    }

    fn at(&self, device: Timestamp) -> Timestamp {
        device.saturating_add_millis(self.ahead_ms())
    }

    fn note(&mut self, now: Timestamp) {
        self.latest = Some(self.latest.map_or(now, |latest| latest.max(now)));
    }
}

impl FromJson for ServiceClock {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(ServiceClock {
            ahead_least: object.whole("ahead_least")?,
            ahead_most: object.whole("ahead_most")?,
            latest: object.whole("latest").map(Timestamp),
        })
    }
}

/// Reads the form of a date that HTTP demands of servers: `Sun, 22 Nov 2026 22:35:30 GMT` (RFC 9110, 5.6.7).
fn parse_http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = text.trim().strip_suffix(" GMT")?.split_once(',')?;
    let mut parts = rest.trim().split([' ', ':']);
    let mut next = || parts.next();
    let day = next()?.parse().ok()?;
    let month = next()?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let year = next()?.parse().ok()?;
    let date = LocalDate::new(year, u8::try_from(month).ok()?, day).ok()?;
    let mut number = || next()?.parse::<i64>().ok().filter(|number| (0..=60).contains(number));
    let (hour, minute, second) = (number()?, number()?, number()?);
    Some(Timestamp((((date.days_since_epoch() * 24 + hour) * 60 + minute) * 60 + second) * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sun, 22 Nov 2026 22:35:30 GMT.
    const T0: Timestamp = Timestamp(1_795_386_930_000);

    fn dated(at: Timestamp) -> HttpAnswer {
        let date = jiff::Timestamp::from_millisecond(at.0).unwrap().strftime("%a, %d %b %Y %H:%M:%S GMT");
        HttpAnswer { status: 200, headers: vec![("Date".to_owned(), date.to_string())], body: Vec::new() }
    }

    #[test]
    fn reads_the_dates_of_http_and_nothing_else() {
        assert_eq!(parse_http_date("Sun, 22 Nov 2026 22:35:30 GMT"), Some(T0));
        assert_eq!(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(Timestamp(0)));
        for text in [
            "",
            "Sun, 22 Nov 2026 22:35:30",
            "Sun, 22 Nov 2026 22:35:30 CET",
            "Sun, 31 Nov 2026 22:35:30 GMT",
            "Sun, 22 ovD 2026 22:35:30 GMT",
            "Sun, 22 Nov 2026 22:35 GMT",
            "Sunday, 22-Nov-26 22:35:30 GMT",
            "Sun Nov 22 22:35:30 2026",
            "2026-11-22T22:35:30Z",
        ] {
            assert_eq!(parse_http_date(text), None, "{text}");
        }
    }

    #[test]
    fn clocks_that_agree_are_not_corrected() {
        let mut clock = ServiceClock::default();
        clock.follow(&dated(T0), T0, Timestamp(T0.0 + 300));
        assert_eq!((clock.ahead_ms(), clock.now(T0)), (0, Timestamp(T0.0 + 300)));
        assert_eq!(clock.now(Timestamp(T0.0 + 900)), Timestamp(T0.0 + 900));
    }

    #[test]
    fn a_wrong_clock_is_corrected_and_one_put_right_is_not() {
        let mut clock = ServiceClock::default();
        let late = Timestamp(T0.0 - 3_600_000);
        clock.follow(&dated(T0), late, Timestamp(late.0 + 200));
        assert!((clock.now(Timestamp(late.0 + 200)).since(T0)).abs() <= 1_000);
        clock.follow(&dated(Timestamp(T0.0 + 60_000)), Timestamp(T0.0 + 60_000), Timestamp(T0.0 + 60_100));
        assert_eq!(clock.ahead_ms(), 0);
    }

    #[test]
    fn a_clock_that_jumps_back_makes_nothing_younger() {
        for mut clock in [ServiceClock::default(), {
            let mut clock = ServiceClock::default();
            clock.follow(&dated(T0), T0, T0);
            clock
        }] {
            let before = clock.now(Timestamp(T0.0 + 10_000));
            let kept: ServiceClock = crate::json::read(&serde_json::to_vec(&clock).unwrap()).unwrap();
            for mut clock in [clock, kept] {
                // An hour back; and from there a minute goes by.
                assert_eq!(clock.now(Timestamp(T0.0 - 3_600_000)), before);
                assert_eq!(clock.now(Timestamp(T0.0 - 3_540_000)).since(before), 60_000);
            }
        }
    }

    #[test]
    fn a_clock_put_back_while_a_request_is_on_its_way_dates_nothing_ahead() {
        let mut clock = ServiceClock::default();
        let answered = Timestamp(T0.0 - 3_600_000);
        clock.follow(&dated(Timestamp(T0.0 + 1_000)), T0, answered);
        let span = clock.span(T0, answered);
        assert!(
            span.earliest() <= Timestamp(T0.0 + 1_000) && span.latest() <= Timestamp(T0.0 + 3_000),
            "{span:?}"
        );
    }

    proptest! {
        /// Whatever the error of the device's clock and the ways of the requests: what the service did while a request
        /// was on its way lies within its span.
        #[test]
        fn spans_hold_the_truth(
            error in -100_000_000i64..100_000_000,
            requests in prop::collection::vec((0i64..4_000, 0i64..4_000, 0i64..100_000), 1..20),
        ) {
            let mut clock = ServiceClock::default();
            let mut now = T0;
            let device = |at: Timestamp| Timestamp(at.0 + error);
            for (there, back, pause) in requests {
                let asked = now;
                let worked = Timestamp(asked.0 + there);
                now = Timestamp(worked.0 + back);
                clock.follow(&dated(worked), device(asked), device(now));
                let span = clock.span(device(asked), device(now));
                prop_assert!(span.earliest() <= worked && worked <= span.latest(), "{span:?} {worked:?}");
                prop_assert!(clock.now(device(now)).since(now).abs() <= AGREEMENT_MS + 5_000);
                now = Timestamp(now.0 + pause);
            }
        }
    }
}

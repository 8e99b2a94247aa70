//! The rate budget of a key: two windows, per minute and per day, and both must have room.
//!
//! The headers of every answer tell what is left, which counts what others with the same key have used; between
//! answers we count our own. Whether the service's windows slide or are fixed is not documented: a window is taken
//! as empty again one whole length after an answer said how full it was, which holds for both.

use crate::json::{FromJson, Object};
use crate::platform::HttpAnswer;
use crate::time::Timestamp;
use serde::Serialize;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

/// While the day's window seems spent, one request in this time finds out whether it still is.
const DAY_PROBE_MS: i64 = 10 * MINUTE_MS;

/// Who waits for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// A person: may use all that is left.
    Person,
    /// Nobody: leaves half of the minute and a fifth of the day to people.
    Background,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Window {
    length_ms: i64,
    limit: u32,
    remaining: u32,
    told_at: Option<Timestamp>,
}

impl Window {
    /// What is left now.
    fn remaining(&self, now: Timestamp) -> u32 {
        match self.told_at {
            Some(at) if (0..self.length_ms).contains(&now.since(at)) => self.remaining,
            _ => self.limit,
        }
    }

    fn take(&mut self, now: Timestamp) {
        self.remaining = self.remaining(now).saturating_sub(1);
        if self.told_at.is_none_or(|at| !(0..self.length_ms).contains(&now.since(at))) {
            self.told_at = Some(now);
        }
    }

    fn follow(&mut self, limit: Option<u32>, remaining: Option<u32>, under_way: u32, now: Timestamp) {
        if let Some(limit) = limit {
            self.limit = limit.max(1);
        }
        if let Some(remaining) = remaining {
            // What is under way may not be counted in this answer yet.
            self.remaining = remaining.min(self.limit).saturating_sub(under_way);
            self.told_at = Some(now);
        }
    }
}

/// The budget of one key. Kept as a record, so that a new life of the worker does not ask what was forbidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Budget {
    minute: Window,
    day: Window,
    #[serde(skip)]
    under_way: u32,
    paused_at: Option<Timestamp>,
    paused_until: Option<Timestamp>,
    probed_at: Option<Timestamp>,
}

impl Default for Budget {
    /// The documented defaults of a key: 60 a minute, 10,000 a day.
    fn default() -> Self {
        Budget {
            minute: Window { length_ms: MINUTE_MS, limit: 60, remaining: 60, told_at: None },
            day: Window { length_ms: DAY_MS, limit: 10_000, remaining: 10_000, told_at: None },
            under_way: 0,
            paused_at: None,
            paused_until: None,
            probed_at: None,
        }
    }
}

impl Budget {
    /// Takes one request from the budget; `Err` says until when there is no room.
    pub fn take(&mut self, priority: Priority, now: Timestamp) -> Result<(), Timestamp> {
        if let (Some(at), Some(until)) = (self.paused_at, self.paused_until)
            && now < at
        {
            // The clock went back: how long ago the pause began cannot be told, but not for longer than was asked.
            (self.paused_at, self.paused_until) =
                (Some(now), Some(now.saturating_add_millis(until.since(at))));
        }
        if let Some(until) = self.paused_until {
            // No pause is longer than a day.
            if now < until && until.since(now) <= DAY_MS {
                return Err(until);
            }
            self.paused_until = None;
        }
        let spare = match priority {
            Priority::Person => 0,
            Priority::Background => self.minute.limit / 2,
        };
        if self.minute.remaining(now) <= spare {
            let told_at = self.minute.told_at.unwrap_or(now);
            return Err(told_at.saturating_add_millis(MINUTE_MS).max(now.saturating_add_millis(1)));
        }
        let day_spare = match priority {
            Priority::Person => 0,
            Priority::Background => self.day.limit / 5,
        };
        if self.day.remaining(now) <= day_spare {
            let next = self.probed_at.map_or(now, |at| at.saturating_add_millis(DAY_PROBE_MS));
            if priority == Priority::Background || (now < next && next.since(now) <= DAY_PROBE_MS) {
                return Err(next.max(now.saturating_add_millis(MINUTE_MS)));
            }
            self.probed_at = Some(now);
        }
        self.minute.take(now);
        self.day.take(now);
        self.under_way += 1;
        Ok(())
    }

    /// A request ended without an answer. It stays counted: the service may have seen it.
    pub fn ended(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// A request was answered: follows what its headers tell. Returns until when everything waits, if it was a 429.
    /// `jitter` in 0..1000 spreads those who share a key over a few seconds.
    pub fn follow(&mut self, answer: &HttpAnswer, now: Timestamp, jitter: u32) -> Option<Timestamp> {
        self.ended();
        let number = |name: &str| answer.header(name).and_then(|text| text.trim().parse::<u32>().ok());
        let under_way = self.under_way;
        self.minute.follow(
            number("x-ratelimit-limit-minute"),
            number("x-ratelimit-remaining-minute"),
            under_way,
            now,
        );
        self.day.follow(number("x-ratelimit-limit-day"), number("x-ratelimit-remaining-day"), under_way, now);
        if answer.status != 429 {
            return None;
        }
        let jitter_ms = i64::from(jitter.min(1000)) * 5;
        // Seconds only: the other form, a date, would trust a clock that is not ours.
        let asked =
            number("retry-after").map(|seconds| now.saturating_add_seconds(i64::from(seconds.min(86_400))));
        let next_minute = Timestamp((now.0.div_euclid(MINUTE_MS) + 1) * MINUTE_MS);
        let until = asked.unwrap_or(next_minute).saturating_add_millis(jitter_ms);
        (self.paused_at, self.paused_until) = (Some(now), Some(until));
        Some(until)
    }

    /// The time between two requests that keeps to `percent` of the day's requests. It grows as the day is used up, by
    /// us or by others with the same key.
    pub fn pace_ms(&self, percent: u8, now: Timestamp) -> i64 {
        let share = i64::from(self.day.limit) * i64::from(percent.max(1));
        let left = i64::from(self.day.remaining(now)).max(1);
        (DAY_MS * 100 / share.max(1)).saturating_mul(i64::from(self.day.limit)) / left
    }

    /// Whether so little is left, or so long a pause was asked, that a new life of the worker has to know.
    pub fn is_tight(&self, now: Timestamp) -> bool {
        let is_low = |window: &Window| window.remaining(now) <= window.limit / 4;
        self.paused_until.is_some_and(|until| until > now) || is_low(&self.minute) || is_low(&self.day)
    }

    /// How much is left of the day's requests, in percent; `None`: no answer has told yet.
    pub fn day_left_percent(&self, now: Timestamp) -> Option<u32> {
        self.day.told_at?;
        let left = u64::from(self.day.remaining(now)) * 100 / u64::from(self.day.limit.max(1));
        u32::try_from(left).ok()
    }

    /// What is left of the minute and of the day.
    pub fn remaining(&self, now: Timestamp) -> (u32, u32) {
        (self.minute.remaining(now), self.day.remaining(now))
    }
}

impl FromJson for Budget {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let window = |name: &str, length_ms: i64| {
            let window = object.object(name)?;
            let number = |name: &str| u32::try_from(window.whole(name)?).ok();
            let told_at = window.whole("told_at").map(Timestamp);
            Some(Window { length_ms, limit: number("limit")?, remaining: number("remaining")?, told_at })
        };
        Some(Budget {
            minute: window("minute", MINUTE_MS)?,
            day: window("day", DAY_MS)?,
            under_way: 0,
            paused_at: object.whole("paused_at").map(Timestamp),
            paused_until: object.whole("paused_until").map(Timestamp),
            probed_at: object.whole("probed_at").map(Timestamp),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const T0: Timestamp = Timestamp(1_800_000_000_000);

    fn answer(status: u16, headers: &[(&str, &str)]) -> HttpAnswer {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        HttpAnswer { status, headers, body: Vec::new() }
    }

    #[test]
    fn follows_the_headers_of_a_shared_key() {
        let mut budget = Budget::default();
        assert_eq!(budget.take(Priority::Person, T0), Ok(()));
        budget.follow(
            &answer(200, &[("X-RateLimit-Limit-Minute", "60"), ("X-RateLimit-Remaining-Minute", "1")]),
            T0,
            0,
        );
        assert_eq!(budget.take(Priority::Person, T0), Ok(()));
        let until = budget.take(Priority::Person, T0).unwrap_err();
        assert_eq!(until, Timestamp(T0.0 + MINUTE_MS));
        assert_eq!(budget.take(Priority::Person, until), Ok(()));
    }

    #[test]
    fn background_leaves_half_of_the_minute() {
        let mut budget = Budget::default();
        let taken = std::iter::repeat_with(|| budget.take(Priority::Background, T0))
            .take_while(Result::is_ok)
            .count();
        assert_eq!(taken, 30);
        assert_eq!(budget.take(Priority::Person, T0), Ok(()));
    }

    #[test]
    fn a_429_pauses_everything() {
        for (headers, seconds) in
            [(vec![("Retry-After", "17")], 17), (vec![], 40), (vec![("Retry-After", "soon")], 40)]
        {
            let mut budget = Budget::default();
            let now = Timestamp(T0.0.div_euclid(MINUTE_MS) * MINUTE_MS + 20_000);
            assert_eq!(budget.take(Priority::Person, now), Ok(()));
            let until = budget.follow(&answer(429, &headers), now, 0).unwrap();
            assert_eq!(until.since(now), seconds * 1000);
            assert_eq!(budget.take(Priority::Person, Timestamp(until.0 - 1)), Err(until));
            assert_eq!(budget.take(Priority::Person, until), Ok(()));
        }
    }

    #[test]
    fn background_leaves_a_fifth_of_the_day() {
        let mut budget = Budget::default();
        for (left, allowed) in [("2001", true), ("2000", false)] {
            budget.follow(&answer(200, &[("X-RateLimit-Remaining-Day", left)]), T0, 0);
            assert_eq!(budget.take(Priority::Background, T0).is_ok(), allowed, "{left}");
        }
        assert_eq!(budget.take(Priority::Person, T0), Ok(()));
    }

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        let mut budget = Budget::default();
        assert!(!budget.is_tight(T0));
        budget.follow(&answer(429, &[("Retry-After", "17"), ("X-RateLimit-Remaining-Day", "5")]), T0, 3);
        assert!(budget.is_tight(T0));
        assert_eq!(crate::json::read(&serde_json::to_vec(&budget).unwrap()), Some(budget));
    }

    #[test]
    fn the_pace_is_a_share_of_the_day_and_of_what_is_left_of_it() {
        let mut budget = Budget::default();
        assert_eq!(budget.pace_ms(30, T0), 28_800, "3,000 a day");
        budget.follow(&answer(200, &[("X-RateLimit-Remaining-Day", "2500")]), T0, 0);
        assert_eq!(budget.pace_ms(30, T0), 4 * 28_800);
        budget.follow(&answer(200, &[("X-RateLimit-Remaining-Day", "0")]), T0, 0);
        assert!(budget.pace_ms(0, T0) > DAY_MS);
    }

    #[test]
    fn a_spent_day_is_probed_not_hammered() {
        let mut budget = Budget::default();
        assert_eq!(budget.take(Priority::Person, T0), Ok(()));
        budget.follow(&answer(200, &[("X-RateLimit-Remaining-Day", "0")]), T0, 0);
        let mut sent = 0;
        for second in 0..3600 {
            if budget.take(Priority::Person, T0.saturating_add_seconds(second)).is_ok() {
                budget.ended();
                sent += 1;
            }
        }
        assert_eq!(sent, 6);
    }

    proptest! {
        /// Against a service with fixed windows, which others use too, none of our requests is over the limit as long
        /// as nobody else takes what the last answer showed as free.
        #[test]
        fn alone_on_a_key_nothing_is_ever_refused(limit in 1u32..20, gaps in prop::collection::vec(0i64..9_000, 1..300), offset in 0i64..60_000) {
            let mut budget = Budget::default();
            let (mut now, mut window, mut used) = (Timestamp(T0.0 + offset), i64::MIN, 0u32);
            let mut first = true;
            for gap in gaps {
                now = now.saturating_add_millis(gap);
                if budget.take(Priority::Person, now).is_err() {
                    continue;
                }
                if now.0.div_euclid(MINUTE_MS) != window {
                    window = now.0.div_euclid(MINUTE_MS);
                    used = 0;
                }
                used += 1;
                prop_assert!(used <= limit || first, "request {used} of {limit}");
                first = false;
                let (limit_text, left) = (limit.to_string(), (limit.saturating_sub(used)).to_string());
                budget.follow(&answer(200, &[("x-ratelimit-limit-minute", &limit_text), ("x-ratelimit-remaining-minute", &left)]), now, 0);
            }
        }
    }
}

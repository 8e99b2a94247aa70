//! How many requests a key has left.
//!
//! Assumption: fixed windows, the minute and the UTC day by the clock; every request with a known key counts but
//! those refused with 429. Counts live in memory, so a restart begins new windows.

use std::collections::HashMap;

use crate::database::stores::Key;
use crate::time::{DAY, MINUTE, Millis};

/// Requests used per key.
#[derive(Debug, Default)]
pub struct RateBook {
    keys: HashMap<i64, [Window; 2]>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Window {
    number: i64,
    used: u32,
}

impl Window {
    /// Empties the window if it is another one than the present.
    fn turn(&mut self, now: Millis, length: i64) {
        let number = now.0.div_euclid(length);
        if self.number != number {
            *self = Self { number, used: 0 };
        }
    }

    fn ends_in(self, now: Millis, length: i64) -> i64 {
        (self.number + 1) * length - now.0
    }
}

/// Whether a request may pass, and what is left after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests left in this minute.
    pub left_minute: u32,
    /// Requests left today.
    pub left_day: u32,
    /// If the request may not pass: the seconds until it could.
    pub wait_seconds: Option<i64>,
}

impl RateBook {
    /// Counts one request of `key`, if it may pass.
    pub fn take(&mut self, key: &Key, now: Millis) -> Allowance {
        let [minute, day] = self.keys.entry(key.id).or_default();
        minute.turn(now, MINUTE);
        day.turn(now, DAY);
        let wait = if day.used >= key.per_day {
            Some(day.ends_in(now, DAY))
        } else if minute.used >= key.per_minute {
            Some(minute.ends_in(now, MINUTE))
        } else {
            minute.used += 1;
            day.used += 1;
            None
        };
        Allowance {
            left_minute: key.per_minute.saturating_sub(minute.used),
            left_day: key.per_day.saturating_sub(day.used),
            wait_seconds: wait.map(|milliseconds| milliseconds.div_euclid(1000) + 1),
        }
    }
}

//! The PIN that seals a staff account's key: what may be one, and how long a wrong one keeps the next waiting. Knows no
//! platform and no clock; the PIN itself prints as dots and is not kept anywhere.

use crate::json::{FromJson, Object};
use crate::time::Timestamp;
use serde::Serialize;
use std::fmt;
use zeroize::Zeroize;

/// The fewest characters of a PIN.
const SHORTEST: usize = 4;

/// The most characters of a PIN.
const LONGEST: usize = 128;

/// Rounds of PBKDF2 with SHA-256: what OWASP asks for at the least.
pub const ROUNDS: u32 = 600_000;

/// How many tries are free but for the work: only after the last of them, wrong too, the next has to wait.
const FREE: usize = 3;

/// How long the next try waits after each further wrong one, in seconds; the last of them stays.
const WAITS: [i64; 6] = [5, 15, 60, 300, 900, 3_600];

/// A PIN as a person typed it: any characters, none of them dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// Takes what was typed; it need not be a PIN that could have been set.
    pub fn typed(text: String) -> Pin {
        Pin(text)
    }

    /// Whether it may be set: neither too short nor too long.
    pub fn may_be_set(&self) -> bool {
        (SHORTEST..=LONGEST).contains(&self.0.chars().count())
    }

    /// The PIN itself: for the derivation, nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(•••)")
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What a PIN's key is derived with, beside the PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Derivation {
    /// By chance, as text; each record has its own.
    pub salt: String,
    /// Rounds of PBKDF2.
    pub rounds: u32,
}

impl FromJson for Derivation {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Derivation { salt: object.text("salt")?, rounds: u32::try_from(object.whole("rounds")?).ok()? })
    }
}

/// Wrong PINs in a row. Kept, so that neither a new life of the worker nor a new start of the browser forgets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tries {
    wrong: u32,
    /// When the last one was tried, by this device's clock.
    at: Timestamp,
}

impl Default for Tries {
    fn default() -> Self {
        Tries { wrong: 0, at: Timestamp(0) }
    }
}

impl Tries {
    /// Counts a try that is about to be made: as a wrong one, so that ending the worker meanwhile wins nothing. `false`:
    /// it is too early, and must not be made.
    pub fn begin(&mut self, now: Timestamp) -> bool {
        self.look_at_clock(now);
        let is_time = now >= self.next_at();
        if is_time {
            (self.wrong, self.at) = (self.wrong.saturating_add(1), now);
        }
        is_time
    }

    /// The clock may have been put back: then the wait begins anew, and never gets shorter.
    pub fn look_at_clock(&mut self, now: Timestamp) {
        self.at = self.at.min(now);
    }

    /// When the next try may be made.
    pub fn next_at(&self) -> Timestamp {
        let last = WAITS.len() - 1;
        let paid = (self.wrong as usize).checked_sub(FREE);
        let seconds = paid.and_then(|paid| WAITS.get(paid.min(last))).copied().unwrap_or_default();
        self.at.saturating_add_seconds(seconds)
    }
}

impl FromJson for Tries {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Tries { wrong: u32::try_from(object.whole("wrong")?).ok()?, at: Timestamp(object.whole("at")?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_long_enough_and_prints_as_dots() {
        for (text, may) in [("123", false), ("1234", true), ("äöüß", true), ("äöü", false), ("    ", true)]
        {
            assert_eq!(Pin::typed(text.to_owned()).may_be_set(), may, "{text:?}");
        }
        assert!(Pin::typed("x".repeat(128)).may_be_set() && !Pin::typed("x".repeat(129)).may_be_set());
        assert!(!format!("{:?}", Pin::typed("13579".to_owned())).contains('3'));
    }

    /// How long each try waits after the one before, in seconds, if each is wrong.
    fn waits(tries: &mut Tries, now: &mut i64, count: usize) -> Vec<i64> {
        let mut waits = Vec::new();
        for _ in 0..count {
            let wait = tries.next_at().since(Timestamp(*now)).max(0);
            if wait > 0 {
                assert!(!tries.begin(Timestamp(*now + wait - 1)));
            }
            *now += wait;
            assert!(tries.begin(Timestamp(*now)));
            waits.push(wait / 1000);
        }
        waits
    }

    #[test]
    fn wrong_ones_wait_longer_and_longer() {
        let (mut tries, mut now) = (Tries::default(), 1_000_000);
        assert_eq!(waits(&mut tries, &mut now, 10), [0, 0, 0, 5, 15, 60, 300, 900, 3_600, 3_600]);
    }

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        let (mut tries, mut now) = (Tries::default(), 5);
        waits(&mut tries, &mut now, 6);
        assert_eq!(crate::json::read(&serde_json::to_vec(&tries).unwrap()), Some(tries));
        let derivation = Derivation { salt: "00ff".to_owned(), rounds: ROUNDS };
        assert_eq!(crate::json::read(&serde_json::to_vec(&derivation).unwrap()), Some(derivation));
    }

    #[test]
    fn a_clock_put_back_shortens_nothing() {
        let (mut tries, mut now) = (Tries::default(), 100 * 86_400_000);
        waits(&mut tries, &mut now, 6);
        let wait = tries.next_at().since(Timestamp(now));
        assert_eq!(wait, 300_000);
        let earlier = Timestamp(now - 86_400_000);
        assert!(!tries.begin(earlier));
        assert_eq!(tries.next_at().since(earlier), wait, "from the new time on, the whole wait");
        assert!(!tries.begin(earlier.saturating_add_millis(wait - 1)));
        assert!(tries.begin(earlier.saturating_add_millis(wait)));
    }
}

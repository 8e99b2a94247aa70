//! The service's clock: real time, moved by control.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::time::Millis;

/// Real time plus an offset.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    offset: i64,
}

impl Clock {
    /// What time it is.
    pub fn now(self) -> Millis {
        Millis(real()).plus(self.offset)
    }

    /// Moves it on, or back.
    pub fn advance(&mut self, milliseconds: i64) {
        self.offset = self.offset.saturating_add(milliseconds);
    }

    /// Sets it; it goes on from there.
    pub fn set(&mut self, to: Millis) {
        self.offset = to.0.saturating_sub(real());
    }
}

fn real() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

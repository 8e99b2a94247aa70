//! The problems of late, for diagnostics: their names, when and at what, and nothing of whom or of which order.

use crate::json::{FromJson, Object};
use crate::time::Timestamp;
use serde::Serialize;
use std::borrow::Cow;

/// Of how many kinds is told; the ones longest past go first.
const MAX_PROBLEMS: usize = 20;

/// A kind of problem that there was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ProblemLately {
    /// Its name.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub code: Cow<'static, str>,
    /// At what: a command's name on the wire, `service` where it was a call to the service, `alarm` where it was work that
    /// nobody waits for.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub during: Cow<'static, str>,
    /// How often.
    pub count: u32,
    /// The first time, in ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub first_at: Timestamp,
    /// The last time, in ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub last_at: Timestamp,
}

/// The problems since the browser's start, the latest last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LatelyView {
    /// By kind.
    pub problems: Vec<ProblemLately>,
}

impl LatelyView {
    /// Notes that there was one, and says how often there was this one by now.
    pub fn note(&mut self, code: Cow<'static, str>, during: &'static str, now: Timestamp) -> u32 {
        let known = self.problems.iter().position(|known| known.code == code && known.during == during);
        let mut problem = match known {
            Some(at) => self.problems.remove(at),
            None => {
                ProblemLately { code, during: Cow::Borrowed(during), count: 0, first_at: now, last_at: now }
            }
        };
        problem.count = problem.count.saturating_add(1);
        problem.last_at = now;
        if self.problems.len() >= MAX_PROBLEMS {
            self.problems.remove(0);
        }
        let count = problem.count;
        self.problems.push(problem);
        count
    }
}

impl FromJson for LatelyView {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(LatelyView { problems: object.children("problems") })
    }
}

impl FromJson for ProblemLately {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(ProblemLately {
            code: Cow::Owned(object.text("code")?),
            during: Cow::Owned(object.text("during")?),
            count: u32::try_from(object.whole("count")?).ok()?,
            first_at: Timestamp(object.whole("first_at")?),
            last_at: Timestamp(object.whole("last_at")?),
        })
    }
}

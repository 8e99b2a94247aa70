//! What happened in a story, for a person who has to follow one that failed. Costs nothing while nobody reads.

use std::cell::RefCell;
use std::rc::Rc;
use ucos_inline::time::Timestamp;

/// When the stories begin.
pub const BEGIN: Timestamp = Timestamp(1_795_000_000_000);

/// A log; clones write the same one.
#[derive(Clone, Default)]
pub struct Log(Option<Rc<RefCell<Vec<String>>>>);

impl Log {
    /// A log that is kept.
    pub fn kept() -> Log {
        Log(Some(Rc::default()))
    }

    /// Writes down what happened at this time, with seconds since the beginning.
    pub fn say(&self, now: Timestamp, what: impl FnOnce() -> String) {
        if let Some(lines) = &self.0 {
            let at = now.since(BEGIN);
            lines.borrow_mut().push(format!("{:>6}.{:03}  {}", at / 1000, at % 1000, what()));
        }
    }

    /// All of it.
    pub fn lines(&self) -> Vec<String> {
        self.0.as_ref().map(|lines| lines.borrow().clone()).unwrap_or_default()
    }
}

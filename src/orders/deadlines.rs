//! From what was seen of an order to when it is due, by a store's catalog, settings and calendar.

use crate::catalog::{Catalog, limit_of};
use crate::due::{Calendar, Deadline, Zone, default_lead_seconds};
use crate::settings::Settings;
use crate::time::{Interval, Timestamp};

/// Between two looks less than this apart it makes no difference to anybody when the order moved: the later is taken,
/// so that nothing is called possibly overdue for a moment.
const EXACT_ENOUGH_MS: i64 = 5_000;

/// What decides when orders of a store are due.
pub struct Rules<'a, Z> {
    /// The limits.
    pub catalog: &'a Catalog,
    /// What restarts the clock, and the lead.
    pub settings: &'a Settings,
    /// The days that count.
    pub calendar: &'a Calendar<Z>,
}

/// When an order entered its status, and its sub-status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    /// Its status.
    pub status: Interval,
    /// Its sub-status, or its status if that was later.
    pub sub_status: Interval,
}

impl<Z: Zone> Rules<'_, Z> {
    /// When an order in this status is due; `None`: never, or not in this calendar's time.
    pub fn deadline(&self, status: &str, entered: Entered) -> Option<Deadline> {
        let limit = self.catalog.status(status).and_then(limit_of)?;
        let due = self.calendar.due_interval(self.clock_start(entered), limit).ok()?;
        let lead = self.settings.lead_seconds.unwrap_or_else(|| default_lead_seconds(limit.seconds));
        Some(Deadline::new(due, lead.min(limit.seconds)))
    }

    /// When the limit began to run.
    pub fn clock_start(&self, entered: Entered) -> Interval {
        clock_start(self.settings, entered)
    }
}

/// When the limit began to run.
pub fn clock_start(settings: &Settings, entered: Entered) -> Interval {
    let start = if settings.sub_status_restarts { entered.sub_status } else { entered.status };
    if start.latest().since(start.earliest()) <= EXACT_ENOUGH_MS {
        return Interval::exact(start.latest());
    }
    // Before 1900 no calendar is asked: there is no telling how early.
    Interval::between(start.earliest().max(Timestamp(0)), start.latest())
}

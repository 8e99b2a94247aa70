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
        // Not from a start that was rounded: seconds before a weekend are worth all of it.
        let due = exact_enough(self.calendar.due_interval(start(self.settings, entered), limit).ok()?);
        let lead = self.settings.lead_seconds.unwrap_or_else(|| default_lead_seconds(limit.seconds));
        Some(Deadline::new(due, lead.min(limit.seconds)))
    }
}

/// When the limit began to run, as people are told it.
pub fn clock_start(settings: &Settings, entered: Entered) -> Interval {
    exact_enough(start(settings, entered))
}

fn start(settings: &Settings, entered: Entered) -> Interval {
    let start = if settings.sub_status_restarts { entered.sub_status } else { entered.status };
    // Before 1970 no calendar is asked: there is no telling how early.
    Interval::between(start.earliest().max(Timestamp(0)), start.latest())
}

fn exact_enough(interval: Interval) -> Interval {
    let is_narrow = interval.latest().since(interval.earliest()) <= EXACT_ENOUGH_MS;
    if is_narrow { Interval::exact(interval.latest()) } else { interval }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ucos::answers::read_statuses;

    const HOUR: i64 = 3_600_000;

    fn catalog() -> Catalog {
        let statuses = br#"{"statuses":[
            {"id":"day","name":"Day","max_duration":{"enabled":true,"seconds":86400}},
            {"id":"off","name":"Off","max_duration":{"enabled":false,"seconds":86400}},
            {"id":"zero","name":"Zero","max_duration":{"enabled":true,"seconds":0}},
            {"id":"ages","name":"Ages","max_duration":{"enabled":true,"seconds":9007199254740991}}
        ]}"#;
        Catalog::new(read_statuses(statuses).unwrap(), Default::default(), Timestamp(0))
    }

    fn deadline(status: &str, settings: &Settings, entered: Entered) -> Option<Deadline> {
        let calendar = settings.calendar(|_: Timestamp| 0);
        Rules { catalog: &catalog(), settings, calendar: &calendar }.deadline(status, entered)
    }

    fn entered(status: (i64, i64), sub_status: i64) -> Entered {
        let at = |hours: i64| Timestamp(hours * HOUR);
        Entered {
            status: Interval::between(at(status.0), at(status.1)),
            sub_status: Interval::exact(at(sub_status)),
        }
    }

    fn hours(deadline: Option<Deadline>) -> Option<(i64, i64, u64)> {
        deadline.map(|due| (due.earliest.0 / HOUR, due.latest.0 / HOUR, due.lead_seconds))
    }

    #[test]
    fn the_clock_starts_with_the_status_unless_the_settings_say_otherwise() {
        let mut settings = Settings::default();
        let order = entered((10, 12), 20);
        assert_eq!(hours(deadline("day", &settings, order)), Some((34, 36, 8_640)));
        settings.sub_status_restarts = true;
        assert_eq!(hours(deadline("day", &settings, order)), Some((44, 44, 8_640)));
        settings.lead_seconds = Some(7_200);
        assert_eq!(hours(deadline("day", &settings, order)), Some((44, 44, 7_200)));
        settings.lead_seconds = Some(u64::MAX);
        assert_eq!(
            hours(deadline("day", &settings, order)),
            Some((44, 44, 86_400)),
            "no longer than the limit"
        );
    }

    #[test]
    fn without_a_limit_that_can_be_reached_there_is_no_deadline() {
        for status in ["off", "zero", "ages", "unknown"] {
            assert_eq!(deadline(status, &Settings::default(), entered((10, 12), 10)), None, "{status}");
        }
    }

    #[test]
    fn seconds_of_doubt_are_none() {
        let at = |millis| Timestamp(100 * HOUR + millis);
        let order = |width| {
            let within = Interval::between(at(0), at(width));
            Entered { status: within, sub_status: within }
        };
        let due = |width| deadline("day", &Settings::default(), order(width)).unwrap();
        assert_eq!(due(EXACT_ENOUGH_MS).earliest, due(EXACT_ENOUGH_MS).latest);
        assert_eq!(due(EXACT_ENOUGH_MS).latest, Timestamp(124 * HOUR + EXACT_ENOUGH_MS));
        assert!(due(EXACT_ENOUGH_MS + 1).earliest < due(EXACT_ENOUGH_MS + 1).latest);
    }

    #[test]
    fn a_second_before_the_weekend_is_worth_all_of_it() {
        let statuses = br#"{"statuses":[{"id":"day","name":"Day",
            "max_duration":{"enabled":true,"seconds":1,"skip_weekends":true}}]}"#;
        let catalog = Catalog::new(read_statuses(statuses).unwrap(), Default::default(), Timestamp(0));
        let settings = Settings::default();
        let calendar = settings.calendar(|_: Timestamp| 0);
        // Saturday, 7 March 2026, begins.
        let saturday = 1_772_841_600_000;
        let within = Interval::between(Timestamp(saturday - 2_000), Timestamp(saturday + 1_000));
        let rules = Rules { catalog: &catalog, settings: &settings, calendar: &calendar };
        let due = rules.deadline("day", Entered { status: within, sub_status: within }).unwrap();
        assert_eq!(due.earliest, Timestamp(saturday - 1_000));
        assert_eq!(due.latest, Timestamp(saturday + 48 * HOUR + 1_000));
    }
}

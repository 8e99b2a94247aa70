//! A time zone of the time-zone database that jiff brings along, for the example, the tests and the benchmark.
//! The shipped core has no such data: there the browser is asked.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use ucos_inline::due::Zone;
use ucos_inline::time::Timestamp;

/// A zone by its name in the database.
#[derive(Debug, Clone)]
pub struct JiffZone(pub TimeZone);

impl JiffZone {
    /// `None` if there is no zone of this name.
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        (!zone.is_unknown()).then_some(JiffZone(zone))
    }
}

impl Zone for JiffZone {
    fn offset_seconds_at(&self, utc: Timestamp) -> i32 {
        // Beyond what jiff can name, the zone stays as it was.
        let at = jiff::Timestamp::from_millisecond(utc.0).unwrap_or(if utc.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        self.0.to_offset(at).seconds()
    }
}

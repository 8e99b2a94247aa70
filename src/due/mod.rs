//! When an order is due, and what may be said about it: the business calendar, due times, verdicts.
//!
//! A status may limit how long an order stays in it. The limit runs in real seconds, but only on local days that
//! count: weekends and holidays can be skipped. An order is due at the earliest instant at which the counted time
//! since it entered the status reaches the limit. When it entered is often known only as an interval; so, then, is
//! when it is due, and a verdict says no more than holds for the whole interval.
//!
//! - [`date`](LocalDate): local days, weekdays and sets of them
//! - `counted`: which local days count, and the arithmetic of counted time where the offset stands still
//! - `zone`: where it changes, found by asking a [`Zone`] as seldom as possible
//! - `timeline`: the two together: counted time along real time
//! - `calendar`: what a store sets, and [`Calendar::due`]
//! - [`question`]: due times asked for in JSON
//! - `verdict`: [`Deadline`]: what may be said at an instant, and when that changes by itself
//!
//! Time is a value here: nothing in this folder knows a clock, a browser or the service.

mod calendar;
mod counted;
mod date;
pub mod question;
mod timeline;
mod verdict;
mod zone;

pub use calendar::{Calendar, DueError, Limit, Skips};
pub use date::{LocalDate, NoSuchDate, Weekday, WeekdaySet};
pub use verdict::{Deadline, Verdict, default_lead_seconds};
pub use zone::Zone;

const SECOND: i64 = 1000;
const DAY: i64 = 86_400 * SECOND;

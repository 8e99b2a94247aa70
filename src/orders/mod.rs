//! Orders: which one is meant, what was seen of it and when, and how to ask for many at once.

pub mod deadlines;
pub mod identity;
pub mod planner;
pub mod roll;
pub mod seen;
pub mod sweep;

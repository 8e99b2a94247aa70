//! What the orders of a store say together: counts, ages, lengths of stays, and how all that changes from day to day.
//! Pure: knows no clock and no platform.

pub mod figures;
pub mod list;
pub mod stays;
pub mod summary;
pub mod trend;

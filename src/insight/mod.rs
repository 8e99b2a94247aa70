//! What the orders of a store say together: counts, for now. Pure: knows no clock and no platform.

pub mod summary;

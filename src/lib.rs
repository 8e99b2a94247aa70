//! The core of UCOS Inline.

pub mod due;
pub mod time;

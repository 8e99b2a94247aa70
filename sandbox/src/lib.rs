//! A whole local store for UCOS Inline.
//!
//! Three layers, arrows one way:
//! - [`database`]: SQLite schema, the deterministic seed, queries. Knows nothing of HTTP.
//! - [`service`]: the UCOS API as a function from a request and a time to an answer. No sockets, no clock, so that
//!   simulations can drive it natively in virtual time. [`admin`] answers the Orders pages' data requests the same way.
//! - [`server`] (feature `server`): HTTPS for both host names, the control interface, faults, the clock.
//!
//! Where the vendor's documentation is silent, the code names its assumption in a comment beginning "Assumption:".

pub mod admin;
pub mod database;
pub mod service;
pub mod time;

#[cfg(feature = "server")]
pub mod server;

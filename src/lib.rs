//! The core of UCOS Inline: what status an order has, how sure that is, and how it is changed.
//!
//! Read in this order:
//! - [`orders`]: which order is meant, what was seen of it and when, which to ask for;
//! - [`ucos`]: the service's API: requests, answers, errors, the rate budget, the client;
//! - [`catalog`]: a store's statuses, sub-statuses and workflows;
//! - [`changes`]: changing a status so that nothing is lost and nobody is messaged twice;
//! - [`due`]: when an order is due, how sure that is, and when the verdict flips by itself;
//! - [`insight`]: what the orders of a store say together;
//! - [`reply`]: answers to "where is my order";
//! - [`settings`]: what a person sets for a store: calendar, lead, reading, reminders;
//! - [`staff`]: whose key it is;
//! - [`view`]: what pages are shown;
//! - [`worker`]: commands in, views out: where all of the above meets;
//! - [`platform`]: what the core needs from outside, as one trait;
//! - [`json`], [`time`], [`problem`]: what all of them share;
//! - `wasm` (wasm32 only): the exports to JavaScript, without logic.

pub mod catalog;
pub mod changes;
pub mod due;
pub mod insight;
pub mod json;
pub mod orders;
pub mod platform;
pub mod problem;
pub mod reply;
pub mod settings;
pub mod staff;
pub mod time;
pub mod ucos;
pub mod view;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod worker;

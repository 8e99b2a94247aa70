//! Changing orders so that nothing is lost and nobody is messaged twice.
//!
//! An [`Intent`] is stored before anything is sent, at most one an order. A clear answer settles it. After an answer
//! that leaves it open whether the change was made, the order is read back once the service has had time to apply a
//! late request. What may message a customer is never sent a second time without a person's word. These files are the
//! rules; the worker does the storing, sending and waiting:
//! - [`intent`]: what is wanted and how far it has come;
//! - [`batch`]: several orders at once;
//! - [`settle`]: what an answer, or reading the order back, makes of an intent;
//! - [`journal`]: what is kept of it when it is over.

pub mod batch;
pub mod intent;
pub mod journal;
pub mod settle;

pub use intent::{Act, Decision, Intent, IntentState};

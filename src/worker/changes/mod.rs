//! Changing orders: what people choose is stored, shown, sent once and settled. The rules are in `crate::changes`.
//! - `intake`: commands become intents;
//! - `word`: a person takes an intent back, says what is to become of it, or has read of it;
//! - `go_on`: intents that are due are sent, read back or tried again;
//! - `send`: one request, and what its answer makes of the intents in it;
//! - `conclude`: how intents stand is stored, journalled and shown, together;
//! - `tell`: the changes of a store that are not settled, as a view.

mod conclude;
mod go_on;
mod intake;
mod send;
mod tell;
mod word;

pub(super) use conclude::Unshown;

//! Staff accounts: whose key this browser holds for which store, and the key itself, which shows itself to nobody.

pub mod account;
pub mod key;
pub mod learnt;
pub mod pin;

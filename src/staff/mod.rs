//! Staff accounts: whose key this browser holds for which store and whether it is they who want something, how the key
//! does, and the key itself, which shows itself to nobody.

pub mod account;
pub mod health;
pub mod identity;
pub mod key;
pub mod learnt;
pub mod pin;
pub mod redaction;

//! What the options page is told of a store's journal. Given to whoever asks, and published nowhere.

use crate::changes::journal::chain::JournalFault;
use crate::time::Timestamp;
use serde::Serialize;

/// Some entries of a journal, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct JournalPage {
    /// Their records as they are kept: JSON texts of `{"hash", "entry"}`, the entry a `JournalEntry`.
    pub records: Vec<String>,
    /// Where to go on: `before` of the next question; null: there are no more.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub next: Option<u64>,
    /// How many entries are kept, whatever was looked for.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub kept: u64,
}

/// Where a journal is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct JournalBreak {
    /// The number of the first entry that is wrong.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub seq: u64,
    /// What is wrong with it.
    pub fault: JournalFault,
}

/// What going through a journal found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct JournalCheck {
    /// How many entries are kept.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub kept: u64,
    /// When the first of them was settled, in ms since the epoch; null: there is none.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub since: Option<Timestamp>,
    /// The hash of the last one: whoever notes it can tell later whether all up to here was written anew.
    pub seal: String,
    /// Where it is not what it was; null: nowhere.
    pub broken: Option<JournalBreak>,
}

//! How much this extension stores, by store and kind. Sent as an answer, not published.

use serde::Serialize;

/// A kind of what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum StoredPart {
    /// Orders as last seen, and since when they have been in their statuses.
    Orders,
    /// What the board counts: how long orders stayed in their statuses, and how many were overdue on each day.
    Figures,
    /// The statuses and workflows, and what answers have taught of the key.
    Statuses,
    /// Changes that are not settled. Never erased: they end, or a person settles them.
    Changes,
    /// What became of changes.
    Journal,
    /// For which orders replies were copied.
    Answers,
    /// What a person has set, templates of replies included.
    Settings,
    /// The sealed keys, with their accounts' names. Erased by disconnecting.
    Keys,
    /// What belongs to no store: what the open tabs show, this device's clock.
    Browser,
}

impl StoredPart {
    /// By its name; only one that may be erased.
    pub fn erasable(name: &str) -> Option<StoredPart> {
        Some(match name {
            "orders" => StoredPart::Orders,
            "figures" => StoredPart::Figures,
            "journal" => StoredPart::Journal,
            "answers" => StoredPart::Answers,
            "settings" => StoredPart::Settings,
            _ => return None,
        })
    }
}

/// How much of one kind is stored for a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct StoredView {
    /// The store's handle; empty: it belongs to no store.
    pub store: String,
    /// Of which kind.
    pub part: StoredPart,
    /// How many records.
    pub records: u32,
    /// How long they are with their names, in bytes.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub bytes: u64,
}

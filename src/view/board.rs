//! What the managers' board is shown. Sent as an answer, not published: it is made for whoever asks, and nobody else
//! follows it. Names and colours of statuses are in the catalog's view.

use crate::due::Deadline;
use crate::orders::identity::OrderRef;
use crate::time::{Interval, Timestamp};
use serde::Serialize;

/// The figures of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct BoardView {
    /// The service's time at which they hold.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub at: Timestamp,
    /// The store's time zone by its IANA name; null: this browser's.
    pub zone: Option<String>,
    /// When the last sweep of the whole store ended; null: none has yet, and what is counted is what was seen so far.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub swept_at: Option<Timestamp>,
    /// Cancelled orders; they are in no other figure.
    pub cancelled: u32,
    /// Every status that an order is in or was seen to leave, in no particular sequence.
    pub statuses: Vec<BoardStatusView>,
    /// Where one bin of ages ends and the next begins, in hours.
    pub age_edges_hours: Vec<i64>,
    /// The days on which the store was counted after a sweep, the earliest first, at most 400.
    pub trend: Vec<TrendDayView>,
    /// The days on which replies were copied, the earliest first; as far back as answers are kept.
    pub answers: Vec<AnswersDayView>,
}

/// The figures of one status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct BoardStatusView {
    /// The status's id; null: orders without a status.
    pub id: Option<String>,
    /// How many orders are in it.
    pub orders: u32,
    /// How many of them are certainly overdue.
    pub overdue: u32,
    /// How many are overdue or not.
    pub maybe_overdue: u32,
    /// How many have a due time and are not overdue.
    pub due_next: u32,
    /// Orders by how long they have been in it, of which the bin is certain.
    pub known: Vec<u32>,
    /// Those of which it is only certain that they are in this bin or a later one.
    pub at_least: Vec<u32>,
    /// How many orders were seen to leave it, and how long they were in it is known; the latest 200.
    pub left: u32,
    /// How many more were seen to leave it, of which it is not known well enough.
    pub too_wide: u32,
    /// Half of those that left were in it no longer than this, in seconds; null: none was seen.
    pub median_seconds: Option<u32>,
    /// Nine of ten; null: fewer than ten were seen.
    pub ninth_seconds: Option<u32>,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct TrendDayView {
    /// The store's local day, `2026-03-09`.
    pub date: String,
    /// Certainly overdue when last counted on that day.
    pub overdue: u32,
    /// Overdue or not.
    pub maybe_overdue: u32,
}

/// The replies of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct AnswersDayView {
    /// The store's local day, `2026-03-09`.
    pub date: String,
    /// How many replies were copied.
    pub answers: u32,
    /// How many of them for an order that had been answered within the seven days before.
    pub repeats: u32,
}

/// One page of the orders behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct BoardListView {
    /// How many there are.
    pub total: u32,
    /// Those of this page.
    pub rows: Vec<BoardRowView>,
}

/// One order of such a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct BoardRowView {
    /// Which.
    pub order: OrderRef,
    /// Its label; may be empty.
    pub name: String,
    /// The id of its status, or of the one that it left; null: none.
    pub status: Option<String>,
    /// When it entered its status; null for one that left.
    pub entered: Option<Interval>,
    /// When it is due; null: its status has no limit, or it is cancelled or left.
    pub due: Option<Deadline>,
    /// When it was seen to have left, and how many seconds it had been there.
    pub left: Option<LeftView>,
    /// When the reply that is asked for was copied.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub answered: Option<Timestamp>,
}

/// That an order left a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LeftView {
    /// When, at the latest.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub at: Timestamp,
    /// How long it had been there.
    pub seconds: u32,
}

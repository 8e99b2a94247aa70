//! What pages are shown, as types. Views hold order ids, labels, colours and times: no key, no customer data.

pub mod board;
pub mod colour;
pub mod compose;
pub mod journal;
pub mod lately;
pub mod preferences;
pub mod stored;

use crate::changes::journal::{Outcome, Wanted};
use crate::due::Deadline;
use crate::orders::identity::{OrderKey, OrderKind, OrderRef, StoreHandle};
use crate::problem::Problem;
use crate::settings::policy::Fault;
use crate::staff::health::KeyView;
use crate::staff::learnt::Learnt;
use crate::time::{Interval, Timestamp};
use crate::ucos::requests::Channel;
use serde::Serialize;
use std::fmt;

/// How far our knowledge of an order goes. Of an order that is known, a badge shows the verdict over its due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum OrderState {
    /// Being read for the first time.
    Loading,
    /// Read, now or earlier.
    Known,
    /// A change is on its way.
    Pending,
    /// A read or a change failed.
    Failed,
}

/// A status as it is painted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct StatusView {
    /// UUID.
    pub id: String,
    /// Internal name.
    pub name: String,
    /// Background, `#rrggbb`.
    pub paper: String,
    /// Text colour, `#rrggbb`; its contrast on `paper` is at least 4.5:1.
    pub ink: String,
}

/// A sub-status as it is painted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SubStatusView {
    /// UUID of the option.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A status with its sub-status: an add-on status, or where a change leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct StatusPairView {
    /// The status.
    pub status: StatusView,
    /// Its sub-status.
    pub sub_status: Option<SubStatusView>,
}

/// What there is to see of one order. Published as JSON text under `order/<store>/<kind>/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct OrderView {
    /// Regular or draft.
    pub kind: OrderKind,
    /// The numeric id, as text: JavaScript's numbers lose digits.
    pub id: String,
    /// How far our knowledge goes.
    pub state: OrderState,
    /// The status; null: none, or not known yet (`seen_at` null).
    pub status: Option<StatusView>,
    /// The sub-status.
    pub sub_status: Option<SubStatusView>,
    /// The add-on statuses.
    pub addons: Vec<StatusPairView>,
    /// When it entered its status (or sub-status, where that restarts the clock), as far as looks can tell, in ms since
    /// the epoch; null: no status. `earliest` 0: there is no telling how early.
    pub entered: Option<Interval>,
    /// When it is due, by the service's clock; null: its status has no limit, or the order is cancelled. No verdict:
    /// whoever has this can tell the verdict at any instant, without asking (`src/due/verdict.rs` has the rule).
    pub due: Option<Deadline>,
    /// When the service last told us, in ms since the epoch; null: never.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub seen_at: Option<Timestamp>,
    /// Whether the last attempt to renew it failed: it is the last known, not the present.
    pub stale: bool,
    /// Why the last read or change failed, or why a change is still on its way, until acknowledged or mended.
    pub problem: Option<Problem>,
    /// Where the change leads that is not settled yet, of the order's own status.
    pub target: Option<StatusPairView>,
    /// How that change stands; null: none.
    pub change: Option<ChangeView>,
    /// Where a change just made came from, and may be changed back to; null: nothing to offer.
    pub back: Option<BackView>,
    /// When a reply for it was copied last, in ms since the epoch; null: not within the last week.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub answered_at: Option<Timestamp>,
}

/// How far a change has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeState {
    /// Not sent yet; may be undone. It goes at `until`.
    Waiting,
    /// On its way.
    Sending,
    /// The service may have made it or not; the order is read back at `until`.
    InDoubt,
    /// It cannot be sent for now; tried again at `until`, if that is known.
    Blocked,
    /// Not made, or not known to be: it waits for a person's word (the command `decide`).
    Asking,
    /// Not made; shown until the person has read why.
    Refused,
    /// Somebody else changed the order; shown until the person has read it.
    Superseded,
}

/// What a change is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The order's status.
    Status,
    /// The status of line items.
    Items,
    /// No status: a message to the customer.
    Notify,
}

/// A change of an order that is not settled, or that a person has yet to read of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ChangeView {
    /// How far it has come.
    pub state: ChangeState,
    /// What it is of.
    pub kind: ChangeKind,
    /// When it goes on by itself, by the service's clock, in ms since the epoch; null: not before somebody acts.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub until: Option<Timestamp>,
    /// By which channels the customer is messaged when it is made.
    pub messages: Vec<Channel>,
    /// The batch that it belongs to; null: chosen for this order alone.
    pub batch: Option<String>,
}

/// What a change just made may be changed back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct BackView {
    /// The status before, with its sub-status.
    pub target: StatusPairView,
    /// Until when it is offered, by the service's clock, in ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub until: Timestamp,
}

/// An order that a search found. Given to whoever searched, and published nowhere.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct FoundView {
    /// Its label; may be empty.
    pub name: String,
    /// Whose it is: the name, or the email address of somebody without one; null: the service does not say.
    pub customer: Option<String>,
    /// What there is to see of it.
    pub order: OrderView,
}

impl fmt::Debug for FoundView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of a customer", self.order)
    }
}

/// An order that a batch could not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct RefusedView {
    /// Which.
    pub order: OrderRef,
    /// Its label; may be empty.
    pub name: String,
    /// Why.
    pub problem: Problem,
}

/// How a change of several orders stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct BatchView {
    /// The batch's id.
    pub id: String,
    /// Where it leads.
    pub target: StatusPairView,
    /// How many orders it has.
    pub total: u32,
    /// How many more were in that status already, and left alone.
    pub same: u32,
    /// How many of them are made.
    pub done: u32,
    /// Those that are not settled yet.
    pub open: Vec<OrderRef>,
    /// Those among them that wait for a person's word.
    pub asking: Vec<OrderRef>,
    /// Those that were refused or changed by somebody else meanwhile, and not acknowledged yet.
    pub refused: Vec<RefusedView>,
    /// How many were taken back before they were sent.
    pub undone: u32,
    /// Until when all of it may be undone, by the service's clock; null: it is on its way, or over.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub until: Option<Timestamp>,
    /// When it was chosen, in ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub made_at: Timestamp,
}

/// The changes of a store that are not settled. Published as JSON text under `changes/<store>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ChangesView {
    /// The store's handle.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub store: StoreHandle,
    /// Not sent yet.
    pub waiting: u32,
    /// On their way, or in doubt and to be read back.
    pub under_way: u32,
    /// Cannot be sent for now, and will go by themselves.
    pub blocked: u32,
    /// Waiting for a person's word.
    pub asks: u32,
    /// The first 250 of those.
    pub asking: Vec<RefusedView>,
    /// Batches that are not over, or whose end nobody has read yet; the oldest first.
    pub batches: Vec<BatchView>,
}

/// A line item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct LineItemView {
    /// Its id, as commands name it.
    pub id: String,
    /// The product's name.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// Its own status; null: none, or the service does not say.
    pub status: Option<StatusPairView>,
}

/// Something that happened to an order, as far as this browser knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct HistoryView {
    /// When, in ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub at: Timestamp,
    /// Who, by the name that the admin showed; null: not known.
    pub staff: Option<String>,
    /// What was wanted.
    pub wanted: Wanted,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was not made.
    pub problem: Option<Problem>,
}

/// The details of one order. Published as JSON text under `details/<store>/<kind>/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct DetailsView {
    /// Regular or draft.
    pub kind: OrderKind,
    /// The numeric id, as text.
    pub id: String,
    /// Its label; may be empty.
    pub name: String,
    /// Its line items.
    pub items: Vec<LineItemView>,
    /// What this browser did to it, the latest first, at most 50.
    pub history: Vec<HistoryView>,
    /// When the service told this, in ms since the epoch; null: it could not be read.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub read_at: Option<Timestamp>,
    /// Why the last reading failed.
    pub problem: Option<Problem>,
}

/// A staff account whose key this browser keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct AccountView {
    /// The staff account's name.
    pub staff_name: String,
    /// Whether its key is sealed with a PIN.
    pub has_pin: bool,
    /// Whether it is the one that is used; one of a store's accounts is.
    pub is_active: bool,
    /// Whether its PIN is needed before its key can be used.
    pub is_locked: bool,
    /// When its PIN may be tried next, by this device's clock, in ms since the epoch; that may be long past.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub next_try_at: Timestamp,
}

/// One store as this browser is connected to it. Published as JSON text under `store/<store>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct StoreView {
    /// The store's handle.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub store: StoreHandle,
    /// Whether a key is kept for it.
    pub connected: bool,
    /// Whose key is used.
    pub staff_name: Option<String>,
    /// Its staff accounts, by name.
    pub accounts: Vec<AccountView>,
    /// Why the last request failed, until one succeeds.
    pub problem: Option<Problem>,
    /// When `problem` arose, in ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub problem_since: Option<Timestamp>,
    /// What answers have taught of the key and the store.
    pub learnt: Learnt,
    /// How the key does; null: there is none.
    pub key: Option<KeyView>,
    /// How much is left of the day's requests, in percent, in steps of 10; null: no answer has told yet.
    pub day_left_percent: Option<u32>,
}

/// Who is signed in to a store's admin, as a page of it last told. Published as JSON text under `who/<store>`, only where
/// it is not the staff account of the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct WhoView {
    /// The store's handle.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub store: StoreHandle,
    /// The name that the admin shows: the page's own text.
    pub staff: String,
}

/// A status as the menu offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct CatalogStatusView {
    /// UUID.
    pub id: String,
    /// Internal name.
    pub name: String,
    /// Background, `#rrggbb`.
    pub paper: String,
    /// Text colour, `#rrggbb`.
    pub ink: String,
    /// Its sub-statuses, in order; a change must name one if there are any.
    pub sub_statuses: Vec<SubStatusView>,
    /// Whether it goes beside another status; such a one is not offered.
    pub is_addon: bool,
    /// Whether it stands outside the sequence.
    pub is_independent: bool,
    /// Channels by which the service messages the customer on a change to it.
    pub messages: Vec<Channel>,
    /// Whether a change to it touches the Shopify order (for example marks it fulfilled).
    pub touches_order: bool,
    /// How long an order may stay in it; null: no limit.
    pub limit: Option<LimitView>,
    /// The ids of the statuses that come right after it in its workflows; empty: nothing does, or it is in none.
    pub follows: Vec<String>,
    /// The next step: the first of `follows`; where there are no workflows the next in the store's order.
    pub next: Option<String>,
}

/// How long an order may stay in a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LimitView {
    /// Seconds on days that count.
    pub seconds: u64,
    /// Whether weekend days do not count.
    pub skip_weekends: bool,
    /// Whether holidays do not count.
    pub skip_holidays: bool,
}

/// How many orders of a store are overdue or will be. Published as JSON text under `summary/<store>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct SummaryView {
    /// The store's handle.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub store: StoreHandle,
    /// Certainly overdue.
    pub overdue: u32,
    /// Overdue or not.
    pub maybe_overdue: u32,
    /// Not overdue yet, and due, as early as may be, before the store's local day ends.
    pub due_today: u32,
    /// Orders observed, whatever their status.
    pub observed: u32,
    /// When the store's local day ends.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub today_ends_at: Timestamp,
    /// When the last sweep of the whole store ended; null: none has yet.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub swept_at: Option<Timestamp>,
}

/// That orders became overdue, for a notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ReminderView {
    /// The store's handle.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub store: StoreHandle,
    /// How many orders.
    pub count: u32,
    /// The labels of the first few, the longest overdue first.
    pub names: Vec<String>,
}

/// What the organisation sets beside the settings, which tell that for themselves. Published as JSON text under
/// `policy` where it sets anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct PolicyView {
    /// The handles of the stores that may be connected; null: any.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string[] | null"))]
    pub stores: Option<Vec<StoreHandle>>,
    /// Whether a store is connected with a PIN only.
    pub pin_required: bool,
    /// Where the service is asked; null: where it is asked without a policy.
    pub api_base: Option<String>,
    /// The values of the policy that cannot be used.
    pub faults: Vec<Fault>,
}

/// What this device's clock has to be corrected by. Published as JSON text under `clock`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ClockView {
    /// Milliseconds by which the service's clock is ahead of this device's.
    pub ahead_ms: i64,
    /// When that was measured, by this device's clock.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub measured_at: Timestamp,
}

/// How many messages were refused since the browser's start, by why. Published as JSON text under `refusals`, once there
/// was one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct RefusalsView {
    /// From nobody whom we serve, or not from the one who may send it.
    pub wrong_sender: u32,
    /// Larger than such a command may be.
    pub too_large: u32,
    /// No command of that name.
    pub unknown_command: u32,
    /// With a member that the command does not have.
    pub unknown_member: u32,
    /// With something missing or of another type.
    pub malformed: u32,
    /// For a store that is not in the state that the command needs.
    pub wrong_state: u32,
}

/// A heading of the menu and the statuses below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct CatalogGroupView {
    /// The workflow's id; empty for the statuses that are in no workflow.
    pub id: String,
    /// The workflow's name; null for the statuses that are in no workflow.
    pub name: Option<String>,
    /// The statuses' ids, in order.
    pub statuses: Vec<String>,
}

/// What the menu offers. Published as JSON text under `catalog/<store>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CatalogView {
    /// The store's handle.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub store: StoreHandle,
    /// Every status, in the store's order.
    pub statuses: Vec<CatalogStatusView>,
    /// How they are offered.
    pub groups: Vec<CatalogGroupView>,
    /// Whether orders must go through a workflow in sequence, never back: of the statuses of a workflow, only those in
    /// `follows` can then come after the present one.
    pub enforces_order: bool,
}

/// The name under which an order's view is published.
pub fn order_name(key: &OrderKey) -> String {
    format!("order/{key}")
}

/// The name under which a store's view is published.
pub fn store_name(store: &StoreHandle) -> String {
    format!("store/{store}")
}

/// The name under which it is published who is signed in to a store's admin.
pub fn who_name(store: &StoreHandle) -> String {
    format!("who/{store}")
}

/// The name under which a store's catalog is published.
pub fn catalog_name(store: &StoreHandle) -> String {
    format!("catalog/{store}")
}

/// The name under which the unsettled changes of a store are published.
pub fn changes_name(store: &StoreHandle) -> String {
    format!("changes/{store}")
}

/// The name under which an order's details are published.
pub fn details_name(key: &OrderKey) -> String {
    format!("details/{key}")
}

/// The name under which a store's summary is published.
pub fn summary_name(store: &StoreHandle) -> String {
    format!("summary/{store}")
}

/// The name under which a store's settings are published.
pub fn settings_name(store: &StoreHandle) -> String {
    format!("settings/{store}")
}

/// The name under which it is published what the organisation sets.
pub const POLICY_NAME: &str = "policy";

/// The name under which it is published that a store's key is kept and not used, since the organisation does not allow
/// the store: JSON text of its handle.
pub fn withheld_name(store: &StoreHandle) -> String {
    format!("withheld/{store}")
}

/// The name under which what is set for a store's replies is published.
pub fn replies_name(store: &StoreHandle) -> String {
    format!("replies/{store}")
}

/// The name under which the clock's correction is published.
pub const CLOCK_NAME: &str = "clock";

/// The name under which refused messages are counted.
pub const REFUSALS_NAME: &str = "refusals";

/// The name under which the problems of late are published.
pub const LATELY_NAME: &str = "lately";

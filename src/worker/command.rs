//! What pages may ask of the worker. No command takes a URL, a header or a query.

use crate::changes::Decision;
use crate::changes::journal::filter::Filter;
use crate::insight::list::Question;
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::reply::Language;
use crate::reply::replies::ReplySettings;
use crate::settings::Settings;
use crate::staff::pin::Pin;
use crate::ucos::requests::Channel;
use crate::view::stored::StoredPart;

/// The most orders a command may name: more than any list shows.
pub const MAX_ORDERS: usize = 2_500;

/// One command, on the wire an object with the command's name as its only key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(target_arch = "wasm32", serde(rename_all = "kebab-case"))]
pub enum Command {
    /// These orders are on the screen: see to it that their views are there and fresh.
    Look {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// All orders on the screen.
        orders: Vec<OrderRef>,
    },
    /// A person chose this status for these orders; several are one batch, with one grace and one undo.
    Change {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which orders, each once.
        orders: Vec<OrderRef>,
        /// The status's id.
        status: String,
        /// The sub-status option's id, where the status has options.
        sub_status: Option<String>,
        /// The staff name that the admin shows; null if it could not be read.
        staff: Option<String>,
    },
    /// A person chose this status for these line items of an order, or none: then they have none any more.
    ChangeItems {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which order.
        order: OrderRef,
        /// The line items' ids, at most 100, each once.
        items: Vec<String>,
        /// The status's id; null: take the items' status away.
        status: Option<String>,
        /// The sub-status option's id, where the status has options.
        sub_status: Option<String>,
        /// The staff name that the admin shows; null if it could not be read.
        staff: Option<String>,
    },
    /// A person wants the customer messaged once more about the order's status.
    Notify {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which order.
        order: OrderRef,
        /// By which channels, at least one, each once.
        channels: Vec<Channel>,
        /// The staff name that the admin shows; null if it could not be read.
        staff: Option<String>,
    },
    /// Takes changes back that have not been sent yet.
    Undo {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Of which orders.
        orders: Vec<OrderRef>,
        /// The staff name that the admin shows; null if it could not be read.
        staff: Option<String>,
    },
    /// A person's word on changes that wait for it.
    Decide {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Of which orders.
        orders: Vec<OrderRef>,
        /// What is to become of them.
        decision: Decision,
        /// The staff name that the admin shows; null if it could not be read, or from one of our own pages.
        staff: Option<String>,
    },
    /// A person has read the problems of these orders: take them away.
    Acknowledge {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which orders.
        orders: Vec<OrderRef>,
        /// The staff name that the admin shows; null if it could not be read.
        staff: Option<String>,
    },
    /// Read this order with its line items and history, and publish its details.
    Inspect {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which order.
        order: OrderRef,
    },
    /// The admin shows this staff name, which is not that of the key, or there is no key: the options page offers it.
    Introduce {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// The name.
        staff: String,
    },
    /// A person wants to switch the staff account or to connect one: open the options page for this store.
    OpenOptions {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
    },
    /// Read this order with its customer and answer with a reply to "where is my order", to be copied.
    ComposeReply {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which order.
        order: OrderRef,
        /// In which language; null: the store's.
        language: Option<Language>,
    },
    /// The reply for this order was copied: note when.
    NoteAnswer {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which order.
        order: OrderRef,
    },
    /// Keep this for the replies of this store; its templates stay. From our own pages only.
    ConfigureReplies {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// All of it.
        settings: ReplySettings,
    },
    /// Keep this template for a status, or none: then ours counts. From our own pages only.
    KeepTemplate {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// The status's id.
        status: String,
        /// The template's language.
        language: Language,
        /// The template; null: the default.
        text: Option<String>,
    },
    /// Test this key and keep it for this store. From the options page only.
    Connect {
        /// As typed; checked in the core.
        store: String,
        /// As pasted; checked in the core.
        key: String,
        /// The staff account's name, as the admin shows it.
        staff_name: String,
        /// The PIN to seal the key with; null: the device's own key seals it.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null", optional))]
        pin: Option<Pin>,
    },
    /// Use this staff account of the store from now on, its key unsealed; the one used before is locked. From our own pages
    /// only.
    Unlock {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// The staff account's name.
        staff_name: String,
        /// Its PIN; null: it has none.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null"))]
        pin: Option<Pin>,
    },
    /// Answer with the orders whose name, customer or email address has this in it. From our own pages only.
    Search {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// As typed.
        text: String,
    },
    /// Answer with entries of this store's journal, the latest first. From our own pages only.
    ReadJournal {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which are looked for; on the wire its members `text`, `outcome`, `since` and `until` stand beside `store`, all
        /// but the first null where they do not matter. Instants are in ms since the epoch.
        #[cfg_attr(
            target_arch = "wasm32",
            tsify(
                type = "never; text: string; outcome: Outcome | null; since: number | null; until: number | null",
                optional
            )
        )]
        filter: Filter,
        /// From before the entry with this number; null: from the end.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
        before: Option<u64>,
        /// How many at the most, up to 1,000.
        rows: u32,
    },
    /// Go through this store's journal, and answer whether it is whole. From our own pages only.
    VerifyJournal {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
    },
    /// Lock the staff account in use, if it has a PIN: its key is let go of. From our own pages only.
    Lock {
        /// The store; null: every store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null"))]
        store: Option<StoreHandle>,
    },
    /// Keep these settings for this store. From our own pages only.
    Configure {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// All of them.
        settings: Settings,
    },
    /// Answer with the figures of this store. From our own pages only.
    ReadBoard {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
    },
    /// Answer with the orders behind a figure. From our own pages only.
    ListBoard {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which orders; on the wire its members stand beside `store`.
        #[cfg_attr(target_arch = "wasm32", serde(flatten))]
        question: Question,
    },
    /// Answer with how much is stored, by store and kind. From our own pages only.
    MeasureStorage {},
    /// Erase what is stored of one kind for a store, connected or not. From our own pages only.
    Erase {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which kind; one of those that may be erased.
        part: StoredPart,
    },
    /// Erase the keys of this store and what was seen with them, or the key of one of several staff accounts. From our own
    /// pages only.
    Disconnect {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// The staff account's name; null: all of them.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null", optional))]
        staff_name: Option<String>,
    },
}

impl Command {
    /// What writes: of which store, and the staff name that goes with it. Taking back a change, saying what is to become of
    /// one, and having read that one was refused are the staff account's own affairs as well as making one: each takes
    /// something from whoever chose it.
    pub fn writes(&self) -> Option<(&StoreHandle, Option<&str>)> {
        match self {
            Command::Change { store, staff, .. }
            | Command::ChangeItems { store, staff, .. }
            | Command::Notify { store, staff, .. }
            | Command::Undo { store, staff, .. }
            | Command::Decide { store, staff, .. }
            | Command::Acknowledge { store, staff, .. } => Some((store, staff.as_deref())),
            Command::Look { .. }
            | Command::Inspect { .. }
            | Command::Introduce { .. }
            | Command::OpenOptions { .. }
            | Command::ComposeReply { .. }
            | Command::NoteAnswer { .. }
            | Command::ConfigureReplies { .. }
            | Command::KeepTemplate { .. }
            | Command::Connect { .. }
            | Command::Unlock { .. }
            | Command::Search { .. }
            | Command::ReadJournal { .. }
            | Command::VerifyJournal { .. }
            | Command::ReadBoard { .. }
            | Command::ListBoard { .. }
            | Command::MeasureStorage {}
            | Command::Erase { .. }
            | Command::Lock { .. }
            | Command::Configure { .. }
            | Command::Disconnect { .. } => None,
        }
    }
}

//! What pages may ask of the worker. No command takes a URL, a header or a query.

use crate::changes::Decision;
use crate::changes::journal::Outcome;
use crate::changes::journal::filter::Filter;
use crate::json::{FromJson, Object};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::problem::Problem;
use crate::settings::Settings;
use crate::staff::pin::Pin;
use crate::time::Timestamp;
use crate::ucos::requests::{Channel, MAX_BULK_LINE_ITEMS};
use crate::view::FoundView;
use crate::view::journal::{JournalCheck, JournalPage};
use crate::worker::table;
use serde::Serialize;

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
            | Command::Connect { .. }
            | Command::Unlock { .. }
            | Command::Search { .. }
            | Command::ReadJournal { .. }
            | Command::VerifyJournal { .. }
            | Command::Lock { .. }
            | Command::Configure { .. }
            | Command::Disconnect { .. } => None,
        }
    }
}

impl FromJson for Command {
    /// Strict: a member too many, too few or of another type, and it is no command.
    fn from_json(message: &Object<'_>) -> Option<Self> {
        let mut names = message.names();
        let (name, None) = (names.next()?, names.next()) else { return None };
        let body = message.object(name)?;
        // Which members there may be, and how many orders, is the table's to say.
        let row = table::named(name)?;
        if !body.names().all(|member| row.members.contains(&member)) {
            return None;
        }
        let store = || StoreHandle::new(&body.text("store")?).ok();
        // Absent and null are alike; anything but a text is neither.
        let optional_text = |name: &str| match body.has(name) {
            true => body.text(name).map(Some),
            false => Some(None),
        };
        let optional_whole = |name: &str| match body.has(name) {
            true => body.whole(name).map(Some),
            false => Some(None),
        };
        let orders = || {
            let listed = body.list("orders")?.len();
            if listed > row.limits.orders { None } else { every(listed, body.children::<OrderRef>("orders")) }
        };
        let texts = |name: &str| every(body.list(name)?.len(), body.texts(name));
        match name {
            "look" => Some(Command::Look { store: store()?, orders: orders()? }),
            "change" => Some(Command::Change {
                store: store()?,
                orders: once_each(orders()?)?,
                status: body.text("status")?,
                sub_status: optional_text("sub_status")?,
                staff: optional_text("staff")?,
            }),
            "change-items" => Some(Command::ChangeItems {
                store: store()?,
                order: body.child("order")?,
                items: once_each(texts("items")?).filter(|items| items.len() <= MAX_BULK_LINE_ITEMS)?,
                status: optional_text("status")?,
                sub_status: optional_text("sub_status")?,
                staff: optional_text("staff")?,
            }),
            "notify" => {
                let named = texts("channels")?;
                let channels: Vec<Channel> = named.iter().filter_map(|name| Channel::named(name)).collect();
                Some(Command::Notify {
                    store: store()?,
                    order: body.child("order")?,
                    channels: once_each(every(named.len(), channels)?)?,
                    staff: optional_text("staff")?,
                })
            }
            "undo" => Some(Command::Undo {
                store: store()?,
                orders: once_each(orders()?)?,
                staff: optional_text("staff")?,
            }),
            "decide" => Some(Command::Decide {
                store: store()?,
                orders: once_each(orders()?)?,
                decision: Decision::named(&body.text("decision")?)?,
                staff: optional_text("staff")?,
            }),
            "acknowledge" => Some(Command::Acknowledge {
                store: store()?,
                orders: once_each(orders()?)?,
                staff: optional_text("staff")?,
            }),
            "inspect" => Some(Command::Inspect { store: store()?, order: body.child("order")? }),
            "introduce" => Some(Command::Introduce { store: store()?, staff: body.text("staff")? }),
            "open-options" => Some(Command::OpenOptions { store: store()? }),
            "connect" => Some(Command::Connect {
                store: body.text("store")?,
                key: body.text("key")?,
                staff_name: body.text("staff_name")?,
                pin: optional_text("pin")?.map(Pin::typed),
            }),
            "unlock" => Some(Command::Unlock {
                store: store()?,
                staff_name: body.text("staff_name")?,
                pin: optional_text("pin")?.map(Pin::typed),
            }),
            "search" => Some(Command::Search { store: store()?, text: body.text("text")? }),
            "read-journal" => {
                let outcome = match optional_text("outcome")? {
                    Some(name) => Some(Outcome::named(&name)?),
                    None => None,
                };
                let (since, until) =
                    (optional_whole("since")?.map(Timestamp), optional_whole("until")?.map(Timestamp));
                let before = match optional_whole("before")? {
                    Some(before) => Some(u64::try_from(before).ok()?),
                    None => None,
                };
                let rows = u32::try_from(body.whole("rows")?).ok()?;
                let filter = Filter::new(&body.text("text")?, outcome, since, until);
                Some(Command::ReadJournal { store: store()?, filter, before, rows })
            }
            "verify-journal" => Some(Command::VerifyJournal { store: store()? }),
            "lock" => {
                let store = optional_text("store")?.map(|store| StoreHandle::new(&store).ok());
                if store == Some(None) { None } else { Some(Command::Lock { store: store.flatten() }) }
            }
            "configure" => Some(Command::Configure { store: store()?, settings: body.child("settings")? }),
            "disconnect" => {
                Some(Command::Disconnect { store: store()?, staff_name: optional_text("staff_name")? })
            }
            _ => None,
        }
    }
}

/// All of a list's elements, if none of them was left out.
fn every<T>(listed: usize, read: Vec<T>) -> Option<Vec<T>> {
    (read.len() == listed).then_some(read)
}

/// At least one, not too many, and none of them twice: twice in a request is twice to the customer. At most
/// [`MAX_ORDERS`], so a plain search.
fn once_each<T: PartialEq>(things: Vec<T>) -> Option<Vec<T>> {
    let is_sound = !things.is_empty() && things.len() <= MAX_ORDERS;
    let is_new = |(at, thing)| !things.iter().take(at).any(|other| other == thing);
    (is_sound && things.iter().enumerate().all(is_new)).then_some(things)
}

/// What the worker answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Reply {
    /// Whether the command was carried out.
    pub ok: bool,
    /// Why not; null if it was.
    pub problem: Option<Problem>,
    /// What `search` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub found: Option<Vec<FoundView>>,
    /// What `read-journal` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub journal: Option<JournalPage>,
    /// What `verify-journal` found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub check: Option<JournalCheck>,
}

impl From<Result<(), Problem>> for Reply {
    fn from(outcome: Result<(), Problem>) -> Self {
        Reply { ok: outcome.is_ok(), problem: outcome.err(), ..Reply::default() }
    }
}

impl Reply {
    /// The answer to a command that asks for something; `put` says where in the answer it goes.
    pub fn carrying<T>(outcome: Result<T, Problem>, put: impl FnOnce(&mut Reply, T)) -> Self {
        let (answer, done) = match outcome {
            Ok(answer) => (Some(answer), Ok(())),
            Err(problem) => (None, Err(problem)),
        };
        let mut reply = Reply::from(done);
        if let Some(answer) = answer {
            put(&mut reply, answer);
        }
        reply
    }
}

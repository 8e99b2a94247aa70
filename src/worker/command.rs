//! What pages may ask of the worker. No command takes a URL, a header or a query.

use crate::changes::Decision;
use crate::insight::list::{Question, SortBy, Which};
use crate::json::{FromJson, Object};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::problem::Problem;
use crate::settings::Settings;
use crate::ucos::requests::{Channel, MAX_BULK_LINE_ITEMS};
use crate::view::board::{BoardListView, BoardView};
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
    },
    /// A person has read the problems of these orders: take them away.
    Acknowledge {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which orders.
        orders: Vec<OrderRef>,
    },
    /// Read this order with its line items and history, and publish its details.
    Inspect {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which order.
        order: OrderRef,
    },
    /// Test this key and keep it for this store. From the options page only.
    Connect {
        /// As typed; checked in the core.
        store: String,
        /// As pasted; checked in the core.
        key: String,
        /// The staff account's name, as the admin shows it.
        staff_name: String,
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
    /// Erase the key of this store and what was seen with it. From our own pages only.
    Disconnect {
        /// The store.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
    },
}

impl FromJson for Command {
    /// Strict: a member too many, too few or of another type, and it is no command.
    fn from_json(message: &Object<'_>) -> Option<Self> {
        let mut names = message.names();
        let (name, None) = (names.next()?, names.next()) else { return None };
        let body = message.object(name)?;
        let has_only = |allowed: &[&str]| body.names().all(|name| allowed.contains(&name));
        let store = || StoreHandle::new(&body.text("store")?).ok();
        // Absent and null are alike; anything but a text is neither.
        let optional_text = |name: &str| match body.has(name) {
            true => body.text(name).map(Some),
            false => Some(None),
        };
        let orders = || every(body.list("orders")?.len(), body.children::<OrderRef>("orders"));
        let texts = |name: &str| every(body.list(name)?.len(), body.texts(name));
        match name {
            "look" if has_only(&["store", "orders"]) => {
                Some(Command::Look { store: store()?, orders: orders()? })
            }
            "change" if has_only(&["store", "orders", "status", "sub_status", "staff"]) => {
                Some(Command::Change {
                    store: store()?,
                    orders: once_each(orders()?)?,
                    status: body.text("status")?,
                    sub_status: optional_text("sub_status")?,
                    staff: optional_text("staff")?,
                })
            }
            "change-items" if has_only(&["store", "order", "items", "status", "sub_status", "staff"]) => {
                Some(Command::ChangeItems {
                    store: store()?,
                    order: body.child("order")?,
                    items: once_each(texts("items")?).filter(|items| items.len() <= MAX_BULK_LINE_ITEMS)?,
                    status: optional_text("status")?,
                    sub_status: optional_text("sub_status")?,
                    staff: optional_text("staff")?,
                })
            }
            "notify" if has_only(&["store", "order", "channels", "staff"]) => {
                let named = texts("channels")?;
                let channels: Vec<Channel> = named.iter().filter_map(|name| Channel::named(name)).collect();
                Some(Command::Notify {
                    store: store()?,
                    order: body.child("order")?,
                    channels: once_each(every(named.len(), channels)?)?,
                    staff: optional_text("staff")?,
                })
            }
            "undo" if has_only(&["store", "orders"]) => {
                Some(Command::Undo { store: store()?, orders: once_each(orders()?)? })
            }
            "decide" if has_only(&["store", "orders", "decision"]) => Some(Command::Decide {
                store: store()?,
                orders: once_each(orders()?)?,
                decision: Decision::named(&body.text("decision")?)?,
            }),
            "acknowledge" if has_only(&["store", "orders"]) => {
                Some(Command::Acknowledge { store: store()?, orders: once_each(orders()?)? })
            }
            "inspect" if has_only(&["store", "order"]) => {
                Some(Command::Inspect { store: store()?, order: body.child("order")? })
            }
            "connect" if has_only(&["store", "key", "staff_name"]) => Some(Command::Connect {
                store: body.text("store")?,
                key: body.text("key")?,
                staff_name: body.text("staff_name")?,
            }),
            "configure" if has_only(&["store", "settings"]) => {
                Some(Command::Configure { store: store()?, settings: body.child("settings")? })
            }
            "read-board" if has_only(&["store"]) => Some(Command::ReadBoard { store: store()? }),
            "list-board"
                if has_only(&[
                    "store",
                    "which",
                    "status",
                    "age_bin",
                    "sort",
                    "descending",
                    "offset",
                    "rows",
                ]) =>
            {
                let number = |name: &str| u32::try_from(body.whole(name)?).ok();
                let question = Question {
                    which: Which::named(&body.text("which")?)?,
                    status: optional_text("status")?,
                    age_bin: if body.has("age_bin") { Some(number("age_bin")?) } else { None },
                    sort: SortBy::named(&body.text("sort")?)?,
                    descending: body.is_true("descending"),
                    offset: number("offset")?,
                    rows: number("rows")?,
                };
                Some(Command::ListBoard { store: store()?, question })
            }
            "disconnect" if has_only(&["store"]) => Some(Command::Disconnect { store: store()? }),
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
    /// What `read-board` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub board: Option<Box<BoardView>>,
    /// What `list-board` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub board_list: Option<BoardListView>,
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

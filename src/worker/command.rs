//! What pages may ask of the worker. No command takes a URL, a header or a query.

use crate::json::{FromJson, Object};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::problem::Problem;
use crate::settings::Settings;
use serde::Serialize;

/// The most orders a look may name: more than any list shows.
pub const MAX_ORDERS_PER_LOOK: usize = 2_500;

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
    /// A person chose this status for this order.
    Change {
        /// The store that the page shows.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
        store: StoreHandle,
        /// Which order.
        order: OrderRef,
        /// The status's id.
        status: String,
        /// The sub-status option's id, where the status has options.
        sub_status: Option<String>,
        /// The staff name that the admin shows; null if it could not be read.
        staff: Option<String>,
    },
    /// A person has read the problem of this order: take it away.
    Acknowledge {
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
        match name {
            "look" if has_only(&["store", "orders"]) => {
                let listed = body.list("orders")?.len();
                let orders: Vec<OrderRef> = body.children("orders");
                (orders.len() == listed).then_some(Command::Look { store: store()?, orders })
            }
            "change" if has_only(&["store", "order", "status", "sub_status", "staff"]) => {
                Some(Command::Change {
                    store: store()?,
                    order: body.child("order")?,
                    status: body.text("status")?,
                    sub_status: optional_text("sub_status")?,
                    staff: optional_text("staff")?,
                })
            }
            "acknowledge" if has_only(&["store", "order"]) => {
                Some(Command::Acknowledge { store: store()?, order: body.child("order")? })
            }
            "connect" if has_only(&["store", "key", "staff_name"]) => Some(Command::Connect {
                store: body.text("store")?,
                key: body.text("key")?,
                staff_name: body.text("staff_name")?,
            }),
            "configure" if has_only(&["store", "settings"]) => {
                Some(Command::Configure { store: store()?, settings: body.child("settings")? })
            }
            "disconnect" if has_only(&["store"]) => Some(Command::Disconnect { store: store()? }),
            _ => None,
        }
    }
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Reply {
    /// Whether the command was carried out.
    pub ok: bool,
    /// Why not; null if it was.
    pub problem: Option<Problem>,
}

impl From<Result<(), Problem>> for Reply {
    fn from(outcome: Result<(), Problem>) -> Self {
        Reply { ok: outcome.is_ok(), problem: outcome.err() }
    }
}

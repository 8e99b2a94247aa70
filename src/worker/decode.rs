//! Reads commands out of messages, strictly: a member too many, too few or of another type, and it is no command. Which
//! members there may be is the table's to say.

use super::command::{Command, MAX_ORDERS};
use super::table;
use crate::changes::Decision;
use crate::changes::journal::Outcome;
use crate::changes::journal::filter::Filter;
use crate::insight::list::{Question, SortBy, Which};
use crate::json::{FromJson, Object};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::reply::Language;
use crate::staff::pin::Pin;
use crate::time::Timestamp;
use crate::ucos::requests::{Channel, MAX_BULK_LINE_ITEMS};
use crate::view::stored::StoredPart;

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
            "compose-reply" => Some(Command::ComposeReply {
                store: store()?,
                order: body.child("order")?,
                language: Language::optional(&body, "language")?,
            }),
            "note-answer" => Some(Command::NoteAnswer { store: store()?, order: body.child("order")? }),
            "configure-replies" => {
                Some(Command::ConfigureReplies { store: store()?, settings: body.child("settings")? })
            }
            "keep-template" => Some(Command::KeepTemplate {
                store: store()?,
                status: body.text("status")?,
                language: Language::tagged(&body.text("language")?)?,
                text: optional_text("text")?,
            }),
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
            "read-board" => Some(Command::ReadBoard { store: store()? }),
            "list-board" => {
                let number = |name: &str| u32::try_from(body.whole(name)?).ok();
                let question = Question {
                    which: Which::named(&body.text("which")?)?,
                    status: optional_text("status")?,
                    age_bin: if body.has("age_bin") { Some(number("age_bin")?) } else { None },
                    from_day: optional_text("from_day")?,
                    to_day: optional_text("to_day")?,
                    sort: SortBy::named(&body.text("sort")?)?,
                    descending: body.is_true("descending"),
                    offset: number("offset")?,
                    rows: number("rows")?,
                };
                Some(Command::ListBoard { store: store()?, question })
            }
            "measure-storage" => Some(Command::MeasureStorage {}),
            "erase" => {
                Some(Command::Erase { store: store()?, part: StoredPart::erasable(&body.text("part")?)? })
            }
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

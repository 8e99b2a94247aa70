//! Who sent a command, and whether they may, by the table of commands. What the browser says of a sender is trusted; what
//! the command says of itself is not.

use super::command::Command;
use super::table::{self, Place};
use crate::json::{FromJson, Object};
use crate::orders::identity::StoreHandle;
use std::fmt;

/// What the browser says of the sender of a message (`chrome.runtime.MessageSender`, what we need of it).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Sender {
    /// The id of the extension that sent it.
    pub id: Option<String>,
    /// The origin of the page or frame.
    pub origin: Option<String>,
    /// The address of the page or frame.
    pub url: Option<String>,
    /// 0: the top frame.
    pub frame_id: Option<u32>,
    /// The tab, if it is one.
    pub tab_id: Option<u32>,
}

impl FromJson for Sender {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let number = |name: &str| object.whole(name).and_then(|number| u32::try_from(number).ok());
        Some(Sender {
            id: object.text("id"),
            origin: object.text("origin"),
            url: object.text("url"),
            frame_id: number("frame_id"),
            tab_id: number("tab_id"),
        })
    }
}

/// A sender that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Our content script in the top frame of this store's admin.
    AdminPage {
        /// The store in the page's address.
        store: StoreHandle,
        /// Its tab.
        tab: u32,
    },
    /// One of our own pages.
    OwnPage(Place),
}

impl Who {
    /// Where that is, in the words of the table.
    pub fn place(&self) -> Place {
        match self {
            Who::AdminPage { .. } => Place::AdminPage,
            Who::OwnPage(place) => *place,
        }
    }
}

/// The origin of the Shopify admin.
pub const ADMIN_ORIGIN: &str = "https://admin.shopify.com";

/// Recognises a sender; `None`: nobody whom we serve.
pub fn recognise(sender: &Sender, own_id: &str) -> Option<Who> {
    if sender.id.as_deref() != Some(own_id) || own_id.is_empty() {
        return None;
    }
    let url = sender.url.as_deref()?;
    let own_origin = format!("chrome-extension://{own_id}");
    if let Some(rest) = url.strip_prefix(&own_origin) {
        let path = rest.split(['?', '#']).next()?;
        let origin_agrees = sender.origin.as_deref().is_none_or(|origin| origin == own_origin);
        let top_frame = sender.frame_id.is_none_or(|frame| frame == 0);
        let place = Place::ALL.into_iter().find(|place| place.path() == Some(path))?;
        return (origin_agrees && top_frame).then_some(Who::OwnPage(place));
    }
    if sender.origin.as_deref() != Some(ADMIN_ORIGIN) || sender.frame_id != Some(0) {
        return None;
    }
    let path = url.strip_prefix(ADMIN_ORIGIN)?.strip_prefix("/store/")?;
    let handle = path.split(['/', '?', '#']).next()?;
    Some(Who::AdminPage { store: StoreHandle::new(handle).ok()?, tab: sender.tab_id? })
}

/// A command from one who may not send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAllowed;

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this sender may not send this command")
    }
}

/// Whether this sender may send this command: the table names its place, and an admin page speaks for its own store only.
pub fn allow(command: &Command, who: &Who) -> Result<(), NotAllowed> {
    let is_listed = table::row_of(command).is_some_and(|row| row.from.contains(&who.place()));
    let is_own_store = match who {
        Who::AdminPage { store, .. } => table::store_of(command) == Some(store.as_str()),
        Who::OwnPage(_) => true,
    };
    if is_listed && is_own_store { Ok(()) } else { Err(NotAllowed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "abcdefghijklmnopabcdefghijklmnop";

    fn admin() -> Sender {
        Sender {
            id: Some(ID.to_owned()),
            origin: Some(ADMIN_ORIGIN.to_owned()),
            url: Some(format!("{ADMIN_ORIGIN}/store/maple/orders?query=x")),
            frame_id: Some(0),
            tab_id: Some(7),
        }
    }

    #[test]
    fn the_admins_top_frame_and_our_pages_are_recognised() {
        let store = StoreHandle::new("maple").unwrap();
        assert_eq!(recognise(&admin(), ID), Some(Who::AdminPage { store, tab: 7 }));
        let url = Some(format!("chrome-extension://{ID}/options.html#x"));
        let own = Sender { url, origin: Some(format!("chrome-extension://{ID}")), ..admin() };
        assert_eq!(recognise(&own, ID), Some(Who::OwnPage(Place::Options)));
    }

    #[test]
    fn nobody_else_is() {
        let url = |text: &str| Sender { url: Some(text.to_owned()), ..admin() };
        for sender in [
            Sender { id: Some("other".to_owned()), ..admin() },
            Sender { id: None, ..admin() },
            Sender { frame_id: Some(3), ..admin() },
            Sender { frame_id: None, ..admin() },
            Sender { tab_id: None, ..admin() },
            Sender { origin: None, ..admin() },
            Sender { origin: Some("https://evil.example".to_owned()), ..admin() },
            Sender { url: None, ..admin() },
            url("https://admin.shopify.com.evil.example/store/maple/orders"),
            url("https://admin.shopify.com/store/"),
            url("https://admin.shopify.com/store/Maple/orders"),
            url("https://admin.shopify.com/settings"),
            url(&format!("chrome-extension://{ID}/other.html")),
            url(&format!("chrome-extension://{ID}.evil/options.html")),
            url(&format!("chrome-extension://{ID}/options.html")),
        ] {
            assert_eq!(recognise(&sender, ID), None, "{sender:?}");
        }
        assert_eq!(recognise(&Sender { id: Some(String::new()), ..admin() }, ""), None);
    }

    #[test]
    fn malformed_commands_are_no_commands() {
        for text in [
            r#"{"fetch":{"url":"https://x"}}"#,
            r#"{"disconnect":{"store":"a","url":"x"}}"#,
            r#"{"disconnect":{"store":"A/.."}}"#,
            r#"{"look":{"store":"a","orders":[{"kind":"order","id":5}]}}"#,
            r#"{"look":{"store":"a","orders":[{"kind":"order","id":"5x"}]}}"#,
            r#"{"look":{"store":"a","orders":[{"kind":"product","id":"5"}]}}"#,
            r#"{"disconnect":{"store":"a"},"look":{"store":"a","orders":[]}}"#,
            r#"{"change":{"store":"a","orders":[{"kind":"order","id":"5"}],"status":"s","sub_status":7}}"#,
            r#"{"change":{"store":"a","orders":[],"status":"s"}}"#,
            r#"{"change":{"store":"a","orders":[{"kind":"order","id":"5"},{"kind":"order","id":"5"}],"status":"s"}}"#,
            r#"{"change-items":{"store":"a","order":{"kind":"order","id":"5"},"items":[],"status":"s"}}"#,
            r#"{"change-items":{"store":"a","order":{"kind":"order","id":"5"},"items":["l",7],"status":"s"}}"#,
            r#"{"notify":{"store":"a","order":{"kind":"order","id":"5"},"channels":[]}}"#,
            r#"{"notify":{"store":"a","order":{"kind":"order","id":"5"},"channels":["sms","sms"]}}"#,
            r#"{"notify":{"store":"a","order":{"kind":"order","id":"5"},"channels":["pigeon"]}}"#,
            r#"{"decide":{"store":"a","orders":[],"decision":"retry"}}"#,
            r#"{"undo":{"store":"a","orders":[{"kind":"order","id":"5"}],"staff":7}}"#,
            r#"{"introduce":{"store":"a"}}"#,
            r#"{"introduce":{"store":"a","staff":null}}"#,
            r#"{"open-options":{"store":"a","url":"https://x"}}"#,
            r#"{"compose-reply":{"store":"a","order":{"kind":"order","id":"5"},"language":"de"}}"#,
            r#"{"compose-reply":{"store":"a","order":{"kind":"order","id":"5"},"template":"x"}}"#,
            r#"{"note-answer":{"store":"a","orders":[{"kind":"order","id":"5"}]}}"#,
            r#"{"configure-replies":{"store":"a","settings":{}}}"#,
            r#"{"keep-template":{"store":"a","status":"s","language":"en","text":7}}"#,
            r#"{"disconnect":"a"}"#,
            r#"{"disconnect":{"store":"a","staff_name":7}}"#,
            r#"{"lock":{"store":"A/.."}}"#,
            r#"{"lock":{"store":7}}"#,
            r#"{"unlock":{"store":"a","pin":"1234"}}"#,
            r#"{"unlock":{"store":"a","staff_name":"n","pin":1234}}"#,
            r#"{"connect":{"store":"a","key":"k","staff_name":"n","pin":[]}}"#,
            r#"{"read-board":{"store":"a","url":"x"}}"#,
            r#"{"list-board":{"store":"a","which":"some","sort":"due","descending":true,"offset":0,"rows":50}}"#,
            r#"{"list-board":{"store":"a","which":"all","sort":"due","descending":true,"offset":-1,"rows":50}}"#,
            r#"{"list-board":{"store":"a","which":"all","age_bin":"x","sort":"due","descending":true,"offset":0,"rows":50}}"#,
            r#"{}"#,
            r#"[]"#,
        ] {
            assert!(crate::json::read::<Command>(text.as_bytes()).is_none(), "{text}");
        }
    }
}

//! Answers to "where is my order": templates with placeholders, our own words for each stage of an order's way, and what
//! is known of an order to fill them with. Pure: no platform, no clock; a customer's name and address pass through as
//! values and are kept nowhere.
//!
//! Read in this order:
//! - [`template`]: placeholders, and what is wrong with a text that uses them badly;
//! - [`render`]: a template filled, as plain text and as safe HTML, without what has no value;
//! - [`stage`]: the three chains of stages, and which stage a status is;
//! - [`words`]: the templates and sentences that a store begins with;
//! - [`facts`]: what is known of one order;
//! - [`link`]: the store's self-serve page of an order;
//! - [`replies`]: what a person sets for a store;
//! - [`answers`]: for which orders a reply was copied, and when;
//! - [`question`]: a preview asked for in JSON.

pub mod answers;
pub mod facts;
pub mod link;
pub mod question;
pub mod render;
pub mod replies;
pub mod stage;
pub mod template;
pub mod words;

use crate::json::Object;
use serde::Serialize;

/// A language in which replies are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

impl Language {
    /// Both.
    pub const ALL: [Language; 2] = [Language::En, Language::Fr];

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Fr => "fr",
        }
    }

    /// The language of this tag, if it is one of ours.
    pub fn tagged(tag: &str) -> Option<Self> {
        Language::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// A member of an object that is a language's tag, or not there: `None` is anything else.
    pub(crate) fn optional(object: &Object<'_>, name: &str) -> Option<Option<Self>> {
        match object.has(name) {
            true => Language::tagged(&object.text(name)?).map(Some),
            false => Some(None),
        }
    }
}

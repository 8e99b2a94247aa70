//! What a person sets for the replies of a store. Kept in the trusted area as `replies/<store>`, published under the same
//! name with what the statuses are. Knows no platform.

use super::Language;
use super::link::Link;
use super::render::clean;
use super::stage::Stage;
use super::template::{Piece, Placeholder, parse};
use super::words;
use crate::json::{FromJson, Object};
use crate::orders::identity::StoreHandle;
use crate::problem::Problem;
use serde::Serialize;

/// The most templates that are kept: 250 statuses in two languages.
const MAX_TEMPLATES: usize = 500;

/// The longest name of a shop, in characters.
const LONGEST_NAME: usize = 80;

/// For how many days answers may be kept at the least and at the most.
pub const KEPT_DAYS: std::ops::RangeInclusive<u16> = 7..=90;

/// A status's own template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct OwnTemplate {
    /// The status's id.
    pub status: String,
    /// Its language.
    pub language: Language,
    /// The template.
    pub text: String,
}

impl FromJson for OwnTemplate {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let language = Language::tagged(&object.text("language")?)?;
        Some(OwnTemplate { status: object.text("status")?, language, text: object.text("text")? })
    }
}

/// What is set but for the templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ReplySettings {
    /// The language in which replies are written unless another is asked for; null: the browser's.
    pub language: Option<Language>,
    /// The self-serve page of an order, with placeholders; null: there is none.
    pub link: Option<String>,
    /// The shop's name as customers know it; null: it is not said.
    pub store_name: Option<String>,
    /// For how many days it is kept which orders were answered, 7 to 90.
    pub kept_days: u16,
}

impl Default for ReplySettings {
    fn default() -> Self {
        ReplySettings { language: None, link: None, store_name: None, kept_days: *KEPT_DAYS.end() }
    }
}

impl FromJson for ReplySettings {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(ReplySettings {
            language: Language::optional(object, "language")?,
            link: object.text("link"),
            store_name: object.text("store_name"),
            kept_days: u16::try_from(object.whole("kept_days")?).ok()?,
        })
    }
}

impl ReplySettings {
    /// The same within bounds. `Err`: the link is none.
    pub fn checked(mut self) -> Result<Self, Problem> {
        let link = self.link.map(|link| link.trim().to_owned()).filter(|link| !link.is_empty());
        if link.as_deref().is_some_and(|link| Link::read(link).is_err()) {
            return Err(Problem::new("link-faulty"));
        }
        self.link = link;
        let name = |name: String| clean(&name).chars().take(LONGEST_NAME).collect::<String>();
        self.store_name = self.store_name.map(name).filter(|name| !name.is_empty());
        self.kept_days = self.kept_days.clamp(*KEPT_DAYS.start(), *KEPT_DAYS.end());
        Ok(self)
    }
}

/// Everything that is set for the replies of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Replies {
    /// All but the templates.
    pub settings: ReplySettings,
    /// The templates that the store has written.
    pub templates: Vec<OwnTemplate>,
}

impl FromJson for Replies {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Replies { settings: object.child("settings")?, templates: object.children("templates") })
    }
}

impl Replies {
    /// Keeps a status's own template, or takes it away: then the default counts again. `Err`: it cannot be used.
    pub fn keep(&mut self, status: String, language: Language, text: Option<String>) -> Result<(), Problem> {
        let text = text.filter(|text| !text.trim().is_empty());
        if text.as_deref().is_some_and(|text| parse(text, &Placeholder::ALL).is_err()) {
            return Err(Problem::new("template-faulty"));
        }
        self.templates.retain(|own| own.status != status || own.language != language);
        if let Some(text) = text {
            if self.templates.len() >= MAX_TEMPLATES {
                return Err(Problem::new("too-many-templates"));
            }
            self.templates.push(OwnTemplate { status, language, text });
        }
        Ok(())
    }

    /// What a status is answered with: its own template, or that of its stage. One that was kept by another version
    /// and cannot be read counts as none.
    pub fn template(&self, status: &str, stage: Option<Stage>, language: Language) -> Vec<Piece> {
        let own = self.templates.iter().find(|own| own.status == status && own.language == language);
        let own = own.and_then(|own| parse(&own.text, &Placeholder::ALL).ok());
        own.or_else(|| parse(words::template(stage, language), &Placeholder::ALL).ok()).unwrap_or_default()
    }

    /// The self-serve link, if there is one.
    pub fn link(&self) -> Option<Link> {
        Link::read(self.settings.link.as_deref()?).ok()
    }
}

/// A status as far as its reply is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ReplyStatusView {
    /// UUID.
    pub id: String,
    /// The name that customers are shown.
    pub display_name: String,
    /// The stage that it is; null: not recognised.
    pub stage: Option<Stage>,
    /// Whether customers may be told when it ends.
    pub shows_date: bool,
}

/// What is set for the replies of a store. Published as JSON text under `replies/<store>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct RepliesView {
    /// The store's handle.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub store: StoreHandle,
    /// All but the templates.
    pub settings: ReplySettings,
    /// The templates that the store has written; all others are ours (`replyDefault`).
    pub templates: Vec<OwnTemplate>,
    /// Every status that an order can have, in the store's order.
    pub statuses: Vec<ReplyStatusView>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replies() -> Replies {
        let mut replies = Replies::default();
        replies.settings.link = Some("https://a.example/{order_id}".to_owned());
        replies.settings.language = Some(Language::Fr);
        replies.keep("s".to_owned(), Language::En, Some("It is {status}.".to_owned())).unwrap();
        replies
    }

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        for replies in [replies(), Replies::default()] {
            assert_eq!(crate::json::read(&serde_json::to_vec(&replies).unwrap()), Some(replies));
        }
    }

    #[test]
    fn a_template_is_one_status_in_one_language() {
        let mut replies = replies();
        let is_own = |replies: &Replies, status: &str, language| {
            replies.template(status, None, language).first() == Some(&Piece::Text("It is ".to_owned()))
        };
        assert!(is_own(&replies, "s", Language::En));
        assert!(!is_own(&replies, "s", Language::Fr) && !is_own(&replies, "t", Language::En));
        let faulty = replies.keep("s".to_owned(), Language::En, Some("It is {stat}".to_owned()));
        assert_eq!(faulty.unwrap_err().code, "template-faulty");
        assert!(is_own(&replies, "s", Language::En), "the one before stands");
        replies.keep("s".to_owned(), Language::En, Some("It is {status}!".to_owned())).unwrap();
        assert_eq!(replies.templates.len(), 1);
        replies.keep("s".to_owned(), Language::En, None).unwrap();
        assert!(replies.templates.is_empty());
        // As another version may have left it.
        replies.templates.push(OwnTemplate {
            status: "s".to_owned(),
            language: Language::En,
            text: "{x}".to_owned(),
        });
        assert_eq!(
            replies.template("s", None, Language::En),
            Replies::default().template("s", None, Language::En)
        );
    }

    #[test]
    fn settings_are_brought_within_bounds() {
        let given = ReplySettings {
            language: None,
            link: Some("  ".to_owned()),
            store_name: Some(" Maple\n& Birch \u{202e}".to_owned()),
            kept_days: 1_000,
        };
        let checked = given.checked().unwrap();
        assert_eq!(
            checked,
            ReplySettings { store_name: Some("Maple & Birch".to_owned()), ..ReplySettings::default() }
        );
        let bad = ReplySettings { link: Some("http://a.example".to_owned()), ..ReplySettings::default() };
        assert_eq!(bad.checked().unwrap_err().code, "link-faulty");
        assert_eq!(ReplySettings { kept_days: 0, ..checked }.checked().unwrap().kept_days, 7);
    }
}

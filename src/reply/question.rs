//! A reply asked for in JSON, for the page on which templates are written: it checks and fills what is typed, at every
//! key, without the worker. Knows no store and no clock.

use super::Language;
use super::facts::Facts;
use super::link::Link;
use super::render::Rendered;
use super::stage::Stage;
use super::template::{Placeholder, TemplateFault, parse};
use super::words;
use crate::json::{self, FromJson, Object};
use serde::Serialize;

/// What is typed, and an order to fill it with.
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ReplyQuestion {
    /// The template.
    pub template: String,
    /// Its language.
    pub language: Language,
    /// The self-serve link; null: none.
    pub link: Option<String>,
    /// The shop's name; null: none.
    pub store_name: Option<String>,
    /// The order; null: what is typed is only checked.
    pub facts: Option<Facts>,
}

/// What is wrong with what was typed, and what a customer would read.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ReplyAnswer {
    /// What is wrong with the template, in order.
    pub faults: Vec<TemplateFault>,
    /// What is wrong with the link.
    pub link_faults: Vec<TemplateFault>,
    /// The reply; null: no order, or a faulty template.
    pub reply: Option<Rendered>,
}

impl FromJson for ReplyQuestion {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(ReplyQuestion {
            template: object.text("template")?,
            language: Language::tagged(&object.text("language")?)?,
            link: object.text("link"),
            store_name: object.text("store_name"),
            facts: object.child("facts"),
        })
    }
}

/// Answers JSON text of a [`ReplyQuestion`] with JSON text of a [`ReplyAnswer`].
pub fn preview(question: &[u8]) -> String {
    let answer = json::read::<ReplyQuestion>(question).map(|question| question.answer()).unwrap_or_default();
    serde_json::to_string(&answer).unwrap_or_default()
}

/// The template that a status of this stage has by default; any other text than a stage's id: of one not recognised.
pub fn default_template(stage: &str, language: &str) -> &'static str {
    words::template(Stage::named(stage), Language::tagged(language).unwrap_or(Language::En))
}

impl ReplyQuestion {
    fn answer(&self) -> ReplyAnswer {
        let (link, link_faults) = match self.link.as_deref().map(Link::read) {
            None => (None, Vec::new()),
            Some(Ok(link)) => (Some(link), Vec::new()),
            Some(Err(faults)) => (None, faults),
        };
        let (pieces, faults) = match parse(&self.template, &Placeholder::ALL) {
            Ok(pieces) => (Some(pieces), Vec::new()),
            Err(faults) => (None, faults),
        };
        let filled = |facts: &Facts| {
            let name = self.store_name.as_deref();
            pieces.as_deref().map(|pieces| facts.fill(pieces, self.language, link.as_ref(), name))
        };
        ReplyAnswer { faults, link_faults, reply: self.facts.as_ref().and_then(filled) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn ask(question: Value) -> Value {
        serde_json::from_str(&preview(question.to_string().as_bytes())).unwrap()
    }

    #[test]
    fn faults_and_the_reply_come_back() {
        let facts = json!({"order_name":"#1","order_id":"5","first_name":"Zoë","email":null,"status_id":"s",
            "status":"<b>QC</b>","sub_status":null,"stage":"in-qc","expected":null,"expected_words":null,
            "next_step":null,"staff":"Ada"});
        let question = json!({"template":"Hi {first_name}: {status}. {meaning} {link}","language":"en",
            "link":"https://a.example/{order_name}","store_name":null,"facts":facts});
        let reply = &ask(question.clone())["reply"];
        assert_eq!(
            reply["plain"],
            "Hi Zoë: <b>QC</b>. Your order is made, and we are checking it carefully before it leaves us. https://a.example/%231"
        );
        assert!(reply["html"].as_str().unwrap().starts_with("Hi Zoë: &lt;b&gt;QC&lt;/b&gt;. "));
        let mut faulty = question;
        faulty["template"] = json!("{nope}");
        faulty["link"] = json!("http://x");
        let answer = ask(faulty);
        assert_eq!(answer["reply"], Value::Null);
        assert_eq!(answer["faults"], json!([{"kind":"unknown","at":0,"length":6,"text":"{nope}"}]));
        assert_eq!(answer["link_faults"][0]["kind"], "not-https");
        assert_eq!(ask(json!({})), json!({"faults":[],"link_faults":[],"reply":null}));
    }
}

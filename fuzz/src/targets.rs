//! What is fuzzed: each target takes any bytes, and panics where the core does not keep its word. `./build.sh fuzz`
//! looks for such bytes; `cargo test` runs the corpora that it left through the same targets (tests/fuzzing.rs).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is what is looked for")]

#[path = "../../tests/common/jiff_zone.rs"]
mod jiff_zone;
#[path = "oracle.rs"]
mod oracle;
#[path = "story.rs"]
mod story;

use jiff_zone::JiffZone;
use serde::Serialize;
use std::fmt::Debug;
use ucos_inline::catalog::Catalog;
use ucos_inline::changes::{Intent, batch, journal};
use ucos_inline::due::question;
use ucos_inline::json::{FromJson, Object, read};
use ucos_inline::orders::identity::{OrderKey, OrderRef};
use ucos_inline::orders::roll::Roll;
use ucos_inline::orders::seen::Seen;
use ucos_inline::orders::sweep::Sweep;
use ucos_inline::problem::Problem;
use ucos_inline::settings::Settings;
use ucos_inline::staff::key::ApiKey;
use ucos_inline::staff::learnt::Learnt;
use ucos_inline::staff::redaction::without_key;
use ucos_inline::ucos::answers::{self, AddonRef, Order, Status, StatusRef, SubStatusRef};
use ucos_inline::ucos::budget::Budget;
use ucos_inline::ucos::clock::ServiceClock;
use ucos_inline::ucos::refusal::Rule;
use ucos_inline::ucos::said;
use ucos_inline::worker::command::{Command, MAX_ORDERS};
use ucos_inline::worker::sender::{Sender, Who, allow, recognise};

/// A target: its name, which is that of its corpus too, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const ALL: [Target; 6] = [
    ("answers", answers),
    ("command", command),
    ("question", question),
    ("records", records),
    ("worker", worker),
    ("json", json),
];

/// The key that a service may repeat. Where an input says `@KEY@`, that is this key.
pub const KEY: &str = "ucos_5f0c1d2e3b4a59687766554433221100ffeeddcc";

/// The extension's id.
pub const OWN_ID: &str = "coaadjgbkpljjhpicdmjngclaeaegabd";

/// Every answer of the service: whatever it says, what is kept of it is bounded and has no key in it.
pub fn answers(data: &[u8]) {
    let key = ApiKey::read(KEY).unwrap();
    let body = without_key(&key, with_key(data));
    let mut said = Said;
    if let Ok(page) = answers::read_orders(&body) {
        assert!(page.orders.len() + page.unreadable == page.len());
        page.orders.iter().for_each(|order| said.order(order));
    }
    if let Ok(order) = answers::read_order(&body) {
        said.order(&order);
    }
    if let Ok(statuses) = answers::read_statuses(&body) {
        statuses.iter().for_each(|status| said.status(status));
    }
    if let Ok(status) = answers::read_status(&body) {
        said.status(&status);
    }
    if let Ok(workflows) = answers::read_workflows(&body) {
        let catalog = Catalog::new(Vec::new(), workflows, ucos_inline::time::Timestamp(0));
        catalog.workflows.workflows.iter().for_each(|workflow| said.name(&workflow.name));
    }
    if let Ok(changed) = answers::read_changed(&body) {
        changed.status.iter().for_each(|status| said.status_ref(status));
    }
    if let Ok(bulk) = answers::read_bulk(&body) {
        for error in bulk.results.iter().filter_map(|result| result.error.as_deref()) {
            said.sentence(error);
        }
    }
    let _ = answers::read_notified(&body);
    let _ = answers::read_line_item_changed(&body);
    if let Ok(text) = std::str::from_utf8(&body) {
        said.sentence(&said::sentence(text).unwrap_or_default());
        let _ = Rule::named_in(text, text);
    }
}

/// What was kept of an answer, each text held against what is promised of it.
#[derive(Default)]
struct Said;

impl Said {
    fn text(&mut self, text: &str, longest: usize) {
        assert!(text.chars().count() <= longest + 1, "too long: {text}");
        assert!(!text.contains(KEY), "the key: {text}");
        let hides =
            |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!text.contains(hides), "what turns or hides: {text:?}");
    }

    fn name(&mut self, name: &str) {
        self.text(name, said::LONGEST_NAME);
    }

    fn sentence(&mut self, sentence: &str) {
        self.text(sentence, said::LONGEST_SENTENCE);
    }

    fn status_ref(&mut self, status: &StatusRef) {
        assert!(!status.name.is_empty() && !status.id.is_empty());
        self.name(&status.name);
    }

    fn sub_status_ref(&mut self, sub_status: &SubStatusRef) {
        assert!(!sub_status.name.is_empty() && !sub_status.id.is_empty());
        self.name(&sub_status.name);
    }

    fn order(&mut self, order: &Order) {
        assert!(order.addons.len() <= 20 && order.line_items.len() <= 500);
        self.name(&order.name);
        order.status.iter().for_each(|status| self.status_ref(status));
        order.sub_status.iter().for_each(|sub_status| self.sub_status_ref(sub_status));
        for AddonRef { status, sub_status } in &order.addons {
            self.status_ref(status);
            sub_status.iter().for_each(|sub_status| self.sub_status_ref(sub_status));
        }
        order.line_items.iter().for_each(|item| self.name(&item.name));
    }

    fn status(&mut self, status: &Status) {
        assert!(!status.name.is_empty() && !status.id.is_empty());
        self.name(&status.name);
        self.name(&status.display_name);
        let (paper, ink) = ucos_inline::view::colour::paper_and_ink(&status.color);
        for colour in [paper, ink] {
            assert!(colour.len() == 7 && colour.starts_with('#'), "{colour}");
        }
        let options = status.sub_status_group.iter().flat_map(|group| &group.options);
        options.for_each(|option| self.name(&option.name));
    }
}

/// A message of a page, and what the browser says of its sender, one line each: nobody gets what is not theirs.
pub fn command(data: &[u8]) {
    let (message, sender) = split_once(data, b'\n');
    let Some(command) = read::<Command>(message) else { return };
    let named = format!("{command:?}");
    for sender in [read::<Sender>(sender), read::<Sender>(message)].into_iter().flatten() {
        let Some(who) = recognise(&sender, OWN_ID) else { continue };
        assert_eq!(sender.id.as_deref(), Some(OWN_ID));
        if allow(&command, &who).is_err() {
            continue;
        }
        match &who {
            Who::OwnPage(_) => assert!(sender.url.is_some_and(|url| url.starts_with("chrome-extension://"))),
            Who::AdminPage { store, .. } => {
                assert_eq!(sender.frame_id, Some(0));
                assert!(named.contains(&format!("StoreHandle({:?})", store.as_str())), "{named}");
            }
        }
        if let Command::Change { orders, .. }
        | Command::Undo { orders, .. }
        | Command::Decide { orders, .. } = &command
        {
            assert!((1..=MAX_ORDERS).contains(&orders.len()));
            let each_once = orders.iter().enumerate().all(|(at, order)| !orders[..at].contains(order));
            assert!(each_once, "{named}");
        }
    }
    if let Command::Configure { settings, .. } = command
        && let Ok(checked) = settings.checked(|zone| JiffZone::named(zone).is_some())
    {
        assert_eq!(checked.clone().checked(|_| true), Ok(checked));
    }
}

/// The question for due times: an answer, whatever the question, and never one before the entry.
pub fn question(data: &[u8]) {
    let answer = question::answer(data, JiffZone::named);
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    let Some(due) = answer["due"].as_array() else { return };
    let question: question::DueQuestion = read(data).expect("it was answered");
    assert_eq!(due.len(), question.entered.len() * question.limits.len());
    for (at, due) in due.iter().enumerate() {
        let entered = question.entered[at % question.entered.len()];
        assert!(due.as_i64().is_none_or(|due| due >= entered.0), "due {due} before {entered:?}");
    }
}

/// Everything that is kept: what is read is what would be written again.
pub fn records(data: &[u8]) {
    is_kept::<Seen>(data);
    is_kept::<Intent>(data);
    is_kept::<journal::Entry>(data);
    is_kept::<batch::Batch>(data);
    is_kept::<batch::LeftOut>(data);
    is_kept::<Catalog>(data);
    is_kept::<Settings>(data);
    is_kept::<Learnt>(data);
    is_kept::<Budget>(data);
    is_kept::<ServiceClock>(data);
    is_kept::<Sweep>(data);
    is_kept::<OrderRef>(data);
    is_kept::<OrderKey>(data);
    is_kept::<Problem>(data);
    if let Some(roll) = Roll::from_bytes(data) {
        assert_eq!(Roll::from_bytes(&roll.to_bytes()), Some(roll));
    }
}

fn is_kept<T: FromJson + Serialize + PartialEq + Debug>(data: &[u8]) {
    let Some(record) = read::<T>(data) else { return };
    let text = serde_json::to_vec(&record).expect("JSON");
    assert_eq!(read::<T>(&text).as_ref(), Some(&record), "{}", String::from_utf8_lossy(&text));
}

/// A whole worker over a store of any records, with a service that answers anything: see story.rs.
pub fn worker(data: &[u8]) {
    // Only the service may say the key: what was kept before says nothing of it.
    let part = |(at, part): (usize, &[u8])| if at == 0 { part.to_vec() } else { with_key(part) };
    let parts: Vec<Vec<u8>> = data.split(|byte| *byte == 0).enumerate().map(part).collect();
    story::tell(&parts);
}

/// The reader of JSON: it accepts what serde_json accepts, and reads the same.
pub fn json(data: &[u8]) {
    oracle::assert_agrees(data);
    if let Ok(object) = Object::split(data) {
        let names: Vec<String> = object.names().map(str::to_owned).collect();
        for name in names {
            let (_, _, _) = (object.texts(&name), object.wholes(&name), object.list(&name));
        }
    }
}

fn split_once(data: &[u8], at: u8) -> (&[u8], &[u8]) {
    let place = data.iter().position(|byte| *byte == at);
    place.map_or((data, &[]), |place| (&data[..place], &data[place + 1..]))
}

/// The input with the key where it says so.
fn with_key(data: &[u8]) -> Vec<u8> {
    const MARK: &[u8] = b"@KEY@";
    let mut out = Vec::with_capacity(data.len());
    let mut rest = data;
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
        out.extend(&rest[..at]);
        out.extend(KEY.as_bytes());
        rest = &rest[at + MARK.len()..];
    }
    out.extend(rest);
    out
}

//! The hostile texts of tests/fixtures/hostile through everything in the core that reads texts: answers, commands,
//! settings, what is kept, and the views. Nothing panics, and what is kept and shown is bounded and cannot hide.

#![allow(clippy::unwrap_used, reason = "a test that fails has to say so")]

use serde_json::{Value, json};
use ucos_inline::catalog::Catalog;
use ucos_inline::json::read;
use ucos_inline::orders::identity::{OrderKind, OrderRef, StoreHandle};
use ucos_inline::orders::seen::Seen;
use ucos_inline::settings::Settings;
use ucos_inline::time::{Interval, Timestamp};
use ucos_inline::ucos::answers::{
    read_bulk, read_changed, read_order, read_orders, read_statuses, read_workflows,
};
use ucos_inline::ucos::said::{self, LONGEST_NAME, LONGEST_SENTENCE};
use ucos_inline::view::compose::{Known, catalog_view, line_item_view, order_view};
use ucos_inline::worker::command::Command;

/// Each text as JSON writes it, with why it is there.
fn hostile() -> Vec<(String, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/hostile/strings.json");
    let text = std::fs::read_to_string(path).unwrap();
    let mut found = Vec::new();
    // Halves of surrogate pairs are no text of Rust's: they stay as they are written.
    let fixture = ucos_inline::json::Object::split(text.as_bytes()).unwrap();
    for group in fixture.list("groups").unwrap() {
        let group = ucos_inline::json::Object::split(group).unwrap();
        for entry in group.list("strings").unwrap() {
            let entry = ucos_inline::json::Object::split(entry).unwrap();
            let why = format!("{}: {}", group.text("group").unwrap(), entry.text("why").unwrap());
            let raw = |name: &str| {
                let raw = entry.raw(name).unwrap_or(b"\"\"");
                String::from_utf8(raw[1..raw.len() - 1].to_vec()).unwrap()
            };
            let times = usize::try_from(entry.whole("times").unwrap_or(0)).unwrap();
            let text =
                format!("\"{}{}{}{}\"", raw("text"), raw("before"), raw("of").repeat(times), raw("after"));
            found.push((why, text));
        }
    }
    found
}

#[test]
fn there_are_enough_of_them() {
    let hostile = hostile();
    assert!(hostile.len() >= 200, "{}", hostile.len());
    assert!(hostile.iter().any(|(_, text)| text.len() > 1_000_000));
    assert!(hostile.iter().any(|(_, text)| serde_json::from_str::<String>(text).is_err()), "halves");
}

fn is_fit(text: &str, longest: usize, why: &str) {
    assert!(text.chars().count() <= longest + 1, "{why}: too long");
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert!(!text.contains(hides), "{why}: {text:?}");
}

/// Every text in a view, however deep.
fn texts(view: &Value) -> Vec<&str> {
    match view {
        Value::String(text) => vec![text],
        Value::Array(all) => all.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn is_bounded(view: &impl serde::Serialize, why: &str, most: usize) {
    let view = serde_json::to_value(view).unwrap();
    assert!(view.to_string().len() < most, "{why}: {} bytes", view.to_string().len());
    for text in texts(&view) {
        is_fit(text, LONGEST_SENTENCE, why);
        assert!(!text.is_empty() || view.get("groups").is_some(), "{why}: a text without anything in it");
    }
}

#[test]
fn answers_and_views() {
    for (why, text) in hostile() {
        let status = format!(
            r#"{{"id":"s","name":{text},"display_name":{text},"color":{text},"shopify_order_effect":{text},
                "sub_status_group":{{"id":{text},"name":{text},"options":[{{"id":"o","name":{text}}}]}}}}"#
        );
        let pair =
            format!(r#"{{"id":"s","name":{text},"color":{text},"sub_status":{{"id":"o","name":{text}}}}}"#);
        let order = format!(
            r#"{{"id":"u","shopify_order_id":"gid://shopify/Order/1","name":{text},"note":{text},"created_at":{text},
                "custom_status":{pair},"custom_sub_status":{{"id":"o","name":{text}}},"addon_statuses":[{pair}],
                "line_items":[{{"id":"l","name":{text},"quantity":1,"status":{pair}}}],"customer":{{"first_name":{text}}}}}"#
        );
        let statuses = read_statuses(format!(r#"{{"statuses":[{status}]}}"#).as_bytes()).unwrap();
        assert_eq!(statuses.len(), 1, "{why}: the status is there, whatever its name");
        let workflows = format!(
            r#"{{"workflows":[{{"id":"w","name":{text},"statuses":[{{"id":"s","order":0}}]}}],"workflows_enabled":true}}"#
        );
        let workflows = read_workflows(workflows.as_bytes()).unwrap();
        let catalog = Catalog::new(statuses, workflows, Timestamp(1));
        let store = StoreHandle::new("s").unwrap();
        is_bounded(&catalog_view(&store, &catalog), &why, 10_000);
        let kept: Catalog = read(&serde_json::to_vec(&catalog).unwrap()).unwrap();
        assert_eq!(kept, catalog, "{why}");

        let page = read_orders(format!(r#"{{"orders":[{order}]}}"#).as_bytes()).unwrap();
        assert_eq!((page.orders.len(), page.unreadable), (1, 0), "{why}");
        let order = read_order(format!(r#"{{"order":{order}}}"#).as_bytes()).unwrap();
        is_fit(&order.name, LONGEST_NAME, &why);
        let key = OrderRef { kind: OrderKind::Order, id: 1 };
        let truth = Interval::exact(Timestamp(5));
        let seen = Seen::look(key, &order, None, truth);
        assert_eq!(read(&serde_json::to_vec(&seen).unwrap()), Some(seen.clone()), "{why}");
        for catalog in [None, Some(&catalog)] {
            let known = Known {
                seen: Some(&seen),
                intent: None,
                held: None,
                read_problem: None,
                due: None,
                entered: None,
                back: None,
                answered: None,
                catalog,
            };
            is_bounded(&order_view(key, known), &why, 10_000);
            let item = line_item_view(&order.line_items[0], catalog);
            is_fit(&item.name, LONGEST_NAME, &why);
        }
        let bulk = format!(
            r#"{{"results":[{{"order_id":"1","success":false,"error":{text}}},{{"order_id":{text},"success":false}}]}}"#
        );
        for result in read_bulk(bulk.as_bytes()).unwrap().results {
            is_fit(&result.error.unwrap_or_default(), LONGEST_SENTENCE, &why);
            is_fit(&result.id, 128, &why);
        }
        let changed = read_changed(format!(r#"{{"order":{{"status":{pair}}}}}"#).as_bytes()).unwrap();
        is_fit(&changed.status.unwrap().name, LONGEST_NAME, &why);
        if let Ok(text) = serde_json::from_str::<String>(&text) {
            is_fit(&said::sentence(&text).unwrap_or_default(), LONGEST_SENTENCE, &why);
        }
    }
}

#[test]
fn ids_are_never_cut_to_another() {
    for (why, text) in hostile() {
        let statuses = format!(r#"{{"statuses":[{{"id":{text},"name":"x"}},{{"id":"other","name":"y"}}]}}"#);
        let statuses = read_statuses(statuses.as_bytes()).unwrap();
        assert_eq!(statuses.last().unwrap().id, "other", "{why}");
        if let [first, _] = &statuses[..] {
            assert_eq!(Some(&first.id), serde_json::from_str::<String>(&text).ok().as_ref(), "{why}");
            is_fit(&first.id, 128, &why);
        }
    }
}

#[test]
fn commands_and_settings() {
    let settings = serde_json::to_value(Settings::default()).unwrap();
    for (why, text) in hostile() {
        if text.len() > 100_000 {
            // Read to its end each time, and no command: answers have those.
            continue;
        }
        for name in ["look", "change", "change-items", "notify", "undo", "decide", "acknowledge", "inspect"] {
            for body in [
                format!(r#"{{"store":{text},"orders":[{{"kind":"order","id":"1"}}]}}"#),
                format!(r#"{{"store":"s","orders":[{{"kind":"order","id":{text}}}],"status":"x"}}"#),
                format!(r#"{{"store":"s","orders":[{{"kind":{text},"id":"1"}}]}}"#),
                format!(r#"{{"store":"s","order":{{"kind":"order","id":"1"}},"channels":[{text}]}}"#),
                format!(r#"{{"store":"s","orders":[{{"kind":"order","id":"1"}}],{text}:1}}"#),
            ] {
                let message = format!(r#"{{"{name}":{body}}}"#);
                // An order's number may be one, and so may a store's handle.
                let command = read::<Command>(message.as_bytes());
                let named = |is: &dyn Fn(u8) -> bool| text[1..text.len() - 1].bytes().all(is);
                let is_number = named(&|byte| byte.is_ascii_digit());
                let is_handle = named(&|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                assert!(command.is_none() || is_number || is_handle, "{why}: {message:.200}");
            }
        }
        let change = format!(
            r#"{{"change":{{"store":"s","orders":[{{"kind":"order","id":"1"}}],"status":{text},"staff":{text}}}}}"#
        );
        let _ = read::<Command>(change.as_bytes());
        // A holiday's name is a person's own, or a calendar file's; it is cut.
        let mut given = settings.clone();
        given["holidays"] = json!([{ "date": "2026-12-25", "name": "@" }]);
        let given = given.to_string().replace("\"@\"", &text);
        let checked = read::<Settings>(given.as_bytes()).unwrap().checked(|_| true).unwrap();
        assert!(checked.holidays[0].name.chars().count() <= 80, "{why}");
        let mut zone = settings.clone();
        zone["zone"] = json!("@");
        if let Some(settings) = read::<Settings>(zone.to_string().replace("\"@\"", &text).as_bytes()) {
            let problem = settings.clone().checked(|_| false).err().map(|problem| problem.code);
            assert!(settings.zone.is_none() || problem.as_deref() == Some("zone-unknown"), "{why}");
        }
    }
}

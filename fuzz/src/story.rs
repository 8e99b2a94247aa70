//! A worker that begins its life over a store in which anything may stand, and looks, reads and changes with a service
//! that answers anything. Whatever happens: no panic, views that are JSON and fit where they are published, and no key
//! in any of them, in the store, in a notification or in an address.

use super::{KEY, OWN_ID};
use ucos_inline::json::read;
use ucos_inline::platform::simulated::{Reaction, Simulated};
use ucos_inline::platform::{HttpAnswer, HttpRequest, Method, Platform, Table};
use ucos_inline::time::Timestamp;
use ucos_inline::worker::Worker;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use ucos_inline::worker::sender::{ADMIN_ORIGIN, Sender};

const BEGIN: Timestamp = Timestamp(1_795_000_000_000);

/// What `storage.session` has room for.
const ROOM: usize = 10_000_000;

/// The parts: a record for every table, the statuses, the workflows, the orders, one order, what answers a change, and
/// the status code of that.
pub fn tell(parts: &[Vec<u8>]) {
    let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
    let (record, statuses, workflows) = (part(0), part(1), part(2));
    let (orders, order, changed, code) = (part(3), part(4), part(5), part(6));
    let code = 200 + u16::from(code.first().copied().unwrap_or_default()) * 2;
    let status = status_in(&statuses).unwrap_or("s".to_owned());
    let service = move |request: &HttpRequest, _: Timestamp| {
        let is = |path: &str| request.url.contains(path);
        let (status, body) = match request.method {
            Method::Post => (code, changed.clone()),
            Method::Get if is("/statuses") => (200, statuses.clone()),
            Method::Get if is("/workflows") => (200, workflows.clone()),
            Method::Get if is("/orders/") => (200, order.clone()),
            Method::Get => (200, orders.clone()),
        };
        Reaction { after_ms: 20, outcome: Ok(HttpAnswer { status, headers: Vec::new(), body }) }
    };
    let simulated = Simulated::new(1, BEGIN, Box::new(service));
    simulated.change(|world| {
        for (table, key) in [
            (Table::Orders, "s/order/1"),
            (Table::Intents, "s/order/1"),
            (Table::Unshown, "x"),
            (Table::Batches, "s/b"),
            (Table::Journal, "s/order/1/0000000000001-x"),
            (Table::Learnt, "s"),
            (Table::Catalogs, "s"),
            (Table::Watches, "7"),
            (Table::Budgets, "s"),
            (Table::Rolls, "s"),
            (Table::Sweeps, "s"),
            (Table::Clocks, "clock"),
        ] {
            world.store.insert((table, key.to_owned()), record.clone());
        }
        if let Ok(text) = String::from_utf8(record) {
            world.trusted.insert("settings/s".to_owned(), text);
        }
    });
    let worker = Worker::new(simulated.clone(), OWN_ID.to_owned());
    let _ = simulated.run_one(worker.start());
    check(&simulated);
    let own = sender(&format!("chrome-extension://{OWN_ID}"), "/options.html");
    let page = sender(ADMIN_ORIGIN, "/store/s/orders");
    // What stood in the store before the key was there may say anything; from here on the key must be in nothing new.
    let _ = send(&simulated, &worker, &own, &connect());
    for command in [
        r#"{"look":{"store":"s","orders":[{"kind":"order","id":"1"},{"kind":"draft","id":"2"}]}}"#.to_owned(),
        r#"{"inspect":{"store":"s","order":{"kind":"order","id":"1"}}}"#.to_owned(),
        change(&status),
        r#"{"acknowledge":{"store":"s","orders":[{"kind":"order","id":"1"}]}}"#.to_owned(),
    ] {
        let _ = send(&simulated, &worker, &page, &command);
        check(&simulated);
    }
    for _ in 0..4 {
        let Some(alarm) = simulated.take_alarm() else { break };
        let _ = simulated.run_one(worker.alarm(&alarm, &[7], true));
    }
    check(&simulated);
}

fn connect() -> String {
    format!(r#"{{"connect":{{"store":"s","key":"{KEY}","staff_name":"Ada"}}}}"#)
}

fn change(status: &str) -> String {
    let status = serde_json::to_string(status).unwrap();
    format!(
        r#"{{"change":{{"store":"s","orders":[{{"kind":"order","id":"1"}},{{"kind":"order","id":"2"}}],"status":{status},"sub_status":null,"staff":null}}}}"#
    )
}

/// The first status that the service tells of.
fn status_in(statuses: &[u8]) -> Option<String> {
    let statuses = ucos_inline::ucos::answers::read_statuses(statuses).ok()?;
    statuses.into_iter().find(|status| !status.is_addon).map(|status| status.id)
}

fn sender(origin: &str, path: &str) -> Sender {
    Sender {
        id: Some(OWN_ID.to_owned()),
        origin: Some(origin.to_owned()),
        url: Some(format!("{origin}{path}")),
        frame_id: Some(0),
        tab_id: Some(7),
    }
}

fn send<P: Platform>(
    simulated: &Simulated,
    worker: &Worker<P>,
    sender: &Sender,
    text: &str,
) -> Option<Reply> {
    let command = read::<Command>(text.as_bytes())?;
    let reply = simulated.run_one(worker.handle(command, sender)).ok()?;
    assert!(!serde_json::to_string(&reply).unwrap().contains(KEY), "the key in a reply");
    Some(reply)
}

fn check(simulated: &Simulated) {
    let world = simulated.world();
    let is_connected = world.trusted.contains_key("account/s");
    let mut length = 0;
    for (name, view) in &world.views {
        assert!(serde_json::from_str::<serde::de::IgnoredAny>(view).is_ok(), "{name} is no JSON: {view}");
        assert!(!is_connected || !view.contains(KEY), "the key in {name}: {view}");
        length += name.len() + view.len();
    }
    assert!(length < ROOM, "{length} bytes of views");
    for (_, request) in &world.requests {
        assert!(!request.url.contains(KEY), "the key in {}", request.url);
        let body = request.body.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        assert!(!body.contains(KEY), "the key in {body}");
    }
    assert!(world.notifications.iter().all(|(_, text)| !text.contains(KEY)), "the key in a notification");
}

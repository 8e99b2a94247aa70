//! Searching for a person: one request a search, what is told, and that nothing of it is kept.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::json;
use ucos_inline::platform::Table;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use world::{Fault, World, own_page, store};

fn search(world: &World, text: &str) -> Reply {
    let popup = ucos_inline::worker::sender::Sender {
        url: own_page().url.map(|url| url.replace("/options.html", "/popup.html")),
        ..own_page()
    };
    let command = Command::Search { store: store(), text: text.to_owned() };
    world.simulated.run_one(world.worker.handle(command, &popup)).unwrap()
}

#[test]
fn what_is_found_is_told_with_its_customer_and_kept_nowhere() {
    let world = World::connected(300);
    let reply = search(&world, "@mail.example");
    let found = reply.found.unwrap();
    assert!(reply.ok && found.len() == 10, "{found:?}");
    let customer = found.iter().find_map(|found| found.customer.clone()).unwrap();
    let name = found[0].name.clone();
    assert!(!format!("{found:?}").contains(&customer));
    world.forget_requests();
    let one = search(&world, &format!("  {name} "));
    let one = one.found.unwrap();
    assert_eq!((one.len(), one[0].name.as_str()), (1, name.as_str()));
    assert_eq!(serde_json::to_value(&one[0]).unwrap()["order"]["state"], json!("known"));
    assert_eq!(world.requests(), ["GET /v1/orders"]);
    world.simulated.change(|state| {
        let records =
            state.store.iter().map(|(at, bytes)| format!("{at:?} {}", String::from_utf8_lossy(bytes)));
        let kept = format!("{:?} {:?} {:?}", state.views, state.trusted, records.collect::<Vec<_>>());
        assert!(
            !kept.contains(&customer) && !kept.contains(&name) && !kept.contains("@mail.example"),
            "{kept}"
        );
        assert!(
            !state.store.keys().any(|(table, _)| *table == Table::Orders),
            "what is found is not looked at"
        );
    });
}

#[test]
fn nothing_typed_asks_nothing_and_a_fault_is_told() {
    let world = World::connected(50);
    world.forget_requests();
    assert_eq!(search(&world, "  ").found.unwrap().len(), 0);
    assert_eq!(world.requests(), [""; 0]);
    world.fault("/orders", Fault::Answer(500, Vec::new()));
    let reply = search(&world, "x");
    assert_eq!((reply.ok, reply.found.is_none()), (false, true));
    assert_eq!(reply.problem.unwrap().code, "service-error");
    assert!(search(&world, "x").ok);
}

#[test]
fn a_store_without_a_key_is_not_searched() {
    let world = World::new(10);
    let reply = search(&world, "x");
    assert_eq!(reply.problem.unwrap().code, "not-connected");
    assert_eq!(world.requests(), [""; 0]);
}

//! What is stored, as the options page tells it: counted by store and kind, and erased kind by kind. What was erased is
//! gone from every table and stays gone for the next life of the worker; changes that are not settled are not touched.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::{Platform, Table};
use ucos_inline::settings::Settings;
use ucos_inline::view::stored::StoredPart;
use ucos_inline::worker::command::Command;
use world::{STORE, World, admin_page, own_page, store};

/// Records and bytes by the kind's name.
fn measured(world: &World, of: &str) -> BTreeMap<String, (u32, u64)> {
    let reply =
        world.simulated.run_one(world.worker.handle(Command::MeasureStorage {}, &own_page())).unwrap();
    let stored = serde_json::to_value(reply.stored.unwrap()).unwrap();
    let told = stored.as_array().unwrap().iter().filter(|view| view["store"] == of);
    told.map(|view| {
        let number = |name: &str| view[name].as_u64().unwrap();
        (view["part"].as_str().unwrap().to_owned(), (number("records") as u32, number("bytes")))
    })
    .collect()
}

fn erase(world: &World, part: &str) {
    let part = StoredPart::erasable(part).unwrap();
    let command = Command::Erase { store: store(), part };
    let reply = world.simulated.run_one(world.worker.handle(command, &own_page())).unwrap();
    assert_eq!((reply.ok, reply.problem), (true, None));
}

fn names(world: &World, table: Table) -> Vec<String> {
    let scan = world.simulated.run_one(world.simulated.scan(table, "")).unwrap().unwrap();
    scan.into_iter().map(|(name, _)| name).collect()
}

fn journal(world: &World, command: &str) -> Value {
    let page = json!({ "id": world::OWN_ID, "origin": format!("chrome-extension://{}", world::OWN_ID),
        "url": format!("chrome-extension://{}/options.html", world::OWN_ID), "frame_id": 0, "tab_id": 2 });
    let mut body = json!({ "store": STORE });
    if command == "read-journal" {
        body = json!({ "store": STORE, "text": "", "outcome": null, "since": null, "until": null,
            "before": null, "rows": 50 });
    }
    let message = json!({ command: body }).to_string();
    let reply = world.simulated.run_one(world.worker.receive(&message, &page.to_string())).unwrap();
    serde_json::to_value(reply).unwrap()
}

fn change(world: &World, order: OrderRef) {
    world.look(&[order], 1).unwrap();
    world.change(order, &world.other_status(order)).unwrap();
    world.settle();
}

/// A store of which there is something of every kind that may be erased.
fn used() -> (World, Vec<OrderRef>) {
    let world = World::connected(60);
    world.set_grace(0);
    let orders = world.orders(6);
    world.look(&orders, 1).unwrap();
    for order in &orders[..3] {
        change(&world, *order);
    }
    let note = Command::NoteAnswer { store: store(), order: orders[4] };
    assert!(world.simulated.run_one(world.worker.handle(note, &admin_page(1))).unwrap().ok);
    world.simulated.run_one(world.worker.alarm("sweep", &[], true)).unwrap().unwrap();
    (world, orders)
}

#[test]
fn it_counts_what_is_there_and_nothing_else() {
    let (world, orders) = used();
    let told = measured(&world, STORE);
    let roll_and_sweep = 2;
    assert_eq!(told["orders"].0 as usize, names(&world, Table::Orders).len() + roll_and_sweep, "{told:?}");
    assert!(names(&world, Table::Orders).len() >= orders.len());
    // Three entries, the head, and which entries are about which order.
    assert_eq!(told["journal"].0, 3 + 1 + 3);
    assert_eq!(told["answers"].0, 1);
    assert_eq!(told["keys"].0 as usize, {
        let trusted = world.simulated.run_one(world.simulated.trusted_scan("")).unwrap().unwrap();
        trusted
            .iter()
            .filter(|(name, _)| !name.starts_with("answers/") && !name.starts_with("settings/"))
            .count()
    });
    assert!(!told.contains_key("changes"), "all are settled");
    assert!(!told.contains_key("browser"), "tabs and clock belong to no store");
    let of_all: u64 = told.values().chain(measured(&world, "").values()).map(|(_, bytes)| bytes).sum();
    let mut by_hand = 0;
    for table in Table::ALL {
        let scan = world.simulated.run_one(world.simulated.scan(table, "")).unwrap().unwrap();
        by_hand += scan.iter().map(|(name, record)| name.len() + record.len()).sum::<usize>();
    }
    let trusted = world.simulated.run_one(world.simulated.trusted_scan("")).unwrap().unwrap();
    by_hand += trusted.iter().map(|(name, text)| name.len() + text.len()).sum::<usize>();
    assert_eq!(of_all, by_hand as u64);
}

#[test]
fn each_kind_goes_alone_and_stays_gone() {
    for part in ["orders", "figures", "journal", "answers", "settings"] {
        let (mut world, orders) = used();
        let before = measured(&world, STORE);
        assert!(before.contains_key(part), "{part}: {before:?}");
        erase(&world, part);
        let check = |world: &World| {
            let after = measured(world, STORE);
            for (kind, (records, _)) in &before {
                let left = after.get(kind).map_or(0, |(records, _)| *records);
                match (kind == part, part) {
                    // The head of the chain stays, so that numbers go on.
                    (true, "journal") => assert_eq!(left, 1),
                    (true, _) => assert_eq!(left, 0, "{part}"),
                    (false, _) => assert_eq!(left, *records, "{kind} when {part} goes"),
                }
            }
        };
        check(&world);
        match part {
            "orders" => assert!(world.view(&format!("order/{STORE}/order/{}", orders[5].id)).is_none()),
            "answers" => assert!(world.order_view(orders[4])["answered_at"].is_null()),
            "settings" => {
                let told = world.view(&format!("settings/{STORE}")).unwrap();
                let usual = serde_json::to_value(Settings::default()).unwrap();
                assert_eq!(told["grace_seconds"], usual["grace_seconds"]);
            }
            _ => {}
        }
        world.start();
        check(&world);
        // It goes on as before.
        world.set_grace(0);
        change(&world, orders[5]);
        let entries = journal(&world, "read-journal")["journal"].take();
        let kept = if part == "journal" { 1 } else { 4 };
        assert_eq!(entries["kept"], kept, "{part}");
        let check = journal(&world, "verify-journal")["check"].take();
        assert_eq!((&check["broken"], &check["kept"]), (&Value::Null, &json!(kept)), "{part}");
        if part == "journal" {
            let record: Value = serde_json::from_str(entries["records"][0].as_str().unwrap()).unwrap();
            assert_eq!(record["entry"]["seq"], 4, "numbers do not come again");
        }
    }
}

#[test]
fn a_change_on_its_way_outlives_the_erasing_of_everything_else() {
    let (world, orders) = used();
    world.set_grace(30);
    let order = orders[5];
    let goal = world.other_status(order);
    world.change(order, &goal).unwrap();
    for part in ["orders", "figures", "journal", "answers"] {
        erase(&world, part);
    }
    assert_eq!(names(&world, Table::Intents).len(), 1);
    assert_eq!(world.order_view(order)["change"]["state"], "waiting", "{}", world.order_view(order));
    world.wait_seconds(40);
    world.settle();
    assert_eq!(world.status_of(order), Some(goal));
    assert_eq!(journal(&world, "read-journal")["journal"]["kept"], 1);
}

#[test]
fn what_disconnecting_leaves_is_told_and_can_go() {
    let (world, _) = used();
    let disconnect = Command::Disconnect { store: store(), staff_name: None };
    assert!(world.simulated.run_one(world.worker.handle(disconnect, &own_page())).unwrap().ok);
    let left = measured(&world, STORE);
    let kinds: Vec<&str> = left.keys().map(String::as_str).collect();
    assert!(kinds.contains(&"journal") && kinds.contains(&"settings"), "{kinds:?}");
    assert!(!kinds.contains(&"orders") && !kinds.contains(&"keys"), "{kinds:?}");
    erase(&world, "journal");
    erase(&world, "settings");
    let kinds: Vec<String> = measured(&world, STORE).into_keys().collect();
    assert_eq!(kinds, ["journal"], "the head alone");
}

#[test]
fn what_must_stay_has_no_name_to_be_erased_by() {
    for name in ["changes", "keys", "statuses", "browser", "", "Orders", "order"] {
        assert_eq!(StoredPart::erasable(name), None, "{name}");
    }
}

//! How the key does, as the store's view tells it: its age by the service's clock, what answers have taught of it, and that
//! a new one takes the place of the old.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::{Value, json};
use ucos_inline::settings::Settings;
use ucos_inline::worker::command::Command;
use world::{BEGIN, Fault, World, store};

const DAY_SECONDS: i64 = 86_400;

fn key(world: &World) -> Value {
    world.view(&format!("store/{}", world::STORE)).unwrap()["key"].clone()
}

fn configure(world: &World, settings: Settings) {
    let command = Command::Configure { store: store(), settings };
    assert!(world.simulated.run_one(world.worker.handle(command, &world::own_page())).unwrap().ok);
}

/// The orders are read anew, as on any day on which somebody works.
fn work(world: &World) {
    world.look(&world.orders(3), 1).unwrap();
}

#[test]
fn a_key_grows_old_and_the_view_says_so_over_a_restart_too() {
    let mut world = World::connected(50);
    for (day, rotation) in [(0, "fine"), (82, "fine"), (83, "soon"), (89, "soon"), (90, "due"), (91, "due")] {
        let now = BEGIN.saturating_add_seconds(day * DAY_SECONDS + 3_600);
        world.simulated.change(|world| world.now = now);
        work(&world);
        let key = key(&world);
        assert_eq!(key["rotation"], rotation, "day {day}");
        let days = key["rotate_by"].as_i64().unwrap() - key["made_at"].as_i64().unwrap();
        assert_eq!(days, 90 * DAY_SECONDS * 1000);
    }
    // The browser was closed: views are gone, and the worker says again what it knows.
    world.simulated.change(|world| world.views.clear());
    world.start();
    assert_eq!(key(&world)["rotation"], "due");
    // It reminds; it does not block.
    let order = world.orders(3)[0];
    let goal = world.other_status(order);
    assert!(world.change(order, &goal).unwrap().ok);
    world.settle();
    assert_eq!(world.status_of(order), Some(goal));
}

#[test]
fn how_old_a_key_may_be_can_be_set_and_is_seen_at_once() {
    let world = World::connected(50);
    world.wait_seconds(31 * DAY_SECONDS);
    work(&world);
    for (rotate_days, rotation, never) in
        [(30, "due", false), (35, "soon", false), (365, "fine", false), (0, "fine", true)]
    {
        configure(&world, Settings { rotate_days, ..Settings::default() });
        let key = key(&world);
        assert_eq!(key["rotation"], rotation, "{rotate_days}");
        assert_eq!(key["rotate_by"].is_null(), never);
    }
}

#[test]
fn the_same_key_typed_again_is_no_younger_and_another_is() {
    let world = World::connected(50);
    let made_at = key(&world)["made_at"].as_i64().unwrap();
    world.wait_seconds(91 * DAY_SECONDS);
    assert!(world.connect("full").ok);
    assert_eq!(
        (key(&world)["made_at"].as_i64(), key(&world)["rotation"].as_str()),
        (Some(made_at), Some("due"))
    );
    assert!(world.connect("tight").ok);
    assert_eq!(key(&world)["rotation"], "fine");
    assert!(key(&world)["made_at"].as_i64().unwrap() > made_at);
    let command = Command::Disconnect { store: store(), staff_name: None };
    assert!(world.simulated.run_one(world.worker.handle(command, &world::own_page())).unwrap().ok);
    assert_eq!(key(&world), Value::Null);
}

#[test]
fn a_key_that_may_message_where_no_status_does_may_do_more_than_is_needed() {
    for (messages, needlessly) in [(false, true), (true, false)] {
        let world = World::connected(50);
        let order = world.orders(10).into_iter().find(|order| world.status_of(*order).is_some()).unwrap();
        world.look(&[order], 1).unwrap();
        let told = json!({ "sent": true });
        let answer = json!({ "message": "ok", "order_id": "x", "notifications_sent": { "email": "sent" }, "told": told });
        let status = json!({
            "id": "s", "name": "S", "display_name": "S", "color": "#102030", "order": 1,
            "notifications": { "email": messages, "sms": false, "whatsapp": false },
        });
        // The catalog is read anew when the store is connected, and then tells of one status.
        world
            .fault("/statuses", Fault::Answer(200, json!({ "statuses": [status] }).to_string().into_bytes()));
        assert!(world.connect("full").ok);
        assert_eq!(key(&world)["messages_needlessly"], false, "nothing is known yet");
        world.fault("/notify", Fault::Answer(200, answer.to_string().into_bytes()));
        let channels = vec![ucos_inline::ucos::requests::Channel::Email];
        let command = Command::Notify { store: store(), order, channels, staff: Some("Ada".to_owned()) };
        let reply = world.simulated.run_one(world.worker.handle(command, &world::admin_page(1))).unwrap();
        assert!(reply.ok, "{reply:?}");
        world.settle();
        assert_eq!(world.view(&format!("store/{}", world::STORE)).unwrap()["learnt"]["may_notify"], true);
        assert_eq!(key(&world)["messages_needlessly"], needlessly);
    }
}

#[test]
fn a_new_key_that_does_not_work_leaves_the_old_one_and_one_that_does_leaves_nothing_of_it() {
    let world = World::connected(50);
    let (old, new) = (world.key("full"), world.key("tight"));
    let kept = |key: &str| {
        let world = world.simulated.world();
        let in_plain = world.trusted.values().any(|text| text.contains(key));
        let is_sealed =
            world.trusted.values().any(|text| world.vault.secrets_in(text).any(|secret| secret == key));
        let in_store = world.store.values().any(|record| String::from_utf8_lossy(record).contains(key));
        assert!(!in_plain && !in_store && !world.views.values().any(|view| view.contains(key)));
        is_sealed
    };
    assert!(kept(&old), "the means of this test see what is kept");
    assert!(!world.connect_with("ucos_0000000000000000000000000000").ok);
    assert!(!world.connect("orders-only").ok);
    assert!(kept(&old) && !kept(&world.key("orders-only")));
    work(&world);
    assert!(world.connect("tight").ok);
    assert!(kept(&new) && !kept(&old));
}

#[test]
fn with_a_rejected_key_what_was_seen_stays_on_the_screen_with_its_age_and_nobody_asks_again_by_himself() {
    let world = World::connected(200);
    let orders = world.orders(3);
    world.look(&orders, 1).unwrap();
    let before: Vec<Value> = orders.iter().map(|order| world.order_view(*order)).collect();
    world.wait_seconds(3_600);
    for _ in 0..2 {
        world.fault("/orders", Fault::Answer(401, b"{}".to_vec()));
    }
    assert!(!world.look(&orders, 1).unwrap().ok);
    for (order, before) in orders.iter().zip(before) {
        let view = world.order_view(*order);
        assert_eq!((&view["state"], &view["stale"]), (&json!("known"), &json!(true)));
        assert_eq!((&view["status"], &view["seen_at"]), (&before["status"], &before["seen_at"]));
    }
    let store_view = world.view(&format!("store/{}", world::STORE)).unwrap();
    assert_eq!(store_view["problem"]["code"], "key-rejected");
    world.forget_requests();
    world.simulated.run_one(world.worker.alarm("renew", &[1], true)).unwrap().unwrap();
    assert_eq!(world.requests(), [""; 0]);
}

//! The problems of late, as diagnostics tell them: by name, counted, over the lives of the worker; nothing says whose.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::{Value, json};
use ucos_inline::time::Timestamp;
use ucos_inline::view::lately::LatelyView;
use world::{Fault, STORE, World};

/// What, at what and how often, the latest last.
fn told(world: &World) -> Vec<(String, String, u64)> {
    let Some(view) = world.view("lately") else { return Vec::new() };
    let text = |problem: &Value, name: &str| problem[name].as_str().unwrap().to_owned();
    let problems = view["problems"].as_array().unwrap().iter();
    problems.map(|p| (text(p, "code"), text(p, "during"), p["count"].as_u64().unwrap())).collect()
}

fn is_told(world: &World, code: &str, during: &str, count: u64) -> bool {
    told(world).contains(&(code.to_owned(), during.to_owned(), count))
}

#[test]
fn what_goes_wrong_is_counted_by_name_and_outlives_the_worker() {
    let mut world = World::connected(50);
    assert_eq!(told(&world), []);
    let orders = world.orders(3);
    for _ in 0..2 {
        world.faults.borrow_mut().push_back(("/orders", Fault::Offline));
        world.look(&orders, 1).unwrap();
        world.wait_seconds(120);
    }
    let offline = |world: &World| {
        told(world).iter().find(|(code, during, _)| code == "offline" && during == "service").cloned()
    };
    let (_, _, count) = offline(&world).unwrap();
    assert!(count >= 2, "{:?}", told(&world));
    let wrong = world.connect_with("a-key-that-nobody-made");
    assert!(!wrong.ok);
    assert!(is_told(&world, "key-rejected", "connect", 1), "{:?}", told(&world));

    world.start();
    world.faults.borrow_mut().push_back(("/orders", Fault::Offline));
    world.look(&orders, 1).unwrap();
    assert!(offline(&world).unwrap().2 > count, "{:?}", told(&world));
    assert!(is_told(&world, "key-rejected", "connect", 1), "{:?}", told(&world));

    let text = world.view("lately").unwrap().to_string();
    let ids = orders.iter().map(|order| order.id.to_string());
    for secret in [world.key("full"), STORE.to_owned(), "Ada".to_owned(), "a-key-that".to_owned()]
        .into_iter()
        .chain(ids)
    {
        assert!(!text.contains(&secret), "{secret} in {text}");
    }
}

#[test]
fn the_ones_longest_past_go_first() {
    let mut lately = LatelyView::default();
    for at in 0..25 {
        assert_eq!(lately.note(format!("problem-{at}").into(), "look", Timestamp(at)), 1);
    }
    assert_eq!(lately.note("problem-10".into(), "look", Timestamp(30)), 2);
    assert_eq!(lately.note("problem-10".into(), "change", Timestamp(31)), 1);
    let view = serde_json::to_value(&lately).unwrap();
    let problems = view["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 20);
    assert_eq!(problems[0]["code"], "problem-6");
    assert_eq!(
        problems[18],
        json!({ "code": "problem-10", "during": "look", "count": 2, "first_at": 10, "last_at": 30 })
    );
    assert_eq!(ucos_inline::json::read::<LatelyView>(view.to_string().as_bytes()), Some(lately));
}

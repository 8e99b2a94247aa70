//! What an organisation sets, through the worker: it lies over what people have set, cannot be changed by any command,
//! and leaves no trace when it goes.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod world;

use serde_json::{Value, json};
use ucos_inline::settings::{QuietHours, Reminders, Settings};
use ucos_inline::ucos::base::HOST;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use world::{STORE, World, own_page, store};

const DONE: Reply = Reply {
    ok: true,
    problem: None,
    found: None,
    board: None,
    board_list: None,
    stored: None,
    reply: None,
    journal: None,
    check: None,
};

/// The organisation sets this, and the browser says so.
fn set_policy(world: &World, policy: &Value) {
    world.simulated.change(|outside| outside.managed = policy.to_string());
    world.simulated.run_one(world.worker.policy_changed()).unwrap().unwrap();
}

fn handle(world: &World, command: Command) -> Reply {
    world.simulated.run_one(world.worker.handle(command, &own_page())).unwrap()
}

fn configure(world: &World, settings: Settings) {
    assert_eq!(handle(world, Command::Configure { store: store(), settings }), DONE);
}

fn settings_view(world: &World) -> Value {
    world.view(&format!("settings/{STORE}")).unwrap()
}

/// What is kept in the trusted area.
fn kept(world: &World) -> Value {
    serde_json::from_str(&world.simulated.world().trusted[&format!("settings/{STORE}")]).unwrap()
}

fn code(reply: &Reply) -> &str {
    reply.problem.as_ref().map_or("", |problem| &problem.code)
}

fn own() -> Settings {
    Settings {
        sweep_percent: 11,
        grace_seconds: 7,
        reminders: Reminders {
            enabled: true,
            quiet: Some(QuietHours { from: 60, to: 120 }),
            muted_statuses: Vec::new(),
        },
        ..Settings::default()
    }
}

#[test]
fn a_policy_lies_over_what_people_set_and_gives_it_back() {
    let world = World::connected(100);
    configure(&world, own());
    set_policy(&world, &json!({ "grace_seconds": 30, "zone": "UTC", "reminders": false }));
    let view = settings_view(&world);
    assert_eq!(view["managed"], json!(["zone", "grace_seconds", "reminders"]));
    assert_eq!((&view["grace_seconds"], &view["zone"]), (&json!(30), &json!("UTC")));
    assert_eq!(
        view["reminders"],
        json!({ "enabled": false, "quiet": { "from": 60, "to": 120 }, "muted_statuses": [] })
    );
    assert_eq!(view["sweep_percent"], 11);
    assert_eq!(kept(&world), serde_json::to_value(own()).unwrap(), "what is kept is the person's own");

    set_policy(&world, &json!({ "sweep_percent": 0 }));
    let view = settings_view(&world);
    assert_eq!((&view["managed"], &view["sweep_percent"]), (&json!(["sweep_percent"]), &json!(0)));
    assert_eq!((&view["grace_seconds"], &view["zone"]), (&json!(7), &Value::Null));

    set_policy(&world, &json!({}));
    let mut view = settings_view(&world);
    assert_eq!(view["managed"], json!([]));
    view.as_object_mut().unwrap().remove("managed");
    assert_eq!(view, serde_json::to_value(own()).unwrap());
    assert_eq!(world.view("policy"), None);
}

#[test]
fn no_command_changes_what_is_managed_not_even_for_later() {
    let world = World::connected(100);
    configure(&world, own());
    set_policy(&world, &json!({ "grace_seconds": 30, "quiet_hours": { "from": "20:00", "to": "06:00" } }));
    let forged = Settings {
        grace_seconds: 0,
        sweep_percent: 44,
        reminders: Reminders { enabled: false, quiet: None, muted_statuses: vec!["s".to_owned()] },
        ..own()
    };
    configure(&world, forged.clone());
    let view = settings_view(&world);
    assert_eq!((&view["grace_seconds"], &view["sweep_percent"]), (&json!(30), &json!(44)));
    let quiet = json!({ "from": 1200, "to": 360 });
    assert_eq!(view["reminders"], json!({ "enabled": false, "quiet": quiet, "muted_statuses": ["s"] }));
    let mut expected = Settings { grace_seconds: own().grace_seconds, ..forged };
    expected.reminders.quiet = own().reminders.quiet;
    assert_eq!(kept(&world), serde_json::to_value(&expected).unwrap());
    set_policy(&world, &json!({}));
    assert_eq!(settings_view(&world)["grace_seconds"], 7);
}

/// A change that messages customers waits as long as the organisation says, not as long as a forged command does.
#[test]
fn what_is_managed_is_what_is_done() {
    let world = World::connected(100);
    set_policy(&world, &json!({ "grace_seconds": 30 }));
    configure(&world, Settings { grace_seconds: 0, ..Settings::default() });
    let order = world.orders(1)[0];
    world.look(&[order], 1).unwrap();
    let status = world.other_status(order);
    let begun = world::now(&world);
    assert_eq!(world.change(order, &status).unwrap(), DONE);
    let change = &world.order_view(order)["change"];
    assert_eq!(change["state"], "waiting");
    assert_eq!(change["until"].as_i64().unwrap() - begun.0, 30_000);
}

#[test]
fn a_policy_is_there_from_the_first_moment_of_a_life() {
    let mut world = World::connected(100);
    configure(&world, own());
    world.simulated.change(|outside| outside.managed = json!({ "grace_seconds": 30 }).to_string());
    world.start();
    assert_eq!(settings_view(&world)["grace_seconds"], 30);
    world.simulated.change(|outside| outside.managed = String::new());
    world.start();
    assert_eq!((&settings_view(&world)["grace_seconds"], world.view("policy")), (&json!(7), None));
}

/// Whenever the worker ends while a policy comes or goes, the next life has what holds now.
#[test]
fn a_worker_that_ends_while_a_policy_is_applied_leaves_nothing_half_done() {
    let policy = json!({ "grace_seconds": 30, "stores": [{ "store": "another" }] });
    for (from, to) in [(json!({}), policy.clone()), (policy, json!({}))] {
        for steps in 0.. {
            let mut world = World::connected(20);
            configure(&world, own());
            set_policy(&world, &from);
            world.simulated.change(|outside| {
                outside.managed = to.to_string();
                outside.ends_after_steps = Some(steps);
            });
            let is_whole = world.simulated.run_one(world.worker.policy_changed()).is_ok();
            world.simulated.change(|outside| outside.ends_after_steps = None);
            world.start();
            let is_withheld = to != json!({});
            let view = world.view(&format!("store/{STORE}")).unwrap();
            assert_eq!(view["connected"], !is_withheld, "after {steps} steps");
            assert_eq!(world.view("policy").is_some(), is_withheld, "after {steps} steps");
            assert_eq!(world.view(&format!("catalog/{STORE}")).is_none(), is_withheld);
            assert_eq!(world.view(&format!("withheld/{STORE}")).is_some(), is_withheld);
            assert_eq!(kept(&world), serde_json::to_value(own()).unwrap());
            if !is_withheld {
                assert_eq!(settings_view(&world)["grace_seconds"], 7);
            }
            if is_whole {
                assert!(steps > 3, "the worker was ended at each step before");
                break;
            }
        }
    }
}

#[test]
fn only_the_listed_stores_can_be_connected() {
    let mut world = World::new(50);
    world
        .simulated
        .change(|outside| outside.managed = json!({ "stores": [{ "store": "another" }] }).to_string());
    world.start();
    let reply = world.connect("full");
    assert_eq!((reply.ok, code(&reply)), (false, "store-not-allowed"));
    assert_eq!(world.requests(), Vec::<String>::new(), "the key was not even tried");
    assert!(world.simulated.world().trusted.is_empty());
    assert_eq!(world.view("policy").unwrap()["stores"], json!(["another"]));
    set_policy(
        &world,
        &json!({ "stores": [{ "store": "another" }, { "store": STORE, "sweep_percent": 12 }] }),
    );
    assert_eq!(world.connect("full"), DONE);
    assert_eq!(settings_view(&world)["sweep_percent"], 12);
    assert_eq!(settings_view(&world)["managed"], json!(["sweep_percent"]));
}

#[test]
fn a_store_that_is_no_longer_allowed_is_left_alone_until_it_is_again() {
    let mut world = World::connected(50);
    configure(&world, own());
    let orders = world.orders(5);
    world.look(&orders, 1).unwrap();
    assert!(world.view(&format!("order/{STORE}/{}/{}", orders[0].kind.word(), orders[0].id)).is_some());
    world.forget_requests();
    let before = world.simulated.world().trusted.clone();

    set_policy(&world, &json!({ "stores": [{ "store": "another" }] }));
    for life in ["the same life", "the next"] {
        assert_eq!(world.view(&format!("store/{STORE}")).unwrap()["connected"], false, "{life}");
        assert_eq!(world.view(&format!("withheld/{STORE}")), Some(json!(STORE)), "{life}");
        let shown: Vec<String> = world.simulated.world().views.keys().cloned().collect();
        assert!(
            !shown.iter().any(|name| name.starts_with("order/") || name.starts_with("catalog/")),
            "{shown:?}"
        );
        assert_eq!(code(&world.look(&orders, 1).unwrap()), "not-connected");
        let change = world.change(orders[0], "any").unwrap();
        assert_eq!(code(&change), "not-connected");
        world.simulated.run_one(world.worker.alarm("renew", &[1], true)).unwrap().unwrap();
        world.simulated.run_one(world.worker.alarm("sweep", &[1], true)).unwrap().unwrap();
        assert_eq!(world.requests(), Vec::<String>::new(), "{life}");
        assert_eq!(world.simulated.world().trusted, before, "{life}: the key is kept");
        world.start();
    }

    set_policy(&world, &json!({ "stores": [{ "store": STORE }] }));
    assert_eq!(world.view(&format!("store/{STORE}")).unwrap()["connected"], true);
    assert_eq!(world.view(&format!("withheld/{STORE}")), None);
    assert_eq!(world.look(&orders, 1).unwrap(), DONE);
    assert_eq!(settings_view(&world)["grace_seconds"], 7);
}

#[test]
fn a_key_that_is_not_used_can_be_erased() {
    let world = World::connected(50);
    set_policy(&world, &json!({ "stores": [] }));
    assert_eq!(handle(&world, Command::Disconnect { store: store(), staff_name: None }), DONE);
    assert_eq!(world.view(&format!("withheld/{STORE}")), None);
    let entries: Vec<String> = world.simulated.world().trusted.keys().cloned().collect();
    assert!(!entries.iter().any(|name| name.starts_with("account/")), "{entries:?}");
}

#[test]
fn no_key_is_kept_without_a_pin_where_one_is_required() {
    let mut world = World::new(50);
    world.simulated.change(|outside| outside.managed = json!({ "pin_required": true }).to_string());
    world.start();
    assert_eq!(code(&world.connect("full")), "pin-required");
    assert_eq!(world.requests(), Vec::<String>::new());
    assert!(world.simulated.world().trusted.is_empty());
    assert_eq!(world.view("policy").unwrap()["pin_required"], true);
}

#[test]
fn the_service_is_asked_where_the_organisation_says() {
    let world = World::connected(50);
    let asked = || -> Vec<String> {
        world.simulated.world().requests.iter().map(|(_, request)| request.url.clone()).collect()
    };
    let orders = world.orders(3);
    set_policy(&world, &json!({ "api_base": format!("https://{HOST}/api/") }));
    assert_eq!(world.view("policy"), None, "it is where it is asked anyway");
    world.look(&orders, 1).unwrap();
    assert!(asked().iter().all(|url| url.starts_with(&format!("https://{HOST}/api/v1/"))));

    for refused in
        ["https://proxy.example/api", "http://api.ultimate-custom-order-status.apps.msmtech.ca/api"]
    {
        set_policy(&world, &json!({ "api_base": refused }));
        let policy = world.view("policy").unwrap();
        assert_eq!((&policy["api_base"], &policy["faults"][0]["value"]), (&Value::Null, &json!("api_base")));
        world.forget_requests();
        world.wait_seconds(3_600);
        world.look(&orders, 1).unwrap();
        assert!(!asked().is_empty());
        assert!(asked().iter().all(|url| url.starts_with(&format!("https://{HOST}/api/v1/"))));
    }
}

#[test]
fn another_path_of_the_same_host_is_asked_with_every_call() {
    let world = World::connected(50);
    set_policy(&world, &json!({ "api_base": format!("https://{HOST}/gateway/ucos") }));
    assert_eq!(world.view("policy").unwrap()["api_base"], format!("https://{HOST}/gateway/ucos"));
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let service = {
        let seen = seen.clone();
        Box::new(move |request: &ucos_inline::platform::HttpRequest, _| {
            seen.borrow_mut().push(request.url.clone());
            let body = b"{}".to_vec();
            let answer = ucos_inline::platform::HttpAnswer { status: 503, headers: Vec::new(), body };
            ucos_inline::platform::simulated::Reaction { after_ms: 5, outcome: Ok(answer) }
        })
    };
    world.simulated.answer_with(service);
    world.look(&world.orders(3), 1).unwrap();
    let seen = seen.borrow();
    assert!(!seen.is_empty());
    let base = format!("https://{HOST}/gateway/ucos/v1/");
    assert!(seen.iter().all(|url| url.starts_with(&base)), "{seen:?}");
}

/// A handle may be the beginning of another.
#[test]
fn disconnecting_a_store_takes_nothing_of_another() {
    let world = World::connected(50);
    let before: Vec<String> = world.simulated.world().views.keys().cloned().collect();
    let (beginning, _) = STORE.split_once('-').unwrap();
    let store = ucos_inline::orders::identity::StoreHandle::new(beginning).unwrap();
    assert_eq!(handle(&world, Command::Disconnect { store, staff_name: None }), DONE);
    let after: Vec<String> = world.simulated.world().views.keys().cloned().collect();
    assert!(before.iter().all(|name| after.contains(name)), "{before:?} {after:?}");
}

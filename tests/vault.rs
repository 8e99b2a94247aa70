//! Staff accounts and their keys: sealed at rest, locked by hand, with the screen, by idleness and by the browser's end;
//! wrong PINs that wait; several accounts on one browser, none of which sends what another has chosen.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::{Value, json};
use ucos_inline::changes::Decision;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::HttpRequest;
use ucos_inline::settings::Settings;
use ucos_inline::staff::pin::Pin;
use ucos_inline::time::Timestamp;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use world::{Fault, World, store};

const PIN: &str = "24 ducks";

/// A world in which Ada is connected with a PIN, and an order that was seen with a status that messages customers.
fn given() -> (World, OrderRef, String) {
    let mut world = World::new(200);
    world.start();
    connect(&world, "Ada", "full", Some(PIN));
    let order = world.orders(5)[2];
    world.look(&[order], 1).unwrap();
    let goal = world.other_status(order);
    world.forget_requests();
    (world, order, goal)
}

fn connect(world: &World, name: &str, key: &str, pin: Option<&str>) {
    let reply = world.connect_as(name, &world.key(key), pin);
    assert!(reply.ok, "{reply:?}");
}

fn own(world: &World, command: Command) -> Reply {
    world.simulated.run_one(world.worker.handle(command, &world::own_page())).unwrap()
}

fn unlock(world: &World, name: &str, pin: Option<&str>) -> Result<(), String> {
    let pin = pin.map(|pin| Pin::typed(pin.to_owned()));
    let reply = own(world, Command::Unlock { store: store(), staff_name: name.to_owned(), pin });
    reply.problem.map_or(Ok(()), |problem| Err(problem.code.into_owned()))
}

fn lock(world: &World) {
    assert!(own(world, Command::Lock { store: Some(store()) }).ok);
}

fn store_view(world: &World) -> Value {
    world.view(&format!("store/{}", world::STORE)).unwrap()
}

/// Who is in use, and who is locked.
fn accounts(world: &World) -> Vec<(String, bool, bool)> {
    let view = store_view(world);
    let flag = |account: &Value, name: &str| account[name].as_bool().unwrap();
    let all = view["accounts"].as_array().unwrap().iter();
    let told = |a: &Value| {
        (a["staff_name"].as_str().unwrap().to_owned(), flag(a, "is_active"), flag(a, "is_locked"))
    };
    let mut all: Vec<_> = all.map(told).collect();
    all.sort();
    all
}

fn is_locked(world: &World) -> bool {
    store_view(world)["problem"]["code"] == "locked"
}

fn standing(world: &World, order: OrderRef) -> (String, String) {
    let view = world.order_view(order);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&view["change"]["state"]), text(&view["problem"]["code"]))
}

fn posts(world: &World) -> usize {
    world.requests().iter().filter(|request| request.starts_with("POST")).count()
}

/// With whose keys something was asked to change since the last forgetting.
fn senders(world: &World) -> Vec<String> {
    let requests = world.simulated.world();
    let posts = requests.requests.iter().filter(|(_, request)| request.method.name() == "POST");
    let key = |(_, request): &(Timestamp, HttpRequest)| request.header("X-API-Key").unwrap().to_owned();
    posts.map(key).collect()
}

/// Lets the alarms and timers of so many seconds go off, all of them.
fn pass(world: &World, seconds: i64) {
    let end = world::now(world).saturating_add_seconds(seconds);
    while world.simulated.next_alarm_at().is_some_and(|at| at <= end) {
        let name = world.simulated.next_alarm().unwrap();
        world.simulated.run_one(world.worker.alarm(&name, &[1], true)).unwrap().unwrap();
    }
    world.simulated.change(|w| w.now = w.now.max(end));
}

/// Everything that the browser keeps or shows, as one text.
fn all_kept(world: &World) -> String {
    let world = world.simulated.world();
    let trusted = world.trusted.iter().map(|(name, text)| format!("{name} {text}\n"));
    let views = world.views.iter().map(|(name, text)| format!("{name} {text}\n"));
    let records =
        world.store.iter().map(|((_, name), record)| format!("{name} {}\n", String::from_utf8_lossy(record)));
    trusted.chain(views).chain(records).collect()
}

#[test]
fn no_key_and_no_pin_is_kept_or_shown() {
    for pin in [None, Some(PIN)] {
        let mut world = World::new(200);
        world.start();
        connect(&world, "Ada", "full", pin);
        let key = world.key("full");
        let kept = all_kept(&world);
        assert!(kept.contains("vault/") && kept.contains("Ada"));
        assert!(!kept.contains(&key) && !kept.contains(PIN));
        let half = key.len() / 2;
        assert!(!kept.contains(&key[..half]) && !kept.contains(&key[half..]));
        let salt = world.simulated.world().trusted.values().find_map(|text| {
            serde_json::from_str::<Value>(text).ok()?["pin"]["salt"].as_str().map(str::to_owned)
        });
        assert_eq!(salt.is_some(), pin.is_some());
        let shown = world.simulated.world().views.values().any(|view| salt.iter().any(|s| view.contains(s)));
        assert!(!shown, "the salt is in a view");
    }
}

#[test]
fn a_sealed_key_opens_in_no_other_place() {
    let (mut world, ..) = given();
    connect(&world, "Bea", "full", Some(PIN));
    let entry = |name: &str| format!("vault/{}/{name}", world::STORE);
    world.simulated.change(|w| {
        let ada = w.trusted[&entry("Ada")].clone();
        w.trusted.insert(entry("Bea"), ada);
    });
    world.start();
    assert_eq!(unlock(&world, "Bea", Some(PIN)), Err("pin-wrong".to_owned()));
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Ok(()));
}

#[test]
fn a_key_in_plain_is_sealed_whenever_the_worker_ends() {
    for steps in 0.. {
        let mut world = World::new(200);
        let key = world.key("full");
        let plain = json!({ "version": 1, "staff_name": "Ada", "key": key, "made_at": 5 }).to_string();
        world.simulated.change(|w| {
            w.trusted.insert(format!("account/{}", world::STORE), plain);
            w.ends_after_steps = Some(steps);
        });
        let ended = world.simulated.run_one(world.worker.start()).is_err();
        world.simulated.change(|w| w.ends_after_steps = None);
        let has_plain = all_kept(&world).contains(&key);
        assert!(ended || !has_plain);
        world.start();
        assert!(!all_kept(&world).contains(&key), "ended after {steps} steps");
        assert_eq!(accounts(&world), [("Ada".to_owned(), true, false)]);
        let order = world.orders(1)[0];
        assert!(world.look(&[order], 1).unwrap().ok, "the key works");
        if !ended {
            assert!(steps > 5);
            break;
        }
    }
}

#[test]
fn locked_nothing_is_asked_and_what_was_seen_stays() {
    let (world, order, goal) = given();
    let shown = world.order_view(order)["status"].clone();
    lock(&world);
    assert!(is_locked(&world));
    assert_eq!(store_view(&world)["connected"], true);
    assert_eq!(world.look(&[order], 1).unwrap().problem.unwrap().code, "locked");
    let view = world.order_view(order);
    assert_eq!((&view["status"], &view["problem"]["code"]), (&shown, &json!("locked")));
    let unseen = world.orders(6)[5];
    world.look(&[order, unseen], 1).unwrap();
    assert_eq!(world.order_view(unseen)["state"], "failed", "and not loading for ever");
    assert_eq!(world.change(order, &goal).unwrap().problem.unwrap().code, "locked");
    let inspect = Command::Inspect { store: store(), order };
    let inspected = world.simulated.run_one(world.worker.handle(inspect, &world::admin_page(1))).unwrap();
    assert_eq!(inspected.problem.unwrap().code, "locked");
    pass(&world, 23 * 3_600);
    assert_eq!(world.requests(), [""; 0]);

    assert_eq!(unlock(&world, "Ada", Some(PIN)), Ok(()));
    assert!(!is_locked(&world));
    assert_eq!(world.order_view(order)["problem"], Value::Null);
    // The lists on the screen are read by themselves.
    pass(&world, 1);
    assert_eq!(world.order_view(unseen)["state"], "known");
}

#[test]
fn what_waits_goes_on_once_it_is_unlocked() {
    let (mut world, order, goal) = given();
    world.change(order, &goal).unwrap();
    assert_eq!(standing(&world, order).0, "waiting");
    lock(&world);
    assert_eq!(standing(&world, order), ("blocked".to_owned(), "locked".to_owned()));
    assert_eq!(world.view(&format!("changes/{}", world::STORE)).unwrap()["blocked"], 1);
    pass(&world, 600);
    assert_eq!((posts(&world), standing(&world, order).1.as_str()), (0, "locked"));
    // Neither a new life nor a new start of the browser changes that.
    world.start();
    pass(&world, 600);
    world.simulated.restart_browser();
    world.start();
    pass(&world, 600);
    assert_eq!(posts(&world), 0);
    assert_eq!(world.view(&format!("changes/{}", world::STORE)).unwrap()["blocked"], 1);
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Ok(()));
    pass(&world, 60);
    assert_eq!((posts(&world), world.status_of(order)), (1, Some(goal)));
}

#[test]
fn what_waits_for_a_locked_account_may_be_taken_back() {
    let (world, order, goal) = given();
    world.change(order, &goal).unwrap();
    lock(&world);
    let undo = Command::Undo { store: store(), orders: vec![order], staff: None };
    assert!(world.simulated.run_one(world.worker.handle(undo, &world::admin_page(1))).unwrap().ok);
    unlock(&world, "Ada", Some(PIN)).unwrap();
    pass(&world, 600);
    assert_eq!((posts(&world), standing(&world, order).0.as_str()), (0, ""));
}

#[test]
fn a_doubt_is_kept_over_the_lock_and_read_back_after_it() {
    let (world, order, goal) = given();
    world.set_grace(0);
    world.fault("/status", Fault::DropAfter);
    world.change(order, &goal).unwrap();
    lock(&world);
    pass(&world, 3_600);
    assert_eq!((standing(&world, order).0.as_str(), posts(&world)), ("in-doubt", 1));
    unlock(&world, "Ada", Some(PIN)).unwrap();
    pass(&world, 60);
    assert_eq!((standing(&world, order).0.as_str(), posts(&world)), ("", 1));
    assert_eq!(world.record_of(order).0, 1);
}

#[test]
fn an_account_that_is_locked_while_it_sends_is_told_the_answer() {
    let (world, order, goal) = given();
    world.set_grace(0);
    let change = Command::Change {
        store: store(),
        orders: vec![order],
        status: goal.clone(),
        sub_status: None,
        staff: None,
    };
    let page = world::admin_page(1);
    let own_page = world::own_page();
    let both: Vec<std::pin::Pin<Box<dyn Future<Output = Reply> + '_>>> = vec![
        Box::pin(world.worker.handle(change, &page)),
        Box::pin(async {
            // While the request is on its way.
            while world.simulated.world().requests.is_empty() {
                std::future::poll_fn(|_| {
                    world.simulated.change(|w| w.way_there_ms = 20);
                    std::task::Poll::Ready(())
                })
                .await;
                let _ = ucos_inline::platform::Platform::published(&world.simulated).await;
            }
            world.worker.handle(Command::Lock { store: None }, &own_page).await
        }),
    ];
    world.simulated.run(both).unwrap();
    assert!(is_locked(&world));
    assert_eq!((posts(&world), world.status_of(order)), (1, Some(goal)));
    assert_eq!(standing(&world, order).0, "");
}

#[test]
fn unlocked_it_stays_over_lives_and_locks_with_the_browser() {
    let (mut world, order, _) = given();
    for _ in 0..3 {
        world.start();
        assert!(world.look(&[order], 1).unwrap().ok);
    }
    world.simulated.restart_browser();
    assert!(!world.simulated.world().vault.on_disk.is_empty());
    world.start();
    assert!(is_locked(&world));
    assert!(world.simulated.world().vault.on_disk.is_empty(), "what sealed it is gone from the disk");
    // Without a PIN nothing locks.
    let mut plain = World::connected(200);
    plain.simulated.restart_browser();
    plain.start();
    assert!(plain.look(&[order], 1).unwrap().ok);
    assert!(own(&plain, Command::Lock { store: None }).ok);
    assert!(!is_locked(&plain));
}

#[test]
fn it_locks_with_the_screen_and_when_nobody_touches_the_device() {
    let (world, ..) = given();
    let idle = || world.simulated.world().vault.idle_seconds;
    assert_eq!(idle(), Some(15 * 60));
    let set = |lock_minutes| {
        let settings = Settings { lock_minutes, ..Settings::default() };
        assert!(own(&world, Command::Configure { store: store(), settings }).ok);
    };
    let away =
        |is_screen_locked| world.simulated.run_one(world.worker.away(is_screen_locked)).unwrap().unwrap();
    set(3);
    assert_eq!(idle(), Some(180));
    away(false);
    assert!(is_locked(&world));
    unlock(&world, "Ada", Some(PIN)).unwrap();
    set(0);
    away(false);
    assert!(!is_locked(&world), "by hand only, and with the screen");
    away(true);
    assert!(is_locked(&world));
}

#[test]
fn wrong_pins_wait_whatever_is_started_again_and_whatever_the_clock_shows() {
    let (mut world, ..) = given();
    lock(&world);
    for _ in 0..3 {
        assert_eq!(unlock(&world, "Ada", Some("wrong")), Err("pin-wrong".to_owned()));
    }
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Err("pin-wait".to_owned()), "even the right one");
    world.start();
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Err("pin-wait".to_owned()));
    world.simulated.restart_browser();
    world.start();
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Err("pin-wait".to_owned()));
    // Put back by a day, the clock wins nothing.
    world.simulated.change(|w| w.clock_error_ms = -86_400_000);
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Err("pin-wait".to_owned()));
    let told = store_view(&world)["accounts"][0]["next_try_at"].as_i64().unwrap();
    assert_eq!(told - world::now(&world).0, 5_000);
    world.wait_seconds(5);
    assert_eq!(unlock(&world, "Ada", Some("wrong")), Err("pin-wrong".to_owned()));
    world.wait_seconds(14);
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Err("pin-wait".to_owned()));
    world.wait_seconds(1);
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Ok(()));
    // A right one makes good for the wrong ones.
    lock(&world);
    assert_eq!(unlock(&world, "Ada", Some("wrong")), Err("pin-wrong".to_owned()));
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Ok(()));
    assert!(!world.simulated.world().trusted.keys().any(|name| name.starts_with("tries/")));
}

#[test]
fn a_try_counts_before_it_is_made() {
    let (mut world, ..) = given();
    lock(&world);
    // Whoever ends the worker while it tries has tried all the same; many at once are many.
    let try_once = |world: &World| {
        let pin = Some(Pin::typed("wrong".to_owned()));
        let command = Command::Unlock { store: store(), staff_name: "Ada".to_owned(), pin };
        world.simulated.change(|w| w.ends_after_steps = Some(2));
        assert!(world.simulated.run_one(world.worker.handle(command, &world::own_page())).is_err());
    };
    for _ in 0..3 {
        try_once(&world);
        world.start();
    }
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Err("pin-wait".to_owned()));
    world.wait_seconds(60);
    let page = world::own_page();
    let command = || Command::Unlock {
        store: store(),
        staff_name: "Ada".to_owned(),
        pin: Some(Pin::typed("wrong".to_owned())),
    };
    let many: Vec<std::pin::Pin<Box<dyn Future<Output = Reply> + '_>>> = (0..10)
        .map(|_| -> std::pin::Pin<Box<dyn Future<Output = Reply> + '_>> {
            Box::pin(world.worker.handle(command(), &page))
        })
        .collect();
    let replies = world.simulated.run(many).unwrap();
    let tried = replies.iter().filter(|reply| reply.problem.as_ref().unwrap().code == "pin-wrong").count();
    assert_eq!(tried, 1);
}

#[test]
fn forgetting_the_pin_costs_the_pin_alone() {
    let (world, order, goal) = given();
    let settings = Settings { sweep_percent: 7, ..Settings::default() };
    assert!(own(&world, Command::Configure { store: store(), settings }).ok);
    world.change(order, &goal).unwrap();
    lock(&world);
    for _ in 0..3 {
        unlock(&world, "Ada", Some("forgotten")).unwrap_err();
    }
    connect(&world, "Ada", "full", Some("another"));
    assert_eq!(world.view(&format!("settings/{}", world::STORE)).unwrap()["sweep_percent"], 7);
    pass(&world, 60);
    assert_eq!(world.status_of(order), Some(goal), "what waited is sent by the same account");
    lock(&world);
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Err("pin-wrong".to_owned()));
    assert_eq!(unlock(&world, "Ada", Some("another")), Ok(()));
}

#[test]
fn what_one_account_chose_is_not_sent_by_another() {
    let (world, order, goal) = given();
    world.change(order, &goal).unwrap();
    connect(&world, "Bea", "no-notify", Some("beabea"));
    assert_eq!(accounts(&world), [("Ada".to_owned(), false, true), ("Bea".to_owned(), true, false)]);
    pass(&world, 3_600);
    assert_eq!(
        (posts(&world), standing(&world, order)),
        (0, ("blocked".to_owned(), "other-account".to_owned()))
    );
    assert_eq!(world.order_view(order)["problem"]["detail"], "Ada");
    // Bea works meanwhile, with her own key.
    let hers = world.orders(5)[3];
    world.look(&[hers], 1).unwrap();
    let goal_of_hers = world.other_status(hers);
    world.forget_requests();
    assert!(world.change_by("Bea", hers, &goal_of_hers).unwrap().ok);
    pass(&world, 60);
    assert_eq!(world.status_of(hers), Some(goal_of_hers));
    let sent = senders(&world);
    assert_eq!(sent, [world.key("no-notify")]);

    world.forget_requests();
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Ok(()));
    assert_eq!(accounts(&world), [("Ada".to_owned(), true, false), ("Bea".to_owned(), false, true)]);
    pass(&world, 60);
    assert_eq!(world.status_of(order), Some(goal));
    let sent = senders(&world);
    assert_eq!(sent, [world.key("full")]);
}

#[test]
fn an_account_that_is_gone_leaves_its_changes_to_a_persons_word() {
    let (world, order, goal) = given();
    world.change(order, &goal).unwrap();
    connect(&world, "Bea", "full", Some("beabea"));
    let gone = Command::Disconnect { store: store(), staff_name: Some("Ada".to_owned()) };
    assert!(own(&world, gone).ok);
    assert_eq!(accounts(&world), [("Bea".to_owned(), true, false)]);
    pass(&world, 600);
    assert_eq!(
        (posts(&world), standing(&world, order)),
        (0, ("asking".to_owned(), "key-replaced".to_owned()))
    );
    let decide =
        Command::Decide { store: store(), orders: vec![order], decision: Decision::Send, staff: None };
    lock(&world);
    assert_eq!(
        own(&world, decide.clone()).problem.unwrap().code,
        "locked",
        "whose word it is cannot be told"
    );
    unlock(&world, "Bea", Some("beabea")).unwrap();
    assert!(own(&world, decide).ok);
    assert_eq!(world.status_of(order), Some(goal));
}

#[test]
fn an_account_without_a_pin_is_replaced_and_one_with_a_pin_stays() {
    let (mut world, ..) = given();
    connect(&world, "Bea", "full", None);
    connect(&world, "Cleo", "full", None);
    assert_eq!(accounts(&world), [("Ada".to_owned(), false, true), ("Cleo".to_owned(), true, false)]);
    world.start();
    assert_eq!(accounts(&world), [("Ada".to_owned(), false, true), ("Cleo".to_owned(), true, false)]);
    assert_eq!(unlock(&world, "Ada", Some(PIN)), Ok(()));
    assert_eq!(unlock(&world, "Cleo", None), Ok(()), "nothing protects it");
    let all = Command::Disconnect { store: store(), staff_name: None };
    assert!(own(&world, all).ok);
    assert_eq!((store_view(&world)["connected"].as_bool(), accounts(&world).len()), (Some(false), 0));
    let world = world.simulated.world();
    assert!(
        !world.trusted.keys().any(|name| ["vault/", "active/", "tries/"].iter().any(|p| name.starts_with(p)))
    );
    assert!(world.vault.on_disk.is_empty() && world.vault.in_memory.is_empty());
}

#[test]
fn a_switch_ends_with_one_account_or_the_other() {
    for steps in 0.. {
        let (mut world, order, goal) = given();
        world.change(order, &goal).unwrap();
        connect(&world, "Bea", "full", Some("beabea"));
        world.simulated.change(|w| w.ends_after_steps = Some(steps));
        let pin = Some(Pin::typed(PIN.to_owned()));
        let command = Command::Unlock { store: store(), staff_name: "Ada".to_owned(), pin };
        let ended = world.simulated.run_one(world.worker.handle(command, &world::own_page())).is_err();
        world.simulated.change(|w| w.ends_after_steps = None);
        world.start();
        let told = accounts(&world);
        assert_eq!(
            told.iter().filter(|(_, is_active, _)| *is_active).count(),
            1,
            "after {steps} steps: {told:?}"
        );
        assert_eq!(told.iter().all(|(_, _, is_locked)| *is_locked), is_locked(&world), "{steps}: {told:?}");
        // What it says is what it does: the change goes with Ada's key or waits.
        pass(&world, 600);
        let (_, is_active, is_locked) = told[0];
        let sent = usize::from(is_active && !is_locked);
        assert_eq!((posts(&world), world.record_of(order).0), (sent, sent), "after {steps} steps: {told:?}");
        world.wait_seconds(3_600);
        assert_eq!(unlock(&world, "Ada", Some(PIN)), Ok(()), "after {steps} steps");
        pass(&world, 600);
        assert_eq!((posts(&world), world.status_of(order)), (1, Some(goal)), "after {steps} steps");
        if !ended {
            assert!(steps > 10);
            break;
        }
    }
}

#[test]
fn a_lock_that_began_is_one_once_the_key_is_let_go_of() {
    for steps in 1.. {
        let (mut world, order, goal) = given();
        world.change(order, &goal).unwrap();
        world.simulated.change(|w| w.ends_after_steps = Some(steps));
        let command = Command::Lock { store: None };
        let ended = world.simulated.run_one(world.worker.handle(command, &world::own_page())).is_err();
        world.simulated.change(|w| w.ends_after_steps = None);
        world.start();
        assert!(steps < 2 || is_locked(&world), "ended after {steps} steps");
        pass(&world, 600);
        assert!(steps < 2 || posts(&world) == 0, "ended after {steps} steps");
        if !ended {
            break;
        }
    }
}

#[test]
fn a_key_that_the_device_cannot_open_any_more_is_told_of() {
    let mut world = World::connected(200);
    let order = world.orders(1)[0];
    world.simulated.change(|w| w.vault.has_lost_key = true);
    world.start();
    assert_eq!(store_view(&world)["problem"]["code"], "key-unreadable");
    assert_eq!(world.look(&[order], 1).unwrap().problem.unwrap().code, "key-unreadable");
    world.simulated.change(|w| w.vault.has_lost_key = false);
    assert!(world.connect("full").ok);
    assert!(world.look(&[order], 1).unwrap().ok);
}

#[test]
fn a_pin_that_is_none_is_refused_before_anything_is_asked() {
    let world = World::new(200);
    for pin in ["", "123"] {
        let reply = world.connect_as("Ada", &world.key("full"), Some(pin));
        assert_eq!(reply.problem.unwrap().code, "pin-too-short");
    }
    assert_eq!(world.requests(), [""; 0]);
    assert_eq!(unlock(&world, "Nobody", Some("1234")), Err("not-connected".to_owned()));
}

//! Who wants something: whose name the admin shows against whose key there is. What is refused is refused before anything
//! is read, stored or sent.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::Value;
use std::pin::Pin;
use ucos_inline::changes::Decision;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::Table;
use ucos_inline::settings::{Settings, UnreadName};
use ucos_inline::ucos::requests::Channel;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use world::{World, store};

fn given() -> (World, OrderRef, String) {
    let world = World::connected(200);
    let order = world.orders(5)[2];
    world.look(&[order], 1).unwrap();
    let goal = world.other_status(order);
    world.forget_requests();
    (world, order, goal)
}

fn send(world: &World, command: Command) -> Reply {
    world.simulated.run_one(world.worker.handle(command, &world::admin_page(1))).unwrap()
}

fn configure(world: &World, settings: Settings) {
    let command = Command::Configure { store: store(), settings };
    assert!(world.simulated.run_one(world.worker.handle(command, &world::own_page())).unwrap().ok);
}

fn change_as(world: &World, order: OrderRef, status: &str, staff: Option<&str>) -> Reply {
    let (orders, staff) = (vec![order], staff.map(str::to_owned));
    send(
        world,
        Command::Change { store: store(), orders, status: status.to_owned(), sub_status: None, staff },
    )
}

fn code(reply: &Reply) -> Option<&str> {
    reply.problem.as_ref().map(|problem| problem.code.as_ref())
}

/// The intent that is kept of an order.
fn intent(world: &World, order: OrderRef) -> Option<Value> {
    let world = world.simulated.world();
    let key = format!("{}/{}/{}", world::STORE, order.kind.word(), order.id);
    world.store.get(&(Table::Intents, key)).map(|record| serde_json::from_slice(record).unwrap())
}

/// Everything that writes, as somebody.
fn every_write(order: OrderRef, status: &str, staff: Option<&str>) -> Vec<Command> {
    let orders = || vec![order];
    let staff = || staff.map(str::to_owned);
    let status = || status.to_owned();
    vec![
        Command::Change {
            store: store(),
            orders: orders(),
            status: status(),
            sub_status: None,
            staff: staff(),
        },
        Command::ChangeItems {
            store: store(),
            order,
            items: vec!["1".to_owned()],
            status: Some(status()),
            sub_status: None,
            staff: staff(),
        },
        Command::Notify { store: store(), order, channels: vec![Channel::Email], staff: staff() },
        Command::Undo { store: store(), orders: orders(), staff: staff() },
        Command::Decide { store: store(), orders: orders(), decision: Decision::Send, staff: staff() },
        Command::Acknowledge { store: store(), orders: orders(), staff: staff() },
    ]
}

#[test]
fn another_is_refused_whatever_they_want_and_nothing_is_read_stored_or_sent() {
    let (world, order, goal) = given();
    // An order that was never looked at: reading it would be a request.
    let unseen = world.orders(9)[8];
    let before = world.simulated.world().store.clone();
    for order in [order, unseen] {
        for command in every_write(order, &goal, Some("Ben")) {
            let reply = send(&world, command.clone());
            let problem = reply.problem.unwrap();
            assert_eq!((problem.code.as_ref(), problem.detail.as_deref()), ("other-staff", Some("Ada")));
            assert!(command.writes().is_some(), "{command:?}");
        }
    }
    assert_eq!(world.requests(), [""; 0]);
    assert_eq!(world.simulated.world().store, before);
    assert_eq!(world.order_view(order)["state"], "known");
    // Reading goes on for whoever it is.
    assert!(world.look(&[order], 1).unwrap().ok);
}

#[test]
fn what_waits_for_its_owner_is_not_anothers_to_take_back() {
    let (world, order, goal) = given();
    assert!(change_as(&world, order, &goal, Some("Ada")).ok);
    let undo =
        |staff: &str| Command::Undo { store: store(), orders: vec![order], staff: Some(staff.to_owned()) };
    assert_eq!(code(&send(&world, undo("Ben"))), Some("other-staff"));
    assert!(intent(&world, order).is_some());
    assert!(send(&world, undo("ADA ")).ok);
    assert!(intent(&world, order).is_none());
}

#[test]
fn a_name_that_is_read_is_kept_as_confirmed_however_it_is_written() {
    for shown in ["Ada", " ada\u{a0}", "\u{2068}ADA\u{2069}"] {
        let (world, order, goal) = given();
        assert!(change_as(&world, order, &goal, Some(shown)).ok, "{shown}");
        let intent = intent(&world, order).unwrap();
        assert_eq!(
            (&intent["confirmed"], intent["staff"].as_str()),
            (&Value::Bool(true), Some(shown.trim()))
        );
    }
}

#[test]
fn a_name_that_cannot_be_read_is_let_in_unconfirmed_or_not_at_all() {
    for shown in [None, Some(""), Some(" \u{200e}\n")] {
        let (world, order, goal) = given();
        assert!(change_as(&world, order, &goal, shown).ok, "{shown:?}");
        assert_eq!(intent(&world, order).unwrap()["confirmed"], false);

        let (world, order, goal) = given();
        configure(&world, Settings { unread_name: UnreadName::Refuse, ..Settings::default() });
        let before = world.simulated.world().store.clone();
        for command in every_write(order, &goal, shown) {
            assert_eq!(code(&send(&world, command)), Some("name-unread"), "{shown:?}");
        }
        assert_eq!(world.simulated.world().store, before);
        assert_eq!(world.requests(), [""; 0]);
        assert!(change_as(&world, order, &goal, Some("Ada")).ok);
    }
}

#[test]
fn a_key_that_changes_hands_while_a_change_is_taken_on_is_noticed() {
    let world = World::connected(5_000);
    let unseen = world.orders(1_000);
    world.look(&unseen[..1], 1).unwrap();
    let change = Command::Change {
        store: store(),
        orders: unseen.clone(),
        status: world.other_status(unseen[0]),
        sub_status: None,
        staff: Some("Ada".to_owned()),
    };
    let connect = Command::Connect {
        store: world::STORE.to_owned(),
        key: world.key("tight"),
        staff_name: "Ben".to_owned(),
        pin: None,
    };
    // The orders are read first, 250 at a time, and that takes longer than testing the other key.
    let (page, own) = (world::admin_page(1), world::own_page());
    let changing: Pin<Box<dyn Future<Output = Reply>>> = Box::pin(world.worker.handle(change, &page));
    let connecting: Pin<Box<dyn Future<Output = Reply>>> = Box::pin(world.worker.handle(connect, &own));
    let replies = world.simulated.run(vec![changing, connecting]).unwrap();
    assert!(replies[1].ok, "{replies:?}");
    let problem = replies[0].problem.clone().unwrap();
    assert_eq!((problem.code.as_ref(), problem.detail.as_deref()), ("other-staff", Some("Ben")));
    assert!(unseen.iter().all(|order| intent(&world, *order).is_none()));
}

#[test]
fn what_waits_in_its_grace_is_asked_about_when_another_connects_and_goes_when_it_is_the_same_person() {
    for (name, goes) in [("Ben", false), ("ADA", true)] {
        let (world, order, goal) = given();
        assert!(change_as(&world, order, &goal, Some("Ada")).ok);
        let connect = Command::Connect {
            store: world::STORE.to_owned(),
            key: world.key("tight"),
            staff_name: name.to_owned(),
            pin: None,
        };
        assert!(world.simulated.run_one(world.worker.handle(connect, &world::own_page())).unwrap().ok);
        world.settle();
        assert_eq!(world.status_of(order) == Some(goal), goes, "{name}");
        assert_eq!(world.record_of(order).0, usize::from(goes));
        let state = world.order_view(order)["change"]["state"].clone();
        assert_eq!(state == "asking", !goes, "{name}: {state}");
    }
}

#[test]
fn who_is_signed_in_is_told_to_our_pages_and_the_options_are_opened_for_the_store() {
    let world = World::connected(20);
    let introduce = |staff: &str| Command::Introduce { store: store(), staff: staff.to_owned() };
    for staff in [" <b>Ben</b>\n", "", " "] {
        assert!(send(&world, introduce(staff)).ok);
        let who = world.view(&format!("who/{}", world::STORE)).unwrap();
        assert_eq!((&who["staff"], &who["store"]), (&Value::from("<b>Ben</b>"), &Value::from(world::STORE)));
    }
    assert!(send(&world, introduce(&"x".repeat(5_000))).ok);
    let who = world.view(&format!("who/{}", world::STORE)).unwrap();
    assert_eq!(who["staff"].as_str().unwrap().len(), 120);
    assert!(send(&world, Command::OpenOptions { store: store() }).ok);
    assert_eq!(world.simulated.world().opened, [world::STORE]);
    assert_eq!(world.requests(), [""; 0]);
}

//! What becomes of what a person chose: grace and undo, choosing again, doubts that need a word, blocks and their end,
//! line items and messages. One order at a time; several are in `batches.rs`.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::{Value, json};
use ucos_inline::changes::Decision;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::ucos::requests::Channel;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use world::{Fault, World, store};

/// A world with a grace of 5 s, an order that was seen, and a status that messages customers.
fn given() -> (World, OrderRef, String) {
    let world = World::connected(200);
    let order = world.orders(5)[2];
    world.look(&[order], 1).unwrap();
    let goal = world.other_status(order);
    world.forget_requests();
    (world, order, goal)
}

/// A status without sub-statuses that the order is not in and that neither messages nor touches anything.
fn quiet_status(world: &World, order: OrderRef) -> String {
    let catalog = world.view(&format!("catalog/{}", world::STORE)).unwrap();
    let present = world.status_of(order);
    let fits = |s: &&Value| {
        s["sub_statuses"] == json!([])
            && s["is_addon"] == false
            && s["messages"] == json!([])
            && s["touches_order"] == false
            && s["id"].as_str() != present.as_deref()
    };
    let found = catalog["statuses"].as_array().unwrap().iter().find(fits).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

fn posts(world: &World) -> usize {
    world.requests().iter().filter(|request| request.starts_with("POST")).count()
}

fn send(world: &World, command: Command) -> Reply {
    world.simulated.run_one(world.worker.handle(command, &world::admin_page(1))).unwrap()
}

fn decide(world: &World, order: OrderRef, decision: Decision) -> Reply {
    send(
        world,
        Command::Decide { store: store(), orders: vec![order], decision, staff: Some("Ada".to_owned()) },
    )
}

fn undo(world: &World, order: OrderRef) -> Reply {
    send(world, Command::Undo { store: store(), orders: vec![order], staff: Some("Ada".to_owned()) })
}

/// How the order's change stands, and its problem.
fn standing(world: &World, order: OrderRef) -> (String, String) {
    let view = world.order_view(order);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&view["change"]["state"]), text(&view["problem"]["code"]))
}

/// What the journal says became of this order's intents, in the order of choosing.
fn outcomes(world: &World, order: OrderRef) -> Vec<String> {
    let id = order.id.to_string();
    let world = world.simulated.world();
    let records = world.store.iter().filter(|((table, _), _)| table.name() == "journal");
    let mut entries: Vec<Value> = records
        .map(|(_, record)| serde_json::from_slice::<Value>(record).unwrap()["entry"].take())
        .filter(|entry| entry["order"]["kind"] == order.kind.word() && entry["order"]["id"] == id.as_str())
        .collect();
    entries.sort_by_key(|entry| entry["made_at"].as_i64());
    entries.iter().map(|entry| entry["outcome"].as_str().unwrap().to_owned()).collect()
}

/// Lets the alarms and timers of so many seconds go off.
fn pass(world: &World, seconds: i64) {
    let end = world::now(world).saturating_add_seconds(seconds);
    while world.simulated.next_alarm_at().is_some_and(|at| at <= end) {
        let name = world.simulated.next_alarm().unwrap();
        if name != "sweep" && name != "renew" {
            world.simulated.run_one(world.worker.alarm(&name, &[], true)).unwrap().unwrap();
        }
    }
    world.simulated.change(|w| w.now = w.now.max(end));
}

#[test]
fn what_messages_customers_waits_and_then_goes_by_itself() {
    let (world, order, goal) = given();
    assert!(world.change(order, &goal).unwrap().ok);
    let view = world.order_view(order);
    assert_eq!(
        (view["state"].as_str(), view["change"]["state"].as_str()),
        (Some("pending"), Some("waiting"))
    );
    assert_eq!(view["change"]["until"].as_i64().unwrap() - world::now(&world).0, 5_000);
    assert_eq!(view["target"]["status"]["id"].as_str(), Some(goal.as_str()));
    pass(&world, 4);
    assert_eq!(posts(&world), 0);
    pass(&world, 2);
    assert_eq!((posts(&world), world.record_of(order)), (1, (1, 0)));
    assert_eq!(world.status_of(order), Some(goal));
    assert_eq!((standing(&world, order).0.as_str(), outcomes(&world, order)), ("", vec!["done".to_owned()]));
    pass(&world, 600);
    assert_eq!(posts(&world), 1, "the alarm behind the timer sends nothing again");
}

#[test]
fn undone_in_time_it_is_never_sent_and_too_late_it_is_said() {
    let (world, order, goal) = given();
    let before = world.status_of(order);
    world.change(order, &goal).unwrap();
    pass(&world, 3);
    assert!(undo(&world, order).ok);
    assert_eq!(standing(&world, order), (String::new(), String::new()));
    pass(&world, 600);
    assert_eq!((posts(&world), world.status_of(order)), (0, before));
    assert_eq!(outcomes(&world, order), ["undone"]);

    world.change(order, &goal).unwrap();
    world.fault("/status", Fault::DropAfter);
    pass(&world, 6);
    assert_eq!(undo(&world, order).problem.unwrap().code, "too-late");
}

#[test]
fn the_worker_ended_during_the_grace_it_goes_all_the_same() {
    let (mut world, order, goal) = given();
    world.change(order, &goal).unwrap();
    world.simulated.end_life();
    // Nobody opens a page: the browser's alarm, half a minute later, wakes the next life.
    pass_in_new_life(&mut world);
    assert_eq!((posts(&world), world.status_of(order)), (1, Some(goal)));
}

fn pass_in_new_life(world: &mut World) {
    let name = world.next_alarm().unwrap();
    world.start();
    world.simulated.run_one(world.worker.alarm(&name, &[], true)).unwrap().unwrap();
}

#[test]
fn what_messages_nobody_goes_at_once_and_may_be_changed_back() {
    let (world, order, _) = given();
    let before = world.status_of(order);
    let goal = quiet_status(&world, order);
    assert!(world.change(order, &goal).unwrap().ok);
    assert_eq!((posts(&world), world.status_of(order)), (1, Some(goal)));
    let back = world.order_view(order)["back"].clone();
    assert_eq!(back["target"]["status"]["id"].as_str(), before.as_deref());
    assert_eq!(back["until"].as_i64().unwrap() - world::now(&world).0, 10_000);
}

#[test]
fn choosing_again_in_the_grace_takes_the_first_choice_back() {
    let (world, order, goal) = given();
    let other = quiet_status(&world, order);
    world.change(order, &goal).unwrap();
    pass(&world, 1);
    assert!(world.change(order, &other).unwrap().ok);
    pass(&world, 600);
    assert_eq!((posts(&world), world.status_of(order)), (1, Some(other.clone())));
    assert_eq!(outcomes(&world, order), ["undone", "done"]);
    // And choosing what stands takes back whatever was to leave it.
    world.change(order, &goal).unwrap();
    world.change(order, &other).unwrap();
    pass(&world, 600);
    assert_eq!((posts(&world), outcomes(&world, order).len()), (1, 3));
    assert_eq!(standing(&world, order).0, "");
}

#[test]
fn another_choice_takes_a_place_wholly_or_not_at_all() {
    for steps in 0.. {
        let (mut world, order, goal) = given();
        let other = quiet_status(&world, order);
        world.change(order, &goal).unwrap();
        pass(&world, 1);
        world.simulated.change(|w| w.ends_after_steps = Some(steps));
        let ended = world.change(order, &other).is_err();
        world.simulated.change(|w| w.ends_after_steps = None);
        let was_told = !outcomes(&world, order).is_empty();
        world.start();
        pass(&world, 600);
        // What was told to be taken back is not sent.
        let (reached, told) =
            if was_told { (other, ["undone", "done"].as_slice()) } else { (goal, ["done"].as_slice()) };
        let told: Vec<String> = told.iter().map(|outcome| (*outcome).to_owned()).collect();
        let ends = outcomes(&world, order);
        assert!(ends == told || ends == ["undone", "found-done"], "ended after {steps} steps: {ends:?}");
        assert_eq!((posts(&world), world.status_of(order)), (1, Some(reached)), "ended after {steps} steps");
        if !ended {
            break;
        }
    }
}

#[test]
fn what_cannot_be_stored_stands_as_it_did() {
    let (world, order, goal) = given();
    let other = quiet_status(&world, order);
    world.change(order, &goal).unwrap();
    world.simulated.change(|w| w.store_is_full = true);
    assert_eq!(undo(&world, order).problem.unwrap().code, "storage-failed");
    assert_eq!(world.change(order, &other).unwrap().problem.unwrap().code, "storage-failed");
    assert_eq!(standing(&world, order).0, "waiting");
    world.simulated.change(|w| w.store_is_full = false);
    pass(&world, 60);
    assert_eq!((posts(&world), world.status_of(order)), (1, Some(goal)));
    assert_eq!(outcomes(&world, order), ["done"]);
}

#[test]
fn not_made_it_asks_if_it_messages_and_is_sent_again_if_not() {
    let (world, order, goal) = given();
    world.set_grace(0);
    world.fault("/status", Fault::DropBefore);
    world.change(order, &goal).unwrap();
    assert_eq!(standing(&world, order), ("in-doubt".to_owned(), "in-doubt".to_owned()));
    pass(&world, 3_600);
    assert_eq!(standing(&world, order), ("asking".to_owned(), "not-made".to_owned()));
    assert_eq!(posts(&world), 1, "never again without a word");
    assert!(decide(&world, order, Decision::Send).ok);
    assert_eq!((posts(&world), world.record_of(order)), (2, (1, 0)));
    assert_eq!(outcomes(&world, order), ["left", "done"], "the word is a new operation");

    let other = quiet_status(&world, order);
    world.fault("/status", Fault::DropBefore);
    world.change(order, &other).unwrap();
    pass(&world, 300);
    assert_eq!((world.status_of(order), posts(&world)), (Some(other), 4));
    assert_eq!(outcomes(&world, order), ["left", "done", "done"]);
}

#[test]
fn a_word_is_checked_against_the_order_before_it_is_followed() {
    let (world, order, goal) = given();
    world.set_grace(0);
    world.fault("/status", Fault::DropBefore);
    world.change(order, &goal).unwrap();
    pass(&world, 120);
    // The lost request is applied after all, very late: sending again would message the customer twice.
    world
        .service
        .borrow_mut()
        .move_elsewhere(
            world::STORE,
            i64::try_from(order.id).unwrap(),
            Some((&goal, None)),
            sandbox::time::Millis(world::now(&world).0),
        )
        .unwrap();
    assert!(decide(&world, order, Decision::Send).ok);
    assert_eq!(posts(&world), 1);
    assert_eq!(outcomes(&world, order), ["left", "found-done"]);
    assert_eq!(world.order_view(order)["status"]["id"].as_str(), Some(goal.as_str()));
}

#[test]
fn a_person_may_say_that_it_was_made_or_let_it_be() {
    for (decision, outcome) in [(Decision::Made, "said-done"), (Decision::Leave, "left")] {
        let (world, order, goal) = given();
        world.set_grace(0);
        world.fault("/status", Fault::DropBefore);
        world.change(order, &goal).unwrap();
        pass(&world, 120);
        assert!(decide(&world, order, decision).ok);
        assert_eq!((standing(&world, order).0.as_str(), posts(&world)), ("", 1));
        assert_eq!(outcomes(&world, order), [outcome]);
    }
}

#[test]
fn offline_it_waits_and_goes_when_somebody_is_back_unless_the_order_moved() {
    let (world, order, goal) = given();
    world.set_grace(0);
    let offline = |times: usize| (0..times).for_each(|_| world.fault("/status", Fault::Offline));
    offline(1);
    assert_eq!(world.change(order, &goal).unwrap().problem.unwrap().code, "offline");
    assert_eq!(standing(&world, order), ("blocked".to_owned(), "offline".to_owned()));
    world.look(&[order], 1).unwrap();
    assert_eq!((world.record_of(order), standing(&world, order).0.as_str()), ((1, 0), ""));

    let other = quiet_status(&world, order);
    let third = world.other_status(order);
    offline(3);
    world.change(order, &other).unwrap();
    // After hours somebody else has moved the order: what waited is not sent over it.
    let id = i64::try_from(order.id).unwrap();
    let at = sandbox::time::Millis(world::now(&world).0 + 1_000);
    world.service.borrow_mut().move_elsewhere(world::STORE, id, Some((&third, None)), at).unwrap();
    pass(&world, 3_600);
    let (state, problem) = standing(&world, order);
    assert_eq!((state.as_str(), problem.as_str()), ("superseded", "changed-by-someone-else"));
    assert_eq!(world.status_of(order), Some(third));
    assert_eq!(outcomes(&world, order), ["done", "superseded"]);
}

#[test]
fn tried_again_by_a_look_in_vain_it_is_tried_again_by_itself() {
    let (world, order, goal) = given();
    world.set_grace(0);
    world.fault("/status", Fault::Offline);
    world.change(order, &goal).unwrap();
    // The alarm goes off while the look tries, finds the change busy, and is gone.
    world.simulated.change(|w| (w.alarms.clear(), w.timers.clear()));
    // So late that the order is read before: the list in vain, and then the order.
    world.wait_seconds(200);
    (0..2).for_each(|_| world.fault("/v1/orders", Fault::Offline));
    world.look(&[order], 1).unwrap();
    assert_eq!(standing(&world, order), ("blocked".to_owned(), "offline".to_owned()));
    pass(&world, 600);
    assert_eq!((world.record_of(order), world.status_of(order)), ((1, 0), Some(goal)));
}

#[test]
fn after_half_a_day_it_asks_before_it_goes() {
    let (mut world, order, goal) = given();
    world.change(order, &goal).unwrap();
    world.simulated.end_life();
    world.wait_seconds(13 * 3_600);
    world.start();
    pass(&world, 60);
    assert_eq!(standing(&world, order), ("asking".to_owned(), "waited-too-long".to_owned()));
    assert_eq!(posts(&world), 0);
    decide(&world, order, Decision::Send);
    assert_eq!((posts(&world), world.status_of(order)), (1, Some(goal)));
}

#[test]
fn a_rejected_key_blocks_and_its_successor_asks() {
    let (world, order, goal) = given();
    world.set_grace(0);
    world.fault("/status", Fault::Answer(401, b"{}".to_vec()));
    assert_eq!(world.change(order, &goal).unwrap().problem.unwrap().code, "key-rejected");
    pass(&world, 3_600);
    assert_eq!((standing(&world, order).0.as_str(), posts(&world)), ("asking", 1));
    assert!(world.connect("full").ok);
    assert_eq!(standing(&world, order), ("asking".to_owned(), "key-replaced".to_owned()));
    let changes = world.view(&format!("changes/{}", world::STORE)).unwrap();
    assert_eq!(changes["asking"][0]["order"]["id"].as_str(), Some(order.id.to_string().as_str()));
    let reply = world.simulated.run_one(world.worker.handle(
        Command::Decide { store: store(), orders: vec![order], decision: Decision::Send, staff: None },
        &world::own_page(),
    ));
    assert!(reply.unwrap().ok);
    assert_eq!((world.record_of(order), outcomes(&world, order)), ((1, 0), vec!["done".to_owned()]));
}

#[test]
fn what_the_key_may_not_do_is_learnt_and_forgotten_with_it() {
    let world = World::connected(200);
    world.set_grace(0);
    let order = world.orders(5)[2];
    assert!(world.connect("read-only").ok);
    world.look(&[order], 1).unwrap();
    let goal = quiet_status(&world, order);
    let learnt = || world.view(&format!("store/{}", world::STORE)).unwrap()["learnt"].clone();
    assert_eq!(learnt()["may_change"], Value::Null);
    assert_eq!(world.change(order, &goal).unwrap().problem.unwrap().code, "permission-missing");
    assert_eq!(learnt()["may_change"], false);
    assert!(world.connect("full").ok);
    assert_eq!(learnt()["may_change"], Value::Null);
    decide(&world, order, Decision::Send);
    assert_eq!(
        (learnt()["may_change"].clone(), learnt()["order_statuses"].clone()),
        (json!(true), json!(true))
    );
}

#[test]
fn line_items_are_changed_where_the_store_has_statuses_on_them() {
    let (world, order, _) = given();
    world.set_grace(0);
    let goal = quiet_status(&world, order);
    let inspect = || send(&world, Command::Inspect { store: store(), order });
    let details =
        || world.view(&format!("details/{}/{}/{}", world::STORE, order.kind.word(), order.id)).unwrap();
    assert!(inspect().ok);
    let items: Vec<String> = details()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect();
    let change = |status: Option<&str>| {
        send(
            &world,
            Command::ChangeItems {
                store: store(),
                order,
                items: items.clone(),
                status: status.map(str::to_owned),
                sub_status: None,
                staff: None,
            },
        )
    };
    // This store sets statuses on orders alone.
    assert_eq!(change(Some(&goal)).problem.unwrap().code, "wrong-specificity");
    let learnt = world.view(&format!("store/{}", world::STORE)).unwrap()["learnt"].clone();
    assert_eq!(learnt["item_statuses"], false);
    send(&world, Command::Acknowledge { store: store(), orders: vec![order], staff: Some("Ada".to_owned()) });
    {
        let service = world.service.borrow();
        let mut shop = service.database().store_by_handle(world::STORE).unwrap().unwrap();
        shop.status_specificity = sandbox::database::stores::StatusSpecificity::Combined;
        service.database().save_store(&shop).unwrap();
    }
    let shown = || {
        inspect();
        details()["items"][0]["status"]["status"]["id"].clone()
    };
    assert!(change(Some(&goal)).ok);
    assert_eq!(shown(), json!(goal));
    // A lost answer is read back item by item.
    world.fault("/clear-status", Fault::DropAfter);
    assert_eq!(change(None).problem.unwrap().code, "in-doubt");
    pass(&world, 120);
    assert_eq!((standing(&world, order).0.as_str(), shown()), ("", Value::Null));
    assert_eq!(outcomes(&world, order), ["refused", "done", "found-done"]);
    assert_eq!(details()["history"][0]["outcome"], "found-done");
    assert_eq!(details()["history"][0]["wanted"]["items"], items.len());
}

#[test]
fn a_message_is_sent_once_and_its_doubt_is_a_persons() {
    let (world, order, _) = given();
    let notify = || {
        send(&world, Command::Notify { store: store(), order, channels: vec![Channel::Email], staff: None })
    };
    assert!(notify().ok);
    assert_eq!(standing(&world, order).0, "waiting");
    assert!(undo(&world, order).ok);
    pass(&world, 60);
    assert_eq!(posts(&world), 0);

    world.fault("/notify", Fault::DropAfter);
    notify();
    pass(&world, 3_600);
    assert_eq!(standing(&world, order), ("asking".to_owned(), "message-in-doubt".to_owned()));
    assert_eq!(posts(&world), 1);
    decide(&world, order, Decision::Made);
    assert_eq!(outcomes(&world, order), ["undone", "said-done"]);
}

/// Somebody else puts the order into this status, now.
fn move_elsewhere(world: &World, order: OrderRef, status: &str) {
    let id = i64::try_from(order.id).unwrap();
    let now = sandbox::time::Millis(world::now(world).0);
    world.service.borrow_mut().move_elsewhere(world::STORE, id, Some((status, None)), now).unwrap();
}

#[test]
fn what_waits_gives_way_only_to_a_choice_of_the_same_thing() {
    let (world, order, goal) = given();
    let notify = Command::Notify { store: store(), order, channels: vec![Channel::Email], staff: None };
    assert!(send(&world, notify.clone()).ok);
    assert_eq!(world.change(order, &goal).unwrap().problem.unwrap().code, "change-under-way");
    assert!(undo(&world, order).ok);
    assert!(world.change(order, &goal).unwrap().ok);
    assert_eq!(send(&world, notify).problem.unwrap().code, "change-under-way");
    pass(&world, 60);
    assert_eq!((world.status_of(order), posts(&world)), (Some(goal), 1));
}

#[test]
fn days_after_the_word_it_is_asked_again() {
    let (world, order, goal) = given();
    world.set_grace(0);
    world.fault("/status", Fault::DropBefore);
    world.change(order, &goal).unwrap();
    pass(&world, 120);
    world.fault("/status", Fault::Offline);
    decide(&world, order, Decision::Send);
    assert_eq!(standing(&world, order), ("blocked".to_owned(), "offline".to_owned()));
    world.wait_seconds(5 * 86_400);
    pass(&world, 60);
    assert_eq!(standing(&world, order), ("asking".to_owned(), "waited-too-long".to_owned()));
    assert_eq!(world.record_of(order), (0, 0));
}

#[test]
fn of_an_order_that_cannot_be_read_nothing_is_taken_on() {
    let (world, _, goal) = given();
    let order = world.orders(9)[8];
    world.fault("/v1/orders", Fault::Answer(200, br#"{"orders":[{"id":7}]}"#.to_vec()));
    assert_eq!(world.change(order, &goal).unwrap().problem.unwrap().code, "not-ucos");
    pass(&world, 60);
    assert_eq!(posts(&world), 0);
}

#[test]
fn a_doubt_that_no_reading_can_end_becomes_a_question() {
    let (world, order, goal) = given();
    world.set_grace(0);
    world.fault("/status", Fault::DropAfter);
    world.change(order, &goal).unwrap();
    world.fault("/v1/orders", Fault::Answer(403, b"{}".to_vec()));
    pass(&world, 120);
    assert_eq!(standing(&world, order), ("asking".to_owned(), "in-doubt-untold".to_owned()));
    assert!(decide(&world, order, Decision::Made).ok);
    assert_eq!((standing(&world, order).0.as_str(), posts(&world)), ("", 1));
}

#[test]
fn a_message_about_a_status_that_has_passed_is_not_sent_late() {
    let (world, order, goal) = given();
    world.set_grace(0);
    (0..3).for_each(|_| world.fault("/notify", Fault::Offline));
    send(&world, Command::Notify { store: store(), order, channels: vec![Channel::Email], staff: None });
    move_elsewhere(&world, order, &goal);
    pass(&world, 3_600);
    assert_eq!(standing(&world, order).0, "superseded");
    assert_eq!(world.record_of(order).1, 0);
}

#[test]
fn what_waits_for_the_network_is_asked_about_under_another_key() {
    let (world, order, goal) = given();
    world.set_grace(0);
    world.fault("/status", Fault::Offline);
    world.change(order, &goal).unwrap();
    assert!(world.connect("full").ok);
    assert_eq!(standing(&world, order), ("asking".to_owned(), "key-replaced".to_owned()));
    pass(&world, 3_600);
    assert_eq!(posts(&world), 1);
}

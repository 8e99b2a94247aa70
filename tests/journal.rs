//! A store's journal through the worker: what is entered, looked for and let go of, what was kept before there was a
//! chain, and that whatever is done to it shows.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::{Value, json};
use ucos_inline::changes::journal::chain::{JournalFault, KEPT_MS};
use ucos_inline::platform::Table;
use ucos_inline::view::journal::{JournalBreak, JournalCheck, JournalPage};
use ucos_inline::worker::answer::Reply;
use world::{STORE, World};

fn ask(world: &World, command: &Value) -> Reply {
    let page = json!({ "id": world::OWN_ID, "origin": format!("chrome-extension://{}", world::OWN_ID),
        "url": format!("chrome-extension://{}/options.html", world::OWN_ID), "frame_id": 0, "tab_id": 2 });
    let message = command.to_string();
    world.simulated.run_one(world.worker.receive(&message, &page.to_string())).unwrap()
}

fn read(world: &World, more: &Value) -> JournalPage {
    let mut question = json!({ "store": STORE, "text": "", "outcome": null, "since": null, "until": null,
        "before": null, "rows": 50 });
    question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ask(world, &json!({ "read-journal": question })).journal.unwrap()
}

fn entries(page: &JournalPage) -> Vec<Value> {
    let entry = |record: &String| serde_json::from_str::<Value>(record).unwrap()["entry"].take();
    page.records.iter().map(entry).collect()
}

fn verify(world: &World) -> JournalCheck {
    ask(world, &json!({ "verify-journal": { "store": STORE } })).check.unwrap()
}

/// Changes so many orders, one after the other, each by an answer of the service.
fn change(world: &World, count: usize) {
    world.set_grace(0);
    let orders = world.orders(count);
    world.look(&orders, 1).unwrap();
    for order in orders {
        let goal = world.other_status(order);
        world.change(order, &goal).unwrap();
        world.settle();
    }
}

/// A new life of the worker, which knows what is stored and nothing else.
fn anew(world: &mut World) {
    world.start();
}

fn place(seq: u64) -> (Table, String) {
    (Table::Journal, format!("{STORE}/{seq:012}"))
}

#[test]
fn what_became_of_changes_is_entered_and_found() {
    let world = World::connected(40);
    change(&world, 6);
    let page = read(&world, &json!({}));
    let all = entries(&page);
    assert_eq!((all.len(), page.next, page.kept), (6, None, 6));
    let numbers: Vec<u64> = all.iter().map(|entry| entry["seq"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [6, 5, 4, 3, 2, 1]);
    let latest = &all[0];
    assert_eq!((latest["outcome"].as_str(), latest["order"]["kind"].as_str()), (Some("done"), Some("order")));
    assert!(!latest["name"].as_str().unwrap().is_empty(), "{latest}");
    assert!(latest["account"].is_string() && latest["wanted"]["to"].is_string(), "{latest}");
    // Page by page it is the same.
    let mut paged = Vec::new();
    let mut before = Value::Null;
    loop {
        let page = read(&world, &json!({ "before": before, "rows": 4 }));
        paged.extend(page.records.clone());
        match page.next {
            Some(next) => before = json!(next),
            None => break,
        }
    }
    assert_eq!(paged, page.records);
    let found = read(&world, &json!({ "text": latest["name"], "outcome": "done", "since": 1 }));
    assert_eq!(entries(&found), std::slice::from_ref(latest));
    for nothing in [json!({ "text": "no such" }), json!({ "outcome": "undone" }), json!({ "until": 1 })] {
        assert_eq!(read(&world, &nothing).records, [""; 0]);
    }
    assert_eq!((verify(&world).broken, verify(&world).kept), (None, 6));
    assert!(
        !ask(&world, &json!({ "read-journal": { "store": STORE, "text": "", "rows": 5, "outcome": "won" } }))
            .ok
    );
}

#[test]
fn whatever_is_done_to_it_shows_and_where() {
    type Deed = fn(&mut ucos_inline::platform::simulated::World);
    let deeds: [(&str, Deed, u64, JournalFault); 7] = [
        (
            "an edit",
            |w| {
                let record = w.store.get_mut(&place(3)).unwrap();
                *record =
                    String::from_utf8(record.clone()).unwrap().replace("\"done\"", "\"left\"").into_bytes();
            },
            3,
            JournalFault::Altered,
        ),
        ("a gap", |w| drop(w.store.remove(&place(2))), 2, JournalFault::Missing),
        ("the first taken away", |w| drop(w.store.remove(&place(1))), 1, JournalFault::Missing),
        ("the end taken away", |w| drop(w.store.remove(&place(5))), 5, JournalFault::Missing),
        (
            "two exchanged",
            |w| {
                let (two, four) = (w.store[&place(2)].clone(), w.store[&place(4)].clone());
                w.store.extend([(place(2), four), (place(4), two)]);
            },
            2,
            JournalFault::Exchanged,
        ),
        (
            "one put in",
            |w| {
                let record = w.store[&place(5)].clone();
                w.store.insert(place(6), record);
            },
            6,
            JournalFault::Beyond,
        ),
        (
            "the head taken away",
            |w| {
                w.store.remove(&(Table::JournalHeads, STORE.to_owned()));
            },
            5,
            JournalFault::HeadMissing,
        ),
    ];
    for (what, deed, seq, fault) in deeds {
        let mut world = World::connected(40);
        change(&world, 5);
        assert_eq!(verify(&world).broken, None, "{what}: before");
        world.simulated.change(deed);
        anew(&mut world);
        assert_eq!(verify(&world).broken, Some(JournalBreak { seq, fault }), "{what}");
        // What comes after is entered all the same, and the fault stays; a true entry takes the place of one put in.
        change(&world, 7);
        assert_eq!(
            verify(&world).broken.is_none(),
            fault == JournalFault::Beyond,
            "{what}: after more entries"
        );
        assert!(read(&world, &json!({})).records.len() >= 5, "{what}: what is there is still read");
    }
}

#[test]
fn entries_of_before_there_was_a_chain_are_taken_into_it_once() {
    let mut world = World::connected(40);
    let order = world.orders(1)[0];
    let old = |at: u64, outcome: &str| {
        let entry = json!({ "id": format!("old-{at}"), "at": at, "made_at": at - 1, "staff": "Ada", "account": "Ada",
            "wanted": { "from": "Packing", "to": "On hold", "items": 0, "channels": [], "is_message": false },
            "outcome": outcome, "problem": null, "messages_sent": null });
        let key = format!("{STORE}/order/{}/{:013}-old-{at}", order.id, at - 1);
        ((Table::Journal, key), entry.to_string().into_bytes())
    };
    world.simulated.change(|w| w.store.extend([old(2_000, "undone"), old(1_000, "done")]));
    anew(&mut world);
    let all = entries(&read(&world, &json!({})));
    let said: Vec<_> = all.iter().map(|entry| (entry["seq"].as_u64(), entry["id"].as_str())).collect();
    assert_eq!(said, [(Some(2), Some("old-2000")), (Some(1), Some("old-1000"))]);
    assert_eq!(all[0]["order"]["id"], json!(order.id.to_string()));
    assert_eq!(verify(&world).broken, None);
    assert!(
        world.simulated.world().store.keys().all(|(_, key)| !key.contains("old-")),
        "the old records are gone"
    );
    anew(&mut world);
    assert_eq!(read(&world, &json!({})).records.len(), 2, "once");
    let told = world.simulated.run_one(world.worker.handle(
        ucos_inline::worker::command::Command::Inspect { store: world::store(), order },
        &world::admin_page(1),
    ));
    assert!(told.unwrap().ok);
    let details = world.view(&format!("details/{STORE}/order/{}", order.id)).unwrap();
    assert_eq!(details["history"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_older_than_400_days_goes_with_the_next_entries() {
    let mut world = World::connected(40);
    change(&world, 5);
    world.wait_seconds(KEPT_MS / 1_000 + 86_400);
    anew(&mut world);
    change(&world, 1);
    let page = read(&world, &json!({}));
    assert_eq!(page.kept, 1, "{:?}", page.records);
    assert_eq!(verify(&world).broken, None, "what was let go of is no gap");
    let kept = world.simulated.world();
    let of = |table: Table| kept.store.keys().filter(|(t, _)| *t == table).count();
    assert_eq!((of(Table::Journal), of(Table::JournalHeads), of(Table::JournalOrders)), (1, 1, 1));
}

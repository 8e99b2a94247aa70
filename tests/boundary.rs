//! Every command from every kind of sender, by the table and by `fixtures/commands.json`, which has to name the same
//! commands and the same senders: a command that is new in one of them only fails here. Nothing but what the two allow
//! has any effect: no request, no record, no entry of the trusted area.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod world;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::boundary::read;
use ucos_inline::worker::sender::ADMIN_ORIGIN;
use ucos_inline::worker::table::{Place, TABLE};
use world::{OWN_ID, STORE, World};

fn fixture() -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string("tests/fixtures/commands.json").unwrap();
    serde_json::from_str(&text.replace("maple-and-birch", STORE)).unwrap()
}

fn word(place: Place) -> &'static str {
    match place {
        Place::AdminPage => "admin-page",
        Place::Options => "options",
        Place::Popup => "popup",
        Place::Board => "board",
        Place::Welcome => "welcome",
    }
}

/// Whom a message may come from, and as what the table knows them; `None`: as nobody.
fn senders() -> Vec<(String, Value, Option<Place>)> {
    let admin = |store: &str| {
        json!({ "id": OWN_ID, "origin": ADMIN_ORIGIN, "url": format!("{ADMIN_ORIGIN}/store/{store}/orders"),
            "frame_id": 0, "tab_id": 1 })
    };
    let with = |mut sender: Value, member: &str, value: Value| {
        sender[member] = value;
        sender
    };
    let own = |path: &str| {
        let origin = format!("chrome-extension://{OWN_ID}");
        json!({ "id": OWN_ID, "origin": origin, "url": format!("{origin}{path}"), "frame_id": 0, "tab_id": 2 })
    };
    let mut senders = vec![
        ("the store's admin page".to_owned(), admin(STORE), Some(Place::AdminPage)),
        ("another store's admin page".to_owned(), admin("maple-and-birch"), None),
        ("a frame of the admin page".to_owned(), with(admin(STORE), "frame_id", json!(3)), None),
        (
            "an admin page outside of a store".to_owned(),
            { with(admin(STORE), "url", json!(format!("{ADMIN_ORIGIN}/settings"))) },
            None,
        ),
        ("an admin page in no tab".to_owned(), with(admin(STORE), "tab_id", Value::Null), None),
        ("another site".to_owned(), with(admin(STORE), "origin", json!("https://evil.example")), None),
        ("another extension".to_owned(), with(own("/options.html"), "id", json!("b".repeat(32))), None),
        (
            "another extension's script in the admin page".to_owned(),
            { with(admin(STORE), "id", json!("b".repeat(32))) },
            None,
        ),
        ("a page of ours that sends nothing".to_owned(), own("/other.html"), None),
        ("a page of ours in a frame".to_owned(), with(own("/options.html"), "frame_id", json!(2)), None),
        ("nobody".to_owned(), json!({}), None),
        ("no object".to_owned(), json!(null), None),
    ];
    for place in Place::ALL {
        if let Some(path) = place.path() {
            senders.push((path.to_owned(), own(path), Some(place)));
        }
    }
    senders
}

fn send(world: &World, message: &str, sender: &Value) -> Reply {
    world.simulated.run_one(world.worker.receive(message, &sender.to_string())).unwrap()
}

/// All that is stored and published but for the count itself.
fn kept(world: &World) -> String {
    let world = world.simulated.world();
    let views: Vec<_> = world.views.iter().filter(|(name, _)| *name != "refusals").collect();
    format!("{:?} {:?} {views:?}", world.store, world.trusted)
}

fn refusals(world: &World) -> Value {
    world.view("refusals").unwrap_or_default()
}

fn code(reply: &Reply) -> Option<&str> {
    reply.problem.as_ref().map(|problem| problem.code.as_ref())
}

#[test]
fn the_table_and_the_examples_name_the_same() {
    let fixture = fixture();
    let rows: BTreeSet<&str> = TABLE.iter().map(|row| row.name).collect();
    let examples: BTreeSet<&str> = fixture.keys().map(String::as_str).collect();
    assert_eq!(rows, examples, "each command has a row and an example in tests/fixtures/commands.json");
    assert_eq!(rows.len(), TABLE.len(), "a name stands for one command");
    for row in TABLE {
        let entry = &fixture[row.name];
        let from: Vec<&str> = row.from.iter().map(|place| word(*place)).collect();
        assert_eq!(entry["from"], json!(from), "{}", row.name);
        let members: BTreeSet<&str> =
            entry["example"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, row.members.iter().copied().collect(), "{}", row.name);
        assert!(read(&json!({ row.name: entry["example"] }).to_string()).is_ok(), "{}", row.name);
        let mut more = entry["example"].clone();
        more["more"] = json!(1);
        assert!(read(&json!({ row.name: more }).to_string()).is_err(), "{}", row.name);
    }
}

#[test]
fn no_command_takes_an_address_a_header_or_a_query() {
    // What a command may say. Whoever adds a word here says with it that it is none of the three.
    let known = [
        "channels",
        "decision",
        "items",
        "key",
        "order",
        "orders",
        "pin",
        "settings",
        "staff",
        "staff_name",
        "status",
        "store",
        "sub_status",
        "text",
        "which",
        "age_bin",
        "from_day",
        "to_day",
        "part",
        "sort",
        "descending",
        "offset",
        "language",
        "outcome",
        "since",
        "until",
        "before",
        "rows",
    ];
    for row in TABLE {
        for member in row.members {
            assert!(known.contains(member), "{} takes {member}", row.name);
        }
        if row.from.contains(&Place::AdminPage) {
            assert!(row.members.contains(&"store"), "{} says nothing of its store", row.name);
            assert!(!row.members.contains(&"key"), "{} brings a key from a page of the admin", row.name);
        }
        assert!(!row.from.is_empty(), "nobody may send {}", row.name);
    }
}

#[test]
fn every_command_from_every_sender() {
    let world = World::connected(50);
    let before = kept(&world);
    let mut refused = 0;
    for (name, sender, place) in senders() {
        for row in TABLE {
            let message = json!({ row.name: fixture()[row.name]["example"] }).to_string();
            if place.is_some_and(|place| row.from.contains(&place)) {
                continue;
            }
            let reply = send(&world, &message, &sender);
            assert_eq!(code(&reply), Some("not-allowed"), "{} from {name}", row.name);
            refused += 1;
        }
    }
    assert!(refused > 150, "{refused}");
    assert_eq!(kept(&world), before);
    assert_eq!(world.requests(), Vec::<String>::new());
    assert_eq!(refusals(&world)["wrong_sender"], json!(refused));
    // From where they may come, they are let in: the refusals above have their reason in the sender alone.
    for row in TABLE {
        for (_, sender, place) in senders() {
            if place.is_some_and(|place| row.from.contains(&place)) && row.name != "disconnect" {
                let message = json!({ row.name: fixture()[row.name]["example"] }).to_string();
                let reply = send(&world, &message, &sender);
                assert!(
                    !matches!(code(&reply), Some("not-allowed" | "malformed-command")),
                    "{} {reply:?}",
                    row.name
                );
            }
        }
    }
    assert_eq!(refusals(&world)["wrong_sender"], json!(refused));
}

#[test]
fn what_is_refused_is_counted_by_its_kind_across_lives() {
    let mut world = World::new(50);
    world.start();
    let own = senders().pop().unwrap().1;
    let options = senders().into_iter().find(|(_, _, place)| *place == Some(Place::Options)).unwrap().1;
    let admin = senders().remove(0).1;
    let long = format!(r#"{{"disconnect":{{"store":"{}"}}}}"#, "a".repeat(20_000));
    for (message, sender, expected) in [
        (r#"{"fetch":{"url":"https://x"}}"#, &options, "malformed-command"),
        (r#"{"disconnect":{"store":"a","query":"x"}}"#, &options, "malformed-command"),
        (r#"{"disconnect":{}}"#, &options, "malformed-command"),
        (&long, &options, "malformed-command"),
        (r#"{"disconnect":{"store":"a"}}"#, &own, "not-allowed"),
        (
            r#"{"undo":{"store":"harbour-supply","orders":[{"kind":"order","id":"1"}]}}"#,
            &admin,
            "not-connected",
        ),
    ] {
        assert_eq!(code(&send(&world, message, sender)), Some(expected), "{message:.60}");
    }
    let all = json!({ "wrong_sender": 1, "too_large": 1, "unknown_command": 1, "unknown_member": 1,
        "malformed": 1, "wrong_state": 1 });
    assert_eq!(refusals(&world), all);
    world.start();
    send(&world, "[]", &options);
    assert_eq!(refusals(&world)["malformed"], json!(2), "the next life goes on counting");
}

#[test]
fn a_flood_is_counted_and_not_written_each_time() {
    let mut world = World::new(50);
    world.start();
    let options = senders().into_iter().find(|(_, _, place)| *place == Some(Place::Options)).unwrap().1;
    for _ in 0..2_500 {
        send(&world, "[]", &options);
    }
    assert_eq!(refusals(&world)["malformed"], json!(2_000));
}

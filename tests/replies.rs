//! Replies through the worker: made from the order as it is now, noted when copied, and the customer kept nowhere.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod world;

use sandbox::database::orders::OrderFilter;
use serde_json::Value;
use ucos_inline::insight::list::{Question, SortBy, Which};
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::{Platform, Table};
use ucos_inline::reply::Language;
use ucos_inline::reply::replies::ReplySettings;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use ucos_inline::worker::sender::Sender;
use world::{Fault, STORE, World, admin_page, own_page, store};

fn send(world: &World, command: Command, sender: &Sender) -> Reply {
    world.simulated.run_one(world.worker.handle(command, sender)).unwrap()
}

fn compose(world: &World, order: OrderRef, language: Option<Language>, sender: &Sender) -> Reply {
    send(world, Command::ComposeReply { store: store(), order, language }, sender)
}

/// Everything that is kept or shown, as one text.
fn held(world: &World) -> String {
    let mut texts: Vec<String> = Vec::new();
    for table in Table::ALL {
        for (key, value) in world.simulated.run_one(world.simulated.scan(table, "")).unwrap().unwrap() {
            texts.push(key);
            texts.push(String::from_utf8_lossy(&value).into_owned());
        }
    }
    for (name, text) in world.simulated.run_one(world.simulated.trusted_scan("")).unwrap().unwrap() {
        texts.push(name);
        texts.push(text);
    }
    texts.extend(world.simulated.world().views.values().cloned());
    texts.join("\n")
}

/// Orders of the store that have a status and a customer, with first name and email.
fn with_customers(world: &World, count: usize) -> Vec<(OrderRef, String, String)> {
    let orders = world.orders(60);
    let service = world.service.borrow();
    let database = service.database();
    let own = database.store_by_handle(STORE).unwrap().unwrap();
    let filter = OrderFilter { limit: 60, ..Default::default() };
    let (rows, _) = database.orders(own.id, &filter).unwrap();
    let pair = |(order, row): (OrderRef, sandbox::database::orders::Order)| {
        let email = row.customer.email.clone()?;
        (row.held.is_some() && !row.cancelled && row.customer.first_name.chars().count() > 3)
            .then(|| (order, row.customer.first_name.clone(), email))
    };
    let found: Vec<_> = orders.into_iter().zip(rows).filter_map(pair).take(count).collect();
    assert_eq!(found.len(), count);
    found
}

#[test]
fn a_reply_is_made_from_the_order_as_it_is_and_keeps_nothing_of_the_customer() {
    let world = World::connected(1_000);
    let people = with_customers(&world, 8);
    for (order, first_name, email) in &people {
        let reply = compose(&world, *order, Some(Language::En), &admin_page(1));
        let text = reply.reply.unwrap();
        assert!(text.plain.starts_with("Hello "), "{}", text.plain);
        assert!(text.plain.contains(first_name.trim()) && !text.plain.contains('{'), "{}", text.plain);
        assert!(text.facts.is_none(), "a page of the admin gets the reply alone");
        send(&world, Command::NoteAnswer { store: store(), order: *order }, &admin_page(1));
        assert!(!world.order_view(*order)["answered_at"].is_null());
        let own = compose(&world, *order, None, &own_page()).reply.unwrap();
        assert_eq!(own.facts.unwrap().email.as_deref(), Some(email.as_str()));
        assert!(!format!("{:?}", text.facts).contains(first_name.as_str()));
    }
    let held = held(&world);
    assert!(held.contains(&format!("answers/{STORE}")), "the scan sees what is kept");
    for (order, first_name, email) in &people {
        assert!(held.contains(&order.id.to_string()));
        for personal in [first_name, email] {
            assert!(!held.contains(personal.as_str()), "{personal} is kept");
        }
    }
}

#[test]
fn what_is_set_is_used_and_outlives_the_worker() {
    let mut world = World::connected(300);
    let (order, first_name, _) = with_customers(&world, 1).remove(0);
    let status = world.status_of(order).unwrap();
    let settings = ReplySettings {
        language: Some(Language::Fr),
        link: Some("https://a.example/{order_id}".to_owned()),
        ..ReplySettings::default()
    };
    let configure = Command::ConfigureReplies { store: store(), settings };
    assert!(send(&world, configure, &own_page()).ok);
    let french = compose(&world, order, None, &admin_page(1)).reply.unwrap();
    assert!(french.plain.starts_with("Bonjour ") && french.language == Language::Fr);
    assert!(french.html.contains(&format!("<a href=\"https://a.example/{}\">", order.id)), "{}", french.html);
    let keep = |text: &str| Command::KeepTemplate {
        store: store(),
        status: status.clone(),
        language: Language::Fr,
        text: Some(text.to_owned()),
    };
    assert!(send(&world, keep("Salut {first_name}. {link}"), &own_page()).ok);
    let refused = send(&world, keep("Salut {prenom}"), &own_page());
    assert_eq!(refused.problem.unwrap().code, "template-faulty");
    world.start();
    let own = compose(&world, order, None, &admin_page(1)).reply.unwrap();
    assert_eq!(own.plain, format!("Salut {}. https://a.example/{}", first_name.trim(), order.id));
    let view = world.view(&format!("replies/{STORE}")).unwrap();
    assert_eq!(view["templates"][0]["text"], "Salut {first_name}. {link}");
    let stage = |name: &str| -> Value {
        let of = view["statuses"].as_array().unwrap();
        of.iter().find(|status| status["display_name"] == name).unwrap()["stage"].clone()
    };
    assert_eq!((stage("Received"), stage("Collected")), (Value::Null, Value::Null), "no returns here");
}

#[test]
fn what_cannot_be_answered_is_said() {
    let world = World::connected(300);
    let (order, ..) = with_customers(&world, 1).remove(0);
    let code = |reply: Reply| (reply.reply.is_none(), reply.problem.unwrap().code.into_owned());
    let unknown = OrderRef { id: 42, ..order };
    assert_eq!(code(compose(&world, unknown, None, &admin_page(1))), (true, "order-unknown".to_owned()));
    world.fault("", Fault::Offline);
    assert_eq!(code(compose(&world, order, None, &admin_page(1))), (true, "offline".to_owned()));
    let disconnected = World::new(100);
    let reply = compose(&disconnected, order, None, &admin_page(1));
    assert_eq!(code(reply), (true, "not-connected".to_owned()));
}

#[test]
fn disconnecting_forgets_who_was_answered_and_keeps_what_was_written() {
    let world = World::connected(300);
    let (order, ..) = with_customers(&world, 1).remove(0);
    send(&world, Command::NoteAnswer { store: store(), order }, &admin_page(1));
    let settings = ReplySettings { store_name: Some("Harbour".to_owned()), ..ReplySettings::default() };
    send(&world, Command::ConfigureReplies { store: store(), settings }, &own_page());
    assert!(held(&world).contains("\"answers\":[{"));
    send(&world, Command::Disconnect { store: store(), staff_name: None }, &own_page());
    assert!(!held(&world).contains("\"answers\":[{"));
    assert!(world.view(&format!("replies/{STORE}")).is_none());
    world.connect("full");
    assert_eq!(world.view(&format!("replies/{STORE}")).unwrap()["settings"]["store_name"], "Harbour");
}

#[test]
fn the_board_counts_answers_by_day_and_leads_to_them() {
    let world = World::connected(300);
    let orders = world.orders(3);
    world.look(&orders, 1).unwrap();
    let note = |order: OrderRef| {
        assert!(send(&world, Command::NoteAnswer { store: store(), order }, &admin_page(1)).ok);
    };
    let day = 86_400;
    note(orders[0]);
    note(orders[1]);
    world.wait_seconds(3 * day);
    // Again within seven days; once more after that counts as new, since the last was longer ago than that.
    note(orders[0]);
    world.wait_seconds(8 * day);
    note(orders[0]);
    let page = Sender { url: Some(format!("chrome-extension://{}/board.html", world::OWN_ID)), ..own_page() };
    let board = send(&world, Command::ReadBoard { store: store() }, &page).board.unwrap();
    let told: Vec<(u32, u32)> = board.answers.iter().map(|day| (day.answers, day.repeats)).collect();
    assert_eq!(told, [(2, 0), (1, 1), (1, 0)]);
    let list = |which: Which, from_day: Option<&str>, to_day: Option<&str>| {
        let question = Question {
            which,
            status: None,
            age_bin: None,
            from_day: from_day.map(str::to_owned),
            to_day: to_day.map(str::to_owned),
            sort: SortBy::Since,
            descending: false,
            offset: 0,
            rows: 50,
        };
        let list = send(&world, Command::ListBoard { store: store(), question }, &page).board_list.unwrap();
        assert_eq!(list.total as usize, list.rows.len());
        assert!(list.rows.iter().all(|row| row.answered.is_some()));
        list.rows.iter().map(|row| row.order.id).collect::<Vec<_>>()
    };
    let ids = |at: &[usize]| at.iter().map(|at| orders[*at].id).collect::<Vec<_>>();
    let [first, second, third] = [0, 1, 2].map(|at: usize| board.answers[at].date.as_str());
    assert_eq!(list(Which::Answered, None, None), ids(&[0, 1, 0, 0]));
    assert_eq!(list(Which::Repeated, None, None), ids(&[0]));
    assert_eq!(list(Which::Answered, Some(first), Some(first)), ids(&[0, 1]));
    assert_eq!(list(Which::Answered, Some(second), None), ids(&[0, 0]));
    assert_eq!(list(Which::Repeated, None, Some(first)), ids(&[]));
    assert_eq!(list(Which::Repeated, Some(second), Some(third)), ids(&[0]));
}

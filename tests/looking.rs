//! Reading orders: how many requests, what is shown meanwhile, and what bad answers do.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::Table;
use world::{Fault, STORE, World, admin_page, look};

fn states(world: &World, orders: &[OrderRef]) -> Vec<String> {
    orders.iter().map(|o| world.order_view(*o)["state"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_unknown_page_is_one_request_per_250_orders_and_a_fresh_one_none() {
    let world = World::connected(2_000);
    let orders = world.orders(300);
    world.look(&orders[..250], 1).unwrap();
    assert_eq!(world.requests(), ["GET /v1/orders"]);
    assert!(states(&world, &orders[..250]).iter().all(|state| state == "known"));
    for order in &orders[..250] {
        assert_eq!(world.order_view(*order)["status"]["id"].as_str(), world.status_of(*order).as_deref());
    }
    world.forget_requests();
    world.wait_seconds(50);
    world.look(&orders[..250], 2).unwrap();
    assert_eq!(world.requests().len(), 0, "fresh, on another tab too");
    world.look(&orders, 1).unwrap();
    assert_eq!(world.requests().len(), 1, "only what is new");
    world.forget_requests();
    world.wait_seconds(61);
    world.look(&orders, 1).unwrap();
    assert_eq!(world.requests().len(), 2, "300 orders that are no longer fresh");
}

#[test]
fn two_tabs_at_once_share_the_request_in_flight() {
    let world = World::connected(500);
    let orders = world.orders(50);
    let (one, two) = (admin_page(1), admin_page(2));
    let futures: Vec<std::pin::Pin<Box<dyn Future<Output = _>>>> = vec![
        Box::pin(world.worker.handle(look(&orders), &one)),
        Box::pin(world.worker.handle(look(&orders), &two)),
    ];
    let replies = world.simulated.run(futures).unwrap();
    assert!(replies.iter().all(|reply| reply.ok));
    assert_eq!(world.requests(), ["GET /v1/orders"]);
    assert!(states(&world, &orders).iter().all(|state| state == "known"));
}

#[test]
fn a_new_life_of_the_worker_shows_what_was_kept_without_asking() {
    let mut world = World::connected(500);
    let orders = world.orders(50);
    world.look(&orders, 1).unwrap();
    world.forget_requests();
    // The browser was restarted: views are gone, the store is not.
    world.simulated.change(|w| w.views.clear());
    world.start();
    assert_eq!(world.view(&format!("store/{STORE}")).unwrap()["connected"], true);
    assert!(world.view(&format!("catalog/{STORE}")).is_some());
    world.look(&orders, 1).unwrap();
    assert_eq!(world.requests().len(), 0);
    assert!(states(&world, &orders).iter().all(|state| state == "known"));
}

#[test]
fn an_order_that_the_service_does_not_list_has_no_status() {
    let world = World::connected(100);
    let unknown = OrderRef { id: 42, ..world.orders(1)[0] };
    world.look(&[unknown], 1).unwrap();
    let view = world.order_view(unknown);
    assert_eq!(
        (view["state"].as_str(), view["status"].is_null(), view["stale"].as_bool()),
        (Some("known"), true, Some(false))
    );
}

#[test]
fn what_is_no_answer_leaves_the_last_known_marked_stale_and_recovers() {
    let world = World::connected(500);
    let orders = world.orders(50);
    let (known, unknown) = orders.split_at(30);
    world.look(known, 1).unwrap();
    let before: Vec<_> = known.iter().map(|o| world.order_view(*o)["status"].clone()).collect();
    let bad = [
        (Fault::Answer(200, b"<html>".to_vec()), "not-ucos"),
        (Fault::Answer(200, Vec::new()), "not-ucos"),
        (Fault::Answer(200, br#"{"orders":[{"id""#.to_vec()), "not-ucos"),
        (Fault::Answer(200, br#"{"orders":7}"#.to_vec()), "not-ucos"),
        (Fault::Answer(500, b"oops".to_vec()), "service-error"),
        (Fault::Answer(401, b"{}".to_vec()), "key-rejected"),
        (Fault::DropBefore, "unreachable"),
        (Fault::TimeOut, "timed-out"),
        (Fault::Offline, "offline"),
    ];
    for (fault, code) in bad {
        world.wait_seconds(61);
        world.fault("/v1/orders", fault);
        let reply = world.look(&orders, 1).unwrap();
        assert_eq!(reply.problem.unwrap().code, code);
        for (order, before) in known.iter().zip(&before) {
            let view = world.order_view(*order);
            assert_eq!(
                (&view["status"], view["stale"].as_bool(), view["state"].as_str()),
                (before, Some(true), Some("known")),
                "{code}"
            );
            assert_eq!(view["problem"]["code"], code);
        }
        for order in unknown {
            assert_eq!(world.order_view(*order)["state"], "failed", "{code}");
        }
        assert_eq!(world.view(&format!("store/{STORE}")).unwrap()["problem"]["code"], code);
    }
    world.wait_seconds(61);
    assert!(world.look(&orders, 1).unwrap().ok);
    assert!(
        orders
            .iter()
            .all(|o| world.order_view(*o)["stale"] == false && world.order_view(*o)["problem"].is_null())
    );
    assert!(world.view(&format!("store/{STORE}")).unwrap()["problem"].is_null());
}

#[test]
fn one_bad_order_spoils_itself_only() {
    let world = World::connected(100);
    let orders = world.orders(3);
    let body = format!(
        r#"{{"orders":[{{"id":"a","shopify_order_id":"{}","custom_status":7}},{{"id":"b","shopify_order_id":"{}","custom_status":{{"id":"s","name":"Sewing"}}}}]}}"#,
        orders[0].id, orders[1].id
    );
    world.fault("/v1/orders", Fault::Answer(200, body.into_bytes()));
    world.look(&orders[..2], 1).unwrap();
    assert_eq!(world.order_view(orders[0])["problem"]["code"], "not-ucos");
    assert_eq!(world.order_view(orders[1])["status"]["name"], "Sewing");
}

#[test]
fn every_beginning_of_an_answer_is_survived() {
    let world = World::connected(100);
    let orders = world.orders(3);
    world.look(&orders, 1).unwrap();
    let whole = {
        let request = sandbox::service::ApiRequest {
            method: "GET".to_owned(),
            path: "/v1/orders".to_owned(),
            query: "limit=3".to_owned(),
            headers: vec![("X-API-Key".to_owned(), world.key("full"))],
            body: Vec::new(),
        };
        world.service.borrow_mut().answer(&request, sandbox::time::Millis(world::now(&world).0)).body
    };
    for end in (0..whole.len()).step_by(7) {
        world.wait_seconds(61);
        world.fault("/v1/orders", Fault::Answer(200, whole[..end].to_vec()));
        assert!(!world.look(&orders, 1).unwrap().ok, "{end} bytes");
    }
}

#[test]
fn after_a_429_nothing_is_asked_until_it_may_be() {
    let world = World::connected(500);
    let orders = world.orders(50);
    world.fault("/v1/orders", Fault::Answer(429, Vec::new()));
    assert_eq!(world.look(&orders, 1).unwrap().problem.unwrap().code, "rate-limited");
    world.forget_requests();
    assert_eq!(world.look(&orders, 1).unwrap().problem.unwrap().code, "rate-limited");
    assert_eq!(world.requests().len(), 0);
    // It comes back by itself, without anybody asking: by the alarm, for the tab that is visible.
    assert_eq!(world.next_alarm().as_deref(), Some("renew"));
    world.simulated.run_one(world.worker.alarm("renew", &[1], true)).unwrap().unwrap();
    assert!(states(&world, &orders).iter().all(|state| state == "known"));
}

#[test]
fn a_pause_that_is_over_does_not_begin_anew_when_the_clock_is_put_back() {
    let mut world = World::connected(500);
    let orders = world.orders(50);
    world.fault("/v1/orders", Fault::Answer(429, Vec::new()));
    assert!(!world.look(&orders, 1).unwrap().ok);
    world.wait_seconds(600);
    world.simulated.change(|w| w.clock_error_ms = -7_200_000);
    // How long ago the pause began cannot be told any more; it lasts as long as was asked, and no longer.
    for _ in 0..2 {
        let _ = world.look(&orders, 1);
        world.start();
    }
    world.wait_seconds(70);
    assert!(world.look(&orders, 1).unwrap().ok);
}

#[test]
fn a_new_life_of_the_worker_keeps_to_the_pause() {
    let mut world = World::connected(100);
    let orders = world.orders(5);
    world.fault("/v1/orders", Fault::Answer(429, Vec::new()));
    world.look(&orders, 1).unwrap();
    world.forget_requests();
    world.start();
    assert_eq!(world.look(&orders, 1).unwrap().problem.unwrap().code, "rate-limited");
    assert_eq!(world.requests().len(), 0);
}

#[test]
fn visible_lists_are_renewed_and_hidden_ones_are_not() {
    let mut world = World::connected(500);
    let orders = world.orders(50);
    world.look(&orders, 7).unwrap();
    for (visible, requests) in [(&[7][..], 1), (&[8], 0)] {
        world.forget_requests();
        world.start();
        // The alarm itself, not a wait of the test's: it must find the list old enough.
        assert_eq!(world.next_alarm().as_deref(), Some("renew"));
        world.simulated.run_one(world.worker.alarm("renew", visible, true)).unwrap().unwrap();
        assert_eq!(world.requests().len(), requests, "{visible:?}");
    }
    world.forget_requests();
    world.wait_seconds(61);
    world.simulated.run_one(world.worker.alarm("renew", &[7], false)).unwrap().unwrap();
    assert_eq!(world.requests().len(), 0, "nobody is there");
    assert!(world.simulated.world().alarms.contains_key("renew"), "but somebody may come back");
    // Long gone: not remembered.
    world.wait_seconds(86_400);
    world.simulated.run_one(world.worker.alarm("renew", &[7], true)).unwrap().unwrap();
    assert_eq!(world.requests().len(), 0);
    assert!(world.simulated.world().store.keys().all(|(table, _)| *table != Table::Watches));
}

#[test]
fn the_worker_may_end_at_any_await_of_a_look() {
    for steps in 0.. {
        let mut world = World::connected(100);
        let orders = world.orders(10);
        world.simulated.change(|w| w.ends_after_steps = Some(steps));
        let ended = world.look(&orders, 1).is_err();
        world.simulated.change(|w| w.ends_after_steps = None);
        world.start();
        assert!(world.look(&orders, 1).unwrap().ok);
        for order in &orders {
            assert_eq!(
                world.order_view(*order)["status"]["id"].as_str(),
                world.status_of(*order).as_deref(),
                "{steps}"
            );
        }
        if !ended {
            assert!(steps > 8, "a look waits more often than that");
            return;
        }
    }
}

#[test]
fn a_full_store_is_said_and_nothing_is_lost() {
    let world = World::connected(100);
    let orders = world.orders(2);
    world.look(&orders, 1).unwrap();
    world.simulated.change(|w| w.store_is_full = true);
    world.wait_seconds(61);
    assert_eq!(world.look(&orders, 1).unwrap().problem.unwrap().code, "storage-failed");
    let reply = world.change(orders[0], &world.other_status(orders[0])).unwrap();
    assert_eq!(reply.problem.unwrap().code, "storage-failed");
    assert_eq!(world.record_of(orders[0]), (0, 0), "what is not stored is not sent");
    assert_eq!(world.order_view(orders[0])["state"], "known");
}

#[test]
fn no_view_and_no_record_holds_the_key() {
    let world = World::connected(100);
    let orders = world.orders(10);
    world.look(&orders, 1).unwrap();
    world.change(orders[0], &world.other_status(orders[0])).unwrap();
    let key = world.key("full");
    let state = world.simulated.world();
    assert!(state.views.values().all(|view| !view.contains(&key)));
    let holds = |bytes: &[u8]| bytes.windows(key.len()).any(|window| window == key.as_bytes());
    assert!(state.store.values().all(|record| !holds(record)));
    assert!(state.store.keys().any(|(table, _)| *table == Table::Orders));
    assert!(state.trusted.keys().any(|name| name.starts_with("vault/")));
    assert!(state.trusted.values().all(|value| !value.contains(&key)));
    assert!(
        state
            .requests
            .iter()
            .all(|(_, request)| !request.url.contains(&key) && !format!("{request:?}").contains(&key))
    );
}

//! Keys, permissions, rate windows and headers.

mod support;

use sandbox::service::ApiRequest;
use sandbox::time::{DAY, MINUTE};
use serde_json::{Value, json};
use support::{MAPLE, World};

#[test]
fn without_a_good_key_nothing_is_said() {
    let mut world = World::new();
    let request = |headers| ApiRequest {
        method: "GET".into(),
        path: "/v1/orders".into(),
        headers,
        ..ApiRequest::default()
    };
    assert_eq!(world.send_raw(request(vec![])).refused(401), "missing_api_key");
    let wrong = world.send_raw(request(vec![("x-api-key".into(), "ucos_wrong".into())]));
    assert_eq!(wrong.refused(401), "invalid_api_key");
    assert_eq!(wrong.answer.header("x-ratelimit-limit-minute"), None);
}

#[test]
fn a_revoked_key_is_rejected() {
    let mut world = World::new();
    let store = world.store(MAPLE).id;
    let mut key = world.service.database().key_by_name(store, "full").unwrap().unwrap();
    key.revoked = true;
    world.service.database().save_key(&key).unwrap();
    assert_eq!(world.get("/v1/orders").refused(401), "invalid_api_key");
    key.revoked = false;
    world.service.database().save_key(&key).unwrap();
    world.get("/v1/orders").ok();
}

#[test]
fn every_endpoint_asks_for_its_permission() {
    let mut world = World::new();
    let order = world.find(MAPLE, |_| true).id;
    let endpoints = [
        ("GET", "/v1/orders".to_owned(), "canViewOrders"),
        ("GET", format!("/v1/orders/{order}"), "canViewOrders"),
        ("GET", "/v1/statuses".into(), "canViewStatuses"),
        ("GET", "/v1/statuses/x".into(), "canViewStatuses"),
        ("GET", "/v1/workflows".into(), "canViewStatuses"),
        ("POST", format!("/v1/orders/{order}/status"), "canChangeOrderStatus"),
        ("POST", "/v1/orders/status-bulk".into(), "canChangeOrderStatus"),
        ("POST", format!("/v1/orders/{order}/notify"), "canSendNotifications"),
        ("POST", "/v1/orders/notify-bulk".into(), "canSendNotifications"),
        ("POST", "/v1/line-items/x/status".into(), "canChangeOrderStatus"),
        ("POST", "/v1/line-items/status-bulk".into(), "canChangeOrderStatus"),
        ("POST", "/v1/line-items/clear-status".into(), "canChangeOrderStatus"),
    ];
    for (method, target, permission) in endpoints {
        let key = if permission == "canViewOrders" { "statuses-only" } else { "orders-only" };
        let read = world.send((MAPLE, key), "1.4", method, &target, &json!({}));
        assert_eq!(read.refused(403), "missing_permission", "{method} {target}");
        assert!(read.body["message"].as_str().unwrap().contains(permission), "{method} {target}");
    }
    let refused = world.send((MAPLE, "no-notify"), "1.4", "POST", "/v1/orders/notify-bulk", &json!({}));
    assert_eq!(refused.refused(403), "missing_permission");
}

#[test]
fn unknown_endpoints_and_methods_are_not_found() {
    let mut world = World::new();
    assert_eq!(world.get("/v1/webhooks").refused(404), "not_found");
    assert_eq!(world.get("/v2/orders").refused(404), "not_found");
    let deleted = world.send((MAPLE, "full"), "1.4", "DELETE", "/v1/orders", &Value::Null);
    assert_eq!(deleted.refused(404), "not_found");
}

#[test]
fn the_minute_runs_out_and_comes_back() {
    let mut world = World::new();
    let ask = |world: &mut World| world.send((MAPLE, "tight"), "1.4", "GET", "/v1/statuses", &Value::Null);
    for left in (0..5).rev() {
        let read = ask(&mut world);
        assert_eq!(read.status, 200);
        assert_eq!(read.answer.header("x-ratelimit-limit-minute"), Some("5"));
        assert_eq!(read.answer.header("x-ratelimit-remaining-minute"), Some(left.to_string().as_str()));
    }
    let refused = ask(&mut world);
    assert_eq!(refused.refused(429), "rate_limited");
    assert_eq!(
        refused.answer.header("x-ratelimit-remaining-day"),
        Some("45"),
        "what is refused does not count"
    );
    // The window ends with the minute, 30 seconds on.
    assert_eq!(refused.answer.header("retry-after"), Some("31"));
    world.now = world.now.plus(30_000);
    assert_eq!(ask(&mut world).status, 200);
}

#[test]
fn the_day_runs_out_too() {
    let mut world = World::new();
    let ask = |world: &mut World| world.send((MAPLE, "tight"), "1.4", "GET", "/v1/statuses", &Value::Null);
    for request in 0..50 {
        if request % 5 == 0 {
            world.now = world.now.plus(MINUTE);
        }
        assert_eq!(ask(&mut world).status, 200);
    }
    world.now = world.now.plus(MINUTE);
    let refused = ask(&mut world);
    refused.refused(429);
    assert_eq!(refused.answer.header("x-ratelimit-remaining-minute"), Some("5"));
    assert!(refused.answer.header("retry-after").unwrap().parse::<i64>().unwrap() > 3600);
    world.now = world.now.plus(DAY);
    assert_eq!(ask(&mut world).status, 200);
}

#[test]
fn refusals_count_and_keys_do_not_share() {
    let mut world = World::new();
    for _ in 0..5 {
        world.send((MAPLE, "tight"), "1.4", "GET", "/v1/nothing", &Value::Null).refused(404);
    }
    world.send((MAPLE, "tight"), "1.4", "GET", "/v1/statuses", &Value::Null).refused(429);
    assert_eq!(world.get("/v1/statuses").answer.header("x-ratelimit-remaining-minute"), Some("59"));
}

#[test]
fn retry_after_can_be_withheld() {
    let mut world = World::new();
    let mut store = world.store(MAPLE);
    store.retry_after = false;
    world.service.database().save_store(&store).unwrap();
    for _ in 0..5 {
        world.send((MAPLE, "tight"), "1.4", "GET", "/v1/statuses", &Value::Null).ok();
    }
    let refused = world.send((MAPLE, "tight"), "1.4", "GET", "/v1/statuses", &Value::Null);
    assert_eq!(refused.status, 429);
    assert_eq!(refused.answer.header("retry-after"), None);
}

#[test]
fn the_date_is_the_services_own() {
    let mut world = World::new();
    assert_eq!(world.get("/v1/orders").answer.header("date"), Some("Fri, 06 Mar 2026 12:00:30 GMT"));
}

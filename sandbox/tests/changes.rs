//! Changing statuses: what is stored, who is messaged, what is refused and why.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod support;

use sandbox::database::orders::Order;
use sandbox::database::stores::StatusSpecificity;
use serde_json::{Value, json};
use support::{HARBOUR, MAPLE, World};

/// An order that both stores' rules let go anywhere: without a status, with email and phone that work.
fn reachable(world: &World, handle: &str) -> Order {
    world.find(handle, |order| {
        let works = |address: &Option<String>, bad: &str| {
            address.as_ref().is_some_and(|address| !address.ends_with(bad))
        };
        works(&order.customer.email, "@bounce.example")
            && works(&order.customer.phone, "0113")
            && !products(world, order).contains(&"Made-to-measure curtain".into())
    })
}

fn products(world: &World, order: &Order) -> Vec<String> {
    world.service.database().line_items(order.row).unwrap().into_iter().map(|item| item.name).collect()
}

fn change(world: &mut World, handle: &str, order: &Order, body: &Value) -> support::Read {
    let mut body = body.clone();
    body["use_shopify_order_id"] = true.into();
    let target = format!("/v1/orders/{}/status", order.shopify_id);
    world.send((handle, "full"), "1.4", "POST", &target, &body)
}

#[test]
fn a_change_is_stored_journalled_and_told_to_the_customer() {
    let mut world = World::new();
    let order = reachable(&world, HARBOUR);
    world.put(HARBOUR, &order, None);
    let ready = world.status(HARBOUR, "Ready for collection");
    let locker = ready.sub_statuses.as_ref().unwrap().options[1].clone();
    world.now = world.now.plus(5000);

    let read = change(
        &mut world,
        HARBOUR,
        &order,
        &json!({ "status_id": ready.id, "sub_status_option_id": locker.id }),
    );
    let request_id = read.answer.header("x-request-id").unwrap().to_owned();
    let body = read.ok();
    assert_eq!(body["order"]["id"], order.id);
    assert_eq!(body["order"]["shopify_order_id"], order.gid());
    assert_eq!(
        body["order"]["status"],
        json!({ "id": ready.id, "name": "Ready for collection", "color": "#16a34a" })
    );
    assert_eq!(body["order"]["sub_status"], json!({ "id": locker.id, "name": "Locker" }));
    assert_eq!(body["notifications"]["total_sent"], 3);
    assert_eq!(body["notifications"]["by_channel"]["whatsapp"], json!({ "sent": 1, "failed": 0 }));

    let held = world.reread(&order).held.unwrap();
    assert_eq!(
        (held.status, held.sub_status, held.entered_at),
        (ready.id.clone(), Some(locker.id), world.now)
    );
    let journal = world.service.database().journal(None).unwrap();
    let last = journal.last().unwrap();
    assert_eq!((last.actor.as_str(), last.store.as_str(), last.at), ("full", HARBOUR, world.now));
    assert_eq!(
        (last.from_status.as_deref(), last.to_status.as_deref()),
        (None, Some("Ready for collection"))
    );
    assert_eq!(last.to_sub_status.as_deref(), Some("Locker"));
    assert_eq!(last.request_id.as_ref(), Some(&request_id));
    let outbox = world.service.database().outbox(None).unwrap();
    let channels: Vec<_> = outbox.iter().map(|row| row.channel.as_str()).collect();
    assert_eq!(channels, ["email", "sms", "whatsapp"]);
    assert!(
        outbox
            .iter()
            .all(|row| row.order == order.shopify_id.to_string() && row.sent && row.cause == "status")
    );
}

#[test]
fn the_same_change_again_messages_again_but_does_not_start_the_time_anew() {
    let mut world = World::new();
    let order = reachable(&world, HARBOUR);
    let received = world.status(HARBOUR, "Received");
    world.put(HARBOUR, &order, Some(&received));
    let entered = world.now;
    world.now = world.now.plus(5000);
    for _ in 0..2 {
        change(&mut world, HARBOUR, &order, &json!({ "status_id": received.id })).ok();
    }
    assert_eq!(world.service.database().outbox(None).unwrap().len(), 2);
    assert_eq!(world.reread(&order).held.unwrap().entered_at, entered);
}

#[test]
fn some_addresses_never_work_and_some_customers_have_none() {
    let mut world = World::new();
    let received = world.status(HARBOUR, "Received");
    let bouncing =
        |order: &Order| order.customer.email.as_ref().is_some_and(|email| email.ends_with("@bounce.example"));
    let maple = world.status(MAPLE, "Submitted");
    let order = world.find(MAPLE, |order| {
        bouncing(order) && !products(&world, order).iter().any(|name| name.contains("curtain"))
    });
    world.put(MAPLE, &order, None);
    let body = change(&mut world, MAPLE, &order, &json!({ "status_id": maple.id })).ok();
    assert_eq!(body["notifications"]["by_channel"]["email"], json!({ "sent": 0, "failed": 1 }));
    assert!(!world.service.database().outbox(None).unwrap()[0].sent);

    let silent = world.find(HARBOUR, |order| order.customer.email.is_none());
    let body = change(&mut world, HARBOUR, &silent, &json!({ "status_id": received.id })).ok();
    assert_eq!(
        (&body["notifications"]["total_sent"], &body["notifications"]["total_failed"]),
        (&json!(0), &json!(0))
    );
}

#[test]
fn a_status_may_fulfil_the_order() {
    let mut world = World::new();
    let order = world.find(HARBOUR, |order| order.fulfillment == "Unfulfilled");
    let collected = world.status(HARBOUR, "Collected");
    change(&mut world, HARBOUR, &order, &json!({ "status_id": collected.id })).ok();
    assert_eq!(world.reread(&order).fulfillment, "Fulfilled");
}

#[test]
fn bodies_that_cannot_be_meant_are_refused_and_change_nothing() {
    let mut world = World::new();
    let order = reachable(&world, MAPLE);
    let made = world.status(MAPLE, "In production");
    let checked = world.status(MAPLE, "In QC");
    let foreign = world.status(HARBOUR, "Picking").id;
    let other_option = checked.sub_statuses.unwrap().options[0].id.clone();
    let before = world.service.database().dump_hash().unwrap();
    for (body, status, code) in [
        (json!({}), 400, "bad_request"),
        (json!({ "status_id": 5 }), 400, "bad_request"),
        (json!({ "status_id": "nonsense" }), 422, "unknown_status"),
        (json!({ "status_id": foreign }), 422, "unknown_status"),
        (json!({ "status_id": world.status(MAPLE, "Rush").id }), 422, "addon_status"),
        (json!({ "status_id": made.id }), 422, "missing_sub_status"),
        (json!({ "status_id": made.id, "sub_status_option_id": other_option }), 422, "wrong_sub_status"),
        (
            json!({ "status_id": world.status(MAPLE, "On hold").id, "sub_status_option_id": other_option }),
            422,
            "wrong_sub_status",
        ),
    ] {
        assert_eq!(change(&mut world, MAPLE, &order, &body).refused(status), code, "{body}");
    }
    let unknown = world.post(
        "/v1/orders/77/status",
        &json!({ "status_id": world.status(MAPLE, "On hold").id, "use_shopify_order_id": true }),
    );
    assert_eq!(unknown.refused(404), "not_found");
    assert_eq!(world.service.database().dump_hash().unwrap(), before);
}

#[test]
fn half_a_body_is_refused() {
    let mut world = World::new();
    let secret = world.secret(MAPLE, "full");
    let read = world.send_raw(sandbox::service::ApiRequest {
        method: "POST".into(),
        path: "/v1/orders/x/status".into(),
        query: String::new(),
        headers: vec![("x-api-key".into(), secret)],
        body: b"{\"status_id\":".to_vec(),
    });
    assert_eq!(read.refused(400), "bad_request");
}

#[test]
fn a_workflow_is_followed_step_by_step_and_never_back() {
    let mut world = World::new();
    let order = reachable(&world, MAPLE);
    let named = |world: &World, name: &str| world.status(MAPLE, name);
    let mut allowed = |from: Option<&str>, to: &str| {
        let from = from.map(|name| named(&world, name));
        world.put(MAPLE, &order, from.as_ref());
        let to = named(&world, to);
        let option = to.sub_statuses.as_ref().map(|group| group.options[0].id.clone());
        let read =
            change(&mut world, MAPLE, &order, &json!({ "status_id": to.id, "sub_status_option_id": option }));
        if read.status != 200 {
            assert_eq!(read.refused(409), "workflow_order");
        }
        read.status == 200
    };
    assert!(allowed(Some("Design approved"), "Sampling"));
    assert!(allowed(Some("Sampling"), "Sampling"));
    assert!(!allowed(Some("Sampling"), "Design approved"));
    assert!(!allowed(Some("Sampling"), "Packing"));
    assert!(!allowed(Some("Delivered"), "In transit"));
    assert!(allowed(Some("Dispatched"), "In transit"));
    assert!(allowed(Some("Dispatched"), "Departed"), "a status may be in two workflows");
    assert!(allowed(Some("Delivered"), "Submitted"), "another workflow is entered at its first status");
    assert!(!allowed(Some("Delivered"), "Received"));
    assert!(allowed(None, "Design approved"));
    assert!(!allowed(None, "Sampling"));
    assert!(allowed(Some("Sampling"), "On hold"));
    assert!(allowed(Some("On hold"), "Sampling"));
}

#[test]
fn without_enforcement_any_step_is_allowed() {
    let mut world = World::new();
    let order = reachable(&world, MAPLE);
    let mut store = world.store(MAPLE);
    store.enforce_workflow_order = false;
    world.service.database().save_store(&store).unwrap();
    let (last, first) = (world.status(MAPLE, "Delivered"), world.status(MAPLE, "Sampling"));
    world.put(MAPLE, &order, Some(&last));
    change(&mut world, MAPLE, &order, &json!({ "status_id": first.id })).ok();
}

#[test]
fn a_product_chain_binds_keys_that_may_not_override_it() {
    let mut world = World::new();
    let order =
        world.find(MAPLE, |order| products(&world, order).contains(&"Made-to-measure curtain".into()));
    let body = json!({ "status_id": world.status(MAPLE, "Submitted").id });
    world.put(MAPLE, &order, None);
    let target = format!("/v1/orders/{}/status", order.id);
    let bound = world.send((MAPLE, "no-notify"), "1.4", "POST", &target, &body);
    assert_eq!(bound.refused(409), "product_chain");
    world.send((MAPLE, "full"), "1.4", "POST", &target, &body).ok();
}

#[test]
fn the_stores_specificity_decides_which_endpoints_work() {
    let mut world = World::new();
    let order = reachable(&world, MAPLE);
    let item = world.service.database().line_items(order.row).unwrap()[0].id.clone();
    let body = json!({ "status_id": world.status(MAPLE, "On hold").id });
    for (specificity, orders, items) in [
        (StatusSpecificity::Order, 200, 409),
        (StatusSpecificity::LineItem, 409, 200),
        (StatusSpecificity::Combined, 200, 200),
    ] {
        let mut store = world.store(MAPLE);
        store.status_specificity = specificity;
        world.service.database().save_store(&store).unwrap();
        assert_eq!(world.post(&format!("/v1/orders/{}/status", order.id), &body).status, orders);
        assert_eq!(world.post(&format!("/v1/line-items/{item}/status"), &body).status, items);
    }
}

#[test]
fn bulk_changes_what_it_can_and_says_what_it_could_not() {
    let mut world = World::new();
    let hold = world.status(MAPLE, "On hold");
    let mut list: Vec<_> =
        world.orders(MAPLE).iter().take(99).map(|order| order.shopify_id.to_string()).collect();
    list.push("12345".into());
    let mut body = json!({ "order_ids": list, "status_id": hold.id, "use_shopify_order_id": true });
    let done = world.post("/v1/orders/status-bulk", &body).ok();
    assert_eq!((&done["updated"], &done["failed"]), (&json!(99), &json!(1)));
    assert_eq!(
        done["results"][0],
        json!({ "order_id": list[0], "success": true, "status_id": hold.id, "status_name": "On hold" })
    );
    assert_eq!(done["results"][99]["success"], false);
    assert!(done["results"][99]["error"].as_str().unwrap().contains("12345"));
    assert_eq!(done["notifications"]["total_sent"], 0);
    assert_eq!(world.service.database().journal(None).unwrap().len(), 99);

    let older = world.send((MAPLE, "full"), "1.3", "POST", "/v1/orders/status-bulk", &body).ok();
    assert_eq!(support::members(&older), ["message", "notifications", "updated_count"]);

    list.push("12346".into());
    body["order_ids"] = json!(list);
    assert_eq!(world.post("/v1/orders/status-bulk", &body).refused(400), "bad_request");
    body["order_ids"] = json!([]);
    assert_eq!(world.post("/v1/orders/status-bulk", &body).refused(400), "bad_request");
}

#[test]
fn notify_tells_of_the_present_status() {
    let mut world = World::new();
    let order = reachable(&world, MAPLE);
    let hold = world.status(MAPLE, "On hold");
    world.put(MAPLE, &order, Some(&hold));
    let target = format!("/v1/orders/{}/notify", order.id);
    let body = world.post(&target, &json!({ "channels": ["email"] })).ok();
    assert_eq!(
        body["notifications_sent"],
        json!({ "email": "sent", "sms": "skipped", "whatsapp": "skipped" })
    );
    let outbox = world.service.database().outbox(None).unwrap();
    assert_eq!((outbox.len(), outbox[0].cause.as_str(), outbox[0].status.as_str()), (1, "notify", "On hold"));

    assert_eq!(world.post(&target, &json!({ "channels": [] })).refused(400), "bad_request");
    assert_eq!(world.post(&target, &json!({ "channels": ["fax"] })).refused(400), "bad_request");
    world.put(MAPLE, &order, None);
    assert_eq!(world.post(&target, &json!({ "channels": ["sms"] })).refused(422), "no_status");
}

#[test]
fn notify_bulk_reports_per_order() {
    let mut world = World::new();
    let order = reachable(&world, MAPLE);
    let hold = world.status(MAPLE, "On hold");
    world.put(MAPLE, &order, Some(&hold));
    let body = json!({ "order_ids": [order.id, "nobody"], "channels": ["sms"] });
    let done = world.post("/v1/orders/notify-bulk", &body).ok();
    assert_eq!((&done["sent"], &done["failed"]), (&json!(1), &json!(1)));
    assert_eq!(done["results"][0]["notifications_sent"]["sms"], "sent");
    assert_eq!(done["results"][1]["success"], false);
}

#[test]
fn line_items_are_changed_and_cleared() {
    let mut world = World::new();
    let order = reachable(&world, MAPLE);
    let item = world.service.database().line_items(order.row).unwrap()[0].clone();
    let hold = world.status(MAPLE, "On hold");
    let read = |world: &World| world.service.database().line_items(order.row).unwrap()[0].held.clone();

    let one =
        world.post(&format!("/v1/line-items/{}/status", item.id), &json!({ "status_id": hold.id })).ok();
    assert_eq!(one["data"]["line_item"]["status"]["name"], "On hold");
    assert_eq!(read(&world).unwrap().status, hold.id);
    assert_eq!(
        world.service.database().journal(None).unwrap()[0].line_item,
        Some(item.shopify_id.to_string())
    );
    assert_eq!(world.reread(&order).held, order.held, "the order's own status is another thing");

    let cleared = world
        .post("/v1/line-items/clear-status", &json!({ "line_item_ids": [item.shopify_id.to_string(), "x"] }))
        .ok();
    assert_eq!((&cleared["data"]["updated"], &cleared["data"]["failed"]), (&json!(1), &json!(1)));
    assert_eq!(read(&world), None);

    let many = world
        .post("/v1/line-items/status-bulk", &json!({ "line_item_ids": [item.id], "status_id": hold.id }))
        .ok();
    assert_eq!(many["data"]["results"][0]["status_name"], "On hold");
    let body = json!({ "line_item_ids": vec!["x"; 101], "status_id": hold.id });
    assert_eq!(world.post("/v1/line-items/status-bulk", &body).refused(400), "bad_request");
    let older = world.send((MAPLE, "full"), "1.3", "POST", "/v1/line-items/clear-status", &body);
    assert_eq!(older.refused(404), "not_found");
}

#[test]
fn somebody_else_may_do_what_the_api_may_not() {
    let mut world = World::new();
    let order = reachable(&world, MAPLE);
    let made = world.status(MAPLE, "In production");
    world.put(MAPLE, &order, Some(&made));
    let journal = world.service.database().journal(None).unwrap();
    assert_eq!((journal[0].actor.as_str(), journal[0].request_id.as_ref()), ("someone else", None));
    assert!(world.service.database().outbox(None).unwrap().is_empty());
    assert!(
        world.service.move_elsewhere(MAPLE, order.shopify_id, Some((&made.id, None)), world.now).is_err()
    );
    assert!(world.service.move_elsewhere(MAPLE, 1, None, world.now).is_err());
}

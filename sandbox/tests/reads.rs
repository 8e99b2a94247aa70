//! The reading endpoints: lists, filters, single things, and their shapes by version.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod support;

use std::collections::HashSet;

use sandbox::database::orders::OrderKind;
use serde_json::Value;
use support::{HARBOUR, MAPLE, World, members};

fn ids(body: &Value) -> Vec<String> {
    body["orders"].as_array().unwrap().iter().map(|order| order["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_order_has_the_documented_members() {
    let mut world = World::new();
    let body = world.get("/v1/orders").ok();
    assert_eq!(ids(&body).len(), 25);
    let order = &body["orders"][0];
    assert_eq!(
        members(order),
        [
            "addon_statuses",
            "cancelled",
            "created_at",
            "currency",
            "custom_status",
            "custom_sub_status",
            "customer",
            "id",
            "line_items",
            "name",
            "note",
            "shipping_address",
            "shopify_order_id",
            "total_price"
        ]
    );
    assert_eq!(members(&order["customer"]), ["email", "first_name", "last_name", "phone"]);
    assert!(order["shopify_order_id"].as_str().unwrap().starts_with("gid://shopify/"));
    assert!(order["total_price"].as_str().unwrap().contains('.'));
    assert!(order["created_at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn no_answer_tells_when_a_status_was_entered() {
    let mut world = World::new();
    let text = world.get("/v1/orders?limit=250").ok().to_string();
    assert!(!text.contains("entered"));
    assert!(!text.contains("changed_at") && !text.contains("updated_at"));
}

#[test]
fn pages_neither_repeat_nor_lose_an_order() {
    let mut world = World::new();
    for sort in ["created_at", "name"] {
        let mut seen = Vec::new();
        for page in 1..=5 {
            seen.extend(ids(&world
                .get(&format!("/v1/orders?limit=90&page={page}&sort_by={sort}&sort_order=asc"))
                .ok()));
        }
        assert_eq!(seen.len(), 400);
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 400);
    }
    let body = world.get("/v1/orders?limit=90&page=5").ok();
    assert_eq!(body["pagination"]["total"], 400);
    assert_eq!(body["pagination"]["total_pages"], 5);
    assert_eq!(ids(&body).len(), 40);
    assert!(ids(&world.get("/v1/orders?limit=90&page=4000000000").ok()).is_empty());
}

#[test]
fn newest_first_unless_asked_otherwise() {
    let mut world = World::new();
    let created = |body: Value| -> Vec<String> {
        body["orders"].as_array().unwrap().iter().map(|order| order["created_at"].to_string()).collect()
    };
    assert!(created(world.get("/v1/orders").ok()).is_sorted_by(|a, b| a >= b));
    assert!(created(world.get("/v1/orders?sort_order=asc").ok()).is_sorted());
}

#[test]
fn many_orders_by_shopify_number_in_one_request_drafts_too() {
    let mut world = World::new();
    let wanted: Vec<_> = world.orders(MAPLE).into_iter().take(250).collect();
    assert!(wanted.iter().any(|order| order.kind == OrderKind::Draft));
    let list = wanted.iter().map(|order| order.shopify_id.to_string()).collect::<Vec<_>>().join(",");
    let body = world.get(&format!("/v1/orders?order_ids={list}&use_shopify_order_id=true&limit=250")).ok();
    let given: HashSet<_> = ids(&body).into_iter().collect();
    assert_eq!(given, wanted.iter().map(|order| order.id.clone()).collect());

    let target = format!("/v1/orders?order_ids={list}&use_shopify_order_id=true&limit=250");
    let older = world.send((MAPLE, "full"), "1.1", "GET", &target, &Value::Null).ok();
    assert!(
        older["orders"]
            .as_array()
            .unwrap()
            .iter()
            .all(|order| { !order["shopify_order_id"].as_str().unwrap().contains("Draft") })
    );
}

#[test]
fn the_limit_holds_for_named_orders_too() {
    let mut world = World::new();
    let list =
        world.orders(MAPLE).iter().take(30).map(|order| order.id.clone()).collect::<Vec<_>>().join(",");
    assert_eq!(ids(&world.get(&format!("/v1/orders?order_ids={list}")).ok()).len(), 25);
    assert_eq!(ids(&world.get(&format!("/v1/orders?order_ids={list},nobody&limit=250")).ok()).len(), 30);
}

#[test]
fn lists_that_are_too_long_or_wrong_are_refused() {
    let mut world = World::new();
    let too_many = vec!["5"; 251].join(",");
    for target in [
        format!("/v1/orders?order_ids={too_many}"),
        "/v1/orders?order_ids=gid://shopify/Order/5&use_shopify_order_id=true".into(),
        "/v1/orders?limit=251".into(),
        "/v1/orders?limit=0".into(),
        "/v1/orders?page=minus".into(),
        "/v1/orders?sort_by=status".into(),
        "/v1/orders?sort_order=up".into(),
        "/v1/orders?order_type=draft".into(),
    ] {
        assert_eq!(world.get(&target).refused(400), "bad_request", "{target}");
    }
}

#[test]
fn filters_narrow_the_list() {
    let mut world = World::new();
    let hold = world.status(MAPLE, "On hold").id;
    let held = world.get(&format!("/v1/orders?status={hold}&limit=250")).ok();
    assert!(!ids(&held).is_empty());
    assert!(
        held["orders"].as_array().unwrap().iter().all(|order| order["custom_status"]["id"] == hold.as_str())
    );

    let returns = world.catalog(MAPLE).workflows.into_iter().find(|flow| flow.name == "Returns").unwrap();
    let listed = world.get(&format!("/v1/orders?workflow_id={}&limit=250", returns.id)).ok();
    assert!(!ids(&listed).is_empty());
    for order in listed["orders"].as_array().unwrap() {
        assert!(returns.statuses.iter().any(|id| order["custom_status"]["id"] == id.as_str()));
    }

    let drafts = world.get("/v1/orders?order_type=DRAFT&limit=250").ok();
    let regular = world.get("/v1/orders?order_type=REGULAR").ok();
    assert_eq!(ids(&drafts).len() as u64 + regular["pagination"]["total"].as_u64().unwrap(), 400);
}

#[test]
fn search_looks_at_name_customer_company_and_email_in_any_script() {
    let mut world = World::new();
    for (search, member) in
        [("%E7%94%B0%E4%B8%AD", "田中"), ("siobh%C3%81n", "Siobhán"), ("ATELIER+FOR%C3%8AT", "Atelier Forêt")]
    {
        let body = world.get(&format!("/v1/orders?search={search}&limit=250")).ok();
        assert!(!ids(&body).is_empty(), "{member}");
        assert!(body["orders"].as_array().unwrap().iter().all(|order| order.to_string().contains(member)));
    }
    assert!(ids(&world.get("/v1/orders?search=%25").ok()).is_empty(), "% is no wildcard");
}

#[test]
fn one_order_by_either_id() {
    let mut world = World::new();
    let order = world.find(MAPLE, |order| order.held.is_some());
    let by_uuid = world.get(&format!("/v1/orders/{}", order.id)).ok();
    let by_number = world.get(&format!("/v1/orders/{}?use_shopify_order_id=true", order.shopify_id)).ok();
    assert_eq!(by_uuid, by_number);
    assert_eq!(by_uuid["order"]["name"], order.name);
    assert_eq!(world.get(&format!("/v1/orders/{}", order.shopify_id)).refused(404), "not_found");
    assert_eq!(world.get("/v1/orders/abc?use_shopify_order_id=true").refused(400), "bad_request");
}

#[test]
fn a_store_does_not_see_anothers_orders() {
    let mut world = World::new();
    let theirs = world.find(HARBOUR, |_| true);
    assert_eq!(world.get(&format!("/v1/orders/{}", theirs.id)).refused(404), "not_found");
    let status = world.status(HARBOUR, "Picking").id;
    assert_eq!(world.get(&format!("/v1/statuses/{status}")).refused(404), "not_found");
}

#[test]
fn statuses_have_the_documented_members() {
    let mut world = World::new();
    let body = world.get("/v1/statuses").ok();
    assert_eq!(body["summary"]["total"], body["statuses"].as_array().unwrap().len());
    let status =
        body["statuses"].as_array().unwrap().iter().find(|status| status["name"] == "In production").unwrap();
    assert_eq!(status["public_name"], "Being made");
    assert_eq!(status["display_name"], "In production", "the public name is not the one used");
    assert_eq!(status["max_duration"]["seconds"], 864_000);
    assert_eq!(status["max_duration"]["skip_weekends"], true);
    assert_eq!(status["max_duration"]["skip_holidays"], true);
    assert_eq!(status["sub_status_group"]["options"][1]["name"], "Sewing");
    assert_eq!(status["sub_status_group"]["options"][1]["order"], 1);
    assert_eq!(members(&status["notifications"]), ["email", "sms", "whatsapp"]);
    let one = world.get(&format!("/v1/statuses/{}", status["id"].as_str().unwrap())).ok();
    assert_eq!(one["status"], *status);
}

#[test]
fn workflows_hold_the_statuses_in_sequence() {
    let mut world = World::new();
    let body = world.get("/v1/workflows").ok();
    assert_eq!(body["workflows_enabled"], true);
    assert_eq!(body["enforce_workflow_order"], true);
    assert_eq!(body["summary"]["total"], 3);
    assert_eq!(body["workflows"][0]["status_count"], 9);
    assert_eq!(body["workflows"][1]["statuses"][0]["name"], "Dispatched");
    let none = world.send((HARBOUR, "full"), "1.4", "GET", "/v1/workflows", &Value::Null).ok();
    assert_eq!(none["workflows_enabled"], false);
    assert_eq!(none["workflows"], Value::Array(vec![]));
}

#[test]
fn older_versions_have_older_shapes() {
    let mut world = World::new();
    let mut ask =
        |version: &str, target: &str| world.send((MAPLE, "full"), version, "GET", target, &Value::Null);

    let first = ask("1.0", "/v1/orders").ok();
    assert!(first["orders"][0].get("addon_statuses").is_none());
    assert!(first["orders"][0].get("custom_status").is_none());
    assert!(first["orders"][0].get("status").is_some());
    assert!(ask("1.1", "/v1/orders").ok()["orders"][0].get("addon_statuses").is_some());
    assert!(ask("1.3", "/v1/orders").ok()["orders"][0]["line_items"][0].get("status").is_none());
    assert!(ask("1.4", "/v1/orders").ok()["orders"][0]["line_items"][0].get("status").is_some());

    let count = |body: &Value| body["statuses"].as_array().unwrap().len();
    let (old, new) = (ask("1.0", "/v1/statuses").ok(), ask("1.1", "/v1/statuses").ok());
    assert_eq!(count(&new) - count(&old), 3, "add-on statuses came with 1.1");
    assert!(old["statuses"][0].get("is_addon").is_none());
    assert!(new["statuses"][0]["max_duration"].get("skip_holidays").is_none());

    assert_eq!(ask("1.2", "/v1/workflows").refused(404), "not_found");
    assert_eq!(ask("2.0", "/v1/orders").refused(400), "unknown_version");
    assert_eq!(
        ask("1.0", "/v1/orders?order_type=DRAFT").ok()["pagination"],
        ask("1.0", "/v1/orders").ok()["pagination"]
    );
}

//! Several orders at once: few requests, one grace, one undo, each order's own result.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use serde_json::{Value, json};
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use world::{Fault, World, store};

fn given(count: usize) -> (World, Vec<OrderRef>, String) {
    let world = World::connected(u32::try_from(count * 8).unwrap());
    world.set_grace(5);
    let orders = world.orders(count);
    world.look(&orders, 1).unwrap();
    let catalog = world.view(&format!("catalog/{}", world::STORE)).unwrap();
    let fits =
        |s: &&Value| s["messages"] != json!([]) && s["sub_statuses"] == json!([]) && s["is_addon"] == false;
    let goal = catalog["statuses"].as_array().unwrap().iter().find(fits).unwrap()["id"].as_str().unwrap();
    let goal = goal.to_owned();
    world.forget_requests();
    (world, orders, goal)
}

fn send(world: &World, command: Command) -> Reply {
    world.simulated.run_one(world.worker.handle(command, &world::admin_page(1))).unwrap()
}

fn change(world: &World, orders: &[OrderRef], goal: &str) -> Reply {
    send(
        world,
        Command::Change {
            store: store(),
            orders: orders.to_vec(),
            status: goal.to_owned(),
            sub_status: None,
            staff: None,
        },
    )
}

fn batch(world: &World) -> Value {
    world.view(&format!("changes/{}", world::STORE)).unwrap()["batches"][0].clone()
}

fn posts(world: &World) -> usize {
    world.requests().iter().filter(|request| request.starts_with("POST")).count()
}

/// How many of these orders are in this status, and how many of them the service has journalled once.
fn made(world: &World, orders: &[OrderRef], goal: &str) -> (usize, usize) {
    let there = orders.iter().filter(|order| world.status_of(**order).as_deref() == Some(goal)).count();
    let once = orders.iter().filter(|order| world.record_of(**order) == (1, 0)).count();
    (there, once)
}

fn let_go(world: &World) {
    let name = world.next_alarm().unwrap();
    world.simulated.run_one(world.worker.alarm(&name, &[], true)).unwrap().unwrap();
}

#[test]
fn five_hundred_orders_are_five_requests() {
    let (world, orders, goal) = given(500);
    assert!(change(&world, &orders, &goal).ok);
    let waiting = batch(&world);
    let same = waiting["same"].as_u64().unwrap() as usize;
    assert_eq!(waiting["open"].as_array().unwrap().len(), 500 - same);
    assert_eq!(waiting["until"].as_i64().unwrap() - world::now(&world).0, 5_000);
    assert_eq!(posts(&world), 0);
    let_go(&world);
    assert_eq!(posts(&world), (500 - same).div_ceil(100));
    assert_eq!(made(&world, &orders, &goal), (500, 500 - same));
    let over = batch(&world);
    assert_eq!((over["done"].as_u64().unwrap() as usize, over["until"].clone()), (500 - same, Value::Null));
    assert_eq!((over["open"].clone(), over["refused"].clone()), (json!([]), json!([])));
}

#[test]
fn one_undo_takes_all_of_it_back() {
    let (world, orders, goal) = given(30);
    change(&world, &orders, &goal);
    let undone =
        send(&world, Command::Undo { store: store(), orders: orders.clone(), staff: Some("Ada".to_owned()) });
    assert!(undone.ok);
    world.settle();
    assert_eq!(
        (posts(&world), batch(&world)["undone"].as_u64().unwrap()),
        (0, batch(&world)["total"].as_u64().unwrap())
    );
}

#[test]
fn each_order_has_its_own_result_and_may_be_tried_again() {
    let (world, orders, goal) = given(12);
    let ids: Vec<String> = orders.iter().map(|order| order.id.to_string()).collect();
    change(&world, &orders, &goal);
    // Two are refused, one is not spoken of: it is in doubt, and read back.
    let results: Vec<Value> = ids
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != 2)
        .map(|(at, id)| match at {
            0 | 1 => json!({ "order_id": id, "success": false, "error": "Workflow order is enforced." }),
            _ => json!({ "order_id": id, "success": true }),
        })
        .collect();
    let body = json!({ "updated": 9, "failed": 2, "results": results });
    world.fault("/status-bulk", Fault::Answer(200, serde_json::to_vec(&body).unwrap()));
    let_go(&world);
    let said = batch(&world);
    let same = said["same"].as_u64().unwrap();
    let refused: Vec<&Value> = said["refused"].as_array().unwrap().iter().collect();
    assert!(refused.iter().all(|refused| refused["problem"]["code"] == "workflow-order"));
    assert_eq!(
        refused
            .iter()
            .filter(|r| r["order"]["id"] == json!(ids[0]) || r["order"]["id"] == json!(ids[1]))
            .count(),
        refused.len()
    );
    let open = said["open"].as_array().unwrap().len() as u64;
    assert_eq!(said["done"].as_u64().unwrap() + refused.len() as u64 + open, 12 - same);
    world.settle();
    // The answer was made up: reading back shows that the order in doubt has not moved, so a person is asked.
    assert_eq!(batch(&world)["asking"].as_array().unwrap().len() as u64, open);
    let retry: Vec<OrderRef> = orders[..2].to_vec();
    assert!(change(&world, &retry, &goal).ok);
    world.settle();
    assert_eq!(made(&world, &retry, &goal).0, 2);
}

#[test]
fn an_answer_older_than_1_4_settles_all_or_none() {
    for (count, settled) in [(10, true), (9, false)] {
        let (world, orders, goal) = given(10);
        let orders: Vec<OrderRef> =
            orders.into_iter().filter(|order| world.status_of(*order).as_deref() != Some(&goal)).collect();
        change(&world, &orders, &goal);
        let count = if settled { orders.len() } else { count };
        let body =
            json!({ "message": "ok", "updated_count": if settled { count } else { orders.len() - 1 } });
        world.fault("/status-bulk", Fault::Answer(200, serde_json::to_vec(&body).unwrap()));
        let_go(&world);
        let open = batch(&world)["open"].as_array().unwrap().len();
        assert_eq!(open, if settled { 0 } else { orders.len() });
    }
}

#[test]
fn a_lost_answer_is_read_back_in_one_request_and_nobody_is_messaged_twice() {
    let (mut world, orders, goal) = given(120);
    change(&world, &orders, &goal);
    world.fault("/status-bulk", Fault::TimeOut);
    let_go(&world);
    // The worker ends while a hundred are in doubt.
    world.simulated.end_life();
    world.start();
    world.forget_requests();
    world.settle();
    let reads = world.requests().iter().filter(|request| request.starts_with("GET")).count();
    assert_eq!((reads, posts(&world)), (1, 0));
    let same = batch(&world)["same"].as_u64().unwrap() as usize;
    assert_eq!(made(&world, &orders, &goal), (120, 120 - same));
    assert_eq!(batch(&world)["done"].as_u64().unwrap() as usize, 120 - same);
}

#[test]
fn the_worker_may_end_between_two_chunks() {
    let (mut world, orders, goal) = given(250);
    change(&world, &orders, &goal);
    for steps in [1, 9, 17, 40, 60] {
        world.simulated.change(|w| w.ends_after_steps = Some(steps));
        let name = world.next_alarm().unwrap();
        let _ = world.simulated.run_one(world.worker.alarm(&name, &[], true));
        world.simulated.end_life();
        world.start();
    }
    world.settle();
    let same = batch(&world)["same"].as_u64().unwrap() as usize;
    assert_eq!(made(&world, &orders, &goal), (250, 250 - same));
    assert_eq!(batch(&world)["done"].as_u64().unwrap() as usize, 250 - same);
}

#[test]
fn an_order_under_way_is_left_out_and_said() {
    let (world, orders, goal) = given(8);
    world.set_grace(0);
    let moved = orders.iter().find(|order| world.status_of(**order).as_deref() != Some(&goal)).unwrap();
    world.fault("/status", Fault::DropBefore);
    world.change(*moved, &goal).unwrap();
    change(&world, &orders, &goal);
    let said = batch(&world);
    assert_eq!(said["refused"][0]["problem"]["code"], "change-under-way");
    assert_eq!(said["refused"][0]["order"]["id"].as_str(), Some(moved.id.to_string().as_str()));
    send(
        &world,
        Command::Acknowledge { store: store(), orders: vec![*moved], staff: Some("Ada".to_owned()) },
    );
    assert_eq!(batch(&world), Value::Null, "read, and over");
}

//! Changing a status: sent once, settled truly, whatever the network and the browser do.

#![allow(clippy::unwrap_used, reason = "tests")]

mod world;

use ucos_inline::orders::identity::OrderRef;
use world::{Fault, World};

/// A world, an order in it that was seen, and a status that it is not in and that messages customers.
fn given() -> (World, OrderRef, String) {
    let world = World::connected(200);
    world.set_grace(0);
    let order = world.orders(5)[2];
    world.look(&[order], 1).unwrap();
    let goal = world.other_status(order);
    world.forget_requests();
    (world, order, goal)
}

fn posts(world: &World) -> usize {
    world.requests().iter().filter(|request| request.starts_with("POST")).count()
}

#[test]
fn done_is_shown_and_kept_and_sent_once() {
    let (world, order, goal) = given();
    assert!(world.change(order, &goal).unwrap().ok);
    let view = world.order_view(order);
    assert_eq!((view["state"].as_str(), view["status"]["id"].as_str()), (Some("known"), Some(goal.as_str())));
    assert_eq!(world.status_of(order), Some(goal.clone()));
    assert_eq!((world.record_of(order), posts(&world)), ((1, 0), 1));
    // Saying it again would message the customer again.
    assert!(world.change(order, &goal).unwrap().ok);
    assert_eq!(posts(&world), 1);
}

#[test]
fn a_refusal_says_why_and_the_old_status_stands_until_it_was_read() {
    let (world, order, goal) = given();
    let before = world.order_view(order)["status"].clone();
    let body = br#"{"error":"workflow_order","message":"That step is not next."}"#;
    world.fault("/status", Fault::Answer(409, body.to_vec()));
    let problem = world.change(order, &goal).unwrap().problem.unwrap();
    assert_eq!(
        (problem.code.as_ref(), problem.detail.as_deref()),
        ("workflow-order", Some("That step is not next."))
    );
    let view = world.order_view(order);
    assert_eq!((view["state"].as_str(), &view["status"]), (Some("failed"), &before));
    assert_eq!(view["problem"]["detail"], "That step is not next.");
    // To choose what stands already is no change, now as before: nobody is messaged.
    assert!(world.change(order, before["id"].as_str().unwrap()).unwrap().ok);
    assert_eq!(posts(&world), 1);
    let acknowledge = ucos_inline::worker::command::Command::Acknowledge {
        store: world::store(),
        orders: vec![order],
        staff: Some("Ada".to_owned()),
    };
    assert!(world.simulated.run_one(world.worker.handle(acknowledge, &world::admin_page(1))).unwrap().ok);
    let view = world.order_view(order);
    assert_eq!((view["state"].as_str(), view["problem"].is_null()), (Some("known"), true));
}

#[test]
fn what_cannot_be_is_not_sent() {
    let (world, order, _) = given();
    assert_eq!(world.change(order, "no-such-status").unwrap().problem.unwrap().code, "status-unknown");
    assert_eq!(posts(&world), 0);
}

#[test]
fn a_lost_answer_is_doubt_then_the_truth_and_never_a_second_request() {
    let cases = [
        (Fault::DropAfter, true),
        (Fault::TimeOut, true),
        (Fault::DropBefore, false),
        (Fault::Answer(503, Vec::new()), false),
        (Fault::Answer(200, b"<html>".to_vec()), false),
    ];
    for (fault, made) in cases {
        let (world, order, goal) = given();
        let name = format!("{fault:?}");
        world.fault("/status", fault);
        assert_eq!(world.change(order, &goal).unwrap().problem.unwrap().code, "in-doubt", "{name}");
        let view = world.order_view(order);
        assert_eq!(
            (view["state"].as_str(), view["problem"]["code"].as_str()),
            (Some("pending"), Some("in-doubt"))
        );
        // Until it is settled nothing else is sent for this order.
        assert_eq!(world.change(order, &goal).unwrap().problem.unwrap().code, "change-under-way");
        world.settle();
        let view = world.order_view(order);
        match made {
            true => assert_eq!(
                (view["state"].as_str(), view["status"]["id"].as_str()),
                (Some("known"), Some(goal.as_str()))
            ),
            false => assert_eq!(
                (view["state"].as_str(), view["problem"]["code"].as_str()),
                (Some("failed"), Some("not-made"))
            ),
        }
        assert_eq!(view["status"]["id"].as_str(), world.status_of(order).as_deref(), "{name}");
        assert_eq!((world.record_of(order), posts(&world)), ((usize::from(made), 0), 1), "{name}");
    }
}

#[test]
fn somebody_else_s_change_in_the_meantime_is_said_and_stands() {
    let (world, order, goal) = given();
    world.fault("/status", Fault::DropBefore);
    world.change(order, &goal).unwrap();
    let third = {
        let view = world.view(&format!("catalog/{}", world::STORE)).unwrap();
        let plain =
            |s: &&serde_json::Value| s["sub_statuses"] == serde_json::json!([]) && s["is_addon"] == false;
        let ids = view["statuses"]
            .as_array()
            .unwrap()
            .iter()
            .filter(plain)
            .map(|s| s["id"].as_str().unwrap().to_owned());
        ids.into_iter().find(|id| *id != goal && Some(id) != world.status_of(order).as_ref()).unwrap()
    };
    let id = i64::try_from(order.id).unwrap();
    let now = sandbox::time::Millis(world::now(&world).0);
    world.service.borrow_mut().move_elsewhere(world::STORE, id, Some((&third, None)), now).unwrap();
    world.settle();
    let view = world.order_view(order);
    assert_eq!(
        (view["problem"]["code"].as_str(), view["status"]["id"].as_str()),
        (Some("changed-by-someone-else"), Some(third.as_str()))
    );
    assert_eq!(posts(&world), 1);
}

#[test]
fn an_answer_older_than_our_change_does_not_undo_it() {
    let (world, order, goal) = given();
    let old = {
        let request = sandbox::service::ApiRequest {
            method: "GET".to_owned(),
            path: "/v1/orders".to_owned(),
            query: format!("order_ids={}&use_shopify_order_id=true", order.id),
            headers: vec![("X-API-Key".to_owned(), world.key("full"))],
            body: Vec::new(),
        };
        world.service.borrow_mut().answer(&request, sandbox::time::Millis(world::now(&world).0)).body
    };
    world.wait_seconds(61);
    // The look is asked first and answered late, with what was true before the change.
    world.fault("/v1/orders", Fault::Answer(200, old));
    let (one, two) = (world::admin_page(1), world::admin_page(2));
    let change = ucos_inline::worker::command::Command::Change {
        store: world::store(),
        orders: vec![order],
        status: goal.clone(),
        sub_status: None,
        staff: None,
    };
    let futures: Vec<std::pin::Pin<Box<dyn Future<Output = _>>>> = vec![
        Box::pin(world.worker.handle(world::look(&[order]), &one)),
        Box::pin(world.worker.handle(change, &two)),
    ];
    world.simulated.run(futures).unwrap();
    assert_eq!(world.order_view(order)["status"]["id"].as_str(), Some(goal.as_str()));
}

/// The worker ends at each of its waits in turn, with each fate of the request. Then it lives again, alarms go off, and
/// all must agree: the service's record, the store and the views. Nobody is messaged twice.
#[test]
fn the_worker_may_end_at_any_await_of_a_change() {
    let fates =
        [None, Some(Fault::DropAfter), Some(Fault::DropBefore), Some(Fault::Answer(409, b"{}".to_vec()))];
    for fate in fates {
        for steps in 0.. {
            let (mut world, order, goal) = given();
            if let Some(fault) = &fate {
                world.fault("/status", fault.clone());
            }
            world.simulated.change(|w| w.ends_after_steps = Some(steps));
            let ended = world.change(order, &goal).is_err();
            world.simulated.change(|w| w.ends_after_steps = None);
            // In the new life too the worker ends once, somewhere.
            if steps % 3 == 1 {
                world.worker =
                    ucos_inline::worker::Worker::new(world.simulated.clone(), world::OWN_ID.to_owned());
                world.simulated.change(|w| w.ends_after_steps = Some(steps % 7));
                let _ = world.simulated.run_one(world.worker.start());
                world.simulated.change(|w| w.ends_after_steps = None);
            }
            world.start();
            world.settle();
            let about = format!("{fate:?}, ended after {steps} steps");
            let (journalled, doubled) = world.record_of(order);
            assert!(journalled <= 1 && doubled == 0 && posts(&world) <= 1, "{about}: {journalled} changes");
            let view = world.order_view(order);
            assert_eq!(view["status"]["id"].as_str(), world.status_of(order).as_deref(), "{about}");
            let state = view["state"].as_str().unwrap();
            match journalled {
                1 => assert_eq!(state, "known", "{about}"),
                _ => assert!(state == "known" || state == "failed", "{about}: {view}"),
            }
            let left = world.simulated.world().store.keys().filter(|(t, _)| t.name() == "intents").count();
            assert_eq!(left, usize::from(state == "failed"), "{about}: a settled intent goes");
            if !ended {
                assert!(steps > 8, "a change waits more often than that");
                break;
            }
        }
    }
}

#[test]
fn a_worker_that_ended_while_sending_is_woken_to_settle_it() {
    let (mut world, order, goal) = given();
    world.simulated.change(|w| w.alarms.clear());
    world.fault("/status", Fault::TimeOut);
    // Past the intent's storing and the request's sending, before any answer.
    let sends = |steps: &u64| {
        let (world, order, goal) = given();
        world.simulated.change(|w| w.ends_after_steps = Some(*steps));
        world.change(order, &goal).is_err() && posts(&world) == 1
    };
    let steps = (0..).find(sends).unwrap();
    world.simulated.change(|w| w.ends_after_steps = Some(steps));
    assert!(world.change(order, &goal).is_err());
    world.simulated.end_life();
    assert_eq!(posts(&world), 1);
    // Nobody opens a page: the browser wakes the worker by what was set before sending.
    assert_eq!(world.simulated.next_alarm().as_deref(), Some("settle"));
    world.start();
    world.settle();
    assert_eq!(world.order_view(order)["status"]["id"].as_str(), Some(goal.as_str()));
    assert_eq!((world.record_of(order), posts(&world)), ((1, 0), 1));
}

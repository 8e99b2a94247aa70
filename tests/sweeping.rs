//! Sweeps against the real service: how many requests a store costs, at which pace, and what comes first.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what cannot be")]

mod shop;

use shop::Shop;
use shop::browser::{Done, Outcome, What, is_page, store};
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::{HttpRequest, Table};
use ucos_inline::time::Timestamp;

const BEGIN: Timestamp = Timestamp(1_795_000_000_000);
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// What sweeps asked until so long after the beginning.
fn swept(shop: &mut Shop, until: i64) -> Vec<(Timestamp, HttpRequest)> {
    let mut asked = Vec::new();
    shop.run_until(BEGIN.saturating_add_millis(until), |done| asked.extend(of_sweep(done)));
    asked
}

fn of_sweep(done: &Done) -> Vec<(Timestamp, HttpRequest)> {
    let is_sweep = matches!(&done.what, What::Alarm(name) if name == "sweep");
    if is_sweep { done.sent.clone() } else { Vec::new() }
}

/// Within whatever time, no more requests than 30 % of 10,000 a day allow, and four that may come at once.
fn keeps_pace(asked: &[(Timestamp, HttpRequest)]) {
    for (first, (from, _)) in asked.iter().enumerate() {
        for (last, (to, _)) in asked.iter().enumerate().skip(first) {
            let allowed = to.since(*from) / 28_800 + 1 + 4;
            assert!((last - first + 1) as i64 <= allowed, "{} from {from:?} to {to:?}", last - first + 1);
        }
    }
}

fn swept_at(shop: &Shop) -> Option<i64> {
    shop.browsers[0].view(&format!("summary/{}", store()))?["swept_at"].as_i64()
}

fn listed(shop: &Shop) -> Vec<OrderRef> {
    shop.counter.borrow().listed.clone()
}

/// Sweeps until the first is through; what it asked.
fn first_sweep(shop: &mut Shop) -> Vec<(Timestamp, HttpRequest)> {
    first_sweep_after(shop, None)
}

/// Sweeps until one is through after the one that ended then.
fn first_sweep_after(shop: &mut Shop, last: Option<i64>) -> Vec<(Timestamp, HttpRequest)> {
    let mut asked = Vec::new();
    let mut until = shop.now.since(BEGIN);
    while swept_at(shop) == last {
        until += MINUTE;
        assert!(until < 3 * HOUR, "the sweep does not end");
        asked.extend(swept(shop, until));
    }
    asked
}

#[test]
fn a_store_is_swept_in_one_request_per_250_orders_or_one_more() {
    // The count is what matters: ten thousand orders are forty pages, and forty-one if the service tells no total.
    let orders = if cfg!(debug_assertions) { 2_000 } else { 10_000 };
    for (tells_total, requests) in [(true, orders / 250), (false, orders / 250 + 1)] {
        let mut shop = Shop::connected(1, orders, BEGIN);
        shop.counter.borrow_mut().tells_total = tells_total;
        let asked = first_sweep(&mut shop);
        let pages = asked.iter().filter(|(_, request)| is_page(request)).count();
        assert_eq!(pages, requests as usize, "a total is told: {tells_total}");
        keeps_pace(&asked);
        assert_eq!(shop.roll(0).unwrap().entries().len(), orders as usize);
        assert_eq!(shop.counter.borrow().refused, 0);
    }
}

#[test]
fn a_sweep_goes_on_wherever_the_worker_ended() {
    let mut shop = Shop::connected(1, 600, BEGIN);
    let mut ends_after = 0;
    let mut cut_short = 0;
    // One more step in each life than in the last, through all that a sweep does.
    while swept_at(&shop).is_none() || ends_after < 60 {
        ends_after += 1;
        shop.browsers[0].end_worker();
        let at =
            shop.browsers[0].next_alarm_at().unwrap_or_else(|| panic!("no alarm after {ends_after} steps"));
        shop.now = at;
        shop.browsers[0].simulated.change(|world| world.now = at);
        let name = shop.browsers[0].take_alarm().unwrap();
        shop.browsers[0].begin(What::Alarm(name), Some(ends_after));
        shop.run_until(at.saturating_add_millis(MINUTE / 4), |done| {
            cut_short += u32::from(matches!(done.outcome, Outcome::Ended));
        });
        assert!(ends_after < 400, "the sweep does not end");
    }
    assert!(cut_short > 8, "{cut_short}");
    assert_eq!(shop.roll(0).unwrap().entries().len(), 600);
}

#[test]
fn nobody_there_for_a_day_and_it_rests_and_wakes_without_a_burst() {
    let mut shop = Shop::connected(1, 300, BEGIN);
    shop.browsers[0].person_there = false;
    let asked = swept(&mut shop, 30 * HOUR);
    let last = asked.last().unwrap().0;
    assert!((23 * HOUR..=24 * HOUR + 10 * MINUTE).contains(&last.since(BEGIN)), "{last:?}");
    assert!(!shop.browsers[0].simulated.world().alarms.contains_key("sweep"), "it costs nothing");
    // A week later somebody is there again.
    let monday = 7 * 24 * HOUR;
    assert_eq!(swept(&mut shop, monday).len(), 0);
    let orders = listed(&shop)[..50].to_vec();
    assert!(shop.look(0, orders).unwrap().ok);
    let mut most = 0;
    let mut total = 0;
    shop.run_until(BEGIN.saturating_add_millis(monday + 10 * MINUTE), |done| {
        most = most.max(of_sweep(done).len());
        total += of_sweep(done).len();
    });
    assert!((1..=4).contains(&most), "{most} at once");
    assert!(total > 1);
}

#[test]
fn whoever_looks_or_changes_during_a_sweep_is_served_at_once() {
    let mut shop = Shop::connected(1, 1_500, BEGIN);
    let orders = listed(&shop)[..50].to_vec();
    // Every request takes twenty seconds: the sweep is at work when the person comes.
    shop.browsers[0].simulated.change(|world| world.way_there_ms = 20_000);
    shop.run_until(BEGIN.saturating_add_millis(70_000), |_| {});
    assert!(!shop.browsers[0].is_idle(), "a sweep is at work");
    let look = What::Command(ucos_inline::worker::command::Command::Look { store: store(), orders });
    let begun = shop.now;
    shop.browsers[0].begin(look.clone(), None);
    let mut sent = Vec::new();
    shop.run_until(begun.saturating_add_millis(25_000), |done| {
        if done.what == look {
            sent.clone_from(&done.sent);
        }
    });
    assert_eq!(sent.first().unwrap().0, begun);
}

#[test]
fn a_store_whose_orders_are_mostly_closed_is_swept_by_status() {
    // Twenty-one statuses are open, and each is a request at least: a store must be larger than that to be worth it.
    let mut shop = Shop::connected(1, 6_000, BEGIN);
    let delivered = {
        let counter = shop.counter.borrow();
        counter.catalog.statuses.iter().find(|status| status.name == "Delivered").unwrap().id.clone()
    };
    for order in &listed(&shop)[20..] {
        shop.counter.borrow_mut().move_elsewhere(*order, &(delivered.clone(), None), BEGIN);
    }
    let mut asked = first_sweep(&mut shop);
    let first = swept_at(&shop);
    asked.extend(first_sweep_after(&mut shop, first));
    let pages = asked.iter().filter(|(_, request)| is_page(request));
    let (by_status, whole): (Vec<_>, Vec<_>) =
        pages.partition(|(_, request)| request.url.contains("status="));
    assert_eq!(whole.len(), 24, "the whole store once a day only");
    // A third sweep may have begun.
    let mut statuses: Vec<&str> = by_status.iter().map(|(_, request)| request.url.as_str()).collect();
    statuses.sort();
    statuses.dedup();
    assert_eq!(statuses.len(), 21);
}

#[test]
fn what_is_about_to_change_is_read_first() {
    let mut shop = Shop::connected(1, 1_000, BEGIN);
    first_sweep(&mut shop);
    let mut verified = Vec::new();
    shop.run_until(BEGIN.saturating_add_millis(9 * HOUR), |done| {
        verified.extend(of_sweep(done).into_iter().filter(|(_, request)| !is_page(request)));
    });
    assert!(!verified.is_empty(), "orders became certain or possibly overdue");
    // Each order that became certainly overdue was read within three minutes before, or later.
    let roll = shop.roll(0).unwrap();
    let counter = shop.counter.borrow();
    for entry in roll.entries().iter().filter(|entry| !entry.cancelled) {
        let Some(status) = roll.status(entry).and_then(|id| counter.catalog.status(id)) else { continue };
        let Some(seconds) = status.limit_seconds.filter(|_| !status.skip_weekends) else { continue };
        let due = entry.entered.status.latest().saturating_add_seconds(seconds);
        if due.since(shop.now) < -5 * MINUTE {
            assert!(entry.seen_at.since(due) >= -3 * MINUTE, "{entry:?} was due at {due:?}");
        }
    }
}

#[test]
fn records_of_the_version_before_are_taken_over() {
    let mut shop = Shop::connected(1, 300, BEGIN);
    let orders = listed(&shop)[..60].to_vec();
    assert!(shop.look(0, orders.clone()).unwrap().ok);
    // As version 0.1 kept them: no roll, no sweep, no clock; records without a name and without the sub-status's time.
    let before: Vec<serde_json::Value> = shop.browsers[0].simulated.change(|world| {
        world.store.retain(|(table, _), _| {
            !matches!(table, Table::Rolls | Table::Sweeps | Table::Clocks | Table::Watches)
        });
        let records = world.store.iter_mut().filter(|((table, _), _)| *table == Table::Orders);
        let old = records.map(|(_, bytes)| {
            let mut record: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            record.as_object_mut().unwrap().retain(|name, _| name != "name" && name != "sub_entered");
            // Long ago, so that it can be told from a first look.
            let was = record["entered"]["latest"].as_i64().unwrap();
            record["entered"]["latest"] = (was - 1).into();
            *bytes = serde_json::to_vec(&record).unwrap();
            record
        });
        old.collect()
    });
    assert_eq!(before.len(), 60);
    shop.browsers[0].end_worker();
    assert!(shop.look(0, listed(&shop)[100..110].to_vec()).unwrap().ok);
    let roll = shop.roll(0).unwrap();
    assert_eq!(roll.entries().len(), 70, "the roll is made from the records");
    for (entry, record) in roll.entries().iter().filter_map(|entry| {
        let same = |record: &&serde_json::Value| {
            record["order"]["id"].as_str() == Some(&entry.order.id.to_string())
                && record["order"]["kind"] == entry.order.kind.word()
        };
        Some((entry, before.iter().find(same)?))
    }) {
        assert_eq!(Some(entry.entered.status.latest().0), record["entered"]["latest"].as_i64());
        assert_eq!(Some(entry.entered.status.earliest().0), record["entered"]["earliest"].as_i64());
    }
    // A look after a minute keeps what was known of when they entered their status.
    shop.run_until(shop.now.saturating_add_seconds(90), |_| {});
    assert!(shop.look(0, orders).unwrap().ok);
    let kept = shop.roll(0).unwrap();
    for record in &before {
        let entry = kept
            .entries()
            .iter()
            .find(|e| record["order"]["id"].as_str() == Some(&e.order.id.to_string()))
            .unwrap();
        assert_eq!(Some(entry.entered.status.latest().0), record["entered"]["latest"].as_i64());
    }
}

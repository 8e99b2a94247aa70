//! When orders entered their status, where it is tight: what somebody else does while our own request is on its way.

#![allow(clippy::unwrap_used, reason = "tests")]

mod shop;

use shop::Shop;
use shop::browser::{What, store};
use shop::counter::Trouble;
use ucos_inline::time::Timestamp;
use ucos_inline::worker::command::Command;

const BEGIN: Timestamp = Timestamp(1_795_000_000_000);

/// Somebody else moves an order `after_ms` after our change was sent, whose answer takes its time; then a look.
fn moved_while_our_change_is_on_its_way(seed: u64, after_ms: i64) {
    let mut shop = Shop::connected(seed, 50, BEGIN);
    let order = shop.counter.borrow().listed[0];
    assert!(shop.look(0, vec![order]).unwrap().ok);
    shop.counter.borrow_mut().trouble = Trouble { slow: 1_000, ..Trouble::default() };
    let (ours, theirs) = {
        let mut counter = shop.counter.borrow_mut();
        let mut other = || counter.fresh_target(order, false).unwrap();
        (other(), other())
    };
    let (status, sub_status) = ours;
    let staff = Some("Staff 0".to_owned());
    let what =
        What::Command(Command::Change { store: store(), orders: vec![order], status, sub_status, staff });
    shop.browsers[0].begin(what, None);
    shop.run_until(shop.now.saturating_add_millis(after_ms), |_| {});
    shop.counter.borrow_mut().move_elsewhere(order, &theirs, shop.now);
    shop.run_until(shop.now.saturating_add_seconds(90), |_| {});
    assert!(shop.look(0, vec![order]).unwrap().ok);
    let roll = shop.roll(0).unwrap();
    let entry = roll.entries().iter().find(|entry| entry.order == order).unwrap();
    let counter = shop.counter.borrow();
    let truth = &counter.truth[&order];
    assert_eq!(roll.status(entry), truth.status());
    let entered = entry.entered.status;
    assert!(
        entered.earliest() <= truth.entered && truth.entered <= entered.latest(),
        "seed {seed}: truly {} ms after the earliest",
        truth.entered.since(entered.earliest())
    );
}

#[test]
fn what_somebody_else_did_before_our_change_was_answered_is_not_dated_after_it() {
    for seed in 1..6 {
        moved_while_our_change_is_on_its_way(seed, 1_000);
    }
}

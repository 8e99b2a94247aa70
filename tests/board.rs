//! The managers' board over a store as it is used: what others did between looks, what is said of it, and that a new life
//! of the worker says the same.

#![allow(clippy::unwrap_used, reason = "tests")]

mod shop;

use shop::Shop;
use shop::browser::store;
use ucos_inline::insight::list::{Question, SortBy, Which};
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::Table;
use ucos_inline::time::Timestamp;
use ucos_inline::view::board::{BoardListView, BoardView};
use ucos_inline::worker::command::Command;

const BEGIN: Timestamp = Timestamp(1_795_000_000_000);
const HOUR: i64 = 3_600;

fn board(shop: &mut Shop) -> BoardView {
    let reply = shop.command(0, Command::ReadBoard { store: store() }).unwrap();
    assert_eq!(reply.problem, None);
    *reply.board.unwrap()
}

fn list(shop: &mut Shop, which: Which, status: Option<&str>) -> BoardListView {
    let status = status.map(str::to_owned);
    let question = Question {
        which,
        status,
        age_bin: None,
        from_day: None,
        to_day: None,
        sort: SortBy::Due,
        descending: false,
        offset: 0,
        rows: 500,
    };
    shop.command(0, Command::ListBoard { store: store(), question }).unwrap().board_list.unwrap()
}

/// Somebody else moves the order; it is looked at right before and within a minute after.
fn moved_under_our_eyes(shop: &mut Shop, order: OrderRef) -> String {
    assert!(shop.look(0, vec![order]).unwrap().ok);
    let target = shop.counter.borrow_mut().fresh_target(order, false).unwrap();
    shop.run_until(shop.now.saturating_add_seconds(70), |_| {});
    assert!(shop.look(0, vec![order]).unwrap().ok);
    let now = shop.now;
    shop.counter.borrow_mut().move_elsewhere(order, &target, now);
    shop.run_until(shop.now.saturating_add_seconds(70), |_| {});
    assert!(shop.look(0, vec![order]).unwrap().ok);
    target.0
}

#[test]
fn a_stay_that_was_seen_is_told_with_its_length_and_outlives_the_worker() {
    let mut shop = Shop::connected(3, 60, BEGIN);
    let order = shop.counter.borrow().listed[0];
    let entered_at = shop.now;
    let status = moved_under_our_eyes(&mut shop, order);
    shop.run_until(entered_at.saturating_add_seconds(20 * HOUR), |_| {});
    let next = moved_under_our_eyes(&mut shop, order);
    assert_ne!(status, next);

    let told = board(&mut shop);
    let of_status = told.statuses.iter().find(|of| of.id.as_deref() == Some(&status)).unwrap();
    assert_eq!((of_status.left, of_status.ninth_seconds), (1, None));
    let off = i64::from(of_status.median_seconds.unwrap()) - 20 * HOUR;
    assert!(off.abs() <= 300, "{off} s off");
    let left = list(&mut shop, Which::Left, Some(&status));
    assert_eq!((left.total, left.rows[0].order), (1, order));
    assert!(!left.rows[0].name.is_empty());

    shop.browsers[0].end_worker();
    let again = board(&mut shop);
    let stays = |board: &BoardView| -> Vec<_> {
        let mut all: Vec<_> = board
            .statuses
            .iter()
            .map(|of| (of.id.clone(), of.left, of.too_wide, of.median_seconds))
            .collect();
        all.sort();
        all
    };
    assert_eq!(stays(&again), stays(&told));
    assert_eq!(again.trend.last(), told.trend.last());
}

#[test]
fn every_order_is_in_one_figure_and_each_day_that_was_swept_has_one() {
    let mut shop = Shop::connected(5, 60, BEGIN);
    for _ in 0..3 {
        board(&mut shop);
        shop.run_until(shop.now.saturating_add_seconds(23 * HOUR), |_| {});
    }
    let told = board(&mut shop);
    let roll = shop.roll(0).unwrap();
    let sum: u32 = told.statuses.iter().map(|of| of.orders).sum();
    assert_eq!(sum + told.cancelled, roll.entries().len() as u32);
    for of in &told.statuses {
        let bins: u32 = of.known.iter().chain(&of.at_least).sum();
        assert_eq!(bins, of.orders, "each order is in one bin");
        let status = of.id.clone().unwrap_or_default();
        assert_eq!(list(&mut shop, Which::All, Some(&status)).total, of.orders);
    }
    let dates: Vec<&str> = told.trend.iter().map(|day| day.date.as_str()).collect();
    assert!(dates.len() >= 3 && dates.is_sorted(), "{dates:?}");
    let last = told.trend.last().unwrap();
    assert_eq!(last.overdue, told.statuses.iter().map(|of| of.overdue).sum::<u32>());
}

#[test]
fn disconnecting_erases_it() {
    let mut shop = Shop::connected(7, 60, BEGIN);
    let order = shop.counter.borrow().listed[0];
    moved_under_our_eyes(&mut shop, order);
    shop.run_until(shop.now.saturating_add_seconds(HOUR), |_| {});
    let records = |shop: &Shop| {
        ["stays", "trend"]
            .map(|name| shop.browsers[0].record(Table::Rolls, &format!("{}/{name}", store())).is_some())
    };
    assert_eq!(records(&shop), [true, true]);
    assert!(shop.command(0, Command::Disconnect { store: store(), staff_name: None }).unwrap().ok);
    assert_eq!(records(&shop), [false, false]);
    let reply = shop.command(0, Command::ReadBoard { store: store() }).unwrap();
    assert_eq!(reply.problem.map(|problem| problem.code.into_owned()).as_deref(), Some("not-connected"));
}

//! A team at work for an hour on one key: requests, how fresh what is on the screens is, and how long changes take to be
//! sent, by the simulated world's own clock. One line of JSON for each size of team; see bench/README.md.
//!
//! `cargo run --release --example team`

#![allow(clippy::unwrap_used, reason = "a simulation may stop at what cannot be")]

#[path = "../tests/shop/mod.rs"]
mod shop;

use serde_json::json;
use shop::Shop;
use shop::browser::{What, is_change, key_of, store};
use std::collections::BTreeMap;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::settings::Settings;
use ucos_inline::time::Timestamp;
use ucos_inline::worker::command::Command;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
/// Monday, 9 March 2026, 14:00 UTC.
const BEGIN: Timestamp = Timestamp(1_773_064_800_000);
const ORDERS: u32 = 2_000;
/// On each screen.
const ROWS: usize = 50;
/// A person changes one order so often, in ms.
const BETWEEN_CHANGES: (i64, i64) = (5 * MINUTE, 15 * MINUTE);
/// And turns to another page of the list so often.
const BETWEEN_LOOKS: (i64, i64) = (3 * MINUTE, 9 * MINUTE);
/// The first minutes, in which everybody's first list is read, are told apart.
const WARM_UP: i64 = 10 * MINUTE;
const HOUR: i64 = 60 * MINUTE;

#[derive(Debug, Clone, Copy)]
enum Event {
    Looks(usize),
    Changes(usize),
    Measures,
}

struct Team {
    shop: Shop,
    events: BTreeMap<(Timestamp, u32), Event>,
    count: u32,
    lists: Vec<Vec<OrderRef>>,
    /// Of every badge on a screen at each measuring: how old what it says is, in ms.
    ages: Vec<i64>,
    /// Of each change: from when it may go until it is sent, in ms.
    waits: Vec<i64>,
    /// Chosen, and not sent yet: when each may go.
    open: BTreeMap<(usize, u64), Timestamp>,
    requests: u32,
}

fn main() {
    for staff in [1, 10, 50] {
        let mut team = Team::new(staff);
        team.work();
        println!("{}", team.report(staff));
    }
}

impl Team {
    fn new(staff: usize) -> Team {
        let shop = Shop::new(1, ORDERS, BEGIN, staff, "UTC");
        let mut team = Team {
            shop,
            events: BTreeMap::new(),
            count: 0,
            lists: vec![Vec::new(); staff],
            ages: Vec::new(),
            waits: Vec::new(),
            open: BTreeMap::new(),
            requests: 0,
        };
        for browser in 0..staff {
            team.connect(browser);
            let begins = team.shop.now.since(BEGIN) + team.shop.chance.between(0, MINUTE);
            team.plan(begins, Event::Looks(browser));
            let changes = begins + team.shop.chance.between(BETWEEN_CHANGES.0, BETWEEN_CHANGES.1);
            team.plan(changes, Event::Changes(browser));
        }
        team.plan(team.shop.now.since(BEGIN) + WARM_UP, Event::Measures);
        team
    }

    /// As often as it takes: a key's minute may be spent.
    fn connect(&mut self, browser: usize) {
        let key = self.shop.counter.borrow().key();
        let staff_name = format!("Staff {browser}");
        let commands = [
            Command::Connect { store: store().to_string(), key, staff_name, pin: None },
            Command::Configure { store: store(), settings: Settings::default() },
        ];
        for command in commands {
            while !self.shop.command(browser, command.clone()).is_some_and(|reply| reply.ok) {
                let later = self.shop.now.saturating_add_millis(20 * SECOND);
                self.shop.run_until(later, |_| {});
            }
        }
    }

    fn plan(&mut self, after: i64, event: Event) {
        self.count += 1;
        self.events.insert((BEGIN.saturating_add_millis(after), self.count), event);
    }

    fn again(&mut self, (least, most): (i64, i64), event: Event) {
        let after = self.shop.now.since(BEGIN) + self.shop.chance.between(least, most);
        self.plan(after, event);
    }

    fn work(&mut self) {
        let begin = self.shop.now;
        let end = begin.saturating_add_millis(WARM_UP + HOUR);
        let measured = begin.saturating_add_millis(WARM_UP);
        while let Some(((at, _), event)) = self.events.pop_first() {
            let (waits, open, requests) = (&mut self.waits, &mut self.open, &mut self.requests);
            self.shop.run_until(at.min(end), |done| {
                for (sent_at, request) in &done.sent {
                    *requests += u32::from(*sent_at >= measured);
                    if !is_change(request) {
                        continue;
                    }
                    let id = request.url.split(['/', '?']).find_map(|part| part.parse::<u64>().ok());
                    if let Some(may_go) = id.and_then(|id| open.remove(&(done.browser, id))) {
                        waits.push(sent_at.since(may_go).max(0));
                    }
                }
            });
            if at >= end {
                break;
            }
            self.happens(event);
        }
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Looks(browser) => {
                let listed = self.shop.counter.borrow().listed.clone();
                // Most often one of the first pages.
                let page = if self.shop.chance.one_in(3) {
                    self.shop.chance.below(10)
                } else {
                    self.shop.chance.below(3)
                };
                let list: Vec<OrderRef> = listed.into_iter().skip(page as usize * ROWS).take(ROWS).collect();
                self.lists[browser].clone_from(&list);
                self.shop.begin(browser, What::Command(Command::Look { store: store(), orders: list }));
                self.again(BETWEEN_LOOKS, event);
            }
            Event::Changes(browser) => {
                self.change(browser);
                self.again(BETWEEN_CHANGES, event);
            }
            Event::Measures => {
                self.measure();
                self.again((10 * SECOND, 10 * SECOND), event);
            }
        }
    }

    fn change(&mut self, browser: usize) {
        let order = *self.shop.chance.pick(&self.lists[browser].clone());
        let target = self.shop.counter.borrow_mut().fresh_target(order, false);
        let Some((status, sub_status)) = target else { return };
        let lasts = self.shop.counter.borrow().catalog.statuses.iter().any(|known| {
            known.id == status && (!known.channels.is_empty() || known.shopify_order_effect != "none")
        });
        let grace = if lasts { i64::from(Settings::default().grace_seconds) * SECOND } else { 0 };
        self.open.insert((browser, order.id), self.shop.now.saturating_add_millis(grace));
        let staff = Some(format!("Staff {browser}"));
        let command = Command::Change { store: store(), orders: vec![order], status, sub_status, staff };
        self.shop.begin(browser, What::Command(command));
    }

    fn measure(&mut self) {
        for (browser, list) in self.shop.browsers.iter().zip(&self.lists) {
            for order in list {
                let seen = browser.view(&format!("order/{}", key_of(*order)));
                let seen_at = seen.and_then(|view| view["seen_at"].as_i64());
                // Not read yet counts from the beginning.
                self.ages.push(self.shop.now.since(seen_at.map_or(BEGIN, Timestamp)));
            }
        }
    }

    fn report(&mut self, staff: usize) -> serde_json::Value {
        self.ages.sort_unstable();
        self.waits.sort_unstable();
        let never = self.open.values().filter(|may_go| self.shop.now.since(**may_go) > MINUTE).count();
        let share = |sorted: &[i64], part: usize| sorted.get(sorted.len() * part / 100).map(|ms| ms / SECOND);
        json!({
            "staff": staff,
            "requests_per_hour": self.requests,
            "refused_with_429": self.shop.counter.borrow().refused,
            "badge_age_s": { "median": share(&self.ages, 50), "p99": share(&self.ages, 99), "oldest": self.ages.last().map(|ms| ms / SECOND) },
            "change_wait_s": { "median": share(&self.waits, 50), "p99": share(&self.waits, 99), "longest": self.waits.last().map(|ms| ms / SECOND) },
            "changes_sent": self.waits.len(),
            "changes_waiting_over_a_minute": never,
        })
    }
}

//! A day of a store: three people share a key, somebody else moves orders too, the network and the browsers fail, two
//! clocks are wrong. Whatever happens, what the extension says must be true by the service's own database.
//!
//! The night has 25 hours (America/Toronto leaves daylight time), a weekend ends as it begins and a holiday follows.
//! Debug builds take a small store, `DAY_ORDERS=5000 cargo test --release --test day` the whole one. A failure names its
//! seed: `SEED=… cargo test --test day` tells the same story again.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod shop;

use jiff::civil::{Weekday as Day, date};
use shop::browser::{Done, What, store};
use shop::calendar::Days;
use shop::chance::Chance;
use shop::{Shop, judge::Judge};
use std::collections::BTreeMap;
use ucos_inline::due::Weekday;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::settings::{Holiday, QuietHours, Reminders, Settings};
use ucos_inline::time::Timestamp;
use ucos_inline::worker::command::Command;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Saturday, 31 October 2026, 22:00 in Toronto: the last two hours of a weekend of Friday and Saturday.
const BEGIN: Timestamp = Timestamp(1_793_498_400_000);
const ZONE: &str = "America/Toronto";
/// Until Monday, the holiday, at 4:00.
const LENGTH: i64 = 31 * HOUR;

/// When each of the three is before the list, in hours after [`BEGIN`].
const SHIFTS: [(i64, i64); 3] = [(10, 20), (14, 26), (7, 17)];

/// The browser whose clock is 40 minutes fast.
const FAST: usize = 1;
/// The browser whose clock is put back by two hours at noon.
const JUMPS: usize = 2;
/// Noon on Sunday.
const NOON: i64 = 15 * HOUR;

#[derive(Debug, Clone, Copy)]
enum Event {
    Connect(usize),
    Comes(usize),
    Goes(usize),
    Looks(usize),
    Changes(usize),
    SomebodyElse,
    ClockIsPutBack,
    Judge,
}

/// The story so far, and what is to come.
struct Story {
    shop: Shop,
    judge: Judge,
    chance: Chance,
    events: BTreeMap<(Timestamp, u32), Event>,
    count: u32,
    /// What each person has on the screen.
    lists: Vec<Vec<OrderRef>>,
}

fn days() -> Days {
    let zone = jiff::tz::TimeZoneDatabase::bundled().get(ZONE).unwrap();
    Days { zone, weekend: vec![Day::Friday, Day::Saturday], holidays: vec![date(2026, 11, 2)] }
}

fn settings(browser: usize, muted: &str) -> Settings {
    let night = QuietHours { from: 22 * 60, to: 7 * 60 };
    Settings {
        zone: Some(ZONE.to_owned()),
        weekend: [Weekday::Fri, Weekday::Sat].into_iter().collect(),
        holidays: vec![Holiday { date: "2026-11-02".parse().unwrap(), name: "Founders".to_owned() }],
        sub_status_restarts: browser == FAST,
        reminders: Reminders {
            enabled: true,
            quiet: (browser != FAST).then_some(night),
            muted_statuses: if browser == 0 { vec![muted.to_owned()] } else { Vec::new() },
        },
        ..Settings::default()
    }
}

impl Story {
    fn new(seed: u64, orders: u32) -> Story {
        let mut shop = Shop::new(seed, orders, BEGIN, SHIFTS.len(), ZONE);
        shop.ends_once_in = Some(12);
        let trouble = shop.trouble();
        shop.counter.borrow_mut().trouble = trouble;
        // Within what counts as agreement, well beyond it, and right until noon.
        shop.browsers[0].simulated.change(|world| world.clock_error_ms = 1_400);
        shop.browsers[FAST].simulated.change(|world| world.clock_error_ms = 40 * MINUTE);
        let packing =
            shop.counter.borrow().catalog.statuses.iter().find(|s| s.name == "Packing").unwrap().id.clone();
        let settings = (0..SHIFTS.len()).map(|browser| settings(browser, &packing)).collect();
        let judge = Judge::new(days(), settings);
        let lists = vec![Vec::new(); SHIFTS.len()];
        let chance = Chance::new(seed ^ 0xda1);
        let mut story = Story { shop, judge, chance, events: BTreeMap::new(), count: 0, lists };
        for (browser, (comes, goes)) in SHIFTS.into_iter().enumerate() {
            story.plan(browser as i64 * MINUTE, Event::Connect(browser));
            story.plan(comes * HOUR, Event::Comes(browser));
            story.plan(goes * HOUR, Event::Goes(browser));
        }
        story.plan(NOON, Event::ClockIsPutBack);
        story.plan(5 * MINUTE, Event::SomebodyElse);
        story.plan(10 * MINUTE, Event::Judge);
        story
    }

    /// Something happens so long after the beginning.
    fn plan(&mut self, after: i64, event: Event) {
        self.count += 1;
        self.events.insert((BEGIN.saturating_add_millis(after), self.count), event);
    }

    /// Something happens again after a while.
    fn again(&mut self, least: i64, most: i64, event: Event) {
        let after = self.shop.now.since(BEGIN) + self.chance.between(least, most);
        self.plan(after, event);
    }

    fn tell(&mut self) {
        let end = BEGIN.saturating_add_millis(LENGTH);
        while let Some(((at, _), event)) = self.events.pop_first() {
            let mut over: Vec<Done> = Vec::new();
            self.shop.run_until(at.min(end), |done| over.push(done.clone()));
            over.iter().for_each(|done| self.judge.errand(&self.shop, done));
            if at >= end {
                break;
            }
            self.happens(event);
        }
        self.judge.all(&self.shop);
        self.judge.end(&self.shop, BEGIN);
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Connect(browser) => {
                self.connect(browser);
            }
            Event::Comes(browser) => {
                self.shop.browsers[browser].person_there = true;
                self.plan(self.shop.now.since(BEGIN), Event::Looks(browser));
                self.again(MINUTE, 3 * MINUTE, Event::Changes(browser));
            }
            Event::Goes(browser) => self.shop.browsers[browser].person_there = false,
            Event::Looks(browser) if self.shop.browsers[browser].person_there => {
                let list = self.some_list();
                self.lists[browser].clone_from(&list);
                self.begin(browser, Command::Look { store: store(), orders: list });
                self.again(MINUTE / 2, 4 * MINUTE, Event::Looks(browser));
            }
            Event::Changes(browser) if self.shop.browsers[browser].person_there => {
                self.change(browser);
                self.again(5 * MINUTE, 30 * MINUTE, Event::Changes(browser));
            }
            Event::Looks(_) | Event::Changes(_) => {}
            Event::SomebodyElse => {
                let order = *self.chance.pick(&self.shop.counter.borrow().listed.clone());
                let mut counter = self.shop.counter.borrow_mut();
                if let Some(target) = counter.fresh_target(order, true) {
                    counter.move_elsewhere(order, &target, self.shop.now);
                }
                drop(counter);
                // Each order moves about once a day, however large the store is.
                let orders = self.lists_all() as i64;
                self.again(20 * HOUR / orders, 28 * HOUR / orders, Event::SomebodyElse);
            }
            Event::ClockIsPutBack => {
                self.judge.all(&self.shop);
                self.shop.browsers[JUMPS].simulated.change(|world| world.clock_error_ms = -2 * HOUR);
                self.judge.clock_was_put(JUMPS, self.shop.now);
            }
            Event::Judge => {
                self.judge.all(&self.shop);
                self.again(10 * MINUTE, 10 * MINUTE, Event::Judge);
            }
        }
    }

    /// Connects a browser, as often as it takes, sets it up and shows it a first list; its person then goes home.
    fn connect(&mut self, browser: usize) {
        let settings = self.judge.settings(browser).clone();
        let key = self.shop.counter.borrow().key();
        let staff_name = format!("Staff {browser}");
        let list = self.some_list();
        let commands = [
            Command::Connect { store: store().to_string(), key, staff_name, pin: None },
            Command::Configure { store: store(), settings },
            Command::Look { store: store(), orders: list },
        ];
        for command in commands {
            while !self.shop.command(browser, command.clone()).is_some_and(|reply| reply.ok) {
                let later = self.shop.now.saturating_add_seconds(61);
                self.shop.run_until(later, |_| {});
            }
        }
        self.shop.browsers[browser].person_there = false;
        self.judge.connected(browser, self.shop.now);
    }

    /// A page of the list; now and then a long one.
    fn some_list(&mut self) -> Vec<OrderRef> {
        let listed = self.shop.counter.borrow().listed.clone();
        let length = if self.chance.one_in(10) { 250 } else { 50 };
        let pages = (listed.len() / length).max(1) as u64;
        // Most often one of the first pages.
        let page =
            if self.chance.one_in(3) { self.chance.below(pages) } else { self.chance.below(pages.min(3)) };
        listed.into_iter().skip(page as usize * length).take(length).collect()
    }

    fn lists_all(&self) -> usize {
        self.shop.counter.borrow().listed.len()
    }

    fn change(&mut self, browser: usize) {
        if self.lists[browser].is_empty() {
            return;
        }
        let order = *self.chance.pick(&self.lists[browser].clone());
        let is_known = self.shop.roll(browser).is_some_and(|roll| {
            let entry = roll.entries().iter().find(|entry| entry.order == order);
            entry.and_then(|entry| roll.status(entry)) == self.shop.counter.borrow().truth[&order].status()
        });
        let target = self.shop.counter.borrow_mut().fresh_target(order, is_known);
        if let Some((status, sub_status)) = target {
            self.begin(
                browser,
                Command::Acknowledge { store: store(), orders: vec![order], staff: Some("Ada".to_owned()) },
            );
            let staff = Some(format!("Staff {browser}"));
            self.begin(
                browser,
                Command::Change { store: store(), orders: vec![order], status, sub_status, staff },
            );
        }
    }

    fn begin(&mut self, browser: usize, command: Command) {
        for done in self.shop.begin(browser, What::Command(command)) {
            self.judge.errand(&self.shop, &done);
        }
    }
}

/// Says which story failed.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("this story again: SEED={} cargo test --test day", self.0);
        }
    }
}

#[test]
fn whatever_happens_in_a_day_what_is_said_is_true() {
    let usual = if cfg!(debug_assertions) { 60 } else { 5_000 };
    let orders = std::env::var("DAY_ORDERS").ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let seed = Seed(Chance::seed_or(1));
    let mut story = Story::new(seed.0, orders);
    story.tell();
    println!("{}", story.judge.report(&story.shop));
}

//! A shop: one service, several browsers whose staff share a key, and one time for all of them.
//!
//! - [`counter`]: the service and the network before it, with the truth of every order
//! - [`browser`]: one browser and the lives of its worker
//! - [`calendar`]: due times, counted independently of the core
//! - [`chance`]: what a seed decides
//! - [`judge`]: what browsers say and keep, against the truth
//!
//! Nobody's time runs ahead: [`Shop::run_until`] always does next what is due first, in whichever browser.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of several tests; one that fails fails its test"
)]

pub mod browser;
pub mod calendar;
pub mod chance;
pub mod counter;
pub mod judge;

use browser::{Browser, Done, Outcome, What, store};
use chance::Chance;
use counter::{Counter, Trouble};
use std::cell::RefCell;
use std::rc::Rc;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::Table;
use ucos_inline::time::Timestamp;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;

/// One store, its service and its browsers.
pub struct Shop {
    pub counter: Rc<RefCell<Counter>>,
    pub browsers: Vec<Browser>,
    pub now: Timestamp,
    /// Decides when workers end and how long requests take to arrive.
    pub chance: Chance,
    /// A worker ends once in so many errands while at work, and once in so many between two; `None`: never.
    pub ends_once_in: Option<u64>,
}

impl Shop {
    /// A store of so many orders at this time, with so many browsers in this zone; nothing is connected.
    pub fn new(seed: u64, orders: u32, now: Timestamp, browsers: usize, zone: &str) -> Shop {
        let counter = Rc::new(RefCell::new(Counter::new(seed, orders, now)));
        let browsers = (0..browsers).map(|number| Browser::new(number, &counter, now, zone)).collect();
        Shop { counter, browsers, now, chance: Chance::new(seed), ends_once_in: None }
    }

    /// The same with one browser, connected.
    pub fn connected(seed: u64, orders: u32, now: Timestamp) -> Shop {
        let mut shop = Shop::new(seed, orders, now, 1, "UTC");
        shop.connect(0);
        shop
    }

    /// Connects a browser as its options page does.
    pub fn connect(&mut self, browser: usize) {
        let key = self.counter.borrow().key();
        let staff_name = format!("Staff {browser}");
        let command = Command::Connect { store: store().to_string(), key, staff_name, pin: None };
        assert_eq!(self.command(browser, command), Some(Reply { ok: true, ..Reply::default() }));
    }

    /// Shows these orders on the list.
    pub fn look(&mut self, browser: usize, orders: Vec<OrderRef>) -> Option<Reply> {
        self.command(browser, Command::Look { store: store(), orders })
    }

    /// Gives a command and lets time pass until it is carried out. `None`: the worker ended.
    pub fn command(&mut self, browser: usize, command: Command) -> Option<Reply> {
        let what = What::Command(command);
        self.browsers[browser].begin(what.clone(), None);
        let mut reply = None;
        loop {
            let next = self.go_on(&mut |done| {
                if done.browser == browser && done.what == what {
                    reply = Some(done.outcome.clone());
                }
            });
            if reply.is_some() {
                break;
            }
            self.move_to(next.unwrap(), &mut |_| {});
        }
        match reply {
            Some(Outcome::Reply(reply)) => Some(*reply),
            _ => None,
        }
    }

    /// Lets everything happen that is due up to this time, each thing at its time.
    pub fn run_until(&mut self, end: Timestamp, mut over: impl FnMut(&Done)) {
        while self.now < end {
            let next = self.go_on(&mut over).map_or(end, |next| next.min(end));
            self.move_to(next, &mut over);
        }
    }

    /// Lets everything go on at this instant; tells when something happens next.
    fn go_on(&mut self, over: &mut impl FnMut(&Done)) -> Option<Timestamp> {
        let mut next = None;
        for browser in &mut self.browsers {
            let (done, waits_until) = browser.go_on();
            done.iter().for_each(&mut *over);
            next = [next, waits_until, browser.next_alarm_at()].into_iter().flatten().min();
        }
        next
    }

    /// Moves the time of all browsers on; alarms that are due go off.
    fn move_to(&mut self, time: Timestamp, over: &mut impl FnMut(&Done)) {
        self.now = self.now.max(time);
        let now = self.now;
        for at in 0..self.browsers.len() {
            self.browsers[at].simulated.change(|world| world.now = now);
            while let Some(name) = self.browsers[at].take_alarm() {
                for done in self.begin(at, What::Alarm(name)) {
                    over(&done);
                }
            }
        }
    }

    /// Gives a worker something to do, on a network of its own speed; perhaps it ends before, perhaps meanwhile.
    /// Tells what came to an end with it.
    pub fn begin(&mut self, browser: usize, what: What) -> Vec<Done> {
        let browser = &mut self.browsers[browser];
        let mut ended = Vec::new();
        let is_troubled = self.counter.borrow().trouble.slow > 0;
        if is_troubled {
            let is_slow = self.chance.one_in(12);
            let way_there_ms =
                if is_slow { self.chance.between(1_000, 15_000) } else { self.chance.between(10, 300) };
            browser.simulated.change(|world| world.way_there_ms = way_there_ms);
        }
        let ends_after = self.ends_once_in.filter(|times| self.chance.one_in(*times));
        let ends_after = ends_after.map(|_| 1 + self.chance.below(40));
        if self.ends_once_in.is_some() && browser.is_idle() && self.chance.one_in(2) {
            ended = browser.end_worker();
        }
        browser.begin(what, ends_after);
        ended
    }

    /// What the network and the service do wrong now and then.
    pub fn trouble(&self) -> Trouble {
        Trouble { lost_before: 10, lost_after: 10, timed_out: 8, limited: 4, broken: 12, slow: 30 }
    }

    /// The roll that a browser has kept.
    pub fn roll(&self, browser: usize) -> Option<ucos_inline::orders::roll::Roll> {
        let record = self.browsers[browser].record(Table::Rolls, store().as_str())?;
        ucos_inline::orders::roll::Roll::from_bytes(&record)
    }
}

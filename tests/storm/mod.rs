//! A storm over a small store: two people change the same orders from two browsers while everything that can fail does.
//!
//! - [`counter`]: the service and the network before it, with every request that changes something
//! - [`browser`], [`chance`]: from the shop; one browser and the lives of its worker, and what a seed decides
//! - [`ledger`]: every intent that a browser ever stored
//! - [`story`]: what happens, from a seed
//! - [`judge`]: what must be true when it is over
//! - [`many`]: many stories on all cores
//! - [`log`]: what happened, for a person
//!
//! Nobody's time runs ahead: [`Storm::run_until`] always does next what is due first, wherever.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of several tests; one that fails fails its test"
)]

#[path = "../shop/browser.rs"]
pub mod browser;
#[path = "../shop/chance.rs"]
pub mod chance;
pub mod counter;
pub mod judge;
pub mod ledger;
pub mod log;
pub mod many;
pub mod story;

use browser::{Browser, Done, Outcome, What};
use chance::Chance;
use counter::{Counter, Saboteur};
use ledger::Ledger;
use log::Log;
use std::cell::RefCell;
use std::rc::Rc;
use ucos_inline::platform::Platform;
use ucos_inline::time::Timestamp;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;

/// One store, its service and its browsers.
pub struct Storm {
    pub counter: Rc<RefCell<Counter>>,
    pub browsers: Vec<Browser>,
    pub ledgers: Vec<Ledger>,
    pub now: Timestamp,
    /// Decides when workers end and how long requests take to arrive.
    pub chance: Chance,
    /// Whether it still rages: workers end, requests are slow, alarms come twice.
    pub rages: bool,
    /// Whether workers may even end before they have read what the store kept, with the alarm that woke them lost.
    pub is_harsh: bool,
    /// What came to an end and has not been read yet.
    pub over: Vec<Done>,
    pub log: Log,
}

impl Storm {
    /// So many browsers at this counter.
    pub fn new(seed: u64, counter: Counter, browsers: usize, now: Timestamp, log: Log) -> Storm {
        let counter = Rc::new(RefCell::new(counter));
        let browsers: Vec<Browser> =
            (0..browsers).map(|number| Browser::new(number, &counter, now, "UTC")).collect();
        for browser in &browsers {
            // Each story has numbers of its own.
            for _ in 0..seed % 997 {
                browser.simulated.random();
            }
        }
        let ledgers = (0..browsers.len()).map(|number| Ledger::new(number, log.clone())).collect();
        let chance = Chance::new(seed ^ 0x57_02_3a);
        let (rages, is_harsh, over) = (false, false, Vec::new());
        Storm { counter, browsers, ledgers, now, chance, rages, is_harsh, over, log }
    }

    /// Lets everything happen that is due up to this time, each thing at its time.
    pub fn run_until(&mut self, end: Timestamp) {
        loop {
            let next = self.go_on().map_or(end, |next| next.min(end));
            if self.now >= end {
                return;
            }
            self.move_to(next);
        }
    }

    /// Gives a command and lets time pass until it is carried out. `None`: the worker ended.
    pub fn command(&mut self, browser: usize, command: Command) -> Option<Reply> {
        let what = What::Command(command);
        self.begin(browser, what.clone());
        loop {
            let next = self.go_on();
            if let Some(done) = self.over.iter().rev().find(|d| d.browser == browser && d.what == what) {
                return match &done.outcome {
                    Outcome::Reply(reply) => Some((**reply).clone()),
                    _ => None,
                };
            }
            self.move_to(next.unwrap());
        }
    }

    /// Lets everything go on at this instant; tells when something happens next.
    fn go_on(&mut self) -> Option<Timestamp> {
        let mut next = self.counter.borrow().next_late_at();
        for (browser, ledger) in self.browsers.iter_mut().zip(&mut self.ledgers) {
            let counter = &self.counter;
            let (done, waits_until) =
                browser.go_on_watched(&mut |simulated| ledger.watch(simulated, counter));
            for one in done {
                self.log.say(self.now, || {
                    format!("  [{}] {} -> {:?}", one.browser, told(&one.what), one.outcome)
                });
                ledger.read_reply(browser, &one);
                self.over.push(one);
            }
            if browser.has_failed() {
                browser.end_worker();
            }
            next = [next, waits_until, browser.next_alarm_at()].into_iter().flatten().min();
        }
        next
    }

    /// Moves the time of all on; what is late arrives, and alarms that are due go off.
    fn move_to(&mut self, time: Timestamp) {
        self.now = self.now.max(time);
        let now = self.now;
        self.counter.borrow_mut().deliver_late(now);
        let sleeps = self.counter.borrow().saboteur == Some(Saboteur::Sleeps);
        for at in 0..self.browsers.len() {
            self.browsers[at].simulated.change(|world| world.now = now);
            while let Some(name) = self.browsers[at].take_alarm() {
                if sleeps && name == "settle" {
                    continue;
                }
                if self.rages && self.chance.one_in(20) {
                    self.begin(at, What::Alarm(name.clone()));
                }
                self.begin(at, What::Alarm(name));
            }
        }
    }

    /// Gives a worker something to do, on a network of its own speed; perhaps it ends before, perhaps meanwhile.
    pub fn begin(&mut self, browser: usize, what: What) {
        self.log.say(self.now, || format!("  [{browser}] {}", told(&what)));
        let mut ends_after = None;
        if self.rages {
            let way_there_ms = match self.chance.one_in(12) {
                true => self.chance.between(1_000, 15_000),
                false => self.chance.between(0, 300),
            };
            self.browsers[browser].simulated.change(|world| world.way_there_ms = way_there_ms);
            ends_after = self.chance.one_in(6).then(|| 1 + self.chance.below(40));
            if self.browsers[browser].is_idle() && self.chance.one_in(5) {
                self.end_worker(browser);
            }
        }
        self.browsers[browser].begin(what, ends_after);
    }

    /// The browser ends a worker, whatever it is at.
    pub fn end_worker(&mut self, browser: usize) {
        if self.browsers[browser].is_starting() && !self.is_harsh {
            return;
        }
        self.log.say(self.now, || format!("  [{browser}] the worker ends"));
        self.over.extend(self.browsers[browser].end_worker());
    }
}

fn told(what: &What) -> String {
    let mut text = format!("{what:?}");
    if let What::Command(Command::Connect { .. }) = what {
        text = "Command(Connect)".to_owned();
    }
    text.replace("store: StoreHandle(\"maple-and-birch\"), ", "")
        .replace("OrderRef { kind: Order, id: ", "")
        .replace("OrderRef { kind: Draft, id: ", "draft ")
        .replace(" }, ", ", ")
        .replace(" }]", "]")
}

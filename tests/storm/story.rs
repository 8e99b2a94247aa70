//! What happens in one story, from its seed: what people do in two browsers, what others do elsewhere, what breaks, and
//! how all of it comes to rest.

use super::Storm;
use super::browser::{What, key_of, store};
use super::chance::Chance;
use super::counter::{Counter, Saboteur, Trouble};
use super::judge;
use super::log::{BEGIN, Log};
use sandbox::database::Database;
use sandbox::database::orders::Held;
use serde_json::Value;
use std::collections::BTreeMap;
use ucos_inline::changes::Decision;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::Table;
use ucos_inline::settings::Settings;
use ucos_inline::time::Timestamp;
use ucos_inline::ucos::requests::Channel;
use ucos_inline::worker::command::Command;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

/// How long it takes until all has come to rest.
const REST: i64 = 40 * MINUTE;

/// A status and a sub-status, by id.
pub type Pair = (Option<String>, Option<String>);

#[derive(Debug, Clone, Copy)]
enum Event {
    Looks(usize),
    Acts(usize),
    SomebodyElse,
    WorkerEnds(usize),
    Offline(usize, bool),
    KeyRevoked,
    KeyReplaced(usize),
    KeyLimited(bool),
    StoreFull(usize, bool),
    IntentLost,
}

/// The story so far, and what is to come.
pub struct Story {
    pub storm: Storm,
    chance: Chance,
    events: BTreeMap<(Timestamp, u32), Event>,
    count: u32,
    /// How many times slower people are than usual.
    pace: i64,
    /// Where each order was at first.
    pub first: BTreeMap<OrderRef, Pair>,
    /// The name of each browser's key.
    keys: Vec<String>,
    complaints: Vec<String>,
    log: Log,
}

/// How a story went.
pub struct Told {
    pub complaints: Vec<String>,
    pub stats: judge::Stats,
}

/// Tells the story of a seed from its beginning to its end, and judges it.
pub fn tell(template: &Database, seed: u64, saboteur: Option<Saboteur>, log: Log) -> Told {
    let mut story = Story::new(template, seed, saboteur, log);
    story.rage();
    story.rest();
    let (mut complaints, stats) = judge::judge(&story);
    let mut all = std::mem::take(&mut story.complaints);
    all.append(&mut complaints);
    Told { complaints: all, stats }
}

/// What an order is in.
pub fn pair(held: Option<&Held>) -> Pair {
    (held.map(|held| held.status.clone()), held.and_then(|held| held.sub_status.clone()))
}

impl Story {
    fn new(template: &Database, seed: u64, saboteur: Option<Saboteur>, log: Log) -> Story {
        let mut chance = Chance::new(seed);
        let orders = chance.between(2, 10);
        let enforces_order = chance.one_in(3);
        let counter =
            Counter::new(template, seed, usize::try_from(orders).unwrap(), enforces_order, log.clone());
        let first =
            counter.orders.iter().map(|order| (*order, pair(counter.held(*order).as_ref()))).collect();
        let mut storm = Storm::new(seed, counter, 2, BEGIN, log.clone());
        storm.counter.borrow_mut().saboteur = saboteur;
        storm.is_harsh = chance.one_in(4);
        if chance.one_in(5) {
            let error = chance.between(-20 * MINUTE, 40 * MINUTE);
            storm.browsers[1].simulated.change(|world| world.clock_error_ms = error);
        }
        let keys = match chance.one_in(6) {
            true => vec!["full".to_owned(), "spare".to_owned()],
            false => vec!["full".to_owned(); 2],
        };
        let mut story = Story {
            storm,
            chance,
            events: BTreeMap::new(),
            count: 0,
            pace: 1,
            first,
            keys,
            complaints: Vec::new(),
            log,
        };
        for browser in 0..2 {
            let grace_seconds = *story.chance.pick(&[0, 3, 5, 5, 30]);
            story.connect(browser);
            // Most stories are not about the sweep.
            let sweep_percent = if story.chance.one_in(4) { 30 } else { 0 };
            let settings = Settings { grace_seconds, sweep_percent, ..Settings::default() };
            let reply = story.storm.command(browser, Command::Configure { store: store(), settings });
            assert!(reply.is_some_and(|reply| reply.ok), "settings are kept");
            story.look(browser);
        }
        story
    }

    fn connect(&mut self, browser: usize) {
        let key = self.storm.counter.borrow().key(&self.keys[browser].clone());
        let staff_name = format!("Staff {browser}");
        let command = Command::Connect { store: store().to_string(), key, staff_name, pin: None };
        for _ in 0..5 {
            if self.storm.command(browser, command.clone()).is_some_and(|reply| reply.ok) {
                return;
            }
            let later = self.storm.now.saturating_add_seconds(61);
            self.storm.run_until(later);
        }
        panic!("browser {browser} cannot connect");
    }

    /// Shows every order, as often as it takes.
    fn look(&mut self, browser: usize) {
        let orders = self.storm.counter.borrow().orders.clone();
        for _ in 0..5 {
            let look = Command::Look { store: store(), orders: orders.clone() };
            if self.storm.command(browser, look).is_some_and(|reply| reply.ok) {
                return;
            }
            let later = self.storm.now.saturating_add_seconds(61);
            self.storm.run_until(later);
        }
        self.complaints.push(format!("[{browser}] the list cannot be read, though all is well"));
    }

    /// Something happens at this time, in milliseconds after the beginning.
    fn plan(&mut self, after: i64, event: Event) {
        self.count += 1;
        self.events.insert((BEGIN.saturating_add_millis(after), self.count), event);
    }

    /// Something happens again after a while.
    fn again(&mut self, least: i64, most: i64, event: Event) {
        let after = self.storm.now.since(BEGIN) + self.pace * self.chance.between(least, most);
        self.plan(after, event);
    }

    /// The storm: everything happens that can.
    fn rage(&mut self) {
        let begin = self.storm.now.since(BEGIN);
        let strength = *self.chance.pick(&[2, 5, 10]);
        self.storm.counter.borrow_mut().trouble = Trouble::of(strength);
        self.storm.rages = true;
        let mut length = self.chance.between(2 * MINUTE, 7 * MINUTE);
        if self.chance.one_in(8) {
            // An hour offline, with what was chosen before and meanwhile.
            let (browser, from) = (usize::from(self.chance.one_in(2)), self.chance.between(0, 3 * MINUTE));
            self.pace = 8;
            self.plan(begin + from, Event::Offline(browser, true));
            self.plan(begin + from + 60 * MINUTE, Event::Offline(browser, false));
            length = from + 65 * MINUTE;
        }
        let within = |chance: &mut Chance| begin + chance.between(0, length);
        if self.chance.one_in(4) {
            let at = within(&mut self.chance);
            self.plan(at, Event::KeyRevoked);
            for browser in 0..2 {
                if !self.chance.one_in(5) {
                    let after = at + self.chance.between(10 * SECOND, 3 * MINUTE);
                    self.plan(after, Event::KeyReplaced(browser));
                }
            }
        }
        if self.chance.one_in(6) {
            let at = within(&mut self.chance);
            self.plan(at, Event::KeyLimited(true));
            let after = at + self.chance.between(10 * SECOND, 3 * MINUTE);
            self.plan(after, Event::KeyLimited(false));
        }
        if self.chance.one_in(8) {
            let (browser, at) = (usize::from(self.chance.one_in(2)), within(&mut self.chance));
            self.plan(at, Event::StoreFull(browser, true));
            let after = at + self.chance.between(5 * SECOND, MINUTE);
            self.plan(after, Event::StoreFull(browser, false));
        }
        if self.storm.counter.borrow().saboteur == Some(Saboteur::LosesIntent) {
            self.plan(begin + MINUTE, Event::IntentLost);
        }
        for browser in 0..2 {
            self.again(0, MINUTE, Event::Looks(browser));
            self.again(0, MINUTE, Event::Acts(browser));
            self.again(MINUTE / 2, 2 * MINUTE, Event::WorkerEnds(browser));
        }
        self.again(0, 2 * MINUTE, Event::SomebodyElse);
        let end = BEGIN.saturating_add_millis(begin + length);
        while let Some(((at, _), event)) = self.events.pop_first() {
            self.storm.run_until(at.min(end));
            if at >= end {
                break;
            }
            self.happens(event);
        }
    }

    fn happens(&mut self, event: Event) {
        self.log.say(self.storm.now, || format!("{event:?}"));
        match event {
            Event::Looks(browser) => {
                let mut orders = self.storm.counter.borrow().orders.clone();
                orders.retain(|_| !self.chance.one_in(4));
                self.begin(browser, Command::Look { store: store(), orders });
                self.again(MINUTE / 2, 4 * MINUTE, Event::Looks(browser));
            }
            Event::Acts(browser) => {
                self.act(browser);
                self.again(SECOND, 40 * SECOND, Event::Acts(browser));
            }
            Event::SomebodyElse => {
                let order = self.some_order();
                let (status, sub) = self.some_target(None);
                let to = (!self.chance.one_in(12)).then_some((status.as_str(), sub.as_deref()));
                self.log.say(self.storm.now, || format!("somebody else: {} to {to:?}", order.id));
                self.storm.counter.borrow_mut().move_elsewhere(order, to, self.storm.now);
                self.again(MINUTE / 3, 3 * MINUTE, Event::SomebodyElse);
            }
            Event::WorkerEnds(browser) => {
                self.storm.end_worker(browser);
                self.again(MINUTE / 3, 3 * MINUTE, Event::WorkerEnds(browser));
            }
            Event::Offline(browser, is_so) => {
                let mut counter = self.storm.counter.borrow_mut();
                counter.offline.retain(|other| *other != browser);
                if is_so {
                    counter.offline.push(browser);
                }
            }
            Event::KeyRevoked => self.storm.counter.borrow().revoke(&self.keys[0]),
            Event::KeyReplaced(browser) => {
                self.keys[browser] = "new".to_owned();
                let key = self.storm.counter.borrow().key("new");
                let staff_name = format!("Staff {browser}");
                self.begin(
                    browser,
                    Command::Connect { store: store().to_string(), key, staff_name, pin: None },
                );
            }
            Event::KeyLimited(true) => self.storm.counter.borrow().limit(&self.keys[1]),
            Event::KeyLimited(false) => {
                // Not if it was revoked meanwhile: that is for good.
                let counter = self.storm.counter.borrow();
                let known = counter.service.database().key_by_name(counter.store, &self.keys[1]);
                if known.unwrap().is_some_and(|key| !key.revoked) {
                    counter.key(&self.keys[1]);
                }
            }
            Event::StoreFull(browser, is_so) => {
                self.storm.browsers[browser].simulated.change(|world| world.store_is_full = is_so);
            }
            Event::IntentLost => {
                let key = self.storm.browsers[0].simulated.change(|world| {
                    let key = world.store.keys().find(|(table, _)| *table == Table::Intents).cloned();
                    key.filter(|key| world.store.remove(key).is_some())
                });
                if key.is_none() {
                    self.again(5 * SECOND, 15 * SECOND, Event::IntentLost);
                }
            }
        }
    }

    /// A person does something to orders, by what the list shows.
    fn act(&mut self, browser: usize) {
        let order = self.some_order();
        let shown = |state: &[&str]| self.shown_as(browser, state);
        let (asking, unsent) = (shown(&["asking"]), shown(&["waiting", "blocked"]));
        let to_read = shown(&["refused", "superseded"]);
        let staff = Some(format!("Staff {browser}"));
        let dice = self.chance.below(100);
        let command = match dice {
            0..=9 if !asking.is_empty() => {
                let orders = self.some_of(&asking);
                let decision = *self.chance.pick(&[Decision::Made, Decision::Send, Decision::Leave]);
                Command::Decide { store: store(), orders, decision, staff: None }
            }
            10..=21 if !to_read.is_empty() => {
                let orders = self.some_of(&to_read);
                Command::Acknowledge { store: store(), orders, staff: None }
            }
            22..=31 if !unsent.is_empty() => {
                let orders = self.some_of(&unsent);
                Command::Undo { store: store(), orders, staff: None }
            }
            32..=38 if !unsent.is_empty() => {
                // Another choice while there is time.
                let order = *self.chance.pick(&unsent);
                let (status, sub_status) = self.some_target(Some(order));
                Command::Change { store: store(), orders: vec![order], status, sub_status, staff }
            }
            39..=52 => {
                let mut orders = self.storm.counter.borrow().orders.clone();
                let share = 1 + self.chance.below(3);
                orders.retain(|_| self.chance.below(4) < share);
                if orders.is_empty() {
                    orders.push(order);
                }
                let (status, sub_status) = self.some_target(None);
                Command::Change { store: store(), orders, status, sub_status, staff }
            }
            53..=58 => {
                let mut items = self.storm.counter.borrow().items[&order].clone();
                items.truncate(1 + usize::try_from(self.chance.below(3)).unwrap());
                if items.is_empty() {
                    return;
                }
                let target = (!self.chance.one_in(3)).then(|| self.some_target(None));
                let (status, sub_status) = target.map_or((None, None), |(status, sub)| (Some(status), sub));
                Command::ChangeItems { store: store(), order, items, status, sub_status, staff }
            }
            59..=64 => {
                let channels = match self.chance.below(3) {
                    0 => vec![Channel::Email],
                    1 => vec![Channel::Sms],
                    _ => vec![Channel::Email, Channel::Whatsapp],
                };
                Command::Notify { store: store(), order, channels, staff }
            }
            65..=69 => Command::Inspect { store: store(), order },
            _ => {
                let (status, sub_status) = self.some_target(Some(order));
                Command::Change { store: store(), orders: vec![order], status, sub_status, staff }
            }
        };
        let is_twice = self.chance.one_in(15);
        if is_twice {
            self.begin(browser, command.clone());
        }
        self.begin(browser, command);
    }

    fn begin(&mut self, browser: usize, command: Command) {
        self.storm.begin(browser, What::Command(command));
    }

    fn some_order(&mut self) -> OrderRef {
        let orders = self.storm.counter.borrow().orders.clone();
        *self.chance.pick(&orders)
    }

    fn some_of(&mut self, orders: &[OrderRef]) -> Vec<OrderRef> {
        match self.chance.one_in(3) {
            true => orders.to_vec(),
            false => vec![*self.chance.pick(orders)],
        }
    }

    /// The orders whose change a browser shows in one of these states.
    fn shown_as(&self, browser: usize, states: &[&str]) -> Vec<OrderRef> {
        let orders = &self.storm.counter.borrow().orders;
        let is_so = |order: &&OrderRef| {
            let view = order_view(self, browser, **order);
            view.is_some_and(|view| {
                view["change"]["state"].as_str().is_some_and(|state| states.contains(&state))
            })
        };
        orders.iter().filter(is_so).copied().collect()
    }

    /// A status, with a sub-status where it has any; most often one that may follow, and one that messages as often as
    /// not.
    fn some_target(&mut self, order: Option<OrderRef>) -> (String, Option<String>) {
        let counter = self.storm.counter.clone();
        let counter = counter.borrow();
        let mut fitting: Vec<_> = counter.catalog.statuses.iter().filter(|status| !status.is_addon).collect();
        let messages = self.chance.one_in(2);
        fitting.retain(|status| status.channels.is_empty() != messages);
        let mut next = Vec::new();
        if let Some(present) = order.and_then(|order| counter.held(order)) {
            for flow in &counter.catalog.workflows {
                let place = flow.statuses.iter().position(|status| *status == present.status);
                let follows = place.and_then(|place| flow.statuses.get(place + 1));
                next.extend(follows.and_then(|id| counter.catalog.status(id)));
            }
        }
        let status = match !next.is_empty() && self.chance.one_in(2) {
            true => *self.chance.pick(&next),
            false => *self.chance.pick(&fitting),
        };
        let options: Vec<String> = status
            .sub_statuses
            .iter()
            .flat_map(|group| &group.options)
            .map(|option| option.id.clone())
            .collect();
        let sub = (!options.is_empty()).then(|| self.chance.pick(&options).clone());
        (status.id.clone(), sub)
    }

    /// All heals; nobody does anything until all has come to rest, and then looks.
    fn rest(&mut self) {
        self.log.say(self.storm.now, || "the storm is over".to_owned());
        self.storm.rages = false;
        {
            let mut counter = self.storm.counter.borrow_mut();
            (counter.trouble, counter.offline) = (Trouble::default(), Vec::new());
        }
        for browser in 0..2 {
            let simulated = &self.storm.browsers[browser].simulated;
            simulated.change(|world| {
                (world.way_there_ms, world.ends_after_steps, world.store_is_full) = (20, None, false);
            });
            let is_revoked = {
                let counter = self.storm.counter.borrow();
                let known = counter.service.database().key_by_name(counter.store, &self.keys[browser]);
                let is_revoked = known.unwrap().is_some_and(|key| key.revoked);
                if !is_revoked {
                    // Whatever it may not do for now it may again.
                    counter.key(&self.keys[browser]);
                }
                is_revoked
            };
            if is_revoked || self.keys[browser] == "new" {
                self.keys[browser] = "new".to_owned();
                self.connect(browser);
            }
            if self.storm.is_harsh {
                // The alarm may have been lost with the worker that it woke.
                self.look(browser);
            }
            self.storm.browsers[browser].person_there = false;
        }
        self.storm.run_until(self.storm.now.saturating_add_millis(REST));
        for _ in 0..2 {
            (0..2).for_each(|browser| self.look(browser));
            self.storm.run_until(self.storm.now.saturating_add_seconds(90));
        }
        for _ in 0..10 {
            if self.storm.browsers.iter().all(|browser| browser.is_idle()) {
                break;
            }
            self.storm.run_until(self.storm.now.saturating_add_millis(500));
        }
        if self.storm.counter.borrow().saboteur == Some(Saboteur::KeepsOldView) {
            let order = self.storm.counter.borrow().orders[0];
            let name = format!("order/{}", key_of(order));
            let status = self.storm.counter.borrow().catalog.statuses.last().unwrap().id.clone();
            self.storm.browsers[0].simulated.change(|world| {
                let mut view: Value = serde_json::from_str(&world.views[&name]).unwrap();
                view["status"] = serde_json::json!({ "id": status });
                world.views.insert(name, view.to_string());
            });
        }
    }
}

/// The view of an order.
pub fn order_view(story: &Story, browser: usize, order: OrderRef) -> Option<Value> {
    story.storm.browsers[browser].view(&format!("order/{}", key_of(order)))
}

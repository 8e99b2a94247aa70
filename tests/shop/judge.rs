//! Compares what browsers say and keep with the truth, and counts what they ask.

use super::Shop;
use super::browser::{Browser, Done, Outcome, What, key_of, kind_of, store};
use super::calendar::{Days, Limit};
use super::counter::{Counter, Truth};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use ucos_inline::json;
use ucos_inline::orders::identity::{OrderRef, parse_id};
use ucos_inline::orders::seen::Seen;
use ucos_inline::platform::Table;
use ucos_inline::settings::Settings;
use ucos_inline::time::{Interval, Timestamp};
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;

const MINUTE: i64 = 60_000;

/// Two looks this close count as one instant, by design.
const EXACT_ENOUGH_MS: i64 = 5_000;

/// The clocks agree within this.
const CLOCK_MS: i64 = 3_000;

/// However long a sweep has slept, so many requests may come at once.
const BURST: usize = 4;

/// The pace of 30 % of 10,000 requests a day.
const PACE_MS: i64 = 28_800;

/// What is known of one browser.
#[derive(Debug, Default)]
struct Tally {
    settings: Settings,
    connected_at: Option<Timestamp>,
    clock_put_at: Option<Timestamp>,
    /// When sweeps asked something.
    swept: Vec<Timestamp>,
    /// Sweeps that were cut short: what they asked last may not have been noted.
    cut_short: usize,
    /// Orders told of by name, each with the status in which it was overdue.
    named: HashSet<(OrderRef, String)>,
    told: u32,
    notifications: usize,
    /// Of those named, how many had moved on before, and by how much at the most, in milliseconds.
    moved_on: u32,
    moved_on_ms: i64,
    compared: u64,
    certain: u64,
    requests: usize,
    /// Views as they were last read: those that are no news are not read again.
    views: HashMap<String, (String, Value)>,
}

/// The judge of a story.
pub struct Judge {
    days: Days,
    tallies: Vec<Tally>,
    /// Due times by status and entry, once counted.
    due: RefCell<HashMap<(String, Timestamp), Timestamp>>,
}

impl Judge {
    /// A judge of browsers with these settings, whose calendar is this.
    pub fn new(days: Days, settings: Vec<Settings>) -> Judge {
        let tally = |settings| Tally { settings, ..Tally::default() };
        Judge { days, tallies: settings.into_iter().map(tally).collect(), due: RefCell::default() }
    }

    /// The settings of a browser.
    pub fn settings(&self, browser: usize) -> &Settings {
        &self.tallies[browser].settings
    }

    /// A browser is connected from now on.
    pub fn connected(&mut self, browser: usize, now: Timestamp) {
        self.tallies[browser].connected_at = Some(now);
    }

    /// A browser's clock was put.
    pub fn clock_was_put(&mut self, browser: usize, now: Timestamp) {
        self.tallies[browser].clock_put_at = Some(now);
    }

    /// Something that a browser was asked to do is over.
    pub fn errand(&mut self, shop: &Shop, done: &Done) {
        let tally = &mut self.tallies[done.browser];
        tally.requests += done.sent.len();
        match (&done.what, &done.outcome) {
            (What::Alarm(name), outcome) if name == "sweep" => {
                assert!(done.sent.len() <= BURST, "{} requests at once", done.sent.len());
                tally.swept.extend(done.sent.iter().map(|(at, _)| *at));
                tally.cut_short += usize::from(matches!(outcome, Outcome::Ended));
            }
            (What::Command(Command::Look { .. } | Command::Change { .. }), outcome) => {
                if let Some((at, _)) = done.sent.first() {
                    assert_eq!(*at, done.begun, "a person's request is sent at once");
                }
                if let Outcome::Reply(reply) = outcome {
                    is_fair(shop, done, reply);
                }
            }
            _ => {}
        }
    }

    /// Compares all that the browsers keep and show with the truth of this instant.
    pub fn all(&mut self, shop: &Shop) {
        let counter = shop.counter.borrow();
        for browser in &shop.browsers {
            let at = browser.number;
            self.notifications(&counter, browser);
            if let Some(roll) = shop.roll(at) {
                for entry in roll.entries() {
                    let truth = &counter.truth[&entry.order];
                    if roll.status(entry) == truth.status() {
                        let name = || {
                            let record =
                                browser.record(Table::Orders, &key_of(entry.order)).unwrap_or_default();
                            let record = String::from_utf8_lossy(&record).into_owned();
                            format!("browser {at} at {:?}: {record} of {truth:?}", browser.now())
                        };
                        holds(entry.entered.status, truth.entered, name);
                        self.tallies[at].compared += 1;
                    }
                }
            }
            self.views(&counter, browser);
            self.clock(browser);
        }
    }

    fn clock(&self, browser: &Browser) {
        let tally = &self.tallies[browser.number];
        let since = |at: Option<Timestamp>| at.map_or(i64::MAX, |at| browser.now().since(at));
        if since(tally.clock_put_at) > 30 * MINUTE
            && tally.connected_at.is_some_and(|at| since(Some(at)) > 30 * MINUTE)
        {
            let off = browser.page_now().since(browser.now());
            assert!(off.abs() <= CLOCK_MS, "browser {}: its time is wrong by {off} ms", browser.number);
            let swept_at = browser
                .view(&format!("summary/{}", store()))
                .and_then(|summary| summary["swept_at"].as_i64());
            if since(tally.connected_at) > 120 * MINUTE {
                let age = browser.now().since(Timestamp(swept_at.unwrap_or_default())) / MINUTE;
                let kept = browser
                    .record(Table::Sweeps, store().as_str())
                    .map(|record| String::from_utf8(record).unwrap());
                assert!(
                    age <= 120,
                    "browser {} at {:?}: the last sweep ended {age} min ago; alarms {:?}; {kept:?}",
                    browser.number,
                    browser.now(),
                    browser.simulated.world().alarms
                );
            }
        }
    }

    /// Every order view that is news.
    fn views(&mut self, counter: &Counter, browser: &Browser) {
        let restarts = self.tallies[browser.number].settings.sub_status_restarts;
        let page_now = browser.page_now();
        let world = browser.simulated.world();
        let prefix = format!("order/{}/", store());
        let named = world.views.range(prefix.clone()..);
        for (name, text) in named.take_while(|(name, _)| name.starts_with(&prefix)) {
            let tally = &mut self.tallies[browser.number];
            let view = match tally.views.get(name) {
                Some((known, view)) if known == text => view.clone(),
                _ => {
                    let view: Value = serde_json::from_str(text).unwrap();
                    tally.views.insert(name.clone(), (text.clone(), view.clone()));
                    view
                }
            };
            let order = OrderRef {
                kind: kind_of(&view["kind"]),
                id: parse_id(view["id"].as_str().unwrap()).unwrap(),
            };
            let truth = &counter.truth[&order];
            let sub = truth.held.as_ref().and_then(|held| held.sub_status.as_deref());
            let is_present = view["status"]["id"].as_str() == truth.status()
                && truth.status().is_some()
                && (!restarts || view["sub_status"]["id"].as_str() == sub);
            if !is_present {
                continue;
            }
            let began = if restarts { truth.sub_entered } else { truth.entered };
            let what = || format!("browser {}, {}: {text}", browser.number, truth.name);
            let entered = interval(&view["entered"]);
            let wide = Interval::between(
                entered.earliest().saturating_add_millis(-EXACT_ENOUGH_MS),
                entered.latest(),
            );
            holds(wide, began, what);
            let due = self.due(counter, truth.status().unwrap(), began).filter(|_| !truth.cancelled);
            assert_eq!(due.is_some(), !view["due"].is_null(), "{}", what());
            if let Some(due) = due {
                let said = interval(&view["due"]);
                let exact_enough = began.saturating_add_millis(EXACT_ENOUGH_MS);
                let at_most = self.due(counter, truth.status().unwrap(), exact_enough).unwrap();
                assert!(said.earliest() <= at_most && due <= said.latest(), "truly due {due:?}: {}", what());
                let tally = &mut self.tallies[browser.number];
                if said.latest() <= page_now {
                    assert!(due <= page_now, "said to be overdue and is not before {due:?}: {}", what());
                    tally.certain += 1;
                } else if page_now < said.earliest() {
                    assert!(
                        page_now.saturating_add_millis(-EXACT_ENOUGH_MS) < due,
                        "said to be in time and is overdue: {}",
                        what()
                    );
                    tally.certain += 1;
                }
            }
        }
    }

    fn due(&self, counter: &Counter, status: &str, entered: Timestamp) -> Option<Timestamp> {
        let status = counter.catalog.status(status)?;
        let limit = Limit {
            millis: status.limit_seconds? * 1000,
            skips_weekends: status.skip_weekends,
            skips_holidays: status.skip_holidays,
        };
        let mut known = self.due.borrow_mut();
        let due = known.entry((status.id.clone(), entered));
        Some(*due.or_insert_with(|| Timestamp(self.days.due(entered.0, limit))))
    }

    /// Every notification since the last time.
    fn notifications(&mut self, counter: &Counter, browser: &Browser) {
        let tally = &self.tallies[browser.number];
        let news: Vec<(Timestamp, String)> =
            browser.simulated.world().notifications[tally.notifications..].to_vec();
        for (at, text) in news {
            let what = format!("browser {} at {at:?}: {text}", browser.number);
            let reminder: Value = serde_json::from_str(&text).unwrap();
            let device_at = at.saturating_add_millis(browser.device_now().since(browser.now()));
            let tally = &self.tallies[browser.number];
            if let Some(quiet) = tally.settings.reminders.quiet {
                let stamp = jiff::Timestamp::from_millisecond(device_at.0).unwrap();
                let local = self.days.zone.to_datetime(stamp);
                let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap();
                let is_quiet = minute >= quiet.from || minute < quiet.to;
                assert!(!is_quiet, "in the quiet hours: {what}");
            }
            let names: Vec<&str> =
                reminder["names"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
            let count = u32::try_from(reminder["count"].as_u64().unwrap()).unwrap();
            assert_eq!(names.len(), count.min(5) as usize, "{what}");
            for name in names {
                let (order, status, left) = self
                    .overdue_of_name(counter, browser.number, name, at)
                    .unwrap_or_else(|| panic!("{name} was told of without cause: {what}"));
                let tally = &mut self.tallies[browser.number];
                tally.named.insert((order, status));
                if let Some(left) = left {
                    tally.moved_on += 1;
                    tally.moved_on_ms = tally.moved_on_ms.max(at.since(left));
                }
            }
            let tally = &mut self.tallies[browser.number];
            tally.notifications += 1;
            tally.told += count;
        }
    }

    /// An order of this name that was truly overdue then, in a status that is told of, and was not told of yet; with
    /// when it had left the status, if it had.
    fn overdue_of_name(
        &self,
        counter: &Counter,
        browser: usize,
        name: &str,
        at: Timestamp,
    ) -> Option<(OrderRef, String, Option<Timestamp>)> {
        let tally = &self.tallies[browser];
        let restarts = tally.settings.sub_status_restarts;
        let mut found = None;
        for (order, truth) in counter.truth.iter().filter(|(_, truth)| truth.name == name && !truth.cancelled)
        {
            for (status, entered, left) in stints(truth) {
                // Of an order that has moved on it is not known any more when its last sub-status began.
                let began = if restarts && left.is_none() { truth.sub_entered } else { entered };
                let is_muted = tally.settings.reminders.muted_statuses.contains(&status);
                let is_told = tally.named.contains(&(*order, status.clone()));
                let is_due = self
                    .due(counter, &status, began)
                    .is_some_and(|due| due <= at.saturating_add_millis(CLOCK_MS));
                let left = left.filter(|left| *left < at);
                if is_due && !is_muted && !is_told && entered <= at {
                    // The one that is still there is the better explanation.
                    if left.is_none() {
                        return Some((*order, status, None));
                    }
                    found = Some((*order, status, left));
                }
            }
        }
        found
    }

    /// What holds over the whole story.
    pub fn end(&mut self, shop: &Shop, begin: Timestamp) {
        let counter = shop.counter.borrow();
        assert_eq!(counter.refused, 0, "requests that the service refused");
        for browser in &shop.browsers {
            let tally = &self.tallies[browser.number];
            let length = shop.now.since(begin);
            assert!(tally.swept.len() as i64 <= length / PACE_MS + (BURST + tally.cut_short) as i64);
            let owed = self.owed(shop, &counter, browser, begin);
            assert!(tally.told >= owed, "browser {}: {} told, {owed} owed", browser.number, tally.told);
            let records = self.records(&counter, browser);
            assert!(records > 0);
        }
    }

    /// Of how many orders, at least, it should have been told: they became certainly overdue and stayed where they were.
    fn owed(&self, shop: &Shop, counter: &Counter, browser: &Browser, begin: Timestamp) -> u32 {
        let tally = &self.tallies[browser.number];
        // What the second night has brought is told when it is over.
        let hours = if tally.settings.reminders.quiet.is_some() { 24 } else { 29 };
        let until = begin.saturating_add_millis(hours * 60 * MINUTE);
        let connected_at = tally.connected_at.unwrap().saturating_add_millis(10 * MINUTE);
        let roll = shop.roll(browser.number).unwrap();
        let owed = roll.entries().iter().filter(|entry| {
            let truth = &counter.truth[&entry.order];
            let began = match tally.settings.sub_status_restarts {
                true => entry.entered.sub_status,
                false => entry.entered.status,
            };
            roll.status(entry).is_some_and(|status| {
                let due = self.due(counter, status, began.latest());
                !truth.cancelled
                    && truth.status() == Some(status)
                    && !tally.settings.reminders.muted_statuses.iter().any(|muted| muted == status)
                    && due.is_some_and(|due| connected_at < due && due < until)
            })
        });
        u32::try_from(owed.count()).unwrap()
    }

    /// Every record of the store against the truth, and against the roll.
    fn records(&self, counter: &Counter, browser: &Browser) -> usize {
        let world = browser.simulated.world();
        let roll = world.store.get(&(Table::Rolls, store().to_string())).unwrap();
        let roll = ucos_inline::orders::roll::Roll::from_bytes(roll).unwrap();
        let mut count = 0;
        for (order, truth) in &counter.truth {
            let Some(record) = world.store.get(&(Table::Orders, key_of(*order))) else { continue };
            let seen: Seen = json::read(record).unwrap();
            count += 1;
            let entry = roll.entries().iter().find(|entry| entry.order == *order).unwrap();
            assert_eq!(
                (entry.entered.status, entry.entered.sub_status, entry.seen_at),
                (seen.entered, seen.sub_entered, seen.seen_at)
            );
            assert_eq!(roll.status(entry), seen.status.as_ref().map(|status| status.id.as_str()));
            let sub = truth.held.as_ref().and_then(|held| held.sub_status.as_deref());
            if seen.status.as_ref().map(|s| s.id.as_str()) == truth.status() {
                holds(seen.entered, truth.entered, || format!("{}: {seen:?}", truth.name));
                if seen.sub_status.as_ref().map(|s| s.id.as_str()) == sub {
                    holds(seen.sub_entered, truth.sub_entered, || format!("{}: {seen:?}", truth.name));
                }
            }
        }
        count
    }

    /// What happened, in numbers.
    pub fn report(&self, shop: &Shop) -> String {
        let lines = shop.browsers.iter().map(|browser| {
            let tally = &self.tallies[browser.number];
            format!(
                "browser {}: {} lives, {} requests ({} of sweeps), {} intervals and {} certain verdicts compared, {} reminders of {} orders ({} of {} named had moved on, {} s before at the most)",
                browser.number, browser.lives, tally.requests, tally.swept.len(), tally.compared, tally.certain,
                tally.notifications, tally.told, tally.moved_on, tally.named.len(), tally.moved_on_ms / 1000
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Whether a reply to a person is one that what happened on the way explains.
fn is_fair(shop: &Shop, done: &Done, reply: &Reply) {
    let Some(problem) = &reply.problem else { return };
    match problem.code.as_ref() {
        "in-doubt" | "unreachable" | "timed-out" | "service-error" | "change-under-way" => {}
        "rate-limited" => {
            let limited_at = shop.counter.borrow().limited_at.get(&done.browser).copied();
            let explained = limited_at.is_some_and(|at| done.begun.since(at) <= 66_000 + 30_000);
            assert!(
                explained,
                "a person is told to wait at {:?}, the last 429 came at {limited_at:?}",
                done.begun
            );
        }
        code => panic!("{code}: {done:?}"),
    }
}

/// Where an order has been and is: each status with when it entered and left it.
fn stints(truth: &Truth) -> Vec<(String, Timestamp, Option<Timestamp>)> {
    let past = truth.past.iter().map(|(status, entered, left)| (status.clone(), *entered, Some(*left)));
    let present = truth.held.iter().map(|held| (held.status.clone(), truth.entered, None));
    past.chain(present).collect()
}

fn interval(view: &Value) -> Interval {
    let at = |name: &str| Timestamp(view[name].as_i64().unwrap());
    Interval::between(at("earliest"), at("latest"))
}

fn holds(interval: Interval, truth: Timestamp, what: impl Fn() -> String) {
    assert!(
        interval.earliest() <= truth && truth <= interval.latest(),
        "truly {} ms after the earliest and {} ms before the latest: {}",
        truth.since(interval.earliest()),
        interval.latest().since(truth),
        what()
    );
}

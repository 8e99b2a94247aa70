//! The sweep of a store: what to read next so that every open order stays observed, and when. First those whose
//! verdict is about to change, so that nobody is told of a delay that is none; then page by page, all orders or, where
//! that is less, those of each status that is not an end. Knows no network; it is told what came.

use super::identity::OrderRef;
use super::planner::ORDERS_PER_REQUEST;
use super::roll::{Entry, Roll};
use crate::catalog::Catalog;
use crate::json::{FromJson, Object};
use crate::time::Timestamp;
use serde::Serialize;

/// A store is swept at most this often, in milliseconds.
pub const SWEEP_EVERY_MS: i64 = 10 * MINUTE_MS;

/// Sweeping ends when nobody has used the extension for this long, in milliseconds.
const UNUSED_MS: i64 = DAY_MS;

/// However long the sweep has slept, so many requests may come at once.
pub const BURST: i64 = 4;

/// An order whose verdict changes is read when it is this close to it.
const VERIFY_AHEAD_MS: i64 = 2 * MINUTE_MS;

/// And those that follow soon, while there is room in the same request.
const VERIFY_ALONG_MS: i64 = 10 * MINUTE_MS;

/// Whole stores are paged at least this often, in milliseconds: where only some statuses are paged otherwise.
const ALL_EVERY_MS: i64 = DAY_MS;

const LONGEST_PAUSE_MS: i64 = 30 * MINUTE_MS;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// In `left`: orders of every status.
const EVERY_STATUS: &str = "";

/// How far the sweep of a store has come. Kept as a record, so that a new life of the worker goes on with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sweep {
    /// When somebody last used the extension in this store.
    used_at: Option<Timestamp>,
    /// When the present sweep, or the last, began.
    began_at: Option<Timestamp>,
    /// When the last one ended.
    swept_at: Option<Timestamp>,
    /// When the last one that paged every status ended.
    all_at: Option<Timestamp>,
    /// The statuses whose orders are still to be paged.
    left: Vec<String>,
    /// The page that is next, of the first of them; from 1.
    page: u32,
    /// Up to which order those were asked for that no page had; null: pages are not through, or there is no sweep.
    missing_from: Option<String>,
    /// Whether the present sweep pages every status.
    is_all: bool,
    /// How many orders the service last said there are.
    total: u32,
    /// The pace: later than now by the requests that were made ahead of it.
    paced_at: Option<Timestamp>,
    /// When orders were last read because their verdict was about to change.
    pub verified_at: Option<Timestamp>,
    /// After failures, nothing before this.
    not_before: Option<Timestamp>,
    failures: u32,
    /// Up to when orders that became overdue have been told of.
    pub reminded_until: Option<Timestamp>,
    /// When there is something to do again; null: not until somebody uses the extension. A new life of the worker must
    /// not put it off.
    pub next_at: Option<Timestamp>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Read these orders.
    Orders(Vec<OrderRef>),
    /// Read this page, of a status or of all orders.
    Page {
        /// The status's id.
        status: Option<String>,
        /// From 1.
        page: u32,
    },
    /// Nothing before this time.
    Wait(Timestamp),
    /// Nothing, until somebody uses the extension.
    Rest,
}

impl Sweep {
    /// Somebody uses the extension. `true`: that is news worth keeping.
    pub fn used(&mut self, now: Timestamp) -> bool {
        let is_news = self.used_at.is_none_or(|at| !(0..SWEEP_EVERY_MS).contains(&now.since(at)));
        if is_news {
            self.used_at = Some(now);
        }
        is_news
    }

    /// Whether nobody has used the extension for so long that nothing is read.
    pub fn is_unused(&self, now: Timestamp) -> bool {
        self.used_at.is_none_or(|at| now.since(at) >= UNUSED_MS)
    }

    /// When the last sweep ended.
    pub fn swept_at(&self) -> Option<Timestamp> {
        self.swept_at
    }

    /// What to do now. `pace_ms`: the time between two requests that the share of the budget leaves.
    pub fn next(&mut self, now: Timestamp, roll: &Roll, catalog: &Catalog, pace_ms: i64) -> Step {
        if self.is_unused(now) {
            return Step::Rest;
        }
        // A clock that was put must not make us wait for longer than was meant.
        if let Some(at) = self.not_before.filter(|at| *at > now && at.since(now) <= LONGEST_PAUSE_MS) {
            return Step::Wait(at);
        }
        let ahead = self.paced_at.map_or(0, |at| at.since(now)).clamp(0, BURST * pace_ms);
        if ahead > (BURST - 1) * pace_ms {
            return Step::Wait(now.saturating_add_millis(ahead - (BURST - 1) * pace_ms));
        }
        let verified_lately = self.verified_at.is_some_and(|at| (0..MINUTE_MS).contains(&now.since(at)));
        let doubtful = if verified_lately { Vec::new() } else { about_to_change(roll, now) };
        let step =
            if doubtful.is_empty() { self.next_part(now, roll, catalog) } else { Step::Orders(doubtful) };
        if !matches!(step, Step::Wait(_)) {
            self.paced_at = Some(now.saturating_add_millis(ahead + pace_ms));
        }
        step
    }

    fn next_part(&mut self, now: Timestamp, roll: &Roll, catalog: &Catalog) -> Step {
        if self.left.is_empty() && self.missing_from.is_none() {
            if let Some(at) = self.began_at.filter(|at| (0..SWEEP_EVERY_MS).contains(&now.since(*at))) {
                return Step::Wait(at.saturating_add_millis(SWEEP_EVERY_MS));
            }
            self.begin(now, roll, catalog);
        }
        if let Some(status) = self.left.first() {
            let status = (status != EVERY_STATUS).then(|| status.clone());
            return Step::Page { status, page: self.page };
        }
        match self.end(now, roll, catalog) {
            true => self.next_part(now, roll, catalog),
            false => Step::Orders(self.missing(roll, catalog)),
        }
    }

    /// Ends the present sweep if there is nothing left to read; `true`: there is none now.
    pub fn end(&mut self, now: Timestamp, roll: &Roll, catalog: &Catalog) -> bool {
        let is_through = self.left.is_empty() && self.missing(roll, catalog).is_empty();
        if is_through && self.missing_from.take().is_some() {
            self.swept_at = Some(now);
            if self.is_all {
                self.all_at = self.began_at;
            }
        }
        is_through
    }

    /// Begins anew: with every status, or only with those that are no end, where that is fewer requests.
    fn begin(&mut self, now: Timestamp, roll: &Roll, catalog: &Catalog) {
        self.began_at = Some(now);
        self.page = 1;
        let pages = |orders: usize| orders / ORDERS_PER_REQUEST + 1;
        // By status: how many orders, and when the first verdict changes.
        let mut open: Vec<(Timestamp, String, usize)> = Vec::new();
        for status in catalog.statuses.iter().filter(|s| !s.is_addon && !catalog.is_final(&s.id)) {
            let of_status = roll.entries().iter().filter(|entry| roll.status(entry) == Some(&status.id));
            let (mut count, mut first) = (0, Timestamp(i64::MAX));
            for entry in of_status {
                count += 1;
                first = first.min(next_change(entry, now).unwrap_or(first));
            }
            let place = open.partition_point(|(other, _, _)| *other <= first);
            open.insert(place, (first, status.id.clone(), count));
        }
        let is_due = self.all_at.is_none_or(|at| !(0..ALL_EVERY_MS).contains(&now.since(at)));
        let all = pages(roll.entries().len().max(self.total as usize));
        self.is_all = is_due || all <= open.iter().map(|(_, _, count)| pages(*count)).sum();
        self.left = match self.is_all {
            true => vec![EVERY_STATUS.to_owned()],
            false => open.into_iter().map(|(_, status, _)| status).collect(),
        };
        // Where no status is open there is nothing to page.
        self.missing_from = self.left.is_empty().then(String::new);
    }

    /// Orders that no page of this sweep had and that should have been there: they moved on, or were deleted.
    fn missing(&self, roll: &Roll, catalog: &Catalog) -> Vec<OrderRef> {
        let (Some(from), Some(began_at)) = (&self.missing_from, self.began_at) else { return Vec::new() };
        let is_open = |entry: &&Entry| {
            self.is_all || roll.status(entry).is_some_and(|status| !catalog.is_final(status))
        };
        let unseen = roll.entries().iter().filter(|entry| entry.seen_at < began_at).filter(is_open);
        let after = unseen.map(|entry| entry.order).filter(|order| place(order) > *from);
        after.take(ORDERS_PER_REQUEST).collect()
    }

    /// A page came with so many orders; `total` if the service told how many there are.
    pub fn page_came(&mut self, orders: usize, total: Option<u32>) {
        self.failures = 0;
        if let Some(total) = total.filter(|_| self.is_all) {
            self.total = total;
        }
        let seen = self.page as usize * ORDERS_PER_REQUEST;
        // What is told may be the number of orders on this page: it ends nothing unless it can only be that of all.
        let ends_here = |total: u32| {
            let pages = (total as usize).div_ceil(ORDERS_PER_REQUEST);
            pages == self.page as usize && (pages > 1 || total as usize != seen)
        };
        let was_last = orders < ORDERS_PER_REQUEST || total.is_some_and(ends_here);
        if !was_last {
            self.page += 1;
            return;
        }
        if !self.left.is_empty() {
            self.left.remove(0);
        }
        self.page = 1;
        if self.left.is_empty() {
            self.missing_from = Some(String::new());
        }
    }

    /// The orders that were asked for came.
    pub fn orders_came(&mut self, orders: &[OrderRef], now: Timestamp) {
        self.failures = 0;
        match (&mut self.missing_from, orders.last()) {
            (Some(from), Some(last)) if self.left.is_empty() && place(last) > *from => *from = place(last),
            _ => {}
        }
        self.verified_at = Some(now);
    }

    /// A request failed: nothing before `until`, or for a while that grows with each failure.
    pub fn failed(&mut self, now: Timestamp, until: Option<Timestamp>) {
        let pause = (MINUTE_MS << self.failures.min(5)).min(LONGEST_PAUSE_MS);
        self.failures += 1;
        self.not_before = Some(until.unwrap_or(now.saturating_add_millis(pause)));
    }
}

/// An order's place among all, as text that sorts as the roll does.
fn place(order: &OrderRef) -> String {
    format!("{}{:020}", u8::from(order.kind == super::identity::OrderKind::Draft), order.id)
}

/// The next instant at which an order becomes overdue, or perhaps overdue.
fn next_change(entry: &Entry, now: Timestamp) -> Option<Timestamp> {
    let deadline = entry.deadline?;
    [deadline.earliest, deadline.latest].into_iter().find(|at| *at > now)
}

/// Orders that are about to become overdue, or became so since they were last seen: are they still where they were?
/// None if there is no such order; else as many as one request takes, with those that follow soon.
fn about_to_change(roll: &Roll, now: Timestamp) -> Vec<OrderRef> {
    let within = |entry: &Entry, ahead_ms: i64| {
        let deadline = entry.deadline?;
        let lately = now.saturating_add_millis(-VERIFY_AHEAD_MS);
        let is_doubtful = |at: &Timestamp| entry.seen_at < *at && at.since(now) <= ahead_ms;
        let mut instants = [deadline.earliest, deadline.latest].into_iter();
        instants.find(is_doubtful).filter(|_| entry.seen_at < lately)
    };
    if !roll.entries().iter().any(|entry| within(entry, VERIFY_AHEAD_MS).is_some()) {
        return Vec::new();
    }
    let mut soonest: Vec<(Timestamp, OrderRef)> = Vec::with_capacity(ORDERS_PER_REQUEST + 1);
    for entry in roll.entries() {
        let Some(at) = within(entry, VERIFY_ALONG_MS) else { continue };
        let place = soonest.partition_point(|(other, _)| *other <= at);
        soonest.insert(place, (at, entry.order));
        soonest.truncate(ORDERS_PER_REQUEST);
    }
    soonest.into_iter().map(|(_, order)| order).collect()
}

/// When an order must next be read because its verdict is about to change; `None`: no verdict does by itself.
pub fn next_verification(roll: &Roll, now: Timestamp) -> Option<Timestamp> {
    let next = roll.entries().iter().filter_map(|entry| next_change(entry, now)).min();
    next.map(|at| at.saturating_add_millis(-VERIFY_AHEAD_MS).max(now))
}

impl FromJson for Sweep {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let at = |name: &str| object.whole(name).map(Timestamp);
        let count = |name: &str| object.whole(name).and_then(|count| u32::try_from(count).ok());
        Some(Sweep {
            used_at: at("used_at"),
            began_at: at("began_at"),
            swept_at: at("swept_at"),
            all_at: at("all_at"),
            left: object.texts("left"),
            page: count("page")?,
            missing_from: object.text("missing_from"),
            is_all: object.is_true("is_all"),
            total: count("total")?,
            paced_at: at("paced_at"),
            verified_at: at("verified_at"),
            not_before: at("not_before"),
            failures: count("failures")?,
            reminded_until: at("reminded_until"),
            next_at: at("next_at"),
        })
    }
}

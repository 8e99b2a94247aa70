//! The other side of the network: one service for all browsers, what the network does to each request, and the truth
//! of every order, read from the service's own database after each change.

#[path = "../common/service.rs"]
mod service;

use super::chance::Chance;
use sandbox::database::Database;
use sandbox::database::catalog::Catalog;
use sandbox::database::orders::{Held, OrderFilter, OrderKind as Kind};
use sandbox::database::seed::Seed;
use sandbox::service::{ApiAnswer, Service};
use sandbox::time::Millis;
use service::{api_request, http_answer};
use std::collections::{HashMap, HashSet};
use ucos_inline::orders::identity::{OrderKind, OrderRef};
use ucos_inline::platform::simulated::Reaction;
use ucos_inline::platform::{FetchFailure, HttpAnswer, HttpRequest};
use ucos_inline::time::Timestamp;

/// The store with workflows; their sequence is not enforced here.
pub const STORE: &str = "maple-and-birch";

/// How an order truly stands.
#[derive(Debug, Clone)]
pub struct Truth {
    pub name: String,
    pub cancelled: bool,
    pub held: Option<Held>,
    /// When it entered its status, or lost the last one.
    pub entered: Timestamp,
    /// When it entered its sub-status, or its status if that was later.
    pub sub_entered: Timestamp,
    /// Where it was before: each status with when it entered and left it.
    pub past: Vec<(String, Timestamp, Timestamp)>,
    /// Every status and sub-status that anybody ever meant it to have: none of them is chosen again, so that it never
    /// comes back unseen.
    pub meant: HashSet<(Option<String>, Option<String>)>,
}

impl Truth {
    /// Its status's id.
    pub fn status(&self) -> Option<&str> {
        self.held.as_ref().map(|held| held.status.as_str())
    }
}

/// How often, of a thousand requests, something happens to one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trouble {
    /// Cut before the service sees it.
    pub lost_before: u64,
    /// Carried out, and then cut.
    pub lost_after: u64,
    /// Carried out, and no answer in time.
    pub timed_out: u64,
    /// Refused with a 429 that the service did not mean.
    pub limited: u64,
    /// Not carried out, a 5xx.
    pub broken: u64,
    /// Answered late.
    pub slow: u64,
}

/// The service and the way to it.
pub struct Counter {
    pub service: Service,
    pub catalog: Catalog,
    pub truth: HashMap<OrderRef, Truth>,
    /// By creation, the youngest first, as the Orders list shows them.
    pub listed: Vec<OrderRef>,
    pub chance: Chance,
    pub trouble: Trouble,
    /// Requests that the service itself refused with a 429.
    pub refused: u32,
    /// By browser, when the last request got a 429 that was not meant.
    pub limited_at: HashMap<usize, Timestamp>,
    /// Whether lists tell how many orders there are.
    pub tells_total: bool,
    store: i64,
}

impl Counter {
    /// A store of so many orders.
    pub fn new(seed: u64, orders: u32, now: Timestamp) -> Counter {
        let database = Database::in_memory(&Seed { number: seed, orders }, Millis(now.0)).unwrap();
        let mut store = database.store_by_handle(STORE).unwrap().unwrap();
        store.enforce_workflow_order = false;
        database.save_store(&store).unwrap();
        let filter = OrderFilter { limit: orders, descending: true, ..OrderFilter::default() };
        let catalog = database.catalog(store.id).unwrap();
        let mut counter = Counter {
            catalog,
            truth: HashMap::new(),
            listed: Vec::new(),
            chance: Chance::new(seed ^ 0x5eed),
            trouble: Trouble::default(),
            refused: 0,
            limited_at: HashMap::new(),
            tells_total: true,
            store: store.id,
            service: Service::new(database),
        };
        let (all, _) = counter.service.database().orders(store.id, &filter).unwrap();
        for order in all {
            let kind = if order.kind == Kind::Draft { OrderKind::Draft } else { OrderKind::Order };
            let key = OrderRef { kind, id: u64::try_from(order.shopify_id).unwrap() };
            let entered = Timestamp(order.held.as_ref().map_or(order.created_at, |held| held.entered_at).0);
            let meant = HashSet::from([pair(order.held.as_ref())]);
            counter.listed.push(key);
            counter.truth.insert(
                key,
                Truth {
                    name: order.name,
                    cancelled: order.cancelled,
                    held: order.held,
                    entered,
                    sub_entered: entered,
                    past: Vec::new(),
                    meant,
                },
            );
        }
        counter
    }

    /// The text of the full key.
    pub fn key(&self) -> String {
        self.service.database().key_by_name(self.store, "full").unwrap().unwrap().secret
    }

    /// A status and sub-status that this order was never meant to have; now it is. `None`: it had them all.
    /// `may_stay`: whether it may be another sub-status of its status. Not for whoever does not know of that status: a
    /// change to a status where somebody else had put the order already cannot be told from one that took it there.
    pub fn fresh_target(&mut self, order: OrderRef, may_stay: bool) -> Option<(String, Option<String>)> {
        let truth = self.truth.get_mut(&order)?;
        // A quarter of all moves are within the status.
        let stays = self.chance.one_in(4) && may_stay;
        let mut targets = Vec::new();
        for status in self.catalog.statuses.iter().filter(|status| !status.is_addon) {
            let options = status.sub_statuses.iter().flat_map(|group| &group.options);
            let mut subs: Vec<Option<String>> = options.map(|option| Some(option.id.clone())).collect();
            if subs.is_empty() {
                subs.push(None);
            }
            let is_present = truth.status() == Some(&status.id);
            let was_meant = truth.meant.iter().any(|(meant, _)| meant.as_deref() == Some(&status.id));
            let fits = |sub: &Option<String>| !truth.meant.contains(&(Some(status.id.clone()), sub.clone()));
            if if is_present { stays } else { !was_meant } {
                targets.extend(subs.into_iter().filter(fits).map(|sub| (status.id.clone(), sub)));
            }
        }
        if targets.is_empty() {
            return None;
        }
        let (status, sub) = self.chance.pick(&targets).clone();
        truth.meant.insert((Some(status.clone()), sub.clone()));
        Some((status, sub))
    }

    /// Somebody works in the vendor's own app.
    pub fn move_elsewhere(&mut self, order: OrderRef, to: &(String, Option<String>), now: Timestamp) {
        let id = i64::try_from(order.id).unwrap();
        let to = Some((to.0.as_str(), to.1.as_deref()));
        self.service.move_elsewhere(STORE, id, to, Millis(now.0)).unwrap();
        self.note(order, now);
    }

    /// Takes in how an order stands after something may have changed it.
    fn note(&mut self, order: OrderRef, now: Timestamp) {
        let id = i64::try_from(order.id).unwrap();
        let held = self.service.database().order_by_shopify_id(self.store, id).unwrap().unwrap().held;
        let truth = self.truth.get_mut(&order).unwrap();
        if pair(truth.held.as_ref()) == pair(held.as_ref()) {
            return;
        }
        if truth.status() != held.as_ref().map(|held| held.status.as_str()) {
            if let Some(left) = &truth.held {
                truth.past.push((left.status.clone(), truth.entered, now));
            }
            truth.entered = held.as_ref().map_or(now, |held| Timestamp(held.entered_at.0));
        }
        truth.sub_entered = now;
        truth.held = held;
    }

    /// What becomes of a request of this browser that arrives now.
    pub fn react(&mut self, browser: usize, request: &HttpRequest, now: Timestamp) -> Reaction {
        let trouble = self.trouble;
        let mut dice = self.chance.below(1000);
        let mut falls = |share: u64| {
            let falls = dice < share;
            dice = if falls { u64::MAX } else { dice.saturating_sub(share) };
            falls
        };
        let cut = || Err(FetchFailure::Failed("connection reset".to_owned()));
        let bare = |status| Ok(HttpAnswer { status, headers: Vec::new(), body: Vec::new() });
        let (after_ms, outcome) = if falls(trouble.lost_before) {
            (40, cut())
        } else if falls(trouble.limited) {
            self.limited_at.insert(browser, now);
            (40, bare(429))
        } else if falls(trouble.broken) {
            (300, bare(503))
        } else if falls(trouble.lost_after) {
            self.answer(request, now);
            (900, cut())
        } else if falls(trouble.timed_out) {
            self.answer(request, now);
            (25_000, Err(FetchFailure::TimedOut))
        } else if falls(trouble.slow) {
            (self.chance.between(2_000, 20_000), Ok(self.answer(request, now)))
        } else {
            (self.chance.between(30, 400), Ok(self.answer(request, now)))
        };
        Reaction { after_ms, outcome }
    }

    fn answer(&mut self, request: &HttpRequest, now: Timestamp) -> HttpAnswer {
        let request = api_request(request);
        let mut answer = self.service.answer(&request, Millis(now.0));
        if answer.status == 429 {
            self.refused += 1;
        }
        if !self.tells_total {
            strip_total(&mut answer);
        }
        let changed = request.path.strip_prefix("/v1/orders/").and_then(|rest| rest.strip_suffix("/status"));
        if let Some(id) = changed.and_then(|id| id.parse::<u64>().ok()) {
            let of_number = |kind| OrderRef { kind, id };
            let known = |order: &OrderRef| self.truth.contains_key(order);
            let order = [OrderKind::Order, OrderKind::Draft].map(of_number).into_iter().find(known);
            self.note(order.unwrap(), now);
        }
        http_answer(answer)
    }
}

/// A service that does not tell how many orders there are.
fn strip_total(answer: &mut ApiAnswer) {
    if let Ok(serde_json::Value::Object(mut body)) = serde_json::from_slice(&answer.body)
        && body.remove("pagination").is_some()
    {
        answer.body = serde_json::to_vec(&body).unwrap();
    }
}

fn pair(held: Option<&Held>) -> (Option<String>, Option<String>) {
    (held.map(|held| held.status.clone()), held.and_then(|held| held.sub_status.clone()))
}

//! The other side of the network: the service, and a network that loses, delays, breaks and refuses. Every request that
//! changes something is written down with what became of it. Knows nothing of what the browsers keep.

#[path = "../common/service.rs"]
mod service;

use super::chance::Chance;
use super::log::Log;
use sandbox::database::Database;
use sandbox::database::catalog::Catalog;
use sandbox::database::orders::{Held, OrderFilter, OrderKind as Kind};
use sandbox::database::stores::Permission;
use sandbox::service::{ApiRequest, Service};
use sandbox::time::Millis;
use service::{api_request, http_answer};
use std::collections::BTreeMap;
use ucos_inline::orders::identity::{OrderKind, OrderRef};
use ucos_inline::platform::simulated::Reaction;
use ucos_inline::platform::{FetchFailure, HttpAnswer, HttpRequest, Method};
use ucos_inline::time::Timestamp;

/// The store with workflows, messages and line items.
pub const STORE: &str = "maple-and-birch";

/// Who breaks the rules on purpose, so that it can be seen that the judge sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saboteur {
    /// A request that changes something is sent again when its answer was lost.
    BlindResend,
    /// A change that the store keeps is lost.
    LosesIntent,
    /// The view of an order is not renewed.
    KeepsOldView,
    /// The browser never wakes the worker to settle.
    Sleeps,
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
    /// Cut, and carried out later all the same.
    pub late: u64,
    /// Not carried out, a 429 that the service did not mean.
    pub limited: u64,
    /// Not carried out, a 5xx.
    pub broken: u64,
    /// Carried out, a 5xx.
    pub broken_after: u64,
    /// Carried out, and the answer breaks off.
    pub truncated: u64,
    /// Not carried out, and answered by something that is not the service.
    pub garbage: u64,
    /// Answered after long.
    pub slow: u64,
}

impl Trouble {
    /// So much of each, in tenths of a heavy storm.
    pub fn of(strength: u64) -> Trouble {
        let some = |most: u64| most * strength / 10;
        Trouble {
            lost_before: some(50),
            lost_after: some(60),
            timed_out: some(30),
            late: some(60),
            limited: some(30),
            broken: some(30),
            broken_after: some(30),
            truncated: some(30),
            garbage: some(15),
            slow: some(80),
        }
    }
}

/// That the service carried a request out, or refused it.
#[derive(Debug, Clone)]
pub struct Applied {
    pub at: Timestamp,
    /// By which the service's journal and outbox name it.
    pub request_id: String,
}

/// A request that changes something.
#[derive(Debug, Clone)]
pub struct Post {
    pub browser: usize,
    pub at: Timestamp,
    pub path: String,
    /// The orders that it names.
    pub orders: Vec<u64>,
    /// The line items that it names.
    pub items: Vec<String>,
    /// The status that it names.
    pub status: Option<String>,
    /// Each time that the service got it.
    pub applied: Vec<Applied>,
}

/// The service and the way to it.
pub struct Counter {
    pub service: Service,
    pub catalog: Catalog,
    /// The store's row.
    pub store: i64,
    pub orders: Vec<OrderRef>,
    /// The ids of each order's line items.
    pub items: BTreeMap<OrderRef, Vec<String>>,
    pub chance: Chance,
    pub trouble: Trouble,
    /// The browsers that are offline.
    pub offline: Vec<usize>,
    pub posts: Vec<Post>,
    /// Those that nobody has looked at yet.
    pub unread: Vec<usize>,
    pub saboteur: Option<Saboteur>,
    /// How many requests arrived.
    pub requests: u64,
    late: Vec<(Timestamp, usize, ApiRequest)>,
    log: Log,
}

impl Counter {
    /// The first so many orders of a copy of this database.
    pub fn new(template: &Database, seed: u64, orders: usize, enforces_order: bool, log: Log) -> Counter {
        let database = template.copy().unwrap();
        let mut store = database.store_by_handle(STORE).unwrap().unwrap();
        store.enforce_workflow_order = enforces_order;
        database.save_store(&store).unwrap();
        let catalog = database.catalog(store.id).unwrap();
        let limit = u32::try_from(orders).unwrap();
        let filter = OrderFilter { limit, descending: true, ..OrderFilter::default() };
        let (all, _) = database.orders(store.id, &filter).unwrap();
        let mut of_orders = BTreeMap::new();
        for order in all {
            let kind = if order.kind == Kind::Draft { OrderKind::Draft } else { OrderKind::Order };
            let key = OrderRef { kind, id: u64::try_from(order.shopify_id).unwrap() };
            let items = database.line_items(order.row).unwrap().into_iter().map(|item| item.id).collect();
            of_orders.insert(key, items);
        }
        Counter {
            catalog,
            store: store.id,
            orders: of_orders.keys().copied().collect(),
            items: of_orders,
            chance: Chance::new(seed ^ 0x5eed),
            trouble: Trouble::default(),
            offline: Vec::new(),
            posts: Vec::new(),
            unread: Vec::new(),
            saboteur: None,
            requests: 0,
            late: Vec::new(),
            log,
            service: Service::new(database),
        }
    }

    /// What an order truly is in.
    pub fn held(&self, order: OrderRef) -> Option<Held> {
        let id = i64::try_from(order.id).unwrap();
        self.service.database().order_by_shopify_id(self.store, id).unwrap().unwrap().held
    }

    /// Somebody works in the vendor's own app.
    pub fn move_elsewhere(&mut self, order: OrderRef, to: Option<(&str, Option<&str>)>, now: Timestamp) {
        let id = i64::try_from(order.id).unwrap();
        self.service.move_elsewhere(STORE, id, to, Millis(now.0)).unwrap();
    }

    /// Makes a key, or lets one be again what it was; tells its text.
    pub fn key(&self, name: &str) -> String {
        let database = self.service.database();
        let known = database.key_by_name(self.store, name).unwrap();
        let mut key = known.unwrap_or_else(|| {
            let mut key = database.key_by_name(self.store, "full").unwrap().unwrap();
            key.id = 1000 + i64::try_from(database.keys().unwrap().len()).unwrap();
            key.name = name.to_owned();
            key.secret = format!("ucos_new_{name}_{}", "0123456789".repeat(3));
            key
        });
        (key.revoked, key.permissions) = (false, Permission::ALL.to_vec());
        database.save_key(&key).unwrap();
        key.secret
    }

    /// Revokes a key.
    pub fn revoke(&self, name: &str) {
        let mut key = self.service.database().key_by_name(self.store, name).unwrap().unwrap();
        key.revoked = true;
        self.service.database().save_key(&key).unwrap();
    }

    /// Takes the permission to change and to message away from a key.
    pub fn limit(&self, name: &str) {
        let mut key = self.service.database().key_by_name(self.store, name).unwrap().unwrap();
        key.permissions = vec![Permission::CanViewOrders, Permission::CanViewStatuses];
        self.service.database().save_key(&key).unwrap();
    }

    /// When the service gets the next request that is late.
    pub fn next_late_at(&self) -> Option<Timestamp> {
        self.late.iter().map(|(at, ..)| *at).min()
    }

    /// The service gets what is late and has arrived by now.
    pub fn deliver_late(&mut self, now: Timestamp) {
        while let Some(at) = self.next_late_at().filter(|at| *at <= now) {
            let place = self.late.iter().position(|(time, ..)| *time == at).unwrap();
            let (_, post, request) = self.late.remove(place);
            let answer = self.carry_out(Some(post), &request, at);
            self.log.say(at, || format!("         late: post {post} applied, {}", answer.status));
        }
    }

    /// What becomes of a request of this browser that arrives now.
    pub fn react(&mut self, browser: usize, request: &HttpRequest, now: Timestamp) -> Reaction {
        self.deliver_late(now);
        self.requests += 1;
        if self.offline.contains(&browser) {
            return Reaction { after_ms: 0, outcome: Err(FetchFailure::Offline) };
        }
        let is_post = request.method == Method::Post;
        let request = api_request(request);
        let post = is_post.then(|| self.note(browser, &request, now));
        let (fate, reaction) = self.decide(post, &request, now);
        self.log.say(now, || {
            let (name, query) = (format!("{} {}", request.method, request.path), &request.query);
            let number = post.map(|post| format!("post {post} ")).unwrap_or_default();
            let query = query.chars().take(40).collect::<String>();
            let body = String::from_utf8_lossy(&request.body).chars().take(160).collect::<String>();
            let ends = match &reaction.outcome {
                Ok(answer) => format!("{}", answer.status),
                Err(failure) => format!("{failure}"),
            };
            format!(
                "    [{browser}] {number}{name} {query}{body} -> {fate}: {ends} after {} ms",
                reaction.after_ms
            )
        });
        reaction
    }

    fn decide(
        &mut self,
        post: Option<usize>,
        request: &ApiRequest,
        now: Timestamp,
    ) -> (&'static str, Reaction) {
        let trouble = self.trouble;
        let mut dice = self.chance.below(1000);
        let mut falls = |share: u64| {
            let falls = dice < share;
            dice = if falls { u64::MAX } else { dice.saturating_sub(share) };
            falls
        };
        let cut = || Err(FetchFailure::Failed("connection reset".to_owned()));
        let bare = |status, headers| Ok(HttpAnswer { status, headers, body: Vec::new() });
        let (fate, after_ms, outcome) = if falls(trouble.lost_before) {
            ("lost before", self.chance.between(1, 3_000), cut())
        } else if falls(trouble.limited) {
            let seconds = self.chance.between(1, 90).to_string();
            let tells = self.chance.one_in(2);
            let headers = tells.then(|| ("Retry-After".to_owned(), seconds)).into_iter().collect();
            ("limited", 40, bare(429, headers))
        } else if falls(trouble.broken) {
            ("broken", self.chance.between(30, 9_000), bare(503, Vec::new()))
        } else if falls(trouble.garbage) {
            let body = b"<html>Sign in to this network</html>".to_vec();
            ("garbage", 60, Ok(HttpAnswer { status: 200, headers: Vec::new(), body }))
        } else if falls(trouble.lost_after) {
            self.carry_out(post, request, now);
            self.resend_blindly(post, request, now);
            ("lost after", self.chance.between(1, 3_000), cut())
        } else if falls(trouble.broken_after) {
            self.carry_out(post, request, now);
            ("broken after", self.chance.between(30, 9_000), bare(500, Vec::new()))
        } else if falls(trouble.timed_out) {
            self.carry_out(post, request, now);
            self.resend_blindly(post, request, now);
            ("timed out", 25_000, Err(FetchFailure::TimedOut))
        } else if falls(trouble.late) {
            if let Some(post) = post {
                let wait = self.chance.between(5_000, 200_000);
                self.late.push((now.saturating_add_millis(wait), post, request.clone()));
            }
            match self.chance.one_in(2) {
                true => ("late", self.chance.between(1, 5_000), cut()),
                false => ("late", 25_000, Err(FetchFailure::TimedOut)),
            }
        } else if falls(trouble.truncated) {
            let mut answer = self.carry_out(post, request, now);
            answer.body.truncate(answer.body.len() / 2);
            ("truncated", self.chance.between(30, 900), Ok(answer))
        } else {
            let is_slow = falls(trouble.slow);
            let answer = self.carry_out(post, request, now);
            let after_ms = match is_slow {
                true => self.chance.between(2_000, 20_000),
                false => self.chance.between(30, 400),
            };
            ("answered", after_ms, Ok(answer))
        };
        (fate, Reaction { after_ms, outcome })
    }

    fn resend_blindly(&mut self, post: Option<usize>, request: &ApiRequest, now: Timestamp) {
        if post.is_some() && self.saboteur == Some(Saboteur::BlindResend) {
            self.carry_out(post, request, now);
        }
    }

    fn carry_out(&mut self, post: Option<usize>, request: &ApiRequest, now: Timestamp) -> HttpAnswer {
        let answer = http_answer(self.service.answer(request, Millis(now.0)));
        if let Some(post) = post {
            let request_id = answer.header("x-request-id").unwrap().to_owned();
            self.posts[post].applied.push(Applied { at: now, request_id });
        }
        answer
    }

    /// Writes down a request that changes something.
    fn note(&mut self, browser: usize, request: &ApiRequest, now: Timestamp) -> usize {
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        let listed = |name: &str| -> Vec<String> {
            let list = body[name].as_array().map(Vec::as_slice).unwrap_or_default();
            list.iter().map(|id| id.as_str().unwrap().to_owned()).collect()
        };
        let (mut orders, mut items) = (listed("order_ids"), listed("line_item_ids"));
        let path: Vec<&str> = request.path.split('/').collect();
        match path.as_slice() {
            [_, _, "orders", id, _] => orders.push((*id).to_owned()),
            [_, _, "line-items", id, "status"] => items.push((*id).to_owned()),
            _ => {}
        }
        self.posts.push(Post {
            browser,
            at: now,
            path: request.path.clone(),
            orders: orders.iter().map(|id| id.parse().unwrap()).collect(),
            items,
            status: body["status_id"].as_str().map(str::to_owned),
            applied: Vec::new(),
        });
        self.unread.push(self.posts.len() - 1);
        self.posts.len() - 1
    }
}

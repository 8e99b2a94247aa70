//! Looking: these orders are on a screen, so show what is known of them and read what is not fresh.

use super::{ALARM_RENEW, MAX_ORDERS_IN_MEMORY, Worker, as_record};
use crate::catalog::{Catalog, RETRY_MS};
use crate::json::{self, FromJson, Object};
use crate::orders::identity::{OrderKey, OrderRef, StoreHandle};
use crate::orders::planner::{FRESH_MS, FRESH_TO_RENEWAL_MS};
use crate::orders::seen::Seen;
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::staff::account::Account;
use crate::time::{Interval, Timestamp};
use crate::ucos::answers::{Order, OrdersPage, Workflows};
use crate::ucos::budget::Priority;
use crate::ucos::error::UcosError;
use crate::ucos::requests::ListOrders;
use crate::view::catalog_name;
use serde::Serialize;
use std::rc::Rc;

/// How often a list on a visible tab is read anew, in seconds.
const RENEW_SECONDS: i64 = 60;

/// How long it is remembered what a tab showed, in milliseconds. A tab's closing is not followed: that would wake the
/// worker for every tab of the browser.
const WATCH_MS: i64 = 24 * 3_600_000;

/// What one browser tab shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Watch {
    pub(super) store: StoreHandle,
    orders: Vec<OrderRef>,
    at: Timestamp,
}

impl FromJson for Watch {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Watch {
            store: StoreHandle::new(&object.text("store")?).ok()?,
            orders: object.children("orders"),
            at: Timestamp(object.whole("at")?),
        })
    }
}

impl<P: Platform> Worker<P> {
    /// Shows these orders of a store, which tab `tab` has on its screen, and keeps them fresh while it is visible.
    pub(super) async fn look(
        &self,
        store: StoreHandle,
        orders: Vec<OrderRef>,
        tab: u32,
    ) -> Result<(), Problem> {
        if self.with_store(&store, |state| state.team.active.is_none()) {
            self.publish_store(&store).await?;
            return Err(Problem::new("not-connected"));
        }
        // First, so that what cannot be read now is tried again when it may be.
        let watch = Watch { store, orders, at: self.now() };
        let mut batch = Batch::default();
        batch.put(Table::Watches, tab.to_string(), as_record(&watch)?);
        let remembered = self.platform.write(batch).await;
        self.platform.set_alarm(ALARM_RENEW, self.platform.now().saturating_add_seconds(RENEW_SECONDS));
        let shown = self.show_and_read(&watch.store, &watch.orders, Priority::Person).await;
        self.retry_offline(&watch.store).await?;
        self.note_use(&watch.store).await?;
        let overdue = self.with_store(&watch.store, |state| state.marked);
        self.platform.mark_tab(tab, watch.store.as_str(), overdue.unwrap_or_default());
        shown?;
        Ok(remembered?)
    }

    /// Reads the lists of the visible tabs anew, and comes back in a while if there are any. For a screen that nobody
    /// looks at it only comes back: a list left open overnight would use up the day's budget.
    pub(super) async fn renew(&self, visible_tabs: &[u32], is_person_there: bool) -> Result<(), Problem> {
        let now = self.now();
        let mut lists: Vec<(StoreHandle, Vec<OrderRef>)> = Vec::new();
        let mut old = Batch::default();
        for (name, record) in self.platform.scan(Table::Watches, "").await? {
            let watch: Option<Watch> = json::read(&record);
            let tab: Option<u32> = name.parse().ok();
            match (watch, tab) {
                (Some(watch), Some(tab)) if now.since(watch.at) < WATCH_MS => {
                    if visible_tabs.contains(&tab) {
                        match lists.iter_mut().find(|(store, _)| *store == watch.store) {
                            Some((_, orders)) => orders.extend(watch.orders),
                            None => lists.push((watch.store, watch.orders)),
                        }
                    }
                }
                _ => {
                    old.delete(Table::Watches, name);
                }
            }
        }
        if !old.writes.is_empty() {
            self.platform.write(old).await?;
        }
        if !lists.is_empty() {
            self.wake_at(ALARM_RENEW, now.saturating_add_seconds(RENEW_SECONDS));
        }
        if !is_person_there {
            return Ok(());
        }
        for (store, orders) in lists {
            // A key that was rejected is not tried again until a person asks for something.
            let hopeless = self.with_store(&store, |state| {
                state.account.is_none()
                    || state.problem.as_ref().is_some_and(|(p, _)| p.code == "key-rejected")
            });
            if !hopeless {
                // Whether it went well is in the views; the next alarm tries again.
                let _ = self.show_and_read(&store, &orders, Priority::Background).await;
            }
        }
        Ok(())
    }

    async fn show_and_read(
        &self,
        store: &StoreHandle,
        orders: &[OrderRef],
        priority: Priority,
    ) -> Result<(), Problem> {
        self.load_seen(store, orders).await?;
        self.load_catalog(store).await?;
        self.load_roll(store).await?;
        self.publish_clock().await?;
        let Some(account) = self.account(store) else { return self.show_unread(store, orders).await };
        self.publish_orders(store, orders.iter().copied()).await?;
        if self.with_store(store, |state| state.catalog.is_none()) {
            self.read_catalog(&account, priority).await?;
        }
        let fresh_ms = match priority {
            Priority::Person => FRESH_MS,
            Priority::Background => FRESH_TO_RENEWAL_MS,
        };
        let requests = self.with_store(store, |state| state.planner.plan(orders, self.now(), fresh_ms));
        let mut outcome = Ok(());
        for request in requests {
            outcome = outcome.and(self.read_orders(&account, &request, priority).await);
        }
        self.refresh_catalog(&account, orders, priority).await?;
        self.publish_summary(store).await?;
        outcome
    }

    /// Shows what is known of these orders where there is no key to read them with, and why there is none.
    async fn show_unread(&self, store: &StoreHandle, orders: &[OrderRef]) -> Result<(), Problem> {
        let problem = self.no_key(store);
        self.with_store(store, |state| {
            for order in orders {
                state.order(*order).read_problem = Some(problem.clone());
            }
        });
        self.publish_orders(store, orders.iter().copied()).await?;
        self.publish_summary(store).await?;
        Err(problem)
    }

    /// Brings what the store kept of these orders into memory.
    pub(super) async fn load_seen(&self, store: &StoreHandle, orders: &[OrderRef]) -> Result<(), Problem> {
        let missing: Vec<OrderRef> = self.with_store(store, |state| {
            if state.orders.len() > MAX_ORDERS_IN_MEMORY {
                let mut needed = orders.to_vec();
                needed.sort();
                let is_needed = |order: &OrderRef| needed.binary_search(order).is_ok();
                state.orders.retain(|order, known| is_needed(order) || known.intent.is_some());
                state.planner.keep_only(is_needed);
            }
            orders.iter().filter(|order| state.seen(order).is_none()).copied().collect()
        });
        if missing.is_empty() {
            return Ok(());
        }
        let keys: Vec<String> = missing
            .iter()
            .map(|order| OrderKey { store: store.clone(), order: *order }.to_string())
            .collect();
        let records = self.platform.get(Table::Orders, &keys).await?;
        self.with_store(store, |state| {
            for (order, record) in missing.into_iter().zip(records) {
                let Some(seen) = record.and_then(|bytes| json::read::<Seen>(&bytes)) else { continue };
                // While we waited, somebody may have read it anew.
                if state.seen(&order).is_none() {
                    state.planner.note_seen(order, seen.seen_at);
                    state.order(order).seen = Some(seen);
                }
            }
        });
        Ok(())
    }

    /// One request for up to 250 orders, and what it tells.
    pub(super) async fn read_orders(
        &self,
        account: &Account,
        orders: &[OrderRef],
        priority: Priority,
    ) -> Result<(), Problem> {
        let store = &account.store;
        let asked_at = self.platform.now();
        let list = ListOrders { limit: 250, shopify_ids: ids(orders), ..ListOrders::default() };
        let answer = self.call(account, priority, async |client| client.orders(&list).await).await;
        let truth = self.span_since(asked_at);
        self.with_store(store, |state| state.planner.landed(orders));
        let outcome = match &answer {
            Ok(page) => self.keep_page(store, orders, page, truth, Batch::default()).await,
            Err(error) => {
                self.with_store(store, |state| {
                    for order in orders {
                        state.order(*order).read_problem = Some(Problem::from(error));
                        state.planner.note_failure(order);
                    }
                });
                if let UcosError::RateLimited { until } = error {
                    self.wake_at(ALARM_RENEW, *until);
                }
                Err(Problem::from(error))
            }
        };
        self.publish_clock().await?;
        self.publish_orders(store, orders.iter().copied()).await?;
        self.note_answer(account, answer.as_ref().map(|_| ())).await?;
        outcome
    }

    /// Takes a page into memory and the store, with what else is to be written. Where something newer is known (our own
    /// change, made while the request was on its way), the newer stands.
    pub(super) async fn keep_page(
        &self,
        store: &StoreHandle,
        asked: &[OrderRef],
        page: &OrdersPage,
        truth: Interval,
        mut batch: Batch,
    ) -> Result<(), Problem> {
        let now = self.now();
        let seen = self.with_store(store, |state| {
            let mut all = Vec::with_capacity(asked.len());
            for order in asked {
                let before = state.seen(order);
                if before.is_some_and(|before| before.is_newer_than(truth, now)) {
                    continue;
                }
                match answer_for(order, asked, &page.orders) {
                    Some(answer) => all.push(Seen::look(*order, answer, before, truth)),
                    None if page.unreadable > 0 => {
                        // It may be the one that could not be read: better to say so than to call it without status.
                        state.order(*order).read_problem = Some(Problem::new("not-ucos"));
                        state.planner.note_failure(order);
                    }
                    None => all.push(Seen::unlisted(*order, before, truth)),
                }
            }
            all
        });
        let orders: Vec<OrderRef> = seen.iter().map(|seen| seen.order).collect();
        self.observe(store, seen, &mut batch)?;
        self.platform.write(batch).await?;
        self.note_reached(store, &orders).await
    }

    /// Brings a store's catalog into memory and shows it.
    pub(super) async fn load_catalog(&self, store: &StoreHandle) -> Result<(), Problem> {
        if self.with_store(store, |state| state.catalog.is_none()) {
            let records = self.platform.get(Table::Catalogs, &[store.to_string()]).await?;
            let record = records.into_iter().next().flatten();
            if let Some(catalog) = record.and_then(|bytes| json::read::<Catalog>(&bytes)) {
                self.with_store(store, |state| state.catalog.get_or_insert(Rc::new(catalog)).clone());
                self.judge(store);
            }
        }
        // Each command comes by here: a view that is shown is not made again only to be found the same.
        let is_shown = {
            let state = self.state.borrow();
            matches!(state.published.get(&catalog_name(store)), Some(Some(_)))
        };
        if is_shown { Ok(()) } else { Ok(self.publish_catalog(store).await?) }
    }

    /// Reads the catalog anew if it is old, or lacks a status that one of these orders has.
    async fn refresh_catalog(
        &self,
        account: &Account,
        orders: &[OrderRef],
        priority: Priority,
    ) -> Result<(), Problem> {
        let now = self.now();
        let due = self.with_store(&account.store, |state| {
            let Some(catalog) = &state.catalog else { return false };
            let lacks = |order: &OrderRef| {
                let status = state.seen(order).and_then(|seen| seen.status.as_ref());
                status.is_some_and(|status| catalog.status(&status.id).is_none())
            };
            let tried_lately =
                state.catalog_tried_at.is_some_and(|at| (0..RETRY_MS).contains(&now.since(at)));
            !tried_lately && (!catalog.is_fresh(now) || orders.iter().any(lacks))
        });
        if due {
            self.read_catalog(account, priority).await?;
            // Names, colours and limits may be others now, on every screen.
            self.publish_shown(&account.store).await?;
        }
        Ok(())
    }

    /// Reads statuses and workflows, keeps and shows them. Failing, what was known stays.
    pub(super) async fn read_catalog(&self, account: &Account, priority: Priority) -> Result<(), Problem> {
        let store = &account.store;
        let now = self.now();
        let tried_lately = self.with_store(store, |state| {
            let lately = state.catalog_tried_at.is_some_and(|at| (0..5_000).contains(&now.since(at)));
            state.catalog_tried_at = Some(now);
            lately
        });
        if tried_lately {
            return Ok(());
        }
        match self.call(account, priority, async |client| client.statuses().await).await {
            Ok(statuses) => {
                let workflows = self.call(account, priority, async |client| client.workflows().await).await;
                // A service or key without workflows still has statuses.
                let catalog =
                    Catalog::new(statuses, workflows.unwrap_or_else(|_| self.known_workflows(store)), now);
                self.keep_catalog(store, catalog).await
            }
            Err(error) => {
                self.note_store(store, Err(&error)).await?;
                Ok(())
            }
        }
    }

    fn known_workflows(&self, store: &StoreHandle) -> Workflows {
        self.with_store(store, |state| {
            state.catalog.as_ref().map(|catalog| catalog.workflows.clone()).unwrap_or_default()
        })
    }

    /// Keeps a catalog and shows it.
    pub(super) async fn keep_catalog(&self, store: &StoreHandle, catalog: Catalog) -> Result<(), Problem> {
        let mut batch = Batch::default();
        batch.put(Table::Catalogs, store.to_string(), as_record(&catalog)?);
        self.with_store(store, |state| {
            state.catalog_tried_at = Some(catalog.read_at);
            state.catalog = Some(Rc::new(catalog));
        });
        self.judge(store);
        self.platform.write(batch).await?;
        Ok(self.publish_catalog(store).await?)
    }
}

/// The ids to ask for, each once: a regular order and a draft may share a number. At most 250, so a plain search.
pub(super) fn ids(orders: &[OrderRef]) -> Vec<u64> {
    let mut ids = Vec::with_capacity(orders.len());
    for order in orders {
        if !ids.contains(&order.id) {
            ids.push(order.id);
        }
    }
    ids
}

/// Which answer belongs to an order that was asked for: by kind and number; or by number alone where only one of that
/// number was asked for, since the form of a draft's GID is a guess of ours.
pub(super) fn answer_for<'a>(
    order: &OrderRef,
    asked: &[OrderRef],
    answers: &'a [Order],
) -> Option<&'a Order> {
    let mut of_number = answers.iter().filter(|answer| answer.shopify_id == order.id);
    let exact = of_number.clone().find(|answer| answer.kind == order.kind);
    exact.or_else(|| {
        let alone = asked.iter().filter(|other| other.id == order.id).count() == 1;
        if alone { of_number.next() } else { None }
    })
}

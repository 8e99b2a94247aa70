//! Inspecting: one order in detail, read for a person who has it before them: its line items, and what this browser did
//! to it. What is published of it holds products and statuses, and nothing of the customer.

use super::{Worker, as_text};
use crate::orders::identity::OrderKey;
use crate::orders::seen::Seen;
use crate::platform::{Batch, Platform, StoreFailure};
use crate::problem::Problem;
use crate::ucos::answers::{LineItem, Order};
use crate::ucos::budget::Priority;
use crate::view::compose::line_item_view;
use crate::view::{DetailsView, HistoryView, details_name};
use futures_util::FutureExt;

/// How many orders' details are published at the most; the others go.
const MAX_DETAILS: usize = 20;

impl<P: Platform> Worker<P> {
    /// Reads an order with its line items and publishes its details. If it cannot be read, its history is shown all the
    /// same, and why it could not.
    pub(super) async fn inspect(&self, key: OrderKey) -> Result<(), Problem> {
        let store = &key.store;
        if self.with_store(store, |state| state.team.active.is_none()) {
            return Err(Problem::new("not-connected"));
        }
        self.load_seen(store, &[key.order]).await?;
        self.load_catalog(store).await?;
        self.load_roll(store).await?;
        self.publish_orders(store, [key.order]).await?;
        let Some(account) = self.account(store) else {
            let problem = self.no_key(store);
            self.publish_details(&key, None, Some(problem.clone())).await?;
            return Err(problem);
        };
        let asked_at = self.platform.now();
        let id = key.order.id;
        let read = self.call(&account, Priority::Person, async |client| client.order(id).await).await;
        let truth = self.span_since(asked_at);
        // An order and a draft may share a number.
        let order = read.as_ref().ok().filter(|order| order.kind == key.order.kind);
        if let Some(order) = order {
            self.keep_order(&key, order, truth).await?;
        }
        self.publish_details(&key, order, read.as_ref().err().map(Problem::from)).await?;
        self.publish_clock().await?;
        self.note_answer(&account, read.as_ref().map(|_| ())).await?;
        self.note_use(store).await?;
        read.map(|_| ()).map_err(|error| Problem::from(&error))
    }

    pub(super) async fn keep_order(
        &self,
        key: &OrderKey,
        order: &Order,
        truth: crate::time::Interval,
    ) -> Result<(), Problem> {
        let store = &key.store;
        let before = self.with_store(store, |state| state.seen(&key.order).cloned());
        // Where something newer is known (our own change, made while the request was on its way), the newer stands.
        if before.as_ref().is_some_and(|before| before.is_newer_than(truth, self.now())) {
            return Ok(());
        }
        let seen = Seen::look(key.order, order, before.as_ref(), truth);
        let mut batch = Batch::default();
        self.observe(store, vec![seen], &mut batch)?;
        self.platform.write(batch).await?;
        self.note_reached(store, &[key.order]).await?;
        self.publish_orders(store, [key.order]).await?;
        Ok(self.publish_summary(store).await.map(|_| ())?)
    }

    async fn publish_details(
        &self,
        key: &OrderKey,
        order: Option<&Order>,
        problem: Option<Problem>,
    ) -> Result<(), StoreFailure> {
        let entries = self.entries_of(key).boxed_local().await?;
        let history = entries.into_iter().map(|entry| HistoryView {
            at: entry.at,
            staff: entry.staff,
            wanted: entry.wanted,
            outcome: entry.outcome,
            problem: entry.problem,
        });
        let read_at = order.map(|_| self.now());
        let view = self.with_store(&key.store, |state| {
            let catalog = state.catalog.as_deref();
            let item = |item: &LineItem| line_item_view(item, catalog);
            let name = state.seen(&key.order).map(|seen| seen.name.clone());
            DetailsView {
                kind: key.order.kind,
                id: key.order.id.to_string(),
                name: name.unwrap_or_default(),
                items: order.map(|order| order.line_items.iter().map(item).collect()).unwrap_or_default(),
                history: history.collect(),
                read_at,
                problem,
            }
        });
        let name = details_name(key);
        let others: Vec<String> = {
            let state = self.state.borrow();
            let is_other = |other: &&String| other.starts_with("details/") && **other != name;
            state.published.keys().filter(is_other).cloned().collect()
        };
        if others.len() >= MAX_DETAILS {
            for other in others {
                self.withdraw(&other).await?;
            }
        }
        self.publish(vec![(name, as_text(&view)?)]).await
    }
}

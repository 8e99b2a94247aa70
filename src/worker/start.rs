//! Beginning a life: what the store kept, and what an earlier life of the worker left half done.

use super::{ALARM_SETTLE, Worker, as_record};
use crate::changes::{Intent, IntentState};
use crate::json;
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::staff::account;
use crate::ucos::budget::Budget;
use std::rc::Rc;

impl<P: Platform> Worker<P> {
    /// Reads what was kept and mends what was left. Must have ended before anything else is asked of the worker.
    pub async fn start(&self) -> Result<(), Problem> {
        let published = self.platform.published().await?;
        {
            let mut state = self.state.borrow_mut();
            state.published_order =
                published.iter().filter(|name| name.starts_with("order/")).cloned().collect();
            state.published = published.into_iter().map(|name| (name, None)).collect();
        }
        self.load_clock().await?;
        for account in account::load_all(&self.platform).await? {
            let store = account.store.clone();
            self.with_store(&store, |state| state.account = Some(Rc::new(account)));
            self.load_settings(&store).await?;
            self.load_catalog(&store).await?;
            self.load_sweep(&store).await?;
            let records = self.platform.get(Table::Budgets, &[store.to_string()]).await?;
            if let Some(budget) =
                records.into_iter().flatten().next().and_then(|record| json::read::<Budget>(&record))
            {
                self.with_store(&store, |state| *state.budget.borrow_mut() = budget);
            }
            let shown = self.state.borrow().published.contains_key(&crate::view::store_name(&store));
            if !shown {
                // Only where there is none: an earlier life may have shown a problem that still stands.
                self.publish_store(&store).await?;
            }
        }
        // Of a life that ended at its work the alarm is gone.
        self.arm_sweep();
        self.take_up_intents().await
    }

    async fn take_up_intents(&self) -> Result<(), Problem> {
        let now = self.now();
        let records = self.platform.scan(Table::Intents, "").await?;
        let mut batch = Batch::default();
        let mut done = Batch::default();
        let mut touched: Vec<Intent> = Vec::new();
        for (name, record) in records {
            // A record that cannot be read stays where it is: a later version may know it.
            let Some(mut intent) = json::read::<Intent>(&record) else { continue };
            match intent.state {
                IntentState::Sending => {
                    intent.state = IntentState::InDoubt { since: now, problem: Problem::new("in-doubt") };
                    batch.put(Table::Intents, name, as_record(&intent)?);
                }
                IntentState::Done => {
                    done.delete(Table::Intents, name);
                }
                IntentState::InDoubt { .. } | IntentState::Failed { .. } => {}
            }
            touched.push(intent);
        }
        if !batch.writes.is_empty() {
            self.platform.write(batch).await?;
        }
        let mut stores: Vec<StoreHandle> = Vec::new();
        for intent in &touched {
            if !stores.contains(&intent.key.store) {
                stores.push(intent.key.store.clone());
            }
            let kept = (!matches!(intent.state, IntentState::Done)).then(|| intent.clone());
            self.with_store(&intent.key.store, |state| state.order(intent.key.order).intent = kept);
        }
        for store in stores {
            let of_store = touched.iter().filter(|intent| intent.key.store == store);
            let orders: Vec<OrderRef> = of_store.map(|intent| intent.key.order).collect();
            self.load_seen(&store, &orders).await?;
            self.publish_orders(&store, orders).await?;
        }
        if !done.writes.is_empty() {
            self.platform.write(done).await?;
        }
        self.arm_settle();
        Ok(())
    }

    /// Sets the alarm for the next order to be read back, if there is one.
    pub(super) fn arm_settle(&self) {
        let now = self.now();
        let state = self.state.borrow();
        let intents =
            state.stores.values().flat_map(|s| s.orders.values()).filter_map(|order| order.intent.as_ref());
        let next = intents.filter_map(|intent| intent.settle_at(now)).min();
        if let Some(at) = next {
            self.wake_at(ALARM_SETTLE, at);
        }
    }
}

//! Beginning a life: what the store kept, and what an earlier life of the worker left half done.

use super::{ALARM_SETTLE, Worker, as_record};
use crate::changes::{Intent, IntentState};
use crate::orders::identity::StoreHandle;
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::staff::account;
use std::rc::Rc;

impl<P: Platform> Worker<P> {
    /// Reads what was kept and mends what was left. Must have ended before anything else is asked of the worker.
    pub async fn start(&self) -> Result<(), Problem> {
        let published = self.platform.published().await?;
        {
            let mut state = self.state.borrow_mut();
            state.published_order = published.iter().filter(|name| name.starts_with("order/")).cloned().collect();
            state.published = published.into_iter().map(|name| (name, None)).collect();
        }
        for account in account::load_all(&self.platform).await? {
            let store = account.store.clone();
            self.with_store(&store, |state| state.account = Some(Rc::new(account)));
            self.load_catalog(&store).await?;
            let shown = self.state.borrow().published.contains_key(&crate::view::store_name(&store));
            if !shown {
                // Only where there is none: an earlier life may have shown a problem that still stands.
                self.publish_store(&store).await?;
            }
        }
        self.take_up_intents().await
    }

    async fn take_up_intents(&self) -> Result<(), Problem> {
        let now = self.platform.now();
        let records = self.platform.scan(Table::Intents, "").await?;
        let mut batch = Batch::default();
        let mut done = Batch::default();
        let mut touched: Vec<Intent> = Vec::new();
        for (name, record) in records {
            // A record that cannot be read stays where it is: a later version may know it.
            let Ok(mut intent) = serde_json::from_slice::<Intent>(&record) else { continue };
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
        let mut by_store: std::collections::HashMap<StoreHandle, Vec<_>> = std::collections::HashMap::new();
        for intent in touched {
            by_store.entry(intent.key.store.clone()).or_default().push(intent.key.order);
            if !matches!(intent.state, IntentState::Done) {
                self.with_store(&intent.key.store.clone(), |state| {
                    state.intents.insert(intent.key.order, intent);
                });
            }
        }
        for (store, orders) in by_store {
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
        let now = self.platform.now();
        let state = self.state.borrow();
        let next = state.stores.values().flat_map(|s| s.intents.values()).filter_map(|i| i.settle_at(now)).min();
        if let Some(at) = next {
            self.platform.set_alarm(ALARM_SETTLE, at);
        }
    }
}

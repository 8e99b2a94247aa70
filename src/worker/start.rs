//! Beginning a life: what the store kept, and what an earlier life of the worker left half done.

use super::changes::Unshown;
use super::{Worker, as_record};
use crate::changes::settle::doubt;
use crate::changes::{Intent, IntentState, batch};
use crate::json::{self, FromJson};
use crate::orders::identity::StoreHandle;
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::staff::account::{self, Team};
use crate::ucos::budget::Budget;
use crate::view::{LATELY_NAME, REFUSALS_NAME};

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
        if let Some(counts) = self.view_of_before(REFUSALS_NAME).await {
            self.state.borrow_mut().refusals = counts;
        }
        if let Some(problems) = self.view_of_before(LATELY_NAME).await {
            self.state.borrow_mut().lately = problems;
        }
        self.load_clock().await?;
        self.load_policy().await?;
        account::migrate(&self.platform).await?;
        for (store, team) in account::load_all(&self.platform).await? {
            self.take_up(&store, team).await?;
        }
        // Of a browser that has ended what sealed its keys is still there.
        self.let_go_of_locked().await?;
        self.watch_idle();
        self.publish_policy().await?;
        // Of a life that ended at its work the alarm is gone.
        self.arm_sweep();
        self.take_up_intents().await
    }

    /// What an earlier life of the worker published under this name. With the browser's start the views are gone.
    async fn view_of_before<T: FromJson>(&self, name: &str) -> Option<T> {
        if !self.state.borrow().published.contains_key(name) {
            return None;
        }
        json::read(self.platform.view(name).await.ok()??.as_bytes())
    }

    /// Brings into memory what is kept of a store with these accounts; if the policy does not allow that store, their
    /// keys are kept and not used.
    pub(super) async fn take_up(&self, store: &StoreHandle, team: Team) -> Result<(), Problem> {
        if !self.policy().allows(store) {
            return Ok(self.withhold(store).await?);
        }
        self.load_team(store, team).await?;
        self.load_settings(store).await?;
        self.load_replies(store).await?;
        self.load_catalog(store).await?;
        self.load_sweep(store).await?;
        self.load_learnt(store).await?;
        let records = self.platform.get(Table::Budgets, &[store.to_string()]).await?;
        if let Some(budget) =
            records.into_iter().flatten().next().and_then(|record| json::read::<Budget>(&record))
        {
            self.with_store(store, |state| *state.budget.borrow_mut() = budget);
        }
        if self.is_withheld(store) {
            self.publish_store(store).await?;
            self.wake_sweep(store);
            return Ok(self.release(store).await?);
        }
        let shown = self.state.borrow().published.contains_key(&crate::view::store_name(store));
        let may_be_old = self.with_store(store, |state| state.is_closed() || state.team.members.len() > 1);
        if !shown || may_be_old {
            // Else an earlier life may have shown a problem that still stands.
            self.publish_store(store).await?;
        }
        Ok(())
    }

    /// Brings into memory what answers have taught of a store's key.
    async fn load_learnt(&self, store: &StoreHandle) -> Result<(), Problem> {
        let records = self.platform.get(Table::Learnt, &[store.to_string()]).await?;
        if let Some(learnt) = records.into_iter().flatten().next().and_then(|record| json::read(&record)) {
            self.with_store(store, |state| state.learnt = learnt);
        }
        Ok(())
    }

    /// Takes up the changes that are not settled: what was being sent when an earlier life ended is in doubt now.
    async fn take_up_intents(&self) -> Result<(), Problem> {
        let now = self.now();
        let mut batch = Batch::default();
        let mut news: Vec<Unshown> = Vec::new();
        let mut stores: Vec<StoreHandle> = Vec::new();
        for (name, record) in self.platform.scan(Table::Intents, "").await? {
            // A record that cannot be read stays where it is: a later version may know it.
            let Some(mut intent) = json::read::<Intent>(&record) else { continue };
            let (store, order) = (intent.key.store.clone(), intent.key.order);
            if intent.state == IntentState::Done {
                // A version before this one kept those until they had been shown.
                batch.delete(Table::Intents, name);
                news.push(Unshown { store, orders: vec![order] });
                continue;
            }
            if intent.state == IntentState::Sending {
                intent.state = doubt(&intent, now);
                batch.put(Table::Intents, name, as_record(&intent)?);
                news.push(Unshown { store: store.clone(), orders: vec![order] });
            }
            if !stores.contains(&store) {
                stores.push(store.clone());
            }
            self.with_store(&store, |state| state.order(order).intent = Some(intent));
        }
        // First of all: whatever fails from here on, they are gone on with.
        self.arm_settle();
        if !batch.writes.is_empty() {
            self.platform.write(batch).await?;
        }
        self.take_up_batches(&mut stores).await?;
        let mut shown = Batch::default();
        for (name, record) in self.platform.scan(Table::Unshown, "").await? {
            news.extend(json::read::<Unshown>(&record));
            shown.delete(Table::Unshown, name);
        }
        for Unshown { store, orders } in news {
            self.load_seen(&store, &orders).await?;
            self.publish_orders(&store, orders).await?;
            if !stores.contains(&store) {
                stores.push(store);
            }
        }
        for store in &stores {
            // Our own pages ask about these by name, with no list open that would look at them.
            let asked = self.asking(store);
            self.load_seen(store, &asked).await?;
            self.publish_orders(store, asked).await?;
            self.publish_changes(store).await?;
        }
        if !shown.writes.is_empty() {
            self.platform.write(shown).await?;
        }
        self.arm_settle();
        Ok(())
    }

    /// Takes up the batches; one that is long over goes.
    async fn take_up_batches(&self, stores: &mut Vec<StoreHandle>) -> Result<(), Problem> {
        let now = self.now();
        let mut old = Batch::default();
        for (name, record) in self.platform.scan(Table::Batches, "").await? {
            let store = name.split('/').next().and_then(|store| StoreHandle::new(store).ok());
            let (Some(store), Some(batch)) = (store, json::read::<batch::Batch>(&record)) else { continue };
            let is_open = self.with_store(&store, |state| {
                let mut intents = state.orders.values().filter_map(|known| known.intent.as_ref());
                intents.any(|intent| intent.batch.as_deref() == Some(batch.id.as_str()))
            });
            if !is_open && now.since(batch.made_at) > batch::KEPT_MS {
                old.delete(Table::Batches, name);
                continue;
            }
            self.with_store(&store, |state| {
                let at = state.batches.iter().take_while(|known| known.made_at <= batch.made_at).count();
                state.batches.insert(at, batch);
            });
            if !stores.contains(&store) {
                stores.push(store);
            }
        }
        if !old.writes.is_empty() {
            self.platform.write(old).await?;
        }
        Ok(())
    }
}

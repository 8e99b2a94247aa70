//! Sweeping: carries out what the sweep of each store says is next, within the background's share of the budget.

use super::look::{Watch, ids};
use super::{ALARM_SWEEP, Worker, as_record};
use crate::json;
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::orders::sweep::{BURST, SWEEP_EVERY_MS, Step, next_verification};
use crate::platform::{Batch, Platform, StoreFailure, Table};
use crate::problem::Problem;
use crate::staff::account::Account;
use crate::time::Timestamp;
use crate::ucos::budget::Priority;
use crate::ucos::error::UcosError;
use crate::ucos::requests::ListOrders;

/// The first step after somebody begins to use the extension, and the pause between two wakings, in seconds. What
/// the person asked for comes first.
const PAUSE_SECONDS: i64 = 60;

impl<P: Platform> Worker<P> {
    /// Goes on with the sweeps, counts anew, reminds, and sets the next alarm.
    pub(super) async fn sweep_stores(&self) -> Result<(), Problem> {
        // The alarm that woke us is gone: should the worker end meanwhile, this one wakes the next life.
        self.arm_sweep();
        let stores: Vec<StoreHandle> = self.state.borrow().stores.keys().cloned().collect();
        for store in stores {
            if let Some(account) = self.account(&store) {
                // What went wrong in one store must not keep the others waiting.
                let _ = self.sweep_store(&account).await;
            }
        }
        self.arm_sweep();
        Ok(())
    }

    async fn sweep_store(&self, account: &Account) -> Result<(), Problem> {
        let store = &account.store;
        if self.with_store(store, |state| std::mem::replace(&mut state.is_sweeping, true)) {
            return Ok(());
        }
        let outcome = self.take_steps(account).await;
        self.with_store(store, |state| state.is_sweeping = false);
        let next = self.publish_summary(store).await?;
        let told = self.remind(store).await?;
        let next_at = outcome?.map(|next_step| {
            let soonest = [Some(next_step), next, told].into_iter().flatten().min().unwrap_or(next_step);
            soonest.max(self.now().saturating_add_seconds(PAUSE_SECONDS))
        });
        self.with_store(store, |state| state.sweep.next_at = next_at);
        let mut batch = Batch::default();
        self.put_sweep(store, &mut batch)?;
        Ok(self.platform.write(batch).await?)
    }

    /// Up to [`BURST`] requests; tells when the next one may be made. `None`: it rests, whatever changes by itself, until
    /// somebody uses the extension and could see it.
    async fn take_steps(&self, account: &Account) -> Result<Option<Timestamp>, Problem> {
        let store = &account.store;
        self.load_roll(store).await?;
        self.load_catalog(store).await?;
        for _ in 0..BURST {
            let now = self.now();
            let step = self.with_store(store, |state| {
                // A key that was rejected is not tried again until a person asks for something.
                let rejected = state.problem.as_ref().is_some_and(|(p, _)| p.code == "key-rejected");
                let percent = state.settings.sweep_percent;
                let (Some(roll), Some(catalog)) = (&state.roll, &state.catalog) else { return Step::Rest };
                if rejected {
                    return Step::Rest;
                }
                if percent == 0 && !state.sweep.is_unused(now) {
                    // Nothing is read; what was seen on lists is still counted and told of.
                    return Step::Wait(now.saturating_add_millis(SWEEP_EVERY_MS));
                }
                let pace_ms = state.budget.borrow().pace_ms(percent, now);
                state.sweep.next(now, roll, catalog, pace_ms)
            });
            match step {
                Step::Rest => return Ok(None),
                Step::Wait(at) => {
                    let verification = self.with_store(store, |state| {
                        state.roll.as_ref().and_then(|roll| next_verification(roll, now))
                    });
                    return Ok(Some(verification.map_or(at, |verification| verification.min(at))));
                }
                Step::Orders(orders) => {
                    let list = ListOrders { limit: 250, shopify_ids: ids(&orders), ..ListOrders::default() };
                    self.read_for_sweep(account, &list, Some(&orders)).await?;
                }
                Step::Page { status, page } => {
                    let list = ListOrders { limit: 250, status, page, ..ListOrders::default() };
                    self.read_for_sweep(account, &list, None).await?;
                }
            }
        }
        Ok(Some(self.now()))
    }

    /// One request of a sweep. `asked`: the orders that it names; without them it is a page.
    async fn read_for_sweep(
        &self,
        account: &Account,
        list: &ListOrders,
        asked: Option<&[OrderRef]>,
    ) -> Result<(), Problem> {
        let store = &account.store;
        let asked_at = self.platform.now();
        let answer = self.call(account, Priority::Background, async |client| client.orders(list).await).await;
        let truth = self.span_since(asked_at);
        match &answer {
            Ok(page) => {
                let of_page = || page.orders.iter().map(|o| OrderRef { kind: o.kind, id: o.shopify_id });
                let orders = asked.map_or_else(|| of_page().collect(), <[OrderRef]>::to_vec);
                self.load_seen(store, &orders).await?;
                let now = self.now();
                self.with_store(store, |state| match asked {
                    Some(asked) => state.sweep.orders_came(asked, now),
                    None => state.sweep.page_came(page.len(), page.total),
                });
                let mut batch = Batch::default();
                self.put_sweep(store, &mut batch)?;
                self.keep_page(store, &orders, page, truth, batch).await?;
                // Kept with the next step: a new life finds out again.
                self.with_store(store, |state| {
                    if let (Some(roll), Some(catalog)) = (&state.roll, &state.catalog) {
                        state.sweep.end(now, roll, catalog);
                    }
                });
                let shown = self.shown_of(store, orders);
                self.publish_orders(store, shown).await?;
                self.publish_clock().await?;
                self.note_answer(account, Ok(())).await?;
            }
            Err(error) => {
                let now = self.now();
                let until = match error {
                    UcosError::RateLimited { until } => Some(*until),
                    _ => None,
                };
                self.with_store(store, |state| state.sweep.failed(now, until));
                let mut batch = Batch::default();
                self.put_sweep(store, &mut batch)?;
                self.platform.write(batch).await?;
                if matches!(error, UcosError::KeyRejected | UcosError::PermissionMissing(_)) {
                    self.note_answer(account, Err(error)).await?;
                }
            }
        }
        Ok(())
    }

    /// Somebody uses the extension in this store: the sweep goes on, or begins.
    pub(super) async fn note_use(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let now = self.now();
        let is_news = self.with_store(store, |state| state.sweep.used(now));
        if self.wake_sweep(store) || is_news {
            let mut batch = Batch::default();
            self.put_sweep(store, &mut batch)?;
            self.platform.write(batch).await?;
        }
        Ok(())
    }

    /// Sees to it that the sweep of a store has an alarm; `true`: it had none that will go off.
    pub(super) fn wake_sweep(&self, store: &StoreHandle) -> bool {
        let now = self.now();
        let slept = self.with_store(store, |state| {
            let slept = state.sweep.next_at.is_none_or(|at| at < now);
            if slept {
                state.sweep.next_at = Some(now.saturating_add_seconds(PAUSE_SECONDS));
            }
            slept
        });
        self.arm_sweep();
        slept
    }

    /// Sets the alarm of the sweep that is next.
    pub(super) fn arm_sweep(&self) {
        let next = {
            let state = self.state.borrow();
            // Without a key a sweep rests; it is woken with the key.
            let open = state.stores.values().filter(|state| state.account.is_some());
            open.filter_map(|state| state.sweep.next_at).min()
        };
        if let Some(at) = next {
            self.wake_at(ALARM_SWEEP, at);
        }
    }

    /// Adds to a batch how far the sweep has come.
    pub(super) fn put_sweep(&self, store: &StoreHandle, batch: &mut Batch) -> Result<(), StoreFailure> {
        let record = self.with_store(store, |state| as_record(&state.sweep))?;
        batch.put(Table::Sweeps, store.to_string(), record);
        Ok(())
    }

    /// Brings into memory how far the sweep of a store has come. The alarm that was set stands.
    pub(super) async fn load_sweep(&self, store: &StoreHandle) -> Result<(), Problem> {
        let records = self.platform.get(Table::Sweeps, &[store.to_string()]).await?;
        if let Some(sweep) = records.into_iter().flatten().next().and_then(|record| json::read(&record)) {
            self.with_store(store, |state| state.sweep = sweep);
        }
        Ok(())
    }

    /// Which tabs lately showed a list, and of which store.
    pub(super) async fn watched_tabs(&self) -> Result<Vec<(u32, StoreHandle)>, StoreFailure> {
        let records = self.platform.scan(Table::Watches, "").await?;
        let tab = |(name, record): (String, Vec<u8>)| {
            Some((name.parse().ok()?, json::read::<Watch>(&record)?.store))
        };
        Ok(records.into_iter().filter_map(tab).collect())
    }
}

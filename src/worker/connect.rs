//! Connecting a store: test the key first, keep it only if it works. And taking it away again.

use super::Worker;
use super::board::{stays_record, trend_record};
use crate::catalog::Catalog;
use crate::orders::identity::StoreHandle;
use crate::platform::{Batch, Platform, StoreFailure, Table};
use crate::problem::Problem;
use crate::staff::account::{self, Account, Member, Record};
use crate::staff::identity;
use crate::staff::key::{ApiKey, KeyProblem};
use crate::staff::pin::Pin;
use crate::ucos::budget::{Budget, Priority};
use crate::ucos::client::Client;
use crate::ucos::error::UcosError;
use crate::ucos::requests::ListOrders;
use std::cell::RefCell;
use std::rc::Rc;

impl<P: Platform> Worker<P> {
    /// Tests a key by reading the statuses and one order, and keeps it, sealed. A key that was kept before is replaced only
    /// by one that works: that of the same staff account, and those that any person at this browser could use, for they
    /// have no PIN. Accounts with a PIN stay, locked.
    pub(super) async fn connect(
        &self,
        store: &str,
        key: &str,
        staff_name: &str,
        pin: Option<Pin>,
    ) -> Result<(), Problem> {
        let store = StoreHandle::new(store.trim()).map_err(|_| Problem::new("store-malformed"))?;
        let key = ApiKey::read(key).map_err(|problem| match problem {
            KeyProblem::Empty => Problem::new("key-empty"),
            KeyProblem::Malformed => Problem::new("key-malformed"),
        })?;
        let staff_name = identity::tidy(staff_name);
        if staff_name.is_empty() {
            return Err(Problem::new("name-empty"));
        }
        let pin = acceptable(pin)?;
        let policy = self.policy();
        policy.check_store(&store)?;
        policy.check_pin(pin.is_some())?;
        let now = self.now();
        let budget = Rc::new(RefCell::new(Budget::default()));
        // The same key typed again is no younger for it.
        let known = self.account(&store).filter(|known| known.key == key);
        let made_at = known.map_or(now, |known| known.made_at);
        let account = Account { store: store.clone(), staff_name, key, made_at };
        let (statuses, workflows) = {
            let client = Client {
                platform: &self.platform,
                base: &policy.base,
                key: &account.key,
                budget: &budget,
                clock: &self.clock,
                priority: Priority::Person,
            };
            let statuses = client.statuses().await.map_err(|error| named(&error, "canViewStatuses"))?;
            client
                .orders(&ListOrders { limit: 1, ..ListOrders::default() })
                .await
                .map_err(|error| named(&error, "canViewOrders"))?;
            // A service or key without workflows still has statuses.
            (statuses, client.workflows().await.unwrap_or_default())
        };
        // It may have changed meanwhile.
        self.policy().check_store(&store)?;
        let record = account::save(&self.platform, &account, pin.as_ref()).await?;
        account::save_active(&self.platform, &store, Some(&account.staff_name)).await?;
        account::save_tries(&self.platform, &record, None).await?;
        let replaced: Vec<Record> = self.with_store(&store, |state| {
            let others = state.team.members.iter().map(|member| &member.record);
            let is_replaced = |other: &&Record| other.pin.is_none() && other.staff_name != record.staff_name;
            others.filter(is_replaced).cloned().collect()
        });
        for other in &replaced {
            account::erase(&self.platform, other).await?;
        }
        self.forget_learnt(&store).await?;
        self.with_store(&store, |state| {
            let members = &mut state.team.members;
            members.retain(|other| {
                other.record.staff_name != record.staff_name && !replaced.contains(&other.record)
            });
            members.push(Member { record, tries: Default::default() });
            state.team.active = Some(account.staff_name.clone());
            state.account = Some(Rc::new(account));
            state.budget = budget;
            state.problem = None;
            state.orders.values_mut().for_each(|order| order.read_problem = None);
        });
        self.load_roll(&store).await?;
        self.load_settings(&store).await?;
        self.load_replies(&store).await?;
        self.keep_catalog(&store, Catalog::new(statuses, workflows, now)).await?;
        self.publish_clock().await?;
        self.publish_store(&store).await?;
        self.hold_key(&store).await?;
        self.ask_anew(&store).await?;
        // What waited for this account goes on; what others chose now waits for them.
        self.show_holds(&store).await?;
        self.arm_settle();
        Ok(self.note_use(&store).await?)
    }

    /// Erases the key of one of a store's staff accounts; that of the last one, or all, as [`Worker::forget_store`] says.
    pub(super) async fn disconnect(
        &self,
        store: &StoreHandle,
        staff_name: Option<&str>,
    ) -> Result<(), Problem> {
        // As they are kept: of a store that the policy does not allow nothing is in memory.
        let kept = account::load_all(&self.platform).await?.into_iter().filter(|(known, _)| known == store);
        let records = kept.flat_map(|(_, team)| team.members).map(|member| member.record);
        let (gone, stays): (Vec<Record>, Vec<Record>) =
            records.partition(|record| staff_name.is_none_or(|name| record.staff_name == name));
        for record in &gone {
            account::erase(&self.platform, record).await?;
        }
        let Some(next) = stays.first() else { return self.forget_store(store).await };
        if self.is_withheld(store) {
            return Ok(());
        }
        let was_active = self.with_store(store, |state| {
            state.team.members.retain(|member| !gone.contains(&member.record));
            let was_active = state.team.active().is_none();
            if was_active {
                (state.account, state.problem) = (None, None);
                state.team.active = Some(next.staff_name.clone());
            }
            was_active
        });
        if was_active {
            account::save_active(&self.platform, store, Some(&next.staff_name)).await?;
            self.forget_learnt(store).await?;
        }
        self.hold_key(store).await?;
        self.publish_store(store).await?;
        if was_active && next.pin.is_none() {
            return self.unlock(store, &next.staff_name, None).await;
        }
        self.show_holds(store).await
    }

    /// Forgets a store: its statuses and what was seen of its orders. Changes in doubt stay: they are settled when the
    /// store is connected again; so do the settings, which somebody typed.
    async fn forget_store(&self, store: &StoreHandle) -> Result<(), Problem> {
        account::save_active(&self.platform, store, None).await?;
        self.forget_answers(store).await?;
        self.forget(store);
        self.unmark(store).await?;
        let mut batch = Batch::default();
        batch.delete(Table::Rolls, store.to_string());
        batch.delete(Table::Rolls, stays_record(store));
        batch.delete(Table::Rolls, trend_record(store));
        batch.delete(Table::Sweeps, store.to_string());
        batch.delete(Table::Catalogs, store.to_string());
        batch.delete(Table::Budgets, store.to_string());
        // The next key may do other things.
        batch.delete(Table::Learnt, store.to_string());
        self.delete_all(&mut batch, Table::Orders, store).await?;
        self.platform.write(batch).await?;
        self.hold_key(store).await?;
        self.release(store).await?;
        Ok(self.withdraw_store(store).await?)
    }

    /// Takes a store's accounts and what was seen with them out of memory.
    pub(super) fn forget(&self, store: &StoreHandle) {
        self.with_store(store, |state| {
            state.account = None;
            state.team = Default::default();
            state.catalog = None;
            state.catalog_tried_at = None;
            state.planner = Default::default();
            state.orders.retain(|_, order| order.intent.is_some());
            state.orders.values_mut().for_each(|order| order.seen = None);
            state.problem = None;
            state.roll = None;
            state.stays = None;
            state.trend = None;
            state.sweep = Default::default();
            state.marked = None;
        });
    }

    /// The extension's button says nothing of a store any more.
    pub(super) async fn unmark(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let tabs = self.watched_tabs().await?;
        tabs.iter().filter(|(_, watched)| watched == store).for_each(|(tab, _)| {
            self.platform.mark_tab(*tab, store.as_str(), 0);
        });
        Ok(())
    }

    /// Shows that a store is not connected, and takes away all else that was shown of it.
    pub(super) async fn withdraw_store(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        self.publish_store(store).await?;
        self.withdraw(&format!("order/{store}/")).await?;
        self.withdraw(&format!("details/{store}/")).await?;
        self.withdraw(&crate::view::summary_name(store)).await?;
        self.withdraw(&crate::view::replies_name(store)).await?;
        self.withdraw(&crate::view::catalog_name(store)).await
    }
}

/// The PIN to be set, if it may be. Here is where one could be required.
fn acceptable(pin: Option<Pin>) -> Result<Option<Pin>, Problem> {
    match pin {
        Some(pin) if !pin.may_be_set() => Err(Problem::new("pin-too-short")),
        pin => Ok(pin),
    }
}

/// The problem of a test call; a missing permission is named even where the service does not name it.
fn named(error: &UcosError, permission: &str) -> Problem {
    // What is asked for is always there: another address than the service's own was asked.
    if let UcosError::NotFound(_) = error {
        return Problem::new("not-ucos");
    }
    let mut problem = Problem::from(error);
    if problem.code == "permission-missing" {
        problem.detail = Some(match problem.detail {
            Some(says) if says.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == permission) => {
                says
            }
            Some(says) => format!("{permission}: {says}"),
            None => permission.to_owned(),
        });
    }
    problem
}

//! The vault at work: which staff account of a store is used, and when there is its key. An account with a PIN is locked
//! until somebody gives it: nothing is asked of the service then, and what waits goes on afterwards.

use super::{ALARM_RENEW, StoreState, Worker};
use crate::changes::Intent;
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::platform::{Batch, Platform, StoreFailure, Table};
use crate::problem::Problem;
use crate::staff::account::{self, Account, Member, Record, Team};
use crate::staff::identity::is_same;
use crate::staff::pin::Pin;
use crate::view::AccountView;
use std::cell::RefCell;
use std::rc::Rc;

impl StoreState {
    /// Why there is no key now.
    pub(super) fn no_key(&self) -> Problem {
        match self.team.active() {
            None => Problem::new("not-connected"),
            Some(record) if record.pin.is_some() => Problem::new("locked"),
            Some(_) => Problem::new("key-unreadable"),
        }
    }

    /// Whether there are accounts, and the key of the one that is used is not to be had.
    pub(super) fn is_closed(&self) -> bool {
        self.account.is_none() && self.team.active.is_some()
    }

    /// Why an intent that would go on by itself does not: there is no key, or only another account's. Where it may have
    /// been made any key will do, to read the order back.
    pub(super) fn hold_of(&self, intent: &Intent) -> Option<Problem> {
        intent.wakes_at()?;
        if self.account.is_none() {
            return self.is_closed().then(|| self.no_key());
        }
        let theirs = intent.account.as_ref().filter(|_| !intent.may_be_made())?;
        let is_active = self.team.active.as_ref().is_some_and(|active| is_same(active, theirs));
        let is_others = !is_active && self.team.has(theirs);
        is_others.then(|| Problem { detail: Some(theirs.clone()), ..Problem::new("other-account") })
    }

    /// Whether the account that an intent was chosen with is no longer there: only a person may send it with another's.
    pub(super) fn is_orphan(&self, intent: &Intent) -> bool {
        intent.account.as_ref().is_some_and(|theirs| !self.team.has(theirs))
    }

    pub(super) fn account_views(&self) -> Vec<AccountView> {
        let view = |Member { record, tries }: &Member| {
            let is_active = self.team.active.as_ref() == Some(&record.staff_name);
            AccountView {
                staff_name: record.staff_name.clone(),
                has_pin: record.pin.is_some(),
                is_active,
                is_locked: record.pin.is_some() && !(is_active && self.account.is_some()),
                next_try_at: tries.next_at(),
            }
        };
        self.team.members.iter().map(view).collect()
    }

    /// Whether the account in use has a PIN and its key is here.
    fn may_be_locked(&self) -> bool {
        self.account.is_some() && self.team.active().is_some_and(|record| record.pin.is_some())
    }
}

impl<P: Platform> Worker<P> {
    /// Brings a store's accounts into memory, and the key of the one that is used if it is to be had without a PIN.
    pub(super) async fn load_team(&self, store: &StoreHandle, team: Team) -> Result<(), StoreFailure> {
        let account = match team.active() {
            Some(record) if record.pin.is_some() => {
                let key = self.platform.held(&record.place()).await?;
                key.and_then(|key| record.account(&key))
            }
            Some(record) => record.open(&self.platform, None).await?,
            None => None,
        };
        self.with_store(store, |state| (state.account, state.team) = (account.map(Rc::new), team));
        Ok(())
    }

    /// Why there is no key for a store.
    pub(super) fn no_key(&self, store: &StoreHandle) -> Problem {
        self.with_store(store, |state| state.no_key())
    }

    /// Uses this account of a store from now on; with a PIN, if it is the right one and not tried too soon.
    pub(super) async fn unlock(
        &self,
        store: &StoreHandle,
        staff_name: &str,
        pin: Option<Pin>,
    ) -> Result<(), Problem> {
        let before = self.with_store(store, |state| {
            state.team.member(staff_name).map(|member| (member.record.clone(), state.locks))
        });
        let Some((record, locks)) = before else { return Err(Problem::new("not-connected")) };
        let has_pin = record.pin.is_some();
        if has_pin {
            if pin.is_none() {
                return Err(Problem::new("pin-wrong"));
            }
            self.count_try(&record).await?;
        }
        let Some(account) = record.open(&self.platform, pin.as_ref()).await? else {
            self.publish_store(store).await?;
            return Err(Problem::new(if has_pin { "pin-wrong" } else { "key-unreadable" }));
        };
        if has_pin {
            self.with_store(store, |state| {
                state.team.member(staff_name).map(|member| member.tries = Default::default())
            });
            account::save_tries(&self.platform, &record, None).await?;
        }
        let is_as_before = self.with_store(store, |state| {
            state.locks == locks && state.team.member(staff_name).is_some_and(|now| now.record == record)
        });
        if !is_as_before {
            // Meanwhile the screen was locked, or the account replaced.
            return Err(Problem::new("locked"));
        }
        self.switch_to(account).await?;
        self.resume(store).await
    }

    /// Counts a try before it is made. `Err`: it must wait.
    async fn count_try(&self, record: &Record) -> Result<(), Problem> {
        let now = self.platform.now();
        let counted = self.with_store(&record.store, |state| {
            let member = state.team.member(&record.staff_name)?;
            Some((member.tries.begin(now), member.tries))
        });
        let Some((may_try, tries)) = counted else { return Err(Problem::new("not-connected")) };
        account::save_tries(&self.platform, record, Some(&tries)).await?;
        if may_try {
            return Ok(());
        }
        self.publish_store(&record.store).await?;
        Err(Problem::new("pin-wait"))
    }

    async fn switch_to(&self, account: Account) -> Result<(), Problem> {
        let store = account.store.clone();
        let name = account.staff_name.clone();
        let is_other = self.with_store(&store, |state| state.team.active.as_ref() != Some(&name));
        if is_other {
            account::save_active(&self.platform, &store, Some(&name)).await?;
            self.forget_learnt(&store).await?;
        }
        self.with_store(&store, |state| {
            state.account = Some(Rc::new(account));
            state.team.active = Some(name);
            state.problem = None;
        });
        self.publish_store(&store).await?;
        Ok(self.hold_key(&store).await?)
    }

    /// Forgets what was learnt of a key, and how much of it is used up: it says nothing of another.
    pub(super) async fn forget_learnt(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let mut batch = Batch::default();
        batch.delete(Table::Budgets, store.to_string());
        batch.delete(Table::Learnt, store.to_string());
        self.with_store(store, |state| {
            state.budget = Rc::new(RefCell::default());
            state.learnt = Default::default();
        });
        self.platform.write(batch).await
    }

    /// Sees to it that the key of the account in use outlives this life of the worker, and no other does.
    pub(super) async fn hold_key(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        self.let_go_of_locked().await?;
        let held = self.with_store(store, |state| {
            let record = state.team.active().filter(|record| record.pin.is_some())?;
            Some((record.place(), state.account.clone()?))
        });
        if let Some((place, account)) = held {
            // That it cannot be held only means that it is locked with the end of this life.
            let _ = self.platform.hold(&place, account.key.reveal()).await;
            if !self.is_present(&account) {
                // Locked meanwhile.
                self.let_go_of_locked().await?;
            }
        }
        self.watch_idle();
        Ok(())
    }

    pub(super) async fn let_go_of_locked(&self) -> Result<(), StoreFailure> {
        let places: Vec<String> = {
            let state = self.state.borrow();
            let open = state.stores.values().filter(|state| state.may_be_locked());
            open.filter_map(|state| state.team.active()).map(Record::place).collect()
        };
        self.platform.hold_only(&places).await
    }

    /// There is a key again: what waited for it goes on, and what could not be read is read.
    pub(super) async fn resume(&self, store: &StoreHandle) -> Result<(), Problem> {
        let unread: Vec<OrderRef> = self.with_store(store, |state| {
            let is_unread = |problem: &Problem| problem.code == "locked" || problem.code == "key-unreadable";
            let mut unread = Vec::new();
            for (order, known) in &mut state.orders {
                if known.read_problem.as_ref().is_some_and(is_unread) {
                    known.read_problem = None;
                    unread.push(*order);
                }
            }
            unread
        });
        let unread = self.shown_of(store, unread);
        self.publish_orders(store, unread).await?;
        self.show_holds(store).await?;
        self.wake_sweep(store);
        self.platform.set_timer(ALARM_RENEW, self.platform.now());
        self.arm_settle();
        Ok(())
    }

    /// Shows anew the changes of a store that wait: for a key, or no longer for it.
    pub(super) async fn show_holds(&self, store: &StoreHandle) -> Result<(), Problem> {
        let waiting: Vec<OrderRef> = self.with_store(store, |state| {
            let waits = |intent: &Intent| intent.wakes_at().is_some();
            let orders = state.orders.iter().filter(|(_, known)| known.intent.as_ref().is_some_and(waits));
            orders.map(|(order, _)| *order).collect()
        });
        self.load_seen(store, &waiting).await?;
        self.publish_orders(store, waiting).await?;
        Ok(self.publish_changes(store).await?)
    }

    /// Locks the account in use of a store, or of all; one without a PIN stays as it is.
    pub(super) async fn lock(&self, store: Option<&StoreHandle>) -> Result<(), Problem> {
        self.lock_those(|each, _| store.is_none_or(|store| store == each)).await
    }

    /// Nobody is before this device: its screen was locked, or nobody has touched it for as long as was last asked for.
    pub async fn away(&self, is_screen_locked: bool) -> Result<(), Problem> {
        let minutes = self.idle_minutes();
        self.lock_those(|_, state| is_screen_locked || minutes == Some(state.settings.lock_minutes)).await
    }

    async fn lock_those(&self, is_meant: impl Fn(&StoreHandle, &StoreState) -> bool) -> Result<(), Problem> {
        let stores: Vec<StoreHandle> = self.state.borrow().stores.keys().cloned().collect();
        let mut locked = Vec::new();
        for store in stores {
            let is_news = self.with_store(&store, |state| {
                if !is_meant(&store, state) {
                    return false;
                }
                // A PIN that is being tried comes too late.
                state.locks += 1;
                let is_news = state.may_be_locked();
                if is_news {
                    (state.account, state.problem) = (None, None);
                }
                is_news
            });
            if is_news {
                locked.push(store);
            }
        }
        if locked.is_empty() {
            return Ok(());
        }
        let let_go = self.let_go_of_locked().await;
        for store in &locked {
            self.publish_store(store).await?;
            self.show_holds(store).await?;
        }
        self.watch_idle();
        Ok(let_go?)
    }

    /// After how many minutes without a touch the next account is to be locked.
    fn idle_minutes(&self) -> Option<u16> {
        let state = self.state.borrow();
        let open = state.stores.values().filter(|state| state.may_be_locked());
        open.map(|state| state.settings.lock_minutes).filter(|minutes| *minutes > 0).min()
    }

    /// Asks to be told when it is time to lock.
    pub(super) fn watch_idle(&self) {
        if let Some(minutes) = self.idle_minutes() {
            self.platform.watch_idle(u32::from(minutes) * 60);
        }
    }
}

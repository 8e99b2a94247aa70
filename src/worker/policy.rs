//! What the organisation sets: read at each start and whenever it changes, laid over the settings of every store, and
//! shown. A store that it does not allow is as if it were not connected, but its key is kept until a person erases it
//! or the store is allowed again.

use super::{Worker, as_text};
use crate::orders::identity::StoreHandle;
use crate::platform::{Platform, StoreFailure};
use crate::problem::Problem;
use crate::settings::managed::Policy;
use crate::staff::account;
use crate::view::{POLICY_NAME, PolicyView, withheld_name};
use std::rc::Rc;

impl<P: Platform> Worker<P> {
    /// What the organisation sets.
    pub(super) fn policy(&self) -> Rc<Policy> {
        self.state.borrow().policy.clone()
    }

    /// Reads it. `true`: it is not what it was.
    pub(super) async fn load_policy(&self) -> Result<bool, Problem> {
        let text = self.platform.managed().await;
        if self.state.borrow().policy_text == text {
            return Ok(false);
        }
        let policy = Policy::read(&text, |zone| self.platform.zone(zone).is_some());
        let mut state = self.state.borrow_mut();
        state.policy = Rc::new(policy);
        state.policy_text = text;
        Ok(true)
    }

    /// Reads it anew and applies it to every store that a key is kept for.
    pub async fn policy_changed(&self) -> Result<(), Problem> {
        if !self.load_policy().await? {
            return Ok(());
        }
        for (store, team) in account::load_all(&self.platform).await? {
            let is_connected = self.with_store(&store, |state| state.account.is_some() || state.is_closed());
            match (is_connected, self.policy().allows(&store)) {
                (true, true) => {
                    let own = self.own_settings(&store).await?;
                    self.judge_by(&store, own).await?;
                }
                (false, true) => self.take_up(&store, team).await?,
                (_, false) => self.withhold(&store).await?,
            }
        }
        Ok(self.publish_policy().await?)
    }

    /// A store's key is kept and not used, and pages are told so.
    pub(super) async fn withhold(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        self.forget(store);
        self.hold_key(store).await?;
        // First: whatever is left undone, the next life knows by it.
        self.publish(vec![(withheld_name(store), as_text(store)?)]).await?;
        self.unmark(store).await?;
        self.withdraw_store(store).await
    }

    /// Whether pages were told that a store's key is not used.
    pub(super) fn is_withheld(&self, store: &StoreHandle) -> bool {
        self.state.borrow().published.contains_key(&withheld_name(store))
    }

    /// A store's key is used again, or erased.
    pub(super) async fn release(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        if self.is_withheld(store) { self.withdraw(&withheld_name(store)).await } else { Ok(()) }
    }

    /// Shows what it sets beside the settings, if anything.
    pub(super) async fn publish_policy(&self) -> Result<(), StoreFailure> {
        let policy = self.policy();
        if !policy.has_more_than_settings() {
            let is_shown = self.state.borrow().published.contains_key(POLICY_NAME);
            return if is_shown { self.withdraw(POLICY_NAME).await } else { Ok(()) };
        }
        let view = PolicyView {
            stores: policy.stores(),
            pin_required: policy.pin_required,
            api_base: (!policy.base.is_usual()).then(|| policy.base.as_str().to_owned()),
            faults: policy.faults.clone(),
        };
        self.publish(vec![(POLICY_NAME.to_owned(), as_text(&view)?)]).await
    }
}

//! A store's settings: kept in the trusted area, published, and applied to all that is known. What an organisation sets
//! lies over them wherever they are read, and is never kept.

use super::{Worker, as_text};
use crate::json;
use crate::orders::identity::{OrderKey, OrderRef, StoreHandle};
use crate::platform::{Platform, StoreFailure};
use crate::problem::Problem;
use crate::settings::Settings;
use crate::settings::managed::Managed;
use crate::view::{order_name, settings_name};
use std::rc::Rc;

/// The name of a store's entry in the trusted area.
pub(super) fn entry(store: &StoreHandle) -> String {
    format!("settings/{store}")
}

/// Settings as they are published: with the names of those that the organisation sets as one more member.
fn settings_view(settings: &Settings, managed: Vec<Managed>) -> Result<String, StoreFailure> {
    let text = as_text(settings)?;
    // Serde's own way of putting a struct's members beside others is dear in the module.
    let members = text.strip_prefix('{').unwrap_or_default();
    Ok(format!("{{\"managed\":{},{members}", as_text(&managed)?))
}

impl<P: Platform> Worker<P> {
    /// Checks settings, keeps them, and judges all orders anew by them. Of what the organisation sets the own values
    /// stay as they were, whatever is sent.
    pub(super) async fn configure(&self, store: StoreHandle, settings: Settings) -> Result<(), Problem> {
        let own = self.own_settings(&store).await?;
        let settings = self.policy().values(&store).kept(settings, &own);
        let settings = settings.checked(|zone| self.platform.zone(zone).is_some())?;
        self.platform.trusted_set(&entry(&store), Some(&as_text(&settings)?)).await?;
        self.judge_by(&store, settings).await
    }

    /// From now on these are a person's own settings: judges all orders of the store anew.
    pub(super) async fn judge_by(&self, store: &StoreHandle, own: Settings) -> Result<(), Problem> {
        self.load_roll(store).await?;
        self.take_settings(store, own);
        self.watch_idle();
        self.publish_settings(store).await?;
        self.publish_store(store).await?;
        self.publish_shown(store).await?;
        self.wake_sweep(store);
        Ok(())
    }

    /// Brings a store's settings into memory and shows them. What cannot be read counts as not set.
    pub(super) async fn load_settings(&self, store: &StoreHandle) -> Result<(), Problem> {
        let own = self.own_settings(store).await?;
        self.take_settings(store, own);
        Ok(self.publish_settings(store).await?)
    }

    /// What a person has set for a store, as it is kept.
    pub(super) async fn own_settings(&self, store: &StoreHandle) -> Result<Settings, StoreFailure> {
        let name = entry(store);
        let entries = self.platform.trusted_scan(&name).await?;
        let text = entries.into_iter().find(|(found, _)| *found == name).map(|(_, text)| text);
        Ok(text.and_then(|text| json::read(text.as_bytes())).unwrap_or_default())
    }

    fn take_settings(&self, store: &StoreHandle, own: Settings) {
        let settings = self.policy().values(store).over(&own);
        self.with_store(store, |state| {
            state.settings = Rc::new(settings);
            state.calendar = None;
        });
        self.judge(store);
    }

    async fn publish_settings(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let settings = self.with_store(store, |state| state.settings.clone());
        let view = settings_view(&settings, self.policy().values(store).names())?;
        self.publish(vec![(settings_name(store), view)]).await
    }

    /// Publishes anew whatever is shown of a store's orders: the views of those on a screen, and the summary.
    pub(super) async fn publish_shown(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let known: Vec<OrderRef> = self.with_store(store, |state| state.orders.keys().copied().collect());
        let shown = self.shown_of(store, known);
        self.publish_orders(store, shown).await?;
        self.publish_summary(store).await?;
        Ok(())
    }

    /// Those of these orders that have a view.
    pub(super) fn shown_of(&self, store: &StoreHandle, mut orders: Vec<OrderRef>) -> Vec<OrderRef> {
        let state = self.state.borrow();
        let name = |order: &OrderRef| order_name(&OrderKey { store: store.clone(), order: *order });
        orders.retain(|order| state.published.contains_key(&name(order)));
        orders
    }
}

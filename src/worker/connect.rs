//! Connecting a store: test the key first, keep it only if it works. And taking it away again.

use super::Worker;
use super::board::{stays_record, trend_record};
use crate::catalog::Catalog;
use crate::orders::identity::StoreHandle;
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::staff::account::{self, Account};
use crate::staff::key::{ApiKey, KeyProblem};
use crate::ucos::budget::{Budget, Priority};
use crate::ucos::client::Client;
use crate::ucos::requests::ListOrders;
use std::cell::RefCell;
use std::rc::Rc;

/// The longest name of a staff account, in characters.
const LONGEST_NAME: usize = 120;

impl<P: Platform> Worker<P> {
    /// Tests a key by reading the statuses and one order, and keeps it. A key that was kept before is replaced only
    /// by one that works.
    pub(super) async fn connect(&self, store: &str, key: &str, staff_name: &str) -> Result<(), Problem> {
        let store = StoreHandle::new(store.trim()).map_err(|_| Problem::new("store-malformed"))?;
        let key = ApiKey::read(key).map_err(|problem| match problem {
            KeyProblem::Empty => Problem::new("key-empty"),
            KeyProblem::Malformed => Problem::new("key-malformed"),
        })?;
        let staff_name: String = staff_name.trim().chars().take(LONGEST_NAME).collect();
        if staff_name.is_empty() {
            return Err(Problem::new("name-empty"));
        }
        let now = self.now();
        let budget = Rc::new(RefCell::new(Budget::default()));
        let account = Account { store: store.clone(), staff_name, key, made_at: now };
        let (statuses, workflows) = {
            let client = Client {
                platform: &self.platform,
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
        account::save(&self.platform, &account).await?;
        let mut batch = Batch::default();
        batch.delete(Table::Budgets, store.to_string());
        batch.delete(Table::Learnt, store.to_string());
        self.platform.write(batch).await?;
        self.with_store(&store, |state| {
            state.learnt = Default::default();
            state.account = Some(Rc::new(account));
            state.budget = budget;
            state.problem = None;
            state.orders.values_mut().for_each(|order| order.read_problem = None);
        });
        self.load_roll(&store).await?;
        self.load_settings(&store).await?;
        self.keep_catalog(&store, Catalog::new(statuses, workflows, now)).await?;
        self.publish_clock().await?;
        self.publish_store(&store).await?;
        self.ask_anew(&store).await?;
        Ok(self.note_use(&store).await?)
    }

    /// Erases a store's key, its statuses and what was seen of its orders. Changes in doubt stay: they are settled
    /// when the store is connected again; so do the settings, which somebody typed.
    pub(super) async fn disconnect(&self, store: &StoreHandle) -> Result<(), Problem> {
        account::erase(&self.platform, store).await?;
        self.with_store(store, |state| {
            state.account = None;
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
        let tabs = self.watched_tabs().await?;
        tabs.iter().filter(|(_, watched)| watched == store).for_each(|(tab, _)| {
            self.platform.mark_tab(*tab, store.as_str(), 0);
        });
        let mut batch = Batch::default();
        batch.delete(Table::Rolls, store.to_string());
        batch.delete(Table::Rolls, stays_record(store));
        batch.delete(Table::Rolls, trend_record(store));
        batch.delete(Table::Sweeps, store.to_string());
        batch.delete(Table::Catalogs, store.to_string());
        batch.delete(Table::Budgets, store.to_string());
        for (name, _) in self.platform.scan(Table::Orders, &format!("{store}/")).await? {
            batch.delete(Table::Orders, name);
        }
        self.platform.write(batch).await?;
        self.publish_store(store).await?;
        self.withdraw(&format!("order/{store}/")).await?;
        self.withdraw(&crate::view::summary_name(store)).await?;
        Ok(self.withdraw(&crate::view::catalog_name(store)).await?)
    }
}

/// The problem of a test call; a missing permission is named even where the service does not name it.
fn named(error: &crate::ucos::error::UcosError, permission: &str) -> Problem {
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

//! What is stored, counted for whoever asks, and erased kind by kind at a person's word. A store need not be connected:
//! what disconnecting leaves (journal, settings) is found and erased here. Changes that are not settled are not erased.

use super::board::{stays_record, trend_record};
use super::{Worker, replies};
use crate::orders::identity::StoreHandle;
use crate::platform::{Batch, Platform, StoreFailure, Table};
use crate::problem::Problem;
use crate::settings::Settings;
use crate::view::stored::{StoredPart, StoredView};

/// Of which kind the records of a table are; `rest` is what follows the store in a record's name.
fn part_of(table: Table, rest: &str) -> StoredPart {
    match table {
        Table::Rolls if !rest.is_empty() => StoredPart::Figures,
        Table::Orders | Table::Rolls | Table::Sweeps => StoredPart::Orders,
        Table::Intents | Table::Batches => StoredPart::Changes,
        Table::Journal | Table::JournalHeads | Table::JournalOrders => StoredPart::Journal,
        Table::Learnt | Table::Catalogs | Table::Budgets => StoredPart::Statuses,
        Table::Unshown | Table::Watches | Table::Clocks => StoredPart::Browser,
    }
}

/// The same of an entry of the trusted area.
fn part_of_entry(kind: &str) -> StoredPart {
    match kind {
        "answers" => StoredPart::Answers,
        "settings" | "replies" => StoredPart::Settings,
        _ => StoredPart::Keys,
    }
}

fn add(all: &mut Vec<StoredView>, store: &str, part: StoredPart, bytes: usize) {
    let at = all.iter().position(|view| view.store == store && view.part == part).unwrap_or_else(|| {
        all.push(StoredView { store: store.to_owned(), part, records: 0, bytes: 0 });
        all.len() - 1
    });
    if let Some(view) = all.get_mut(at) {
        view.records += 1;
        view.bytes += bytes as u64;
    }
}

impl<P: Platform> Worker<P> {
    /// How much is stored, in no particular sequence. The views, which end with the browser, are not counted.
    pub(super) async fn measure_storage(&self) -> Result<Vec<StoredView>, Problem> {
        let mut all = Vec::new();
        for table in Table::ALL {
            for (name, record) in self.platform.scan(table, "").await? {
                let (store, rest) = name.split_once('/').unwrap_or((&name, ""));
                let part = part_of(table, rest);
                let store = if part == StoredPart::Browser { "" } else { store };
                add(&mut all, store, part, name.len() + record.len());
            }
        }
        for (name, text) in self.platform.trusted_scan("").await? {
            let (kind, of) = name.split_once('/').unwrap_or((&name, ""));
            let store = of.split_once('/').map_or(of, |(store, _)| store);
            add(&mut all, store, part_of_entry(kind), name.len() + text.len());
        }
        Ok(all)
    }

    /// Erases what is stored of one kind for a store.
    pub(super) async fn erase(&self, store: &StoreHandle, part: StoredPart) -> Result<(), Problem> {
        match part {
            StoredPart::Orders => self.erase_orders(store).await?,
            StoredPart::Figures => self.erase_figures(store).await?,
            StoredPart::Journal => self.erase_journal(store).await?,
            StoredPart::Answers => {
                self.forget_answers(store).await?;
                self.publish_shown(store).await?;
            }
            StoredPart::Settings => self.erase_settings(store).await?,
            StoredPart::Statuses | StoredPart::Changes | StoredPart::Keys | StoredPart::Browser => {
                return Err(Problem::new("malformed-command"));
            }
        }
        Ok(())
    }

    /// The lists that are open are asked for anew when they are looked at. Orders with a change on its way keep that.
    async fn erase_orders(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let mut batch = Batch::default();
        for table in [Table::Rolls, Table::Sweeps] {
            batch.delete(table, store.to_string());
        }
        self.delete_all(&mut batch, Table::Orders, store).await?;
        self.platform.write(batch).await?;
        self.with_store(store, |state| {
            state.planner = Default::default();
            state.orders.retain(|_, order| order.intent.is_some());
            state.orders.values_mut().for_each(|order| order.seen = None);
            state.roll = None;
            state.sweep = Default::default();
            state.marked = None;
        });
        self.unmark(store).await?;
        self.withdraw(&format!("order/{store}/")).await?;
        self.withdraw(&format!("details/{store}/")).await?;
        self.withdraw(&crate::view::summary_name(store)).await?;
        // Those that have a change on its way are shown with that alone, and read anew.
        let changing = self.with_store(store, |state| state.orders.keys().copied().collect::<Vec<_>>());
        self.publish_orders(store, changing).await?;
        if self.account(store).is_some() {
            self.wake_sweep(store);
        }
        Ok(())
    }

    async fn erase_figures(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let mut batch = Batch::default();
        batch.delete(Table::Rolls, stays_record(store));
        batch.delete(Table::Rolls, trend_record(store));
        self.platform.write(batch).await?;
        self.with_store(store, |state| {
            // Not read yet, they are read with the roll: there is nothing any more.
            if state.roll.is_some() {
                state.stays = Some(Default::default());
                state.trend = Some(Default::default());
            }
        });
        Ok(())
    }

    async fn erase_settings(&self, store: &StoreHandle) -> Result<(), Problem> {
        self.platform.trusted_set(&super::configure::entry(store), None).await?;
        self.platform.trusted_set(&replies::replies_entry(store), None).await?;
        if self.with_store(store, |state| state.team.active.is_none()) {
            return Ok(());
        }
        self.load_replies(store).await?;
        self.publish_replies(store).await?;
        self.judge_by(store, Settings::default()).await
    }

    /// Adds to a batch that all of a store's records of a table go.
    pub(super) async fn delete_all(
        &self,
        batch: &mut Batch,
        table: Table,
        store: &StoreHandle,
    ) -> Result<(), StoreFailure> {
        for (name, _) in self.platform.scan(table, &format!("{store}/")).await? {
            batch.delete(table, name);
        }
        Ok(())
    }
}

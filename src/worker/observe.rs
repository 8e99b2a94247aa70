//! Observing: what a look or a change tells of orders goes into memory, into the store and onto the roll, at once.

use super::board::{stays_record, trend_record};
use super::{Worker, as_record};
use crate::insight::stays::Stays;
use crate::insight::trend::Trend;
use crate::json;
use crate::orders::identity::{OrderKey, OrderRef, StoreHandle};
use crate::orders::roll::Roll;
use crate::orders::seen::Seen;
use crate::platform::{Batch, Platform, StoreFailure, Table};
use crate::problem::Problem;
use crate::view::{CLOCK_NAME, ClockView};

/// The name of the clock's record.
const CLOCK_RECORD: &str = "clock";

/// A correction of the clock that differs by less is no news to pages, in milliseconds.
const CLOCK_NEWS_MS: i64 = 1_000;

impl<P: Platform> Worker<P> {
    /// Brings a store's roll into memory, and what was concluded from it before. Where there is none yet (a version that kept none was here before), or none
    /// that can be read, it is made from the orders' own records.
    pub(super) async fn load_roll(&self, store: &StoreHandle) -> Result<(), Problem> {
        if self.with_store(store, |state| state.roll.is_some()) {
            return Ok(());
        }
        let names = [store.to_string(), stays_record(store), trend_record(store)];
        let mut records = self.platform.get(Table::Rolls, &names).await?.into_iter();
        let mut next_record = || records.next().flatten();
        let record = next_record();
        let stays = next_record().and_then(|bytes| Stays::from_bytes(&bytes)).unwrap_or_default();
        let trend = next_record().and_then(|bytes| Trend::from_bytes(&bytes)).unwrap_or_default();
        let roll = match record.and_then(|bytes| Roll::from_bytes(&bytes)) {
            Some(roll) => roll,
            None => {
                let mut roll = Roll::default();
                for (_, record) in self.platform.scan(Table::Orders, &format!("{store}/")).await? {
                    if let Some(seen) = json::read::<Seen>(&record) {
                        roll.note(&seen);
                    }
                }
                roll
            }
        };
        self.with_store(store, |state| {
            state.roll.get_or_insert(roll);
            state.stays.get_or_insert(stays);
            state.trend.get_or_insert(trend);
        });
        self.judge(store);
        Ok(())
    }

    /// Works out anew when the orders of a store are due, after what that rests on has changed.
    pub(super) fn judge(&self, store: &StoreHandle) {
        self.make_calendar(store);
        self.with_store(store, |state| state.judge(None));
    }

    /// Makes the calendar that goes with a store's settings, if there is none.
    fn make_calendar(&self, store: &StoreHandle) {
        let Some(settings) =
            self.with_store(store, |state| state.calendar.is_none().then(|| state.settings.clone()))
        else {
            return;
        };
        // A zone that this browser no longer knows is better taken for its own than for none.
        let named = settings.zone.as_deref().and_then(|name| self.platform.zone(name));
        let zone = named.or_else(|| self.platform.zone(&self.platform.own_zone()));
        let zone = zone.unwrap_or_else(|| Box::new(|_| 0));
        self.with_store(store, |state| state.calendar = Some(settings.calendar(zone).into()));
    }

    /// Takes what was seen of orders into memory and onto the roll, and adds to the batch what is to be written.
    /// The roll must have been loaded.
    pub(super) fn observe(
        &self,
        store: &StoreHandle,
        seen: Vec<Seen>,
        batch: &mut Batch,
    ) -> Result<(), StoreFailure> {
        let now = self.now();
        let clock = as_record(&*self.clock.borrow())?;
        batch.put(Table::Clocks, CLOCK_RECORD, clock);
        self.with_store(store, |state| {
            let mut has_left = false;
            for seen in seen {
                let order = seen.order;
                batch.put(Table::Orders, key_of(store, order), as_record(&seen)?);
                // The clocks may differ by the way of a request: nothing was seen later than now.
                state.planner.note_seen(order, seen.seen_at.min(now));
                if let Some(roll) = &mut state.roll
                    && let Some(before) = roll.note(&seen)
                    && let Some(stays) = &mut state.stays
                {
                    has_left |= stays.note(roll.status(&before), &before, &seen);
                }
                let known = state.order(order);
                known.seen = Some(seen);
                known.read_problem = None;
                state.judge(Some(order));
            }
            let catalog = state.catalog.clone();
            let is_final = |status: &str| catalog.as_ref().is_some_and(|catalog| catalog.is_final(status));
            if let Some(roll) = &mut state.roll {
                for order in roll.let_go(now, is_final) {
                    batch.delete(Table::Orders, key_of(store, order));
                }
                batch.put(Table::Rolls, store.to_string(), roll.to_bytes());
            }
            if let Some(stays) = state.stays.as_ref().filter(|_| has_left) {
                batch.put(Table::Rolls, stays_record(store), stays.to_bytes());
            }
            Ok(())
        })
    }

    /// Brings the clock's record into memory.
    pub(super) async fn load_clock(&self) -> Result<(), Problem> {
        let records = self.platform.get(Table::Clocks, &[CLOCK_RECORD.to_owned()]).await?;
        if let Some(clock) = records.into_iter().flatten().next().and_then(|record| json::read(&record)) {
            *self.clock.borrow_mut() = clock;
        }
        Ok(self.publish_clock().await?)
    }

    /// Tells pages by how much this device's clock is to be corrected, if that is news.
    pub(super) async fn publish_clock(&self) -> Result<(), StoreFailure> {
        // Asked first: a clock that has jumped back is seen by it.
        self.now();
        let ahead_ms = self.clock.borrow().ahead_ms();
        let is_news = {
            let mut state = self.state.borrow_mut();
            let is_news = (ahead_ms - state.told_ahead_ms).abs() >= CLOCK_NEWS_MS;
            if is_news {
                state.told_ahead_ms = ahead_ms;
            }
            is_news
        };
        if !is_news {
            return Ok(());
        }
        let view = ClockView { ahead_ms, measured_at: self.platform.now() };
        self.publish(vec![(CLOCK_NAME.to_owned(), super::as_text(&view)?)]).await
    }
}

impl super::StoreState {
    /// Works out when one order is due, or all.
    pub(super) fn judge(&mut self, one: Option<OrderRef>) {
        let Some(mut roll) = self.roll.take() else { return };
        let rules = self.rules();
        roll.judge(one, |status, entered| rules.as_ref()?.deadline(status, entered));
        self.roll = Some(roll);
    }
}

fn key_of(store: &StoreHandle, order: OrderRef) -> String {
    OrderKey { store: store.clone(), order }.to_string()
}

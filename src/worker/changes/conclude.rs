//! Concluding: how intents stand now is stored in one write with what is known of their orders and with the journal's
//! entries, and then shown.

use super::super::{Worker, as_record};
use crate::changes::batch::Batch;
use crate::changes::journal::{Entry, Outcome};
use crate::changes::settle::BACK_MS;
use crate::changes::{Act, Intent, IntentState};
use crate::json::{FromJson, Object};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::orders::seen::Seen;
use crate::platform::{self, Platform, Table};
use crate::problem::Problem;
use crate::view::compose::Back;
use serde::Serialize;

/// How an intent stands after something happened to it.
pub(super) struct Settled {
    /// The intent, in its new state.
    pub intent: Intent,
    /// What the journal is told; `None`: it is not over.
    pub outcome: Option<Outcome>,
    /// What was seen of the order by the way.
    pub seen: Option<Seen>,
    /// How many messages the service said it sent.
    pub messages_sent: Option<i64>,
    /// Whether nothing is left of it but the journal's entry.
    pub is_over: bool,
}

impl Settled {
    /// An intent that goes on, in this state.
    pub fn going_on(intent: Intent, state: IntentState) -> Settled {
        Settled {
            intent: Intent { state, ..intent },
            outcome: None,
            seen: None,
            messages_sent: None,
            is_over: false,
        }
    }

    /// An intent that came to this end by an answer or a reading; the person has yet to see it.
    pub fn ended(intent: Intent, state: IntentState, outcome: Outcome) -> Settled {
        Settled { outcome: Some(outcome), ..Settled::going_on(intent, state) }
    }

    /// An intent that a person ended, and so knows of.
    pub fn over(intent: Intent, outcome: Outcome) -> Settled {
        Settled { intent, outcome: Some(outcome), seen: None, messages_sent: None, is_over: true }
    }
}

/// Orders whose news was stored and is yet to be shown.
#[derive(Serialize)]
pub(in crate::worker) struct Unshown {
    pub store: StoreHandle,
    pub orders: Vec<OrderRef>,
}

impl FromJson for Unshown {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Unshown {
            store: StoreHandle::new(&object.text("store")?).ok()?,
            orders: object.children("orders"),
        })
    }
}

impl<P: Platform> Worker<P> {
    /// Stores how these intents of a store stand, and shows it.
    pub(super) async fn conclude(&self, store: &StoreHandle, settled: Vec<Settled>) -> Result<(), Problem> {
        if settled.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let account = self.account(store).map(|account| account.staff_name.clone());
        let orders: Vec<OrderRef> = settled.iter().map(|settled| settled.intent.key.order).collect();
        let mut writes = platform::Batch::default();
        let unshown = self.note_unshown(store, &orders, &mut writes)?;
        let mut seen = Vec::new();
        for settled in settled {
            let Settled { intent, outcome, seen: read, messages_sent, is_over } = settled;
            let record = intent.key.to_string();
            let is_done = matches!(intent.state, IntentState::Done);
            let is_replaced = self.with_store(store, |state| {
                state.intent(&intent.key.order).is_some_and(|present| present.id != intent.id)
            });
            if is_replaced {
                // Another has taken its place, and will be written there.
            } else if is_over || is_done {
                writes.delete(Table::Intents, record);
            } else {
                writes.put(Table::Intents, record, as_record(&intent)?);
            }
            if let Some(outcome) = outcome {
                let entry = Entry { messages_sent, ..Entry::of(&intent, outcome, now, account.as_deref()) };
                writes.put(Table::Journal, entry.key(&intent), as_record(&entry)?);
                self.count(store, &intent, outcome, &mut writes)?;
            }
            seen.extend(read);
            if is_replaced {
                continue;
            }
            self.with_store(store, |state| {
                let order = state.order(intent.key.order);
                order.is_busy = false;
                order.back = back_of(&intent, outcome).map(|(status, sub_status)| Back {
                    status,
                    sub_status,
                    until: now.saturating_add_millis(BACK_MS),
                });
                order.intent = (!is_over && !is_done).then_some(intent);
            });
        }
        if !seen.is_empty() {
            self.load_roll(store).await?;
            self.observe(store, seen, &mut writes)?;
        }
        let stored = self.platform.write(writes).await;
        self.publish_orders(store, orders).await?;
        self.publish_changes(store).await?;
        stored?;
        self.publish_summary(store).await?;
        self.note_shown(unshown).await
    }

    /// Adds to the batch that there is news of these orders to show: a life that ends before it has shown it leaves that
    /// to the next. Gives the note's name.
    pub(super) fn note_unshown(
        &self,
        store: &StoreHandle,
        orders: &[OrderRef],
        writes: &mut platform::Batch,
    ) -> Result<String, Problem> {
        let name = self.new_id();
        let note = Unshown { store: store.clone(), orders: orders.to_vec() };
        writes.put(Table::Unshown, name.clone(), as_record(&note)?);
        Ok(name)
    }

    /// Takes such a note away: it has been shown.
    pub(super) async fn note_shown(&self, name: String) -> Result<(), Problem> {
        let mut batch = platform::Batch::default();
        batch.delete(Table::Unshown, name);
        Ok(self.platform.write(batch).await?)
    }

    /// Counts an intent's end in its batch.
    fn count(
        &self,
        store: &StoreHandle,
        intent: &Intent,
        outcome: Outcome,
        writes: &mut platform::Batch,
    ) -> Result<(), Problem> {
        let Some(id) = &intent.batch else { return Ok(()) };
        let record = self.with_store(store, |state| {
            let batch: Option<&mut Batch> = state.batches.iter_mut().find(|batch| batch.id == *id);
            let batch = batch?;
            match outcome {
                Outcome::Done | Outcome::FoundDone | Outcome::SaidDone => batch.done += 1,
                Outcome::Undone | Outcome::Left => batch.undone += 1,
                Outcome::Refused | Outcome::Superseded => {}
            }
            Some(as_record(batch))
        });
        if let Some(record) = record {
            writes.put(Table::Batches, format!("{store}/{id}"), record?);
        }
        Ok(())
    }
}

/// What a change just made may be changed back to. One that had a grace is not offered: the message is sent. Nor is one
/// of an order without a status before, which no change can take away again.
fn back_of(
    intent: &Intent,
    outcome: Option<Outcome>,
) -> Option<(crate::ucos::answers::StatusRef, Option<crate::ucos::answers::SubStatusRef>)> {
    let is_status = matches!(intent.act, Act::Status { .. });
    let is_plain = is_status && intent.messages.is_empty() && intent.batch.is_none();
    let is_made = outcome == Some(Outcome::Done);
    let from = intent.from.clone().filter(|_| is_plain && is_made)?;
    Some((from, intent.from_sub_status.clone()))
}

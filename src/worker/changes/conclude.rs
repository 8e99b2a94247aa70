//! Concluding: how intents stand now is stored in one write with what is known of their orders and with the journal's
//! entries, and then shown.

use super::super::{Worker, as_record};
use crate::changes::batch::Batch;
use crate::changes::journal::{Entry, Outcome};
use crate::changes::settle::{BACK_MS, doubt};
use crate::changes::{Act, Intent, IntentState};
use crate::json::{FromJson, Object};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::orders::seen::Seen;
use crate::platform::{self, Platform, Table};
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::view::compose::Back;
use futures_util::FutureExt;
use serde::Serialize;

/// How long what could not be stored waits before it is tried again, in milliseconds.
const UNSTORED_MS: i64 = 30_000;

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
        let orders: Vec<OrderRef> = settled.iter().map(|settled| settled.intent.key.order).collect();
        let stored = self.keep(store, settled, &orders, platform::Batch::default()).boxed_local().await;
        self.show(store, orders, stored).await
    }

    /// Shows what was stored of these orders, or that it was not. `Err`: it was not stored. What is stored and cannot be
    /// shown stays noted as that, and is no failure: it goes on all the same.
    pub(super) async fn show(
        &self,
        store: &StoreHandle,
        orders: Vec<OrderRef>,
        stored: Result<String, Problem>,
    ) -> Result<(), Problem> {
        let shown = self.publish_orders(store, orders).await.is_ok()
            && self.publish_changes(store).await.is_ok()
            && self.publish_summary(store).await.is_ok();
        let unshown = stored?;
        if shown {
            let _ = self.note_shown(unshown).await;
        }
        Ok(())
    }

    /// Stores how these intents stand together with `writes`, and that there is news of these orders to show. Gives the
    /// name of the note that says so.
    pub(super) async fn keep(
        &self,
        store: &StoreHandle,
        settled: Vec<Settled>,
        orders: &[OrderRef],
        mut writes: platform::Batch,
    ) -> Result<String, Problem> {
        let told: Vec<OrderRef> = settled
            .iter()
            .filter(|settled| settled.outcome.is_some())
            .map(|settled| settled.intent.key.order)
            .collect();
        let journal = self.journal(store);
        // Held until all is stored. Before anything is worked out: while it is waited for, more may happen.
        let mut turn = None;
        let mut opened = Ok(None);
        if !told.is_empty() {
            let head = turn.insert(journal.lock().await);
            opened = self.open_journal(store, head, &told).boxed_local().await.map(Some);
        }
        let now = self.now();
        let account = self.account(store).map(|account| account.staff_name.clone());
        let unshown = self.note_unshown(store, orders, &mut writes)?;
        let mut seen = Vec::new();
        let mut standing = Vec::new();
        let mut counted = Vec::new();
        for settled in settled {
            let Settled { intent, outcome, seen: read, messages_sent, is_over } = settled;
            let record = intent.key.to_string();
            let is_done = matches!(intent.state, IntentState::Done);
            let is_replaced = self.with_store(store, |state| {
                state.intent(&intent.key.order).is_some_and(|present| present.id != intent.id)
            });
            if is_replaced {
                // Another has taken its place, and is written there.
            } else if is_over || is_done {
                writes.delete(Table::Intents, record);
            } else {
                writes.put(Table::Intents, record, as_record(&intent)?);
            }
            if let Some(outcome) = outcome {
                let account = intent.account.as_ref().or(account.as_ref());
                let name = self.with_store(store, |state| {
                    state.seen(&intent.key.order).map(|seen| seen.name.clone()).unwrap_or_default()
                });
                let entry = Entry::of(&intent, outcome, now, account.map(String::as_str), &name);
                if let Ok(Some(writing)) = &mut opened {
                    writing.add(Entry { messages_sent, ..entry })?;
                }
                self.count(store, &intent, outcome, &mut writes)?;
                counted.push((intent.batch.clone(), outcome));
            }
            seen.extend(read);
            if !is_replaced {
                standing.push((intent, outcome, is_over || is_done));
            }
        }
        let stored = match opened {
            Ok(None) => self.write_with_seen(store, seen, writes).await,
            Ok(Some(writing)) => {
                let (head, journal) = writing.end()?;
                writes.writes.extend(journal.writes);
                let stored = self.write_with_seen(store, seen, writes).await;
                if let Some(turn) = &mut turn {
                    // What failed may be stored all the same: the head is read anew then.
                    **turn = stored.is_ok().then_some(head);
                }
                stored
            }
            Err(failure) => Err(failure.into()),
        };
        drop(turn);
        // Only now: what could not be stored stands as it did, also in memory. All of them are busy until then.
        self.with_store(store, |state| {
            for (intent, outcome, is_gone) in standing {
                let order = state.order(intent.key.order);
                order.is_busy = false;
                if stored.is_err() {
                    order.intent = order.intent.take().map(|present| unstored(present, now));
                    continue;
                }
                order.back = back_of(&intent, outcome).map(|(status, sub_status)| Back {
                    status,
                    sub_status,
                    until: now.saturating_add_millis(BACK_MS),
                });
                order.intent = (!is_gone).then_some(intent);
            }
            if stored.is_err() {
                for (id, outcome) in &counted {
                    let batch = state.batches.iter_mut().find(|batch| Some(&batch.id) == id.as_ref());
                    if let Some(count) = batch.and_then(|batch| count_of(batch, *outcome)) {
                        *count = count.saturating_sub(1);
                    }
                }
            }
        });
        stored?;
        Ok(unshown)
    }

    async fn write_with_seen(
        &self,
        store: &StoreHandle,
        seen: Vec<Seen>,
        mut writes: platform::Batch,
    ) -> Result<(), Problem> {
        if !seen.is_empty() {
            self.load_roll(store).await?;
            self.observe(store, seen, &mut writes)?;
        }
        Ok(self.platform.write(writes).await?)
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
            if let Some(count) = count_of(batch, outcome) {
                *count += 1;
            }
            Some(as_record(batch))
        });
        if let Some(record) = record {
            writes.put(Table::Batches, format!("{store}/{id}"), record?);
        }
        Ok(())
    }
}

/// Where a batch counts such an end.
fn count_of(batch: &mut Batch, outcome: Outcome) -> Option<&mut u32> {
    match outcome {
        Outcome::Done | Outcome::FoundDone | Outcome::SaidDone => Some(&mut batch.done),
        Outcome::Undone | Outcome::Left => Some(&mut batch.undone),
        Outcome::Refused | Outcome::Superseded => None,
    }
}

/// How an intent goes on whose news could not be stored: what was sent is in doubt, and nothing is tried again at once.
fn unstored(intent: Intent, now: Timestamp) -> Intent {
    let soonest = now.saturating_add_millis(UNSTORED_MS);
    let state = match intent.state.clone() {
        IntentState::Sending | IntentState::Done => doubt(&intent, now),
        IntentState::Waiting { until } => IntentState::Waiting { until: until.max(soonest) },
        IntentState::InDoubt { since, read_at: Some(at), problem } => {
            IntentState::InDoubt { since, read_at: Some(at.max(soonest)), problem }
        }
        IntentState::Blocked { retry_at: Some(at), problem } => {
            IntentState::Blocked { retry_at: Some(at.max(soonest)), problem }
        }
        state => state,
    };
    Intent { state, ..intent }
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

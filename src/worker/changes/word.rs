//! A person's word on changes: taken back, decided, or read.

use super::super::Worker;
use super::conclude::Settled;
use crate::changes::journal::Outcome;
use crate::changes::{Decision, Intent, IntentState};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::staff::identity::Identity;

impl<P: Platform> Worker<P> {
    /// Takes changes back that are known not to have left. `Err`: for some of them it is too late.
    pub(in crate::worker) async fn undo(
        &self,
        store: StoreHandle,
        orders: Vec<OrderRef>,
    ) -> Result<(), Problem> {
        let (taken, late) = self.take_out(&store, &orders, Intent::may_be_undone);
        let settled = taken.into_iter().map(|intent| Settled::over(intent, Outcome::Undone));
        self.conclude(&store, settled.collect()).await?;
        if late { Err(Problem::new("too-late")) } else { Ok(()) }
    }

    /// What a person says is to become of changes that wait for a word.
    pub(in crate::worker) async fn decide(
        &self,
        store: StoreHandle,
        orders: Vec<OrderRef>,
        decision: Decision,
    ) -> Result<(), Problem> {
        let (taken, _) = self.take_out(&store, &orders, Intent::asks);
        let taken_orders: Vec<OrderRef> = taken.iter().map(|intent| intent.key.order).collect();
        let asked = taken.clone();
        let now = self.now();
        let mut settled = Vec::with_capacity(taken.len());
        for intent in taken {
            let said = match decision {
                Decision::Made => Settled::over(intent, Outcome::SaidDone),
                Decision::Leave => Settled::over(intent, Outcome::Left),
                Decision::Send => {
                    let was_sent = intent.sends > 0;
                    let again = Intent {
                        id: if was_sent { self.new_id() } else { intent.id.clone() },
                        made_at: now,
                        tries: 0,
                        sends: u32::from(was_sent),
                        check_first: true,
                        checked_at: None,
                        state: IntentState::Waiting { until: now },
                        ..intent.clone()
                    };
                    self.with_store(&store, |state| {
                        state.order(again.key.order).intent = Some(again.clone());
                    });
                    if was_sent {
                        // What may have been made is let be, and its batch still waits: what is sent now is sent on a
                        // new word.
                        settled.push(Settled::over(Intent { batch: None, ..intent }, Outcome::Left));
                    }
                    let state = again.state.clone();
                    Settled::going_on(again, state)
                }
            };
            settled.push(said);
        }
        if decision == Decision::Made {
            self.with_store(&store, |state| {
                // What is shown of them may be older than what the person knows.
                taken_orders.iter().for_each(|order| state.planner.note_failure(order));
            });
        }
        if let Err(problem) = self.conclude(&store, settled).await {
            // It was not stored: all is as it was, unless something has gone on with it since.
            self.with_store(&store, |state| {
                for intent in asked {
                    let order = state.order(intent.key.order);
                    if !order.is_busy {
                        order.intent = Some(intent);
                    }
                }
            });
            return Err(problem);
        }
        let outcome = self.go_on_with(&store, Some(&taken_orders)).await;
        self.arm_settle();
        outcome?;
        Ok(())
    }

    /// The key was replaced: what waited for it is the person's to send or to leave, for the key may be another's. Where it
    /// is, that holds for what waits in its grace as well.
    pub(in crate::worker) async fn ask_anew(&self, store: &StoreHandle) -> Result<(), Problem> {
        let waiting: Vec<Intent> = self.with_store(store, |state| {
            let name = state.account.as_ref().map(|account| account.staff_name.clone()).unwrap_or_default();
            let is_so = |intent: &&Intent| match &intent.state {
                IntentState::Blocked { problem, .. } => problem.code != "key-replaced",
                IntentState::Waiting { .. } => {
                    Identity::of(&name, intent.staff.as_deref()) == Identity::Another
                }
                _ => false,
            };
            let mut waiting = Vec::new();
            for known in state.orders.values_mut().filter(|known| !known.is_busy) {
                if let Some(intent) = known.intent.as_ref().filter(is_so) {
                    waiting.push(intent.clone());
                    // Else it might be taken back meanwhile, and be there again afterwards.
                    known.is_busy = true;
                }
            }
            waiting
        });
        let orders: Vec<OrderRef> = waiting.iter().map(|intent| intent.key.order).collect();
        let loaded = self.load_seen(store, &orders).await;
        let state = || IntentState::Blocked { retry_at: None, problem: Problem::new("key-replaced") };
        let settled = waiting.into_iter().map(|intent| Settled::going_on(intent, state()));
        self.conclude(store, settled.collect()).await?;
        loaded
    }

    /// A person has read why changes were not made: the orders are shown as they are, without the mark.
    pub(in crate::worker) async fn acknowledge(
        &self,
        store: StoreHandle,
        orders: Vec<OrderRef>,
    ) -> Result<(), Problem> {
        let (read, _) = self.take_out(&store, &orders, Intent::is_to_be_read);
        let mut batch = Batch::default();
        for intent in &read {
            batch.delete(Table::Intents, intent.key.to_string());
        }
        let is_read = |intent: &Intent| read.iter().any(|other| other.id == intent.id);
        // A batch goes with the last of its orders that somebody had to read of.
        let over: Vec<String> = self.with_store(&store, |state| {
            let is_settled = |id: &String| {
                let mut intents = state.orders.values().filter_map(|known| known.intent.as_ref());
                !intents.any(|intent| intent.batch.as_ref() == Some(id) && !is_read(intent))
            };
            let is_over = |batch: &&crate::changes::batch::Batch| {
                let is_named = read.iter().any(|intent| intent.batch.as_ref() == Some(&batch.id))
                    || batch.left_out.iter().any(|left| orders.contains(&left.order));
                is_named && is_settled(&batch.id)
            };
            state.batches.iter().filter(is_over).map(|batch| batch.id.clone()).collect()
        });
        for id in &over {
            batch.delete(Table::Batches, format!("{store}/{id}"));
        }
        if batch.writes.is_empty() {
            return Ok(());
        }
        let stored = self.platform.write(batch).await;
        // What is still in the store is still shown.
        self.with_store(&store, |state| {
            for intent in &read {
                let order = state.order(intent.key.order);
                order.is_busy = false;
                if stored.is_ok() {
                    order.intent = None;
                }
            }
            state.batches.retain(|known| stored.is_err() || !over.contains(&known.id));
        });
        stored?;
        self.publish_orders(&store, read.into_iter().map(|intent| intent.key.order)).await?;
        Ok(self.publish_changes(&store).await?)
    }

    /// The intents of these orders that are so, marked as busy; and whether others of them are under way.
    fn take_out(
        &self,
        store: &StoreHandle,
        orders: &[OrderRef],
        is_so: impl Fn(&Intent) -> bool,
    ) -> (Vec<Intent>, bool) {
        self.with_store(store, |state| {
            let (mut taken, mut late) = (Vec::new(), false);
            for order in orders {
                let Some(known) = state.orders.get_mut(order) else { continue };
                match &known.intent {
                    Some(intent) if is_so(intent) && !known.is_busy => {
                        known.is_busy = true;
                        taken.push(intent.clone());
                    }
                    Some(intent) => late |= intent.is_open(),
                    None => {}
                }
            }
            (taken, late)
        })
    }
}

//! Changing one order's status: store the intent, show it, send it once, settle it.

use super::{ALARM_SETTLE, Worker, as_record};
use crate::catalog::NoSuchTarget;
use crate::changes::{Intent, IntentState, settled_by_answer, settled_by_reading};
use crate::orders::identity::{OrderKey, OrderRef};
use crate::orders::seen::{CLOCK_SLACK_MS, Seen};
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::staff::account::Account;
use crate::time::Interval;
use crate::ucos::answers::{StatusRef, SubStatusRef};
use crate::ucos::budget::Priority;
use crate::ucos::error::UcosError;
use crate::ucos::requests::Target;

impl<P: Platform> Worker<P> {
    /// Changes an order to a status (and sub-status). `Err`: it was not sent, or the service refused, or the outcome
    /// is in doubt; the order's view says so too.
    pub(super) async fn change(
        &self,
        key: OrderKey,
        status: &str,
        sub_status: Option<&str>,
        staff: Option<String>,
    ) -> Result<(), Problem> {
        let Some(account) = self.account(&key.store) else { return Err(Problem::new("not-connected")) };
        self.load_seen(&key.store, &[key.order]).await?;
        self.load_roll(&key.store).await?;
        let Some(intent) = self.new_intent(&key, status, sub_status, staff)? else { return Ok(()) };
        // Should the worker end while it sends, this wakes the next life, which finds the intent and settles it.
        self.wake_at(ALARM_SETTLE, self.now());
        let mut batch = Batch::default();
        batch.put(Table::Intents, key.to_string(), as_record(&intent)?);
        if let Err(failure) = self.platform.write(batch).await {
            // What is not stored is not sent.
            self.with_store(&key.store, |state| state.order(key.order).intent = None);
            return Err(failure.into());
        }
        self.publish_orders(&key.store, [key.order]).await?;
        self.send(&account, intent).await
    }

    /// Checks the choice and takes it into memory, which keeps a second one of the same order out. `None`: the order
    /// is there already, and saying it again would message the customer again.
    fn new_intent(
        &self,
        key: &OrderKey,
        status: &str,
        sub_status: Option<&str>,
        staff: Option<String>,
    ) -> Result<Option<Intent>, Problem> {
        let made_at = self.now();
        self.with_store(&key.store, |state| {
            if state.intent(&key.order).is_some_and(Intent::is_under_way) {
                return Err(Problem::new("change-under-way"));
            }
            let catalog = state.catalog.as_ref().ok_or(Problem::new("status-unknown"))?;
            let (status, option) = catalog.target(status, sub_status).map_err(|why| match why {
                NoSuchTarget::Status => Problem::new("status-unknown"),
                NoSuchTarget::SubStatus => Problem::new("sub-status-missing"),
            })?;
            let seen = state.seen(&key.order);
            let from = seen.and_then(|seen| seen.status.clone());
            let from_sub = seen.and_then(|seen| seen.sub_status.as_ref());
            let there_already = from.as_ref().is_some_and(|from| from.id == status.id)
                && from_sub.map(|s| s.id.as_str()) == option.map(|o| o.id.as_str());
            if there_already {
                return Ok(None);
            }
            let intent = Intent {
                key: key.clone(),
                from,
                to: StatusRef {
                    id: status.id.clone(),
                    name: status.name.clone(),
                    color: status.color.clone(),
                },
                to_sub_status: option.map(|o| SubStatusRef { id: o.id.clone(), name: o.name.clone() }),
                staff,
                made_at,
                state: IntentState::Sending,
            };
            state.order(key.order).intent = Some(intent.clone());
            Ok(Some(intent))
        })
    }

    async fn send(&self, account: &Account, intent: Intent) -> Result<(), Problem> {
        let target = Target {
            status_id: intent.to.id.clone(),
            sub_status_option_id: intent.to_sub_status.as_ref().map(|sub| sub.id.clone()),
        };
        let id = intent.key.order.id;
        let asked_at = self.platform.now();
        let answer =
            self.call(account, Priority::Person, async |client| client.change_order(id, &target).await).await;
        let (now, truth) = (self.now(), self.span_since(asked_at));
        let state = settled_by_answer(answer.as_ref().err(), now);
        let after = matches!(state, IntentState::Done).then(|| self.after_change(&intent, truth));
        let problem = problem_of(&state);
        self.conclude(intent, state, after).await?;
        self.publish_clock().await?;
        let noted: Result<(), &UcosError> = answer.as_ref().map(|_| ());
        self.note_store(&account.store, noted).await?;
        problem.map_or(Ok(()), Err)
    }

    /// The order as our own change, made within `at`, left it.
    fn after_change(&self, intent: &Intent, at: Interval) -> Seen {
        let order = intent.key.order;
        let before = self.with_store(&intent.key.store, |state| state.seen(&order).cloned());
        let before = before.unwrap_or_else(|| Seen::unlisted(order, None, at));
        before.changed(intent.to.clone(), intent.to_sub_status.clone(), at)
    }

    /// Stores how an intent stands, with what is now known of the order in the same write, and shows it.
    async fn conclude(&self, mut intent: Intent, to: IntentState, seen: Option<Seen>) -> Result<(), Problem> {
        let key = intent.key.clone();
        intent.state = to;
        let done = matches!(intent.state, IntentState::Done);
        let mut batch = Batch::default();
        batch.put(Table::Intents, key.to_string(), as_record(&intent)?);
        if let Some(seen) = seen {
            self.load_roll(&key.store).await?;
            self.observe(&key.store, vec![seen], &mut batch)?;
        }
        self.with_store(&key.store, |state| state.order(key.order).intent = (!done).then_some(intent));
        let stored = self.platform.write(batch).await;
        self.publish_orders(&key.store, [key.order]).await?;
        stored?;
        self.publish_summary(&key.store).await?;
        if done {
            // Only now that it is shown: a life that ended before finds it and shows it.
            let mut batch = Batch::default();
            batch.delete(Table::Intents, key.to_string());
            self.platform.write(batch).await?;
        }
        self.arm_settle();
        Ok(())
    }

    /// Reads back the orders whose change has been in doubt for long enough.
    pub(super) async fn settle(&self) -> Result<(), Problem> {
        // The alarm that woke us is gone: should the worker end meanwhile, this one wakes the next life.
        self.arm_settle();
        let now = self.now();
        let due: Vec<Intent> = {
            let state = self.state.borrow();
            let orders = state.stores.values().flat_map(|store| store.orders.values());
            let intents = orders.filter_map(|order| order.intent.as_ref());
            intents.filter(|intent| intent.settle_at(now).is_some_and(|at| at <= now)).cloned().collect()
        };
        for intent in due {
            if let Some(account) = self.account(&intent.key.store) {
                self.settle_one(&account, intent).await?;
            }
        }
        self.arm_settle();
        Ok(())
    }

    async fn settle_one(&self, account: &Account, intent: Intent) -> Result<(), Problem> {
        let OrderRef { id, .. } = intent.key.order;
        let asked_at = self.platform.now();
        let read = self.call(account, Priority::Person, async |client| client.order(id).await).await;
        let now = self.now();
        match &read {
            Ok(order) => {
                let before = self.with_store(&account.store, |state| state.seen(&intent.key.order).cloned());
                let mut seen =
                    Seen::look(intent.key.order, order, before.as_ref(), self.span_since(asked_at));
                let settled = settled_by_reading(&intent, &seen);
                if matches!(settled, IntentState::Done) && order.entered_at.is_none() {
                    // It was our change, made between sending and the doubt's end.
                    let sent_at = intent.made_at.saturating_add_millis(-CLOCK_SLACK_MS);
                    let within = Interval::between(sent_at.min(now), now);
                    (seen.entered, seen.sub_entered) = (within, within);
                }
                self.conclude(intent, settled, Some(seen)).await?;
            }
            Err(error @ UcosError::NotFound(_)) => {
                self.conclude(intent, IntentState::Failed { problem: Problem::from(error) }, None).await?;
            }
            Err(_) => {
                let problem = Problem::new("in-doubt");
                self.conclude(intent, IntentState::InDoubt { since: now, problem }, None).await?;
            }
        }
        Ok(self.note_store(&account.store, read.as_ref().map(|_| ())).await?)
    }

    /// A person has read why a change failed: the old status is shown again, without the mark.
    pub(super) async fn acknowledge(&self, key: OrderKey) -> Result<(), Problem> {
        let had_failed = self.with_store(&key.store, |state| {
            let failed =
                state.intent(&key.order).is_some_and(|i| matches!(i.state, IntentState::Failed { .. }));
            if failed {
                state.order(key.order).intent = None;
            }
            failed
        });
        if had_failed {
            let mut batch = Batch::default();
            batch.delete(Table::Intents, key.to_string());
            self.platform.write(batch).await?;
            self.publish_orders(&key.store, [key.order]).await?;
        }
        Ok(())
    }
}

fn problem_of(state: &IntentState) -> Option<Problem> {
    match state {
        IntentState::Failed { problem } | IntentState::InDoubt { problem, .. } => Some(problem.clone()),
        IntentState::Done | IntentState::Sending => None,
    }
}

//! Going on: intents that are due are sent, read back or tried again, as many at once as one request can carry.

use super::super::look::{answer_for, ids};
use super::super::{ALARM_SETTLE, Worker};
use super::conclude::Settled;
use crate::catalog::{in_order, messages_of};
use crate::changes::journal::Outcome;
use crate::changes::settle::{
    Reading, STALE_AFTER_MS, forestalled, is_to_be_checked, reading, retry_ms, settled_by_reading,
};
use crate::changes::{Act, Intent, IntentState};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::orders::planner::ORDERS_PER_REQUEST;
use crate::orders::seen::{CLOCK_SLACK_MS, Seen};
use crate::platform::Platform;
use crate::problem::Problem;
use crate::staff::account::Account;
use crate::time::{Interval, Timestamp};
use crate::ucos::answers::{LineItem, Order};
use crate::ucos::budget::Priority;
use crate::ucos::error::UcosError;
use crate::ucos::requests::{Channel, ListOrders, MAX_BULK_ORDERS};

/// How often an order is read in vain before a person is asked.
const MAX_READS: u32 = 8;

/// What is next for intents that are due.
enum Step {
    /// These can be sent together.
    Send(Vec<Intent>),
    /// The orders of these are to be read.
    Read(Vec<Intent>),
    /// These came to an end, or have to wait, without asking the service.
    Conclude(Vec<Settled>),
}

impl<P: Platform> Worker<P> {
    /// Goes on with the intents of all stores that are due.
    pub(in crate::worker) async fn settle(&self) -> Result<(), Problem> {
        // The alarm that woke us is gone: should the worker end meanwhile, this one wakes the next life.
        self.arm_settle_after_end();
        let stores: Vec<StoreHandle> = self.state.borrow().stores.keys().cloned().collect();
        let mut outcome = Ok(());
        for store in stores {
            // What went wrong in one store must not keep the others waiting.
            outcome = outcome.and(self.go_on_with(&store, None).await);
        }
        match &outcome {
            Ok(()) => self.arm_settle(),
            // What cannot be read or stored now is not tried again at once.
            Err(_) => self.arm_settle_after_end(),
        }
        outcome
    }

    /// Goes on with those intents of a store that are due; `only`: of these orders.
    pub(super) async fn go_on_with(
        &self,
        store: &StoreHandle,
        only: Option<&[OrderRef]>,
    ) -> Result<(), Problem> {
        loop {
            let due = self.due(store, only);
            // In a new life nothing of them is in memory but the intents.
            self.load_seen(store, &due).await?;
            let Some(step) = self.next_step(store, &due) else { break };
            let account = self.account(store);
            match (step, account) {
                (Step::Conclude(settled), _) => self.conclude(store, settled).await?,
                (Step::Send(intents), Some(account)) => self.send(&account, intents).await?,
                (Step::Read(intents), Some(account)) => self.read_back(&account, intents).await?,
                (Step::Send(intents) | Step::Read(intents), None) => {
                    // Without a key there is nothing to try; connecting the store asks what is to become of it.
                    let settled = intents.into_iter().map(|intent| {
                        let state = without_key(&intent);
                        Settled::going_on(intent, state)
                    });
                    self.conclude(store, settled.collect()).await?;
                }
            }
        }
        Ok(())
    }

    /// The orders whose intents are due, in the order of choosing.
    fn due(&self, store: &StoreHandle, only: Option<&[OrderRef]>) -> Vec<OrderRef> {
        let now = self.now();
        self.with_store(store, |state| {
            let mut due: Vec<(Timestamp, OrderRef)> = Vec::new();
            for (order, known) in &state.orders {
                if let Some(intent) = known.due_intent(now)
                    && state.hold_of(intent).is_none()
                    && only.is_none_or(|only| only.contains(order))
                {
                    due.push((intent.made_at, *order));
                }
            }
            // They are by order: those of one moment stay so.
            in_order(&mut due, |(made_at, _)| (made_at.0, ""));
            due.into_iter().map(|(_, order)| order).collect()
        })
    }

    /// What is next for these orders, and marks their intents as busy.
    fn next_step(&self, store: &StoreHandle, due: &[OrderRef]) -> Option<Step> {
        let now = self.now();
        self.with_store(store, |state| {
            let mut step: Option<Step> = None;
            for order in due {
                let Some(intent) = state.intent(order) else { continue };
                if state.hold_of(intent).is_some() {
                    // Locked meanwhile.
                    continue;
                }
                let is_orphan = state.is_orphan(intent);
                let Some(known) = state.orders.get_mut(order) else { continue };
                let (Some(intent), seen) = (known.due_intent(now), known.seen.as_ref()) else { continue };
                if !add(&mut step, intent, seen, is_orphan, now) {
                    continue;
                }
                known.is_busy = true;
            }
            step
        })
    }

    /// Reads the orders of these intents, and settles those that were in doubt; the others may then be sent, or were
    /// forestalled. They must be busy.
    async fn read_back(&self, account: &Account, intents: Vec<Intent>) -> Result<(), Problem> {
        let store = &account.store;
        let asked_at = self.platform.now();
        let orders: Vec<OrderRef> = intents.iter().map(|intent| intent.key.order).collect();
        // Line items are told one order at a time.
        let of_items = matches!(intents.first().map(|intent| &intent.act), Some(Act::Items { .. }));
        let read: Result<(Vec<Order>, usize), UcosError> = match orders.as_slice() {
            [order] if of_items => self
                .call(account, Priority::Person, async |client| client.order(order.id).await)
                .await
                .map(|order| (vec![order], 0)),
            _ => {
                let list = ListOrders { limit: 250, shopify_ids: ids(&orders), ..ListOrders::default() };
                let page = self.call(account, Priority::Person, async |client| client.orders(&list).await);
                page.await.map(|page| (page.orders, page.unreadable))
            }
        };
        let (now, truth) = (self.now(), self.span_since(asked_at));
        let settled: Vec<Settled> = match &read {
            Ok((answers, unreadable)) => intents
                .into_iter()
                .map(|intent| match answer_for(&intent.key.order, &orders, answers) {
                    // It may be the one that could not be read.
                    None if *unreadable > 0 => self.later(intent, &UcosError::NotUcos("an order"), now),
                    answer => self.settled_by(intent, answer, truth, now),
                })
                .collect(),
            Err(error) => intents.into_iter().map(|intent| self.later(intent, error, now)).collect(),
        };
        self.conclude(store, settled).await?;
        self.publish_clock().await?;
        Ok(self.note_answer(account, read.as_ref().map(|_| ())).await?)
    }

    fn settled_by(&self, intent: Intent, answer: Option<&Order>, truth: Interval, now: Timestamp) -> Settled {
        let order = intent.key.order;
        let before = self.with_store(&intent.key.store, |state| state.seen(&order).cloned());
        let mut seen = match (answer, &before) {
            // Something newer is known than this answer, which was long on its way.
            (_, Some(before)) if before.is_newer_than(truth, now) => before.clone(),
            (Some(answer), _) => Seen::look(order, answer, before.as_ref(), truth),
            (None, _) => Seen::unlisted(order, before.as_ref(), truth),
        };
        let items: Option<&[LineItem]> = answer.map(|order| order.line_items.as_slice());
        let reading = reading(&intent, &seen, items);
        if !intent.may_be_made() {
            // It was read before it is sent. It keeps its state, and with the order seen just now it may go.
            let state = intent.state.clone();
            let checked = match forestalled(&intent, reading) {
                Some((state, outcome)) => Settled::ended(intent, state, outcome),
                None => {
                    let checked = Intent { check_first: false, checked_at: Some(now), ..intent };
                    Settled::going_on(checked, state)
                }
            };
            return Settled { seen: Some(seen), ..checked };
        }
        let intent = self.with_messages_of_today(intent);
        let (state, outcome) = settled_by_reading(&intent, reading, now, self.platform.random());
        let told_entry = answer.is_some_and(|answer| answer.entered_at.is_some());
        if reading == Reading::Reached && matches!(intent.act, Act::Status { .. }) && !told_entry {
            // It was our change, made between sending and the doubt's end.
            let sent_at = intent.made_at.saturating_add_millis(-CLOCK_SLACK_MS);
            let within = Interval::between(sent_at.min(now), now);
            (seen.entered, seen.sub_entered) = (within, within);
        }
        let settled = match outcome {
            Some(outcome) => Settled::ended(intent, state, outcome),
            None => Settled::going_on(intent, state),
        };
        Settled { seen: Some(seen), ..settled }
    }

    /// Whom a change to its status messages may have changed since it was chosen: what is sent again must go by both.
    fn with_messages_of_today(&self, mut intent: Intent) -> Intent {
        let to = match &intent.act {
            Act::Status { to, .. } | Act::Items { to: Some(to), .. } => to.id.clone(),
            Act::Items { to: None, .. } | Act::Notify { .. } => return intent,
        };
        if intent.messages.is_empty() {
            intent.messages = self.with_store(&intent.key.store, |state| {
                let status = state.catalog.as_ref().and_then(|catalog| catalog.status(&to));
                status.map_or(Channel::ALL.to_vec(), messages_of)
            });
        }
        intent
    }

    /// The order could not be read: once more, later; or, where that is in vain, a person has to say.
    fn later(&self, mut intent: Intent, error: &UcosError, now: Timestamp) -> Settled {
        intent.tries += 1;
        let at = match error {
            UcosError::RateLimited { until } => *until,
            _ => now.saturating_add_millis(retry_ms(intent.tries.saturating_sub(2), self.platform.random())),
        };
        let is_vain = intent.tries > MAX_READS
            || matches!(
                error,
                UcosError::KeyRejected | UcosError::PermissionMissing(_) | UcosError::NotFound(_)
            );
        let state = match intent.state.clone() {
            IntentState::InDoubt { since, .. } if is_vain => untold(since),
            IntentState::InDoubt { since, problem, .. } => {
                IntentState::InDoubt { since, read_at: Some(at), problem }
            }
            _ => IntentState::Blocked { retry_at: (!is_vain).then_some(at), problem: Problem::from(error) },
        };
        Settled::going_on(intent, state)
    }

    /// Orders were read, for whatever reason: intents in doubt that have reached their goal are settled by that.
    pub(in crate::worker) async fn note_reached(
        &self,
        store: &StoreHandle,
        orders: &[OrderRef],
    ) -> Result<(), Problem> {
        let settled: Vec<Settled> = self.with_store(store, |state| {
            let mut settled = Vec::new();
            for order in orders {
                let Some(known) = state.orders.get_mut(order) else { continue };
                let (Some(intent), Some(seen)) = (&known.intent, &known.seen) else { continue };
                let is_in_doubt = matches!(intent.state, IntentState::InDoubt { .. });
                let is_status = matches!(intent.act, Act::Status { .. });
                if is_in_doubt
                    && is_status
                    && !known.is_busy
                    && reading(intent, seen, None) == Reading::Reached
                {
                    settled.push(Settled::ended(intent.clone(), IntentState::Done, Outcome::FoundDone));
                    known.is_busy = true;
                }
            }
            settled
        });
        self.conclude(store, settled).await
    }

    /// Somebody is there, and so perhaps the network: what waits for it is tried at once.
    pub(in crate::worker) async fn retry_offline(&self, store: &StoreHandle) -> Result<(), Problem> {
        let now = self.now();
        let waits = self.with_store(store, |state| {
            let mut waits = false;
            for intent in state.orders.values_mut().filter_map(|known| known.intent.as_mut()) {
                if let IntentState::Blocked { retry_at: Some(at), problem } = &mut intent.state
                    && problem.code == "offline"
                {
                    *at = now.min(*at);
                    waits = true;
                }
            }
            waits
        });
        if !waits {
            return Ok(());
        }
        let outcome = self.go_on_with(store, None).await;
        // An alarm that went off meanwhile found them busy.
        self.arm_settle();
        outcome
    }

    /// Sets the alarm for the intent that goes on next.
    pub(in crate::worker) fn arm_settle(&self) {
        self.arm_settle_after_end();
        if let Some(at) = self.next_wake().0 {
            self.wake_soon_at(ALARM_SETTLE, at);
        }
    }

    /// The same, as if this life of the worker were to end at once: what it is at is then for the next to go on with.
    fn arm_settle_after_end(&self) {
        let (next, is_any_busy) = self.next_wake();
        let of_busy = is_any_busy.then(|| self.now().saturating_add_seconds(30));
        if let Some(at) = next.into_iter().chain(of_busy).min() {
            self.wake_at(ALARM_SETTLE, at);
        }
    }

    /// When the next intent goes on by itself, and whether there are others that something is being done with.
    fn next_wake(&self) -> (Option<Timestamp>, bool) {
        let state = self.state.borrow();
        let (mut next, mut is_any_busy): (Option<Timestamp>, bool) = (None, false);
        for store in state.stores.values() {
            for known in store.orders.values() {
                let Some(intent) = &known.intent else { continue };
                if known.is_busy {
                    is_any_busy = true;
                } else if let Some(at) = intent.wakes_at().filter(|_| store.hold_of(intent).is_none()) {
                    next = Some(next.map_or(at, |next| next.min(at)));
                }
            }
        }
        (next, is_any_busy)
    }
}

/// Adds an intent that is due to the step, if it fits into it.
fn add(
    step: &mut Option<Step>,
    intent: &Intent,
    seen: Option<&Seen>,
    is_orphan: bool,
    now: Timestamp,
) -> bool {
    let intent = intent.clone();
    if intent.may_be_made() || is_to_be_checked(&intent, seen, now) {
        let of_items = |intent: &Intent| matches!(intent.act, Act::Items { .. });
        match step {
            None => *step = Some(Step::Read(vec![intent])),
            Some(Step::Read(group))
                if group.len() < ORDERS_PER_REQUEST && !of_items(&intent) && !group.iter().any(of_items) =>
            {
                group.push(intent);
            }
            Some(_) => return false,
        }
        return true;
    }
    if let Some(ended) = without_asking(&intent, seen, is_orphan, now) {
        match step {
            None => *step = Some(Step::Conclude(vec![ended])),
            Some(Step::Conclude(group)) => group.push(ended),
            Some(_) => return false,
        }
        return true;
    }
    match step {
        None => *step = Some(Step::Send(vec![intent])),
        Some(Step::Send(group))
            if group.len() < MAX_BULK_ORDERS
                && matches!(intent.act, Act::Status { .. })
                && group
                    .iter()
                    .all(|other| other.act == intent.act && other.key.order.id != intent.key.order.id) =>
        {
            group.push(intent);
        }
        Some(_) => return false,
    }
    true
}

/// What becomes of an intent that is due to be sent, where that is known without asking the service.
fn without_asking(intent: &Intent, seen: Option<&Seen>, is_orphan: bool, now: Timestamp) -> Option<Settled> {
    let is_stale = now.since(intent.made_at) > STALE_AFTER_MS;
    if is_stale || is_orphan {
        let problem = Problem::new(if is_orphan { "key-replaced" } else { "waited-too-long" });
        let state = IntentState::Blocked { retry_at: None, problem };
        return Some(Settled::going_on(intent.clone(), state));
    }
    // What is known of the order now is newer than what was known when the person chose, or the same.
    let seen = seen.filter(|_| matches!(intent.act, Act::Status { .. }))?;
    let (state, outcome) = forestalled(intent, reading(intent, seen, None))?;
    Some(Settled::ended(intent.clone(), state, outcome))
}

/// A doubt that no reading can end: a person has to say.
fn untold(since: Timestamp) -> IntentState {
    IntentState::InDoubt { since, read_at: None, problem: Problem::new("in-doubt-untold") }
}

/// How an intent stands that is due while its store is not connected.
fn without_key(intent: &Intent) -> IntentState {
    match intent.state {
        IntentState::InDoubt { since, .. } => untold(since),
        _ => IntentState::Blocked { retry_at: None, problem: Problem::new("not-connected") },
    }
}

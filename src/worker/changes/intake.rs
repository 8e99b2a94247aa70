//! Intake: what a person chose becomes one intent an order, stored before anything is sent.

use super::super::{Worker, as_record};
use super::conclude::Settled;
use crate::catalog::{Catalog, NoSuchTarget, messages_of};
use crate::changes::batch::{Batch, LeftOut};
use crate::changes::journal::Outcome;
use crate::changes::settle::grace_ms;
use crate::changes::{Act, Intent, IntentState};
use crate::orders::identity::{OrderKey, OrderRef, StoreHandle};
use crate::platform::{self, Platform, Table};
use crate::problem::Problem;
use crate::staff::identity::tidy;
use crate::time::Timestamp;
use crate::ucos::answers::{Status, StatusRef, SubStatusOption, SubStatusRef};
use crate::ucos::budget::Priority;
use crate::ucos::requests::Channel;

/// What a person chose, and for whom.
struct Choice {
    act: Act,
    messages: Vec<Channel>,
    grace_ms: i64,
    staff: Option<String>,
}

impl<P: Platform> Worker<P> {
    /// Changes orders to a status (and sub-status). For one order `Err` says why it is not made, or not known to be; the
    /// order's view says so too. Several are a batch, and its view says how each of them fared.
    pub(in crate::worker) async fn change(
        &self,
        store: StoreHandle,
        orders: Vec<OrderRef>,
        status: &str,
        sub_status: Option<&str>,
        staff: Option<String>,
    ) -> Result<(), Problem> {
        self.ready(&store, &orders).await?;
        let (act, messages, grace_ms) = self.with_store(&store, |state| {
            let catalog = state.catalog.as_ref().ok_or(Problem::new("status-unknown"))?;
            let (status, option) = target(catalog, status, sub_status)?;
            let act = Act::Status { to: status_ref(status), to_sub_status: option.map(option_ref) };
            Ok::<_, Problem>((act, messages_of(status), grace_ms(status, state.settings.grace_seconds)))
        })?;
        self.take(store, orders, Choice { act, messages, grace_ms, staff }).await
    }

    /// Changes line items of an order to a status (and sub-status), or takes their status away.
    pub(in crate::worker) async fn change_items(
        &self,
        key: OrderKey,
        items: Vec<String>,
        status: Option<&str>,
        sub_status: Option<&str>,
        staff: Option<String>,
    ) -> Result<(), Problem> {
        self.ready(&key.store, &[key.order]).await?;
        let choice = self.with_store(&key.store, |state| {
            let Some(id) = status else {
                let act = Act::Items { items, to: None, to_sub_status: None };
                return Ok(Choice { act, messages: Vec::new(), grace_ms: 0, staff });
            };
            let catalog = state.catalog.as_ref().ok_or(Problem::new("status-unknown"))?;
            let (status, option) = target(catalog, id, sub_status)?;
            Ok::<_, Problem>(Choice {
                act: Act::Items {
                    items,
                    to: Some(status_ref(status)),
                    to_sub_status: option.map(option_ref),
                },
                messages: messages_of(status),
                grace_ms: grace_ms(status, state.settings.grace_seconds),
                staff,
            })
        })?;
        self.take(key.store, vec![key.order], choice).await
    }

    /// Messages the customer once more. The person has confirmed it; there is a grace all the same.
    pub(in crate::worker) async fn notify(
        &self,
        key: OrderKey,
        channels: Vec<Channel>,
        staff: Option<String>,
    ) -> Result<(), Problem> {
        self.ready(&key.store, &[key.order]).await?;
        let seconds = self.with_store(&key.store, |state| state.settings.grace_seconds);
        let choice = Choice {
            act: Act::Notify { channels },
            messages: Vec::new(),
            grace_ms: i64::from(seconds) * 1000,
            staff,
        };
        self.take(key.store, vec![key.order], choice).await
    }

    /// What has to be known before anything is chosen for: the account, and where each order is.
    async fn ready(&self, store: &StoreHandle, orders: &[OrderRef]) -> Result<(), Problem> {
        let Some(account) = self.account(store) else { return Err(self.no_key(store)) };
        self.load_seen(store, orders).await?;
        self.load_catalog(store).await?;
        self.load_roll(store).await?;
        let unseen: Vec<OrderRef> = self.with_store(store, |state| {
            orders.iter().filter(|order| state.seen(order).is_none()).copied().collect()
        });
        // Without knowing where it is, nobody could tell afterwards whether it has moved.
        for orders in unseen.chunks(250) {
            self.read_orders(&account, orders, Priority::Person).await?;
        }
        Ok(())
    }

    async fn take(&self, store: StoreHandle, orders: Vec<OrderRef>, choice: Choice) -> Result<(), Problem> {
        let now = self.now();
        let until = now.saturating_add_millis(choice.grace_ms);
        // Once more: since the command was let in, another's key may have taken the place of this one.
        let confirmed = self.identify(&store, choice.staff.as_deref())?;
        let staff: Option<String> = choice.staff.as_deref().map(tidy).filter(|name| !name.is_empty());
        let is_batch = orders.len() > 1;
        let batch_id = is_batch.then(|| self.new_id());
        let account = self.with_store(&store, |state| state.team.active.clone());
        let mut intents = Vec::new();
        let mut replaced = Vec::new();
        let mut left_out = Vec::new();
        let mut same = 0;
        for order in &orders {
            let id = self.new_id();
            let key = OrderKey { store: store.clone(), order: *order };
            let intent = self.with_store(&store, |state| {
                let known = state.orders.get(order);
                let before = known.and_then(|known| known.intent.as_ref());
                // One that waits gives way only to another choice of the same thing.
                let stands = |before: &Intent| {
                    before.may_be_made() || (before.is_open() && !choice.act.takes_place_of(&before.act))
                };
                if before.is_some_and(stands) || known.is_some_and(|known| known.is_busy) {
                    return Err(Problem::new("change-under-way"));
                }
                // Where it is not known where the order is, nobody could tell whether it is there already.
                let Some(seen) = known.and_then(|known| known.seen.as_ref()) else {
                    let read_problem = known.and_then(|known| known.read_problem.clone());
                    return Err(read_problem.unwrap_or(Problem::new("not-ucos")));
                };
                let (from, from_sub_status) = (seen.status.clone(), seen.sub_status.clone());
                if is_there(&choice.act, from.as_ref(), from_sub_status.as_ref()) {
                    same += 1;
                    // Choosing what stands takes back whatever was to leave it.
                    let before = before.filter(|before| before.may_be_undone()).cloned();
                    if before.is_some() {
                        state.order(*order).is_busy = true;
                    }
                    replaced.extend(before);
                    return Ok(None);
                }
                let intent = Intent {
                    id,
                    key,
                    act: choice.act.clone(),
                    from,
                    from_sub_status,
                    messages: choice.messages.clone(),
                    batch: batch_id.clone(),
                    staff: staff.clone(),
                    account: account.clone(),
                    confirmed,
                    made_at: now,
                    tries: 0,
                    sends: 0,
                    check_first: false,
                    checked_at: None,
                    state: IntentState::Waiting { until },
                };
                replaced.extend(before.cloned());
                // At once, and busy until it is stored: this keeps a second choice for the same order out.
                let order = state.order(*order);
                (order.intent, order.back, order.is_busy) = (Some(intent.clone()), None, true);
                Ok(Some(intent))
            });
            match intent {
                Ok(Some(intent)) => intents.push(intent),
                Ok(None) => {}
                Err(problem) if is_batch => left_out.push(LeftOut { order: *order, problem }),
                Err(problem) => return Err(problem),
            }
        }
        if intents.is_empty() && left_out.is_empty() && replaced.is_empty() {
            return Ok(());
        }
        let is_new = !intents.is_empty() || !left_out.is_empty();
        let batch = batch_id
            .filter(|_| is_new)
            .and_then(|id| new_batch(id, &choice.act, now, intents.len(), left_out, same));
        self.store_new(&store, &intents, replaced, batch).await?;
        if choice.grace_ms > 0 {
            self.arm_settle();
            return Ok(());
        }
        let taken: Vec<OrderRef> = intents.iter().map(|intent| intent.key.order).collect();
        let outcome = self.go_on_with(&store, Some(&taken)).await;
        self.arm_settle();
        outcome?;
        match taken.as_slice() {
            [order] if !is_batch => self.problem_of(&store, order).map_or(Ok(()), Err),
            _ => Ok(()),
        }
    }

    /// Keeps new intents and their batch and tells the journal of those whose places they take, in one write: ended
    /// between two, the worker would have told of one that was still to be sent. What is not stored is not sent.
    async fn store_new(
        &self,
        store: &StoreHandle,
        intents: &[Intent],
        replaced: Vec<Intent>,
        batch: Option<Batch>,
    ) -> Result<(), Problem> {
        let mut writes = platform::Batch::default();
        for intent in intents {
            writes.put(Table::Intents, intent.key.to_string(), as_record(intent)?);
        }
        let batch_id = batch.as_ref().map(|batch| batch.id.clone());
        if let Some(batch) = batch {
            writes.put(Table::Batches, format!("{store}/{}", batch.id), as_record(&batch)?);
            self.with_store(store, |state| state.batches.push(batch));
        }
        let mut orders: Vec<OrderRef> = intents.iter().map(|intent| intent.key.order).collect();
        for intent in &replaced {
            if !orders.contains(&intent.key.order) {
                orders.push(intent.key.order);
            }
        }
        // Should the worker end while it sends, this wakes the next life, which finds the intents and goes on.
        self.wake_at(super::super::ALARM_SETTLE, self.now().saturating_add_seconds(30));
        // The journal has those already that were to be read.
        let open = replaced.iter().filter(|intent| intent.is_open()).cloned();
        let undone = open.map(|intent| Settled::over(intent, Outcome::Undone));
        let stored = self.keep(store, undone.collect(), &orders, writes).await;
        self.with_store(store, |state| {
            intents.iter().for_each(|intent| state.order(intent.key.order).is_busy = false);
            if stored.is_err() {
                // All is as it was.
                intents.iter().for_each(|intent| state.order(intent.key.order).intent = None);
                for intent in replaced {
                    let order = state.order(intent.key.order);
                    order.intent = Some(intent);
                }
                state.batches.retain(|batch| Some(&batch.id) != batch_id.as_ref());
            }
        });
        self.show(store, orders, stored).await
    }

    /// A number that no other operation of this browser has, as 16 hexadecimal digits.
    pub(super) fn new_id(&self) -> String {
        format!("{:08x}{:08x}", self.platform.random(), self.platform.random())
    }

    fn problem_of(&self, store: &StoreHandle, order: &OrderRef) -> Option<Problem> {
        self.with_store(store, |state| state.intent(order).and_then(|intent| intent.problem().cloned()))
    }
}

/// The batch of so many new intents; only statuses come in batches.
fn new_batch(
    id: String,
    act: &Act,
    made_at: Timestamp,
    intents: usize,
    left_out: Vec<LeftOut>,
    same: u32,
) -> Option<Batch> {
    let Act::Status { to, to_sub_status } = act else { return None };
    Some(Batch {
        id,
        to: to.clone(),
        to_sub_status: to_sub_status.clone(),
        made_at,
        total: (intents + left_out.len()) as u32,
        same,
        left_out,
        done: 0,
        undone: 0,
    })
}

fn target<'a>(
    catalog: &'a Catalog,
    status: &str,
    sub_status: Option<&str>,
) -> Result<(&'a Status, Option<&'a SubStatusOption>), Problem> {
    catalog.target(status, sub_status).map_err(|why| match why {
        NoSuchTarget::Status => Problem::new("status-unknown"),
        NoSuchTarget::SubStatus => Problem::new("sub-status-missing"),
    })
}

/// Whether the order is there already: saying it again would message the customer again.
fn is_there(act: &Act, from: Option<&StatusRef>, from_sub_status: Option<&SubStatusRef>) -> bool {
    let Act::Status { to, to_sub_status } = act else { return false };
    from.is_some_and(|from| from.id == to.id)
        && from_sub_status.map(|sub| &sub.id) == to_sub_status.as_ref().map(|sub| &sub.id)
}

fn status_ref(status: &Status) -> StatusRef {
    StatusRef { id: status.id.clone(), name: status.name.clone(), color: status.color.clone() }
}

fn option_ref(option: &SubStatusOption) -> SubStatusRef {
    SubStatusRef { id: option.id.clone(), name: option.name.clone() }
}

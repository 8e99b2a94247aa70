//! Sending: one request for one or several intents of the same wish, and what its answer makes of each.

use super::super::{ALARM_SETTLE, Worker, as_record};
use super::conclude::Settled;
use crate::changes::journal::Outcome;
use crate::changes::settle::{doubt, settled_by_error};
use crate::changes::{Act, Intent, IntentState};
use crate::orders::identity::StoreHandle;
use crate::orders::seen::Seen;
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::staff::account::Account;
use crate::staff::learnt::Learnt;
use crate::time::Interval;
use crate::ucos::answers::{BulkAnswer, BulkResult, StatusRef, SubStatusRef};
use crate::ucos::budget::Priority;
use crate::ucos::error::UcosError;
use crate::ucos::refusal::Rule;
use crate::ucos::requests::Target;

/// What an answer says of the intents that were sent, each in its place.
type Verdicts = Result<Vec<Verdict>, UcosError>;

enum Verdict {
    /// Made; how many messages were sent, if the answer says so.
    Made(Option<i64>),
    Refused(Problem),
    /// The answer does not speak of it.
    Open,
}

impl<P: Platform> Worker<P> {
    /// Sends intents of one wish, at most a hundred, in one request. They must be busy.
    pub(super) async fn send(&self, account: &Account, mut intents: Vec<Intent>) -> Result<(), Problem> {
        let store = &account.store;
        let before = intents.clone();
        let mut batch = Batch::default();
        for intent in &mut intents {
            (intent.tries, intent.sends) = (intent.tries + 1, intent.sends + 1);
            intent.state = IntentState::Sending;
            batch.put(Table::Intents, intent.key.to_string(), as_record(intent)?);
        }
        self.with_store(store, |state| {
            for intent in &intents {
                state.order(intent.key.order).intent = Some(intent.clone());
            }
        });
        // Should the worker end while it sends, this wakes the next life, which finds the intents and settles them.
        self.wake_at(ALARM_SETTLE, self.now().saturating_add_seconds(30));
        if let Err(failure) = self.platform.write(batch).await {
            // What is not known to be sent must not be sent.
            let retry_at = Some(self.now().saturating_add_seconds(30));
            let blocked = || IntentState::Blocked { retry_at, problem: Problem::from(failure.clone()) };
            self.with_store(store, |state| {
                for intent in &before {
                    state.order(intent.key.order).intent = Some(intent.clone());
                }
            });
            let settled = before.into_iter().map(|intent| Settled::going_on(intent, blocked()));
            return self.conclude(store, settled.collect()).await;
        }
        // That it cannot be shown is no reason not to send it.
        let _ = self.publish_orders(store, intents.iter().map(|intent| intent.key.order)).await;
        let asked_at = self.platform.now();
        let verdicts = self.ask(account, &intents).await;
        let (now, truth) = (self.now(), self.span_since(asked_at));
        let learnt = self.with_store(store, |state| learnt_from(state.learnt, &intents, &verdicts));
        let mut settled = Vec::with_capacity(intents.len());
        match &verdicts {
            Ok(verdicts) => {
                for (intent, verdict) in intents.into_iter().zip(verdicts) {
                    settled.push(match verdict {
                        Verdict::Made(sent) => {
                            let seen = self.after_change(&intent, truth);
                            let done = Settled::ended(intent, IntentState::Done, Outcome::Done);
                            Settled { seen, messages_sent: *sent, ..done }
                        }
                        Verdict::Refused(problem) => {
                            let state = IntentState::Refused { problem: problem.clone() };
                            Settled::ended(intent, state, Outcome::Refused)
                        }
                        Verdict::Open => {
                            let state = doubt(&intent, now);
                            Settled::going_on(intent, state)
                        }
                    });
                }
            }
            Err(error) => {
                for mut intent in intents {
                    let mut state = settled_by_error(&intent, error, now, self.platform.random());
                    if matches!(state, IntentState::Blocked { .. }) && self.is_replaced(account) {
                        // The key was replaced while this was on its way.
                        state =
                            IntentState::Blocked { retry_at: None, problem: Problem::new("key-replaced") };
                    }
                    if !error.leaves_change_open() {
                        intent.sends -= 1;
                    }
                    settled.push(match state {
                        IntentState::Refused { .. } => Settled::ended(intent, state, Outcome::Refused),
                        _ => Settled::going_on(intent, state),
                    });
                }
            }
        }
        self.conclude(store, settled).await?;
        self.learn(store, learnt).await?;
        self.publish_clock().await?;
        let noted: Result<(), &UcosError> = verdicts.as_ref().map(|_| ());
        Ok(self.note_answer(account, noted).await?)
    }

    async fn ask(&self, account: &Account, intents: &[Intent]) -> Verdicts {
        let Some(first) = intents.first() else { return Ok(Vec::new()) };
        let (id, priority) = (first.key.order.id, Priority::Person);
        match &first.act {
            Act::Status { to, to_sub_status } => {
                let target = target(to, to_sub_status.as_ref());
                if let [_] = intents {
                    let changed = self.call(account, priority, async |c| c.change_order(id, &target).await);
                    return changed
                        .await
                        .map(|changed| vec![Verdict::Made(Some(changed.messages.total_sent))]);
                }
                let ids: Vec<u64> = intents.iter().map(|intent| intent.key.order.id).collect();
                let answer = self.call(account, priority, async |c| c.change_orders(&ids, &target).await);
                let answer = answer.await?;
                Ok(ids.iter().map(|id| verdict(&answer, &id.to_string(), ids.len())).collect())
            }
            Act::Items { items, to, to_sub_status } => {
                let target = to.as_ref().map(|to| target(to, to_sub_status.as_ref()));
                if let ([item], Some(target)) = (items.as_slice(), &target) {
                    let changed =
                        self.call(account, priority, async |c| c.change_line_item(item, target).await);
                    return changed.await.map(|_| vec![Verdict::Made(None)]);
                }
                let answer = self.call(account, priority, async |client| match &target {
                    Some(target) => client.change_line_items(items, target).await,
                    None => client.clear_line_items(items).await,
                });
                let answer = answer.await?;
                Ok(vec![of_items(items.iter().map(|item| verdict(&answer, item, items.len())))])
            }
            Act::Notify { channels } => {
                let told = self.call(account, priority, async |c| c.notify_order(id, channels).await);
                let told = told.await?;
                let outcomes = [told.email, told.sms, told.whatsapp];
                let sent = outcomes.iter().flatten().filter(|outcome| outcome.as_str() == "sent").count();
                let told_any = outcomes.iter().any(Option::is_some);
                let is_vain = |outcome: &String| outcome == "skipped" || outcome == "failed";
                if told_any && outcomes.iter().flatten().all(is_vain) {
                    // Skipped or failed on every channel: the customer has no address there, or it does not work.
                    return Ok(vec![Verdict::Refused(Problem::new("message-not-sent"))]);
                }
                Ok(vec![Verdict::Made(told_any.then_some(sent as i64))])
            }
        }
    }

    /// The order as our own change of its status, made within `at`, left it.
    fn after_change(&self, intent: &Intent, at: Interval) -> Option<Seen> {
        let Act::Status { to, to_sub_status } = &intent.act else { return None };
        let order = intent.key.order;
        let before = self.with_store(&intent.key.store, |state| state.seen(&order).cloned());
        let before = before.unwrap_or_else(|| Seen::unlisted(order, None, at));
        Some(before.changed(to.clone(), to_sub_status.clone(), at))
    }

    /// Keeps what answers have taught, and shows it with the store.
    async fn learn(&self, store: &StoreHandle, learnt: Learnt) -> Result<(), Problem> {
        if self.with_store(store, |state| std::mem::replace(&mut state.learnt, learnt) == learnt) {
            return Ok(());
        }
        let mut batch = Batch::default();
        batch.put(Table::Learnt, store.to_string(), as_record(&learnt)?);
        self.platform.write(batch).await?;
        Ok(self.publish_store(store).await?)
    }
}

/// What is known of the key and the store after this answer.
fn learnt_from(mut learnt: Learnt, intents: &[Intent], verdicts: &Verdicts) -> Learnt {
    let Some(first) = intents.first() else { return learnt };
    let (may, place) = match first.act {
        Act::Status { .. } => (&mut learnt.may_change, Some(&mut learnt.order_statuses)),
        Act::Items { .. } => (&mut learnt.may_change, Some(&mut learnt.item_statuses)),
        Act::Notify { .. } => (&mut learnt.may_notify, None),
    };
    let is_made = |verdict: &Verdict| matches!(verdict, Verdict::Made(_));
    let is_misplaced = |verdict: &Verdict| matches!(verdict, Verdict::Refused(problem) if problem.code == Rule::Specificity.code());
    let is_place = match verdicts {
        Ok(verdicts) => {
            *may = Some(true);
            if verdicts.iter().any(is_made) {
                Some(true)
            } else {
                verdicts.iter().any(is_misplaced).then_some(false)
            }
        }
        Err(UcosError::PermissionMissing(_)) => {
            *may = Some(false);
            None
        }
        Err(UcosError::Refused { rule: Some(Rule::Specificity), .. }) => Some(false),
        Err(_) => None,
    };
    if let (Some(place), Some(_)) = (place, is_place) {
        *place = is_place;
    }
    learnt
}

fn target(to: &StatusRef, to_sub_status: Option<&SubStatusRef>) -> Target {
    Target { status_id: to.id.clone(), sub_status_option_id: to_sub_status.map(|sub| sub.id.clone()) }
}

/// What the answer of a bulk call says of one of the `count` that were asked for.
fn verdict(answer: &BulkAnswer, id: &str, count: usize) -> Verdict {
    let mut of_id = answer.results.iter().filter(|result| result.id == id);
    match (of_id.next(), of_id.next()) {
        (Some(BulkResult { success: Some(true), .. }), None) => Verdict::Made(None),
        (Some(BulkResult { success: None, error: None, .. }), None) => Verdict::Open,
        (Some(BulkResult { error, .. }), None) => Verdict::Refused(problem_of(error.as_deref())),
        (Some(_), Some(_)) => Verdict::Open,
        // An answer older than 1.4 has counts only: all, or it is not known which.
        (None, _) if answer.results.is_empty() && answer.done == i64::try_from(count).ok() => {
            Verdict::Made(None)
        }
        (None, _) => Verdict::Open,
    }
}

/// The line items of one order stand or fall together: what was refused for one is told of all.
fn of_items(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let mut whole = Verdict::Made(None);
    for verdict in verdicts {
        match (&whole, verdict) {
            (_, Verdict::Open) => return Verdict::Open,
            (Verdict::Made(_), refused @ Verdict::Refused(_)) => whole = refused,
            _ => {}
        }
    }
    whole
}

fn problem_of(sentence: Option<&str>) -> Problem {
    let rule = Rule::named_in("", sentence.unwrap_or_default());
    Problem { code: rule.map_or("refused", Rule::code).into(), detail: sentence.map(str::to_owned) }
}

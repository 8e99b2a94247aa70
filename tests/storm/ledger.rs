//! What a browser keeps of changes, watched after each turn of its worker: every intent that was ever stored, what was
//! sent for it, and whether it went without a word. The judge reads this at the end.

use super::browser::{Browser, Done, Outcome, What, key_of, store};
use super::counter::Counter;
use super::log::Log;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use ucos_inline::changes::{Act, Intent, IntentState};
use ucos_inline::json;
use ucos_inline::orders::identity::OrderRef;
use ucos_inline::platform::Table;
use ucos_inline::platform::simulated::Simulated;
use ucos_inline::time::Timestamp;
use ucos_inline::worker::command::Command;

/// An intent that was stored, as it was last.
#[derive(Debug, Clone)]
pub struct Op {
    pub intent: Intent,
    /// The requests that were sent for it.
    pub posts: Vec<usize>,
    /// When it was stored first.
    pub stored_at: Timestamp,
}

/// What one browser kept.
pub struct Ledger {
    browser: usize,
    /// The records of intents, as they are now.
    known: BTreeMap<String, (Vec<u8>, Intent)>,
    /// By operation.
    pub ops: BTreeMap<String, Op>,
    /// What must not be.
    pub complaints: Vec<String>,
    log: Log,
}

impl Ledger {
    /// Of a browser that has kept nothing yet.
    pub fn new(browser: usize, log: Log) -> Ledger {
        Ledger { browser, known: BTreeMap::new(), ops: BTreeMap::new(), complaints: Vec::new(), log }
    }

    /// Takes in what has changed in the store and what was sent.
    pub fn watch(&mut self, simulated: &Simulated, counter: &RefCell<Counter>) {
        let world = simulated.world();
        let now = world.now;
        let records = || {
            world
                .store
                .range((Table::Intents, String::new())..)
                .take_while(|((table, _), _)| *table == Table::Intents)
                .map(|((_, key), record)| (key, record))
        };
        let journalled = |intent: &Intent| {
            let entries = world.store.range((Table::Journal, String::new())..);
            let mut entries = entries.take_while(|((table, _), _)| *table == Table::Journal);
            let mark = format!(r#""id":"{}""#, intent.id);
            entries.any(|(_, record)| record.windows(mark.len()).any(|part| part == mark.as_bytes()))
        };
        let gone: Vec<Intent> = self
            .known
            .iter()
            .filter(|(key, _)| !world.store.contains_key(&(Table::Intents, (*key).clone())))
            .map(|(_, (_, intent))| intent.clone())
            .collect();
        for intent in gone {
            self.known.remove(&intent.key.to_string());
            self.log.say(now, || format!("    [{}] {} gone", self.browser, name(&intent)));
            if !journalled(&intent) {
                self.complain(now, format!("{} went without an entry in the journal", name(&intent)));
            }
        }
        let changed: Vec<(String, Vec<u8>)> = records()
            .filter(|(key, record)| self.known.get(*key).is_none_or(|(known, _)| known != *record))
            .map(|(key, record)| (key.clone(), record.clone()))
            .collect();
        for (key, record) in changed {
            let Some(intent) = json::read::<Intent>(&record) else {
                self.complain(now, format!("a record cannot be read: {key}"));
                continue;
            };
            self.log.say(now, || format!("    [{}] {} {:?}", self.browser, name(&intent), intent.state));
            if let Some((_, before)) = self.known.insert(key, (record, intent.clone()))
                && before.id != intent.id
                && !journalled(&before)
            {
                self.complain(now, format!("{} was replaced without a word", name(&before)));
            }
            match self.ops.get_mut(&intent.id) {
                Some(op) => op.intent = intent,
                None => {
                    let op = Op { intent: intent.clone(), posts: Vec::new(), stored_at: now };
                    self.ops.insert(intent.id.clone(), op);
                }
            }
        }
        let unread: Vec<usize> = {
            let mut counter = counter.borrow_mut();
            let unread = std::mem::take(&mut counter.unread);
            let is_own = |post: &usize| counter.posts[*post].browser == self.browser;
            let (own, others) = unread.into_iter().partition(is_own);
            counter.unread = others;
            own
        };
        for post in unread {
            let sent = counter.borrow().posts[post].clone();
            let is_sent = |intent: &Intent| {
                matches!(intent.state, IntentState::Sending)
                    && match &intent.act {
                        Act::Status { to, .. } => {
                            sent.path.contains("/status")
                                && sent.status.as_ref() == Some(&to.id)
                                && sent.orders.contains(&intent.key.order.id)
                        }
                        Act::Items { items, to, .. } => {
                            *items == sent.items && sent.status.as_ref() == to.as_ref().map(|to| &to.id)
                        }
                        Act::Notify { .. } => {
                            sent.path.ends_with("/notify") && sent.orders.contains(&intent.key.order.id)
                        }
                    }
            };
            let of_it: Vec<Intent> =
                self.known.values().filter(|(_, i)| is_sent(i)).map(|(_, i)| i.clone()).collect();
            let expected = if sent.items.is_empty() { sent.orders.len() } else { 1 };
            if of_it.len() != expected {
                let found = of_it.len();
                self.complain(now, format!("post {post}: {found} of {expected} intents are kept as sending"));
            }
            for intent in of_it {
                if journalled(&intent) {
                    self.complain(now, format!("{} is sent, but was settled before", name(&intent)));
                }
                if let Some(op) = self.ops.get_mut(&intent.id) {
                    op.posts.push(post);
                }
            }
        }
    }

    /// A person was answered: what was taken on must be there, unless there was nothing to do.
    pub fn read_reply(&mut self, browser: &Browser, done: &Done) {
        let (What::Command(command), Outcome::Reply(reply)) = (&done.what, &done.outcome) else { return };
        let orders = match command {
            Command::Change { orders, .. } => orders.clone(),
            Command::ChangeItems { order, .. } | Command::Notify { order, .. } => vec![*order],
            _ => return,
        };
        let is_kept = |order: &OrderRef| {
            let is_new = |op: &Op| op.intent.key.order == *order && op.stored_at >= done.begun;
            self.ops.values().any(is_new) || is_left_out(browser, order) || is_there(browser, order, command)
        };
        // Which of a batch's orders were there already is counted when it is chosen, and may not be so any more.
        let new = self.ops.values().filter(|op| op.stored_at >= done.begun);
        let counted = new.filter_map(|op| op.intent.batch.as_ref()).any(|batch| {
            let record = browser.record(Table::Batches, &format!("{}/{batch}", store()));
            let batch: Value = record.map(|r| serde_json::from_slice(&r).unwrap()).unwrap_or_default();
            batch["total"].as_u64().zip(batch["same"].as_u64()).map(|(total, same)| total + same)
                == Some(orders.len() as u64)
        });
        if reply.ok && !counted && !orders.iter().all(is_kept) {
            self.complain(browser.now(), format!("answered yes, but nothing is kept: {command:?}"));
        }
    }

    fn complain(&mut self, now: Timestamp, what: String) {
        self.log.say(now, || format!("!!! [{}] {what}", self.browser));
        self.complaints.push(format!("[{}] {what}", self.browser));
    }
}

/// Whether a batch tells of an order that it could not change.
fn is_left_out(browser: &Browser, order: &OrderRef) -> bool {
    let world = browser.simulated.world();
    let records = world.store.range((Table::Batches, String::new())..);
    let mut records = records.take_while(|((table, _), _)| *table == Table::Batches);
    records.any(|(_, record)| {
        let batch: Value = serde_json::from_slice(record).unwrap();
        let id = order.id.to_string();
        batch["left_out"].as_array().unwrap().iter().any(|left| left["order"]["id"] == id.as_str())
    })
}

/// Whether an order is, as far as the browser knows, where a command wants it.
fn is_there(browser: &Browser, order: &OrderRef, command: &Command) -> bool {
    let Command::Change { status, sub_status, .. } = command else { return false };
    if browser.simulated.world().store_is_full {
        // It knows more than it could keep.
        return true;
    }
    let record = browser.record(Table::Orders, &key_of(*order));
    let seen: Value = record.map(|record| serde_json::from_slice(&record).unwrap()).unwrap_or_default();
    seen["status"]["id"].as_str() == Some(status)
        && seen["sub_status"]["id"].as_str() == sub_status.as_deref()
}

/// What a person reads of an intent.
pub fn name(intent: &Intent) -> String {
    let what = match &intent.act {
        Act::Status { to, .. } => format!("to {}", to.name),
        Act::Items { items, to, .. } => {
            let to = to.as_ref().map_or("none", |to| to.name.as_str());
            format!("{} items to {to}", items.len())
        }
        Act::Notify { channels } => format!("notify by {channels:?}"),
    };
    let batch = intent.batch.as_ref().map(|batch| format!(" (batch {batch})")).unwrap_or_default();
    format!("{} of {} {what}{batch}", intent.id, intent.key.order.id)
}

//! What must be true when a story is over: the service's database, its journal and its outbox against the intents, the
//! journals and the views of the browsers.

use super::counter::STORE;
use super::ledger::{Ledger, Op, name};
use super::story::{Pair, Story, order_view, pair};
use sandbox::database::records::{JournalRow, OutboxRow};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use ucos_inline::changes::journal::chain::{Check, Head, Record, place};
use ucos_inline::changes::journal::{Entry, Outcome};
use ucos_inline::changes::settle::SETTLE_MS;
use ucos_inline::changes::{Act, Intent, IntentState};
use ucos_inline::json;
use ucos_inline::orders::identity::{OrderRef, StoreHandle};
use ucos_inline::platform::Table;
use ucos_inline::time::Timestamp;

/// By how much a service's time that was learnt from whole seconds may be wrong.
const CLOCK_SLACK_MS: i64 = 2_500;

/// What there was in stories, so that a quiet storm is seen.
#[derive(Debug, Default)]
pub struct Stats {
    counts: BTreeMap<String, u64>,
}

impl Stats {
    /// Counts something.
    pub fn count(&mut self, what: impl Into<String>, times: u64) {
        *self.counts.entry(what.into()).or_default() += times;
    }

    /// Takes in what there was elsewhere.
    pub fn add(&mut self, other: &Stats) {
        other.counts.iter().for_each(|(what, times)| self.count(what.clone(), *times));
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts.iter().try_for_each(|(what, times)| writeln!(f, "{times:>9} {what}"))
    }
}

/// The service's side of it.
struct Service {
    journal: Vec<JournalRow>,
    outbox: Vec<OutboxRow>,
}

/// One browser's side of it.
struct Kept<'a> {
    browser: usize,
    ledger: &'a Ledger,
    /// The changes that are not settled or not read, by order.
    intents: BTreeMap<OrderRef, Intent>,
    /// The journal's entries, by operation.
    entries: BTreeMap<String, Entry>,
}

/// All that is wrong, and what there was.
pub fn judge(story: &Story) -> (Vec<String>, Stats) {
    let mut wrong: Vec<String> = Vec::new();
    let mut stats = Stats::default();
    let record = {
        let counter = story.storm.counter.borrow();
        let database = counter.service.database();
        Service {
            journal: database.journal(Some(counter.store)).unwrap(),
            outbox: database.outbox(Some(counter.store)).unwrap(),
        }
    };
    stats.count("stories", 1);
    stats.count("requests", story.storm.counter.borrow().requests);
    stats.count("lives of workers", story.storm.browsers.iter().map(|b| u64::from(b.lives)).sum());
    for browser in 0..story.storm.browsers.len() {
        let kept = kept(story, browser);
        let mut say = |what: String| wrong.push(format!("[{browser}] {what}"));
        story.storm.ledgers[browser].complaints.iter().for_each(|complaint| say(complaint.clone()));
        at_rest(story, &kept, &mut say);
        chain(story, &kept, &mut say);
        views(story, &kept, &mut say);
        batches(story, &kept, &mut say);
        for op in kept.ledger.ops.values() {
            settled_once(story, &kept, op, &mut say);
            carried_out(story, &record, &kept, op, &mut say, &mut stats);
        }
        stats.count("intents", kept.ledger.ops.len() as u64);
    }
    stats.count("messages", record.outbox.len() as u64);
    (wrong, stats)
}

fn kept(story: &Story, browser: usize) -> Kept<'_> {
    let world = story.storm.browsers[browser].simulated.world();
    let of = |table: Table| {
        let records = world.store.range((table, String::new())..);
        records.take_while(move |((t, _), _)| *t == table).map(|(_, record)| record)
    };
    let intents = of(Table::Intents).filter_map(|record| json::read::<Intent>(record));
    let entries = of(Table::Journal).filter_map(|record| Some(Record::split(record)?.entry));
    Kept {
        browser,
        ledger: &story.storm.ledgers[browser],
        intents: intents.map(|intent| (intent.key.order, intent)).collect(),
        entries: entries.map(|entry| (entry.id.clone(), entry)).collect(),
    }
}

/// The journal is one whole chain.
fn chain(story: &Story, kept: &Kept<'_>, say: &mut impl FnMut(String)) {
    let browser = &story.storm.browsers[kept.browser];
    let head = browser.record(Table::JournalHeads, STORE).and_then(|record| json::read::<Head>(&record));
    let head = head.unwrap_or_default();
    if (head.seq, head.taken_up) != (kept.entries.len() as u64, None) {
        say(format!("the journal has {} entries, and its head says {head:?}", kept.entries.len()));
    }
    let store = StoreHandle::new(STORE).unwrap();
    let mut check = Check::of(&head);
    while check.next <= head.seq {
        let seq = check.next;
        if let Err(fault) = check.take(browser.record(Table::Journal, &place(&store, seq)).as_deref()) {
            say(format!("the journal is broken at {seq}: {fault:?}"));
            return;
        }
    }
    if check.end(&head).is_err() {
        say("the journal ends in another entry than its head says".to_owned());
    }
}

/// Nothing goes on by itself any more: what is left waits for a person.
fn at_rest(story: &Story, kept: &Kept<'_>, say: &mut impl FnMut(String)) {
    for intent in kept.intents.values() {
        if !intent.asks() && !intent.is_to_be_read() {
            say(format!("{} should have gone on: {:?}", name(intent), intent.state));
        }
    }
    for id in kept.entries.keys() {
        if !kept.ledger.ops.contains_key(id) {
            say(format!("the journal has {id}, which nobody wanted"));
        }
    }
    if !story.storm.browsers[kept.browser].is_idle() {
        say("the worker is still at something".to_owned());
    }
}

/// What pages show is what is.
fn views(story: &Story, kept: &Kept<'_>, say: &mut impl FnMut(String)) {
    let counter = story.storm.counter.borrow();
    for order in &counter.orders {
        let Some(view) = order_view(story, kept.browser, *order) else {
            say(format!("{} has no view", order.id));
            continue;
        };
        let id = |name: &str| view[name]["id"].as_str().map(str::to_owned);
        let (shown, truth) = ((id("status"), id("sub_status")), pair(counter.held(*order).as_ref()));
        if shown != truth || view["stale"] != false {
            say(format!("{} shows {shown:?} and is {truth:?}", order.id));
        }
        let state = match kept.intents.get(order).map(|intent| (&intent.state, intent.asks())) {
            None => None,
            Some((_, true)) => Some("asking"),
            Some((IntentState::Refused { .. }, _)) => Some("refused"),
            Some((IntentState::Superseded { .. }, _)) => Some("superseded"),
            Some(_) => Some("under way"),
        };
        if view["change"]["state"].as_str() != state {
            say(format!("{} shows the change {:?} and it is {state:?}", order.id, view["change"]));
        }
    }
    let view = story.storm.browsers[kept.browser].view("changes/maple-and-birch");
    let listed: BTreeSet<String> = view
        .iter()
        .flat_map(|view| view["asking"].as_array().unwrap())
        .map(|asking| asking["order"]["id"].as_str().unwrap().to_owned())
        .collect();
    let asking = kept.intents.values().filter(|intent| intent.asks());
    let asking: BTreeSet<String> = asking.map(|intent| intent.key.order.id.to_string()).collect();
    if listed != asking {
        say(format!("the changes' view shows as asking {listed:?}, and that is {asking:?}"));
    }
    if let Some(view) = view
        && (view["waiting"] != 0 || view["under_way"] != 0 || view["blocked"] != 0)
    {
        say(format!("the changes' view shows what is over: {view}"));
    }
}

/// Each batch's counts add up, by its record and by its view.
fn batches(story: &Story, kept: &Kept<'_>, say: &mut impl FnMut(String)) {
    let world = story.storm.browsers[kept.browser].simulated.world();
    let records = world.store.range((Table::Batches, String::new())..);
    let records: Vec<Value> = records
        .take_while(|((table, _), _)| *table == Table::Batches)
        .map(|(_, record)| serde_json::from_slice(record).unwrap())
        .collect();
    let view = story.storm.browsers[kept.browser].view("changes/maple-and-birch").unwrap_or_default();
    for record in records {
        let id = record["id"].as_str().unwrap();
        let count = |name: &str| record[name].as_u64().unwrap();
        let left_out = record["left_out"].as_array().unwrap().len() as u64;
        let of_it = |intent: &Intent| intent.batch.as_deref() == Some(id);
        let is_here =
            |op: &Op| kept.intents.get(&op.intent.key.order).is_some_and(|intent| intent.id == op.intent.id);
        let ops = || kept.ledger.ops.values().filter(|op| of_it(&op.intent));
        let open = kept.intents.values().filter(|i| of_it(i) && i.is_open()).count() as u64;
        let refused = kept.intents.values().filter(|i| of_it(i) && i.is_to_be_read()).count() as u64;
        let was_read = |op: &&Op| {
            let outcome = kept.entries.get(&op.intent.id).map(|entry| entry.outcome);
            !is_here(op) && matches!(outcome, Some(Outcome::Refused | Outcome::Superseded))
        };
        let read = ops().filter(was_read).count() as u64;
        let sum = count("done") + count("undone") + open + refused + read + left_out;
        if sum != count("total") {
            say(format!(
                "batch {id} of {}: {} done, {} undone, {open} open, {refused} refused, {read} read, {left_out} left out",
                count("total"),
                count("done"),
                count("undone")
            ));
        }
        let shown = view["batches"].as_array().and_then(|all| all.iter().find(|batch| batch["id"] == id));
        let Some(shown) = shown else {
            say(format!("batch {id} is kept and not shown"));
            continue;
        };
        let length = |name: &str| shown[name].as_array().unwrap().len() as u64;
        if (&shown["done"], &shown["undone"]) != (&record["done"], &record["undone"])
            || (length("open"), length("refused")) != (open, refused + left_out)
        {
            say(format!("batch {id} is {record} and shown as {shown}"));
        }
    }
}

/// Each intent is settled once, or is still there.
fn settled_once(_: &Story, kept: &Kept<'_>, op: &Op, say: &mut impl FnMut(String)) {
    let intent = &op.intent;
    let is_here = kept.intents.get(&intent.key.order).is_some_and(|present| present.id == intent.id);
    let entry = kept.entries.get(&intent.id);
    let is_open = is_here && intent.is_open();
    match (is_open, entry) {
        (false, None) => say(format!("{} is lost", name(intent))),
        (true, Some(entry)) => say(format!("{} is open and was {:?}", name(intent), entry.outcome)),
        _ => {}
    }
}

/// What was carried out of an intent is what the journal says, and nobody was messaged twice for it.
fn carried_out(
    story: &Story,
    record: &Service,
    kept: &Kept<'_>,
    op: &Op,
    say: &mut impl FnMut(String),
    stats: &mut Stats,
) {
    let counter = story.storm.counter.borrow();
    let intent = &op.intent;
    let order = intent.key.order.id.to_string();
    let of_items = matches!(intent.act, Act::Items { .. });
    let (mut made, mut in_time) = (0, 0);
    let mut messages: BTreeMap<&str, usize> = BTreeMap::new();
    for post in &op.posts {
        let post = &counter.posts[*post];
        let mut of_post = 0;
        for applied in &post.applied {
            let is_of_it = |request_id: &Option<String>, row_order: &str| {
                request_id.as_deref() == Some(applied.request_id.as_str()) && row_order == order
            };
            let changes = record.journal.iter().filter(|row| is_of_it(&row.request_id, &row.order));
            let changes = changes.filter(|row| row.line_item.is_some() == of_items).count();
            let sent = record.outbox.iter().filter(|row| is_of_it(&row.request_id, &row.order));
            let sent: Vec<&OutboxRow> = sent.collect();
            let is_notify = matches!(intent.act, Act::Notify { .. });
            let is_made = if is_notify { sent.iter().any(|row| row.sent) } else { changes > 0 };
            of_post += usize::from(is_made);
            let stood = is_notify || stood(record, &order, &applied.request_id, kept.entries.get(&intent.id));
            in_time += usize::from(is_made && stood && applied.at.since(post.at) <= SETTLE_MS);
            if !of_items && changes > 1 {
                say(format!("{} is carried out twice by one request", name(intent)));
            }
            for row in sent {
                *messages.entry(row.channel.as_str()).or_default() += 1;
            }
            if is_made && applied.at.since(post.at) > SETTLE_MS {
                stats.count("applied after the settle time", 1);
            }
        }
        if of_post > 1 {
            say(format!("{} is carried out twice", name(intent)));
        }
        made += of_post;
    }
    if let Some((channel, times)) = messages.iter().find(|(_, times)| **times > 1) {
        say(format!("the customer is messaged twice: {} times by {channel} for {}", times, name(intent)));
    }
    if intent.may_message() && made > 1 {
        say(format!("{} may message and is made {made} times", name(intent)));
    }
    if op.posts.len() > 1 {
        stats.count("sent more than once", 1);
    }
    let Some(entry) = kept.entries.get(&intent.id) else {
        stats.count("open at the end", 1);
        return;
    };
    stats.count(format!("{:?}", entry.outcome), 1);
    match entry.outcome {
        Outcome::Done if made == 0 => say(format!("{} is not made, and called done", name(intent))),
        Outcome::FoundDone => {
            if let Act::Status { to, to_sub_status } = &intent.act {
                let goal = (Some(to.id.clone()), to_sub_status.as_ref().map(|sub| sub.id.clone()));
                let from = intent.made_at.saturating_add_millis(-CLOCK_SLACK_MS);
                let until = entry.at.saturating_add_millis(CLOCK_SLACK_MS);
                if !was_in(story, record, intent.key.order, &goal, from, until) {
                    say(format!("{} was never there, and is called found done", name(intent)));
                }
            }
        }
        // Of several line items some may have been refused and others made: they are told of as one.
        Outcome::Refused | Outcome::Undone if in_time > 0 && !of_items => {
            say(format!("{} is made, and called {:?}", name(intent), entry.outcome));
        }
        _ => {}
    }
}

/// Whether what a request made of an order still stood when its intent was settled. If somebody took it back before it
/// could be read, nobody can tell that it was ever made.
fn stood(record: &Service, order: &str, request_id: &str, entry: Option<&Entry>) -> bool {
    let settled_at = entry.map_or(i64::MAX, |entry| entry.at.0 + CLOCK_SLACK_MS);
    let of_order = record.journal.iter().filter(|row| row.order == order && row.line_item.is_none());
    let since = of_order.skip_while(|row| row.request_id.as_deref() != Some(request_id)).skip(1);
    since.take_while(|row| row.at.0 <= settled_at).next().is_none()
}

/// Whether an order was in this status and sub-status at any time within these bounds.
fn was_in(
    story: &Story,
    record: &Service,
    order: OrderRef,
    goal: &Pair,
    from: Timestamp,
    until: Timestamp,
) -> bool {
    let mut since = Timestamp(0);
    let mut present = story.first[&order].clone();
    let id = order.id.to_string();
    for row in record.journal.iter().filter(|row| row.order == id && row.line_item.is_none()) {
        let at = Timestamp(row.at.0);
        if present == *goal && since <= until && at >= from {
            return true;
        }
        (present, since) = ((row.to_status_id.clone(), row.to_sub_status_id.clone()), at);
    }
    present == *goal && since <= until
}

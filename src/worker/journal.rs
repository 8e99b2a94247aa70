//! The journal of a store: its entries are written here, one write at a time, looked for, and checked. The rules are in
//! `changes/journal`. Who writes holds the lock of the store's head from before the entries are made until they are
//! stored: an entry is chained to what is stored, and to nothing that may still fail.

use super::{Worker, as_record};
use crate::catalog::in_order;
use crate::changes::journal::Entry;
use crate::changes::journal::chain::{Check, Head, JournalFault, LET_GO_AT_ONCE, Record, place, seq_of};
use crate::changes::journal::filter::Filter;
use crate::json::{self, Object};
use crate::orders::identity::{OrderKey, OrderKind, OrderRef, StoreHandle, parse_id};
use crate::platform::{Batch, Platform, StoreFailure, Table};
use crate::problem::Problem;
use crate::view::journal::{JournalBreak, JournalCheck, JournalPage};
use futures_util::lock::Mutex;
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many entries of one order are known by it.
const OF_ONE_ORDER: usize = 50;

/// How many records are read at once.
const AT_ONCE: u64 = 250;

/// How many records one question looks through at the most; the next goes on from there.
const LOOKED_THROUGH: u64 = 5_000;

/// How many entries one question is answered with at the most.
const MOST_ROWS: usize = 1_000;

/// A store's head, once it was read; its lock is the turn to write.
pub(super) type Turn = Mutex<Option<Head>>;

/// Which entries are about an order, as it is kept.
#[derive(Serialize)]
struct OfOrder {
    seqs: Vec<u64>,
}

/// Entries that are being written.
pub(super) struct Writing {
    store: StoreHandle,
    head: Head,
    batch: Batch,
    /// The numbers of each order's entries, of those orders that are concerned.
    orders: BTreeMap<OrderRef, Vec<u64>>,
}

impl Writing {
    /// Adds an entry.
    pub(super) fn add(&mut self, entry: Entry) -> Result<(), StoreFailure> {
        let order = entry.order;
        let (seq, record) = self.head.append(entry)?;
        self.batch.put(Table::Journal, place(&self.store, seq), record);
        self.orders.entry(order).or_default().push(seq);
        Ok(())
    }

    /// What is to be written, and the head once it is.
    pub(super) fn end(mut self) -> Result<(Head, Batch), StoreFailure> {
        for (order, mut numbers) in self.orders {
            numbers.retain(|seq| *seq >= self.head.first);
            numbers.drain(..numbers.len().saturating_sub(OF_ONE_ORDER));
            let key = OrderKey { store: self.store.clone(), order }.to_string();
            if numbers.is_empty() {
                self.batch.delete(Table::JournalOrders, key);
            } else {
                self.batch.put(Table::JournalOrders, key, as_record(&OfOrder { seqs: numbers })?);
            }
        }
        self.batch.put(Table::JournalHeads, self.store.to_string(), as_record(&self.head)?);
        Ok((self.head, self.batch))
    }
}

impl<P: Platform> Worker<P> {
    /// The turn to write in a store's journal; to be locked.
    pub(super) fn journal(&self, store: &StoreHandle) -> Rc<Turn> {
        self.with_store(store, |state| state.journal.clone())
    }

    /// Makes ready to write entries about these orders. `slot` is what the turn holds.
    pub(super) async fn open_journal(
        &self,
        store: &StoreHandle,
        slot: &mut Option<Head>,
        orders: &[OrderRef],
    ) -> Result<Writing, StoreFailure> {
        let mut head = self.head(store, slot).await?;
        let mut batch = Batch::default();
        let mut concerned: Vec<OrderRef> = orders.to_vec();
        let (more, now) = (orders.len() as u64, self.now());
        if head.is_too_much(more, now) {
            let last = head.seq.min(head.first + LET_GO_AT_ONCE);
            let records = self.records(store, head.first..=last).await?;
            let mut at = 0;
            while head.is_too_much(more, now) && at < LET_GO_AT_ONCE as usize {
                let record = |at: usize| records.get(at).and_then(|record| record.as_deref());
                concerned.extend(record(at).and_then(Record::split).map(|record| record.entry.order));
                batch.delete(Table::Journal, place(store, head.first));
                head.let_go(record(at), record(at + 1));
                at += 1;
            }
        }
        let orders = self.numbers_of(store, concerned).await?;
        Ok(Writing { store: store.clone(), head, batch, orders })
    }

    /// Erases all entries. The head stays, so that the numbers go on: a check says with which the journal begins.
    pub(super) async fn erase_journal(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let turn = self.journal(store);
        let mut slot = turn.lock().await;
        let mut head = self.head(store, &mut slot).await?;
        head.let_go_of_all();
        let mut batch = Batch::default();
        self.delete_all(&mut batch, Table::Journal, store).await?;
        self.delete_all(&mut batch, Table::JournalOrders, store).await?;
        batch.put(Table::JournalHeads, store.to_string(), as_record(&head)?);
        self.platform.write(batch).await?;
        *slot = Some(head);
        // The cards of open order pages tell of entries.
        self.withdraw(&format!("details/{store}/")).await
    }

    async fn numbers_of(
        &self,
        store: &StoreHandle,
        orders: Vec<OrderRef>,
    ) -> Result<BTreeMap<OrderRef, Vec<u64>>, StoreFailure> {
        let key = |order: &OrderRef| OrderKey { store: store.clone(), order: *order }.to_string();
        let keys: Vec<String> = orders.iter().map(key).collect();
        let records = self.platform.get(Table::JournalOrders, &keys).await?;
        let numbers = |record: Option<Vec<u8>>| {
            let record = record?;
            let numbers = Object::split(&record).ok()?.wholes("seqs")?;
            Some(numbers.into_iter().filter_map(|number| u64::try_from(number).ok()).collect())
        };
        // One by one: a map made of a list brings a sorting routine of its own into the module.
        let mut known = BTreeMap::new();
        for (order, record) in orders.into_iter().zip(records) {
            known.insert(order, numbers(record).unwrap_or_default());
        }
        Ok(known)
    }

    async fn records(
        &self,
        store: &StoreHandle,
        numbers: std::ops::RangeInclusive<u64>,
    ) -> Result<Vec<Option<Vec<u8>>>, StoreFailure> {
        let keys: Vec<String> = numbers.map(|seq| place(store, seq)).collect();
        self.platform.get(Table::Journal, &keys).await
    }

    /// The head, read if it was not yet. Entries of before there was a chain are taken into it, in their order.
    async fn head(&self, store: &StoreHandle, slot: &mut Option<Head>) -> Result<Head, StoreFailure> {
        if let Some(head) = slot {
            return Ok(head.clone());
        }
        let record = self.platform.get(Table::JournalHeads, &[store.to_string()]).await?;
        let record = record.into_iter().next().flatten();
        let head = match record.and_then(|record| json::read::<Head>(&record)) {
            Some(head) => head,
            None => self.make_head(store).await?,
        };
        Ok(slot.insert(head).clone())
    }

    /// Makes the head of a store that has none: at the first entry of all, after an update from a version without a
    /// chain, or because somebody took it away. The last is not hushed up: the head says where that was found.
    async fn make_head(&self, store: &StoreHandle) -> Result<Head, StoreFailure> {
        let kept = self.platform.scan(Table::Journal, &format!("{store}/")).await?;
        let mut head = Head::default();
        let chained: Vec<(u64, &[u8])> =
            kept.iter().filter_map(|(key, record)| Some((seq_of(key)?, record.as_slice()))).collect();
        if let (Some((first, first_record)), Some((last, last_record))) = (chained.first(), chained.last()) {
            let (first_record, last_record) = (Record::split(first_record), Record::split(last_record));
            head.first = *first;
            head.first_at = first_record.as_ref().map_or(head.first_at, |record| record.entry.at);
            head.before = first_record.map_or(head.before, |record| record.entry.prev);
            head.seq = *last;
            head.hash = last_record.map_or(head.hash, |record| record.hash);
            head.taken_up = Some(*last);
        }
        let mut old: Vec<(&str, Entry)> = kept
            .iter()
            .filter(|(key, _)| seq_of(key).is_none())
            .filter_map(|(key, record)| Some((key.as_str(), old_entry(key, record)?)))
            .collect();
        if old.is_empty() {
            return Ok(head);
        }
        in_order(&mut old, |(key, entry)| (entry.at.0, key));
        let concerned = old.iter().map(|(_, entry)| entry.order).collect();
        let orders = self.numbers_of(store, concerned).await?;
        let mut writing = Writing { store: store.clone(), head, batch: Batch::default(), orders };
        for (key, entry) in old {
            writing.batch.delete(Table::Journal, key);
            writing.add(entry)?;
        }
        let (head, batch) = writing.end()?;
        self.platform.write(batch).await?;
        Ok(head)
    }

    /// The latest entries about an order, the latest first.
    pub(super) async fn entries_of(&self, key: &OrderKey) -> Result<Vec<Entry>, StoreFailure> {
        let turn = self.journal(&key.store);
        self.head(&key.store, &mut *turn.lock().await).await?;
        let numbers =
            self.numbers_of(&key.store, vec![key.order]).await?.remove(&key.order).unwrap_or_default();
        let keys: Vec<String> = numbers.iter().rev().map(|seq| place(&key.store, *seq)).collect();
        let records = self.platform.get(Table::Journal, &keys).await?;
        Ok(records.into_iter().flatten().filter_map(|record| Some(Record::split(&record)?.entry)).collect())
    }

    /// The latest entries that are looked for, from before the one with this number.
    pub(super) async fn read_journal(
        &self,
        store: &StoreHandle,
        filter: &Filter,
        before: Option<u64>,
        rows: u32,
    ) -> Result<JournalPage, Problem> {
        let turn = self.journal(store);
        let head = self.head(store, &mut *turn.lock().await).await?;
        let rows = (rows as usize).clamp(1, MOST_ROWS);
        let mut end = before.map_or(head.seq + 1, |before| before.min(head.seq + 1));
        let mut records = Vec::new();
        let mut looked = 0;
        while end > head.first && looked < LOOKED_THROUGH && records.len() < rows {
            let begin = end.saturating_sub(AT_ONCE).max(head.first);
            let read = self.records(store, begin..=end - 1).await?;
            for record in read.into_iter().rev() {
                end -= 1;
                looked += 1;
                let found =
                    record.filter(|bytes| Record::split(bytes).is_some_and(|r| filter.takes(&r.entry)));
                records.extend(found.and_then(|bytes| String::from_utf8(bytes).ok()));
                if records.len() == rows {
                    break;
                }
            }
        }
        Ok(JournalPage { records, next: (end > head.first).then_some(end), kept: head.kept() })
    }

    /// Goes through the whole chain.
    pub(super) async fn verify_journal(&self, store: &StoreHandle) -> Result<JournalCheck, Problem> {
        let turn = self.journal(store);
        let mut head = self.head(store, &mut *turn.lock().await).await?;
        let mut check = Check::of(&head);
        let mut broken = None;
        while check.next <= head.seq && broken.is_none() {
            let last = head.seq.min(check.next + AT_ONCE - 1);
            for record in self.records(store, check.next..=last).await? {
                let Err(fault) = check.take(record.as_deref()) else { continue };
                let present = self.head(store, &mut *turn.lock().await).await?;
                if present.first > check.next {
                    // It was let go of meanwhile.
                    check = Check::of(&present);
                    head = present;
                } else {
                    broken = Some(JournalBreak { seq: check.next, fault });
                }
                break;
            }
        }
        if broken.is_none() {
            broken = self.check_end(store, &check, &head).await?;
        }
        Ok(JournalCheck {
            kept: head.kept(),
            since: (head.kept() > 0).then_some(head.first_at),
            seal: head.hash,
            broken,
        })
    }

    async fn check_end(
        &self,
        store: &StoreHandle,
        check: &Check,
        head: &Head,
    ) -> Result<Option<JournalBreak>, StoreFailure> {
        if let Err(fault) = check.end(head) {
            return Ok(Some(JournalBreak { seq: head.seq, fault }));
        }
        if let Some(seq) = head.taken_up.filter(|seq| *seq >= head.first) {
            return Ok(Some(JournalBreak { seq, fault: JournalFault::HeadMissing }));
        }
        let turn = self.journal(store);
        // Nothing is written while it is looked beyond the end.
        let mut slot = turn.lock().await;
        let present = self.head(store, &mut slot).await?;
        let next = present.seq + 1;
        let beyond = self.records(store, next..=next).await?;
        let is_beyond = beyond.into_iter().flatten().next().is_some();
        Ok(is_beyond.then_some(JournalBreak { seq: next, fault: JournalFault::Beyond }))
    }
}

/// An entry as versions 1 to 3 of the stored data kept it: `<store>/<kind>/<id>/<when>-<operation>` says its order.
fn old_entry(key: &str, record: &[u8]) -> Option<Entry> {
    let mut parts = key.split('/').skip(1);
    let kind = match parts.next()? {
        "order" => OrderKind::Order,
        "draft" => OrderKind::Draft,
        _ => return None,
    };
    let order = OrderRef { kind, id: parse_id(parts.next()?)? };
    Some(Entry { order, ..json::read::<Entry>(record)? })
}

//! The roll of a store: every order observed, in short, so that all can be counted and judged without reading their
//! records. Kept as one record of bytes, 51 an order; written together with the records that it sums up.
//! Knows no clock, no calendar, no platform.

use super::deadlines::Entered;
use super::identity::{OrderKind, OrderRef};
use super::seen::Seen;
use crate::due::Deadline;
use crate::time::{Interval, Timestamp};

/// The most orders of one store that are kept.
pub const MAX_ORDERS: usize = 20_000;

/// How long an order is kept after it was closed, in milliseconds.
const KEPT_CLOSED_MS: i64 = 30 * 86_400_000;

/// The version of the record; of another one nothing is read, and the roll is made anew from the orders' records.
const VERSION: u8 = 1;

const NO_STATUS: u16 = u16::MAX;
const DRAFT: u8 = 1;
const CANCELLED: u8 = 2;

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub order: OrderRef,
    /// When it was last seen.
    pub seen_at: Timestamp,
    /// When it entered its status and sub-status.
    pub entered: Entered,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// When it is due. Not kept: worked out whenever what it rests on changes.
    pub deadline: Option<Deadline>,
    /// The place of its status in the roll's list.
    status: u16,
}

/// The roll of one store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roll {
    statuses: Vec<String>,
    /// By order.
    entries: Vec<Entry>,
}

impl Roll {
    /// Every order, by kind and number.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// One order, if it is on the roll.
    pub fn entry(&self, order: OrderRef) -> Option<&Entry> {
        self.place(order).ok().and_then(|at| self.entries.get(at))
    }

    /// The id of an entry's status; `None`: it has none.
    pub fn status(&self, entry: &Entry) -> Option<&str> {
        self.statuses.get(usize::from(entry.status)).map(String::as_str)
    }

    /// Takes in what was seen of an order. Gives what stood there of it before.
    pub fn note(&mut self, seen: &Seen) -> Option<Entry> {
        let status = seen.status.as_ref().map_or(NO_STATUS, |status| self.place_of(&status.id));
        let entry = Entry {
            order: seen.order,
            seen_at: seen.seen_at,
            entered: Entered { status: seen.entered, sub_status: seen.sub_entered },
            cancelled: seen.cancelled,
            deadline: None,
            status,
        };
        match self.place(seen.order) {
            Ok(at) => self.entries.get_mut(at).map(|known| std::mem::replace(known, entry)),
            Err(at) => {
                self.entries.insert(at, entry);
                None
            }
        }
    }

    /// Works out the deadline of one order, or of all, from its status and when it entered it.
    pub fn judge(&mut self, one: Option<OrderRef>, deadline: impl Fn(&str, Entered) -> Option<Deadline>) {
        let entries = match one.map(|order| self.place(order)) {
            None => &mut self.entries[..],
            Some(Ok(at)) => self.entries.get_mut(at..=at).unwrap_or_default(),
            Some(Err(_)) => return,
        };
        for entry in entries {
            let status = self.statuses.get(usize::from(entry.status)).filter(|_| !entry.cancelled);
            entry.deadline = status.and_then(|status| deadline(status, entry.entered));
        }
    }

    /// Lets orders go that were closed long ago, and, where there are too many, the oldest, closed ones first. Tells
    /// which. `is_final` tells whether a status ends its sequence.
    pub fn let_go(&mut self, now: Timestamp, is_final: impl Fn(&str) -> bool) -> Vec<OrderRef> {
        let mut gone = Vec::new();
        let is_closed: Vec<bool> = self
            .entries
            .iter()
            .map(|entry| entry.cancelled || self.status(entry).is_some_and(&is_final))
            .collect();
        let mut kept = Vec::with_capacity(self.entries.len());
        for (entry, is_closed) in self.entries.iter().zip(is_closed) {
            let since = entry.entered.status.latest();
            if is_closed && now.since(since) >= KEPT_CLOSED_MS {
                gone.push(entry.order);
            } else {
                kept.push((!is_closed, since, entry.order));
            }
        }
        // The smallest one by one: a page brings a few too many at a time.
        let mut last = None;
        for _ in MAX_ORDERS..kept.len() {
            last = kept.iter().filter(|key| last.is_none_or(|last| last < **key)).min().copied();
            gone.extend(last.map(|(_, _, order)| order));
        }
        // Few at a time, or none: no sorting routine for their sake.
        if !gone.is_empty() {
            self.entries.retain(|entry| !gone.contains(&entry.order));
        }
        gone
    }

    /// The roll as it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend((self.statuses.len() as u16).to_le_bytes());
        for status in &self.statuses {
            bytes.extend((status.len() as u16).to_le_bytes());
            bytes.extend(status.as_bytes());
        }
        for entry in &self.entries {
            let Entered { status, sub_status } = entry.entered;
            let kind = if entry.order.kind == OrderKind::Draft { DRAFT } else { 0 };
            bytes.push(kind | if entry.cancelled { CANCELLED } else { 0 });
            bytes.extend(entry.order.id.to_le_bytes());
            bytes.extend(entry.status.to_le_bytes());
            let [a, b, c, d] =
                [status.earliest(), status.latest(), sub_status.earliest(), sub_status.latest()];
            for at in [a, b, c, d, entry.seen_at] {
                bytes.extend(at.0.to_le_bytes());
            }
        }
        bytes
    }

    /// Reads a roll; `None`: it is of another version, or broken.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let [version] = take(&mut rest)?;
        if version != VERSION {
            return None;
        }
        let mut roll = Roll::default();
        for _ in 0..u16::from_le_bytes(take(&mut rest)?) {
            let length = usize::from(u16::from_le_bytes(take(&mut rest)?));
            let (status, after) = rest.split_at_checked(length)?;
            roll.statuses.push(std::str::from_utf8(status).ok()?.to_owned());
            rest = after;
        }
        while !rest.is_empty() {
            let [flags] = take(&mut rest)?;
            let kind = if flags & DRAFT > 0 { OrderKind::Draft } else { OrderKind::Order };
            let order = OrderRef { kind, id: u64::from_le_bytes(take(&mut rest)?) };
            let status = u16::from_le_bytes(take(&mut rest)?);
            let mut at = || take(&mut rest).map(i64::from_le_bytes).map(Timestamp);
            let entered = Entered {
                status: Interval::between(at()?, at()?),
                sub_status: Interval::between(at()?, at()?),
            };
            let entry = Entry {
                order,
                seen_at: at()?,
                entered,
                cancelled: flags & CANCELLED > 0,
                deadline: None,
                status,
            };
            roll.entries.push(entry);
        }
        Some(roll)
    }

    fn place(&self, order: OrderRef) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| entry.order.cmp(&order))
    }

    /// The place of a status in the list, added to it if it is new.
    fn place_of(&mut self, status: &str) -> u16 {
        let known = self.statuses.iter().position(|known| known == status);
        let place = known.unwrap_or_else(|| {
            self.statuses.push(status.to_owned());
            self.statuses.len() - 1
        });
        u16::try_from(place).unwrap_or(NO_STATUS)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ucos::answers::StatusRef;
    use proptest::prelude::*;

    fn seen(id: u64, status: Option<&str>, entered: i64) -> Seen {
        let kind = if id.is_multiple_of(3) { OrderKind::Draft } else { OrderKind::Order };
        let status =
            status.map(|id| StatusRef { id: id.to_owned(), name: String::new(), color: String::new() });
        Seen {
            order: OrderRef { kind, id },
            name: String::new(),
            seen_at: Timestamp(entered + 3),
            status,
            sub_status: None,
            addons: Vec::new(),
            entered: Interval::between(Timestamp(entered), Timestamp(entered + 1)),
            sub_entered: Interval::exact(Timestamp(entered + 2)),
            cancelled: id.is_multiple_of(5),
        }
    }

    fn ids(roll: &Roll) -> Vec<u64> {
        roll.entries().iter().map(|entry| entry.order.id).collect()
    }

    #[test]
    fn the_latest_look_at_an_order_stands() {
        let mut roll = Roll::default();
        for (id, status) in [(7, Some("a")), (1, None), (7, Some("b")), (4, Some("a"))] {
            roll.note(&seen(id, status, 10));
        }
        assert_eq!(ids(&roll), [1, 4, 7]);
        let statuses: Vec<Option<&str>> = roll.entries().iter().map(|entry| roll.status(entry)).collect();
        assert_eq!(statuses, [None, Some("a"), Some("b")]);
    }

    #[test]
    fn only_orders_that_can_be_due_are_judged() {
        let mut roll = Roll::default();
        for (id, status) in [(1, Some("a")), (2, None), (5, Some("a"))] {
            roll.note(&seen(id, status, 10));
        }
        let deadline = Deadline::new(Interval::exact(Timestamp(9)), 1);
        roll.judge(None, |status, entered| {
            (status == "a" && entered.status.earliest().0 == 10).then_some(deadline)
        });
        let due: Vec<bool> = roll.entries().iter().map(|entry| entry.deadline.is_some()).collect();
        assert_eq!(due, [true, false, false], "not without a status, not when cancelled");
    }

    #[test]
    fn closed_orders_go_after_30_days_and_the_oldest_when_there_are_too_many() {
        let day = 86_400_000;
        let mut roll = Roll::default();
        for (id, status, entered_day) in [(1, "end", 0), (2, "end", 5), (4, "open", 0), (5, "open", 0)] {
            roll.note(&seen(id, Some(status), entered_day * day));
        }
        let gone = roll.let_go(Timestamp(31 * day), |status| status == "end");
        assert_eq!(gone.iter().map(|order| order.id).collect::<Vec<_>>(), [1, 5], "5 is cancelled");
        assert_eq!(ids(&roll), [2, 4]);

        for id in 0..MAX_ORDERS as u64 {
            roll.note(&seen(id * 15 + 1_001, Some("open"), (40 + id as i64 % 7) * day));
        }
        let gone = roll.let_go(Timestamp(32 * day), |status| status == "end");
        assert_eq!(
            gone.iter().map(|order| order.id).collect::<Vec<_>>(),
            [2, 4],
            "the closed, then the oldest"
        );
        assert_eq!(roll.entries().len(), MAX_ORDERS);
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_is_read_again(
            orders in prop::collection::vec((any::<u64>(), prop::option::of("[a-zé]{0,9}"), -9_000_000_000_000i64..9_000_000_000_000), 0..60),
        ) {
            let mut roll = Roll::default();
            for (id, status, entered) in &orders {
                roll.note(&seen(*id, status.as_deref(), *entered));
            }
            let bytes = roll.to_bytes();
            prop_assert_eq!(Roll::from_bytes(&bytes), Some(roll));
            if bytes.len() > 3 {
                prop_assert_eq!(Roll::from_bytes(&bytes[..bytes.len() - 1]), None);
            }
        }

        #[test]
        fn broken_records_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = bytes;
            if let Some(first) = bytes.first_mut() {
                *first = VERSION;
            }
            let _ = Roll::from_bytes(&bytes);
        }
    }
}

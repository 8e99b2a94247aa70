//! The chain of a store's entries: numbered, each with the hash of the one before it. What is older than
//! [`KEPT_MS`] or more than [`MOST`] is let go of from its beginning, a few entries with each that is added, and the head
//! says where the rest begins: so that is no gap. Pure: knows records, no store.
//!
//! It shows what was edited, taken out or put in by whoever does not write the whole chain anew, for there is no secret
//! in it. Whoever noted the head's hash sees that too.

use super::Entry;
use crate::json::{FromJson, Object, read};
use crate::orders::identity::StoreHandle;
use crate::time::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// How long entries are kept, in milliseconds: 400 days.
pub const KEPT_MS: i64 = 400 * 86_400_000;

/// How many entries of a store are kept at the most.
pub const MOST: u64 = 50_000;

/// How many old entries go with one write at the most.
pub const LET_GO_AT_ONCE: u64 = 64;

/// Before the first entry of all.
pub fn beginning() -> String {
    "0".repeat(64)
}

/// Where an entry is kept: `<store>/<number, 12 digits>`.
pub fn place(store: &StoreHandle, seq: u64) -> String {
    format!("{store}/{seq:012}")
}

/// The number in such a place.
pub fn seq_of(place: &str) -> Option<u64> {
    let (_, digits) = place.split_once('/')?;
    if digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().ok()
    } else {
        None
    }
}

/// The head of a store's chain. Written together with each entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The number of the last entry; 0: there is none.
    pub seq: u64,
    /// Its hash.
    pub hash: String,
    /// The number of the first entry that is kept; one more than `seq`: none is.
    pub first: u64,
    /// The hash of the entry before that one.
    pub before: String,
    /// When the first entry that is kept was settled; it is let go of by that.
    pub first_at: Timestamp,
    /// Where the chain was taken up again after its head was found missing; entries before are not vouched for.
    pub taken_up: Option<u64>,
}

impl Default for Head {
    fn default() -> Self {
        Head {
            seq: 0,
            hash: beginning(),
            first: 1,
            before: beginning(),
            first_at: Timestamp(0),
            taken_up: None,
        }
    }
}

impl FromJson for Head {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let number = |name: &str| object.whole(name).and_then(|number| u64::try_from(number).ok());
        Some(Head {
            seq: number("seq")?,
            hash: object.text("hash")?,
            first: number("first")?,
            before: object.text("before")?,
            first_at: Timestamp(object.whole("first_at")?),
            taken_up: number("taken_up"),
        })
    }
}

impl Head {
    /// Puts an entry at the end. Gives its number and its record.
    pub fn append(&mut self, entry: Entry) -> Result<(u64, Vec<u8>), serde_json::Error> {
        let entry = Entry { seq: self.seq + 1, prev: self.hash.clone(), ..entry };
        let at = entry.at;
        let text = serde_json::to_string(&entry)?;
        self.hash = hash_of(text.as_bytes());
        self.seq += 1;
        if self.first == self.seq {
            self.first_at = at;
        }
        Ok((self.seq, format!(r#"{{"hash":"{}","entry":{text}}}"#, self.hash).into_bytes()))
    }

    /// How many entries are kept.
    pub fn kept(&self) -> u64 {
        (self.seq + 1).saturating_sub(self.first)
    }

    /// Whether the first entry that is kept is to be let go of, with so many more to come.
    pub fn is_too_much(&self, more: u64, now: Timestamp) -> bool {
        self.kept() > 0 && (self.kept() + more > MOST || now.since(self.first_at) > KEPT_MS)
    }

    /// Lets go of all entries. Their numbers do not come again: so whoever looks sees how many there were.
    pub fn let_go_of_all(&mut self) {
        self.first = self.seq + 1;
        self.before = self.hash.clone();
        self.taken_up = None;
    }

    /// Lets go of the first entry that is kept; `next` is the record of the one after it, if there is one.
    pub fn let_go(&mut self, first: Option<&[u8]>, next: Option<&[u8]>) {
        self.before = match first.and_then(Record::split) {
            Some(record) => record.hash,
            // It was gone, or is no entry: the next one tells what it should have been.
            None => {
                next.and_then(Record::split).map(|next| next.entry.prev).unwrap_or_else(|| self.hash.clone())
            }
        };
        self.first += 1;
        if let Some(next) = next.and_then(Record::split) {
            self.first_at = next.entry.at;
        }
    }
}

fn hash_of(text: &[u8]) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A record, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The hash that it says.
    pub hash: String,
    /// Whether that is the hash of what stands there.
    pub is_sound: bool,
    /// What stands there.
    pub entry: Entry,
}

impl Record {
    /// Reads a record; `None`: it is none.
    pub fn split(bytes: &[u8]) -> Option<Record> {
        let record = Object::split(bytes).ok()?;
        let (hash, text) = (record.text("hash")?, record.raw("entry")?);
        let is_sound = hash_of(text) == hash;
        Some(Record { hash, is_sound, entry: read(text)? })
    }
}

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum JournalFault {
    /// An entry is not there.
    Missing,
    /// An entry is not what it was.
    Altered,
    /// An entry is whole, and not the one that was in this place.
    Exchanged,
    /// There are entries beyond the last.
    Beyond,
    /// The head was missing; the chain was taken up again here.
    HeadMissing,
}

/// Goes through a chain, entry by entry.
#[derive(Debug, Clone)]
pub struct Check {
    /// The number of the next entry.
    pub next: u64,
    before: String,
}

impl Check {
    /// From the first entry that is kept.
    pub fn of(head: &Head) -> Check {
        Check { next: head.first, before: head.before.clone() }
    }

    /// The next entry's record; `Err`: what is wrong with it.
    pub fn take(&mut self, record: Option<&[u8]>) -> Result<(), JournalFault> {
        let record = Record::split(record.ok_or(JournalFault::Missing)?).filter(|record| record.is_sound);
        let record = record.ok_or(JournalFault::Altered)?;
        if record.entry.seq != self.next || record.entry.prev != self.before {
            return Err(JournalFault::Exchanged);
        }
        self.next += 1;
        self.before = record.hash;
        Ok(())
    }

    /// After the last entry: whether it is the one that the head names.
    pub fn end(&self, head: &Head) -> Result<(), JournalFault> {
        if self.before == head.hash { Ok(()) } else { Err(JournalFault::Exchanged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::journal::{Outcome, Wanted};
    use crate::orders::identity::{OrderKind, OrderRef};
    use proptest::prelude::*;

    fn entry(at: i64) -> Entry {
        Entry {
            seq: 0,
            prev: String::new(),
            id: format!("op-{at}"),
            at: Timestamp(at),
            made_at: Timestamp(at),
            staff: Some("Ada \"é\"".to_owned()),
            confirmed: at % 2 == 0,
            account: None,
            order: OrderRef { kind: OrderKind::Order, id: 1 },
            name: "#1".to_owned(),
            wanted: Wanted { from: None, to: None, items: 0, channels: Vec::new(), is_message: true },
            outcome: Outcome::Done,
            problem: None,
            messages_sent: None,
        }
    }

    fn chain(count: i64) -> (Head, Vec<Vec<u8>>) {
        let mut head = Head::default();
        let records = (1..=count).map(|at| head.append(entry(at)).unwrap().1).collect();
        (head, records)
    }

    fn check(head: &Head, records: &[Vec<u8>]) -> Result<(), (u64, JournalFault)> {
        let mut check = Check::of(head);
        for seq in head.first..=head.seq {
            let record = records.get((seq - 1) as usize).map(Vec::as_slice).filter(|bytes| !bytes.is_empty());
            check.take(record).map_err(|fault| (seq, fault))?;
        }
        check.end(head).map_err(|fault| (head.seq, fault))
    }

    #[test]
    fn what_is_whole_is_found_whole_and_read_again() {
        let (head, records) = chain(9);
        assert_eq!((check(&head, &records), head.kept()), (Ok(()), 9));
        assert_eq!(read(&serde_json::to_vec(&head).unwrap()), Some(head));
        assert_eq!(check(&Head::default(), &[]), Ok(()));
        // By a program that shares nothing with ours: sha256sum of the first entry.
        let text = String::from_utf8(records[0].clone()).unwrap();
        let (hash, text) = text.strip_prefix(r#"{"hash":""#).unwrap().split_once(r#"","entry":"#).unwrap();
        assert_eq!((hash.len(), hash_of(&text.as_bytes()[..text.len() - 1]).as_str()), (64, hash));
        assert_eq!(hash_of(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn each_kind_of_change_shows_and_where() {
        let (head, records) = chain(6);
        let with = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
            let mut records = records.clone();
            change(&mut records);
            check(&head, &records)
        };
        assert_eq!(with(&|records| records[2].clear()), Err((3, JournalFault::Missing)));
        assert_eq!(with(&|records| records.swap(1, 2)), Err((2, JournalFault::Exchanged)));
        assert_eq!(with(&|records| records.truncate(5)), Err((6, JournalFault::Missing)));
        assert_eq!(with(&|records| records[3] = b"{}".to_vec()), Err((4, JournalFault::Altered)));
        let edited = |records: &mut Vec<Vec<u8>>| {
            let text = String::from_utf8(records[4].clone()).unwrap();
            records[4] = text.replace("\"done\"", "\"left\"").into_bytes();
        };
        assert_eq!(with(&edited), Err((5, JournalFault::Altered)));
        // With the hash made anew: the next one names another.
        let forged = |records: &mut Vec<Vec<u8>>| {
            let other = Record::split(&records[4]).unwrap().entry;
            let text = serde_json::to_string(&Entry { outcome: Outcome::Left, ..other }).unwrap();
            records[4] = format!(r#"{{"hash":"{}","entry":{text}}}"#, hash_of(text.as_bytes())).into_bytes();
        };
        assert_eq!(with(&forged), Err((6, JournalFault::Exchanged)));
        // And of the last one the head.
        let (short, _) = chain(5);
        let mut forged_last = records.clone();
        forged(&mut forged_last);
        assert_eq!(check(&short, &forged_last[..5]), Err((5, JournalFault::Exchanged)));
    }

    proptest! {
        #[test]
        fn any_byte_that_changes_shows(at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let (head, mut records) = chain(4);
            let record = at.index(records.len());
            let byte = at.index(records[record].len());
            let before = Record::split(&records[record]);
            records[record][byte] ^= 1 << bit;
            // White space around what is hashed is no change of it.
            prop_assert!(check(&head, &records).is_err() || Record::split(&records[record]) == before);
        }

        #[test]
        fn what_is_let_go_of_is_no_gap(count in 1i64..40, gone in 0usize..45) {
            let (mut head, mut records) = chain(count);
            for _ in 0..gone {
                if head.kept() == 0 {
                    break;
                }
                let at = (head.first - 1) as usize;
                let next = records.get(at + 1).cloned();
                head.let_go(records.get(at).map(Vec::as_slice), next.as_deref());
                records[at].clear();
            }
            prop_assert_eq!(check(&head, &records), Ok(()));
            let (seq, record) = head.append(entry(99)).unwrap();
            prop_assert_eq!(seq, count as u64 + 1);
            records.push(record);
            prop_assert_eq!(check(&head, &records), Ok(()));
            prop_assert_eq!(head.kept(), (count as usize).saturating_sub(gone) as u64 + 1);
        }
    }

    #[test]
    fn what_is_old_or_too_much_goes() {
        let (head, _) = chain(3);
        assert!(!head.is_too_much(MOST - 3, Timestamp(1 + KEPT_MS)));
        assert!(head.is_too_much(MOST - 2, Timestamp(3)));
        assert!(head.is_too_much(1, Timestamp(2 + KEPT_MS)));
        assert!(!Head::default().is_too_much(MOST + 1, Timestamp(i64::MAX)));
    }

    #[test]
    fn places_are_in_the_order_of_their_numbers() {
        let store = StoreHandle::new("a-1").unwrap();
        assert_eq!(place(&store, 7), "a-1/000000000007");
        assert_eq!(seq_of("a-1/000000000007"), Some(7));
        assert_eq!(seq_of("a-1/order/7/0000000000001-x"), None);
    }
}

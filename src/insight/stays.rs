//! How long orders stayed in each status, from the stays that were seen to end: a bounded record, and what may be said
//! from it. Knows no clock, no platform.
//!
//! A stay begins and ends between two looks each, so its length lies within an interval. It says something only where
//! that is narrow: at most an hour, or at most a tenth of the shortest length that it may have had. Any other is counted
//! as too wide, and nothing more is concluded from it. The hour is there because without it short stays would be left
//! out for being short, and what remains would look longer than it is.

use crate::orders::identity::{OrderKind, OrderRef};
use crate::orders::roll::Entry;
use crate::orders::seen::{CLOCK_SLACK_MS, Seen};
use crate::time::{Interval, Timestamp};

/// So many stays of one status are kept, the latest.
pub const KEPT: usize = 200;

/// So many statuses have a record; one more that is new takes the place of the one that was left the longest ago.
const MAX_STATUSES: usize = 100;

/// Where fewer stays were seen than this, no 90th percentile is told: it would be the longest of a handful.
pub const FEWEST_FOR_NINTH: usize = 10;

/// However long a stay was, this much doubt does not matter, in milliseconds.
const NARROW_MS: i64 = 3_600_000;

/// The version of the record; another one is not read.
const VERSION: u8 = 1;

/// A stay that was seen to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Whose.
    pub order: OrderRef,
    /// When it was seen to have ended, at the latest.
    pub left_at: Timestamp,
    /// How long it was: the middle of what it may have been.
    pub seconds: u32,
}

/// The stays in one status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfStatus {
    /// The status's id.
    pub status: String,
    /// The latest [`KEPT`], in the order in which they were seen to end.
    pub stays: Vec<Stay>,
    /// How many ended of which nothing can be said.
    pub too_wide: u32,
}

/// What a status's stays say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    /// Half of the stays were no longer than this, in seconds.
    pub median_seconds: u32,
    /// Nine of ten were no longer; `None`: too few were seen.
    pub ninth_seconds: Option<u32>,
}

/// The stays in every status of one store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stays(Vec<OfStatus>);

/// Within which lengths a stay lies, in milliseconds: that of an order that was on the roll as `before`, and of which
/// this was seen next. It left its status at some time after the earlier look, whatever it entered later.
fn length(before: &Entry, seen: &Seen) -> (i64, i64, Timestamp) {
    let entered = before.entered.status;
    let latest = seen.entered.latest();
    let earliest = before.seen_at.saturating_add_millis(-CLOCK_SLACK_MS).max(entered.earliest());
    let left = Interval::between(earliest.min(latest), latest);
    let shortest = left.earliest().since(entered.latest()).max(0);
    (shortest, left.latest().since(entered.earliest()).max(shortest), left.latest())
}

/// Whether so much is known of a stay's length that it says something.
fn is_narrow(shortest_ms: i64, longest_ms: i64) -> bool {
    longest_ms.saturating_sub(shortest_ms) <= NARROW_MS.max(shortest_ms / 10)
}

impl Stays {
    /// Notes that an order which was on the roll as `before`, in `status`, has now been seen in another. `true`: there is
    /// something to keep. An order that the service no longer lists has not been seen to go anywhere.
    pub fn note(&mut self, status: Option<&str>, before: &Entry, seen: &Seen) -> bool {
        let (Some(status), Some(next)) = (status, &seen.status) else { return false };
        if next.id == status {
            return false;
        }
        let (shortest, longest, left_at) = length(before, seen);
        let of_status = self.of_mut(status);
        if !is_narrow(shortest, longest) {
            of_status.too_wide = of_status.too_wide.saturating_add(1);
            return true;
        }
        if of_status.stays.len() >= KEPT {
            of_status.stays.remove(0);
        }
        let seconds = u32::try_from((shortest + (longest - shortest) / 2) / 1000).unwrap_or(u32::MAX);
        of_status.stays.push(Stay { order: seen.order, left_at, seconds });
        true
    }

    /// Those of a status; `None`: nobody was seen to leave it.
    pub fn of(&self, status: &str) -> Option<&OfStatus> {
        self.0.iter().find(|of_status| of_status.status == status)
    }

    /// Every status that somebody was seen to leave.
    pub fn all(&self) -> &[OfStatus] {
        &self.0
    }

    fn of_mut(&mut self, status: &str) -> &mut OfStatus {
        let known = self.0.iter().position(|of_status| of_status.status == status);
        let at = known.unwrap_or_else(|| {
            if self.0.len() >= MAX_STATUSES {
                let left_at = |of_status: &OfStatus| of_status.stays.last().map(|stay| stay.left_at);
                let oldest = (0..self.0.len()).min_by_key(|at| self.0.get(*at).and_then(left_at));
                self.0.remove(oldest.unwrap_or_default());
            }
            self.0.push(OfStatus { status: status.to_owned(), ..OfStatus::default() });
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    /// The record as it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for OfStatus { status, stays, too_wide } in &self.0 {
            bytes.extend((status.len() as u16).to_le_bytes());
            bytes.extend(status.as_bytes());
            bytes.extend(too_wide.to_le_bytes());
            bytes.extend((stays.len() as u16).to_le_bytes());
            for stay in stays {
                bytes.push(u8::from(stay.order.kind == OrderKind::Draft));
                bytes.extend(stay.order.id.to_le_bytes());
                bytes.extend(stay.left_at.0.to_le_bytes());
                bytes.extend(stay.seconds.to_le_bytes());
            }
        }
        bytes
    }

    /// Reads a record; `None`: it is of another version, or broken.
    pub fn from_bytes(mut rest: &[u8]) -> Option<Self> {
        let [version] = take(&mut rest)?;
        if version != VERSION {
            return None;
        }
        let mut all = Vec::new();
        while !rest.is_empty() {
            let length = usize::from(u16::from_le_bytes(take(&mut rest)?));
            let (status, after) = rest.split_at_checked(length)?;
            rest = after;
            let status = std::str::from_utf8(status).ok()?.to_owned();
            let too_wide = u32::from_le_bytes(take(&mut rest)?);
            let mut stays = Vec::new();
            for _ in 0..u16::from_le_bytes(take(&mut rest)?) {
                let [is_draft] = take(&mut rest)?;
                let kind = if is_draft > 0 { OrderKind::Draft } else { OrderKind::Order };
                stays.push(Stay {
                    order: OrderRef { kind, id: u64::from_le_bytes(take(&mut rest)?) },
                    left_at: Timestamp(i64::from_le_bytes(take(&mut rest)?)),
                    seconds: u32::from_le_bytes(take(&mut rest)?),
                });
            }
            all.push(OfStatus { status, stays, too_wide });
        }
        Some(Stays(all))
    }
}

impl OfStatus {
    /// What its stays say; `None`: there are none. The quantile is the length that has the wanted share at or below it.
    pub fn lengths(&self) -> Option<Lengths> {
        let count = self.stays.len();
        let lengths = || self.stays.iter().map(|stay| stay.seconds);
        // At most 200: counting costs nothing, and a sorting routine would be a hundredth of the core.
        let ranked = |share_percent: usize| {
            let is_reached =
                |seconds: &u32| lengths().filter(|one| one <= seconds).count() * 100 >= count * share_percent;
            lengths().filter(is_reached).min()
        };
        Some(Lengths {
            median_seconds: ranked(50)?,
            ninth_seconds: if count >= FEWEST_FOR_NINTH { ranked(90) } else { None },
        })
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
    use crate::orders::roll::Roll;
    use crate::ucos::answers::StatusRef;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn seen(id: u64, status: Option<&str>, entered: (i64, i64), seen_at: i64) -> Seen {
        let order = OrderRef { kind: OrderKind::Order, id };
        let mut seen = Seen::unlisted(order, None, Interval::exact(Timestamp(seen_at)));
        seen.status =
            status.map(|id| StatusRef { id: id.to_owned(), name: String::new(), color: String::new() });
        seen.entered = Interval::between(Timestamp(entered.0), Timestamp(entered.1));
        seen
    }

    /// An order seen in `a`, and then seen where it went.
    fn gone(stays: &mut Stays, first: &Seen, next: &Seen) -> bool {
        let mut roll = Roll::default();
        assert_eq!(roll.note(first), None);
        let before = roll.note(next).unwrap();
        let status = roll.status(&before).map(str::to_owned);
        stays.note(status.as_deref(), &before, next)
    }

    #[test]
    fn a_stay_is_as_long_as_the_middle_of_what_it_may_have_been() {
        let mut stays = Stays::default();
        // Entered within 10 minutes, last seen there 20 hours later, gone within 10 minutes of that.
        let first = seen(1, Some("a"), (0, HOUR / 6), 20 * HOUR + CLOCK_SLACK_MS);
        let next = seen(1, Some("b"), (0, 20 * HOUR + HOUR / 6), 21 * HOUR);
        assert!(gone(&mut stays, &first, &next));
        let of_a = stays.of("a").unwrap();
        assert_eq!(of_a.stays.len(), 1);
        assert_eq!(of_a.stays[0].seconds, 20 * 3600, "from 19 h 50 min to 20 h 10 min");
        assert_eq!(of_a.stays[0].left_at, Timestamp(20 * HOUR + HOUR / 6));
        assert_eq!(of_a.lengths(), Some(Lengths { median_seconds: 72_000, ninth_seconds: None }));
        assert_eq!(stays.of("b"), None, "it is still there");
    }

    #[test]
    fn of_what_is_too_wide_nothing_is_said() {
        for (entered, last_seen, left, counts) in [
            // An hour of doubt, whatever the length.
            ((0, HOUR), HOUR, HOUR, true),
            ((0, HOUR + 1), HOUR + 1, HOUR + 1, false),
            // A tenth of the shortest that it may have been.
            ((0, 10 * HOUR), 110 * HOUR, 110 * HOUR, true),
            ((0, 10 * HOUR), 110 * HOUR, 110 * HOUR + 1, false),
            // No telling how early it came.
            ((0, 1_700_000_000_000), 1_700_000_000_000, 1_700_000_100_000, false),
        ] {
            let mut stays = Stays::default();
            let first = seen(1, Some("a"), entered, last_seen + CLOCK_SLACK_MS);
            assert!(gone(&mut stays, &first, &seen(1, Some("b"), (0, left), left)));
            let of_a = stays.of("a").unwrap();
            assert_eq!((of_a.stays.len() == 1, of_a.too_wide == 0), (counts, counts), "{entered:?} {left}");
            assert_eq!(of_a.lengths().is_some(), counts);
        }
    }

    #[test]
    fn what_is_no_leaving_is_not_noted() {
        let mut stays = Stays::default();
        for (from, to) in [(Some("a"), Some("a")), (None, Some("a")), (Some("a"), None)] {
            assert!(!gone(&mut stays, &seen(1, from, (0, 0), HOUR), &seen(1, to, (HOUR, HOUR), HOUR)));
        }
        assert_eq!(stays.all(), []);
    }

    #[test]
    fn our_own_change_is_no_proof_of_when_the_order_left() {
        // Last seen in `a` two days before somebody moved it here, to the millisecond: in between it may have been
        // anywhere.
        let mut stays = Stays::default();
        let first = seen(1, Some("a"), (0, 0), 2 * HOUR);
        assert!(gone(&mut stays, &first, &seen(1, Some("b"), (50 * HOUR, 50 * HOUR), 50 * HOUR)));
        assert_eq!(stays.of("a").map(|of| (of.stays.len(), of.too_wide)), Some((0, 1)));
    }

    #[test]
    fn the_latest_are_kept_and_of_the_statuses_those_that_are_left() {
        let mut stays = Stays::default();
        for id in 0..(KEPT as i64 + 30) {
            let first = seen(id as u64, Some("a"), (0, 0), HOUR + id + CLOCK_SLACK_MS);
            gone(&mut stays, &first, &seen(id as u64, Some("b"), (0, HOUR + id), 2 * HOUR));
        }
        let kept = &stays.of("a").unwrap().stays;
        assert_eq!((kept.len(), kept[0].order.id, kept[KEPT - 1].order.id), (KEPT, 30, KEPT as u64 + 29));
        for at in 0..MAX_STATUSES as i64 {
            let status = format!("s{at}");
            let at = 3 * HOUR + at;
            let first = seen(1, Some(&status), (at - 1, at), at + CLOCK_SLACK_MS);
            gone(&mut stays, &first, &seen(1, Some("b"), (0, at), at));
        }
        assert_eq!(stays.all().len(), MAX_STATUSES);
        assert_eq!(stays.of("a"), None, "left the longest ago");
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_sorted_lengths(lengths in prop::collection::vec(0u32..1_000_000, 1..60)) {
            let stay = |seconds: &u32| Stay {
                order: OrderRef { kind: OrderKind::Order, id: 1 },
                left_at: Timestamp(0),
                seconds: *seconds,
            };
            let of_status = OfStatus { stays: lengths.iter().map(stay).collect(), ..OfStatus::default() };
            let told = of_status.lengths().unwrap();
            for (quantile, percent) in [(Some(told.median_seconds), 50), (told.ninth_seconds, 90)] {
                let Some(quantile) = quantile else {
                    prop_assert!(lengths.len() < FEWEST_FOR_NINTH);
                    continue;
                };
                let at_or_below = lengths.iter().filter(|one| **one <= quantile).count();
                let below = lengths.iter().filter(|one| **one < quantile).count();
                prop_assert!(at_or_below * 100 >= lengths.len() * percent, "the share is reached");
                prop_assert!(below * 100 < lengths.len() * percent, "and not before");
            }
        }

        #[test]
        fn a_stay_lies_within_what_the_looks_allow(
            times in prop::collection::vec(0i64..1_000 * HOUR, 4),
            doubt in 0i64..3 * HOUR,
        ) {
            let mut times = times;
            times.sort();
            let [entered, seen_at, left, told] = times[..] else { unreachable!() };
            // What truly happened: entered at some time within `doubt` before it was known, left between two looks.
            let first = seen(1, Some("a"), (entered - doubt, entered), seen_at);
            let next = seen(1, Some("b"), (seen_at - CLOCK_SLACK_MS, told), told);
            let mut stays = Stays::default();
            prop_assert!(gone(&mut stays, &first, &next));
            let of_a = stays.of("a").unwrap();
            if let Some(stay) = of_a.stays.first() {
                let truly = left - entered;
                let off = (i64::from(stay.seconds) * 1000 - truly).abs();
                let allowed = HOUR.max((truly + doubt) / 10) + 1000;
                prop_assert!(off <= allowed, "{off} of {truly}");
            } else {
                prop_assert_eq!(of_a.too_wide, 1);
            }
        }

        #[test]
        fn what_is_kept_is_what_is_read_again(
            all in prop::collection::vec(("[a-zé]{0,9}", any::<u32>(), prop::collection::vec((any::<bool>(), any::<u64>(), any::<i64>(), any::<u32>()), 0..9)), 0..9),
        ) {
            let stay = |(is_draft, id, left_at, seconds): (bool, u64, i64, u32)| Stay {
                order: OrderRef { kind: if is_draft { OrderKind::Draft } else { OrderKind::Order }, id },
                left_at: Timestamp(left_at),
                seconds,
            };
            let of = |(status, too_wide, stays): (String, u32, Vec<_>)| OfStatus {
                status,
                too_wide,
                stays: stays.into_iter().map(stay).collect(),
            };
            let stays = Stays(all.into_iter().map(of).collect());
            let bytes = stays.to_bytes();
            if bytes.len() > 1 {
                prop_assert_eq!(Stays::from_bytes(&bytes[..bytes.len() - 1]), None);
            }
            prop_assert_eq!(Stays::from_bytes(&bytes), Some(stays));
        }

        #[test]
        fn broken_records_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = bytes;
            if let Some(first) = bytes.first_mut() {
                *first = VERSION;
            }
            let _ = Stays::from_bytes(&bytes);
        }
    }
}

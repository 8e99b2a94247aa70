//! Where the offset of a time zone changes, found from the only thing that every platform can tell: the offset at an
//! instant. Asking is slow (6 µs in a browser), so what was found is kept, in blocks of about half a year.
//! Knows nothing of days or of what counts.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{SECOND, WEEK};
use crate::time::Timestamp;

/// What a platform knows of a time zone: a browser through `Intl`, a native program through a time-zone crate.
pub trait Zone {
    /// Seconds by which local time is ahead of UTC at this instant.
    fn offset_seconds_at(&self, utc: Timestamp) -> i32;
}

impl<F: Fn(Timestamp) -> i32> Zone for F {
    fn offset_seconds_at(&self, utc: Timestamp) -> i32 {
        self(utc)
    }
}

/// A stretch of time `[start, end)`, in UTC milliseconds, in which the offset stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub start: i64,
    pub end: i64,
    /// In milliseconds.
    pub offset: i64,
}

/// The first instant that this engine computes with: 1900-01-01T00:00:00Z.
pub(super) const EARLIEST: Timestamp = Timestamp(-2_208_988_800_000);
/// The last one: 9999-12-30T22:00:00Z, the last whose local time has a year of four digits in every zone.
pub(super) const LATEST: Timestamp = Timestamp(253_402_207_200_000);

/// 773 blocks are the 400 years after which the Gregorian calendar repeats itself to the weekday.
const BLOCK: i64 = 27 * WEEK;
const BLOCKS_OF_ERA: i64 = 773;
/// Offsets are asked up to here, about the year 2507. Later on they are those of 400, 800 and so on years before, as
/// the rules of the far future go by month and weekday alone. So no limit, however absurd, costs more questions.
const LAST_ASKED: i64 = 1037;

/// The spans of a zone. Two changes that undo each other are seen if they are at least `STEP` apart.
pub(super) struct Offsets<Z> {
    zone: Z,
    blocks: RefCell<BTreeMap<i64, Rc<[Change]>>>,
}

/// The shortest-lived offset since 1900 in any zone lasted longer; a test holds this against all of them.
const STEP: i64 = WEEK;

/// A new offset at an instant, both in milliseconds. A block's first is at its start, whether anything changes or not.
struct Change {
    since_block: i64,
    offset: i64,
}

impl<Z: Zone> Offsets<Z> {
    pub fn new(zone: Z) -> Self {
        Offsets { zone, blocks: RefCell::default() }
    }

    /// The time from `from` to [`LATEST`], span by span, without a gap. Neighbours may have the same offset.
    pub fn spans_from(&self, from: Timestamp) -> impl Iterator<Item = Span> {
        let blocks = from.0.div_euclid(BLOCK)..=LATEST.0.div_euclid(BLOCK);
        let spans = blocks.flat_map(|index| {
            let changes = self.block(index);
            (0..changes.len()).map(move |n| Span {
                start: index * BLOCK + changes[n].since_block,
                end: index * BLOCK + changes.get(n + 1).map_or(BLOCK, |next| next.since_block),
                offset: changes[n].offset,
            })
        });
        spans.skip_while(move |span| span.end <= from.0).map(move |span| Span {
            start: span.start.max(from.0),
            end: span.end.min(LATEST.0 + 1),
            ..span
        })
    }

    fn block(&self, index: i64) -> Rc<[Change]> {
        let eras_later = ((index - LAST_ASKED + BLOCKS_OF_ERA - 1) / BLOCKS_OF_ERA).max(0);
        let asked = index - eras_later * BLOCKS_OF_ERA;
        Rc::clone(self.blocks.borrow_mut().entry(asked).or_insert_with(|| self.ask(asked * BLOCK)))
    }

    fn ask(&self, start: i64) -> Rc<[Change]> {
        let mut offset = self.offset_at(start);
        let mut changes = vec![Change { since_block: 0, offset }];
        for step in (start..start + BLOCK).step_by(STEP as usize) {
            let next_offset = self.offset_at(step + STEP);
            let mut at = step;
            while offset != next_offset && at < step + STEP {
                at = self.change_after(at, step + STEP, offset);
                offset = self.offset_at(at);
                changes.push(Change { since_block: at - start, offset });
            }
        }
        // A change at the very end belongs to the next block.
        changes.retain(|change| change.since_block < BLOCK);
        changes.into()
    }

    /// The second, after `from` and up to `to`, at which `offset` ends. It holds at `from` and not at `to`.
    fn change_after(&self, from: i64, to: i64, offset: i64) -> i64 {
        let (mut before, mut after) = (from, to);
        while after - before > SECOND {
            let middle = before + (after - before) / SECOND / 2 * SECOND;
            if self.offset_at(middle) == offset { before = middle } else { after = middle }
        }
        after
    }

    fn offset_at(&self, utc: i64) -> i64 {
        i64::from(self.zone.offset_seconds_at(Timestamp(utc))) * SECOND
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use jiff::tz::{TimeZone, TimeZoneDatabase};

    use super::*;

    fn instant(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
    }

    fn offset_in(zone: &TimeZone, at: Timestamp) -> i32 {
        zone.to_offset(jiff::Timestamp::from_millisecond(at.0).unwrap()).seconds()
    }

    /// The changes of offset in `[from, to)`, as the spans have them.
    fn changes<Z: Zone>(zone: Z, from: i64, to: i64) -> Vec<(i64, i64)> {
        let mut offset = None;
        let spans = Offsets::new(zone);
        let spans = spans.spans_from(Timestamp(from)).take_while(|span| span.start < to);
        spans
            .filter(|span| offset.replace(span.offset) != Some(span.offset))
            .map(|s| (s.start, s.offset))
            .skip(1)
            .collect()
    }

    /// The same, as the time-zone database has them.
    fn known_changes(zone: &TimeZone, from: i64, to: i64) -> Vec<(i64, i64)> {
        let start = jiff::Timestamp::from_millisecond(from).unwrap();
        let mut offset = zone.to_offset(start);
        let following = zone.following(start).map(|change| (change.timestamp(), change.offset()));
        let following = following.take_while(|(at, _)| at.as_millisecond() < to);
        let changes = following.filter(|(_, new)| std::mem::replace(&mut offset, *new) != *new);
        changes.map(|(at, offset)| (at.as_millisecond(), i64::from(offset.seconds()) * SECOND)).collect()
    }

    #[test]
    fn finds_every_change_in_every_zone() {
        let (from, to) = (EARLIEST.0, instant("2040-01-01T00:00:00Z"));
        let mut zones = 0;
        for name in TimeZoneDatabase::bundled().available() {
            let zone = TimeZoneDatabase::bundled().get(name.as_str()).unwrap();
            assert_eq!(
                changes(|at| offset_in(&zone, at), from, to),
                known_changes(&zone, from, to),
                "{name}"
            );
            zones += 1;
        }
        assert!(zones > 400, "{zones} zones");
    }

    #[test]
    fn spans_have_no_gap_and_end_where_time_ends() {
        let zone = TimeZoneDatabase::bundled().get("Europe/Berlin").unwrap();
        let offsets = Offsets::new(|at| offset_in(&zone, at));
        let mut next = EARLIEST.0 + 5;
        for span in offsets.spans_from(Timestamp(next)) {
            assert!(span.start == next && span.end > span.start, "{span:?}");
            next = span.end;
        }
        assert_eq!(next, LATEST.0 + 1);
    }

    #[test]
    fn the_far_future_repeats_the_rules() {
        for name in
            ["America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tokyo", "America/Santiago"]
        {
            let zone = TimeZoneDatabase::bundled().get(name).unwrap();
            let (from, to) = (instant("2490-01-01T00:00:00Z"), instant("3000-01-01T00:00:00Z"));
            assert_eq!(
                changes(|at| offset_in(&zone, at), from, to),
                known_changes(&zone, from, to),
                "{name}"
            );
        }
    }

    #[test]
    fn asks_little_and_never_twice() {
        let asked = Cell::new(0);
        let zone = TimeZoneDatabase::bundled().get("America/Toronto").unwrap();
        let offsets = Offsets::new(|at| {
            asked.set(asked.get() + 1);
            offset_in(&zone, at)
        });
        let start = Timestamp(instant("2026-03-06T20:00:00Z"));
        assert!(
            offsets.spans_from(start).take(4).count() == 4 && asked.get() < 150,
            "{} questions",
            asked.get()
        );
        let before = asked.get();
        assert!(offsets.spans_from(start).take(4).count() == 4 && asked.get() == before);
        offsets.spans_from(start).for_each(drop);
        assert!(asked.get() < 60_000, "{} questions until the year 9999", asked.get());
    }
}

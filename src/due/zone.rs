//! Where the offset of a time zone changes, found from the only thing that every platform can tell: the offset at an
//! instant. Asking is slow (6 µs in a browser), so what was found is kept, in blocks of about half a year.
//! Knows nothing of days or of what counts.

use std::cell::RefCell;
use std::rc::Rc;

use super::{DAY, SECOND};
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

/// The first instant that this engine computes with: 1900-01-01T00:00:00Z.
pub(super) const EARLIEST: Timestamp = Timestamp(-2_208_988_800_000);
/// The last one: 9999-12-30T22:00:00Z, the last whose local time has a year of four digits in every zone.
pub(super) const LATEST: Timestamp = Timestamp(253_402_207_200_000);

/// The length of a block, 27 weeks. 773 of them are the 400 years after which the Gregorian calendar repeats itself
/// to the weekday.
pub(super) const BLOCK: i64 = 189 * DAY;
const BLOCKS_OF_ERA: i64 = 773;
/// Offsets are asked up to here, about the year 2507. Later on they are those of 400, 800 and so on years before, as
/// the rules of the far future go by month and weekday alone. So no limit, however absurd, costs more questions.
const LAST_ASKED: i64 = 1037;

/// How often a zone is asked. Two changes that undo each other within this time would be missed; the closest there
/// are, from 1900 to 2100, lie an hour less than a week apart (Recife in October 2000, Gaza in October 2040).
const STEP: i64 = 3 * DAY;

/// The offsets of a zone, block by block, as far as they were asked for.
pub(super) struct Offsets<Z> {
    zone: Z,
    /// By their number.
    blocks: RefCell<Vec<(i64, Rc<[Change]>)>>,
}

/// A new offset at an instant, both in milliseconds. A block's first is at its start, whether anything changes or not.
struct Change {
    since_block: i64,
    offset: i64,
}

impl<Z: Zone> Offsets<Z> {
    pub fn new(zone: Z) -> Self {
        Offsets { zone, blocks: RefCell::default() }
    }

    /// The offset at the start of a block, and every later one in it: each with the instant from which it holds, both
    /// in milliseconds. Blocks are counted from 1970.
    pub fn in_block(&self, index: i64) -> impl Iterator<Item = (i64, i64)> {
        let eras_later = ((index - LAST_ASKED + BLOCKS_OF_ERA - 1) / BLOCKS_OF_ERA).max(0);
        let asked = index - eras_later * BLOCKS_OF_ERA;
        let changes = self.block(asked);
        (0..changes.len()).map(move |n| (index * BLOCK + changes[n].since_block, changes[n].offset))
    }

    fn block(&self, number: i64) -> Rc<[Change]> {
        let mut blocks = self.blocks.borrow_mut();
        let place = blocks.partition_point(|(known, _)| *known < number);
        match blocks.get(place) {
            Some((known, changes)) if *known == number => Rc::clone(changes),
            _ => {
                let changes = self.ask(number * BLOCK);
                blocks.insert(place, (number, Rc::clone(&changes)));
                changes
            }
        }
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

    /// The offset at an instant, asked for, both in milliseconds.
    pub fn offset_at(&self, utc: i64) -> i64 {
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

    /// The changes of offset in `[from, to)`, as found by asking.
    fn changes<Z: Zone>(zone: Z, from: i64, to: i64) -> Vec<(i64, i64)> {
        let offsets = Offsets::new(zone);
        let mut offset = offsets.offset_at(from);
        let found = (from.div_euclid(BLOCK)..=to.div_euclid(BLOCK)).flat_map(|block| offsets.in_block(block));
        let found = found.filter(|(at, _)| (from..to).contains(at));
        found.filter(|(_, new)| std::mem::replace(&mut offset, *new) != *new).collect()
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
        let (from, to) = (EARLIEST.0, instant("2100-01-01T00:00:00Z"));
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
    fn finds_several_changes_in_a_step_and_one_where_a_block_begins() {
        let wednesday = BLOCK + 6 * DAY;
        let known = [
            (wednesday, 3600 * SECOND),
            (wednesday + SECOND, -1800 * SECOND),
            (wednesday + 2 * DAY, 7200 * SECOND),
            (2 * BLOCK, 0),
        ];
        let offset_at = |at: Timestamp| {
            let last = known.iter().rev().find(|(since, _)| *since <= at.0);
            last.map_or(0, |(_, offset)| (offset / SECOND) as i32)
        };
        assert_eq!(changes(offset_at, BLOCK, 3 * BLOCK), known);
        assert_eq!(Offsets::new(offset_at).in_block(1).count(), 4);
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
        let year_2026 = instant("2026-01-01T00:00:00Z").div_euclid(BLOCK);
        let ask_for = |blocks: std::ops::Range<i64>| blocks.flat_map(|block| offsets.in_block(block)).count();
        assert_eq!(ask_for(year_2026..year_2026 + 2), 4);
        assert!(asked.get() < 200, "{} questions", asked.get());
        let before = asked.get();
        assert_eq!((ask_for(year_2026..year_2026 + 2), asked.get()), (4, before));
        ask_for(year_2026..LATEST.0.div_euclid(BLOCK));
        assert!(asked.get() < 90_000, "{} questions until the year 9999", asked.get());
    }
}

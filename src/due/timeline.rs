//! Counted time along real time: the arithmetic of local days, carried over every change of offset. What was once
//! worked out is kept, so that a question costs a few binary searches, however long the time it asks about.

use super::counted::CountedDays;
use super::zone::{BLOCK, LATEST, Offsets, Zone};
use crate::time::Timestamp;

/// The counted time of one choice of days, over a range of blocks that grows as it is asked about.
///
/// Instants are UTC milliseconds. Counted time is measured from where the range begins.
pub(super) struct Timeline {
    days: CountedDays,
    /// Where the offset changes, in order. The first is where the range begins.
    marks: Vec<Mark>,
    /// The first block after the range.
    next_block: i64,
    /// Counted time in the whole range.
    counted: i64,
}

struct Mark {
    start: i64,
    offset: i64,
    /// Counted time before `start`.
    counted_before: i64,
    /// From here to the next mark, counted time before an instant is that of the instant's local time, by the
    /// arithmetic of local days, and this.
    correction: i64,
}

impl Timeline {
    pub fn new(days: CountedDays) -> Self {
        Timeline { days, marks: Vec::new(), next_block: 0, counted: 0 }
    }

    /// The instant after which the next millisecond counts and is the first one with `counted` milliseconds of
    /// counted time between `from` and itself. `None`: it lies beyond [`LATEST`].
    pub fn instant_after<Z: Zone>(
        &mut self,
        from: Timestamp,
        counted: i64,
        offsets: &Offsets<Z>,
    ) -> Option<Timestamp> {
        self.reach(from.0.div_euclid(BLOCK), offsets);
        let mark = self.last_mark(|mark| mark.start <= from.0)?;
        let counted = counted + self.counted_under(mark, from.0);

        while self.counted <= counted {
            if self.next_block * BLOCK > LATEST.0 {
                return None;
            }
            self.extend(offsets);
        }
        let mark = self.last_mark(|mark| mark.counted_before <= counted)?;
        Some(Timestamp(self.days.instant_at(counted - mark.correction) - mark.offset))
    }

    /// Makes this block part of the range.
    fn reach<Z: Zone>(&mut self, block: i64, offsets: &Offsets<Z>) {
        if self.marks.first().is_none_or(|first| block * BLOCK < first.start) {
            // What comes later is worked out again when needed; the zone is not asked again.
            self.marks.clear();
            self.next_block = block;
        }
        while self.next_block <= block {
            self.extend(offsets);
        }
    }

    fn extend<Z: Zone>(&mut self, offsets: &Offsets<Z>) {
        for (start, offset) in offsets.in_block(self.next_block) {
            let counted_before = match self.marks.last() {
                Some(last) if last.offset == offset => continue,
                Some(last) => self.counted_under(last, start),
                None => 0,
            };
            let correction = counted_before - self.days.counted_before(start + offset);
            self.marks.push(Mark { start, offset, counted_before, correction });
        }
        self.next_block += 1;
        self.counted = self.marks.last().map_or(0, |last| self.counted_under(last, self.next_block * BLOCK));
    }

    /// Counted time before an instant between this mark and the next.
    fn counted_under(&self, mark: &Mark, at: i64) -> i64 {
        self.days.counted_before(at + mark.offset) + mark.correction
    }

    fn last_mark(&self, is_before: impl Fn(&Mark) -> bool) -> Option<&Mark> {
        self.marks.get(self.marks.partition_point(is_before).checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::DAY;
    use super::super::date::{Weekday, WeekdaySet};
    use super::*;

    #[test]
    fn a_change_where_a_block_begins_is_of_that_block() {
        // It falls on a Thursday's midnight and puts the clocks back into Wednesday, which does not count.
        let offsets = Offsets::new(|at: Timestamp| if at.0 < BLOCK { 0 } else { -3600 });
        let week = WeekdaySet::from_iter([Weekday::Wed]).complement();
        let mut timeline = Timeline::new(CountedDays::new(week, &[]).unwrap());
        let thursday = timeline.instant_after(Timestamp(BLOCK - DAY / 2), 0, &offsets);
        assert_eq!(thursday, Some(Timestamp(BLOCK + 3_600_000)));
    }

    /// The order in which instants are asked about changes no answer.
    #[test]
    fn forgets_nothing_and_remembers_nothing_wrong() {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get("America/Havana").unwrap();
        let offsets = Offsets::new(|at: Timestamp| {
            zone.to_offset(jiff::Timestamp::from_millisecond(at.0).unwrap()).seconds()
        });
        let timeline =
            || Timeline::new(CountedDays::new(WeekdaySet::SATURDAY_AND_SUNDAY.complement(), &[]).unwrap());
        let mut used = timeline();
        for step in 0..2000_i64 {
            let from = Timestamp((step * 7919 % 2000) * BLOCK / 13);
            let counted = (step * 104_729 % 1000) * BLOCK / 97;
            let fresh = timeline().instant_after(from, counted, &offsets);
            assert!(fresh.is_some_and(|instant| instant >= from));
            assert_eq!(used.instant_after(from, counted, &offsets), fresh, "{from:?} {counted}");
        }
    }
}

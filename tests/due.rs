//! Due times against their definition: properties that hold everywhere, and an independent, slow count through time
//! that knows the zone from jiff alone.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod common {
    pub mod jiff_zone;
}

use std::collections::BTreeSet;

use common::jiff_zone::JiffZone;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use proptest::prelude::*;
use ucos_inline::due::{Calendar, Limit, LocalDate, Skips, Weekday};
use ucos_inline::time::{Interval, Timestamp};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;

/// Zones with something odd about them; the others come from the whole database.
const ODD_ZONES: [&str; 20] = [
    "Africa/Cairo",      // summer time begins at midnight, ends at midnight
    "Africa/Casablanca", // turns its clocks for Ramadan
    "Africa/Monrovia",   // 44 min 30 s behind until 1972
    "America/Asuncion",  // at midnight, then no more
    "America/Havana",    // begins at 00:00, ends at 01:00
    "America/Nuuk",      // the change falls on the evening before
    "America/Sao_Paulo", // at midnight
    "America/St_Johns",  // at 00:01, back into the day before
    "America/Toronto",
    "Antarctica/Casey", // by three hours, once back over midnight
    "Antarctica/Troll", // by two hours
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Australia/Lord_Howe", // by half an hour
    "Pacific/Apia",        // had no 30 December 2011
    "Pacific/Enderbury",   // had no 31 December 1994 or 1 January 1995
    "Pacific/Kwajalein",   // had no 21 August 1993
];

/// A store's calendar, as both sides of the comparison are given it.
#[derive(Debug, Clone)]
struct Store {
    zone: TimeZone,
    weekend: BTreeSet<i8>,
    holidays: BTreeSet<Date>,
    skips: Skips,
}

impl Store {
    fn calendar(&self) -> Calendar<JiffZone> {
        let weekend = self.weekend.iter().map(|day| Weekday::ALL[*day as usize]).collect();
        let holidays = self.holidays.iter().map(|date| date.to_string().parse::<LocalDate>().unwrap());
        Calendar::new(JiffZone(self.zone.clone()), weekend, holidays)
    }

    fn due(&self, entered: i64, seconds: u64) -> i64 {
        self.calendar().due(Timestamp(entered), Limit { seconds, skips: self.skips }).unwrap().0
    }

    fn local_date(&self, at: i64) -> Date {
        self.zone.to_datetime(jiff::Timestamp::from_millisecond(at).unwrap()).date()
    }

    /// Whether time counts at this instant.
    fn counts(&self, at: i64) -> bool {
        let date = self.local_date(at);
        let on_weekend = self.weekend.contains(&date.weekday().to_monday_zero_offset());
        let on_holiday = self.holidays.contains(&date);
        !(self.skips.weekends && on_weekend || self.skips.holidays && on_holiday)
    }

    /// The definition, followed through time: minute by minute, or second by second where the date changes within.
    fn due_by_stepping(&self, entered: i64, seconds: u64) -> i64 {
        let limit = seconds as i64 * SECOND;
        let (mut at, mut counted) = (entered, 0);
        loop {
            let step_to = |unit: i64| (at.div_euclid(unit) + 1) * unit;
            let to = step_to(MINUTE);
            let to = if self.local_date(at) == self.local_date(to - 1) { to } else { step_to(SECOND) };
            assert_eq!(self.local_date(at), self.local_date(to - 1), "a day does not begin within a second");
            if self.counts(at) {
                if counted + (to - at) >= limit {
                    return at + limit - counted;
                }
                counted += to - at;
            }
            at = to;
        }
    }
}

fn any_zone() -> impl Strategy<Value = TimeZone> {
    let all: Vec<String> = TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    let names = prop_oneof![
        proptest::sample::select(&ODD_ZONES).prop_map(String::from),
        proptest::sample::select(all),
    ];
    names.prop_map(|name| JiffZone::named(&name).unwrap().0)
}

/// A store and an instant, most often one near which its clocks change or a year ends.
fn any_store_and_instant() -> impl Strategy<Value = (Store, i64)> {
    let around = any_zone().prop_flat_map(|zone| {
        let near_a_change = (0..2_300_000_000_i64, -9 * DAY..DAY).prop_map({
            let zone = zone.clone();
            move |(second, distance)| {
                let start = jiff::Timestamp::from_second(second).unwrap();
                let change = zone.following(start).next();
                change.map_or(start, |change| change.timestamp()).as_millisecond() + distance
            }
        });
        let near_new_year = (1970..2080_i16, -6 * DAY..DAY).prop_map(|(year, distance)| {
            jiff::civil::date(year, 1, 1).to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond()
                + distance
        });
        let anywhere = 0..4_000_000_000_000_i64;
        (Just(zone), prop_oneof![4 => near_a_change, 1 => near_new_year, 1 => anywhere])
    });
    // Often on a whole second or half hour, so that limits also end exactly with a day.
    let around = (around, proptest::sample::select(&[1, SECOND, 30 * MINUTE]))
        .prop_map(|((zone, at), unit)| (zone, at - at.rem_euclid(unit)));
    let days = (
        proptest::collection::btree_set(0_i8..7, 0..4),
        proptest::collection::btree_set(-2_i64..16, 0..6),
        any::<(bool, bool)>(),
    );
    (around, days).prop_map(|((zone, at), (weekend, holidays, (weekends, holidays_too)))| {
        let skips = Skips { weekends, holidays: holidays_too };
        let mut store = Store { zone, weekend, holidays: BTreeSet::new(), skips };
        let first = store.local_date(at);
        store.holidays = holidays.into_iter().map(|days| first + jiff::Span::new().days(days)).collect();
        (store, at)
    })
}

/// A limit; none, short, long, or in half hours.
fn any_seconds(most_days: u64) -> impl Strategy<Value = u64> {
    let half_hour = 1800;
    let half_hours = (0..=most_days * 48).prop_map(move |half_hours| half_hours * half_hour);
    prop_oneof![1 => Just(0), 2 => 0..=half_hour, 4 => 0..=most_days * 48 * half_hour, 3 => half_hours]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn equals_a_count_through_time(
        (store, entered) in any_store_and_instant(), seconds in any_seconds(8)
    ) {
        prop_assert_eq!(store.due(entered, seconds), store.due_by_stepping(entered, seconds));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    /// So a due time is on a day that counts or is the very end of one, and no earlier instant would have done.
    #[test]
    fn the_millisecond_that_completes_the_limit_counts(
        (store, entered) in any_store_and_instant(), seconds in any_seconds(400)
    ) {
        let due = store.due(entered, seconds);
        prop_assert!(due >= entered);
        prop_assert!(store.counts(if seconds > 0 { due - 1 } else { due }), "due at {due}");
    }

    #[test]
    fn an_interval_of_entry_gives_an_interval_of_due(
        (store, entered) in any_store_and_instant(),
        later in prop_oneof![0..MINUTE, 0..20 * DAY],
        seconds in any_seconds(400)
    ) {
        let (due, due_later) = (store.due(entered, seconds), store.due(entered + later, seconds));
        prop_assert!(due <= due_later);
        let limit = Limit { seconds, skips: store.skips };
        let entry = Interval::between(Timestamp(entered), Timestamp(entered + later));
        let interval = store.calendar().due_interval(entry, limit).unwrap();
        prop_assert_eq!((interval.earliest().0, interval.latest().0), (due, due_later));
    }

    #[test]
    fn a_longer_limit_is_due_later_by_at_least_as_much(
        (store, entered) in any_store_and_instant(), seconds in any_seconds(400), more in any_seconds(20)
    ) {
        let (due, due_later) = (store.due(entered, seconds), store.due(entered, seconds + more));
        prop_assert!(due_later - due >= more as i64 * SECOND, "{due} {due_later}");
    }

    /// Counting on from a due time is counting all at once.
    #[test]
    fn limits_add_up(
        (store, entered) in any_store_and_instant(), one in any_seconds(200), other in 1..17_280_000_u64
    ) {
        prop_assert_eq!(store.due(store.due(entered, one), other), store.due(entered, one + other));
    }

    #[test]
    fn without_skips_seconds_are_seconds(
        (store, entered) in any_store_and_instant(), seconds in any_seconds(4000)
    ) {
        let store = Store { skips: Skips::default(), ..store };
        prop_assert_eq!(store.due(entered, seconds), entered + seconds as i64 * SECOND);
    }

    /// Whatever a platform says of a zone, and however far the times lie apart.
    #[test]
    fn ends_without_a_panic(
        entered in prop_oneof![any::<i64>(), -2_300_000_000_000..254_000_000_000_000_i64],
        seconds in prop_oneof![any::<u64>(), 0..254_000_000_000_u64],
        weekend in proptest::sample::subsequence(&Weekday::ALL, 0..=7),
        (before, after, change) in (any::<i32>(), any::<i32>(), any::<i64>()),
    ) {
        let zone = |at: Timestamp| if at.0 < change { before } else { after };
        let calendar = Calendar::new(zone, weekend.into_iter().collect(), []);
        let limit = Limit { seconds, skips: Skips { weekends: true, holidays: false } };
        if let Ok(due) = calendar.due(Timestamp(entered), limit) {
            prop_assert!(due.since(Timestamp(entered)) as u64 >= seconds * 1000);
        }
    }
}

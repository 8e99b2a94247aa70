//! What the due times of a large store cost: 10,000 orders, weekends and 20 holidays skipped. The time must grow with
//! the orders, and hardly with the days that a limit spans.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::unwrap_used, reason = "a benchmark may stop at what cannot be")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ucos_inline::due::{Calendar, Limit, LocalDate, Skips, WeekdaySet};
use ucos_inline::time::Timestamp;

#[path = "../tests/common/jiff_zone.rs"]
mod jiff_zone;
use jiff_zone::JiffZone;

const ORDERS: i64 = 10_000;
const DAY_SECONDS: u64 = 86_400;

fn calendar() -> Calendar<JiffZone> {
    let holidays = (2026..2036).flat_map(|year| [(year, 7, 1), (year, 12, 25)]);
    let holidays = holidays.map(|(year, month, day)| LocalDate::new(year, month, day).unwrap());
    Calendar::new(JiffZone::named("America/Toronto").unwrap(), WeekdaySet::SATURDAY_AND_SUNDAY, holidays)
}

/// Entry times all over the year 2026.
fn entries() -> Vec<Timestamp> {
    let new_year = 1_767_225_600_000;
    (0..ORDERS).map(|n| Timestamp(new_year + n * 3_153_600_777 % 31_536_000_000)).collect()
}

fn due_all(calendar: &Calendar<JiffZone>, entries: &[Timestamp], limit: Limit) -> i64 {
    entries.iter().map(|entered| calendar.due(*entered, limit).unwrap().0).fold(0, i64::wrapping_add)
}

fn ten_thousand_orders(c: &mut Criterion) {
    let entries = entries();
    let skips = Skips { weekends: true, holidays: true };
    let mut group = c.benchmark_group("due times of 10,000 orders");
    group.throughput(Throughput::Elements(ORDERS as u64));
    for (name, days) in [("2 days", 2), ("30 days", 30), ("10 years", 2610)] {
        let limit = Limit { seconds: days * DAY_SECONDS, skips };
        let known = calendar();
        group.bench_function(name, |b| b.iter(|| due_all(&known, black_box(&entries), limit)));
        // The worker has just started: the zone is still to be asked.
        group.bench_function(format!("{name}, fresh calendar"), |b| {
            b.iter(|| due_all(&calendar(), black_box(&entries), limit));
        });
    }
}

criterion_group!(due, ten_thousand_orders);
criterion_main!(due);

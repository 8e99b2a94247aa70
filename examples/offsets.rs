//! Prints when the clocks of time zones change, by the time-zone database that `examples/due.rs` goes by. Where the
//! two of them and a browser disagree about a due time, this tells whether their data do.
//!
//! ```sh
//! cargo run --quiet --example offsets -- 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z America/Toronto Asia/Tokyo
//! {"zone":"America/Toronto","changes":[{"at":1767225600000,"offset":-18000000},{"at":1772953200000,"offset":-14400000},…]}
//! {"zone":"Asia/Tokyo","changes":[{"at":1767225600000,"offset":32400000}]}
//! ```
//!
//! Both are in milliseconds: the instant, and by how much local time is ahead of UTC from there on. The first is the
//! offset at the first instant asked about; changes at the last one or later are left out.

use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

#[path = "../tests/common/jiff_zone.rs"]
mod jiff_zone;
use jiff_zone::JiffZone;

#[derive(Serialize)]
struct Answer<'a> {
    zone: &'a str,
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct Change {
    at: i64,
    offset: i64,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match answer(&arguments) {
        Ok(lines) => {
            lines.iter().for_each(|line| println!("{line}"));
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!(
                "{problem}. Nothing was printed. Give two instants, as 2026-01-01T00:00:00Z, and zones."
            );
            ExitCode::FAILURE
        }
    }
}

fn answer(arguments: &[String]) -> Result<Vec<String>, String> {
    let [from, to, zones @ ..] = arguments else {
        return Err("There are too few arguments".to_owned());
    };
    let instant = |text: &str| text.parse::<Timestamp>().map_err(|error| format!("\"{text}\": {error}"));
    let (from, to) = (instant(from)?, instant(to)?);
    let line = |name: &String| {
        let zone = JiffZone::named(name).ok_or_else(|| format!("There is no time zone \"{name}\""))?;
        let answer = Answer { zone: name, changes: changes(&zone.0, from, to) };
        serde_json::to_string(&answer).map_err(|error| error.to_string())
    };
    zones.iter().map(line).collect()
}

fn changes(zone: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<Change> {
    let first = (from, zone.to_offset(from));
    let later = zone.following(from).map(|change| (change.timestamp(), change.offset()));
    let mut changes: Vec<_> = std::iter::once(first).chain(later.take_while(|(at, _)| *at < to)).collect();
    // The database also has changes of the name alone.
    changes.dedup_by_key(|(_, offset)| *offset);
    let change = |(at, offset): (Timestamp, jiff::tz::Offset)| Change {
        at: at.as_millisecond(),
        offset: i64::from(offset.seconds()) * 1000,
    };
    changes.into_iter().map(change).collect()
}

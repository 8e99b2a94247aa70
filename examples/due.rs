//! Answers why an order is due when it is: reads orders as JSON lines, prints for each line when the order is due.
//!
//! ```sh
//! echo '{"entered":"2026-03-06T20:00:00Z","seconds":86400,"skip_weekends":true,"zone":"America/Toronto"}' \
//!   | cargo run --quiet --example due
//! {"due":"2026-03-09T19:00:00Z"}
//! ```
//!
//! | field | |
//! |---|---|
//! | `entered` | when the order entered its status: an instant with `Z` or an offset, kept to the millisecond |
//! | `seconds` | how long it may stay: a whole number |
//! | `zone` | the store's time zone |
//! | `skip_weekends` | whether weekends do not count; false unless given |
//! | `weekend` | the days of the weekend; Saturday and Sunday unless given |
//! | `holidays` | dates; none unless given |
//! | `skip_holidays` | whether these dates do not count; true unless given |
//!
//! A line that cannot be answered gives `{"error":"…"}`, and the next line goes on; a blank line gives nothing.
//! This file knows JSON and text; what they mean is the business of `ucos_inline::due`.

use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use ucos_inline::due::{Calendar, DueError, Limit, LocalDate, Skips, WeekdaySet};
use ucos_inline::time::Timestamp;

#[path = "../tests/common/jiff_zone.rs"]
mod jiff_zone;
use jiff_zone::JiffZone;

/// A longer line is refused unread, so that a stream without line ends cannot fill the memory.
const LONGEST_LINE: usize = 16 << 20;
/// An error may quote its line; it is cut after this many characters.
const LONGEST_ERROR: usize = 300;

fn main() -> ExitCode {
    match answer_lines(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the answers has had enough of them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!(
                "Stopped: {error}. The answers printed so far are right; run the remaining lines again."
            );
            ExitCode::FAILURE
        }
    }
}

/// One line of input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    entered: String,
    seconds: serde_json::Value,
    zone: String,
    #[serde(default)]
    skip_weekends: bool,
    #[serde(default = "saturday_and_sunday")]
    weekend: WeekdaySet,
    #[serde(default)]
    holidays: Vec<LocalDate>,
    #[serde(default = "yes")]
    skip_holidays: bool,
}

/// One line of output.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Due(String),
    Error(String),
}

#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("the line is longer than {LONGEST_LINE} bytes; give one order per line")]
    TooLong,
    #[error("not an order as JSON: an order is an object, in braces")]
    NotAnObject,
    #[error("not an order as JSON: {}", at_column(.0))]
    Json(#[from] serde_json::Error),
    #[error("\"entered\" is not an instant: {0}; write it as in 2026-03-06T20:00:00Z")]
    Entered(jiff::Error),
    #[error("\"seconds\" must be a whole number from 0 to {max}, not {0}", max = u64::MAX)]
    Seconds(serde_json::Value),
    #[error("there is no time zone \"{0}\"; write it as in America/Toronto")]
    Zone(String),
    #[error(transparent)]
    Due(#[from] DueError),
}

/// Answers every line of `input` that is not blank, in order.
fn answer_lines(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    while read_line(&mut input, &mut line)? {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = match due(&line) {
            Ok(due) => Answer::Due(due.to_string()),
            Err(problem) => Answer::Error(shortened(&problem.to_string())),
        };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

/// Reads the next line, as far as it is kept. False: there is none.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    input.by_ref().take(LONGEST_LINE as u64 + 1).read_until(b'\n', line)?;
    if line.len() > LONGEST_LINE && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    Ok(!line.is_empty())
}

fn due(line: &[u8]) -> Result<jiff::Timestamp, Problem> {
    if line.len() > LONGEST_LINE {
        return Err(Problem::TooLong);
    }
    // A list of the fields' values would pass as well.
    if !line.trim_ascii_start().starts_with(b"{") {
        return Err(Problem::NotAnObject);
    }
    let question: Question = serde_json::from_slice(line)?;
    let seconds = question.seconds.as_u64().ok_or(Problem::Seconds(question.seconds))?;
    let entered: jiff::Timestamp = question.entered.parse().map_err(Problem::Entered)?;
    let zone = JiffZone::named(&question.zone).ok_or(Problem::Zone(question.zone))?;

    let calendar = Calendar::new(zone, question.weekend, question.holidays);
    let skips = Skips { weekends: question.skip_weekends, holidays: question.skip_holidays };
    let due = calendar.due(in_milliseconds(entered), Limit { seconds, skips })?;
    jiff::Timestamp::from_millisecond(due.0).map_err(|_| Problem::Due(DueError::DueOutOfRange))
}

/// The millisecond in which an instant lies.
fn in_milliseconds(instant: jiff::Timestamp) -> Timestamp {
    let part_of_one = instant.subsec_nanosecond() % 1_000_000 < 0;
    Timestamp(instant.as_millisecond() - i64::from(part_of_one))
}

/// Every line is line 1 to the parser; only the column tells something.
fn at_column(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(LONGEST_ERROR).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

fn saturday_and_sunday() -> WeekdaySet {
    WeekdaySet::SATURDAY_AND_SUNDAY
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answers to these lines, one by one.
    fn answers(input: impl AsRef<[u8]>) -> Vec<String> {
        let mut output = Vec::new();
        answer_lines(input.as_ref(), &mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        assert!(output.is_empty() || output.ends_with('\n'));
        output.lines().map(String::from).collect()
    }

    fn answer(line: &str) -> String {
        let answers = answers(line);
        assert_eq!(answers.len(), 1, "{answers:?}");
        answers[0].clone()
    }

    /// An order that is due, with some fields changed (`null`: left out).
    fn order(changes: serde_json::Value) -> String {
        let mut order = serde_json::json!({
            "entered": "2026-03-06T20:00:00Z", "seconds": 86400, "skip_weekends": true,
            "holidays": ["2026-03-09"], "zone": "America/Toronto", "weekend": ["sat", "sun"],
        });
        for (field, value) in changes.as_object().unwrap() {
            match value {
                serde_json::Value::Null => order.as_object_mut().unwrap().remove(field),
                value => order.as_object_mut().unwrap().insert(field.clone(), value.clone()),
            };
        }
        order.to_string()
    }

    #[track_caller]
    fn assert_due(changes: serde_json::Value, due: &str) {
        assert_eq!(answer(&order(changes)), format!(r#"{{"due":"{due}"}}"#));
    }

    /// Every word of `about` is in the error.
    #[track_caller]
    fn assert_error(line: &str, about: &str) {
        let answer = answer(line);
        let error: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let error = error["error"].as_str().unwrap_or_else(|| panic!("{answer}"));
        assert!(about.split(' ').all(|word| error.contains(word)), "{error}");
        assert!(error.chars().count() <= LONGEST_ERROR + 1, "{error}");
    }

    #[test]
    fn a_weekend_a_holiday_and_a_short_night() {
        // Friday 15:00; nine hours are left of it. Tuesday the 10th brings the other 15, in summer time.
        assert_due(serde_json::json!({}), "2026-03-10T19:00:00Z");
        assert_due(serde_json::json!({"skip_holidays": false}), "2026-03-09T19:00:00Z");
        assert_due(serde_json::json!({"holidays": null, "weekend": null}), "2026-03-09T19:00:00Z");
        assert_due(serde_json::json!({"skip_weekends": null, "holidays": null}), "2026-03-07T20:00:00Z");
        assert_due(serde_json::json!({"weekend": ["fri"]}), "2026-03-08T05:00:00Z");
    }

    #[test]
    fn fractions_only_where_there_are_some() {
        assert_due(serde_json::json!({"entered": "2026-03-06T20:00:00.250Z"}), "2026-03-10T19:00:00.25Z");
        assert_due(serde_json::json!({"entered": "2026-03-06T15:00:00.0009-05:00"}), "2026-03-10T19:00:00Z");
        assert_due(
            serde_json::json!({"entered": "1969-12-31T23:59:59.9999Z", "seconds": 1, "zone": "UTC"}),
            "1970-01-01T00:00:00.999Z",
        );
    }

    #[test]
    fn says_what_is_wrong_with_a_line() {
        let wrong = [
            (serde_json::json!({"seconds": -1}), "seconds whole -1"),
            (serde_json::json!({"seconds": 1.5}), "seconds whole 1.5"),
            (serde_json::json!({"seconds": "86400"}), "seconds whole"),
            (serde_json::json!({"seconds": null}), "missing `seconds`"),
            (serde_json::json!({"seconds": u64::MAX}), "after 9999"),
            (serde_json::json!({"zone": "Mars/Olympus"}), "zone Mars/Olympus"),
            (serde_json::json!({"zone": ""}), "zone"),
            (serde_json::json!({"zone": "Etc/Unknown"}), "zone Etc/Unknown"),
            (serde_json::json!({"zone": null}), "missing `zone`"),
            (serde_json::json!({"entered": "2026-02-30T20:00:00Z"}), "entered"),
            (serde_json::json!({"entered": "2026-03-06T20:00:00"}), "entered"),
            (serde_json::json!({"entered": "2026-03-06"}), "entered"),
            (serde_json::json!({"entered": "yesterday"}), "entered"),
            (serde_json::json!({"entered": 1_772_827_200}), "string"),
            (serde_json::json!({"entered": "1850-01-01T00:00:00Z"}), "1900"),
            (
                serde_json::json!({"weekend": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}),
                "no day counts",
            ),
            (serde_json::json!({"weekend": ["caturday"]}), "caturday `sat`"),
            (serde_json::json!({"holidays": ["2026-02-29"]}), "2026-02-29"),
            (serde_json::json!({"holidays": ["x".repeat(1 << 20)]}), "date"),
            (serde_json::json!({"skip_weekend": true}), "skip_weekend `skip_weekends`"),
            (serde_json::json!({"zone": "x".repeat(1 << 20)}), "zone"),
        ];
        for (changes, about) in wrong {
            assert_error(&order(changes), about);
        }
        for line in
            ["[]", "null", "NaN", "{", "{}", "{}{}", "\u{0}", &"[".repeat(1 << 20), &"x".repeat(1 << 20)]
        {
            assert_error(line, "JSON");
        }
        assert_error("{1", "JSON column 2");
        assert_error(r#"["2026-03-06T20:00:00Z", 5, "UTC", false, [], [], true]"#, "JSON braces");
        assert_error(&order(serde_json::json!({})).replace("86400", "NaN"), "JSON");
        assert_error(&order(serde_json::json!({})).replace("86400", "1e999"), "JSON");
        assert_error(&order(serde_json::json!({})).replace("86400", "18446744073709551616"), "seconds");
    }

    #[test]
    fn one_answer_for_each_line_that_is_not_blank() {
        let good = order(serde_json::json!({"seconds": 0}));
        let due = r#"{"due":"2026-03-06T20:00:00Z"}"#;
        assert!(answers("").is_empty() && answers("\n \r\n\t\n").is_empty());
        assert_eq!(answers(format!("\n{good}\r\n\nnonsense\n{good}")).len(), 3);
        assert_eq!(answers(format!("nonsense\n{good}"))[1], due);
        let invalid =
            [b"\"\xff\xfe\"\n".as_slice(), good.as_bytes(), b"\n", b"\xc3\n", good.as_bytes()].concat();
        let answers = answers(invalid);
        assert_eq!((answers.len(), answers[1].as_str(), answers[3].as_str()), (4, due, due));
    }

    #[test]
    fn a_long_line_is_answered_and_an_endless_one_refused() {
        let good = order(serde_json::json!({"seconds": 0}));
        let due = r#"{"due":"2026-03-06T20:00:00Z"}"#;
        let (long, endless) = (" ".repeat(1 << 20), "x".repeat(LONGEST_LINE + 1));
        let answers = answers(format!("{long}{good}\n{endless}\n{good}\n{endless}"));
        assert_eq!((answers.len(), answers[0].as_str(), answers[2].as_str()), (4, due, due));
        assert!(answers[1].contains("longer") && answers[3].contains("longer"));
    }
}

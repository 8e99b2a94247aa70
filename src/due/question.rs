//! Due times asked for in JSON, for pages that show what settings would do. Knows no store and no clock.

use serde::Serialize;

use super::{Limit, Skips, Zone};
use crate::json::{self, FromJson, Object};
use crate::settings::Settings;
use crate::time::Timestamp;

/// A calendar, times of entry and limits.
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct DueQuestion {
    /// Zone, weekend and holidays are read; a zone must be named.
    pub settings: Settings,
    /// In ms since the epoch.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number[]"))]
    pub entered: Vec<Timestamp>,
    /// Each is applied to each time of entry.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "LimitView[]"))]
    pub limits: Vec<Limit>,
}

/// Due times in ms since the epoch, for each limit those of all times of entry; null: there is none, because no day
/// counts or it lies beyond the year 9999. No list: the question cannot be read, or names no zone that is known.
#[derive(Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct DueAnswer {
    /// The due times.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "(number | null)[] | null"))]
    pub due: Option<Vec<Option<Timestamp>>>,
}

impl FromJson for DueQuestion {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(DueQuestion {
            settings: object.child("settings")?,
            entered: object.wholes("entered")?.into_iter().map(Timestamp).collect(),
            limits: object.children("limits"),
        })
    }
}

impl FromJson for Limit {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Limit {
            seconds: u64::try_from(object.whole("seconds")?).ok()?,
            skips: Skips {
                weekends: object.is_true("skip_weekends"),
                holidays: object.is_true("skip_holidays"),
            },
        })
    }
}

/// Answers JSON text of a [`DueQuestion`] with JSON text of a [`DueAnswer`]. `zone` finds a zone by its name.
pub fn answer<Z: Zone>(question: &[u8], zone: impl Fn(&str) -> Option<Z>) -> String {
    let due = json::read::<DueQuestion>(question).and_then(|question| due_times(&question, zone));
    serde_json::to_string(&DueAnswer { due }).unwrap_or_default()
}

fn due_times<Z: Zone>(
    question: &DueQuestion,
    zone: impl Fn(&str) -> Option<Z>,
) -> Option<Vec<Option<Timestamp>>> {
    let zone = zone(question.settings.zone.as_deref()?)?;
    let calendar = question.settings.calendar(zone);
    let due = |limit: &Limit, entered: &Timestamp| calendar.due(*entered, *limit).ok();
    let of_limit = |limit| question.entered.iter().map(move |entered| (limit, entered));
    Some(question.limits.iter().flat_map(of_limit).map(|(limit, entered)| due(limit, entered)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(question: &str) -> String {
        answer(question.as_bytes(), |name| (name == "UTC").then_some(|_: Timestamp| 0))
    }

    #[test]
    fn each_limit_for_each_entry() {
        let settings = Settings { zone: Some("UTC".to_owned()), ..Settings::default() };
        let settings = serde_json::to_string(&settings).unwrap();
        // Friday and Saturday noon.
        let question = format!(
            r#"{{"settings":{settings},"entered":[1772798400000,1772884800000],"limits":[
                {{"seconds":60}},{{"seconds":60,"skip_weekends":true,"skip_holidays":false}}]}}"#
        );
        assert_eq!(ask(&question), r#"{"due":[1772798460000,1772884860000,1772798460000,1773014460000]}"#);
        assert_eq!(ask(&question.replace("UTC", "Mars/Olympus")), r#"{"due":null}"#);
        assert_eq!(ask(&question.replace("1772798400000", "0.5")), r#"{"due":null}"#);
        assert_eq!(ask("nonsense"), r#"{"due":null}"#);
    }
}

//! What a person sets for a store: its calendar, what counts as due soon, how much is read, when to remind.
//! Kept in the trusted area as `settings/<store>`, published under the same name. Knows no platform and no clock.
//! What an organisation sets lies over it: [`managed`].

pub mod managed;
pub mod policy;

use crate::due::{Calendar, LocalDate, Weekday, WeekdaySet, Zone};
use crate::json::{FromJson, Object};
use crate::problem::Problem;
use crate::staff::health::{ROTATION_DAYS, USUAL_ROTATION_DAYS};
use serde::Serialize;

/// More holidays than this are more than a calendar of our own time has.
const MAX_HOLIDAYS: usize = 2_000;

/// The longest name of a holiday that is kept, in characters.
const LONGEST_NAME: usize = 80;

/// The longest lead, in seconds: 60 days.
const LONGEST_LEAD: u64 = 60 * 86_400;

/// The largest share of the day's requests that sweeps may use, in percent; a fifth is always people's.
const LARGEST_SWEEP: u8 = 80;

/// The longest grace, in seconds.
const LONGEST_GRACE: u8 = 30;

/// The grace where nobody has set one, in seconds.
const USUAL_GRACE: u8 = 5;

/// The longest time without a touch that locks, in minutes: a day.
const LONGEST_LOCK: u16 = 24 * 60;

/// After how many minutes without a touch an account locks where nobody has set it.
const USUAL_LOCK: u16 = 15;

const MINUTES_OF_DAY: u16 = 24 * 60;

/// The settings of one store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Settings {
    /// The store's time zone by its IANA name; null: not confirmed yet, the browser's is taken.
    pub zone: Option<String>,
    /// The days of the weekend.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Weekday[]"))]
    pub weekend: WeekdaySet,
    /// The holidays, by date.
    pub holidays: Vec<Holiday>,
    /// How many seconds before its due time an order is due soon; null: a tenth of the limit, at least an hour.
    pub lead_seconds: Option<u64>,
    /// Whether a change of the sub-status alone restarts the clock. The service's own rule is not documented.
    pub sub_status_restarts: bool,
    /// The share of the day's requests that sweeps may use, 0 to 80 percent; 0: no sweeps.
    pub sweep_percent: u8,
    /// How many seconds a change waits that messages customers or touches the Shopify order, so that it can be undone:
    /// 0 to 30.
    pub grace_seconds: u8,
    /// After how many minutes in which nobody touches this device an account with a PIN is locked; 0: only by hand, with
    /// the screen, and when the browser ends.
    pub lock_minutes: u16,
    /// What may be done while the admin shows no staff name that can be read.
    pub unread_name: UnreadName,
    /// After how many days a key is to be replaced: 30 to 365; 0: never.
    pub rotate_days: u16,
    /// When to remind.
    pub reminders: Reminders,
}

/// What may be done while the admin shows no staff name that can be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum UnreadName {
    /// Everything; the journal says that it is not confirmed who did it.
    #[default]
    Allow,
    /// Nothing that changes anything.
    Refuse,
}

/// A day that does not count where a status skips holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Holiday {
    /// The local date, `2026-12-25`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub date: LocalDate,
    /// What it is; may be empty.
    pub name: String,
}

/// When a notification tells that orders became overdue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Reminders {
    /// Whether there are any.
    pub enabled: bool,
    /// When there are none, by this device's clock; what happens then is told at its end. Null: always.
    pub quiet: Option<QuietHours>,
    /// The ids of the statuses that are never told of.
    pub muted_statuses: Vec<String>,
}

/// A part of every day. `from` after `to`: it spans midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct QuietHours {
    /// Minutes after midnight, 0 to 1439.
    pub from: u16,
    /// Minutes after midnight, 0 to 1439; the first that is not quiet.
    pub to: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            zone: None,
            weekend: WeekdaySet::SATURDAY_AND_SUNDAY,
            holidays: Vec::new(),
            lead_seconds: None,
            sub_status_restarts: false,
            sweep_percent: 30,
            grace_seconds: USUAL_GRACE,
            lock_minutes: USUAL_LOCK,
            unread_name: UnreadName::default(),
            rotate_days: USUAL_ROTATION_DAYS,
            reminders: Reminders { enabled: true, quiet: None, muted_statuses: Vec::new() },
        }
    }
}

impl Settings {
    /// The calendar that goes with them, in this zone.
    pub fn calendar<Z: Zone>(&self, zone: Z) -> Calendar<Z> {
        Calendar::new(zone, self.weekend, self.holidays.iter().map(|holiday| holiday.date))
    }

    /// The same within bounds: holidays once each and in order, names cut. `Err` names what cannot be.
    /// `knows_zone` tells whether there is such a time zone.
    pub fn checked(mut self, knows_zone: impl Fn(&str) -> bool) -> Result<Self, Problem> {
        if self.zone.as_deref().is_some_and(|zone| !knows_zone(zone)) {
            return Err(Problem::new("zone-unknown"));
        }
        if self.weekend.complement().is_empty() {
            return Err(Problem::new("no-counted-day"));
        }
        if self.holidays.len() > MAX_HOLIDAYS {
            return Err(Problem::new("too-many-holidays"));
        }
        let mut holidays: Vec<Holiday> = Vec::with_capacity(self.holidays.len());
        for mut holiday in self.holidays {
            let name: String = holiday.name.trim().chars().take(LONGEST_NAME).collect();
            // Cut after a blank, it would be another the next time.
            holiday.name = name.trim_end().to_owned();
            match holidays.binary_search_by(|known| known.date.cmp(&holiday.date)) {
                Ok(_) => {}
                Err(place) => holidays.insert(place, holiday),
            }
        }
        self.holidays = holidays;
        self.lead_seconds = self.lead_seconds.map(|lead| lead.min(LONGEST_LEAD));
        self.sweep_percent = self.sweep_percent.min(LARGEST_SWEEP);
        self.grace_seconds = self.grace_seconds.min(LONGEST_GRACE);
        self.lock_minutes = self.lock_minutes.min(LONGEST_LOCK);
        if self.rotate_days > 0 {
            self.rotate_days = self.rotate_days.clamp(*ROTATION_DAYS.start(), *ROTATION_DAYS.end());
        }
        self.reminders.quiet = self.reminders.quiet.filter(|quiet| quiet.from != quiet.to);
        Ok(self)
    }
}

impl QuietHours {
    /// Whether it is quiet at this minute of the day.
    pub fn contains(self, minute: u16) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }

    /// How many minutes after `minute` the quiet ends.
    pub fn minutes_left(self, minute: u16) -> u16 {
        (self.to + MINUTES_OF_DAY - minute) % MINUTES_OF_DAY
    }
}

/// Strict: a member of another type, or out of its range, and these are no settings.
impl FromJson for Settings {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let list = object.list("weekend")?;
        let weekend: Vec<Weekday> = list.iter().filter_map(|name| weekday(name)).collect();
        let listed = object.list("holidays")?.len();
        let holidays: Vec<Holiday> = object.children("holidays");
        let sweep_percent = u8::try_from(object.whole("sweep_percent")?).ok()?;
        if weekend.len() != list.len() || holidays.len() != listed {
            return None;
        }
        let lead_seconds = match object.has("lead_seconds") {
            true => Some(u64::try_from(object.whole("lead_seconds")?).ok()?),
            false => None,
        };
        // Settings that an earlier version kept have none.
        let grace_seconds = match object.has("grace_seconds") {
            true => u8::try_from(object.whole("grace_seconds")?).ok()?,
            false => USUAL_GRACE,
        };
        let lock_minutes = match object.has("lock_minutes") {
            true => u16::try_from(object.whole("lock_minutes")?).ok()?,
            false => USUAL_LOCK,
        };
        let unread_name = match object.has("unread_name") {
            true => unread_name(&object.text("unread_name")?)?,
            false => UnreadName::default(),
        };
        let rotate_days = match object.has("rotate_days") {
            true => u16::try_from(object.whole("rotate_days")?).ok()?,
            false => USUAL_ROTATION_DAYS,
        };
        Some(Settings {
            zone: object.text("zone"),
            weekend: weekend.into_iter().collect(),
            holidays,
            lead_seconds,
            sub_status_restarts: object.is_true("sub_status_restarts"),
            sweep_percent,
            grace_seconds,
            lock_minutes,
            unread_name,
            rotate_days,
            reminders: object.child("reminders")?,
        })
    }
}

impl FromJson for Holiday {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let date = object.text("date")?.parse().ok()?;
        Some(Holiday { date, name: object.text("name").unwrap_or_default() })
    }
}

impl FromJson for Reminders {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let quiet = match object.has("quiet") {
            true => Some(object.child("quiet")?),
            false => None,
        };
        Some(Reminders {
            enabled: object.is_true("enabled"),
            quiet,
            muted_statuses: object.texts("muted_statuses"),
        })
    }
}

impl FromJson for QuietHours {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let minute = |name: &str| u16::try_from(object.whole(name)?).ok().filter(|m| *m < MINUTES_OF_DAY);
        Some(QuietHours { from: minute("from")?, to: minute("to")? })
    }
}

fn unread_name(name: &str) -> Option<UnreadName> {
    match name {
        "allow" => Some(UnreadName::Allow),
        "refuse" => Some(UnreadName::Refuse),
        _ => None,
    }
}

/// Reads a weekday as it is written in JSON, quotes included.
pub fn weekday(json: &[u8]) -> Option<Weekday> {
    let names: [&[u8]; 7] =
        [b"\"mon\"", b"\"tue\"", b"\"wed\"", b"\"thu\"", b"\"fri\"", b"\"sat\"", b"\"sun\""];
    Weekday::ALL.into_iter().zip(names).find(|(_, name)| *name == json).map(|(day, _)| day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        let holiday = |date: &str| Holiday { date: date.parse().unwrap(), name: "X".to_owned() };
        Settings {
            zone: Some("America/Toronto".to_owned()),
            weekend: [Weekday::Fri, Weekday::Sat].into_iter().collect(),
            holidays: vec![holiday("2026-01-01"), holiday("2026-12-25")],
            lead_seconds: Some(7200),
            sub_status_restarts: true,
            sweep_percent: 5,
            grace_seconds: 12,
            lock_minutes: 3,
            unread_name: UnreadName::Refuse,
            rotate_days: 45,
            reminders: Reminders {
                enabled: true,
                quiet: Some(QuietHours { from: 1200, to: 420 }),
                muted_statuses: vec!["s".to_owned()],
            },
        }
    }

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        for settings in [settings(), Settings::default()] {
            assert_eq!(crate::json::read(&serde_json::to_vec(&settings).unwrap()), Some(settings));
        }
    }

    #[test]
    fn settings_that_an_earlier_version_kept_are_read() {
        let mut kept = serde_json::to_value(Settings::default()).unwrap();
        for member in ["grace_seconds", "unread_name", "rotate_days"] {
            assert!(kept.as_object_mut().unwrap().remove(member).is_some(), "{member}");
        }
        assert_eq!(crate::json::read(kept.to_string().as_bytes()), Some(Settings::default()));
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        let good = serde_json::to_value(settings()).unwrap();
        for (member, bad) in [
            ("weekend", serde_json::json!(["sat", "caturday"])),
            ("weekend", serde_json::json!("sat")),
            ("holidays", serde_json::json!([{ "date": "2026-02-30" }])),
            ("holidays", serde_json::json!(["2026-02-03"])),
            ("lead_seconds", serde_json::json!(-1)),
            ("lead_seconds", serde_json::json!("an hour")),
            ("sweep_percent", serde_json::json!(300)),
            ("sweep_percent", serde_json::Value::Null),
            ("grace_seconds", serde_json::json!(-1)),
            ("grace_seconds", serde_json::json!("long")),
            ("lock_minutes", serde_json::json!(-1)),
            ("lock_minutes", serde_json::json!("never")),
            ("unread_name", serde_json::json!("perhaps")),
            ("unread_name", serde_json::json!(1)),
            ("rotate_days", serde_json::json!(-1)),
            ("rotate_days", serde_json::json!("never")),
            ("reminders", serde_json::json!({ "quiet": { "from": 0, "to": 1440 } })),
        ] {
            let mut settings = good.clone();
            settings[member] = bad;
            assert_eq!(crate::json::read::<Settings>(settings.to_string().as_bytes()), None, "{settings}");
        }
    }

    #[test]
    fn checked_settings_are_in_order_and_within_bounds() {
        let mut given = settings();
        given.holidays.reverse();
        given.holidays.push(given.holidays[0].clone());
        given.holidays[0].name = format!(" X{}Y", " ".repeat(LONGEST_NAME));
        given.lead_seconds = Some(u64::MAX);
        given.sweep_percent = 100;
        given.grace_seconds = 200;
        given.lock_minutes = u16::MAX;
        given.rotate_days = 9_999;
        given.reminders.quiet = Some(QuietHours { from: 60, to: 60 });
        let checked = given.checked(|_| true).unwrap();
        assert_eq!(checked.holidays, settings().holidays);
        assert_eq!((checked.lead_seconds, checked.sweep_percent), (Some(LONGEST_LEAD), 80));
        assert_eq!((checked.reminders.quiet, checked.grace_seconds), (None, 30));
        assert_eq!(checked.lock_minutes, 1440);
        assert_eq!(checked.rotate_days, 365);
        for (days, kept) in [(0, 0), (1, 30), (30, 30), (90, 90)] {
            let given = Settings { rotate_days: days, ..settings() };
            assert_eq!(given.checked(|_| true).unwrap().rotate_days, kept);
        }

        assert_eq!(settings().checked(|_| false).unwrap_err().code, "zone-unknown");
        let no_day = Settings { weekend: WeekdaySet::EMPTY.complement(), ..settings() };
        assert_eq!(no_day.checked(|_| true).unwrap_err().code, "no-counted-day");
    }

    #[test]
    fn quiet_hours_may_span_midnight() {
        let night = QuietHours { from: 22 * 60, to: 7 * 60 };
        let quiet: Vec<bool> = [0, 419, 420, 1319, 1320, 1439].map(|minute| night.contains(minute)).to_vec();
        assert_eq!(quiet, [true, true, false, false, true, true]);
        assert_eq!((night.minutes_left(1320), night.minutes_left(0)), (9 * 60, 7 * 60));
        assert!(!QuietHours { from: 60, to: 120 }.contains(120));
    }
}

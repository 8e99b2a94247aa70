//! Reads an organisation's policy as the browser hands it over (`storage.managed`), value by value: one that cannot be
//! used is named and left out, all others apply. `extension/managed-schema.json` has the same names and types for the
//! browser, which drops what is of another type before it comes here; bounds are told and checked here alone.

use super::managed::{Managed, Policy, Values};
use super::{
    Holiday, LARGEST_SWEEP, LONGEST_GRACE, LONGEST_LEAD, LONGEST_LOCK, LONGEST_NAME, MAX_HOLIDAYS,
    QuietHours, weekday,
};
use crate::due::{Weekday, WeekdaySet};
use crate::json::Object;
use crate::orders::identity::StoreHandle;
use crate::ucos::base::{ApiBase, NoBase};
use serde::Serialize;

/// More stores than this are not told apart by their handles any more.
const MAX_STORES: usize = 500;

/// The most faults that are told; whoever has that many has one cause.
const MAX_FAULTS: usize = 50;

/// A value of the policy that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Fault {
    /// Which, by its path: `stores[2].zone`. Places count from 1.
    pub value: String,
    /// Why.
    pub reason: Reason,
}

/// Why a value cannot be used. The words are in `_locales`, under `policy_fault_` and the name with `_` for `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A text where a number belongs, or the like.
    WrongType,
    /// A number beyond the bounds that the documentation names.
    OutOfRange,
    /// More elements than there may be; none is taken.
    TooMany,
    /// No time zone of that name.
    ZoneUnknown,
    /// No weekday of that name.
    WeekdayUnknown,
    /// A weekend of seven days.
    NoCountedDay,
    /// No date, `2026-12-25`.
    DateUnknown,
    /// No time of day, `07:30`.
    TimeUnknown,
    /// No handle of a store.
    StoreMalformed,
    /// A store that is listed before.
    StoreTwice,
    /// An address that does not begin with `https://`.
    ApiNotHttps,
    /// An address on another host than the service's, which the browser would refuse to ask.
    ApiOtherHost,
    /// An address with a query or other than plain steps.
    ApiMalformed,
}

impl Policy {
    /// Reads the text of `storage.managed`. `knows_zone` tells whether there is such a time zone.
    pub fn read(text: &str, knows_zone: impl Fn(&str) -> bool) -> Policy {
        let Ok(object) = Object::split(text.as_bytes()) else { return Policy::default() };
        let mut faults = Vec::new();
        let mut reader = Reader { object: &object, path: "", knows_zone: &knows_zone, faults: &mut faults };
        let base = reader.value("api_base", base_of);
        let pin_required = reader.value("pin_required", flag_of);
        let general = reader.values(Values::default());
        let stores = reader.value("stores", list_of);
        let stores = stores.map(|listed| read_stores(&listed, &general, &knows_zone, &mut faults));
        faults.truncate(MAX_FAULTS);
        Policy {
            base: base.unwrap_or_default(),
            pin_required: pin_required.unwrap_or_default(),
            stores,
            general,
            faults,
        }
    }
}

/// Reads the stores that may be connected. One that cannot be read is not among them: a list that names none that can
/// be is still a list.
fn read_stores(
    listed: &[&[u8]],
    general: &Values,
    knows_zone: &dyn Fn(&str) -> bool,
    faults: &mut Vec<Fault>,
) -> Vec<(StoreHandle, Values)> {
    let mut stores: Vec<(StoreHandle, Values)> = Vec::new();
    if listed.len() > MAX_STORES {
        faults.push(Fault { value: "stores".to_owned(), reason: Reason::TooMany });
        return stores;
    }
    for (at, raw) in listed.iter().enumerate() {
        let path = format!("stores[{}]", at + 1);
        let Ok(object) = Object::split(raw) else {
            faults.push(Fault { value: path, reason: Reason::WrongType });
            continue;
        };
        let mut reader = Reader { object: &object, path: &format!("{path}."), knows_zone, faults };
        let store = reader.required("store", |member| {
            let store = StoreHandle::new(text_of(member)?.trim()).map_err(|_| Reason::StoreMalformed)?;
            let is_new = stores.iter().all(|(known, _)| *known != store);
            if is_new { Ok(store) } else { Err(Reason::StoreTwice) }
        });
        if let Some(store) = store {
            let values = reader.values(general.clone());
            stores.push((store, values));
        }
    }
    stores
}

/// Reads members of one object, and notes those that cannot be used.
struct Reader<'a, 'f> {
    object: &'a Object<'a>,
    /// What their names are told with.
    path: &'a str,
    knows_zone: &'a dyn Fn(&str) -> bool,
    faults: &'f mut Vec<Fault>,
}

impl<'a> Reader<'a, '_> {
    /// A value; `None`: it is not set, or cannot be used.
    fn value<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Member<'a>) -> Result<T, Reason>,
    ) -> Option<T> {
        if self.object.has(name) { self.required(name, read) } else { None }
    }

    /// The same where it has to be set.
    fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Member<'a>) -> Result<T, Reason>,
    ) -> Option<T> {
        match read(Member { object: self.object, name }) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.note(name, reason);
                None
            }
        }
    }

    fn note(&mut self, name: &str, reason: Reason) {
        self.faults.push(Fault { value: format!("{}{name}", self.path), reason });
    }

    /// Values for settings, over those that apply otherwise.
    fn values(&mut self, mut values: Values) -> Values {
        let knows_zone = self.knows_zone;
        if let Some(zone) = self.value("zone", |member| zone_of(member, knows_zone)) {
            values.set(Managed::Zone, |settings| settings.zone = Some(zone));
        }
        if let Some(weekend) = self.value("weekend", weekend_of) {
            values.set(Managed::Weekend, |settings| settings.weekend = weekend);
        }
        if let Some(listed) = self.value("holidays", |member| at_most(list_of(member)?, MAX_HOLIDAYS)) {
            let holidays = self.holidays(&listed);
            values.set(Managed::Holidays, |settings| settings.holidays = holidays);
        }
        if let Some(lead) = self.value("lead_seconds", |member| whole_of(member, LONGEST_LEAD)) {
            values.set(Managed::LeadSeconds, |settings| settings.lead_seconds = Some(lead));
        }
        if let Some(restarts) = self.value("sub_status_restarts", flag_of) {
            values.set(Managed::SubStatusRestarts, |settings| settings.sub_status_restarts = restarts);
        }
        if let Some(percent) = self.value("sweep_percent", |member| byte_of(member, LARGEST_SWEEP)) {
            values.set(Managed::SweepPercent, |settings| settings.sweep_percent = percent);
        }
        if let Some(grace) = self.value("grace_seconds", |member| byte_of(member, LONGEST_GRACE)) {
            values.set(Managed::GraceSeconds, |settings| settings.grace_seconds = grace);
        }
        let lock = self.value("lock_minutes", |member| whole_of(member, LONGEST_LOCK.into()));
        if let Some(minutes) = lock.and_then(|minutes| u16::try_from(minutes).ok()) {
            values.set(Managed::LockMinutes, |settings| settings.lock_minutes = minutes);
        }
        if let Some(enabled) = self.value("reminders", flag_of) {
            values.set(Managed::Reminders, |settings| settings.reminders.enabled = enabled);
        }
        if let Some(quiet) = self.value("quiet_hours", quiet_of) {
            values.set(Managed::QuietHours, |settings| settings.reminders.quiet = quiet);
        }
        values
    }

    /// Each day once, in order; a day that cannot be read is left out, and the others are taken.
    fn holidays(&mut self, listed: &[&[u8]]) -> Vec<Holiday> {
        let mut holidays: Vec<Holiday> = Vec::new();
        for (at, raw) in listed.iter().enumerate() {
            match holiday_of(raw) {
                Ok(holiday) => {
                    if let Err(place) = holidays.binary_search_by(|known| known.date.cmp(&holiday.date)) {
                        holidays.insert(place, holiday);
                    }
                }
                Err(reason) => {
                    self.note(&format!("holidays[{}]", at + 1), reason);
                }
            }
        }
        holidays
    }
}

/// A member of an object, which may be of any type.
struct Member<'a> {
    object: &'a Object<'a>,
    name: &'static str,
}

fn text_of(member: Member<'_>) -> Result<String, Reason> {
    member.object.text(member.name).ok_or(Reason::WrongType)
}

fn flag_of(member: Member<'_>) -> Result<bool, Reason> {
    match member.object.raw(member.name) {
        Some(b"true") => Ok(true),
        Some(b"false") => Ok(false),
        _ => Err(Reason::WrongType),
    }
}

fn whole_of(member: Member<'_>, at_most: u64) -> Result<u64, Reason> {
    let whole = member.object.whole(member.name).ok_or(Reason::WrongType)?;
    u64::try_from(whole).ok().filter(|whole| *whole <= at_most).ok_or(Reason::OutOfRange)
}

fn byte_of(member: Member<'_>, at_most: u8) -> Result<u8, Reason> {
    u8::try_from(whole_of(member, at_most.into())?).map_err(|_| Reason::OutOfRange)
}

fn list_of<'a>(member: Member<'a>) -> Result<Vec<&'a [u8]>, Reason> {
    member.object.list(member.name).ok_or(Reason::WrongType)
}

fn base_of(member: Member<'_>) -> Result<ApiBase, Reason> {
    ApiBase::read(&text_of(member)?).map_err(|problem| match problem {
        NoBase::NotHttps => Reason::ApiNotHttps,
        NoBase::OtherHost => Reason::ApiOtherHost,
        NoBase::OddPath => Reason::ApiMalformed,
    })
}

fn at_most<T>(list: Vec<T>, most: usize) -> Result<Vec<T>, Reason> {
    if list.len() > most { Err(Reason::TooMany) } else { Ok(list) }
}

/// An offset from UTC is no zone: it knows no daylight saving, and the options page would not take it either.
fn zone_of(member: Member<'_>, knows_zone: &dyn Fn(&str) -> bool) -> Result<String, Reason> {
    let zone = text_of(member)?.trim().to_owned();
    let is_name = zone.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_name && knows_zone(&zone) { Ok(zone) } else { Err(Reason::ZoneUnknown) }
}

fn weekend_of(member: Member<'_>) -> Result<WeekdaySet, Reason> {
    let day = |raw: &&[u8]| weekday(raw).ok_or(Reason::WeekdayUnknown);
    let days: Vec<Weekday> = list_of(member)?.iter().map(day).collect::<Result<_, _>>()?;
    let weekend: WeekdaySet = days.into_iter().collect();
    if weekend.complement().is_empty() { Err(Reason::NoCountedDay) } else { Ok(weekend) }
}

fn holiday_of(raw: &[u8]) -> Result<Holiday, Reason> {
    let day = Object::split(raw).map_err(|_| Reason::WrongType)?;
    let date = day.text("date").ok_or(Reason::WrongType)?;
    let date = date.trim().parse().map_err(|_| Reason::DateUnknown)?;
    let name = day.text("name").unwrap_or_default();
    Ok(Holiday { date, name: name.trim().chars().take(LONGEST_NAME).collect() })
}

/// From and to the same minute: none, ever.
fn quiet_of(member: Member<'_>) -> Result<Option<QuietHours>, Reason> {
    let hours = member.object.object(member.name).ok_or(Reason::WrongType)?;
    let minute = |name: &str| {
        let time = hours.text(name).ok_or(Reason::WrongType)?;
        minute_of(&time).ok_or(Reason::TimeUnknown)
    };
    let quiet = QuietHours { from: minute("from")?, to: minute("to")? };
    Ok((quiet.from != quiet.to).then_some(quiet))
}

/// The minute of the day of `07:30`.
fn minute_of(time: &str) -> Option<u16> {
    let (hours, minutes) = time.trim().split_once(':')?;
    let part = |digits: &str, below: u16| {
        let is_plain = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse().ok().filter(|number: &u16| is_plain && *number < below)
    };
    Some(part(hours, 24)? * 60 + part(minutes, 60)?)
}

#[cfg(test)]
mod tests;

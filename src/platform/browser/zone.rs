//! Time zones from the browser's own data: what `Intl` writes as local time, against UTC.

use super::super::AnyZone;
use crate::due::LocalDate;
use crate::time::Timestamp;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;

    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, millis: f64) -> String;

    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &DateTimeFormat) -> Object;
}

/// A zone by its name. One formatter serves all its questions: making one costs a thousand times as much as asking.
pub fn named(name: &str) -> Option<AnyZone> {
    let options = Object::new();
    let set = |option: &str, value: &str| Reflect::set(&options, &option.into(), &value.into()).is_ok();
    let numeric = ["year", "month", "day", "hour", "minute", "second"];
    let are_set = numeric.iter().all(|part| set(part, "numeric"));
    if !(are_set && set("timeZone", name) && set("hourCycle", "h23") && set("calendar", "gregory")) {
        return None;
    }
    let formatter = DateTimeFormat::new("en-US", &options).ok()?;
    Some(Box::new(move |utc| offset(&formatter, utc).unwrap_or(0)))
}

/// The name of this device's zone.
pub fn own_name() -> String {
    let zone = || {
        let formatter = DateTimeFormat::new("en-US", &Object::new()).ok()?;
        Reflect::get(&formatter.resolved_options(), &"timeZone".into()).ok()?.as_string()
    };
    zone().unwrap_or_else(|| "UTC".to_owned())
}

/// Reads "3/6/2026, 15:00:00".
fn offset(formatter: &DateTimeFormat, utc: Timestamp) -> Option<i32> {
    let seconds = utc.0.div_euclid(1000);
    let text = formatter.format(seconds as f64 * 1000.0);
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let mut next = || numbers.next()?.parse::<i64>().ok();
    let (month, day, year) = (next()?, next()?, next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    let narrow = |number: i64| u8::try_from(number).ok();
    let date = LocalDate::new(u16::try_from(year).ok()?, narrow(month)?, narrow(day)?).ok()?;
    let local = ((date.days_since_epoch() * 24 + hour) * 60 + minute) * 60 + second;
    i32::try_from(local - seconds).ok()
}

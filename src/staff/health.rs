//! Key health: how old a key is and when it is to be replaced, and whether it may do more than the store needs, as far as
//! answers tell. Reminds and never blocks. Knows no clock.
//!
//! No call of the service tells what a key may do. What is known is what it did: reading orders and statuses, tested when
//! it was connected; changing statuses and messaging, once tried. That a key may get past product chains, update orders
//! or manage statuses shows in no answer that we ask for, so nothing is said of it.

use super::learnt::Learnt;
use crate::catalog::{Catalog, messages_of};
use crate::time::Timestamp;
use serde::Serialize;

/// After how many days a key is to be replaced where nobody has set another number.
pub const USUAL_ROTATION_DAYS: u16 = 90;

/// The fewest and the most days that can be set.
pub const ROTATION_DAYS: std::ops::RangeInclusive<u16> = 30..=365;

/// For how long before that it is said to be soon, in seconds: seven days.
const LEAD_SECONDS: i64 = 7 * DAY_SECONDS;

const DAY_SECONDS: i64 = 86_400;

/// How near the day is on which a key is to be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Rotation {
    /// Far off, or never.
    Fine,
    /// Within seven days.
    Soon,
    /// Past.
    Due,
}

/// A key's health, as pages show it. Nothing of the key itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct KeyView {
    /// Since when this browser has it.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number"))]
    pub made_at: Timestamp,
    /// When it is to be replaced; null: never.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub rotate_by: Option<Timestamp>,
    /// How near that is.
    pub rotation: Rotation,
    /// Whether it may message customers by itself, though no status of the store messages anybody.
    pub messages_needlessly: bool,
}

impl KeyView {
    /// The health of a key that this browser has had since `made_at`.
    pub fn of(
        made_at: Timestamp,
        rotate_days: u16,
        learnt: &Learnt,
        catalog: Option<&Catalog>,
        now: Timestamp,
    ) -> KeyView {
        let rotate_by = rotate_by(made_at, rotate_days);
        KeyView {
            made_at,
            rotate_by,
            rotation: rotation(rotate_by, now),
            messages_needlessly: learnt.may_notify == Some(true) && catalog.is_some_and(messages_nobody),
        }
    }
}

/// When a key is to be replaced; 0 days: never.
fn rotate_by(made_at: Timestamp, days: u16) -> Option<Timestamp> {
    (days > 0).then(|| made_at.saturating_add_seconds(i64::from(days) * DAY_SECONDS))
}

fn rotation(rotate_by: Option<Timestamp>, now: Timestamp) -> Rotation {
    match rotate_by {
        Some(by) if by <= now => Rotation::Due,
        Some(by) if by.saturating_add_seconds(-LEAD_SECONDS) <= now => Rotation::Soon,
        _ => Rotation::Fine,
    }
}

/// Whether no status of the store messages anybody; of a store without statuses nothing is known.
fn messages_nobody(catalog: &Catalog) -> bool {
    !catalog.statuses.is_empty() && catalog.statuses.iter().all(|status| messages_of(status).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_to_be_replaced_after_so_many_days_and_soon_a_week_before() {
        let made_at = Timestamp(1_795_000_000_000);
        let day = |days: i64| made_at.saturating_add_seconds(days * DAY_SECONDS);
        let by = rotate_by(made_at, USUAL_ROTATION_DAYS);
        assert_eq!(by, Some(day(90)));
        for (at, expected) in [
            (day(0), Rotation::Fine),
            (day(83).saturating_add_millis(-1), Rotation::Fine),
            (day(83), Rotation::Soon),
            (day(90).saturating_add_millis(-1), Rotation::Soon),
            (day(90), Rotation::Due),
            (day(91), Rotation::Due),
        ] {
            assert_eq!(rotation(by, at), expected, "{at:?}");
        }
    }

    #[test]
    fn of_no_days_no_key_is_ever_too_old() {
        assert_eq!(rotate_by(Timestamp(0), 0), None);
        assert_eq!(rotation(None, Timestamp(i64::MAX)), Rotation::Fine);
    }
}

//! What an organisation sets for its people: values over the settings, stores that may be connected, whether a PIN is
//! required, where the service is asked. Rules alone; `policy` reads it. Knows no platform, no clock and no storage.

use super::Settings;
use super::policy::Fault;
use crate::orders::identity::StoreHandle;
use crate::problem::Problem;
use crate::ucos::base::ApiBase;
use serde::Serialize;

/// A value of the settings that an organisation may set. The names are those of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Managed {
    /// The store's time zone.
    Zone,
    /// The days of the weekend.
    Weekend,
    /// The holidays: all of them, none can be added.
    Holidays,
    /// How long before its due time an order is due soon.
    LeadSeconds,
    /// Whether a change of the sub-status alone restarts the clock.
    SubStatusRestarts,
    /// The share of the day's requests that sweeps may use.
    SweepPercent,
    /// How long a change waits that cannot be taken back.
    GraceSeconds,
    /// After how many minutes without a touch an account with a PIN is locked.
    LockMinutes,
    /// Whether there are reminders.
    Reminders,
    /// When there are none.
    QuietHours,
}

impl Managed {
    /// All of them, in the order in which they are read and told.
    pub const ALL: [Managed; 10] = [
        Managed::Zone,
        Managed::Weekend,
        Managed::Holidays,
        Managed::LeadSeconds,
        Managed::SubStatusRestarts,
        Managed::SweepPercent,
        Managed::GraceSeconds,
        Managed::LockMinutes,
        Managed::Reminders,
        Managed::QuietHours,
    ];

    /// The one table of what belongs to which name: a setting that is to be managed gets a name, a line here and one in
    /// `policy`.
    pub(super) fn copy(self, from: &Settings, to: &mut Settings) {
        match self {
            Managed::Zone => to.zone.clone_from(&from.zone),
            Managed::Weekend => to.weekend = from.weekend,
            Managed::Holidays => to.holidays.clone_from(&from.holidays),
            Managed::LeadSeconds => to.lead_seconds = from.lead_seconds,
            Managed::SubStatusRestarts => to.sub_status_restarts = from.sub_status_restarts,
            Managed::SweepPercent => to.sweep_percent = from.sweep_percent,
            Managed::GraceSeconds => to.grace_seconds = from.grace_seconds,
            Managed::LockMinutes => to.lock_minutes = from.lock_minutes,
            Managed::Reminders => to.reminders.enabled = from.reminders.enabled,
            Managed::QuietHours => to.reminders.quiet = from.reminders.quiet,
        }
    }
}

/// Values for a store's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// Which are set: a bit each, by its place among [`Managed::ALL`].
    are_set: u32,
    /// What they are; the rest of it means nothing.
    values: Settings,
}

impl Values {
    /// Sets a value.
    pub fn set(&mut self, name: Managed, set: impl FnOnce(&mut Settings)) {
        set(&mut self.values);
        self.are_set |= 1 << name as u32;
    }

    /// Which are set, in the order of [`Managed::ALL`].
    pub fn names(&self) -> Vec<Managed> {
        Managed::ALL.into_iter().filter(|name| self.are_set & (1 << *name as u32) != 0).collect()
    }

    /// The settings that apply where a person has set `own`.
    pub fn over(&self, own: &Settings) -> Settings {
        self.copied(&self.values, own.clone())
    }

    /// What is kept of settings that are to replace a person's `own`: of managed values the own ones, whatever was
    /// sent, so that they come back with the end of the policy.
    pub fn kept(&self, sent: Settings, own: &Settings) -> Settings {
        self.copied(own, sent)
    }

    fn copied(&self, from: &Settings, mut to: Settings) -> Settings {
        self.names().into_iter().for_each(|name| name.copy(from, &mut to));
        to
    }
}

/// All that an organisation sets. Its default is no policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Where the service is asked.
    pub base: ApiBase,
    /// Whether a store is connected with a PIN only.
    pub pin_required: bool,
    /// The stores that may be connected, with their values; `None`: any.
    pub(super) stores: Option<Vec<(StoreHandle, Values)>>,
    /// The values for all other stores. Those of a listed store have these in them already.
    pub(super) general: Values,
    /// What cannot be used.
    pub faults: Vec<Fault>,
}

impl Policy {
    /// The values for a store's settings.
    pub fn values(&self, store: &StoreHandle) -> &Values {
        self.listed(store).unwrap_or(&self.general)
    }

    /// The stores that may be connected; `None`: any.
    pub fn stores(&self) -> Option<Vec<StoreHandle>> {
        Some(self.stores.as_ref()?.iter().map(|(store, _)| store.clone()).collect())
    }

    /// Whether a store may be connected.
    pub fn allows(&self, store: &StoreHandle) -> bool {
        self.stores.is_none() || self.listed(store).is_some()
    }

    /// `Err`: the store may not be connected.
    pub fn check_store(&self, store: &StoreHandle) -> Result<(), Problem> {
        if self.allows(store) { Ok(()) } else { Err(Problem::new("store-not-allowed")) }
    }

    /// `Err`: a key may not be kept so. The same goes for one that was kept before the policy came: its account needs
    /// attention until it has a PIN.
    pub fn check_pin(&self, has_pin: bool) -> Result<(), Problem> {
        if has_pin || !self.pin_required { Ok(()) } else { Err(Problem::new("pin-required")) }
    }

    /// Whether it sets anything beside the settings, or is not wholly usable.
    pub fn has_more_than_settings(&self) -> bool {
        self.stores.is_some() || self.pin_required || !self.base.is_usual() || !self.faults.is_empty()
    }

    fn listed(&self, store: &StoreHandle) -> Option<&Values> {
        self.stores.as_ref()?.iter().find(|(listed, _)| listed == store).map(|(_, values)| values)
    }
}

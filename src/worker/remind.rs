//! Reminding: tells, outside of any page, which orders became overdue. Each once, together, not in quiet hours, and
//! only of orders that were seen where they are about when they became so.

use super::{Worker, as_text};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::orders::roll::Entry;
use crate::platform::{Batch, Platform};
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::view::ReminderView;

/// An order seen this long before it became overdue, or later, was then where it is taken to be, in milliseconds.
const CONFIRMED_MS: i64 = 3 * 60_000;

/// An order that could not be confirmed though others could, this long after it became overdue, is let be.
const GIVEN_UP_MS: i64 = 30 * 60_000;

/// How many orders a reminder names.
const NAMED: usize = 5;

impl<P: Platform> Worker<P> {
    /// Tells of the orders that became overdue since the last time. Answers when there is something to tell again,
    /// where that is known.
    pub(super) async fn remind(&self, store: &StoreHandle) -> Result<Option<Timestamp>, Problem> {
        let now = self.now();
        let settings = self.with_store(store, |state| state.settings.clone());
        let since = self.with_store(store, |state| state.sweep.reminded_until);
        let quiet_ends = settings.reminders.quiet.and_then(|quiet| {
            let minute = self.minute_of_day();
            quiet
                .contains(minute)
                .then(|| now.saturating_add_seconds(i64::from(quiet.minutes_left(minute)) * 60))
        });
        let Some(since) = since.filter(|_| settings.reminders.enabled) else {
            // What was overdue before there were reminders is no news when there are.
            self.note_reminded(store, now, since.is_none()).await?;
            return Ok(None);
        };
        if quiet_ends.is_some() {
            return Ok(quiet_ends);
        }
        let (until, mut due) = self.with_store(store, |state| {
            let mut due: Vec<(i64, OrderRef)> = Vec::new();
            let mut until = now;
            let Some(roll) = &state.roll else { return (since, due) };
            // Where nothing is read in the background, nothing is confirmed by itself.
            let verified_at = if settings.sweep_percent == 0 { Some(now) } else { state.sweep.verified_at };
            let is_muted = |entry: &Entry| {
                let muted = &settings.reminders.muted_statuses;
                roll.status(entry).is_some_and(|status| muted.iter().any(|muted| muted == status))
            };
            for entry in roll.entries() {
                let Some(at) = entry.deadline.map(|deadline| deadline.latest) else { continue };
                if at <= since || at > now || is_muted(entry) {
                    continue;
                }
                if entry.seen_at >= at.saturating_add_millis(-CONFIRMED_MS) {
                    due.push((at.0, entry.order));
                } else if verified_at.is_none_or(|verified| verified.since(at) < GIVEN_UP_MS) {
                    // Not seen since: it waits, and whatever became overdue after it, until it has been read.
                    until = until.min(at.saturating_add_millis(-1));
                }
            }
            due.retain(|(at, _)| *at <= until.0);
            (until, due)
        });
        self.note_reminded(store, until, !due.is_empty()).await?;
        if due.is_empty() {
            return Ok(None);
        }
        let count = due.len() as u32;
        let mut first = Vec::new();
        for _ in 0..NAMED.min(due.len()) {
            // The longest overdue; a handful of them needs no sorting.
            let at = (0..due.len()).min_by_key(|at| due.get(*at)).unwrap_or_default();
            first.push(due.swap_remove(at).1);
        }
        self.load_seen(store, &first).await?;
        let names = self.with_store(store, |state| {
            let name = |order: &OrderRef| state.seen(order).map(|seen| seen.name.clone());
            first.iter().filter_map(name).filter(|name| !name.is_empty()).collect()
        });
        self.platform.notify(&as_text(&ReminderView { store: store.clone(), count, names })?);
        Ok(None)
    }

    /// Notes up to when has been told, and keeps that where something was, before it is told: a reminder that is lost
    /// is better than one that comes twice.
    async fn note_reminded(&self, store: &StoreHandle, until: Timestamp, keeps: bool) -> Result<(), Problem> {
        self.with_store(store, |state| state.sweep.reminded_until = Some(until));
        if keeps {
            let mut batch = Batch::default();
            self.put_sweep(store, &mut batch)?;
            self.platform.write(batch).await?;
        }
        Ok(())
    }

    /// The minute of this device's day: quiet hours are those of whoever sits before it.
    fn minute_of_day(&self) -> u16 {
        let now = self.platform.now();
        let offset = self.platform.zone(&self.platform.own_zone()).map_or(0, |zone| zone(now));
        let minute = (now.0.div_euclid(1000) + i64::from(offset)).rem_euclid(86_400) / 60;
        u16::try_from(minute).unwrap_or_default()
    }
}

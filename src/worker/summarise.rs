//! Counting: the summary of a store, for pages and for the extension's button.

use super::{Worker, as_text};
use crate::insight::summary::{Counts, count};
use crate::orders::identity::StoreHandle;
use crate::platform::{Platform, StoreFailure};
use crate::time::Timestamp;
use crate::view::{SummaryView, summary_name};

impl<P: Platform> Worker<P> {
    /// Counts a store's orders and shows that if it is news. Tells when the counts change next by themselves.
    pub(super) async fn publish_summary(
        &self,
        store: &StoreHandle,
    ) -> Result<Option<Timestamp>, StoreFailure> {
        let now = self.now();
        let counted = self.with_store(store, |state| {
            let (roll, calendar) = (state.roll.as_ref()?, state.calendar.as_ref()?);
            let today_ends_at = calendar.next_day(now);
            let counts = count(roll, now, today_ends_at);
            let Counts { overdue, maybe_overdue, due_today, .. } = counts;
            let observed = roll.entries().len() as u32;
            let swept_at = state.sweep.swept_at();
            let store = store.clone();
            let view =
                SummaryView { store, overdue, maybe_overdue, due_today, observed, today_ends_at, swept_at };
            Some((view, counts, counts.next_change_at.map_or(today_ends_at, |at| at.min(today_ends_at))))
        });
        let Some((view, counts, next)) = counted else { return Ok(None) };
        let overdue = view.overdue;
        self.publish(vec![(summary_name(store), as_text(&view)?)]).await?;
        self.note_trend(store, &counts, now).await;
        let is_news = self.with_store(store, |state| state.marked.replace(overdue) != Some(overdue));
        if is_news {
            for (tab, watched) in self.watched_tabs().await? {
                if watched == *store {
                    self.platform.mark_tab(tab, store.as_str(), overdue);
                }
            }
        }
        Ok(Some(next))
    }
}

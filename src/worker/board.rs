//! The managers' board: figures of a store and the orders behind them, for whoever asks; and the record of each day's
//! overdue orders.

use super::{StoreState, Worker};
use crate::insight::figures::{AGE_EDGES_HOURS, OfStatus, figures};
use crate::insight::list::{Question, Row, Which, page};
use crate::insight::stays::Stays;
use crate::insight::summary::Counts;
use crate::json;
use crate::orders::identity::{OrderKey, OrderRef, StoreHandle};
use crate::orders::roll::{Entry, Roll};
use crate::orders::seen::Seen;
use crate::platform::{Batch, Platform, Table};
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::view::board::{
    AnswersDayView, BoardListView, BoardRowView, BoardStatusView, BoardView, LeftView, TrendDayView,
};

/// A count says something of the whole store if a sweep ended no longer ago than this, in milliseconds.
const SWEPT_LATELY_MS: i64 = 86_400_000;

/// The name of the record of a store's stays, in the table of its roll.
pub(super) fn stays_record(store: &StoreHandle) -> String {
    format!("{store}/stays")
}

/// The name of the record of a store's days, in the same table.
pub(super) fn trend_record(store: &StoreHandle) -> String {
    format!("{store}/trend")
}

impl<P: Platform> Worker<P> {
    /// The figures of a store, as far as its orders were observed. Whoever reads them uses the extension: so the sweep
    /// goes on.
    pub(super) async fn read_board(&self, store: &StoreHandle) -> Result<BoardView, Problem> {
        self.prepare_board(store).await?;
        self.note_use(store).await?;
        self.publish_summary(store).await?;
        let now = self.now();
        self.with_store(store, |state| state.board(now)).ok_or(Problem::new("not-connected"))
    }

    /// One page of the orders behind a figure, with their names.
    pub(super) async fn list_board(
        &self,
        store: &StoreHandle,
        question: &Question,
    ) -> Result<BoardListView, Problem> {
        self.prepare_board(store).await?;
        let now = self.now();
        let asked = self.with_store(store, |state| {
            let (roll, stays) = (state.roll.as_ref()?, state.stays.as_ref()?);
            let place = |id: &str| state.place_of_status(id);
            let answered = state.answered(question);
            let (rows, total) = page(question, roll, stays, &answered, now, place);
            let row = |row: Row<'_>| match row {
                Row::There(entry) => row_of(entry.order, Some(entry), roll),
                Row::Left(order, status, at, seconds) => BoardRowView {
                    status: Some(status.to_owned()),
                    left: Some(LeftView { at, seconds }),
                    ..row_of(order, None, roll)
                },
                Row::Answered(order, at, entry) => {
                    BoardRowView { answered: Some(at), ..row_of(order, entry, roll) }
                }
            };
            Some(BoardListView { total: total as u32, rows: rows.into_iter().map(row).collect() })
        });
        let Some(mut list) = asked else { return Err(Problem::new("not-connected")) };
        let name = |order: OrderRef| OrderKey { store: store.clone(), order }.to_string();
        let names: Vec<String> = list.rows.iter().map(|row| name(row.order)).collect();
        let records = self.platform.get(Table::Orders, &names).await?;
        for (row, record) in list.rows.iter_mut().zip(records) {
            if let Some(seen) = record.and_then(|bytes| json::read::<Seen>(&bytes)) {
                row.name = seen.name;
            }
        }
        Ok(list)
    }

    async fn prepare_board(&self, store: &StoreHandle) -> Result<(), Problem> {
        if self.account(store).is_none() {
            return Err(Problem::new("not-connected"));
        }
        self.load_catalog(store).await?;
        self.load_roll(store).await
    }

    /// Notes how many orders were overdue today. Not kept, the day keeps its last count but one: no reason to fail.
    pub(super) async fn note_trend(&self, store: &StoreHandle, counts: &Counts, now: Timestamp) {
        let record = self.with_store(store, |state| {
            let date = state.calendar.as_ref()?.date_of(now);
            let is_whole = state.sweep.swept_at().is_some_and(|at| now.since(at) < SWEPT_LATELY_MS);
            let trend = state.trend.as_mut().filter(|_| is_whole)?;
            trend.note(date, counts).then(|| trend.to_bytes())
        });
        if let Some(record) = record {
            let mut batch = Batch::default();
            batch.put(Table::Rolls, trend_record(store), record);
            let _ = self.platform.write(batch).await;
        }
    }
}

impl StoreState {
    fn board(&self, now: Timestamp) -> Option<BoardView> {
        let (roll, stays, trend) = (self.roll.as_ref()?, self.stays.as_ref()?, self.trend.as_ref()?);
        let mut figures = figures(roll, now);
        for left in stays.all() {
            if !figures.statuses.iter().any(|of| of.status.as_deref() == Some(&left.status)) {
                let status = Some(left.status.clone());
                figures.statuses.push(OfStatus { status, ..OfStatus::default() });
            }
        }
        let day = |day: &crate::insight::trend::Day| TrendDayView {
            date: day.date.to_string(),
            overdue: day.overdue,
            maybe_overdue: day.maybe_overdue,
        };
        Some(BoardView {
            at: now,
            zone: self.settings.zone.clone(),
            swept_at: self.sweep.swept_at(),
            cancelled: figures.cancelled,
            statuses: figures.statuses.into_iter().map(|of| status_view(of, stays)).collect(),
            age_edges_hours: AGE_EDGES_HOURS.to_vec(),
            trend: trend.days().iter().map(day).collect(),
            answers: self.answers_by_day(),
        })
    }

    /// The answers that a question is about: on its days, and only repeats where only those are asked for.
    fn answered(&self, question: &Question) -> Vec<(OrderRef, Timestamp)> {
        let mut found = Vec::new();
        let Some(calendar) = self.calendar.as_ref() else { return found };
        let is_all = question.which == Which::Answered;
        if !is_all && question.which != Which::Repeated {
            return found;
        }
        for (answer, is_repeat) in self.answers.with_repeats() {
            // As text, days compare as they follow each other.
            let date = calendar.date_of(answer.at).to_string();
            let is_within = question.from_day.as_ref().is_none_or(|day| date >= *day)
                && question.to_day.as_ref().is_none_or(|day| date <= *day);
            if is_within && (is_all || is_repeat) {
                found.push((answer.order, answer.at));
            }
        }
        found
    }

    /// Without a calendar nothing is known of days; the roll brings one.
    fn answers_by_day(&self) -> Vec<AnswersDayView> {
        let mut days: Vec<AnswersDayView> = Vec::new();
        let Some(calendar) = self.calendar.as_ref() else { return days };
        for (answer, is_repeat) in self.answers.with_repeats() {
            let date = calendar.date_of(answer.at).to_string();
            // The oldest come first; so a day that is there is the last.
            match days.last_mut().filter(|day| day.date == date) {
                Some(day) => {
                    day.answers += 1;
                    day.repeats += u32::from(is_repeat);
                }
                None => days.push(AnswersDayView { date, answers: 1, repeats: u32::from(is_repeat) }),
            }
        }
        days
    }

    /// The place of a status in the store's list; one that the catalog lacks comes after all others.
    fn place_of_status(&self, id: &str) -> usize {
        let statuses = self.catalog.as_ref().map_or(&[][..], |catalog| &catalog.statuses);
        statuses.iter().position(|status| status.id == id).unwrap_or(statuses.len())
    }
}

/// An order as the roll has it; its name is looked up later.
fn row_of(order: OrderRef, entry: Option<&Entry>, roll: &Roll) -> BoardRowView {
    BoardRowView {
        order,
        name: String::new(),
        status: entry.and_then(|entry| roll.status(entry)).map(str::to_owned),
        entered: entry.map(|entry| entry.entered.status),
        due: entry.and_then(|entry| entry.deadline),
        left: None,
        answered: None,
    }
}

fn status_view(of: OfStatus, stays: &Stays) -> BoardStatusView {
    let left = of.status.as_deref().and_then(|status| stays.of(status));
    let lengths = left.and_then(|left| left.lengths());
    BoardStatusView {
        id: of.status,
        orders: of.orders,
        overdue: of.overdue,
        maybe_overdue: of.maybe_overdue,
        due_next: of.due_next,
        known: of.known.to_vec(),
        at_least: of.at_least.to_vec(),
        left: left.map_or(0, |left| left.stays.len() as u32),
        too_wide: left.map_or(0, |left| left.too_wide),
        median_seconds: lengths.map(|lengths| lengths.median_seconds),
        ninth_seconds: lengths.and_then(|lengths| lengths.ninth_seconds),
    }
}

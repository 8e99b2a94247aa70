//! Replies to "where is my order": made on demand from an order that is read with its customer, and given to whoever
//! asked. Of the customer nothing is kept: no view, no record, no log. Kept is what a person set, and for which orders
//! replies were copied.

use super::{Worker, as_text};
use crate::catalog::Catalog;
use crate::json::{self, FromJson};
use crate::orders::identity::{OrderKey, StoreHandle};
use crate::orders::seen::Seen;
use crate::platform::{Platform, StoreFailure};
use crate::problem::Problem;
use crate::reply::Language;
use crate::reply::answers::Answers;
use crate::reply::facts::{Facts, expected};
use crate::reply::replies::{Replies, RepliesView, ReplySettings, ReplyStatusView};
use crate::reply::stage::{Named, Stage, stages};
use crate::ucos::answers::{Customer, Status};
use crate::ucos::budget::Priority;
use crate::view::replies_name;
use crate::worker::answer::ReplyText;
use std::rc::Rc;

/// The names of a store's entries in the trusted area.
pub(super) fn replies_entry(store: &StoreHandle) -> String {
    format!("replies/{store}")
}

fn answers_entry(store: &StoreHandle) -> String {
    format!("answers/{store}")
}

impl<P: Platform> Worker<P> {
    /// Reads an order with its customer, and fills the template of its status. With what it was made from only
    /// for our own pages.
    pub(super) async fn compose_reply(
        &self,
        key: OrderKey,
        language: Option<Language>,
        is_own_page: bool,
    ) -> Result<ReplyText, Problem> {
        let store = &key.store;
        let Some(account) = self.account(store) else { return Err(self.no_key(store)) };
        self.load_seen(store, &[key.order]).await?;
        self.load_catalog(store).await?;
        self.load_roll(store).await?;
        let asked_at = self.platform.now();
        let id = key.order.id;
        let read =
            self.call(&account, Priority::Person, async |client| client.order_and_customer(id).await).await;
        let truth = self.span_since(asked_at);
        self.note_answer(&account, read.as_ref().map(|_| ())).await?;
        self.note_use(store).await?;
        let (order, customer) = read.map_err(|error| Problem::from(&error))?;
        // An order and a draft may share a number.
        if order.kind != key.order.kind {
            return Err(Problem::new("order-unknown"));
        }
        self.keep_order(&key, &order, truth).await?;
        let replies = self.with_store(store, |state| state.replies.clone());
        let language = language.or(replies.settings.language).unwrap_or(Language::En);
        let facts = self.facts(&key, customer, &account.staff_name, language)?;
        let template = replies.template(&facts.status_id, facts.stage, language);
        let name = replies.settings.store_name.as_deref();
        let reply = facts.fill(&template, language, replies.link().as_ref(), name);
        let facts = is_own_page.then_some(facts);
        Ok(ReplyText { language, plain: reply.plain, html: reply.html, facts })
    }

    fn facts(
        &self,
        key: &OrderKey,
        customer: Customer,
        staff: &str,
        language: Language,
    ) -> Result<Facts, Problem> {
        let now = self.now();
        let (mut facts, zone) = self.with_store(&key.store, |state| {
            let seen = state.seen(&key.order).ok_or(Problem::new("order-unknown"))?;
            if seen.cancelled {
                return Err(Problem::new("reply-cancelled"));
            }
            let due = state.deadline(seen);
            let facts = facts_of(seen, state.catalog.as_deref()).ok_or(Problem::new("reply-no-status"))?;
            let status = state.catalog.as_deref().and_then(|catalog| catalog.status(&facts.status_id));
            let expected = status.and_then(|status| expected(status, due, now));
            Ok((Facts { expected, ..facts }, state.settings.zone.clone()))
        })?;
        let zone = zone.unwrap_or_else(|| self.platform.own_zone());
        facts.expected_words =
            facts.expected.map(|span| self.platform.date_words(span, language.tag(), &zone));
        Ok(Facts {
            order_id: key.order.id.to_string(),
            first_name: customer.first_name,
            email: customer.email,
            staff: staff.to_owned(),
            ..facts
        })
    }

    /// Notes that a reply for an order was copied.
    pub(super) async fn note_answered(&self, key: OrderKey) -> Result<(), Problem> {
        let store = &key.store;
        if self.with_store(store, |state| state.team.active.is_none()) {
            return Err(Problem::new("not-connected"));
        }
        let now = self.now();
        let text = self.with_store(store, |state| {
            state.answers.note(key.order, now, state.replies.settings.kept_days);
            as_text(&state.answers)
        })?;
        self.platform.trusted_set(&answers_entry(store), Some(&text)).await?;
        let shown = self.shown_of(store, vec![key.order]);
        Ok(self.publish_orders(store, shown).await?)
    }

    /// Checks what is set for a store's replies, and keeps it.
    pub(super) async fn configure_replies(
        &self,
        store: StoreHandle,
        settings: ReplySettings,
    ) -> Result<(), Problem> {
        let settings = settings.checked()?;
        self.keep_replies(&store, |replies| {
            replies.settings = settings;
            Ok(())
        })
        .await
    }

    /// Checks a status's template, and keeps it.
    pub(super) async fn keep_template(
        &self,
        store: StoreHandle,
        status: String,
        language: Language,
        text: Option<String>,
    ) -> Result<(), Problem> {
        self.keep_replies(&store, |replies| replies.keep(status, language, text)).await
    }

    async fn keep_replies(
        &self,
        store: &StoreHandle,
        change: impl FnOnce(&mut Replies) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        // Of a store that is not connected nothing was loaded that could be changed.
        if self.with_store(store, |state| state.team.active.is_none()) {
            return Err(Problem::new("not-connected"));
        }
        let before = self.with_store(store, |state| state.replies.clone());
        let mut replies = (*before).clone();
        change(&mut replies)?;
        let text = as_text(&replies)?;
        // Before the wait, so that what is changed meanwhile is changed on top of it.
        self.with_store(store, |state| state.replies = Rc::new(replies));
        if let Err(failure) = self.platform.trusted_set(&replies_entry(store), Some(&text)).await {
            self.with_store(store, |state| state.replies = before);
            return Err(failure.into());
        }
        Ok(self.publish_replies(store).await?)
    }

    /// Brings into memory what was set and noted, and shows it. What cannot be read counts as not there.
    pub(super) async fn load_replies(&self, store: &StoreHandle) -> Result<(), Problem> {
        let replies: Option<Replies> = self.trusted(&replies_entry(store)).await?;
        let answers: Option<Answers> = self.trusted(&answers_entry(store)).await?;
        self.with_store(store, |state| {
            state.replies = Rc::new(replies.unwrap_or_default());
            state.answers = answers.unwrap_or_default();
        });
        Ok(())
    }

    async fn trusted<T: FromJson>(&self, name: &str) -> Result<Option<T>, StoreFailure> {
        let entries = self.platform.trusted_scan(name).await?;
        let text = entries.into_iter().find(|(found, _)| found == name).map(|(_, text)| text);
        Ok(text.and_then(|text| json::read(text.as_bytes())))
    }

    /// Forgets which orders of a store were answered.
    pub(super) async fn forget_answers(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        self.with_store(store, |state| state.answers = Answers::default());
        self.platform.trusted_set(&answers_entry(store), None).await
    }

    /// Publishes what is set, with what each status is; once the catalog is there.
    pub(super) async fn publish_replies(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let view = self.with_store(store, |state| {
            let catalog = state.catalog.as_deref()?;
            let statuses = catalog.statuses.iter().zip(stages_of(catalog));
            let status_view = |(status, stage): (&Status, Option<Stage>)| ReplyStatusView {
                id: status.id.clone(),
                display_name: status.display_name.clone(),
                stage,
                shows_date: status.max_duration.enabled && status.max_duration.show_public_overdue_date,
            };
            let can_be_had = |(status, _): &(&Status, Option<Stage>)| !status.is_addon;
            Some(RepliesView {
                store: store.clone(),
                settings: state.replies.settings.clone(),
                templates: state.replies.templates.clone(),
                statuses: statuses.filter(can_be_had).map(status_view).collect(),
            })
        });
        let Some(view) = view else { return Ok(()) };
        self.publish(vec![(replies_name(store), as_text(&view)?)]).await
    }
}

fn named(status: &Status) -> Named<'_> {
    Named { id: &status.id, names: [&status.name, &status.display_name] }
}

/// Which stage each status of a catalog is.
fn stages_of(catalog: &Catalog) -> Vec<Option<Stage>> {
    let statuses: Vec<Named<'_>> = catalog.statuses.iter().map(named).collect();
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for workflow in &catalog.workflows.workflows {
        groups.push(workflow.statuses.iter().map(|place| place.id.as_str()).collect());
    }
    stages(&statuses, &groups)
}

/// What the order and the catalog say; `None`: the order has no status.
fn facts_of(seen: &Seen, catalog: Option<&Catalog>) -> Option<Facts> {
    let held = seen.status.as_ref()?;
    let known = catalog.and_then(|catalog| catalog.status(&held.id));
    let place = catalog.and_then(|catalog| catalog.statuses.iter().position(|status| status.id == held.id));
    let stage = catalog.zip(place).and_then(|(catalog, at)| stages_of(catalog).into_iter().nth(at).flatten());
    let next = catalog.and_then(|catalog| catalog.status(catalog.next_step(&held.id)?));
    Some(Facts {
        order_name: seen.name.clone(),
        order_id: String::new(),
        first_name: None,
        email: None,
        status_id: held.id.clone(),
        status: known.map_or_else(|| held.name.clone(), |status| status.display_name.clone()),
        sub_status: seen.sub_status.as_ref().map(|sub| sub.name.clone()),
        stage,
        expected: None,
        expected_words: None,
        next_step: next.map(|status| status.display_name.clone()),
        staff: String::new(),
    })
}

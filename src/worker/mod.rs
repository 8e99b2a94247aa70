//! The worker: commands in, views out. Here the parts meet; the rules are in the parts.
//!
//! The browser may end the worker at any `await`. So what must not be lost is in the store before it is acted on, what
//! is in memory can be rebuilt, and [`Worker::start`] mends what an earlier life left half done.

pub mod answer;
mod board;
pub mod boundary;
mod changes;
pub mod command;
mod configure;
mod connect;
mod decode;
mod identify;
mod inspect;
mod journal;
mod lately;
mod look;
mod observe;
mod policy;
mod remind;
mod replies;
mod search;
pub mod sender;
mod start;
mod stored;
mod stores;
mod summarise;
mod sweep;
pub mod table;
mod vault;

use crate::catalog::Catalog;
use crate::changes::Intent;
use crate::changes::batch;
use crate::due::{Calendar, Deadline};
use crate::insight::stays::Stays;
use crate::insight::trend::Trend;
use crate::orders::deadlines::{Entered, Rules, clock_start};
use crate::orders::identity::{OrderKey, OrderRef, StoreHandle};
use crate::orders::planner::Planner;
use crate::orders::roll::Roll;
use crate::orders::seen::Seen;
use crate::orders::sweep::Sweep;
use crate::platform::{AnyZone, Batch, Platform, StoreFailure, Table};
use crate::problem::Problem;
use crate::reply::answers::Answers;
use crate::reply::replies::Replies;
use crate::settings::Settings;
use crate::settings::managed::Policy;
use crate::staff::account::{Account, Team};
use crate::staff::health::KeyView;
use crate::staff::learnt::Learnt;
use crate::time::{Interval, Timestamp};
use crate::ucos::budget::{Budget, Priority};
use crate::ucos::client::Client;
use crate::ucos::clock::ServiceClock;
use crate::ucos::error::UcosError;
use crate::view::compose::{Back, Known, catalog_view, order_view};
use crate::view::lately::LatelyView;
use crate::view::{RefusalsView, StoreView, catalog_name, order_name, store_name};
use answer::Reply;
use command::Command;
use futures_util::FutureExt;
use sender::Who;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;
use stores::Stores;

/// Reads the lists on visible tabs anew.
pub const ALARM_RENEW: &str = "renew";

/// Goes on with changes that wait: sends them, tries them again, reads orders back that are in doubt.
pub const ALARM_SETTLE: &str = "settle";

/// Goes on with the sweeps of the stores, counts anew and reminds.
pub const ALARM_SWEEP: &str = "sweep";

/// How many order views are published at the most; the oldest go first. At about 400 bytes each they stay far below
/// the 10 MB of `storage.session`.
const MAX_ORDER_VIEWS: usize = 3_000;

/// How long they may be together, in bytes: names as long as may be would make them ten times as long.
const MAX_ORDER_VIEWS_BYTES: usize = 4_000_000;

/// How many orders are kept in memory at the most.
const MAX_ORDERS_IN_MEMORY: usize = 6_000;

/// What is known of one store.
#[derive(Default)]
struct StoreState {
    /// The account that is used, while there is its key.
    account: Option<Rc<Account>>,
    team: Team,
    /// How often it was locked in this life.
    locks: u32,
    budget: Rc<RefCell<Budget>>,
    planner: Planner,
    catalog: Option<Rc<Catalog>>,
    /// When the catalog was last asked for, whether or not it came.
    catalog_tried_at: Option<Timestamp>,
    /// By order, so that a story goes the same way each time it is told.
    orders: BTreeMap<OrderRef, OrderState>,
    problem: Option<(Problem, Timestamp)>,
    /// What applies: the own settings, under what the organisation sets.
    settings: Rc<Settings>,
    /// The calendar that goes with the settings; made when it is first asked for.
    calendar: Option<Rc<Calendar<AnyZone>>>,
    /// Every order observed; `None`: not read from the store yet.
    roll: Option<Roll>,
    /// How long orders stayed in their statuses; read with the roll.
    stays: Option<Stays>,
    /// How many orders were overdue on each day; read with the roll.
    trend: Option<Trend>,
    sweep: Sweep,
    /// Whether a sweep is at work in this life of the worker.
    is_sweeping: bool,
    /// How many overdue orders the extension's button was last told of.
    marked: Option<u32>,
    /// Changes of several orders, the oldest first.
    batches: Vec<batch::Batch>,
    learnt: Learnt,
    journal: Rc<journal::Turn>,
    replies: Rc<Replies>,
    answers: Answers,
}

/// What is known of one order.
#[derive(Default)]
struct OrderState {
    seen: Option<Seen>,
    intent: Option<Intent>,
    /// Whether something is being done with the intent in this life: nothing else may be meanwhile.
    is_busy: bool,
    /// Where a change just made came from.
    back: Option<Back>,
    read_problem: Option<Problem>,
}

impl OrderState {
    /// Its intent, if that is to go on now and nothing is being done with it.
    fn due_intent(&self, now: Timestamp) -> Option<&Intent> {
        let intent = self.intent.as_ref().filter(|_| !self.is_busy)?;
        intent.wakes_at().is_some_and(|at| at <= now).then_some(intent)
    }
}

impl StoreState {
    fn order(&mut self, order: OrderRef) -> &mut OrderState {
        self.orders.entry(order).or_default()
    }

    fn seen(&self, order: &OrderRef) -> Option<&Seen> {
        self.orders.get(order)?.seen.as_ref()
    }

    fn intent(&self, order: &OrderRef) -> Option<&Intent> {
        self.orders.get(order)?.intent.as_ref()
    }

    /// What decides when orders are due, where it is known.
    fn rules(&self) -> Option<Rules<'_, AnyZone>> {
        let (catalog, calendar) = (self.catalog.as_deref()?, self.calendar.as_deref()?);
        Some(Rules { catalog, settings: &self.settings, calendar })
    }

    fn deadline(&self, seen: &Seen) -> Option<Deadline> {
        let status = seen.status.as_ref().filter(|_| !seen.cancelled)?;
        self.rules()?.deadline(&status.id, entered(seen))
    }
}

fn entered(seen: &Seen) -> Entered {
    Entered { status: seen.entered, sub_status: seen.sub_entered }
}

#[derive(Default)]
struct State {
    stores: Stores,
    policy: Rc<Policy>,
    /// What it was read from.
    policy_text: String,
    /// Order views by name, with the text as far as this life of the worker has published it.
    published: HashMap<String, Option<String>>,
    /// The same names, oldest first.
    published_order: VecDeque<String>,
    /// The correction of the clock that pages were last told.
    told_ahead_ms: i64,
    /// Messages that were refused, by why.
    refusals: RefusalsView,
    /// The problems since the browser's start, for diagnostics.
    lately: LatelyView,
    /// Whether it is news to pages.
    has_lately: bool,
}

impl State {
    /// How long the order views are together, those of this life.
    fn order_view_bytes(&self) -> usize {
        let text = |name: &String| self.published.get(name).and_then(Option::as_ref);
        self.published_order.iter().filter_map(text).map(String::len).sum()
    }
}

/// The worker.
pub struct Worker<P> {
    platform: P,
    own_id: String,
    state: RefCell<State>,
    clock: RefCell<ServiceClock>,
}

impl<P: Platform> Worker<P> {
    /// A worker that knows nothing yet; [`Worker::start`] comes next. `own_id` is the extension's id.
    pub fn new(platform: P, own_id: String) -> Self {
        Worker { platform, own_id, state: RefCell::default(), clock: RefCell::default() }
    }

    /// The outside world, as this worker was given it.
    pub fn platform(&self) -> &P {
        &self.platform
    }

    /// Carries out a command that its sender may send.
    ///
    /// What it comes to is boxed: compiled into each caller, the same code would be in the module several times.
    async fn carry_out(&self, command: Command, who: Who) -> Reply {
        match command {
            Command::Search { store, text } => {
                Reply::carrying(self.search(&store, &text).boxed_local().await, |reply, found| {
                    reply.found = Some(found)
                })
            }
            Command::ReadJournal { store, filter, before, rows } => {
                let read = self.read_journal(&store, &filter, before, rows).boxed_local().await;
                Reply::carrying(read, |reply, page| reply.journal = Some(page))
            }
            Command::VerifyJournal { store } => {
                Reply::carrying(self.verify_journal(&store).boxed_local().await, |reply, check| {
                    reply.check = Some(check)
                })
            }
            Command::ComposeReply { store, order, language } => {
                let is_own_page = matches!(who, Who::OwnPage(_));
                let key = OrderKey { store, order };
                Reply::carrying(
                    self.compose_reply(key, language, is_own_page).boxed_local().await,
                    |reply, text| reply.reply = Some(Box::new(text)),
                )
            }
            Command::ReadBoard { store } => {
                let board = self.read_board(&store).boxed_local().await;
                Reply::carrying(board, |reply, board| reply.board = Some(Box::new(board)))
            }
            Command::ListBoard { store, question } => {
                let list = self.list_board(&store, &question).boxed_local().await;
                Reply::carrying(list, |reply, list| reply.board_list = Some(list))
            }
            Command::MeasureStorage {} => {
                let stored = self.measure_storage().boxed_local().await;
                Reply::carrying(stored, |reply, stored| reply.stored = Some(stored))
            }
            command => self.act(command, who).boxed_local().await.into(),
        }
    }

    /// The same for a command that asks for nothing to be answered.
    async fn act(&self, command: Command, who: Who) -> Result<(), Problem> {
        // Our own pages are the staff account's own; only the admin may show somebody else.
        if let (Some((store, staff)), Who::AdminPage { .. }) = (command.writes(), &who) {
            self.identify(store, staff)?;
        }
        match (command, who) {
            (Command::Look { store, orders }, Who::AdminPage { tab, .. }) => {
                self.look(store, orders, tab).await
            }
            (Command::Change { store, orders, status, sub_status, staff }, _) => {
                self.change(store, orders, &status, sub_status.as_deref(), staff).await
            }
            (Command::ChangeItems { store, order, items, status, sub_status, staff }, _) => {
                let key = OrderKey { store, order };
                self.change_items(key, items, status.as_deref(), sub_status.as_deref(), staff).await
            }
            (Command::Notify { store, order, channels, staff }, _) => {
                self.notify(OrderKey { store, order }, channels, staff).await
            }
            (Command::Undo { store, orders, .. }, _) => self.undo(store, orders).await,
            (Command::Decide { store, orders, decision, .. }, _) => {
                self.decide(store, orders, decision).await
            }
            (Command::Acknowledge { store, orders, .. }, _) => self.acknowledge(store, orders).await,
            (Command::Inspect { store, order }, _) => self.inspect(OrderKey { store, order }).await,
            (Command::Introduce { store, staff }, _) => self.introduce(store, &staff).await,
            (Command::OpenOptions { store }, _) => {
                self.platform.open_options(store.as_str());
                Ok(())
            }
            (Command::Connect { store, key, staff_name, pin }, _) => {
                self.connect(&store, &key, &staff_name, pin).await
            }
            (Command::Unlock { store, staff_name, pin }, _) => self.unlock(&store, &staff_name, pin).await,
            (Command::Lock { store }, _) => self.lock(store.as_ref()).await,
            (Command::NoteAnswer { store, order }, _) => self.note_answered(OrderKey { store, order }).await,
            (Command::ConfigureReplies { store, settings }, _) => {
                self.configure_replies(store, settings).await
            }
            (Command::KeepTemplate { store, status, language, text }, _) => {
                self.keep_template(store, status, language, text).await
            }
            (Command::Configure { store, settings }, _) => self.configure(store, settings).await,
            (Command::Erase { store, part }, _) => self.erase(&store, part).await,
            (Command::Disconnect { store, staff_name }, _) => {
                self.disconnect(&store, staff_name.as_deref()).await
            }
            (Command::Look { .. }, Who::OwnPage(_))
            | (
                Command::ComposeReply { .. }
                | Command::Search { .. }
                | Command::ReadBoard { .. }
                | Command::ListBoard { .. }
                | Command::MeasureStorage {}
                | Command::ReadJournal { .. }
                | Command::VerifyJournal { .. },
                _,
            ) => Err(Problem::new("not-allowed")),
        }
    }

    /// Does what an alarm is for. `visible_tabs` are the tabs that are on a screen now; `is_person_there`: whether
    /// somebody has touched this device lately.
    pub async fn alarm(
        &self,
        name: &str,
        visible_tabs: &[u32],
        is_person_there: bool,
    ) -> Result<(), Problem> {
        let outcome = match name {
            ALARM_RENEW => self.renew(visible_tabs, is_person_there).await,
            ALARM_SETTLE => self.settle().await,
            ALARM_SWEEP => self.sweep_stores().await,
            _ => Ok(()),
        };
        if let Err(problem) = &outcome {
            self.note_problem(problem.code.clone(), "alarm");
            self.publish_lately().await;
        }
        outcome
    }

    /// The service's time, as well as it is known. Everything that is known of orders is in this time.
    fn now(&self) -> Timestamp {
        self.clock.borrow_mut().now(self.platform.now())
    }

    /// Sets an alarm for a time by the service's clock.
    fn wake_at(&self, name: &str, at: Timestamp) {
        let ahead_ms = self.clock.borrow().ahead_ms();
        self.platform.set_alarm(name, at.saturating_add_millis(-ahead_ms));
    }

    /// The same where an alarm would come too late, if this life of the worker lasts so long.
    fn wake_soon_at(&self, name: &str, at: Timestamp) {
        if at.since(self.now()) < 30_000 {
            let ahead_ms = self.clock.borrow().ahead_ms();
            self.platform.set_timer(name, at.saturating_add_millis(-ahead_ms));
        }
    }

    /// From when to when, by the service's clock, a request was on its way that was made at `asked` by the device's.
    fn span_since(&self, asked: Timestamp) -> Interval {
        self.clock.borrow().span(asked, self.platform.now())
    }

    fn with_store<R>(&self, store: &StoreHandle, act: impl FnOnce(&mut StoreState) -> R) -> R {
        act(self.state.borrow_mut().stores.of(store))
    }

    fn account(&self, store: &StoreHandle) -> Option<Rc<Account>> {
        self.with_store(store, |state| state.account.clone())
    }

    /// Calls the service as a store's account, and notes for the store whether that went well.
    async fn call<T>(
        &self,
        account: &Account,
        priority: Priority,
        act: impl AsyncFnOnce(&Client<'_, P>) -> Result<T, UcosError>,
    ) -> Result<T, UcosError> {
        if !self.is_present(account) {
            // Locked, or replaced, while this was being made ready.
            return Err(UcosError::Locked);
        }
        let budget = self.with_store(&account.store, |state| state.budget.clone());
        let policy = self.policy();
        let client = Client {
            platform: &self.platform,
            base: &policy.base,
            key: &account.key,
            budget: &budget,
            clock: &self.clock,
            priority,
        };
        let outcome = act(&client).await;
        if let Err(error) = &outcome {
            self.note_problem(error.code().into(), "service");
        }
        if budget.borrow().is_tight(self.now()) {
            let record = as_record(&*budget.borrow());
            if let Ok(record) = record {
                let mut batch = Batch::default();
                batch.put(Table::Budgets, account.store.to_string(), record);
                // Not kept, a new life would ask too early and be told again to wait: no harm but to the budget.
                let _ = self.platform.write(batch).await;
            }
        }
        outcome
    }

    /// Notes what an answer says of an account's store. One that was asked for with a key that has been replaced
    /// meanwhile says nothing of the store.
    async fn note_answer(
        &self,
        account: &Account,
        outcome: Result<(), &UcosError>,
    ) -> Result<(), StoreFailure> {
        if self.is_present(account) { self.note_store(&account.store, outcome).await } else { Ok(()) }
    }

    fn is_present(&self, account: &Account) -> bool {
        self.account(&account.store).is_some_and(|present| *present == *account)
    }

    /// Whether the key of this account is another now, or none; one that is only locked is not replaced.
    fn is_replaced(&self, account: &Account) -> bool {
        self.with_store(&account.store, |state| {
            let member = state.team.member(&account.staff_name);
            member.is_none_or(|member| member.record.made_at != account.made_at)
        })
    }

    /// Notes a store's problem, or that there is none, and shows it if that is news.
    async fn note_store(
        &self,
        store: &StoreHandle,
        outcome: Result<(), &UcosError>,
    ) -> Result<(), StoreFailure> {
        let problem = match outcome {
            // A rule that forbids one thing, or an order that is not there, is not the store's problem.
            Ok(()) | Err(UcosError::Refused { .. } | UcosError::NotFound(_)) => None,
            Err(error) => Some(Problem::from(error)),
        };
        let now = self.now();
        self.with_store(store, |state| match (&mut state.problem, problem) {
            (Some((known, _)), Some(new)) if *known == new => {}
            (slot, new) => *slot = new.map(|problem| (problem, now)),
        });
        self.publish_store(store).await
    }

    async fn publish_store(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let now = self.now();
        let key = |state: &StoreState| {
            let (days, catalog) = (state.settings.rotate_days, state.catalog.as_deref());
            let made_at = state.account.as_ref()?.made_at;
            Some(KeyView::of(made_at, days, &state.learnt, catalog, now))
        };
        let view = self.with_store(store, |state| StoreView {
            store: store.clone(),
            connected: state.team.active.is_some(),
            staff_name: state.team.active.clone(),
            accounts: state.account_views(),
            problem: match state.is_closed() {
                true => Some(state.no_key()),
                false => state.problem.as_ref().map(|(problem, _)| problem.clone()),
            },
            problem_since: state.problem.as_ref().map(|(_, since)| *since),
            learnt: state.learnt,
            key: key(state),
            // In steps: each request would else be news to every page.
            day_left_percent: state.budget.borrow().day_left_percent(now).map(|left| left.div_ceil(10) * 10),
        });
        self.publish(vec![(store_name(store), as_text(&view)?)]).await
    }

    async fn publish_catalog(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let Some(catalog) = self.with_store(store, |state| state.catalog.clone()) else {
            return Ok(());
        };
        self.publish(vec![(catalog_name(store), as_text(&catalog_view(store, &catalog))?)]).await?;
        self.publish_replies(store).await
    }

    /// Publishes the views of these orders, those that are news.
    async fn publish_orders(
        &self,
        store: &StoreHandle,
        orders: impl IntoIterator<Item = OrderRef>,
    ) -> Result<(), StoreFailure> {
        let now = self.now();
        let views = self.with_store(store, |state| {
            let view = |order: OrderRef| {
                let known = state.orders.get(&order);
                let has_status = |seen: &&Seen| seen.status.is_some();
                let held = known.and_then(|known| state.hold_of(known.intent.as_ref()?));
                let judged = known.and_then(|known| known.seen.as_ref()).filter(has_status);
                let known = Known {
                    seen: known.and_then(|known| known.seen.as_ref()),
                    intent: known.and_then(|known| known.intent.as_ref()),
                    held: held.as_ref(),
                    read_problem: known.and_then(|known| known.read_problem.as_ref()),
                    due: judged.and_then(|seen| state.deadline(seen)),
                    entered: judged.map(|seen| clock_start(&state.settings, entered(seen))),
                    back: known.and_then(|known| known.back.as_ref()),
                    catalog: state.catalog.as_deref(),
                    answered: state.answers.last(order, now),
                };
                let key = OrderKey { store: store.clone(), order };
                Ok((order_name(&key), as_text(&order_view(order, known))?))
            };
            orders.into_iter().map(view).collect::<Result<Vec<_>, StoreFailure>>()
        })?;
        self.publish(views).await
    }

    /// Publishes those of these views that are news, and takes the oldest order views away when there are too many.
    async fn publish(&self, mut views: Vec<(String, String)>) -> Result<(), StoreFailure> {
        views.extend(self.unpublished_lately());
        let mut changes: Vec<(String, Option<String>)> = Vec::new();
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            for (name, text) in views {
                match state.published.get(&name) {
                    Some(Some(known)) if *known == text => continue,
                    Some(_) => {}
                    None if name.starts_with("order/") => state.published_order.push_back(name.clone()),
                    None => {}
                }
                state.published.insert(name.clone(), Some(text.clone()));
                changes.push((name, Some(text)));
            }
            // At most once round: what is published just now stays, as the youngest.
            let mut bytes = state.order_view_bytes();
            for _ in 0..state.published_order.len() {
                if state.published_order.len() <= MAX_ORDER_VIEWS && bytes <= MAX_ORDER_VIEWS_BYTES {
                    break;
                }
                let Some(name) = state.published_order.pop_front() else { break };
                if changes.iter().any(|(changed, _)| *changed == name) {
                    state.published_order.push_back(name);
                } else {
                    bytes -= state.published.remove(&name).flatten().map_or(0, |text| text.len());
                    changes.push((name, None));
                }
            }
        }
        if changes.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = changes.iter().map(|(name, _)| name.clone()).collect();
        let outcome = self.platform.publish(changes).await;
        if outcome.is_err() {
            // What is not shown must not count as shown, or it would never be tried again.
            let mut state = self.state.borrow_mut();
            for name in names {
                state.published.entry(name).and_modify(|text| *text = None);
            }
        }
        outcome
    }

    /// Takes away the view of this name, or, if it ends in a slash, all views whose name starts so.
    async fn withdraw(&self, name: &str) -> Result<(), StoreFailure> {
        let is_meant = |known: &str| known == name || name.ends_with('/') && known.starts_with(name);
        let names: Vec<String> = {
            let mut state = self.state.borrow_mut();
            let names: Vec<String> =
                state.published.keys().filter(|known| is_meant(known)).cloned().collect();
            state.published.retain(|known, _| !is_meant(known));
            state.published_order.retain(|known| !is_meant(known));
            names
        };
        self.platform.publish(names.into_iter().map(|name| (name, None)).collect()).await
    }
}

fn as_text(view: &impl serde::Serialize) -> Result<String, StoreFailure> {
    Ok(serde_json::to_string(view)?)
}

fn as_record(record: &impl serde::Serialize) -> Result<Vec<u8>, StoreFailure> {
    Ok(serde_json::to_vec(record)?)
}

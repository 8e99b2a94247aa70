//! From what is known to what is shown. Pure: the same knowledge gives the same view.

use super::colour::paper_and_ink;
use super::{
    BackView, CatalogGroupView, CatalogStatusView, CatalogView, ChangeKind, ChangeState, ChangeView,
    LimitView, LineItemView, OrderState, OrderView, StatusPairView, StatusView, SubStatusView,
};
use crate::catalog::{Catalog, limit_of, messages_of};
use crate::changes::settle::touches_order;
use crate::changes::{Act, Intent, IntentState};
use crate::due::{Deadline, Limit};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::orders::seen::Seen;
use crate::problem::Problem;
use crate::time::{Interval, Timestamp};
use crate::ucos::answers::{AddonRef, LineItem, Status, StatusRef, SubStatusRef};

/// What is known of one order.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What was last seen of it.
    pub seen: Option<&'a Seen>,
    /// The change on its way.
    pub intent: Option<&'a Intent>,
    /// Why it does not go on, though it would by itself: it waits for its account's key.
    pub held: Option<&'a Problem>,
    /// Why the last read failed.
    pub read_problem: Option<&'a Problem>,
    /// When it is due.
    pub due: Option<Deadline>,
    /// When its clock started.
    pub entered: Option<Interval>,
    /// Where a change just made came from.
    pub back: Option<&'a Back>,
    /// The store's statuses, whose names and colours win over those of the order.
    pub catalog: Option<&'a Catalog>,
    /// When a reply for it was copied last, within the last week.
    pub answered: Option<Timestamp>,
}

/// Where a change just made came from, while changing it back is offered.
#[derive(Debug, Clone)]
pub struct Back {
    /// The status before.
    pub status: StatusRef,
    /// Its sub-status.
    pub sub_status: Option<SubStatusRef>,
    /// Until when it is offered.
    pub until: Timestamp,
}

/// The view of one order.
pub fn order_view(order: OrderRef, known: Known<'_>) -> OrderView {
    let Known { seen, intent, held, read_problem, due, entered, back, catalog, answered } = known;
    let intent = intent.filter(|intent| !matches!(intent.state, IntentState::Done));
    let change = intent.map(|intent| change_view(intent, held.is_some()));
    let (state, problem) = match (&change, intent) {
        (Some(change), Some(intent)) => (state_of(change), held.or(intent.problem())),
        _ => match (seen, read_problem) {
            (Some(_), problem) => (OrderState::Known, problem),
            (None, Some(problem)) => (OrderState::Failed, Some(problem)),
            (None, None) => (OrderState::Loading, None),
        },
    };
    let target = intent.filter(|intent| intent.is_open()).and_then(|intent| match &intent.act {
        Act::Status { to, to_sub_status } => Some(pair_view(to, to_sub_status.as_ref(), catalog)),
        Act::Items { .. } | Act::Notify { .. } => None,
    });
    OrderView {
        kind: order.kind,
        id: order.id.to_string(),
        state,
        status: seen.and_then(|s| s.status.as_ref()).map(|s| status_view(s, catalog)),
        sub_status: seen.and_then(|s| s.sub_status.as_ref()).map(sub_status_view),
        addons: seen.map_or_else(Vec::new, |s| {
            let pair = |a: &AddonRef| pair_view(&a.status, a.sub_status.as_ref(), catalog);
            s.addons.iter().map(pair).collect()
        }),
        entered,
        due,
        seen_at: seen.map(|s| s.seen_at),
        stale: seen.is_some() && read_problem.is_some(),
        problem: problem.cloned(),
        target,
        change,
        back: back.map(|back| BackView {
            target: pair_view(&back.status, back.sub_status.as_ref(), catalog),
            until: back.until,
        }),
        answered_at: answered,
    }
}

/// What a person sees of it at a glance: on its way by itself, or in need of somebody.
fn state_of(change: &ChangeView) -> OrderState {
    match change.state {
        ChangeState::Waiting | ChangeState::Sending | ChangeState::InDoubt | ChangeState::Blocked => {
            OrderState::Pending
        }
        ChangeState::Asking | ChangeState::Refused | ChangeState::Superseded => OrderState::Failed,
    }
}

fn change_view(intent: &Intent, is_held: bool) -> ChangeView {
    let state = match &intent.state {
        _ if is_held && intent.may_be_undone() => ChangeState::Blocked,
        _ if intent.asks() => ChangeState::Asking,
        IntentState::Waiting { .. } => ChangeState::Waiting,
        IntentState::Sending | IntentState::Done => ChangeState::Sending,
        IntentState::InDoubt { .. } => ChangeState::InDoubt,
        IntentState::Blocked { .. } => ChangeState::Blocked,
        IntentState::Refused { .. } => ChangeState::Refused,
        IntentState::Superseded { .. } => ChangeState::Superseded,
    };
    let kind = match intent.act {
        Act::Status { .. } => ChangeKind::Status,
        Act::Items { .. } => ChangeKind::Items,
        Act::Notify { .. } => ChangeKind::Notify,
    };
    let messages = match &intent.act {
        Act::Notify { channels } => channels.clone(),
        _ => intent.messages.clone(),
    };
    ChangeView {
        state,
        kind,
        until: intent.wakes_at().filter(|_| !is_held),
        messages,
        batch: intent.batch.clone(),
    }
}

/// The view of a line item.
pub fn line_item_view(item: &LineItem, catalog: Option<&Catalog>) -> LineItemView {
    LineItemView {
        id: item.id.clone(),
        name: item.name.clone(),
        quantity: item.quantity,
        status: item.status.as_ref().map(|status| pair_view(status, item.sub_status.as_ref(), catalog)),
    }
}

/// A status with its sub-status, as the catalog names and colours it.
pub fn pair_view(
    status: &StatusRef,
    sub: Option<&SubStatusRef>,
    catalog: Option<&Catalog>,
) -> StatusPairView {
    StatusPairView { status: status_view(status, catalog), sub_status: sub.map(sub_status_view) }
}

fn status_view(seen: &StatusRef, catalog: Option<&Catalog>) -> StatusView {
    let known = catalog.and_then(|catalog| catalog.status(&seen.id));
    let (name, colour) = known.map_or((&seen.name, &seen.color), |status| (&status.name, &status.color));
    let (paper, ink) = paper_and_ink(colour);
    StatusView { id: seen.id.clone(), name: name.clone(), paper, ink }
}

fn sub_status_view(seen: &SubStatusRef) -> SubStatusView {
    SubStatusView { id: seen.id.clone(), name: seen.name.clone() }
}

/// The view of a store's catalog.
pub fn catalog_view(store: &StoreHandle, catalog: &Catalog) -> CatalogView {
    let group = |group: crate::catalog::Group<'_>| CatalogGroupView {
        id: group.workflow.map_or_else(String::new, |(id, _)| id.to_owned()),
        name: group.workflow.map(|(_, name)| name.to_owned()),
        statuses: group.statuses.iter().map(|status| status.id.clone()).collect(),
    };
    CatalogView {
        store: store.clone(),
        statuses: catalog.statuses.iter().map(|status| catalog_status_view(status, catalog)).collect(),
        groups: catalog.groups().into_iter().map(group).collect(),
        enforces_order: catalog.workflows.enforce_workflow_order && !catalog.workflows.workflows.is_empty(),
    }
}

fn catalog_status_view(status: &Status, catalog: &Catalog) -> CatalogStatusView {
    let (paper, ink) = paper_and_ink(&status.color);
    let options = status.sub_status_group.as_ref().map_or(&[][..], |group| &group.options);
    CatalogStatusView {
        id: status.id.clone(),
        name: status.name.clone(),
        paper,
        ink,
        sub_statuses: options
            .iter()
            .map(|o| SubStatusView { id: o.id.clone(), name: o.name.clone() })
            .collect(),
        is_addon: status.is_addon,
        is_independent: status.is_independent,
        messages: messages_of(status),
        touches_order: touches_order(status),
        limit: limit_of(status).map(|Limit { seconds, skips }| LimitView {
            seconds,
            skip_weekends: skips.weekends,
            skip_holidays: skips.holidays,
        }),
        follows: catalog.follows(&status.id).into_iter().map(str::to_owned).collect(),
        next: catalog.next_step(&status.id).map(str::to_owned),
    }
}

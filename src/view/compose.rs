//! From what is known to what is shown. Pure: the same knowledge gives the same view.

use super::colour::paper_and_ink;
use super::{
    CatalogGroupView, CatalogStatusView, CatalogView, ChannelView, LimitView, OrderState, OrderView,
    StatusPairView, StatusView, SubStatusView,
};
use crate::catalog::{Catalog, limit_of};
use crate::changes::{Intent, IntentState};
use crate::due::{Deadline, Limit};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::orders::seen::Seen;
use crate::problem::Problem;
use crate::time::Interval;
use crate::ucos::answers::{AddonRef, Status, StatusRef, SubStatusRef};

/// What is known of one order.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What was last seen of it.
    pub seen: Option<&'a Seen>,
    /// The change on its way.
    pub intent: Option<&'a Intent>,
    /// Why the last read failed.
    pub read_problem: Option<&'a Problem>,
    /// When it is due.
    pub due: Option<Deadline>,
    /// When its clock started.
    pub entered: Option<Interval>,
    /// The store's statuses, whose names and colours win over those of the order.
    pub catalog: Option<&'a Catalog>,
}

/// The view of one order.
pub fn order_view(order: OrderRef, known: Known<'_>) -> OrderView {
    let Known { seen, intent, read_problem, due, entered, catalog } = known;
    let (state, problem, target) = match intent.map(|intent| (&intent.state, intent)) {
        Some((IntentState::Sending, intent)) => (OrderState::Pending, None, Some(intent)),
        Some((IntentState::InDoubt { problem, .. }, intent)) => {
            (OrderState::Pending, Some(problem), Some(intent))
        }
        Some((IntentState::Failed { problem }, _)) => (OrderState::Failed, Some(problem), None),
        Some((IntentState::Done, _)) | None => match (seen, read_problem) {
            (Some(_), problem) => (OrderState::Known, problem, None),
            (None, Some(problem)) => (OrderState::Failed, Some(problem), None),
            (None, None) => (OrderState::Loading, None, None),
        },
    };
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
        target: target.map(|intent| pair_view(&intent.to, intent.to_sub_status.as_ref(), catalog)),
    }
}

fn pair_view(status: &StatusRef, sub: Option<&SubStatusRef>, catalog: Option<&Catalog>) -> StatusPairView {
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
        statuses: catalog.statuses.iter().map(catalog_status_view).collect(),
        groups: catalog.groups().into_iter().map(group).collect(),
    }
}

fn catalog_status_view(status: &Status) -> CatalogStatusView {
    let (paper, ink) = paper_and_ink(&status.color);
    let sends = status.notifications;
    let messages = [
        (sends.email, ChannelView::Email),
        (sends.sms, ChannelView::Sms),
        (sends.whatsapp, ChannelView::Whatsapp),
    ];
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
        messages: messages.into_iter().filter(|(on, _)| *on).map(|(_, channel)| channel).collect(),
        // An effect that we do not know counts as one.
        touches_order: !matches!(status.shopify_order_effect.as_str(), "" | "NONE"),
        limit: limit_of(status).map(|Limit { seconds, skips }| LimitView {
            seconds,
            skip_weekends: skips.weekends,
            skip_holidays: skips.holidays,
        }),
    }
}

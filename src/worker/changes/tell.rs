//! Telling: the changes of a store that are not settled, as a view for pages that ask what waits and how batches stand.

use super::super::{OrderState, StoreState, Worker, as_text};
use crate::changes::batch::Batch;
use crate::changes::{Intent, IntentState};
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::platform::{Platform, StoreFailure};
use crate::problem::Problem;
use crate::view::compose::pair_view;
use crate::view::{BatchView, ChangesView, RefusedView, changes_name};

/// How many changes that wait for a word are named.
const NAMED: usize = 250;

impl<P: Platform> Worker<P> {
    /// The orders whose changes wait for a person's word, those that are named.
    pub(in crate::worker) fn asking(&self, store: &StoreHandle) -> Vec<OrderRef> {
        self.with_store(store, |state| {
            let asks = |known: &OrderState| known.intent.as_ref().is_some_and(Intent::asks);
            state
                .orders
                .iter()
                .filter(|(_, known)| asks(known))
                .map(|(order, _)| *order)
                .take(NAMED)
                .collect()
        })
    }

    /// Publishes the unsettled changes of a store, if they are news.
    pub(in crate::worker) async fn publish_changes(&self, store: &StoreHandle) -> Result<(), StoreFailure> {
        let view = self.with_store(store, |state| changes_view(store, state));
        self.publish(vec![(changes_name(store), as_text(&view)?)]).await
    }
}

fn changes_view(store: &StoreHandle, state: &StoreState) -> ChangesView {
    let intents = || state.orders.values().filter_map(|known| known.intent.as_ref());
    let count = |is_so: &dyn Fn(&Intent) -> bool| intents().filter(|intent| is_so(intent)).count() as u32;
    let asking = intents().filter(|intent| intent.asks()).take(NAMED);
    ChangesView {
        store: store.clone(),
        waiting: count(&|intent| {
            matches!(intent.state, IntentState::Waiting { .. }) && state.hold_of(intent).is_none()
        }),
        under_way: count(&|intent| intent.may_be_made() && !intent.asks()),
        blocked: count(&|intent| {
            let is_blocked = matches!(intent.state, IntentState::Blocked { .. }) && !intent.asks();
            is_blocked || (intent.may_be_undone() && state.hold_of(intent).is_some())
        }),
        asks: count(&Intent::asks),
        asking: asking.map(|intent| refused_view(state, intent)).collect(),
        batches: state.batches.iter().map(|batch| batch_view(state, batch)).collect(),
    }
}

fn batch_view(state: &StoreState, batch: &Batch) -> BatchView {
    let intents = || {
        let intents = state.orders.values().filter_map(|known| known.intent.as_ref());
        intents.filter(|intent| intent.batch.as_deref() == Some(batch.id.as_str()))
    };
    let orders = |is_so: &dyn Fn(&Intent) -> bool| -> Vec<OrderRef> {
        intents().filter(|intent| is_so(intent)).map(|intent| intent.key.order).collect()
    };
    let left_out = batch.left_out.iter().map(|left| RefusedView {
        order: left.order,
        name: name_of(state, &left.order),
        problem: left.problem.clone(),
    });
    let refused = intents().filter(|intent| intent.is_to_be_read()).map(|intent| refused_view(state, intent));
    let open = orders(&Intent::is_open);
    // Its grace is one: as long as all that is open waits, all may be taken back.
    let until = intents().filter(|intent| intent.is_open()).map(|intent| match intent.state {
        IntentState::Waiting { until } if intent.sends == 0 => Some(until),
        _ => None,
    });
    BatchView {
        id: batch.id.clone(),
        target: pair_view(&batch.to, batch.to_sub_status.as_ref(), state.catalog.as_deref()),
        total: batch.total,
        same: batch.same,
        done: batch.done,
        until: until.min().flatten().filter(|_| batch.done == 0),
        asking: orders(&Intent::asks),
        open,
        refused: left_out.chain(refused).collect(),
        undone: batch.undone,
        made_at: batch.made_at,
    }
}

fn refused_view(state: &StoreState, intent: &Intent) -> RefusedView {
    RefusedView {
        order: intent.key.order,
        name: name_of(state, &intent.key.order),
        problem: intent.problem().cloned().unwrap_or(Problem::new("in-doubt")),
    }
}

fn name_of(state: &StoreState, order: &OrderRef) -> String {
    state.seen(order).map(|seen| seen.name.clone()).unwrap_or_default()
}

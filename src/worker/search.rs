//! Searching: what the service finds for a person, given to whoever asked and kept nowhere, neither what was typed nor
//! what was found. When a found order is due is told as well as it is known from looks before.

use super::{Worker, entered};
use crate::orders::deadlines::clock_start;
use crate::orders::identity::{OrderRef, StoreHandle};
use crate::orders::seen::Seen;
use crate::platform::Platform;
use crate::problem::Problem;
use crate::time::Interval;
use crate::ucos::answers::Found;
use crate::ucos::budget::Priority;
use crate::view::FoundView;
use crate::view::compose::{Known, order_view};

/// How many orders are told at the most: what the popup has room for.
const TOLD: u32 = 10;

/// More than any name or address that is looked for, in characters.
const LONGEST_TEXT: usize = 200;

impl<P: Platform> Worker<P> {
    /// The latest orders whose name, customer or email address has this in it.
    pub(super) async fn search(&self, store: &StoreHandle, text: &str) -> Result<Vec<FoundView>, Problem> {
        let text: String = text.trim().chars().take(LONGEST_TEXT).collect();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let Some(account) = self.account(store) else { return Err(self.no_key(store)) };
        self.load_catalog(store).await?;
        self.load_roll(store).await?;
        if self.with_store(store, |state| state.catalog.is_none()) {
            // Without it statuses are shown as the orders name them.
            let _ = self.read_catalog(&account, Priority::Person).await;
        }
        let asked_at = self.platform.now();
        let search = async |client: &crate::ucos::client::Client<'_, P>| client.search(&text, TOLD).await;
        let read = self.call(&account, Priority::Person, search).await;
        let truth = self.span_since(asked_at);
        self.publish_clock().await?;
        self.note_answer(&account, read.as_ref().map(|_| ())).await?;
        self.note_use(store).await?;
        let mut found = read.map_err(|error| Problem::from(&error))?;
        found.truncate(TOLD as usize);
        let orders: Vec<OrderRef> = found.iter().map(order_of).collect();
        self.load_seen(store, &orders).await?;
        Ok(found.into_iter().map(|found| self.found_view(store, found, truth)).collect())
    }

    fn found_view(&self, store: &StoreHandle, found: Found, truth: Interval) -> FoundView {
        let now = self.now();
        self.with_store(store, |state| {
            let order = order_of(&found);
            let before = state.seen(&order);
            // Where something newer is known (our own change, made while the request was on its way), the newer stands.
            let newer = before.filter(|before| before.is_newer_than(truth, now)).cloned();
            let seen = newer.unwrap_or_else(|| Seen::look(order, &found.order, before, truth));
            let has_status = seen.status.is_some();
            let intent = state.intent(&order);
            let held = intent.and_then(|intent| state.hold_of(intent));
            let known = Known {
                seen: Some(&seen),
                intent,
                held: held.as_ref(),
                read_problem: None,
                due: state.deadline(&seen),
                entered: has_status.then(|| clock_start(&state.settings, entered(&seen))),
                back: None,
                answered: state.answers.last(order, now),
                catalog: state.catalog.as_deref(),
            };
            let order = order_view(order, known);
            FoundView { name: seen.name.clone(), customer: found.customer, order }
        })
    }
}

fn order_of(found: &Found) -> OrderRef {
    OrderRef { kind: found.order.kind, id: found.order.shopify_id }
}

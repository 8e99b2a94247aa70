//! Which orders to ask the service for, now: those that are neither fresh nor already being asked for, each once,
//! at most 250 a request. Knows no network; it is told when an answer is there.

use super::identity::OrderRef;
use crate::time::Timestamp;
use std::collections::HashMap;

/// The most orders that one request names. The service's own limit is not documented; its page limit is 250.
pub const ORDERS_PER_REQUEST: usize = 250;

/// How long an order that is on screen counts as fresh to a person who looks at it, in milliseconds.
pub const FRESH_MS: i64 = 60_000;

/// The same for the renewal that goes off every minute: shorter, or a list would be passed over that was read a moment
/// after the last one went off, and be two minutes old at the next.
pub const FRESH_TO_RENEWAL_MS: i64 = 30_000;

/// The planner of one store.
#[derive(Debug, Default)]
pub struct Planner {
    /// A few requests' worth, so a list will do.
    in_flight: Vec<OrderRef>,
    seen_at: HashMap<OrderRef, Timestamp>,
}

impl Planner {
    /// Notes when an order was last seen; the latest wins.
    pub fn note_seen(&mut self, order: OrderRef, at: Timestamp) {
        let seen = self.seen_at.entry(order).or_insert(at);
        *seen = at.max(*seen);
    }

    /// Whether the order was seen within `fresh_ms`. A clock that went back makes nothing fresh.
    pub fn is_fresh(&self, order: &OrderRef, now: Timestamp, fresh_ms: i64) -> bool {
        self.seen_at.get(order).is_some_and(|seen| (0..fresh_ms).contains(&now.since(*seen)))
    }

    /// The requests to make for those of these orders that were not seen within `fresh_ms`, and marks them as in
    /// flight. The order of asking is kept.
    pub fn plan(&mut self, asked: &[OrderRef], now: Timestamp, fresh_ms: i64) -> Vec<Vec<OrderRef>> {
        let mut wanted = Vec::new();
        for order in asked {
            if !self.is_fresh(order, now, fresh_ms) && !self.in_flight.contains(order) {
                self.in_flight.push(*order);
                wanted.push(*order);
            }
        }
        wanted.chunks(ORDERS_PER_REQUEST).map(<[OrderRef]>::to_vec).collect()
    }

    /// The request for these orders has ended, with or without an answer.
    pub fn landed(&mut self, orders: &[OrderRef]) {
        self.in_flight.retain(|order| !orders.contains(order));
    }

    /// The last attempt to read this order failed: it is not fresh, however lately it was seen.
    pub fn note_failure(&mut self, order: &OrderRef) {
        self.seen_at.remove(order);
    }

    /// Forgets when orders were seen, but for those needed: the memory of a worker that lives long stays bounded.
    pub fn keep_only(&mut self, is_needed: impl Fn(&OrderRef) -> bool) {
        self.seen_at.retain(|order, _| is_needed(order));
    }

    /// For how many orders it is known when they were seen.
    pub fn known(&self) -> usize {
        self.seen_at.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::identity::OrderKind;
    use proptest::prelude::*;

    fn orders(ids: std::ops::Range<u64>) -> Vec<OrderRef> {
        ids.map(|id| OrderRef { kind: OrderKind::Order, id }).collect()
    }

    #[test]
    fn one_request_per_250() {
        let now = Timestamp(1_000_000);
        for (count, requests) in [(0, 0), (1, 1), (250, 1), (251, 2), (500, 2), (501, 3)] {
            assert_eq!(
                Planner::default().plan(&orders(1..count + 1), now, FRESH_MS).len(),
                requests,
                "{count}"
            );
        }
    }

    #[test]
    fn in_flight_is_shared_and_fresh_is_not_asked_again() {
        let mut planner = Planner::default();
        let now = Timestamp(1_000_000);
        let list = orders(1..51);
        assert_eq!(planner.plan(&list, now, FRESH_MS).len(), 1);
        assert_eq!(planner.plan(&list, now, FRESH_MS).len(), 0, "in flight");
        planner.landed(&list);
        list.iter().for_each(|order| planner.note_seen(*order, now));
        assert_eq!(planner.plan(&list, Timestamp(now.0 + FRESH_MS - 1), FRESH_MS).len(), 0, "fresh");
        assert_eq!(planner.plan(&list, Timestamp(now.0 + FRESH_MS), FRESH_MS).len(), 1, "no longer fresh");
    }

    #[test]
    fn what_could_not_be_read_is_asked_for_again() {
        let mut planner = Planner::default();
        let order = orders(1..2)[0];
        planner.note_seen(order, Timestamp(1_000_000));
        planner.note_failure(&order);
        assert_eq!(planner.plan(&[order], Timestamp(1_000_001), FRESH_MS).len(), 1);
    }

    #[test]
    fn a_clock_that_went_back_makes_nothing_fresh() {
        let mut planner = Planner::default();
        planner.note_seen(orders(1..2)[0], Timestamp(2_000_000));
        assert_eq!(planner.plan(&orders(1..2), Timestamp(1_000_000), FRESH_MS).len(), 1);
    }

    proptest! {
        #[test]
        fn every_stale_order_is_asked_for_exactly_once(
            asked in prop::collection::vec((0u64..400, any::<bool>()), 0..900),
            fresh in prop::collection::hash_set(0u64..400, 0..200),
        ) {
            let refs: Vec<OrderRef> = asked
                .iter()
                .map(|&(id, draft)| OrderRef { kind: if draft { OrderKind::Draft } else { OrderKind::Order }, id: id + 1 })
                .collect();
            let mut planner = Planner::default();
            let now = Timestamp(10_000_000);
            for id in &fresh {
                planner.note_seen(OrderRef { kind: OrderKind::Order, id: id + 1 }, now);
            }
            let plan = planner.plan(&refs, now, FRESH_MS);
            let mut got: Vec<OrderRef> = plan.iter().flatten().copied().collect();
            let count = got.len();
            got.sort();
            got.dedup();
            prop_assert_eq!(got.len(), count, "no order twice");
            let mut wanted: Vec<OrderRef> = refs
                .iter()
                .copied()
                .filter(|o| o.kind == OrderKind::Draft || !fresh.contains(&(o.id - 1)))
                .collect();
            wanted.sort();
            wanted.dedup();
            prop_assert_eq!(got, wanted);
            prop_assert_eq!(plan.len(), count.div_ceil(ORDERS_PER_REQUEST));
        }
    }
}

//! Grows a store's orders: ids, names, customers, items, and the statuses that they have been in since when.

use fastrand::Rng;

use super::super::catalog::{Catalog, Status, Workflow};
use super::super::orders::{Addon, Address, Customer, Held, LineItem, Order, OrderKind};
use super::super::stores::StatusSpecificity;
use super::super::{Database, Result};
use super::catalog::CHAINED_PRODUCT;
use super::{Profile, people};
use crate::time::{DAY, Millis};

/// Orders are spread over so many days before the seed's time.
const SPREAD: i64 = 120 * DAY;

/// All that one store's orders are grown from.
pub struct OrderBook<'a> {
    pub profile: &'a Profile,
    pub catalog: &'a Catalog,
    pub now: Millis,
    pub rng: Rng,
}

/// The last given numbers.
struct Numbers {
    order: i64,
    draft: i64,
    order_id: i64,
    draft_id: i64,
    item_id: i64,
}

impl OrderBook<'_> {
    /// Writes the orders, oldest first.
    pub fn write(mut self, database: &Database) -> Result<()> {
        // Ranges far apart: a number names one order over both kinds and all stores, as Shopify's do.
        let base = self.profile.store.id * 1_000_000_000_000;
        let mut numbers = Numbers {
            order: 1000,
            draft: 0,
            order_id: 4_120_000_000_000 + base,
            draft_id: 1_090_000_000_000 + base / 10,
            item_id: 13_400_000_000_000 + base,
        };
        let mut last_name = String::new();
        let count = i64::from(self.profile.orders);
        for place in 0..count {
            let created_at =
                self.now.plus(-SPREAD + SPREAD / count * place + self.rng.i64(0..=SPREAD / count / 2));
            let kind = if self.rng.u32(0..100) < 8 { OrderKind::Draft } else { OrderKind::Order };
            let (shopify_id, name) = self.next_name(kind, &mut numbers, &last_name);
            last_name.clone_from(&name);
            let (order, addons, items) = self.grow(kind, shopify_id, name, created_at, &mut numbers);
            database.insert_order(&order, &addons, &items)?;
        }
        Ok(())
    }

    fn next_name(&mut self, kind: OrderKind, numbers: &mut Numbers, last_name: &str) -> (i64, String) {
        let (before, after) = self.profile.affixes;
        let step = self.rng.i64(1..60) * 32_768;
        let (id, name) = match kind {
            OrderKind::Order => {
                numbers.order += 1;
                numbers.order_id += step;
                (numbers.order_id, format!("{before}{}{after}", numbers.order))
            }
            OrderKind::Draft => {
                numbers.draft += 1;
                numbers.draft_id += step / 32;
                (numbers.draft_id, format!("{before}D{}{after}", numbers.draft))
            }
        };
        let name = match self.rng.u32(0..200) {
            0..4 if !last_name.is_empty() => last_name.to_owned(),
            4..6 => format!("{name}-RESHIPMENT-OF-A-PARCEL-LOST-BETWEEN-TWO-WAREHOUSES-SECOND-ATTEMPT"),
            _ => name,
        };
        (id, name)
    }

    fn grow(
        &mut self,
        kind: OrderKind,
        shopify_id: i64,
        name: String,
        created_at: Millis,
        numbers: &mut Numbers,
    ) -> (Order, Vec<Addon>, Vec<LineItem>) {
        let wanted = (self.rng.usize(1..=6) + self.rng.usize(1..=6)) / 2;
        let products: Vec<_> = (0..wanted).filter_map(|_| self.rng.choice(people::PRODUCTS)).collect();
        let chained = products.iter().any(|(product, _)| *product == CHAINED_PRODUCT);
        let bound = if chained {
            self.catalog.product_chains.first().map(|chain| chain.workflow.as_str())
        } else {
            None
        };
        let flow = bound.and_then(|id| self.catalog.workflow(id));
        let held = if self.rng.u32(0..100) < 7 { None } else { self.held(flow, created_at) };
        let mut total_cents = 0;
        let mut item_count = 0;
        let items: Vec<_> = products
            .into_iter()
            .map(|(product, price)| {
                let quantity = if self.rng.u32(0..4) == 0 { self.rng.i64(2..=5) } else { 1 };
                total_cents += quantity * price;
                item_count += quantity;
                numbers.item_id += self.rng.i64(1..400);
                LineItem {
                    row: 0,
                    id: self.uuid(),
                    order_row: 0,
                    shopify_id: numbers.item_id,
                    name: (*product).into(),
                    quantity,
                    held: self.item_held(held.as_ref().filter(|_| kind == OrderKind::Order), created_at),
                }
            })
            .collect();
        let cancelled = kind == OrderKind::Order && self.rng.u32(0..100) < 3;
        let fulfilled = held.as_ref().is_some_and(|held| self.is_fulfilled_by(held));
        let order = Order {
            row: 0,
            id: self.uuid(),
            store: self.profile.store.id,
            kind,
            shopify_id,
            name,
            created_at,
            customer: self.customer(),
            shipping_address: self.address(),
            total_cents,
            currency: self.profile.currency.into(),
            note: if self.rng.u32(0..8) == 0 {
                self.rng.choice(people::NOTES).map(|note| (*note).into())
            } else {
                None
            },
            cancelled,
            payment: match (cancelled, kind) {
                (true, _) => "Refunded",
                (false, OrderKind::Draft) => "Payment pending",
                (false, OrderKind::Order) => ["Paid", "Paid", "Paid", "Partially paid"][self.rng.usize(0..4)],
            }
            .into(),
            fulfillment: if fulfilled { "Fulfilled" } else { "Unfulfilled" }.into(),
            item_count,
            held,
        };
        (order, self.addons(), items)
    }

    /// A status, of this workflow if one is given, and when it was entered: from a moment ago to well past the limit,
    /// never before `created_at`.
    fn held(&mut self, flow: Option<&Workflow>, created_at: Millis) -> Option<Held> {
        let fits = |status: &&Status| {
            !status.is_addon
                && (status.is_independent || flow.is_none_or(|flow| flow.statuses.contains(&status.id)))
        };
        let choices: Vec<_> = self.catalog.statuses.iter().filter(fits).collect();
        let status = *self.rng.choice(&choices)?;
        let limit = status.limit_seconds.unwrap_or(5 * DAY / 1000) * 1000;
        let since = (limit / 100 * self.rng.i64(2..170)).min(self.now.0 - created_at.0);
        Some(Held {
            status: status.id.clone(),
            sub_status: self.sub_status(status),
            entered_at: self.now.plus(-since),
        })
    }

    /// Some items are ahead of or behind their order, in a workflow that it is in.
    fn item_held(&mut self, order: Option<&Held>, created_at: Millis) -> Option<Held> {
        let order = order?;
        if self.profile.store.status_specificity == StatusSpecificity::Order || self.rng.u32(0..3) != 0 {
            return None;
        }
        let flow = self.catalog.workflows.iter().find(|flow| flow.statuses.contains(&order.status))?;
        self.held(Some(flow), created_at)
    }

    fn addons(&mut self) -> Vec<Addon> {
        let mut addons = Vec::new();
        for status in self.catalog.statuses.iter().filter(|status| status.is_addon) {
            if self.rng.u32(0..12) == 0 {
                addons.push(Addon { status: status.id.clone(), sub_status: self.sub_status(status) });
            }
        }
        addons
    }

    fn sub_status(&mut self, status: &Status) -> Option<String> {
        let options = &status.sub_statuses.as_ref()?.options;
        Some(self.rng.choice(options)?.id.clone())
    }

    fn is_fulfilled_by(&self, held: &Held) -> bool {
        self.catalog.status(&held.status).is_some_and(|status| {
            status.shopify_order_effect == "MARKS_ORDER_FULFILLED"
                || ["In transit", "Out for delivery", "Delivered", "Completed"]
                    .contains(&status.name.as_str())
        })
    }

    fn customer(&mut self) -> Customer {
        let (first_name, last_name) = self.rng.choice(people::NAMES).copied().unwrap_or_default();
        let number = self.rng.u32(0..10_000);
        // Mail to this domain comes back: see `service::messages`.
        let domain = if number.is_multiple_of(40) { "bounce.example" } else { "mail.example" };
        Customer {
            first_name: first_name.into(),
            last_name: last_name.into(),
            email: (!number.is_multiple_of(11)).then(|| format!("customer{number}@{domain}")),
            phone: (!number.is_multiple_of(5)).then(|| format!("+1 555 01{:02}", number % 100)),
        }
    }

    fn address(&mut self) -> Address {
        let place = self.rng.choice(people::PLACES).copied().unwrap_or_default();
        let company = if self.rng.u32(0..6) == 0 { self.rng.choice(people::COMPANIES) } else { None };
        let located = self.rng.u32(0..5) != 0;
        Address {
            company: company.map(|name| (*name).into()),
            address1: place.street.into(),
            address2: (self.rng.u32(0..7) == 0).then(|| format!("Unit {}", self.rng.u32(1..40))),
            city: place.city.into(),
            province: place.province.map(Into::into),
            zip: place.zip.into(),
            country: place.country.into(),
            latitude: located.then_some(place.latitude),
            longitude: located.then_some(place.longitude),
        }
    }

    fn uuid(&mut self) -> String {
        uuid::Builder::from_random_bytes(self.rng.u128(..).to_be_bytes()).into_uuid().to_string()
    }
}

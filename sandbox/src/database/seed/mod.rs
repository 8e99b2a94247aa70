//! The first contents of a database, from a number: the same seed, size and time give the same database.

mod catalog;
mod order_book;
mod people;
mod statuses;

use fastrand::Rng;
use sha2::{Digest, Sha256};

use super::stores::{Key, Permission, StatusSpecificity, Store};
use super::{Database, Result};
use crate::time::Millis;

/// What a database is grown from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed {
    /// Decides everything that looks like chance.
    pub number: u64,
    /// Orders and draft orders of the first store. The second store gets a fifth of that.
    pub orders: u32,
}

impl Default for Seed {
    fn default() -> Self {
        Self { number: 1, orders: 500 }
    }
}

/// What the two stores differ in.
struct Profile {
    store: Store,
    orders: u32,
    currency: &'static str,
    /// Before and after the number in an order's name.
    affixes: (&'static str, &'static str),
    statuses: &'static [statuses::Sketch],
    workflows: &'static [catalog::WorkflowSketch],
}

impl Seed {
    /// Fills the empty tables.
    pub(super) fn fill(&self, database: &Database, now: Millis) -> Result<()> {
        for profile in self.profiles() {
            database.save_store(&profile.store)?;
            for key in self.keys(&profile.store) {
                database.save_key(&key)?;
            }
            let catalog = catalog::plant(self, database, &profile)?;
            let rng = Rng::with_seed(self.hash(&[&profile.store.handle, "orders"]));
            order_book::OrderBook { profile: &profile, catalog: &catalog, now, rng }.write(database)?;
        }
        for (name, value) in [("seed", self.number.to_string()), ("seeded_at", now.to_string())] {
            database.connection.execute("INSERT INTO meta VALUES (?1, ?2)", [name, &value])?;
        }
        Ok(())
    }

    fn profiles(&self) -> [Profile; 2] {
        let maple = Store {
            id: 1,
            handle: "maple-and-birch".into(),
            name: "Maple & Birch".into(),
            staff: "Jordan Reyes".into(),
            workflows_enabled: true,
            enforce_workflow_order: true,
            status_specificity: StatusSpecificity::Combined,
            retry_after: true,
        };
        let harbour = Store {
            id: 2,
            handle: "harbour-supply".into(),
            name: "Harbour Supply Co.".into(),
            staff: "Noor El-Amin".into(),
            workflows_enabled: false,
            enforce_workflow_order: false,
            status_specificity: StatusSpecificity::Order,
            retry_after: true,
        };
        [
            Profile {
                store: maple,
                orders: self.orders,
                currency: "CAD",
                affixes: ("#", ""),
                statuses: statuses::MAPLE_AND_BIRCH,
                workflows: catalog::MAPLE_AND_BIRCH,
            },
            Profile {
                store: harbour,
                orders: self.orders.div_ceil(5),
                currency: "EUR",
                affixes: ("HS-", "-EU"),
                statuses: statuses::HARBOUR_SUPPLY,
                workflows: &[],
            },
        ]
    }

    fn keys(&self, store: &Store) -> Vec<Key> {
        use Permission::{CanChangeOrderStatus, CanViewOrders, CanViewStatuses};
        let all = Permission::ALL.to_vec();
        let keys = [
            ("full", all.clone(), 60, 10_000),
            ("read-only", vec![CanViewOrders, CanViewStatuses], 60, 10_000),
            ("orders-only", vec![CanViewOrders], 60, 10_000),
            ("statuses-only", vec![CanViewStatuses], 60, 10_000),
            ("no-notify", vec![CanViewOrders, CanViewStatuses, CanChangeOrderStatus], 60, 10_000),
            ("tight", all, 5, 50),
        ];
        (0_i64..)
            .zip(keys)
            .map(|(place, (name, permissions, per_minute, per_day))| Key {
                id: store.id * 100 + place,
                store: store.id,
                name: name.into(),
                secret: self.secret(&store.handle, name),
                permissions,
                revoked: false,
                per_minute,
                per_day,
            })
            .collect()
    }

    /// Assumption: a key's form is unknown; this one is as long and as opaque as most.
    fn secret(&self, handle: &str, name: &str) -> String {
        let digits: String =
            self.digest(&["key", handle, name]).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("ucos_{}", digits.get(..40).unwrap_or(&digits))
    }

    /// A UUID for something with a name.
    fn uuid(&self, label: &[&str]) -> String {
        let bytes = self.digest(label).first_chunk().copied().unwrap_or_default();
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    fn hash(&self, label: &[&str]) -> u64 {
        u64::from_be_bytes(self.digest(label).first_chunk().copied().unwrap_or_default())
    }

    fn digest(&self, label: &[&str]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.number.to_be_bytes());
        for part in label {
            hash.update(part);
            hash.update([0]);
        }
        hash.finalize().into()
    }
}

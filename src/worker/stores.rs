//! The stores that the worker knows. There are a handful, so a list is searched sooner than a map.

use super::StoreState;
use crate::orders::identity::StoreHandle;

/// What is known of each store, in the order in which they were first spoken of.
#[derive(Default)]
pub(super) struct Stores(Vec<(StoreHandle, StoreState)>);

impl Stores {
    /// What is known of a store: nothing yet, if it was never spoken of.
    pub fn of(&mut self, store: &StoreHandle) -> &mut StoreState {
        let place = self.0.iter().position(|(known, _)| known == store).unwrap_or_else(|| {
            self.0.push((store.clone(), StoreState::default()));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }

    /// Which stores they are.
    pub fn keys(&self) -> impl Iterator<Item = &StoreHandle> {
        self.0.iter().map(|(store, _)| store)
    }

    /// What is known of them.
    pub fn values(&self) -> impl Iterator<Item = &StoreState> {
        self.0.iter().map(|(_, state)| state)
    }
}

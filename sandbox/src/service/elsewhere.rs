//! Changes that do not come through the API: somebody works in the vendor's own app. No rules, no messages.

use thiserror::Error;

use super::Service;
use crate::database::DatabaseError;
use crate::database::orders::{Held, Order};
use crate::database::records::Change;
use crate::time::Millis;

/// Why a change elsewhere could not be made.
#[derive(Debug, Error)]
pub enum ElsewhereError {
    /// No such store.
    #[error("there is no store {0}")]
    UnknownStore(String),
    /// No such order in the store.
    #[error("there is no order {0} in this store")]
    UnknownOrder(i64),
    /// No such status in the store.
    #[error("there is no status {0} in this store")]
    UnknownStatus(String),
    /// A sub-status that is missing, or belongs to another status.
    #[error("the sub-status does not fit the status \"{0}\"")]
    WrongSubStatus(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Service {
    /// Somebody else puts an order into a status, or into none. Returns the order as it is then.
    pub fn move_elsewhere(
        &mut self,
        store: &str,
        shopify_id: i64,
        to: Option<(&str, Option<&str>)>,
        now: Millis,
    ) -> Result<Order, ElsewhereError> {
        self.database.transaction(|database| {
            let store =
                database.store_by_handle(store)?.ok_or_else(|| ElsewhereError::UnknownStore(store.into()))?;
            let order = database
                .order_by_shopify_id(store.id, shopify_id)?
                .ok_or(ElsewhereError::UnknownOrder(shopify_id))?;
            let held = match to {
                None => None,
                Some((id, sub_status)) => {
                    let catalog = database.catalog(store.id)?;
                    let status =
                        catalog.status(id).ok_or_else(|| ElsewhereError::UnknownStatus(id.into()))?;
                    let known = sub_status.is_some_and(|option| status.sub_status(option).is_some());
                    if known != status.sub_statuses.is_some() || known != sub_status.is_some() {
                        return Err(ElsewhereError::WrongSubStatus(status.name.clone()));
                    }
                    let stays = order.held.as_ref().filter(|held| held.status == id);
                    Some(Held {
                        status: id.into(),
                        sub_status: sub_status.map(Into::into),
                        entered_at: stays.map_or(now, |held| held.entered_at),
                    })
                }
            };
            database.hold_order(order.row, held.as_ref())?;
            database.record_change(&Change {
                at: now,
                store: store.id,
                actor: "someone else",
                order_row: order.row,
                line_item: None,
                from: order.held.as_ref(),
                to: held.as_ref(),
                request_id: None,
            })?;
            Ok(Order { held, ..order })
        })
    }
}

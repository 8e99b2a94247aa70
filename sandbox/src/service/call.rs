//! One admitted request and all that is known of it; which endpoint it is for.

use std::sync::Arc;

use super::http::ApiRequest;
use super::problem::Problem;
use super::version::Version;
use super::{Outcome, rules};
use crate::database::Database;
use crate::database::catalog::Catalog;
use crate::database::orders::{Order, OrderKind};
use crate::database::stores::{Key, Permission, Store};
use crate::time::Millis;

/// Most ids in one list of orders.
pub const MOST_LISTED: usize = 250;
/// Assumption for orders, documented for line items: most ids in one bulk call.
pub const MOST_IN_BULK: usize = 100;

/// A request whose key was accepted. Each endpoint is a method, in the file of its subject.
pub struct Call<'a> {
    pub database: &'a Database,
    pub store: Store,
    pub key: Key,
    pub catalog: Arc<Catalog>,
    pub version: Version,
    pub request: &'a ApiRequest,
    pub request_id: &'a str,
    pub now: Millis,
}

impl Call<'_> {
    /// Finds the endpoint and calls it.
    pub fn route(&self) -> Outcome {
        use Permission::{CanChangeOrderStatus, CanSendNotifications, CanViewOrders, CanViewStatuses};
        let path: Vec<&str> = self.request.path.split('/').filter(|part| !part.is_empty()).collect();
        match (self.request.method.as_str(), path.as_slice()) {
            ("GET", ["v1", "orders"]) => self.allow(CanViewOrders)?.list_orders(),
            ("GET", ["v1", "orders", id]) => self.allow(CanViewOrders)?.read_order(id),
            ("GET", ["v1", "statuses"]) => self.allow(CanViewStatuses)?.list_statuses(),
            ("GET", ["v1", "statuses", id]) => self.allow(CanViewStatuses)?.read_status(id),
            ("GET", ["v1", "workflows"]) => {
                self.since(Version::WORKFLOWS)?.allow(CanViewStatuses)?.list_workflows()
            }
            ("POST", ["v1", "orders", "status-bulk"]) => self.allow(CanChangeOrderStatus)?.change_orders(),
            ("POST", ["v1", "orders", "notify-bulk"]) => self.allow(CanSendNotifications)?.notify_orders(),
            ("POST", ["v1", "orders", id, "status"]) => self.allow(CanChangeOrderStatus)?.change_order(id),
            ("POST", ["v1", "orders", id, "notify"]) => self.allow(CanSendNotifications)?.notify_order(id),
            // Assumption: line items need the permission that orders need.
            ("POST", ["v1", "line-items", "status-bulk"]) => {
                self.since(Version::LINE_ITEMS)?.allow(CanChangeOrderStatus)?.change_line_items()
            }
            ("POST", ["v1", "line-items", "clear-status"]) => {
                self.since(Version::LINE_ITEMS)?.allow(CanChangeOrderStatus)?.clear_line_items()
            }
            ("POST", ["v1", "line-items", id, "status"]) => {
                self.since(Version::LINE_ITEMS)?.allow(CanChangeOrderStatus)?.change_line_item(id)
            }
            _ => Err(self.no_such_endpoint()),
        }
    }

    fn no_such_endpoint(&self) -> Problem {
        Problem::not_found(format!("There is no endpoint {} {}.", self.request.method, self.request.path))
    }

    /// Assumption: an endpoint newer than the asked version is simply not there.
    fn since(&self, version: Version) -> Result<&Self, Problem> {
        if self.version >= version { Ok(self) } else { Err(self.no_such_endpoint()) }
    }

    fn allow(&self, permission: Permission) -> Result<&Self, Problem> {
        if self.key.permissions.contains(&permission) {
            return Ok(self);
        }
        let message = format!("This API key lacks the permission {}.", permission.name());
        Err(Problem::new(403, "missing_permission", message))
    }

    /// The order that an id in the path or in a body names.
    pub fn find_order(&self, id: &str, by_shopify_id: bool) -> Result<Order, Problem> {
        let found = if by_shopify_id {
            let number = id.parse().map_err(|_| not_a_number(id))?;
            self.database.order_by_shopify_id(self.store.id, number)?
        } else {
            self.database.order_by_id(self.store.id, id)?
        };
        found.filter(|order| self.shows(order.kind)).ok_or_else(|| Problem::order_not_found(id))
    }

    /// Whether this version knows of such orders.
    pub fn shows(&self, kind: OrderKind) -> bool {
        kind == OrderKind::Order || self.version >= Version::DRAFTS
    }

    /// The store's rules, as they bind this key.
    pub fn rules(&self) -> rules::Rules<'_> {
        let overrides = self.key.permissions.contains(&Permission::CanOverrideProductChainEnforcement);
        rules::Rules { store: &self.store, catalog: &self.catalog, overrides_product_chains: overrides }
    }
}

/// The refusal of a Shopify id that is not its numeric tail.
pub fn not_a_number(id: &str) -> Problem {
    Problem::bad_request(format!(
        "With use_shopify_order_id an order is named by the digits of its Shopify id, not `{id}`."
    ))
}

/// Refuses an empty list and a list of more than `most`.
pub fn within(name: &str, ids: &[String], most: usize) -> Result<(), Problem> {
    match ids.len() {
        0 => Err(Problem::bad_request(format!("`{name}` must name at least one."))),
        count if count > most => Err(Problem::bad_request(format!(
            "`{name}` names {count}, but at most {most} are allowed in one request."
        ))),
        _ => Ok(()),
    }
}

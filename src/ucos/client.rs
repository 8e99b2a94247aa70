//! The client: one method an endpoint. Adds address, version and key, keeps to the budget, and turns whatever comes
//! back into a typed answer or a named error. Never repeats a request by itself.

use super::answers::{
    BulkAnswer, Changed, Customer, Found, NoAnswer, Notified, Order, OrdersPage, Status, StatusRef,
    Workflows, read_bulk, read_changed, read_found, read_line_item_changed, read_notified, read_order,
    read_order_and_customer, read_orders, read_status, read_statuses, read_workflows,
};
use super::base::ApiBase;
use super::budget::{Budget, Priority};
use super::clock::ServiceClock;
use super::error::UcosError;
use super::refusal::Rule;
use super::requests::{self, API_VERSION, Call, Channel, ListOrders, Target};
use super::said;
use crate::json::Object;
use crate::platform::{HttpAnswer, HttpRequest, Platform};
use crate::staff::key::ApiKey;
use crate::staff::redaction::without_key;
use crate::time::Timestamp;
use std::cell::RefCell;

/// Where the service is asked unless an organisation sets another path.
pub const BASE_URL: &str = "https://api.ultimate-custom-order-status.apps.msmtech.ca/api";

/// The service, as one key may use it.
pub struct Client<'a, P> {
    /// The outside world.
    pub platform: &'a P,
    /// Where the service is asked.
    pub base: &'a ApiBase,
    /// The key.
    pub key: &'a ApiKey,
    /// The key's budget, shared by all who use the key in this browser.
    pub budget: &'a RefCell<Budget>,
    /// The service's clock, which every answer tells.
    pub clock: &'a RefCell<ServiceClock>,
    /// Who waits.
    pub priority: Priority,
}

impl<P: Platform> Client<'_, P> {
    /// `GET /v1/orders`.
    pub async fn orders(&self, list: &ListOrders) -> Result<OrdersPage, UcosError> {
        parsed(&self.send(list.call()).await?, read_orders)
    }

    /// `GET /v1/orders?search=`: the latest orders whose name, customer or email address has this in it, at most
    /// `limit`, and whose they are.
    pub async fn search(&self, text: &str, limit: u32) -> Result<Vec<Found>, UcosError> {
        let list = ListOrders { limit, search: Some(text.to_owned()), ..ListOrders::default() };
        parsed(&self.send(list.call()).await?, read_found)
    }

    /// `GET /v1/orders/:order_id`.
    pub async fn order(&self, shopify_id: u64) -> Result<Order, UcosError> {
        parsed(&self.send(requests::get_order(shopify_id)).await?, read_order)
    }

    /// The same, with its customer.
    pub async fn order_and_customer(&self, shopify_id: u64) -> Result<(Order, Customer), UcosError> {
        parsed(&self.send(requests::get_order(shopify_id)).await?, read_order_and_customer)
    }

    /// `GET /v1/statuses`.
    pub async fn statuses(&self) -> Result<Vec<Status>, UcosError> {
        parsed(&self.send(requests::list_statuses()).await?, read_statuses)
    }

    /// `GET /v1/statuses/:status_id`.
    pub async fn status(&self, status_id: &str) -> Result<Status, UcosError> {
        parsed(&self.send(requests::get_status(status_id)).await?, read_status)
    }

    /// `GET /v1/workflows`.
    pub async fn workflows(&self) -> Result<Workflows, UcosError> {
        parsed(&self.send(requests::list_workflows()).await?, read_workflows)
    }

    /// `POST /v1/orders/:order_id/status`. May message the customer on every call.
    pub async fn change_order(&self, shopify_id: u64, target: &Target) -> Result<Changed, UcosError> {
        parsed(&self.send(requests::change_order(shopify_id, target)).await?, read_changed)
    }

    /// `POST /v1/orders/status-bulk`. May message each customer on every call.
    pub async fn change_orders(&self, shopify_ids: &[u64], target: &Target) -> Result<BulkAnswer, UcosError> {
        parsed(&self.send(requests::change_orders(shopify_ids, target)).await?, read_bulk)
    }

    /// `POST /v1/orders/:order_id/notify`. Messages the customer on every call.
    pub async fn notify_order(&self, shopify_id: u64, channels: &[Channel]) -> Result<Notified, UcosError> {
        parsed(&self.send(requests::notify_order(shopify_id, channels)).await?, read_notified)
    }

    /// `POST /v1/orders/notify-bulk`. Messages each customer on every call.
    pub async fn notify_orders(
        &self,
        shopify_ids: &[u64],
        channels: &[Channel],
    ) -> Result<BulkAnswer, UcosError> {
        parsed(&self.send(requests::notify_orders(shopify_ids, channels)).await?, read_bulk)
    }

    /// `POST /v1/line-items/:lineItemId/status`; the status that the item has now, if the answer says so.
    pub async fn change_line_item(&self, id: &str, target: &Target) -> Result<Option<StatusRef>, UcosError> {
        parsed(&self.send(requests::change_line_item(id, target)).await?, read_line_item_changed)
    }

    /// `POST /v1/line-items/status-bulk`.
    pub async fn change_line_items(&self, ids: &[String], target: &Target) -> Result<BulkAnswer, UcosError> {
        parsed(&self.send(requests::change_line_items(ids, target)).await?, read_bulk)
    }

    /// `POST /v1/line-items/clear-status`.
    pub async fn clear_line_items(&self, ids: &[String]) -> Result<BulkAnswer, UcosError> {
        parsed(&self.send(requests::clear_line_items(ids)).await?, read_bulk)
    }

    /// The service's time. The budget is kept in it, since it never goes back: by a device's clock that is put back, a
    /// pause that was long over would begin anew.
    fn now(&self) -> Timestamp {
        self.clock.borrow_mut().now(self.platform.now())
    }

    async fn send(&self, call: Call) -> Result<HttpAnswer, UcosError> {
        self.budget
            .borrow_mut()
            .take(self.priority, self.now())
            .map_err(|until| UcosError::RateLimited { until })?;
        let mut headers = vec![
            ("X-API-Key", self.key.reveal().to_owned()),
            ("X-API-Version", API_VERSION.to_owned()),
            ("Accept", "application/json".to_owned()),
        ];
        if call.body.is_some() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        let url = format!("{}{}", self.base.as_str(), call.target);
        let asked = self.platform.now();
        let outcome =
            self.platform.fetch(HttpRequest { method: call.method, url, headers, body: call.body }).await;
        let answer = match outcome {
            // Whatever comes of the answer from here on, the key is not in it.
            Ok(answer) => HttpAnswer { body: without_key(self.key, answer.body), ..answer },
            Err(failure) => {
                self.budget.borrow_mut().ended();
                return Err(failure.into());
            }
        };
        self.clock.borrow_mut().follow(&answer, asked, self.platform.now());
        let paused = self.budget.borrow_mut().follow(&answer, self.now(), self.platform.random() % 1000);
        if let Some(until) = paused {
            return Err(UcosError::RateLimited { until });
        }
        match answer.status {
            200..=299 => Ok(answer),
            401 => Err(UcosError::KeyRejected),
            403 => Err(UcosError::PermissionMissing(sentence(&answer.body))),
            404 => Err(UcosError::NotFound(sentence(&answer.body))),
            status @ 400..=499 => Err(refused(status, &answer.body)),
            status => Err(UcosError::Service { status }),
        }
    }
}

/// Reads a success's body.
fn parsed<T>(answer: &HttpAnswer, read: impl Fn(&[u8]) -> Result<T, NoAnswer>) -> Result<T, UcosError> {
    read(&answer.body).map_err(UcosError::NotUcos)
}

fn refused(status: u16, body: &[u8]) -> UcosError {
    let says = sentence(body);
    let code = Object::split(body).ok().and_then(|body| body.text("error")).unwrap_or_default();
    UcosError::Refused { status, rule: Rule::named_in(&code, says.as_deref().unwrap_or_default()), says }
}

/// The service's own sentence in an error's body, if there is one: `message`, else `error`, which may be an object
/// with a `message` of its own. The documentation shows no error body.
fn sentence(body: &[u8]) -> Option<String> {
    let body = Object::split(body).ok()?;
    let inner = || body.object("error")?.text("message");
    let text = body.text("message").or_else(|| body.text("error")).or_else(inner)?;
    said::sentence(&text)
}

//! Changing the status of orders, one or many.

use serde::Deserialize;
use serde_json::json;

use super::Outcome;
use super::call::{Call, MOST_IN_BULK, within};
use super::messages::Tally;
use super::problem::Problem;
use super::rules::Target;
use super::version::Version;
use crate::database::orders::{Held, Order};
use crate::database::records::{Cause, Change};

#[derive(Debug, Deserialize)]
struct ChangeBody {
    status_id: Option<String>,
    sub_status_option_id: Option<String>,
    #[serde(default)]
    use_shopify_order_id: bool,
    #[serde(default)]
    order_ids: Vec<String>,
}

impl Call<'_> {
    /// `POST /v1/orders/:order_id/status`.
    pub fn change_order(&self, id: &str) -> Outcome {
        let body: ChangeBody = self.request.json()?;
        let rules = self.rules();
        rules.allow_orders()?;
        let target = rules.target(body.status_id.as_deref(), body.sub_status_option_id.as_deref())?;
        let order = self.find_order(id, body.use_shopify_order_id)?;
        let mut tally = Tally::default();
        let held = self.move_order(&order, &target, &mut tally)?;
        Ok(json!({
            "message": "Order status updated",
            "order": {
                "id": order.id,
                "shopify_order_id": order.gid(),
                "name": order.name,
                "status": self.status_brief(Some(&held)),
                "sub_status": self.sub_status_brief(Some(&held)),
            },
            "notifications": tally.shape(),
        }))
    }

    /// `POST /v1/orders/status-bulk`. Assumption: an id that is listed twice is changed, and its customer messaged, twice.
    pub fn change_orders(&self) -> Outcome {
        let body: ChangeBody = self.request.json()?;
        within("order_ids", &body.order_ids, MOST_IN_BULK)?;
        let rules = self.rules();
        rules.allow_orders()?;
        let target = rules.target(body.status_id.as_deref(), body.sub_status_option_id.as_deref())?;
        let mut tally = Tally::default();
        let mut results = Vec::new();
        let mut updated = 0;
        for id in &body.order_ids {
            let moved = self
                .find_order(id, body.use_shopify_order_id)
                .and_then(|order| self.move_order(&order, &target, &mut tally));
            results.push(match moved {
                Ok(_) => {
                    updated += 1;
                    json!({
                        "order_id": id,
                        "success": true,
                        "status_id": target.status.id,
                        "status_name": target.status.name,
                    })
                }
                Err(problem) if problem.status >= 500 => return Err(problem),
                Err(problem) => json!({ "order_id": id, "success": false, "error": problem.message }),
            });
        }
        let message = format!("{updated} of {} orders updated", results.len());
        Ok(if self.version >= Version::LINE_ITEMS {
            json!({
                "message": message,
                "updated": updated,
                "failed": results.len() - updated,
                "results": results,
                "notifications": tally.shape(),
            })
        } else {
            json!({ "message": message, "updated_count": updated, "notifications": tally.shape() })
        })
    }

    /// Moves one order, writes it down and messages the customer, even if the status is the one that it already had.
    fn move_order(&self, order: &Order, target: &Target<'_>, tally: &mut Tally) -> Result<Held, Problem> {
        let items = self.database.line_items(order.row)?;
        let products: Vec<_> = items.iter().map(|item| item.name.as_str()).collect();
        let from = order.held.as_ref();
        self.rules().allow_step(from.map(|held| held.status.as_str()), target.status, &products)?;
        let held = self.held_after(from, target);
        self.database.hold_order(order.row, Some(&held))?;
        if target.status.shopify_order_effect == "MARKS_ORDER_FULFILLED" {
            self.database.mark_fulfilled(order.row)?;
        }
        self.database.record_change(&Change {
            at: self.now,
            store: self.store.id,
            actor: &self.key.name,
            order_row: order.row,
            line_item: None,
            from,
            to: Some(&held),
            request_id: Some(self.request_id),
        })?;
        for &channel in &target.status.channels {
            tally.add(channel, self.message(order, &target.status.id, channel, Cause::Status)?);
        }
        Ok(held)
    }

    /// Assumption: naming the same status again, or another sub-status of it, does not start its time anew.
    pub fn held_after(&self, from: Option<&Held>, target: &Target<'_>) -> Held {
        let stays = from.filter(|held| held.status == target.status.id);
        Held {
            status: target.status.id.clone(),
            sub_status: target.sub_status.map(Into::into),
            entered_at: stays.map_or(self.now, |held| held.entered_at),
        }
    }
}

//! Changing the status of line items, one or many, and clearing it.
//!
//! Assumptions, since the documentation gives no bodies: `status_id`, `sub_status_option_id`, and `line_item_ids` for
//! the two bulk calls; an id is the service's UUID or the digits of the Shopify id; bulk results are shaped as those
//! of orders; no customer is messaged, since no answer speaks of notifications.

use serde::Deserialize;
use serde_json::json;

use super::Outcome;
use super::call::{Call, MOST_IN_BULK, within};
use super::problem::Problem;
use super::rules::Target;
use crate::database::orders::{Held, LineItem};
use crate::database::records::Change;

#[derive(Debug, Deserialize)]
struct LineItemsBody {
    status_id: Option<String>,
    sub_status_option_id: Option<String>,
    #[serde(default)]
    line_item_ids: Vec<String>,
}

impl Call<'_> {
    /// `POST /v1/line-items/:lineItemId/status`.
    pub fn change_line_item(&self, id: &str) -> Outcome {
        let body: LineItemsBody = self.request.json()?;
        let rules = self.rules();
        rules.allow_line_items()?;
        let target = rules.target(body.status_id.as_deref(), body.sub_status_option_id.as_deref())?;
        let item = self.find_line_item(id)?;
        let held = self.move_line_item(&item, Some(&target))?;
        Ok(json!({
            "success": true,
            "data": {
                "message": "Line item status updated",
                "line_item": {
                    "id": item.id,
                    "status": self.status_brief(held.as_ref()),
                    "sub_status": self.sub_status_brief(held.as_ref()),
                },
            },
        }))
    }

    /// `POST /v1/line-items/status-bulk`.
    pub fn change_line_items(&self) -> Outcome {
        let body: LineItemsBody = self.request.json()?;
        within("line_item_ids", &body.line_item_ids, MOST_IN_BULK)?;
        let rules = self.rules();
        rules.allow_line_items()?;
        let target = rules.target(body.status_id.as_deref(), body.sub_status_option_id.as_deref())?;
        self.move_line_items(&body.line_item_ids, Some(&target))
    }

    /// `POST /v1/line-items/clear-status`.
    pub fn clear_line_items(&self) -> Outcome {
        let body: LineItemsBody = self.request.json()?;
        within("line_item_ids", &body.line_item_ids, MOST_IN_BULK)?;
        self.rules().allow_line_items()?;
        self.move_line_items(&body.line_item_ids, None)
    }

    fn move_line_items(&self, ids: &[String], target: Option<&Target<'_>>) -> Outcome {
        let mut results = Vec::new();
        let mut updated = 0;
        for id in ids {
            let moved = self.find_line_item(id).and_then(|item| self.move_line_item(&item, target));
            results.push(match moved {
                Ok(_) => {
                    updated += 1;
                    json!({
                        "line_item_id": id,
                        "success": true,
                        "status_id": target.map(|target| &target.status.id),
                        "status_name": target.map(|target| &target.status.name),
                    })
                }
                Err(problem) if problem.status >= 500 => return Err(problem),
                Err(problem) => json!({ "line_item_id": id, "success": false, "error": problem.message }),
            });
        }
        Ok(json!({
            "success": true,
            "data": {
                "message": format!("{updated} of {} line items updated", ids.len()),
                "updated": updated,
                "failed": ids.len() - updated,
                "results": results,
            },
        }))
    }

    fn find_line_item(&self, id: &str) -> Result<LineItem, Problem> {
        let found = self.database.line_item(self.store.id, id, id.parse().ok())?;
        found.ok_or_else(|| Problem::not_found(format!("There is no line item {id} in this store.")))
    }

    fn move_line_item(&self, item: &LineItem, target: Option<&Target<'_>>) -> Result<Option<Held>, Problem> {
        let from = item.held.as_ref();
        if let Some(target) = target {
            let from = from.map(|held| held.status.as_str());
            self.rules().allow_step(from, target.status, &[item.name.as_str()])?;
        }
        let held = target.map(|target| self.held_after(from, target));
        self.database.hold_line_item(item.row, held.as_ref())?;
        self.database.record_change(&Change {
            at: self.now,
            store: self.store.id,
            actor: &self.key.name,
            order_row: item.order_row,
            line_item: Some(item.row),
            from,
            to: held.as_ref(),
            request_id: Some(self.request_id),
        })?;
        Ok(held)
    }
}

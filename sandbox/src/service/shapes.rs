//! The JSON of answers, by version. Decides nothing.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::problem::Problem;
use super::version::Version;
use crate::database::catalog::{Status, Workflow};
use crate::database::orders::{Held, LineItem, Order};

impl Call<'_> {
    /// An order as the two reading endpoints give it.
    pub fn order_shape(&self, order: &Order) -> Result<Value, Problem> {
        let mut items = Vec::new();
        for item in self.database.line_items(order.row)? {
            items.push(self.line_item_shape(&item));
        }
        let mut shape = json!({
            "id": order.id,
            "shopify_order_id": order.gid(),
            "name": order.name,
            "created_at": order.created_at,
            "customer": order.customer,
            "shipping_address": order.shipping_address,
            "total_price": format!("{}.{:02}", order.total_cents / 100, order.total_cents % 100),
            "currency": order.currency,
            "line_items": items,
            "note": order.note,
            "cancelled": order.cancelled,
        });
        let names = if self.version >= Version::CUSTOM_STATUS {
            ["custom_status", "custom_sub_status"]
        } else {
            ["status", "sub_status"]
        };
        shape[names[0]] = self.status_brief(order.held.as_ref());
        shape[names[1]] = self.sub_status_brief(order.held.as_ref());
        if self.version >= Version::ADDONS {
            let mut addons = Vec::new();
            for addon in self.database.addons(order.row)? {
                let held =
                    Held { status: addon.status, sub_status: addon.sub_status, entered_at: order.created_at };
                let mut brief = self.status_brief(Some(&held));
                brief["sub_status"] = self.sub_status_brief(Some(&held));
                addons.push(brief);
            }
            shape["addon_statuses"] = addons.into();
        }
        Ok(shape)
    }

    /// Assumption: since 1.4 a line item carries its own status.
    fn line_item_shape(&self, item: &LineItem) -> Value {
        let mut shape = json!({
            "id": item.id,
            "shopify_line_item_id": format!("gid://shopify/LineItem/{}", item.shopify_id),
            "name": item.name,
            "quantity": item.quantity,
        });
        if self.version >= Version::LINE_ITEMS {
            shape["status"] = self.status_brief(item.held.as_ref());
            shape["sub_status"] = self.sub_status_brief(item.held.as_ref());
        }
        shape
    }

    /// Assumption: an order without a status has null.
    pub fn status_brief(&self, held: Option<&Held>) -> Value {
        let status = held.and_then(|held| self.catalog.status(&held.status));
        status.map_or(
            Value::Null,
            |status| json!({ "id": status.id, "name": status.name, "color": status.color }),
        )
    }

    pub fn sub_status_brief(&self, held: Option<&Held>) -> Value {
        let find = |held: &Held| {
            let option = self.catalog.status(&held.status)?.sub_status(held.sub_status.as_ref()?)?;
            Some(json!({ "id": option.id, "name": option.name }))
        };
        held.and_then(find).unwrap_or(Value::Null)
    }

    /// A status as the status endpoints give it.
    pub fn status_shape(&self, status: &Status) -> Value {
        let mut shape = self.status_head(status);
        let channels: Map<_, _> = crate::database::catalog::Channel::ALL
            .into_iter()
            .map(|channel| (channel.name().to_owned(), status.channels.contains(&channel).into()))
            .collect();
        shape["notifications"] = channels.into();
        shape["shopify_order_effect"] = json!(status.shopify_order_effect);
        shape["max_duration"] = json!({
            "enabled": status.limit_seconds.is_some(),
            "seconds": status.limit_seconds.unwrap_or(0),
            "skip_weekends": status.skip_weekends,
            "show_public_overdue_date": status.show_public_overdue_date,
        });
        // Assumption: this is the key's name; only that holidays can be skipped since 1.2 is documented.
        if self.version >= Version::DRAFTS {
            shape["max_duration"]["skip_holidays"] = json!(status.skip_holidays);
        }
        let option = |option: &crate::database::catalog::SubStatus| json!({ "id": option.id, "name": option.name, "order": option.position });
        shape["sub_status_group"] = status.sub_statuses.as_ref().map_or(Value::Null, |group| {
            let options: Vec<_> = group.options.iter().map(option).collect();
            json!({ "id": group.id, "name": group.name, "options": options })
        });
        shape
    }

    /// What statuses and workflows tell of a status alike.
    fn status_head(&self, status: &Status) -> Value {
        let mut head = json!({
            "id": status.id,
            "name": status.name,
            "public_name": status.public_name,
            "use_public_name": status.use_public_name,
            "display_name": status.display_name(),
            "color": status.color,
            "order": status.position,
            "is_independent": status.is_independent,
        });
        if self.version >= Version::ADDONS {
            head["is_addon"] = status.is_addon.into();
        }
        head
    }

    /// A workflow with its statuses.
    pub fn workflow_shape(&self, workflow: &Workflow) -> Value {
        let statuses: Vec<_> = workflow
            .statuses
            .iter()
            .filter_map(|id| self.catalog.status(id))
            .map(|status| self.status_head(status))
            .collect();
        json!({
            "id": workflow.id,
            "name": workflow.name,
            "description": workflow.description,
            "color": workflow.color,
            "order": workflow.position,
            "status_count": statuses.len(),
            "statuses": statuses,
        })
    }
}

//! Messaging customers about the status that their order is in, one or many.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Outcome;
use super::call::{Call, MOST_IN_BULK, within};
use super::messages::Delivery;
use super::problem::Problem;
use super::version::Version;
use crate::database::catalog::Channel;
use crate::database::orders::Order;
use crate::database::records::Cause;

#[derive(Debug, Deserialize)]
struct NotifyBody {
    #[serde(default)]
    channels: Vec<String>,
    #[serde(default)]
    use_shopify_order_id: bool,
    #[serde(default)]
    order_ids: Vec<String>,
}

impl NotifyBody {
    fn channels(&self) -> Result<Vec<Channel>, Problem> {
        let find = |name: &String| {
            let known = Channel::ALL.into_iter().find(|channel| channel.name() == name);
            known.ok_or_else(|| {
                Problem::bad_request(format!("There is no channel `{name}`: use email, sms, whatsapp."))
            })
        };
        if self.channels.is_empty() {
            return Err(Problem::bad_request("`channels` must name at least one of email, sms, whatsapp."));
        }
        self.channels.iter().map(find).collect()
    }
}

impl Call<'_> {
    /// `POST /v1/orders/:order_id/notify`.
    pub fn notify_order(&self, id: &str) -> Outcome {
        let body: NotifyBody = self.request.json()?;
        let channels = body.channels()?;
        let order = self.find_order(id, body.use_shopify_order_id)?;
        let (sent, _) = self.tell_customer(&order, &channels)?;
        Ok(json!({ "message": "Notifications processed", "order_id": id, "notifications_sent": sent }))
    }

    /// `POST /v1/orders/notify-bulk`. Assumption: an order counts as failed when no message to its customer went out.
    pub fn notify_orders(&self) -> Outcome {
        let body: NotifyBody = self.request.json()?;
        let channels = body.channels()?;
        within("order_ids", &body.order_ids, MOST_IN_BULK)?;
        let mut results = Vec::new();
        let mut reached_count = 0;
        for id in &body.order_ids {
            let told = self.find_order(id, body.use_shopify_order_id);
            results.push(match told.and_then(|order| self.tell_customer(&order, &channels)) {
                Ok((sent, true)) => {
                    reached_count += 1;
                    json!({ "order_id": id, "success": true, "notifications_sent": sent })
                }
                Ok((_, false)) => {
                    json!({ "order_id": id, "success": false, "error": "No message could be sent." })
                }
                Err(problem) if problem.status >= 500 => return Err(problem),
                Err(problem) => json!({ "order_id": id, "success": false, "error": problem.message }),
            });
        }
        let failed = results.len() - reached_count;
        let message = format!("{reached_count} of {} orders notified", results.len());
        Ok(if self.version >= Version::LINE_ITEMS {
            json!({ "message": message, "sent": reached_count, "failed": failed, "results": results })
        } else {
            // Assumption: the older shape is like that of the older bulk change.
            json!({ "message": message, "sent_count": reached_count })
        })
    }

    /// What became of each channel, and whether any message went out.
    fn tell_customer(&self, order: &Order, channels: &[Channel]) -> Result<(Value, bool), Problem> {
        let held = order.held.as_ref().ok_or_else(|| {
            // Assumption: without a status there is nothing to tell.
            Problem::unprocessable(
                "no_status",
                format!("Order {} has no status to tell its customer of.", order.name),
            )
        })?;
        let mut sent = Map::new();
        for channel in Channel::ALL {
            let delivery = if channels.contains(&channel) {
                self.message(order, &held.status, channel, Cause::Notify)?
            } else {
                Delivery::Skipped
            };
            sent.insert(channel.name().into(), delivery.name().into());
        }
        let reached = sent.values().any(|result| result == Delivery::Sent.name());
        Ok((sent.into(), reached))
    }
}

//! What became of a change or a message, as the service answers it. All in it is optional: the status code has said
//! already that the call was carried out.

use super::order::{StatusRef, SubStatusRef};
use super::{NoAnswer, body};
use crate::json::{FromJson, Object};
use crate::ucos::said;

/// How many messages a change sent, by the service's own count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MessagesSent {
    /// Sent.
    pub total_sent: i64,
    /// Tried and failed.
    pub total_failed: i64,
}

impl FromJson for MessagesSent {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(MessagesSent {
            total_sent: object.whole("total_sent").unwrap_or_default(),
            total_failed: object.whole("total_failed").unwrap_or_default(),
        })
    }
}

/// The answer of a change of one order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The status that the order has now; `None` if the answer does not say.
    pub status: Option<StatusRef>,
    /// Its sub-status now.
    pub sub_status: Option<SubStatusRef>,
    /// Who was messaged.
    pub messages: MessagesSent,
}

/// Reads the body of `POST /v1/orders/:order_id/status`.
pub fn read_changed(bytes: &[u8]) -> Result<Changed, NoAnswer> {
    let body = body(bytes)?;
    let order = body.object("order");
    let order = order.as_ref();
    let status = |name: &str| order.and_then(|order| order.child(name));
    let sub_status = |name: &str| order.and_then(|order| order.child(name));
    Ok(Changed {
        status: status("status").or_else(|| status("custom_status")),
        sub_status: sub_status("sub_status").or_else(|| sub_status("custom_sub_status")),
        messages: body.child("notifications").unwrap_or_default(),
    })
}

/// What became of one order (or line item) of a bulk call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkResult {
    /// The order, or the line item, as the request named it.
    pub id: String,
    /// Whether it was done; `None` if the answer does not say.
    pub success: Option<bool>,
    /// Why not.
    pub error: Option<String>,
}

impl FromJson for BulkResult {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(BulkResult {
            id: said::id(object, "order_id").or_else(|| said::id(object, "line_item_id"))?,
            success: object.has("success").then(|| object.is_true("success")),
            error: object.text("error").and_then(|text| said::sentence(&text)),
        })
    }
}

/// The answer of a bulk call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkAnswer {
    /// How many were done, by the service's count; `None` if it does not say.
    pub done: Option<i64>,
    /// One by one; empty in answers older than 1.4.
    pub results: Vec<BulkResult>,
}

/// Reads the body of a bulk call, of 1.4 or older, bare or in the line items' `data` envelope.
pub fn read_bulk(bytes: &[u8]) -> Result<BulkAnswer, NoAnswer> {
    let body = body(bytes)?;
    let answer = body.object("data").unwrap_or(body);
    let done =
        ["updated", "updated_count", "sent", "cleared"].into_iter().find_map(|name| answer.whole(name));
    Ok(BulkAnswer { done, results: answer.children("results") })
}

/// What became of a message, by channel: `sent`, `skipped`, `failed`, or `None` if the answer does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notified {
    /// By email.
    pub email: Option<String>,
    /// By text message.
    pub sms: Option<String>,
    /// By WhatsApp.
    pub whatsapp: Option<String>,
}

/// Reads the body of `POST /v1/orders/:order_id/notify`.
pub fn read_notified(bytes: &[u8]) -> Result<Notified, NoAnswer> {
    let body = body(bytes)?;
    let sent = body.object("notifications_sent");
    let channel =
        |name: &str| sent.as_ref().map(|sent| said::word(sent, name)).filter(|word| !word.is_empty());
    Ok(Notified { email: channel("email"), sms: channel("sms"), whatsapp: channel("whatsapp") })
}

/// Reads the body of `POST /v1/line-items/:lineItemId/status` (1.4): the status that the item has now.
pub fn read_line_item_changed(bytes: &[u8]) -> Result<Option<StatusRef>, NoAnswer> {
    let body = body(bytes)?;
    if body.has("success") && !body.is_true("success") {
        return Err("a success that says it is none");
    }
    Ok(body.object("data").and_then(|data| data.object("line_item")).and_then(|item| item.child("status")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_whether_or_not_it_says_much() {
        let whole = read_changed(
            br##"{"message":"ok","order":{"id":"u","status":{"id":"s","name":"N","color":"#fff"},"sub_status":{"id":"o","name":"O"}},
                "notifications":{"total_sent":2,"total_failed":1,"by_channel":{}}}"##,
        )
        .unwrap();
        assert_eq!(whole.status.unwrap().id, "s");
        assert_eq!(whole.sub_status.unwrap().id, "o");
        assert_eq!((whole.messages.total_sent, whole.messages.total_failed), (2, 1));
        assert_eq!(read_changed(b"{}").unwrap(), Changed::default());
        assert!(read_changed(b"").is_err());
    }

    #[test]
    fn bulk_answers_of_every_age() {
        let new = read_bulk(br#"{"updated":1,"failed":1,"results":[{"order_id":"1","success":true},{"order_id":"2","success":false,"error":"no"}]}"#).unwrap();
        assert_eq!(new.done, Some(1));
        assert_eq!(new.results[1].error.as_deref(), Some("no"));
        assert_eq!(read_bulk(br#"{"message":"m","updated_count":7}"#).unwrap().done, Some(7));
        let items = read_bulk(
            br#"{"success":true,"data":{"updated":3,"results":[{"line_item_id":"l","success":true}]}}"#,
        )
        .unwrap();
        assert_eq!((items.done, items.results[0].id.as_str()), (Some(3), "l"));
        assert_eq!(
            read_line_item_changed(br#"{"data":{"line_item":{"id":"l","status":{"id":"s"}}}}"#)
                .unwrap()
                .unwrap()
                .id,
            "s"
        );
    }
}

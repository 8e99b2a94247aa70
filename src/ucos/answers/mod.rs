//! What the service answers, as types. Strict where we depend on it (ids, names, the status of an order), lenient
//! elsewhere; unknown members are passed over. Personal data in an answer is read where a person
//! asked for it (`customer`, `found`) and else not at all, and so never kept.

mod changed;
mod customer;
mod found;
mod order;
mod status;

pub use changed::{
    BulkAnswer, BulkResult, Changed, MessagesSent, Notified, read_bulk, read_changed, read_line_item_changed,
    read_notified,
};
pub use customer::{Customer, read_order_and_customer};
pub use found::{Found, read_found};
pub use order::{AddonRef, LineItem, Order, OrdersPage, StatusRef, SubStatusRef, read_order, read_orders};
pub use status::{
    MaxDuration, Notifications, Status, SubStatusGroup, SubStatusOption, Workflow, WorkflowStatus, Workflows,
    read_status, read_statuses, read_workflows,
};

use crate::json::{NoObject, Object};

/// Why the body of a success is no answer of UCOS, in words for the journal of a developer.
pub type NoAnswer = &'static str;

/// Splits the body of a success; what is no JSON object is named by what it looks like.
fn body(bytes: &[u8]) -> Result<Object<'_>, NoAnswer> {
    Object::split(bytes).map_err(|error| match error {
        NoObject::Empty => "an empty answer",
        NoObject::WebPage => "a web page instead of data",
        NoObject::BreaksOff => "an answer that breaks off",
        NoObject::OtherShape => "data of another shape",
        NoObject::NotJson => "an answer that is no JSON",
    })
}

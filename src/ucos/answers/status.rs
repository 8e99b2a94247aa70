//! Statuses and workflows as the service answers them, and as the store keeps them.

use super::{NoAnswer, body};
use crate::json::{FromJson, Object, read};
use crate::ucos::said;
use serde::Serialize;

/// The most statuses of a store that are read, and the most of a workflow. A menu of more serves nobody.
const MAX_STATUSES: usize = 500;

/// The most workflows of a store that are read.
const MAX_WORKFLOWS: usize = 50;

/// The most sub-statuses of a status that are read.
const MAX_OPTIONS: usize = 250;

/// The most sub-statuses of a store that are read: the catalog's view has to fit where it is published.
const MAX_ALL_OPTIONS: usize = 2_000;

/// How long an order may stay in a status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MaxDuration {
    /// Whether there is a limit.
    pub enabled: bool,
    /// The limit, in seconds of counted time.
    pub seconds: i64,
    /// Whether weekend days do not count.
    pub skip_weekends: bool,
    /// Whether holidays do not count (since 1.2; the name is a guess).
    pub skip_holidays: bool,
    /// Whether customers are shown the due date.
    pub show_public_overdue_date: bool,
}

impl FromJson for MaxDuration {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(MaxDuration {
            enabled: object.is_true("enabled"),
            seconds: object.whole("seconds").unwrap_or_default(),
            skip_weekends: object.is_true("skip_weekends"),
            skip_holidays: object.is_true("skip_holidays"),
            show_public_overdue_date: object.is_true("show_public_overdue_date"),
        })
    }
}

/// By which channels the service messages the customer on a change to a status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Notifications {
    /// By email.
    pub email: bool,
    /// By text message.
    pub sms: bool,
    /// By WhatsApp.
    pub whatsapp: bool,
}

impl FromJson for Notifications {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Notifications {
            email: object.is_true("email"),
            sms: object.is_true("sms"),
            whatsapp: object.is_true("whatsapp"),
        })
    }
}

/// An option of a sub-status group; its id is the `sub_status_option_id` of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubStatusOption {
    /// UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its position in the group; 0 if the service does not say.
    pub order: i64,
}

impl FromJson for SubStatusOption {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let id = said::id(object, "id")?;
        Some(SubStatusOption {
            name: said::name_or_id(object, "name", &id),
            order: object.whole("order").unwrap_or_default(),
            id,
        })
    }
}

/// The sub-statuses that a status can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubStatusGroup {
    /// Each option.
    pub options: Vec<SubStatusOption>,
}

impl FromJson for SubStatusGroup {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(SubStatusGroup { options: said::first(object, "options", MAX_OPTIONS) })
    }
}

/// One status of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// UUID.
    pub id: String,
    /// The internal name, which staff know it by.
    pub name: String,
    /// The customer-facing name if one is used, else the internal one.
    pub display_name: String,
    /// Should be `#rrggbb`; may be anything.
    pub color: String,
    /// Position in the store's list; 0 if the service does not say.
    pub order: i64,
    /// Whether it stands outside the sequence.
    pub is_independent: bool,
    /// Whether it goes beside another status (1.1).
    pub is_addon: bool,
    /// Whom the service messages on a change to it.
    pub notifications: Notifications,
    /// What a change to it does to the Shopify order; `NONE`, `MARKS_ORDER_FULFILLED`, others.
    pub shopify_order_effect: String,
    /// How long it may last.
    pub max_duration: MaxDuration,
    /// Its sub-statuses, if it has any; then a change must name one.
    pub sub_status_group: Option<SubStatusGroup>,
}

impl FromJson for Status {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let id = said::id(object, "id")?;
        // One without a name is no status; one whose name cannot be shown is.
        object.raw("name").filter(|raw| raw.starts_with(b"\""))?;
        Some(Status {
            name: said::name_or_id(object, "name", &id),
            display_name: said::name_or_id(
                object,
                if object.has("display_name") { "display_name" } else { "name" },
                &id,
            ),
            color: said::word(object, "color"),
            order: object.whole("order").unwrap_or_default(),
            is_independent: object.is_true("is_independent"),
            is_addon: object.is_true("is_addon"),
            notifications: object.child("notifications").unwrap_or_default(),
            shopify_order_effect: said::word(object, "shopify_order_effect"),
            max_duration: object.child("max_duration").unwrap_or_default(),
            sub_status_group: object.child("sub_status_group"),
            id,
        })
    }
}

/// A workflow: statuses in sequence (1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Workflow {
    /// UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Position among the workflows; 0 if the service does not say.
    pub order: i64,
    /// Its statuses; the whole of each is in `GET /v1/statuses`.
    pub statuses: Vec<WorkflowStatus>,
}

impl FromJson for Workflow {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let id = said::id(object, "id")?;
        Some(Workflow {
            name: said::name_or_id(object, "name", &id),
            order: object.whole("order").unwrap_or_default(),
            statuses: said::first(object, "statuses", MAX_STATUSES),
            id,
        })
    }
}

/// A status's place in a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkflowStatus {
    /// The status's UUID.
    pub id: String,
    /// Position in the workflow; 0 if the service does not say.
    pub order: i64,
}

impl FromJson for WorkflowStatus {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(WorkflowStatus { id: said::id(object, "id")?, order: object.whole("order").unwrap_or_default() })
    }
}

/// The answer of `GET /v1/workflows`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Workflows {
    /// Each workflow.
    pub workflows: Vec<Workflow>,
    /// Whether the store uses workflows.
    pub workflows_enabled: bool,
    /// Whether orders must go through a workflow in sequence, never back.
    pub enforce_workflow_order: bool,
}

impl FromJson for Workflows {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Workflows {
            workflows: said::first(object, "workflows", MAX_WORKFLOWS),
            workflows_enabled: object.is_true("workflows_enabled"),
            enforce_workflow_order: object.is_true("enforce_workflow_order"),
        })
    }
}

/// Reads the body of `GET /v1/statuses`. A bad status spoils itself only.
pub fn read_statuses(bytes: &[u8]) -> Result<Vec<Status>, NoAnswer> {
    let list = body(bytes)?.list("statuses").ok_or("an answer without a list of statuses")?;
    let mut statuses: Vec<Status> = list.into_iter().filter_map(read).take(MAX_STATUSES).collect();
    let mut left = MAX_ALL_OPTIONS;
    for group in statuses.iter_mut().filter_map(|status| status.sub_status_group.as_mut()) {
        group.options.truncate(left);
        left -= group.options.len();
    }
    Ok(statuses)
}

/// Reads the body of `GET /v1/statuses/:status_id`.
pub fn read_status(bytes: &[u8]) -> Result<Status, NoAnswer> {
    body(bytes)?.child("status").ok_or("a status without id or name")
}

/// Reads the body of `GET /v1/workflows`.
pub fn read_workflows(bytes: &[u8]) -> Result<Workflows, NoAnswer> {
    Workflows::from_json(&body(bytes)?).ok_or("an answer without workflows")
}

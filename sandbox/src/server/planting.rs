//! Control over texts: names, colours and notes as somebody with the service's or the shop's own pages may write them,
//! sense or nonsense. Whatever is not named stays as it is.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Json;
use serde::Deserialize;
use serde_json::json;

use super::control::{Answer, Refusal, Sandbox, find_store, parse};
use crate::database::catalog::Channel;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogBody {
    #[serde(default)]
    statuses: Vec<StatusBody>,
    /// In place of all that there are.
    workflows: Option<Vec<WorkflowBody>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusBody {
    id: String,
    name: Option<String>,
    /// The name to show to customers, from then on shown.
    public_name: Option<String>,
    color: Option<String>,
    /// By name.
    channels: Option<Vec<String>>,
    /// In place of those that it has.
    sub_statuses: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkflowBody {
    name: String,
    statuses: Vec<String>,
}

pub(super) async fn catalog(State(shared): Sandbox, Path(store): Path<String>, body: Bytes) -> Answer {
    let body: CatalogBody = parse(&body)?;
    let mut state = shared.lock();
    state.service.forget_catalogs();
    let database = state.service.database();
    let store = find_store(database, &store)?;
    let catalog = database.catalog(store.id)?;
    for StatusBody { id, name, public_name, color, channels, sub_statuses } in body.statuses {
        let missing = || Refusal(StatusCode::NOT_FOUND, format!("there is no status {id}"));
        let mut status = catalog.status(&id).ok_or_else(missing)?.clone();
        status.name = name.unwrap_or(status.name);
        status.use_public_name |= public_name.is_some();
        status.public_name = public_name.or(status.public_name);
        status.color = color.unwrap_or(status.color);
        if let Some(names) = channels {
            let is_named = |channel: &Channel| names.iter().any(|name| name == channel.name());
            status.channels = Channel::ALL.into_iter().filter(is_named).collect();
        }
        database.save_status_texts(&status, sub_statuses.as_deref())?;
    }
    if let Some(workflows) = body.workflows {
        let workflows: Vec<_> = workflows.into_iter().map(|each| (each.name, each.statuses)).collect();
        database.replace_workflows(store.id, &workflows)?;
    }
    Ok(Json(json!({ "ok": true })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderBody {
    name: Option<String>,
    note: Option<String>,
    /// In place of those that it has.
    #[serde(default)]
    line_items: Vec<ItemBody>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemBody {
    name: String,
    status_id: Option<String>,
}

pub(super) async fn order_texts(
    State(shared): Sandbox,
    Path((store, id)): Path<(String, i64)>,
    body: Bytes,
) -> Answer {
    let body: OrderBody = parse(&body)?;
    let state = shared.lock();
    let database = state.service.database();
    let store = find_store(database, &store)?;
    let missing = || Refusal(StatusCode::NOT_FOUND, format!("there is no order {id} in this store"));
    let mut order = database.order_by_shopify_id(store.id, id)?.ok_or_else(missing)?;
    order.name = body.name.unwrap_or(order.name);
    order.note = body.note.or(order.note);
    let items: Vec<_> = body.line_items.into_iter().map(|item| (item.name, item.status_id)).collect();
    database.save_order_texts(&order, &items)?;
    Ok(Json(json!({ "ok": true })))
}

//! The control interface: what tests see of the sandbox and do to it behind the clients' backs. Plain HTTP, JSON.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::faults::Fault;
use super::planting;
use super::state::Shared;
use crate::database::catalog::{Catalog, Status};
use crate::database::orders::{Held, Order};
use crate::database::stores::{Permission, StatusSpecificity, Store};
use crate::database::{Database, DatabaseError};
use crate::service::ElsewhereError;
use crate::time::Millis;

/// The control interface.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/requests", get(requests).delete(clear_requests))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/keys/{name}", post(change_key))
        .route("/orders/{store}/{id}", get(order))
        .route("/orders/{store}/{id}/status", post(move_order))
        .route("/orders/{store}/{id}/texts", post(planting::order_texts))
        .route("/catalog/{store}", post(planting::catalog))
        .route("/journal", get(journal))
        .route("/outbox", get(outbox))
        .route("/statuses/{store}", get(statuses))
        .route("/clock", get(clock).post(move_clock))
        .route("/stores/{handle}", post(change_store))
        .fallback(|| async {
            Refusal(StatusCode::NOT_FOUND, "no such control; see sandbox/README.md".into())
        })
        // Texts of a megabyte each are planted too.
        .layer(DefaultBodyLimit::max(64 << 20))
        .with_state(shared)
}

pub(super) type Sandbox = State<Arc<Shared>>;
pub(super) type Answer = Result<Json<Value>, Refusal>;

/// A status and a sentence.
pub(super) struct Refusal(pub StatusCode, pub String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<DatabaseError> for Refusal {
    fn from(error: DatabaseError) -> Self {
        Self(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl From<ElsewhereError> for Refusal {
    fn from(error: ElsewhereError) -> Self {
        let status = match error {
            ElsewhereError::Database(_) => StatusCode::INTERNAL_SERVER_ERROR,
            ElsewhereError::UnknownStore(_) | ElsewhereError::UnknownOrder(_) => StatusCode::NOT_FOUND,
            ElsewhereError::UnknownStatus(_) | ElsewhereError::WrongSubStatus(_) => StatusCode::BAD_REQUEST,
        };
        Self(status, error.to_string())
    }
}

/// The body as JSON, whatever content type it claims.
pub(super) fn parse<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal(StatusCode::BAD_REQUEST, format!("the body: {error}")))
}

pub(super) fn find_store(database: &Database, handle: &str) -> Result<Store, Refusal> {
    let missing = || Refusal(StatusCode::NOT_FOUND, format!("there is no store {handle}"));
    database.store_by_handle(handle)?.ok_or_else(missing)
}

async fn health(State(shared): Sandbox) -> Json<Value> {
    Json(json!({ "ok": true, "now": shared.lock().clock.now() }))
}

async fn requests(State(shared): Sandbox) -> Json<Value> {
    Json(json!(shared.lock().log))
}

async fn clear_requests(State(shared): Sandbox) -> Json<Value> {
    shared.lock().log.clear();
    Json(json!({ "ok": true }))
}

async fn faults(State(shared): Sandbox) -> Json<Value> {
    Json(json!(shared.lock().faults.waiting))
}

async fn add_fault(State(shared): Sandbox, body: Bytes) -> Answer {
    let fault: Fault = parse(&body)?;
    let renew = fault.wants_fresh_connection();
    shared.lock().faults.waiting.push(fault);
    if renew {
        shared.renew_connections();
    }
    Ok(Json(json!({ "ok": true })))
}

async fn clear_faults(State(shared): Sandbox) -> Json<Value> {
    shared.lock().faults.waiting.clear();
    Json(json!({ "ok": true }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyBody {
    store: String,
    revoked: Option<bool>,
    per_minute: Option<u32>,
    per_day: Option<u32>,
    permissions: Option<Vec<Permission>>,
}

async fn change_key(State(shared): Sandbox, Path(name): Path<String>, body: Bytes) -> Answer {
    let body: KeyBody = parse(&body)?;
    let state = shared.lock();
    let database = state.service.database();
    let store = find_store(database, &body.store)?;
    let missing = || Refusal(StatusCode::NOT_FOUND, format!("{} has no key {name}", body.store));
    let mut key = database.key_by_name(store.id, &name)?.ok_or_else(missing)?;
    key.revoked = body.revoked.unwrap_or(key.revoked);
    key.per_minute = body.per_minute.unwrap_or(key.per_minute);
    key.per_day = body.per_day.unwrap_or(key.per_day);
    key.permissions = body.permissions.unwrap_or(key.permissions);
    database.save_key(&key)?;
    Ok(Json(json!({ "ok": true })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveBody {
    status_id: Option<String>,
    sub_status_option_id: Option<String>,
}

async fn move_order(State(shared): Sandbox, Path((store, id)): Path<(String, i64)>, body: Bytes) -> Answer {
    let body: MoveBody = parse(&body)?;
    let to = body.status_id.as_deref().map(|status| (status, body.sub_status_option_id.as_deref()));
    let mut state = shared.lock();
    let now = state.clock.now();
    let order = state.service.move_elsewhere(&store, id, to, now)?;
    order_row(state.service.database(), &order).map(Json)
}

async fn order(State(shared): Sandbox, Path((store, id)): Path<(String, i64)>) -> Answer {
    let state = shared.lock();
    let database = state.service.database();
    let store = find_store(database, &store)?;
    let missing = || Refusal(StatusCode::NOT_FOUND, format!("there is no order {id} in this store"));
    let order = database.order_by_shopify_id(store.id, id)?.ok_or_else(missing)?;
    order_row(database, &order).map(Json)
}

fn order_row(database: &Database, order: &Order) -> Result<Value, Refusal> {
    let catalog = database.catalog(order.store)?;
    let item = |item: crate::database::orders::LineItem| {
        let mut row = held_row(&catalog, item.held.as_ref());
        row["id"] = json!(item.id);
        row["shopify_line_item_id"] = json!(item.shopify_id.to_string());
        row["name"] = json!(item.name);
        row
    };
    let mut row = held_row(&catalog, order.held.as_ref());
    row["id"] = json!(order.shopify_id.to_string());
    row["uuid"] = json!(order.id);
    row["kind"] = json!(order.kind);
    row["name"] = json!(order.name);
    row["created_at"] = json!(order.created_at);
    row["cancelled"] = json!(order.cancelled);
    row["fulfillment"] = json!(order.fulfillment);
    row["email"] = json!(order.customer.email);
    row["phone"] = json!(order.customer.phone);
    row["line_items"] = database.line_items(order.row)?.into_iter().map(item).collect::<Vec<_>>().into();
    Ok(row)
}

fn held_row(catalog: &Catalog, held: Option<&Held>) -> Value {
    let status = held.and_then(|held| catalog.status(&held.status));
    let sub_status = held.and_then(|held| status?.sub_status(held.sub_status.as_ref()?));
    json!({
        "status_id": status.map(|status| &status.id),
        "status": status.map(|status| &status.name),
        "sub_status_option_id": sub_status.map(|option| &option.id),
        "sub_status": sub_status.map(|option| &option.name),
        "entered_at": held.map(|held| held.entered_at),
    })
}

#[derive(Debug, Deserialize)]
struct OfStore {
    store: Option<String>,
}

async fn journal(State(shared): Sandbox, Query(of): Query<OfStore>) -> Answer {
    let state = shared.lock();
    let database = state.service.database();
    let store = of.store.map(|handle| find_store(database, &handle)).transpose()?;
    Ok(Json(json!(database.journal(store.map(|store| store.id))?)))
}

async fn outbox(State(shared): Sandbox, Query(of): Query<OfStore>) -> Answer {
    let state = shared.lock();
    let database = state.service.database();
    let store = of.store.map(|handle| find_store(database, &handle)).transpose()?;
    Ok(Json(json!(database.outbox(store.map(|store| store.id))?)))
}

async fn statuses(State(shared): Sandbox, Path(store): Path<String>) -> Answer {
    let state = shared.lock();
    let database = state.service.database();
    let catalog = database.catalog(find_store(database, &store)?.id)?;
    let row = |status: &Status| {
        let options = status.sub_statuses.iter().flat_map(|group| &group.options);
        json!({
            "id": status.id,
            "name": status.name,
            "color": status.color,
            "is_addon": status.is_addon,
            "is_independent": status.is_independent,
            "channels": status.channels.iter().map(|channel| channel.name()).collect::<Vec<_>>(),
            "shopify_order_effect": status.shopify_order_effect,
            "limit_seconds": status.limit_seconds,
            "sub_statuses": options.map(|option| json!({ "id": option.id, "name": option.name })).collect::<Vec<_>>(),
        })
    };
    Ok(Json(catalog.statuses.iter().map(row).collect::<Vec<_>>().into()))
}

async fn clock(State(shared): Sandbox) -> Json<Value> {
    Json(json!({ "now": shared.lock().clock.now() }))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ClockBody {
    AdvanceSeconds(i64),
    Set(String),
}

async fn move_clock(State(shared): Sandbox, body: Bytes) -> Answer {
    let body: ClockBody = parse(&body)?;
    let mut state = shared.lock();
    match body {
        ClockBody::AdvanceSeconds(seconds) => state.clock.advance(seconds.saturating_mul(1000)),
        ClockBody::Set(text) => {
            let bad =
                || Refusal(StatusCode::BAD_REQUEST, format!("`{text}` is no ISO 8601 time with an offset"));
            state.clock.set(Millis::parse(&text).ok_or_else(bad)?);
        }
    }
    Ok(Json(json!({ "now": state.clock.now() })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreBody {
    staff: Option<String>,
    workflows_enabled: Option<bool>,
    enforce_workflow_order: Option<bool>,
    status_specificity: Option<StatusSpecificity>,
    retry_after: Option<bool>,
}

async fn change_store(State(shared): Sandbox, Path(handle): Path<String>, body: Bytes) -> Answer {
    let body: StoreBody = parse(&body)?;
    let state = shared.lock();
    let database = state.service.database();
    let mut store = find_store(database, &handle)?;
    store.staff = body.staff.unwrap_or(store.staff);
    store.workflows_enabled = body.workflows_enabled.unwrap_or(store.workflows_enabled);
    store.enforce_workflow_order = body.enforce_workflow_order.unwrap_or(store.enforce_workflow_order);
    store.status_specificity = body.status_specificity.unwrap_or(store.status_specificity);
    store.retry_after = body.retry_after.unwrap_or(store.retry_after);
    database.save_store(&store)?;
    Ok(Json(json!({ "ok": true })))
}

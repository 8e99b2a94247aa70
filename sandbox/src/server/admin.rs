//! The admin's host: the document that loads the Orders pages, their files, and their data.

use std::path::{Component, Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Json, Redirect, Response};
use axum::routing::get;

use super::state::Shared;
use crate::admin::{self, ListQuery};
use crate::database::stores::Store;
use crate::database::{Database, DatabaseError};

/// What a page without its files says.
const UNBUILT: &str = "The Orders pages have not been built: run ./build.sh, then load this page again.";

#[derive(Debug, Clone)]
struct Admin {
    shared: Arc<Shared>,
    pages: Arc<PathBuf>,
}

/// Answers everything below the admin's host name.
pub fn router(shared: Arc<Shared>, pages: PathBuf) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/store/{handle}", get(document))
        .route("/store/{handle}/{*rest}", get(document))
        .route("/assets/{*path}", get(asset))
        .route("/embedded", get(embedded))
        .route("/_data/{handle}/shell", get(shell))
        .route("/_data/{handle}/orders", get(orders))
        .route("/_data/{handle}/orders/{kind}/{id}", get(order))
        .with_state(Admin { shared, pages: Arc::new(pages) })
}

/// Why there is nothing to show.
enum Refusal {
    Missing(String),
    Failed(DatabaseError),
}

impl From<DatabaseError> for Refusal {
    fn from(error: DatabaseError) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Missing(what) => (StatusCode::NOT_FOUND, what).into_response(),
            Self::Failed(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }
}

fn find_store(database: &Database, handle: &str) -> Result<Store, Refusal> {
    let found = database.store_by_handle(handle)?;
    found.ok_or_else(|| Refusal::Missing(format!("The sandbox has no store \"{handle}\".")))
}

async fn home(State(admin): State<Admin>) -> Result<Redirect, Refusal> {
    let stores = admin.shared.lock().service.database().stores()?;
    let first = stores.first().ok_or_else(|| Refusal::Missing("The sandbox has no store.".into()))?;
    Ok(Redirect::temporary(&format!("/store/{}/orders", first.handle)))
}

/// One document for every page of a store; the pages route by themselves. As strict as a page can be, so that what
/// works here works under any policy of the real admin.
async fn document(
    State(admin): State<Admin>,
    Path(path): Path<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let handle = path.first().map(|(_, handle)| handle.as_str()).unwrap_or_default();
    let store = find_store(admin.shared.lock().service.database(), handle)?;
    let nonce = format!("{:032x}", fastrand::u128(..));
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-src 'self'; \
         require-trusted-types-for 'script'; trusted-types sandbox"
    );
    let name = escape(&store.name);
    let built = admin.pages.join("pages.js").is_file();
    let body = if built { "<div id=\"app\"></div>".to_owned() } else { format!("<p>{UNBUILT}</p>") };
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name} · Orders</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"/assets/pages.css\">\
         <script type=\"module\" nonce=\"{nonce}\" src=\"/assets/pages.js\"></script></head><body>{body}</body></html>"
    );
    let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-store".into())];
    Ok((headers, Html(page)).into_response())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

async fn asset(State(admin): State<Admin>, Path(path): Path<String>) -> Result<Response, Refusal> {
    let path = FilePath::new(&path);
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let bytes = if inside { std::fs::read(admin.pages.join(path)).ok() } else { None };
    let bytes = bytes.ok_or_else(|| Refusal::Missing(UNBUILT.into()))?;
    let content_type = match path.extension().and_then(|extension| extension.to_str()) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("map" | "json") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    Ok(([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-cache")], bytes).into_response())
}

/// An app's page as the admin frames it, with rows that look like orders: the extension has no business there.
async fn embedded() -> Html<&'static str> {
    Html(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>An app</title></head><body><main>\
         <h1>Orders of an app</h1><table><tbody>\
         <tr id=\"gid://shopify/Order/5120000000001\"><td><a href=\"/store/maple-and-birch/orders/5120000000001\">#1001</a></td></tr>\
         <tr id=\"gid://shopify/Order/5120000000002\"><td><a href=\"/store/maple-and-birch/orders/5120000000002\">#1002</a></td></tr>\
         </tbody></table></main></body></html>",
    )
}

async fn shell(State(admin): State<Admin>, Path(handle): Path<String>) -> Result<Response, Refusal> {
    let state = admin.shared.lock();
    let database = state.service.database();
    Ok(Json(admin::shell(database, &find_store(database, &handle)?)?).into_response())
}

async fn orders(
    State(admin): State<Admin>,
    Path(handle): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Refusal> {
    let state = admin.shared.lock();
    let database = state.service.database();
    Ok(Json(admin::list(database, &find_store(database, &handle)?, &query)?).into_response())
}

async fn order(
    State(admin): State<Admin>,
    Path((handle, kind, id)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let state = admin.shared.lock();
    let database = state.service.database();
    let store = find_store(database, &handle)?;
    let found = match id.parse() {
        Ok(number) => database.order_by_shopify_id(store.id, number)?,
        Err(_) => None,
    };
    let order = found
        .filter(|order| order.kind.name() == kind)
        .ok_or_else(|| Refusal::Missing(format!("There is no {kind} {id} in this store.")))?;
    Ok(Json(admin::order(database, &order)?).into_response())
}

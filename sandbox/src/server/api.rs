//! The API over HTTP: turns requests into values and answers into responses, with the faults in between.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::faults::Fault;
use super::listener::Cut;
use super::state::Shared;
use crate::service::{ApiAnswer, ApiRequest};

/// No request of the API is larger by far.
const LARGEST_BODY: usize = 1 << 20;

/// What a page of an extension may read of an answer.
const EXPOSED: &str = "date, retry-after, x-request-id, x-ratelimit-limit-minute, x-ratelimit-remaining-minute, \
                       x-ratelimit-limit-day, x-ratelimit-remaining-day";

/// Answers everything below the API's host name.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(answer).with_state(shared)
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let origin = request.headers().get(header::ORIGIN).filter(|origin| is_extension(origin)).cloned();
    let mut response = if request.method() == Method::OPTIONS {
        preflight()
    } else {
        match read(request).await {
            Ok(request) => serve(shared, request).await,
            Err(refusal) => refusal,
        }
    };
    if let Some(origin) = origin {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
    }
    response
}

fn is_extension(origin: &HeaderValue) -> bool {
    origin.as_bytes().starts_with(b"chrome-extension://")
}

fn preflight() -> Response {
    let allowed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, x-api-key, x-api-version"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, allowed).into_response()
}

async fn read(request: Request) -> Result<ApiRequest, Response> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.map_err(|_| {
        (StatusCode::PAYLOAD_TOO_LARGE, "The body is cut off, or larger than 1 MB.").into_response()
    })?;
    let path = parts
        .uri
        .path()
        .strip_prefix("/api")
        .ok_or_else(|| (StatusCode::NOT_FOUND, "The API's paths begin with /api/v1.").into_response())?;
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Ok(ApiRequest {
        method: parts.method.to_string(),
        path: path.to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: body.to_vec(),
    })
}

/// Works in a task of its own: a client that hangs up does not undo what the service was asked to do.
async fn serve(shared: Arc<Shared>, request: ApiRequest) -> Response {
    let (serial, fault) = {
        let mut state = shared.lock();
        (state.note_arrival(&request), state.faults.take(&request))
    };
    let at_once = fault.as_ref().is_some_and(|fault| fault.plan().cut_at_once);
    let work = tokio::spawn(work(shared, request, fault, serial));
    if at_once {
        return cut();
    }
    match work.await {
        Ok(Some(answer)) => respond(answer),
        _ => cut(),
    }
}

async fn work(
    shared: Arc<Shared>,
    request: ApiRequest,
    fault: Option<Fault>,
    serial: u64,
) -> Option<ApiAnswer> {
    let Some(fault) = fault else {
        let mut state = shared.lock();
        let answer = state.answer(&request);
        state.note_answer(serial, answer.status);
        return Some(answer);
    };
    let plan = fault.plan();
    if let Some(wait) = plan.wait {
        tokio::time::sleep(wait).await;
    }
    let mut state = shared.lock();
    let own = plan.work.then(|| state.answer(&request));
    let date = ("date".to_owned(), state.clock.now().http_date());
    let mut answer = fault.spoil(own)?;
    if answer.header("date").is_none() {
        answer.headers.push(date);
    }
    state.note_answer(serial, answer.status);
    Some(answer)
}

/// The listener closes the connection in place of this.
fn cut() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Cut);
    response
}

fn respond(answer: ApiAnswer) -> Response {
    let mut headers = HeaderMap::new();
    for (name, value) in answer.headers {
        // A fault's headers are a tester's own words: what is no header is left out.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, headers, answer.body).into_response()
}

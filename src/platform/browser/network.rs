//! The worker's `fetch`: no cookies, no cache, no redirects (the key must not travel), a time limit, a size limit.

use super::super::{FETCH_TIMEOUT_MS, FetchFailure, HttpAnswer, HttpRequest, MAX_ANSWER_BYTES};
use super::thrown;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    Response, WorkerGlobalScope,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &js_sys::Function, millis: i32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(handle: &JsValue);
}

/// The headers of an answer that the core reads.
const HEADERS_READ: [&str; 6] = [
    "retry-after",
    "date",
    "x-ratelimit-limit-minute",
    "x-ratelimit-remaining-minute",
    "x-ratelimit-limit-day",
    "x-ratelimit-remaining-day",
];

/// Makes one request.
pub async fn fetch(request: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    if !scope.navigator().on_line() {
        return Err(FetchFailure::Offline);
    }
    let controller = AbortController::new().map_err(failed)?;
    let timed_out = {
        let controller = controller.clone();
        Closure::once_into_js(move || controller.abort())
    };
    let timer = set_timeout(timed_out.unchecked_ref(), FETCH_TIMEOUT_MS as i32);
    let outcome = exchange(&scope, request, &controller).await;
    clear_timeout(&timer);
    match outcome {
        Err(FetchFailure::Failed(_)) if controller.signal().aborted() => Err(FetchFailure::TimedOut),
        outcome => outcome,
    }
}

async fn exchange(
    scope: &WorkerGlobalScope,
    request: HttpRequest,
    controller: &AbortController,
) -> Result<HttpAnswer, FetchFailure> {
    let headers = Headers::new().map_err(failed)?;
    for (name, value) in &request.headers {
        headers.append(name, value).map_err(failed)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.name());
    init.set_headers(&headers);
    init.set_signal(Some(&controller.signal()));
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    if let Some(body) = &request.body {
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    let response =
        JsFuture::from(scope.fetch_with_str_and_init(&request.url, &init)).await.map_err(failed)?;
    let response: Response = response.dyn_into().map_err(failed)?;
    let headers = response.headers();
    let announced = headers.get("content-length").ok().flatten().and_then(|text| text.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_ANSWER_BYTES) {
        controller.abort();
        return Err(FetchFailure::TooLarge);
    }
    let body = read_body(&response, controller).await?;
    let read = |name: &str| headers.get(name).ok().flatten().map(|value| (name.to_owned(), value));
    Ok(HttpAnswer {
        status: response.status(),
        headers: HEADERS_READ.into_iter().filter_map(read).collect(),
        body,
    })
}

/// Reads piece by piece, so that an endless answer is cut off at the limit and not in memory.
async fn read_body(response: &Response, controller: &AbortController) -> Result<Vec<u8>, FetchFailure> {
    let Some(stream) = response.body() else { return Ok(Vec::new()) };
    let reader: web_sys::ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(failed)?;
        let property = |name: &str| js_sys::Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if property("done").is_truthy() {
            return Ok(body);
        }
        let piece: Uint8Array = property("value").unchecked_into();
        if body.len() + piece.length() as usize > MAX_ANSWER_BYTES {
            controller.abort();
            return Err(FetchFailure::TooLarge);
        }
        let from = body.len();
        body.resize(from + piece.length() as usize, 0);
        if let Some(room) = body.get_mut(from..) {
            piece.copy_to(room);
        }
    }
}

fn failed(error: JsValue) -> FetchFailure {
    FetchFailure::Failed(thrown(&error))
}

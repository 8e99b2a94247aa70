//! The core's requests and the answers of the sandbox's service, each in the other's types: what lies between them in
//! a simulated network. Decides nothing.

use sandbox::service::{ApiAnswer, ApiRequest};
use ucos_inline::platform::{HttpAnswer, HttpRequest};
use ucos_inline::ucos::client::BASE_URL;

/// A request as the service reads it. Panics if it is for somebody else.
pub fn api_request(request: &HttpRequest) -> ApiRequest {
    let target = request.url.strip_prefix(BASE_URL).unwrap_or_else(|| panic!("{} is not UCOS", request.url));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    ApiRequest {
        method: request.method.name().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: request.headers.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect(),
        body: request.body.clone().unwrap_or_default(),
    }
}

/// An answer as the core reads it.
pub fn http_answer(answer: ApiAnswer) -> HttpAnswer {
    HttpAnswer { status: answer.status, headers: answer.headers, body: answer.body }
}

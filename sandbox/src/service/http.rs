//! Requests and answers as plain values. Knows no sockets and no web framework.

use serde::de::DeserializeOwned;

use super::problem::Problem;

/// A request to the API.
#[derive(Debug, Clone, Default)]
pub struct ApiRequest {
    /// `GET`, `POST`, …
    pub method: String,
    /// Below the base address: `/v1/orders`.
    pub path: String,
    /// What follows the `?`, still encoded.
    pub query: String,
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl ApiRequest {
    /// The first header with this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The first query parameter with this name, decoded; an empty one counts as absent.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(given, value)| given == name && !value.is_empty()).map(|(_, value)| value.into_owned())
    }

    /// A whole number from 1 to `most` from the query.
    pub(super) fn number(&self, name: &str, default: u32, most: u32) -> Result<u32, Problem> {
        let Some(text) = self.parameter(name) else { return Ok(default) };
        match text.parse() {
            Ok(number) if (1..=most).contains(&number) => Ok(number),
            _ => Err(Problem::bad_request(format!(
                "`{name}` must be a whole number from 1 to {most}, not `{text}`."
            ))),
        }
    }

    /// The body as JSON.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(&self.body).map_err(|error| {
            Problem::bad_request(format!("The body is not what this endpoint takes: {error}."))
        })
    }
}

/// An answer of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiAnswer {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl ApiAnswer {
    /// An answer that carries JSON.
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), "application/json; charset=utf-8".into())],
            body: body.to_string().into_bytes(),
        }
    }

    /// The first header with this name, which must be given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

//! Faults that tests put between the service and its clients. Knows requests and answers, no sockets: an answer that
//! is not there stands for a connection that is cut.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::service::{ApiAnswer, ApiRequest};

/// Longest body of a `huge` answer.
const HUGE: usize = 10_000_000;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The service works and answers, later.
    Latency,
    /// The connection is cut, and the service never hears of the request.
    DropBeforeCommit,
    /// The service does its work, then the connection is cut.
    DropAfterCommit,
    /// The connection is cut at once, and the service does its work later.
    Late,
    /// Another HTTP status than the service's.
    Status,
    /// A page of HTML, as from a proxy.
    Html,
    /// No body.
    Empty,
    /// The first half of the service's answer.
    Truncated,
    /// Not JSON.
    Malformed,
    /// JSON of other types than documented.
    WrongType,
    /// A body of 10 MB.
    Huge,
}

/// A fault for the next requests that match.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: Kind,
    /// Only requests whose path begins so.
    #[serde(default)]
    pub path: String,
    /// Only requests with this method.
    #[serde(default)]
    pub method: Option<String>,
    /// The HTTP status of a made-up answer.
    #[serde(default)]
    pub status: Option<u16>,
    /// How much later, for `latency` and `late`.
    #[serde(default = "default_milliseconds")]
    pub milliseconds: u64,
    /// For how many requests.
    #[serde(default = "default_times")]
    pub times: u32,
    /// The body of a made-up answer: a text as it is, anything else as JSON.
    #[serde(default)]
    pub body: Option<Value>,
    /// Further headers of a made-up answer.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Whether the service does its work before a made-up answer takes the place of its own.
    #[serde(default)]
    pub commit: bool,
    /// Whether a cut may fall on a connection that already carried a request: then a browser sends it again by itself.
    #[serde(default)]
    pub reused: bool,
}

fn default_milliseconds() -> u64 {
    1500
}

fn default_times() -> u32 {
    1
}

/// The faults in force, first come, first served.
#[derive(Debug, Default)]
pub struct Faults {
    pub waiting: Vec<Fault>,
}

impl Faults {
    /// The fault for this request, if there is one; counted as used.
    pub fn take(&mut self, request: &ApiRequest) -> Option<Fault> {
        self.waiting.retain(|fault| fault.times > 0);
        let fault = self.waiting.iter_mut().find(|fault| fault.matches(request))?;
        fault.times -= 1;
        Some(fault.clone())
    }

    /// Whether a waiting fault wants to cut a connection that carries nothing else.
    pub fn want_fresh_connections(&self) -> bool {
        self.waiting.iter().any(|fault| fault.times > 0 && fault.wants_fresh_connection())
    }
}

/// In which steps a faulty request is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Cut the connection before anything else.
    pub cut_at_once: bool,
    /// Wait before the service works.
    pub wait: Option<Duration>,
    /// Let the service work.
    pub work: bool,
}

impl Fault {
    /// Chromium repeats a request, a POST too, when its *reused* connection is cut before any answer. A test that
    /// counts on one request would see two, so cuts fall on fresh connections unless asked otherwise.
    pub fn wants_fresh_connection(&self) -> bool {
        matches!(self.kind, Kind::DropBeforeCommit | Kind::DropAfterCommit | Kind::Late) && !self.reused
    }

    fn matches(&self, request: &ApiRequest) -> bool {
        request.path.starts_with(&self.path)
            && self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(&request.method))
    }

    /// What to do, up to the answer.
    pub fn plan(&self) -> Plan {
        let delayed = matches!(self.kind, Kind::Latency | Kind::Late);
        Plan {
            cut_at_once: matches!(self.kind, Kind::Late | Kind::DropBeforeCommit),
            wait: delayed.then(|| Duration::from_millis(self.milliseconds)),
            work: delayed || self.commit || matches!(self.kind, Kind::DropAfterCommit | Kind::Truncated),
        }
    }

    /// What the client gets; nothing means that the connection is cut. `answer` is the service's, if it worked.
    pub fn spoil(&self, answer: Option<ApiAnswer>) -> Option<ApiAnswer> {
        match self.kind {
            Kind::Latency => answer,
            Kind::DropBeforeCommit | Kind::DropAfterCommit | Kind::Late => None,
            Kind::Truncated => answer.map(|mut answer| {
                answer.body.truncate(answer.body.len() / 2);
                answer
            }),
            Kind::Status => {
                let status = self.status.unwrap_or(500);
                let body =
                    json!({ "error": "fault", "message": format!("A fault was asked for: {status}.") });
                Some(self.made_up(status, "application/json", body.to_string()))
            }
            Kind::Html => {
                let body = "<!doctype html><title>One moment</title><h1>Checking your browser…</h1>";
                Some(self.made_up(self.status.unwrap_or(200), "text/html; charset=utf-8", body.into()))
            }
            Kind::Empty => Some(self.made_up(self.status.unwrap_or(200), "application/json", String::new())),
            Kind::Malformed => Some(self.made_up_json("{\"orders\": [,], \"statuses\": nul".into())),
            Kind::WrongType => {
                let body =
                    json!({ "orders": "none", "order": 7, "statuses": { "0": true }, "workflows": 1.5 });
                Some(self.made_up_json(body.to_string()))
            }
            Kind::Huge => {
                let padding = "x".repeat(HUGE);
                Some(
                    self.made_up_json(
                        json!({ "orders": [], "statuses": [], "padding": padding }).to_string(),
                    ),
                )
            }
        }
    }

    fn made_up_json(&self, body: String) -> ApiAnswer {
        self.made_up(self.status.unwrap_or(200), "application/json", body)
    }

    fn made_up(&self, status: u16, content_type: &str, body: String) -> ApiAnswer {
        let body = match &self.body {
            None => body,
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let mut headers = vec![("content-type".to_owned(), content_type.to_owned())];
        headers.extend(self.headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone())));
        ApiAnswer { status, headers, body: body.into_bytes() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, path: &str) -> ApiRequest {
        ApiRequest { method: method.into(), path: path.into(), ..ApiRequest::default() }
    }

    #[test]
    fn a_fault_takes_the_next_matching_requests_and_no_more() {
        let text = r#"{"kind":"status","path":"/v1/orders","method":"POST","status":503,"times":2}"#;
        let mut faults = Faults { waiting: vec![serde_json::from_str(text).unwrap()] };
        assert!(faults.take(&request("GET", "/v1/orders")).is_none());
        assert!(faults.take(&request("POST", "/v1/line-items/1/status")).is_none());
        assert!(faults.take(&request("POST", "/v1/orders/1/status")).is_some());
        assert_eq!(
            faults.take(&request("POST", "/v1/orders/1/status")).unwrap().spoil(None).unwrap().status,
            503
        );
        assert!(faults.take(&request("POST", "/v1/orders/1/status")).is_none());
    }

    #[test]
    fn misspelt_fields_are_refused() {
        assert!(serde_json::from_str::<Fault>(r#"{"kind":"html","tmes":3}"#).is_err());
        assert!(serde_json::from_str::<Fault>(r#"{"kind":"fire"}"#).is_err());
    }
}

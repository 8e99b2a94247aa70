//! A refusal: its HTTP status, its code and its words.
//!
//! Assumption: the vendor documents no error but 429 and the texts inside bulk results. Here every error's body is
//! `{"error": code, "message": sentence}`.

use serde_json::{Value, json};

use crate::database::DatabaseError;

/// Why a request, or one order of a bulk request, was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Problem {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "bad_request", message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "not_found", message)
    }

    pub(super) fn order_not_found(id: &str) -> Self {
        Self::not_found(format!("There is no order {id} in this store."))
    }

    /// The request is well formed, but names something that cannot be.
    pub(super) fn unprocessable(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(422, code, message)
    }

    /// A rule of the store forbids it now.
    pub(super) fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(409, code, message)
    }

    pub(super) fn body(&self) -> Value {
        json!({ "error": self.code, "message": self.message })
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Self {
        Self::new(500, "internal", error.to_string())
    }
}

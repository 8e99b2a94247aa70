//! A problem as pages are told it: its name, for which they have words, and the service's own sentence, if any.

use crate::json::{FromJson, Object};
use crate::platform::StoreFailure;
use crate::ucos::error::UcosError;
use serde::Serialize;
use std::borrow::Cow;

/// What went wrong. The words are in `_locales`, under `problem_` and the code with `_` for `-`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Problem {
    /// The problem's name, in lower case with hyphens.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub code: Cow<'static, str>,
    /// The service's own sentence: data, never markup.
    pub detail: Option<String>,
}

impl Problem {
    /// A problem without a sentence of the service.
    pub fn new(code: &'static str) -> Self {
        Problem { code: Cow::Borrowed(code), detail: None }
    }
}

impl From<&UcosError> for Problem {
    fn from(error: &UcosError) -> Self {
        Problem { code: Cow::Borrowed(error.code()), detail: error.says().map(str::to_owned) }
    }
}

impl From<StoreFailure> for Problem {
    fn from(_: StoreFailure) -> Self {
        Problem::new("storage-failed")
    }
}

impl FromJson for Problem {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Problem { code: Cow::Owned(object.text("code")?), detail: object.text("detail") })
    }
}

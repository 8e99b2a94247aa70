//! What can go wrong between us and the UCOS service, each with a name that pages have words for.

use super::refusal::Rule;
use crate::platform::FetchFailure;
use crate::time::Timestamp;
use thiserror::Error;

/// Why a call to the service did not give what was asked. Holds no key and no customer data.
///
/// The documentation describes only 429; every other status is judged by its class.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UcosError {
    /// There is no whole answer.
    #[error(transparent)]
    NoAnswer(#[from] FetchFailure),
    /// The key was taken away before this was sent: its account was locked, or another took its place.
    #[error("the staff account is locked")]
    Locked,
    /// 401: the key is unknown, revoked or mistyped.
    #[error("the service rejected the API key")]
    KeyRejected,
    /// 403: the key may not do this; the service's sentence, if any.
    #[error("the API key lacks a permission")]
    PermissionMissing(Option<String>),
    /// 404: no such order, status or line item.
    #[error("the service does not know it")]
    NotFound(Option<String>),
    /// Any other 4xx: a rule of the service or of the shop forbids it.
    #[error("the service refused with status {status}")]
    Refused {
        /// The status code.
        status: u16,
        /// The rule, if it can be told.
        rule: Option<Rule>,
        /// The service's sentence, if any.
        says: Option<String>,
    },
    /// 429, or our own count says that there is no room: nothing before this time.
    #[error("the key's budget is spent for now")]
    RateLimited {
        /// When to try again.
        until: Timestamp,
    },
    /// 5xx: the service failed; a change may have been made or not.
    #[error("the service failed with status {status}")]
    Service {
        /// The status code.
        status: u16,
    },
    /// A success whose body is not what UCOS documents.
    #[error("not a UCOS answer: {0}")]
    NotUcos(&'static str),
}

impl UcosError {
    /// The problem's name; pages have the words (`problem_<name>` in `_locales`).
    pub fn code(&self) -> &'static str {
        match self {
            UcosError::NoAnswer(FetchFailure::Offline) => "offline",
            UcosError::NoAnswer(FetchFailure::Failed(_)) => "unreachable",
            UcosError::NoAnswer(FetchFailure::TimedOut) => "timed-out",
            UcosError::NoAnswer(FetchFailure::TooLarge) => "answer-too-large",
            UcosError::Locked => "locked",
            UcosError::KeyRejected => "key-rejected",
            UcosError::PermissionMissing(_) => "permission-missing",
            UcosError::NotFound(_) => "order-unknown",
            UcosError::Refused { rule, .. } => rule.map_or("refused", Rule::code),
            UcosError::RateLimited { .. } => "rate-limited",
            UcosError::Service { .. } => "service-error",
            UcosError::NotUcos(_) => "not-ucos",
        }
    }

    /// The service's own sentence, if it gave one.
    pub fn says(&self) -> Option<&str> {
        match self {
            UcosError::PermissionMissing(says)
            | UcosError::NotFound(says)
            | UcosError::Refused { says, .. } => says.as_deref(),
            _ => None,
        }
    }

    /// Whether a *change* that ended so may have been made all the same. True unless the answer, or the lack of a
    /// connection, proves that it was not: an unreadable success, too, may be a change made.
    pub fn leaves_change_open(&self) -> bool {
        match self {
            UcosError::NoAnswer(FetchFailure::Offline)
            | UcosError::Locked
            | UcosError::KeyRejected
            | UcosError::PermissionMissing(_)
            | UcosError::NotFound(_)
            | UcosError::Refused { .. }
            | UcosError::RateLimited { .. } => false,
            UcosError::NoAnswer(_) | UcosError::Service { .. } | UcosError::NotUcos(_) => true,
        }
    }
}

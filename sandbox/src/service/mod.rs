//! The UCOS API as a function: a request and a time in, an answer out. Knows no sockets and no clock.

mod call;
mod changes;
mod elsewhere;
mod http;
mod line_items;
mod messages;
mod notify;
mod problem;
mod rate;
mod reads;
mod rules;
mod shapes;
mod version;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use call::Call;
pub use elsewhere::ElsewhereError;
pub use http::{ApiAnswer, ApiRequest};
pub use problem::Problem;
use rate::{Allowance, RateBook};
use version::Version;

use crate::database::Database;
use crate::database::catalog::Catalog;
use crate::database::stores::{Key, Store};
use crate::time::Millis;

/// The service over one database.
#[derive(Debug)]
pub struct Service {
    database: Database,
    rates: RateBook,
    answered: u64,
    /// What is seeded stays: each store's statuses are read once.
    catalogs: BTreeMap<i64, Arc<Catalog>>,
}

/// Who sent a request, as far as its key tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The store's handle.
    pub store: String,
    /// The key's name.
    pub key_name: String,
}

impl Service {
    /// A service over this database, with fresh rate windows.
    pub fn new(database: Database) -> Self {
        Self { database, rates: RateBook::default(), answered: 0, catalogs: BTreeMap::new() }
    }

    /// What is stored.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Whose key the request carries, revoked or not.
    pub fn caller(&self, request: &ApiRequest) -> Option<Caller> {
        let key = self.database.key_by_secret(request.header("x-api-key")?).ok()??;
        let store = self.database.store(key.store).ok()?;
        Some(Caller { store: store.handle, key_name: key.name })
    }

    /// Answers one request, as of `now`.
    pub fn answer(&mut self, request: &ApiRequest, now: Millis) -> ApiAnswer {
        self.answered += 1;
        let request_id = format!("{:x}-{}", now.0, self.answered);
        let mut headers =
            vec![("date".to_owned(), now.http_date()), ("x-request-id".to_owned(), request_id.clone())];
        let outcome = self.admit(request, now).and_then(|(key, store, allowance)| {
            headers.extend(rate_headers(&key, allowance));
            if let Some(seconds) = allowance.wait_seconds {
                if store.retry_after {
                    headers.push(("retry-after".into(), seconds.to_string()));
                }
                return Err(Problem::new(429, "rate_limited", "This key has no requests left for now."));
            }
            let version = Version::read(request.header("x-api-version"))?;
            let catalog = self.catalog(store.id)?;
            self.database.transaction(|database| {
                Call { database, store, key, catalog, version, request, request_id: &request_id, now }.route()
            })
        });
        let mut answer = match outcome {
            Ok(body) => ApiAnswer::json(200, &body),
            Err(problem) => ApiAnswer::json(problem.status, &problem.body()),
        };
        answer.headers.extend(headers);
        answer
    }

    /// The catalog was changed in the database behind this: what is remembered of it goes.
    pub fn forget_catalogs(&mut self) {
        self.catalogs.clear();
    }

    fn catalog(&mut self, store: i64) -> Result<Arc<Catalog>, Problem> {
        if let Some(known) = self.catalogs.get(&store) {
            return Ok(known.clone());
        }
        let catalog = Arc::new(self.database.catalog(store)?);
        self.catalogs.insert(store, catalog.clone());
        Ok(catalog)
    }

    /// Finds the key and counts the request.
    fn admit(&mut self, request: &ApiRequest, now: Millis) -> Result<(Key, Store, Allowance), Problem> {
        let secret = request.header("x-api-key").ok_or_else(|| {
            Problem::new(401, "missing_api_key", "Send an API key in the X-API-Key header.")
        })?;
        let key = self.database.key_by_secret(secret)?.filter(|key| !key.revoked).ok_or_else(|| {
            Problem::new(401, "invalid_api_key", "This API key is not valid, or has been revoked.")
        })?;
        let store = self.database.store(key.store)?;
        let allowance = self.rates.take(&key, now);
        Ok((key, store, allowance))
    }
}

/// Assumption: the day's headers are named as the minute's.
fn rate_headers(key: &Key, allowance: Allowance) -> [(String, String); 4] {
    [
        ("x-ratelimit-limit-minute".into(), key.per_minute.to_string()),
        ("x-ratelimit-remaining-minute".into(), allowance.left_minute.to_string()),
        ("x-ratelimit-limit-day".into(), key.per_day.to_string()),
        ("x-ratelimit-remaining-day".into(), allowance.left_day.to_string()),
    ]
}

/// What an endpoint returns.
type Outcome = Result<Value, Problem>;

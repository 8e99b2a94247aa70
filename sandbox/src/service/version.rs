//! The API's versions: what each added. Knows nothing else.

use super::problem::Problem;

/// A version of the API, by its minor number: `1.4` is 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(u8);

impl Version {
    /// Version 1.1: add-on statuses.
    pub const ADDONS: Self = Self(1);
    /// Version 1.2: draft orders, `order_type`, skipped holidays.
    pub const DRAFTS: Self = Self(2);
    /// Assumption: with 1.2 an order's status was renamed from `status` to `custom_status`; one older sample has the older name.
    pub const CUSTOM_STATUS: Self = Self(2);
    /// Version 1.3: workflows.
    pub const WORKFLOWS: Self = Self(3);
    /// Version 1.4: line items, and results per order in bulk answers.
    pub const LINE_ITEMS: Self = Self(4);
    const NEWEST: Self = Self(4);

    /// From the `X-API-Version` header; without one it is the newest.
    pub fn read(header: Option<&str>) -> Result<Self, Problem> {
        match header.map(str::trim) {
            None => Ok(Self::NEWEST),
            Some("1.0") => Ok(Self(0)),
            Some("1.1") => Ok(Self(1)),
            Some("1.2") => Ok(Self(2)),
            Some("1.3") => Ok(Self(3)),
            Some("1.4") => Ok(Self(4)),
            Some(other) => Err(Problem::new(
                400,
                "unknown_version",
                format!(
                    "There is no API version `{other}`: X-API-Version is one of 1.0, 1.1, 1.2, 1.3, 1.4."
                ),
            )),
        }
    }
}

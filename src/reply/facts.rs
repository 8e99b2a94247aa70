//! What is known of one order, to answer its customer. Holds what a person typed at the checkout (first name, email): it
//! is made for one reply and kept nowhere, and its `Debug` shows none of it.

use super::Language;
use super::link::Link;
use super::render::{Rendered, render};
use super::stage::Stage;
use super::template::{Piece, Placeholder};
use super::words;
use crate::due::Deadline;
use crate::json::{FromJson, Object};
use crate::time::{Interval, Timestamp};
use crate::ucos::answers::Status;
use serde::Serialize;
use std::fmt;

/// Between due times further apart than this no date is told, in milliseconds: three days.
const WIDEST_WINDOW_MS: i64 = 3 * 86_400_000;

/// What is known of one order.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Facts {
    /// The order's label.
    pub order_name: String,
    /// Shopify's number of the order.
    pub order_id: String,
    /// The customer's first name.
    pub first_name: Option<String>,
    /// The customer's email address.
    pub email: Option<String>,
    /// The status's id.
    pub status_id: String,
    /// The status, as customers are shown it.
    pub status: String,
    /// The sub-status.
    pub sub_status: Option<String>,
    /// The stage that the status is.
    pub stage: Option<Stage>,
    /// Between when the status ends; null: not to be told.
    pub expected: Option<Interval>,
    /// The same in words, in the reply's language and the store's zone.
    pub expected_words: Option<String>,
    /// The next status, as customers are shown it.
    pub next_step: Option<String>,
    /// Who answers.
    pub staff: String,
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts of order {}", self.order_id)
    }
}

impl FromJson for Facts {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Facts {
            order_name: object.text("order_name")?,
            order_id: object.text("order_id")?,
            first_name: object.text("first_name"),
            email: object.text("email"),
            status_id: object.text("status_id")?,
            status: object.text("status")?,
            sub_status: object.text("sub_status"),
            stage: object.text("stage").and_then(|id| Stage::named(&id)),
            expected: object.child("expected"),
            expected_words: object.text("expected_words"),
            next_step: object.text("next_step"),
            staff: object.text("staff").unwrap_or_default(),
        })
    }
}

impl Facts {
    /// Fills a template.
    pub fn fill(
        &self,
        template: &[Piece],
        language: Language,
        link: Option<&Link>,
        store_name: Option<&str>,
    ) -> Rendered {
        render(template, |placeholder| match placeholder {
            Placeholder::OrderName => Some(self.order_name.clone()),
            Placeholder::OrderId => Some(self.order_id.clone()),
            Placeholder::FirstName => self.first_name.clone(),
            Placeholder::Email => self.email.clone(),
            Placeholder::Status => Some(self.status.clone()),
            Placeholder::SubStatus => self.sub_status.clone(),
            Placeholder::Meaning => self.stage.map(|stage| words::meaning(stage, language).to_owned()),
            Placeholder::ExpectedDate => self.expected_words.clone(),
            Placeholder::NextStep => self.next_step.clone(),
            Placeholder::Link => link.map(|link| link.address(&self.order_name, &self.order_id)),
            Placeholder::Store => store_name.map(str::to_owned),
            Placeholder::Staff => Some(self.staff.clone()),
        })
    }
}

/// When a customer may be told that the status ends: if the status shows its date to customers, the date is not past,
/// even if the order entered its status as early as can be, and it is certain to within three days.
pub fn expected(status: &Status, due: Option<Deadline>, now: Timestamp) -> Option<Interval> {
    let due = due.filter(|_| status.max_duration.show_public_overdue_date)?;
    let is_certain = due.latest.since(due.earliest) <= WIDEST_WINDOW_MS;
    (is_certain && due.earliest > now).then(|| Interval::between(due.earliest, due.latest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_only_if_it_may_be_and_is_certain_and_to_come() {
        let status = |shown: bool| -> Status {
            let text = format!(
                r#"{{"id":"s","name":"S","max_duration":{{"enabled":true,"seconds":9,"show_public_overdue_date":{shown}}}}}"#
            );
            crate::json::read(text.as_bytes()).unwrap()
        };
        let due = |from: i64, to: i64| {
            let span = Interval::between(Timestamp(from), Timestamp(to));
            Some(Deadline::new(span, 0))
        };
        let told = |status: &Status, due| expected(status, due, Timestamp(1_000)).map(|span| span.latest().0);
        let day = 86_400_000;
        assert_eq!(told(&status(true), due(2_000, 2_000)), Some(2_000));
        assert_eq!(told(&status(true), due(2_000, 2_000 + 3 * day)), Some(2_000 + 3 * day));
        assert_eq!(told(&status(true), due(2_000, 2_001 + 3 * day)), None, "too uncertain");
        assert_eq!(told(&status(true), due(1_000, 2_000)), None, "perhaps past");
        assert_eq!(told(&status(true), due(500, 600)), None, "past");
        assert_eq!(told(&status(false), due(2_000, 2_000)), None, "not for customers");
        assert_eq!(told(&status(true), None), None, "no limit");
    }
}

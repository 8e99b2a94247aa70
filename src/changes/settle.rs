//! What an answer, or reading the order back, makes of an intent. Pure: no clock, no network.

use super::intent::{Act, Intent, IntentState};
use super::journal::Outcome;
use crate::catalog::messages_of;
use crate::orders::seen::Seen;
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::ucos::answers::{LineItem, Status, StatusRef, SubStatusRef};
use crate::ucos::error::UcosError;

/// How long the service may still apply a request whose answer was lost, in milliseconds (an assumption of ours).
pub const SETTLE_MS: i64 = 60_000;

/// A change that is sent later than this after it was chosen is only sent if the order is read first and has not moved,
/// in milliseconds.
pub const CHECK_AFTER_MS: i64 = 120_000;

/// A change that could not be sent for this long is not sent without a person's word, in milliseconds.
pub const STALE_AFTER_MS: i64 = 12 * 3_600_000;

/// How long a change that was made at once is offered to be changed back, in milliseconds.
pub const BACK_MS: i64 = 10_000;

/// How often a change that messages nobody is sent by itself.
const MAX_SENDS: u32 = 4;

/// The first wait before something is tried again, in milliseconds; each further one is twice as long.
const FIRST_RETRY_MS: i64 = 30_000;

/// The longest wait before something is tried again, in milliseconds.
const LONGEST_RETRY_MS: i64 = 600_000;

/// How long a change to this status waits before it is sent, in milliseconds: the grace, if it cannot be taken back
/// afterwards.
pub fn grace_ms(status: &Status, grace_seconds: u8) -> i64 {
    let is_lasting = !messages_of(status).is_empty() || touches_order(status);
    if is_lasting { i64::from(grace_seconds) * 1000 } else { 0 }
}

/// Whether a change to this status touches the Shopify order. An effect that we do not know counts as one.
pub fn touches_order(status: &Status) -> bool {
    !matches!(status.shopify_order_effect.as_str(), "" | "NONE")
}

/// How long to wait after so many tries, in milliseconds. `chance` spreads those who wait over half as long again.
pub fn retry_ms(tries: u32, chance: u32) -> i64 {
    let wait = FIRST_RETRY_MS.saturating_mul(1 << tries.min(10)).min(LONGEST_RETRY_MS);
    wait + wait / 2 * i64::from(chance % 1000) / 1000
}

/// What an error's answer makes of an intent that was sent. `chance` spreads those who try again.
pub fn settled_by_error(intent: &Intent, error: &UcosError, now: Timestamp, chance: u32) -> IntentState {
    if error.leaves_change_open() {
        return doubt(intent, now);
    }
    let problem = Problem::from(error);
    let retry_at = match error {
        UcosError::RateLimited { until } => Some(*until),
        // It goes on as soon as there is its account's key.
        UcosError::Locked => Some(now),
        UcosError::NoAnswer(_) => Some(now.saturating_add_millis(retry_ms(intent.tries, chance))),
        UcosError::KeyRejected | UcosError::PermissionMissing(_) => None,
        _ => return IntentState::Refused { problem },
    };
    IntentState::Blocked { retry_at, problem }
}

/// The doubt that begins now. Whether a message was sent cannot be read back: that is a person's to find out.
pub fn doubt(intent: &Intent, now: Timestamp) -> IntentState {
    match intent.act {
        Act::Notify { .. } => {
            IntentState::InDoubt { since: now, read_at: None, problem: Problem::new("message-in-doubt") }
        }
        _ => {
            let read_at = Some(now.saturating_add_millis(SETTLE_MS));
            IntentState::InDoubt { since: now, read_at, problem: Problem::new("in-doubt") }
        }
    }
}

/// What an order says of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It is where the intent wants it.
    Reached,
    /// It is where it was when the person chose.
    Unmoved,
    /// It is somewhere else.
    Moved,
    /// It does not tell.
    Untold,
}

/// Reads what an order says. `items`: its line items, if they were read.
pub fn reading(intent: &Intent, seen: &Seen, items: Option<&[LineItem]>) -> Reading {
    match &intent.act {
        Act::Status { to, to_sub_status } => {
            if is_pair(seen, Some(to), to_sub_status.as_ref()) {
                Reading::Reached
            } else if is_pair(seen, intent.from.as_ref(), intent.from_sub_status.as_ref()) {
                Reading::Unmoved
            } else {
                Reading::Moved
            }
        }
        Act::Items { items: wanted, to, to_sub_status } => {
            let Some(items) = items else { return Reading::Untold };
            let mut reached = 0;
            for id in wanted {
                let Some(item) = items.iter().find(|item| item.id == *id) else { return Reading::Moved };
                if !item.tells_status {
                    return Reading::Untold;
                }
                let is_there = id_of(item.status.as_ref()) == id_of(to.as_ref())
                    && sub_id_of(item.sub_status.as_ref()) == sub_id_of(to_sub_status.as_ref());
                reached += usize::from(is_there);
            }
            if reached == wanted.len() { Reading::Reached } else { Reading::Unmoved }
        }
        // Whether it was sent cannot be read; but it was meant for the status as it was.
        Act::Notify { .. } if is_pair(seen, intent.from.as_ref(), intent.from_sub_status.as_ref()) => {
            Reading::Unmoved
        }
        Act::Notify { .. } => Reading::Moved,
    }
}

/// What reading the order back makes of an intent in doubt, and what the journal calls it if that settles it.
pub fn settled_by_reading(
    intent: &Intent,
    reading: Reading,
    now: Timestamp,
    chance: u32,
) -> (IntentState, Option<Outcome>) {
    let since = match intent.state {
        IntentState::InDoubt { since, .. } => since,
        _ => now,
    };
    let asks = |code| IntentState::InDoubt { since, read_at: None, problem: Problem::new(code) };
    match reading {
        Reading::Reached => (IntentState::Done, Some(Outcome::FoundDone)),
        Reading::Moved => {
            let problem = Problem::new("changed-by-someone-else");
            (IntentState::Superseded { problem }, Some(Outcome::Superseded))
        }
        Reading::Untold => (asks("in-doubt-untold"), None),
        Reading::Unmoved if intent.may_message() || intent.sends >= MAX_SENDS => (asks("not-made"), None),
        Reading::Unmoved => {
            let retry_at = Some(now.saturating_add_millis(retry_ms(intent.tries, chance) / 10));
            (IntentState::Blocked { retry_at, problem: Problem::new("sent-again") }, None)
        }
    }
}

/// What becomes of an intent that was about to be sent when the order was seen to be somewhere; `None`: it may go.
pub fn forestalled(intent: &Intent, reading: Reading) -> Option<(IntentState, Outcome)> {
    let superseded = |code| {
        let problem = Problem::new(code);
        Some((IntentState::Superseded { problem }, Outcome::Superseded))
    };
    match reading {
        // One that was sent, found not made and is to be sent again was applied late.
        Reading::Reached if intent.sends > 0 => Some((IntentState::Done, Outcome::FoundDone)),
        Reading::Reached => superseded("already-there"),
        Reading::Moved => superseded("changed-by-someone-else"),
        Reading::Unmoved | Reading::Untold => None,
    }
}

/// Whether an intent that is due has to be read before it is sent: somebody else may have moved the order meanwhile.
pub fn is_to_be_checked(intent: &Intent, seen: Option<&Seen>, now: Timestamp) -> bool {
    let is_late = now.since(intent.made_at) > CHECK_AFTER_MS;
    let is_fresh = |at: Timestamp| at > intent.made_at && now.since(at) <= CHECK_AFTER_MS;
    // What was seen of the order says nothing of its line items.
    let is_seen = !matches!(intent.act, Act::Items { .. }) && seen.is_some_and(|seen| is_fresh(seen.seen_at));
    let is_checked = intent.checked_at.is_some_and(|at| now.since(at) <= CHECK_AFTER_MS);
    (intent.check_first || is_late) && !is_seen && !is_checked
}

fn is_pair(seen: &Seen, status: Option<&StatusRef>, sub_status: Option<&SubStatusRef>) -> bool {
    id_of(seen.status.as_ref()) == id_of(status)
        && sub_id_of(seen.sub_status.as_ref()) == sub_id_of(sub_status)
}

fn id_of(status: Option<&StatusRef>) -> Option<&str> {
    status.map(|status| status.id.as_str())
}

fn sub_id_of(sub_status: Option<&SubStatusRef>) -> Option<&str> {
    sub_status.map(|sub_status| sub_status.id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::identity::{OrderKey, OrderKind, OrderRef, StoreHandle};
    use crate::platform::FetchFailure;
    use crate::time::Interval;
    use crate::ucos::requests::Channel;

    fn status(id: &str) -> StatusRef {
        StatusRef { id: id.to_owned(), name: id.to_owned(), color: String::new() }
    }

    fn sub(id: &str) -> SubStatusRef {
        SubStatusRef { id: id.to_owned(), name: String::new() }
    }

    fn read(id: Option<&str>, sub_id: Option<&str>) -> Seen {
        let at = Timestamp(0);
        Seen {
            order: OrderRef { kind: OrderKind::Order, id: 1 },
            seen_at: at,
            status: id.map(status),
            sub_status: sub_id.map(sub),
            addons: Vec::new(),
            name: String::new(),
            entered: Interval::exact(at),
            sub_entered: Interval::exact(at),
            cancelled: false,
        }
    }

    fn intent(act: Act, messages: &[Channel]) -> Intent {
        Intent {
            id: "1".to_owned(),
            key: OrderKey {
                store: StoreHandle::new("s").unwrap(),
                order: OrderRef { kind: OrderKind::Order, id: 1 },
            },
            act,
            from: Some(status("old")),
            from_sub_status: Some(sub("a")),
            messages: messages.to_vec(),
            batch: None,
            staff: None,
            account: None,
            confirmed: false,
            made_at: Timestamp(0),
            tries: 1,
            sends: 1,
            checked_at: None,
            check_first: false,
            state: IntentState::InDoubt {
                since: Timestamp(0),
                read_at: Some(Timestamp(SETTLE_MS)),
                problem: Problem::new("in-doubt"),
            },
        }
    }

    fn to_new(messages: &[Channel]) -> Intent {
        intent(Act::Status { to: status("new"), to_sub_status: Some(sub("b")) }, messages)
    }

    fn word(state: &IntentState) -> &str {
        match state {
            IntentState::Waiting { .. } => "waiting",
            IntentState::Sending => "sending",
            IntentState::InDoubt { read_at: None, .. } => "asking",
            IntentState::InDoubt { .. } => "in doubt",
            IntentState::Blocked { retry_at: None, .. } => "blocked for good",
            IntentState::Blocked { .. } => "blocked",
            IntentState::Refused { .. } => "refused",
            IntentState::Superseded { .. } => "superseded",
            IntentState::Done => "done",
        }
    }

    #[test]
    fn each_error_has_its_consequence() {
        let now = Timestamp(5);
        let open = [
            UcosError::NoAnswer(FetchFailure::TimedOut),
            UcosError::NoAnswer(FetchFailure::Failed("cut".to_owned())),
            UcosError::NoAnswer(FetchFailure::TooLarge),
            UcosError::Service { status: 503 },
            UcosError::NotUcos("an answer that breaks off"),
        ];
        for error in open {
            let settled = settled_by_error(&to_new(&[]), &error, now, 0);
            assert_eq!(word(&settled), "in doubt", "{error}");
            let message = intent(Act::Notify { channels: vec![Channel::Email] }, &[]);
            assert_eq!(word(&settled_by_error(&message, &error, now, 0)), "asking", "{error}");
        }
        let clear = [
            (UcosError::NoAnswer(FetchFailure::Offline), "blocked"),
            (UcosError::RateLimited { until: Timestamp(9) }, "blocked"),
            (UcosError::Locked, "blocked"),
            (UcosError::KeyRejected, "blocked for good"),
            (UcosError::PermissionMissing(None), "blocked for good"),
            (UcosError::NotFound(None), "refused"),
            (UcosError::Refused { status: 409, rule: None, says: None }, "refused"),
        ];
        for (error, expected) in clear {
            let settled = settled_by_error(&to_new(&[]), &error, now, 0);
            assert_eq!(word(&settled), expected, "{error}");
        }
    }

    #[test]
    fn reading_back_tells_made_not_made_and_somebody_else() {
        for (id, sub, messages, expected) in [
            (Some("new"), Some("b"), &[Channel::Email][..], "done"),
            (Some("new"), Some("b"), &[], "done"),
            (Some("old"), Some("a"), &[Channel::Email], "asking"),
            (Some("old"), Some("a"), &[], "blocked"),
            (Some("old"), None, &[], "superseded"),
            (Some("new"), Some("c"), &[], "superseded"),
            (Some("third"), None, &[], "superseded"),
            (None, None, &[], "superseded"),
        ] {
            let intent = to_new(messages);
            let seen = read(id, sub);
            let (state, _) = settled_by_reading(&intent, reading(&intent, &seen, None), Timestamp(0), 0);
            assert_eq!(word(&state), expected, "{id:?} {sub:?} {messages:?}");
        }
    }

    #[test]
    fn what_messages_nobody_is_not_sent_for_ever() {
        let often = Intent { sends: MAX_SENDS, ..to_new(&[]) };
        let (state, outcome) = settled_by_reading(&often, Reading::Unmoved, Timestamp(0), 0);
        assert_eq!((word(&state), outcome), ("asking", None));
    }

    #[test]
    fn line_items_are_read_where_the_service_tells_of_them() {
        let item = |id: &str, held: Option<&str>, tells_status| LineItem {
            id: id.to_owned(),
            name: String::new(),
            quantity: 1,
            status: held.map(status),
            sub_status: None,
            tells_status,
        };
        let to = |to: Option<&str>| {
            let items = vec!["l".to_owned(), "m".to_owned()];
            intent(Act::Items { items, to: to.map(status), to_sub_status: None }, &[])
        };
        let told = |intent: &Intent, items: &[LineItem]| reading(intent, &read(None, None), Some(items));
        let both = |l, m| [item("l", l, true), item("m", m, true)];
        assert_eq!(told(&to(Some("x")), &both(Some("x"), Some("x"))), Reading::Reached);
        assert_eq!(told(&to(Some("x")), &both(Some("x"), None)), Reading::Unmoved);
        assert_eq!(told(&to(None), &both(None, None)), Reading::Reached);
        assert_eq!(told(&to(Some("x")), &[item("l", None, true)]), Reading::Moved);
        assert_eq!(told(&to(None), &[item("l", None, false), item("m", None, false)]), Reading::Untold);
        assert_eq!(reading(&to(None), &read(None, None), None), Reading::Untold);
    }

    #[test]
    fn a_late_one_is_checked_unless_the_order_was_seen_since() {
        let fresh = Intent { made_at: Timestamp(1000), ..to_new(&[]) };
        let late = Timestamp(1001 + CHECK_AFTER_MS);
        assert!(!is_to_be_checked(&fresh, None, Timestamp(1000 + CHECK_AFTER_MS)));
        assert!(is_to_be_checked(&fresh, None, late));
        let seen = |at| Seen { seen_at: Timestamp(at), ..read(Some("old"), Some("a")) };
        assert!(is_to_be_checked(&fresh, Some(&seen(900)), late));
        assert!(!is_to_be_checked(&fresh, Some(&seen(late.0 - 1)), late));
        let asked = Intent { check_first: true, ..fresh };
        assert!(is_to_be_checked(&asked, Some(&seen(900)), Timestamp(1001)));
        assert!(!is_to_be_checked(&asked, Some(&seen(1001)), Timestamp(1002)));
    }

    #[test]
    fn waits_grow_to_a_limit() {
        assert_eq!((retry_ms(0, 0), retry_ms(1, 0), retry_ms(2, 999)), (30_000, 60_000, 179_940));
        assert!((0..100).all(|tries| retry_ms(tries, u32::MAX) <= LONGEST_RETRY_MS * 3 / 2));
    }
}

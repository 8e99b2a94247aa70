//! Where messages come in: what is too large, not understood, from the wrong place or at the wrong time is refused here,
//! before anything is done, and counted. Whoever sent it learns no more than that.

use super::answer::Reply;
use super::command::Command;
use super::sender::{Sender, Who, allow, recognise};
use super::table::{self, MAX_MESSAGE_BYTES, Needs, Row};
use super::{StoreState, Worker, as_text};
use crate::json::{self, FromJson, Object};
use crate::orders::identity::StoreHandle;
use crate::platform::Platform;
use crate::problem::Problem;
use crate::view::{REFUSALS_NAME, RefusalsView};

/// Up to this many of a kind each one is shown as it comes; above, every so manieth.
const SHOWN_ONE_BY_ONE: u32 = 1_000;

/// Why a message is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody whom we serve, or not the one who may send this.
    WrongSender,
    /// Larger than the table allows, as a whole or one of its texts.
    TooLarge,
    /// No command of that name.
    UnknownCommand,
    /// A member that the command does not have.
    UnknownMember,
    /// Something in it is missing or of another type.
    Malformed,
    /// The store is not in the state that the command needs.
    WrongState,
}

impl Refusal {
    /// What its sender is told.
    fn problem(self) -> Problem {
        match self {
            Refusal::WrongSender => Problem::new("not-allowed"),
            Refusal::WrongState => Problem::new("not-connected"),
            _ => Problem::new("malformed-command"),
        }
    }
}

impl<P: Platform> Worker<P> {
    /// Carries out a message: JSON texts of any value, and of what the browser says of its sender.
    pub async fn receive(&self, message: &str, sender: &str) -> Reply {
        let who = json::read::<Sender>(sender.as_bytes()).and_then(|sender| recognise(&sender, &self.own_id));
        let outcome = match who {
            Some(who) => read(message).map(|command| (command, who)),
            None => Err(Refusal::WrongSender),
        };
        match outcome {
            Ok((command, who)) => self.serve(command, who).await,
            Err(refusal) => self.refuse(refusal).await,
        }
    }

    /// The same for a command that has been read.
    pub async fn handle(&self, command: Command, sender: &Sender) -> Reply {
        match recognise(sender, &self.own_id) {
            Some(who) => self.serve(command, who).await,
            None => self.refuse(Refusal::WrongSender).await,
        }
    }

    async fn serve(&self, command: Command, who: Who) -> Reply {
        if allow(&command, &who).is_err() {
            return self.refuse(Refusal::WrongSender).await;
        }
        let needs = table::row_of(&command).map(|row| row.needs);
        let store = table::store_of(&command).and_then(|store| StoreHandle::new(store).ok());
        // A locked account's store is connected: what is chosen or taken back then is its own business.
        let has_account = |state: &mut StoreState| state.account.is_some() || state.is_closed();
        let is_connected = || store.is_some_and(|store| self.with_store(&store, has_account));
        let is_ready = match needs {
            Some(Needs::Nothing) => true,
            Some(Needs::Connected) => is_connected(),
            None => false,
        };
        if !is_ready {
            return self.refuse(Refusal::WrongState).await;
        }
        let during = table::row_of(&command).map_or("", |row| row.name);
        let reply = self.carry_out(command, who).await;
        if let Some(problem) = &reply.problem {
            self.note_problem(problem.code.clone(), during);
            self.publish_lately().await;
        }
        reply
    }

    async fn refuse(&self, refusal: Refusal) -> Reply {
        let (count, view) = {
            let counts = &mut self.state.borrow_mut().refusals;
            let count = counts.of(refusal);
            *count = count.saturating_add(1);
            (*count, *counts)
        };
        if count <= SHOWN_ONE_BY_ONE || count.is_multiple_of(SHOWN_ONE_BY_ONE) {
            // Not shown, it is counted all the same.
            if let Ok(text) = as_text(&view) {
                let _ = self.publish(vec![(REFUSALS_NAME.to_owned(), text)]).await;
            }
        }
        Err(refusal.problem()).into()
    }
}

/// Reads a message by the table, or says what is wrong with it.
pub fn read(message: &str) -> Result<Command, Refusal> {
    if message.len() > MAX_MESSAGE_BYTES {
        return Err(Refusal::TooLarge);
    }
    let object = Object::split(message.as_bytes()).map_err(|_| Refusal::Malformed)?;
    let mut names = object.names();
    let (Some(name), None) = (names.next(), names.next()) else { return Err(Refusal::Malformed) };
    let row = table::named(name).ok_or(Refusal::UnknownCommand)?;
    if is_too_large(message, row) {
        return Err(Refusal::TooLarge);
    }
    let body = object.object(name).ok_or(Refusal::Malformed)?;
    if !body.names().all(|member| row.members.contains(&member)) {
        return Err(Refusal::UnknownMember);
    }
    if body.list("orders").is_some_and(|orders| orders.len() > row.limits.orders) {
        return Err(Refusal::TooLarge);
    }
    Command::from_json(&object).ok_or(Refusal::Malformed)
}

fn is_too_large(message: &str, row: &Row) -> bool {
    message.len() > row.limits.bytes || longest_text(message) > row.limits.text
}

/// The longest text in a JSON text, in bytes between its quotes.
fn longest_text(json: &str) -> usize {
    let (mut longest, mut begin, mut is_escaped) = (0, None, false);
    for (at, byte) in json.bytes().enumerate() {
        match (begin, byte) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), b'\\') => is_escaped = true,
            (Some(start), b'"') => {
                longest = longest.max(at - start - 1);
                begin = None;
            }
            (None, b'"') => begin = Some(at),
            _ => {}
        }
    }
    longest
}

impl RefusalsView {
    fn of(&mut self, refusal: Refusal) -> &mut u32 {
        match refusal {
            Refusal::WrongSender => &mut self.wrong_sender,
            Refusal::TooLarge => &mut self.too_large,
            Refusal::UnknownCommand => &mut self.unknown_command,
            Refusal::UnknownMember => &mut self.unknown_member,
            Refusal::Malformed => &mut self.malformed,
            Refusal::WrongState => &mut self.wrong_state,
        }
    }
}

impl FromJson for RefusalsView {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let count = |name: &str| object.whole(name).and_then(|count| u32::try_from(count).ok());
        Some(RefusalsView {
            wrong_sender: count("wrong_sender")?,
            too_large: count("too_large")?,
            unknown_command: count("unknown_command")?,
            unknown_member: count("unknown_member")?,
            malformed: count("malformed")?,
            wrong_state: count("wrong_state")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_apart() {
        let long = "x".repeat(9 * 1024);
        let many: Vec<String> =
            (0..2_501).map(|id| format!(r#"{{"kind":"order","id":"{}"}}"#, id + 1)).collect();
        for (message, refusal) in [
            (r#"{"fetch":{"url":"https://x"}}"#.to_owned(), Refusal::UnknownCommand),
            (r#"{"disconnect":{"store":"a","url":"x"}}"#.to_owned(), Refusal::UnknownMember),
            (r#"{"disconnect":{"store":"A/.."}}"#.to_owned(), Refusal::Malformed),
            (
                r#"{"disconnect":{"store":"a"},"look":{"store":"a","orders":[]}}"#.to_owned(),
                Refusal::Malformed,
            ),
            ("null".to_owned(), Refusal::Malformed),
            ("[".repeat(100_000), Refusal::Malformed),
            (format!(r#"{{"disconnect":{{"store":{}}}}}"#, "[".repeat(10_000)), Refusal::Malformed),
            (format!(r#"{{"connect":{{"store":"a","key":"{long}","staff_name":"n"}}}}"#), Refusal::TooLarge),
            (format!(r#"{{"disconnect":{{"store":"a"}}}}{}"#, " ".repeat(20_000)), Refusal::TooLarge),
            (" ".repeat(MAX_MESSAGE_BYTES + 1), Refusal::TooLarge),
            (format!(r#"{{"look":{{"store":"a","orders":[{}]}}}}"#, many.join(",")), Refusal::TooLarge),
        ] {
            assert_eq!(read(&message), Err(refusal), "{}", message.get(..80).unwrap_or(&message));
        }
        let all = many.get(1..).unwrap().join(",");
        assert!(read(&format!(r#"{{"look":{{"store":"a","orders":[{all}]}}}}"#)).is_ok());
    }

    #[test]
    fn texts_are_measured_with_their_escapes() {
        assert_eq!(longest_text(r#"{"a":"bc","d":["","e\"fg"]}"#), 5);
        assert_eq!(longest_text("[1,2]"), 0);
        assert_eq!(longest_text(r#"["never ends"#), 0);
    }
}

//! What the worker answers a command with. What is asked for is in the answer and in no view.

use crate::problem::Problem;
use crate::reply::Language;
use crate::reply::facts::Facts;
use crate::view::FoundView;
use crate::view::board::{BoardListView, BoardView};
use crate::view::journal::{JournalCheck, JournalPage};
use crate::view::stored::StoredView;
use serde::Serialize;

/// A reply to "where is my order", made for whoever asked and kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ReplyText {
    /// Its language.
    pub language: Language,
    /// As plain text.
    pub plain: String,
    /// The same as safe HTML.
    pub html: String,
    /// What it was made from, for a preview of other templates; for our own pages only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub facts: Option<Facts>,
}

/// What the worker answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Reply {
    /// Whether the command was carried out.
    pub ok: bool,
    /// Why not; null if it was.
    pub problem: Option<Problem>,
    /// What `read-board` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub board: Option<Box<BoardView>>,
    /// What `list-board` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub board_list: Option<BoardListView>,
    /// What `search` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub found: Option<Vec<FoundView>>,
    /// What `read-journal` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub journal: Option<JournalPage>,
    /// What `verify-journal` found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub check: Option<JournalCheck>,
    /// What `measure-storage` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub stored: Option<Vec<StoredView>>,
    /// What `compose-reply` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub reply: Option<Box<ReplyText>>,
}

impl From<Result<(), Problem>> for Reply {
    fn from(outcome: Result<(), Problem>) -> Self {
        Reply { ok: outcome.is_ok(), problem: outcome.err(), ..Reply::default() }
    }
}

impl Reply {
    /// The answer to a command that asks for something; `put` says where in the answer it goes.
    pub fn carrying<T>(outcome: Result<T, Problem>, put: impl FnOnce(&mut Reply, T)) -> Self {
        let (answer, done) = match outcome {
            Ok(answer) => (Some(answer), Ok(())),
            Err(problem) => (None, Err(problem)),
        };
        let mut reply = Reply::from(done);
        if let Some(answer) = answer {
            put(&mut reply, answer);
        }
        reply
    }
}

//! The exports to JavaScript: conversions, no logic.

use crate::due::question;
use crate::platform::browser::{self, Browser, Shell};
use crate::reply::question as reply;
use crate::view::preferences::BoardPreferences;
use crate::worker::Worker;
use gloo_storage::{LocalStorage, Storage};
use wasm_bindgen::prelude::*;

/// The core, as the service worker holds it.
#[wasm_bindgen]
pub struct Core {
    worker: Worker<Browser>,
}

#[wasm_bindgen]
impl Core {
    /// Opens the store and takes up what an earlier life of the worker left. `own_id` is `chrome.runtime.id`.
    /// Rejects with an `Error` that names the problem.
    pub async fn start(own_id: String, shell: Shell) -> Result<Core, JsError> {
        let browser = Browser::open(shell).await?;
        let worker = Worker::new(browser, own_id);
        worker.start().await.map_err(|problem| JsError::new(&problem.code))?;
        Ok(Core { worker })
    }

    /// Carries out a message from a page: JSON text of any value, and of a `Sender`. Resolves to JSON text of a
    /// `Reply`, whatever the message is. Text, because a message is JSON anyway and a reader of JavaScript
    /// objects would be a tenth of the core's size.
    pub async fn handle(&self, message: String, sender: String) -> String {
        let reply = self.worker.receive(&message, &sender).await;
        serde_json::to_string(&reply).unwrap_or_default()
    }

    /// Nobody is before this device: its screen was locked, or nobody has touched it for as long as the core asked for.
    pub async fn away(&self, is_screen_locked: bool) {
        let _ = self.worker.away(is_screen_locked).await;
    }

    /// What the organisation sets may have changed.
    #[wasm_bindgen(js_name = policyChanged)]
    pub async fn policy_changed(&self) {
        // A reading that failed changes nothing: the next start of the worker reads anew.
        let _ = self.worker.policy_changed().await;
    }

    /// Does what an alarm is for; `visible_tabs` are the ids of the tabs that are on a screen, `is_person_there` tells
    /// whether somebody has touched this device lately.
    pub async fn alarm(&self, name: String, visible_tabs: Vec<u32>, is_person_there: bool) {
        // What went wrong is in the views.
        let _ = self.worker.alarm(&name, &visible_tabs, is_person_there).await;
    }
}

/// Due times by a calendar that need not be a store's: JSON text of a `DueQuestion`, answered by JSON text of a
/// `DueAnswer`. For pages that show what settings would do; needs no worker and no `Core`.
#[wasm_bindgen(js_name = dueTimes)]
pub fn due_times(question: &str) -> String {
    question::answer(question.as_bytes(), browser::zone)
}

/// Checks and fills a template: JSON text of a `ReplyQuestion`, answered by JSON text of a `ReplyAnswer`. Like
/// `dueTimes`, for a page, without the worker.
#[wasm_bindgen(js_name = replyPreview)]
pub fn reply_preview(question: &str) -> String {
    reply::preview(question.as_bytes())
}

/// The template that a status of this stage has by default; any other text than a stage's id: of one not recognised.
#[wasm_bindgen(js_name = replyDefault)]
pub fn reply_default(stage: &str, language: &str) -> String {
    reply::default_template(stage, language).to_owned()
}

/// Where the page keeps the board's display preferences, in its own `localStorage`.
const BOARD_PREFERENCES: &str = "board";

/// The board's display preferences: JSON text of `BoardPreferences`. For the board's page only: a worker has no such
/// storage.
#[wasm_bindgen(js_name = boardPreferences)]
pub fn board_preferences() -> String {
    // By the storage itself: gloo's own readers would bring serde's along, for half a kilobyte of text.
    let kept = LocalStorage::raw().get_item(BOARD_PREFERENCES).ok().flatten().unwrap_or_default();
    serde_json::to_string(&BoardPreferences::read(&kept)).unwrap_or_default()
}

/// Keeps them; `false`: the browser would not.
#[wasm_bindgen(js_name = keepBoardPreferences)]
pub fn keep_board_preferences(preferences: &str) -> bool {
    let preferences = BoardPreferences::read(preferences);
    let text = serde_json::to_string(&preferences).unwrap_or_default();
    LocalStorage::raw().set_item(BOARD_PREFERENCES, &text).is_ok()
}

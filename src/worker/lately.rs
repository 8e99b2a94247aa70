//! Notes the problems of late for diagnostics: by name only, so that nothing of them says whose they were.

use super::{Worker, as_text};
use crate::platform::Platform;
use crate::view::LATELY_NAME;
use std::borrow::Cow;

/// Up to this many of a kind each one is published as it comes; above, every so manieth.
const SHOWN_ONE_BY_ONE: u32 = 100;

impl<P: Platform> Worker<P> {
    /// Notes a problem by its name, and at what it was. It is published with whatever is published next.
    pub(super) fn note_problem(&self, code: Cow<'static, str>, during: &'static str) {
        let now = self.now();
        let state = &mut *self.state.borrow_mut();
        let count = state.lately.note(code, during, now);
        state.has_lately |= count <= SHOWN_ONE_BY_ONE || count.is_multiple_of(SHOWN_ONE_BY_ONE);
    }

    /// Publishes them now, if they are news. Not shown, they are noted all the same.
    pub(super) async fn publish_lately(&self) {
        if self.state.borrow().has_lately {
            let _ = self.publish(Vec::new()).await;
        }
    }

    /// Their view, if it is news.
    pub(super) fn unpublished_lately(&self) -> Option<(String, String)> {
        let state = &mut *self.state.borrow_mut();
        let text = std::mem::take(&mut state.has_lately).then(|| as_text(&state.lately));
        text.and_then(Result::ok).map(|text| (LATELY_NAME.to_owned(), text))
    }
}

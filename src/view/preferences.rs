//! How the managers' board is shown to whoever sits before this browser: no more than a matter of taste, kept by the
//! page itself. Whatever is kept that cannot be read, or is no choice any more, counts as not chosen.

use crate::json::{self, FromJson, Object};
use serde::Serialize;

/// The display preferences of the board.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct BoardPreferences {
    /// The store that was shown last; null: none yet.
    pub store: Option<String>,
    /// The parts of the board that are shown as tables.
    pub as_table: Vec<String>,
    /// The parts that are folded away.
    pub folded: Vec<String>,
    /// By what the orders are sorted; null: by when they are due.
    pub sort: Option<String>,
    /// From the last to the first.
    pub descending: bool,
}

impl FromJson for BoardPreferences {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        let names = |name: &str| {
            let mut names = object.texts(name);
            names.truncate(20);
            names
        };
        Some(BoardPreferences {
            store: object.text("store"),
            as_table: names("as_table"),
            folded: names("folded"),
            sort: object.text("sort").filter(|sort| crate::insight::list::SortBy::named(sort).is_some()),
            descending: object.is_true("descending"),
        })
    }
}

impl BoardPreferences {
    /// Reads what was kept.
    pub fn read(text: &str) -> Self {
        json::read(text.as_bytes()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_choice_counts_as_not_chosen() {
        for text in ["", "null", "[]", "{", r#"{"sort":"name","as_table":7}"#] {
            assert_eq!(BoardPreferences::read(text), BoardPreferences::default(), "{text}");
        }
        let read = BoardPreferences::read(r#"{"sort":"since","as_table":["ages",7],"descending":true}"#);
        assert_eq!((read.sort.as_deref(), read.descending), (Some("since"), true));
        assert_eq!(read.as_table, ["ages"]);
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_is_read_again(
            store in prop::option::of("[a-z]{1,9}"),
            as_table in prop::collection::vec(".{0,9}", 0..9),
            folded in prop::collection::vec(".{0,9}", 0..9),
            sort in prop::option::of(prop::sample::select(vec!["order", "status", "since", "due"])),
            descending: bool,
        ) {
            let sort = sort.map(str::to_owned);
            let preferences = BoardPreferences { store, as_table, folded, sort, descending };
            prop_assert_eq!(BoardPreferences::read(&serde_json::to_string(&preferences).unwrap()), preferences);
        }
    }
}

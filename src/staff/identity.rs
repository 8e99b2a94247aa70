//! Who is it: whether the name that the admin shows is the one whose key this browser holds. Guards against mistakes, not
//! against malice: whoever can sign in to the admin can give themselves any name there.
//!
//! The same name, though written otherwise: capitals, white space, the marks of writing direction that pages put around
//! names, and the apostrophes and hyphens that keyboards differ in. Not the same: with an accent and without, letters of
//! another script that look alike, a part of the name. Texts come composed (NFC): the worker's shell sees to that with the
//! browser's own data, which would be a quarter of this module. The page's own comparison,
//! `extension/content/staff/name.ts`, is held to the same examples.

/// The longest name of a staff account, in characters.
pub const LONGEST_NAME: usize = 120;

/// What the admin's page says of the person who wants something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// It shows the name of the staff account.
    Confirmed,
    /// It shows no name that could be read.
    Unread,
    /// It shows another name.
    Another,
}

impl Identity {
    /// Compares the staff account's name with the one that the admin shows.
    pub fn of(account: &str, shown: Option<&str>) -> Identity {
        let shown = shown.map(folded).filter(|name| !name.is_empty());
        match shown {
            None => Identity::Unread,
            Some(shown) if shown == folded(account) => Identity::Confirmed,
            Some(_) => Identity::Another,
        }
    }
}

/// A name as it is kept.
pub fn tidy(name: &str) -> String {
    name.trim().chars().take(LONGEST_NAME).collect()
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for character in tidy(name).chars() {
        match character {
            // Says which way to write, and is no letter.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => folded.push('\''),
            '\u{2010}' | '\u{2011}' => folded.push('-'),
            // The form of a sigma at the end of a word.
            'ς' => folded.push('σ'),
            space if space.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            letter => folded.extend(letter.to_lowercase()),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn examples_that_the_page_is_held_to_as_well() {
        let examples: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/staff-names.json")).unwrap();
        let pairs = |name: &str| examples[name].as_array().unwrap().clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        assert!(pairs("same").len() > 10 && pairs("different").len() > 10);
        for pair in pairs("same") {
            let (one, other) = (text(&pair[0]), text(&pair[1]));
            assert_eq!(Identity::of(&one, Some(&other)), Identity::Confirmed, "{one} {other}");
            assert_eq!(Identity::of(&other, Some(&one)), Identity::Confirmed, "{other} {one}");
        }
        for pair in pairs("different") {
            let (one, other) = (text(&pair[0]), text(&pair[1]));
            assert_eq!(Identity::of(&one, Some(&other)), Identity::Another, "{one} {other}");
        }
    }

    #[test]
    fn nothing_is_nobody() {
        for shown in [None, Some(""), Some(" \u{a0}\n"), Some("\u{200e}")] {
            assert_eq!(Identity::of("Ada", shown), Identity::Unread, "{shown:?}");
            // Nor is nobody somebody without a name.
            assert_eq!(Identity::of("", shown), Identity::Unread, "{shown:?}");
        }
    }

    #[test]
    fn a_name_too_long_to_be_kept_whole_is_known_again() {
        let long = "Ada ".repeat(100);
        assert_eq!(tidy(&long).chars().count(), LONGEST_NAME);
        assert_eq!(Identity::of(&tidy(&long), Some(&long)), Identity::Confirmed);
    }

    proptest! {
        #[test]
        fn a_name_is_its_own(name in "\\PC{1,60}") {
            let is = Identity::of(&name, Some(&name));
            prop_assert!(is == Identity::Confirmed || folded(&name).is_empty());
            prop_assert_eq!(folded(&folded(&name)), folded(&name));
        }

        #[test]
        fn a_letter_more_is_another(name in "[a-zA-Zà-ÿ]{1,20}( [a-z]{1,20})?", more in "[a-z]") {
            let other = format!("{name}{more}");
            prop_assert_eq!(Identity::of(&name, Some(&other)), Identity::Another);
        }
    }
}

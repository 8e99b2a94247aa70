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

/// Whether these are the name of one staff account.
pub fn is_same(one: &str, other: &str) -> bool {
    Identity::of(one, Some(other)) == Identity::Confirmed
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
            'İ' => folded.push_str("i\u{307}"),
            letter => folded.push(lower(letter)),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The small letter of a capital of Latin, Greek, Cyrillic and Armenian; of anything else itself. The table that the
/// standard library has for all scripts would be a fortieth of the module.
pub fn lower(letter: char) -> char {
    let code = u32::from(letter);
    let small = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde => code + 32,
        0x178 => 0xff,
        0x139..=0x148 | 0x179..=0x17e => code + code % 2,
        0x100..=0x137 | 0x14a..=0x177 | 0x200..=0x21f | 0x222..=0x233 => code | 1,
        0x386 => 0x3ac,
        0x388..=0x38a => code + 37,
        0x38c => 0x3cc,
        0x38e | 0x38f => code + 63,
        0x391..=0x3a1 | 0x3a3..=0x3ab => code + 32,
        0x400..=0x40f => code + 80,
        0x410..=0x42f => code + 32,
        0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f => code | 1,
        0x531..=0x556 => code + 48,
        0x1e9e => 0xdf,
        0x1e00..=0x1e95 | 0x1ea0..=0x1eff => code | 1,
        _ => code,
    };
    char::from_u32(small).unwrap_or(letter)
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

    #[test]
    fn capitals_are_as_the_standard_library_has_them() {
        let standard = |letter: char| letter.to_lowercase().next().unwrap();
        // Cyrillic's palochka (4c0) alone stands apart from its neighbours, and is no part of a name's first letter.
        let known = [
            0x0..0x180,
            0x200..0x220,
            0x222..0x234,
            0x386..0x3cf,
            0x400..0x4c0,
            0x4d0..0x560,
            0x1e00..0x1f00,
        ];
        for code in known.into_iter().flatten().filter(|code| *code != 0x130) {
            let letter = char::from_u32(code).unwrap();
            assert_eq!(lower(letter), standard(letter), "{code:x} {letter}");
        }
        // Of all others a capital is another letter than its small one, and none is taken for a third.
        for letter in (0..0x11_0000).filter(|code| *code != 0x130).filter_map(char::from_u32) {
            assert!(lower(letter) == letter || lower(letter) == standard(letter), "{letter}");
        }
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

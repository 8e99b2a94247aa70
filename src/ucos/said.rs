//! What the service says, made fit to keep and to show: every name and sentence of an answer is read through here.
//! Whoever can write in UCOS writes these, so they are cut, and what cannot be seen or turns the text around it is
//! left out. They stay data all the same: pages set them as text, never as markup. Knows no language.

use crate::json::{FromJson, Object};

/// The longest name that is kept, in characters.
pub const LONGEST_NAME: usize = 160;

/// The longest sentence that is kept, in characters.
pub const LONGEST_SENTENCE: usize = 300;

/// The longest id, in bytes. The service's are UUIDs.
const LONGEST_ID: usize = 128;

/// The longest word of the service's own, like a colour or an effect, in bytes.
const LONGEST_WORD: usize = 64;

/// How many marks one character may carry. Languages need three.
const MOST_MARKS: u32 = 4;

/// A name; empty if it is absent, or if there is nothing in it to see.
pub fn name(object: &Object<'_>, member: &str) -> String {
    object.text(member).map(|text| fit(&text, LONGEST_NAME)).unwrap_or_default()
}

/// A name that has to say something: of what has none that can be seen, the beginning of its id.
pub fn name_or_id(object: &Object<'_>, member: &str, id: &str) -> String {
    let name = name(object, member);
    if name.is_empty() { format!("({})", id.chars().take(8).collect::<String>()) } else { name }
}

/// An id. It is sent back as it came, so one that is no id is not cut but `None`.
pub fn id(object: &Object<'_>, member: &str) -> Option<String> {
    let is_id = |text: &String| {
        (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    };
    object.text(member).filter(is_id)
}

/// A word that stands for something, like a colour; empty if it is absent or too long to be one.
pub fn word(object: &Object<'_>, member: &str) -> String {
    object.text(member).filter(|text| text.len() <= LONGEST_WORD).unwrap_or_default()
}

/// A sentence for a person to read; `None`: there is nothing in it to see.
pub fn sentence(text: &str) -> Option<String> {
    Some(fit(text, LONGEST_SENTENCE)).filter(|text| !text.is_empty())
}

/// The elements of a list that are objects of a type, at most so many: views have to fit where they are published.
pub fn first<T: FromJson>(object: &Object<'_>, member: &str, most: usize) -> Vec<T> {
    let mut children = object.children(member);
    children.truncate(most);
    children
}

/// The text on one line, without what cannot be seen, cut to `longest` characters.
fn fit(text: &str, longest: usize) -> String {
    let mut kept = String::new();
    let (mut length, mut marks, mut is_visible) = (0, 0, false);
    for character in text.chars() {
        let is_mark = match kind_of(character) {
            Kind::Nothing => continue,
            Kind::Mark => true,
            Kind::Space | Kind::Visible => false,
        };
        marks = if is_mark { marks + 1 } else { 0 };
        // A mark needs something to stand on.
        if is_mark && (marks > MOST_MARKS || kept.is_empty() || kept.ends_with(' ')) {
            continue;
        }
        let is_space = kind_of(character) == Kind::Space;
        if is_space && (kept.is_empty() || kept.ends_with(' ')) {
            continue;
        }
        if length == longest {
            kept.push('…');
            break;
        }
        length += 1;
        is_visible |= !is_space && !is_mark;
        kept.push(if is_space { ' ' } else { character });
    }
    kept.truncate(kept.trim_end().len());
    if is_visible { kept } else { String::new() }
}

#[derive(PartialEq, Eq)]
enum Kind {
    /// Neither seen nor missed: it turns the text around it, or hides in it.
    Nothing,
    /// Between words.
    Space,
    /// Joins to what stands before it.
    Mark,
    Visible,
}

fn kind_of(character: char) -> Kind {
    match character {
        // Most of what there is.
        '!'..='~' => Kind::Visible,
        // Overrides, embeddings, isolates and marks of direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Kind::Nothing
        }
        // Of no width, or only for machines.
        '\u{ad}'
        | '\u{34f}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}' => Kind::Nothing,
        // Letters and patterns that are blank.
        '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' => {
            Kind::Space
        }
        // Joiners, which emoji and some scripts need; variants; and marks above and below letters.
        '\u{200c}'
        | '\u{200d}'
        | '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}'
        | '\u{e31}'
        | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}'
        | '\u{f71}'..='\u{f84}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{e0100}'..='\u{e01ef}' => Kind::Mark,
        other if other.is_control() || other.is_whitespace() => Kind::Space,
        _ => Kind::Visible,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_write_stays_as_it_is() {
        for text in [
            "In production",
            "配送先確認中",
            "Fragile · קל לשבירה",
            "قيد التحضير",
            "पिछला दरवाज़ा",
            "می‌خواهم",
            "👩‍👩‍👧‍👦 family 🏳️‍🌈",
            "Việt Nam: đã giao hàng",
            "<b>&amp;</b> \"quoted\" $1 {{x}}",
            "ที่อยู่ไม่ถูกต้อง",
        ] {
            assert_eq!(fit(text, LONGEST_NAME), text);
        }
    }

    #[test]
    fn what_hides_or_turns_is_left_out() {
        for (text, kept) in [
            ("\u{202e}Deliv\u{200b}ered\u{202c}", "Delivered"),
            ("a\u{0}b\tc\r\nd\u{2028}e\u{2029}f", "a b c d e f"),
            ("  \u{3000}\u{a0}x  y ", "x y"),
            (
                "Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}a\u{308}",
                "Z\u{301}\u{302}\u{303}\u{304}a\u{308}",
            ),
            ("\u{301}\u{301}", ""),
            ("\u{200b}\u{3164}\u{2800}\u{feff}", ""),
            ("\u{e0041}\u{e0042}tag", "tag"),
            ("\u{7f}\u{9b}31mred", "31mred"),
        ] {
            assert_eq!(fit(text, LONGEST_NAME), kept, "{text:?}");
        }
        let long = fit(&"a".repeat(1_000_000), LONGEST_NAME);
        assert_eq!((long.chars().count(), long.ends_with('…')), (LONGEST_NAME + 1, true));
        assert_eq!(fit(&"a".repeat(LONGEST_NAME), LONGEST_NAME), "a".repeat(LONGEST_NAME));
    }

    #[test]
    fn ids_and_words_are_whole_or_not_there() {
        let text = format!(
            r#"{{"good":"0af-1","long":"{}","space":"a b","empty":"","other":"é","name":"\u200b","half":"\ud800"}}"#,
            "x".repeat(200)
        );
        let object = Object::split(text.as_bytes()).unwrap();
        assert_eq!(id(&object, "good").as_deref(), Some("0af-1"));
        for member in ["long", "space", "empty", "other", "absent"] {
            assert_eq!(id(&object, member), None, "{member}");
        }
        assert_eq!((word(&object, "long"), word(&object, "good")), (String::new(), "0af-1".to_owned()));
        for member in ["name", "half", "absent", "empty"] {
            assert_eq!(name_or_id(&object, member, "0123456789"), "(01234567)", "{member}");
        }
    }

    proptest! {
        /// Kept texts are read through here again.
        #[test]
        fn what_is_fit_stays_as_it_is(text in any::<String>(), longest in 1..50_usize) {
            let once = fit(&text, longest);
            prop_assert!(once.chars().count() <= longest + 1);
            prop_assert!(!once.chars().any(char::is_control));
            prop_assert_eq!(fit(&once, longest + 1), once);
        }
    }
}

//! Templates against everything that can be typed and everything that a customer can be called: no placeholder is left,
//! no value is read as anything but text, and the HTML says what the plain text says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use proptest::prelude::*;
use ucos_inline::reply::Language;
use ucos_inline::reply::facts::Facts;
use ucos_inline::reply::link::Link;
use ucos_inline::reply::render::{Rendered, clean};
use ucos_inline::reply::stage::Stage;
use ucos_inline::reply::template::{Placeholder, parse};
use ucos_inline::reply::words;

/// The HTML as text, read by a hand of its own. Panics at any element or entity that may not be there.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        let here = &rest[at..];
        let known: &[(&str, &str)] = &[
            ("<br>", "\n"),
            ("</a>", ""),
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
        ];
        if let Some((mark, meaning)) = known.iter().find(|(mark, _)| here.starts_with(mark)) {
            text.push_str(meaning);
            rest = &here[mark.len()..];
            continue;
        }
        let address = here.strip_prefix("<a href=\"").unwrap_or_else(|| panic!("{here}"));
        let (address, after) = address.split_once("\">").unwrap();
        assert!(
            address.starts_with("https://track.example/") && !address.contains(['<', '>', '"', '\'', ' '])
        );
        rest = after;
    }
    text.push_str(rest);
    text
}

fn facts(value: &str) -> Facts {
    let some = || Some(value.to_owned());
    Facts {
        order_name: value.to_owned(),
        order_id: "5".to_owned(),
        first_name: some(),
        email: some(),
        status_id: "s".to_owned(),
        status: value.to_owned(),
        sub_status: some(),
        stage: Some(Stage::InQc),
        expected: None,
        expected_words: some(),
        next_step: some(),
        staff: value.to_owned(),
    }
}

fn fill(template: &str, facts: &Facts, store_name: Option<&str>) -> Rendered {
    let link = Link::read("https://track.example/?n={order_name}&i={order_id}").unwrap();
    let pieces = parse(template, &Placeholder::ALL).unwrap();
    facts.fill(&pieces, Language::En, Some(&link), store_name)
}

/// What people are called, or call themselves to do harm.
const CORPUS: &[&str] = &[
    "Zoë",
    "{first_name}",
    "{{link}}",
    "}{",
    "{status",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</a><a href=\"javascript:alert(1)\">x</a>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "<!--",
    "]]>",
    "<br>",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&",
    "%3Cscript%3E",
    "javascript:alert(1)",
    "https://evil.example/",
    "${alert(1)}",
    "#{1+1}",
    "<%= 1 %>",
    "$1 $& $`",
    "\\u007bstatus\\u007d",
    "｛status｝",
    "a\nb: c\r\n\r\nd",
    "a\u{2028}b\u{2029}c",
    "\u{202e}gnp.exe",
    "\u{2066}x\u{2069}",
    "a\0b\u{1b}[31m",
    "\u{feff}\u{200b}x",
    "=HYPERLINK(\"https://evil.example\")",
    "'; DROP TABLE orders; --",
    "🏳️‍🌈",
    "عبد الله",
    "שלום",
    "ส้ม",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any template, any value without braces: no brace is left but those that were doubled (here none), and HTML and
    /// plain text say the same.
    #[test]
    fn no_placeholder_survives(
        parts in prop::collection::vec((0usize..=Placeholder::ALL.len(), "[a-zé .!?\n,<>&\"']{0,12}"), 0..20),
        value in "[^{}]{0,60}",
        has_name in any::<bool>(),
    ) {
        let template: String = parts.iter().map(|(at, text)| match Placeholder::ALL.get(*at) {
            Some(placeholder) => format!("{text}{{{}}}", placeholder.name()),
            None => text.clone(),
        }).collect();
        let mut facts = facts(&value);
        if !has_name {
            facts.first_name = None;
        }
        let reply = fill(&template, &facts, None);
        prop_assert!(!reply.plain.contains(['{', '}']), "{}", reply.plain);
        prop_assert_eq!(text_of(&reply.html), reply.plain);
    }

    /// A value comes out as the text that it is, and nothing else of the reply depends on what it says.
    #[test]
    fn no_value_is_interpreted(value in any::<String>()) {
        let reply = fill("A {first_name} B\nC {status}.", &facts(&value), None);
        let cleaned = clean(&value);
        let expected = if cleaned.is_empty() { "A B".to_owned() } else { format!("A {cleaned} B\nC {cleaned}.") };
        prop_assert_eq!(&reply.plain, &expected);
        prop_assert_eq!(text_of(&reply.html), reply.plain);
    }
}

#[test]
fn the_corpus_stays_text_in_every_template_of_ours() {
    let stages = || Stage::ALL.into_iter().map(Some).chain([None]);
    for language in Language::ALL {
        for (value, stage) in CORPUS.iter().flat_map(|value| stages().map(move |stage| (value, stage))) {
            let facts = Facts { stage, ..facts(value) };
            let reply = fill(words::template(stage, language), &facts, Some(value));
            assert!(reply.plain.contains(&clean(value)), "{}", reply.plain);
            assert_eq!(text_of(&reply.html), reply.plain);
            assert_eq!(reply.html.matches("<a ").count(), 1, "the link alone: {}", reply.html);
            let controls = |c: char| c.is_control() && c != '\n';
            assert!(!reply.plain.contains(controls) && !reply.plain.contains(['\u{202e}', '\u{2028}']));
        }
    }
}

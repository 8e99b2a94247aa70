//! The words of `extension/_locales`: every language has the same messages with the same values in them, none is left
//! untranslated, each is used somewhere, and what the scripts ask for is there. It reads files; it knows no page.

#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Alike in both languages, and rightly so.
const ALIKE: &[&str] = &["extension_name", "extension_language"];

fn files(folder: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("_locales") {
            files(&path, ends, found);
        } else if path.extension().is_some_and(|end| ends.contains(&end.to_str().unwrap())) {
            found.push(path);
        }
    }
}

fn messages(language: &str) -> Map<String, Value> {
    let text = std::fs::read_to_string(format!("extension/_locales/{language}/messages.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The scripts of the extension and its manifest, as one text.
fn scripts() -> String {
    let mut found = Vec::new();
    files(Path::new("extension"), &["ts"], &mut found);
    found.push("manifest.json".into());
    found.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<Vec<_>>().join("\n")
}

/// The values that a message takes: `$1`, or by the number that a name stands for.
fn values(message: &Value) -> BTreeSet<String> {
    let text = message["message"].as_str().unwrap();
    let named = message["placeholders"].as_object();
    let mut found = BTreeSet::new();
    let parts: Vec<&str> = text.split('$').collect();
    for part in &parts[1..] {
        match part.chars().next() {
            Some(digit) if digit.is_ascii_digit() => drop(found.insert(format!("${digit}"))),
            _ => {
                let content = named.and_then(|named| named.get(&part.to_lowercase()));
                if let Some(content) = content.and_then(|named| named["content"].as_str()) {
                    found.insert(content.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn every_language_says_the_same_things() {
    let english = messages("en");
    assert!(english.len() > 300, "{}", english.len());
    for language in std::fs::read_dir("extension/_locales").unwrap() {
        let language = language.unwrap().file_name().into_string().unwrap();
        let there = messages(&language);
        let keys = |messages: &Map<String, Value>| messages.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&english), keys(&there), "{language}");
        for (key, message) in &english {
            assert_eq!(values(message), values(&there[key]), "{language}: the values of {key}");
            assert!(!there[key]["message"].as_str().unwrap().trim().is_empty(), "{language}: {key}");
        }
    }
}

/// Words of several letters that are the same in French may be: "Options", "Total". A whole sentence may not.
#[test]
fn nothing_is_left_in_english() {
    let (english, french) = (messages("en"), messages("fr"));
    for (key, message) in &english {
        let text = message["message"].as_str().unwrap();
        let is_sentence =
            text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() > 3;
        if is_sentence && !ALIKE.contains(&key.as_str()) {
            assert_ne!(french[key]["message"].as_str(), Some(text), "{key}");
        }
    }
}

/// A message is used where its name stands in quotes; or the name without its form of number (`_one`, `_other`); or where
/// a name is put together, with its beginning before `${`.
#[test]
fn every_message_is_used_and_every_word_is_there() {
    let scripts = scripts();
    let quoted =
        |name: &str| ['\'', '"', '`'].iter().any(|quote| scripts.contains(&format!("{quote}{name}{quote}")));
    let mut beginnings: BTreeSet<&str> = BTreeSet::new();
    for part in scripts.split('`').filter(|part| part.contains("${")) {
        let (beginning, _) = part.split_once("${").unwrap();
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit();
        if beginning.len() > 3 && beginning.ends_with('_') && beginning.bytes().all(is_name) {
            beginnings.insert(beginning);
        }
    }
    assert!(beginnings.contains("problem_") && beginnings.len() < 40, "{beginnings:?}");
    let english = messages("en");
    let mut unused = BTreeMap::new();
    for key in english.keys() {
        let base = key.strip_suffix("_one").or(key.strip_suffix("_other")).unwrap_or(key);
        let is_used = quoted(key)
            || quoted(base)
            || scripts.contains(&format!("__MSG_{key}__"))
            || beginnings.iter().any(|beginning| key.starts_with(beginning));
        if !is_used {
            unused.insert(key, &english[key]["message"]);
        }
    }
    assert!(unused.is_empty(), "used nowhere: {unused:#?}");
    // `words('…')` is checked by the compiler; the content script's `word('…')` only here.
    for call in ["word('", "counted('"] {
        for rest in scripts.split(call).skip(1) {
            let name = rest.split('\'').next().unwrap();
            let is_there = |name: &str| english.contains_key(name);
            assert!(is_there(name) || is_there(&format!("{name}_other")), "{name} has no words");
        }
    }
}

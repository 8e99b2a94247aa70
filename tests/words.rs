//! Every problem that the core can name has words in every language of the extension.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The codes in the source: what stands in quotes behind `Problem::new(`, and the arms of `UcosError::code`.
fn codes() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut codes = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let marks: &[&str] = if file.ends_with("ucos/error.rs") { &["=> \""] } else { &["Problem::new(\""] };
        for mark in marks {
            let quoted = text.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            codes.extend(quoted.filter(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        }
    }
    codes
}

#[test]
fn every_problem_has_words_in_every_language() {
    let codes = codes();
    assert!(codes.len() > 20 && codes.contains("in-doubt") && codes.contains("key-rejected"), "{codes:?}");
    for locale in std::fs::read_dir("extension/_locales").unwrap() {
        let file = locale.unwrap().path().join("messages.json");
        let messages: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        for code in &codes {
            let key = format!("problem_{}", code.replace('-', "_"));
            assert!(messages[&key]["message"].is_string(), "{} lacks {key}", file.display());
        }
    }
}

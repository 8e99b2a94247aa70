//! The corpora that fuzzing left (fuzz/corpus), through the same targets: what was found once stays mended.

#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails has to say so"
)]

#[path = "../fuzz/src/targets.rs"]
mod targets;

use std::path::Path;

#[test]
fn every_corpus_is_passed() {
    for (name, target) in targets::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(files.len() >= 20, "{name}: a corpus of {}", files.len());
        for file in files {
            // Said where a target panics.
            println!("{}", file.display());
            target(&std::fs::read(&file).unwrap());
        }
    }
}

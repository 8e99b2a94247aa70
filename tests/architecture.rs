//! The architecture as ARCHITECTURE.md says it, held against the tree: who may know what, which files have a first line
//! that says what they are for, and how long a file may be. Knows texts of files, not what is in them.

use std::fs;
use std::path::{Path, PathBuf};

/// Words that must not be in the files of a folder, but for those named, and why.
struct Ban {
    folders: &'static [&'static str],
    but: &'static [&'static str],
    words: &'static [&'static str],
    why: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        folders: &["src"],
        but: &["src/platform/browser", "src/wasm.rs"],
        words: &["wasm_bindgen", "js_sys", "web_sys", "platform::browser"],
        why: "only the platform's browser and the exports know JavaScript",
    },
    Ban {
        folders: &["src"],
        but: &["src/platform/simulated.rs"],
        words: &["SystemTime", "Instant::now", "std::fs", "std::net"],
        why: "time and the outside world come through the platform",
    },
    Ban {
        folders: &[
            "src/orders",
            "src/ucos",
            "src/catalog",
            "src/changes",
            "src/due",
            "src/insight",
            "src/staff",
            "src/settings",
            "src/view",
            "src/json",
            "src/reply",
        ],
        but: &[],
        words: &["crate::worker"],
        why: "rules do not know who carries them out",
    },
    Ban {
        folders: &["extension/content"],
        but: &[],
        words: &["storage.local", "storage.sync", "fetch(", "XMLHttpRequest", "WebSocket", "indexedDB"],
        why: "a page script has neither the key nor the network",
    },
    Ban {
        folders: &["extension/pages"],
        but: &[],
        words: &["storage.local", "fetch(\"http", "fetch('http", "XMLHttpRequest", "WebSocket"],
        why: "pages send commands and paint views",
    },
    Ban {
        folders: &["extension"],
        but: &[],
        words: &["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function("],
        why: "what comes from the service is text, never markup",
    },
    Ban {
        folders: &["extension"],
        but: &["extension/content/host"],
        words: &["Polaris-", "AppFrame", "s-internal-", "IndexTable"],
        why: "all that is known of the admin's pages is in extension/content/host",
    },
];

/// Longer than others, and why that is better than two files.
const LONG: &[(&str, &str)] = &[
    ("extension/content/card/card.ts", "one surface's coming and going; what it is made of are its siblings"),
    ("extension/content/ui/menu.ts", "one surface's coming and going; what it is made of are its siblings"),
    ("extension/content/bulk/bulk.ts", "one surface's coming and going; what it is made of are its siblings"),
    ("src/platform/simulated.rs", "one world: every part of it may fail at every step of another"),
    ("src/worker/mod.rs", "what every part of the worker shares: its state, its clock, calling, publishing"),
    ("src/view/mod.rs", "the one list of all that pages are shown"),
];
const LONGEST: usize = 400;

#[test]
fn the_tree_is_as_the_architecture_says() {
    let found = violations(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_planted_is_found() {
    let root = std::env::temp_dir().join(format!("ucos-inline-planted-{}", std::process::id()));
    let plant = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    plant("src/lib.rs", "//! A map.\n");
    plant("src/due/verdict.rs", "//! Verdicts.\nuse crate::worker::Worker;\n");
    plant("src/due/clock.rs", "fn now() -> SystemTime {}\n");
    plant("extension/content/list.ts", "// A list.\nchrome.storage.local.get(null);\nfetch('/x');\n");
    plant("extension/content/ui/badge.ts", "// A badge.\nquery('.Polaris-Table');\n");
    plant("extension/content/host/rows.ts", "// Rows.\nquery('.Polaris-Table');\n");
    plant("extension/pages/popup/popup.ts", "// The popup.\nbody.innerHTML = name;\n");
    plant("src/worker/long.rs", &format!("//! Long.\n{}", "\n".repeat(LONGEST)));
    let found = violations(&root);
    fs::remove_dir_all(&root).unwrap();
    let about: Vec<&str> = found.iter().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(
        about,
        [
            "src/due/clock.rs",
            "src/due/verdict.rs",
            "extension/content/list.ts",
            "extension/content/list.ts",
            "extension/pages/popup/popup.ts",
            "extension/content/ui/badge.ts",
            "src/due/clock.rs",
            "src/worker/long.rs",
        ],
        "{found:#?}"
    );
}

/// What is not as it should be, a line each: the file, and why.
fn violations(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for Ban { folders, but, words, why } in BANS {
        for (path, text) in folders.iter().flat_map(|folder| files(root, folder)) {
            if but.iter().any(|allowed| path.starts_with(allowed)) {
                continue;
            }
            // Comments may speak of what code may not do.
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code: Vec<&str> = code.collect();
            for word in *words {
                if code.iter().any(|line| line.contains(word)) {
                    found.push(format!("{path}: has `{word}`, but {why}"));
                }
            }
        }
    }
    let all = ["src", "extension"].into_iter().flat_map(|folder| files(root, folder));
    for (path, text) in all {
        let opening = if path.ends_with(".rs") { "//! " } else { "// " };
        if !text.starts_with(opening) {
            found.push(format!("{path}: does not begin with what it is for"));
        }
        let lines = text.lines().count();
        if lines > LONGEST && !LONG.iter().any(|(long, _)| *long == path) {
            found.push(format!("{path}: has {lines} lines; more than {LONGEST} need a reason, in LONG"));
        }
    }
    found
}

/// The Rust and TypeScript files of a folder, in their order, with their paths from the root.
fn files(root: &Path, folder: &str) -> Vec<(String, String)> {
    let mut folders: Vec<PathBuf> = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "ts") {
                // One that cannot be read has no first line.
                let text = fs::read_to_string(&path).unwrap_or_default();
                let name = path.strip_prefix(root).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                found.push((name, text));
            }
        }
    }
    found.sort();
    found
}

//! Sealing in a simulated world: no cipher, but the same rules. What was sealed opens only with the same key for the same
//! place, and its text shows nothing of the secret. Where each part lies is kept apart as in the browser.

use crate::platform::Seal;
use std::collections::BTreeMap;

/// What seals, what is held, and when the device counts as idle.
#[derive(Debug, Default)]
pub struct Vault {
    /// Every sealed text, with what opens it and what is in it.
    sealed: BTreeMap<String, (String, String)>,
    /// By place, which key seals what is held: IndexedDB, which outlives the browser.
    pub on_disk: BTreeMap<String, u32>,
    /// By place, what is held, and the key that it was sealed with: `storage.session`, which does not.
    pub in_memory: BTreeMap<String, (u32, String)>,
    /// After how many seconds the device counts as idle.
    pub idle_seconds: Option<u32>,
    /// Whether the device's own key was lost.
    pub has_lost_key: bool,
}

impl Vault {
    /// Seals a secret.
    pub fn seal(&mut self, seal: Seal<'_>, place: &str, secret: &str, chance: u32) -> String {
        let text = format!("sealed-{:x}-{chance:08x}", self.sealed.len());
        self.sealed.insert(text.clone(), (opener(seal, place), secret.to_owned()));
        text
    }

    /// Unseals it.
    pub fn unseal(&self, seal: Seal<'_>, place: &str, sealed: &str) -> Option<String> {
        if self.has_lost_key && matches!(seal, Seal::Device) {
            return None;
        }
        let (opens, secret) = self.sealed.get(sealed)?;
        (*opens == opener(seal, place)).then(|| secret.clone())
    }

    /// The secrets whose sealed texts are in this one, as nobody in that world can see them.
    pub fn secrets_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let within = self.sealed.iter().filter(move |(sealed, _)| text.contains(sealed.as_str()));
        within.map(|(_, (_, secret))| secret.as_str())
    }

    /// Puts what is held in memory, sealed with the key of its place.
    pub fn put_in_memory(&mut self, place: &str, secret: &str) {
        if let Some(key) = self.on_disk.get(place) {
            self.in_memory.insert(place.to_owned(), (*key, secret.to_owned()));
        }
    }

    /// What is held, if both its parts are there.
    pub fn held(&self, place: &str) -> Option<String> {
        let (key, secret) = self.in_memory.get(place)?;
        (self.on_disk.get(place) == Some(key)).then(|| secret.clone())
    }
}

/// Tells seals and places apart.
fn opener(seal: Seal<'_>, place: &str) -> String {
    match seal {
        Seal::Device => format!("device {place}"),
        Seal::Pin(pin, derivation) => {
            format!("pin {:?} {} {} {place}", pin.reveal(), derivation.salt, derivation.rounds)
        }
    }
}

//! The API key. It prints as dots, cannot be serialised by accident, and is read out only where it is sent or stored.

use std::fmt;
use thiserror::Error;
use zeroize::Zeroize;

/// An API key of UCOS.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyProblem {
    /// Nothing but white space.
    #[error("the key is empty")]
    Empty,
    /// White space inside, characters that no header can carry, shorter than 8 or longer than 512.
    #[error("the key has characters that no key has, or is cut off")]
    Malformed,
}

impl ApiKey {
    /// Reads a key as a person pasted it. Spaces and line ends around it are dropped. The form of UCOS keys is not
    /// documented, so only what can be no key is refused.
    pub fn read(text: &str) -> Result<ApiKey, KeyProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(KeyProblem::Empty);
        }
        if !(8..=512).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(KeyProblem::Malformed);
        }
        Ok(ApiKey(text.to_owned()))
    }

    /// The key itself: for the request header and for the vault, nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(•••)")
    }
}

/// Of a key that is let go of nothing stays in our memory. What was sent, and what the browser's own objects held, is
/// the browser's to overwrite.
impl Drop for ApiKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_paste() {
        assert_eq!(
            ApiKey::read("  ucos_12345678\r\n").map(|k| k.reveal().to_owned()),
            Ok("ucos_12345678".to_owned())
        );
        assert_eq!(ApiKey::read(" \n").map(|_| ()), Err(KeyProblem::Empty));
        for text in ["short", "two words here", "ucos_12345678\u{200b}", "ключ-ключ", &"a".repeat(513)]
        {
            assert_eq!(ApiKey::read(text).map(|_| ()), Err(KeyProblem::Malformed), "{text}");
        }
    }

    #[test]
    fn prints_as_dots() {
        let key = ApiKey::read("ucos_12345678").unwrap();
        assert!(!format!("{key:?}").contains("1234"));
    }
}

//! Takes the key out of what the service answers, before anything of it is read. A service, or a proxy before it, that
//! repeats the request in its answer would else bring the key into names, errors and addresses, and from there into
//! views. Recognised are the key and its halves, and the key reversed, in hexadecimal and in base64; each also where JSON
//! or percent-encoding writes some or all of its characters as escapes. Who hides it otherwise, on purpose, has it anyway.

use super::key::ApiKey;

/// What is put in its place: nothing that JSON would have to escape.
const DOTS: &str = "•••";

/// Halves are taken out of keys at least this long, in bytes: shorter ones may be words.
const SHORTEST_HALVED: usize = 24;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The body of an answer, JSON or not, without the key.
pub fn without_key(key: &ApiKey, body: Vec<u8>) -> Vec<u8> {
    let forms = forms(key.reveal().as_bytes());
    let mut begins = [false; 256];
    for first in forms.iter().filter_map(|form| form.first()) {
        begins[usize::from(*first)] = true;
    }
    let mut kept: Vec<u8> = Vec::new();
    let (mut at, mut kept_to) = (0, 0);
    while let Some((byte, width)) = character(&body, at) {
        let raw = body.get(at).copied().unwrap_or(byte);
        let end = match begins[usize::from(byte)] || begins[usize::from(raw)] {
            true => forms.iter().filter_map(|form| end_of(&body, at, form)).max(),
            false => None,
        };
        match end {
            Some(end) => {
                kept.extend(body.get(kept_to..at).unwrap_or_default());
                kept.extend(DOTS.as_bytes());
                (at, kept_to) = (end, end);
            }
            None => at += width,
        }
    }
    if kept_to == 0 {
        return body;
    }
    kept.extend(body.get(kept_to..).unwrap_or_default());
    kept
}

/// The byte that stands at a place, an escape read as what it stands for, and how many bytes wide it is written. An escape
/// of percent-encoding that JSON writes as escapes is not looked into.
fn character(body: &[u8], at: usize) -> Option<(u8, usize)> {
    let byte = *body.get(at)?;
    if byte == b'%' {
        let digits = body.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        return Some(escaped.map_or((byte, 1), |escaped| (escaped, 3)));
    }
    if byte != b'\\' {
        return Some((byte, 1));
    }
    match body.get(at + 1) {
        Some(b'u') => {
            let digits = body.get(at + 2..at + 6).and_then(|digits| std::str::from_utf8(digits).ok());
            let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
            // What is no escape, or none of a character that a key may have, is no part of a key.
            Some(code.and_then(|code| u8::try_from(code).ok()).map_or((0, 2), |byte| (byte, 6)))
        }
        Some(escaped) => Some((*escaped, 2)),
        None => Some((byte, 1)),
    }
}

/// Where a form of the key ends that begins here.
fn end_of(body: &[u8], mut at: usize, form: &[u8]) -> Option<usize> {
    for expected in form {
        let (byte, width) = match body.get(at)? {
            // One of the key's own.
            b'%' if *expected == b'%' => (b'%', 1),
            _ => character(body, at)?,
        };
        if byte != *expected {
            return None;
        }
        at += width;
    }
    Some(at)
}

/// In which forms a key may be met.
fn forms(key: &[u8]) -> Vec<Vec<u8>> {
    let mut backwards = key.to_vec();
    backwards.reverse();
    let mut forms = vec![key.to_vec(), backwards];
    if key.len() >= SHORTEST_HALVED {
        let (first, second) = key.split_at(key.len() / 2);
        forms.extend([first.to_vec(), second.to_vec()]);
    }
    for digits in [b"0123456789abcdef", b"0123456789ABCDEF"] {
        let digits_of = |byte: &u8| [byte >> 4, byte & 0xf].map(|digit| digits[usize::from(digit & 0xf)]);
        forms.push(key.iter().flat_map(digits_of).collect());
    }
    for before in 0..3 {
        let plain = base64(key, before);
        let mut for_addresses = plain.clone();
        for byte in &mut for_addresses {
            match byte {
                b'+' => *byte = b'-',
                b'/' => *byte = b'_',
                _ => {}
            }
        }
        forms.extend([plain, for_addresses]);
    }
    forms
}

/// The key in base64 with so many bytes before it: those characters that depend on the key alone.
fn base64(key: &[u8], before: usize) -> Vec<u8> {
    let byte = |at: usize| u16::from(at.checked_sub(before).and_then(|at| key.get(at)).copied().unwrap_or(0));
    let mut sextets = Vec::new();
    for place in usize::div_ceil(before * 8, 6)..(before + key.len()) * 8 / 6 {
        let (at, shift) = (place * 6 / 8, place * 6 % 8);
        let value = (byte(at) << 8 | byte(at + 1)) >> (10 - shift) & 0x3f;
        sextets.push(BASE64[usize::from(value & 0x3f)]);
    }
    sextets
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "ucos_0123456789abcdef/+?0123456789ab";

    fn redacted(body: &str) -> String {
        let key = ApiKey::read(KEY).unwrap();
        String::from_utf8(without_key(&key, body.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn what_has_no_key_is_untouched() {
        for body in ["", "{}", "ucos_", r#"{"a":"\u00e9\\ucos_0123\"","b":"\"#, "\\u12", "ucos_0123456789ab"]
        {
            assert_eq!(redacted(body), body);
        }
    }

    #[test]
    fn the_key_is_taken_out_in_every_form() {
        let half = KEY.len() / 2;
        for form in [
            KEY.to_owned(),
            KEY.chars().rev().collect(),
            KEY[..half].to_owned(),
            KEY[half..].to_owned(),
            KEY.bytes().map(|byte| format!("{byte:02x}")).collect(),
            KEY.bytes().map(|byte| format!("{byte:02X}")).collect(),
            "ucos_0123456789abcdef%2F%2B%3F0123456789ab".to_owned(),
            KEY.bytes().map(|byte| format!("%{byte:02x}")).collect(),
            KEY.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            KEY.bytes().map(|byte| format!("\\u{byte:04x}")).collect(),
            KEY.replace('/', "\\/"),
        ] {
            let body = format!(r#"{{"name":"a {form} b"}}"#);
            let kept = redacted(&body);
            assert_eq!(kept, r#"{"name":"a ••• b"}"#, "{form}");
        }
        let twice = format!("{KEY}{KEY},{KEY}");
        assert_eq!(redacted(&twice), "••••••,•••");
    }

    /// By a slow way of writing base64 that shares nothing with ours.
    fn base64_of(bytes: &[u8]) -> String {
        let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
        let padded = format!("{bits:0<width$}", width = bits.len().div_ceil(6) * 6);
        let sextets = padded.as_bytes().chunks(6).map(|bits| std::str::from_utf8(bits).unwrap());
        sextets.map(|bits| char::from(BASE64[usize::from_str_radix(bits, 2).unwrap()])).collect()
    }

    proptest! {
        #[test]
        fn whatever_stands_around_it_in_base64(before in "[ -~]{0,9}", after in "[ -~]{0,9}") {
            let text = format!("{before}{KEY}{after}");
            let encoded = base64_of(text.as_bytes());
            for encoded in [encoded.replace('+', "-").replace('/', "_"), encoded] {
                let kept = redacted(&encoded);
                prop_assert!(kept.contains(DOTS), "{kept}");
                // At the most the characters that the key shares with what stands around it are left.
                prop_assert!(kept.chars().count() <= encoded.len() - KEY.len() * 8 / 6 + 2 + DOTS.chars().count());
            }
        }

        #[test]
        fn no_body_and_no_key_is_too_strange(key in "[!-~]{8,40}", around in any::<String>()) {
            let key = ApiKey::read(&key).unwrap();
            let body = format!("{around}{}{around}", key.reveal());
            let kept = without_key(&key, body.into_bytes());
            let kept = String::from_utf8(kept).unwrap();
            prop_assert!(!kept.contains(key.reveal()) || kept.contains('\\'));
        }
    }
}

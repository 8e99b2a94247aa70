//! What a JSON string and a JSON number stand for. Knows single values that the grammar has passed.

use std::borrow::Cow;

/// The text that a string stands for, borrowed where nothing is escaped. `None`: it is no string, or has half of a
/// surrogate pair, which no text can hold.
pub(super) fn text(raw: &str) -> Option<Cow<'_, str>> {
    let quoted = raw.strip_prefix('"')?.strip_suffix('"')?;
    let Some((mut plain, mut rest)) = quoted.split_once('\\') else { return Some(Cow::Borrowed(quoted)) };
    // An escape is never shorter than what it stands for.
    let mut text = String::with_capacity(quoted.len());
    loop {
        text.push_str(plain);
        let (character, after) = escaped(rest)?;
        text.push(character);
        let Some(next) = after.split_once('\\') else {
            text.push_str(after);
            return Some(Cow::Owned(text));
        };
        (plain, rest) = next;
    }
}

/// The character that the escape stands for whose backslash has been read, and what comes after it.
fn escaped(rest: &str) -> Option<(char, &str)> {
    let mut characters = rest.chars();
    let character = match characters.next()? {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return by_code(characters.as_str()),
        itself => itself,
    };
    Some((character, characters.as_str()))
}

/// The character with the code that stands here in hexadecimal digits, or in those of a surrogate pair.
fn by_code(rest: &str) -> Option<(char, &str)> {
    let (first, after) = unit(rest)?;
    if !(0xd800..0xdc00).contains(&first) {
        return Some((char::from_u32(first)?, after));
    }
    let (second, after) = unit(after.strip_prefix("\\u")?)?;
    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    Some((char::from_u32(0x10000 + ((first - 0xd800) << 10) + low)?, after))
}

fn unit(rest: &str) -> Option<(u32, &str)> {
    let (digits, after) = rest.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, after))
}

/// A whole number; `None`: it is none, is written with a point or an exponent, or has no room in 64 bits.
pub(super) fn whole(raw: &str) -> Option<i64> {
    // JSON's minus zero is not the whole number zero.
    raw.parse().ok().filter(|_| raw != "-0")
}

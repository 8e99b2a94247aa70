//! A template filled. Values are text and stay text: they are never read as a template, and in HTML they are escaped.
//!
//! What has no value is left out by one rule: **a sentence with a placeholder that has no value is left out; a line of
//! which nothing is left goes with its line end.** A sentence ends with `.`, `!`, `?` or `…` before white space, or with
//! its line. `{first_name}` alone is milder, since a greeting is to stay: without it, only it and the white space before
//! it go ("Hello {first_name}," becomes "Hello,").

use super::template::{Piece, Placeholder};
use serde::Serialize;

/// The longest value, in characters.
const LONGEST_VALUE: usize = 300;

/// A reply as it is copied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Rendered {
    /// As plain text.
    pub plain: String,
    /// The same as HTML: escaped text, `<br>` for line ends, and `<a href>` around the link alone.
    pub html: String,
}

/// A part of a filled line.
enum Part {
    Text(String),
    Link(String),
}

/// Fills a template. `value` gives what there is; it is cleaned here. The link has to be a safe address already.
pub fn render(pieces: &[Piece], value: impl Fn(Placeholder) -> Option<String>) -> Rendered {
    let value = |placeholder| value(placeholder).map(|text| clean(&text)).filter(|text| !text.is_empty());
    let mut lines: Vec<Vec<Part>> = Vec::new();
    let mut was_left_out = false;
    for line in lines_of(pieces) {
        let filled = fill(&line, &value);
        let is_blank = filled.iter().all(|part| matches!(part, Part::Text(text) if text.trim().is_empty()));
        let had_values = line.iter().flatten().any(|piece| matches!(piece, Piece::Value(_)));
        if is_blank && had_values {
            was_left_out = true;
            continue;
        }
        // What was left out between two blank lines shall not leave both.
        let is_after_blank = lines.last().is_none_or(Vec::is_empty);
        if is_blank && is_after_blank && (was_left_out || lines.is_empty()) {
            continue;
        }
        was_left_out &= is_blank;
        lines.push(if is_blank { Vec::new() } else { filled });
    }
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    let joined = |end: &str, part: fn(&Part) -> String| {
        let texts: Vec<String> = lines.iter().map(|line| line.iter().map(part).collect()).collect();
        texts.join(end)
    };
    Rendered { plain: joined("\n", as_plain), html: joined("<br>", as_html) }
}

/// The parts of those sentences of a line that have all their values, without white space at the end.
fn fill(line: &[Vec<Piece>], value: &impl Fn(Placeholder) -> Option<String>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for sentence in line {
        let lacks = |piece: &Piece| match piece {
            Piece::Value(Placeholder::FirstName) | Piece::Text(_) => false,
            Piece::Value(placeholder) => value(*placeholder).is_none(),
        };
        if sentence.iter().any(lacks) {
            continue;
        }
        for piece in sentence {
            match piece {
                Piece::Text(text) => parts.push(Part::Text(text.clone())),
                Piece::Value(placeholder) => match value(*placeholder) {
                    Some(address) if *placeholder == Placeholder::Link => parts.push(Part::Link(address)),
                    Some(text) => parts.push(Part::Text(text)),
                    None => trim_end(&mut parts),
                },
            }
        }
    }
    trim_end(&mut parts);
    parts
}

fn trim_end(parts: &mut [Part]) {
    if let Some(Part::Text(text)) = parts.last_mut() {
        text.truncate(text.trim_end().len());
    }
}

/// The lines of a template, each as its sentences; the white space after a sentence is the sentence's.
fn lines_of(pieces: &[Piece]) -> Vec<Vec<Vec<Piece>>> {
    let mut lines = vec![vec![Vec::new()]];
    let mut end = End::None;
    for piece in pieces {
        match piece {
            Piece::Value(_) => {
                if end == End::Passed {
                    new_sentence(&mut lines);
                }
                end = End::None;
                put(&mut lines, piece.clone());
            }
            Piece::Text(text) => {
                for character in text.chars() {
                    if character == '\n' {
                        lines.push(vec![Vec::new()]);
                        end = End::None;
                        continue;
                    }
                    let before = end;
                    end = end.after(character);
                    if before == End::Passed && end != End::Passed {
                        new_sentence(&mut lines);
                    }
                    if character != '\r' {
                        put(&mut lines, Piece::Text(character.into()));
                    }
                }
            }
        }
    }
    lines
}

fn new_sentence(lines: &mut [Vec<Vec<Piece>>]) {
    if let Some(line) = lines.last_mut() {
        line.push(Vec::new());
    }
}

fn put(lines: &mut [Vec<Vec<Piece>>], piece: Piece) {
    let Some(sentence) = lines.last_mut().and_then(|line| line.last_mut()) else { return };
    match (sentence.last_mut(), piece) {
        (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
        (_, piece) => sentence.push(piece),
    }
}

/// How far the end of a sentence has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Within a sentence.
    None,
    /// After its full stop, and perhaps a quotation mark or bracket.
    Stopped,
    /// And white space: what comes next is another sentence.
    Passed,
}

impl End {
    fn after(self, character: char) -> Self {
        match (self, character) {
            (_, '.' | '!' | '?' | '…') => End::Stopped,
            // These need no space after them.
            (_, '。' | '！' | '？') => End::Passed,
            (End::Stopped, ')' | ']' | '"' | '\'' | '”' | '’' | '»') => End::Stopped,
            (End::Stopped | End::Passed, space) if space.is_whitespace() => End::Passed,
            _ => End::None,
        }
    }
}

/// One line of text: white space and control characters become one space, and what turns the direction of the text
/// around it, or hides, goes.
pub fn clean(value: &str) -> String {
    let is_hidden = |c: &char| matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    let spaced: String = value
        .chars()
        .filter(|c| !is_hidden(c))
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .take(LONGEST_VALUE)
        .collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn as_plain(part: &Part) -> String {
    match part {
        Part::Text(text) | Part::Link(text) => text.clone(),
    }
}

fn as_html(part: &Part) -> String {
    match part {
        Part::Text(text) => escaped(text),
        Part::Link(address) => format!("<a href=\"{0}\">{0}</a>", escaped(address)),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::template::parse;
    use super::*;

    fn filled(template: &str, values: &[(Placeholder, &str)]) -> Rendered {
        let pieces = parse(template, &Placeholder::ALL).unwrap();
        render(&pieces, |wanted| {
            values.iter().find(|(known, _)| *known == wanted).map(|(_, text)| (*text).to_owned())
        })
    }

    const NAME: (Placeholder, &str) = (Placeholder::FirstName, "Zoë");
    const STATUS: (Placeholder, &str) = (Placeholder::Status, "In QC");

    #[test]
    fn values_are_put_in() {
        let reply = filled("Hello {first_name},\n\nit is {status}.", &[NAME, STATUS]);
        assert_eq!(reply.plain, "Hello Zoë,\n\nit is In QC.");
        assert_eq!(reply.html, "Hello Zoë,<br><br>it is In QC.");
    }

    #[test]
    fn a_sentence_without_its_value_is_left_out() {
        let template = "It is {status}. Expected: {expected_date}. Bye!";
        assert_eq!(filled(template, &[STATUS]).plain, "It is In QC. Bye!");
        assert_eq!(filled(template, &[]).plain, "Bye!");
        assert_eq!(filled("It is {status}. Expected: {expected_date}.", &[STATUS]).plain, "It is In QC.");
        assert_eq!(filled("(See {link}.) Bye", &[]).plain, "Bye");
        assert_eq!(filled("v1.2 is {status}, really", &[]).plain, "", "a stop within a word ends nothing");
        assert_eq!(filled("状態は{status}。以上です", &[]).plain, "以上です");
    }

    #[test]
    fn a_line_without_anything_left_goes_and_leaves_one_blank_line() {
        let template = "One\n\n{link}\n\nTwo\n{store}\n";
        assert_eq!(filled(template, &[]).plain, "One\n\nTwo");
        assert_eq!(
            filled("{link}\n\nOne\n\n\nTwo", &[]).plain,
            "One\n\n\nTwo",
            "the person's own blank lines stay"
        );
    }

    #[test]
    fn a_greeting_stays_without_the_name() {
        assert_eq!(filled("Hello {first_name},", &[]).plain, "Hello,");
        assert_eq!(filled("Bonjour\u{a0}{first_name} !", &[]).plain, "Bonjour !");
        assert_eq!(filled("Hi {first_name}", &[(Placeholder::FirstName, " \u{202e} ")]).plain, "Hi");
    }

    #[test]
    fn values_stay_values() {
        for evil in [
            "{status}",
            "{{link}}",
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "</a><a href='javascript:alert(1)'>x</a>",
            "&lt;b&gt;",
            "%7Bstatus%7D $1 \\u007b",
            "a. {expected_date}",
        ] {
            let reply = filled("Hi {first_name}! It is {status}.", &[(Placeholder::FirstName, evil), STATUS]);
            assert_eq!(reply.plain, format!("Hi {evil}! It is In QC."));
            assert!(!reply.html.contains('<'), "{}", reply.html);
        }
        let lines = filled("{first_name}.", &[(Placeholder::FirstName, "a\u{2028}b\r\nc\0d\u{202e}e")]);
        assert_eq!(lines.plain, "a b c de.");
        assert_eq!(filled("{first_name}", &[(Placeholder::FirstName, &"x".repeat(9_999))]).plain.len(), 300);
    }

    #[test]
    fn the_link_alone_is_an_element() {
        let reply = filled("See {link}.", &[(Placeholder::Link, "https://a.example/?a=1&b=%22")]);
        assert_eq!(reply.plain, "See https://a.example/?a=1&b=%22.");
        assert_eq!(
            reply.html,
            "See <a href=\"https://a.example/?a=1&amp;b=%22\">https://a.example/?a=1&amp;b=%22</a>."
        );
    }
}

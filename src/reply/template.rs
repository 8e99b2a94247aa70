//! Templates: text with placeholders in braces. `{first_name}` stands for a value, `{{` and `}}` for a brace. Nothing
//! else is special, and no value is ever read as a template. Knows no order.

use serde::Serialize;

/// The longest template, in characters.
pub const LONGEST: usize = 4_000;

/// What a template can have a value put in for. The list is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// `{order_name}`: the order's label, like `#1001`.
    OrderName,
    /// `{order_id}`: Shopify's number of the order.
    OrderId,
    /// `{first_name}`: the customer's first name. Without it, it alone is left out, not its sentence.
    FirstName,
    /// `{email}`: the customer's email address.
    Email,
    /// `{status}`: the status, by the name that customers are shown.
    Status,
    /// `{sub_status}`: the sub-status.
    SubStatus,
    /// `{meaning}`: what the status means for the customer, in our own words; only for a status that we recognise.
    Meaning,
    /// `{expected_date}`: until when the status lasts, where customers may be told and it is certain enough.
    ExpectedDate,
    /// `{next_step}`: the status that comes next, by the name that customers are shown.
    NextStep,
    /// `{link}`: the store's self-serve page of the order.
    Link,
    /// `{store}`: the shop's name, as it is set.
    Store,
    /// `{staff}`: the name of the person who answers.
    Staff,
}

impl Placeholder {
    /// All of them.
    pub const ALL: [Placeholder; 12] = [
        Placeholder::OrderName,
        Placeholder::OrderId,
        Placeholder::FirstName,
        Placeholder::Email,
        Placeholder::Status,
        Placeholder::SubStatus,
        Placeholder::Meaning,
        Placeholder::ExpectedDate,
        Placeholder::NextStep,
        Placeholder::Link,
        Placeholder::Store,
        Placeholder::Staff,
    ];

    /// What stands between the braces.
    pub fn name(self) -> &'static str {
        match self {
            Placeholder::OrderName => "order_name",
            Placeholder::OrderId => "order_id",
            Placeholder::FirstName => "first_name",
            Placeholder::Email => "email",
            Placeholder::Status => "status",
            Placeholder::SubStatus => "sub_status",
            Placeholder::Meaning => "meaning",
            Placeholder::ExpectedDate => "expected_date",
            Placeholder::NextStep => "next_step",
            Placeholder::Link => "link",
            Placeholder::Store => "store",
            Placeholder::Staff => "staff",
        }
    }
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands.
    Text(String),
    /// A value.
    Value(Placeholder),
}

/// What is wrong at one place of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// Between the braces stands no placeholder that may stand here.
    Unknown,
    /// A `{` without its `}` in the same line.
    Unclosed,
    /// A `}` without its `{`.
    Unopened,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// A link that does not begin with `https://`.
    NotHttps,
    /// A link without a whole host name, or with a placeholder in it.
    NoHost,
    /// A character that no link has.
    NoLinkCharacter,
}

/// A fault and its place, in UTF-16 code units, as pages count them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct TemplateFault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where it begins.
    pub at: usize,
    /// How long it is.
    pub length: usize,
    /// The text at fault, at most 40 characters of it.
    pub text: String,
}

impl TemplateFault {
    /// Of the bytes `from..to` of a text; both are where characters begin.
    pub(super) fn of(kind: FaultKind, whole: &str, from: usize, to: usize) -> Self {
        let units = |part: Option<&str>| part.unwrap_or_default().encode_utf16().count();
        let text = whole.get(from..to).unwrap_or_default();
        TemplateFault {
            kind,
            at: units(whole.get(..from)),
            length: units(Some(text)),
            text: text.chars().take(40).collect(),
        }
    }
}

/// Reads a template that may use these placeholders. `Err`: everything that is wrong with it, in order.
pub fn parse(text: &str, allowed: &[Placeholder]) -> Result<Vec<Piece>, Vec<TemplateFault>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut faults: Vec<TemplateFault> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, brace, after)) = next_brace(rest) {
        plain.push_str(before);
        let from = text.len() - after.len() - 1;
        rest = after;
        if let Some(next) = after.strip_prefix(brace) {
            plain.push(brace);
            rest = next;
        } else if brace == '}' {
            faults.push(TemplateFault::of(FaultKind::Unopened, text, from, from + 1));
        } else if let Some((name, next)) = named(after) {
            rest = next;
            let to = text.len() - next.len();
            match allowed.iter().find(|placeholder| placeholder.name() == name) {
                Some(placeholder) => {
                    if !plain.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    }
                    pieces.push(Piece::Value(*placeholder));
                }
                None => faults.push(TemplateFault::of(FaultKind::Unknown, text, from, to)),
            }
        } else {
            faults.push(TemplateFault::of(FaultKind::Unclosed, text, from, from + 1));
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        faults.push(TemplateFault::of(FaultKind::TooLong, text, at, text.len()));
    }
    if faults.is_empty() { Ok(pieces) } else { Err(faults) }
}

/// What stands before the next brace, the brace, and what comes after it.
fn next_brace(text: &str) -> Option<(&str, char, &str)> {
    let (at, brace) = text.char_indices().find(|(_, character)| matches!(character, '{' | '}'))?;
    Some((text.get(..at)?, brace, text.get(at + 1..)?))
}

/// What stands before the closing brace of the same line, and what comes after it.
fn named(after: &str) -> Option<(&str, &str)> {
    let (name, rest) = after.split_once('}')?;
    (!name.contains(['{', '\n'])).then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn faults(text: &str) -> Vec<(FaultKind, usize, usize)> {
        let faults = parse(text, &Placeholder::ALL).unwrap_err();
        faults.into_iter().map(|fault| (fault.kind, fault.at, fault.length)).collect()
    }

    #[test]
    fn reads_text_placeholders_and_braces() {
        let pieces = parse("Hello {first_name}{{x}}", &Placeholder::ALL).unwrap();
        assert_eq!(
            pieces,
            [
                Piece::Text("Hello ".to_owned()),
                Piece::Value(Placeholder::FirstName),
                Piece::Text("{x}".to_owned()),
            ]
        );
        assert_eq!(parse("", &[]), Ok(vec![]));
    }

    #[test]
    fn every_fault_has_its_place_as_pages_count() {
        assert_eq!(faults("🙂 {nope} {"), [(FaultKind::Unknown, 3, 6), (FaultKind::Unclosed, 10, 1)]);
        assert_eq!(faults("a } b"), [(FaultKind::Unopened, 2, 1)]);
        assert_eq!(faults("{first_name\n}"), [(FaultKind::Unclosed, 0, 1), (FaultKind::Unopened, 12, 1)]);
        assert_eq!(faults("{ first_name}"), [(FaultKind::Unknown, 0, 13)]);
        assert_eq!(faults("{First_name}{}"), [(FaultKind::Unknown, 0, 12), (FaultKind::Unknown, 12, 2)]);
        assert_eq!(
            faults("{link{store}"),
            [(FaultKind::Unclosed, 0, 1)],
            "the inner one is a placeholder of its own"
        );
        assert_eq!(faults(&"é".repeat(LONGEST + 2)), [(FaultKind::TooLong, LONGEST, 2)]);
    }

    #[test]
    fn only_what_is_allowed_is_known() {
        assert!(parse("{order_id}", &[Placeholder::OrderId]).is_ok());
        let [fault] = &parse("{email}", &[Placeholder::OrderId]).unwrap_err()[..] else {
            panic!("one fault")
        };
        assert_eq!((fault.kind, fault.text.as_str()), (FaultKind::Unknown, "{email}"));
    }

    proptest! {
        /// Whatever is typed: it is read or its faults lie within it, and doubling every brace always reads.
        #[test]
        fn any_text_is_read_or_named(text in "[{}a_\n🙂 ]{0,40}|(\\{first_name\\}|[{}x ]){0,12}") {
            match parse(&text, &Placeholder::ALL) {
                Ok(_) => {}
                Err(faults) => {
                    let units = text.encode_utf16().count();
                    prop_assert!(!faults.is_empty());
                    for fault in faults {
                        prop_assert!(fault.length > 0 && fault.at + fault.length <= units);
                    }
                }
            }
            let doubled = text.replace('{', "{{").replace('}', "}}");
            let read = parse(&doubled, &[]).unwrap();
            let whole: String = read.iter().map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Value(_) => "a value".to_owned(),
            }).collect();
            prop_assert_eq!(whole, text);
        }
    }
}

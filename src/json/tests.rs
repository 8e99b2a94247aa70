//! serde_json is the oracle: the same texts are accepted, and every member reads the same.

use super::*;
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;

#[test]
fn members_are_read_as_asked_for() {
    let object = Object::split(br#" {"a":"x\n","b":7,"c":true,"d":null,"e":{"a":"in"},"f":[1,{"a":2}],"\u0067":"esc","a":"second"} "#).unwrap();
    assert_eq!(object.text("a").as_deref(), Some("x\n"));
    assert_eq!((object.whole("b"), object.whole("a"), object.text("b")), (Some(7), None, None));
    assert!(object.is_true("c") && !object.is_true("a") && !object.is_true("z"));
    assert!(object.has("a") && !object.has("d") && !object.has("z"));
    assert_eq!(object.object("e").unwrap().text("a").as_deref(), Some("in"));
    assert_eq!(object.list("f").unwrap(), [&b"1"[..], br#"{"a":2}"#]);
    assert_eq!(object.text("g").as_deref(), Some("esc"));
    assert!(object.object("f").is_none() && object.list("e").is_none());
}

#[test]
fn lists_of_texts_and_numbers() {
    let object =
        Object::split(br#"{"a":["x",1,"\ud83d\ude00","\ud83d"],"b":[1,-2],"c":[1,2.0],"d":[]}"#).unwrap();
    assert_eq!(object.texts("a"), ["x", "\u{1f600}"]);
    assert_eq!((object.texts("b"), object.texts("z")), (vec![], vec![]));
    assert_eq!((object.wholes("b"), object.wholes("c")), (Some(vec![1, -2]), None));
    assert_eq!((object.wholes("d"), object.wholes("z")), (Some(vec![]), None));
}

#[test]
fn no_object_is_an_error_that_says_which() {
    let error = |bytes: &[u8]| Object::split(bytes).err().unwrap();
    for (bytes, expected) in [
        (&b""[..], NoObject::Empty),
        (b" \r\n\t", NoObject::Empty),
        (b"\n<!doctype html>", NoObject::WebPage),
        (br#"{"a":"#, NoObject::BreaksOff),
        (br#"{"a":"\u12"#, NoObject::BreaksOff),
        (b"[1,", NoObject::BreaksOff),
        (b"tru", NoObject::BreaksOff),
        (b"{\"a\":\"\xe2\x82", NoObject::BreaksOff),
        (b"[]", NoObject::OtherShape),
        (b" null ", NoObject::OtherShape),
        (b"{}{}", NoObject::NotJson),
        (b"{'a':1}", NoObject::NotJson),
        (b"Service Unavailable", NoObject::NotJson),
        (b"\xef\xbb\xbf{}", NoObject::NotJson),
        (b"{\"a\":\"\xff\"}", NoObject::NotJson),
    ] {
        assert_eq!(error(bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn nested_as_deep_as_serde_reads() {
    for (depth, open, close) in
        [(126, "[", "]"), (127, "[", "]"), (126, r#"{"":"#, "}"), (127, r#"{"":"#, "}")]
    {
        // An innermost empty object or list counts; so does the outermost, around all.
        let inner =
            format!("{}{}{}", open.repeat(depth - 1), open.split(':').next().unwrap(), close.repeat(depth));
        let inner = inner.replace(r#"{""}"#, "{}");
        let text = format!(r#"{{"a":{inner}}}"#);
        assert_eq!(Object::split(text.as_bytes()).is_ok(), depth == 126, "{depth} {open}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), depth == 126, "{depth} {open}");
    }
    // Neither the stack nor the bits run out.
    assert_eq!(Object::split("[".repeat(1_000_000).as_bytes()).err(), Some(NoObject::NotJson));
    assert_eq!(Object::split(r#"{"a":"#.repeat(1_000_000).as_bytes()).err(), Some(NoObject::NotJson));
}

/// Whether serde accepts it, its limits of depth and of the size of numbers aside.
fn serde_accepts(bytes: &[u8]) -> bool {
    serde_json::from_slice::<HashMap<String, &RawValue>>(bytes).is_ok()
}

fn assert_agrees(bytes: &[u8]) -> Result<(), TestCaseError> {
    let (ours, theirs) = (Object::split(bytes), Members::read(bytes));
    prop_assert_eq!(ours.is_ok(), serde_accepts(bytes), "{}", String::from_utf8_lossy(bytes));
    let (Ok(ours), Some(Members(theirs))) = (ours, theirs) else { return Ok(()) };
    prop_assert!(ours.names().eq(theirs.iter().map(|(name, _)| name.as_str())));
    for (name, _) in &theirs {
        let first = theirs.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get().as_bytes());
        prop_assert_eq!(ours.raw(name), first);
        let raw = first.unwrap_or_default();
        prop_assert_eq!(ours.text(name), serde_json::from_slice::<String>(raw).ok());
        prop_assert_eq!(ours.whole(name), serde_json::from_slice::<i64>(raw).ok());
        prop_assert_eq!(ours.is_true(name), serde_json::from_slice::<bool>(raw).is_ok_and(|is| is));
        prop_assert_eq!(ours.has(name), serde_json::from_slice::<()>(raw).is_err());
        let list = serde_json::from_slice::<Vec<&RawValue>>(raw).ok();
        let list = list.map(|list| list.into_iter().map(|raw| raw.get().as_bytes()).collect::<Vec<_>>());
        prop_assert_eq!(ours.list(name), list);
        prop_assert_eq!(ours.object(name).is_some(), serde_accepts(raw));
        if ours.object(name).is_some() {
            assert_agrees(raw)?;
        }
    }
    Ok(())
}

/// All members as serde splits them, of the same name too.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Pieces of which JSON is made, and some of which it is not.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let pieces: &[&[u8]] = &[
        b"{",
        b"}",
        b"[",
        b"]",
        b"\"",
        b":",
        b",",
        b"{\"a\":",
        b"\"b\"",
        b"a",
        b"0",
        b"1",
        b"-",
        b".",
        b"e",
        b"E",
        b"+",
        b"\\",
        b"\\u",
        b"d83d",
        b"\\ude00",
        b"true",
        b"false",
        b"null",
        b"nul",
        b" ",
        b"\n",
        b"\t",
        b"\r",
        b"\x0c",
        b"\x00",
        b"\x1f",
        b"\x7f",
        b"/",
        b"<",
        b"\xc3\xa9",
        b"\xc3",
        b"\xff",
        b"\xed\xa0\x80",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..24).prop_map(|pieces| pieces.concat())
}

fn space() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["", "", "", " ", "\n\t", "\r "][..])
}

fn string() -> impl Strategy<Value = String> {
    let escape = r#"\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}|\\ud8[0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\ud[89a-f]3e"#;
    let piece = prop_oneof![3 => "[a-c]{1,12}", 2 => escape, 1 => r#"[^"\\\x00-\x1f]"#];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            &[
                "true",
                "false",
                "null",
                "-0",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "1e999"
            ][..]
        )
        .prop_map(str::to_owned),
        r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,3})?([eE][+-]?[0-9]{1,3})?",
        "-?[1-9][0-9]{0,18}",
        string(),
    ]
}

fn object_of(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    // Names that are often the same, sometimes by way of an escape.
    let name = prop_oneof![2 => r#""(a|b|\\u0061|)""#, 1 => string()];
    let member =
        (space(), name, space(), value).prop_map(|(s, name, t, value)| format!("{s}{name}{t}:{value}"));
    (space(), prop::collection::vec(member, 0..5))
        .prop_map(|(s, members)| format!("{s}{{{s}{}}}{s}", members.join(",")))
}

/// Any object, in any spelling.
fn object() -> impl Strategy<Value = String> {
    let value = scalar().prop_recursive(8, 60, 5, |value| {
        let spaced = (space(), value, space()).prop_map(|(s, value, t)| format!("{s}{value}{t}")).boxed();
        let list = (space(), prop::collection::vec(spaced.clone(), 0..5))
            .prop_map(|(s, values)| format!("[{s}{}]", values.join(",")));
        prop_oneof![list, object_of(spaced)]
    });
    object_of(value)
}

proptest! {
    #[test]
    fn agrees_on_pieces(bytes in pieces()) {
        assert_agrees(&bytes)?;
    }

    #[test]
    fn agrees_on_objects(text in object()) {
        assert_agrees(text.as_bytes())?;
    }

    #[test]
    fn agrees_on_objects_with_a_fault(text in object(), at in any::<prop::sample::Index>(), fault in pieces(), cut in 0..3usize) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes.splice(at..(at + cut).min(bytes.len()), fault.into_iter().take(3));
        assert_agrees(&bytes)?;
    }

    #[test]
    fn what_breaks_off_is_named_so(text in object(), at in any::<prop::sample::Index>()) {
        let text = text.trim();
        let start = text.get(..at.index(text.len())).filter(|start| !start.is_empty());
        if let Some(start) = start {
            prop_assert_eq!(Object::split(start.as_bytes()).err(), Some(NoObject::BreaksOff), "{}", start);
        }
    }
}

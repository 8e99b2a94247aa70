//! serde_json as the oracle of our own reader of JSON: the same texts are accepted, and every member reads the same.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;
use ucos_inline::json::Object;

/// Panics where the two disagree.
pub fn assert_agrees(bytes: &[u8]) {
    let shown = || String::from_utf8_lossy(bytes).into_owned();
    let (ours, theirs) = (Object::split(bytes), Members::read(bytes));
    assert_eq!(ours.is_ok(), is_accepted(bytes), "{}", shown());
    let (Ok(ours), Some(Members(theirs))) = (ours, theirs) else { return };
    assert!(ours.names().eq(theirs.iter().map(|(name, _)| name.as_str())), "{}", shown());
    for (name, _) in &theirs {
        let first = theirs.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get().as_bytes());
        assert_eq!(ours.raw(name), first);
        let raw = first.unwrap_or_default();
        assert_eq!(ours.text(name), serde_json::from_slice::<String>(raw).ok());
        assert_eq!(ours.whole(name), serde_json::from_slice::<i64>(raw).ok());
        assert_eq!(ours.is_true(name), serde_json::from_slice::<bool>(raw).is_ok_and(|is| is));
        assert_eq!(ours.has(name), serde_json::from_slice::<()>(raw).is_err());
        let list = serde_json::from_slice::<Vec<&RawValue>>(raw).ok();
        let list = list.map(|list| list.into_iter().map(|raw| raw.get().as_bytes()).collect::<Vec<_>>());
        assert_eq!(ours.list(name), list, "{}", shown());
        assert_eq!(ours.object(name).is_some(), is_accepted(raw), "{}", shown());
        if ours.object(name).is_some() {
            assert_agrees(raw);
        }
    }
}

/// Whether serde accepts it, its limit of the size of numbers aside. That of depth holds: a raw value alone has none.
fn is_accepted(bytes: &[u8]) -> bool {
    let is_too_deep = |error: serde_json::Error| error.to_string().contains("recursion limit");
    serde_json::from_slice::<HashMap<String, &RawValue>>(bytes).is_ok()
        && !serde_json::from_slice::<serde_json::Value>(bytes).is_err_and(is_too_deep)
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

//! Reading JSON without a reader made for each type: an object is split into its members, which are read as they are
//! asked for. Serde's derived readers would be half of the core's size; this is a twentieth.
//!
//! A member that is absent, null or of another type reads as `None`: whoever depends on it says so with `?`, whoever
//! does not takes the default. Writing is serde's.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Something that can be read from a JSON object; `None`: it lacks what is depended on.
pub trait FromJson: Sized {
    /// Reads it.
    fn from_json(object: &Object<'_>) -> Option<Self>;
}

/// A JSON object, its members not yet read. Of members of the same name the first counts.
pub struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// Splits a text that is one JSON object.
    pub fn split(bytes: &'a [u8]) -> Result<Object<'a>, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The names of its members.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_ref())
    }

    /// A member as it stands.
    pub fn raw(&self, name: &str) -> Option<&'a [u8]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get().as_bytes())
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<String> {
        serde_json::from_slice(self.raw(name)?).ok()
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<i64> {
        serde_json::from_slice(self.raw(name)?).ok()
    }

    /// Whether a member is `true`.
    pub fn is_true(&self, name: &str) -> bool {
        self.raw(name) == Some(b"true")
    }

    /// Whether a member is there and not null.
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).is_some_and(|raw| raw != b"null")
    }

    /// An object.
    pub fn object(&self, name: &str) -> Option<Object<'a>> {
        Object::split(self.raw(name)?).ok()
    }

    /// The elements of a list, as they stand.
    pub fn list(&self, name: &str) -> Option<Vec<&'a [u8]>> {
        elements(self.raw(name)?)
    }

    /// An object of a type.
    pub fn child<T: FromJson>(&self, name: &str) -> Option<T> {
        T::from_json(&self.object(name)?)
    }

    /// The elements of a list that are texts; those that are not are left out. No list: empty.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let elements = self.list(name).unwrap_or_default();
        elements.into_iter().filter_map(|element| serde_json::from_slice(element).ok()).collect()
    }

    /// The elements of a list that are objects of a type; those that are not are left out. No list: empty.
    pub fn children<T: FromJson>(&self, name: &str) -> Vec<T> {
        let elements = self.list(name).unwrap_or_default();
        elements.into_iter().filter_map(read).collect()
    }
}

/// Reads one object of a type.
pub fn read<T: FromJson>(bytes: &[u8]) -> Option<T> {
    T::from_json(&Object::split(bytes).ok()?)
}

/// The elements of a text that is a JSON list, as they stand.
fn elements(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let list: Vec<&RawValue> = serde_json::from_slice(bytes).ok()?;
    Some(list.into_iter().map(|raw| raw.get().as_bytes()).collect())
}

/// A member's name, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Names)
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry::<Name<'de>, &'de RawValue>()? {
                    members.push((name, value));
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    fn no_object_is_an_error_that_says_which() {
        let error = |bytes: &[u8]| Object::split(bytes).err().unwrap();
        assert!(error(b"").is_eof());
        assert!(error(br#"{"a":"#).is_eof());
        assert!(error(b"[]").is_data());
        assert!(error(b"<html>").is_syntax());
        assert!(error(b"{}{}").is_syntax());
        assert!(!error(b"{\"a\":\"\xff\"}").is_eof(), "not UTF-8");
    }

    proptest! {
        #[test]
        fn never_panics_and_agrees_with_serde(bytes in prop::collection::vec(prop::sample::select(br#"{}[]":,ab1 \u0n-.e"#.to_vec()), 0..40)) {
            let ours = Object::split(&bytes).ok().map(|o| o.names().count());
            let theirs = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&bytes).ok().map(|m| m.len());
            // A later member of the same name replaces the first in serde's map, and is kept beside it here.
            prop_assert_eq!(ours.is_some(), theirs.is_some());
        }
    }
}

//! Reading JSON without a reader made for each type: an object is split into its members, which are read as they are
//! asked for. Serde's derived readers would be half of the core's size, and its reader of members alone an eighth.
//!
//! A member that is absent, null or of another type reads as `None`: whoever depends on it says so with `?`, whoever
//! does not takes the default. Writing is serde's.

mod grammar;
mod text;

use grammar::{Cursor, Fault, Kind};
use std::borrow::Cow;
use thiserror::Error;

/// Something that can be read from a JSON object; `None`: it lacks what is depended on.
pub trait FromJson: Sized {
    /// Reads it.
    fn from_json(object: &Object<'_>) -> Option<Self>;
}

/// Why a text is no JSON object, as far as its look tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoObject {
    /// Nothing but white space.
    #[error("an empty text")]
    Empty,
    /// It begins like HTML.
    #[error("HTML instead of JSON")]
    WebPage,
    /// It ends before the object does.
    #[error("JSON that breaks off")]
    BreaksOff,
    /// It breaks the rules of JSON, or is nested too deep.
    #[error("no JSON")]
    NotJson,
    /// It is JSON, but no object.
    #[error("JSON, but no object")]
    OtherShape,
}

impl From<Fault> for NoObject {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::BreaksOff => NoObject::BreaksOff,
            Fault::NotJson => NoObject::NotJson,
        }
    }
}

/// A JSON object, its members not yet read. Of members of the same name the first counts.
pub struct Object<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Object<'a> {
    /// Splits a text that is one JSON object.
    pub fn split(bytes: &'a [u8]) -> Result<Object<'a>, NoObject> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Object::split_text(text),
            Err(error) if error.error_len().is_none() => Err(NoObject::BreaksOff),
            Err(_) => Err(NoObject::NotJson),
        }
    }

    fn split_text(text: &'a str) -> Result<Object<'a>, NoObject> {
        let mut cursor = Cursor::new(text);
        let Some(Kind::Object) = cursor.open() else { return Err(no_object(text)) };
        let named = |(name, value)| Some((text::text(name)?, value));
        let members = cursor.members(Kind::Object)?.into_iter().map(named).collect::<Option<_>>();
        members.map(Object).ok_or(NoObject::NotJson)
    }

    /// The names of its members.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_ref())
    }

    /// A member as it stands.
    pub fn raw(&self, name: &str) -> Option<&'a [u8]> {
        self.member(name).map(str::as_bytes)
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<String> {
        text::text(self.member(name)?).map(Cow::into_owned)
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<i64> {
        text::whole(self.member(name)?)
    }

    /// Whether a member is `true`.
    pub fn is_true(&self, name: &str) -> bool {
        self.member(name) == Some("true")
    }

    /// Whether a member is there and not null.
    pub fn has(&self, name: &str) -> bool {
        self.member(name).is_some_and(|raw| raw != "null")
    }

    /// An object.
    pub fn object(&self, name: &str) -> Option<Object<'a>> {
        Object::split_text(self.member(name)?).ok()
    }

    /// The elements of a list, as they stand.
    pub fn list(&self, name: &str) -> Option<Vec<&'a [u8]>> {
        Some(self.elements(name)?.map(str::as_bytes).collect())
    }

    /// An object of a type.
    pub fn child<T: FromJson>(&self, name: &str) -> Option<T> {
        T::from_json(&self.object(name)?)
    }

    /// The elements of a list that are texts; those that are not are left out. No list: empty.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let elements = self.elements(name).into_iter().flatten();
        elements.filter_map(|raw| text::text(raw).map(Cow::into_owned)).collect()
    }

    /// The elements of a list of whole numbers; `None`: one of them is none.
    pub fn wholes(&self, name: &str) -> Option<Vec<i64>> {
        self.elements(name)?.map(text::whole).collect()
    }

    /// The elements of a list that are objects of a type; those that are not are left out. No list: empty.
    pub fn children<T: FromJson>(&self, name: &str) -> Vec<T> {
        let elements = self.elements(name).into_iter().flatten();
        elements.filter_map(|raw| T::from_json(&Object::split_text(raw).ok()?)).collect()
    }

    fn member(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, raw)| *raw)
    }

    fn elements(&self, name: &str) -> Option<impl Iterator<Item = &'a str> + use<'a>> {
        let mut cursor = Cursor::new(self.member(name)?);
        let Some(Kind::List) = cursor.open() else { return None };
        Some(cursor.members(Kind::List).ok()?.into_iter().map(|(_, raw)| raw))
    }
}

/// Reads one object of a type.
pub fn read<T: FromJson>(bytes: &[u8]) -> Option<T> {
    T::from_json(&Object::split(bytes).ok()?)
}

/// What a text is that does not begin as an object does.
fn no_object(text: &str) -> NoObject {
    match text.trim_ascii_start().bytes().next() {
        None => NoObject::Empty,
        Some(b'<') => NoObject::WebPage,
        Some(_) => Cursor::new(text).value().map_or_else(NoObject::from, |_| NoObject::OtherShape),
    }
}

#[cfg(test)]
mod tests;

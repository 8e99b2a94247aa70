//! Reading JSON that we do not depend on: what has another type than documented counts as not there.
//! What we do depend on is read by plain serde, which refuses it.
//!
//! Everywhere in the core JSON is read from bytes, never from text: a second reader would be a tenth of its size.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::value::RawValue;

/// For `deserialize_with`: the value, or its default if it is null or of another type.
pub fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_slice(raw.get().as_bytes()).unwrap_or_default())
}

/// For `deserialize_with`: the elements that can be read; the others are left out. Not a list: empty.
pub fn good_ones<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = <&RawValue>::deserialize(deserializer)?;
    let elements: Vec<&RawValue> = serde_json::from_slice(raw.get().as_bytes()).unwrap_or_default();
    Ok(elements.into_iter().filter_map(|element| serde_json::from_slice(element.get().as_bytes()).ok()).collect())
}

//! Values that are only passed over, yet with care: what a reader would hide is refused.

use std::{collections::HashSet, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The deepest nesting of what is only passed over.
const DEEPEST: usize = 64;

/// Passes over any value, yet with care: strings are decoded, keys may not repeat, depth is bounded.
#[derive(Clone, Copy)]
pub(crate) struct Anything(pub(crate) usize);

impl Anything {
    fn deeper<X: Error>(self) -> Result<Self, X> {
        match self.0 < DEEPEST {
            true => Ok(Self(self.0 + 1)),
            false => Err(X::custom(format_args!("nested deeper than {DEEPEST} levels"))),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Anything {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Anything {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<X: Error>(self, _: &str) -> Result<(), X> {
        Ok(())
    }

    fn visit_u64<X: Error>(self, _: u64) -> Result<(), X> {
        Ok(())
    }

    fn visit_i64<X: Error>(self, _: i64) -> Result<(), X> {
        Ok(())
    }

    fn visit_f64<X: Error>(self, _: f64) -> Result<(), X> {
        Ok(())
    }

    fn visit_bool<X: Error>(self, _: bool) -> Result<(), X> {
        Ok(())
    }

    fn visit_unit<X: Error>(self) -> Result<(), X> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let deeper = self.deeper()?;
        while list.next_element_seed(deeper)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let deeper = self.deeper()?;
        let mut keys = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if keys.contains(&key) {
                let key: String = key.chars().take(200).collect();
                return Err(A::Error::custom(format_args!(
                    "key `{key}` stands twice in one object"
                )));
            }
            keys.insert(key);
            map.next_value_seed(deeper)?;
        }
        Ok(())
    }
}

/// Reads JSON into a value, and refuses what a value would hide: repeated keys, and deep nesting.
///
/// # Errors
///
/// What `serde_json` says, or which key stands twice.
pub fn strict_json(text: &str) -> Result<serde_json::Value, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Anything(1).deserialize(&mut deserializer)?;
    deserializer.end()?;
    serde_json::from_str(text)
}

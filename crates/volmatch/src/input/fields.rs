//! The fields of an object, one by one: known ones are handed on, unknown and repeated ones noted.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use crate::input::{anything::Anything, expect::Reader};

/// Fields that an object may have.
pub(crate) trait Field: Copy + 'static {
    /// All of them, in the order in which records mostly have them.
    const ALL: &'static [Self];
    /// What they are called, in the same order.
    const NAMES: &'static [&'static str];

    /// Its place among all.
    fn index(self) -> usize;

    /// What it is called.
    fn name(self) -> &'static str {
        Self::NAMES[self.index()]
    }

    /// The field of a name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }

    /// Its bit among those that are there.
    fn bit(self) -> u64 {
        1 << self.index()
    }
}

/// Fields by their names: told apart by number once a name is read.
macro_rules! field_names {
    ($(#[$doc:meta])* $type:ident { $($field:ident: $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(crate) enum $type { $($field),* }

        impl $crate::input::fields::Field for $type {
            const ALL: &'static [Self] = &[$(Self::$field),*];
            const NAMES: &'static [&'static str] = &[$($name),*];

            fn index(self) -> usize {
                self as usize
            }
        }
    };
}
pub(crate) use field_names;

/// Reads an object field by field. A bit for each field that is there.
pub(crate) fn fields<'de, A: MapAccess<'de>, F: Field>(
    reader: &mut Reader,
    mut map: A,
    mut each: impl FnMut(&mut Reader, &mut A, F) -> Result<(), A::Error>,
) -> Result<u64, A::Error> {
    let (mut seen, mut next) = (0_u64, 0);
    while let Some(key) = map.next_key_seed(Key { known: F::NAMES, next })? {
        match key {
            Ok(index) if seen & F::ALL[index].bit() == 0 => {
                let field = F::ALL[index];
                seen |= field.bit();
                next = index + 1;
                each(reader, &mut map, field)?;
            }
            Ok(index) => {
                map.next_value_seed(Anything(1))?;
                reader.repeated(F::NAMES[index]);
            }
            Err(unknown) => reader.unknown_field(&mut map, &unknown, F::NAMES)?,
        }
    }
    Ok(seen)
}

/// A key: its place among the known ones, or its text.
struct Key {
    known: &'static [&'static str],
    /// Where it is looked for first: nearly all records keep to one order.
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<X: Error>(self, key: &str) -> Result<Self::Value, X> {
        if self.known.get(self.next).is_some_and(|known| *known == key) {
            return Ok(Ok(self.next));
        }
        Ok(self.known.iter().position(|known| *known == key).ok_or_else(|| key.to_owned()))
    }
}

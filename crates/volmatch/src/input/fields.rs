//! The fields of an object, one by one: known ones are handed on, unknown and repeated ones noted.

use std::{fmt, marker::PhantomData};

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

    /// Whether this is its name.
    fn is_named(self, name: &str) -> bool;

    /// The field of a name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.is_named(name))
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

            #[inline]
            fn is_named(self, name: &str) -> bool {
                // Each beside a text of known length, which takes no call to compare.
                match self {
                    $(Self::$field => name == $name),*
                }
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
    while let Some(key) = map.next_key_seed(Key::<F> { next, of: PhantomData })? {
        match key {
            Ok(field) if seen & field.bit() == 0 => {
                seen |= field.bit();
                next = field.index() + 1;
                each(reader, &mut map, field)?;
            }
            Ok(field) => {
                map.next_value_seed(Anything(1))?;
                reader.repeated(field.name());
            }
            Err(unknown) => reader.unknown_field(&mut map, &unknown, F::NAMES)?,
        }
    }
    Ok(seen)
}

/// A key: a field, or the text of none.
struct Key<F> {
    /// Where it is looked for first: nearly all records keep to one order.
    next: usize,
    of: PhantomData<F>,
}

impl<'de, F: Field> DeserializeSeed<'de> for Key<F> {
    type Value = Result<F, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<F: Field> Visitor<'_> for Key<F> {
    type Value = Result<F, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<X: Error>(self, key: &str) -> Result<Self::Value, X> {
        let next = F::ALL.get(self.next).copied().filter(|field| field.is_named(key));
        Ok(next.or_else(|| F::named(key)).ok_or_else(|| key.to_owned()))
    }
}

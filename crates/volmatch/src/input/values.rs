//! What a field may hold: a text, an id, a number, a code, or a list of them.

use std::{fmt::Display, marker::PhantomData, str::FromStr};

use serde::de::SeqAccess;

use crate::{
    atlas::{
        countries::UnknownCountryCode, languages::UnknownLanguage,
        organisation_types::UnknownOrganisationType, sectors::UnknownSector,
    },
    input::{
        expect::{Expect, Reader},
        problem::Kind,
        room::Item,
    },
    sdg::UnknownSdg,
    text::has_unprintable,
};

/// A text with something in it.
#[derive(Clone, Copy)]
pub(crate) struct Words;

impl Expect for Words {
    type Value = String;
    const WHAT: &'static str = "a text";

    fn text(self, reader: &mut Reader, text: &str) -> Option<String> {
        if text.chars().all(char::is_whitespace) {
            reader.found(Kind::WrongType, "expected a text, found an empty one".into(), None);
            return None;
        }
        Some(reader.room.text(text))
    }
}

/// A text that names a record: printable, with no space around it.
#[derive(Clone, Copy)]
pub(crate) struct Id;

impl Expect for Id {
    type Value = String;
    const WHAT: &'static str = "an id (a text)";

    fn text(self, reader: &mut Reader, text: &str) -> Option<String> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            reader.found(Kind::WrongType, "expected an id, found an empty text".into(), None);
        } else if trimmed.len() != text.len() || has_unprintable(text) {
            let message = format!(
                "id `{}` has a space around it or a character that cannot be printed",
                text.escape_debug()
            );
            reader.found(Kind::WrongType, message, None);
        } else {
            return Some(reader.room.text(text));
        }
        None
    }
}

/// A number within a range; `whole` ones have no fraction.
#[derive(Clone, Copy)]
pub(crate) struct Number {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) whole: bool,
    pub(crate) above_low: bool,
}

impl Number {
    pub(crate) const COUNT: Self = Self { low: 0.0, high: 1e9, whole: true, above_low: false };
    pub(crate) const SHARE: Self = Self { low: 0.0, high: 1.0, whole: false, above_low: false };
    pub(crate) const YEAR: Self = Self { low: 1800.0, high: 2200.0, whole: true, above_low: false };
    pub(crate) const WEIGHT: Self = Self { low: 0.0, high: 1e9, whole: false, above_low: true };
}

impl Expect for Number {
    type Value = f64;
    const WHAT: &'static str = "a number";

    fn number(self, reader: &mut Reader, number: f64) -> Option<f64> {
        let is_low = number < self.low || (self.above_low && number <= self.low);
        // As `fract` tells, which is a call where a processor of no certain kind is built for.
        let is_broken = self.whole && number - number as i64 as f64 != 0.0;
        if !is_low && number <= self.high && !is_broken {
            return Some(number);
        }
        let kind = if self.whole { "a whole number" } else { "a number" };
        let range = match self.above_low {
            true => format!("above {} and at most {}", self.low, self.high),
            false => format!("from {} to {}", self.low, self.high),
        };
        let message = format!("`{number}` is out of range, expected {kind} {range}");
        reader.found(Kind::OutOfRange, message, None);
        None
    }
}

/// An error of parsing that knows what was probably meant.
pub(crate) trait Suggests: Display {
    fn suggestion(&self) -> Option<String>;
}

macro_rules! suggests {
    ($($error:ty),*) => {
        $(impl Suggests for $error {
            fn suggestion(&self) -> Option<String> {
                self.suggestion.clone()
            }
        })*
    };
}
suggests!(UnknownSdg, UnknownCountryCode, UnknownLanguage, UnknownOrganisationType, UnknownSector);

/// A code that parses itself.
pub(crate) struct Code<T>(PhantomData<T>);

impl<T> Code<T> {
    pub(crate) const NEW: Self = Self(PhantomData);
}

impl<T> Clone for Code<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Code<T> {}

impl<T: FromStr<Err: Suggests>> Expect for Code<T> {
    type Value = T;
    const WHAT: &'static str = "a code (a text, such as `\"4\"`)";

    fn text(self, reader: &mut Reader, text: &str) -> Option<T> {
        match text.parse() {
            Ok(code) => Some(code),
            Err(error) => {
                let error: T::Err = error;
                reader.found(Kind::UnknownCode, error.to_string(), error.suggestion());
                None
            }
        }
    }

    fn number(self, reader: &mut Reader, number: f64) -> Option<T> {
        let message = format!("expected a code in quotes, found the number {number}");
        reader.found(Kind::WrongType, message, Some(format!("\"{number}\"")));
        None
    }
}

/// A list of anything.
#[derive(Clone, Copy)]
pub(crate) struct List<E>(pub(crate) E);

impl<E: Expect<Value: Item> + Copy> Expect for List<E> {
    type Value = Vec<E::Value>;
    const WHAT: &'static str = "a list";

    fn list<'de, A: SeqAccess<'de>>(
        self,
        reader: &mut Reader,
        mut list: A,
    ) -> Result<Option<Self::Value>, A::Error> {
        Ok(Some(reader.items(&mut list, self.0, |_, _, _| {})?))
    }
}

/// A list in which nothing may stand twice, by what `1` says of an item.
#[derive(Clone, Copy)]
pub(crate) struct Distinct<E, K>(pub(crate) E, pub(crate) K);

impl<E, K, I> Expect for Distinct<E, K>
where
    E: Expect<Value: Item> + Copy,
    K: Fn(&E::Value) -> I,
    I: Display + PartialEq,
{
    type Value = Vec<E::Value>;
    const WHAT: &'static str = "a list";

    fn list<'de, A: SeqAccess<'de>>(
        self,
        reader: &mut Reader,
        mut list: A,
    ) -> Result<Option<Self::Value>, A::Error> {
        let values = reader.items(&mut list, self.0, |reader, before, value| {
            let key = (self.1)(value);
            if before.iter().any(|earlier| (self.1)(earlier) == key) {
                let message = format!("`{key}` stands twice in the list");
                reader.found(Kind::Duplicate, message, None);
            }
        });
        values.map(Some)
    }
}

/// A distinct list of codes.
pub(crate) fn codes<T>() -> impl Expect<Value = Vec<T>>
where
    T: FromStr<Err: Suggests> + Copy + Display + PartialEq + Item,
{
    Distinct(Code::<T>::NEW, |code: &T| *code)
}

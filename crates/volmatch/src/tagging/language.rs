//! The languages that texts are read in, and which of them a text is in.

use std::fmt;

/// How many languages are read.
pub(crate) const READ: usize = 3;

/// The languages that are told apart, by their function words: those that are read, then others.
pub(crate) const LANGUAGES: [&str; 7] =
    ["English", "French", "Spanish", "Portuguese", "Italian", "German", "Dutch"];

/// A language that texts are read in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum TextLanguage {
    /// English.
    English,
    /// French.
    French,
    /// Spanish.
    Spanish,
}

impl TextLanguage {
    /// All of them.
    pub const ALL: [Self; READ] = [Self::English, Self::French, Self::Spanish];

    /// BCP 47 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        ["en", "fr", "es"][self as usize]
    }
}

impl fmt::Display for TextLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(LANGUAGES[*self as usize])
    }
}

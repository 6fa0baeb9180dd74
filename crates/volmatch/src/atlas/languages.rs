//! Languages by BCP 47, compared by their primary language.

use std::{fmt, str::FromStr};

use crate::text::{DidYouMean, nearest};

/// The two-letter codes of ISO 639-1: by first letter, from a to z, the second letters.
const TWO_LETTERS: [&str; 26] = [
    "abefkmnrsvyz",
    "aeghimnors",
    "aehorsuvy",
    "aevz",
    "elnostu",
    "afijory",
    "adlnuv",
    "aeiortuyz",
    "adegikostu",
    "av",
    "agijklmnorsuvwy",
    "abginotuv",
    "ghiklnrsty",
    "abdeglnorvy",
    "cjmrs",
    "ailst",
    "u",
    "mnouw",
    "acdeghiklmnoqrstuvw",
    "aeghiklnorstwy",
    "gkrz",
    "eio",
    "ao",
    "h",
    "io",
    "ahu",
];

fn is_two_letter_code(first: u8, second: u8) -> bool {
    let row = first.checked_sub(b'a').and_then(|row| TWO_LETTERS.get(usize::from(row)));
    row.is_some_and(|seconds| seconds.as_bytes().contains(&second))
}

/// Names and three-letter codes people write, with the code that is meant.
const OTHER_WAYS: [(&str, &str); 46] = [
    ("english", "en"),
    ("french", "fr"),
    ("francais", "fr"),
    ("spanish", "es"),
    ("espanol", "es"),
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("mandarin", "zh"),
    ("russian", "ru"),
    ("portuguese", "pt"),
    ("german", "de"),
    ("deutsch", "de"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("swahili", "sw"),
    ("kiswahili", "sw"),
    ("hindi", "hi"),
    ("bengali", "bn"),
    ("urdu", "ur"),
    ("amharic", "am"),
    ("turkish", "tr"),
    ("persian", "fa"),
    ("dutch", "nl"),
    ("indonesian", "id"),
    ("vietnamese", "vi"),
    ("thai", "th"),
    ("nepali", "ne"),
    ("eng", "en"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("ara", "ar"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("rus", "ru"),
    ("por", "pt"),
    ("deu", "de"),
    ("ger", "de"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("swa", "sw"),
    ("hin", "hi"),
    ("tur", "tr"),
    ("uk-english", "en"),
];

/// The primary language of a BCP 47 tag: two or three lower-case letters. `fr-CA` is `fr`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Language([u8; 3]);

impl Language {
    /// Its letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let length = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..length]).unwrap_or("und")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no language tag.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{text}` is no BCP 47 language tag such as `en` or `pt-BR`{}", DidYouMean(.suggestion))]
pub struct UnknownLanguage {
    /// What was written.
    pub text: String,
    /// The code that was probably meant.
    pub suggestion: Option<String>,
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        let unknown = || UnknownLanguage {
            text: text.chars().take(200).collect(),
            suggestion: suggestion(text),
        };
        if let [a, b] = *text.as_bytes()
            && is_two_letter_code(a, b)
        {
            return Ok(Self([a, b, 0]));
        }
        let primary = match text.len() {
            2 | 3 => text.to_ascii_lowercase(),
            _ => {
                let tag = oxilangtag::LanguageTag::parse(text).map_err(|_| unknown())?;
                tag.primary_language().to_ascii_lowercase()
            }
        };
        match *primary.as_bytes() {
            [a, b] if is_two_letter_code(a, b) => Ok(Self([a, b, 0])),
            [a, b, c] if primary.bytes().all(|byte| byte.is_ascii_lowercase()) => {
                match OTHER_WAYS.iter().find(|(way, _)| *way == primary) {
                    Some((_, code)) => code.parse(),
                    None => Ok(Self([a, b, c])),
                }
            }
            _ => Err(unknown()),
        }
    }
}

fn suggestion(text: &str) -> Option<String> {
    let way = nearest(text, OTHER_WAYS.iter().map(|(way, _)| *way).filter(|w| 3 < w.len()))?;
    OTHER_WAYS.iter().find(|(other, _)| *other == way).map(|(_, code)| (*code).to_owned())
}

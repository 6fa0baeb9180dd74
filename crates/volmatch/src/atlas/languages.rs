//! Languages by BCP 47, compared by their primary language.

use std::{fmt, str::FromStr};

use crate::text::{DidYouMean, fold, nearest};

/// The two-letter codes of ISO 639-1.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce \
    ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha \
    he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku \
    kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv \
    ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss \
    st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh \
    zu";

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
        let primary = match text.len() {
            2 | 3 => text.to_ascii_lowercase(),
            _ => {
                let tag = oxilangtag::LanguageTag::parse(text).map_err(|_| unknown())?;
                tag.primary_language().to_ascii_lowercase()
            }
        };
        match *primary.as_bytes() {
            [a, b] if TWO_LETTERS.split_whitespace().any(|code| code == primary) => {
                Ok(Self([a, b, 0]))
            }
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
    let way = nearest(&fold(text), OTHER_WAYS.iter().map(|(way, _)| *way).filter(|w| 3 < w.len()))?;
    OTHER_WAYS.iter().find(|(other, _)| *other == way).map(|(_, code)| (*code).to_owned())
}

//! Words of a text with their place in it, and the stems by which they are compared.

use std::{collections::HashMap, sync::LazyLock};

#[cfg(feature = "text")]
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::tagging::language::TextLanguage;

/// Longer words are not words; they are passed over. In letters.
const LONGEST_WORD: usize = 64;

/// A run of letters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Word<'t> {
    /// Byte offset of its first letter.
    pub start: usize,
    /// Byte offset after its last letter.
    pub end: usize,
    /// As it stands in the text.
    pub text: &'t str,
}

/// The words of a text, in order, in linear time.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(|c: char| c.is_alphabetic())?;
        let length = text[start..].find(|c: char| !is_part_of_word(c));
        let end = length.map_or(text.len(), |length| start + length);
        from = end;
        Some(Word { start, end, text: &text[start..end] })
    })
}

/// Letters, the accents on them, and what is not seen between them.
pub(crate) fn is_part_of_word(c: char) -> bool {
    c.is_alphabetic() || (!c.is_ascii() && (is_combining_mark(c) || is_unseen(c)))
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A word in the forms it is compared in.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Folded {
    /// In small letters, composed.
    composed: String,
    /// In small letters without accents; empty if it is not of Latin letters, or too long.
    pub(crate) folded: String,
    /// Its letters, accents not counted.
    pub(crate) letters: usize,
}

impl Folded {
    pub(crate) fn new(word: &str) -> Self {
        let letters = match word.is_ascii() {
            true => word.len(),
            false => {
                let is_letter = |c: &char| !is_combining_mark(*c) && !is_unseen(*c);
                word.nfkd().filter(is_letter).count()
            }
        };
        let unknown = Self { letters, ..Self::default() };
        if LONGEST_WORD < letters {
            return unknown;
        }
        if word.is_ascii() {
            let folded = word.to_ascii_lowercase();
            return if letters < 2 {
                unknown
            } else {
                Self { composed: String::new(), folded, letters }
            };
        }
        let composed: String =
            word.nfkc().filter(|c| !is_unseen(*c)).flat_map(char::to_lowercase).nfc().collect();
        let folded = without_accents(&composed);
        if folded.len() < 2 || !folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return unknown;
        }
        Self { composed, folded, letters }
    }

    /// Its stem in a language; none of a function word.
    pub(crate) fn stem(&self, language: TextLanguage) -> Option<String> {
        if self.folded.is_empty() || is_stop_word(&self.folded, language) {
            return None;
        }
        let accented = if self.composed.is_empty() { &self.folded } else { &self.composed };
        stem_of(&self.folded, accented, language).filter(|stem| 2 <= stem.len())
    }
}

/// The stem of a word: small letters, Snowball (Porter, 2001), no accents; none of a function word,
/// of one letter, or of other than Latin letters.
///
/// The composed and the decomposed spelling of a word have the same stem.
#[must_use]
pub fn stem(word: &str, language: TextLanguage) -> Option<String> {
    Folded::new(word).stem(language)
}

fn without_accents(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(feature = "text")]
fn stem_of(folded: &str, composed: &str, language: TextLanguage) -> Option<String> {
    static STEMMERS: LazyLock<[Stemmer; TextLanguage::ALL.len()]> = LazyLock::new(|| {
        [Algorithm::English, Algorithm::French, Algorithm::Spanish].map(Stemmer::create)
    });
    Some(match language {
        TextLanguage::English => STEMMERS[0].stem(folded).into_owned(),
        other => without_accents(&STEMMERS[other as usize].stem(composed)),
    })
}

#[cfg(not(feature = "text"))]
fn stem_of(_folded: &str, _composed: &str, _language: TextLanguage) -> Option<String> {
    None
}

/// By function word: a bit for each language of `stop_words.tsv`, in its order.
static STOP_WORDS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let lines = include_str!("stop_words.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut stop_words = HashMap::new();
    for (index, line) in lines.enumerate() {
        let words = line.split_once('\t').map_or("", |(_, words)| words);
        words.split(' ').for_each(|word| *stop_words.entry(word).or_default() |= 1 << index);
    }
    stop_words
});

fn is_stop_word(folded: &str, language: TextLanguage) -> bool {
    stop_word_of(folded) & (1 << language as u8) != 0
}

/// Whether a word is a function word of any language that is told apart.
#[must_use]
pub fn is_function_word(word: &str) -> bool {
    stop_word_of(&Folded::new(word).folded) != 0
}

/// The languages whose function word it is: a bit each, in the order of
/// [`LANGUAGES`](crate::tagging::language::LANGUAGES).
pub(crate) fn stop_word_of(folded: &str) -> u8 {
    STOP_WORDS.get(folded).copied().unwrap_or(0)
}

/// A number for a stem, neither 0 nor the largest: FNV-1a (Fowler, Noll and Vo, 1991).
pub(crate) fn stem_key(stem: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    stem.bytes().fold(0xcbf2_9ce4_8422_2325, step).clamp(1, u64::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(text: &str) -> Vec<String> {
        words(text).filter_map(|word| stem(word.text, TextLanguage::English)).collect()
    }

    #[test]
    fn words_are_runs_of_letters() {
        let found: Vec<Word<'_>> = words("Côte d’Ivoire: 3 wells\u{0}dug").collect();
        let texts: Vec<&str> = found.iter().map(|word| word.text).collect();
        assert_eq!(texts, ["Côte", "d", "Ivoire", "wells", "dug"]);
        assert_eq!((found[0].start, found[0].end), (0, 5));
    }

    #[test]
    fn function_words_have_no_stem() {
        assert_eq!(english("The children's clinics of Kenya"), ["children", "clinic", "kenya"]);
    }

    #[test]
    fn composed_and_decomposed_are_one() {
        let composed = Folded::new("éducation");
        assert_eq!(composed, Folded::new("e\u{301}ducation"));
        assert_eq!(composed.folded, "education");
        for language in TextLanguage::ALL {
            assert_eq!(stem("edu\u{ad}cation", language), stem("education", language));
            assert_eq!(stem("水", language), None);
        }
    }
}

//! A text as somebody hears it who wants certain words of it, and nothing else.

use crate::tagging::{
    language::{LANGUAGES, READ, TextLanguage},
    memo::{KEPT, Memo, Met},
    reading::{is_enough, language_of},
    tagger::Tagger,
};

/// The words of a text that are wanted: all that a bound of its worth needs.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    /// The language that the words are read in.
    pub(crate) language: TextLanguage,
    /// How many words that carry meaning there are.
    pub(crate) length: usize,
    /// The number of each word that is wanted, as often as it stands there, in the order of the text.
    pub(crate) wanted: Vec<u32>,
}

/// Knows words that were heard before.
#[derive(Debug)]
pub(crate) struct Ear {
    memo: Memo,
    met: Vec<Met>,
    /// By language and number of a word.
    known: [Vec<Known>; READ],
    text: String,
    heard: Heard,
}

/// What a word is to the listener: its number among those wanted, and bits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Known(u32);

impl Known {
    const UNASKED: Self = Self(u32::MAX);
    /// It has a stem, and so carries meaning.
    const HAS_STEM: u32 = 1 << 30;
    /// Its stem is in the lexicon.
    const IN_LEXICON: u32 = 1 << 29;
    /// No word that is wanted.
    const UNWANTED: u32 = Self::IN_LEXICON - 1;

    fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }

    /// Its number among those wanted.
    fn wanted(self) -> Option<u32> {
        Some(self.0 & Self::UNWANTED).filter(|number| *number != Self::UNWANTED)
    }
}

impl Ear {
    pub(crate) fn new() -> Self {
        let heard = Heard { language: TextLanguage::English, length: 0, wanted: Vec::new() };
        let (memo, met, known, text) = Default::default();
        Self { memo, met, known, text, heard }
    }

    /// Listens to a text given in parts; `None` where it is in no language that is read.
    ///
    /// `number` tells the number of the word with some key in a language, if it is wanted.
    pub(crate) fn hear(
        &mut self,
        parts: &[&str],
        number: impl Fn(TextLanguage, u64) -> Option<u32>,
    ) -> Option<&Heard> {
        let lexicons = Tagger::embedded().lexicons();
        let Self { memo, met, known, text, heard } = self;
        text.clear();
        text.extend(parts.iter().copied());
        let votes = memo.read(text, met);
        let language = language_of(text, memo, (met, votes), lexicons)?;
        heard.language = TextLanguage::ALL.get(language).copied()?;
        debug_assert_eq!(heard.language.to_string(), LANGUAGES[language]);
        heard.length = 0;
        heard.wanted.clear();
        let known = &mut known[language];
        let (mut latin, mut understood) = (0, 0);
        known.truncate(KEPT);
        for word in met.iter() {
            let letters = u64::from(word.sort.letters);
            latin += if word.sort.is_latin { letters } else { 0 };
            if word.sort.stop & (1 << language) != 0 {
                understood += letters;
                continue;
            }
            let index = word.sort.number as usize;
            let it = match known.get(index) {
                Some(it) if *it != Known::UNASKED => *it,
                _ => {
                    let stem = memo.stem(word, text, heard.language, lexicons);
                    let wanted = Some(stem.key).filter(|key| *key != 0);
                    let wanted = wanted.and_then(|key| number(heard.language, key));
                    let wanted = wanted.unwrap_or(Known::UNWANTED).min(Known::UNWANTED);
                    let bit = |is: bool, bit: u32| if is { bit } else { 0 };
                    let it = Known(
                        wanted
                            | bit(stem.key != 0, Known::HAS_STEM)
                            | bit(stem.number().is_some(), Known::IN_LEXICON),
                    );
                    known.resize(known.len().max(index + 1), Known::UNASKED);
                    known[index] = it;
                    it
                }
            };
            understood += if it.has(Known::IN_LEXICON) { letters } else { 0 };
            heard.length += usize::from(it.has(Known::HAS_STEM));
            heard.wanted.extend(it.wanted());
        }
        is_enough(understood, latin).then_some(&*heard)
    }
}

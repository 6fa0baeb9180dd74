//! A text as somebody hears it who wants certain words of it, and nothing else.

use crate::tagging::{
    language::{READ, TextLanguage},
    memo::{KEPT, Memory, Met},
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
    /// The number of each word that is wanted, and how often it stands there, in the order of the text.
    pub(crate) wanted: Vec<(u32, usize)>,
}

/// Knows words that were heard before.
#[derive(Debug)]
pub(crate) struct Ear {
    memory: Memory,
    /// By language and number of a word.
    known: [Vec<Known>; READ],
    text: String,
    /// The number of each word that is wanted, as often as it stands there.
    wanted: Vec<u32>,
    /// By number of a word that is wanted: how often it stands there; zeros between two texts.
    counts: Vec<usize>,
    heard: Heard,
}

/// What a word is to the listener: its number among those wanted, and bits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Known(u32);

impl Known {
    const UNASKED: Self = Self(u32::MAX);
    /// It has a stem, and so carries meaning.
    const HAS_STEM: u32 = 1 << 30;
    /// It is a function word, or its stem is in the lexicon.
    const IS_UNDERSTOOD: u32 = 1 << 29;
    /// In place of a number: nobody wants it.
    const UNWANTED: u32 = Self::IS_UNDERSTOOD - 1;

    fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }

    fn number(self) -> u32 {
        self.0 & Self::UNWANTED
    }
}

/// What words come to.
#[derive(Default)]
struct Listened {
    /// Letters of Latin words.
    latin: u64,
    /// Letters of words that are understood.
    understood: u64,
    /// How many words carry meaning.
    length: usize,
    /// How many are wanted.
    wanted: usize,
    /// Whether of some word it is not known what it is to the listener.
    has_unasked: bool,
}

impl Listened {
    /// Listens to words, by what is known of them, and puts the number of each that is wanted at the
    /// head of a list, without a branch on the kind of a word, which nobody could foresee.
    fn to(words: &[Met], known: &[Known], wanted: &mut Vec<u32>) -> Self {
        // One more than there are, so that a word that is not wanted has somewhere to stand too.
        wanted.resize(words.len() + 1, 0);
        let wanted = wanted.as_mut_slice();
        // None of the sums can get too large.
        let [mut latin, mut understood, mut length] = [0_u64; 3];
        let (mut end, mut has_unasked) = (0, false);
        for word in words {
            let it = known.get(word.sort.number as usize).copied().unwrap_or(Known::UNASKED);
            has_unasked |= it == Known::UNASKED;
            let letters = u64::from(word.sort.letters);
            latin = latin.wrapping_add(letters * u64::from(word.sort.is_latin));
            understood = understood.wrapping_add(letters * u64::from(it.has(Known::IS_UNDERSTOOD)));
            length = length.wrapping_add(u64::from(it.has(Known::HAS_STEM)));
            wanted[end] = it.number();
            end += usize::from(it.number() != Known::UNWANTED);
        }
        Self { latin, understood, length: length as usize, wanted: end, has_unasked }
    }
}

impl Ear {
    pub(crate) fn new() -> Self {
        let heard = Heard { language: TextLanguage::English, length: 0, wanted: Vec::new() };
        let (memory, known, text, wanted, counts) = Default::default();
        Self { memory, known, text, wanted, counts, heard }
    }

    /// The words heard before.
    pub(crate) fn memory(&mut self) -> &mut Memory {
        &mut self.memory
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
        let Self { memory: Memory { memo, met }, known, text, wanted, counts, heard } = self;
        text.clear();
        text.extend(parts.iter().copied());
        let votes = memo.read(text, met);
        let language = language_of(text, memo, (met, votes), lexicons)?;
        heard.language = TextLanguage::ALL.get(language).copied()?;
        let mut learn = |word: &Met, language: usize| {
            let bit = |is: bool, bit: u32| if is { bit } else { 0 };
            if word.sort.stop & (1 << language) != 0 {
                return Known(Known::UNWANTED | Known::IS_UNDERSTOOD);
            }
            let stem = memo.stem(word, text, heard.language, lexicons);
            let has_stem = stem.key != 0;
            let wanted = if has_stem { number(heard.language, stem.key) } else { None };
            let wanted = wanted.map_or(Known::UNWANTED, |it| it.min(Known::UNWANTED));
            let is_understood = bit(stem.number().is_some(), Known::IS_UNDERSTOOD);
            Known(wanted | bit(has_stem, Known::HAS_STEM) | is_understood)
        };
        let known = &mut known[language];
        known.truncate(KEPT);
        let mut listened = Listened::to(met, known, wanted);
        if listened.has_unasked {
            for word in met.iter() {
                let number = word.sort.number as usize;
                known.resize(known.len().max(number + 1), Known::UNASKED);
                if known[number] == Known::UNASKED {
                    known[number] = learn(word, language);
                }
            }
            listened = Listened::to(met, known, wanted);
        }
        let wanted = &wanted[..listened.wanted];
        let most = wanted.iter().max().map_or(0, |it| *it as usize + 1);
        counts.resize(counts.len().max(most), 0);
        wanted.iter().for_each(|it| counts[*it as usize] += 1);
        heard.wanted.clear();
        heard.wanted.extend(wanted.iter().filter_map(|it| {
            let count = std::mem::take(&mut counts[*it as usize]);
            (0 < count).then_some((*it, count))
        }));
        heard.length = listened.length;
        is_enough(listened.understood, listened.latin).then_some(&*heard)
    }
}

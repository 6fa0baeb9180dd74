//! A text as the tagger sees it: its language, and the stems and terms it knows.

use std::cell::RefCell;

use crate::tagging::{
    language::{LANGUAGES, READ, TextLanguage},
    memo::{Memo, Memory, Met, Votes},
    weights::Lexicon,
};

/// A word that carries meaning in the language of its text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stemmed {
    /// Where it stands in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The same for all forms of the word, known or not.
    pub key: u64,
    /// Its number, where it is known.
    pub(crate) stem: Option<u32>,
}

/// A text, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// The language it is read in, if it is one of those that are read.
    pub(crate) language: Option<TextLanguage>,
    /// The language that it seems to be in, if that is told apart.
    pub(crate) seems: Option<&'static str>,
    /// Share of its letters that stand in words that are known.
    pub(crate) understood: f64,
    /// Function words left out.
    pub(crate) stems: Vec<Stemmed>,
}

/// Share of the letters of Latin words: where fewer are known, the text is not read.
const ENOUGH: f64 = 0.2;

/// Share of the letters that stand in function words of a language, from which it is named.
const ENOUGH_TO_TELL: f64 = 0.15;

thread_local! {
    /// Of the embedded lexicons, which are the same for all texts.
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Whose words met before are remembered.
#[derive(Debug)]
pub(crate) enum Whose<'m> {
    /// Those of texts read by the embedded lexicons: the reader's own.
    Own(&'m mut Memory),
    /// The same, of the thread.
    OfThread,
    /// None: the lexicons are others.
    Nobody,
}

/// Reads a text with the given lexicons. Stems are put into a list that has room.
pub(crate) fn read(
    text: &str,
    lexicons: &[Lexicon; READ],
    whose: Whose<'_>,
    mut stems: Vec<Stemmed>,
) -> Reading {
    stems.clear();
    let with = |Memory { memo, met }: &mut Memory| {
        let votes = memo.read(text, met);
        understand(text, memo, (met, votes), lexicons, stems)
    };
    match whose {
        Whose::Own(memory) => with(memory),
        Whose::OfThread => MEMORY.with_borrow_mut(with),
        Whose::Nobody => with(&mut Memory::default()),
    }
}

fn understand(
    text: &str,
    memo: &mut Memo,
    (met, votes): (&[Met], Votes),
    lexicons: &[Lexicon; READ],
    mut stems: Vec<Stemmed>,
) -> Reading {
    let nothing = Reading::default();
    let Some(language) = language_of(text, memo, (met, votes), lexicons) else { return nothing };
    let Some(read) = TextLanguage::ALL.get(language).copied() else {
        let understood = share_of_function_words(met, language);
        let seems = Some(LANGUAGES[language]).filter(|_| ENOUGH_TO_TELL <= understood);
        return Reading { seems, understood, ..nothing };
    };
    let (mut letters, mut latin, mut known) = (0u64, 0u64, 0u64);
    for word in met {
        let length = u64::from(word.sort.letters);
        letters += length;
        latin += if word.sort.is_latin { length } else { 0 };
        if word.sort.stop & (1 << language) != 0 {
            known += length;
            continue;
        }
        let stem = memo.stem(word, text, read, lexicons);
        let number = stem.number();
        known += if number.is_some() { length } else { 0 };
        if stem.key != 0 {
            stems.push(Stemmed { start: word.start, end: word.end, key: stem.key, stem: number });
        }
    }
    let understood = known as f64 / letters.max(1) as f64;
    if is_enough(known, latin) {
        Reading { language: Some(read), seems: Some(LANGUAGES[language]), understood, stems }
    } else {
        Reading { understood, ..nothing }
    }
}

/// Whether enough letters are known, of those of Latin words: words in others leave them to be read.
pub(crate) fn is_enough(known: u64, latin: u64) -> bool {
    ENOUGH * latin as f64 <= known as f64
}

/// The language with most function words; where several have as many, or none has any, that of them
/// in which most words are known; where as many are, that in which they are more common.
pub(crate) fn language_of(
    text: &str,
    memo: &mut Memo,
    (met, votes): (&[Met], Votes),
    lexicons: &[Lexicon; READ],
) -> Option<usize> {
    let most = votes.iter().copied().max().unwrap_or(0);
    let first = (0..LANGUAGES.len()).filter(|it| votes[*it] == most);
    let mut of_most = first.clone();
    if let (Some(only), None) = (of_most.next(), of_most.next()) {
        return Some(only);
    }
    let first: Vec<usize> = first.collect();
    let mut best: Option<(usize, f64, usize)> = None;
    for language in TextLanguage::ALL.into_iter().filter(|it| first.contains(&(*it as usize))) {
        let (mut known, mut rarity) = (0, 0.0);
        for word in met {
            if let Some(number) = memo.stem(word, text, language, lexicons).number() {
                known += 1;
                rarity += lexicons[language as usize].idf(Some(number));
            }
        }
        let is_better = best.is_none_or(|(of_best, rarity_of_best, _)| {
            of_best < known || (of_best == known && rarity < rarity_of_best)
        });
        if 0 < known && is_better {
            best = Some((known, rarity, language as usize));
        }
    }
    let by_words = best.map(|(.., language)| language);
    by_words.or_else(|| first.first().copied().filter(|_| 0 < most))
}

/// Share of letters that stand in function words of a language.
fn share_of_function_words(met: &[Met], language: usize) -> f64 {
    let (mut letters, mut known) = (0u64, 0u64);
    for word in met {
        let of_word = u64::from(word.sort.letters);
        letters += of_word;
        known += if word.sort.stop & (1 << language) != 0 { of_word } else { 0 };
    }
    known as f64 / letters.max(1) as f64
}

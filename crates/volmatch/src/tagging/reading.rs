//! A text as the tagger sees it: its language, and the stems and terms it knows.

use std::cell::RefCell;

use crate::tagging::{
    language::{LANGUAGES, READ, TextLanguage},
    memo::{Memo, Met},
    weights::Lexicon,
    words::Word,
};

/// A word that carries meaning in the language of its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stemmed<'t> {
    pub(crate) word: Word<'t>,
    /// The same for all forms of the word, known or not.
    pub(crate) key: u64,
    pub(crate) stem: Option<u32>,
}

/// A text, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading<'t> {
    /// The language it is read in, if it is one of those that are read.
    pub(crate) language: Option<TextLanguage>,
    /// The language that it seems to be in, if that is told apart.
    pub(crate) seems: Option<&'static str>,
    /// Share of its letters that stand in words that are known.
    pub(crate) understood: f64,
    /// Function words left out.
    pub(crate) stems: Vec<Stemmed<'t>>,
}

/// Share of the letters of Latin words: where fewer are known, the text is not read.
const ENOUGH: f64 = 0.2;

/// Share of the letters that stand in function words of a language, from which it is named.
const ENOUGH_TO_TELL: f64 = 0.15;

thread_local! {
    /// Of the embedded lexicons, which are the same for all texts.
    static MEMO: RefCell<(Memo, Vec<Met>)> = RefCell::default();
}

/// Reads a text with the given lexicons; `embedded` where they are those of the crate.
pub(crate) fn read<'t>(text: &'t str, lexicons: &[Lexicon; READ], embedded: bool) -> Reading<'t> {
    let with = |memo: &mut Memo, met: &mut Vec<Met>| {
        memo.read(text, met);
        understand(text, memo, met, lexicons)
    };
    match embedded {
        true => MEMO.with_borrow_mut(|(memo, met)| with(memo, met)),
        false => with(&mut Memo::default(), &mut Vec::new()),
    }
}

fn understand<'t>(
    text: &'t str,
    memo: &mut Memo,
    met: &[Met],
    lexicons: &[Lexicon; READ],
) -> Reading<'t> {
    let Some(language) = language_of(text, memo, met, lexicons) else { return Reading::default() };
    let Some(read) = TextLanguage::ALL.get(language).copied() else {
        let understood = share_of_function_words(memo, met, language);
        let seems = Some(LANGUAGES[language]).filter(|_| ENOUGH_TO_TELL <= understood);
        return Reading { seems, understood, ..Reading::default() };
    };
    let (mut letters, mut latin, mut known) = (0u64, 0u64, 0u64);
    let mut stems = Vec::with_capacity(met.len());
    for word in met {
        let stem = memo.stem(word, text, read, lexicons);
        let sort = memo.sort(word.sort);
        let length = u64::from(sort.letters);
        letters += length;
        latin += if sort.is_latin { length } else { 0 };
        let is_known = stem.number.is_some() || sort.stop & (1 << language) != 0;
        known += if is_known { length } else { 0 };
        if stem.key != 0 {
            let (start, end) = (word.start, word.end);
            let word = Word { start, end, text: &text[start..end] };
            stems.push(Stemmed { word, key: stem.key, stem: stem.number });
        }
    }
    let understood = known as f64 / letters.max(1) as f64;
    // Words in other letters than Latin ones leave the Latin ones to be read.
    if ENOUGH * latin as f64 <= known as f64 {
        Reading { language: Some(read), seems: Some(LANGUAGES[language]), understood, stems }
    } else {
        Reading { understood, ..Reading::default() }
    }
}

/// The language with most function words; where several have as many, or none has any, that of them
/// in which most words are known; where as many are, that in which they are more common.
fn language_of(
    text: &str,
    memo: &mut Memo,
    met: &[Met],
    lexicons: &[Lexicon; READ],
) -> Option<usize> {
    let mut votes = [0u32; LANGUAGES.len()];
    for word in met {
        let of_word = memo.sort(word.sort).votes();
        votes.iter_mut().zip(of_word).for_each(|(sum, vote)| *sum += vote);
    }
    let most = votes.iter().copied().max().unwrap_or(0);
    let first: Vec<usize> = (0..LANGUAGES.len()).filter(|it| votes[*it] == most).collect();
    if let [only] = first[..] {
        return Some(only);
    }
    let mut best: Option<(usize, f64, usize)> = None;
    for language in TextLanguage::ALL.into_iter().filter(|it| first.contains(&(*it as usize))) {
        let (mut known, mut rarity) = (0, 0.0);
        for word in met {
            if let Some(number) = memo.stem(word, text, language, lexicons).number {
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
fn share_of_function_words(memo: &Memo, met: &[Met], language: usize) -> f64 {
    let (mut letters, mut known) = (0u64, 0u64);
    for word in met {
        let sort = memo.sort(word.sort);
        letters += u64::from(sort.letters);
        known += if sort.stop & (1 << language) != 0 { u64::from(sort.letters) } else { 0 };
    }
    known as f64 / letters.max(1) as f64
}

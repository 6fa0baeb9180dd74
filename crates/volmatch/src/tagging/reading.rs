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

thread_local! {
    /// Of the embedded lexicons, which are the same for all texts.
    static MEMO: RefCell<(Memo, Vec<Met>)> = RefCell::default();
}

/// Reads a text with the given lexicons; `embedded` where they are those of the crate.
pub(crate) fn read<'t>(text: &'t str, lexicons: &[Lexicon; READ], embedded: bool) -> Reading<'t> {
    let with = |memo: &mut Memo, met: &mut Vec<Met>| {
        memo.read(text, lexicons, met);
        understand(text, memo, met)
    };
    match embedded {
        true => MEMO.with_borrow_mut(|(memo, met)| with(memo, met)),
        false => with(&mut Memo::default(), &mut Vec::new()),
    }
}

fn understand<'t>(text: &'t str, memo: &Memo, met: &[Met]) -> Reading<'t> {
    let mut votes = [0u32; LANGUAGES.len()];
    for word in met {
        let of_word = &memo.sort(word.sort).votes;
        votes.iter_mut().zip(of_word).for_each(|(sum, vote)| *sum += u32::from(*vote));
    }
    // The first of equals.
    let most = votes.iter().copied().max().unwrap_or(0);
    let Some(language) = votes.iter().position(|vote| *vote == most && 0 < most) else {
        return Reading::default();
    };
    let (mut letters, mut latin, mut known) = (0u64, 0u64, 0u64);
    for word in met {
        let sort = memo.sort(word.sort);
        let length = u64::from(sort.letters);
        letters += length;
        latin += if sort.is_latin { length } else { 0 };
        known += if sort.known & (1 << language) != 0 { length } else { 0 };
    }
    let understood = known as f64 / letters.max(1) as f64;
    // Words in other letters than Latin ones leave the Latin ones to be read.
    let is_read = ENOUGH * latin as f64 <= known as f64;
    let read = TextLanguage::ALL.get(language).copied().filter(|_| is_read);
    let seems = Some(LANGUAGES[language]).filter(|_| read.is_some() || READ <= language);
    let stemmed = |word: &Met| {
        let sort = memo.sort(word.sort);
        let (key, stem) = (sort.keys[language], sort.stems[language]);
        let (start, end) = (word.start, word.end);
        (key != 0).then(|| Stemmed {
            word: Word { start, end, text: &text[start..end] },
            key,
            stem,
        })
    };
    let stems = match read {
        Some(_) => met.iter().filter_map(stemmed).collect(),
        None => Vec::new(),
    };
    Reading { language: read, seems, understood, stems }
}

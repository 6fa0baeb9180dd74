//! Words met before and what they are, so that stemming is done once for each form of a word.

use std::collections::HashMap;

use crate::tagging::{
    language::{LANGUAGES, READ, TextLanguage},
    weights::Lexicon,
    words::{is_part_of_word, stem_key, stems, stop_word_of},
};

/// What one word is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sort {
    /// What it says for each language, in parts of [`WHOLE`].
    pub(crate) votes: [u16; LANGUAGES.len()],
    /// A bit for each language that it is known in: a function word, or one with a known stem.
    pub(crate) known: u8,
    /// Its letters.
    pub(crate) letters: u32,
    /// Whether it is in letters that are read at all.
    pub(crate) is_latin: bool,
    /// By language: the stem's key, 0 for none.
    pub(crate) keys: [u64; READ],
    /// By language: the stem's number, where it is known.
    pub(crate) stems: [Option<u32>; READ],
}

/// A vote of a function word of one language alone; a multiple of all counts of languages.
const WHOLE: u16 = 420;
/// What a known stem says of the language, beside that.
const STEM_VOTE: u16 = WHOLE / 5;

impl Sort {
    fn of(word: &str, lexicons: &[Lexicon; READ]) -> Self {
        let found = stems(word);
        let by_language = |language: TextLanguage| found.stems[language as usize].as_deref();
        let keys = TextLanguage::ALL.map(|it| by_language(it).map_or(0, stem_key));
        let stems = TextLanguage::ALL
            .map(|it| by_language(it).and_then(|stem| lexicons[it as usize].stem(stem)));
        let stop = stop_word_of(&found.folded);
        // A word of several languages counts for each of them in part.
        let share = WHOLE / stop.count_ones().max(1) as u16;
        let (mut votes, mut known) = ([0; LANGUAGES.len()], stop);
        for (language, vote) in votes.iter_mut().enumerate() {
            if stop & (1 << language) != 0 {
                *vote += share;
            }
            if stems.get(language).is_some_and(Option::is_some) {
                *vote += STEM_VOTE;
                known |= 1 << language;
            }
        }
        let letters = found.letters as u32;
        Self { votes, known, letters, is_latin: !found.folded.is_empty(), keys, stems }
    }
}

/// A word of a text, by its place and the number of its sort.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Met {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) sort: u32,
}

/// Between texts, no more words are kept than this: most of what texts are made of.
const KEPT: usize = 1 << 14;

/// The words met so far. Short ones in ASCII letters, which most are, are found by their letters.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    sorts: Vec<Sort>,
    /// Letters and number of the sort, at the first free place from that of their hash; the letters
    /// of a free place are 0. Its length is a power of two.
    short: Vec<(u128, u32)>,
    shorts: usize,
    long: HashMap<Box<str>, u32>,
}

impl Memo {
    pub(crate) fn sort(&self, number: u32) -> &Sort {
        &self.sorts[number as usize]
    }

    /// The words of a text, the same as [`words`](crate::tagging::words::words) gives.
    pub(crate) fn read(&mut self, text: &str, lexicons: &[Lexicon; READ], met: &mut Vec<Met>) {
        if KEPT < self.sorts.len() {
            *self = Self::default();
        }
        met.clear();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (start, mut letters) = (at, 0u128);
            while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
                letters = letters << 8 | u128::from(bytes[at] | 0x20);
                at += 1;
            }
            let is_ascii = at == bytes.len() || bytes[at].is_ascii();
            if is_ascii && at == start {
                at += 1;
                continue;
            }
            let sort = if is_ascii && at - start <= 16 {
                self.short(letters, &text[start..at], lexicons)
            } else {
                // What is not ASCII begins a word, goes on with one, or stands between words.
                let rest = &text[at..];
                let begins = at != start || rest.starts_with(char::is_alphabetic);
                if !begins {
                    at += rest.chars().next().map_or(1, char::len_utf8);
                    continue;
                }
                at += rest.find(|c| !is_part_of_word(c)).unwrap_or(rest.len());
                self.long(&text[start..at], lexicons)
            };
            met.push(Met { start, end: at, sort });
        }
    }

    fn short(&mut self, letters: u128, word: &str, lexicons: &[Lexicon; READ]) -> u32 {
        if self.short.len() <= 2 * self.shorts {
            self.grow();
        }
        let place = self.place(letters);
        if self.short[place].0 == 0 {
            self.shorts += 1;
            self.short[place] = (letters, self.add(word, lexicons));
        }
        self.short[place].1
    }

    fn long(&mut self, word: &str, lexicons: &[Lexicon; READ]) -> u32 {
        if let Some(sort) = self.long.get(word) {
            return *sort;
        }
        let sort = self.add(word, lexicons);
        self.long.insert(word.into(), sort);
        sort
    }

    fn add(&mut self, word: &str, lexicons: &[Lexicon; READ]) -> u32 {
        self.sorts.push(Sort::of(word, lexicons));
        (self.sorts.len() - 1) as u32
    }

    /// Where letters stand, or would stand.
    fn place(&self, letters: u128) -> usize {
        let mixed = (letters as u64 ^ (letters >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mask = self.short.len() - 1;
        let mut place = (mixed >> 32) as usize & mask;
        while self.short[place].0 != 0 && self.short[place].0 != letters {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        let length = (2 * self.short.len()).max(1024);
        let old = std::mem::replace(&mut self.short, vec![(0, 0); length]);
        for entry in old.into_iter().filter(|(letters, _)| *letters != 0) {
            let place = self.place(entry.0);
            self.short[place] = entry;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::words::words;

    #[test]
    fn the_words_are_those_of_the_plain_way() {
        let lexicons: [Lexicon; READ] = Default::default();
        let mut memo = Memo::default();
        let mut met = Vec::new();
        for text in [
            "",
            "Rural clinics, côte d’Ivoire – e\u{301}coles! 水 and x",
            "naïve",
            "a\u{301}b \u{301}c d\u{301}",
            "abcdefghijklmnop abcdefghijklmnopq Abcdefghijklmnop",
            "edu\u{ad}cation\u{200b} \u{200b}x “quoted”\u{0}nul",
            "трудно mixed текст and",
        ] {
            memo.read(text, &lexicons, &mut met);
            let found: Vec<(usize, usize)> = met.iter().map(|it| (it.start, it.end)).collect();
            let plain: Vec<(usize, usize)> = words(text).map(|it| (it.start, it.end)).collect();
            assert_eq!(found, plain, "{text:?}");
        }
    }
}

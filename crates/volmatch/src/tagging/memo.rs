//! Words met before and what they are, so that stemming is done once for each form of a word.

use std::collections::HashMap;

use crate::tagging::{
    language::{LANGUAGES, READ, TextLanguage},
    weights::Lexicon,
    words::{Folded, is_part_of_word, stem, stem_key, stop_word_of},
};

/// What one word is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sort {
    /// A bit for each language that it is a function word of.
    pub(crate) stop: u8,
    /// Whether it is in letters that are read at all.
    pub(crate) is_latin: bool,
    /// Its letters.
    pub(crate) letters: u32,
    /// By language; [`UNASKED`] until it is asked for.
    keys: [u64; READ],
    numbers: [u32; READ],
}

/// The stem of a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StemOf {
    /// Its key, 0 where there is no stem.
    pub(crate) key: u64,
    /// Its number, where it is known.
    pub(crate) number: Option<u32>,
}

/// The key of a stem that is not worked out yet; no stem's, but for one in 2^64.
const UNASKED: u64 = u64::MAX;
/// The number of a stem that is not known.
const UNKNOWN: u32 = u32::MAX;

/// The vote of a function word of one language alone; a multiple of all counts of languages.
const WHOLE: u32 = 420;

/// By the languages it is a function word of: what a word says for each. One of several languages
/// counts for each of them in part.
static VOTES: [[u32; LANGUAGES.len()]; 1 << LANGUAGES.len()] = {
    let mut votes = [[0; LANGUAGES.len()]; 1 << LANGUAGES.len()];
    let mut stop = 1;
    while stop < votes.len() {
        let mut language = 0;
        while language < LANGUAGES.len() {
            if stop & (1 << language) != 0 {
                votes[stop][language] = WHOLE / stop.count_ones();
            }
            language += 1;
        }
        stop += 1;
    }
    votes
};

impl Sort {
    fn of(word: &str) -> Self {
        let word = Folded::new(word);
        Self {
            stop: stop_word_of(&word.folded),
            is_latin: !word.folded.is_empty(),
            letters: word.letters as u32,
            keys: [UNASKED; READ],
            numbers: [UNKNOWN; READ],
        }
    }

    /// What it says for each language as a function word.
    pub(crate) fn votes(&self) -> &'static [u32; LANGUAGES.len()] {
        &VOTES[usize::from(self.stop)]
    }
}

/// A word of a text, by its place and the number of its sort.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Met {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) sort: u32,
}

/// So many words are kept; of others it is worked out anew in each text what they are.
const KEPT: usize = 1 << 16;

/// The words met so far. Short ones in ASCII letters, which most are, are found by their letters.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// Those kept, then those of the last text that are not.
    sorts: Vec<Sort>,
    /// Letters of short words and numbers of their sorts, each at the first free place from that of
    /// the letters' hash; the letters of a free place are 0. Its length is a power of two.
    short: Vec<(u128, u32)>,
    shorts: usize,
    long: HashMap<Box<str>, u32>,
}

impl Memo {
    pub(crate) fn sort(&self, number: u32) -> &Sort {
        &self.sorts[number as usize]
    }

    /// The stem of a word that was met, worked out when it is first asked for.
    pub(crate) fn stem(
        &mut self,
        met: &Met,
        text: &str,
        language: TextLanguage,
        lexicons: &[Lexicon; READ],
    ) -> StemOf {
        let sort = &mut self.sorts[met.sort as usize];
        let language_index = language as usize;
        if sort.keys[language_index] == UNASKED {
            let stem = stem(&text[met.start..met.end], language);
            sort.keys[language_index] = stem.as_deref().map_or(0, stem_key);
            let number = stem.and_then(|stem| lexicons[language_index].stem(&stem));
            sort.numbers[language_index] = number.unwrap_or(UNKNOWN);
        }
        let number = Some(sort.numbers[language_index]).filter(|number| *number != UNKNOWN);
        StemOf { key: sort.keys[language_index], number }
    }

    /// The words of a text, the same as [`words`](crate::tagging::words::words) gives.
    pub(crate) fn read(&mut self, text: &str, met: &mut Vec<Met>) {
        self.sorts.truncate(KEPT);
        met.clear();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            if bytes[at].is_ascii() && !bytes[at].is_ascii_alphabetic() {
                at += 1;
                continue;
            }
            let (letters, length) = letters_at(bytes, at);
            at += length;
            if length == 16 {
                at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            }
            let is_ascii = at == bytes.len() || bytes[at].is_ascii();
            let sort = if is_ascii && at - start <= 16 {
                self.short(letters, &text[start..at])
            } else {
                // What is not ASCII begins a word, goes on with one, or stands between words.
                let rest = &text[at..];
                let begins = at != start || rest.starts_with(char::is_alphabetic);
                if !begins {
                    at += rest.chars().next().map_or(1, char::len_utf8);
                    continue;
                }
                at += rest.find(|c| !is_part_of_word(c)).unwrap_or(rest.len());
                self.long(&text[start..at])
            };
            met.push(Met { start, end: at, sort });
        }
    }

    fn short(&mut self, letters: u128, word: &str) -> u32 {
        if self.short.len() <= 2 * self.shorts {
            self.grow();
        }
        let place = self.place(letters);
        if self.short[place].0 == letters {
            return self.short[place].1;
        }
        let (is_kept, sort) = self.add(word);
        if is_kept {
            self.shorts += 1;
            self.short[place] = (letters, sort);
        }
        sort
    }

    fn long(&mut self, word: &str) -> u32 {
        if let Some(sort) = self.long.get(word) {
            return *sort;
        }
        let (is_kept, sort) = self.add(word);
        if is_kept {
            self.long.insert(word.into(), sort);
        }
        sort
    }

    /// Whether the word is kept, and the number of its sort.
    fn add(&mut self, word: &str) -> (bool, u32) {
        let number = self.sorts.len();
        self.sorts.push(Sort::of(word));
        (number < KEPT, number as u32)
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
        let short = std::mem::replace(&mut self.short, vec![(0, 0); length]);
        for (letters, sort) in short.into_iter().filter(|(it, _)| *it != 0) {
            let place = self.place(letters);
            self.short[place] = (letters, sort);
        }
    }
}

/// The ASCII letters from a place on, sixteen at most, in small letters, the first one lowest; and
/// how many they are.
fn letters_at(bytes: &[u8], at: usize) -> (u128, usize) {
    const HIGH: u128 = u128::from_ne_bytes([0x80; 16]);
    const fn each(byte: u8) -> u128 {
        u128::from_ne_bytes([byte; 16])
    }
    let Some(sixteen) = bytes.get(at..at + 16).and_then(|it| <[u8; 16]>::try_from(it).ok()) else {
        let mut letters = 0;
        let rest = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic());
        let length = rest.enumerate().fold(0, |_, (index, byte)| {
            letters |= u128::from(byte | 0x20) << (8 * index);
            index + 1
        });
        return (letters, length);
    };
    // Sixteen bytes at once: the high bit of each tells whether it is a letter. Sums stay in their
    // bytes, since the high bits are taken out before.
    let all = u128::from_le_bytes(sixteen);
    let small = all | each(0x20);
    let low = small & !HIGH;
    let from_a = low + each(0x80 - b'a');
    let past_z = low + each(0x80 - b'z' - 1);
    let no_letter = !(from_a & !past_z & !all) & HIGH;
    let length = (no_letter.trailing_zeros() / 8) as usize;
    let kept = if length == 16 { u128::MAX } else { (1 << (8 * length)) - 1 };
    (small & kept, length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::words::words;

    #[test]
    fn the_words_are_those_of_the_plain_way() {
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
            memo.read(text, &mut met);
            let found: Vec<(usize, usize)> = met.iter().map(|it| (it.start, it.end)).collect();
            let plain: Vec<(usize, usize)> = words(text).map(|it| (it.start, it.end)).collect();
            assert_eq!(found, plain, "{text:?}");
        }
    }
}

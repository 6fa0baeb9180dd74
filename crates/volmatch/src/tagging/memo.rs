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
    pub(crate) number: u32,
    /// Its letters, of one that is not longer than a word may be.
    pub(crate) letters: u16,
    /// A bit for each language that it is a function word of.
    pub(crate) stop: u8,
    /// Whether it is in letters that are read at all.
    pub(crate) is_latin: bool,
}

/// The stem of a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StemOf {
    /// Its key, 0 where there is no stem.
    pub(crate) key: u64,
    number: u32,
}

impl StemOf {
    /// Not worked out yet; no stem has this key.
    const UNASKED: Self = Self { key: u64::MAX, number: UNKNOWN };

    /// Its number, where it is known.
    pub(crate) fn number(self) -> Option<u32> {
        Some(self.number).filter(|number| *number != UNKNOWN)
    }
}

/// The number of a stem that is not known.
const UNKNOWN: u32 = u32::MAX;

/// What function words say for each language, summed; the last sum is of none.
pub(crate) type Votes = [u32; LANGUAGES.len() + 1];

/// The vote of a function word of one language alone; a multiple of all counts of languages.
const WHOLE: u32 = 420;

/// By the languages it is a function word of: what a word says for each. One of several languages
/// counts for each of them in part.
static VOTES: [Votes; 1 << LANGUAGES.len()] = {
    let mut votes = [[0; LANGUAGES.len() + 1]; 1 << LANGUAGES.len()];
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
    fn of(word: &str, number: usize) -> Self {
        let word = Folded::new(word);
        Self {
            number: number as u32,
            letters: word.letters.min(usize::from(u16::MAX)) as u16,
            stop: stop_word_of(&word.folded),
            is_latin: !word.folded.is_empty(),
        }
    }
}

/// A word of a text, by its place, and what it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Met {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) sort: Sort,
}

/// So many words are kept; of others it is worked out anew in each text what they are, and their
/// numbers, from here on, are those of the last text alone.
pub(crate) const KEPT: usize = 1 << 16;

/// Sixteen letters, the first one lowest; 0 behind the end of a shorter word.
type Letters = [u64; 2];

/// The words met so far. Short ones in ASCII letters, which most are, are found by their letters.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// How many words have a number: those kept, then those of the last text that are not.
    count: usize,
    /// Letters of short words and what these are, each at the first free place from that of the
    /// letters' hash; the letters of a free place are 0. Its length is a power of two.
    short: Vec<(Letters, Sort)>,
    shorts: usize,
    long: HashMap<Box<str>, Sort>,
    /// By language and number of the word.
    stems: [Vec<StemOf>; READ],
    /// Where words of the last text begin and end, for its room.
    edges: Vec<usize>,
}

impl Memo {
    /// The stem of a word that was met, worked out when it is first asked for.
    pub(crate) fn stem(
        &mut self,
        met: &Met,
        text: &str,
        language: TextLanguage,
        lexicons: &[Lexicon; READ],
    ) -> StemOf {
        let (stems, number) = (&mut self.stems[language as usize], met.sort.number as usize);
        match stems.get(number) {
            Some(stem) if stem.key != StemOf::UNASKED.key => *stem,
            _ => {
                let word = stem(&text[met.start..met.end], language);
                let known = word.as_deref().and_then(|it| lexicons[language as usize].stem(it));
                let key = word.as_deref().map_or(0, stem_key);
                let stem = StemOf { key, number: known.unwrap_or(UNKNOWN) };
                stems.resize(stems.len().max(number + 1), StemOf::UNASKED);
                stems[number] = stem;
                stem
            }
        }
    }

    /// The words of a text, the same as [`words`](crate::tagging::words::words) gives, and what they
    /// say for each language as function words.
    pub(crate) fn read(&mut self, text: &str, met: &mut Vec<Met>) -> Votes {
        self.count = self.count.min(KEPT);
        self.stems.iter_mut().for_each(|stems| stems.truncate(KEPT));
        met.clear();
        match text.is_ascii() {
            true => self.read_ascii(text, met),
            false => self.read_any(text, met),
        }
        // Added without asking whether there is a vote: half of all words are function words.
        let mut votes = Votes::default();
        for word in &*met {
            let of_word = &VOTES[usize::from(word.sort.stop) % VOTES.len()];
            votes.iter_mut().zip(of_word).for_each(|(sum, vote)| *sum += vote);
        }
        votes
    }

    /// Words of ASCII letters begin and end where letters do, which is found for 64 bytes at once; what
    /// they are is looked up afterwards, so that one word need not wait for the other.
    fn read_ascii(&mut self, text: &str, met: &mut Vec<Met>) {
        let mut edges = std::mem::take(&mut self.edges);
        edges.clear();
        let mut was_letter = 0;
        for (index, piece) in text.as_bytes().chunks(64).enumerate() {
            let are_letters = match piece.try_into() {
                Ok(block) => letters_in(block),
                Err(_) => {
                    let mut block = [0; 64];
                    block[..piece.len()].copy_from_slice(piece);
                    letters_in(&block)
                }
            };
            let mut changes = are_letters ^ ((are_letters << 1) | was_letter);
            was_letter = are_letters >> 63;
            while changes != 0 {
                edges.push(64 * index + changes.trailing_zeros() as usize);
                changes &= changes - 1;
            }
        }
        if edges.len() % 2 == 1 {
            edges.push(text.len());
        }
        met.extend(edges.chunks_exact(2).map(|word| {
            let (start, end) = (word[0], word[1]);
            Met { start, end, sort: self.ascii(text, start, end) }
        }));
        self.edges = edges;
    }

    fn ascii(&mut self, text: &str, start: usize, end: usize) -> Sort {
        let length = end - start;
        if 16 < length {
            return self.long(&text[start..end]);
        }
        let sixteen = text.as_bytes().get(start..start + 16);
        let all = match sixteen.and_then(|it| <[u8; 16]>::try_from(it).ok()) {
            Some(sixteen) => u128::from_le_bytes(sixteen),
            None => last_letters(&text.as_bytes()[start..end]),
        };
        let kept = u128::MAX >> (8 * (16 - length));
        let letters = split((all | each(0x20)) & kept);
        match self.short.get(self.first_place(letters)) {
            Some((found, sort)) if *found == letters => *sort,
            _ => self.short(letters, &text[start..end]),
        }
    }

    fn read_any(&mut self, text: &str, met: &mut Vec<Met>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            if bytes[at].is_ascii() && !bytes[at].is_ascii_alphabetic() {
                at += 1;
                continue;
            }
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let sort = if at == bytes.len() || bytes[at].is_ascii() {
                self.ascii(text, start, at)
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

    #[inline(never)]
    fn short(&mut self, letters: Letters, word: &str) -> Sort {
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

    fn long(&mut self, word: &str) -> Sort {
        if let Some(sort) = self.long.get(word) {
            return *sort;
        }
        let (is_kept, sort) = self.add(word);
        if is_kept {
            self.long.insert(word.into(), sort);
        }
        sort
    }

    /// Whether the word is kept, and what it is.
    fn add(&mut self, word: &str) -> (bool, Sort) {
        let number = self.count;
        self.count += 1;
        (number < KEPT, Sort::of(word, number))
    }

    /// Where letters are looked for first.
    fn first_place(&self, letters: Letters) -> usize {
        let mixed = (letters[0] ^ letters[1]).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as usize & self.short.len().wrapping_sub(1)
    }

    /// Where letters stand, or would stand.
    fn place(&self, letters: Letters) -> usize {
        let mask = self.short.len() - 1;
        let mut place = self.first_place(letters);
        while self.short[place].0 != [0; 2] && self.short[place].0 != letters {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        let length = (2 * self.short.len()).max(1024);
        let short = std::mem::replace(&mut self.short, vec![Default::default(); length]);
        for (letters, sort) in short.into_iter().filter(|(it, _)| *it != [0; 2]) {
            let place = self.place(letters);
            self.short[place] = (letters, sort);
        }
    }
}

const fn each(byte: u8) -> u128 {
    u128::from_ne_bytes([byte; 16])
}

fn split(letters: u128) -> Letters {
    [letters as u64, (letters >> 64) as u64]
}

/// Fewer than sixteen letters, at the end of a text.
fn last_letters(letters: &[u8]) -> u128 {
    letters.iter().rev().fold(0, |all, letter| (all << 8) | u128::from(*letter))
}

/// A bit for each of 64 ASCII bytes, the first one lowest: whether it is a letter.
fn letters_in(block: &[u8; 64]) -> u64 {
    const fn eight(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let (eights, _) = block.as_chunks::<8>();
    let mut bits = 0;
    for (index, bytes) in eights.iter().enumerate() {
        // The high bit of each byte tells; no sum leaves its byte, since the bytes are ASCII.
        let small = u64::from_le_bytes(*bytes) | eight(0x20);
        let from_a = small + eight(0x80 - b'a');
        let past_z = small + eight(0x80 - b'z' - 1);
        let high = (from_a & !past_z & eight(0x80)) >> 7;
        // The product moves them together: the lowest byte's to bit 56, the highest byte's to 63.
        bits |= (high.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * index);
    }
    bits
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
            "[@`{az AZ}",
            "x",
            &"seven letters  and 64: ".repeat(9),
            &"abcdefghijklmnopqrstuvwxyz".repeat(5),
        ] {
            memo.read(text, &mut met);
            let found: Vec<(usize, usize)> = met.iter().map(|it| (it.start, it.end)).collect();
            let plain: Vec<(usize, usize)> = words(text).map(|it| (it.start, it.end)).collect();
            assert_eq!(found, plain, "{text:?}");
        }
    }
}

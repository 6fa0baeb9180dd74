//! Words met before and what they are, so that stemming is done once for each form of a word.

use std::collections::HashMap;

use crate::{
    spread::Spread,
    tagging::{
        edges::Edges,
        language::{LANGUAGES, READ, TextLanguage},
        letters::{Letters, letters_of},
        weights::Lexicon,
        words::{Folded, stem, stem_key, stop_word_of},
    },
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

/// The number of a stem, or of a word, that is not known.
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
pub(crate) const KEPT: usize = u16::MAX as usize;

/// The words met so far. Short ones, which most are, are found by their letters.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// How many words have a number: those kept, then those of the last text that are not.
    count: usize,
    /// By number of a word that is kept: its letters, if it is short, and what it is. Words that are met
    /// often are met early, and so stand close together.
    words: Vec<(Letters, Sort)>,
    /// Short words, each at the first free place from that of its letters' hash: its number + 1, 0 where the
    /// place is free. Its length is a power of two. Small, since little memory is fast.
    short: Vec<u16>,
    shorts: usize,
    /// For both halves of letters: nobody can choose words that are looked for in one place.
    spread: [Spread; 2],
    long: HashMap<Box<str>, Sort>,
    /// By language and number of the word.
    stems: [Vec<StemOf>; READ],
    /// Where words of the last text begin and end, for its room.
    edges: Edges,
    /// The letters of words of the last text, and what stands in the place where they should be.
    asked: Vec<(Letters, u16)>,
}

/// A memo, and room for the words of a text.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) memo: Memo,
    pub(crate) met: Vec<Met>,
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
        let are_known = self.look_up(text, met);
        if !are_known {
            self.learn(text, met);
        }
        // Added without asking whether there is a vote: half of all words are function words.
        let mut votes = Votes::default();
        for word in &*met {
            let of_word = &VOTES[usize::from(word.sort.stop) % VOTES.len()];
            // They cannot get too large, and a question for each sum would cost more than the sums.
            votes.iter_mut().zip(of_word).for_each(|(sum, vote)| *sum = sum.wrapping_add(*vote));
        }
        votes
    }

    /// What words are, where they are known; whether all of them are. Memory is slow and words are many:
    /// all are asked for before the first answer is looked at.
    fn look_up(&mut self, text: &str, met: &mut Vec<Met>) -> bool {
        if self.short.is_empty() {
            self.grow();
        }
        let (words, short, spread) = (&self.words[..], &self.short[..], self.spread);
        let (edges, text) = (self.edges.of(text), text.as_bytes());
        self.asked.clear();
        self.asked.extend(edges.iter().map(|[start, end]| {
            let letters = letters_of(text, *start, *end);
            (letters, short[place(letters, spread, short)])
        }));
        let mut are_known = true;
        met.extend(edges.iter().zip(&self.asked).map(|([start, end], (letters, slot))| {
            let word = words.get(usize::from(*slot).wrapping_sub(1));
            let (found, mut sort) = word.copied().unwrap_or_default();
            let is_known = found == *letters && *letters != Letters::NONE;
            are_known &= is_known;
            sort.number = if is_known { sort.number } else { UNKNOWN };
            Met { start: *start, end: *end, sort }
        }));
        are_known
    }

    /// What those words are that were not known at the first look.
    fn learn(&mut self, text: &str, met: &mut [Met]) {
        let asked = std::mem::take(&mut self.asked);
        let unknown = met.iter_mut().zip(&asked).filter(|(met, _)| met.sort.number == UNKNOWN);
        for (met, (letters, _)) in unknown {
            met.sort = self.short_or_long(*letters, &text[met.start..met.end]);
        }
        self.asked = asked;
    }

    #[inline(never)]
    fn short_or_long(&mut self, letters: Letters, word: &str) -> Sort {
        if letters == Letters::NONE {
            return self.long(word);
        }
        match self.found(letters) {
            Ok(sort) => sort,
            Err(place) => self.add_short(letters, place, word),
        }
    }

    /// A short word that was met, or the place where it would stand.
    fn found(&self, letters: Letters) -> Result<Sort, usize> {
        let mut place = place(letters, self.spread, &self.short);
        while let Some(number) = usize::from(self.short[place]).checked_sub(1) {
            match self.words[number] {
                (found, sort) if found == letters => return Ok(sort),
                _ => place = (place + 1) % self.short.len(),
            }
        }
        Err(place)
    }

    fn add_short(&mut self, letters: Letters, place: usize, word: &str) -> Sort {
        let (is_kept, sort) = self.add(word, letters);
        if is_kept {
            self.shorts += 1;
            match 2 * self.shorts <= self.short.len() {
                true => self.short[place] = slot(sort),
                false => self.grow(),
            }
        }
        sort
    }

    fn long(&mut self, word: &str) -> Sort {
        if let Some(sort) = self.long.get(word) {
            return *sort;
        }
        let (is_kept, sort) = self.add(word, Letters::NONE);
        if is_kept {
            self.long.insert(word.into(), sort);
        }
        sort
    }

    /// Whether the word is kept, and what it is.
    fn add(&mut self, word: &str, letters: Letters) -> (bool, Sort) {
        let sort = Sort::of(word, self.count);
        let is_kept = self.count < KEPT;
        self.count += 1;
        if is_kept {
            self.words.push((letters, sort));
        }
        (is_kept, sort)
    }

    /// Makes room for twice as many short words, and puts all of them there.
    fn grow(&mut self) {
        self.short = vec![0; (2 * self.short.len()).max(1024)];
        for index in 0..self.words.len() {
            let (letters, sort) = self.words[index];
            if letters != Letters::NONE
                && let Err(place) = self.found(letters)
            {
                self.short[place] = slot(sort);
            }
        }
    }
}

/// What stands in the place of a short word that is kept.
fn slot(word: Sort) -> u16 {
    word.number as u16 + 1
}

/// The place where letters are looked for first.
#[inline(always)]
fn place(letters: Letters, [low, high]: [Spread; 2], short: &[u16]) -> usize {
    let hash = low.of(letters.low).wrapping_add(high.of(letters.high));
    // All letters have a say in the highest bits alone.
    (hash >> (u64::BITS - short.len().trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::words::words;
    use std::collections::HashSet;

    /// Wherever a text ends, within a word and between the pieces that are read at once too.
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
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for text in ends.map(|end| &text[..end]) {
                memo.read(text, &mut met);
                let found: Vec<(usize, usize)> = met.iter().map(|it| (it.start, it.end)).collect();
                let plain: Vec<(usize, usize)> = words(text).map(|it| (it.start, it.end)).collect();
                assert_eq!(found, plain, "{text:?}");
            }
        }
    }

    /// Also those whose two halves are the same, or differ by the same.
    #[test]
    fn no_words_crowd_one_place() {
        let mut memo = Memo::default();
        let (letter, mut met) = (|bits: u32| char::from(b'a' + (bits & 15) as u8), Vec::new());
        for shift in [0, 1] {
            let word = |number: u32| -> String {
                let half = |by: u32| (0..8).map(move |at| letter((number >> (2 * at)) ^ by));
                half(0).chain(half(shift)).collect()
            };
            let words: Vec<String> = (0..20_000).map(word).collect();
            memo.read(&words.join(" "), &mut met);
        }
        // The longest way from a place to one that is free.
        let longest = memo.short.split(|slot| *slot == 0).map(<[u16]>::len).max();
        assert!(20_000 < memo.shorts && longest < Some(400), "{} {longest:?}", memo.shorts);
    }

    /// However many were met before.
    #[test]
    fn the_words_of_a_text_have_numbers_of_their_own() {
        let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
        let word = |number| [1, 26, 676, 17_576].map(|unit| letter(number / unit)).iter().collect();
        let words: Vec<String> = (0..=KEPT).map(word).collect();
        let (mut memo, mut met) = (Memo::default(), Vec::new());
        for text in [words.join(" "), format!("{} unmet", words[KEPT])] {
            memo.read(&text, &mut met);
            let numbers: HashSet<u32> = met.iter().map(|it| it.sort.number).collect();
            assert_eq!(numbers.len(), met.len());
        }
    }
}

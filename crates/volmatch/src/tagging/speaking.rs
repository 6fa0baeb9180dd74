//! The words that spoke for a goal, with their places and shares.

use std::collections::HashMap;

use crate::tagging::{
    reading::{Reading, Stemmed},
    tagger::Term,
    tags::{MOST_WORDS, SpokenWord},
    weights::Lexicon,
};

/// A known term where it stands in a text.
struct Heard {
    /// The place of its last word among the words of the reading.
    at: usize,
    is_pair: bool,
    number: u32,
    /// What it weighs there.
    weight: f64,
}

/// A text's words, ready to be asked for any goal.
pub(crate) struct Speech<'r> {
    lexicon: &'r Lexicon,
    stems: &'r [Stemmed],
    text: &'r str,
    heard: Vec<Heard>,
}

impl<'r> Speech<'r> {
    pub(crate) fn new(
        lexicon: &'r Lexicon,
        text: &'r str,
        reading: &'r Reading,
        terms: &[Term],
    ) -> Self {
        let mut heard = Vec::new();
        let mut before = None;
        let hear = |at, is_pair, number: Option<u32>| {
            let number = number?;
            let term = &terms[terms.binary_search_by_key(&number, |term| term.number).ok()?];
            Some(Heard { at, is_pair, number, weight: term.weight / term.count as f64 })
        };
        for (at, stemmed) in reading.stems.iter().enumerate() {
            if let Some(stem) = stemmed.stem {
                heard.extend(hear(at, false, lexicon.single(stem)));
                let pair = before.and_then(|before| lexicon.pair(before, stem));
                heard.extend(hear(at, true, pair));
            }
            before = stemmed.stem;
        }
        Self { lexicon, stems: &reading.stems, text, heard }
    }

    /// The words that speak for a goal, the loudest first; a term of two words is shared by them.
    pub(crate) fn words(&self, goal: usize) -> Vec<SpokenWord> {
        let mut parts = vec![0.0; self.stems.len()];
        for heard in &self.heard {
            let part = heard.weight * f64::from(self.lexicon.goals[heard.number as usize][goal]);
            if part <= 0.0 {
                continue;
            }
            if heard.is_pair {
                parts[heard.at - 1] += part / 2.0;
                parts[heard.at] += part / 2.0;
            } else {
                parts[heard.at] += part;
            }
        }
        let total = parts.iter().fold(0.0, |sum, part| sum + part);
        let mut words: Vec<SpokenWord> = Vec::new();
        let mut places = HashMap::new();
        for (stemmed, part) in self.stems.iter().zip(parts).filter(|(_, part)| 0.0 < *part) {
            let place = *places.entry(stemmed.key).or_insert(words.len());
            if place == words.len() {
                let (start, end) = (stemmed.start, stemmed.end);
                let text = self.text[start..end].to_owned();
                words.push(SpokenWord { text, start, end, share: 0.0 });
            }
            words[place].share += part / total;
        }
        // Rounding may put a sum above 1.
        words.iter_mut().for_each(|it| it.share = it.share.min(1.0));
        words.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.start.cmp(&b.start)));
        words.truncate(MOST_WORDS);
        words
    }
}

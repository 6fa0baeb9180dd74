//! Text: how far the organisation speaks of what the country wants.
//!
//! Sum over priorities of weight x s / (s + half), where s is the BM25 (Robertson and Zaragoza 2009,
//! equation 3.15) of the organisation's words against the priority's, by a fixed table of rarities.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{BuildHasherDefault, Hasher},
};

use crate::{
    catalog::{
        asker::Asker,
        candidate::Candidate,
        said::{Said, SaidStem},
    },
    matching::criteria::{Answer, Assessment, Criterion, Evidence, Shown, Side},
    model::{Constants, Model},
    tagging::{Tagger, TextLanguage},
};

/// By word of a language: the texts that want it, with its rarity. Keys of words are hashes already.
type WantedBy = HashMap<u64, Vec<(usize, f64)>, BuildHasherDefault<KeyHasher>>;

#[derive(Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[derive(Debug)]
pub(super) struct Text {
    constants: Constants,
    /// By language.
    wanted_by: [WantedBy; TextLanguage::ALL.len()],
    /// By words of a priority: its text.
    texts: HashMap<String, usize>,
    /// By text and language: its words in the order of their keys, each with its rarity.
    wanted: Vec<[Vec<(u64, f64)>; TextLanguage::ALL.len()]>,
    /// By text of a priority: the places of the askers that have it, each with its weight there.
    weights: Vec<Vec<(usize, f64)>>,
}

impl Text {
    pub(super) fn new(askers: &[Asker], model: &Model) -> Self {
        // In an order of their own, so that sums over them do not depend on who else asks.
        let needs = || askers.iter().flat_map(|asker| &asker.needs);
        let distinct: BTreeSet<&String> = needs().map(|need| &need.words).collect();
        let texts: HashMap<String, usize> =
            distinct.iter().enumerate().map(|(index, words)| ((*words).clone(), index)).collect();
        let words = distinct.iter().map(|words| Tagger::embedded().words_of(words));
        let wanted: Vec<[Vec<(u64, f64)>; _]> = words.collect();
        let mut wanted_by: [WantedBy; _] = Default::default();
        for (index, words) in wanted.iter().enumerate() {
            for (wanted_by, words) in wanted_by.iter_mut().zip(words) {
                for (key, rarity) in words {
                    wanted_by.entry(*key).or_default().push((index, *rarity));
                }
            }
        }
        let mut weights = vec![Vec::new(); wanted.len()];
        for (place, asker) in askers.iter().enumerate() {
            for need in &asker.needs {
                weights[texts[&need.words]].push((place, need.weight));
            }
        }
        Self { constants: model.constants, wanted_by, texts, wanted, weights }
    }

    /// BM25's part of one word: rarity x how often it stands there, with less and less effect.
    fn part(&self, stem: &SaidStem, rarity: f64, length: usize) -> f64 {
        let Constants { text_k1: k1, text_b: b, text_usual_words: usual, .. } = self.constants;
        let count = f64::from(stem.count);
        rarity * count * (k1 + 1.0) / (count + k1 * (1.0 - b + b * length as f64 / usual))
    }

    /// 0 to 1, one half at the model's `text_half`.
    fn squashed(&self, sum: f64) -> f64 {
        sum / (sum + self.constants.text_half)
    }
}

/// The language that a candidate's words are read in.
fn spoken<'c>(candidate: &'c Candidate<'_>) -> Option<(&'c Said, TextLanguage)> {
    let said = candidate.said.as_ref()?;
    Some((said, said.language?))
}

impl Criterion for Text {
    fn name(&self) -> &str {
        "text"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        !country.needs.is_empty()
    }

    fn assess_all(&self, candidate: &Candidate<'_>, values: &mut [f64]) -> Option<Answer> {
        let Some((said, language)) = spoken(candidate) else { return Some(Answer::Missing) };
        let mut sums = vec![0.0; self.weights.len()];
        let wanted_by = &self.wanted_by[language as usize];
        for stem in &said.stems {
            for (text, rarity) in wanted_by.get(&stem.key).into_iter().flatten() {
                sums[*text] += self.part(stem, *rarity, said.length);
            }
        }
        for (sum, weights) in sums.into_iter().zip(&self.weights).filter(|(sum, _)| 0.0 < *sum) {
            let value = self.squashed(sum);
            weights.iter().for_each(|(place, weight)| values[*place] += weight * value);
        }
        Some(Answer::Observed)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some((said, language)) = spoken(candidate) else {
            return Assessment::missing(match candidate.said {
                Some(_) => "its description is in no language that is read",
                None => "no description stated",
            });
        };
        let mut evidence = Vec::new();
        for need in &country.needs {
            let Some(text) = self.texts.get(&need.words) else { continue };
            let wanted = &self.wanted[*text][language as usize];
            let mut parts: Vec<(f64, &SaidStem)> = Vec::new();
            for stem in &said.stems {
                if let Ok(at) = wanted.binary_search_by_key(&stem.key, |(key, _)| *key) {
                    parts.push((self.part(stem, wanted[at].1, said.length), stem));
                }
            }
            let sum = parts.iter().fold(0.0, |sum, (part, _)| sum + part);
            parts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
            let Some((_, loudest)) = parts.first() else { continue };
            let pointer = Some(said.pointer(loudest.start));
            let words = parts.iter().take(MOST).map(|(_, it)| said.word(it.start, it.end));
            let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
            let more = parts.len().saturating_sub(MOST);
            let more = if 0 < more { format!(" and {more} more") } else { String::new() };
            let text = format!(
                "says {}{more}, words of {} (weight {}, BM25 {sum:.2})",
                words.join(", "),
                need.label,
                Shown(need.weight),
            );
            let share = need.weight * self.squashed(sum);
            evidence.push(Evidence::adding(share, text, "organisation", pointer));
        }
        if evidence.is_empty() {
            let text = "none of its words is one of a priority here";
            evidence.push(Evidence::comment(text, "organisation"));
        }
        Assessment::observed(evidence)
    }
}

/// The most words shown of a priority.
const MOST: usize = 4;

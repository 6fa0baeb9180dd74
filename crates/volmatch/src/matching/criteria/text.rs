//! Text: how far the organisation speaks of what the country wants.
//!
//! Sum over priorities of weight x s / (s + half), where s is the BM25 (Robertson and Zaragoza 2009,
//! equation 3.15) of the organisation's words against the priority's, by a fixed table of rarities.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{BuildHasherDefault, Hasher},
};

use crate::{
    catalog::{asker::Asker, candidate::Candidate, said::Said},
    matching::{
        bounds::{self, light},
        criteria::{Answer, Assessment, Bound, Criterion, Evidence, Shown, Side, weighted::add},
    },
    model::{Constants, Model},
    tagging::{Stemmed, Tagger, TextLanguage},
};

/// By word of a language: its number. Keys of words are hashes already.
type WantedBy = HashMap<u64, u32, BuildHasherDefault<KeyHasher>>;

/// Texts of priorities that want a word, with its rarity.
type WantingTexts = Vec<(usize, f64)>;

/// A word said, how often, and the texts that want it.
type Heard<'s> = (&'s Stemmed, usize, &'s WantingTexts);

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

/// What a priority weighs with those who have it.
#[derive(Debug)]
enum WeightOf {
    /// The places of a few askers, each with the weight there.
    Few(Vec<(usize, f64)>),
    /// A weight for every asker, zero where it is none of theirs; and the same times what the
    /// criterion weighs.
    Many(Box<[f64]>, Box<[f32]>),
}

impl WeightOf {
    /// Weights by place; an asker may have several priorities of one text.
    fn new(places: Vec<(usize, f64)>, askers: usize) -> Self {
        let is_once = places.windows(2).all(|pair| pair[0].0 != pair[1].0);
        if !is_once || places.len() < askers / 8 {
            return Self::Few(places);
        }
        let mut row = vec![0.0; askers].into_boxed_slice();
        places.into_iter().for_each(|(place, weight)| row[place] = weight);
        Self::Many(row, Box::default())
    }
}

#[derive(Debug)]
pub(super) struct Text {
    constants: Constants,
    /// By language.
    wanted_by: [WantedBy; TextLanguage::ALL.len()],
    /// By number of a word: the texts that want it.
    wants: Vec<WantingTexts>,
    /// By words of a priority: its text.
    texts: HashMap<String, usize>,
    /// By text of a priority: what it weighs with the askers that have it.
    weights: Vec<WeightOf>,
    /// By asker: what the criterion weighs.
    light: Vec<f64>,
}

impl Text {
    pub(super) fn new(askers: &[Asker], model: &Model) -> Self {
        // In an order of their own, so that sums over them do not depend on who else asks.
        let needs = || askers.iter().flat_map(|asker| &asker.needs);
        let distinct: BTreeSet<&String> = needs().map(|need| &need.words).collect();
        let texts: HashMap<String, usize> =
            distinct.iter().enumerate().map(|(index, words)| ((*words).clone(), index)).collect();
        let words = distinct.iter().map(|words| Tagger::embedded().words_of(words));
        let mut of_language: [BTreeMap<u64, WantingTexts>; _] = Default::default();
        for (index, words) in words.enumerate() {
            for (wanted_by, words) in of_language.iter_mut().zip(words) {
                for (key, rarity) in words {
                    wanted_by.entry(key).or_default().push((index, rarity));
                }
            }
        }
        // In the order of their keys, in which they are summed.
        let mut wants = Vec::new();
        let wanted_by = of_language.map(|words| {
            let number = |(key, wanting)| {
                wants.push(wanting);
                (key, wants.len() as u32 - 1)
            };
            words.into_iter().map(number).collect()
        });
        let mut weights = vec![Vec::new(); texts.len()];
        for (place, asker) in askers.iter().enumerate() {
            for need in &asker.needs {
                weights[texts[&need.words]].push((place, need.weight));
            }
        }
        let weights = weights.into_iter().map(|it| WeightOf::new(it, askers.len())).collect();
        let light = vec![0.0; askers.len()];
        Self { constants: model.constants, wanted_by, wants, texts, weights, light }
    }

    /// BM25's part of one word, for its rarity: how often it stands there, with less and less effect.
    fn effect(&self, count: usize, length: usize) -> f64 {
        let Constants { text_k1: k1, text_b: b, text_usual_words: usual, .. } = self.constants;
        let count = count as f64;
        count * (k1 + 1.0) / (count + k1 * (1.0 - b + b * length as f64 / usual))
    }

    /// The words said that some priority wants: each once, where it first stands, with how often it is
    /// said and the texts that want it, in the order of their keys.
    fn heard<'s>(&'s self, said: &'s Said, language: TextLanguage) -> Vec<Heard<'s>> {
        let wanted_by = &self.wanted_by[language as usize];
        // The number of the word and its place in one, which sort faster than two.
        let mut all: Vec<u64> = Vec::with_capacity(said.stems.len());
        for (place, stem) in said.stems.iter().enumerate() {
            all.extend(
                wanted_by.get(&stem.key).map(|word| (u64::from(*word) << 32) | place as u64),
            );
        }
        all.sort_unstable();
        let same = all.chunk_by(|one, other| one >> 32 == other >> 32);
        let heard = |same: &[u64]| {
            let (word, first) = ((same[0] >> 32) as usize, same[0] as u32 as usize);
            (&said.stems[first], same.len(), &self.wants[word])
        };
        same.map(heard).collect()
    }

    /// By text of a priority: BM25 of what is said.
    fn sums(&self, said: &Said, language: TextLanguage) -> Vec<f64> {
        let mut sums = vec![0.0; self.weights.len()];
        for (_, count, wanting) in self.heard(said, language) {
            let effect = self.effect(count, said.stems.len());
            wanting.iter().for_each(|(text, rarity)| sums[*text] += rarity * effect);
        }
        sums
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
        let sums = self.sums(said, language);
        for (sum, weights) in sums.into_iter().zip(&self.weights).filter(|(sum, _)| 0.0 < *sum) {
            let value = self.squashed(sum);
            match weights {
                WeightOf::Few(places) => {
                    places.iter().for_each(|(place, weight)| values[*place] += value * weight);
                }
                // Zero for those who do not have it changes no bit of a sum.
                WeightOf::Many(row, _) => add(values, value, row),
            }
        }
        Some(Answer::Observed)
    }

    fn weigh(&mut self, weights: &[f64]) {
        self.light = weights.to_vec();
        for of_text in &mut self.weights {
            if let WeightOf::Many(row, weighed) = of_text {
                *weighed = light(weights, row);
            }
        }
    }

    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [f32]) -> Bound {
        let Some((said, language)) = spoken(candidate) else { return Bound::Missing };
        let said = self.sums(said, language).into_iter();
        for (sum, weights) in said.zip(&self.weights).filter(|(sum, _)| 0.0 < *sum) {
            let value = self.squashed(sum);
            match weights {
                WeightOf::Few(places) => places.iter().for_each(|(place, weight)| {
                    sums[*place] += (value * weight * self.light[*place]) as f32;
                }),
                WeightOf::Many(_, weighed) => bounds::add(sums, value as f32, weighed),
            }
        }
        Bound::AtMost(0.0)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some((said, language)) = spoken(candidate) else {
            return Assessment::missing(match candidate.said {
                Some(_) => "its description is in no language that is read",
                None => "no description stated",
            });
        };
        let heard = self.heard(said, language);
        let mut evidence = Vec::new();
        for need in &country.needs {
            let Some(text) = self.texts.get(&need.words) else { continue };
            let mut parts: Vec<(f64, &Stemmed)> = Vec::new();
            for (stem, count, wanting) in &heard {
                if let Some((_, rarity)) = wanting.iter().find(|(wanting, _)| wanting == text) {
                    parts.push((rarity * self.effect(*count, said.stems.len()), stem));
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

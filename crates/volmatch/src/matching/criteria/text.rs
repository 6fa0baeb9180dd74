//! Text: how far the organisation speaks of what the country wants.
//!
//! Sum over priorities of weight x s / (s + half), where s is the BM25 (Robertson and Zaragoza 2009,
//! equation 3.15) of the organisation's words against the priority's, by a fixed table of rarities.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use crate::{
    catalog::{asker::Asker, candidate::Candidate, said::Said},
    matching::{
        criteria::{
            Answer, Assessment, Bound, Closer, Criterion, Evidence, Shown, Side, ceiling::ceilings,
            weighted::add,
        },
        steps::{self, row_in_steps},
        wanted::Wanted,
    },
    model::{Constants, Model},
    tagging::{Stemmed, TextLanguage},
};

/// What a priority weighs with those who have it.
#[derive(Debug)]
enum WeightOf {
    /// The places of a few askers, each with the weight there.
    Few(Vec<(usize, f64)>),
    /// A weight for every asker, zero where it is none of theirs.
    Many(Box<[f64]>),
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
        Self::Many(row)
    }
}

#[derive(Debug)]
pub(super) struct Text {
    constants: Constants,
    wanted: Arc<Wanted>,
    /// By text of a priority: what it weighs with the askers that have it.
    weights: Vec<WeightOf>,
    /// By asker: the texts of its priorities, each with its weight.
    texts: Vec<Vec<(usize, f64)>>,
    /// By asker: what the criterion weighs.
    light: Vec<f64>,
    /// By asker: the most that any words come to, weighed, in steps, made when it has been asked often.
    ceilings: OnceLock<Box<[u16]>>,
    /// How often it has been asked.
    asked: AtomicUsize,
    /// What it is worth where no words can be read.
    missing_value: f64,
}

/// Of so many organisations the ceiling is simply 1: it takes longer to find out how high it is.
const MANY: usize = 10_000;

impl Text {
    pub(super) fn new(askers: &[Asker], model: &Model, wanted: Arc<Wanted>) -> Self {
        let mut weights = vec![Vec::new(); wanted.texts()];
        let mut texts = vec![Vec::new(); askers.len()];
        for (place, asker) in askers.iter().enumerate() {
            for need in &asker.needs {
                if let Some(text) = wanted.text(&need.words) {
                    weights[text].push((place, need.weight));
                    texts[place].push((text, need.weight));
                }
            }
        }
        let weights = weights.into_iter().map(|it| WeightOf::new(it, askers.len())).collect();
        let missing_value = model.missing_value.get("text").copied().unwrap_or(0.0);
        let (light, ceilings, asked) = Default::default();
        let constants = model.constants;
        Self { constants, wanted, weights, texts, light, ceilings, asked, missing_value }
    }

    /// The most that any words come to, weighed, once that is worth while.
    fn ceilings(&self) -> Option<&[u16]> {
        if let Some(ceilings) = self.ceilings.get() {
            return Some(ceilings);
        }
        if self.asked.fetch_add(1, Ordering::Relaxed) < MANY {
            return None;
        }
        Some(self.ceilings.get_or_init(|| {
            let mut most = ceilings(&self.texts, &self.wanted, &self.constants);
            most.iter_mut().for_each(|most| *most = most.max(self.missing_value));
            row_in_steps(&self.light, &most)
        }))
    }

    /// BM25's part of one word, for its rarity: how often it stands there, with less and less effect.
    fn effect(&self, count: usize, length: usize) -> f64 {
        let Constants { text_k1: k1, text_b: b, text_usual_words: usual, .. } = self.constants;
        let count = count as f64;
        count * (k1 + 1.0) / (count + k1 * (1.0 - b + b * length as f64 / usual))
    }

    /// By text of a priority: zero, with the sign that no sum changes. Memory asked for as zeros without a
    /// sign takes the allocator longer to find.
    fn nothing(&self) -> Vec<f64> {
        vec![-0.0; self.weights.len()]
    }

    /// By text of a priority: BM25 of what is said.
    fn sums(&self, said: &Said, language: TextLanguage) -> Vec<f64> {
        let mut sums = self.nothing();
        for (_, count, wanting) in self.wanted.said(said, language) {
            let effect = self.effect(count, said.stems.len());
            wanting.iter().for_each(|(text, rarity)| sums[*text] += rarity * effect);
        }
        sums
    }

    /// The same of what is heard: words in the order of their numbers, which is that of their keys, give the
    /// same bits; in that of the text the same but for rounding.
    fn sums_heard(&self, words: &[(u32, usize)], length: usize) -> Vec<f64> {
        let mut sums = self.nothing();
        let once = self.effect(1, length);
        for (word, count) in words {
            let effect = if *count == 1 { once } else { self.effect(*count, length) };
            let wanting = self.wanted.by(*word).iter();
            wanting.for_each(|(text, rarity)| sums[*text] += rarity * effect);
        }
        sums
    }

    /// By text of a priority: BM25 of what a candidate says; `None` where it says nothing that is read.
    fn sums_of(&self, candidate: &Candidate<'_>) -> Option<Vec<f64>> {
        if let Some(heard) = candidate.heard {
            let mut words = heard.wanted.clone();
            words.sort_unstable();
            return Some(self.sums_heard(&words, heard.length));
        }
        spoken(candidate).map(|(said, language)| self.sums(said, language))
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

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        places: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let Some(sums) = self.sums_of(candidate) else { return Some(Answer::Missing) };
        for (sum, weights) in sums.into_iter().zip(&self.weights).filter(|(sum, _)| 0.0 < *sum) {
            let value = self.squashed(sum);
            match weights {
                WeightOf::Few(places) => {
                    places.iter().for_each(|(place, weight)| values[*place] += value * weight);
                }
                // Zero for those who do not have it changes no bit of a sum.
                WeightOf::Many(row) => add(values, value, row, places),
            }
        }
        Some(Answer::Observed)
    }

    fn weigh(&mut self, weights: &[f64]) {
        (self.light, self.ceilings) = (weights.to_vec(), OnceLock::new());
    }

    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        if candidate.organisation.description.is_none() {
            return Bound::Missing;
        }
        match self.ceilings() {
            None => Bound::AtMost(1.0),
            Some(ceilings) => {
                steps::add(sums, ceilings);
                Bound::AtMost(0.0)
            }
        }
    }

    fn closer(&self) -> Option<Closer> {
        Some(Closer::Words)
    }

    fn closer_bounds(
        &self,
        candidate: &Candidate<'_>,
        places: &[usize],
        values: &mut [f32],
    ) -> Bound {
        let mut said = match (candidate.heard, spoken(candidate)) {
            (Some(heard), _) => self.sums_heard(&heard.wanted, heard.length),
            (None, Some((said, language))) => self.sums(said, language),
            (None, None) => return Bound::Missing,
        };
        said.iter_mut().for_each(|sum| *sum = self.squashed(*sum));
        for (value, place) in values.iter_mut().zip(places) {
            let parts = self.texts[*place].iter().map(|(text, weight)| weight * said[*text]);
            *value += parts.sum::<f64>() as f32;
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
        let heard = self.wanted.said(said, language);
        let mut evidence = Vec::new();
        for need in &country.needs {
            let Some(text) = self.wanted.text(&need.words) else { continue };
            let mut parts: Vec<(f64, &Stemmed)> = Vec::new();
            for (stem, count, wanting) in &heard {
                // They stand in the order of their texts.
                if let Ok(place) = wanting.binary_search_by_key(&text, |(wanting, _)| *wanting) {
                    parts.push((wanting[place].1 * self.effect(*count, said.stems.len()), stem));
                }
            }
            let sum = parts.iter().fold(0.0, |sum, (part, _)| sum + part);
            parts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
            let Some((_, loudest)) = parts.first() else { continue };
            let pointer = Some(said.pointer(loudest.start));
            let mut words = String::new();
            for (_, it) in parts.iter().take(MOST) {
                let before = if words.is_empty() { "`" } else { ", `" };
                words.extend([before, said.word(it.start, it.end), "`"]);
            }
            let more = parts.len().saturating_sub(MOST);
            let more = if 0 < more { format!(" and {more} more") } else { String::new() };
            let text = format!(
                "says {words}{more}, words of {} (weight {}, BM25 {sum:.2})",
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

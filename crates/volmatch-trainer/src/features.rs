//! From texts to rows of numbers: stems and pairs of neighbouring stems, weighed by rarity.

use std::collections::{BTreeMap, HashMap};

use volmatch::tagging::{TextLanguage, stem, words};

use crate::regression::SparseRow;

/// A stem, or two that follow each other with nothing but function words between.
pub(crate) type Term = String;

/// The terms of texts, each with how often it stands there.
#[derive(Debug, Default)]
pub(crate) struct Stemmer {
    seen: HashMap<String, Option<String>>,
}

impl Stemmer {
    pub(crate) fn stems(&mut self, text: &str, language: TextLanguage) -> Vec<String> {
        let mut found = Vec::new();
        for word in words(text) {
            let key = format!("{}{}", language.code(), word.text.to_lowercase());
            let found_stem = self.seen.entry(key).or_insert_with(|| stem(word.text, language));
            found.extend(found_stem.clone());
        }
        found
    }

    /// How rare each stem is that stands in at least so many texts of the shelf.
    pub(crate) fn rarities(shelf: &[BTreeMap<Term, u32>], least: u32) -> BTreeMap<String, f32> {
        let all = Vocabulary::of(shelf, least);
        let stems = all.terms.into_iter().zip(all.idf).filter(|(term, _)| !term.contains(' '));
        stems.collect()
    }

    pub(crate) fn terms(&mut self, text: &str, language: TextLanguage) -> BTreeMap<Term, u32> {
        let stems = self.stems(text, language);
        let mut terms = BTreeMap::new();
        for pair in stems.windows(2) {
            *terms.entry(format!("{} {}", pair[0], pair[1])).or_default() += 1;
        }
        stems.into_iter().for_each(|stem| *terms.entry(stem).or_default() += 1);
        terms
    }
}

/// The terms that count, in order, and how rare each is.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    pub(crate) terms: Vec<Term>,
    pub(crate) idf: Vec<f32>,
    places: HashMap<Term, u32>,
}

impl Vocabulary {
    /// All terms in at least so many of the texts; rarity is ln((1 + texts) / (1 + texts with it)) + 1.
    pub(crate) fn of(texts: &[BTreeMap<Term, u32>], least: u32) -> Self {
        let mut frequency: BTreeMap<&str, u32> = BTreeMap::new();
        for text in texts {
            text.keys().for_each(|term| *frequency.entry(term).or_default() += 1);
        }
        frequency.retain(|_, texts_with| least <= *texts_with);
        let total = 1.0 + texts.len() as f64;
        let idf =
            |texts_with: &u32| (libm::log(total / (1.0 + f64::from(*texts_with))) + 1.0) as f32;
        let idf = frequency.values().map(idf).collect();
        Self::new(frequency.into_keys().map(str::to_owned).collect(), idf)
    }

    fn new(terms: Vec<Term>, idf: Vec<f32>) -> Self {
        let places = terms.iter().enumerate().map(|(at, term)| (term.clone(), at as u32)).collect();
        Self { terms, idf, places }
    }

    pub(crate) fn keep(&self, kept: &[usize]) -> Self {
        let terms = kept.iter().map(|at| self.terms[*at].clone()).collect();
        Self::new(terms, kept.iter().map(|at| self.idf[*at]).collect())
    }

    /// (1 + ln count) x rarity, of length 1.
    pub(crate) fn row(&self, terms: &BTreeMap<Term, u32>) -> SparseRow {
        let mut row: SparseRow = terms
            .iter()
            .filter_map(|(term, count)| {
                let at = *self.places.get(term)?;
                Some((at, (1.0 + libm::log(f64::from(*count))) as f32 * self.idf[at as usize]))
            })
            .collect();
        row.sort_unstable_by_key(|(at, _)| *at);
        let length = row.iter().map(|(_, x)| x * x).sum::<f32>().sqrt();
        row.iter_mut().for_each(|(_, x)| *x /= length.max(f32::MIN_POSITIVE));
        row
    }
}

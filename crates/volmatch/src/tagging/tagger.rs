//! From a text to goals and targets, with the words that spoke.

use std::sync::LazyLock;

use crate::{
    sdg::{GOALS, Sdg},
    tagging::{
        language::{READ, TextLanguage},
        memo::Memory,
        reading::{Reading, Stemmed, Whose, read},
        speaking::Speech,
        stated::stated_goals,
        tags::{GoalTag, STATED, Tags, TargetTag},
        weights::{Column, InvalidWeights, Lexicon, targets, unpack},
        words::{Folded, stem_key, stop_word_of, words},
    },
};

/// Reads texts for the goals they serve. It is the same for every text: no state, no clock.
#[derive(Clone, Debug)]
pub struct Tagger {
    lexicons: [Lexicon; READ],
    is_embedded: bool,
}

/// The most targets suggested for a goal.
const SUGGESTED: usize = 3;

/// Words are shown for goals that are assigned or at least so likely.
const WORTH_WORDS: f64 = 0.1;

#[cfg(feature = "text")]
const WEIGHTS: &[u8] = include_bytes!("weights/tagger.bin");
#[cfg(not(feature = "text"))]
const WEIGHTS: &[u8] = &[];

static EMBEDDED: LazyLock<Tagger> = LazyLock::new(|| Tagger {
    // Without weights nothing is known, and no text is read.
    lexicons: unpack(WEIGHTS).unwrap_or_default(),
    is_embedded: true,
});

/// A known term of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) number: u32,
    /// How often it stands there.
    pub(crate) count: usize,
    /// What it weighs: (1 + ln count) x rarity, all of them together of length 1.
    pub(crate) weight: f64,
}

impl Tagger {
    /// The weights that come with the crate; unpacked at first use.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Weights of one's own, as the trainer packs them.
    ///
    /// # Errors
    ///
    /// [`InvalidWeights`] if they are not in that form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidWeights> {
        Ok(Self { lexicons: unpack(bytes)?, is_embedded: false })
    }

    /// What a text serves, in time linear in its length.
    ///
    /// ```
    /// # use volmatch::tagging::Tagger;
    /// let tags = Tagger::embedded().tag("We run rural clinics and train nurses and midwives.");
    /// let goal = tags.goals.iter().find(|tag| tag.assigned).unwrap();
    /// assert_eq!(goal.goal.to_string(), "3");
    /// ```
    #[must_use]
    pub fn tag(&self, text: &str) -> Tags {
        let reading = self.read(text);
        let mut tags = Tags {
            language: reading.language,
            seems: reading.seems,
            understood: reading.understood,
            goals: Vec::new(),
            targets: Vec::new(),
        };
        let Some(language) = reading.language else { return tags };
        let lexicon = &self.lexicons[language as usize];
        let terms = weigh(lexicon, &reading);
        let speech = Speech::new(lexicon, text, &reading, &terms);
        let stated = stated_goals(text);
        for (goal, probability) in probabilities(lexicon, &terms).into_iter().enumerate() {
            // A text without a single known term has said nothing.
            let assigned = !terms.is_empty() && lexicon.columns[goal].threshold <= probability;
            let is_worth = assigned || WORTH_WORDS <= probability;
            let words = if is_worth { speech.words(goal) } else { Vec::new() };
            let code = Sdg::goal(goal + 1);
            let threshold = lexicon.columns[goal].threshold;
            let mut tag =
                code.map(|goal| GoalTag { goal, probability, threshold, assigned, words });
            let stated = stated.iter().find(|it| it.goal == goal + 1);
            if let (Some(stated), Some(tag)) = (stated, &mut tag) {
                tag.state(&text[stated.start..stated.end], stated.start);
            }
            tags.goals.extend(tag);
        }
        for tag in tags.goals.iter().filter(|tag| tag.assigned) {
            tags.targets.extend(suggested(lexicon, &terms, tag));
        }
        tags
    }

    /// Goals assigned to a text, with their probabilities: [`Tagger::tag`] without the words.
    pub(crate) fn assigned(&self, text: &str, reading: &Reading) -> Vec<(Sdg, f64)> {
        let Some(language) = reading.language else { return Vec::new() };
        let lexicon = &self.lexicons[language as usize];
        let terms = weigh(lexicon, reading);
        let stated = stated_goals(text);
        let tag = |(goal, (probability, column)): (usize, (f64, &Column))| {
            let is_stated = stated.iter().any(|it| it.goal == goal + 1);
            let is_assigned = !terms.is_empty() && column.threshold <= probability;
            let probability = if is_stated { probability.max(STATED) } else { probability };
            Sdg::goal(goal + 1).filter(|_| is_stated || is_assigned).map(|goal| (goal, probability))
        };
        let probabilities = probabilities(lexicon, &terms).into_iter().zip(&lexicon.columns);
        probabilities.enumerate().filter_map(tag).collect()
    }

    pub(crate) fn read(&self, text: &str) -> Reading {
        self.read_into(text, Vec::new(), None)
    }

    pub(crate) fn lexicons(&self) -> &[Lexicon; READ] {
        &self.lexicons
    }

    /// Reads a text, with a list that has room for its stems, and the words that the reader remembers.
    pub(crate) fn read_into(
        &self,
        text: &str,
        stems: Vec<Stemmed>,
        memory: Option<&mut Memory>,
    ) -> Reading {
        let whose = match memory {
            _ if !self.is_embedded => Whose::Nobody,
            Some(memory) => Whose::Own(memory),
            None => Whose::OfThread,
        };
        read(text, &self.lexicons, whose, stems)
    }

    /// How rare a stem is in the texts that the weights were learnt from: ln of the number of texts
    /// over that of texts with it, + 1; for one that stands in none of them 10.
    #[must_use]
    pub fn rarity(&self, language: TextLanguage, stem: &str) -> f64 {
        let lexicon = &self.lexicons[language as usize];
        lexicon.idf(lexicon.stem(stem))
    }

    /// The words of a text that are function words of no language, each once, by language: its key, and how rare it is in
    /// the texts that the weights were learnt from, from 1; in the order of their keys.
    pub(crate) fn words_of(&self, text: &str) -> [Vec<(u64, f64)>; READ] {
        let mut found: [Vec<(u64, f64)>; READ] = Default::default();
        for word in words(text) {
            let word = Folded::new(word.text);
            // Priorities are in several languages: a function word of any is none of theirs.
            if stop_word_of(&word.folded) != 0 {
                continue;
            }
            for language in TextLanguage::ALL {
                let Some(stem) = word.stem(language) else { continue };
                found[language as usize].push((stem_key(&stem), self.rarity(language, &stem)));
            }
        }
        for words in &mut found {
            words.sort_unstable_by_key(|(key, _)| *key);
            words.dedup_by_key(|(key, _)| *key);
        }
        found
    }
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

/// The known terms of a text, in the order of their numbers.
fn weigh(lexicon: &Lexicon, reading: &Reading) -> Vec<Term> {
    let mut found: Vec<u32> = Vec::with_capacity(2 * reading.stems.len());
    let mut before = None;
    for stemmed in &reading.stems {
        if let Some(stem) = stemmed.stem {
            found.extend(lexicon.single(stem));
            found.extend(before.and_then(|before| lexicon.pair(before, stem)));
        }
        before = stemmed.stem;
    }
    found.sort_unstable();
    let same = found.chunk_by(|one, other| one == other);
    let term = |same: &[u32]| {
        let (number, count) = (same[0], same.len());
        let idf = f64::from(lexicon.term_idf[number as usize]);
        Term { number, count, weight: (1.0 + log(count)) * idf }
    };
    let mut terms: Vec<Term> = same.map(term).collect();
    let squares = terms.iter().map(|term| term.weight * term.weight);
    let length = squares.fold(0.0, |sum, square| sum + square).sqrt();
    terms.iter_mut().for_each(|term| term.weight /= length);
    terms
}

/// Most words stand in a text once.
fn log(count: usize) -> f64 {
    if count == 1 { 0.0 } else { libm::log(count as f64) }
}

/// How likely each goal is: the sum of what the terms weigh, made a probability.
fn probabilities(lexicon: &Lexicon, terms: &[Term]) -> [f64; GOALS] {
    let mut sums = [0.0; GOALS];
    for term in terms {
        let weights = &lexicon.goals[term.number as usize];
        sums.iter_mut().zip(weights).for_each(|(sum, it)| *sum += term.weight * f64::from(*it));
    }
    for (sum, column) in sums.iter_mut().zip(&lexicon.columns) {
        let score = column.bias + column.scale * *sum;
        *sum = sigmoid(column.slope * score + column.offset);
    }
    sums
}

/// The likeliest targets of a goal.
fn suggested(lexicon: &Lexicon, terms: &[Term], tag: &GoalTag) -> Vec<TargetTag> {
    let of_goal = targets().zip(&lexicon.targets).filter(|(code, _)| code.to_goal() == tag.goal);
    let mut scores: Vec<(Sdg, f64)> = of_goal
        .map(|(code, column)| {
            let mut sum = 0.0;
            for term in terms {
                let number = |(number, _): &(u16, i8)| u32::from(*number);
                if let Ok(at) = column.weights.binary_search_by_key(&term.number, number) {
                    sum += term.weight * f64::from(column.weights[at].1);
                }
            }
            (code, column.bias + column.scale * sum)
        })
        .collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.index().cmp(&b.0.index())));
    // From the best down, so that no power overflows.
    let best = scores.first().map_or(0.0, |(_, score)| *score);
    let odds: Vec<(Sdg, f64)> =
        scores.into_iter().map(|(code, score)| (code, libm::exp(score - best))).collect();
    let total = odds.iter().map(|(_, odds)| odds).fold(0.0, |sum, odds| sum + odds);
    let tag = |(target, odds): (Sdg, f64)| TargetTag {
        target,
        probability: tag.probability * odds / total,
    };
    odds.into_iter().take(SUGGESTED).map(tag).collect()
}

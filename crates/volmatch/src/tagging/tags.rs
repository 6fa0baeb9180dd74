//! What a text is found to serve.

use std::fmt;

use serde::Serialize;

use crate::{sdg::Sdg, tagging::language::TextLanguage};

/// What a text serves.
#[derive(Clone, Debug)]
pub struct Tags {
    /// The language it was read in; `None` where it is none of those that are read.
    pub language: Option<TextLanguage>,
    /// The language that it seems to be in, where that can be told.
    pub seems: Option<&'static str>,
    /// Share of its letters that stand in known words, 0 to 1.
    pub understood: f64,
    /// All 17 goals in their order; none where the text has no language that is read.
    pub goals: Vec<GoalTag>,
    /// Targets of the assigned goals, by goal, the likeliest first.
    pub targets: Vec<TargetTag>,
}

impl Tags {
    /// Why the text was not read, or only in part; `None` where all is well.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        let read = "English, French and Spanish are read";
        match (self.language, self.seems) {
            (None, Some(seems)) => Some(format!("not read: it seems to be in {seems}; {read}")),
            (None, None) if self.understood <= 0.0 => {
                Some(format!("not read: no word in it is known; {read}"))
            }
            (None, None) => Some(format!("not read: too few words in it are known; {read}")),
            (Some(_), _) if self.understood < HALF => Some(format!(
                "only {:.0} % of its letters stand in words that are known; {read}",
                100.0 * self.understood
            )),
            _ => None,
        }
    }
}

/// A text of which less is understood gets a note.
const HALF: f64 = 0.5;

/// What a text says of one goal.
#[derive(Clone, Debug)]
pub struct GoalTag {
    /// The goal.
    pub goal: Sdg,
    /// How often texts that read so serve the goal, 0 to 1.
    pub probability: f64,
    /// The probability from which the goal is assigned, 0 to 1.
    pub threshold: f64,
    /// Whether the probability reaches the threshold.
    pub assigned: bool,
    /// The words that spoke for it, the loudest first, five at most.
    pub words: Vec<SpokenWord>,
}

impl GoalTag {
    /// The probability in a word.
    #[must_use]
    pub fn level(&self) -> Level {
        Level::of(self.probability)
    }

    /// Takes up that the text names the goal by number: half of what speaks for it.
    pub(crate) fn state(&mut self, text: &str, start: usize) {
        self.probability = self.probability.max(STATED);
        self.assigned = true;
        self.words.iter_mut().for_each(|it| it.share /= 2.0);
        let (text, end) = (text.to_owned(), start + text.len());
        let share = if self.words.is_empty() { 1.0 } else { 0.5 };
        self.words.insert(0, SpokenWord { text, start, end, share });
        self.words.truncate(MOST_WORDS);
    }
}

/// The least probability of a goal that a text names by number, such as `SDG 3`: by judgement.
pub(crate) const STATED: f64 = 0.95;
/// The most words shown for a goal.
pub(crate) const MOST_WORDS: usize = 5;

/// A probability in a word.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Below 0.4.
    Weak,
    /// From 0.4.
    Likely,
    /// From 0.75.
    Strong,
}

impl Level {
    /// The word for a probability from 0 to 1.
    #[must_use]
    pub fn of(probability: f64) -> Self {
        match probability {
            it if it < 0.4 => Self::Weak,
            it if it < 0.75 => Self::Likely,
            _ => Self::Strong,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Weak => "weak",
            Self::Likely => "likely",
            Self::Strong => "strong",
        })
    }
}

/// A word that spoke for a goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpokenWord {
    /// As it stands in the text.
    pub text: String,
    /// Byte offset where it first stands.
    pub start: usize,
    /// Byte offset after it.
    pub end: usize,
    /// Its share of all that speaks for the goal, 0 to 1, wherever it stands.
    pub share: f64,
}

/// A target that a text may serve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetTag {
    /// Its code.
    pub target: Sdg,
    /// That of its goal x that of the target among those of the goal, 0 to 1.
    pub probability: f64,
}

//! The scoring model: every weight and constant that a score depends on, in one place.

use std::collections::BTreeMap;

use crate::atlas::priorities::SignalWeights;

mod read;

pub use self::read::InvalidModel;
pub(crate) use self::read::{number, object, text, unknown, wrong};

/// Weights of the criteria by name; only proportions within a side count.
pub type Weights = BTreeMap<String, f64>;

/// How the two sides' values become one score, by the exponent of their power mean.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Mean {
    /// Exponent -1: one side cannot pay for the other.
    #[default]
    Harmonic,
    /// Exponent 1: the plain mean.
    Arithmetic,
    /// The limit of exponents towards minus infinity: the worse side decides.
    Minimum,
}

impl Mean {
    /// The mean of two values from 0 to 1.
    ///
    /// ```
    /// # use volmatch::Mean;
    /// assert!((Mean::Harmonic.of(0.9, 0.3) - 0.45).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn of(self, one: f64, other: f64) -> f64 {
        match self {
            Self::Harmonic => {
                // The quotient first, the choice after: without a branch it runs in parallel lanes.
                let (product, sum) = (2.0 * one * other, one + other);
                let mean = product / sum;
                if 0.0 < sum { mean } else { 0.0 }
            }
            Self::Arithmetic => (one + other) / 2.0,
            Self::Minimum => one.min(other),
        }
    }
}

/// The scoring model. Its default is ours; what it says is printed with every result.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What to call it.
    pub name: String,
    /// Who made it, why and when, in their words.
    pub provenance: Provenance,
    /// The year against which evidence ages.
    pub year: i32,
    /// Weights of what the country gets.
    pub host: Weights,
    /// Weights of what the organisation gets.
    pub organisation: Weights,
    /// What a missing criterion counts, by name; 0 where not named: only what is shown counts.
    pub missing_value: Weights,
    /// How the two sides become one.
    pub mean: Mean,
    /// The constants of the criteria.
    pub constants: Constants,
}

/// Who made a model, why and when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// A person or body.
    pub who: String,
    /// The reason for its weights.
    pub why: String,
    /// A date, as they write it.
    pub when: String,
}

/// The constants of the criteria.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constants {
    /// Strength of a goal declared without evidence, 0 to 1.
    pub declared_strength: f64,
    /// Goals an organisation may declare before each counts less.
    pub goals_at_full_strength: f64,
    /// Years in which evidence loses half its weight.
    pub half_life: f64,
    /// Quality of evidence that does not state it, 0 to 1.
    pub quality_not_given: f64,
    /// Age in years of evidence that states no year.
    pub age_not_given: f64,
    /// Strength of a goal inferred from words that surely speak for it, 0 to 1.
    pub inferred_strength: f64,
    /// What a country that is named in the text counts beside one of stated experience, 0 to 1.
    pub named_presence: f64,
    /// How soon a word's further occurrences count less (BM25's k1).
    pub text_k1: f64,
    /// How far a text's length is allowed for, 0 to 1 (BM25's b).
    pub text_b: f64,
    /// Words that carry meaning in a text of usual length.
    pub text_usual_words: f64,
    /// The BM25 at which the value of `text` is one half.
    pub text_half: f64,
    /// Presence, in countries, at which ties reach 1 - 1/e.
    pub ties_scale: f64,
    /// What presence in a land neighbour counts, 0 to 1.
    pub neighbour_presence: f64,
    /// What presence elsewhere in the subregion counts, 0 to 1.
    pub subregion_presence: f64,
    /// The signals behind default priorities.
    pub signals: SignalWeights,
}

/// Name, default, lowest, highest and reason of each constant, in the order of the model file.
type ConstantRow = (&'static str, fn(&mut Constants) -> &mut f64, f64, f64, &'static str);

const CONSTANTS: [ConstantRow; 18] = [
    ("declared_strength", |it| &mut it.declared_strength, 0.0, 1.0, "a claim is half a proof"),
    (
        "goals_at_full_strength",
        |it| &mut it.goals_at_full_strength,
        1.0,
        17.0,
        "who claims everything claims little",
    ),
    ("half_life", |it| &mut it.half_life, 0.1, 100.0, "programmes run some five years"),
    ("quality_not_given", |it| &mut it.quality_not_given, 0.0, 1.0, "the middle of the scale"),
    ("age_not_given", |it| &mut it.age_not_given, 0.0, 100.0, "one half-life"),
    (
        "inferred_strength",
        |it| &mut it.inferred_strength,
        0.0,
        1.0,
        "at most what a claim counts; x the probability",
    ),
    (
        "named_presence",
        |it| &mut it.named_presence,
        0.0,
        1.0,
        "a country named in a text is mostly one of work, but not said to be",
    ),
    ("text_k1", |it| &mut it.text_k1, 0.0, 10.0, "as is usual (Robertson and Zaragoza 2009)"),
    ("text_b", |it| &mut it.text_b, 0.0, 1.0, "as is usual (Robertson and Zaragoza 2009)"),
    (
        "text_usual_words",
        |it| &mut it.text_usual_words,
        1.0,
        10_000.0,
        "half of a register's descriptions are shorter",
    ),
    ("text_half", |it| &mut it.text_half, 0.1, 1000.0, "two fairly rare words in common"),
    ("ties_scale", |it| &mut it.ties_scale, 0.01, 100.0, "two countries make most of the tie"),
    ("neighbour_presence", |it| &mut it.neighbour_presence, 0.0, 1.0, "half as near"),
    ("subregion_presence", |it| &mut it.subregion_presence, 0.0, 1.0, "half as near again"),
    (
        "signal_required_usd",
        |it| &mut it.signals.required_usd,
        0.0,
        1.0,
        "signed by the government and the UN",
    ),
    ("signal_importance", |it| &mut it.signals.importance, 0.0, 1.0, "national, but text-mined"),
    ("signal_ndc_actions", |it| &mut it.signals.ndc_actions, 0.0, 1.0, "climate plans only"),
    (
        "smallest_share",
        |it| &mut it.signals.smallest_share,
        0.0,
        0.5,
        "under 2 % a goal is noise of the signals",
    ),
];

/// The criteria of the country's side, with their default weights, in the order of their sum.
pub const HOST_CRITERIA: [(&str, f64); 8] = [
    ("alignment", 0.40),
    ("sectors", 0.15),
    ("text", 0.10),
    ("transferability", 0.10),
    ("ties", 0.10),
    ("language", 0.10),
    ("capacity", 0.05),
    ("initiatives", 0.0),
];
/// The criteria of the organisation's side, likewise.
pub const ORGANISATION_CRITERIA: [(&str, f64); 3] =
    [("fit", 0.60), ("learning", 0.25), ("reach", 0.15)];

impl Default for Model {
    fn default() -> Self {
        let weights = |criteria: &[(&str, f64)]| {
            criteria.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect()
        };
        Self {
            name: "default".into(),
            provenance: Provenance {
                who: "volmatch".into(),
                why: "covering what the country wants counts most; what is shown before what is \
                      said"
                    .into(),
                when: "2026-11".into(),
            },
            year: 2026,
            host: weights(&HOST_CRITERIA),
            organisation: weights(&ORGANISATION_CRITERIA),
            missing_value: Weights::new(),
            mean: Mean::Harmonic,
            constants: Constants {
                declared_strength: 0.5,
                goals_at_full_strength: 5.0,
                half_life: 5.0,
                quality_not_given: 0.5,
                age_not_given: 5.0,
                inferred_strength: 0.5,
                named_presence: 0.5,
                text_k1: 1.2,
                text_b: 0.75,
                text_usual_words: 25.0,
                text_half: 10.0,
                ties_scale: 2.0,
                neighbour_presence: 0.5,
                subregion_presence: 0.25,
                signals: SignalWeights {
                    required_usd: 0.5,
                    importance: 0.3,
                    ndc_actions: 0.2,
                    smallest_share: 0.02,
                },
            },
        }
    }
}

impl Model {
    /// Name, value and reason of each constant.
    pub fn constants(&self) -> impl Iterator<Item = (&'static str, f64, &'static str)> {
        let mut constants = self.constants;
        CONSTANTS.iter().map(move |row| (row.0, *(row.1)(&mut constants), row.4))
    }
}

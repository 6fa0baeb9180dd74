//! What a pair is judged by, one file each; and how a user adds a criterion of their own.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    catalog::{
        asker::Asker,
        candidate::{Candidate, TagOrigin},
        said::Said,
    },
    matching::wanted::Wanted,
    model::Model,
};

mod alignment;
mod capacity;
mod ceiling;
mod fit;
mod initiatives;
mod language;
mod leads;
mod learning;
mod reach;
mod sectors;
mod text;
mod ties;
mod transferability;
pub(crate) mod weighted;

/// Whose value a criterion is part of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// What the country gets.
    Host,
    /// What the organisation gets.
    Organisation,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host => "host",
            Self::Organisation => "organisation",
        })
    }
}

/// What an organisation's record says to a criterion.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// All it asks: the value is certain.
    Observed,
    /// A part: the value is the least it can be.
    Partial,
    /// Nothing is stated, but its words give a value, which counts; it can still be anything.
    Inferred,
    /// Nothing: the value can be anything.
    Missing,
}

/// What a criterion's value is at most, for all countries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// Nothing is answered to any of them.
    Missing,
    /// It is answered to all, and the value at most so much, 0 to 1.
    AtMost(f64),
    /// Neither is known.
    Unknown,
}

/// What a closer bound is told from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Closer {
    /// What the record states.
    Facts,
    /// What its words say, which are dear to read.
    Words,
}

/// One thing that speaks for or against a pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// What it adds to the criterion's value; `None` where it only comments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// In words, the figures in brackets behind them.
    pub text: String,
    /// `organisation`, `country`, `atlas:KEY` of its sources, or `model`.
    pub source: Cow<'static, str>,
    /// RFC 6901 pointer within the organisation's or country's record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

impl Evidence {
    /// The words before the figures in brackets.
    #[must_use]
    pub fn brief(&self) -> &str {
        self.text.split_once(" (").map_or(&self.text, |(brief, _)| brief)
    }

    /// Words without a share of the value.
    #[must_use]
    pub fn comment(text: impl Into<String>, source: impl Into<Cow<'static, str>>) -> Self {
        Self { share: None, text: text.into(), source: source.into(), pointer: None }
    }

    /// Something that adds to the value, and where it stands in the organisation's record.
    #[must_use]
    pub fn adding(
        share: f64,
        text: String,
        source: impl Into<Cow<'static, str>>,
        pointer: Option<String>,
    ) -> Self {
        Self { share: Some(share), text, source: source.into(), pointer }
    }
}

/// What a criterion says of one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Whether the record answers.
    pub answer: Answer,
    /// 0 to 1; where the answer is partial the least it can be, where it is missing 0.
    pub value: f64,
    /// What it rests on, the most telling first.
    pub evidence: Vec<Evidence>,
}

impl Assessment {
    /// The record answers, and the value is what the evidence adds up to.
    #[must_use]
    pub fn observed(evidence: Vec<Evidence>) -> Self {
        let shares = evidence.iter().filter_map(|it| it.share);
        let value = f64::min(shares.fold(0.0, |sum, share| sum + share), 1.0);
        let mut evidence = evidence;
        let share = |it: &Evidence| it.share.unwrap_or(0.0);
        evidence.sort_by(|a, b| share(b).total_cmp(&share(a)));
        Self { answer: Answer::Observed, value, evidence }
    }

    /// The record does not answer; its words do, with this evidence, the most telling first.
    #[must_use]
    pub fn inferred(evidence: Vec<Evidence>) -> Self {
        Self { answer: Answer::Inferred, ..Self::observed(evidence) }
    }

    /// The record does not answer; `why` says what is not stated.
    #[must_use]
    pub fn missing(why: &str) -> Self {
        let evidence = vec![Evidence::comment(why, "organisation")];
        Self { answer: Answer::Missing, value: 0.0, evidence }
    }
}

/// One thing a pair is judged by.
///
/// A criterion of your own takes part in scores, bounds, completeness and explanations as the
/// built-in ones do: [`Board::with_criterion`](crate::Board::with_criterion). Its value must depend on
/// the pair alone, and an absent fact must be [`Answer::Missing`], not a low value.
pub trait Criterion: fmt::Debug + Send + Sync {
    /// Its name, as in the model and in results.
    fn name(&self) -> &str;

    /// Whose value it is part of.
    fn side(&self) -> Side;

    /// Whether the country asks for it. What is not asked is left out of the sum.
    fn is_asked(&self, country: &Asker) -> bool;

    /// Answer, value and evidence for one pair.
    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment;

    /// The fast way: the answer to every country at once, if it is the same for all of them, and the
    /// value for each in `values`, in the order of the board; they come in as zeros. Where some places of
    /// the board count alone these are given, in order: values at others may stay as they come in.
    ///
    /// `None` when there is no fast way: then [`Criterion::assess`] is asked for each pair. Where
    /// there is one, its value counts, and must be that of `assess` within 1e-12.
    fn assess_all(
        &self,
        _candidate: &Candidate<'_>,
        _places: Option<&[usize]>,
        _values: &mut [f64],
    ) -> Option<Answer> {
        None
    }

    /// Told what it weighs with each country, whenever that changes; for [`Criterion::bound`].
    fn weigh(&mut self, _weights: &[f64]) {}

    /// The quick way, by which ranking passes over an organisation that can be among the best of no
    /// country: what the value is at most. A part of it may be added to `sums`, weight x value for each
    /// country in steps of 1 / 65,535, rounded up, and is taken off; what stands behind the last country
    /// is of no use.
    fn bound(&self, _candidate: &Candidate<'_>, _sums: &mut [u16]) -> Bound {
        Bound::Unknown
    }

    /// From what a bound that is closer than [`Criterion::bound`] can be told, where there is one; only
    /// for criteria of the host's side.
    fn closer(&self) -> Option<Closer> {
        None
    }

    /// The same as [`Criterion::bound`] for some places of the board, which is asked for before all is
    /// worked out. A part of the value at each may be added to `values`, 0 to 1 and unweighed, and is
    /// taken off.
    fn closer_bounds(
        &self,
        _candidate: &Candidate<'_>,
        _places: &[usize],
        _values: &mut [f32],
    ) -> Bound {
        Bound::Unknown
    }
}

/// The criteria of the model, in the order of their sum.
pub(crate) fn built_in(
    askers: &[Asker],
    model: &Model,
    wanted: &Arc<Wanted>,
) -> Vec<Box<dyn Criterion>> {
    vec![
        Box::new(alignment::Alignment::new(askers, model)),
        Box::new(sectors::Sectors::new(askers)),
        Box::new(text::Text::new(askers, model, wanted.clone())),
        Box::new(transferability::Transferability::new(askers)),
        Box::new(ties::Ties::new(askers, model)),
        Box::new(language::LanguageShare::new(askers)),
        Box::new(capacity::Capacity::new(askers)),
        Box::new(initiatives::Initiatives),
        Box::new(fit::Fit::new(askers)),
        Box::new(learning::Learning::new(askers)),
        Box::new(reach::Reach::new(askers)),
    ]
}

/// Those of them that rest on how strong a tag is, or a presence: by the constants of
/// [`STRENGTH_RANGES`](crate::STRENGTH_RANGES).
pub(crate) fn resting_on_strengths(askers: &[Asker], model: &Model) -> Vec<Box<dyn Criterion>> {
    vec![
        Box::new(alignment::Alignment::new(askers, model)),
        Box::new(ties::Ties::new(askers, model)),
        Box::new(fit::Fit::new(askers)),
    ]
}

/// The answer that a candidate's tags give; `None` where nothing is known of them.
fn tag_answer(candidate: &Candidate<'_>) -> Option<Answer> {
    match candidate.tag_origin() {
        TagOrigin::Stated => Some(Answer::Observed),
        TagOrigin::Inferred => Some(Answer::Inferred),
        TagOrigin::Unknown => None,
    }
}

/// Why there are no tags to judge by.
fn no_tags(candidate: &Candidate<'_>) -> Assessment {
    Assessment::missing(match &candidate.said {
        Some(_) => "no goals or targets stated, and its words speak for none",
        None => "no goals or targets stated",
    })
}

/// What each inferred tag is inferred from.
fn inferences<'c>(candidate: &'c Candidate<'_>) -> impl Iterator<Item = Evidence> + use<'c> {
    candidate.said.iter().flat_map(Said::inferences).map(|(goal, why, pointer)| {
        let text = format!("SDG {goal} is inferred from its words: {why}");
        Evidence { pointer: Some(pointer), ..Evidence::comment(text, "organisation") }
    })
}

/// A number as it stands in words: two decimals, but never 0.00 for what is above zero.
pub(crate) struct Shown(pub(crate) f64);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            value if value <= 0.0 => f.write_str("0"),
            value if value < 0.005 => f.write_str("<0.01"),
            value if 1.0 <= value => f.write_str("1.00"),
            // Whole hundredths: exact printing of floats is what explanations spent their time on.
            value => {
                let hundredths = ((value * 100.0).round() as u8).min(99);
                let digits = [b'0', b'.', b'0' + hundredths / 10, b'0' + hundredths % 10];
                f.write_str(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
            }
        }
    }
}

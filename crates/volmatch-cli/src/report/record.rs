//! The record of one match, as JSON and its schema know it.

use serde::Serialize;
use volmatch::{Contribution, Explanation, Match, Modality, Robustness, Verdict};

/// One pair: the same fields in `json` and `jsonl`.
#[derive(Serialize)]
pub(crate) struct Record<'m> {
    pub(crate) country: &'m str,
    pub(crate) rank: Option<usize>,
    pub(crate) organisation: &'m str,
    pub(crate) name: &'m str,
    pub(crate) score: f64,
    pub(crate) bounds: [f64; 2],
    pub(crate) completeness: f64,
    pub(crate) eligible: Verdict,
    pub(crate) reasons: &'m [String],
    pub(crate) host_value: f64,
    pub(crate) organisation_value: Option<f64>,
    pub(crate) mutuality_gap: Option<f64>,
    pub(crate) modality: Modality,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) robustness: Option<Robustness>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) new: Option<bool>,
    pub(crate) notes: &'m [String],
    pub(crate) contributions: &'m [Contribution],
}

impl<'m> Record<'m> {
    pub(crate) fn new(found: &'m Match) -> Self {
        Self { robustness: found.robustness, ..Self::of(&found.explanation, found.rank) }
    }

    pub(crate) fn of(it: &'m Explanation, rank: Option<usize>) -> Self {
        Self {
            country: &it.country,
            rank,
            organisation: &it.organisation.id,
            name: &it.organisation.name,
            score: it.score,
            bounds: [it.bounds.0, it.bounds.1],
            completeness: it.completeness,
            eligible: it.eligibility.verdict,
            reasons: &it.eligibility.reasons,
            host_value: it.host_value,
            organisation_value: it.organisation_value,
            mutuality_gap: it.mutuality_gap,
            modality: it.modality,
            robustness: None,
            new: it.is_new,
            notes: &it.notes,
            contributions: &it.contributions,
        }
    }
}

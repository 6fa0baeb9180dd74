//! Why a pair scores what it scores: every criterion with weight, value and evidence.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    catalog::{
        candidate::{Candidate, TagOrigin},
        said::Said,
    },
    input::profile::Organisation,
    matching::{
        board::Board,
        criteria::{Answer, Evidence, Side},
        eligibility::Eligibility,
        figures::Figures,
        modality::Modality,
        sheet::Sheet,
    },
    model::Mean,
};

/// What is known of a criterion.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Asked and answered.
    Observed,
    /// Asked and answered in part: the value is the least it can be.
    Partial,
    /// Asked and not answered; a value read from its words counts, but it is anything from 0 to 1.
    Inferred,
    /// Asked and not answered: anything from 0 to 1.
    Missing,
    /// Not asked: out of the sum.
    NotAsked,
}

impl State {
    /// Its words: `observed`, `partial`, `inferred`, `missing`, `not asked`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Partial => "partial",
            Self::Inferred => "inferred",
            Self::Missing => "missing",
            Self::NotAsked => "not asked",
        }
    }
}

/// One criterion's part of a side's value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// Its name.
    pub criterion: String,
    /// Whose value it is part of.
    pub side: Side,
    /// What is known of it.
    pub state: State,
    /// Its weight within the side among what is asked; zero where not asked.
    pub weight: f64,
    /// 0 to 1.
    pub value: f64,
    /// Weight x value: contributions of a side sum to the side's value.
    pub contribution: f64,
    /// What it rests on, the most telling first.
    pub evidence: Vec<Evidence>,
}

/// One pair, with all that its score was made of.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The country's id.
    pub country: String,
    /// The country's name.
    pub country_name: String,
    /// The organisation.
    pub organisation: Arc<Organisation>,
    /// 0 to 1.
    pub score: f64,
    /// The lowest and highest score that what is missing allows.
    pub bounds: (f64, f64),
    /// Share of what is asked that is answered, 0 to 1.
    pub completeness: f64,
    /// Whether the pair may be at all.
    pub eligibility: Eligibility,
    /// What the country gets, 0 to 1.
    pub host_value: f64,
    /// What the organisation gets, 0 to 1; `None` where nothing is known of it: one-sided.
    pub organisation_value: Option<f64>,
    /// How far the two are apart: |difference| / sum, 0 to 1; `None` where one-sided.
    pub mutuality_gap: Option<f64>,
    /// The kind of cooperation.
    pub modality: Modality,
    /// Whether the country is new to the organisation, where it states its experience.
    pub is_new: Option<bool>,
    /// What acted that nobody stated: defaults of the atlas, one-sidedness.
    pub notes: Vec<String>,
    /// Every criterion, the host's first, in the order of the sum.
    pub contributions: Vec<Contribution>,
    /// How the two sides became one.
    pub mean: Mean,
}

impl Explanation {
    /// The score, worked out again from the contributions alone.
    #[must_use]
    pub fn recompute(&self) -> f64 {
        let side = |side: Side| {
            let of_side = self.contributions.iter().filter(|it| it.side == side);
            f64::min(of_side.fold(0.0, |sum, it| sum + it.weight * it.value), 1.0)
        };
        match self.organisation_value {
            Some(_) => self.mean.of(side(Side::Host), side(Side::Organisation)),
            None => side(Side::Host),
        }
    }

    /// The evidence that adds most to what the country gets, else to what the organisation gets.
    ///
    /// A shared language, which most pairs have, or words in common are the reason only where there is
    /// no other.
    #[must_use]
    pub fn top_reason(&self) -> Option<(&Contribution, &Evidence)> {
        let rank = |it: &Contribution| match (it.side, it.criterion.as_str()) {
            (Side::Host, "language" | "text") => 1,
            (Side::Host, _) => 2,
            (Side::Organisation, _) => 0,
        };
        let part = |it: &Contribution, why: &Evidence| it.weight * why.share.unwrap_or(0.0);
        let of_criterion =
            |it: &'_ Contribution| it.evidence.iter().map(|why| part(it, why)).fold(0.0, f64::max);
        // The first of equals: `max_by` gives the last one.
        let best = self.contributions.iter().rev().filter(|it| 0.0 < of_criterion(it)).max_by(
            |a, b| rank(a).cmp(&rank(b)).then(of_criterion(a).total_cmp(&of_criterion(b))),
        )?;
        let evidence = best.evidence.iter().rev();
        Some((best, evidence.max_by(|a, b| part(best, a).total_cmp(&part(best, b)))?))
    }
}

impl Board {
    /// One pair in full: an organisation, which need not be part of anything, and an asker's place.
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    #[must_use]
    pub fn explain(&self, organisation: &Arc<Organisation>, place: usize) -> Explanation {
        let mut sheet = Sheet::new(self);
        let candidate = Candidate::new(organisation, self.model());
        sheet.fill(self, &candidate);
        self.explain_sheet(organisation, &candidate, &sheet, place)
    }

    /// Score and completeness of one pair, 0 to 1 each, without the explanation.
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    #[must_use]
    pub fn score(&self, organisation: &Organisation, place: usize) -> (f64, f64) {
        let mut sheet = Sheet::new(self);
        sheet.fill(self, &Candidate::new(organisation, self.model()));
        (sheet.scores[place], sheet.completeness(self, place))
    }

    pub(crate) fn explain_sheet(
        &self,
        organisation: &Arc<Organisation>,
        candidate: &Candidate<'_>,
        sheet: &Sheet,
        place: usize,
    ) -> Explanation {
        let asker = &self.askers()[place];
        let Figures {
            score,
            bounds,
            completeness,
            host_value,
            organisation_value,
            mutuality_gap,
            modality,
            eligible,
            reasons,
            is_new,
            ..
        } = self.figures_of(organisation, sheet, place);
        let mut notes = asker.defaults.clone();
        if organisation_value.is_none() {
            notes.push("one-sided: nothing is known of what the organisation would gain".into());
        }
        if candidate.tag_origin() == TagOrigin::Inferred {
            notes.push("goals are inferred from its description: none is stated".into());
        }
        let is_named = |it: &Said| organisation.experience.is_none() && !it.countries.is_empty();
        if candidate.said.as_ref().is_some_and(is_named) {
            notes.push(
                "countries are those named in its description: no experience is stated".into(),
            );
        }
        Explanation {
            country: asker.id.clone(),
            country_name: asker.name.clone(),
            organisation: organisation.clone(),
            score,
            bounds,
            completeness,
            eligibility: Eligibility { verdict: eligible, reasons },
            host_value,
            organisation_value,
            mutuality_gap,
            modality,
            is_new,
            notes,
            contributions: self.contributions(candidate, sheet, place),
            mean: self.model().mean,
        }
    }

    /// State and value of each criterion for a pair, in the order of the board, without the words.
    pub(crate) fn states_and_values<'s>(
        &'s self,
        sheet: &'s Sheet,
        place: usize,
    ) -> impl Iterator<Item = (State, f64)> + 's {
        self.criteria().iter().enumerate().map(move |(index, it)| {
            if !it.asked[place] {
                return (State::NotAsked, 0.0);
            }
            let state = match sheet.answers[index].at(place) {
                Answer::Observed => State::Observed,
                Answer::Partial => State::Partial,
                Answer::Inferred => State::Inferred,
                Answer::Missing => State::Missing,
            };
            (state, sheet.values[index][place])
        })
    }

    fn contributions(
        &self,
        candidate: &Candidate<'_>,
        sheet: &Sheet,
        place: usize,
    ) -> Vec<Contribution> {
        let asker = &self.askers()[place];
        let mut contributions = Vec::with_capacity(self.criteria().len());
        for (it, (state, value)) in self.criteria().iter().zip(self.states_and_values(sheet, place))
        {
            let (criterion, side) = (it.criterion.name().to_owned(), it.side);
            if state == State::NotAsked {
                contributions.push(Contribution {
                    criterion,
                    side,
                    state,
                    weight: 0.0,
                    value: 0.0,
                    contribution: 0.0,
                    evidence: vec![Evidence::comment("the country does not ask for it", "country")],
                });
                continue;
            }
            let weight = it.weights[place];
            let mut evidence = it.criterion.assess(candidate, asker).evidence;
            if 0.0 < it.missing_value && matches!(state, State::Partial | State::Missing) {
                let text = format!("what is missing counts {} by the model", it.missing_value);
                evidence.push(Evidence::comment(text, "model"));
            }
            let contribution = weight * value;
            contributions.push(Contribution {
                criterion,
                side,
                state,
                weight,
                value,
                contribution,
                evidence,
            });
        }
        contributions.sort_by_key(|it| it.side);
        contributions
    }
}

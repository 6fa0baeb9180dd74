//! Fit: how much of what the organisation does is wanted here.
//!
//! Sum over tags of strength x the largest weight (on the country's largest) x similarity, over the
//! sum of strengths.

use crate::{
    catalog::{asker::Asker, candidate::Candidate},
    matching::criteria::{
        Answer, Assessment, Bound, Criterion, Evidence, Shown, Side, no_tags, tag_answer,
        weighted::{LightRows, Rows, add, at_most_one},
    },
    sdg::{CODES, Sdg, similarity},
};

#[derive(Debug)]
pub(super) struct Fit {
    /// By code of a tag: how much each country wants it, 0 to 1.
    wanted: Rows,
    /// The same, weighed.
    light: LightRows,
}

impl Fit {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let mut wanted = Rows::new(CODES, askers.len());
        for (place, asker) in askers.iter().enumerate() {
            for code in Sdg::all() {
                if let Some((value, _)) = best(asker, code) {
                    wanted.row_mut(code.index())[place] = value;
                }
            }
        }
        Self { wanted, light: LightRows::default() }
    }
}

/// How much a tag is wanted, 0 to 1, and by which need.
fn best(asker: &Asker, tag: Sdg) -> Option<(f64, usize)> {
    let heaviest = asker.needs.iter().filter(|it| !it.sdgs.is_empty()).map(|it| it.weight);
    let heaviest = heaviest.fold(0.0, f64::max);
    let mut best: Option<(f64, usize)> = None;
    for (index, need) in asker.needs.iter().enumerate() {
        for code in &need.sdgs {
            let value = need.weight / heaviest * similarity(*code, tag);
            if 0.0 < value && best.is_none_or(|(of_best, _)| of_best < value) {
                best = Some((value, index));
            }
        }
    }
    best
}

impl Criterion for Fit {
    fn name(&self) -> &str {
        "fit"
    }

    fn side(&self) -> Side {
        Side::Organisation
    }

    fn is_asked(&self, country: &Asker) -> bool {
        country.needs.iter().any(|need| !need.sdgs.is_empty())
    }

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        places: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let Some(answer) = tag_answer(candidate) else { return Some(Answer::Missing) };
        let total: f64 = candidate.strengths.iter().map(|(_, strength)| strength).sum();
        for (code, strength) in &candidate.strengths {
            if let Some(row) = self.wanted.row(code.index())
                && 0.0 < total
            {
                add(values, strength / total, row, places);
            }
        }
        at_most_one(values);
        Some(answer)
    }

    fn weigh(&mut self, weights: &[f64]) {
        self.light = self.wanted.light(weights);
    }

    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        if tag_answer(candidate).is_none() {
            return Bound::Missing;
        }
        let total: f64 = candidate.strengths.iter().map(|(_, strength)| strength).sum();
        if 0.0 < total {
            for (code, strength) in &candidate.strengths {
                self.light.add(sums, strength / total, code.index());
            }
        }
        Bound::AtMost(0.0)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(answer) = tag_answer(candidate) else {
            return no_tags(candidate);
        };
        let total: f64 = candidate.strengths.iter().map(|(_, strength)| strength).sum();
        let mut evidence = Vec::new();
        for (index, (code, strength)) in candidate.strengths.iter().enumerate() {
            let pointer = Some(candidate.tag_pointer(index));
            evidence.push(match best(country, *code) {
                Some((value, need)) if 0.0 < total => {
                    let text = format!(
                        "its SDG {code} is wanted for {} ({} of the top priority)",
                        country.needs[need].label,
                        Shown(value)
                    );
                    Evidence::adding(strength / total * value, text, "organisation", pointer)
                }
                _ => {
                    let text = format!("its SDG {code} is no priority here");
                    Evidence::adding(0.0, text, "organisation", pointer)
                }
            });
        }
        if evidence.is_empty() {
            evidence.push(Evidence::comment("it states that it has no goal", "organisation"));
        }
        Assessment { answer, ..Assessment::observed(evidence) }
    }
}

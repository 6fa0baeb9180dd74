//! Alignment: how much of what the country wants the organisation covers.
//!
//! Sum over priorities of weight x mean over the priority's codes of the best strength x similarity.

use crate::{
    catalog::{asker::Asker, candidate::Candidate},
    matching::criteria::{
        Answer, Assessment, Criterion, Evidence, Side, shown,
        weighted::{Rows, add},
    },
    sdg::{CODES, GOALS, Sdg, similarity},
};

#[derive(Debug)]
pub(super) struct Alignment {
    /// By code: what of each country's wants hangs on it.
    weights: Rows,
    /// By goal: the codes of it that some country wants, in order.
    wanted: [Vec<Sdg>; GOALS],
}

impl Alignment {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let mut weights = Rows::new(CODES, askers.len());
        for (place, asker) in askers.iter().enumerate() {
            for (weight, need) in asker.sdg_needs() {
                for code in &need.sdgs {
                    weights.row_mut(code.index())[place] += weight / need.sdgs.len() as f64;
                }
            }
        }
        let wanted = std::array::from_fn(|goal| {
            let of_goal = |code: &Sdg| code.goal_number() == goal + 1;
            Sdg::all().filter(of_goal).filter(|it| weights.row(it.index()).is_some()).collect()
        });
        Self { weights, wanted }
    }
}

/// The tag that serves a need best: its place in the record, strength and similarity.
fn best(candidate: &Candidate<'_>, need: Sdg) -> Option<(usize, f64, f64)> {
    let mut best: Option<(usize, f64, f64)> = None;
    for (index, (code, strength)) in candidate.strengths.iter().enumerate() {
        let alike = similarity(need, *code);
        if best.is_none_or(|(_, s, a)| s * a < strength * alike) && 0.0 < strength * alike {
            best = Some((index, *strength, alike));
        }
    }
    best
}

impl Criterion for Alignment {
    fn name(&self) -> &str {
        "alignment"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        country.needs.iter().any(|need| !need.sdgs.is_empty())
    }

    fn assess_all(&self, candidate: &Candidate<'_>, values: &mut [f64]) -> Option<Answer> {
        if candidate.organisation.sdgs.is_none() {
            return Some(Answer::Missing);
        }
        let mut goals = [false; GOALS];
        candidate.strengths.iter().for_each(|(code, _)| goals[code.goal_number() - 1] = true);
        for need in (0..GOALS).filter(|goal| goals[*goal]).flat_map(|goal| &self.wanted[goal]) {
            if let (Some((_, strength, alike)), Some(row)) =
                (best(candidate, *need), self.weights.row(need.index()))
            {
                add(values, strength * alike, row);
            }
        }
        Some(Answer::Observed)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        if candidate.organisation.sdgs.is_none() {
            return Assessment::missing("no goals or targets stated");
        }
        let mut evidence = Vec::new();
        for (weight, need) in country.sdg_needs() {
            for code in &need.sdgs {
                let Some((tag, strength, alike)) = best(candidate, *code) else { continue };
                let share = weight / need.sdgs.len() as f64 * strength * alike;
                let offered = candidate.strengths[tag].0;
                let covers = match need.sdgs[..] == [offered] && !need.signals.is_empty() {
                    true => format!("works on {}", need.label),
                    false => format!("works on SDG {offered} for {}", need.label),
                };
                let text = format!(
                    "{covers} (weight {}, strength {}, similarity {})",
                    shown(weight),
                    shown(strength),
                    shown(alike),
                );
                let pointer = Some(format!("/sdgs/{tag}"));
                evidence.push(Evidence::adding(share, text, "organisation", pointer));
            }
        }
        if evidence.is_empty() {
            evidence.push(Evidence::comment("no goal of it is a priority here", "organisation"));
        }
        Assessment::observed(evidence)
    }
}

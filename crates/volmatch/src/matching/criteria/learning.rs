//! Learning: the share of what the organisation wants to learn that the country offers to teach.

use crate::{
    catalog::{asker::Asker, candidate::Candidate},
    matching::criteria::{
        Answer, Assessment, Criterion, Evidence, Shown, Side, weighted::at_most_one,
    },
    sdg::{Sdg, similarity},
};

#[derive(Debug)]
pub(super) struct Learning {
    /// The countries that offer something, by place, with what they offer.
    offers: Vec<(usize, Vec<Sdg>)>,
}

impl Learning {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let offers = askers.iter().map(|asker| asker.offers.clone()).enumerate();
        Self { offers: offers.filter(|(_, offers)| !offers.is_empty()).collect() }
    }
}

fn best(offers: &[Sdg], wanted: Sdg) -> Option<(Sdg, f64)> {
    let mut best: Option<(Sdg, f64)> = None;
    for offer in offers {
        let alike = similarity(wanted, *offer);
        if 0.0 < alike && best.is_none_or(|(_, of_best)| of_best < alike) {
            best = Some((*offer, alike));
        }
    }
    best
}

impl Criterion for Learning {
    fn name(&self) -> &str {
        "learning"
    }

    fn side(&self) -> Side {
        Side::Organisation
    }

    fn is_asked(&self, country: &Asker) -> bool {
        !country.offers.is_empty()
    }

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        _: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let Some(goals) = &candidate.organisation.learning_goals else {
            return Some(Answer::Missing);
        };
        for (place, offers) in &self.offers {
            for goal in goals {
                let alike = best(offers, *goal).map_or(0.0, |(_, alike)| alike);
                values[*place] += alike / goals.len() as f64;
            }
        }
        at_most_one(values);
        Some(Answer::Observed)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(goals) = &candidate.organisation.learning_goals else {
            return Assessment::missing("no learning goals stated");
        };
        let mut evidence = Vec::new();
        for (index, goal) in goals.iter().enumerate() {
            let (share, text) = match best(&country.offers, *goal) {
                Some((offer, alike)) => (
                    alike / goals.len() as f64,
                    format!(
                        "wants to learn SDG {goal}, {} offers SDG {offer} (similarity {})",
                        country.name,
                        Shown(alike)
                    ),
                ),
                None => (0.0, format!("wants to learn SDG {goal}, not offered here")),
            };
            let pointer = Some(format!("/learning_goals/{index}"));
            evidence.push(Evidence::adding(share, text, "organisation", pointer));
        }
        if evidence.is_empty() {
            evidence.push(Evidence::comment("it wants to learn nothing", "organisation"));
        }
        Assessment::observed(evidence)
    }
}

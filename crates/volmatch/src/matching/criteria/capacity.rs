//! Capacity: how much of the volunteers wanted in a year the organisation can send.

use crate::{
    catalog::{asker::Asker, candidate::Candidate},
    matching::criteria::{Answer, Assessment, Criterion, Evidence, Side},
};

#[derive(Debug)]
pub(super) struct Capacity {
    /// The countries that state a demand, by place.
    demands: Vec<(usize, f64)>,
}

impl Capacity {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let demands = askers.iter().map(|asker| asker.demand as f64).enumerate();
        Self { demands: demands.filter(|(_, demand)| 0.0 < *demand).collect() }
    }
}

impl Criterion for Capacity {
    fn name(&self) -> &str {
        "capacity"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        0 < country.demand
    }

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        _: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let Some(capacity) = candidate.organisation.capacity else { return Some(Answer::Missing) };
        for (place, demand) in &self.demands {
            values[*place] = (f64::from(capacity) / demand).min(1.0);
        }
        Some(Answer::Observed)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(capacity) = candidate.organisation.capacity else {
            return Assessment::missing("no capacity stated");
        };
        let share = (f64::from(capacity) / country.demand as f64).min(1.0);
        let text = format!("can send {capacity} volunteers a year of {} wanted", country.demand);
        let pointer = Some("/capacity".into());
        Assessment::observed(vec![Evidence::adding(share, text, "organisation", pointer)])
    }
}

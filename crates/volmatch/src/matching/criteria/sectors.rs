//! Sectors: how much of what the country wants the organisation covers, by DAC codes.

use crate::{
    atlas::sectors::{Sector, similarity},
    catalog::{asker::Asker, candidate::Candidate},
    matching::criteria::{
        Answer, Assessment, Bound, Criterion, Evidence, Shown, Side,
        weighted::{LightRows, Rows, add, at_most_one},
    },
};

#[derive(Debug)]
pub(super) struct Sectors {
    /// By sector: what of each country's wants hangs on it.
    weights: Rows,
    /// The same, weighed.
    light: LightRows,
    /// The sectors that some country wants, in order.
    wanted: Vec<Sector>,
}

impl Sectors {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let mut weights = Rows::new(Sector::all().count(), askers.len());
        for (place, asker) in askers.iter().enumerate() {
            for (weight, need) in asker.sector_needs() {
                for sector in &need.sectors {
                    weights.row_mut(sector.index())[place] += weight / need.sectors.len() as f64;
                }
            }
        }
        let wanted = Sector::all().filter(|it| weights.row(it.index()).is_some()).collect();
        Self { weights, light: LightRows::default(), wanted }
    }
}

/// The offered sector that serves a need best: its place in the record and the similarity.
fn best(offered: &[Sector], need: Sector) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for (index, sector) in offered.iter().enumerate() {
        let alike = similarity(need, *sector);
        if 0.0 < alike && best.is_none_or(|(_, of_best)| of_best < alike) {
            best = Some((index, alike));
        }
    }
    best
}

impl Criterion for Sectors {
    fn name(&self) -> &str {
        "sectors"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        country.needs.iter().any(|need| !need.sectors.is_empty())
    }

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        places: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let Some(offered) = &candidate.organisation.sectors else { return Some(Answer::Missing) };
        for need in &self.wanted {
            if let (Some((_, alike)), Some(row)) =
                (best(offered, *need), self.weights.row(need.index()))
            {
                add(values, alike, row, places);
            }
        }
        at_most_one(values);
        Some(Answer::Observed)
    }

    fn weigh(&mut self, weights: &[f64]) {
        self.light = self.weights.light(weights);
    }

    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        let Some(offered) = &candidate.organisation.sectors else { return Bound::Missing };
        for need in &self.wanted {
            if let Some((_, alike)) = best(offered, *need) {
                self.light.add(sums, alike, need.index());
            }
        }
        Bound::AtMost(0.0)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(offered) = &candidate.organisation.sectors else {
            return Assessment::missing("no sectors stated");
        };
        let mut evidence = Vec::new();
        for (weight, need) in country.sector_needs() {
            for sector in &need.sectors {
                let Some((index, alike)) = best(offered, *sector) else { continue };
                let share = weight / need.sectors.len() as f64 * alike;
                let text = format!(
                    "sector {} {} for {} (weight {}, similarity {})",
                    offered[index],
                    offered[index].name(),
                    need.label,
                    Shown(weight),
                    Shown(alike),
                );
                let pointer = Some(format!("/sectors/{index}"));
                evidence.push(Evidence::adding(share, text, "organisation", pointer));
            }
        }
        if evidence.is_empty() {
            evidence.push(Evidence::comment("no sector of it is wanted here", "organisation"));
        }
        Assessment::observed(evidence)
    }
}

//! Upper bounds of an organisation's scores for all askers, in single precision: nearly every
//! organisation is below the floor of all of them, and needs no more.

use crate::{
    catalog::candidate::Candidate,
    matching::{
        board::Board,
        criteria::{Bound, Side},
    },
    model::Mean,
};

/// More than all rounding of a bound comes to, be it a sum of a thousand numbers.
const ROUNDING: f32 = 2e-4;

/// The bounds of one organisation, a number for each asker.
#[derive(Debug)]
pub(crate) struct Bounds {
    host: Vec<f32>,
    /// What criteria of the host that have closer bounds add at most.
    loose: Vec<f32>,
    organisation: Vec<f32>,
    /// The weight of the organisation's criteria that are answered at all.
    known: Vec<f32>,
    /// The askers whose floor might be reached.
    near: Vec<usize>,
}

impl Bounds {
    pub(crate) fn new(board: &Board) -> Self {
        let zeros = || vec![0.0; board.askers().len()];
        let near = Vec::new();
        Self { host: zeros(), loose: zeros(), organisation: zeros(), known: zeros(), near }
    }

    /// Bounds an organisation's values.
    fn fill(&mut self, board: &Board, candidate: &Candidate<'_>) {
        let Self { host, loose, organisation, known, .. } = self;
        [&mut *host, loose, organisation, known].into_iter().for_each(|it| it.fill(0.0));
        for weighed in board.criteria().iter().filter(|it| it.is_live) {
            let sums = match weighed.side {
                Side::Host if weighed.criterion.has_closer_bounds() => &mut *loose,
                Side::Host => &mut *host,
                Side::Organisation => &mut *organisation,
            };
            let bound = weighed.criterion.bound(candidate, sums);
            let rest = match bound {
                Bound::AtMost(rest) => rest,
                Bound::Missing => weighed.missing_value,
                Bound::Unknown => 1.0,
            };
            if 0.0 < rest {
                add(sums, rest as f32, &weighed.light);
            }
            if weighed.side == Side::Organisation && matches!(bound, Bound::AtMost(_)) {
                add(known, 1.0, &weighed.light);
            }
        }
    }

    /// Whether an organisation's score might reach the floor of some asker.
    pub(crate) fn reach(
        &mut self,
        board: &Board,
        candidate: &Candidate<'_>,
        floors: &[f32],
    ) -> bool {
        self.fill(board, candidate);
        let mean = board.model().mean;
        match mean {
            Mean::Harmonic => self.find_near(Mean::Harmonic, floors),
            _ => self.find_near(mean, floors),
        }
        let closer = |place: usize| {
            let loose = board.criteria().iter().filter(|it| it.is_live && it.side == Side::Host);
            let loose = loose.filter_map(|it| {
                let value = it.criterion.closer_bound(candidate, place)?;
                Some(it.weights[place] * value.max(it.missing_value))
            });
            let host = self.host[place] + loose.sum::<f64>() as f32;
            reaches(mean, host, (self.organisation[place], self.known[place]), floors[place])
        };
        self.near.iter().any(|place| closer(*place))
    }

    /// Finds the askers whose floor might be reached, some of them at once.
    #[inline(always)]
    fn find_near(&mut self, mean: Mean, floors: &[f32]) {
        const BLOCK: usize = 32;
        self.near.clear();
        for from in (0..floors.len()).step_by(BLOCK) {
            let block = from..(from + BLOCK).min(floors.len());
            let hosts = self.host[block.clone()].iter().zip(&self.loose[block.clone()]);
            let own = self.organisation[block.clone()].iter().zip(&self.known[block.clone()]);
            let lanes = hosts.zip(own).zip(&floors[block.clone()]);
            let reach = |(((host, loose), (own, known)), floor): ((_, (&f32, &f32)), &f32)| {
                let (host, loose): (&f32, &f32) = (host, loose);
                reaches(mean, host + loose, (*own, *known), *floor)
            };
            // Nearly always none: told without a branch for each.
            if lanes.clone().fold(false, |any, lane| any | reach(lane)) {
                let near = block.zip(lanes).filter(|(_, lane)| reach(*lane));
                self.near.extend(near.map(|(place, _)| place));
            }
        }
    }
}

/// Whether two sides' bounds might give a score of at least a floor.
#[inline(always)]
fn reaches(mean: Mean, host: f32, (own, known): (f32, f32), floor: f32) -> bool {
    let (host, own) = (host + ROUNDING, own + ROUNDING);
    let host_reaches = floor <= host;
    let both_reach = match mean {
        // 2 x host x own / (host + own) without the quotient.
        Mean::Harmonic => floor * (host + own) <= 2.0 * host * own,
        Mean::Arithmetic => floor * 2.0 <= host + own,
        Mean::Minimum => host_reaches & (floor <= own),
    };
    // Where nothing is known of the organisation's side the host's value is the score.
    both_reach | (host_reaches & (known <= 0.0))
}

/// The floor for bounds: so much below the one for scores as bounds may be out.
pub(crate) fn floor_of(floor: f64) -> f32 {
    floor as f32 - ROUNDING
}

/// `sums += factor * row`.
pub(crate) fn add(sums: &mut [f32], factor: f32, row: &[f32]) {
    for (sum, cell) in sums.iter_mut().zip(row) {
        *sum += factor * cell;
    }
}

/// A row in single precision, each number times its weight.
pub(crate) fn light(weights: &[f64], row: &[f64]) -> Box<[f32]> {
    weights.iter().zip(row).map(|(weight, cell)| (weight * cell) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{input::read::read_str, matching::sheet::Sheet, model::Model, sample::SAMPLE};

    /// A floor that is just what an organisation reaches with one asker is reached by its bounds.
    #[test]
    fn no_score_is_above_its_bound() {
        let country = r#"{"type":"country","id":"x-all","name":"All","offers":["4","13.1"],
            "languages":["en","fr"],"initiatives":["bri:5"],"priorities":[
            {"sdgs":["3.8"],"sectors":["12220"],"demand":25,"description":"health care for mothers"},
            {"sdgs":["13","17.9"],"weight":2}]}"#;
        let countries = read_str("countries", &format!("[{country}]")).countries;
        let organisations = read_str("sample", SAMPLE).organisations;
        for mean in [Mean::Harmonic, Mean::Arithmetic, Mean::Minimum] {
            let mut model = Model { mean, ..Model::default() };
            for board in [Board::new(&[], model.clone()), Board::new(&countries, model.clone())] {
                model.missing_value.insert("language".into(), 0.7);
                let (mut bounds, mut sheet) = (Bounds::new(&board), Sheet::new(&board));
                for organisation in &organisations {
                    let candidate = Candidate::new(organisation, &model);
                    sheet.fill(&board, &candidate);
                    for (place, score) in sheet.scores.iter().copied().enumerate().step_by(7) {
                        let mut floors = vec![f32::INFINITY; sheet.scores.len()];
                        floors[place] = floor_of(score);
                        assert!(bounds.reach(&board, &candidate, &floors), "{}", organisation.id);
                        floors[place] = floor_of(score + 1.0);
                        assert!(!bounds.reach(&board, &candidate, &floors), "{}", organisation.id);
                    }
                }
            }
        }
    }
}

//! Upper bounds of an organisation's scores for all askers, in single precision: nearly every
//! organisation is below the floor of all of them, and needs no more.

use crate::{
    catalog::candidate::Candidate,
    matching::{
        board::{Board, Weighed},
        criteria::{Bound, Closer, Side},
    },
    model::Mean,
};

/// More than all rounding of a bound comes to, be it a sum of a thousand numbers.
const ROUNDING: f32 = 2e-4;

/// So many askers near that facts might leave none of them, and its words need not be read.
const FEW: usize = 24;

/// The bounds of one organisation, a number for each asker.
#[derive(Debug)]
pub(crate) struct Bounds {
    /// What criteria of the host's side add at most: those without closer bounds, and those with bounds
    /// that are closer by facts, and by words.
    host: [Vec<f32>; 3],
    organisation: Vec<f32>,
    /// The weight of the organisation's criteria that are answered at all.
    known: Vec<f32>,
    /// The askers whose floor might be reached.
    near: Vec<usize>,
    /// Whether facts have been asked of them.
    is_close: bool,
    /// What closer bounds give for those.
    closer: Vec<f32>,
}

/// Where in [`Bounds::host`] a criterion belongs.
fn index(closer: Option<Closer>) -> usize {
    match closer {
        None => 0,
        Some(Closer::Facts) => 1,
        Some(Closer::Words) => 2,
    }
}

impl Bounds {
    pub(crate) fn new(board: &Board) -> Self {
        let zeros = || vec![0.0; board.askers().len()];
        Self {
            host: [zeros(), zeros(), zeros()],
            organisation: zeros(),
            known: zeros(),
            near: Vec::new(),
            is_close: false,
            closer: Vec::new(),
        }
    }

    /// Bounds an organisation's values.
    fn fill(&mut self, board: &Board, candidate: &Candidate<'_>) {
        let Self { host, organisation, known, .. } = self;
        host.iter_mut().chain([&mut *organisation, known]).for_each(|it| it.fill(0.0));
        for weighed in board.criteria().iter().filter(|it| it.is_live) {
            let sums = match weighed.side {
                Side::Host => &mut host[index(weighed.criterion.closer())],
                Side::Organisation => &mut *organisation,
            };
            let bound = weighed.criterion.bound(candidate, sums);
            let rest = rest_of(bound, weighed);
            if 0.0 < rest {
                add(sums, rest, &weighed.light);
            }
            if weighed.side == Side::Organisation && matches!(bound, Bound::AtMost(_)) {
                add(known, 1.0, &weighed.light);
            }
        }
    }

    /// Whether an organisation's score might reach the floor of some asker, whatever its words say.
    pub(crate) fn look(
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
        self.is_close = self.near.len() <= FEW;
        if self.is_close {
            self.come_closer(Closer::Facts, board, candidate, floors);
        }
        !self.near.is_empty()
    }

    /// The same by what its words say, behind a look at it.
    pub(crate) fn listen(
        &mut self,
        board: &Board,
        candidate: &Candidate<'_>,
        floors: &[f32],
    ) -> bool {
        self.come_closer(Closer::Words, board, candidate, floors);
        if !self.is_close {
            self.come_closer(Closer::Facts, board, candidate, floors);
        }
        !self.near.is_empty()
    }

    /// Bounds the askers near more closely, and drops those that are not near any more.
    fn come_closer(
        &mut self,
        closer: Closer,
        board: &Board,
        candidate: &Candidate<'_>,
        floors: &[f32],
    ) {
        if self.near.is_empty() {
            return;
        }
        let sums = &mut self.host[index(Some(closer))];
        self.near.iter().for_each(|place| sums[*place] = 0.0);
        let of_host = board.criteria().iter().filter(|it| it.is_live && it.side == Side::Host);
        for weighed in of_host.filter(|it| it.criterion.closer() == Some(closer)) {
            self.closer.clear();
            self.closer.resize(self.near.len(), 0.0);
            let bound = weighed.criterion.closer_bounds(candidate, &self.near, &mut self.closer);
            let rest = rest_of(bound, weighed);
            for (place, value) in self.near.iter().zip(&self.closer) {
                sums[*place] += weighed.light[*place] * (value + rest);
            }
        }
        let (mean, [firm, facts, words]) = (board.model().mean, &self.host);
        self.near.retain(|place| {
            let host = firm[*place] + facts[*place] + words[*place];
            reaches(mean, host, (self.organisation[*place], self.known[*place]), floors[*place])
        });
    }

    /// Finds the askers whose floor might be reached, some of them at once.
    #[inline(always)]
    fn find_near(&mut self, mean: Mean, floors: &[f32]) {
        const BLOCK: usize = 32;
        self.near.clear();
        for from in (0..floors.len()).step_by(BLOCK) {
            let block = from..(from + BLOCK).min(floors.len());
            let [firm, facts, words] = self.host.each_ref().map(|it| &it[block.clone()]);
            let own = self.organisation[block.clone()].iter().zip(&self.known[block.clone()]);
            let hosts = firm.iter().zip(facts).zip(words);
            let lanes = hosts.zip(own).zip(&floors[block.clone()]);
            type Lane<'b> = (((&'b f32, &'b f32), &'b f32), (&'b f32, &'b f32));
            let reach = |((((firm, facts), words), (own, known)), floor): (Lane<'_>, &f32)| {
                reaches(mean, firm + facts + words, (*own, *known), *floor)
            };
            let mut are_near = [false; BLOCK];
            are_near.iter_mut().zip(lanes).for_each(|(is_near, lane)| *is_near = reach(lane));
            // Without a branch for each, which nobody could foretell.
            let mut end = self.near.len();
            self.near.resize(end + block.len(), 0);
            for (place, is_near) in block.zip(are_near) {
                self.near[end] = place;
                end += usize::from(is_near);
            }
            self.near.truncate(end);
        }
    }
}

/// What a criterion adds at most besides what it has added.
fn rest_of(bound: Bound, weighed: &Weighed) -> f32 {
    let rest = match bound {
        Bound::AtMost(rest) => rest,
        Bound::Missing => weighed.missing_value,
        Bound::Unknown => 1.0,
    };
    rest as f32
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
                    let mut reaches = |floors: &[f32]| {
                        bounds.look(&board, &candidate, floors)
                            && bounds.listen(&board, &candidate, floors)
                    };
                    for (place, score) in sheet.scores.iter().copied().enumerate().step_by(7) {
                        let mut floors = vec![f32::INFINITY; sheet.scores.len()];
                        floors[place] = floor_of(score);
                        assert!(reaches(&floors), "{}", organisation.id);
                        floors[place] = floor_of(score + 1.0);
                        assert!(!reaches(&floors), "{}", organisation.id);
                    }
                }
            }
        }
    }
}

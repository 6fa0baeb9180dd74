//! Upper bounds of an organisation's scores for all askers, in whole steps: nearly every
//! organisation is below the floor of all of them, and needs no more.

use crate::{
    catalog::candidate::Candidate,
    matching::{
        board::{Board, Weighed},
        criteria::{Bound, Closer, Side},
        floors::reaches,
        steps::{SIDE_BY_SIDE, add, add_part, in_steps},
        wide::wide,
    },
    model::Mean,
};

/// So many askers near that facts might leave none of them, and its words need not be read.
const FEW: usize = 12;

/// A number for each asker, some of them side by side; what stands behind the last one is of no use.
type Row = Vec<[u16; SIDE_BY_SIDE]>;

/// The bounds of one organisation.
#[derive(Debug)]
pub(crate) struct Bounds {
    /// What criteria of the host's side add at most: those without closer bounds, and those with bounds
    /// that are closer by facts, and by words.
    host: [Row; 3],
    organisation: Row,
    /// The weight of the organisation's criteria that are answered at all.
    known: Row,
    /// Which those are, and which they are now: the same, mostly.
    known_of: [Vec<usize>; 2],
    /// The askers whose floor might be reached.
    near: Vec<usize>,
    /// Whether facts have been asked of them.
    is_close: bool,
    /// What closer bounds give for those.
    closer: Vec<f32>,
}

/// Where in [`Bounds::host`] a criterion belongs.
fn part(closer: Option<Closer>) -> usize {
    match closer {
        None => 0,
        Some(Closer::Facts) => 1,
        Some(Closer::Words) => 2,
    }
}

impl Bounds {
    pub(crate) fn new(board: &Board) -> Self {
        let askers = board.askers().len();
        let zeros = || vec![[0; SIDE_BY_SIDE]; askers.div_ceil(SIDE_BY_SIDE)];
        Self {
            host: [zeros(), zeros(), zeros()],
            organisation: zeros(),
            known: zeros(),
            known_of: [Vec::new(), Vec::new()],
            near: Vec::new(),
            is_close: false,
            closer: Vec::new(),
        }
    }

    /// Bounds an organisation's values.
    fn fill(&mut self, board: &Board, candidate: &Candidate<'_>) {
        let Self { host, organisation, known, known_of, .. } = self;
        host.iter_mut().chain([&mut *organisation]).for_each(|it| it.fill([0; SIDE_BY_SIDE]));
        let [before, now] = known_of;
        now.clear();
        for (index, weighed) in board.criteria().iter().enumerate().filter(|(_, it)| it.is_live) {
            let sums = match weighed.side {
                Side::Host => &mut host[part(weighed.criterion.closer())],
                Side::Organisation => &mut *organisation,
            };
            let sums = sums.as_flattened_mut();
            let bound = weighed.criterion.bound(candidate, sums);
            let rest = rest_of(bound, weighed);
            if 0.0 < rest {
                add_part(sums, rest, &weighed.light);
            }
            if weighed.side == Side::Organisation && matches!(bound, Bound::AtMost(_)) {
                now.push(index);
            }
        }
        if now != before {
            known.fill([0; SIDE_BY_SIDE]);
            let known = known.as_flattened_mut();
            now.iter().for_each(|index| add(known, &board.criteria()[*index].light));
            before.clone_from(now);
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
        wide(
            #[inline(always)]
            || match mean {
                Mean::Harmonic => self.find_near(Mean::Harmonic, floors),
                _ => self.find_near(mean, floors),
            },
        );
        self.is_close = self.near.len() <= FEW;
        if self.is_close {
            self.come_closer(Closer::Facts, board, candidate, floors);
        }
        !self.near.is_empty()
    }

    /// The places where a floor might be reached, in order.
    pub(crate) fn near(&self) -> &[usize] {
        &self.near
    }

    /// The same by all that closer bounds tell, its words too, behind a look at it.
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
        let sums = self.host[part(Some(closer))].as_flattened_mut();
        self.near.iter().for_each(|place| sums[*place] = 0);
        let of_host = board.criteria().iter().filter(|it| it.is_live && it.side == Side::Host);
        for weighed in of_host.filter(|it| it.criterion.closer() == Some(closer)) {
            self.closer.clear();
            self.closer.resize(self.near.len(), 0.0);
            let bound = weighed.criterion.closer_bounds(candidate, &self.near, &mut self.closer);
            let rest = rest_of(bound, weighed);
            for (place, value) in self.near.iter().zip(&self.closer) {
                let most = weighed.weights[*place] * (f64::from(*value) + rest);
                sums[*place] = sums[*place].saturating_add(in_steps(most));
            }
        }
        let mean = board.model().mean;
        let host = self.host.each_ref().map(|it| it.as_flattened());
        let (own, known) = (self.organisation.as_flattened(), self.known.as_flattened());
        self.near.retain(|place| {
            let host = host.map(|it| it[*place]);
            reaches(mean, host, (own[*place], known[*place]), floors[*place])
        });
    }

    /// Finds the askers whose floor might be reached, some of them at once.
    #[inline(always)]
    fn find_near(&mut self, mean: Mean, floors: &[f32]) {
        self.near.clear();
        let [firm, facts, words] = &self.host;
        let hosts = firm.iter().zip(facts).zip(words);
        let rows = hosts.zip(self.organisation.iter().zip(&self.known));
        let blocks = floors.as_chunks::<SIDE_BY_SIDE>().0.iter().zip(rows);
        for (block, (floors, (((firm, facts), words), (own, known)))) in blocks.enumerate() {
            // Read whole: nobody need ask whether what is written is one of them.
            let (firm, facts, words) = (*firm, *facts, *words);
            let (own, known, floors) = (*own, *known, *floors);
            let mut are_near = [0; SIDE_BY_SIDE];
            for lane in 0..SIDE_BY_SIDE {
                let host = [firm[lane], facts[lane], words[lane]];
                let own = (own[lane], known[lane]);
                are_near[lane] = u8::from(reaches(mean, host, own, floors[lane]));
            }
            // Few of them: eight are passed over at once.
            for (eighth, eight) in are_near.as_chunks::<8>().0.iter().enumerate() {
                let mut bytes = u64::from_le_bytes(*eight);
                while bytes != 0 {
                    let lane = 8 * eighth + bytes.trailing_zeros() as usize / 8;
                    self.near.push(SIDE_BY_SIDE * block + lane);
                    bytes &= bytes - 1;
                }
            }
        }
    }
}

/// What a criterion adds at most besides what it has added.
fn rest_of(bound: Bound, weighed: &Weighed) -> f64 {
    match bound {
        Bound::AtMost(rest) => rest,
        Bound::Missing => weighed.missing_value,
        Bound::Unknown => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        input::{profile::Organisation, read::read_str},
        matching::{
            floors::{floor_of, floors_of},
            sheet::Sheet,
            steps::zeros,
        },
        model::Model,
        sample::SAMPLE,
        tagging::hearing::Ear,
    };

    /// One asker wants all there is; the other asks nothing of what an organisation gains but goals.
    const ASKERS: &str = r#"[{"type":"country","id":"x-all","name":"All","offers":["4","13.1"],
        "languages":["en","fr"],"initiatives":["bri:5"],"priorities":[
        {"sdgs":["3.8"],"sectors":["12220"],"demand":25,"description":"health care for mothers"},
        {"sdgs":["13","17.9"],"weight":2}]},
        {"type":"country","id":"x-few","name":"Few","priorities":[{"sdgs":["3"],"sectors":["12220"]}]},
        {"type":"country","id":"KEN","name":"Kenya","priorities":[{"sdgs":["3"]}]}]"#;

    /// What it gains is known with countries, not with an asker that is none.
    const ABROAD: &str = r#"{"type":"organisation","id":"abroad","name":"Abroad",
        "experience":["KEN"],"sectors":["12220"]}"#;

    /// Its words are in no language that is read.
    const UNREAD: &str = r#"{"type":"organisation","id":"unread","name":"Мы",
        "sdgs":["3"],"description":"Мы строим школы и больницы для детей."}"#;

    /// Asks for bounds of text as often as in a long file, after which they are closer.
    fn ask_often(board: &Board, organisation: &Organisation) {
        let candidate = Candidate::new(organisation, board.model());
        let mut sums = zeros(board.askers().len());
        let text = board.criteria().iter().find(|it| it.criterion.name() == "text");
        let mut bound = || text.map(|it| it.criterion.bound(&candidate, &mut sums));
        assert!((0..20_000).any(|_| bound() == Some(Bound::AtMost(0.0))));
    }

    /// A floor that is just what an organisation reaches with one asker is reached by its bounds.
    #[test]
    fn no_score_is_above_its_bound() {
        let countries = read_str("askers", ASKERS).countries;
        let mut organisations = read_str("sample", SAMPLE).organisations;
        organisations.extend(read_str("abroad", ABROAD).organisations);
        organisations.extend(read_str("unread", UNREAD).organisations);
        for mean in [Mean::Harmonic, Mean::Arithmetic, Mean::Minimum] {
            let mut model = Model { mean, ..Model::default() };
            model.missing_value.insert("language".into(), 0.7);
            model.missing_value.insert("text".into(), 0.97);
            let boards = || [Board::new(&[], model.clone()), Board::new(&countries, model.clone())];
            let [often, often_of_few] = boards();
            [&often, &often_of_few].iter().for_each(|it| ask_often(it, &organisations[0]));
            for board in boards().into_iter().chain([often, often_of_few]) {
                let (mut bounds, mut sheet) = (Bounds::new(&board), Sheet::new(&board));
                for organisation in &organisations {
                    let candidate = Candidate::new(organisation, &model);
                    sheet.fill(&board, &candidate);
                    let mut reaches = |floors: &[f32]| {
                        bounds.look(&board, &candidate, floors)
                            && bounds.listen(&board, &candidate, floors)
                    };
                    let some = sheet.scores.len().div_ceil(28);
                    for (place, score) in sheet.scores.iter().copied().enumerate().step_by(some) {
                        let mut floors = floors_of(sheet.scores.len());
                        floors.fill(f32::INFINITY);
                        floors[place] = floor_of(score);
                        assert!(reaches(&floors), "{}", organisation.id);
                        floors[place] = floor_of(score + 1.0);
                        assert!(!reaches(&floors), "{}", organisation.id);
                    }
                }
            }
        }
    }

    /// What is told of the askers near, from what is read or heard, is what is worked out, but for rounding
    /// up.
    #[test]
    fn closer_bounds_are_close() {
        let board = Board::new(&[], Model::default());
        let places: Vec<usize> = (0..board.askers().len()).step_by(5).collect();
        let mut ear = Ear::new();
        for organisation in &read_str("sample", SAMPLE).organisations {
            let read = Candidate::new(organisation, board.model());
            let mut heard = Candidate::new(organisation, board.model());
            heard.heard = board.hear(organisation, &mut ear);
            for it in board.criteria().iter().map(|it| &it.criterion) {
                let mut worked_out = vec![0.0; board.askers().len()];
                it.assess_all(&read, None, &mut worked_out);
                for candidate in [&read, &heard].iter().filter(|_| it.closer().is_some()) {
                    let mut told = vec![0.0; places.len()];
                    it.closer_bounds(candidate, &places, &mut told);
                    for (place, told) in places.iter().zip(told) {
                        let off = f64::from(told) - worked_out[*place];
                        let is_close = (-1e-6..2e-5).contains(&off);
                        assert!(is_close, "{} {} {off}", organisation.id, it.name());
                    }
                }
            }
        }
    }
}

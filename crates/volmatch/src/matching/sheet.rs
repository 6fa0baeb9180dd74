//! One organisation against every asker at once: the numbers that ranking and explaining share.

use crate::{
    catalog::candidate::Candidate,
    matching::{
        board::{Board, Weighed},
        criteria::{
            Answer, Side,
            weighted::{add, add_product},
        },
    },
    model::Mean,
};

/// The values of one organisation, a row for each criterion and a number for each asker.
///
/// Sums run over the criteria in the board's order, for each asker by itself: the same bits on any
/// number of threads.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// By criterion and asker: 0 to 1; the missing value where there is no answer.
    pub(crate) values: Vec<Vec<f64>>,
    /// By criterion: the answer to all askers, or to each.
    pub(crate) answers: Vec<Answers>,
    /// By asker.
    pub(crate) host: Vec<f64>,
    /// By asker.
    pub(crate) organisation: Vec<f64>,
    /// By asker: the weight of the organisation's criteria that are answered at all.
    known: Vec<f64>,
    /// By asker.
    pub(crate) scores: Vec<f64>,
}

/// One asker's score, with its two sides and what is known of the second.
type Lane<'s> = (&'s mut f64, ((&'s mut f64, &'s mut f64), &'s f64));

/// What a value counts in the sum, given how much of it is known.
fn counted(answer: Answer, value: f64, weighed: &Weighed) -> f64 {
    match answer {
        Answer::Observed | Answer::Partial | Answer::Inferred => value,
        Answer::Missing => weighed.missing_value,
    }
}

/// Works out an asker's score.
#[inline(always)]
fn score((score, ((host, organisation), known)): Lane<'_>, mean: Mean) {
    // Rounding may have put a sum above 1.
    *host = if 1.0 < *host { 1.0 } else { *host };
    *organisation = if 1.0 < *organisation { 1.0 } else { *organisation };
    *score = score_of(mean, *host, *organisation, *known);
}

/// The two sides as one; the host's alone where nothing is known of the organisation's.
fn score_of(mean: Mean, host: f64, organisation: f64, known: f64) -> f64 {
    let both = mean.of(host, organisation);
    if 0.0 < known { both } else { host }
}

#[derive(Debug)]
pub(crate) enum Answers {
    All(Answer),
    Each(Vec<Answer>),
}

impl Answers {
    pub(crate) fn at(&self, place: usize) -> Answer {
        match self {
            Self::All(answer) => *answer,
            Self::Each(answers) => answers[place],
        }
    }
}

impl Sheet {
    pub(crate) fn new(board: &Board) -> Self {
        let (criteria, askers) = (board.criteria().len(), board.askers().len());
        Self {
            values: vec![vec![0.0; askers]; criteria],
            answers: (0..criteria).map(|_| Answers::All(Answer::Missing)).collect(),
            host: vec![0.0; askers],
            organisation: vec![0.0; askers],
            known: vec![0.0; askers],
            scores: vec![0.0; askers],
        }
    }

    /// Fills the sheet for an organisation.
    pub(crate) fn fill(&mut self, board: &Board, candidate: &Candidate<'_>) {
        self.fill_at(board, candidate, None);
    }

    /// Fills the sheet at some places, which stand in order; what stands at others is of no use.
    pub(crate) fn fill_some(&mut self, board: &Board, candidate: &Candidate<'_>, places: &[usize]) {
        self.fill_at(board, candidate, Some(places));
    }

    fn fill_at(&mut self, board: &Board, candidate: &Candidate<'_>, places: Option<&[usize]>) {
        self.host.fill(0.0);
        self.organisation.fill(0.0);
        self.known.fill(0.0);
        for (index, weighed) in board.criteria().iter().enumerate() {
            if !weighed.is_asked {
                self.answers[index] = Answers::All(Answer::Missing);
                continue;
            }
            self.assess(board, candidate, index, places);
            if weighed.is_live {
                self.sum(index, weighed, places);
            }
        }
        let mean = board.model().mean;
        if let Some(places) = places {
            return places.iter().for_each(|place| self.score(mean, *place));
        }
        let sides = self.host.iter_mut().zip(&mut self.organisation).zip(&self.known);
        let scores = self.scores.iter_mut().zip(sides);
        match mean {
            Mean::Harmonic => scores.for_each(|lane| score(lane, Mean::Harmonic)),
            _ => scores.for_each(|lane| score(lane, mean)),
        }
    }

    fn score(&mut self, mean: Mean, place: usize) {
        let sides = (&mut self.host[place], &mut self.organisation[place]);
        score((&mut self.scores[place], (sides, &self.known[place])), mean);
    }

    fn assess(
        &mut self,
        board: &Board,
        candidate: &Candidate<'_>,
        index: usize,
        places: Option<&[usize]>,
    ) {
        let weighed = &board.criteria()[index];
        let values = &mut self.values[index];
        values.fill(0.0);
        self.answers[index] = match weighed.criterion.assess_all(candidate, places, values) {
            Some(answer) => {
                if answer == Answer::Missing && 0.0 < weighed.missing_value {
                    let value = |value: &mut f64| *value = counted(answer, *value, weighed);
                    values.iter_mut().for_each(value);
                }
                Answers::All(answer)
            }
            None => {
                let mut answers = vec![Answer::Missing; values.len()];
                let counts =
                    |place: usize| places.is_none_or(|it| it.binary_search(&place).is_ok());
                for (place, asker) in board.askers().iter().enumerate() {
                    if weighed.asked[place] && counts(place) {
                        let it = weighed.criterion.assess(candidate, asker);
                        let value = if it.value.is_nan() { 0.0 } else { it.value.clamp(0.0, 1.0) };
                        answers[place] = it.answer;
                        values[place] = counted(it.answer, value, weighed);
                    }
                }
                Answers::Each(answers)
            }
        };
    }

    /// Whether a criterion adds to its side at all.
    fn is_summed(&self, index: usize, weighed: &Weighed) -> bool {
        let is_missing = matches!(self.answers[index], Answers::All(Answer::Missing));
        !is_missing || 0.0 < weighed.missing_value
    }

    fn sum(&mut self, index: usize, weighed: &Weighed, places: Option<&[usize]>) {
        let is_summed = self.is_summed(index, weighed);
        let side = match weighed.side {
            Side::Host => &mut self.host,
            Side::Organisation => &mut self.organisation,
        };
        if is_summed {
            add_product(side, &weighed.weights, &self.values[index], places);
        }
        if weighed.side == Side::Host {
            return;
        }
        match &self.answers[index] {
            Answers::All(Answer::Missing) => {}
            Answers::All(_) => add(&mut self.known, 1.0, &weighed.weights, places),
            Answers::Each(answers) => {
                for (place, known) in self.known.iter_mut().enumerate() {
                    if answers[place] != Answer::Missing {
                        *known += weighed.weights[place];
                    }
                }
            }
        }
    }

    /// Whether nothing is known of what the organisation would gain from an asker.
    pub(crate) fn is_one_sided(&self, place: usize) -> bool {
        self.known[place] <= 0.0
    }

    /// Bounds and completeness of one side, or `None` where the asker asks nothing of it.
    pub(crate) fn side(&self, board: &Board, side: Side, place: usize) -> Option<SideFigures> {
        let (mut lower, mut lost, mut completeness) = (0.0, 0.0, 0.0);
        let mut is_asked = false;
        for (index, it) in board.criteria().iter().enumerate() {
            let weight = it.weights[place];
            if it.side != side || weight <= 0.0 {
                continue;
            }
            is_asked = true;
            let value = self.values[index][place];
            match self.answers[index].at(place) {
                Answer::Observed => {
                    lower += weight * value;
                    lost += weight * (1.0 - value);
                    completeness += weight;
                }
                Answer::Partial => {
                    lower += weight * value;
                    completeness += weight * value;
                }
                Answer::Inferred | Answer::Missing => {}
            }
        }
        let value = match side {
            Side::Host => self.host[place],
            Side::Organisation => self.organisation[place],
        };
        let bounds = (f64::min(lower, value), f64::max(1.0 - lost, value).min(1.0));
        is_asked.then_some(SideFigures { value, bounds, completeness: completeness.min(1.0) })
    }

    /// Share of what is asked that is answered, the mean over the sides that are asked, 0 to 1.
    pub(crate) fn completeness(&self, board: &Board, place: usize) -> f64 {
        mean_completeness(
            [Side::Host, Side::Organisation].map(|side| self.side(board, side, place)),
        )
    }
}

/// Completeness of both sides, 0 to 1: the mean over those that are asked.
pub(crate) fn mean_completeness(sides: [Option<SideFigures>; 2]) -> f64 {
    match sides.map(|side| side.map(|it| it.completeness)) {
        [Some(host), Some(own)] => (host + own) / 2.0,
        [host, own] => host.or(own).unwrap_or(0.0),
    }
}

/// What one side comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SideFigures {
    pub(crate) value: f64,
    pub(crate) bounds: (f64, f64),
    pub(crate) completeness: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{input::read::read_str, model::Model, sample::SAMPLE, tagging::hearing::Ear};

    /// What is heard gives the same bits as what is read, whatever was heard before.
    #[test]
    fn a_sheet_of_what_is_heard_is_that_of_what_is_read() {
        let board = Board::new(&[], Model::default());
        let (mut by_ear, mut by_eye, mut ear) =
            (Sheet::new(&board), Sheet::new(&board), Ear::new());
        let mut heard = 0;
        for mut organisation in read_str("sample", SAMPLE).organisations {
            organisation.experience.get_or_insert_default();
            organisation.sdgs.get_or_insert_default();
            by_eye.fill(&board, &Candidate::new(&organisation, board.model()));
            let mut candidate = board.glance(&organisation, Vec::new()).unwrap();
            candidate.heard = board.hear(&organisation, &mut ear);
            heard += usize::from(candidate.heard.is_some());
            by_ear.fill(&board, &candidate);
            for place in 0..board.askers().len() {
                let figures = |it: &Sheet| [it.scores[place], it.completeness(&board, place)];
                let [one, other] = [&by_ear, &by_eye].map(|it| figures(it).map(f64::to_bits));
                assert_eq!(one, other, "{} {place}", organisation.id);
            }
        }
        assert!(100 < heard, "{heard}");
    }

    /// At the places that count alone, few or many, stands to the last bit what stands there anyhow.
    #[test]
    fn some_places_are_those_of_all() {
        let board = Board::new(&[], Model::default());
        let (mut all, mut some) = (Sheet::new(&board), Sheet::new(&board));
        for organisation in &read_str("sample", SAMPLE).organisations {
            let candidate = Candidate::new(organisation, board.model());
            all.fill(&board, &candidate);
            for (first, step) in [(3, 97), (194, 1), (0, 5), (1, 2), (0, 1)] {
                let places: Vec<usize> = (first..board.askers().len()).step_by(step).collect();
                some.fill_some(&board, &candidate, &places);
                for place in places {
                    let figures = |it: &Sheet| [it.scores[place], it.completeness(&board, place)];
                    let [one, other] = [&some, &all].map(|it| figures(it).map(f64::to_bits));
                    assert_eq!(one, other, "{} {place}", organisation.id);
                }
            }
        }
    }
}

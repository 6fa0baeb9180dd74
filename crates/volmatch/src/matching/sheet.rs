//! One organisation against every asker at once: the numbers that ranking and explaining share.

use crate::{
    catalog::candidate::Candidate,
    matching::{
        board::{Board, Weighed},
        criteria::{Answer, Side, weighted::add_product},
    },
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
        self.host.fill(0.0);
        self.organisation.fill(0.0);
        self.known.fill(0.0);
        for (index, weighed) in board.criteria().iter().enumerate() {
            if !weighed.asked.contains(&true) {
                self.answers[index] = Answers::All(Answer::Missing);
                continue;
            }
            self.assess(board, candidate, index, weighed);
            if weighed.is_live {
                self.sum(index, weighed);
            }
        }
        let mean = board.model().mean;
        for (place, score) in self.scores.iter_mut().enumerate() {
            let (host, organisation) = (self.host[place], self.organisation[place]);
            *score = if 0.0 < self.known[place] { mean.of(host, organisation) } else { host };
        }
    }

    fn assess(
        &mut self,
        board: &Board,
        candidate: &Candidate<'_>,
        index: usize,
        weighed: &Weighed,
    ) {
        let values = &mut self.values[index];
        values.fill(0.0);
        let counted = |answer: Answer, value: f64| match answer {
            Answer::Observed => value,
            Answer::Partial => value + weighed.missing_value * (1.0 - value),
            Answer::Missing => weighed.missing_value,
        };
        self.answers[index] = match weighed.criterion.assess_all(candidate, values) {
            Some(Answer::Observed) => Answers::All(Answer::Observed),
            Some(answer) => {
                if 0.0 < weighed.missing_value {
                    values.iter_mut().for_each(|value| *value = counted(answer, *value));
                }
                Answers::All(answer)
            }
            None => {
                let mut answers = vec![Answer::Missing; values.len()];
                for (place, asker) in board.askers().iter().enumerate() {
                    if weighed.asked[place] {
                        let it = weighed.criterion.assess(candidate, asker);
                        let value = if it.value.is_nan() { 0.0 } else { it.value.clamp(0.0, 1.0) };
                        answers[place] = it.answer;
                        values[place] = counted(it.answer, value);
                    }
                }
                Answers::Each(answers)
            }
        };
    }

    fn sum(&mut self, index: usize, weighed: &Weighed) {
        let side = match weighed.side {
            Side::Host => &mut self.host,
            Side::Organisation => &mut self.organisation,
        };
        let is_missing = matches!(self.answers[index], Answers::All(Answer::Missing));
        if !is_missing || 0.0 < weighed.missing_value {
            add_product(side, &weighed.weights, &self.values[index]);
        }
        if weighed.side == Side::Organisation && !is_missing {
            for (place, known) in self.known.iter_mut().enumerate() {
                if self.answers[index].at(place) != Answer::Missing {
                    *known += weighed.weights[place];
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
                    let least = match it.missing_value < 1.0 {
                        true => (value - it.missing_value) / (1.0 - it.missing_value),
                        false => 0.0,
                    };
                    lower += weight * least.max(0.0);
                    completeness += weight * least.max(0.0);
                }
                Answer::Missing => {}
            }
        }
        let value = match side {
            Side::Host => self.host[place],
            Side::Organisation => self.organisation[place],
        };
        let bounds = (f64::min(lower, value), f64::max(1.0 - lost, value));
        is_asked.then_some(SideFigures { value, bounds, completeness: completeness.min(1.0) })
    }

    /// Share of what is asked that is answered, the mean over the sides that are asked, 0 to 1.
    pub(crate) fn completeness(&self, board: &Board, place: usize) -> f64 {
        let sides = [Side::Host, Side::Organisation].map(|side| self.side(board, side, place));
        let sides: Vec<SideFigures> = sides.into_iter().flatten().collect();
        match sides.len() {
            0 => 0.0,
            sides_asked => sides.iter().map(|it| it.completeness).sum::<f64>() / sides_asked as f64,
        }
    }
}

/// What one side comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SideFigures {
    pub(crate) value: f64,
    pub(crate) bounds: (f64, f64),
    pub(crate) completeness: f64,
}

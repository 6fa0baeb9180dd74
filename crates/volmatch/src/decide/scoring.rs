//! Scores of all contenders by any weights, worked out again and again in the same memory.

use crate::{
    decide::{axis::Axis, draw::Draws, field::Field},
    matching::criteria::Side,
    model::Mean,
};

/// Where scores are worked out, again and again in the same memory.
#[derive(Clone, Debug)]
pub(crate) struct Scoring {
    /// By contender, 0 to 1.
    pub(crate) scores: Vec<f64>,
    host: Vec<f64>,
    own: Vec<f64>,
    /// What is asked of each contender, where it is not the same for all.
    asked: Vec<f64>,
    /// By contender: whether nothing is known of what the organisation would gain, with what is open
    /// as it counts, and with what is open drawn.
    is_one_sided: [Vec<bool>; 2],
}

impl Scoring {
    /// For a field of which these criteria have a weight.
    pub(crate) fn new(field: &Field, live: &[bool]) -> Self {
        let count = field.contenders().len();
        let own = || {
            let axes = field.axes().iter().zip(live).filter(|(_, is_live)| **is_live);
            axes.map(|(axis, _)| axis).filter(|axis| axis.side == Side::Organisation)
        };
        let none = |is_known: &dyn Fn(&Axis, usize) -> bool| {
            (0..count).map(|it| !own().any(|axis| is_known(axis, it))).collect()
        };
        Self {
            scores: vec![0.0; count],
            host: vec![0.0; count],
            own: vec![0.0; count],
            asked: vec![0.0; count],
            is_one_sided: [none(&|axis, it| axis.answered[it]), none(&|axis, it| axis.asked[it])],
        }
    }

    /// What the countries get, by contender.
    pub(crate) fn host(&self) -> &[f64] {
        &self.host
    }

    /// What the organisations get, by contender.
    pub(crate) fn own(&self) -> &[f64] {
        &self.own
    }

    /// Whether nothing is known of what the organisation would gain.
    pub(crate) fn is_one_sided(&self, contender: usize) -> bool {
        self.is_one_sided[0][contender]
    }

    /// Works out all scores; with draws, each value that is open is drawn from its bounds.
    pub(crate) fn score(&mut self, field: &Field, weights: &[f64], draws: Option<&mut Draws>) {
        let is_one_sided = &self.is_one_sided[usize::from(draws.is_some())];
        let mut draws = draws;
        for (side, sums) in [(Side::Host, &mut self.host), (Side::Organisation, &mut self.own)] {
            sum(field, side, weights, draws.as_deref_mut(), sums, &mut self.asked);
        }
        let sides = self.host.iter().zip(&self.own).zip(is_one_sided);
        let scores = self.scores.iter_mut().zip(sides);
        let score = |(score, ((host, own), is_one_sided)): (&mut f64, ((&f64, &f64), &bool)),
                     mean: Mean| {
            let both = mean.of(*host, *own);
            *score = if *is_one_sided { *host } else { both };
        };
        match field.mean() {
            Mean::Harmonic => scores.for_each(|lane| score(lane, Mean::Harmonic)),
            mean => scores.for_each(|lane| score(lane, mean)),
        }
    }
}

/// The value of one side for all contenders.
fn sum(
    field: &Field,
    side: Side,
    weights: &[f64],
    mut draws: Option<&mut Draws>,
    sums: &mut [f64],
    asked: &mut [f64],
) {
    sums.fill(0.0);
    let axes = || {
        let of_side = field.axes().iter().zip(weights).filter(|(axis, _)| axis.side == side);
        of_side.filter(|(axis, weight)| 0.0 < **weight && axis.is_asked())
    };
    // Where all are asked the same the weights are shared out first, as the engine does.
    let is_uniform = axes().all(|(axis, _)| axis.is_asked_of_all());
    let total: f64 = if is_uniform { axes().map(|(_, weight)| weight).sum() } else { 1.0 };
    asked.fill(0.0);
    for (axis, weight) in axes() {
        let weight = weight / total;
        for (sum, value) in sums.iter_mut().zip(&axis.certain) {
            *sum += weight * value;
        }
        match draws.as_deref_mut() {
            Some(draws) => axis.open.iter().for_each(|open| {
                sums[open.contender] += weight * (open.low + open.width * draws.rough_unit());
            }),
            None => {
                axis.open.iter().for_each(|open| sums[open.contender] += weight * open.value);
            }
        }
        if !is_uniform {
            for (asked, is_asked) in asked.iter_mut().zip(&axis.asked) {
                *asked += if *is_asked { weight } else { 0.0 };
            }
        }
    }
    for (sum, asked) in sums.iter_mut().zip(&*asked) {
        let value = if is_uniform { *sum } else { *sum / *asked };
        // Where nothing is asked the quotient is none, and the value is zero.
        *sum = if value <= 1.0 {
            value
        } else if 1.0 < value {
            1.0
        } else {
            0.0
        };
    }
}

//! From scores to probabilities (Platt, 1999) and to a yes or no.

use crate::{learn::Recipe, regression::sigmoid};

/// A score, how far the goal is served (0 to 1), and what the case weighs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) score: f64,
    pub(crate) label: f64,
    pub(crate) weight: f64,
}

/// A probability is sigmoid(slope x score + offset).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) slope: f64,
    pub(crate) offset: f64,
}

impl Default for Line {
    fn default() -> Self {
        Self { slope: 1.0, offset: 0.0 }
    }
}

impl Line {
    pub(crate) fn probability(self, score: f64) -> f64 {
        sigmoid(self.slope * score + self.offset)
    }

    /// The likeliest line near a prior one: Newton's method on two numbers.
    ///
    /// `hold` is how many cases the prior is worth; it keeps rare goals near all goals' line.
    pub(crate) fn fit(cases: &[Case], prior: Self, hold: f64) -> Self {
        let mut line = prior;
        for _ in 0..50 {
            let mut slope = hold * (line.slope - prior.slope);
            let mut offset = hold * (line.offset - prior.offset);
            let (mut ss, mut so, mut oo) = (hold, 0.0, hold);
            for Case { score, label, weight } in cases {
                let p = line.probability(*score);
                let (pull, bend) = (weight * (p - label), weight * p * (1.0 - p));
                slope += pull * score;
                offset += pull;
                ss += bend * score * score;
                so += bend * score;
                oo += bend;
            }
            let determinant = ss * oo - so * so;
            let step = (oo * slope - so * offset) / determinant;
            line.offset -= (ss * offset - so * slope) / determinant;
            line.slope -= step;
            if step.abs() < 1e-9 {
                break;
            }
        }
        line
    }
}

/// Slope, offset and threshold of each goal.
///
/// First one line for all goals, which starts from `line` and is put in its place; then each goal's
/// own, held near it.
pub(crate) fn calibrate(cases: &[Vec<Case>], line: &mut Line, recipe: &Recipe) -> Vec<[f64; 3]> {
    let all: Vec<Case> = cases.iter().flatten().copied().collect();
    *line = Line::fit(&all, *line, recipe.hold);
    let of_goal = |cases: &Vec<Case>| {
        let own = Line::fit(cases, *line, recipe.hold);
        [own.slope, own.offset, threshold(cases, own, recipe)]
    };
    cases.iter().map(of_goal).collect()
}

/// The probability from which yes is right most usefully: the best F1, drawn towards the usual one.
fn threshold(cases: &[Case], line: Line, recipe: &Recipe) -> f64 {
    let mut said: Vec<(f64, Case)> =
        cases.iter().map(|case| (line.probability(case.score), *case)).collect();
    said.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives: f64 = cases.iter().map(|case| case.weight * case.label).sum();
    let (mut hits, mut alarms) = (0.0, 0.0);
    let mut best = (f64::NEG_INFINITY, recipe.usual_threshold);
    let mut at = 0;
    for step in (1..100).rev() {
        let threshold = f64::from(step) / 100.0;
        while at < said.len() && threshold <= said[at].0 {
            let case = said[at].1;
            hits += case.weight * case.label;
            alarms += case.weight * (1.0 - case.label);
            at += 1;
        }
        let f =
            (1.0 + recipe.recall) * hits / (hits + alarms + recipe.recall * positives).max(1e-9);
        let away = (threshold - recipe.usual_threshold) / 0.1;
        let value = f - recipe.draw * away * away / (1.0 + positives);
        if best.0 < value {
            best = (value, threshold);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_found_again() {
        let truth = Line { slope: 1.7, offset: -0.4 };
        let cases: Vec<Case> = (-40..40)
            .map(|at| f64::from(at) / 10.0)
            .map(|score| Case { score, label: truth.probability(score), weight: 50.0 })
            .collect();
        let found = Line::fit(&cases, Line::default(), 1e-9);
        assert!((found.slope - 1.7).abs() < 1e-6 && (found.offset + 0.4).abs() < 1e-6, "{found:?}");
    }
}

//! Logistic regression on sparse rows: L2 penalty, soft labels, limited-memory BFGS.
//!
//! Written out here because the labels are soft, the rows weighted and the number of steps part of the
//! model; the same input gives the same bits.

/// Feature and value, in the order of features.
pub(crate) type SparseRow = Vec<(u32, f32)>;

/// What one row says: how much it speaks for the goal, how much against it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Vote {
    pub(crate) yes: f64,
    pub(crate) no: f64,
}

/// A separating plane: the score of a row is bias + sum of weight x value.
#[derive(Clone, Debug)]
pub(crate) struct Plane {
    pub(crate) weights: Vec<f64>,
    pub(crate) bias: f64,
}

impl Plane {
    pub(crate) fn zero(features: usize) -> Self {
        Self { weights: vec![0.0; features], bias: 0.0 }
    }

    pub(crate) fn score(&self, row: &[(u32, f32)]) -> f64 {
        let part =
            |(feature, value): &(u32, f32)| self.weights[*feature as usize] * f64::from(*value);
        row.iter().map(part).fold(self.bias, |sum, part| sum + part)
    }
}

pub(crate) fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

/// Steps remembered to shape the next one.
const MEMORY: usize = 10;

/// Fits from `start` in at most `steps` steps: stopping early is part of the regularisation.
///
/// Minimises sum of votes x log loss + penalty x |weights|^2 / 2; the bias is free.
pub(crate) fn fit(
    rows: &[SparseRow],
    votes: &[Vote],
    penalty: f64,
    start: &Plane,
    steps: usize,
) -> Plane {
    let features = start.weights.len();
    let mut at: Vec<f64> = start.weights.iter().copied().chain([start.bias]).collect();
    let mut gradient = vec![0.0; features + 1];
    let mut loss = evaluate(rows, votes, penalty, &at, &mut gradient);
    let mut memory: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for step in 0..steps {
        let direction = descent(&gradient, &memory);
        let slope = dot(&direction, &gradient);
        if slope > -1e-12 {
            break;
        }
        let mut length =
            if step == 0 { 1.0 / dot(&gradient, &gradient).sqrt().max(1.0) } else { 1.0 };
        let mut next = vec![0.0; features + 1];
        let mut next_gradient = vec![0.0; features + 1];
        let mut next_loss = f64::INFINITY;
        for _ in 0..20 {
            next.iter_mut()
                .zip(at.iter().zip(&direction))
                .for_each(|(n, (a, d))| *n = a + length * d);
            next_loss = evaluate(rows, votes, penalty, &next, &mut next_gradient);
            if next_loss <= loss + 1e-4 * length * slope {
                break;
            }
            length /= 2.0;
        }
        if loss <= next_loss {
            break;
        }
        let moved: Vec<f64> = next.iter().zip(&at).map(|(n, a)| n - a).collect();
        let turned: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(n, g)| n - g).collect();
        let curvature = dot(&moved, &turned);
        if 1e-12 < curvature {
            if memory.len() == MEMORY {
                memory.remove(0);
            }
            memory.push((moved, turned, 1.0 / curvature));
        }
        (at, gradient, loss) = (next, next_gradient, next_loss);
    }
    let bias = at.pop().unwrap_or(0.0);
    Plane { weights: at, bias }
}

fn evaluate(
    rows: &[SparseRow],
    votes: &[Vote],
    penalty: f64,
    at: &[f64],
    gradient: &mut [f64],
) -> f64 {
    let features = at.len() - 1;
    let mut loss = 0.0;
    for (slot, weight) in gradient[..features].iter_mut().zip(at) {
        *slot = penalty * weight;
        loss += penalty * weight * weight / 2.0;
    }
    let mut of_bias = 0.0;
    for (row, vote) in rows.iter().zip(votes) {
        if vote.yes + vote.no <= 0.0 {
            continue;
        }
        let z = row.iter().fold(at[features], |sum, (i, x)| sum + at[*i as usize] * f64::from(*x));
        // log(1 + e^z) without overflow, and log(1 + e^-z) beside it.
        let against = z.max(0.0) + libm::log1p(libm::exp(-z.abs()));
        loss += vote.no * against + vote.yes * (against - z);
        let pull = (vote.yes + vote.no) * sigmoid(z) - vote.yes;
        of_bias += pull;
        row.iter().for_each(|(i, x)| gradient[*i as usize] += pull * f64::from(*x));
    }
    gradient[features] = of_bias;
    loss
}

/// The two-loop recursion (Nocedal and Wright, 2006, algorithm 7.4).
fn descent(gradient: &[f64], memory: &[(Vec<f64>, Vec<f64>, f64)]) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut kept = Vec::with_capacity(memory.len());
    for (moved, turned, inverse) in memory.iter().rev() {
        let part = inverse * dot(moved, &direction);
        add(&mut direction, -part, turned);
        kept.push(part);
    }
    if let Some((moved, turned, _)) = memory.last() {
        let scale = dot(moved, turned) / dot(turned, turned);
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for ((moved, turned, inverse), part) in memory.iter().zip(kept.into_iter().rev()) {
        let back = inverse * dot(turned, &direction);
        add(&mut direction, part - back, moved);
    }
    direction
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).fold(0.0, |sum, (a, b)| sum + a * b)
}

fn add(to: &mut [f64], factor: f64, other: &[f64]) {
    to.iter_mut().zip(other).for_each(|(t, o)| *t += factor * o);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bias_alone_is_the_log_odds() {
        let rows = vec![SparseRow::new(); 2];
        let votes = [Vote { yes: 3.0, no: 0.0 }, Vote { yes: 0.0, no: 1.0 }];
        let plane = fit(&rows, &votes, 1.0, &Plane::zero(0), 50);
        assert!((plane.bias - 3f64.ln()).abs() < 1e-6, "{}", plane.bias);
    }

    #[test]
    fn at_the_optimum_the_gradient_is_zero() {
        let rows = vec![vec![(0, 1.0)], vec![(1, 1.0)], vec![(0, 0.6), (1, 0.8)]];
        let votes = [(1.0, 0.0), (0.0, 1.0), (0.7, 0.3)].map(|(yes, no)| Vote { yes, no });
        let plane = fit(&rows, &votes, 0.5, &Plane::zero(2), 100);
        let at: Vec<f64> = plane.weights.iter().copied().chain([plane.bias]).collect();
        let mut gradient = vec![0.0; 3];
        evaluate(&rows, &votes, 0.5, &at, &mut gradient);
        assert!(gradient.iter().all(|slope| slope.abs() < 1e-5), "{gradient:?}");
    }
}

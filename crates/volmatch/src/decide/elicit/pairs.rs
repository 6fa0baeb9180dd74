//! Pairwise comparison of criteria: weights, and how far the comparisons agree among themselves.

use crate::model::Weights;

/// How many times as much each criterion matters as each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// The criteria, in the order of rows and columns.
    pub(crate) criteria: Vec<String>,
    /// By row and column: the ratio of the two, 1/9 to 9; the other way round it is its reciprocal.
    pub(crate) ratios: Vec<Vec<f64>>,
}

/// How far pairwise comparisons agree among themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Consistency {
    /// The principal eigenvalue; that many criteria where all agree, more otherwise.
    pub eigenvalue: f64,
    /// Consistency ratio (Saaty 1980): the consistency index (eigenvalue - n)/(n - 1) by that of random
    /// comparisons; from 0 on, and above 0.10 to be judged again.
    pub ratio: f64,
    /// The comparison that the others contradict most, unless all agree.
    pub worst: Option<Contradiction>,
}

/// A comparison beside what all others together say.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// The criterion that was compared.
    pub one: String,
    /// The criterion it was compared with.
    pub other: String,
    /// The ratio that was stated.
    pub stated: f64,
    /// The ratio of the two weights.
    pub implied: f64,
}

/// The consistency index of random comparisons of so many criteria, from 1 (Saaty 1980).
const RANDOM_INDEX: [f64; 10] = [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

/// More steps than any matrix of ratios up to 9 needs.
const STEPS: usize = 10_000;

impl Pairs {
    /// A matrix by its upper triangle; `ratio` says how many times as much one criterion matters as a later
    /// one.
    #[expect(clippy::needless_range_loop, reason = "a cell and its mirror are set together")]
    pub(crate) fn new(criteria: Vec<String>, ratio: impl Fn(usize, usize) -> f64) -> Self {
        let many = criteria.len();
        let mut ratios = vec![vec![1.0; many]; many];
        for row in 0..many {
            for column in row + 1..many {
                ratios[row][column] = ratio(row, column);
                ratios[column][row] = 1.0 / ratios[row][column];
            }
        }
        Self { criteria, ratios }
    }

    /// The weights, which sum to 1.
    #[must_use]
    pub fn weights(&self) -> Weights {
        self.criteria.iter().cloned().zip(self.eigenvector()).collect()
    }

    /// The principal eigenvector with sum 1, by power iteration: the matrix is positive, so that there is
    /// one, and every start finds it.
    fn eigenvector(&self) -> Vec<f64> {
        let many = self.criteria.len();
        let mut vector = vec![1.0 / many as f64; many];
        for _ in 0..STEPS {
            let mut next = self.times(&vector);
            let total: f64 = next.iter().sum();
            next.iter_mut().for_each(|it| *it /= total);
            let change =
                next.iter().zip(&vector).fold(0.0, |most, (a, b)| f64::max(most, (a - b).abs()));
            vector = next;
            if change < 1e-16 {
                break;
            }
        }
        vector
    }

    fn times(&self, vector: &[f64]) -> Vec<f64> {
        let product = |row: &Vec<f64>| row.iter().zip(vector).map(|(a, b)| a * b).sum();
        self.ratios.iter().map(product).collect()
    }

    /// How far the comparisons agree among themselves.
    #[must_use]
    pub fn consistency(&self) -> Consistency {
        let many = self.criteria.len();
        let vector = self.eigenvector();
        let products = self.times(&vector);
        let quotients = products.iter().zip(&vector).map(|(product, it)| product / it);
        let eigenvalue = (quotients.sum::<f64>() / many as f64).max(many as f64);
        let index = if many < 3 { 0.0 } else { (eigenvalue - many as f64) / (many - 1) as f64 };
        let random = RANDOM_INDEX[many.clamp(1, RANDOM_INDEX.len()) - 1];
        let ratio = if 0.0 < random { index / random } else { 0.0 };
        let mut worst: Option<(f64, Contradiction)> = None;
        for row in 0..many {
            for column in row + 1..many {
                let (stated, implied) = (self.ratios[row][column], vector[row] / vector[column]);
                let error = libm::log(stated / implied).abs();
                if 1e-9 < error && worst.as_ref().is_none_or(|(most, _)| *most < error) {
                    let [one, other] = [row, column].map(|index| self.criteria[index].clone());
                    worst = Some((error, Contradiction { one, other, stated, implied }));
                }
            }
        }
        Consistency { eigenvalue, ratio, worst: worst.map(|(_, it)| it) }
    }
}

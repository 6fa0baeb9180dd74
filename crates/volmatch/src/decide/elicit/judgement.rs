//! What one judge says of the criteria of one side, and the weights that follow.

use crate::{decide::elicit::pairs::Pairs, model::Weights};

/// A judgement by one of four methods.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// Swing weighting (von Winterfeldt and Edwards 1986): how much the step from the worst to the best of
    /// each criterion is worth, the most worthwhile 100. Weights are proportional.
    Swing(Weights),
    /// A hundred points shared out.
    Points(Weights),
    /// The criteria in order, the weightiest first, those that are equal together: rank-order centroid
    /// weights (Barron and Barrett 1996), (1/n) times the sum of 1/k for k from the rank to n, the mean of
    /// all weights that keep the order; equals have the mean of their ranks' weights.
    Order(Vec<Vec<String>>),
    /// Pairwise comparison (AHP, Saaty 1977): the principal eigenvector of the matrix of ratios.
    Pairs(Pairs),
}

impl Judgement {
    /// The method in a word.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::Swing(_) => "swing",
            Self::Points(_) => "points",
            Self::Order(_) => "order",
            Self::Pairs(_) => "pairs",
        }
    }

    /// The weights that follow, 0 to 1 each, which sum to 1.
    #[must_use]
    pub fn weights(&self) -> Weights {
        match self {
            Self::Swing(points) | Self::Points(points) => {
                let total: f64 = points.values().sum();
                points.iter().map(|(name, points)| (name.clone(), points / total)).collect()
            }
            Self::Order(order) => centroid(order),
            Self::Pairs(pairs) => pairs.weights(),
        }
    }
}

fn centroid(order: &[Vec<String>]) -> Weights {
    let many = order.iter().map(Vec::len).sum::<usize>();
    let of_rank =
        |rank: usize| (rank..=many).rev().fold(0.0, |sum, k| sum + 1.0 / k as f64) / many as f64;
    let (mut weights, mut before) = (Weights::new(), 0);
    for equals in order {
        let ranks = before + 1..=before + equals.len();
        let weight = ranks.map(of_rank).sum::<f64>() / equals.len() as f64;
        weights.extend(equals.iter().map(|name| (name.clone(), weight)));
        before += equals.len();
    }
    weights
}

//! What of a ranking is in doubt, and what of it may be tried.

use crate::{
    decide::{
        draw::Draws,
        field::Field,
        region::{Empty, Region, Walk},
        tally::{MOST_CONTENDERS, Weighing},
    },
    matching::{board::Board, criteria::Side},
    text::{DidYouMean, nearest},
};

/// What is in doubt, and how it is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubts {
    /// The weights of each side: any, or any that keep `within` and `orders`.
    pub weights: bool,
    /// What is missing: anywhere in its bounds, each value by itself.
    pub missing: bool,
    /// The constants behind the strength of a tag: anywhere in
    /// [`STRENGTH_RANGES`](crate::STRENGTH_RANGES).
    pub strengths: bool,
    /// A criterion's share of its side's weight, from and to, 0 to 1.
    pub within: Vec<(String, f64, f64)>,
    /// Criteria of one side, each weighing at least as much as the next.
    pub orders: Vec<Vec<String>>,
    /// How many draws, above zero.
    pub samples: usize,
    /// What the random numbers begin with.
    pub seed: u64,
    /// How many places are looked at, above zero.
    pub top: usize,
}

impl Default for Doubts {
    /// All is in doubt, nothing is said of the weights, 10,000 draws, ten places.
    fn default() -> Self {
        Self {
            weights: true,
            missing: true,
            strengths: true,
            within: Vec::new(),
            orders: Vec::new(),
            samples: 10_000,
            seed: 1,
            top: 10,
        }
    }
}

impl Board {
    /// The order in which the model's weights stand, side by side, for [`Doubts::orders`]: what weighs more
    /// goes before what weighs less; equal weights, and those of zero, are left alone.
    #[must_use]
    pub fn order_of_weights(&self) -> Vec<Vec<String>> {
        let mut orders = Vec::new();
        for side in [Side::Host, Side::Organisation] {
            let mut weights: Vec<(&str, f64)> = self
                .weights()
                .filter(|it| it.1 == side && 0.0 < it.2)
                .map(|(name, _, weight)| (name, weight))
                .collect();
            weights.sort_by(|one, other| other.1.total_cmp(&one.1));
            let equals: Vec<&[(&str, f64)]> =
                weights.chunk_by(|one, other| one.1.total_cmp(&other.1).is_eq()).collect();
            for pair in equals.windows(2) {
                for (more, _) in pair[0] {
                    let chain = |less: &(&str, f64)| vec![(*more).to_owned(), less.0.to_owned()];
                    orders.extend(pair[1].iter().map(chain));
                }
            }
        }
        orders
    }
}

/// What is said of the weights cannot be, or there is too much to rank.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{message}{}", DidYouMean(.suggestion))]
pub struct InvalidDoubts {
    /// What is wrong, and what was expected.
    pub message: String,
    /// The name that was probably meant.
    pub suggestion: Option<String>,
}

fn invalid<T>(message: String) -> Result<T, InvalidDoubts> {
    Err(InvalidDoubts { message, suggestion: None })
}

/// Doubts that have been checked against a field: where its weights may lie.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The weights of the model, by axis.
    stated: Vec<f64>,
    /// Which axes can have a weight.
    live: Vec<bool>,
    /// Of each side: the axes that somebody is asked.
    asked: [Vec<usize>; 2],
    /// Axes whose weights are drawn together, and from where.
    sides: Vec<(Vec<usize>, Region)>,
}

impl Plan {
    pub(crate) fn new(field: &Field, doubts: &Doubts) -> Result<Self, InvalidDoubts> {
        if MOST_CONTENDERS < field.contenders().len() {
            return invalid(format!(
                "more than {MOST_CONTENDERS} cannot be ranked against each other"
            ));
        }
        let says_something = !doubts.within.is_empty() || !doubts.orders.is_empty();
        if says_something && !doubts.weights {
            return invalid("intervals and orderings are of weights, which are not to vary".into());
        }
        let mut intervals: Vec<Option<(f64, f64)>> = vec![None; field.axes().len()];
        for (name, low, high) in &doubts.within {
            if !(0.0 <= *low && low <= high && *high <= 1.0) {
                return invalid(format!(
                    "{name}: expected from 0 to 1, the lower first, found {low} to {high}"
                ));
            }
            let before = intervals[axis(field, name)?].replace((*low, *high));
            if before.is_some() {
                return invalid(format!("{name} has two intervals"));
            }
        }
        let mut orders = Vec::new();
        for chain in &doubts.orders {
            let chain: Vec<usize> =
                chain.iter().map(|name| axis(field, name)).collect::<Result<_, _>>()?;
            orders.extend(chain.windows(2).map(|it| (it[0], it[1])));
        }
        let is_named = |it: usize| {
            intervals[it].is_some() || orders.iter().any(|pair| pair.0 == it || pair.1 == it)
        };
        let stated = field.model_weights();
        let live = (0..stated.len()).map(|it| 0.0 < stated[it] || (doubts.weights && is_named(it)));
        let live: Vec<bool> = live.collect();
        let asked = [Side::Host, Side::Organisation].map(|side| {
            let is_asked =
                |it: &usize| field.axes()[*it].side == side && field.axes()[*it].is_asked();
            (0..stated.len()).filter(is_asked).collect()
        });
        let mut plan = Self { stated, live, asked, sides: Vec::new() };
        if doubts.weights {
            for side in [Side::Host, Side::Organisation] {
                plan.add_side(field, side, &intervals, &orders)?;
            }
        }
        Ok(plan)
    }

    fn add_side(
        &mut self,
        field: &Field,
        side: Side,
        intervals: &[Option<(f64, f64)>],
        orders: &[(usize, usize)],
    ) -> Result<(), InvalidDoubts> {
        let is_of_side = |it: &usize| field.axes()[*it].side == side && self.live[*it];
        let axes: Vec<usize> = (0..self.live.len()).filter(is_of_side).collect();
        let name = |it: usize| field.axes()[it].name.clone();
        let place = |axis: usize| axes.iter().position(|it| *it == axis);
        let mut of_side = Vec::new();
        for (more, less) in orders {
            match (place(*more), place(*less)) {
                (Some(more), Some(less)) => of_side.push((more, less)),
                (None, None) => {}
                _ => {
                    let (more, less) = (name(*more), name(*less));
                    return invalid(format!(
                        "{more} and {less} are of two sides, whose weights are not compared"
                    ));
                }
            }
        }
        if axes.is_empty() {
            return Ok(());
        }
        let intervals: Vec<(f64, f64)> =
            axes.iter().map(|it| intervals[*it].unwrap_or((0.0, 1.0))).collect();
        let region = match Region::new(&intervals, &of_side) {
            Ok(region) => region,
            Err(empty) => return invalid(said(empty, side, &|it| name(axes[it]))),
        };
        self.sides.push((axes, region));
        Ok(())
    }

    /// Whether anything was said of the weights of a side.
    pub(crate) fn is_bound(&self) -> bool {
        self.sides.iter().any(|(_, region)| !region.is_whole())
    }

    /// Which axes can have a weight.
    pub(crate) fn live(&self) -> &[bool] {
        &self.live
    }

    /// Starts to draw weights.
    pub(crate) fn weigh(&self, mut draws: Draws) -> Drawn<'_> {
        let walks = self.sides.iter().map(|(axes, region)| {
            let walk = region.walk(&mut draws);
            (&axes[..], walk, vec![0.0; axes.len()])
        });
        let walks = walks.collect();
        let weights = self.stated.clone();
        Drawn { plan: self, walks, draws, weights, shares: vec![0.0; self.stated.len()] }
    }
}

fn said(empty: Empty, side: Side, name: &dyn Fn(usize) -> String) -> String {
    match empty {
        Empty::Circle => "the orderings go in a circle".into(),
        Empty::Nowhere(it) => {
            format!("intervals and orderings leave no weight for {}", name(it))
        }
        Empty::TooMuch => {
            format!("the least weights of the {side} side sum to more than 1, expected at most 1")
        }
        Empty::TooLittle => {
            format!(
                "the largest weights of the {side} side sum to less than 1, expected at least 1"
            )
        }
    }
}

/// The axis of a name.
fn axis(field: &Field, name: &str) -> Result<usize, InvalidDoubts> {
    field.axes().iter().position(|axis| axis.name == name).ok_or_else(|| {
        let known: Vec<&str> = field.axes().iter().map(|axis| axis.name.as_str()).collect();
        let suggestion = nearest(name, known.iter().copied()).map(str::to_owned);
        let name: String = name.chars().take(100).collect();
        let message = match suggestion {
            Some(_) => format!("no criterion `{name}`"),
            None => format!("no criterion `{name}`, expected one of `{}`", known.join("`, `")),
        };
        InvalidDoubts { message, suggestion }
    })
}

/// Weights as a plan draws them.
#[derive(Debug)]
pub(crate) struct Drawn<'p> {
    plan: &'p Plan,
    walks: Vec<(&'p [usize], Walk<'p>, Vec<f64>)>,
    draws: Draws,
    weights: Vec<f64>,
    /// Of the weights, among what is asked.
    shares: Vec<f64>,
}

impl Weighing for Drawn<'_> {
    fn live(&self) -> &[bool] {
        &self.plan.live
    }

    fn next(&mut self) -> &[f64] {
        for (axes, walk, point) in &mut self.walks {
            walk.next(&mut self.draws, point);
            axes.iter().zip(point).for_each(|(axis, weight)| self.weights[*axis] = *weight);
        }
        for asked in &self.plan.asked {
            let total: f64 = asked.iter().map(|axis| self.weights[*axis]).sum();
            let share = |axis: usize| if 0.0 < total { self.weights[axis] / total } else { 0.0 };
            asked.iter().for_each(|axis| self.shares[*axis] = share(*axis));
        }
        &self.shares
    }
}

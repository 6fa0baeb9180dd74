//! Where the weights of one side may lie: intervals and orderings, and points drawn evenly from there.
//!
//! Without either the whole simplex, drawn exactly. Else hit-and-run (Smith 1984) in directions drawn
//! from a cube and laid into the simplex (Bélisle, Romeijn and Smith 1993: any spread of directions
//! that spans the region will do), thinned as Tervonen et al. (2013) found to be enough.

use crate::decide::draw::Draws;

/// Weights of one side, each within an interval, some no less than others, with the sum 1.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    low: Vec<f64>,
    high: Vec<f64>,
    /// The first weighs at least as much as the second.
    orders: Vec<(usize, usize)>,
    is_whole: bool,
    /// A point well inside.
    inside: Vec<f64>,
    /// The weights that can move.
    free: Vec<usize>,
}

/// No weights keep all that was asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Empty {
    /// An ordering leads back to where it began.
    Circle,
    /// Intervals and orderings leave a weight nowhere to go; its index.
    Nowhere(usize),
    /// Even the least weights sum to more than 1.
    TooMuch,
    /// Even the largest weights sum to less than 1.
    TooLittle,
}

impl Region {
    /// The region of intervals, one for each weight, and orderings.
    pub(crate) fn new(intervals: &[(f64, f64)], orders: &[(usize, usize)]) -> Result<Self, Empty> {
        let (mut low, mut high): (Vec<f64>, Vec<f64>) = intervals.iter().copied().unzip();
        let levels = levels(low.len(), orders).ok_or(Empty::Circle)?;
        let is_whole = orders.is_empty() && intervals.iter().all(|it| it.0 <= 0.0 && 1.0 <= it.1);
        // Who must weigh more has at least the others' least; who must weigh less, at most their most.
        // In a circle-free ordering this settles within as many rounds as there are weights.
        for _ in 0..low.len() {
            for (more, less) in orders {
                low[*more] = low[*more].max(low[*less]);
                high[*less] = high[*less].min(high[*more]);
            }
        }
        if let Some(index) = (0..low.len()).find(|it| high[*it] < low[*it]) {
            return Err(Empty::Nowhere(index));
        }
        if 1.0 + ROUNDING < low.iter().sum() {
            return Err(Empty::TooMuch);
        }
        if high.iter().sum::<f64>() < 1.0 - ROUNDING {
            return Err(Empty::TooLittle);
        }
        let inside = inside(&low, &high, &levels);
        let free = (0..low.len()).filter(|it| low[*it] + ROUNDING < high[*it]).collect();
        Ok(Self { low, high, orders: orders.to_vec(), is_whole, inside, free })
    }

    /// How many weights it has.
    pub(crate) fn len(&self) -> usize {
        self.low.len()
    }

    /// Whether nothing was asked of the weights.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Starts to draw from it.
    pub(crate) fn walk(&self, draws: &mut Draws) -> Walk<'_> {
        let mut walk = Walk { region: self, at: self.inside.clone(), by: vec![0.0; self.len()] };
        if !self.is_whole {
            (0..STEPS_BEFORE * self.thinning()).for_each(|_| walk.step(draws));
        }
        walk
    }

    /// Steps between two points that are used: the cube of the dimensions.
    fn thinning(&self) -> usize {
        self.free.len().saturating_sub(1).pow(3).max(1)
    }

    /// How far one may go from a point in a direction, backwards and forwards.
    fn reach(&self, at: &[f64], by: &[f64]) -> (f64, f64) {
        let (mut back, mut forth) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut keep_from = |room: f64, speed: f64| {
            // Room is what is left until the limit, which is neared at this speed.
            let room = room.max(0.0);
            if 0.0 < speed {
                forth = forth.min(room / speed);
            } else if speed < 0.0 {
                back = back.max(room / speed);
            }
        };
        for index in &self.free {
            keep_from(at[*index] - self.low[*index], -by[*index]);
            keep_from(self.high[*index] - at[*index], by[*index]);
        }
        for (more, less) in &self.orders {
            keep_from(at[*more] - at[*less], by[*less] - by[*more]);
        }
        (back.max(-LONGEST), forth.min(LONGEST))
    }
}

/// More than the rounding of a sum of weights.
const ROUNDING: f64 = 1e-12;
/// Longer than any way through the simplex.
const LONGEST: f64 = 1e6;
/// Points that are passed over first, so that the start is forgotten.
const STEPS_BEFORE: usize = 20;

/// A walk through a region.
#[derive(Debug)]
pub(crate) struct Walk<'r> {
    region: &'r Region,
    at: Vec<f64>,
    by: Vec<f64>,
}

impl Walk<'_> {
    /// The next point.
    pub(crate) fn next(&mut self, draws: &mut Draws, weights: &mut [f64]) {
        if self.region.is_whole {
            return draws.simplex(weights);
        }
        (0..self.region.thinning()).for_each(|_| self.step(draws));
        let limits = self.region.low.iter().zip(&self.region.high);
        for ((weight, at), (low, high)) in weights.iter_mut().zip(&self.at).zip(limits) {
            *weight = at.clamp(*low, *high);
        }
    }

    fn step(&mut self, draws: &mut Draws) {
        let free = &self.region.free;
        if free.len() < 2 {
            return;
        }
        let mut sum = 0.0;
        for index in free {
            self.by[*index] = 2.0 * draws.unit() - 1.0;
            sum += self.by[*index];
        }
        let mean = sum / free.len() as f64;
        free.iter().for_each(|index| self.by[*index] -= mean);
        let (back, forth) = self.region.reach(&self.at, &self.by);
        let far = back + (forth - back) * draws.unit();
        free.iter().for_each(|index| self.at[*index] += far * self.by[*index]);
    }
}

/// How many others stand below each in the longest chain; `None` where an ordering is a circle.
fn levels(count: usize, orders: &[(usize, usize)]) -> Option<Vec<usize>> {
    let mut levels = vec![0; count];
    for _ in 0..=count {
        let mut is_settled = true;
        for (more, less) in orders {
            if levels[*more] <= levels[*less] {
                levels[*more] = levels[*less] + 1;
                is_settled = false;
            }
        }
        if is_settled {
            return Some(levels);
        }
    }
    None
}

/// A point inside: each weight some way from its least to its most, the further the higher it stands
/// in the ordering, so that no limit is touched that need not be.
fn inside(low: &[f64], high: &[f64], levels: &[usize]) -> Vec<f64> {
    let at = |way: f64| -> Vec<f64> {
        let of = |((low, high), level): ((&f64, &f64), &usize)| {
            let steepness = 1.0 + *level as f64;
            let part = way * steepness / (1.0 + way * *level as f64);
            low + part * (high - low)
        };
        low.iter().zip(high).zip(levels).map(of).collect()
    };
    let (mut short, mut long) = (0.0, 1.0);
    for _ in 0..100 {
        let middle = f64::midpoint(short, long);
        if at(middle).iter().sum::<f64>() < 1.0 {
            short = middle;
        } else {
            long = middle;
        }
    }
    at(f64::midpoint(short, long))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Intervals = Vec<(f64, f64)>;

    fn is_in(weights: &[f64], intervals: &[(f64, f64)], orders: &[(usize, usize)]) -> bool {
        let within = |(weight, (low, high)): (&f64, &(f64, f64))| {
            *low - 1e-12 <= *weight && *weight <= *high + 1e-12
        };
        (weights.iter().sum::<f64>() - 1.0).abs() < 1e-9
            && weights.iter().zip(intervals).all(within)
            && orders.iter().all(|(more, less)| weights[*less] <= weights[*more] + 1e-9)
    }

    /// Of each weight the mean, and how often it is below some marks; and how often it beats the next.
    fn figures(points: &[Vec<f64>]) -> Vec<f64> {
        let share = |is: &dyn Fn(&[f64]) -> bool| {
            points.iter().filter(|it| is(it)).count() as f64 / points.len() as f64
        };
        let mut figures = Vec::new();
        for index in 0..points[0].len() {
            figures.push(points.iter().map(|it| it[index]).sum::<f64>() / points.len() as f64);
            for mark in [0.05, 0.1, 0.15, 0.2, 0.3, 0.5] {
                figures.push(share(&|it| it[index] < mark));
            }
            let next = (index + 1) % points[0].len();
            figures.push(share(&|it| it[index] < it[next]));
        }
        figures
    }

    /// Draws from the whole simplex of which only those that lie in the region are kept.
    fn by_rejection(
        intervals: &[(f64, f64)],
        orders: &[(usize, usize)],
        samples: usize,
    ) -> Vec<Vec<f64>> {
        let mut draws = Draws::new(2, 0);
        let mut point = vec![0.0; intervals.len()];
        let drawn = std::iter::repeat_with(|| {
            draws.simplex(&mut point);
            point.clone()
        });
        drawn.filter(|it| is_in(it, intervals, orders)).take(samples).collect()
    }

    fn by_walking(region: &Region, samples: usize, walks: usize) -> Vec<Vec<f64>> {
        let of = |walk: usize| {
            let mut draws = Draws::new(1, walk as u64);
            let mut walk = region.walk(&mut draws);
            let mut point = vec![0.0; region.len()];
            let next = std::iter::repeat_with(move || {
                walk.next(&mut draws, &mut point);
                point.clone()
            });
            next.take(samples / walks)
        };
        (0..walks).flat_map(of).collect()
    }

    #[test]
    fn walking_draws_as_rejection_does() {
        let any = (0.0, 1.0);
        let chain: Vec<(usize, usize)> = (0..4).map(|it| (it, it + 1)).collect();
        let cases: [(Intervals, Vec<(usize, usize)>); 7] = [
            (vec![(0.05, 0.3), any, any], vec![]),
            (vec![any; 5], chain),
            (vec![any; 7], vec![(0, 1), (0, 2), (3, 2)]),
            (vec![(0.0, 0.2), (0.1, 0.4), any, (0.0, 0.5)], vec![(2, 0), (1, 0)]),
            (vec![(0.2, 0.4), (0.2, 0.4), (0.2, 0.4)], vec![(0, 1)]),
            (vec![(0.0, 0.35), (0.0, 0.35), (0.0, 0.35)], vec![]),
            (vec![any, any], vec![(1, 0)]),
        ];
        for (intervals, orders) in cases {
            let region = Region::new(&intervals, &orders).unwrap();
            // As many walks as blocks, and as many steps of each: what is drawn is what is tested.
            let walked = by_walking(&region, 40_000, 40);
            assert!(walked.iter().all(|it| is_in(it, &intervals, &orders)), "{intervals:?}");
            let kept = by_rejection(&intervals, &orders, 40_000);
            for (index, (one, other)) in figures(&walked).iter().zip(figures(&kept)).enumerate() {
                assert!(
                    (one - other).abs() < 0.015,
                    "{intervals:?} {orders:?}, figure {index}: {one} and {other}"
                );
            }
        }
    }

    #[test]
    fn a_point_stays_a_point() {
        let fixed = [(0.2, 0.2), (0.3, 0.3), (0.5, 0.5)];
        let tight = [(0.2, 1.0), (0.3, 1.0), (0.5, 1.0)];
        for intervals in [fixed, tight] {
            let region = Region::new(&intervals, &[]).unwrap();
            for point in by_walking(&region, 10, 1) {
                let off = |(weight, it): (&f64, f64)| (weight - it).abs();
                assert!(
                    point.iter().zip([0.2, 0.3, 0.5]).map(off).all(|it| it < 1e-9),
                    "{point:?}"
                );
            }
        }
    }

    /// A chain of all criteria leaves one part in 40,320 of the simplex; the means there are known.
    #[test]
    fn a_long_chain_has_the_means_of_ranked_weights() {
        let orders: Vec<(usize, usize)> = (0..7).map(|it| (it, it + 1)).collect();
        let region = Region::new(&[(0.0, 1.0); 8], &orders).unwrap();
        let points = by_walking(&region, 20_000, 40);
        for index in 0..8 {
            let found = points.iter().map(|it| it[index]).sum::<f64>() / points.len() as f64;
            // Rank-order centroid: the mean of 1/k from the rank on.
            let expected = (index + 1..=8).map(|it| 1.0 / it as f64).sum::<f64>() / 8.0;
            assert!((found - expected).abs() < 0.006, "weight {index}: {found} not {expected}");
        }
    }

    #[test]
    fn what_cannot_be_is_said() {
        let any = (0.0, 1.0);
        let empty = |intervals: &[(f64, f64)], orders: &[(usize, usize)]| {
            Region::new(intervals, orders).unwrap_err()
        };
        assert_eq!(empty(&[any; 3], &[(0, 1), (1, 2), (2, 0)]), Empty::Circle);
        assert_eq!(empty(&[any; 2], &[(0, 0)]), Empty::Circle);
        assert_eq!(empty(&[(0.0, 0.1), any, (0.2, 1.0)], &[(0, 1), (1, 2)]), Empty::Nowhere(0));
        assert_eq!(empty(&[(0.6, 1.0), (0.6, 1.0)], &[]), Empty::TooMuch);
        assert_eq!(empty(&[(0.0, 0.3), any], &[(0, 1)]), Empty::TooLittle);
    }
}

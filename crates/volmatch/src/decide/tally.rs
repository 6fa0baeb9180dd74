//! Counting who comes where over many draws: the indices of SMAA (Lahdelma and Salminen 2001).

use std::collections::BTreeMap;

use crate::decide::{draw::Draws, field::Field, scoring::Scoring};

/// The places of a field's contenders, draw by draw.
#[derive(Debug)]
pub(crate) struct Places {
    /// By contender: its place among equal scores.
    tie: Vec<u64>,
    by_tie: Vec<usize>,
    keys: Vec<u64>,
    top: usize,
}

/// Scores are compared in steps of this part of 1, as `order` does.
const STEPS: f64 = 1e12;
/// Bits of a key that hold the place among equals; the steps of a score need the other 40.
const TIE_BITS: u32 = 24;
/// The most contenders that can be told apart.
pub(crate) const MOST_CONTENDERS: usize = 1 << TIE_BITS;

impl Places {
    /// For a field of at most [`MOST_CONTENDERS`], of which the first `top` places matter.
    pub(crate) fn new(field: &Field, top: usize) -> Self {
        let count = field.contenders().len();
        let by_tie = field.ranking(&vec![0.0; count]);
        let mut tie = vec![0; count];
        by_tie.iter().enumerate().for_each(|(place, contender)| tie[*contender] = place as u64);
        Self { tie, by_tie, keys: vec![0; count], top: top.min(count) }
    }

    /// The smaller the better; no two are equal.
    fn key(&self, score: f64, contender: usize) -> u64 {
        // Half a step more and cut off: rounding to the nearest, without a call.
        let steps = (score * STEPS + 0.5) as u64;
        (STEPS as u64).saturating_sub(steps) << TIE_BITS | self.tie[contender]
    }

    /// Takes up scores; then the first places are known.
    pub(crate) fn take(&mut self, scores: &[f64]) {
        for (contender, score) in scores.iter().enumerate() {
            self.keys[contender] = self.key(*score, contender);
        }
        if 0 < self.top && self.top < self.keys.len() {
            self.keys.select_nth_unstable(self.top - 1);
        }
        self.keys[..self.top].sort_unstable();
    }

    /// The contenders at the first places, best first.
    pub(crate) fn first(&self) -> impl Iterator<Item = usize> {
        let tie = |key: &u64| (*key & (MOST_CONTENDERS as u64 - 1)) as usize;
        self.keys[..self.top].iter().map(move |key| self.by_tie[tie(key)])
    }

    /// The place, from 1, of a contender with its score.
    fn place(&self, score: f64, contender: usize) -> usize {
        let key = self.key(score, contender);
        match self.keys[..self.top].binary_search(&key) {
            Ok(index) => index + 1,
            Err(_) => 1 + self.keys.iter().filter(|other| **other < key).count(),
        }
    }

    /// Whether a contender comes before all others.
    pub(crate) fn is_first(&self, scores: &[f64], contender: usize) -> bool {
        let own = self.key(scores[contender], contender);
        scores.iter().enumerate().all(|(other, score)| own <= self.key(*score, other))
    }
}

/// What one block of draws came to.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) draws: usize,
    /// By contender that was among the first: how often at each of the first places.
    pub(crate) ranks: BTreeMap<usize, Vec<u32>>,
    /// By contender that was first: the sum of the weights that made it so.
    pub(crate) favourable: BTreeMap<usize, Vec<f64>>,
    /// The sum of all weights, by criterion.
    pub(crate) weights: Vec<f64>,
    /// By listed contender: the sum of its places.
    pub(crate) places: Vec<u64>,
    /// By two listed contenders: how often the first came before the second.
    pub(crate) wins: Vec<Vec<u32>>,
}

impl Tally {
    /// Counts draws of weights, as `next` gives them, for a field; `listed` are followed to their place.
    pub(crate) fn of(
        field: &Field,
        places: &mut Places,
        listed: &[usize],
        weighing: &mut dyn Weighing,
        missing: Option<&mut Draws>,
        draws: usize,
    ) -> Self {
        let mut missing = missing;
        let mut scoring = Scoring::new(field, weighing.live());
        let mut tally = Self {
            draws,
            ranks: BTreeMap::new(),
            favourable: BTreeMap::new(),
            weights: vec![0.0; weighing.live().len()],
            places: vec![0; listed.len()],
            wins: vec![vec![0; listed.len()]; listed.len()],
        };
        let mut stand = vec![0; listed.len()];
        for _ in 0..draws {
            let weights = weighing.next();
            tally.weights.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
            scoring.score(field, weights, missing.as_deref_mut());
            places.take(&scoring.scores);
            for (index, contender) in places.first().enumerate() {
                let ranks = tally.ranks.entry(contender).or_insert_with(|| vec![0; places.top]);
                ranks[index] += 1;
                if index == 0 {
                    let none = || vec![0.0; weights.len()];
                    let sums = tally.favourable.entry(contender).or_insert_with(none);
                    sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
                }
            }
            for (place, contender) in stand.iter_mut().zip(listed) {
                *place = places.place(scoring.scores[*contender], *contender);
            }
            for (one, place) in stand.iter().enumerate() {
                tally.places[one] += *place as u64;
                for (win, other) in tally.wins[one].iter_mut().zip(&stand) {
                    *win += u32::from(place < other);
                }
            }
        }
        tally
    }
}

/// Where weights come from, draw by draw.
pub(crate) trait Weighing {
    /// Which criteria can have a weight.
    fn live(&self) -> &[bool];
    /// The next weights, one for each criterion: shares of what is asked of its side.
    fn next(&mut self) -> &[f64];
}

//! How firm a ranking is: who comes where when weights, missing data and strengths are in doubt.
//!
//! Stochastic multicriteria acceptability analysis: SMAA-2 (Lahdelma and Salminen 2001) with the
//! pairwise winning index (Leskinen et al. 2006) as surveyed by Tervonen and Lahdelma (2007).

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use crate::{
    catalog::{candidate::Candidate, said::Said},
    decide::{
        doubts::{Doubts, InvalidDoubts},
        entries::Entries,
        field::{Contender, Field},
        scoring::Scoring,
        strength::StrengthRange,
        tally::{Places, Tally},
        threshold::{Leads, leads},
        trial::{Stream, Trial, share_of},
    },
    input::profile::Organisation,
    matching::{board::Board, criteria::Side},
};

/// Blocks over which the confidence is taken, with as many draws as a tenth of the samples.
const CONFIDENCE_BLOCKS: usize = 10;
/// The most that are shown besides those that rank first by the model.
const MOST_CHALLENGERS: usize = 5;
/// The share of draws among the first places from which one is a challenger.
const CHALLENGE: f64 = 0.1;

/// One contender and its fate over all draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The contender.
    pub contender: Contender,
    /// Its rank by the model, from 1.
    pub rank: usize,
    /// Its score by the model, 0 to 1.
    pub score: f64,
    /// Rank acceptability: the share of draws in which it comes first, second and so on; 0 to 1 each.
    pub acceptability: Vec<f64>,
    /// The mean of its ranks; `None` for those who are not among the first by the model.
    pub expected_rank: Option<f64>,
    /// Central weights: the mean of those that make it first, criterion by criterion, 0 to 1 within what
    /// is asked of a side; `None` where no draw did.
    pub central: Option<Vec<f64>>,
    /// Confidence factor: the share of draws in which it is first when it is given its central weights.
    pub confidence: Option<f64>,
}

impl Standing {
    /// The share of draws in which it is among the first places, 0 to 1.
    #[must_use]
    pub fn among_first(&self) -> f64 {
        self.acceptability.iter().sum::<f64>().min(1.0)
    }

    /// The share of draws in which it keeps its rank; `None` where that is beyond the places looked at.
    #[must_use]
    pub fn keeps_rank(&self) -> Option<f64> {
        self.acceptability.get(self.rank - 1).copied()
    }
}

/// How firm a ranking is.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// What was in doubt.
    pub doubts: Doubts,
    /// How many were ranked.
    pub of: usize,
    /// Id and name of every contender, for those that the leads point to.
    pub names: Vec<(String, String)>,
    /// The criteria by name and side, in the order of central weights.
    pub criteria: Vec<(String, Side)>,
    /// The mean of all weights that were drawn, criterion by criterion, 0 to 1 within what is asked of a
    /// side: what central weights are to be held against.
    pub mean_weights: Vec<f64>,
    /// Whether weights were drawn from less than the whole simplex, by hit-and-run.
    pub is_bound: bool,
    /// The ranges from which constants were drawn.
    pub strengths: Vec<StrengthRange>,
    /// Of how many, the best by the model, constants were drawn: [`REDRAWN`](crate::REDRAWN) at most.
    pub redrawn: usize,
    /// The first places by the model, in order.
    pub standings: Vec<Standing>,
    /// Others who come among the first places in a tenth of the draws or more: the five most frequent.
    pub challengers: Vec<Standing>,
    /// By place: the share of draws in which it goes to somebody who is not shown.
    pub others: Vec<f64>,
    /// Pairwise winning index: the share of draws in which the first of two standings comes before the
    /// second; 0 to 1.
    pub wins: Vec<Vec<f64>>,
    /// Who is first as one weight moves, criterion by criterion, exactly, with all else by the model.
    pub leads: Vec<Leads>,
    /// The largest standard error of any acceptability shown.
    pub worst_error: f64,
}

impl Board {
    /// How firm a ranking of organisations for one asker is. Eligibility is not looked at: give those
    /// that may be ranked, each id once, in any order. [`Entries`] takes them up one at a time.
    ///
    /// # Errors
    ///
    /// [`InvalidDoubts`].
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    pub fn sensitivity_of_organisations(
        &self,
        place: usize,
        organisations: &[Arc<Organisation>],
        doubts: &Doubts,
    ) -> Result<Sensitivity, InvalidDoubts> {
        let mut entries = Entries::new(self, place, doubts.clone());
        let mut desk = entries.desk();
        organisations.iter().for_each(|it| entries.admit(desk.enter(it.clone())));
        entries.sensitivity()
    }

    /// How firm a ranking of askers for one organisation is, likewise; places rise.
    ///
    /// # Errors
    ///
    /// [`InvalidDoubts`].
    ///
    /// # Panics
    ///
    /// If the board has not all these places.
    pub fn sensitivity_of_countries(
        &self,
        organisation: &Organisation,
        places: &[usize],
        doubts: &Doubts,
    ) -> Result<Sensitivity, InvalidDoubts> {
        let field = Field::of_countries(self, organisation, places);
        let all: Vec<usize> = (0..places.len()).collect();
        let inferred = Said::inferred(organisation);
        let redraw = |model| {
            let askers = places.iter().map(|place| self.askers()[*place].clone()).collect();
            let board = Self::of_strengths(askers, model);
            let candidate = Candidate::having_said(inferred.clone(), organisation, board.model());
            field.with(&Field::of_askers(&board, &candidate, &all), &all)
        };
        let found = Trial::new(&field, doubts, Some((self.model(), &redraw)))?.run();
        Ok(Sensitivity { redrawn: if doubts.strengths { places.len() } else { 0 }, ..found })
    }
}

impl Field {
    /// How firm the ranking of a field is; strengths cannot be tried, since a field has none.
    ///
    /// # Errors
    ///
    /// [`InvalidDoubts`].
    pub fn sensitivity(&self, doubts: &Doubts) -> Result<Sensitivity, InvalidDoubts> {
        let doubts = Doubts { strengths: false, ..doubts.clone() };
        Ok(Trial::new(self, &doubts, None)?.run())
    }
}

impl Trial<'_> {
    pub(crate) fn run(&self) -> Sensitivity {
        let field = self.field;
        let scores = field.scores(&field.model_weights());
        let ranking = field.ranking(&scores);
        let top = self.doubts.top.min(ranking.len());
        let tallies = self.tallies(&ranking[..top]);
        let draws: usize = tallies.iter().map(|it| it.draws).sum();
        let share = |count: f64| count / draws.max(1) as f64;

        let mut ranks: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        let mut favourable: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for tally in &tallies {
            add_up(&mut ranks, &tally.ranks);
            add_up(&mut favourable, &tally.favourable);
        }
        let shown = self.shown(&ranking, top, &ranks, draws);
        let central: Vec<Option<Vec<f64>>> = shown
            .iter()
            .map(|it| favourable.get(it).map(|sums| means(sums, f64::from(ranks[it][0]))))
            .collect();
        let confidence = self.confidence(&shown, &central);
        let expected =
            |it: usize| share(tallies.iter().map(|tally| tally.places[it]).sum::<u64>() as f64);
        let standing = |it: usize| {
            let counts = ranks.get(&shown[it]);
            let place = |rank: usize| counts.map_or(0.0, |counts| share(f64::from(counts[rank])));
            Standing {
                contender: field.contenders()[shown[it]].clone(),
                rank: ranking.iter().position(|other| *other == shown[it]).unwrap_or(it) + 1,
                score: scores[shown[it]],
                acceptability: (0..top).map(place).collect(),
                expected_rank: (it < top).then(|| expected(it)),
                central: central[it].clone(),
                confidence: confidence[it],
            }
        };
        let mut standings: Vec<Standing> = (0..shown.len()).map(standing).collect();
        let challengers = standings.split_off(top);
        // Counted, not taken from shares: rounding would leave a trace where nobody is left.
        let elsewhere = |rank: usize| -> usize {
            let taken = |it| ranks.get(it).map_or(0, |counts: &Vec<u32>| counts[rank] as usize);
            draws - shown.iter().map(taken).sum::<usize>()
        };
        let others = (0..top).map(|rank| share(elsewhere(rank) as f64)).collect();
        let win = |one: usize, other: usize| {
            share(tallies.iter().map(|tally| f64::from(tally.wins[one][other])).sum())
        };
        Sensitivity {
            doubts: self.doubts.clone(),
            of: ranking.len(),
            names: field.contenders().iter().map(|it| (it.id.clone(), it.name.clone())).collect(),
            criteria: field.axes().iter().map(|axis| (axis.name.clone(), axis.side)).collect(),
            mean_weights: (0..field.axes().len())
                .map(|it| share(tallies.iter().map(|tally| tally.weights[it]).sum()))
                .collect(),
            is_bound: self.plan.is_bound(),
            strengths: self.ranges.clone(),
            redrawn: 0,
            others,
            wins: (0..top).map(|one| (0..top).map(|other| win(one, other)).collect()).collect(),
            leads: leads(field),
            worst_error: worst_error(&tallies, &shown, top),
            standings,
            challengers,
        }
    }

    /// The first by the model, then those who come among the first often enough.
    fn shown(
        &self,
        ranking: &[usize],
        top: usize,
        ranks: &BTreeMap<usize, Vec<u32>>,
        draws: usize,
    ) -> Vec<usize> {
        let mut shown = ranking[..top].to_vec();
        let among = |counts: &[u32]| counts.iter().sum::<u32>();
        let mut others: Vec<(usize, u32)> = ranks
            .iter()
            .map(|(it, counts)| (*it, among(counts)))
            .filter(|(it, count)| {
                !shown.contains(it) && CHALLENGE * draws as f64 <= f64::from(*count)
            })
            .collect();
        let by_tie = |it: usize| ranking.iter().position(|other| *other == it);
        others.sort_unstable_by_key(|(it, count)| (std::cmp::Reverse(*count), by_tie(*it)));
        shown.extend(others.into_iter().take(MOST_CHALLENGERS).map(|(it, _)| it));
        shown
    }

    /// The share of draws in which each is first with its central weights.
    fn confidence(&self, shown: &[usize], central: &[Option<Vec<f64>>]) -> Vec<Option<f64>> {
        let blocks = CONFIDENCE_BLOCKS.min(self.doubts.samples);
        let samples = (self.doubts.samples / 10).max(blocks);
        let firsts = |block: usize| -> Vec<usize> {
            let own = self.field_of(block);
            let field = own.as_ref().unwrap_or(self.field);
            let places = Places::new(self.field, 1);
            let mut scoring = Scoring::new(field, self.plan.live());
            let draws = share_of(samples, blocks, block);
            let of = |(contender, weights): (&usize, &Option<Vec<f64>>)| {
                let Some(weights) = weights else { return 0 };
                let mut missing =
                    self.doubts.missing.then(|| self.draws(Stream::Confidence, block));
                // Where nothing else is drawn each draw is the same.
                let tries = if missing.is_some() { draws } else { 1 };
                let mut is_first = || {
                    scoring.score(field, weights, missing.as_mut());
                    places.is_first(&scoring.scores, *contender)
                };
                (0..tries).filter(|_| is_first()).count() * draws / tries
            };
            shown.iter().zip(central).map(of).collect()
        };
        let counted: Vec<Vec<usize>> = (0..blocks).into_par_iter().map(firsts).collect();
        let share = |it: usize| counted.iter().map(|block| block[it]).sum::<usize>() as f64;
        let confidence = |it: usize| central[it].as_ref().map(|_| share(it) / samples as f64);
        (0..shown.len()).map(confidence).collect()
    }
}

fn add_up<T: Copy + std::ops::AddAssign>(
    sums: &mut BTreeMap<usize, Vec<T>>,
    more: &BTreeMap<usize, Vec<T>>,
) {
    for (it, more) in more {
        match sums.get_mut(it) {
            Some(sums) => sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += *more),
            None => _ = sums.insert(*it, more.clone()),
        }
    }
}

fn means(sums: &[f64], count: f64) -> Vec<f64> {
    sums.iter().map(|sum| sum / count).collect()
}

/// The largest standard error of what is shown, by what the blocks differ: draws within a block may
/// hang together.
fn worst_error(tallies: &[Tally], shown: &[usize], top: usize) -> f64 {
    let blocks = tallies.len() as f64;
    let error = |it: &usize, rank: usize| {
        let share = |tally: &Tally| {
            let count = tally.ranks.get(it).map_or(0, |counts| counts[rank]);
            f64::from(count) / tally.draws.max(1) as f64
        };
        let mean = tallies.iter().map(share).sum::<f64>() / blocks;
        let squares = tallies.iter().map(|tally| (share(tally) - mean) * (share(tally) - mean));
        (squares.sum::<f64>() / (blocks * (blocks - 1.0).max(1.0))).sqrt()
    };
    let errors = shown.iter().flat_map(|it| (0..top).map(move |rank| error(it, rank)));
    errors.fold(0.0, f64::max)
}

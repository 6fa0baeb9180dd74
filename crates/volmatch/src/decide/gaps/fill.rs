//! Who would fill most of what is not covered yet: one after the other, the greatest gain first.
//!
//! What a set covers is monotone and submodular: an organisation never takes anything away, and never
//! adds more to a larger set. So the greedy choice covers at least 1 - 1/e of what the best choice of as
//! many would add (Nemhauser, Wolsey and Fisher 1978), and a gain worked out earlier is an upper bound
//! of today's, so that few are worked out again (Minoux 1978). Both hold for the rounded numbers too,
//! since every step of the sum is monotone: the answer is that of the plain greedy search.

use std::{cmp::Reverse, collections::BinaryHeap};

use rayon::prelude::*;

use crate::{
    decide::gaps::{
        coverage::Filler,
        pool::{Member, Pool},
    },
    sdg::{CODES, GOALS, Sdg},
};

/// What is covered of each demand so far, by asker and code.
struct Ledger<'p> {
    places: &'p [usize],
    /// The weight of each code for each of the places.
    weights: Vec<[f64; CODES]>,
    /// The share of it that is covered, 0 to 1.
    shares: Vec<[f64; CODES]>,
}

impl Ledger<'_> {
    /// What a member would add, with a word for each part of it.
    fn gain(&self, member: &Member, mut each: impl FnMut(Sdg, f64)) -> f64 {
        let mut gain = 0.0;
        for (row, place) in self.places.iter().enumerate() {
            if !member.is_at(*place) {
                continue;
            }
            let (weights, shares) = (&self.weights[row], &self.shares[row]);
            for cover in &member.covers {
                let index = cover.need.index();
                let part = weights[index] * (cover.share() - shares[index]).max(0.0);
                if 0.0 < part {
                    each(cover.need, part);
                    gain += part;
                }
            }
        }
        gain
    }

    /// Takes up what a member covers at some of the places.
    fn take(&mut self, member: &Member, is_at: impl Fn(&Member, usize) -> bool) {
        for (place, shares) in self.places.iter().zip(&mut self.shares) {
            for cover in member.covers.iter().filter(|_| is_at(member, *place)) {
                let share = &mut shares[cover.need.index()];
                *share = share.max(cover.share());
            }
        }
    }

    fn covered(&self) -> f64 {
        let rows = self.weights.iter().flatten().zip(self.shares.iter().flatten());
        rows.fold(0.0, |sum, (weight, share)| sum + weight * share)
    }
}

/// A gain in steps of 1e-12, so that rounding decides no tie.
fn steps(gain: f64) -> i64 {
    (gain * 1e12).round() as i64
}

impl Pool<'_> {
    /// Who adds most for some askers together, given those that are there; then who adds most to that,
    /// until nobody adds. Of equals the smaller id.
    pub(crate) fn fillers(&self, places: &[usize]) -> Vec<Filler> {
        let askers = self.board().askers();
        let mut ledger = Ledger {
            places,
            weights: vec![[0.0; CODES]; places.len()],
            shares: vec![[0.0; CODES]; places.len()],
        };
        for (row, place) in places.iter().enumerate() {
            for (weight, need) in askers[*place].sdg_needs() {
                for code in &need.sdgs {
                    ledger.weights[row][code.index()] += weight / need.sdgs.len() as f64;
                }
            }
        }
        let members = self.members();
        members.iter().for_each(|member| ledger.take(member, Member::is_there));
        let mut covered = ledger.covered();
        let gain = |(index, member): (usize, &Member)| {
            (steps(ledger.gain(member, |_, _| ())), Reverse(index))
        };
        let gains = members.par_iter().enumerate().map(gain).filter(|(gain, _)| 0 < *gain);
        let mut queue: BinaryHeap<(i64, Reverse<usize>)> = gains.collect::<Vec<_>>().into();
        let mut fillers = Vec::new();
        while let Some((bound, Reverse(index))) = queue.pop() {
            if bound == 0 {
                break;
            }
            let member = &members[index];
            let now = steps(ledger.gain(member, |_, _| ()));
            if now < bound {
                queue.push((now, Reverse(index)));
                continue;
            }
            let mut goals = [0.0; GOALS];
            let gain = ledger.gain(member, |code, part| goals[code.goal_number() - 1] += part);
            ledger.take(member, Member::is_at);
            covered += gain;
            fillers.push(Filler {
                organisation: member.id.clone(),
                name: member.name.clone(),
                gain,
                covered,
                goals: greatest_first(&goals),
            });
        }
        fillers
    }
}

fn greatest_first(goals: &[f64; GOALS]) -> Vec<(Sdg, f64)> {
    let numbered = (1..=GOALS).filter_map(Sdg::goal).zip(goals.iter().copied());
    let mut goals: Vec<(Sdg, f64)> = numbered.filter(|(_, part)| 0.0 < *part).collect();
    goals.sort_by(|a, b| b.1.total_cmp(&a.1));
    goals
}

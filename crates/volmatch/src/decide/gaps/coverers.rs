//! The few organisations that cover most of each priority, in one pass over all.

use std::{cmp::Ordering, collections::BTreeSet};

use crate::{
    catalog::asker::Need,
    decide::gaps::{
        coverage::{Coverer, MatrixRow, PriorityGap},
        pool::Member,
    },
    matching::rank::order,
    sdg::CODES,
};

/// The best coverers of one priority so far.
#[derive(Clone, Default)]
struct Best {
    /// How many cover anything.
    count: usize,
    /// Best first: what is covered of the priority, then of all.
    few: Vec<((f64, f64), usize)>,
}

/// Names the best coverers of each priority, `most` at most; members come in the order of their ids.
pub(crate) fn name_coverers(
    priorities: &mut [PriorityGap],
    needs: &[(f64, &Need)],
    members: &[&Member],
    place: usize,
    most: usize,
) {
    let mut of_code: Vec<Vec<usize>> = vec![Vec::new(); CODES];
    for (index, (_, need)) in needs.iter().enumerate() {
        need.sdgs.iter().for_each(|code| of_code[code.index()].push(index));
    }
    let mut best = vec![Best::default(); needs.len()];
    let mut shares = vec![0.0; needs.len()];
    for (index, member) in members.iter().enumerate() {
        shares.fill(0.0);
        for cover in &member.covers {
            for need in &of_code[cover.need.index()] {
                shares[*need] += cover.share() / needs[*need].1.sdgs.len() as f64;
            }
        }
        let own = needs.iter().zip(&shares).fold(0.0, |sum, ((weight, _), it)| sum + weight * it);
        for (best, share) in best.iter_mut().zip(&shares).filter(|(_, share)| 0.0 < **share) {
            best.count += 1;
            best.offer((*share, own), index, members, most);
        }
    }
    for ((priority, (_, need)), best) in priorities.iter_mut().zip(needs).zip(best) {
        let coverer = |(_, index): &((f64, f64), usize)| Coverer {
            organisation: members[*index].id.clone(),
            name: members[*index].name.clone(),
            share: share_of(members[*index], need),
            is_there: members[*index].is_there(place),
            by: need.sdgs.iter().filter_map(|code| members[*index].cover(*code)).collect(),
        };
        priority.coverer_count = best.count;
        priority.coverers = best.few.iter().map(coverer).collect();
    }
}

impl Best {
    fn offer(&mut self, key: (f64, f64), index: usize, members: &[&Member], most: usize) {
        let id = |index: usize| members[index].id.as_str();
        let is_before =
            |it: &((f64, f64), usize)| order(it.0, id(it.1), key, id(index)) == Ordering::Less;
        if most <= self.few.len() && self.few.last().is_none_or(is_before) {
            return;
        }
        let at = self.few.partition_point(is_before);
        self.few.insert(at, (key, index));
        self.few.truncate(most);
    }
}

/// The share of a priority that an organisation covers, 0 to 1: the mean over its goals and targets.
fn share_of(member: &Member, need: &Need) -> f64 {
    let covers = need.sdgs.iter().filter_map(|code| member.cover(*code));
    covers.fold(0.0, |sum, cover| sum + cover.share()) / need.sdgs.len() as f64
}

/// Organisations by id, with what each covers of every priority; the one that covers most in all first.
pub(crate) fn matrix(
    named: &BTreeSet<&str>,
    needs: &[(f64, &Need)],
    members: &[&Member],
    place: usize,
) -> Vec<MatrixRow> {
    let find = |id: &&str| members.binary_search_by(|it| it.id.as_str().cmp(id)).ok();
    let row = |index: usize| {
        let shares: Vec<f64> =
            needs.iter().map(|(_, need)| share_of(members[index], need)).collect();
        let all = needs.iter().zip(&shares);
        MatrixRow {
            organisation: members[index].id.clone(),
            name: members[index].name.clone(),
            is_there: members[index].is_there(place),
            covered: all.fold(0.0, |sum, ((weight, _), share)| sum + weight * share),
            shares,
        }
    };
    let mut rows: Vec<MatrixRow> = named.iter().filter_map(find).map(row).collect();
    rows.sort_by(|a, b| {
        let key = |it: &MatrixRow| (it.covered, 0.0);
        order(key(a), &a.organisation, key(b), &b.organisation)
    });
    rows
}

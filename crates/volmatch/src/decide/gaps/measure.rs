//! From a pool to what each country lacks.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::{
    catalog::asker::{Asker, Need},
    decide::gaps::{
        coverage::{CodeGap, Coverage, Coverer, Gaps, MatrixRow, PoolGaps, PriorityGap},
        pool::{Member, Pool},
    },
    matching::rank::order,
    sdg::{CODES, Sdg},
};

impl Pool<'_> {
    /// What is covered and what is not, with at most so many coverers of each priority.
    ///
    /// The same on any number of threads, and for any order of the organisations.
    #[must_use]
    pub fn into_gaps(mut self, most: usize) -> PoolGaps {
        self.sort();
        let places: Vec<usize> = (0..self.board().askers().len()).collect();
        let countries: Vec<Gaps> =
            places.par_iter().map(|place| self.gaps_of(*place, most)).collect();
        let mut of_codes = vec![Coverage::default(); CODES];
        let mut total = Coverage::default();
        for gaps in &countries {
            total.add(gaps.total);
            gaps.targets.iter().for_each(|it| of_codes[it.code.index()].add(it.coverage));
        }
        let fillers = match &countries[..] {
            [only] => only.fillers.clone(),
            _ => self.fillers(&places),
        };
        PoolGaps {
            total,
            goals: by_goal(&of_codes),
            targets: by_code(&of_codes),
            fillers,
            countries,
        }
    }

    /// One asker's demands with at most so many coverers of each priority.
    fn gaps_of(&self, place: usize, most: usize) -> Gaps {
        let asker = &self.board().askers()[place];
        let needs = asker.sdg_needs();
        let members: Vec<&Member> = self.members_at(place).collect();
        let (mut already, mut covered) = ([0.0; CODES], [0.0; CODES]);
        for member in &members {
            for cover in &member.covers {
                let index = cover.need.index();
                covered[index] = f64::max(covered[index], cover.share());
                if member.is_there(place) {
                    already[index] = f64::max(already[index], cover.share());
                }
            }
        }
        let mut of_codes = vec![Coverage::default(); CODES];
        let mut total = Coverage::default();
        let mut priorities = Vec::new();
        for (weight, need) in &needs {
            let mut coverage = Coverage::default();
            for code in &need.sdgs {
                let demand = weight / need.sdgs.len() as f64;
                let (there, best) = (already[code.index()], covered[code.index()]);
                let of_code = Coverage {
                    demand,
                    already: demand * there,
                    covered: demand * best,
                    unmet: demand * (1.0 - best),
                };
                of_codes[code.index()].add(of_code);
                coverage.add(of_code);
            }
            total.add(coverage);
            priorities.push(PriorityGap::new(need, coverage));
        }
        let owns: Vec<f64> = members.iter().map(|it| covered_by(it, &needs)).collect();
        for (priority, (_, need)) in priorities.iter_mut().zip(&needs) {
            priority.name_coverers(need, &members, &owns, place, most);
        }
        let fillers = self.fillers(&[place]);
        let mut gaps = Gaps {
            country: asker.id.clone(),
            name: asker.name.clone(),
            pool: self.size_at(place),
            already: self.there_at(place),
            total,
            priorities,
            goals: by_goal(&of_codes),
            targets: by_code(&of_codes),
            not_counted: not_counted(asker),
            defaults: asker.defaults.clone(),
            fillers,
            matrix: Vec::new(),
        };
        gaps.matrix = matrix(&gaps, &members, &owns, &needs, place);
        gaps
    }
}

impl PriorityGap {
    fn new(need: &Need, coverage: Coverage) -> Self {
        Self {
            label: need.label.clone(),
            sdgs: need.sdgs.clone(),
            pointer: need.stated.as_ref().map(|(pointer, _)| pointer.clone()),
            coverage,
            coverer_count: 0,
            coverers: Vec::new(),
        }
    }

    fn name_coverers(
        &mut self,
        need: &Need,
        members: &[&Member],
        owns: &[f64],
        place: usize,
        most: usize,
    ) {
        let with_share = |(member, own): (&'_ &Member, &f64)| (share_of(member, need), *own);
        let mut found: Vec<(usize, (f64, f64))> =
            members.iter().zip(owns).map(with_share).enumerate().collect();
        found.retain(|(_, (share, _))| 0.0 < *share);
        self.coverer_count = found.len();
        let id = |index: usize| members[index].id.as_str();
        found.sort_by(|(a, of_a), (b, of_b)| order(*of_a, id(*a), *of_b, id(*b)));
        found.truncate(most);
        let coverer = |(index, (share, _)): (usize, (f64, f64))| Coverer {
            organisation: members[index].id.clone(),
            name: members[index].name.clone(),
            share,
            is_there: members[index].is_there(place),
            by: need.sdgs.iter().filter_map(|code| members[index].cover(*code)).collect(),
        };
        self.coverers = found.into_iter().map(coverer).collect();
    }
}

/// The share of a priority that an organisation covers, 0 to 1: the mean over its goals and targets.
fn share_of(member: &Member, need: &Need) -> f64 {
    let covers = need.sdgs.iter().filter_map(|code| member.cover(*code));
    covers.fold(0.0, |sum, cover| sum + cover.share()) / need.sdgs.len() as f64
}

/// What an organisation covers by itself of all that is wanted.
fn covered_by(member: &Member, needs: &[(f64, &Need)]) -> f64 {
    needs.iter().fold(0.0, |sum, (weight, need)| sum + weight * share_of(member, need))
}

fn not_counted(asker: &Asker) -> Vec<String> {
    let without = asker.needs.iter().filter(|need| need.sdgs.is_empty());
    without.map(|need| need.label.clone()).collect()
}

/// The best coverers and the fillers, with what each covers of every priority.
fn matrix(
    gaps: &Gaps,
    members: &[&Member],
    owns: &[f64],
    needs: &[(f64, &Need)],
    place: usize,
) -> Vec<MatrixRow> {
    let coverers = gaps.priorities.iter().flat_map(|it| &it.coverers).map(|it| &it.organisation);
    let named: BTreeSet<&String> =
        coverers.chain(gaps.fillers.iter().map(|it| &it.organisation)).collect();
    let is_named = |(member, _): &(&&Member, &f64)| named.contains(&member.id);
    let row = |(member, own): (&&Member, &f64)| MatrixRow {
        organisation: member.id.clone(),
        name: member.name.clone(),
        is_there: member.is_there(place),
        covered: *own,
        shares: needs.iter().map(|(_, need)| share_of(member, need)).collect(),
    };
    let mut rows: Vec<MatrixRow> = members.iter().zip(owns).filter(is_named).map(row).collect();
    rows.sort_by(|a, b| {
        let key = |it: &MatrixRow| (it.covered, 0.0);
        order(key(a), &a.organisation, key(b), &b.organisation)
    });
    rows
}

/// What is covered of each goal or target.
fn by_code(shares: &[Coverage]) -> Vec<CodeGap> {
    let gap = |code: Sdg| CodeGap { code, coverage: shares[code.index()] };
    Sdg::all().map(gap).filter(|it| 0.0 < it.coverage.demand).collect()
}

/// What is covered of each goal, its targets and itself together.
fn by_goal(shares: &[Coverage]) -> Vec<CodeGap> {
    let mut goals = vec![Coverage::default(); CODES];
    for code in Sdg::all() {
        goals[code.to_goal().index()].add(shares[code.index()]);
    }
    by_code(&goals)
}

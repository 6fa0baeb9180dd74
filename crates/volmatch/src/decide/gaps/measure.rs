//! From a pool to what each country lacks.

use rayon::prelude::*;

use crate::{
    catalog::asker::{Asker, Need},
    decide::gaps::{
        coverage::{CodeGap, Coverage, Gaps, PoolGaps, PriorityGap},
        coverers::{matrix, name_coverers},
        pool::{Member, Pool},
    },
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
        name_coverers(&mut priorities, &needs, &members, place, most);
        let fillers = self.fillers(&[place]);
        let coverers = priorities.iter().flat_map(|it| &it.coverers).map(|it| &it.organisation);
        let named = coverers.chain(fillers.iter().map(|it| &it.organisation));
        let matrix = matrix(&named.map(String::as_str).collect(), &needs, &members, place);
        Gaps {
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
            matrix,
        }
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
}

fn not_counted(asker: &Asker) -> Vec<String> {
    let without = asker.needs.iter().filter(|need| need.sdgs.is_empty());
    without.map(|need| need.label.clone()).collect()
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

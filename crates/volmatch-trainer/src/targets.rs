//! What speaks for each target among those of its goal.

use rayon::prelude::*;
use volmatch::sdg::Sdg;

use crate::{
    features::Vocabulary,
    learn::Shelf,
    pack::targets,
    regression::{Plane, SparseRow, Vote, fit},
};

/// What the penalty of a target's plane is, and in how many steps it is fitted.
const PENALTY: f64 = 0.5;
const STEPS: usize = 40;

/// A plane for each target, fitted on the rows that name a target of its goal.
pub(crate) fn target_planes(shelf: &Shelf<'_>, vocabulary: &Vocabulary) -> Vec<Plane> {
    let targets = targets();
    let named: Vec<Vec<Sdg>> = (shelf.rows.iter())
        .map(|row| row.targets.iter().filter_map(|it| it.parse().ok()).collect())
        .collect();
    targets
        .par_iter()
        .map(|target| {
            let of_goal = |code: &Sdg| code.to_goal() == target.to_goal();
            let kept = (0..named.len()).filter(|at| named[*at].iter().any(of_goal));
            let (rows, votes): (Vec<SparseRow>, Vec<Vote>) = kept
                .map(|at| {
                    let is = named[at].contains(target);
                    let of_this_goal = named[at].iter().filter(|code| of_goal(code)).count();
                    let yes = if is { 1.0 / of_this_goal as f64 } else { 0.0 };
                    (vocabulary.row(&shelf.terms[at]), Vote { yes, no: 1.0 - yes })
                })
                .unzip();
            fit(&rows, &votes, PENALTY, &Plane::zero(vocabulary.terms.len()), STEPS)
        })
        .collect()
}

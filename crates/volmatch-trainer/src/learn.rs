//! The recipe: a linear model a goal, softened labels, terms pruned and refitted.

use std::collections::BTreeMap;

use rayon::prelude::*;
use volmatch::sdg::GOALS;

use crate::{
    features::{Term, Vocabulary},
    regression::{Plane, SparseRow, Vote, fit, sigmoid},
    rows::{Origin, TextRow},
};

/// What the recipe leaves open.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    /// Texts a term must stand in.
    pub(crate) least_texts: u32,
    pub(crate) penalty: f64,
    pub(crate) steps: usize,
    pub(crate) refit_steps: usize,
    /// Terms kept, by language.
    pub(crate) terms: [usize; 3],
    /// How much of a label that was given for one goal alone is left to the teacher.
    pub(crate) softness: f64,
    pub(crate) osdg: f64,
    pub(crate) public: f64,
    pub(crate) title: f64,
    pub(crate) own: f64,
    pub(crate) phrase: f64,
    pub(crate) mixture: f64,
    pub(crate) charity: f64,
    pub(crate) passage: f64,
    pub(crate) unlabelled: f64,
    /// How many lists of phrases are made for a language.
    pub(crate) mixtures: usize,
    /// What a passage and an own text weigh in calibration, beside a charity: so much that the
    /// passages together weigh what the charities do.
    pub(crate) passage_case: f64,
    pub(crate) own_case: f64,
    /// How many cases the line of all goals is worth to one goal.
    pub(crate) hold: f64,
    pub(crate) usual_threshold: f64,
    /// How hard the threshold of a goal is drawn to the usual one.
    pub(crate) draw: f64,
    /// How far the rarer side of a goal is raised: 0 not at all, 1 to the same weight.
    pub(crate) balance: f64,
    /// How far a goal that is served but not the primary one is learnt as served.
    pub(crate) secondary: f64,
    /// How much recall counts beside precision: 1 for F1.
    pub(crate) recall: f64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            least_texts: 3,
            penalty: 0.2,
            steps: 35,
            refit_steps: 14,
            terms: [12_000, 5_000, 5_000],
            softness: 0.9,
            osdg: 4.0,
            public: 1.5,
            title: 3.0,
            own: 1.5,
            phrase: 1.2,
            mixture: 1.0,
            charity: 2.5,
            passage: 4.0,
            unlabelled: 0.5,
            mixtures: 3000,
            passage_case: 1.7,
            own_case: 0.1,
            hold: 20.0,
            usual_threshold: 0.4,
            draw: 1.0,
            balance: 0.6,
            secondary: 0.75,
            recall: 1.0,
        }
    }
}

impl Recipe {
    /// What a row weighs in calibration.
    pub(crate) fn calibration(&self, origin: Origin) -> f64 {
        match origin {
            Origin::Charity => 1.0,
            Origin::Passage => self.passage_case,
            Origin::Own => self.own_case,
            _ => 0.0,
        }
    }
}

/// Texts laid out for learning.
pub(crate) struct Shelf<'r> {
    pub(crate) rows: Vec<&'r TextRow>,
    pub(crate) terms: Vec<BTreeMap<Term, u32>>,
    pub(crate) labels: Vec<[f64; GOALS]>,
}

/// A model before it is packed.
#[derive(Clone, Debug)]
pub(crate) struct Learned {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) planes: Vec<Plane>,
}

impl Learned {
    pub(crate) fn scores(&self, terms: &BTreeMap<Term, u32>) -> [f64; GOALS] {
        let row = self.vocabulary.row(terms);
        std::array::from_fn(|goal| self.planes[goal].score(&row))
    }
}

fn weight(row: &TextRow, recipe: &Recipe) -> f64 {
    match row.origin {
        Origin::Osdg => recipe.osdg,
        Origin::Public => recipe.public,
        Origin::Passage => recipe.passage,
        Origin::Title => recipe.title,
        Origin::Own => recipe.own,
        Origin::Phrase => recipe.phrase,
        Origin::Mixture => recipe.mixture,
        Origin::Charity => recipe.charity,
        Origin::Unlabelled => recipe.unlabelled,
    }
}

/// The votes of rows on one goal, so weighed that the rarer side is not drowned.
fn votes(shelf: &Shelf<'_>, keep: &[usize], goal: usize, recipe: &Recipe) -> Vec<Vote> {
    let vote = |at: &usize| {
        let (row, label) = (shelf.rows[*at], shelf.labels[*at][goal]);
        let weight = weight(row, recipe);
        // Sets with one goal a text asked nobody about goal 17 beside it.
        let unasked = goal == 16 && matches!(row.origin, Origin::Osdg | Origin::Public);
        let no = if unasked { 0.2 * weight } else { weight };
        Vote { yes: weight * label, no: no * (1.0 - label) }
    };
    let mut votes: Vec<Vote> = keep.iter().map(vote).collect();
    let yes: f64 = votes.iter().map(|vote| vote.yes).sum();
    let no: f64 = votes.iter().map(|vote| vote.no).sum();
    let balance = |side: f64| libm::pow((yes + no) / 2.0 / side.max(1e-9), recipe.balance);
    let (of_yes, of_no) = (balance(yes), balance(no));
    for vote in &mut votes {
        vote.yes *= of_yes;
        vote.no *= of_no;
    }
    votes
}

fn planes(
    shelf: &Shelf<'_>,
    keep: &[usize],
    vocabulary: &Vocabulary,
    start: Option<&[Plane]>,
    steps: usize,
    recipe: &Recipe,
) -> Vec<Plane> {
    let rows: Vec<SparseRow> =
        keep.par_iter().map(|at| vocabulary.row(&shelf.terms[*at])).collect();
    let zero = Plane::zero(vocabulary.terms.len());
    (0..GOALS)
        .into_par_iter()
        .map(|goal| {
            let votes = votes(shelf, keep, goal, recipe);
            let start = start.map_or(&zero, |planes| &planes[goal]);
            fit(&rows, &votes, recipe.penalty, start, steps)
        })
        .collect()
}

/// Fits on some rows: all terms first, then fewer and fewer, each time refitted from where it stood.
pub(crate) fn learn(shelf: &Shelf<'_>, keep: &[usize], cuts: &[usize], recipe: &Recipe) -> Learned {
    let texts: Vec<BTreeMap<Term, u32>> = keep.iter().map(|at| shelf.terms[*at].clone()).collect();
    let mut vocabulary = Vocabulary::of(&texts, recipe.least_texts);
    let mut fitted = planes(shelf, keep, &vocabulary, None, recipe.steps, recipe);
    for most in cuts {
        let kept = best_terms(&vocabulary, &fitted, &texts, *most);
        vocabulary = vocabulary.keep(&kept);
        for plane in &mut fitted {
            plane.weights = kept.iter().map(|at| plane.weights[*at]).collect();
        }
        fitted = planes(shelf, keep, &vocabulary, Some(&fitted), recipe.refit_steps, recipe);
    }
    Learned { vocabulary, planes: fitted }
}

/// The terms that move scores most: largest weight x sqrt(texts with it) x rarity.
fn best_terms(
    vocabulary: &Vocabulary,
    planes: &[Plane],
    texts: &[BTreeMap<Term, u32>],
    most: usize,
) -> Vec<usize> {
    let total = 1.0 + texts.len() as f64;
    let force = |at: usize| {
        let idf = f64::from(vocabulary.idf[at]);
        let texts_with = (total / libm::exp(idf - 1.0) - 1.0).max(1.0);
        let largest = planes.iter().map(|plane| plane.weights[at].abs()).fold(0.0, f64::max);
        largest * texts_with.sqrt() * idf
    };
    let mut order: Vec<(f64, usize)> =
        (0..vocabulary.terms.len()).map(|at| (force(at), at)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut kept: Vec<usize> = order.into_iter().take(most).map(|(_, at)| at).collect();
    kept.sort_unstable();
    kept
}

/// Scores of every row by a model that has not seen it, nor its document.
pub(crate) fn out_of_fold(
    shelf: &Shelf<'_>,
    usable: &[usize],
    cuts: &[usize],
    recipe: &Recipe,
) -> Vec<Option<[f64; GOALS]>> {
    let mut scores = vec![None; shelf.rows.len()];
    for fold in 0..5 {
        let (out, kept): (Vec<usize>, Vec<usize>) =
            usable.iter().partition(|at| shelf.rows[**at].fold() == fold);
        let learned = learn(shelf, &kept, cuts, recipe);
        let found: Vec<[f64; GOALS]> =
            out.par_iter().map(|at| learned.scores(&shelf.terms[*at])).collect();
        out.iter().zip(found).for_each(|(at, found)| scores[*at] = Some(found));
    }
    scores
}

/// Mixes the teacher into labels that speak of one goal alone, and gives unlabelled rows its word.
pub(crate) fn soften(shelf: &mut Shelf<'_>, teacher: &[Option<[f64; GOALS]>], recipe: &Recipe) {
    for (at, labels) in shelf.labels.iter_mut().enumerate() {
        let (row, Some(scores)) = (shelf.rows[at], &teacher[at]) else { continue };
        let share = match row.origin {
            Origin::Unlabelled => 1.0,
            Origin::Osdg | Origin::Public => recipe.softness,
            _ => 0.0,
        };
        for (label, score) in labels.iter_mut().zip(scores) {
            *label = (1.0 - share) * *label + share * sigmoid(*score);
        }
    }
}

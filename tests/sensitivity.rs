//! How firm a ranking is, held against golden numbers, slow second opinions and the engine.

mod support;

use std::sync::Arc;

use proptest::prelude::*;
use rayon::ThreadPoolBuilder;
use support::{TOLERANCE, cases, is_near, models::models, random::records, shown};
use volmatch::{
    Catalog, Cell, Contender, Doubts, Field, Mean, Organisation, Sensitivity, Side, Verdict,
    eligibility,
};

/// Weights alone, all places.
fn weights_alone(samples: usize) -> Doubts {
    Doubts { missing: false, strengths: false, samples, top: 100, ..Doubts::default() }
}

/// A field of one side with certain values, a row a contender, and equal weights.
fn field(rows: &[Vec<f64>]) -> Field {
    let criteria = (0..rows[0].len()).map(|it| (format!("c{it}"), Side::Host, 1.0));
    let mut field = Field::new(criteria, Mean::Harmonic);
    for (index, row) in rows.iter().enumerate() {
        field.push(contender(index), row.iter().map(|value| Some(Cell::known(*value))));
    }
    field
}

fn contender(index: usize) -> Contender {
    let id = format!("o{index}");
    Contender { name: id.clone(), id, completeness: 1.0 }
}

/// By contender in the order of the field: how often it comes first, second and so on.
fn acceptabilities(found: &Sensitivity) -> Vec<Vec<f64>> {
    let mut all = vec![Vec::new(); found.of];
    for it in &found.standings {
        all[it.contender.id[1..].parse::<usize>().unwrap()] = it.acceptability.clone();
    }
    all
}

/// The example of the model's description: values, weights evenly on the simplex.
#[test]
fn golden_acceptabilities() {
    let field = field(&[vec![0.9, 0.2, 0.5], vec![0.5, 0.6, 0.5], vec![0.2, 0.9, 0.6]]);
    let found = field.sensitivity(&weights_alone(300_000)).unwrap();
    for (found, expected) in acceptabilities(&found).iter().zip([0.437, 0.000, 0.563]) {
        assert!((found[0] - expected).abs() < 0.003, "{} instead of {expected}", found[0]);
    }
    assert!(found.worst_error < 0.0015, "{}", found.worst_error);
}

/// Every organisation that may be ranked for a country.
fn eligible(catalog: &Catalog, place: usize) -> Vec<Arc<Organisation>> {
    let asker = &catalog.board().askers()[place];
    let may_be = |it: &&Arc<Organisation>| eligibility(it, asker).verdict != Verdict::No;
    catalog.organisations().filter(may_be).cloned().collect()
}

proptest! {
    #![proptest_config(cases(600))]

    /// The scores and ranks that draws start from are those of the engine.
    #[test]
    fn a_field_scores_as_the_engine(records in records(1..=6, 1..=3), model in models()) {
        let catalog = Catalog::new(records.profiles(), model);
        let board = catalog.board();
        let weights: Vec<f64> = board.weights().map(|it| it.2).collect();
        for place in 0..board.askers().len() {
            let organisations = eligible(&catalog, place);
            let field = Field::of_organisations(board, place, &organisations);
            let scores = field.scores(&weights);
            for (score, it) in scores.iter().zip(&organisations) {
                prop_assert!(is_near(*score, board.score(it, place).0), "{}", it.id);
            }
            let ranked: Vec<&str> =
                field.ranking(&scores).iter().map(|it| &*organisations[*it].id).collect();
            let matches = catalog.rank(&board.askers()[place].id, 100).unwrap();
            let expected: Vec<&str> = matches.iter().map(|it| &*it.organisation.id).collect();
            prop_assert_eq!(ranked, expected);
        }
        for it in catalog.organisations() {
            let places: Vec<usize> = (0..board.askers().len()).collect();
            let scores = Field::of_countries(board, it, &places).scores(&weights);
            for (place, score) in scores.iter().enumerate() {
                prop_assert!(is_near(*score, board.score(it, place).0), "{} in {place}", it.id);
            }
        }
    }

}

proptest! {
    #![proptest_config(cases(60))]

    /// Each place is somebody's and each contender has a place, in every draw.
    #[test]
    fn shares_sum_to_one(records in records(1..=6, 1..=2), model in models(), top in 1..8_usize) {
        let catalog = Catalog::new(records.profiles(), model);
        let organisations = eligible(&catalog, 0);
        let doubts = Doubts { samples: 100, top, ..Doubts::default() };
        let board = catalog.board();
        let found = board.sensitivity_of_organisations(0, &organisations, &doubts).unwrap();
        let all = || found.standings.iter().chain(&found.challengers);
        for (rank, others) in found.others.iter().enumerate() {
            let sum = all().map(|it| it.acceptability[rank]).sum::<f64>() + others;
            prop_assert!(is_near(sum, 1.0), "rank {}: {sum}", rank + 1);
        }
        for it in all() {
            let share = it.among_first();
            let is_whole = top < organisations.len() || is_near(share, 1.0);
            prop_assert!(share <= 1.0 + TOLERANCE && is_whole, "{share}");
            prop_assert_eq!(it.central.is_some(), 0.0 < it.acceptability[0]);
            if let Some(rank) = it.expected_rank.filter(|_| organisations.len() <= top) {
                let shares = it.acceptability.iter().enumerate();
                let expected: f64 = shares.map(|(rank, it)| (rank + 1) as f64 * it).sum();
                prop_assert!((rank - expected).abs() < 1e-9, "{rank} and {expected}");
            }
        }
        for (one, wins) in found.wins.iter().enumerate() {
            for (other, share) in wins.iter().enumerate() {
                let both = if one == other { 0.0 } else { 1.0 };
                prop_assert!(is_near(share + found.wins[other][one], both));
            }
        }
    }

    #[test]
    fn threads_and_order_change_nothing(records in records(2..=6, 1..=2), seed in 0..5_u64) {
        let catalog = Catalog::new(records.profiles(), Default::default());
        let mut organisations = eligible(&catalog, 0);
        let doubts = Doubts { samples: 130, seed, top: 3, ..Doubts::default() };
        let board = catalog.board();
        let mut tell = |threads| {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            organisations.reverse();
            let found =
                pool.install(|| board.sensitivity_of_organisations(0, &organisations, &doubts));
            shown(&[found.unwrap()])
        };
        prop_assert_eq!(tell(1), tell(4));
    }
}

//! How firm a ranking is, held against golden numbers, slow second opinions and the engine.

mod support;

use std::sync::Arc;

use proptest::prelude::*;
use rayon::ThreadPoolBuilder;
use support::{
    TOLERANCE, cases,
    fields::{Case, acceptabilities, contender, eligible, middles, weights_alone},
    is_near,
    models::models,
    random::{Dice, records},
    shown,
};
use volmatch::{
    Asker, Assessment, BLOCKS, Board, Candidate, Catalog, Cell, Criterion, Doubts, Evidence, Field,
    Listing, Mean, Model, Organisation, Robustness, Sensitivity, Side,
};

/// A field of one side with certain values, a row a contender, and equal weights.
fn field(rows: &[Vec<f64>]) -> Field {
    let criteria = (0..rows[0].len()).map(|it| (format!("c{it}"), Side::Host, 1.0));
    let mut field = Field::new(criteria, Mean::Harmonic);
    for (index, row) in rows.iter().enumerate() {
        field.push(contender(index), row.iter().map(|value| Some(Cell::known(*value))));
    }
    field
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

/// A criterion of one's own: the capacity again, on the organisation's side.
#[derive(Debug)]
struct Own;

impl Criterion for Own {
    fn name(&self) -> &str {
        "own"
    }

    fn side(&self) -> Side {
        Side::Organisation
    }

    fn is_asked(&self, _: &Asker) -> bool {
        true
    }

    fn assess(&self, candidate: &Candidate<'_>, _: &Asker) -> Assessment {
        match candidate.organisation.capacity {
            None => Assessment::missing("no capacity stated"),
            Some(many) => {
                let value = f64::from(many.min(100)) / 100.0;
                Assessment::observed(vec![Evidence::adding(
                    value,
                    "own".into(),
                    "organisation",
                    None,
                )])
            }
        }
    }
}

/// A criterion that a redrawn board does not have keeps its values, and takes part.
#[test]
fn criteria_of_ones_own_take_part() {
    let record = |id: &str, capacity: usize| {
        format!(
            r#"{{"type":"organisation","id":"{id}","name":"{id}","home":"GBR","sdgs":["3"],"capacity":{capacity}}}"#
        )
    };
    let profiles = support::profiles(&[record("a", 10), record("b", 90)].join("\n"));
    let board = Board::of(&[], &["KEN"], Model::default()).unwrap();
    let board = board.with_criterion(Box::new(Own), 1.0);
    let organisations: Vec<Arc<Organisation>> =
        profiles.organisations().iter().cloned().map(Arc::new).collect();
    let doubts = Doubts { missing: false, ..Doubts::default() };
    let found = board.sensitivity_of_organisations(0, &organisations, &doubts).unwrap();
    assert_eq!(found.standings[0].contender.id, "b");
    assert_eq!(found.standings[0].acceptability, [1.0, 0.0]);
    assert!(found.leads.iter().any(|it| it.criterion == "own" && it.leads.len() == 1));
}

#[test]
fn the_order_of_the_model_is_kept() {
    let board = Board::of(&[], &["KEN"], Model::default()).unwrap();
    let orders = board.order_of_weights();
    let words: Vec<String> = orders.iter().map(|it| it.join(">=")).collect();
    assert_eq!(words.len(), 11);
    assert!(words.contains(&"alignment>=sectors".to_owned()), "{words:?}");
    assert!(words.contains(&"ties>=capacity".to_owned()), "{words:?}");
    assert!(words.contains(&"learning>=reach".to_owned()), "{words:?}");
    let profiles = support::profiles(volmatch::SAMPLE);
    let organisations: Vec<Arc<Organisation>> =
        profiles.organisations().iter().cloned().map(Arc::new).collect();
    let doubts = Doubts { orders, ..weights_alone(2_000) };
    let found = board.sensitivity_of_organisations(0, &organisations, &doubts).unwrap();
    let mean = |name: &str| {
        let index = found.criteria.iter().position(|it| it.0 == name).unwrap();
        found.mean_weights[index]
    };
    assert!(found.is_bound && mean("text") < mean("alignment") && mean("capacity") < mean("text"));
    assert!(mean("reach") < mean("fit"));
}

#[test]
fn acceptabilities_are_those_of_a_grid() {
    for seed in 0..40 {
        // Two criteria a side: a square of weights.
        let grid =
            middles(120).flat_map(|a| middles(120).map(move |b| vec![a, 1.0 - a, b, 1.0 - b]));
        Case::new(&mut Dice(seed), 2, 2).agrees(grid);
        // Three criteria on one side: a triangle of them.
        let parts = 150;
        let grid = (0..parts).flat_map(|a| {
            (0..parts - a).map(move |b| {
                let weight = |it: usize| (it as f64 + 1.0 / 3.0) / parts as f64;
                vec![weight(a), weight(b), 1.0 - weight(a) - weight(b)]
            })
        });
        Case::new(&mut Dice(1_000 + seed), 3, 0).agrees(grid);
    }
}

/// One criterion: what is missing is as likely anywhere in its bounds.
#[test]
fn what_is_missing_is_anywhere_in_its_bounds() {
    let half_known = Cell { value: 0.4, bounds: (0.4, 1.0), is_answered: true };
    let first = |cells: [Cell; 2]| {
        let mut field = Field::new([("c".to_owned(), Side::Host, 1.0)], Mean::Harmonic);
        cells.iter().enumerate().for_each(|(it, cell)| field.push(contender(it), [Some(*cell)]));
        let doubts = Doubts { missing: true, ..weights_alone(100_000) };
        let found = field.sensitivity(&doubts).unwrap();
        for it in &found.standings {
            // With one criterion all weights are central: what is left to chance is what is missing.
            let (confidence, first) = (it.confidence.unwrap(), it.acceptability[0]);
            assert!((confidence - first).abs() < 0.02, "{confidence} and {first}: {cells:?}");
        }
        acceptabilities(&found)[0][0]
    };
    for (cells, expected) in [
        ([Cell::known(0.7), Cell::missing(0.0)], 0.7),
        ([Cell::known(0.7), half_known], 0.5),
        ([Cell::missing(0.0), Cell::missing(0.0)], 0.5),
        ([half_known, Cell::missing(0.0)], 0.7),
    ] {
        let found = first(cells);
        assert!((found - expected).abs() < 0.006, "{found} instead of {expected}: {cells:?}");
    }
}

/// A claim against evidence that wears off: by the constants, now the one is ahead, now the other.
#[test]
fn strengths_are_drawn_once_a_block() {
    let lines = [
        r#"{"type":"organisation","id":"claims","name":"C","home":"GBR","sdgs":["3.8"]}"#,
        r#"{"type":"organisation","id":"shows","name":"S","home":"GBR","sdgs":["1","2","4","5","6",
            {"code":"3.8","evidence":[{"year":2019,"quality":0.2}]}]}"#,
        r#"{"type":"country","id":"MWI","name":"Malawi","priorities":[{"sdgs":["3.8"]}]}"#,
    ];
    let text = lines.map(|it| it.replace('\n', "")).join("\n");
    let model = Model { organisation: [("fit".to_owned(), 0.0)].into(), ..Model::default() };
    let catalog = Catalog::new(support::profiles(&text), model);
    let doubts = Doubts { weights: false, missing: false, ..Doubts::default() };
    let organisations = eligible(&catalog, 0);
    let found = catalog.board().sensitivity_of_organisations(0, &organisations, &doubts).unwrap();
    let share = found.standings[0].acceptability[0] * BLOCKS as f64;
    assert!(is_near(share, share.round()) && (1.0..40.0).contains(&share), "{share}");
    assert_eq!(found.strengths.len(), 7);
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

    /// A listing's robustness is that part of a sensitivity, draw for draw.
    #[test]
    fn robustness_is_part_of_a_sensitivity(records in records(1..=6, 1..=3), top in 1..5_usize) {
        let catalog = Catalog::new(records.profiles(), Model::default());
        let board = catalog.board();
        let doubts = Doubts { strengths: false, samples: 200, top, ..Doubts::default() };
        let parts = |found: &Sensitivity| -> Vec<(Option<f64>, f64)> {
            found.standings.iter().map(|it| (it.keeps_rank(), it.among_first())).collect()
        };
        let of = |found: Vec<Robustness>| -> Vec<(Option<f64>, f64)> {
            found.iter().map(|it| (Some(it.keeps_rank), it.among_first)).collect()
        };
        let is_same = |one: &[(Option<f64>, f64)], other: &[(Option<f64>, f64)]| {
            one.len() == other.len()
                && one.iter().zip(other).all(|(a, b)| a.0 == b.0 && is_near(a.1, b.1))
        };
        let organisations = eligible(&catalog, 0);
        let found = board.sensitivity_of_organisations(0, &organisations, &doubts).unwrap();
        let robust = board.robustness_of_organisations(0, &organisations, &doubts).unwrap();
        prop_assert!(is_same(&parts(&found), &of(robust)));
        let it = catalog.organisations().next().unwrap();
        let listing = Listing::best(100);
        let places: Vec<usize> =
            (0..board.askers().len()).filter(|place| listing.ranks(board, it, *place)).collect();
        let ranked = board.rank_countries(it, listing);
        prop_assert_eq!(ranked.len(), places.len());
        let found = board.sensitivity_of_countries(it, &places, &doubts).unwrap();
        let robust = board.robustness_of_countries(it, &places, &doubts).unwrap();
        prop_assert!(is_same(&parts(&found), &of(robust)));
        for (standing, ranked) in found.standings.iter().zip(&ranked) {
            prop_assert_eq!(&standing.contender.id, &ranked.country);
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

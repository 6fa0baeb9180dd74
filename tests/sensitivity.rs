//! How firm a ranking is, held against golden numbers, slow second opinions and the engine.

mod support;

use std::sync::Arc;

use proptest::prelude::*;
use rayon::ThreadPoolBuilder;
use support::{
    TOLERANCE, cases, is_near,
    models::models,
    random::{Dice, records},
    shown,
};
use volmatch::{
    Asker, Assessment, BLOCKS, Board, Candidate, Catalog, Cell, Contender, Criterion, Doubts,
    Evidence, Field, Lead, Listing, Mean, Model, Organisation, Robustness, Sensitivity, Side,
    Verdict, eligibility, order,
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

/// A small field as plain data, for slow second opinions.
#[derive(Debug)]
struct Case {
    criteria: Vec<(Side, f64)>,
    mean: Mean,
    rows: Vec<Vec<Option<Cell>>>,
}

impl Case {
    /// So many criteria a side; some cells are not asked, some are missing.
    fn new(dice: &mut Dice, host: usize, own: usize) -> Self {
        let side = |it| if it < host { Side::Host } else { Side::Organisation };
        let weight = |dice: &mut Dice| 0.05 + dice.share();
        let criteria = (0..host + own).map(|it| (side(it), weight(dice))).collect();
        let is_whole = dice.chance(50);
        let cell = |dice: &mut Dice| match dice.below(8) {
            0 if !is_whole => None,
            1 if !is_whole => Some(Cell::missing(0.0)),
            _ => Some(Cell::known(dice.share())),
        };
        let row = |dice: &mut Dice| (0..host + own).map(|_| cell(dice)).collect();
        let rows = (0..2 + dice.below(4)).map(|_| row(dice)).collect();
        let mean = dice.one(&[Mean::Harmonic, Mean::Harmonic, Mean::Arithmetic, Mean::Minimum]);
        Self { criteria, mean, rows }
    }

    fn field(&self) -> Field {
        let named = self.criteria.iter().enumerate();
        let named = named.map(|(index, (side, weight))| (format!("c{index}"), *side, *weight));
        let mut field = Field::new(named, self.mean);
        for (index, row) in self.rows.iter().enumerate() {
            field.push(contender(index), row.iter().copied());
        }
        field
    }

    fn weights(&self) -> Vec<f64> {
        self.criteria.iter().map(|it| it.1).collect()
    }

    /// The score as the model describes it.
    fn score(&self, row: usize, weights: &[f64]) -> f64 {
        let side = |side: Side| {
            let (mut over, mut under, mut is_known) = (0.0, 0.0, false);
            for (index, cell) in self.rows[row].iter().enumerate() {
                let (Some(cell), true) = (cell, self.criteria[index].0 == side) else { continue };
                over += weights[index] * cell.value;
                under += weights[index];
                is_known |= cell.is_answered && 0.0 < weights[index];
            }
            (if 0.0 < under { over / under } else { 0.0 }, is_known)
        };
        let ((host, _), (own, is_known)) = (side(Side::Host), side(Side::Organisation));
        if is_known { self.mean.of(host, own) } else { host }
    }

    /// The rows, best first.
    fn ranking(&self, weights: &[f64]) -> Vec<usize> {
        let mut ranking: Vec<usize> = (0..self.rows.len()).collect();
        let key = |row: usize| (self.score(row, weights), 1.0);
        let id = |row: usize| format!("o{row}");
        ranking.sort_by(|one, other| order(key(*one), &id(*one), key(*other), &id(*other)));
        ranking
    }

    /// How often each comes at each place over a grid of weights.
    fn by_grid(&self, grid: impl Iterator<Item = Vec<f64>>) -> Vec<Vec<f64>> {
        let mut counts = vec![vec![0.0; self.rows.len()]; self.rows.len()];
        let mut points = 0.0;
        for weights in grid {
            points += 1.0;
            for (rank, row) in self.ranking(&weights).into_iter().enumerate() {
                counts[row][rank] += 1.0;
            }
        }
        counts.iter().map(|row| row.iter().map(|count| count / points).collect()).collect()
    }

    fn agrees(&self, grid: impl Iterator<Item = Vec<f64>>) {
        let found = acceptabilities(&self.field().sensitivity(&weights_alone(20_000)).unwrap());
        for (found, expected) in found.iter().flatten().zip(self.by_grid(grid).iter().flatten()) {
            assert!((found - expected).abs() < 0.02, "{found} instead of {expected}: {self:?}");
        }
    }
}

/// The middles of so many equal parts of 0 to 1.
fn middles(parts: usize) -> impl Iterator<Item = f64> + Clone {
    (0..parts).map(move |it| (it as f64 + 0.5) / parts as f64)
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

/// Whether a row is first with one criterion at a share of its side, or so near that rounding decides.
fn is_first(case: &Case, axis: usize, share: f64, row: usize) -> bool {
    let weights = swung(case, axis, share);
    let first = case.ranking(&weights)[0];
    first == row || case.score(first, &weights) - case.score(row, &weights) < 1e-11
}

/// The leads leave no gap, and each is first a little behind its beginning, in its middle and a little
/// before its end.
fn check_leads(case: &Case, axis: usize, leads: &[Lead]) -> Result<(), TestCaseError> {
    const NEAR: f64 = 1e-7;
    prop_assert_eq!((leads[0].from, leads[leads.len() - 1].to), (0.0, 1.0));
    for pair in leads.windows(2) {
        prop_assert_eq!(pair[0].to, pair[1].from);
        prop_assert_ne!(pair[0].contender, pair[1].contender);
    }
    for lead in leads.iter().filter(|it| 4.0 * NEAR < it.to - it.from) {
        for at in [lead.from + NEAR, f64::midpoint(lead.from, lead.to), lead.to - NEAR] {
            prop_assert!(is_first(case, axis, at, lead.contender), "{axis} at {at}: {case:?}");
        }
    }
    Ok(())
}

/// The weights with one criterion at a share of its side, the others in proportion.
fn swung(case: &Case, axis: usize, share: f64) -> Vec<f64> {
    let side = case.criteria[axis].0;
    let is_other = |it: usize| it != axis && case.criteria[it].0 == side;
    let all = case.weights();
    let rest: f64 = (0..all.len()).filter(|it| is_other(*it)).map(|it| all[it]).sum();
    let weight = |it: usize| match is_other(it) {
        true => (1.0 - share) * all[it] / rest,
        false if it == axis => share,
        false => all[it],
    };
    (0..all.len()).map(weight).collect()
}

proptest! {
    #![proptest_config(cases(4_000))]

    /// Thresholds are exact: ranked again a little below and a little above each of them, in the middle
    /// between two, and all along the way.
    #[test]
    fn thresholds_are_where_the_lead_changes(seed in any::<u64>().no_shrink()) {
        let mut dice = Dice(seed);
        let (host, own) = (1 + dice.below(4), dice.below(4));
        let case = Case::new(&mut dice, host, own);
        let field = case.field();
        let found = field.sensitivity(&weights_alone(1)).unwrap();
        for leads in &found.leads {
            let axis: usize = leads.criterion[1..].parse().unwrap();
            check_leads(&case, axis, &leads.leads)?;
            prop_assert_eq!(leads.leads[leads.now].contender, case.ranking(&case.weights())[0]);
            for share in middles(30) {
                let holds = |it: &&Lead| it.from + 1e-6 < share && share < it.to - 1e-6;
                if let Some(lead) = leads.leads.iter().find(holds) {
                    prop_assert!(is_first(&case, axis, share, lead.contender), "{leads:?} at {share}");
                }
            }
        }
    }
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

    /// The engine agrees: with a weight of the model moved past a threshold, another organisation leads.
    #[test]
    fn the_engine_ranks_by_the_thresholds(records in records(2..=5, 1..=1), model in models()) {
        let catalog = Catalog::new(records.profiles(), model.clone());
        let organisations = eligible(&catalog, 0);
        let board = catalog.board();
        let country = board.askers()[0].id.clone();
        let field = Field::of_organisations(board, 0, &organisations);
        for leads in &field.sensitivity(&weights_alone(1)).unwrap().leads {
            for lead in &leads.leads {
                let share = f64::midpoint(lead.from, lead.to);
                if lead.to - lead.from < 1e-6 {
                    continue;
                }
                let mut moved = model.clone();
                let side = match leads.side {
                    Side::Host => &mut moved.host,
                    Side::Organisation => &mut moved.organisation,
                };
                let rest: f64 = side.iter().filter(|it| *it.0 != leads.criterion).map(|it| it.1).sum();
                side.values_mut().for_each(|it| *it *= (1.0 - share) / rest);
                side.insert(leads.criterion.clone(), share);
                let moved = Catalog::new(records.profiles(), moved);
                let ranked = moved.rank(&country, 1).unwrap();
                // Completeness, which decides between equal scores, goes by the weights as well.
                let leader = &organisations[lead.contender];
                let score = moved.board().score(leader, 0).0;
                prop_assert!(
                    is_near(ranked[0].score, score),
                    "{} at {}: {} before {}", &leads.criterion, share, &ranked[0].organisation.id, &leader.id
                );
            }
        }
    }

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

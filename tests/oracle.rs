//! The engine against a slow second opinion on random catalogs, and the model's golden numbers.

mod support;

use proptest::prelude::*;
use support::{
    TOLERANCE, cases,
    models::models,
    oracle::{Expected, Part, expect},
    profiles,
    random::records,
    records::Records,
    value_of,
};
use volmatch::{
    Answer, Asker, Assessment, Board, Candidate, Catalog, Contribution, Criterion, Evidence,
    Explanation, Mean, Model, Side, Weights,
    atlas::countries::CountryCode,
    sdg::{Sdg, similarity},
};

proptest! {
    #![proptest_config(cases(10_000))]

    #[test]
    fn every_number_is_as_the_oracle_says(records in records(1..=4, 1..=4)) {
        compare(&records, Model::default())?;
    }

    #[test]
    fn so_it_is_with_any_model(records in records(1..=4, 1..=4), model in models()) {
        compare(&records, model)?;
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn and_for_every_country_of_the_atlas(records in records(1..=2, 0..=0), model in models()) {
        compare(&records, model)?;
    }
}

/// Every pair of a catalog, on its board.
fn compare(records: &Records, model: Model) -> Result<(), TestCaseError> {
    let catalog = Catalog::new(records.profiles(), model);
    let board = catalog.board();
    for organisation in catalog.organisations() {
        for place in 0..board.askers().len() {
            let expected = expect(organisation, &board.askers()[place], board.model());
            let found = board.explain(organisation, place);
            compare_pair(&found, &expected).map_err(|reason| {
                let pair = format!("{} in {}: {reason}", organisation.id, found.country);
                TestCaseError::fail(format!("{pair}\n{expected:#?}\n{:#?}", found.contributions))
            })?;
            same_alone(board, &found, place)?;
        }
    }
    Ok(())
}

/// An asker has the same scores on a board of its own.
fn same_alone(board: &Board, found: &Explanation, place: usize) -> Result<(), TestCaseError> {
    if 4 < board.askers().len() {
        return Ok(());
    }
    let alone = Board::of_askers(vec![board.askers()[place].clone()], board.model().clone());
    let again = alone.explain(&found.organisation, 0);
    prop_assert_eq!(format!("{found:?}"), format!("{again:?}"));
    Ok(())
}

fn compare_pair(found: &Explanation, expected: &Expected) -> Result<(), String> {
    for part in &expected.parts {
        let of_part = |it: &&Contribution| it.criterion == part.criterion && it.side == part.side;
        match found.contributions.iter().find(of_part) {
            Some(contribution) => compare_part(contribution, part)?,
            None if 0.0 < part.weight => return Err(format!("no {}", part.criterion)),
            None => {}
        }
    }
    near("host value", found.host_value, expected.host_value)?;
    maybe_near("organisation value", found.organisation_value, expected.organisation_value)?;
    maybe_near("gap", found.mutuality_gap, expected.gap)?;
    near("lower bound", found.bounds.0, expected.bounds.0)?;
    near("upper bound", found.bounds.1, expected.bounds.1)?;
    near("completeness", found.completeness, expected.completeness)?;
    near("score", found.score, expected.score)
}

fn compare_part(found: &Contribution, expected: &Part) -> Result<(), String> {
    let name = expected.criterion;
    if found.state != expected.state {
        return Err(format!("{name} is {:?}, not {:?}", found.state, expected.state));
    }
    near(&format!("weight of {name}"), found.weight, expected.weight)?;
    near(name, found.value, expected.value)?;
    near(&format!("sum of {name}"), found.contribution, expected.weight * expected.value)
}

fn near(what: &str, found: f64, expected: f64) -> Result<(), String> {
    if (found - expected).abs() <= TOLERANCE {
        return Ok(());
    }
    Err(format!("{what} is {found}, not {expected}"))
}

fn maybe_near(what: &str, found: Option<f64>, expected: Option<f64>) -> Result<(), String> {
    match (found, expected) {
        (Some(found), Some(expected)) => near(what, found, expected),
        (None, None) => Ok(()),
        _ => Err(format!("{what} is {found:?}, not {expected:?}")),
    }
}

/// Section 2 of the scoring model.
#[test]
fn similarities_are_golden() {
    let of = |need: &str, offer: &str| similarity(need.parse().unwrap(), offer.parse().unwrap());
    golden(of("3.8", "3"), 0.666_667);
    golden(of("3.8", "3.c"), 0.5);
    golden(of("17.9", "17"), 0.597_499);
    golden(of("17.9", "17.16"), 0.426_024);
    golden(of("4.4", "8.6"), 0.0);
    golden(of("3", "3.8"), 1.0);
}

const FOCUSED: &str = r#"{"type":"organisation","id":"a","name":"Focused","sdgs":[
    {"code":"3.8","evidence":[{"quality":0.6,"year":2025},{"quality":0.6,"year":2023}]},
    {"code":"17.9","evidence":[{"quality":0.6,"year":2024}]}]}"#;
const CLAIMS_ALL: &str = r#"{"type":"organisation","id":"b","name":"Claims all","sdgs":[
    "1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17"]}"#;
const LONG_AGO: &str = r#"{"type":"organisation","id":"c","name":"Long ago","sdgs":[
    {"code":"3","evidence":[{"quality":0.6,"year":2016}]},"4"]}"#;
const ASKER: &str = r#"{"type":"country","id":"x-golden","name":"Golden","priorities":[
    {"weight":0.5,"sdgs":["3.8"]},{"weight":0.3,"sdgs":["4.4"]},{"weight":0.2,"sdgs":["17.9"]}]}"#;

/// The golden organisations in a catalog whose model is of the year that makes their ages hold.
fn golden_catalog() -> Catalog {
    let lines = [FOCUSED, CLAIMS_ALL, LONG_AGO, ASKER].map(|it| it.replace('\n', " "));
    let mut model = Model { year: 2026, ..Model::default() };
    // Alignment alone: nobody here describes itself.
    model.host.insert("text".into(), 0.0);
    Catalog::new(profiles(&lines.join("\n")), model)
}

/// Section 3.
#[test]
fn strengths_are_golden() {
    let catalog = golden_catalog();
    let strengths = |id: &str| {
        Candidate::new(catalog.organisation(id).unwrap(), catalog.board().model()).strengths
    };
    assert_eq!(strengths("a")[0].0.to_string(), "3.8");
    golden(strengths("a")[0].1, 0.855_709);
    let of_all = strengths("b");
    assert_eq!(of_all.len(), 17);
    of_all.iter().for_each(|(_, strength)| golden(*strength, 0.147_059));
}

/// Section 4.
#[test]
fn alignment_and_fit_are_golden() {
    let catalog = golden_catalog();
    for (id, alignment, fit) in
        [("a", 0.573_326, 0.724_323), ("b", 0.097_944, 0.078_356), ("c", 0.298_261, 0.554_904)]
    {
        let found = catalog.explain(id, "x-golden").unwrap();
        golden(value_of(&found, "alignment"), alignment);
        golden(value_of(&found, "fit"), fit);
        golden(found.host_value, alignment);
        golden(found.organisation_value.unwrap(), fit);
    }
}

/// A criterion that says the same of every pair.
#[derive(Debug)]
struct Fixed(&'static str, Side, Option<f64>);

impl Criterion for Fixed {
    fn name(&self) -> &str {
        self.0
    }

    fn side(&self) -> Side {
        self.1
    }

    fn is_asked(&self, _: &Asker) -> bool {
        true
    }

    fn assess(&self, _: &Candidate<'_>, _: &Asker) -> Assessment {
        match self.2 {
            Some(value) => {
                let evidence = vec![Evidence::adding(value, "fixed".into(), "model", None)];
                Assessment { answer: Answer::Observed, value, evidence }
            }
            None => Assessment::missing("fixed"),
        }
    }
}

/// One pair judged by fixed criteria alone.
fn judged_by(criteria: Vec<(Fixed, f64)>, missing_value: Weights) -> Explanation {
    let none = |weights: Weights| weights.into_keys().map(|name| (name, 0.0)).collect();
    let built_in = Model::default();
    let (host, organisation) = (none(built_in.host.clone()), none(built_in.organisation.clone()));
    let model = Model { host, organisation, missing_value, ..built_in };
    let catalog = golden_catalog();
    let asker = Asker::of_atlas("KEN".parse().unwrap(), &model);
    let mut board = Board::of_askers(vec![asker], model);
    for (criterion, weight) in criteria {
        board = board.with_criterion(Box::new(criterion), weight);
    }
    board.explain(catalog.organisation("a").unwrap(), 0)
}

/// Section 5: the same on both sides, so that their mean is each of them.
#[test]
fn three_states_are_golden() {
    let criteria = || {
        let of_side = |side: Side| {
            [
                ("one", 0.4, Some(0.8)),
                ("two", 0.3, None),
                ("three", 0.2, Some(0.5)),
                ("four", 0.1, None),
            ]
            .map(|(name, weight, value)| (Fixed(name, side, value), weight))
        };
        [Side::Host, Side::Organisation].into_iter().flat_map(of_side).collect()
    };
    let strict = judged_by(criteria(), Weights::new());
    golden(strict.score, 0.42);
    golden(strict.host_value, 0.42);
    golden(strict.bounds.0, 0.42);
    golden(strict.bounds.1, 0.82);
    golden(strict.completeness, 0.6);
    let missing_value = [("two".to_owned(), 0.4), ("four".to_owned(), 0.3)].into();
    let mild = judged_by(criteria(), missing_value);
    golden(mild.score, 0.57);
    golden(mild.bounds.0, 0.42);
    golden(mild.bounds.1, 0.82);
    golden(mild.completeness, 0.6);
}

/// Section 6.
#[test]
fn the_mean_and_the_gap_are_golden() {
    golden(Mean::Harmonic.of(0.9, 0.3), 0.45);
    golden(Mean::Arithmetic.of(0.9, 0.3), 0.6);
    golden(Mean::Minimum.of(0.9, 0.3), 0.3);
    let both = vec![
        (Fixed("given", Side::Host, Some(0.9)), 1.0),
        (Fixed("taken", Side::Organisation, Some(0.3)), 2.0),
    ];
    let found = judged_by(both, Weights::new());
    golden(found.score, 0.45);
    golden(found.mutuality_gap.unwrap(), 0.5);
    let host_alone = judged_by(vec![(Fixed("given", Side::Host, Some(0.9)), 1.0)], Weights::new());
    golden(host_alone.score, 0.9);
    assert_eq!((host_alone.organisation_value, host_alone.mutuality_gap), (None, None));
    assert!(host_alone.notes.iter().any(|note| note.contains("one-sided")));
}

/// Section 7.
#[test]
fn default_priorities_are_golden() {
    let needs = |code: &str| Asker::of_atlas(code.parse().unwrap(), &Model::default()).needs;
    for (code, count, largest) in [
        ("KEN", Some(15), [("2", 0.191), ("13", 0.117), ("3", 0.112)]),
        ("MWI", None, [("1", 0.147), ("2", 0.134), ("3", 0.124)]),
    ] {
        let mut needs = needs(code);
        assert!(count.is_none_or(|count: usize| needs.len() == count), "{code}");
        assert!((needs.iter().map(|need| need.weight).sum::<f64>() - 1.0).abs() < TOLERANCE);
        assert!(needs.iter().all(|need| !need.signals.is_empty()));
        needs.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        for (need, (goal, weight)) in needs.iter().zip(largest) {
            assert_eq!(need.sdgs, [goal.parse::<Sdg>().unwrap()], "{code}");
            assert!((need.weight - weight).abs() < 5e-4, "{code} {goal}: {}", need.weight);
        }
    }
    let (mut signalled, mut gap, mut neither) = (0, 0, Vec::new());
    for code in CountryCode::all() {
        match needs(code.as_str()).first() {
            None => neither.push(code.as_str()),
            Some(need) if need.signals[0].name == "sdg_gap" => gap += 1,
            Some(_) => signalled += 1,
        }
    }
    assert_eq!((signalled, gap, neither), (164, 30, vec!["AND"]));
}

fn golden(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6, "{found} is not {expected}");
}

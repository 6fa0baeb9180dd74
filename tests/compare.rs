//! Two rankings side by side: agreement by slow oracles, and every cause undone alone by a run of its own.

mod support;

use std::{collections::BTreeMap, fs};

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{
    TOLERANCE, cases, is_near,
    random::{Dice, organisation, records},
    records::Records,
};
use volmatch::{
    Catalog, Cause, Listed, Listing, Match, Model, Ranking, compare_rankings, kendall_tau,
    rank_biased_overlap,
};
use volmatch_cli::Exit;

#[path = "support/program.rs"]
mod program;

/// Kendall's tau-b by its definition: every pair looked at.
fn slow_tau(pairs: &[(f64, f64)]) -> Option<f64> {
    let (mut agree, mut first, mut second) = (0.0, 0.0_f64, 0.0_f64);
    for (index, a) in pairs.iter().enumerate() {
        for b in &pairs[..index] {
            let sign =
                |one: f64, other: f64| if one == other { 0.0 } else { (one - other).signum() };
            let (x, y) = (sign(a.0, b.0), sign(a.1, b.1));
            agree += x * y;
            first += x * x;
            second += y * y;
        }
    }
    (0.0 < first * second).then(|| agree / (first * second).sqrt())
}

/// Rank-biased overlap with the agreement of what cannot be seen carried on, depth by depth.
fn slow_overlap(one: &[usize], other: &[usize], p: f64) -> f64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let common = |depth: usize| {
        let seen = &short[..depth.min(short.len())];
        long[..depth.min(long.len())].iter().filter(|it| seen.contains(it)).count() as f64
    };
    let (s, l) = (short.len() as f64, long.len() as f64);
    let share = if short.is_empty() { 0.0 } else { common(short.len()) / s };
    let agreement = |depth: usize| {
        let d = (depth as f64).min(l);
        (common(depth) + share * (d - s).max(0.0)) / d
    };
    (1..4000).map(|depth| (1.0 - p) * p.powi(depth as i32 - 1) * agreement(depth)).sum()
}

#[test]
fn agreement_has_its_golden_numbers() {
    // Tau-b with ties, as SciPy documents `kendalltau`.
    let (x, y) = ([12.0, 2.0, 1.0, 12.0, 2.0], [1.0, 4.0, 7.0, 1.0, 0.0]);
    let pairs: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
    assert!((kendall_tau(&pairs).unwrap() - -0.471_404_520_791_031_73).abs() < 1e-15);
    assert_eq!(kendall_tau(&[(1.0, 1.0)]), None);
    assert_eq!(kendall_tau(&[(1.0, 1.0), (1.0, 2.0)]), None);
    // By hand: (0.1 / 0.9) (0.9 + 0.81 / 2 + 0.729) + 0.729.
    assert!(is_near(rank_biased_overlap(&[1, 2, 3], &[1, 3, 2], 0.9).unwrap(), 0.955));
    assert_eq!(rank_biased_overlap::<u8>(&[], &[], 0.9), None);
    assert_eq!(rank_biased_overlap(&[], &[1], 0.9), Some(0.0));
    // Webber, Moffat and Zobel (2010), eq. 21: the weight of the first ten places at 0.9 is 86 %.
    let (p, depth): (f64, i32) = (0.9, 10);
    let tail: f64 = (1..depth).map(|i| p.powi(i) / f64::from(i)).sum();
    let weight = 1.0 - p.powi(depth - 1)
        + (1.0 - p) / p * f64::from(depth) * ((1.0 / (1.0 - p)).ln() - tail);
    assert!((weight - 0.86).abs() < 0.005);
}

/// A catalog's ranking for every asker, everybody listed.
fn rankings(catalog: &Catalog) -> BTreeMap<String, Ranking> {
    let mut rankings: BTreeMap<String, Ranking> = BTreeMap::new();
    for Match { rank, explanation: it, .. } in catalog.rank_all(Listing::best(1000)) {
        let empty = || Ranking { id: it.country.clone(), listed: Vec::new() };
        rankings.entry(it.country.clone()).or_insert_with(empty).listed.push(Listed {
            id: it.organisation.id.clone(),
            name: it.organisation.name.clone(),
            rank: rank.unwrap(),
            score: it.score,
            contributions: it.contributions.clone(),
        });
    }
    rankings
}

/// The same records with some organisations drawn anew.
fn changed(records: &Records, dice: &mut Dice) -> Records {
    let mut changed = records.clone();
    for (index, it) in changed.organisations.iter_mut().enumerate() {
        if dice.chance(40) {
            *it = organisation(dice, index);
        }
    }
    changed
}

/// The default model with other weights, and at times another mean.
fn weighed(dice: &mut Dice) -> Model {
    let mut json = Model::default().to_json();
    for side in ["host", "organisation"] {
        for weight in json["weights"][side].as_object_mut().unwrap().values_mut() {
            *weight = json!(0.01 + dice.share());
        }
    }
    json["exponent"] = dice.one(&[json!(-1), json!(-1), json!(1), json!("minimum")]);
    Model::from_json(&json).unwrap()
}

/// The place of each among those of a list, in a ranking.
fn places(ranking: &Ranking, of: &[&str]) -> BTreeMap<String, usize> {
    let ids = ranking.listed.iter().map(|it| &it.id).filter(|it| of.contains(&it.as_str()));
    ids.cloned().zip(1..).collect()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn agreement_is_what_slow_oracles_say(seed in any::<u64>(), p in 0.05..0.95) {
        let mut dice = Dice(seed);
        let many = dice.below(12);
        let pairs: Vec<(f64, f64)> =
            (0..many).map(|_| (dice.below(6) as f64, dice.below(6) as f64)).collect();
        match (kendall_tau(&pairs), slow_tau(&pairs)) {
            (Some(one), Some(other)) => prop_assert!(is_near(one, other), "{pairs:?}"),
            (one, other) => prop_assert_eq!(one, other),
        }
        let list = |dice: &mut Dice| {
            let (many, order) = (dice.below(9), dice.any_order(9));
            order.into_iter().take(many).collect::<Vec<usize>>()
        };
        let (one, other) = (list(&mut dice), list(&mut dice));
        if let Some(overlap) = rank_biased_overlap(&one, &other, p) {
            prop_assert!((overlap - slow_overlap(&one, &other, p)).abs() < 1e-9, "{one:?} {other:?}");
            prop_assert_eq!(rank_biased_overlap(&other, &one, p), Some(overlap));
            prop_assert!(one.is_empty() || is_near(rank_biased_overlap(&one, &one, p).unwrap(), 1.0));
        }
    }

    /// Both kinds of cause at once, and a run with each of them undone alone.
    #[test]
    fn a_cause_is_what_undoing_it_alone_brings_back(
        records in records(1..=6, 1..=2),
        seed in any::<u64>(),
    ) {
        let mut dice = Dice(seed);
        let other_records = changed(&records, &mut dice);
        let models = [Model::default(), weighed(&mut dice)];
        let run = |records: &Records, model: &Model| {
            rankings(&Catalog::new(records.profiles(), model.clone()))
        };
        let before = run(&records, &models[0]);
        let after = run(&other_records, &models[1]);
        let no_values = run(&records, &models[1]);
        let no_weights = run(&other_records, &models[0]);
        for (id, one) in &before {
            let Some(other) = after.get(id) else { continue };
            let found = compare_rankings(one, other, Some([&models[0], &models[1]]), 0.9);
            let ids: Vec<&str> = one
                .listed
                .iter()
                .map(|it| it.id.as_str())
                .filter(|id| other.listed.iter().any(|it| it.id == *id))
                .collect();
            let listed = |of: &Ranking, id: &str| of.listed.iter().find(|it| it.id == id).cloned();
            for it in found.moved.iter().filter(|it| ids.contains(&it.id.as_str())) {
                let effects = it.effects.unwrap();
                let change = it.scores.1.unwrap() - it.scores.0.unwrap();
                prop_assert!(is_near(effects.values + effects.weights, change));
                let undone = |of: &BTreeMap<String, Ranking>| listed(&of[id], &it.id).unwrap().score;
                prop_assert!((effects.without_values - undone(&no_values)).abs() < TOLERANCE);
                prop_assert!((effects.without_weights - undone(&no_weights)).abs() < TOLERANCE);
                let at = |of: &Ranking| places(of, &ids)[&it.id];
                let found = it.places.unwrap();
                prop_assert_eq!((found.before, found.after), (at(one), at(other)));
                let brings_back =
                    [&no_values, &no_weights].map(|of| at(&of[id]) == found.before);
                match it.cause {
                    Some(Cause::Values) => prop_assert_eq!(brings_back, [true, false]),
                    Some(Cause::Weights) => prop_assert_eq!(brings_back, [false, true]),
                    Some(Cause::Either) => prop_assert_eq!(brings_back, [true, true]),
                    Some(Cause::Together) => prop_assert_eq!(brings_back, [false, false]),
                    Some(Cause::Others) => {
                        prop_assert_eq!(found.before, found.after);
                        prop_assert_ne!(it.ranks.0, it.ranks.1);
                    }
                    None => prop_assert_eq!(it.ranks.0, it.ranks.1),
                    cause => prop_assert!(false, "{cause:?}"),
                }
                // Parts sum to the change of each side.
                for side in [volmatch::Side::Host, volmatch::Side::Organisation] {
                    let of = |of: &Ranking| -> f64 {
                        let parts = listed(of, &it.id).unwrap().contributions;
                        parts.iter().filter(|it| it.side == side).map(|it| it.weight * it.value).sum()
                    };
                    let parts = it.parts.iter().filter(|it| it.side == side);
                    let sum: f64 = parts.map(|it| it.by_value + it.by_weight).sum();
                    prop_assert!(is_near(sum, of(other) - of(one)));
                }
            }
            // Everybody that is not told of stayed as it was.
            for it in &other.listed {
                if found.moved.iter().all(|moved| moved.id != it.id) {
                    let old = listed(one, &it.id).unwrap();
                    prop_assert!(old.rank == it.rank && is_near(old.score, it.score));
                }
            }
            let told = found.moved.iter().filter(|it| it.ranks.0.is_none() || it.ranks.1.is_none());
            prop_assert_eq!(told.count(), one.listed.len() + other.listed.len() - 2 * ids.len());
        }
    }

    /// One kind of cause alone is the only one that is named.
    #[test]
    fn one_cause_alone_is_named(records in records(2..=6, 1..=2), seed in any::<u64>(), data in any::<bool>()) {
        let mut dice = Dice(seed);
        let model = Model::default();
        let (other_records, other_model) = match data {
            true => (changed(&records, &mut dice), model.clone()),
            false => (records.clone(), weighed(&mut dice)),
        };
        let before = rankings(&Catalog::new(records.profiles(), model.clone()));
        let after = rankings(&Catalog::new(other_records.profiles(), other_model.clone()));
        for (id, one) in &before {
            let Some(other) = after.get(id) else { continue };
            let found = compare_rankings(one, other, Some([&model, &other_model]), 0.9);
            let only = if data { Cause::Values } else { Cause::Weights };
            for it in &found.moved {
                let is_it = matches!(it.cause, None | Some(Cause::Others)) || it.cause == Some(only);
                prop_assert!(is_it, "{it:?}");
                if let Some(effects) = it.effects {
                    let other = if data { effects.weights } else { effects.values };
                    prop_assert!(is_near(other, 0.0), "{it:?}");
                }
            }
        }
    }
}

fn said(args: &[&str]) -> String {
    let said = program::volmatch(args, b"");
    assert_eq!(said.exit, Exit::Done, "{args:?}: {}", said.err);
    said.out
}

#[test]
fn a_run_beside_itself_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["json", "jsonl", "csv"] {
        for of in [vec![], vec!["--organisation", "vso", "-k", "200"]] {
            let path = folder.path().join(format);
            let path = path.to_str().unwrap();
            said(&[&["match", "-q", "-f", format, "-o", path][..], &of].concat());
            assert_eq!(said(&["compare", path, path]).lines().nth(1), Some("no difference"));
            assert_eq!(said(&["compare", path, path, "-f", "jsonl"]), "");
            assert_eq!(said(&["compare", path, path, "-f", "csv"]).lines().count(), 1);
            said(&["compare", path, path, "--exit-status"]);
        }
    }
}

/// What differs is named by what it is: model, data, both; and each is what a run of its own says.
#[test]
fn what_differs_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let kinds = |args: &[&str]| -> Vec<String> {
        let document: Value = serde_json::from_str(&said(args)).unwrap();
        let kinds = document["differences"].as_array().unwrap().iter();
        let mut kinds: Vec<String> =
            kinds.map(|it| it["what"].as_str().unwrap().to_owned()).collect();
        kinds.dedup();
        kinds
    };
    let run = |extra: &[&str]| {
        let mut args = vec!["compare", "-q", "-c", "KEN", "-k", "200", "-f", "json"];
        args.extend(extra);
        kinds(&args)
    };
    fs::write(at("constants.toml"), "[constants]\ndeclared_strength = 0.3").unwrap();
    assert_eq!(run(&["--weight", "language=0.3"]), ["weights"]);
    assert_eq!(run(&["--set", "vso.sdgs+=2"]), ["data"]);
    assert_eq!(run(&["--set", "vso.sdgs+=2", "--weight", "fit=0.1"]), ["data", "weights"]);
    assert_eq!(run(&["--model", &at("constants.toml")]), ["constants"]);

    // Rules, whatever their file is called.
    let rules = "[[rules]]\nname = \"x\"\nrequires = { languages = [\"sw\"] }";
    for (name, file) in [("a", "a.toml"), ("b", "b.toml")] {
        fs::write(at(file), rules).unwrap();
        let output = at(&format!("{name}.json"));
        said(&["match", "-q", "-c", "KEN", "-f", "json", "--rules", &at(file), "-o", &output]);
    }
    said(&["match", "-q", "-c", "KEN", "-f", "json", "-o", &at("none.json")]);
    let between = |one: &str, other: &str| kinds(&["compare", &at(one), &at(other), "-f", "json"]);
    assert_eq!(between("none.json", "a.json"), ["options"]);
    assert!(between("a.json", "b.json").is_empty());
    let run: Value = serde_json::from_str(&fs::read_to_string(at("a.json")).unwrap()).unwrap();
    assert_eq!(run["run"]["options"]["rules_file"]["rules"], serde_json::json!(["x"]));

    // Another version of the program, and other facts.
    said(&["match", "-q", "-c", "KEN", "-f", "json", "-o", &at("a.json")]);
    let text = fs::read_to_string(at("a.json")).unwrap();
    let version = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(at("b.json"), text.replace(&version, "\"version\":\"9.9.9\"")).unwrap();
    assert_eq!(kinds(&["compare", &at("a.json"), &at("b.json"), "-f", "json"]), ["program"]);
    fs::write(at("b.json"), text.replace("\"vintage\":\"2022\"", "\"vintage\":\"2023\"")).unwrap();
    assert_eq!(kinds(&["compare", &at("a.json"), &at("b.json"), "-f", "json"]), ["atlas"]);
    let exit =
        program::volmatch(&["compare", &at("a.json"), &at("b.json"), "--exit-status"], b"").exit;
    assert_eq!(exit, Exit::Failed);
}

#[test]
fn what_is_no_answer_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let line = |country: &str, rank: usize, id: &str| json!({"country": country, "rank": rank, "organisation": id, "name": id, "score": 0.5});
    let good = line("KEN", 1, "a").to_string();
    fs::write(at("good"), &good).unwrap();
    let mut part = line("KEN", 1, "a");
    part["contributions"] = json!([
        {"criterion": "text", "side": "host", "state": "observed", "weight": 1, "value": -0.5}
    ]);
    let twice = format!("{good}\n{good}");
    let gap = format!("{good}\n{}", line("KEN", 3, "b"));
    let by_organisation = format!("{good}\n{}", line("MWI", 2, "a"));
    for (name, text, expected) in [
        ("cut", &good[..20], "not an answer of `match`: EOF"),
        ("plain", "Kenya", "neither `{` nor the header of a csv"),
        ("other", r#"{"a": 1}"#, "missing field `country`"),
        ("csv", "country,rank\nKEN,1", "no column `organisation`"),
        ("number", "country,rank,organisation,name,score\nKEN,1,a,a,x", "line 2: `x` is no number"),
        (
            "nan",
            "country,rank,organisation,name,score\nKEN,1,a,a,NaN",
            "score `NaN` of `a` for `KEN`",
        ),
        ("high", &good.replace("0.5", "7.5"), "score `7.5` of `a` for `KEN` is out of range"),
        ("low", &part.to_string(), "value `-0.5` of `a` for `KEN` is out of range"),
        ("twice", &twice, "ranks are neither"),
        ("gap", &gap, "ranks are neither"),
        ("page", "<html>", "a web page or XML"),
        ("way", &by_organisation, "they cannot be compared"),
    ] {
        fs::write(at(name), text).unwrap();
        let said = program::volmatch(&["compare", &at("good"), &at(name)], b"");
        assert_eq!(said.exit, Exit::Failed, "{name}");
        assert!(said.err.contains(expected), "{name}: {}", said.err);
        assert_eq!(said.err.lines().count(), 1);
    }
}

/// What is asked of profiles is asked of both runs over them; two answers are compared as they are.
#[test]
fn what_is_asked_of_profiles_is_asked_of_both_runs() {
    let bad = ["compare", "tests/data/mistakes.jsonl", "-c", "KEN", "--weight", "language=1"];
    let stopped = program::volmatch(&bad, b"");
    assert!(
        stopped.exit == Exit::Failed && stopped.err.contains("--keep-going"),
        "{}",
        stopped.err
    );
    let went_on = program::volmatch(&[&bad[..], &["--keep-going"]].concat(), b"");
    assert!(went_on.exit == Exit::Failed && went_on.out.contains("1 ranking"), "{}", went_on.out);
    assert_eq!(went_on.err.matches("1 kept and 8 rejected").count(), 1, "{}", went_on.err);
    let only = ["compare", "-c", "KEN", "-c", "FRA", "--weight", "language=1", "--only"];
    let shown = |modality| program::volmatch(&[&only[..], &[modality]].concat(), b"").out;
    assert_ne!(shown("south-south"), shown("north-south"));
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    said(&["match", "--by", "organisation", "-k", "2", "-f", "csv", "-o", &at("each")]);
    let same = program::volmatch(&["compare", &at("each"), &at("each")], b"");
    assert!(same.exit == Exit::Done && same.out.contains("no difference"), "{}", same.err);
    for flag in [&["-k", "1"][..], &["-c", "KEN"], &["--keep-going"], &["--as-of", "2026"]] {
        let refused =
            program::volmatch(&[&["compare", &at("each"), &at("each")], flag].concat(), b"");
        assert_eq!(refused.exit, Exit::Usage, "{flag:?}: {}", refused.err);
    }
    assert_eq!(program::volmatch(&["gaps", "--weight", "language=1"], b"").exit, Exit::Usage);
}

#[test]
fn standard_input_is_read_once() {
    let twice = program::volmatch(&["compare", "-", "-"], b"");
    assert_eq!(twice.exit, Exit::Usage);
    assert!(twice.err.contains("standard input is not read twice"));
    let profiles = program::volmatch(&["compare", "-", "--weight", "language=1"], b"");
    assert!(profiles.err.contains("standard input is not read twice"));
}

/// A cell that was kept from being a formula has its text back.
#[test]
fn cells_have_their_text_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let record = r#"{"type":"organisation","id":"=1+1","name":"-x","home":"GBR","sdgs":["3"]}"#;
    fs::write(at("profiles.jsonl"), record).unwrap();
    for format in ["csv", "jsonl"] {
        said(&["match", &at("profiles.jsonl"), "-c", "KEN", "-f", format, "-o", &at(format)]);
    }
    let out = said(&["compare", &at("csv"), &at("jsonl"), "-f", "jsonl"]);
    assert_eq!(out, "");
}

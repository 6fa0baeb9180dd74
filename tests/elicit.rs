//! Weights from judgements: numbers of the literature, slow oracles, and what is refused.

mod support;

use std::fs;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{cases, is_near, random::Dice};
use volmatch::{HOST_CRITERIA, Judgements, Model, ORGANISATION_CRITERIA, Panel, Side, Weights};
use volmatch_cli::Exit;

#[path = "support/program.rs"]
mod program;

fn host() -> Vec<&'static str> {
    HOST_CRITERIA.iter().map(|(name, _)| *name).collect()
}

/// The panel of judges who judge the host's criteria.
fn panel(judges: &[Value]) -> Panel {
    let judges: Vec<Value> = judges.iter().map(|it| json!({ "host": it })).collect();
    let judges: Vec<Value> = judges
        .into_iter()
        .enumerate()
        .map(|(index, mut it)| {
            it["name"] = json!(format!("j{index}"));
            it
        })
        .collect();
    Judgements::from_json(&json!({ "judges": judges })).unwrap().panel(Side::Host).unwrap()
}

/// A judgement by pairs, from a matrix in rows; only its upper triangle is read.
fn pairs(matrix: &[Vec<f64>]) -> Value {
    let (names, mut fields) = (host(), Map::new());
    for (row, ratios) in matrix.iter().enumerate() {
        for (column, ratio) in ratios.iter().enumerate().skip(row + 1) {
            fields.insert(format!("{} / {}", names[row], names[column]), json!(ratio));
        }
    }
    json!({ "pairs": fields })
}

fn values(weights: &Weights, many: usize) -> Vec<f64> {
    host()[..many].iter().map(|name| weights[*name]).collect()
}

fn are_near(found: &[f64], expected: &[f64], within: f64) -> bool {
    found.iter().zip(expected).all(|(one, other)| (one - other).abs() <= within)
}

/// Barron and Barrett (1996), table of rank-order centroid weights.
#[test]
fn centroids_are_those_of_the_literature() {
    for expected in [
        vec![0.75, 0.25],
        vec![0.6111, 0.2778, 0.1111],
        vec![0.5208, 0.2708, 0.1458, 0.0625],
        vec![0.4567, 0.2567, 0.1567, 0.0900, 0.0400],
    ] {
        let many = expected.len();
        let it = panel(&[json!({ "order": host()[..many] })]);
        assert!(are_near(&values(&it.weights(), many), &expected, 5e-5), "{it:?}");
    }
    // Equals share the weights of their ranks.
    let it = panel(&[json!({ "order": ["alignment", ["sectors", "text"]] })]);
    assert!(are_near(&values(&it.weights(), 3), &[0.6111, 0.1944, 0.1944], 5e-5));
}

/// Saaty (1977): the wealth of seven nations, with eigenvalue 7.61.
#[test]
fn saaty_s_wealth_of_nations() {
    let matrix: Vec<Vec<f64>> = vec![
        vec![1., 4., 9., 6., 6., 5., 5.],
        vec![0., 1., 7., 5., 5., 3., 4.],
        vec![0., 0., 1., 1. / 5., 1. / 5., 1. / 7., 1. / 5.],
        vec![0., 0., 0., 1., 1., 1. / 3., 1. / 3.],
        vec![0., 0., 0., 0., 1., 1. / 3., 1. / 3.],
        vec![0., 0., 0., 0., 0., 1., 2.],
        vec![0., 0., 0., 0., 0., 0., 1.],
    ];
    let it = panel(&[pairs(&matrix)]);
    let expected = [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094];
    let found = values(&it.weights(), 7);
    assert!(are_near(&found, &expected, 2e-3), "{found:?}");
    let consistency = it.judges[0].consistency.clone().unwrap();
    assert!((consistency.eigenvalue - 7.61).abs() < 0.01, "{consistency:?}");
    assert!((consistency.ratio - 0.08).abs() < 0.005, "{consistency:?}");
}

/// Saaty (1977): the brightness of four chairs, judged twice; only the second time is consistent.
#[test]
fn saaty_s_chairs() {
    let first = vec![
        vec![1., 5., 6., 7.],
        vec![0., 1., 4., 6.],
        vec![0., 0., 1., 4.],
        vec![0., 0., 0., 1.],
    ];
    let second = vec![
        vec![1., 4., 6., 7.],
        vec![0., 1., 3., 4.],
        vec![0., 0., 1., 2.],
        vec![0., 0., 0., 1.],
    ];
    let of = |matrix: &[Vec<f64>]| {
        let it = panel(&[pairs(matrix)]);
        (values(&it.weights(), 4), it.judges[0].consistency.clone().unwrap())
    };
    let (weights, consistency) = of(&first);
    assert!(are_near(&weights, &[0.61, 0.24, 0.10, 0.05], 0.01), "{weights:?}");
    assert!((consistency.eigenvalue - 4.39).abs() < 0.01 && 0.10 < consistency.ratio);
    let (weights, consistency) = of(&second);
    assert!(are_near(&weights, &[0.62, 0.22, 0.10, 0.06], 0.01), "{weights:?}");
    assert!((consistency.eigenvalue - 4.1).abs() < 0.01 && consistency.ratio < 0.10);
}

#[test]
fn points_are_shared_in_proportion() {
    let swing = panel(&[json!({ "swing": { "alignment": 100, "ties": 50, "text": 0 } })]);
    let found = swing.weights();
    assert!(is_near(found["alignment"], 2.0 / 3.0) && is_near(found["ties"], 1.0 / 3.0));
    assert!(is_near(found["text"], 0.0) && is_near(found["capacity"], 0.0));
    let points = panel(&[json!({ "points": { "alignment": 70, "ties": 30 } })]);
    assert!(is_near(points.weights()["alignment"], 0.7));
}

/// A slow second opinion: a matrix squared again and again; the sums of its rows become its eigenvector.
fn by_squaring(matrix: &[Vec<f64>]) -> Vec<f64> {
    let many = matrix.len();
    let mut power = matrix.to_vec();
    for _ in 0..12 {
        let cell = |row: usize, column: usize| -> f64 {
            (0..many).map(|k| power[row][k] * power[k][column]).sum()
        };
        let squared: Vec<Vec<f64>> =
            (0..many).map(|row| (0..many).map(|column| cell(row, column)).collect()).collect();
        let total: f64 = squared.iter().flatten().sum();
        power = squared.iter().map(|row| row.iter().map(|it| it / total).collect()).collect();
    }
    power.iter().map(|row| row.iter().sum()).collect()
}

/// A reciprocal matrix with ratios of Saaty's scale.
#[expect(clippy::needless_range_loop, reason = "a cell and its mirror are set together")]
fn matrix(dice: &mut Dice, many: usize) -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![1.0; many]; many];
    for row in 0..many {
        for column in row + 1..many {
            let ratio = (1 + dice.below(9)) as f64;
            let ratio = if dice.chance(50) { ratio } else { 1.0 / ratio };
            matrix[row][column] = ratio;
            matrix[column][row] = 1.0 / ratio;
        }
    }
    matrix
}

/// One judge's judgement of the first criteria by any method.
fn judgement(dice: &mut Dice, many: usize) -> Value {
    let names = host();
    match dice.below(4) {
        0 => {
            let order = dice.any_order(many).into_iter().map(|index| names[index]);
            json!({ "order": order.collect::<Vec<&str>>() })
        }
        1 => pairs(&matrix(dice, many)),
        2 => {
            let best = dice.below(many);
            let points = |(index, name): (usize, &&str)| {
                let points = if index == best { 100 } else { dice.below(101) };
                ((*name).to_owned(), json!(points))
            };
            json!({ "swing": names[..many].iter().enumerate().map(points).collect::<Map<_, _>>() })
        }
        _ => {
            let mut points = Map::new();
            let mut left = 100;
            for name in &names[1..many] {
                let some = dice.below(left + 1);
                left -= some;
                points.insert((*name).to_owned(), json!(some));
            }
            points.insert(names[0].to_owned(), json!(left));
            json!({ "points": points })
        }
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn pairs_give_the_principal_eigenvector(seed in any::<u64>(), many in 1_usize..=8) {
        let matrix = matrix(&mut Dice(seed), many.max(2));
        let it = panel(&[pairs(&matrix)]);
        let found = values(&it.weights(), matrix.len());
        prop_assert!(are_near(&found, &by_squaring(&matrix), 1e-9), "{found:?}");
        let consistency = it.judges[0].consistency.clone().unwrap();
        for (row, weight) in matrix.iter().zip(&found) {
            let product: f64 = row.iter().zip(&found).map(|(a, b)| a * b).sum();
            prop_assert!((product - consistency.eigenvalue * weight).abs() < 1e-9);
        }
        prop_assert!(0.0 <= consistency.ratio && matrix.len() as f64 <= consistency.eigenvalue);
        // With three criteria it is the geometric mean of the rows.
        if matrix.len() == 3 {
            let means = matrix.iter().map(|row| row.iter().product::<f64>().cbrt());
            let total: f64 = means.clone().sum();
            let means: Vec<f64> = means.map(|it| it / total).collect();
            prop_assert!(are_near(&found, &means, 1e-9));
        }
    }

    /// Comparisons that agree give back the weights they were made of, with ratio 0.
    #[test]
    fn agreeing_comparisons_give_their_weights(seed in any::<u64>(), many in 2_usize..=8) {
        let mut dice = Dice(seed);
        let weights: Vec<f64> = (0..many).map(|_| 1.0 + 2.0 * dice.share()).collect();
        let row = |one: &f64| weights.iter().map(|other| one / other).collect::<Vec<f64>>();
        let it = panel(&[pairs(&weights.iter().map(row).collect::<Vec<_>>())]);
        let total: f64 = weights.iter().sum();
        let expected: Vec<f64> = weights.iter().map(|it| it / total).collect();
        prop_assert!(are_near(&values(&it.weights(), many), &expected, 1e-9));
        let consistency = it.judges[0].consistency.clone().unwrap();
        prop_assert!(consistency.ratio < 1e-9 && consistency.worst.is_none(), "{consistency:?}");
    }

    #[test]
    fn judges_come_to_weights_between_theirs(
        seed in any::<u64>(),
        many in 2_usize..=6,
        judges in 1_usize..=4,
        order in any::<u64>(),
    ) {
        let mut dice = Dice(seed);
        let all: Vec<Value> = (0..judges).map(|_| judgement(&mut dice, many)).collect();
        let it = panel(&all);
        prop_assert!(is_near(it.weights().values().sum(), 1.0));
        for judge in &it.judges {
            prop_assert!(is_near(judge.weights.values().sum(), 1.0));
            prop_assert!(judge.weights.values().all(|it| (0.0..=1.0).contains(it)));
            prop_assert!((0.0..=1.0).contains(&judge.apart));
        }
        let is_geometric = it.judges.iter().all(|it| it.method == "pairs");
        for criterion in it.criteria.iter().filter(|it| it.is_weighed) {
            let of = it.judges.iter().map(|it| it.weights[&criterion.criterion]);
            let mean = of.clone().sum::<f64>() / judges as f64;
            prop_assert!(is_geometric || is_near(criterion.weight, mean));
            prop_assert!(is_near(criterion.lowest, of.clone().fold(1.0, f64::min)));
            prop_assert!(is_near(criterion.highest, of.fold(0.0, f64::max)));
        }
        if is_geometric {
            // Ratios of the whole are geometric means of the judges' ratios.
            let names = host();
            let ratio = |of: &Weights| (of[names[0]] / of[names[1]]).ln();
            let mean = it.judges.iter().map(|it| ratio(&it.weights)).sum::<f64>() / judges as f64;
            prop_assert!((ratio(&it.weights()) - mean).abs() < 1e-9);
        }
        // One judge alone is the whole.
        if judges == 1 {
            prop_assert!(is_near(it.judges[0].apart, 0.0) && it.most_disputed().is_none());
        }
        // The order of judges changes no weight beyond rounding.
        let turned: Vec<Value> =
            Dice(order).any_order(judges).into_iter().map(|index| all[index].clone()).collect();
        for (name, weight) in panel(&turned).weights() {
            prop_assert!(is_near(weight, it.weights()[&name]));
        }
    }

    /// The order that is stated is the order of the weights.
    #[test]
    fn order_is_kept(seed in any::<u64>(), many in 1_usize..=8) {
        let names = host();
        let order: Vec<&str> =
            Dice(seed).any_order(many).into_iter().map(|index| names[index]).collect();
        let weights = panel(&[json!({ "order": order })]).weights();
        prop_assert!(order.windows(2).all(|two| weights[two[1]] < weights[two[0]]));
    }
}

#[test]
fn what_is_no_judgement_is_refused() {
    let all = |judge: Value| json!({ "judges": [judge] });
    let of_host = |it: Value| all(json!({ "host": it }));
    for (file, expected) in [
        (json!({}), "no judge: expected a list `judges`, at /judges"),
        (json!({ "judge": [] }), "unknown name `judge` (did you mean `judges`?), at /judge"),
        (all(json!({})), "the judge says nothing: expected `host` or `organisation`, at /judges/0"),
        (all(json!({ "hst": {} })), "unknown name `hst` (did you mean `host`?), at /judges/0/hst"),
        (of_host(json!({})), "expected one method"),
        (of_host(json!({ "swing": {}, "order": [] })), "expected one method"),
        (of_host(json!({ "swng": {} })), "unknown name `swng` (did you mean `swing`?)"),
        (
            of_host(json!({ "swing": { "alignment": 90 } })),
            "the most worthwhile swing is 100, found 90",
        ),
        (of_host(json!({ "swing": { "alignment": 101 } })), "expected a number from 0 to 100"),
        (of_host(json!({ "points": { "alignment": 90 } })), "100 points are shared out, found 90"),
        (of_host(json!({ "order": [] })), "the order is empty"),
        (of_host(json!({ "order": ["ties", "ties"] })), "`ties` is here a second time"),
        (of_host(json!({ "order": ["fit"] })), "unknown name `fit`"),
        (of_host(json!({ "pairs": {} })), "nothing is compared"),
        (of_host(json!({ "pairs": { "ties": 2 } })), "expected `one / other`, found `ties`"),
        (of_host(json!({ "pairs": { "ties / ties": 2 } })), "`ties` is compared with itself"),
        (
            of_host(json!({ "pairs": { "ties / text": 2, "text/ties": 2 } })),
            "is here a second time",
        ),
        (of_host(json!({ "pairs": { "ties / text": 10 } })), "expected a number from 1/9 to 9"),
        (of_host(json!({ "pairs": { "ties / text": "1/0" } })), "expected a number from 1/9 to 9"),
        (
            of_host(json!({ "pairs": { "ties / text": 2, "language / text": 2 } })),
            "`ties / language` is not compared",
        ),
        (
            json!({ "judges": [
                { "name": "a", "host": { "order": ["ties", "text"] } },
                { "name": "b", "host": { "order": ["ties"] } },
            ] }),
            "judge `b` says nothing of `text`, which others weigh",
        ),
        (
            json!({ "judges": [
                { "name": "a", "host": { "order": ["ties"] } },
                { "name": "a", "host": { "order": ["ties"] } },
            ] }),
            "judge `a` is here a second time, at /judges/1/name",
        ),
    ] {
        let said = Judgements::from_json(&file).unwrap_err().to_string();
        assert!(said.contains(expected), "{file}: {said}");
    }
}

fn said(args: &[&str]) -> program::Said {
    program::volmatch(args, b"")
}

/// What is made of judgements is a model that `--model` reads, with the weights of the judges.
#[test]
fn the_model_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let base = "tests/data/model.toml";
    for format in ["toml", "json"] {
        let out = at(format);
        let args = ["weights", "elicit", "tests/data/judgements.toml", "--model", base];
        let made = said(&[&args[..], &["-f", format, "-o", &out]].concat());
        assert_eq!((made.exit, made.err.as_str()), (Exit::Done, ""));
        let shown = said(&["weights", "--model", &out, "-f", "json"]).out;
        let model = Model::from_json(&serde_json::from_str(&shown).unwrap()).unwrap();
        let fit = model.organisation["fit"];
        assert!((fit - 0.6111).abs() < 5e-5 && is_near(model.host.values().sum(), 1.0));
        // All that is not judged is as in the other model.
        assert_eq!(model.mean, volmatch::Mean::Minimum);
        assert_eq!(model.name, "panel of three");
        assert!(model.provenance.why.contains("judgements sha256 "), "{model:?}");
    }
    let known = ORGANISATION_CRITERIA.map(|(name, _)| name);
    assert_eq!(known, ["fit", "learning", "reach"]);
}

#[test]
fn contradictions_are_refused_unless_told_otherwise() {
    let refused = said(&["weights", "elicit", "tests/data/contradicting.toml"]);
    assert_eq!((refused.exit, refused.out.as_str()), (Exit::Failed, ""));
    assert!(refused.err.contains("is above 0.10 (look again at `"), "{}", refused.err);
    let taken = said(&["weights", "elicit", "tests/data/contradicting.toml", "--inconsistent"]);
    assert_eq!(taken.exit, Exit::Done);
    assert!(taken.err.contains("taken all the same"));
    assert!(taken.out.contains("inconsistent comparisons taken as they are"));
    // A circle of equal strength leaves all equal.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("circle.toml");
    fs::write(&path, &taken.out).unwrap();
    let model = said(&["weights", "--model", path.to_str().unwrap(), "-f", "json"]).out;
    let model: Value = serde_json::from_str(&model).unwrap();
    let fit = model["weights"]["organisation"]["fit"].as_f64().unwrap();
    assert!((fit - 1.0 / 3.0).abs() < 1e-12);
}

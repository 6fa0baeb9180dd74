//! What is refused is told: what was wrong, where it stands, and what would be right.

use serde_json::{Value, json};
use volmatch::{
    Catalog, Cell, Contender, Doubts, Field, Kind, Mean, Model, Place, Side, State, read_rules,
    read_str,
};

#[test]
fn a_list_of_records_that_is_none_is_a_problem_where_it_stands() {
    for (value, found) in [
        ("{\"a\": [1]}", "an object"),
        ("null", "`null`"),
        ("\"3\"", "a text"),
        ("true", "`true` or `false`"),
        ("7", "a number"),
        ("-7", "a number"),
        ("0.5", "a number"),
    ] {
        for (key, record_type) in [("organisations", "organisation"), ("countries", "country")] {
            let reading =
                read_str("f", &format!("{{\"schema_version\": 1,\n \"{key}\": {value}}}"));
            let [problem] = &reading.problems[..] else { panic!("{:?}", reading.problems) };
            let expected = format!("expected a list of {record_type} records, found {found}");
            assert_eq!(problem.message, expected);
            assert_eq!((problem.kind, problem.line), (Kind::WrongType, 2), "{value}");
            assert_eq!(problem.pointer, format!("/{key}"));
            assert_eq!((reading.records, reading.rejected), (1, 1), "{value}");
        }
    }
}

#[test]
fn rules_that_are_none_are_refused_where_they_stand() {
    let rule = |rule: Value| json!({ "rules": [rule] });
    for (value, message, pointer) in [
        (json!([]), "expected an object with a list `rules`", ""),
        (json!({"rule": []}), "unknown field `rule`", "/rule"),
        (json!({"rules": {}}), "expected a list", "/rules"),
        (rule(json!(3)), "expected a rule, an object with `name` and `requires`", "/rules/0"),
        (rule(json!({})), "missing field `name`", "/rules/0"),
        (rule(json!({"name": "r", "groups": ["ldx"]})), "ldx", "/rules/0/groups/0"),
        // It would hold for nobody, in silence.
        (
            rule(json!({"name": "r", "countries": ["KEN", "Kenyya"]})),
            "Kenyya",
            "/rules/0/countries/1",
        ),
        (
            rule(json!({"name": "r", "requires": {"groups": ["ldc"]}})),
            "a rule names its `groups` beside `requires`, not in it",
            "/rules/0/requires",
        ),
    ] {
        let error = read_rules(&value).unwrap_err();
        assert!(error.message.contains(message), "{value}: {error}");
        assert_eq!(error.pointer, pointer, "{value}: {error}");
        let at = if pointer.is_empty() { String::new() } else { format!(", at {pointer}") };
        assert_eq!(error.to_string(), format!("{}{at}", error.message));
    }
    assert_eq!(read_rules(&json!({})), Ok(Vec::new()));
}

#[test]
fn models_that_are_none_are_refused_where_they_stand() {
    for (value, message, pointer) in [
        (json!({"year": 2020.5}), "a whole number", "/year"),
        (json!({"exponent": 2}), "-1, 1 or \"minimum\"", "/exponent"),
        (json!({"exponent": "least"}), "-1, 1 or \"minimum\"", "/exponent"),
        (json!({"nam": "x"}), "nam", "/nam"),
    ] {
        let error = Model::from_json(&value).unwrap_err();
        assert!(error.message.contains(message), "{value}: {error}");
        assert_eq!(error.pointer, pointer, "{value}: {error}");
    }
    let zero: serde_json::Map<String, Value> =
        volmatch::HOST_CRITERIA.iter().map(|(name, _)| ((*name).to_owned(), 0.into())).collect();
    let error = Model::from_json(&json!({"weights": {"host": zero}})).unwrap_err();
    assert_eq!(error.message, "all weights are zero, expected one above zero");
    assert_eq!(error.pointer, "/weights/host");
    let least = Model::from_json(&json!({"exponent": "minimum"})).unwrap();
    assert_eq!(least.mean, Mean::Minimum);
}

/// Two criteria of the host's side and one of the organisation's.
fn field() -> Field {
    let criteria = [("a", Side::Host), ("b", Side::Host), ("c", Side::Organisation)];
    let criteria = criteria.map(|(name, side)| (name.to_owned(), side, 1.0));
    let mut field = Field::new(criteria, Mean::Harmonic);
    for (id, values) in [("one", [0.9, 0.2, 0.5]), ("two", [0.3, 0.6, 0.4])] {
        let contender = Contender { id: id.into(), name: id.into(), completeness: 1.0 };
        field.push(contender, values.map(|value| Some(Cell::known(value))));
    }
    field
}

#[test]
fn doubts_that_cannot_be_are_refused() {
    let within = |within: &[(&str, f64, f64)]| Doubts {
        within: within.iter().map(|(name, low, high)| ((*name).to_owned(), *low, *high)).collect(),
        ..Doubts::default()
    };
    let order = |names: &[&str]| Doubts {
        orders: vec![names.iter().map(|name| (*name).to_owned()).collect()],
        ..Doubts::default()
    };
    for (doubts, message) in [
        (
            Doubts { weights: false, ..within(&[("a", 0.1, 0.2)]) },
            "intervals and orderings are of weights, which are not to vary",
        ),
        (within(&[("a", 0.4, 0.2)]), "a: expected from 0 to 1, the lower first, found 0.4 to 0.2"),
        (within(&[("a", 0.1, 0.2), ("a", 0.1, 0.3)]), "a has two intervals"),
        (within(&[("zzzzzz", 0.1, 0.2)]), "no criterion `zzzzzz`, expected one of `a`, `b`, `c`"),
        (order(&["a", "c"]), "a and c are of two sides, whose weights are not compared"),
        (order(&["a", "b", "a"]), "the orderings go in a circle"),
        (
            within(&[("a", 0.7, 1.0), ("b", 0.7, 1.0)]),
            "the least weights of the host side sum to more than 1, expected at most 1",
        ),
        (
            within(&[("a", 0.0, 0.3), ("b", 0.0, 0.3)]),
            "the largest weights of the host side sum to less than 1, expected at least 1",
        ),
    ] {
        let error = field().sensitivity(&doubts).unwrap_err();
        assert_eq!(error.message, message);
    }
}

#[test]
fn nobody_of_that_id_is_answered_with_the_nearest() {
    let text = r#"{"organisations": [{"id": "example", "name": "E", "sdgs": ["3"]}],
        "countries": [{"id": "KEN", "name": "Kenya", "priorities": [{"sdgs": ["3"]}]}]}"#;
    let catalog = Catalog::new(read_str("f", text).check().unwrap(), Model::default());
    assert_eq!(catalog.organisations().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["example"]);
    let error = catalog.rank_countries("exampel", 3).unwrap_err();
    assert_eq!(error.to_string(), "no organisation `exampel` (did you mean `example`?)");
    let error = catalog.explain("example", "KNY").unwrap_err();
    assert!(error.to_string().starts_with("no country `KNY`"), "{error}");
    let long = "x".repeat(500);
    assert_eq!(catalog.organisation(&long).unwrap_err().id.len(), 200);
}

#[test]
fn states_have_words_of_their_own() {
    let states =
        [State::Observed, State::Partial, State::Inferred, State::Missing, State::NotAsked];
    let words = ["observed", "partial", "inferred", "missing", "not asked"];
    assert_eq!(states.map(State::as_str), words);
}

#[test]
fn a_place_is_told_with_its_line() {
    let record = json!({"type": "organisation", "id": "a", "name": "A", "sdgs": [["3"]]});
    let place = Place { file: "f".into(), line: 4, column: 2, pointer: "/7".into() };
    let problems = volmatch::Organisation::from_json(&record, place).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].pointer.starts_with("/7/sdgs/0"), "{}", problems[0].pointer);
}

//! What is supposed with `--set` and `--weight` is what a file with it would say.

mod support;

use std::{fs, sync::Arc};

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{
    cases, is_near,
    random::{Dice, records},
};
use volmatch::{Asker, Board, Country, Model, Organisation, Place, SAMPLE, Setting, read_str};
use volmatch_cli::Exit;

#[path = "support/program.rs"]
mod program;

fn place() -> Place {
    Place { file: "file".into(), line: 1, column: 1, pointer: String::new() }
}

fn organisation(record: &Value) -> Organisation {
    Organisation::from_json(record, place()).unwrap()
}

fn country(record: &Value) -> Country {
    Country::from_json(record, place()).unwrap()
}

/// What an organisation is, wherever it stands.
fn of_organisation(it: &Organisation) -> Organisation {
    Organisation { place: place(), ..it.clone() }
}

proptest! {
    #![proptest_config(cases(500))]

    /// A record that is written and read again is the same.
    #[test]
    fn records_read_back_from_what_is_written(records in records(1..=3, 1..=3)) {
        let profiles = records.profiles();
        for it in profiles.organisations() {
            let again = Organisation::from_json(&it.to_json(), it.place.clone());
            prop_assert_eq!(&again.unwrap(), it);
        }
        for it in profiles.countries() {
            let again = Country::from_json(&it.to_json(), it.place.clone());
            prop_assert_eq!(&again.unwrap(), it);
        }
    }

    /// Any goal added is one that can be taken out again, and any bytes are told or refused.
    #[test]
    fn what_is_added_can_be_taken_out(seed in any::<u64>(), text in ".{0,40}") {
        let mut dice = Dice(seed);
        let it = of_organisation(&organisation(&support::random::organisation(&mut dice, 0)));
        let code = dice.sdg();
        let set = |sign: &str| format!("o0.sdgs{sign}={code}").parse::<Setting>().unwrap();
        if let Ok(more) = set("+").of_organisation(&it) {
            let back = of_organisation(&set("-").of_organisation(&more).unwrap());
            // What was not stated is now stated to be none.
            let before = Organisation { sdgs: Some(it.sdgs.clone().unwrap_or_default()), ..it.clone() };
            prop_assert_eq!(back, before);
        }
        if let Ok(setting) = text.parse::<Setting>() {
            let _ = setting.of_organisation(&it);
        }
        let _ = format!("o0.sdgs/{text}").parse::<Setting>().map(|it| it.to_string());
    }
}

fn base() -> Value {
    json!({
        "type": "organisation", "id": "a.b/c", "name": "A", "home": "GBR",
        "sdgs": ["4", {"code": "3.8", "evidence": [{"year": 2023, "quality": 0.6}]}],
        "languages": ["en", "fr"], "experience": ["MWI"], "capacity": 10
    })
}

/// Each setting beside the field that a file would have instead.
#[test]
fn a_setting_of_an_organisation_is_an_edit() {
    let tag =
        |quality: f64| json!({"code": "3.8", "evidence": [{"year": 2023, "quality": quality}]});
    let more = json!([{"year": 2023, "quality": 0.6}, {"year": 2025}]);
    for (set, field, value) in [
        ("capacity=200", "capacity", json!(200)),
        ("capacity=", "capacity", Value::Null),
        ("capacity=null", "capacity", Value::Null),
        ("home=Kenya", "home", json!("KEN")),
        ("languages-=fr", "languages", json!(["en"])),
        ("languages+=sw", "languages", json!(["en", "fr", "sw"])),
        ("languages=sw, pt", "languages", json!(["sw", "pt"])),
        ("languages=[]", "languages", json!([])),
        ("sectors+=12220", "sectors", json!(["12220"])),
        ("sdgs+=5,6.1", "sdgs", json!(["4", tag(0.6), "5", "6.1"])),
        ("sdgs-=3.8", "sdgs", json!(["4"])),
        ("sdgs.3.8.evidence.0.quality=1", "sdgs", json!(["4", tag(1.0)])),
        (
            r#"sdgs.3.8.evidence+={"year":2025}"#,
            "sdgs",
            json!(["4", {"code": "3.8", "evidence": more}]),
        ),
        (r#"sdgs.4={"code":"4.1"}"#, "sdgs", json!(["4.1", tag(0.6)])),
        ("sdgs.4=", "sdgs", json!([tag(0.6)])),
        ("experience+=KEN", "experience", json!(["MWI", "KEN"])),
        ("experience.MWI.since=1999", "experience", json!([{"country": "MWI", "since": 1999}])),
        ("requires.groups+=ldc", "requires", json!({"groups": ["ldc"]})),
        (r#"name="B.C""#, "name", json!("B.C")),
    ] {
        let mut edited = base();
        match value.is_null() {
            true => _ = edited.as_object_mut().unwrap().remove(field),
            false => edited[field] = value,
        }
        for text in [format!("a.b/c.{set}"), format!("\"a.b/c\".{set}")] {
            let setting: Setting = text.parse().unwrap();
            assert_eq!(setting.id(), "a.b/c", "{text}");
            let changed = setting.of_organisation(&organisation(&base())).unwrap();
            assert_eq!(of_organisation(&changed), organisation(&edited), "{text}");
            assert_eq!(changed.place.file.as_ref(), "file (as set)");
        }
    }
}

/// With `/` a step may hold dots, and `~1` is a slash.
#[test]
fn a_pointer_says_the_same() {
    for (dotted, pointer) in [
        ("capacity=200", "capacity=200"),
        ("sdgs.3.8.evidence.0.quality=1", "sdgs/3.8/evidence/0/quality=1"),
        ("experience.MWI.since=1999", "experience/MWI/since=1999"),
        ("requires.groups+=ldc", "requires/groups+=ldc"),
    ] {
        let [one, other] = [format!("a.b/c.{dotted}"), format!("a.b/c/{pointer}")].map(|text| {
            let setting: Setting = text.parse().unwrap();
            setting.of_organisation(&organisation(&base())).unwrap()
        });
        assert_eq!(one, other, "{pointer}");
    }
    let base = json!({"type": "country", "id": "MWI", "name": "Malawi",
        "priorities": [{"id": "a/b", "sdgs": ["3.8"]}]});
    let setting: Setting = "MWI/priorities/a~1b/weight=2".parse().unwrap();
    let changed = setting.of_country(&country(&base), &Model::default()).unwrap();
    assert_eq!(changed.priorities.unwrap()[0].weight, Some(2.0));
}

#[test]
fn a_setting_of_a_country_is_an_edit() {
    let base = json!({"type": "country", "id": "MWI", "name": "Malawi", "priorities": [
        {"id": "u.h.c", "weight": 3, "sdgs": ["3.8"]}, {"title": "Schools", "sdgs": ["4.1", "4.a"]},
        {"sdgs": ["6"]}, {"sdgs": ["7", "8"]}]});
    for (set, pointer, value) in [
        ("priorities.u.h.c.weight=5", "/priorities/0/weight", json!(5)),
        ("priorities.u.h.c.sdgs=3,5", "/priorities/0/sdgs", json!(["3", "5"])),
        ("priorities.Schools.demand=7", "/priorities/1/demand", json!(7)),
        ("priorities.6.weight=2", "/priorities/2/weight", json!(2)),
        ("priorities.3.weight=2", "/priorities/3/weight", json!(2)),
    ] {
        let mut edited = base.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        edited.pointer_mut(parent).unwrap()[key] = value;
        let setting: Setting = format!("MWI.{set}").parse().unwrap();
        let changed = setting.of_country(&country(&base), &Model::default()).unwrap();
        assert_eq!(Country { place: place(), ..changed }, country(&edited), "{set}");
    }
}

/// What is not set stays what it was: a default of the atlas, and no statement of anybody's.
#[test]
fn default_priorities_beside_one_that_is_set_stay_defaults() {
    let model = Model::default();
    let bare = country(&json!({"type": "country", "id": "KEN", "name": "Kenya"}));
    let before = Asker::of_record(&bare, &model);
    let set = |it: &Country, set: &str| -> Country {
        set.parse::<Setting>().unwrap().of_country(it, &model).unwrap()
    };
    let once = set(&bare, "KEN.priorities.3.weight=5");
    let twice = set(&once, "KEN.languages=en");
    for changed in [once, twice] {
        let asker = Asker::of_record(&changed, &model);
        let stated: Vec<&str> =
            asker.needs.iter().filter(|it| it.stated.is_some()).map(|it| &*it.label).collect();
        assert_eq!(stated, ["SDG 3"]);
        assert_eq!(asker.defaults[0], "14 default priorities of the atlas beside what is set");
        let kept = |asker: &Asker| asker.needs[3].signals.clone();
        assert_eq!(kept(&asker), kept(&before));
    }
    let first = before.needs.iter().map(|it| it.sdgs[0]);
    let all =
        first.fold(bare.clone(), |it, goal| set(&it, &format!("KEN.priorities.{goal}.weight=1")));
    let none_left = Asker::of_record(&all, &model).defaults;
    assert!(none_left.iter().all(|it| !it.contains("priorit")), "{none_left:?}");
    let others = set(&bare, "KEN.priorities=[{\"sdgs\":[\"3\"]}]");
    assert!(!others.sets_defaults, "all are its own");
}

/// Setting one default priority to the weight it has changes no score.
#[test]
fn default_priorities_can_be_set_one_by_one() {
    let model = Model::default();
    let profiles = read_str("sample", SAMPLE).check().unwrap();
    for id in ["KEN", "MWI", "FRA"] {
        let bare = json!({"type": "country", "id": id, "name": id});
        let asker = Asker::of_record(&country(&bare), &model);
        let need = &asker.needs[2];
        let set = format!("{id}.priorities.{}.weight={}", need.sdgs[0], need.weight);
        let setting: Setting = set.parse().unwrap();
        let changed = setting.of_country(&country(&bare), &model).unwrap();
        let before = Board::new(&[country(&bare)], model.clone());
        let after = Board::new(&[changed], model.clone());
        for it in profiles.organisations().iter().cloned().map(Arc::new) {
            let (one, other) = (before.explain(&it, 0), after.explain(&it, 0));
            assert!(is_near(one.score, other.score), "{set}: {} {one:?} {other:?}", it.id);
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_the_setting_and_a_remedy() {
    let it = organisation(&base());
    for (text, expected) in [
        ("a.b/c", "expected `ID.FIELD=VALUE`"),
        ("a.b/c=3", "no field in `a.b/c`"),
        ("a.b/c.sdg+=3", "no field in `a.b/c.sdg` (did you mean `sdgs`?)"),
        (".sdgs+=3", "no id before the field"),
        ("a.b/c.id=x", "`id` stays"),
        ("a.b/c.sdgs+=", "nothing to add or take out"),
        ("\"a.b/c.sdgs+=3", "has no end"),
        ("a.b/c.sdgs+=3.99", "`3.99` is no goal"),
        ("a.b/c.sdgs+=4", "`4` is there already"),
        ("a.b/c.sdgs-=5", "no `5` in `sdgs`, expected one of `4`, `3.8`"),
        ("a.b/c.capacity+=5", "`capacity` is no list: use `=`"),
        ("a.b/c.capacity=-5", "out of range"),
        ("a.b/c.capacity=many", "expected a number"),
        ("a.b/c.sectors=", "`sectors` is not stated anyway"),
        ("a.b/c.sectors.12220.x=1", "`sectors` is not stated, so nothing in it can be set"),
        ("a.b/c.sdgs.4.evidenc=1", "unknown field `evidenc` (did you mean `evidence`?)"),
        ("a.b/c.home=KNY", "no country `KNY` (did you mean `KEN`?)"),
        ("a.b/c.home.x=1", "`x` stands in no list or object"),
        ("a.b/c.sdgs=[3", "not JSON"),
    ] {
        let setting: Result<Setting, _> = text.parse();
        let error = setting.and_then(|it_| it_.of_organisation(&it)).unwrap_err();
        let said = error.to_string();
        assert!(said.starts_with(&format!("`{text}`: ")) && said.contains(expected), "{said}");
    }
}

fn lines(args: &[&str]) -> Vec<Value> {
    let said = program::volmatch(args, b"");
    assert_eq!(said.exit, Exit::Done, "{args:?}: {}", said.err);
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Scores of pairs, without what says where a record stands.
fn scores(lines: &[Value]) -> Vec<(String, String, f64)> {
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let of = |it: &Value| {
        (text(&it["country"]), text(&it["organisation"]), it["score"].as_f64().unwrap())
    };
    lines.iter().map(of).collect()
}

/// The program with flags says what it says of a file and a model that were edited.
#[test]
fn flags_are_edits_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let text = fs::read_to_string("tests/data/profiles.json").unwrap();
    let mut edited: Value = serde_json::from_str(&text).unwrap();
    edited["organisations"][1]["sdgs"].as_array_mut().unwrap().push(json!("3.8"));
    edited["countries"][0]["priorities"][0]["weight"] = json!(1);
    fs::write(at("edited.json"), edited.to_string()).unwrap();
    fs::write(at("model.toml"), "[weights.host]\nlanguage = 0.3\n[weights.organisation]\nfit = 2")
        .unwrap();
    let with_flags = lines(&[
        "match",
        "tests/data/profiles.json",
        "-f",
        "jsonl",
        "--set",
        "neighbours.sdgs+=3.8",
        "--set",
        "MWI.priorities.uhc.weight=1",
        "--weight",
        "language=0.3",
        "--weight",
        "fit=2",
    ]);
    let with_files =
        lines(&["match", &at("edited.json"), "-f", "jsonl", "--model", &at("model.toml")]);
    assert_eq!(scores(&with_flags), scores(&with_files));
    let without = lines(&["match", "tests/data/profiles.json", "-f", "jsonl"]);
    assert_ne!(scores(&with_flags), scores(&without));

    // Countries in JSON Lines are met late; what is set in one still holds.
    let record = |it: &Value, kind: &str| {
        let mut it = it.clone();
        it["type"] = json!(kind);
        it.to_string()
    };
    let all = serde_json::from_str::<Value>(&text).unwrap();
    let list = |key: &str, kind: &'static str| {
        all[key].as_array().unwrap().iter().map(|it| record(it, kind)).collect::<Vec<_>>()
    };
    let both = [list("organisations", "organisation"), list("countries", "country")].concat();
    fs::write(at("lines.jsonl"), both.join("\n")).unwrap();
    let late = lines(&[
        "match",
        &at("lines.jsonl"),
        "-f",
        "jsonl",
        "--set",
        "neighbours.sdgs+=3.8",
        "--set",
        "MWI.priorities.uhc.weight=1",
        "--weight",
        "language=0.3",
        "--weight",
        "fit=2",
        "--set",
        "x-lake-district.languages+=en",
    ]);
    let of_malawi =
        |of: &[Value]| scores(of).into_iter().filter(|it| it.0 == "MWI").collect::<Vec<_>>();
    assert_eq!(of_malawi(&late), of_malawi(&with_files));
}

/// Without countries in the input all ask, those that are supposed to be otherwise among them.
#[test]
fn the_others_ask_as_before() {
    let plain = lines(&["match", "-q", "-k", "1", "-f", "jsonl"]);
    let set = lines(&["match", "-q", "-k", "1", "-f", "jsonl", "--set", "KEN.languages=pt"]);
    let others = |of: &[Value]| -> Vec<Value> {
        of.iter().filter(|it| it["country"] != "KEN").cloned().collect()
    };
    assert_eq!(others(&plain).len(), 194);
    assert_eq!(others(&plain), others(&set));
    assert_ne!(plain, set);
}

//! `explain` says the same numbers to a terminal, a document and a program.

use std::ffi::OsString;

use serde_json::Value;

fn run(args: &str) -> String {
    let words = format!("volmatch {args}");
    let args = words.split(' ').map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = volmatch_cli::run(args, &mut std::io::empty(), &mut out, &mut err, false);
    assert_eq!(exit, volmatch_cli::Exit::Done, "{}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

fn four(value: &Value) -> String {
    format!("{:.4}", value.as_f64().unwrap())
}

/// Every number of the json form is in each of the others, beside its name.
fn check(pair: &str) {
    let json: Value = serde_json::from_str(&run(&format!("explain {pair} -f json -q"))).unwrap();
    let (table, md) =
        (run(&format!("explain {pair} -q")), run(&format!("explain {pair} -f md -q")));
    // Wrapping breaks words apart: compared without white space.
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let (table, md) = (bare(&table), bare(&md));
    let it = &json["match"];
    for (name, key) in [("score", "score"), ("hostvalue", "host_value")] {
        assert!(table.contains(&format!("{name}{}", four(&it[key]))), "{pair}: {key}");
        assert!(md.contains(&format!("|{name}|{}|", four(&it[key]))), "{pair}: {key}");
    }
    for part in it["contributions"].as_array().unwrap() {
        let name = part["criterion"].as_str().unwrap();
        let numbers = ["weight", "value", "contribution"].map(|key| four(&part[key]));
        assert!(table.contains(&numbers.concat()), "{pair}: {name} {numbers:?}");
        assert!(md.contains(&numbers.join("|")), "{pair}: {name} {numbers:?}");
        for evidence in part["evidence"].as_array().unwrap() {
            if part["state"] != "not_asked" && !evidence["share"].is_null() {
                let text = bare(evidence["text"].as_str().unwrap());
                let said = format!("{}{text}", four(&evidence["share"]));
                assert!(table.contains(&said), "{pair}: {said}");
            }
        }
    }
    for missing in json["missing"].as_array().unwrap() {
        assert!(table.contains(&four(&missing["could_add"])));
        assert!(md.contains(&four(&missing["could_add"])));
    }
    for neighbour in json["neighbours"].as_array().unwrap() {
        assert!(table.contains(&four(&neighbour["score"])));
        assert!(md.contains(&four(&neighbour["score"])));
    }
}

#[test]
fn three_forms_one_set_of_numbers() {
    check("example MWI tests/data/profiles.json");
    check("neighbours MWI tests/data/profiles.json");
    check("empty MWI tests/data/profiles.json");
    check("example x-lake-district tests/data/profiles.json");
    for pair in ["vso KEN", "jica-volunteers IDN", "brac UGA", "cnpv-mali NER", "un-volunteers AND"]
    {
        check(pair);
    }
}

/// A rank is as firm as `match` says of the last one it lists.
#[test]
fn a_rank_is_as_firm_as_in_a_listing() {
    for (id, country, least) in [("vso", "KEN", 0.1), ("akut", "KEN", 0.0), ("brac", "UGA", 0.0)] {
        let explained = run(&format!("explain {id} {country} -f json -q"));
        let explained: Value = serde_json::from_str(&explained).unwrap();
        let it = &explained["match"];
        let rank = it["rank"].as_u64().unwrap();
        let listed = run(&format!("match --country {country} -k {rank} -f json -q"));
        let listed: Value = serde_json::from_str(&listed).unwrap();
        let same = &listed["results"][rank as usize - 1];
        assert_eq!(same["organisation"], id);
        assert_eq!(same["robustness"], it["robustness"], "{id}");
        assert_eq!(listed["run"]["options"]["robust"], explained["robust"]);
        assert!(least < it["robustness"]["keeps_rank"].as_f64().unwrap() + 1e-9);
        assert!(
            it["robustness"]["keeps_rank"].as_f64() <= it["robustness"]["among_first"].as_f64()
        );
    }
}

/// Far down it is said that it is not told.
#[test]
fn a_rank_far_down_is_not_drawn() {
    let records = (0..250).map(|index| {
        let goal = if index < 249 { "3" } else { "14" };
        format!(
            r#"{{"type":"organisation","id":"o{index}","name":"O","sdgs":["{goal}"],"experience":[]}}"#
        )
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.jsonl");
    std::fs::write(&path, records.collect::<Vec<String>>().join("\n")).unwrap();
    let said = run(&format!("explain o249 NER {} -q", path.display()));
    assert!(said.contains("250 of 250"), "{said}");
    assert!(said.contains("robust              -"), "{said}");
    assert!(said.contains("note: robust: told of the first 200 ranks alone"), "{said}");
}

/// The change that is advised is made, and the rank it promises is checked.
#[test]
fn advice_keeps_its_promise() {
    let explained: Value =
        serde_json::from_str(&run("explain horizont3000 KEN -q -f json")).unwrap();
    let change = &explained["aim"]["change"];
    let promised = change["score"].as_f64().unwrap();
    let what = change["what"].as_str().unwrap();
    let (quality, code) = what
        .strip_prefix("evidence of quality ")
        .and_then(|rest| rest.split_once(" of work on SDG "))
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("changed.jsonl");
    let changed: Vec<String> = volmatch::SAMPLE
        .lines()
        .map(|line| {
            let mut record: Value = serde_json::from_str(line).unwrap();
            if record["id"] == "horizont3000" {
                let tags = record["sdgs"].as_array_mut().unwrap();
                tags.retain(|tag| tag != code);
                tags.push(serde_json::json!({ "code": code, "evidence":
                    [{ "year": 2026, "quality": quality.parse::<f64>().unwrap() }] }));
            }
            record.to_string()
        })
        .collect();
    std::fs::write(&path, changed.join("\n")).unwrap();
    let again = run(&format!("explain horizont3000 KEN {} -q -f json", path.display()));
    let again: Value = serde_json::from_str(&again).unwrap();
    assert!((again["match"]["score"].as_f64().unwrap() - promised).abs() < 1e-12);
    assert!(again["match"]["rank"].as_u64().unwrap() <= explained["aim"]["rank"].as_u64().unwrap());
}

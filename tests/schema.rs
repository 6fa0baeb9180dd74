//! The schemas say what the program reads and writes, field by field.

use std::{collections::BTreeSet, ffi::OsString};

use serde_json::{Value, json};

fn run(args: &str) -> String {
    let args = format!("volmatch {args}");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let words = args.split(' ').map(OsString::from);
    let exit = volmatch_cli::run(words, &mut std::io::empty(), &mut out, &mut err, false);
    assert_eq!(exit, volmatch_cli::Exit::Done, "{}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

fn schema(of: &str) -> Value {
    serde_json::from_str(&run(&format!("schema {of}"))).unwrap()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A value for every field of a record.
fn sample_of(field: &str) -> Value {
    match field {
        "home" => json!("KEN"),
        "organisation_type" => json!("21"),
        "sdgs" => json!(["4", { "code": "3.8", "evidence": [
            { "country": "MWI", "year": 2023, "quality": 0.6, "source": "report" }] }]),
        "sectors" => json!(["122", "12220"]),
        "languages" => json!(["en", "pt-BR"]),
        "experience" => json!(["KEN", { "country": "MWI", "since": 1995, "volunteers": 4 }]),
        "capacity" => json!(12),
        "learning_goals" | "offers" => json!(["17.9"]),
        "requires" => json!({ "languages": ["en"], "modalities": ["online"], "groups": ["ldc"],
            "organisation_types": ["21"], "exclude": ["KEN"] }),
        "priorities" => json!([{ "id": "a", "title": "A", "description": "b", "weight": 2,
            "sdgs": ["3"], "sectors": ["122"], "demand": 3, "source": "plan" }]),
        "extra" => json!({ "any": [1, { "thing": null }] }),
        "aliases" | "modalities" | "initiatives" => json!(["word"]),
        _ => json!("words"),
    }
}

fn problems(record: &Value) -> Vec<volmatch::Problem> {
    volmatch::read_str("record", &record.to_string()).problems
}

#[test]
fn every_field_of_a_record_is_read_and_no_other() {
    for (of, id) in [("organisation", "it"), ("country", "KEN")] {
        let schema = schema(of);
        let mut all = json!({ "type": of, "id": id, "name": "It" });
        for field in keys(&schema["properties"]) {
            if all.get(field).is_none() {
                all[field] = sample_of(field);
            }
        }
        assert_eq!(problems(&all), [], "{of}");
        // What an unknown field is told beside is every field of both types of records.
        let mut with_unknown = all.clone();
        with_unknown["qqq"] = json!(1);
        let told = problems(&with_unknown).remove(0).message;
        for field in keys(&schema["properties"]) {
            assert!(told.contains(&format!("`{field}`")), "{of}: {field} in {told}");
        }
        for field in keys(&schema["properties"]) {
            let is_required = schema["required"].as_array().unwrap().contains(&json!(field));
            let mut without = all.clone();
            without.as_object_mut().unwrap().remove(field);
            assert_eq!(problems(&without).is_empty(), !is_required, "{of} without {field}");
        }
    }
}

#[test]
fn nested_fields_are_those_of_the_schema() {
    let schema = schema("organisation");
    let properties = &schema["properties"];
    let evidence = &properties["sdgs"]["items"]["oneOf"][1]["properties"]["evidence"]["items"];
    assert_eq!(keys(&evidence["properties"]), keys(&sample_of("sdgs")[1]["evidence"][0]));
    let experience = &properties["experience"]["items"]["oneOf"][1];
    assert_eq!(keys(&experience["properties"]), keys(&sample_of("experience")[1]));
    assert_eq!(keys(&properties["requires"]["properties"]), keys(&sample_of("requires")));
    let country = self::schema("country");
    let priority = &country["properties"]["priorities"]["items"];
    assert_eq!(keys(&priority["properties"]), keys(&sample_of("priorities")[0]));
}

#[test]
fn a_result_has_the_fields_of_the_schema() {
    let schema = schema("result");
    let part = &schema["properties"]["contributions"]["items"];
    let evidence = &part["properties"]["evidence"]["items"]["properties"];
    let mut records = 0;
    for args in
        ["match -k 2 -f jsonl -q", "match tests/data/profiles.json -f jsonl --include-ineligible"]
    {
        for line in run(args).lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let required: BTreeSet<&str> = schema["required"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it.as_str().unwrap())
                .collect();
            assert!(keys(&record).is_subset(&keys(&schema["properties"])));
            assert!(keys(&record).is_superset(&required));
            for contribution in record["contributions"].as_array().unwrap() {
                assert_eq!(keys(contribution), keys(&part["properties"]));
                for item in contribution["evidence"].as_array().unwrap() {
                    assert!(keys(item).is_subset(&keys(evidence)));
                }
            }
            records += 1;
        }
    }
    assert!(390 < records);
    let document: Value = serde_json::from_str(&run("match --country KEN -f json -q")).unwrap();
    assert_eq!(keys(&document), BTreeSet::from(["results", "run", "summary"]));
    assert!(keys(&document["results"][0]).is_subset(&keys(&schema["properties"])));
}

#[test]
fn a_model_has_the_fields_of_the_schema() {
    let schema = schema("model");
    let model: Value = serde_json::from_str(&run("weights -f json")).unwrap();
    assert_eq!(keys(&model), keys(&schema["properties"]));
    let properties = &schema["properties"];
    for side in ["host", "organisation"] {
        let known = &properties["weights"]["properties"][side]["properties"];
        assert_eq!(keys(&model["weights"][side]), keys(known));
    }
    assert_eq!(keys(&model["constants"]), keys(&properties["constants"]["properties"]));
    for (name, value) in model["constants"].as_object().unwrap() {
        let range = &properties["constants"]["properties"][name];
        let (low, high) = (range["minimum"].as_f64().unwrap(), range["maximum"].as_f64().unwrap());
        let with = |value: f64| {
            volmatch::Model::from_json(&json!({ "constants": { name: value } })).is_ok()
        };
        assert!(with(value.as_f64().unwrap()) && with(low) && with(high), "{name}");
        assert!(!with(low - 0.001) && !with(high + 0.001), "{name}");
    }
}

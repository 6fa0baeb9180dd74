//! The schemas say what the program does: each is held against what is read or what is written.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs,
};

use serde_json::{Map, Value, json};
use volmatch::{
    Kind, Modality, Model, atlas::organisation_types::OrganisationType, read_rules, read_str,
    sdg::Sdg,
};

const NAMES: [&str; 11] = [
    "organisation",
    "country",
    "model",
    "rules",
    "validate",
    "result",
    "explain",
    "gaps",
    "sensitivity",
    "compare",
    "tag",
];
/// Those of what is read.
const INPUTS: [&str; 4] = ["organisation", "country", "model", "rules"];

/// What the program answers.
fn volmatch(args: &str) -> String {
    let words = ["volmatch"].into_iter().chain(args.split(' ')).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = volmatch_cli::run(words, &mut std::io::empty(), &mut out, &mut err, false);
    assert_eq!(exit, volmatch_cli::Exit::Done, "{args}: {}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

fn json_of(args: &str) -> Value {
    serde_json::from_str(&volmatch(args)).unwrap()
}

/// A schema as `volmatch schema NAME` prints it.
struct Schema {
    name: &'static str,
    root: Value,
}

/// An object of a schema: its pointer in what the schema describes, and what is said of it.
type Object<'s> = (String, &'s Value);

impl Schema {
    fn new(name: &'static str) -> Self {
        Self { name, root: json_of(&format!("schema {name}")) }
    }

    /// A schema, or the one that it refers to.
    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        match schema["$ref"].as_str().and_then(|it| it.strip_prefix('#')) {
            Some(pointer) => self.resolve(self.root.pointer(pointer).unwrap()),
            None => schema,
        }
    }

    /// The object that a value is, may be or lists, and the steps to it.
    fn object_in<'s>(&'s self, schema: &'s Value) -> Option<(&'static str, &'s Value)> {
        let schema = self.resolve(schema);
        if schema["properties"].is_object() {
            return Some(("", schema));
        }
        if schema["items"].is_object() {
            return self.object_in(&schema["items"]).map(|(_, object)| ("/0", object));
        }
        schema["anyOf"].as_array()?.iter().find_map(|it| self.object_in(it))
    }

    /// Every object at or below one.
    fn objects_below<'s>(&'s self, pointer: String, object: &'s Value) -> Vec<Object<'s>> {
        let mut objects = vec![(pointer.clone(), object)];
        for (key, property) in properties(object) {
            if let Some((steps, inner)) = self.object_in(property) {
                objects.extend(self.objects_below(format!("{pointer}/{key}{steps}"), inner));
            }
        }
        objects
    }

    fn objects(&self) -> Vec<Object<'_>> {
        self.objects_below(String::new(), &self.root)
    }

    /// An object with every property, and so on below.
    fn full(&self, object: &Value) -> Value {
        let value = |property| match self.object_in(property) {
            Some(("", inner)) => self.full(inner),
            Some((_, inner)) => json!([self.full(inner)]),
            None => self.samples(property).remove(0),
        };
        properties(object).iter().map(|(key, it)| (key.clone(), value(it))).collect()
    }

    /// The values that a property gives as examples, else the one it names.
    fn samples(&self, property: &Value) -> Vec<Value> {
        if let Some(examples) = property["examples"].as_array() {
            return examples.clone();
        }
        let of = |it: &Value| it.get("const").or(it.get("default")).cloned();
        let named = of(property).or_else(|| of(self.resolve(property)));
        vec![named.unwrap_or_else(|| panic!("{}: no example in {property}", self.name))]
    }

    /// A full file with one of its objects changed.
    fn with(&self, pointer: &str, change: impl FnOnce(&mut Map<String, Value>)) -> Value {
        let mut file = self.full(&self.root);
        change(file.pointer_mut(pointer).unwrap().as_object_mut().unwrap());
        file
    }

    /// A full file with a field of one of its objects set.
    fn with_field(&self, pointer: &str, key: &str, value: Value) -> Value {
        self.with(pointer, |it| _ = it.insert(key.to_owned(), value))
    }

    /// What the program has against a file.
    fn refusal(&self, file: &Value) -> Option<String> {
        if self.name == "model" {
            return Model::from_json(file).err().map(|error| error.message);
        }
        if self.name == "rules" {
            return read_rules(file).err().map(|error| error.message);
        }
        let problems = read_str("profiles.jsonl", &file.to_string()).check().err()?.problems;
        assert_eq!(problems.len(), 1, "{file}: {problems:?}");
        Some(problems[0].message.clone())
    }

    fn accepts(&self, file: &Value) {
        assert_eq!(self.refusal(file), None, "{}: {file}", self.name);
    }

    fn refuses(&self, file: &Value) {
        assert!(self.refusal(file).is_some(), "{} accepts {file}", self.name);
    }
}

fn properties(object: &Value) -> &Map<String, Value> {
    object["properties"].as_object().unwrap()
}

fn keys(object: &Value) -> BTreeSet<&str> {
    properties(object).keys().map(String::as_str).collect()
}

fn required(object: &Value) -> BTreeSet<&str> {
    object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The fields of which one must be there, whichever.
fn alternatives(object: &Value) -> Vec<&str> {
    let ways = object["anyOf"].as_array().into_iter().flatten();
    ways.filter_map(|it| it["required"][0].as_str()).collect()
}

#[test]
fn every_schema_says_what_it_is() {
    for schema in NAMES.map(Schema::new) {
        let root = &schema.root;
        assert_eq!(root["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(root["$id"], format!("urn:volmatch:{}", schema.name));
        assert_eq!(root["title"].as_str().unwrap().to_lowercase(), schema.name);
        for (pointer, object) in schema.objects() {
            let at = format!("{}: {pointer}", schema.name);
            for (key, property) in properties(object) {
                assert!(property["description"].is_string(), "{at}/{key}");
            }
            let is_closed = object.get("additionalProperties") == Some(&json!(false));
            assert_eq!(is_closed, INPUTS.contains(&schema.name), "{at}");
            assert!(required(object).is_subset(&keys(object)), "{at}");
        }
    }
}

/// All properties together, each without those that need not be there, and every example.
#[test]
fn every_property_is_read() {
    for schema in INPUTS.map(Schema::new) {
        schema.accepts(&schema.full(&schema.root));
        for (pointer, object) in schema.objects() {
            let must: BTreeSet<&str> =
                required(object).into_iter().chain(alternatives(object).first().copied()).collect();
            for (key, property) in properties(object) {
                let stays = |it: &String| must.contains(it.as_str()) || it == key;
                schema.accepts(&schema.with(&pointer, |it| it.retain(|it, _| stays(it))));
                for example in property["examples"].as_array().into_iter().flatten() {
                    schema.accepts(&schema.with_field(&pointer, key, example.clone()));
                }
            }
        }
    }
}

#[test]
fn what_is_required_may_not_be_left_out() {
    for schema in INPUTS.map(Schema::new) {
        for (pointer, object) in schema.objects() {
            for key in required(object) {
                schema.refuses(&schema.with(&pointer, |it| _ = it.remove(key)));
            }
            let ways = alternatives(object);
            let only = |way: &str| {
                let stays = |it: &str| it == way || !ways.contains(&it);
                schema.with(&pointer, |it| it.retain(|it, _| stays(it)))
            };
            ways.iter().for_each(|way| schema.accepts(&only(way)));
            if !ways.is_empty() {
                schema.refuses(&only("none of them"));
            }
        }
    }
}

/// A field that is near to no other is refused with a list of those there are.
#[test]
fn no_other_field_is_read() {
    let [organisation, country, model, rules] = INPUTS.map(Schema::new);
    // A record's type may stand behind its fields: a field of neither type is told from all of them.
    let of_both = &keys(&organisation.root) | &keys(&country.root);
    for schema in [&organisation, &country, &model, &rules] {
        for (pointer, object) in schema.objects() {
            let message = schema.refusal(&schema.with_field(&pointer, "qqqq", json!(1))).unwrap();
            let (what, list) = message.split_once(", expected one of ").unwrap();
            assert!(["unknown field `qqqq`", "unknown name `qqqq`"].contains(&what), "{message}");
            let is_record = pointer.is_empty() && !["model", "rules"].contains(&schema.name);
            let known = if is_record { of_both.clone() } else { keys(object) };
            let listed: BTreeSet<&str> = list.split('`').skip(1).step_by(2).collect();
            // What is required has other fields in the other type of record; they are refused by name.
            let is_shared = pointer.ends_with("/requires");
            let agrees = if is_shared { listed.is_superset(&known) } else { listed == known };
            assert!(agrees, "{}: {pointer}: {listed:?}", schema.name);
        }
    }
    for (schema, other) in [(&organisation, &country), (&country, &organisation)] {
        let full = other.full(&other.root);
        for key in keys(&other.root).difference(&keys(&schema.root)) {
            schema.refuses(&schema.with_field("", key, full[key].clone()));
        }
    }
}

#[test]
fn numbers_have_their_ranges() {
    let ranges = INPUTS.map(|name| {
        let (schema, mut ranges) = (Schema::new(name), 0);
        for (pointer, object) in schema.objects() {
            for (key, property) in properties(object) {
                let number = schema.resolve(property);
                let Some(high) = number["maximum"].as_f64() else { continue };
                let with = |value: f64| schema.with_field(&pointer, key, json!(value));
                schema.accepts(&with(high));
                schema.refuses(&with(high + 1.0));
                match (number["minimum"].as_f64(), number["exclusiveMinimum"].as_f64()) {
                    (Some(low), _) => schema.accepts(&with(low)),
                    (None, low) => schema.refuses(&with(low.unwrap())),
                }
                schema.refuses(&with(-1.0));
                // A model's year may have a fraction, which is cut off.
                if number["type"] == "integer" && schema.name != "model" {
                    schema.refuses(&with(high - 0.5));
                }
                ranges += 1;
            }
        }
        ranges
    });
    assert_eq!(ranges, [5, 2, 41, 0]);
}

#[test]
fn codes_are_those_there_are() {
    let check = |schema: &Schema, pointer: &str, codes: Vec<String>| {
        assert_eq!(schema.root.pointer(pointer).unwrap(), &json!(codes), "{}", schema.name);
    };
    for schema in ["organisation", "country", "rules"].map(Schema::new) {
        let types = OrganisationType::all().map(|it| it.to_string()).collect();
        check(&schema, "/$defs/organisation_type/enum", types);
        if schema.name == "rules" {
            continue;
        }
        let goals = Sdg::all().map(|it| it.to_string()).collect();
        check(&schema, "/$defs/goal_or_target/anyOf/0/enum", goals);
    }
    let kinds = [
        Kind::Syntax,
        Kind::Limit,
        Kind::MissingField,
        Kind::UnknownField,
        Kind::DuplicateKey,
        Kind::WrongType,
        Kind::UnknownCode,
        Kind::OutOfRange,
        Kind::Duplicate,
        Kind::NoRecord,
    ];
    let kinds = kinds.map(|it| json!(it).as_str().unwrap().to_owned());
    let at = "/properties/problems/items/properties/kind/enum";
    check(&Schema::new("validate"), at, kinds.to_vec());
    let modalities = Modality::ALL.iter().map(|it| it.to_string()).collect();
    check(&Schema::new("result"), "/properties/modality/enum", modalities);
}

/// The keys of every object in what was written, by its pointer; items of a list are all `/0`.
type Written = BTreeMap<String, Vec<BTreeSet<String>>>;

fn look(value: &Value, pointer: &str, written: &mut Written) {
    if let Some(object) = value.as_object() {
        let keys = object.keys().cloned().collect();
        written.entry(pointer.to_owned()).or_default().push(keys);
        object.iter().for_each(|(key, it)| look(it, &format!("{pointer}/{key}"), written));
    }
    let items = value.as_array().into_iter().flatten();
    items.for_each(|it| look(it, &format!("{pointer}/0"), written));
}

fn written(values: &[Value]) -> Written {
    let mut written = Written::new();
    values.iter().for_each(|value| look(value, "", &mut written));
    written
}

/// Properties are what stands in some of what was written, required is what stands in all of it.
fn check_written(objects: &[Object<'_>], written: &Written) {
    for (pointer, object) in objects {
        let seen = &written[pointer];
        let some: BTreeSet<&str> = seen.iter().flatten().map(String::as_str).collect();
        assert_eq!(some, keys(object), "{pointer}");
        let in_all = |key: &&str| seen.iter().all(|keys| keys.contains(*key));
        let all: BTreeSet<&str> = some.iter().copied().filter(in_all).collect();
        assert_eq!(all, required(object), "{pointer}");
    }
}

fn pointers<'s>(objects: &'s [Object<'_>]) -> Vec<&'s str> {
    let mut pointers: Vec<&str> = objects.iter().map(|(pointer, _)| pointer.as_str()).collect();
    pointers.sort_unstable();
    pointers
}

/// All pairs of the sample and a few more for Kenya, among them some of whom little is known.
const MATCH: &str = "match -q examples/data/sample.jsonl tests/data/profiles.json --country KEN \
                     -k 200 --include-ineligible --format";

#[test]
fn problems_are_written_by_the_schema() {
    let schema = Schema::new("validate");
    let args = ["volmatch", "validate", "tests/data/mistakes.jsonl", "--format", "json"];
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = args.map(OsString::from);
    let exit = volmatch_cli::run(args, &mut std::io::empty(), &mut out, &mut err, false);
    assert_eq!(exit, volmatch_cli::Exit::Failed);
    let written = written(&[serde_json::from_slice(&out).unwrap()]);
    check_written(&schema.objects(), &written);
    assert_eq!(written.keys().collect::<Vec<_>>(), pointers(&schema.objects()));
}

#[test]
fn records_are_written_by_the_schema() {
    let schema = Schema::new("result");
    let lines = volmatch(&format!("{MATCH} jsonl"));
    let mut records: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(100 < records.len());
    records.push(json_of("explain -q vso KEN --format json")["match"].take());
    let written = written(&records);
    check_written(&schema.objects(), &written);
    assert_eq!(written.keys().collect::<Vec<_>>(), pointers(&schema.objects()));
}

#[test]
fn the_document_is_written_by_the_schema() {
    let schema = Schema::new("result");
    let document = &schema.root["$defs"]["document"];
    let objects = schema.objects_below(String::new(), document);
    let with_rules = "match -q --country KEN --rules tests/data/rules.toml --format json";
    let documents = [&format!("{MATCH} json"), with_rules].map(json_of);
    let mut written = written(&documents);
    check_written(&objects, &written);
    // The model has a schema of its own.
    written.retain(|pointer, _| !pointer.starts_with("/run/model/model"));
    assert_eq!(written.keys().collect::<Vec<_>>(), pointers(&objects));
}

#[test]
fn explanations_are_written_by_the_schema() {
    let schema = Schema::new("explain");
    // One with all there is, one far down, one that may not be, one that comes first.
    let documents = [
        "explain -q neighbours MWI tests/data/profiles.json --format json",
        "explain -q anvd-niger KEN --format json",
        "explain -q vso KEN --format json",
        "explain -q amref-health-africa KEN --format json",
        "explain -q example MWI tests/data/profiles.json --format json",
    ];
    let mut written = written(&documents.map(json_of));
    // The run and the pair have schemas of their own.
    written.retain(|it, _| !it.starts_with("/run") && !it.starts_with("/match"));
    check_written(&schema.objects(), &written);
    assert_eq!(written.keys().collect::<Vec<_>>(), pointers(&schema.objects()));
}

#[test]
fn gaps_are_written_by_the_schema() {
    let schema = Schema::new("gaps");
    // With countries of the atlas and of a file, so that all there is stands in some record.
    let args = "gaps -q examples/data/sample.jsonl tests/data/profiles.json --country KEN --country \
                MWI --given nobody --floor 0.4 --format";
    let lines = volmatch(&format!("{args} jsonl"));
    let records: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_records = written(&records);
    check_written(&schema.objects(), &of_records);
    assert_eq!(of_records.keys().collect::<Vec<_>>(), pointers(&schema.objects()));
    let document = json_of(&format!("{args} json"));
    assert_eq!(document["results"], json!(records));
    let mut whole = written(&[document]);
    let objects = schema.objects_below(String::new(), &schema.root["$defs"]["document"]);
    // What a run was made of is in the schema of results.
    whole.retain(|pointer, _| !pointer.starts_with("/run"));
    check_written(&objects, &whole);
    assert_eq!(whole.keys().collect::<Vec<_>>(), pointers(&objects));
}

#[test]
fn how_firm_a_ranking_is_is_written_by_the_schema() {
    let schema = Schema::new("sensitivity");
    let document = json_of(
        "sensitivity -q --country KEN --samples 1000 --within language=0..0.5 \
         --order alignment>=language --format json",
    );
    let mut written = written(&[document]);
    // The run has a schema of its own; criteria are as many as the model has.
    let is_own = |it: &str| !it.starts_with("/run") && !it.ends_with("weights/host");
    written.retain(|it, _| is_own(it) && !it.ends_with("weights/organisation"));
    check_written(&schema.objects(), &written);
    assert_eq!(written.keys().collect::<Vec<_>>(), pointers(&schema.objects()));
}

#[test]
fn changes_are_written_by_the_schema() {
    let schema = Schema::new("compare");
    let args = "compare -q --country KEN --weight language=0.3 --set vso.sdgs+=2 --format";
    let lines = volmatch(&format!("{args} jsonl"));
    let records: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_records = written(&records);
    check_written(&schema.objects(), &of_records);
    assert_eq!(of_records.keys().collect::<Vec<_>>(), pointers(&schema.objects()));
    let document = json_of(&format!("{args} json"));
    assert_eq!(document["changes"], json!(records));
    let mut whole = written(&[document]);
    // What a run was made of is in the schema of results.
    whole.retain(|pointer, _| !pointer.contains("/run"));
    let objects = schema.objects_below(String::new(), &schema.root["$defs"]["document"]);
    check_written(&objects, &whole);
    assert_eq!(whole.keys().collect::<Vec<_>>(), pointers(&objects));
}

/// With a value for every criterion that is missing, so that none of the model's fields is empty.
#[test]
fn the_model_is_written_by_the_schema() {
    let schema = Schema::new("model");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.json");
    fs::write(&path, r#"{"missing_value": 0.5}"#).unwrap();
    let model = json_of(&format!("weights --format json --model {}", path.display()));
    let written = written(&[model]);
    for (pointer, object) in schema.objects() {
        let seen: BTreeSet<&str> = written[&pointer][0].iter().map(String::as_str).collect();
        assert_eq!(seen, keys(object), "{pointer}");
    }
    assert_eq!(written.keys().collect::<Vec<_>>(), pointers(&schema.objects()));
}

#[test]
fn the_built_in_model_is_the_default_and_reads_back() {
    let schema = Schema::new("model");
    let model = json_of("weights --format json");
    assert_eq!(Model::from_json(&model).unwrap(), Model::default());
    for (pointer, object) in schema.objects() {
        for (key, property) in properties(object) {
            if let Some(default) = property.get("default") {
                let at = format!("{pointer}/{key}");
                assert_eq!(model.pointer(&at), Some(default), "{at}");
            }
        }
    }
}

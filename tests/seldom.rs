//! What is seldom met: rules for askers of one's own, groups of countries, lone records, counts in words,
//! kinds of problems, limits of size.

#[path = "support/program.rs"]
mod program;

use std::fs;

use program::{validate, volmatch};
use tempfile::tempdir;
use volmatch::{Board, Model, atlas::countries::CountryCode, eligibility, read_rules, read_str};

#[test]
fn every_group_tells_members_from_others() {
    for (group, member, other) in [
        ("ldc", "NPL", "KEN"),
        ("lldc", "NPL", "KEN"),
        ("sids", "FJI", "NPL"),
        ("g77", "KEN", "FRA"),
        ("south", "KEN", "FRA"),
        ("north", "FRA", "KEN"),
    ] {
        let is_in =
            |code: &str| code.parse::<CountryCode>().unwrap().facts().unwrap().is_in_group(group);
        assert_eq!((is_in(member), is_in(other)), (Some(true), Some(false)), "{group}");
    }
    assert_eq!("KEN".parse::<CountryCode>().unwrap().facts().unwrap().is_in_group("none"), None);
}

const OWN: &str = r#"{"type":"country","id":"x-lake","name":"Lake","priorities":[{"sdgs":["6"]}]}"#;

#[test]
fn a_rule_for_one_asker_of_ones_own_is_not_for_another() {
    let text = format!(
        "{OWN}\n{}\n",
        r#"{"type":"organisation","id":"a","name":"A","home":"IND","languages":["hi"]}"#
    );
    let profiles = read_str("f", &text).check().unwrap();
    for (named, reasons) in [("x-lake", 1), ("x-sea", 0), ("KEN", 0)] {
        let rules = serde_json::json!({"rules": [
            {"name": "r", "countries": [named], "requires": {"languages": ["fr"]}},
        ]});
        let rules = read_rules(&rules).unwrap();
        let board = Board::new(profiles.countries(), Model::default()).with_rules(&rules);
        let told = eligibility(&profiles.organisations()[0], &board.askers()[0]);
        assert_eq!(told.reasons.len(), reasons, "{named}: {:?}", told.reasons);
    }
}

#[test]
fn what_an_organisation_requires_of_one_that_says_nothing_cannot_be_told() {
    let record = r#"{"type":"organisation","id":"a","name":"A","home":"IND","requires":{"languages":["fr"],"groups":["ldc"]}}"#;
    let profiles = read_str("f", &format!("{OWN}\n{record}\n")).check().unwrap();
    let board = Board::new(profiles.countries(), Model::default());
    let told = eligibility(&profiles.organisations()[0], &board.askers()[0]);
    assert_eq!(
        told.reasons,
        ["whether Lake is in group ldc is not known", "whether Lake works in fr is not known"]
    );
}

#[test]
fn problems_are_counted_in_words() {
    let told = |many: usize| read_str("f", &"1\n".repeat(many)).check().unwrap_err().to_string();
    let first = "f:1:1: expected a record, an object with `type`, `id` and `name`, found a number";
    assert_eq!(told(1), first);
    assert_eq!(told(2), format!("{first} (and 1 more problem)"));
    assert_eq!(told(3), format!("{first} (and 2 more problems)"));
}

#[test]
fn a_lone_record_over_many_lines_has_its_place_and_is_set_aside_whole() {
    let record = "{\n  \"type\": \"organisation\",\n  \"id\": \"a\",\n  \"nmae\": \"A\",\n  \"home\": \"XXX\"\n}";
    let text = format!("\n\n  {record}\n");
    let problems = validate(text.as_bytes())["problems"].clone();
    let lines: Vec<u64> =
        problems.as_array().unwrap().iter().map(|it| it["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 6, 7]);
    let folder = tempdir().unwrap();
    let path = folder.path().join("bad");
    volmatch(&["validate", "-", "--rejects", path.to_str().unwrap()], text.as_bytes());
    let said = fs::read_to_string(path).unwrap();
    let reject: serde_json::Value = serde_json::from_str(said.trim_end()).unwrap();
    assert_eq!(reject["record"], *record);
    for part in ["missing field `name`", "unknown field `nmae`", "XXX"] {
        assert!(reject["reason"].as_str().unwrap().contains(part), "{}", reject["reason"]);
    }
}

#[test]
fn a_model_that_is_not_utf8_is_told_at_its_byte() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("model.toml");
    for (bytes, place) in [(&b"name = \"x\"\nwho\xff = 1\n"[..], "2:4"), (b"\xff\n", "1:1")] {
        fs::write(&path, bytes).unwrap();
        let said = volmatch(&["match", "-c", "KEN", "--model", path.to_str().unwrap()], b"");
        let expected = format!("model.toml:{place}: not UTF-8");
        assert!(said.err.contains(&expected), "{}", said.err);
        assert_eq!((said.out.as_str(), said.exit as u8), ("", 1));
    }
}

/// By its name: what is JSON, but no object, is not told to be bad TOML.
#[test]
fn a_file_named_json_is_read_as_json() {
    let folder = tempdir().unwrap();
    for (name, text, expected) in [
        ("rules.json", "[]", "rules.json: expected an object with a list `rules`, found a list"),
        ("rules.JSON", "3", "rules.JSON: expected an object with a list `rules`, found a number"),
        ("rules.json", "", "rules.json:1:0: not JSON: EOF while parsing a value"),
        ("rules.json", "a = 1", "rules.json:1:1: not JSON: expected value"),
        ("rules.toml", "[]", "rules.toml:1:2: not TOML"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let said = volmatch(&["match", "-c", "KEN", "-q", "--rules", path.to_str().unwrap()], b"");
        assert_eq!(said.exit as u8, 1);
        assert!(said.err.contains(expected), "{text}: {}", said.err);
    }
}

#[test]
fn a_text_that_is_not_utf8_is_told_at_its_byte() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("mission.txt");
    for (bytes, place) in [(&b"We dig\nfar\xff wells"[..], "2:4"), (b"well\xff", "1:5")] {
        fs::write(&path, bytes).unwrap();
        let said = volmatch(&["tag", path.to_str().unwrap()], b"");
        assert!(said.err.contains(&format!("mission.txt:{place}: not UTF-8")), "{}", said.err);
        assert_eq!((said.out.as_str(), said.exit as u8), ("", 1));
    }
}

/// Line and kind of each problem.
fn kinds(problems: impl IntoIterator<Item = serde_json::Value>) -> Vec<(u64, String)> {
    let kind =
        |it: serde_json::Value| (it["line"].as_u64().unwrap(), it["kind"].as_str().unwrap().into());
    problems.into_iter().map(kind).collect()
}

/// What `tag` says of lines, as JSON.
fn told_of_texts(lines: &str) -> Vec<(u64, String)> {
    let args = ["tag", "-", "-f", "jsonl", "--keep-going", "--error-format", "json"];
    let said = volmatch(&args, lines.as_bytes()).err;
    let lines = said.lines().map(|it| serde_json::from_str::<serde_json::Value>(it).unwrap());
    // A note counts the texts.
    kinds(lines.filter(|it| it.get("note").is_none()))
}

#[test]
fn a_line_that_is_too_long_is_a_limit_and_costs_no_other() {
    // Looked at in pieces of 256 KiB, a line is known to be too long at the end of one.
    for more in [1 << 18, 300_000, 1 << 20] {
        let long = "x".repeat((2 << 20) + more);
        let answer = validate(format!("{OWN}\n{long}\n1\n{OWN}\n").as_bytes());
        let told = kinds(answer["problems"].as_array().unwrap().clone());
        let expected = [(2, "limit"), (3, "wrong-type"), (4, "duplicate")];
        assert_eq!(told, expected.map(|(line, kind)| (line, kind.to_owned())), "{more}");
        assert_eq!(answer["inputs"][0]["countries"], 1);
        let told = told_of_texts(&format!("{{\"text\":\"Wells\"}}\n{long}\n1\n"));
        assert_eq!(told, [(2, "limit".to_owned()), (3, "wrong-type".to_owned())], "{more}");
    }
}

#[test]
fn what_is_wrong_with_a_text_has_its_kind() {
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat((1 << 20) + 1));
    for (line, kind) in [
        ("{\"text\"", "syntax"),
        ("[1]", "wrong-type"),
        (r#"{"id":[],"text":"Wells"}"#, "wrong-type"),
        (r#"{"id":1,"text":1}"#, "wrong-type"),
        (r#"{"id":1}"#, "missing-field"),
        (&long, "limit"),
    ] {
        let told = told_of_texts(&format!("{{\"text\":\"Wells\"}}\n{line}\n"));
        assert_eq!(told, [(2, kind.to_owned())], "{line:.40}");
    }
}

#[test]
fn a_model_may_be_as_long_as_the_limit_and_no_longer() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("model.toml");
    let limit = 16 << 20;
    for (length, exit) in [(limit, 0), (limit + 1, 1)] {
        let begin = "name = \"x\"\n#";
        fs::write(&path, format!("{begin}{}", "x".repeat(length - begin.len()))).unwrap();
        let said = volmatch(&["weights", "check", path.to_str().unwrap()], b"");
        assert_eq!(said.exit as u8, exit, "{}", said.err);
        assert_eq!(exit == 1, said.err.contains("model.toml:1:1: longer than 16777216 bytes"));
    }
}

#[test]
fn a_name_has_room_where_no_robustness_is_told() {
    let name = "Volunteers for Clean Lakes";
    let record = format!(
        r#"{{"type":"organisation","id":"a","name":"{name}","home":"GBR","experience":["KEN"]}}"#
    );
    for (robust, is_on_one_line) in [("--robust=never", true), ("--robust=always", false)] {
        let said = volmatch(&["match", "-", "-c", "KEN", robust], record.as_bytes()).out;
        assert_eq!(said.contains(name), is_on_one_line, "{said}");
    }
}

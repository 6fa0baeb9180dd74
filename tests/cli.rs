//! Golden transcripts: what the program says, word for word.
//!
//! `UPDATE_GOLDEN=1 cargo test --test cli` accepts a change; its diff is the review.

use std::{env, ffi::OsString, fs, path::Path};

/// Runs the program in the repository's folder and holds what it said against `tests/golden/NAME`.
fn check(name: &str, args: &str) {
    let mut words = vec![OsString::from("volmatch")];
    words.extend(args.split_whitespace().map(|word| {
        OsString::from(word.replace("+=", "\u{1}").replace('+', " ").replace('\u{1}', "+="))
    }));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = volmatch_cli::run(words, &mut std::io::empty(), &mut out, &mut err, false);
    let said = format!(
        "$ volmatch {args}\n{}--- stderr\n{}--- exit {}\n",
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
        exit as u8,
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, said).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let line = said.lines().zip(expected.lines()).position(|(said, expected)| said != expected);
    assert!(
        said == expected,
        "{} differs from line {}; accept with UPDATE_GOLDEN=1\n{said}",
        path.display(),
        line.map_or(1 + expected.lines().count().min(said.lines().count()), |line| line + 1),
    );
}

#[test]
fn match_for_a_country() {
    check("match_kenya.txt", "match --country KEN");
    check("match_kenya.md.txt", "match --country Kenya -k 3 -f md -q");
    check("match_kenya.csv.txt", "match --country KE -k 3 -f csv -q");
    check("match_kenya.json.txt", "match --country KEN -k 1 -f json -q");
}

#[test]
fn match_for_an_organisation() {
    check("match_organisation.txt", "match --organisation vso -k 5 -q");
    check("match_unknown_organisation.txt", "match --organisation vsso -q");
}

#[test]
fn match_own_profiles() {
    check("match_profiles.txt", "match tests/data/profiles.json");
    check(
        "match_profiles.jsonl.txt",
        "match tests/data/profiles.json -f jsonl --include-ineligible",
    );
    check("match_robust.csv.txt", "match tests/data/profiles.json --robust -f csv");
    check("match_not_robust.txt", "match --country KEN -k 2 -q --robust=never");
    check("match_only.txt", "match --country MWI --only south-south -k 3 -q");
    check("match_model.txt", "match --country KEN -k 2 -q --model tests/data/model.toml");
    check("match_rules.txt", "match --country KEN -k 2 -q --rules tests/data/rules.toml");
}

#[test]
fn explain_a_pair() {
    check("explain.txt", "explain example MWI tests/data/profiles.json");
    check("explain.md.txt", "explain example MWI tests/data/profiles.json -f md");
    check("explain.json.txt", "explain example MWI tests/data/profiles.json -f json");
    check("explain_sample.txt", "explain vso KEN -q");
    check("explain_unknown.txt", "explain vso KNY -q");
}

#[test]
fn tell_what_nobody_covers() {
    check("gaps_kenya.txt", "gaps --country KEN");
    check("gaps_all.txt", "gaps --given nobody -q");
    check("gaps_profiles.md.txt", "gaps tests/data/profiles.json -f md");
    check("gaps_profiles.csv.txt", "gaps tests/data/profiles.json -f csv");
    check(
        "gaps_profiles.jsonl.txt",
        "gaps tests/data/profiles.json --country MWI -f jsonl --given home-grown,empty",
    );
    check("gaps_unknown.txt", "gaps --country KEN --given vso,vsso -q");
    check("gaps_wrong.txt", "gaps --floor 2");
}

#[test]
fn suppose_what_is_not_stated() {
    check("set.txt", "match --country KEN -k 3 --set vso.sdgs+=2 --weight language=0.3");
    check("set_priority.md.txt", "match -c KEN -k 2 -f md -q --set KEN.priorities.3.weight=0.5");
    check("set_explain.txt", "explain vso KEN -q --set vso/sdgs/3/evidence=[{\"year\":2025}]");
    check("set_unknown.txt", "match --country KEN -q --set vsso.sdgs+=2");
    check("set_bad.txt", "match --country KEN -q --set vso.sdgs+=2.99");
    check("set_field.txt", "match --country KEN -q --set vso.sdg+=2");
    check("set_not_asked.txt", "match --country KEN -q --set MWI.priorities.3.weight=5");
    check("set_weight.txt", "match --country KEN -q --weight langage=0.3");
}

#[test]
fn tell_how_firm_a_ranking_is() {
    check("sensitivity_kenya.txt", "sensitivity --country KEN");
    check("sensitivity_organisation.txt", "sensitivity --organisation vso -k 3 -q");
    check(
        "sensitivity_bound.txt",
        "sensitivity --country Kenya -k 3 -q --vary weights --within language=0.05..0.3 \
         --order alignment>=sectors>=language",
    );
    check("sensitivity.json.txt", "sensitivity tests/data/profiles.json --country MWI -f json");
    check("sensitivity.jsonl.txt", "sensitivity --country KEN -k 2 -q --vary missing -f jsonl");
    check("sensitivity.csv.txt", "sensitivity --country KEN -k 3 -q -f csv");
    check("sensitivity.md.txt", "sensitivity --country KEN -k 3 -q -f md");
    check("sensitivity_unknown.txt", "sensitivity --country KEN -q --within langage=0..1");
    check(
        "sensitivity_empty.txt",
        "sensitivity --country KEN -q --within language=0.6..1 --within ties=0.6..1",
    );
    check(
        "sensitivity_set.txt",
        "sensitivity --country KEN -k 2 -q --vary missing --weight ties=0.3",
    );
    check("sensitivity_order.txt", "sensitivity --country KEN -q --vary weights --order model");
    check("sensitivity_usage.txt", "sensitivity --country KEN --order alignment");
}

#[test]
fn lay_two_rankings_side_by_side() {
    check("compare_weight.txt", "compare --country KEN -k 5 --weight language=0.3");
    check(
        "compare_both.txt",
        "compare -q -c KEN -c MWI -k 5 --weight language=0.3 --set vso.sdgs+=2",
    );
    check("compare_models.md.txt", "compare -q -c KEN -k 3 -f md --model tests/data/model.toml");
    check("compare_organisation.txt", "compare -q --organisation vso -k 4 --weight language=0.3");
    check("compare_set.jsonl.txt", "compare -q -c KEN -k 3 -f jsonl --set vso.sdgs+=2");
    check("compare_set.csv.txt", "compare -q -c KEN -k 3 -f csv --set vso.sdgs+=2");
    check("compare_one.txt", "compare tests/data/profiles.json");
    check("compare_other.txt", "compare tests/data/profiles.json tests/data/model.toml");
}

#[test]
fn validate_what_is_wrong() {
    check("validate_mistakes.txt", "validate tests/data/mistakes.jsonl");
    check("validate_mistakes.json.txt", "validate tests/data/mistakes.jsonl -f json");
    check("match_mistakes.txt", "match tests/data/mistakes.jsonl");
    check("match_mistakes_kept.txt", "match tests/data/mistakes.jsonl --keep-going --country KEN");
    check("validate_sample.txt", "validate examples/data/sample.jsonl");
}

#[test]
fn look_up_the_atlas() {
    check("atlas_kenya.txt", "atlas KEN");
    check("atlas_target.txt", "atlas 3.8");
    check("atlas_goal.txt", "atlas 17");
    check("atlas_sector.txt", "atlas 12220");
    check("atlas_name.txt", "atlas Ivory+Coast -f json");
    check("atlas_search.txt", "atlas search water");
    check("atlas_unknown.txt", "atlas Kenia+land");
    check("atlas_sources.txt", "atlas sources");
}

#[test]
fn tag_texts() {
    check("tag.txt", "tag tests/data/mission.txt");
    check("tag.jsonl.txt", "tag tests/data/texts.jsonl -f jsonl --keep-going");
    check("tag.csv.txt", "tag tests/data/texts.jsonl -f csv --keep-going -q");
    check("tag.json.txt", "tag -f json -q Food+bank");
    check("tag_bad.txt", "tag tests/data/texts.jsonl");
    check("tag_about.txt", "tag --about");
}

#[test]
fn match_those_who_only_describe_themselves() {
    check("match_words.txt", "match tests/data/words.jsonl --country KEN -q");
    check("explain_words.txt", "explain wells KEN tests/data/words.jsonl");
}

#[test]
fn show_the_model() {
    check("weights.txt", "weights");
    check("weights_wrong.txt", "weights --model tests/data/wrong_model.toml");
    check("weights_check.txt", "weights check tests/data/model.toml");
    check("weights_check.json.txt", "weights check tests/data/model.toml -f json");
    check("weights_check_wrong.txt", "weights check tests/data/wrong_model.toml");
}

#[test]
fn make_a_model_of_judgements() {
    check("elicit.toml.txt", "weights elicit tests/data/judgements.toml");
    check("elicit.txt", "weights elicit tests/data/judgements.toml -f table");
    check("elicit_judges.txt", "weights elicit tests/data/judgements.toml -f judges");
    check("elicit_contradicting.txt", "weights elicit tests/data/contradicting.toml");
    check(
        "elicit_all_the_same.txt",
        "weights elicit tests/data/contradicting.toml --inconsistent -f table",
    );
    check("elicit_wrong.txt", "weights elicit tests/data/model.toml");
    check("help_elicit.txt", "weights elicit --help");
}

/// The model that is printed, in either form, reads back to itself.
#[test]
fn the_model_reads_back_to_itself() {
    let print = |args: &[&str]| {
        let args = ["volmatch", "weights"].iter().chain(args).map(OsString::from);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = volmatch_cli::run(args, &mut std::io::empty(), &mut out, &mut err, false);
        assert_eq!(exit, volmatch_cli::Exit::Done, "{}", String::from_utf8_lossy(&err));
        out
    };
    let folder = tempfile::tempdir().unwrap();
    for from in ["tests/data/model.toml", ""] {
        for form in ["toml", "json"] {
            let model: &[&str] = if from.is_empty() { &[] } else { &["--model", from] };
            let printed = print(&[model, &["-f", form]].concat());
            let path = folder.path().join("model");
            fs::write(&path, &printed).unwrap();
            assert_eq!(print(&["--model", path.to_str().unwrap(), "-f", form]), printed);
        }
    }
}

#[test]
fn help_and_usage() {
    check("help.txt", "--help");
    check("help_match.txt", "match --help");
    check("help_tag.txt", "tag --help");
    check("help_sensitivity.txt", "sensitivity --help");
    check("usage.txt", "match --formt json");
}

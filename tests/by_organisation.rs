//! `match --by organisation`: countries for every organisation, the same as for each by itself.

#[path = "support/program.rs"]
mod program;

use program::volmatch;
use volmatch::{BestCountries, Board, Listing, Model, SAMPLE, read_str};
use volmatch_cli::Exit;

/// A run on the sample.
fn run(args: &[&str]) -> program::Said {
    volmatch(&[&["match", "-q", "--by", "organisation"], args].concat(), b"")
}

#[test]
fn lines_are_those_of_each_organisation_by_itself() {
    let all = run(&["-f", "jsonl", "-k", "3"]);
    assert_eq!(all.exit, Exit::Done, "{}", all.err);
    let ids: Vec<String> =
        read_str("sample", SAMPLE).organisations.into_iter().map(|it| it.id).collect();
    assert_eq!(all.out.lines().count(), 3 * ids.len());
    for id in ids.iter().step_by(9) {
        let args =
            ["match", "-q", "--organisation", id, "-f", "jsonl", "-k", "3", "--robust=never"];
        let one = volmatch(&args, b"");
        assert!(!one.out.is_empty() && all.out.contains(&one.out), "{id}");
    }
}

#[test]
fn csv_has_the_figures_of_the_lines() {
    let (lines, csv) = (run(&["-f", "jsonl", "-k", "4"]), run(&["-f", "csv", "-k", "4"]));
    let mut rows = csv::Reader::from_reader(csv.out.as_bytes());
    let header = rows.headers().unwrap().clone();
    let mut count = 0;
    for (row, line) in rows.records().zip(lines.out.lines()) {
        let (row, line) = (row.unwrap(), serde_json::from_str::<serde_json::Value>(line).unwrap());
        let cell = |name: &str| &row[header.iter().position(|it| it == name).unwrap()];
        for name in ["organisation", "country", "modality", "eligible"] {
            assert_eq!(cell(name), line[name].as_str().unwrap());
        }
        for name in ["rank", "score", "completeness", "host_value", "organisation_value"] {
            let number = line[name].as_f64();
            assert_eq!(cell(name).parse::<f64>().ok().map(f64::to_bits), number.map(f64::to_bits));
        }
        assert_eq!(
            cell("lower").parse::<f64>().unwrap().to_bits(),
            line["bounds"][0].as_f64().unwrap().to_bits()
        );
        count += 1;
    }
    assert_eq!(count, lines.out.lines().count());
}

#[test]
fn threads_change_nothing_and_a_bad_record_writes_nothing() {
    let one = run(&["-f", "csv", "-j", "1"]);
    assert_eq!(one.out, run(&["-f", "csv", "-j", "8"]).out);
    let spoiled = format!("{SAMPLE}{{\"type\":\"organisation\"}}\n");
    let args = ["match", "-", "--by", "organisation", "-f", "csv"];
    let it = volmatch(&args, spoiled.as_bytes());
    assert_eq!((it.exit, it.out.as_str()), (Exit::Failed, ""));
    let it = volmatch(&[&args[..], &["--keep-going"]].concat(), spoiled.as_bytes());
    assert_eq!((it.exit, it.out), (Exit::Failed, one.out));
}

/// As of a country that is named twice.
#[test]
fn an_organisation_named_twice_is_answered_once() {
    let once = volmatch(&["match", "-q", "--organisation", "vso", "-k", "3"], b"");
    let names = ["--organisation", "vso", "--organisation", "vso"];
    let twice = volmatch(&[&["match", "-q", "-k", "3"], &names[..]].concat(), b"");
    assert!(!once.out.is_empty() && once.out.replace("robust", "") != once.out);
    let rows = |out: &str| out.lines().filter(|it| it.starts_with(" 1 ")).count();
    assert_eq!((rows(&once.out), rows(&twice.out)), (1, 1), "{}", twice.out);
}

/// Why a pair may not be is told where it is listed, and whether a country is new where that is known.
#[test]
fn csv_has_reasons_and_what_is_new() {
    let all = run(&["-f", "csv", "-k", "3", "--include-ineligible"]);
    let mut rows = csv::Reader::from_reader(all.out.as_bytes());
    let header = rows.headers().unwrap().clone();
    let mut seen = std::collections::BTreeSet::new();
    for row in rows.records() {
        let row = row.unwrap();
        let cell = |name: &str| &row[header.iter().position(|it| it == name).unwrap()];
        assert_eq!(cell("eligible") == "yes", cell("reasons").is_empty(), "{row:?}");
        seen.insert(cell("new").to_owned());
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["false", "true"]);
}

#[test]
fn other_formats_are_refused() {
    let it = run(&[]);
    assert_eq!((it.exit, it.out.as_str()), (Exit::Usage, ""));
    assert!(it.err.contains("`--format csv` or `jsonl`"), "{}", it.err);
    assert_eq!(run(&["-f", "csv", "--organisation", "x"]).exit, Exit::Usage);
    assert_eq!(run(&["-f", "csv", "--robust=always"]).exit, Exit::Usage);
}

#[test]
fn a_ranker_forgets_the_organisation_before() {
    let board = Board::new(&[], Model::default());
    let organisations = read_str("sample", SAMPLE).organisations;
    let mut ranker = BestCountries::new(&board, Listing::best(5));
    for it in organisations.iter().rev() {
        let again = BestCountries::new(&board, Listing::best(5)).figures(it);
        assert_eq!(ranker.figures(it), again);
    }
}

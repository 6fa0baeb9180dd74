//! Records that are set aside change nothing for the others.

#[path = "support/program.rs"]
mod program;
#[path = "support/spoils.rs"]
mod spoils;

use std::collections::BTreeMap;

use program::{Said, counts, volmatch};
use proptest::{collection::btree_map, prelude::*, sample::select};
use spoils::{SPOILS, Spoil, without_and_with};
use volmatch::SAMPLE;
use volmatch_cli::Exit;

fn rank(text: &[u8], format: &str, more: &[&str]) -> Said {
    let args = ["match", "-", "-c", "KEN", "-c", "BRA", "-k", "200", "-f", format];
    volmatch(&[&args, more].concat(), text)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn bad_records_change_nothing_for_the_others(
        spoiled in btree_map(1..SAMPLE.lines().count(), select(&SPOILS[..]), 1..40),
        format in select(&["csv", "jsonl", "table", "md"][..]),
    ) {
        let (without, with) = without_and_with(&spoiled);
        let said = rank(&with, format, &["--keep-going"]);
        let expected = rank(&without, format, &[]);
        prop_assert_eq!(expected.exit, Exit::Done);
        prop_assert_eq!(&said.out, &expected.out);
        prop_assert_eq!(said.exit, Exit::Failed);
        let read = SAMPLE.lines().count();
        let (rejected, kept) = (spoiled.len(), read - spoiled.len());
        let words = format!("volmatch: of {read} records read, {kept} kept and {rejected} rejected\n");
        prop_assert!(said.err.ends_with(&words), "{}", said.err);
        prop_assert_eq!(counts(&with), (kept as u64, rejected as u64));

        let stopped = rank(&with, format, &[]);
        prop_assert_eq!((stopped.exit, stopped.out.as_str()), (Exit::Failed, ""));
        prop_assert!(stopped.err.contains("nothing was ranked"), "{}", stopped.err);
    }
}

#[test]
fn every_way_to_spoil_spoils() {
    for (name, spoil) in SPOILS {
        let (_, with) = without_and_with(&BTreeMap::from([(7, (name, spoil))]));
        assert_eq!(counts(&with), (134, 1), "{name}");
    }
}

#[test]
fn a_bad_first_line_costs_no_other() {
    let mut wrong = Vec::new();
    for (name, spoil) in SPOILS {
        let (_, with) = without_and_with(&BTreeMap::from([(0, (name, spoil))]));
        let (sound, rejected) = counts(&with);
        if (sound, rejected) != (134, 1) {
            wrong.push(format!("{name}: {sound} sound, {rejected} rejected"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn two_bad_first_lines_cost_no_other() {
    let mut wrong = Vec::new();
    for (name, spoil) in SPOILS {
        for (second, other) in SPOILS {
            let spoiled = BTreeMap::from([(0, (name, spoil)), (1, (second, other))]);
            let (sound, rejected) = counts(&without_and_with(&spoiled).1);
            if (sound, rejected) != (133, 2) && name != "list" {
                wrong.push(format!("{name}, {second}: {sound} sound, {rejected} rejected"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first four organisations of the sample as an array, of which the second is spoiled.
fn array(spoil: Spoil) -> Vec<u8> {
    let mut text = b"[".to_vec();
    for (index, line) in SAMPLE.lines().take(4).enumerate() {
        text.extend(if index == 0 { b"".to_vec() } else { b",\n".to_vec() });
        text.extend(if index == 1 { spoil(line) } else { line.into() });
    }
    [&text, &b"]"[..]].concat()
}

#[test]
fn a_bad_record_of_an_array_costs_no_other() {
    let mut wrong = Vec::new();
    for (name, spoil) in SPOILS {
        let (sound, rejected) = counts(&array(spoil));
        if (sound, rejected) != (3, 1) {
            wrong.push(format!("{name}: {sound} sound, {rejected} rejected"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_questions_go_on_too() {
    let spoiled = SPOILS.iter().enumerate().map(|(index, spoil)| (index + 1, *spoil)).collect();
    let (without, with) = without_and_with(&spoiled);
    for question in [&["match", "-", "--organisation", "vso"][..], &["explain", "vso", "KEN", "-"]]
    {
        let expected = volmatch(question, &without);
        let said = volmatch(&[question, &["--keep-going"]].concat(), &with);
        assert_eq!((expected.exit, said.exit), (Exit::Done, Exit::Failed));
        assert_eq!(said.out, expected.out);
        assert_eq!(volmatch(question, &with).out, "");
    }
}

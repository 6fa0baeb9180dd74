//! Texts made to take long, to be told wrongly or to be lost: what is linear stays so, and all is counted.

#[path = "support/program.rs"]
mod program;

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    time::{Duration, Instant},
};

use program::{counts, validate, volmatch};
use volmatch::{Catalog, Listing, Model, read_str};
use volmatch_cli::Exit;

fn organisation(number: usize, more: &str) -> String {
    format!(r#"{{"type":"organisation","id":"o{number}","name":"O"{more}}}"#)
}

fn messages(text: &str) -> Vec<String> {
    let problems = validate(text.as_bytes())["problems"].as_array().unwrap().clone();
    problems.iter().map(|it| it["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn of_one_record_a_hundred_problems_are_told() {
    let keys = |many| (0..many).map(|it| format!(r#","key {it}":0"#)).collect::<String>();
    for many in [99, 100, 101, 50_000] {
        let said = messages(&organisation(1, &keys(many)));
        assert_eq!(said.len(), many.min(101), "{many}");
        let rest = "problems in this record";
        match many {
            ..=100 => assert!(!said[many - 1].ends_with(rest)),
            _ => assert_eq!(said[100], format!("{} more {rest}", many - 100)),
        }
    }
    let twice = r#","name":"P""#.repeat(50_000);
    assert_eq!(messages(&organisation(1, &twice)).len(), 101);
}

#[test]
fn fields_at_the_top_are_each_told_at_their_line() {
    let mut text = "{\"organisations\":[],\n".to_owned();
    (0..50_000).for_each(|it| writeln!(text, "\"key {it}\":0,").unwrap());
    for end in ["\"extra\":{}}", ""] {
        let answer = validate(format!("{text}{end}").as_bytes());
        let problems = answer["problems"].as_array().unwrap();
        assert!(50_000 <= problems.len(), "{}", problems.len());
        for (index, it) in problems.iter().take(50_000).enumerate() {
            assert_eq!(it["line"].as_u64(), Some(index as u64 + 2));
        }
    }
}

#[test]
fn a_suggestion_for_each_of_many() {
    let line =
        |it: usize| organisation(it, &format!(r#","sectors":["Primry educaton {}"]"#, it % 10));
    let said = messages(&(0..5_000).map(line).collect::<Vec<String>>().join("\n"));
    assert_eq!(said.len(), 5_000);
    assert!(said.iter().all(|it| it.contains("did you mean `11220`?")), "{}", said[0]);
}

#[test]
fn however_many_records_have_no_end_none_is_lost() {
    let cut: [fn(&str) -> String; 3] = [
        |line| line[..line.len() / 2].to_owned(),
        |line| line[..line.len() - 1].to_owned(),
        |line| line.replace(r#""name""#, "[[[[\"name\""),
    ];
    for cut in cut {
        let record = |it: usize| match it % 10 {
            0 => cut(&organisation(it, "")),
            // What is no record either must not be taken for a part of the one before it.
            1 => ["null", "[1, 2]", "true", "{}"][it / 10 % 4].to_owned(),
            _ => organisation(it, ""),
        };
        let records: Vec<String> = (0..2_000).map(record).collect();
        for text in [
            format!("[\n{}\n]", records.join(",\n")),
            format!("{{\"organisations\": [\n  {}\n]}}", records.join(",\n  ")),
        ] {
            assert_eq!(counts(text.as_bytes()), (1_600, 400));
        }
    }
}

#[test]
fn the_first_unknown_id_of_many_is_told() {
    let lines: Vec<String> = (0..500).map(|it| organisation(it, "")).collect();
    let known: Vec<String> = (0..500).map(|it| format!("--organisation=o{it}")).collect();
    let mut args = vec!["match", "-", "-f", "jsonl", "-k", "1"];
    args.extend(known.iter().map(String::as_str));
    let input = lines.join("\n");
    let said = volmatch(&args, input.as_bytes());
    let ids: BTreeSet<&str> = said
        .out
        .lines()
        .filter_map(|it| it.split_once("\"organisation\":\""))
        .map(|it| it.1)
        .collect();
    assert_eq!((said.exit, ids.len()), (Exit::Done, 500));
    args.insert(2, "--organisation=oo137");
    let said = volmatch(&args, input.as_bytes());
    assert_eq!(said.exit, Exit::Failed);
    assert_eq!(said.err, "volmatch: no organisation `oo137` (did you mean `o137`?)\n");
}

#[test]
fn a_word_within_a_named_goal_is_marked_once() {
    for text in
        ["SDG 3 ".repeat(200), "ODD 4, ODD 4; SDG 4 ".repeat(200), "SDGs 3, 4, 5 ".repeat(99)]
    {
        let said = volmatch(&["tag", "-"], text.as_bytes());
        assert_eq!((said.exit, said.err.as_str()), (Exit::Done, ""));
        assert!(said.out.contains('[') && !said.out.contains("[["), "{}", said.out);
    }
}

/// A weight may be next to nothing beside another: it is all there is among the goals, and no number is lost.
#[test]
fn the_least_weight_beside_the_most() {
    let needs =
        r#"[{"title":"Roads","weight":1e9},{"sdgs":["3"],"sectors":["12220"],"weight":5e-324}]"#;
    let asker = format!(r#"{{"type":"country","id":"x-a","name":"A","priorities":{needs}}}"#);
    let text = format!("{asker}\n{}", organisation(1, r#","sdgs":["3"],"sectors":["12220"]"#));
    let profiles = read_str("f", &text).check().unwrap();
    let found = Catalog::new(profiles, Model::default()).explain("o1", "x-a").unwrap();
    for name in ["alignment", "sectors", "fit"] {
        let it = found.contributions.iter().find(|it| it.criterion == name).unwrap();
        assert!(0.0 < it.contribution && it.value <= 1.0, "{name}: {it:?}");
    }
    assert!(0.0 < found.score && found.score.total_cmp(&found.recompute()).is_eq());
}

/// As codes and names are read, also by an organisation that was not read: many names that are none take no
/// longer for it.
#[test]
fn a_country_is_excluded_by_any_name() {
    let record = |name: &str| {
        let exclude = vec![format!("\"{name}\""); 256].join(",");
        organisation(1, &format!(r#","home":"DEU","requires":{{"exclude":[{exclude}]}}"#))
    };
    let profiles = |text: &str| read_str("f", text).check();
    for (name, verdict) in [("KEN", "no"), ("ke", "no"), ("Kenya", "no"), ("UGA", "yes")] {
        for country in ["", r#"{"type":"country","id":"Kenya","name":"K"}"#] {
            let text = format!("{country}\n{}", record(name));
            let catalog = Catalog::new(profiles(&text).unwrap(), Model::default());
            let found = catalog.explain("o1", "KEN").unwrap();
            assert_eq!(found.eligibility.verdict.to_string(), verdict, "{name}");
        }
    }
    let mut catalog = Catalog::new(profiles(&record("KEN")).unwrap(), Model::default());
    let mut it = (**catalog.organisation("o1").unwrap()).clone();
    it.requires.exclude = (0..256).map(|it| format!("Republic of Nowhere {it}")).collect();
    it.requires.exclude[100] = "Kenya".into();
    catalog.insert(it);
    let started = Instant::now();
    let matches = catalog.rank_all(Listing::best(1));
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert!(100 < matches.len() && matches.iter().all(|it| it.country != "KEN"));
}

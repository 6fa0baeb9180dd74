//! How right the tagger is on charities that nothing was fitted on.
//!
//! Needs the register extract beside the repository; without it this test says so and passes.

use std::{collections::HashMap, fs, path::Path};

use serde_json::Value;
use volmatch::tagging::{Tagger, Tags};

/// Goals of the charities kept out, the primary first, by id.
fn kept_out() -> HashMap<String, Vec<usize>> {
    let labels = include_str!("../crates/volmatch-trainer/corpus/charities.tsv");
    let rows = labels.lines().skip(1).map(|line| line.split('\t').collect::<Vec<&str>>());
    let goals = |list: &str| list.split(',').filter_map(|it| it.parse().ok()).collect();
    rows.filter(|row| row[2] == "test").map(|row| (row[1].to_owned(), goals(row[3]))).collect()
}

/// Each charity kept out, with its goals and what the tagger says; `None` without the data.
fn answers() -> Option<Vec<(Vec<usize>, Tags)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/organisations/uk_charities.jsonl");
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("SKIPPED: {} is not there", path.display());
        return None;
    };
    let mut goals = kept_out();
    assert_eq!(goals.len(), 400);
    let mut answers = Vec::new();
    for line in text.lines() {
        let charity: Value = serde_json::from_str(line).unwrap();
        if let Some(goals) = goals.remove(charity["id"].as_str().unwrap()) {
            let words = |key: &str| charity[key].as_str().unwrap();
            let text = format!("{}. {}", words("name"), words("text"));
            answers.push((goals, Tagger::embedded().tag(&text)));
        }
    }
    assert!(goals.is_empty(), "not in the extract: {:?}", goals.keys());
    Some(answers)
}

#[test]
fn charities_kept_out_are_read_rightly() {
    let Some(answers) = answers() else { return };
    let (mut with_primary, mut first, mut among_three) = (0.0, 0.0, 0.0);
    let mut bins = [(0.0, 0.0); 10];
    for (goals, tags) in &answers {
        let probability = |goal: usize| tags.goals.get(goal - 1).map_or(0.0, |it| it.probability);
        for goal in 1..=17 {
            let bin = &mut bins[((probability(goal) * 10.0) as usize).min(9)];
            bin.0 += probability(goal);
            bin.1 += f64::from(u8::from(goals.contains(&goal)));
        }
        let Some(primary) = goals.first() else { continue };
        let better = (1..=17).filter(|goal| probability(*primary) < probability(*goal)).count();
        with_primary += 1.0;
        first += f64::from(u8::from(better == 0));
        among_three += f64::from(u8::from(better < 3));
    }
    let error: f64 = bins.iter().map(|(said, is)| (said - is).abs()).sum();
    let error = error / (17.0 * answers.len() as f64);
    println!(
        "primary goal first {:.3}, among three {:.3}, ECE {error:.3}",
        first / with_primary,
        among_three / with_primary
    );
    assert!(0.75 <= first / with_primary && 0.93 <= among_three / with_primary);
    assert!(error <= 0.03);
}

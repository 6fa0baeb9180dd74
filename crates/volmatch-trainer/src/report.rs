//! Prints how right the tagger is.

use std::path::Path;

use volmatch::{sdg::GOALS, tagging::Tagger};

use crate::{
    Failure,
    corpus::Corpus,
    measure::{Report, benchmark, mean, measure, questions, rejections},
    rows::{Origin, TextRow, passages, rejected},
    train::all_rows,
};

/// Measures on the benchmark if it is given, on passages of the dev sets, on charities kept out.
pub(crate) fn report(
    data: &Path,
    corpus: &Corpus,
    tagger: &Tagger,
    benchmark_file: Option<&Path>,
) -> Result<(), Failure> {
    if let Some(path) = benchmark_file {
        let tallies = benchmark(tagger, &questions(path)?);
        println!("public benchmark: a row is right when (goal in assigned goals) == label");
        println!("goal  accuracy     F1");
        for (at, tally) in tallies.iter().enumerate() {
            println!("{:>4} {:>9.1} {:>6.3}", at + 1, 100.0 * tally.accuracy(), tally.f1());
        }
        let accuracy = 100.0 * mean(tallies.iter().map(|it| it.accuracy()));
        println!("mean {accuracy:>9.1} {:>6.3}\n", mean(tallies.iter().map(|it| it.f1())));
    }
    let dev = data.join("text/dev");
    for (name, title) in [
        ("osdg", "OSDG passages, dev: one goal each, so only ranking and misses mean anything"),
        ("dpg", "digital public goods, dev: goals as their makers declare them"),
    ] {
        let rows = passages(&dev.join(format!("{name}.jsonl")), name, Origin::Public, corpus)?;
        print(title, &measure(tagger, &rows.iter().collect::<Vec<&TextRow>>()));
    }
    let voted = rejected(&dev.join("osdg_rejected.jsonl"))?;
    println!(
        "of {} passages that volunteers voted against a goal for, not assigned: {:.1} %\n",
        voted.len(),
        100.0 * rejections(tagger, &voted)
    );
    let rows = all_rows(data, corpus)?;
    let tests: Vec<&TextRow> =
        rows.iter().filter(|row| row.is_test && row.origin == Origin::Charity).collect();
    print("charities kept out of all fitting", &measure(tagger, &tests));
    Ok(())
}

fn print(title: &str, report: &Report) {
    println!("{title}: {} texts", report.texts);
    println!("goal  served  precision  recall     F1");
    for goal in 0..GOALS {
        let tally = &report.tallies[goal];
        let served = tally.hits + tally.misses;
        if 0.0 < served {
            println!(
                "{:>4} {served:>7} {:>10.2} {:>7.2} {:>6.3}",
                goal + 1,
                tally.precision(),
                tally.recall(),
                tally.f1()
            );
        }
    }
    println!(
        "macro-F1 {:.3} (goals served by 3 or more), micro-F1 {:.3}, average precision {:.3}, all goals right {:.1} %",
        report.macro_f1,
        report.micro.f1(),
        report.average_precision,
        100.0 * report.exact
    );
    println!(
        "primary goal first {:.1} %, among three {:.1} % (of {}); Brier {:.4}, ECE {:.3}, of the likeliest goal {:.3}\n",
        100.0 * report.first,
        100.0 * report.first_three,
        report.with_primary,
        report.brier,
        report.ece,
        report.ece_of_top
    );
}

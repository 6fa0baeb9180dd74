//! The record of one change, as JSON and its schema know it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use volmatch::{Effects, Moved, PartMoved, Places, RankingCompared, Side};

use crate::{
    report::{
        compare::{Answer, differences::Difference},
        fit,
    },
    results::Results,
};

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let counts = answer.counts();
    let [tau, overlap] = answer.means();
    let document = Document {
        before: Run::new(answer.one),
        after: Run::new(answer.other),
        differences: &answer.differences,
        persistence: answer.persistence,
        summary: Summary {
            rankings: answer.compared.len(),
            moved: counts.moved,
            entered: counts.entered,
            left: counts.left,
            scores: counts.scores,
            tau,
            overlap,
        },
        rankings: answer.compared.iter().map(Ranking::new).collect(),
        changes: records(answer).collect(),
    };
    fit::write(&document, out)?;
    writeln!(out)
}

pub(crate) fn write_lines(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    records(answer).try_for_each(|it| {
        fit::write(&it, out)?;
        out.write_all(b"\n")
    })
}

/// What became of a place or score, in a word.
pub(crate) fn kind(it: &Moved) -> &'static str {
    match it.ranks {
        (None, _) => "entered",
        (_, None) => "left",
        (one, other) if one == other => "score",
        (one, other) if other < one => "up",
        _ => "down",
    }
}

fn records<'a>(answer: &'a Answer<'a>) -> impl Iterator<Item = Record<'a>> {
    let of = |ranking: &'a RankingCompared| {
        ranking.moved.iter().map(|it| Record::new(answer, &ranking.id, it))
    };
    answer.compared.iter().flat_map(of)
}

#[derive(Serialize)]
struct Document<'a> {
    before: Run<'a>,
    after: Run<'a>,
    differences: &'a [Difference],
    persistence: f64,
    summary: Summary,
    rankings: Vec<Ranking<'a>>,
    changes: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Run<'a> {
    name: &'a str,
    run: &'a Option<Value>,
}

impl<'a> Run<'a> {
    fn new(results: &'a Results) -> Self {
        Self { name: &results.name, run: &results.run }
    }
}

#[derive(Serialize)]
struct Summary {
    rankings: usize,
    moved: usize,
    entered: usize,
    left: usize,
    scores: usize,
    tau: Option<f64>,
    overlap: Option<f64>,
}

#[derive(Serialize)]
struct Ranking<'a> {
    ranking: &'a str,
    common: usize,
    tau: Option<f64>,
    overlap: Option<f64>,
}

impl<'a> Ranking<'a> {
    fn new(it: &'a RankingCompared) -> Self {
        Self { ranking: &it.id, common: it.common, tau: it.tau, overlap: it.overlap }
    }
}

#[derive(Serialize)]
struct Record<'a> {
    ranking: &'a str,
    id: &'a str,
    name: &'a str,
    change: &'static str,
    ranks: [Option<usize>; 2],
    scores: [Option<f64>; 2],
    because: String,
    effects: Option<EffectsRecord>,
    places: Option<PlacesRecord>,
    contributions: Vec<Part<'a>>,
}

impl<'a> Record<'a> {
    fn new(answer: &Answer<'_>, ranking: &'a str, it: &'a Moved) -> Self {
        Self {
            ranking,
            id: &it.id,
            name: &it.name,
            change: kind(it),
            ranks: [it.ranks.0, it.ranks.1],
            scores: [it.scores.0, it.scores.1],
            because: answer.because(it),
            effects: it.effects.map(EffectsRecord::new),
            places: it.places.map(PlacesRecord::new),
            contributions: it.parts.iter().map(Part::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct EffectsRecord {
    values: f64,
    weights: f64,
    without_values: f64,
    without_weights: f64,
}

impl EffectsRecord {
    fn new(it: Effects) -> Self {
        let Effects { values, weights, without_values, without_weights } = it;
        Self { values, weights, without_values, without_weights }
    }
}

#[derive(Serialize)]
struct PlacesRecord {
    before: usize,
    after: usize,
    without_values: Option<usize>,
    without_weights: Option<usize>,
}

impl PlacesRecord {
    fn new(it: Places) -> Self {
        let Places { before, after, without_values, without_weights } = it;
        Self { before, after, without_values, without_weights }
    }
}

#[derive(Serialize)]
struct Part<'a> {
    criterion: &'a str,
    side: Side,
    weights: [f64; 2],
    values: [f64; 2],
    by_value: f64,
    by_weight: f64,
}

impl<'a> Part<'a> {
    fn new(it: &'a PartMoved) -> Self {
        Self {
            criterion: &it.criterion,
            side: it.side,
            weights: [it.weights.0, it.weights.1],
            values: [it.values.0, it.values.1],
            by_value: it.by_value,
            by_weight: it.by_weight,
        }
    }
}

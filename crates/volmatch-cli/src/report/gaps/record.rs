//! The record of one country's gaps, as JSON and its schema know it.

use std::io::{self, Write};

use serde::Serialize;
use volmatch::{CodeGap, Cover, Coverage, Coverer, Filler, Gaps, MatrixRow, Orphan, PriorityGap};

use crate::report::{fit, gaps::Answer, run::Run};

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = answer.gaps;
    let document = Document {
        run: &answer.run,
        demand: all.total.demand,
        already: all.total.already,
        covered: all.total.covered,
        unmet: all.total.unmet,
        goals: all.goals.iter().map(Code::new).collect(),
        targets: all.targets.iter().map(Code::new).collect(),
        fillers: all.fillers.iter().map(FillerRecord::new).collect(),
        orphans: answer.orphans().iter().map(OrphanRecord::new).collect(),
        results: all.countries.iter().map(Record::new).collect(),
    };
    fit::write(&document, out)?;
    writeln!(out)
}

pub(crate) fn write_lines(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    for gaps in &answer.gaps.countries {
        fit::write(&Record::new(gaps), out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Document<'a> {
    run: &'a Run,
    demand: f64,
    already: f64,
    covered: f64,
    unmet: f64,
    goals: Vec<Code>,
    targets: Vec<Code>,
    fillers: Vec<FillerRecord<'a>>,
    orphans: Vec<OrphanRecord<'a>>,
    results: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    country: &'a str,
    name: &'a str,
    pool: usize,
    demand: f64,
    already: f64,
    covered: f64,
    unmet: f64,
    there: &'a [String],
    priorities: Vec<Priority<'a>>,
    goals: Vec<Code>,
    targets: Vec<Code>,
    fillers: Vec<FillerRecord<'a>>,
    matrix: Vec<MatrixRecord<'a>>,
    not_counted: &'a [String],
    notes: &'a [String],
}

impl<'a> Record<'a> {
    fn new(it: &'a Gaps) -> Self {
        let Coverage { demand, already, covered, unmet } = it.total;
        Self {
            country: &it.country,
            name: &it.name,
            pool: it.pool,
            demand,
            already,
            covered,
            unmet,
            there: &it.already,
            priorities: it.priorities.iter().map(Priority::new).collect(),
            goals: it.goals.iter().map(Code::new).collect(),
            targets: it.targets.iter().map(Code::new).collect(),
            fillers: it.fillers.iter().map(FillerRecord::new).collect(),
            matrix: it.matrix.iter().map(MatrixRecord::new).collect(),
            not_counted: &it.not_counted,
            notes: &it.defaults,
        }
    }
}

#[derive(Serialize)]
struct Priority<'a> {
    priority: &'a str,
    sdgs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    demand: f64,
    already: f64,
    covered: f64,
    unmet: f64,
    coverer_count: usize,
    coverers: Vec<CovererRecord<'a>>,
}

impl<'a> Priority<'a> {
    fn new(it: &'a PriorityGap) -> Self {
        let Coverage { demand, already, covered, unmet } = it.coverage;
        Self {
            priority: &it.label,
            sdgs: it.sdgs.iter().map(ToString::to_string).collect(),
            pointer: it.pointer.as_deref(),
            demand,
            already,
            covered,
            unmet,
            coverer_count: it.coverer_count,
            coverers: it.coverers.iter().map(CovererRecord::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct CovererRecord<'a> {
    organisation: &'a str,
    name: &'a str,
    share: f64,
    there: bool,
    by: Vec<CoverRecord>,
}

impl<'a> CovererRecord<'a> {
    fn new(it: &'a Coverer) -> Self {
        Self {
            organisation: &it.organisation,
            name: &it.name,
            share: it.share,
            there: it.is_there,
            by: it.by.iter().map(CoverRecord::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct CoverRecord {
    need: String,
    tag: String,
    strength: f64,
    similarity: f64,
    inferred: bool,
}

impl CoverRecord {
    fn new(it: &Cover) -> Self {
        Self {
            need: it.need.to_string(),
            tag: it.tag.to_string(),
            strength: it.strength,
            similarity: it.similarity,
            inferred: it.is_inferred,
        }
    }
}

#[derive(Serialize)]
struct Code {
    code: String,
    demand: f64,
    already: f64,
    covered: f64,
    unmet: f64,
}

impl Code {
    fn new(it: &CodeGap) -> Self {
        let Coverage { demand, already, covered, unmet } = it.coverage;
        Self { code: it.code.to_string(), demand, already, covered, unmet }
    }
}

#[derive(Serialize)]
struct FillerRecord<'a> {
    organisation: &'a str,
    name: &'a str,
    gain: f64,
    covered: f64,
    goals: Vec<GoalGain>,
}

#[derive(Serialize)]
struct GoalGain {
    code: String,
    gain: f64,
}

impl<'a> FillerRecord<'a> {
    fn new(it: &'a Filler) -> Self {
        let goals = it.goals.iter();
        Self {
            organisation: &it.organisation,
            name: &it.name,
            gain: it.gain,
            covered: it.covered,
            goals: goals
                .map(|(goal, gain)| GoalGain { code: goal.to_string(), gain: *gain })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct MatrixRecord<'a> {
    organisation: &'a str,
    name: &'a str,
    there: bool,
    covered: f64,
    shares: &'a [f64],
}

impl<'a> MatrixRecord<'a> {
    fn new(it: &'a MatrixRow) -> Self {
        Self {
            organisation: &it.organisation,
            name: &it.name,
            there: it.is_there,
            covered: it.covered,
            shares: &it.shares,
        }
    }
}

#[derive(Serialize)]
struct OrphanRecord<'a> {
    country: &'a str,
    priority: &'a str,
    sdgs: Vec<String>,
    demand: f64,
    share: f64,
}

impl<'a> OrphanRecord<'a> {
    fn new(it: &Orphan<'a>) -> Self {
        Self {
            country: &it.gaps.country,
            priority: &it.priority.label,
            sdgs: it.priority.sdgs.iter().map(ToString::to_string).collect(),
            demand: it.priority.coverage.demand,
            share: it.priority.share(),
        }
    }
}

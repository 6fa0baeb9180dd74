//! How right the tagger is: on the public benchmark, on passages, on charities.

use std::{collections::BTreeMap, path::Path};

use rayon::prelude::*;
use volmatch::{
    sdg::GOALS,
    tagging::{Tagger, Tags},
};

use crate::{Failure, rows::TextRow};

/// Right and wrong answers to one question.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) hits: f64,
    pub(crate) false_alarms: f64,
    pub(crate) misses: f64,
    pub(crate) rejections: f64,
}

impl Tally {
    pub(crate) fn count(&mut self, said: bool, is: bool) {
        match (said, is) {
            (true, true) => self.hits += 1.0,
            (true, false) => self.false_alarms += 1.0,
            (false, true) => self.misses += 1.0,
            (false, false) => self.rejections += 1.0,
        }
    }

    pub(crate) fn accuracy(&self) -> f64 {
        let right = self.hits + self.rejections;
        right / (right + self.false_alarms + self.misses).max(1.0)
    }

    pub(crate) fn precision(&self) -> f64 {
        self.hits / (self.hits + self.false_alarms).max(1.0)
    }

    pub(crate) fn recall(&self) -> f64 {
        self.hits / (self.hits + self.misses).max(1.0)
    }

    pub(crate) fn f1(&self) -> f64 {
        let doubled = 2.0 * self.hits;
        if 0.0 < doubled { doubled / (doubled + self.false_alarms + self.misses) } else { 0.0 }
    }
}

/// One row of the benchmark: a text, a goal, and whether the text serves it.
pub(crate) struct Question {
    text: String,
    goal: usize,
    label: bool,
}

pub(crate) fn questions(path: &Path) -> Result<Vec<Question>, Failure> {
    let mut questions = Vec::new();
    for row in csv::Reader::from_path(path)?.deserialize::<BTreeMap<String, String>>() {
        let row = row?;
        let cell =
            |name: &str| row.get(name).map(String::as_str).ok_or(format!("no column {name}"));
        questions.push(Question {
            text: cell("text")?.to_owned(),
            goal: cell("sdg")?.parse()?,
            label: cell("label")?.eq_ignore_ascii_case("true"),
        });
    }
    Ok(questions)
}

/// A row is right when (goal in what is assigned) == label; by goal.
pub(crate) fn benchmark(tagger: &Tagger, questions: &[Question]) -> [Tally; GOALS] {
    let said: Vec<bool> = questions
        .par_iter()
        .map(|it| tagger.tag(&it.text).goals.get(it.goal - 1).is_some_and(|tag| tag.assigned))
        .collect();
    let mut tallies = [Tally::default(); GOALS];
    for (question, said) in questions.iter().zip(said) {
        tallies[question.goal - 1].count(said, question.label);
    }
    tallies
}

/// Share of passages that a goal is rightly not assigned to.
pub(crate) fn rejections(tagger: &Tagger, voted: &[(String, usize)]) -> f64 {
    let rejected = |(text, goal): &&(String, usize)| {
        !tagger.tag(text).goals.get(goal - 1).is_some_and(|tag| tag.assigned)
    };
    voted.iter().filter(rejected).count() as f64 / voted.len().max(1) as f64
}

pub(crate) fn mean(of_goals: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = of_goals.len().max(1) as f64;
    of_goals.sum::<f64>() / count
}

/// What was found on texts that are labelled over all goals.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) texts: usize,
    /// Texts with a primary goal.
    pub(crate) with_primary: usize,
    /// Share of them whose primary goal is ranked first, and among the first three.
    pub(crate) first: f64,
    pub(crate) first_three: f64,
    /// Share of texts whose assigned goals are just the labelled ones.
    pub(crate) exact: f64,
    pub(crate) tallies: Vec<Tally>,
    pub(crate) micro: Tally,
    /// Mean squared error of the probabilities.
    pub(crate) brier: f64,
    /// Expected calibration error of all probabilities, ten bins of equal width.
    pub(crate) ece: f64,
    /// The same of each text's likeliest goal alone.
    pub(crate) ece_of_top: f64,
    /// Goals with at least three positives.
    pub(crate) macro_f1: f64,
    pub(crate) average_precision: f64,
}

/// Probabilities against labels, in ten bins.
fn calibration_error(cases: &[(f64, f64)]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for (probability, label) in cases {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1.0, bin.1 + probability, bin.2 + label);
    }
    let error = bins.iter().map(|(_, said, is)| (said - is).abs()).sum::<f64>();
    error / (cases.len().max(1) as f64)
}

pub(crate) fn ranked(tags: &Tags) -> Vec<usize> {
    let mut order: Vec<usize> = (0..tags.goals.len()).collect();
    let key = |at: &usize| tags.goals[*at].probability;
    order.sort_by(|a, b| key(b).total_cmp(&key(a)));
    order
}

/// Measures on texts that are labelled over all goals.
pub(crate) fn measure(tagger: &Tagger, rows: &[&TextRow]) -> Report {
    let tagged: Vec<Tags> = rows.par_iter().map(|row| tagger.tag(&row.text)).collect();
    let mut report =
        Report { texts: rows.len(), tallies: vec![Tally::default(); GOALS], ..Report::default() };
    let (mut all, mut top) = (Vec::new(), Vec::new());
    let mut by_goal: Vec<Vec<(f64, bool)>> = vec![Vec::new(); GOALS];
    for (row, tags) in rows.iter().zip(&tagged) {
        let order = ranked(tags);
        if let Some(primary) = row.primary {
            report.with_primary += 1;
            let place = order.iter().position(|goal| goal + 1 == primary);
            report.first += f64::from(u8::from(place == Some(0)));
            report.first_three += f64::from(u8::from(place.is_some_and(|place| place < 3)));
        }
        let mut is_exact = true;
        for (goal, of_goal) in by_goal.iter_mut().enumerate() {
            let (probability, assigned) =
                tags.goals.get(goal).map_or((0.0, false), |tag| (tag.probability, tag.assigned));
            let is = 0.5 < row.labels[goal];
            report.tallies[goal].count(assigned, is);
            report.micro.count(assigned, is);
            is_exact &= assigned == is;
            let label = f64::from(u8::from(is));
            report.brier += (probability - label).powi(2);
            all.push((probability, label));
            of_goal.push((probability, is));
            if order.first() == Some(&goal) {
                top.push((probability, label));
            }
        }
        report.exact += f64::from(u8::from(is_exact));
    }
    report.brier /= all.len().max(1) as f64;
    report.exact /= rows.len().max(1) as f64;
    report.first /= report.with_primary.max(1) as f64;
    report.first_three /= report.with_primary.max(1) as f64;
    report.ece = calibration_error(&all);
    report.ece_of_top = calibration_error(&top);
    let enough: Vec<usize> = (0..GOALS)
        .filter(|goal| 3.0 <= report.tallies[*goal].hits + report.tallies[*goal].misses)
        .collect();
    report.macro_f1 = mean(enough.iter().map(|goal| report.tallies[*goal].f1()));
    report.average_precision = mean(enough.iter().map(|goal| average_precision(&by_goal[*goal])));
    report
}

fn average_precision(cases: &[(f64, bool)]) -> f64 {
    let mut cases = cases.to_vec();
    cases.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut hits, mut sum) = (0.0, 0.0);
    for (place, (_, is)) in cases.iter().enumerate() {
        if *is {
            hits += 1.0;
            sum += hits / (place + 1) as f64;
        }
    }
    if 0.0 < hits { sum / hits } else { 0.0 }
}

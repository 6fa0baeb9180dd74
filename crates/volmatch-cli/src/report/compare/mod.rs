//! Two rankings side by side, for a terminal, a document, a spreadsheet and a program.

pub(crate) mod differences;
pub(crate) mod markdown;
pub(crate) mod record;
pub(crate) mod rows;
pub(crate) mod table;

use volmatch::{Cause, Moved, PartMoved, RankingCompared};

use crate::{
    counts::thousands,
    report::{
        compare::differences::{Difference, What, kinds},
        two_decimals,
    },
    results::{Results, country_name},
};

/// What `compare` found.
pub(crate) struct Answer<'a> {
    pub(crate) one: &'a Results,
    pub(crate) other: &'a Results,
    pub(crate) differences: Vec<Difference>,
    pub(crate) compared: Vec<RankingCompared>,
    pub(crate) persistence: f64,
}

/// Changes of all rankings, counted.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) moved: usize,
    pub(crate) entered: usize,
    pub(crate) left: usize,
    /// Scores that changed without a change of rank.
    pub(crate) scores: usize,
}

impl Answer<'_> {
    pub(crate) fn differs(&self) -> bool {
        !self.differences.is_empty() || self.compared.iter().any(|it| !it.moved.is_empty())
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for it in self.compared.iter().flat_map(|it| &it.moved) {
            match it.ranks {
                (None, _) => counts.entered += 1,
                (_, None) => counts.left += 1,
                // A part may change, and the score stay: one whose other side is 0.
                (one, other) if one == other => {
                    counts.scores += usize::from(it.scores.0 != it.scores.1);
                }
                _ => counts.moved += 1,
            }
        }
        counts
    }

    /// What changed, counted, in a sentence.
    fn in_short(&self) -> String {
        let counts = self.counts();
        let [tau, overlap] = self.means();
        let many = |count: usize, noun: &str| match count {
            1 => format!("1 {noun}"),
            _ => format!("{} {noun}s", thousands(count)),
        };
        format!(
            "{}: {} of rank, {} entered, {} left, {} of score alone; mean tau {}, mean overlap {} (p {})",
            many(self.compared.len(), "ranking"),
            many(counts.moved, "change"),
            thousands(counts.entered),
            thousands(counts.left),
            many(counts.scores, "change"),
            or_dash(tau),
            or_dash(overlap),
            self.persistence,
        )
    }

    /// For whom a ranking is.
    fn heading(&self, ranking: &RankingCompared) -> String {
        let of = match self.one.by_organisation || self.other.by_organisation {
            true => ranking.id.clone(),
            false => format!("{} ({})", country_name(&ranking.id), ranking.id),
        };
        format!("{of}: tau {}, overlap {}", or_dash(ranking.tau), or_dash(ranking.overlap))
    }

    /// The means of tau and overlap over the rankings that have them.
    fn means(&self) -> [Option<f64>; 2] {
        let mean = |of: fn(&RankingCompared) -> Option<f64>| {
            let all: Vec<f64> = self.compared.iter().filter_map(of).collect();
            (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
        };
        [mean(|it| it.tau), mean(|it| it.overlap)]
    }

    /// What acts through values and differs between the two runs.
    fn behind_values(&self) -> String {
        let acting = [What::Data, What::Constants, What::Atlas, What::Program];
        let kinds = kinds(&self.differences);
        let names: Vec<&str> =
            acting.into_iter().filter(|it| kinds.contains_key(it)).map(What::as_str).collect();
        match names.is_empty() {
            true => "values".into(),
            false => names.join(" or "),
        }
    }

    /// What a change comes from, in one line, with what it adds to the score; nothing where a score
    /// stayed and nothing can be said.
    fn because(&self, it: &Moved) -> String {
        let values = self.behind_values();
        let effect = |name: &str, effect: f64| match effect.abs() <= 1e-12 {
            true => format!("{name} of others"),
            false => format!("{name} {}", signed(effect)),
        };
        let (by_values, by_weights) = it.effects.map_or((0.0, 0.0), |it| (it.values, it.weights));
        let (cause, parts) = match (it.ranks, it.cause) {
            ((None, _), _) => return self.absence(self.one, "was"),
            ((_, None), _) => return self.absence(self.other, "is"),
            (_, Some(Cause::Others)) => return "others listed or left out".into(),
            (_, Some(Cause::Untold)) if it.parts.is_empty() => return "not told".into(),
            (_, Some(Cause::Untold)) => {
                (format!("{values} and weights, not told apart"), largest(&it.parts, whole))
            }
            (_, Some(Cause::Values)) => {
                (effect(&values, by_values), largest(&it.parts, |it| it.by_value))
            }
            (_, Some(Cause::Weights)) => {
                (effect("weights", by_weights), largest(&it.parts, |it| it.by_weight))
            }
            (_, Some(cause)) => {
                let both = [effect(&values, by_values), effect("weights", by_weights)];
                let joined = match cause {
                    Cause::Either => both.join(" or "),
                    _ => format!("{} together", both.join(" and ")),
                };
                (joined, largest(&it.parts, whole))
            }
            (_, None) => (String::new(), largest(&it.parts, whole)),
        };
        match (cause.is_empty(), parts.is_empty() || cause.ends_with("of others")) {
            (_, true) => cause,
            (true, false) => parts,
            (false, false) => format!("{cause}: {parts}"),
        }
    }

    /// Why somebody is not listed in one of the two.
    fn absence(&self, run: &Results, verb: &str) -> String {
        let top = run.run.as_ref().and_then(|run| run["options"]["top"].as_u64());
        match top {
            Some(top) => format!("{verb} not there, not eligible, or below the first {top}"),
            None => format!("{verb} not listed"),
        }
    }
}

fn or_dash(figure: Option<f64>) -> String {
    figure.map_or("-".into(), two_decimals)
}

fn whole(it: &PartMoved) -> f64 {
    it.by_value + it.by_weight
}

/// A change with its sign; never zero for what is not.
fn signed(change: f64) -> String {
    let sign = if change < 0.0 { '-' } else { '+' };
    match change.abs() {
        size if size < 0.0005 => format!("{sign}<0.001"),
        size => format!("{sign}{size:.3}"),
    }
}

/// The criterion with the greatest part of a change, with its weight or value before and after.
fn largest(parts: &[PartMoved], of: fn(&PartMoved) -> f64) -> String {
    // The first of equals: `max_by` gives the last one.
    let Some(it) = parts.iter().rev().max_by(|a, b| of(a).abs().total_cmp(&of(b).abs())) else {
        return String::new();
    };
    let mut words = Vec::new();
    for (what, (before, after)) in [("value", it.values), ("weight", it.weights)] {
        if 1e-12 < (before - after).abs() {
            words.push(format!("{what} {} to {}", two_decimals(before), two_decimals(after)));
        }
    }
    format!("{} {}", it.criterion, words.join(", "))
}

/// A place and a score before and after, a dash where it is not listed.
fn before_and_after(it: &Moved) -> [String; 2] {
    let rank = |it: Option<usize>| it.map_or("-".into(), |rank| rank.to_string());
    let score = |it: Option<f64>| it.map_or("-".into(), two_decimals);
    [
        format!("{} > {}", rank(it.ranks.0), rank(it.ranks.1)),
        format!("{} > {}", score(it.scores.0), score(it.scores.1)),
    ]
}

/// What differs between the runs, in words; says so where the answers do not tell.
fn differences_in_words(answer: &Answer<'_>) -> Vec<String> {
    if answer.one.run.is_none() || answer.other.run.is_none() {
        return vec!["only answers in json tell what a run was made of, and only json and jsonl what a score is made of".into()];
    }
    let plain = |it: &serde_json::Value| match it {
        serde_json::Value::Null => "none".to_owned(),
        serde_json::Value::String(text) if text.len() == 64 => text[..12].to_owned(),
        serde_json::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|it| it.to_string()).collect();
            if items.is_empty() { "none".into() } else { items.join(", ").replace('"', "") }
        }
        other => other.to_string(),
    };
    let words = |it: &Difference| {
        format!("{}: {} {} > {}", it.what.as_str(), it.name, plain(&it.from), plain(&it.to))
    };
    answer.differences.iter().map(words).collect()
}

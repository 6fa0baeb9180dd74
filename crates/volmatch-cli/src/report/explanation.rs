//! One pair's explanation, the same numbers for a terminal, a document and a program.

use std::io::{self, Write};

use serde_json::{Value, json};
use volmatch::{
    Change, Contribution, Evidence, Explanation, MODALITY_RULE, Mean, Model, Place, Robustness,
    Side, State, text::printable,
};

use crate::report::{
    in_short,
    markdown::harmless,
    record::Record,
    robust_words, rules_in_words,
    run::{Run, model_hash},
    table::{Page, write_wrapped},
    two_decimals,
};

/// The last rank whose robustness is drawn: every rank before it is counted too.
pub(crate) const LAST_DRAWN: usize = 200;

/// A pair in full, and where it stands among all.
pub(crate) struct Standing {
    pub(crate) explanation: Explanation,
    /// Where the country's record stands, if it has one.
    pub(crate) place_of_country: Option<Place>,
    /// From 1 among the eligible; `None` where it may not be.
    pub(crate) rank: Option<usize>,
    /// How firm that rank is, and what was drawn.
    pub(crate) drawn: Option<(Robustness, Value)>,
    pub(crate) of: usize,
    /// Rank, name and score of those around it, itself among them.
    pub(crate) neighbours: Vec<(usize, String, f64)>,
    /// The rank aimed at, and the least single change that reaches it, if one does.
    pub(crate) aim: Option<(usize, Option<Change>)>,
    /// The single change that gives the highest score, and the rank it gives.
    pub(crate) largest: Option<(Change, usize)>,
    pub(crate) model: Model,
    /// What is told of the file of rules.
    pub(crate) rules_file: Value,
    /// What was supposed, as it was typed.
    pub(crate) what_if: Vec<String>,
}

impl Standing {
    fn headline(&self) -> String {
        let it = &self.explanation;
        let organisation = &it.organisation;
        format!(
            "{} ({}) for {} ({})",
            organisation.name, organisation.id, it.country_name, it.country
        )
    }

    /// The figures of the pair, name and value, in the order they are shown.
    fn figures(&self) -> Vec<(&'static str, String)> {
        let it = &self.explanation;
        let rank = match self.rank {
            Some(rank) => format!("{rank} of {}", self.of),
            None => "none".into(),
        };
        vec![
            ("score", four(it.score)),
            ("range", format!("{} to {}", four(it.bounds.0), four(it.bounds.1))),
            ("known", two_decimals(it.completeness)),
            ("rank", rank),
            ("robust", in_short(self.drawn.as_ref().map(|(it, _)| *it))),
            ("eligible", eligible(it)),
            ("modality", it.modality.to_string()),
            ("host value", four(it.host_value)),
            ("organisation value", it.organisation_value.map_or("not known".into(), four)),
            ("mutuality gap", it.mutuality_gap.map_or("not known".into(), four)),
        ]
    }

    fn how(&self) -> String {
        match (self.explanation.organisation_value, self.explanation.mean) {
            (None, _) => "score = host value (one-sided)".into(),
            (_, Mean::Harmonic) => "score = harmonic mean of the two values".into(),
            (_, Mean::Arithmetic) => "score = mean of the two values".into(),
            (_, Mean::Minimum) => "score = the lower of the two values".into(),
        }
    }

    fn side_title(&self, side: Side) -> String {
        match side {
            Side::Host => format!("What {} gets", self.explanation.country_name),
            Side::Organisation => "What the organisation gets".into(),
        }
    }

    fn contributions(&self, side: Side) -> impl Iterator<Item = &Contribution> {
        self.explanation.contributions.iter().filter(move |it| it.side == side)
    }

    /// What is missing, and the most it could add to its side's value.
    fn missing(&self) -> Vec<(&str, Side, f64)> {
        let open = |it: &&Contribution| {
            matches!(it.state, State::Missing | State::Inferred | State::Partial)
        };
        let contributions = self.explanation.contributions.iter().filter(open);
        let most = |it: &Contribution| it.weight * (1.0 - it.value);
        contributions
            .filter(|it| 0.0 < it.weight)
            .map(|it| (it.criterion.as_str(), it.side, most(it)))
            .collect()
    }

    /// Where a piece of evidence can be read: file, line and pointer, or a source of the atlas.
    fn place(&self, evidence: &Evidence) -> String {
        let place = match &*evidence.source {
            "organisation" => Some(&self.explanation.organisation.place),
            "country" => self.place_of_country.as_ref(),
            _ => None,
        };
        let pointer = evidence.pointer.as_deref().unwrap_or_default();
        match place {
            Some(place) => format!("{}:{} {}{pointer}", place.file, place.line, place.pointer)
                .trim_end()
                .to_owned(),
            None => evidence.source.to_string(),
        }
    }

    /// What acted that nobody stated, and the rule of the modality.
    fn notes(&self) -> Vec<String> {
        let mut notes = self.explanation.notes.clone();
        match (self.rank, &self.drawn) {
            (Some(rank), Some((_, drawn))) => {
                notes.extend(robust_words(drawn, &rank.to_string()));
            }
            (Some(_), None) => {
                notes.push(format!("robust: told of the first {LAST_DRAWN} ranks alone"));
            }
            (None, _) => {}
        }
        notes.push(format!("modality: {MODALITY_RULE}"));
        notes.extend(rules_in_words(&self.rules_file).map(|it| format!("rules: {it}")));
        notes.extend(self.what_if.iter().map(|it| format!("what if: {it}")));
        notes
    }

    fn advice(&self) -> Option<String> {
        let (aim, change) = self.aim.as_ref()?;
        let best = |(change, rank): &(Change, usize)| {
            format!(
                "no single change reaches rank {aim}; the largest is {}, for a score of {} and rank {rank}",
                change.what,
                four(change.score)
            )
        };
        match change {
            Some(change) => Some(format!(
                "to reach rank {aim} it would need {}, for a score of {}",
                change.what,
                four(change.score)
            )),
            None => self.largest.as_ref().map(best),
        }
    }
}

fn four(value: f64) -> String {
    format!("{value:.4}")
}

fn eligible(it: &Explanation) -> String {
    let reasons = it.eligibility.reasons.join("; ");
    match reasons.is_empty() {
        true => it.eligibility.verdict.to_string(),
        false => format!("{}: {reasons}", it.eligibility.verdict),
    }
}

/// Ten squares, as many filled as the value has tenths.
fn bar(value: f64) -> String {
    let filled = (value * 10.0).round().clamp(0.0, 10.0) as usize;
    format!("{}{}", "#".repeat(filled), ".".repeat(10 - filled))
}

pub(crate) fn write_table(standing: &Standing, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let width = page.width;
    writeln!(out, "{}", page.heading(&standing.headline()))?;
    for (name, value) in standing.figures() {
        let mut lines = Vec::new();
        write_wrapped(&printable(&value), width.saturating_sub(22).max(20), &mut lines)?;
        for (index, line) in String::from_utf8_lossy(&lines).lines().enumerate() {
            writeln!(out, "  {:<20}{line}", if index == 0 { name } else { "" })?;
        }
    }
    writeln!(out, "  {}", standing.how())?;
    for side in [Side::Host, Side::Organisation] {
        writeln!(out, "\n{}", page.heading(&standing.side_title(side)))?;
        writeln!(
            out,
            "  {:<17}{:<11}{:<10}{:>8}{:>8}{:>9}",
            "criterion", "", "state", "weight", "value", "adds"
        )?;
        for it in standing.contributions(side) {
            writeln!(
                out,
                "  {:<17}{:<11}{:<10}{:>8}{:>8}{:>9}",
                printable(&it.criterion),
                if it.state == State::NotAsked { String::new() } else { bar(it.value) },
                it.state.as_str(),
                four(it.weight),
                four(it.value),
                four(it.contribution),
            )?;
            if it.state == State::NotAsked {
                continue;
            }
            for evidence in &it.evidence {
                let share =
                    evidence.share.map_or(String::new(), |share| format!("{}  ", four(share)));
                let text = format!("{share}{} [{}]", evidence.text, standing.place(evidence));
                write_indented(&printable(&text), 6, width, out)?;
            }
        }
    }
    write_rest(standing, width, out)
}

fn write_indented(text: &str, by: usize, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Vec::new();
    write_wrapped(text, width.saturating_sub(by).max(20), &mut lines)?;
    for line in String::from_utf8_lossy(&lines).lines() {
        writeln!(out, "{:by$}{line}", "")?;
    }
    Ok(())
}

fn write_rest(standing: &Standing, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let missing = standing.missing();
    if !missing.is_empty() {
        writeln!(out, "\nMissing, and the most it could add")?;
        for (criterion, side, most) in missing {
            writeln!(out, "  {:<17}{} to the {side} value", printable(criterion), four(most))?;
        }
    }
    writeln!(out)?;
    if !standing.neighbours.is_empty() {
        writeln!(out, "Around it")?;
    }
    for (rank, name, score) in &standing.neighbours {
        let mark = if Some(*rank) == standing.rank { ">" } else { " " };
        writeln!(out, "{mark} {rank:>5}  {}  {}", four(*score), printable(name))?;
    }
    if let Some(advice) = standing.advice() {
        write_indented(&printable(&advice), 2, width, out)?;
    }
    for note in standing.notes() {
        write_indented(&printable(&format!("note: {note}")), 2, width, out)?;
    }
    write_indented(&model_line(standing), 2, width, out)
}

fn model_line(standing: &Standing) -> String {
    let model = &standing.model;
    format!(
        "model {} ({}), as of {}; atlas {}",
        printable(&model.name),
        &model_hash(model)[..12],
        model.year,
        volmatch::atlas::sources::VINTAGE
    )
}

pub(crate) fn write_markdown(standing: &Standing, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", harmless(&standing.headline()))?;
    writeln!(out, "| | |\n| --- | --- |")?;
    for (name, value) in standing.figures() {
        writeln!(out, "| {name} | {} |", harmless(&value))?;
    }
    writeln!(out, "\n{}.", standing.how())?;
    for side in [Side::Host, Side::Organisation] {
        writeln!(out, "\n## {}\n", harmless(&standing.side_title(side)))?;
        writeln!(out, "| Criterion | State | Weight | Value | Adds | Evidence |")?;
        writeln!(out, "| --- | --- | ---: | ---: | ---: | --- |")?;
        for it in standing.contributions(side) {
            let words = |evidence: &Evidence| {
                let share =
                    evidence.share.map_or(String::new(), |share| format!("{}  ", four(share)));
                harmless(&format!("{share}{} ({})", evidence.text, standing.place(evidence)))
            };
            writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} |",
                harmless(&it.criterion),
                it.state.as_str(),
                four(it.weight),
                four(it.value),
                four(it.contribution),
                it.evidence.iter().map(words).collect::<Vec<String>>().join("<br>"),
            )?;
        }
    }
    let missing = standing.missing();
    if !missing.is_empty() {
        writeln!(out, "\n## Missing, and the most it could add\n")?;
        for (criterion, side, most) in missing {
            writeln!(out, "- {}: {} to the {side} value", harmless(criterion), four(most))?;
        }
    }
    if !standing.neighbours.is_empty() {
        writeln!(out, "\n## Around it\n")?;
    }
    for (rank, name, score) in &standing.neighbours {
        writeln!(out, "- rank {rank}, {}: {}", four(*score), harmless(name))?;
    }
    for text in standing.advice().into_iter().chain(standing.notes()) {
        writeln!(out, "\n{}.", harmless(&text))?;
    }
    writeln!(out, "\n{}.", harmless(&model_line(standing)))
}

pub(crate) fn write_json(standing: &Standing, run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let change = |it: &Change| json!({ "what": it.what, "score": it.score });
    let place = |place: &Place| json!({ "file": *place.file, "line": place.line, "pointer": place.pointer });
    let places: Vec<Value> = standing
        .explanation
        .contributions
        .iter()
        .flat_map(|it| it.evidence.iter().map(move |evidence| (it, evidence)))
        .map(|(it, evidence)| {
            json!({
                "criterion": it.criterion,
                "text": evidence.text,
                "share": evidence.share,
                "place": standing.place(evidence),
            })
        })
        .collect();
    let missing: Vec<Value> = standing
        .missing()
        .into_iter()
        .map(|(criterion, side, most)| {
            json!({ "criterion": criterion, "side": side, "could_add": most })
        })
        .collect();
    let neighbours: Vec<Value> = standing
        .neighbours
        .iter()
        .map(|(rank, name, score)| json!({ "rank": rank, "name": name, "score": score }))
        .collect();
    let robustness = standing.drawn.as_ref().map(|(it, _)| *it);
    let record = Record { robustness, ..Record::of(&standing.explanation, standing.rank) };
    let document = json!({
        "run": run,
        "match": record,
        "of": standing.of,
        "robust": standing.drawn.as_ref().map(|(_, drawn)| drawn),
        "record": place(&standing.explanation.organisation.place),
        "country_record": standing.place_of_country.as_ref().map(place),
        "places": places,
        "missing": missing,
        "neighbours": neighbours,
        "aim": standing.aim.as_ref().map(|(rank, reached)| json!({
            "rank": rank,
            "change": reached.as_ref().map(change),
            "largest": standing.largest.as_ref().map(|(it, rank)| {
                json!({ "what": it.what, "score": it.score, "rank": rank })
            }),
        })),
    });
    crate::report::fit::write_pretty(&document, out)?;
    writeln!(out)
}

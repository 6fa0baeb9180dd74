//! How firm a ranking is, for a program and for a spreadsheet; and the words that a person is told.

pub(crate) mod markdown;
pub(crate) mod table;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};
use volmatch::{BLOCKS, Leads, Sensitivity, Side, Standing};

use crate::{
    counts::thousands,
    report::{
        csv::{harmless, write_rows},
        fit, rules_in_words,
        run::Run,
        two_decimals,
    },
};

/// The answer of `sensitivity`.
pub(crate) struct Firmness<'a> {
    pub(crate) run: Run,
    /// Countries for an organisation, not organisations for a country.
    pub(crate) by_organisation: bool,
    /// Name and id of what is ranked for.
    pub(crate) subject: String,
    pub(crate) sensitivity: &'a Sensitivity,
    /// What was supposed, a line each.
    pub(crate) what_if: Vec<String>,
}

impl Firmness<'_> {
    /// What is ranked, in a word.
    fn what(&self) -> &'static str {
        if self.by_organisation { "country" } else { "organisation" }
    }

    /// What was tried, a line each.
    fn tried(&self) -> Vec<String> {
        let (it, doubts) = (self.sensitivity, &self.sensitivity.doubts);
        let what = match (self.by_organisation, it.of) {
            (false, 1) => "organisation",
            (false, _) => "organisations",
            (true, 1) => "country",
            (true, _) => "countries",
        };
        let count = format!("{} {what}", thousands(it.of));
        let seed = doubts.seed;
        let mut lines = vec![format!("{count}, {} draws, seed {seed}", thousands(doubts.samples))];
        let within =
            doubts.within.iter().map(|(name, low, high)| format!("{name} {low} to {high}"));
        let said: Vec<String> =
            within.chain(doubts.orders.iter().map(|order| order.join(" >= "))).collect();
        lines.push(match (doubts.weights, it.is_bound) {
            (false, _) => "weights: as the model says".into(),
            (true, false) => "weights: any, evenly, each side by itself".into(),
            (true, true) => format!("weights: evenly where {} (hit-and-run)", said.join("; ")),
        });
        lines.push(match doubts.missing {
            true => "missing and inferred values: anywhere in their bounds".into(),
            false => "missing and inferred values: as they count in the model".into(),
        });
        let range =
            |it: &volmatch::StrengthRange| format!("{} {} to {}", it.constant, it.low, it.high);
        let ranges: Vec<String> = it.strengths.iter().map(range).collect();
        lines.push(match doubts.strengths {
            true => {
                let of = match it.redrawn < it.of {
                    true => format!(
                        " of the best {}, the others' as the model says",
                        thousands(it.redrawn)
                    ),
                    false => String::new(),
                };
                let sets = BLOCKS.min(doubts.samples);
                format!("strengths{of}, {sets} sets: {}", ranges.join(", "))
            }
            false => "strengths: as the model says".into(),
        });
        let rules = rules_in_words(&self.run.options["rules_file"]);
        lines.extend(rules.map(|it| format!("rules: {it}")));
        lines.extend(self.what_if.iter().map(|it| format!("what if: {it}")));
        lines
    }

    fn name(&self, contender: usize) -> &str {
        self.sensitivity.names.get(contender).map_or("", |it| &it.1)
    }

    /// What one weight alone would change, a sentence for each criterion; then those that change
    /// nothing.
    fn thresholds(&self) -> Vec<String> {
        let (mut lines, mut idle) = (Vec::new(), Vec::new());
        for it in &self.sensitivity.leads {
            let changes = self.changes(it);
            match changes.is_empty() {
                true => idle.push(it.criterion.as_str()),
                false => lines.push(format!(
                    "{} {} {}",
                    it.criterion,
                    two_decimals(it.weight),
                    changes.join("; ")
                )),
            }
        }
        if !idle.is_empty() {
            lines.push(format!("no weight of these changes who is first: {}", idle.join(", ")));
        }
        lines
    }

    /// The nearest change of the lead downwards and upwards.
    fn changes(&self, it: &Leads) -> Vec<String> {
        let now = it.now;
        let change = |lead: &volmatch::Lead, at: f64| {
            format!("-> {} makes {} first", precise(at, it.weight), self.name(lead.contender))
        };
        let below = now.checked_sub(1).map(|index| change(&it.leads[index], it.leads[index].to));
        let above = it.leads.get(now + 1).map(|lead| change(lead, lead.from));
        below.into_iter().chain(above).collect()
    }

    /// The weights that are above the mean of all draws when a standing is first: the three that are most
    /// so.
    fn favourable(&self, standing: &Standing) -> String {
        let Some(central) = &standing.central else { return String::new() };
        let it = self.sensitivity;
        let mut above: Vec<(f64, &str, f64)> = it
            .criteria
            .iter()
            .zip(central.iter().zip(&it.mean_weights))
            .filter(|(_, (weight, mean))| 0.0 < **mean && 1.02 * **mean < **weight)
            .map(|((name, _), (weight, mean))| (weight / mean, name.as_str(), *weight))
            .collect();
        above.sort_by(|one, other| other.0.total_cmp(&one.0));
        let words = above.iter().take(3);
        words.map(|it| format!("{} {}", it.1, two_decimals(it.2))).collect::<Vec<_>>().join(", ")
    }

    /// What the figures mean, and how exact they are.
    fn legend(&self) -> String {
        let top = self.sensitivity.doubts.top;
        format!(
            "first, top {top}: share of the draws in which it comes first, or among the first {top}; \
             mean: of its rank; conf.: how often it is first with its central weights. Largest \
             standard error {}. SMAA-2, Lahdelma and Salminen 2001.",
            self.error()
        )
    }

    fn error(&self) -> String {
        format!("{:.4}", self.sensitivity.worst_error)
    }
}

/// A weight with as many decimals as tell it from another, and from 0 and 1.
fn precise(weight: f64, from: f64) -> String {
    let short = two_decimals(weight);
    let is_short = short == two_decimals(from) || short == "0.00" || short == "1.00";
    if is_short { format!("{weight:.4}") } else { short }
}

/// One contender, as JSON and its schema know it.
#[derive(Serialize)]
struct Row<'a> {
    rank: usize,
    id: &'a str,
    name: &'a str,
    score: f64,
    completeness: f64,
    challenger: bool,
    acceptability: &'a [f64],
    among_first: f64,
    expected_rank: Option<f64>,
    central_weights: Option<Value>,
    confidence: Option<f64>,
}

impl<'a> Row<'a> {
    fn new(it: &'a Standing, challenger: bool, sensitivity: &Sensitivity) -> Self {
        let central = it.central.as_ref().map(|central| by_side(sensitivity, central));
        Self {
            rank: it.rank,
            id: &it.contender.id,
            name: &it.contender.name,
            score: it.score,
            completeness: it.contender.completeness,
            challenger,
            acceptability: &it.acceptability,
            among_first: it.among_first(),
            expected_rank: it.expected_rank,
            central_weights: central,
            confidence: it.confidence,
        }
    }
}

/// Weights by side and criterion.
fn by_side(sensitivity: &Sensitivity, weights: &[f64]) -> Value {
    let of = |wanted: Side| -> Value {
        let named = sensitivity.criteria.iter().zip(weights);
        let of_side = named.filter(|((_, side), _)| *side == wanted);
        of_side.map(|((name, _), weight)| (name.clone(), json!(weight))).collect()
    };
    json!({ "host": of(Side::Host), "organisation": of(Side::Organisation) })
}

fn rows<'a>(it: &'a Sensitivity) -> impl Iterator<Item = Row<'a>> {
    let standings = it.standings.iter().map(|standing| Row::new(standing, false, it));
    standings.chain(it.challengers.iter().map(|standing| Row::new(standing, true, it)))
}

pub(crate) fn write_json(firmness: &Firmness<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (it, doubts) = (firmness.sensitivity, &firmness.sensitivity.doubts);
    let lead = |lead: &volmatch::Lead| {
        let (id, name) = &it.names[lead.contender];
        json!({ "from": lead.from, "to": lead.to, "id": id, "name": name })
    };
    let threshold = |leads: &Leads| {
        json!({
            "criterion": leads.criterion,
            "side": leads.side,
            "weight": leads.weight,
            "leads": leads.leads.iter().map(lead).collect::<Vec<Value>>(),
        })
    };
    let range = |it: &volmatch::StrengthRange| json!({ "constant": it.constant, "from": it.low, "to": it.high, "reason": it.reason });
    let within = |(name, low, high): &(String, f64, f64)| json!({ "criterion": name, "from": low, "to": high });
    let document = json!({
        "run": firmness.run,
        "ranked": if firmness.by_organisation { "countries" } else { "organisations" },
        "of": it.of,
        "doubts": {
            "weights": doubts.weights,
            "within": doubts.within.iter().map(within).collect::<Vec<Value>>(),
            "orders": doubts.orders,
            "method": match (doubts.weights, it.is_bound) {
                (false, _) => "fixed",
                (true, false) => "simplex",
                (true, true) => "hit-and-run",
            },
            "missing": doubts.missing,
            "strengths": it.strengths.iter().map(range).collect::<Vec<Value>>(),
            "strengths_of": it.redrawn,
            "samples": doubts.samples,
            "blocks": BLOCKS.min(doubts.samples),
            "seed": doubts.seed,
        },
        "mean_weights": by_side(it, &it.mean_weights),
        "standings": rows(it).collect::<Vec<Row<'_>>>(),
        "others": it.others,
        "wins": it.wins,
        "thresholds": it.leads.iter().map(threshold).collect::<Vec<Value>>(),
        "worst_error": it.worst_error,
    });
    fit::write_pretty(&document, out)?;
    writeln!(out)
}

pub(crate) fn write_lines(firmness: &Firmness<'_>, out: &mut dyn Write) -> io::Result<()> {
    rows(firmness.sensitivity).try_for_each(|row| {
        fit::write(&row, out)?;
        out.write_all(b"\n")
    })
}

pub(crate) fn write_csv(firmness: &Firmness<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = firmness.sensitivity.others.len();
    write_rows(out, |writer| {
        let head = ["rank", "id", "name", "score", "completeness", "challenger", "among_first"];
        let head = head.into_iter().chain(["expected_rank", "confidence"]).map(str::to_owned);
        writer.write_record(head.chain((1..=places).map(|it| format!("rank_{it}"))))?;
        for row in rows(firmness.sensitivity) {
            let optional = |it: Option<f64>| it.map(|it| it.to_string()).unwrap_or_default();
            let cells = [
                row.rank.to_string(),
                harmless(row.id),
                harmless(row.name),
                row.score.to_string(),
                row.completeness.to_string(),
                row.challenger.to_string(),
                row.among_first.to_string(),
                optional(row.expected_rank),
                optional(row.confidence),
            ];
            let shares = row.acceptability.iter().map(f64::to_string);
            writer.write_record(cells.into_iter().chain(shares))?;
        }
        Ok(())
    })
}

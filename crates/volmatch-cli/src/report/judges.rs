//! Judges, the weights they give and how far they are apart; and a model beside the built-in one.

use std::io::{self, Write};

use comfy_table::CellAlignment;
use serde_json::{Map, Value, json};
use volmatch::{HOST_CRITERIA, Judged, Model, ORGANISATION_CRITERIA, Panel, text::printable};

use crate::report::{
    fit,
    run::model_hash,
    table::{Page, plain_table, write_table, write_wrapped},
    two_decimals,
};

/// How the weights came about, in words, with the hash of the file of judgements.
pub(crate) fn how(panels: &[Panel], hash: &str, contradictions: &[String]) -> String {
    let of_side = |panel: &Panel| {
        let methods: std::collections::BTreeSet<&str> =
            panel.judges.iter().map(|it| it.method).collect();
        let methods: Vec<&str> = methods.into_iter().collect();
        let by = format!("{} weights by {}", panel.side, methods.join(" and "));
        match panel.judges.len() {
            1 => by,
            many => format!("{by} of {many} judges ({})", panel.aggregation.as_str()),
        }
    };
    let mut words: Vec<String> = panels.iter().map(of_side).collect();
    if !contradictions.is_empty() {
        words.push("inconsistent comparisons taken as they are".into());
    }
    format!("{}; judgements sha256 {}", words.join(", "), &hash[..12])
}

/// The judges as comments of a model file.
pub(crate) fn write_comments(panels: &[Panel], out: &mut dyn Write) -> io::Result<()> {
    for panel in panels {
        writeln!(out, "# {}", summary(panel))?;
        for judge in &panel.judges {
            writeln!(out, "# {}: {}", printable(&judge.name), in_words(judge))?;
            let weights: Vec<String> = panel
                .criteria
                .iter()
                .filter_map(|it| Some((it, judge.weights.get(&it.criterion)?)))
                .map(|(it, weight)| format!("{} {weight:.4}", it.criterion))
                .collect();
            writeln!(out, "#   {}", weights.join(", "))?;
        }
    }
    Ok(())
}

/// What a side's judges come to, in a sentence.
fn summary(panel: &Panel) -> String {
    let judges = match panel.judges.len() {
        1 => "1 judge".to_owned(),
        many => format!("{many} judges, {} of their weights", panel.aggregation.as_str()),
    };
    let unweighed: Vec<&str> =
        panel.criteria.iter().filter(|it| !it.is_weighed).map(|it| it.criterion.as_str()).collect();
    let unweighed = match unweighed.is_empty() {
        true => String::new(),
        false => format!("; nobody weighs {}: 0", unweighed.join(", ")),
    };
    let disputed = match panel.most_disputed() {
        Some(it) => format!(
            "; furthest apart on {}: {} to {}",
            it.criterion,
            two_decimals(it.lowest),
            two_decimals(it.highest)
        ),
        None => String::new(),
    };
    format!("{}: {judges}{unweighed}{disputed}", panel.side)
}

fn in_words(judge: &Judged) -> String {
    let consistency = match &judge.consistency {
        Some(it) => format!(", consistency ratio {}", two_decimals(it.ratio)),
        None => String::new(),
    };
    format!("{}{consistency}, {} of the weight away", judge.method, two_decimals(judge.apart))
}

pub(crate) fn write_panels(
    name: &str,
    panels: &[Panel],
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", page.heading(name))?;
    for panel in panels {
        writeln!(out)?;
        write_wrapped(&printable(&summary(panel)), page.width, out)?;
        let mut table = plain_table(page.width);
        let mut header = vec!["criterion".to_owned(), "weight".into(), String::new()];
        header.extend(panel.judges.iter().map(|it| printable(&it.name)));
        let columns = header.len();
        table.set_header(header);
        for it in &panel.criteria {
            let mut row = vec![it.criterion.clone(), format!("{:.4}", it.weight), bar(it.weight)];
            let of = |judge: &Judged| match judge.weights.get(&it.criterion) {
                Some(weight) => format!("{weight:.4}"),
                None => "-".into(),
            };
            row.extend(panel.judges.iter().map(of));
            table.add_row(row);
        }
        for column in [1].into_iter().chain(3..columns) {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        write_table(&table, out)?;
        for judge in &panel.judges {
            write_wrapped(
                &format!("{}: {}", printable(&judge.name), in_words(judge)),
                page.width,
                out,
            )?;
        }
    }
    let legend = "weights of a side sum to 1; away: the share of the weight that a judge would have to move \
                  to come to that of all.";
    writeln!(out)?;
    write_wrapped(legend, page.width, out)
}

/// A weight as a bar of twenty.
fn bar(weight: f64) -> String {
    "#".repeat(((weight * 20.0).round() as usize).min(20))
}

pub(crate) fn write_json(panels: &[Panel], model: &Model, out: &mut dyn Write) -> io::Result<()> {
    let judge = |it: &Judged| {
        json!({
            "name": it.name,
            "method": it.method,
            "weights": it.weights,
            "apart": it.apart,
            "consistency": it.consistency.as_ref().map(|it| json!({
                "eigenvalue": it.eigenvalue,
                "ratio": it.ratio,
                "worst": it.worst.as_ref().map(|it| json!({
                    "one": it.one,
                    "other": it.other,
                    "stated": it.stated,
                    "implied": it.implied,
                })),
            })),
        })
    };
    let side = |panel: &Panel| {
        let criteria: Vec<Value> = panel
            .criteria
            .iter()
            .map(|it| {
                json!({
                    "criterion": it.criterion,
                    "weight": it.weight,
                    "lowest": it.lowest,
                    "highest": it.highest,
                    "weighed": it.is_weighed,
                })
            })
            .collect();
        json!({
            "side": panel.side,
            "aggregation": panel.aggregation.as_str(),
            "criteria": criteria,
            "judges": panel.judges.iter().map(judge).collect::<Vec<Value>>(),
        })
    };
    let sides: Vec<Value> = panels.iter().map(side).collect();
    let document = json!({ "model": model.to_json(), "sides": sides });
    fit::write_pretty(&document, out)?;
    writeln!(out)
}

/// A sound model beside the built-in one.
pub(crate) fn write_check(
    file: &str,
    model: &Model,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let of_both = |it: &str, who: &str| match who.is_empty() {
        true => format!("{it}, by nobody named"),
        false => format!("{it}, by {who}"),
    };
    let whose = of_both(&model.name, &model.provenance.who);
    let words = format!("{file}: sound; model {whose} ({})", &model_hash(model)[..12]);
    write_wrapped(&printable(&words), page.width, out)?;
    for (side, weights, built_in) in sides(model) {
        writeln!(out, "\n{}", page.heading(&format!("weights.{side}, shares of their sum")))?;
        let mut table = plain_table(page.width);
        table.set_header(["criterion", "weight", "", "built-in"]);
        for ((name, weight), (_, old)) in weights.iter().zip(&built_in) {
            table.add_row([
                (*name).to_owned(),
                format!("{weight:.4}"),
                bar(*weight),
                if (weight - old).abs() < 1e-12 { "the same".into() } else { format!("{old:.4}") },
            ]);
        }
        write_table(&table, out)?;
    }
    let other = differences(model);
    writeln!(out)?;
    match other.is_empty() {
        true => writeln!(out, "all else as in the built-in model"),
        false => other.iter().try_for_each(|(name, value, built_in)| {
            let line = format!("{name}: {value}, built-in {built_in}");
            write_wrapped(&printable(&line), page.width, out)
        }),
    }
}

pub(crate) fn write_check_json(model: &Model, out: &mut dyn Write) -> io::Result<()> {
    let mut document = json!({ "name": model.name, "sha256": model_hash(model) });
    let mut of_sides = Map::new();
    for (side, weights, built_in) in sides(model) {
        let row = |((name, weight), (_, old)): (&(&str, f64), &(&str, f64))| json!({ "criterion": name, "weight": weight, "built_in": old });
        let rows: Vec<Value> = weights.iter().zip(&built_in).map(row).collect();
        of_sides.insert(side.into(), rows.into());
    }
    document["weights"] = of_sides.into();
    let row = |(name, value, built_in): (String, Value, Value)| json!({ "name": name, "value": value, "built_in": built_in });
    document["differences"] = differences(model).into_iter().map(row).collect();
    fit::write_pretty(&document, out)?;
    writeln!(out)
}

/// Names and shares of a side's weights.
type Shares = Vec<(&'static str, f64)>;

/// Each side's weights as shares of their sum, the model's and the built-in ones.
fn sides(model: &Model) -> [(&'static str, Shares, Shares); 2] {
    let built_in = Model::default();
    let shares = |weights: &volmatch::Weights, order: &[(&'static str, f64)]| -> Shares {
        let total: f64 = weights.values().sum();
        order.iter().map(|(name, _)| (*name, weights.get(*name).unwrap_or(&0.0) / total)).collect()
    };
    [
        ("host", shares(&model.host, &HOST_CRITERIA), shares(&built_in.host, &HOST_CRITERIA)),
        (
            "organisation",
            shares(&model.organisation, &ORGANISATION_CRITERIA),
            shares(&built_in.organisation, &ORGANISATION_CRITERIA),
        ),
    ]
}

/// What differs from the built-in model besides names and weights.
fn differences(model: &Model) -> Vec<(String, Value, Value)> {
    let (model, built_in) = (model.to_json(), Model::default().to_json());
    let mut found = Vec::new();
    for key in ["year", "exponent", "missing_value"] {
        if model[key] != built_in[key] {
            found.push((key.to_owned(), model[key].clone(), built_in[key].clone()));
        }
    }
    for (name, value) in model["constants"].as_object().into_iter().flatten() {
        let old = &built_in["constants"][name];
        if value != old {
            found.push((format!("constants.{name}"), value.clone(), old.clone()));
        }
    }
    found
}

//! `atlas`: what is known without any input.

use std::io::{self, Write};

use serde_json::{Value, json};
use volmatch::{
    Model,
    atlas::{
        countries::{CountryCode, Facts, INCOME_GROUPS},
        priorities::{DefaultPriority, default_priorities},
        search::{Entry, look_up, search},
        sources::{VINTAGE, sources},
    },
    sdg::Sdg,
};

use crate::{
    Exit, Streams,
    args::{AtlasArgs, PlainFormat},
    error::Failure,
    output,
    report::{table::write_wrapped, two_decimals},
};

pub(crate) fn run(args: &AtlasArgs, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let words = args.words.join(" ");
    let is_json = args.format == PlainFormat::Json;
    let output = args.output.output.as_deref();
    output::check(output, None, [])?;
    if let Some(wanted) = words.strip_prefix("search ") {
        let found = search(wanted);
        output::write(output, streams, |out: &mut dyn Write| write_found(&found, is_json, out))?;
        return Ok(Exit::Done);
    }
    if words == "sources" {
        output::write(output, streams, |out: &mut dyn Write| write_sources(is_json, out))?;
        return Ok(Exit::Done);
    }
    let Some(entry) = look_up(&words) else {
        let suggestion = words.parse::<CountryCode>().err().and_then(|error| error.suggestion);
        let meant = suggestion.map(|it| format!(" (did you mean `{it}`?)")).unwrap_or_default();
        let shown: String = words.chars().take(200).collect();
        return Err(Failure::NotInAtlas(format!(
            "nothing in the atlas is called `{shown}`{meant}: try `volmatch atlas search WORDS`"
        )));
    };
    output::write(output, streams, |out: &mut dyn Write| match is_json {
        true => {
            serde_json::to_writer_pretty(&mut *out, &entry_json(entry))?;
            writeln!(out)
        }
        false => write_entry(entry, out),
    })?;
    Ok(Exit::Done)
}

fn write_found(found: &[Entry], is_json: bool, out: &mut dyn Write) -> io::Result<()> {
    if is_json {
        let found: Vec<Value> = found.iter().map(|it| short_json(*it)).collect();
        serde_json::to_writer_pretty(&mut *out, &found)?;
        return writeln!(out);
    }
    if found.is_empty() {
        writeln!(out, "nothing found")?;
    }
    for it in found {
        writeln!(out, "{:<18}{:<8}{}", it.kind(), it.code(), it.name())?;
    }
    Ok(())
}

fn write_sources(is_json: bool, out: &mut dyn Write) -> io::Result<()> {
    if is_json {
        let rows: Vec<Value> = sources()
            .map(|it| {
                json!({
                    "key": it.key,
                    "what": it.what,
                    "source": it.source,
                    "vintage": it.vintage,
                    "licence": it.licence,
                })
            })
            .collect();
        serde_json::to_writer_pretty(&mut *out, &json!({ "vintage": VINTAGE, "sources": rows }))?;
        return writeln!(out);
    }
    for it in sources() {
        writeln!(out, "{}", it.key)?;
        for line in [it.what, it.source] {
            write!(out, "  ")?;
            write_wrapped(line, 76, out)?;
        }
        writeln!(out, "  vintage {}, licence {}", it.vintage, it.licence)?;
    }
    Ok(())
}

fn short_json(entry: Entry) -> Value {
    json!({ "kind": entry.kind(), "code": entry.code(), "name": entry.name() })
}

fn entry_json(entry: Entry) -> Value {
    let mut value = short_json(entry);
    match entry {
        Entry::Country(code) => {
            if let Some(facts) = code.facts() {
                value["facts"] = facts_json(facts);
                value["priorities"] = priorities_of(code).iter().map(priority_json).collect();
            }
        }
        Entry::Sdg(code) => {
            value["goal"] = json!(code.goal_number());
            let names = ["en", "fr", "es", "ru", "zh", "ar"];
            value["goal_names"] =
                names.iter().map(|it| ((*it).to_owned(), json!(code.goal_name(it)))).collect();
            if code.is_goal() {
                value["targets"] = code
                    .leaves()
                    .map(|it| json!({ "code": it.to_string(), "title": it.title() }))
                    .collect();
            }
        }
        Entry::Sector(sector) => {
            value["category"] = json!(sector.category().code());
            value["withdrawn"] = json!(sector.is_withdrawn());
        }
        Entry::OrganisationType(_) => {}
    }
    value
}

fn priorities_of(code: CountryCode) -> Vec<DefaultPriority> {
    default_priorities(code, &Model::default().constants.signals)
}

fn priority_json(it: &DefaultPriority) -> Value {
    let signals: Vec<Value> = it
        .signals
        .iter()
        .map(|it| json!({ "name": it.name, "figure": it.figure, "share": it.share }))
        .collect();
    json!({ "goal": it.goal.goal_number(), "weight": it.weight, "signals": signals })
}

fn facts_json(facts: &Facts) -> Value {
    json!({
        "iso2": facts.iso2,
        "m49": facts.m49,
        "formal_name": facts.formal_name,
        "region": { "m49": facts.region_m49, "name": facts.region },
        "subregion": { "m49": facts.subregion_m49, "name": facts.subregion },
        "income_group": facts.income.map(|it| INCOME_GROUPS[usize::from(it)]),
        "ldc": facts.ldc,
        "lldc": facts.lldc,
        "sids": facts.sids,
        "g77": facts.g77,
        "dac": facts.dac,
        "languages": facts.languages,
        "borders": facts.borders.iter().map(|it| it.as_str()).collect::<Vec<&str>>(),
        "bri_year_unverified": facts.bri_year,
        "sdg_index_2022": facts.scores,
        "sdg_index_change_2015_2022": facts.trends,
        "names": {
            "fr": facts.other_names[0],
            "es": facts.other_names[1],
            "ru": facts.other_names[2],
            "zh": facts.other_names[3],
            "ar": facts.other_names[4],
        },
    })
}

fn write_entry(entry: Entry, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {}: {}", entry.kind(), entry.code(), entry.name())?;
    match entry {
        Entry::Country(code) => match code.facts() {
            Some(facts) => write_facts(facts, out),
            None => writeln!(out, "  a territory of ISO 3166; the atlas has no facts of it"),
        },
        Entry::Sdg(code) if code.is_goal() => {
            for language in ["fr", "es", "ru", "zh", "ar"] {
                writeln!(out, "  {language}  {}", code.goal_name(language).unwrap_or_default())?;
            }
            code.leaves().try_for_each(|it| writeln!(out, "  {:<6}{}", it.to_string(), it.title()))
        }
        Entry::Sdg(code) => {
            writeln!(out, "  of goal {} {}", code.to_goal(), code.to_goal().title())
        }
        Entry::Sector(sector) => {
            let category = sector.category();
            if category != sector {
                writeln!(out, "  of category {category} {}", category.name())?;
            }
            if sector.is_withdrawn() {
                writeln!(out, "  withdrawn: not for new activities")?;
            }
            Ok(())
        }
        Entry::OrganisationType(_) => Ok(()),
    }
}

fn write_facts(facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    let groups = [
        (facts.ldc, "LDC"),
        (facts.lldc, "LLDC"),
        (facts.sids, "SIDS"),
        (facts.g77, "Group of 77"),
    ];
    let groups: Vec<&str> = groups.iter().filter(|(is_in, _)| *is_in).map(|(_, it)| *it).collect();
    let listed = |list: Vec<&str>| if list.is_empty() { "none".into() } else { list.join(", ") };
    let income = facts.income.map_or("not known", |it| INCOME_GROUPS[usize::from(it)]);
    let m49 = facts.m49.map_or("none".into(), |it| format!("{it:03}"));
    writeln!(out, "  codes       {} {} {m49}", facts.code, facts.iso2)?;
    writeln!(out, "  region      {}, {}", facts.region, facts.subregion)?;
    writeln!(out, "  income      {income}")?;
    writeln!(out, "  groups      {}", listed(groups))?;
    writeln!(out, "  DAC list    {}", facts.dac.unwrap_or("not on it"))?;
    writeln!(out, "  languages   {}", listed(facts.languages.clone()))?;
    let mut borders = Vec::new();
    let codes = listed(facts.borders.iter().map(|it| it.as_str()).collect());
    write_wrapped(&codes, 66, &mut borders)?;
    for (index, line) in String::from_utf8_lossy(&borders).lines().enumerate() {
        writeln!(out, "  {:<12}{line}", if index == 0 { "neighbours" } else { "" })?;
    }
    if let Some(year) = facts.bri_year {
        writeln!(out, "  BRI         joined {year} (unverified)")?;
    }
    if facts.code.as_str() == "XKX" {
        writeln!(
            out,
            "  References to Kosovo are to be understood in the context of Security Council"
        )?;
        writeln!(out, "  resolution 1244 (1999).")?;
    }
    let priorities = priorities_of(facts.code);
    writeln!(out, "\n  {:<46}{:>7}{:>7}{:>7}", "goal", "index", "since", "prior-")?;
    writeln!(out, "  {:<46}{:>7}{:>7}{:>7}", "", "2022", "2015", "ity")?;
    for goal in (1..=17).filter_map(Sdg::goal) {
        let cell = |figure: Option<f64>| figure.map_or("-".into(), |it| format!("{it:.1}"));
        let priority = priorities.iter().find(|it| it.goal == goal);
        writeln!(
            out,
            "  {:<3}{:<43}{:>7}{:>7}{:>7}",
            goal.to_string(),
            goal.title(),
            cell(facts.scores[goal.index()]),
            cell(facts.trends[goal.index()]),
            priority.map_or("-".into(), |it| two_decimals(it.weight)),
        )?;
    }
    let mut signals: Vec<&str> =
        priorities.iter().flat_map(|it| it.signals.iter().map(|s| s.name)).collect();
    signals.sort_unstable();
    signals.dedup();
    match signals.is_empty() {
        true => writeln!(out, "\n  no known priorities"),
        false => writeln!(out, "\n  priorities from {} (`atlas sources`)", signals.join(", ")),
    }
}

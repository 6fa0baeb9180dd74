//! Answers of `match` read again: rankings, and what their run was made of.

use std::{collections::BTreeMap, io::Read, path::Path};

use serde::Deserialize;
use serde_json::Value;
use volmatch::{Contribution, Listed, Ranking, Side, State, text::printable};

use crate::{Streams, error::Failure, foreign::foreign, sources::open};

/// One answer of `match`.
pub(crate) struct Results {
    /// What to call it.
    pub(crate) name: String,
    /// What its run was made of; only `json` says.
    pub(crate) run: Option<Value>,
    /// Countries ranked for organisations, not organisations for countries.
    pub(crate) by_organisation: bool,
    pub(crate) rankings: Vec<Ranking>,
}

impl Results {
    pub(crate) fn open(path: &Path, streams: &mut Streams<'_>) -> Result<Self, Failure> {
        let fail = |source| Failure::Input { path: path.to_owned(), source };
        let mut bytes = Vec::new();
        // A stream is put into a file first, where it is seen for what it is before it fills the memory.
        open(path, streams).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(fail)?;
        Self::read(path.display().to_string(), &bytes)
    }

    pub(crate) fn read(name: String, bytes: &[u8]) -> Result<Self, Failure> {
        let fail = |message: String| Failure::Results { path: printable(&name), message };
        if let Some(what) = foreign(bytes) {
            return Err(fail(format!("the file is {what}")));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| fail("not UTF-8".into()))?;
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let (run, records) = match () {
            () if text.starts_with('{') => read_json(text),
            () if text.starts_with("country,") || text.starts_with("organisation,") => {
                read_csv(text).map(|records| (None, records))
            }
            () if text.is_empty() => Ok((None, Vec::new())),
            () => Err("it begins with neither `{` nor the header of a csv".into()),
        }
        .and_then(|(run, records)| in_range(&records).map(|()| (run, records)))
        .map_err(|message| fail(format!("not an answer of `match`: {message}")))?;
        let (by_organisation, rankings) = rankings(run.as_ref(), records).map_err(fail)?;
        Ok(Self { name, run, by_organisation, rankings })
    }
}

/// What is read of a record; the rest is not looked at.
#[derive(Deserialize)]
struct Record {
    country: String,
    rank: Option<usize>,
    organisation: String,
    name: String,
    score: f64,
    #[serde(default)]
    contributions: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    criterion: String,
    side: Side,
    state: State,
    weight: f64,
    value: f64,
}

#[derive(Deserialize)]
struct Document {
    run: Value,
    results: Vec<Record>,
}

/// Whether a JSON text is one document, by the names in its first object.
#[derive(Deserialize)]
struct Shape {
    results: Option<serde::de::IgnoredAny>,
}

type ReadResults = Result<(Option<Value>, Vec<Record>), String>;

fn read_json(text: &str) -> ReadResults {
    let first = serde_json::Deserializer::from_str(text).into_iter::<Shape>().next();
    let first = first.transpose().map_err(|error| error.to_string())?;
    if first.is_some_and(|it| it.results.is_some()) {
        let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
        return Ok((Some(document.run), document.results));
    }
    let records = serde_json::Deserializer::from_str(text).into_iter::<Record>();
    let records: Result<Vec<Record>, _> = records.collect();
    Ok((None, records.map_err(|error| error.to_string())?))
}

/// Refuses numbers that no answer holds: `NaN`, what has no end, and all beyond 0 to 1.
fn in_range(records: &[Record]) -> Result<(), String> {
    // Sums of shares may be a last digit off.
    let is_share = |number: f64| (-1e-9..=1.0 + 1e-9).contains(&number);
    for it in records {
        let parts = it.contributions.iter();
        let parts = parts.flat_map(|it| [("weight", it.weight), ("value", it.value)]);
        let mut numbers = [("score", it.score)].into_iter().chain(parts);
        if let Some((what, number)) = numbers.find(|(_, number)| !is_share(*number)) {
            let of = format!("of `{}` for `{}`", it.organisation, it.country);
            return Err(format!("{what} `{number}` {of} is out of range, expected 0 to 1"));
        }
    }
    Ok(())
}

/// Reads the columns that are needed, by their names.
fn read_csv(text: &str) -> Result<Vec<Record>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| {
        let place = header.iter().position(|it| it == name);
        place.ok_or_else(|| format!("no column `{name}`"))
    };
    let columns = ["country", "rank", "organisation", "name", "score"].map(column);
    let [country, rank, organisation, name, score] = columns;
    let (country, rank, organisation, name, score) =
        (country?, rank?, organisation?, name?, score?);
    let mut records = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let row = row.map_err(|error| error.to_string())?;
        let cell = |place: usize| row.get(place).unwrap_or_default();
        // The apostrophe that keeps a cell from being run as a formula.
        let text = |place: usize| cell(place).strip_prefix('\'').unwrap_or(cell(place)).to_owned();
        let wrong = |what: &str| format!("line {}: `{what}` is no number", index + 2);
        records.push(Record {
            country: text(country),
            rank: match cell(rank) {
                "" => None,
                digits => Some(digits.parse().map_err(|_| wrong(digits))?),
            },
            organisation: text(organisation),
            name: text(name),
            score: cell(score).parse().map_err(|_| wrong(cell(score)))?,
            contributions: Vec::new(),
        });
    }
    Ok(records)
}

/// The records by what they are ranked for, and whether that is the organisation.
fn rankings(run: Option<&Value>, records: Vec<Record>) -> Result<(bool, Vec<Ranking>), String> {
    let ranked: Vec<Record> = records.into_iter().filter(|it| it.rank.is_some()).collect();
    let told = run.and_then(|run| run["options"]["organisations"].as_array());
    let by_organisation = match told {
        Some(organisations) => !organisations.is_empty(),
        None if is_ranked_by(&ranked, |it| &it.country) => false,
        None if is_ranked_by(&ranked, |it| &it.organisation) => true,
        None => {
            return Err(
                "ranks are neither 1, 2, ... of each country nor of each organisation".into()
            );
        }
    };
    let key: fn(&Record) -> &String =
        if by_organisation { |it| &it.organisation } else { |it| &it.country };
    if !is_ranked_by(&ranked, key) {
        return Err("ranks are not 1, 2, 3, ... in their order: was the file changed?".into());
    }
    let mut by_key: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for it in ranked {
        let id = key(&it).clone();
        by_key.entry(id).or_default().push(listed(it, by_organisation));
    }
    let rankings = by_key.into_iter().map(|(id, listed)| Ranking { id, listed }).collect();
    Ok((by_organisation, rankings))
}

/// Whether the ranks of each are 1, 2, 3, ... in their order, and nobody is there twice.
fn is_ranked_by(records: &[Record], key: impl Fn(&Record) -> &String) -> bool {
    let mut last: BTreeMap<&String, usize> = BTreeMap::new();
    let mut pairs = std::collections::BTreeSet::new();
    records.iter().all(|it| {
        let last = last.entry(key(it)).or_default();
        *last += 1;
        it.rank == Some(*last) && pairs.insert((&it.country, &it.organisation))
    })
}

fn listed(it: Record, by_organisation: bool) -> Listed {
    let part = |it: Part| Contribution {
        criterion: it.criterion,
        side: it.side,
        state: it.state,
        weight: it.weight,
        value: it.value,
        contribution: it.weight * it.value,
        evidence: Vec::new(),
    };
    let (id, name) = match by_organisation {
        true => (it.country.clone(), country_name(&it.country)),
        false => (it.organisation, it.name),
    };
    Listed {
        id,
        name,
        rank: it.rank.unwrap_or_default(),
        score: it.score,
        contributions: it.contributions.into_iter().map(part).collect(),
    }
}

/// The name of a country, else its id.
pub(crate) fn country_name(id: &str) -> String {
    let code = id.parse::<volmatch::atlas::countries::CountryCode>();
    code.map_or_else(|_| id.to_owned(), |code| code.name().to_owned())
}

//! Makes the atlas tables of the library: `cargo run -p volmatch-atlas -- DATA`.
//!
//! DATA is a folder with the source files named in `own/sources.tsv`; what we wrote ourselves
//! stands in `own/`. The output goes to `crates/volmatch/src/tables/` and is committed.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;
type Row = BTreeMap<String, String>;

const COUNTRY_COLUMNS: [&str; 22] = [
    "iso3",
    "iso2",
    "m49",
    "name",
    "formal_name_en",
    "region_m49",
    "region",
    "subregion_m49",
    "subregion",
    "income_wb",
    "ldc",
    "lldc",
    "sids",
    "g77",
    "oda_dac_status",
    "languages",
    "borders",
    "bri_join_year",
    "name_fr",
    "name_es",
    "name_ru",
    "name_zh",
];

/// The five figures of a country and goal, and the word each row of `signals.tsv` carries.
const SIGNALS: [(&str, &str); 5] = [
    ("score", "sdg_index_score_2022"),
    ("trend", "sdg_index_change_2015_2022"),
    ("required_usd", "un_framework_required_usd"),
    ("importance", "undp_priority_importance"),
    ("ndc_actions", "ndc_actions"),
];

const UN_LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh-Hans", "ar"];

fn main() -> Result<()> {
    let data = PathBuf::from(std::env::args().nth(1).ok_or("usage: volmatch-atlas DATA")?);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = here.join("own");
    let tables = here.join("../volmatch/src/tables");

    let countries = countries(&data, &own)?;
    write(&tables, "countries.tsv", &countries)?;
    write(&tables, "signals.tsv", &signals(&data)?)?;
    write(&tables, "goals.tsv", &goals(&data, &own)?)?;
    write(&tables, "sectors.tsv", &sectors(&data, &own)?)?;
    write(&tables, "organisation_types.tsv", &organisation_types(&data)?)?;
    for name in ["target_titles.tsv", "aliases.tsv", "territories.tsv", "sources.tsv"] {
        fs::copy(own.join(name), tables.join(name))?;
    }
    Ok(())
}

fn countries(data: &Path, own: &Path) -> Result<Vec<Vec<String>>> {
    let names = pairs(&own.join("country_names.tsv"))?;
    let languages = pairs(&own.join("official_languages.tsv"))?;
    let mut rows = csv_rows(&data.join("countries.csv"))?;
    rows.sort_by(|a, b| a["iso3"].cmp(&b["iso3"]));
    // One side alone names a few borders that are not on land: both must name one.
    let borders: BTreeSet<(String, String)> = rows
        .iter()
        .flat_map(|row| row["borders"].split(';').map(|to| (row["iso3"].clone(), to.to_owned())))
        .collect();
    let mut table = vec![
        COUNTRY_COLUMNS.iter().map(|c| (*c).to_owned()).chain(["name_ar".to_owned()]).collect(),
    ];
    for row in &mut rows {
        let iso3 = row["iso3"].clone();
        row.insert("name".into(), names.get(&iso3).ok_or(format!("no name: {iso3}"))?.clone());
        row.insert(
            "languages".into(),
            languages.get(&iso3).ok_or(format!("no language: {iso3}"))?.clone(),
        );
        if !row["intermediate_m49"].is_empty() {
            row.insert("subregion_m49".into(), row["intermediate_m49"].clone());
        }
        if iso3 == "XKX" {
            // Not in M49, nor in our copies of the income groups and the DAC list: own entries, the
            // region as its neighbours', for likeness only.
            for (column, value) in [
                ("region_m49", "150"),
                ("subregion_m49", "39"),
                ("subregion", "Southern Europe"),
                ("income_wb", "Upper middle"),
                ("oda_dac_status", "Upper middle income"),
            ] {
                row.insert(column.into(), value.into());
            }
        }
        let is_mutual = |to: &&str| borders.contains(&((*to).to_owned(), iso3.clone()));
        let neighbours: Vec<&str> = row["borders"].split(';').filter(is_mutual).collect();
        let neighbours = neighbours.join(";");
        row.insert("borders".into(), neighbours);
        let formal = row["formal_name_en"].trim_start_matches("the ").to_owned();
        row.insert("formal_name_en".into(), formal);
        table.push(
            COUNTRY_COLUMNS.iter().chain(&["name_ar"]).map(|column| row[*column].clone()).collect(),
        );
    }
    Ok(table)
}

fn signals(data: &Path) -> Result<Vec<Vec<String>>> {
    let mut cells: BTreeMap<(String, usize), BTreeMap<u32, String>> = BTreeMap::new();
    for row in csv_rows(&data.join("country_goals.csv"))? {
        for (place, (_, column)) in SIGNALS.iter().enumerate() {
            let cell = short_number(&row[*column]);
            cells
                .entry((row["iso3"].clone(), place))
                .or_default()
                .insert(row["goal"].parse()?, cell);
        }
    }
    let mut header = vec!["iso3".to_owned(), "signal".to_owned()];
    header.extend((1..=17).map(|goal: u32| goal.to_string()));
    let mut table = vec![header];
    for ((iso3, place), goals) in cells {
        if goals.values().all(String::is_empty) {
            continue;
        }
        let mut row = vec![iso3, SIGNALS[place].0.to_owned()];
        row.extend((1..=17).map(|goal| goals.get(&goal).cloned().unwrap_or_default()));
        table.push(row);
    }
    Ok(table)
}

fn goals(data: &Path, own: &Path) -> Result<Vec<Vec<String>>> {
    let chinese = pairs(&own.join("goal_names_zh.tsv"))?;
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in csv_rows(&data.join("goal_names.csv"))? {
        names.insert((row["goal"].clone(), row["language"].clone()), row["name"].clone());
    }
    let mut header = vec!["goal".to_owned()];
    header.extend(UN_LANGUAGES.iter().map(|language| (*language).to_owned()));
    let mut table = vec![header];
    for goal in 1..=17 {
        let goal = goal.to_string();
        let mut row = vec![goal.clone()];
        for language in UN_LANGUAGES {
            let name = match language {
                "zh-Hans" => chinese.get(&goal),
                _ => names.get(&(goal.clone(), language.to_owned())),
            };
            row.push(name.ok_or(format!("goal {goal} has no name in {language}"))?.clone());
        }
        table.push(row);
    }
    Ok(table)
}

fn sectors(data: &Path, own: &Path) -> Result<Vec<Vec<String>>> {
    let mut table = vec![vec!["code".to_owned(), "name".to_owned(), "status".to_owned()]];
    for (code, name) in pairs(&own.join("sector_categories.tsv"))? {
        table.push(vec![code, name, "active".to_owned()]);
    }
    for row in csv_rows(&data.join("dac_sectors.csv"))? {
        table.push(vec![row["code"].clone(), row["name_en"].clone(), row["status"].clone()]);
    }
    table[1..].sort();
    Ok(table)
}

fn organisation_types(data: &Path) -> Result<Vec<Vec<String>>> {
    let mut table = vec![vec!["code".to_owned(), "name".to_owned()]];
    for row in csv_rows(&data.join("organisation_types.csv"))? {
        table.push(vec![row["code"].clone(), row["name_en"].clone()]);
    }
    Ok(table)
}

/// `5.0` as `5`: the same number in fewer bytes.
fn short_number(cell: &str) -> String {
    cell.strip_suffix(".0").unwrap_or(cell).to_owned()
}

fn csv_rows(path: &Path) -> Result<Vec<Row>> {
    let mut reader =
        csv::Reader::from_path(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(reader.deserialize().collect::<std::result::Result<_, _>>()?)
}

/// A two-column table of our own, first column to second.
fn pairs(path: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.lines()
        .skip(1)
        .map(|line| {
            let (key, value) =
                line.split_once('\t').ok_or(format!("{}: no tab: {line}", path.display()))?;
            Ok((key.to_owned(), value.to_owned()))
        })
        .collect()
}

fn write(folder: &Path, name: &str, table: &[Vec<String>]) -> Result<()> {
    let mut text = String::new();
    for row in table {
        if let Some(cell) = row.iter().find(|cell| cell.contains(['\t', '\n'])) {
            return Err(format!("{name}: a cell with a tab or line break: {cell}").into());
        }
        text.push_str(&row.join("\t"));
        text.push('\n');
    }
    fs::write(folder.join(name), text)?;
    Ok(())
}

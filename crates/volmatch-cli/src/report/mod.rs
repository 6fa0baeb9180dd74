//! Answers as text: for a person a table or Markdown, for a program JSON or CSV.

pub(crate) mod compare;
pub(crate) mod csv;
pub(crate) mod explanation;
pub(crate) mod fit;
pub(crate) mod gaps;
pub(crate) mod heat;
pub(crate) mod json;
pub(crate) mod judges;
pub(crate) mod markdown;
pub(crate) mod record;
pub(crate) mod run;
pub(crate) mod sensitivity;
pub(crate) mod table;
pub(crate) mod tags;

use std::sync::Arc;

use rayon::ThreadPool;
use serde_json::Value;
use volmatch::{Board, Match, Pair, Robustness, Verdict};

use crate::{
    Streams,
    counts::thousands,
    report::{run::Run, table::Page},
};

/// What `match` found, with all that belongs to it.
pub(crate) struct Answer<'a> {
    pub(crate) run: &'a Run,
    /// Countries for organisations, not organisations for countries.
    pub(crate) by_organisation: bool,
    pub(crate) board: &'a Board,
    /// By section.
    pub(crate) pairs: &'a [Pair],
    /// The threads to explain them on; those at hand where none are given.
    pub(crate) pool: Option<&'a ThreadPool>,
    /// What was supposed, as it was typed.
    pub(crate) what_if: Vec<String>,
}

/// So many pairs are explained at a time, which takes some 6 MB, however many are listed.
const AT_A_TIME: usize = 512;

/// The matches under one heading.
pub(crate) struct Section<'a> {
    pub(crate) heading: String,
    /// What acted that nobody stated.
    pub(crate) notes: Vec<String>,
    pub(crate) pairs: &'a [Pair],
}

impl<'a> Answer<'a> {
    /// The pairs in full, some at a time.
    pub(crate) fn batches(&self) -> impl Iterator<Item = Vec<Match>> {
        self.pairs.chunks(AT_A_TIME).map(|pairs| match self.pool {
            Some(pool) => pool.install(|| self.board.explain_pairs(pairs)),
            None => self.board.explain_pairs(pairs),
        })
    }

    /// The pairs in full, one by one: those of each section in turn.
    pub(crate) fn matches(&self) -> impl Iterator<Item = Match> {
        self.batches().flatten()
    }

    /// A section for each asker, or for each organisation, in the order of the answer.
    pub(crate) fn sections(&self) -> Vec<Section<'a>> {
        if self.by_organisation {
            let of_one = self.pairs.chunk_by(|a, b| Arc::ptr_eq(&a.organisation, &b.organisation));
            let section = |pairs: &'a [Pair]| {
                let it = &pairs[0].organisation;
                Section { heading: format!("{} ({})", it.name, it.id), notes: Vec::new(), pairs }
            };
            return of_one.map(section).collect();
        }
        let mut of_one = self.pairs.chunk_by(|a, b| a.place == b.place).peekable();
        let askers = self.board.askers().iter().enumerate();
        let sections = askers.map(|(place, asker)| Section {
            heading: format!("{} ({})", asker.name, asker.id),
            notes: asker.defaults.clone(),
            pairs: of_one.next_if(|pairs| pairs[0].place == place).unwrap_or_default(),
        });
        sections.collect()
    }
}

/// How firm a rank is, as people read it: how often it is kept, and how often the pair is listed.
pub(crate) fn in_short(robustness: Option<Robustness>) -> String {
    let of = |it: Robustness| {
        format!("{}/{}", two_decimals(it.keeps_rank), two_decimals(it.among_first))
    };
    robustness.map_or("-".into(), of)
}

/// What that means; nothing where no rank has its robustness.
pub(crate) fn robust_legend(answer: &Answer<'_>) -> String {
    let options = &answer.run.options;
    let words = robust_words(&options["robust"], &options["top"].to_string());
    words.map(|words| format!(" {words}; `volmatch sensitivity` tells more.")).unwrap_or_default()
}

/// The same of some draws and of the first so many ranks.
pub(crate) fn robust_words(drawn: &Value, top: &str) -> Option<String> {
    let (draws, seed) = (drawn["draws"].as_u64()?, drawn["seed"].as_u64()?);
    let contenders = match drawn["contenders"].as_u64() {
        Some(many) => format!(", against the best {}", thousands(many as usize)),
        None => String::new(),
    };
    Some(format!(
        "robust: share of {} draws of weights and missing data (any, seed {seed}{contenders}) in which it \
         keeps its rank / is among the first {top}",
        thousands(draws as usize)
    ))
}

/// How many of the ranked matches are led by the South, by the organisation's home, of those whose
/// home is known.
pub(crate) fn south_led(pairs: &[Pair]) -> (usize, usize) {
    let ranked = pairs.iter().filter(|it| it.rank.is_some());
    let homes = ranked.filter_map(|it| it.organisation.home?.facts());
    homes.fold((0, 0), |(led, known), home| (led + usize::from(home.is_south()), known + 1))
}

/// The rules that pairs were held against and what was supposed, in sentences made fit for where they
/// stand; nothing where there was neither.
pub(crate) fn given(run: &Run, what_if: &[String], fit: fn(&str) -> String) -> String {
    let rules = rules_in_words(&run.options["rules_file"]);
    let rules = rules.map(|it| format!(" Rules: {}.", fit(&it)));
    let supposed =
        (!what_if.is_empty()).then(|| format!(" What if: {}.", fit(&what_if.join("; "))));
    [rules, supposed].into_iter().flatten().collect()
}

/// The file of rules and how many there are in it, where one was given.
pub(crate) fn rules_in_words(file: &Value) -> Option<String> {
    let (name, rules) = (file["name"].as_str()?, file["rules"].as_array()?.len());
    Some(format!("{rules} of {name}"))
}

/// A score as people read it: two decimals, never in per cent.
pub(crate) fn two_decimals(value: f64) -> String {
    format!("{value:.2}")
}

/// The reason to show in one line: why not, or what is not known, or what speaks for the pair.
pub(crate) fn reason(it: &Match) -> String {
    let eligibility = &it.eligibility;
    match eligibility.verdict {
        Verdict::No => format!("not eligible: {}", eligibility.reasons.join("; ")),
        Verdict::Unknown => format!("eligible? {}", eligibility.reasons.join("; ")),
        Verdict::Yes => match it.top_reason() {
            Some((_, evidence)) => evidence.brief().to_owned(),
            None => "nothing known speaks for it".into(),
        },
    }
}

/// What a match is listed as: the organisation, or the country, marked where it is new to it.
pub(crate) fn listed_name(it: &Match, by_organisation: bool) -> String {
    match (by_organisation, it.is_new) {
        (true, Some(true)) => format!("{} (new)", it.country_name),
        (true, _) => it.country_name.clone(),
        (false, _) => it.organisation.name.clone(),
    }
}

/// The terminal's page; elsewhere one of 80 columns.
pub(crate) fn page(streams: &Streams<'_>, is_bold: bool) -> Page {
    let told = streams.is_terminal.then(terminal_size::terminal_size).flatten();
    let width = told.map_or(80, |(width, _)| usize::from(width.0).clamp(40, 200));
    Page { width, is_bold, is_unicode: streams.is_terminal && speaks_utf8() }
}

/// Whether the terminal is said to show UTF-8, by the first of the usual variables that is set.
fn speaks_utf8() -> bool {
    let of = |name: &&str| std::env::var(name).ok().filter(|it| !it.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(of).unwrap_or_default();
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

//! Texts and what is known of the goals they serve.

use std::{collections::HashMap, fs, path::Path};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use volmatch::{sdg::GOALS, tagging::TextLanguage};

use crate::{
    Failure,
    corpus::{Corpus, Label, Part},
};

/// Where a text comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Origin {
    /// OSDG Community Dataset: one goal that volunteers agreed on.
    Osdg,
    /// Another public set.
    Public,
    /// A passage of a public set that was read again for all goals.
    Passage,
    /// A charity that was read for all goals.
    Charity,
    /// A charity that was not.
    Unlabelled,
    /// Official names of goals and titles of targets.
    Title,
    /// A text written for this project.
    Own,
    /// A phrase of the lexicon.
    Phrase,
    /// Several of our own phrases or texts in one.
    Mixture,
}

/// A text, and for each goal how sure it is that it is served: 0 to 1.
#[derive(Clone, Debug)]
pub(crate) struct TextRow {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) language: TextLanguage,
    pub(crate) origin: Origin,
    pub(crate) labels: [f64; GOALS],
    /// The goal that most of the text serves, from 1.
    pub(crate) primary: Option<usize>,
    /// Targets that are clear, such as `3.8`.
    pub(crate) targets: Vec<String>,
    /// Rows that must not be parted: passages of one document, charities with one text.
    pub(crate) group: String,
    /// Kept for measuring; nothing is fitted on it.
    pub(crate) is_test: bool,
}

impl TextRow {
    /// One of five parts, the same on every run.
    pub(crate) fn fold(&self) -> usize {
        Sha256::digest(&self.group)[0] as usize % 5
    }

    /// Whether all goals were looked at, not one alone.
    pub(crate) fn is_complete(&self) -> bool {
        matches!(self.origin, Origin::Passage | Origin::Charity | Origin::Own)
    }

    fn new(id: String, text: String, origin: Origin) -> Self {
        Self {
            group: id.clone(),
            id,
            text,
            language: TextLanguage::English,
            origin,
            labels: [0.0; GOALS],
            primary: None,
            targets: Vec::new(),
            is_test: false,
        }
    }

    fn labelled(mut self, label: &Label) -> Self {
        self.labels = label.likelihoods();
        self.primary = label.goals.first().copied();
        self.targets.clone_from(&label.targets);
        self.is_test = label.part == Part::Test;
        self
    }
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: String,
    #[serde(default)]
    charity_number: String,
    text: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    labels: Vec<usize>,
    #[serde(default)]
    not: Vec<usize>,
    #[serde(default)]
    doi: Option<String>,
}

fn lines(path: &Path) -> Result<Vec<Line>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let line = |(number, line): (usize, &str)| {
        serde_json::from_str(line)
            .map_err(|error| format!("{}:{}: {error}", path.display(), number + 1).into())
    };
    text.lines().enumerate().map(line).collect()
}

/// Punctuation of ORO that was read in a wrong code page, as a space.
fn mended(text: String) -> String {
    if text.contains("‚Ä") {
        text.replace("‚Äôs", "'s").replace("‚Ä", " \u{2019} ")
    } else {
        text
    }
}

/// A set of passages; those that the corpus labels over all goals become [`Origin::Passage`].
pub(crate) fn passages(
    path: &Path,
    set: &str,
    origin: Origin,
    corpus: &Corpus,
) -> Result<Vec<TextRow>, Failure> {
    let row = |line: Line| {
        let mut row = TextRow::new(line.id, mended(line.text), origin);
        line.labels.iter().for_each(|goal| row.labels[goal - 1] = 1.0);
        if let [only] = line.labels[..] {
            row.primary = Some(only);
        }
        row.group = line.doi.unwrap_or_else(|| row.id.clone());
        match corpus.label(set, &row.id) {
            Some(label) => TextRow { origin: Origin::Passage, ..row.labelled(label) },
            None => row,
        }
    };
    Ok(lines(path)?.into_iter().map(row).collect())
}

/// Passages that volunteers voted against a goal for, with that goal.
pub(crate) fn rejected(path: &Path) -> Result<Vec<(String, usize)>, Failure> {
    let each = |line: Line| line.not.into_iter().map(move |goal| (line.text.clone(), goal));
    Ok(lines(path)?.into_iter().flat_map(each).collect())
}

/// Charities, each name and text once.
pub(crate) fn charities(path: &Path, set: &str, corpus: &Corpus) -> Result<Vec<TextRow>, Failure> {
    let mut seen = HashMap::new();
    let mut rows = Vec::new();
    for line in lines(path)? {
        let id = match line.charity_number.as_str() {
            "" => line.id,
            number => format!("GB-CHC-{number}"),
        };
        let mut row = TextRow::new(id, format!("{}. {}", line.name, line.text), Origin::Unlabelled);
        if seen.insert(row.text.to_lowercase(), ()).is_some() {
            continue;
        }
        row.group = line.text.to_lowercase();
        rows.push(match corpus.label(set, &row.id) {
            Some(label) => TextRow { origin: Origin::Charity, ..row.labelled(label) },
            None => row,
        });
    }
    Ok(rows)
}

/// Official titles of targets and names of goals, in the languages that have them.
pub(crate) fn titles(data: &Path) -> Result<Vec<TextRow>, Failure> {
    let mut rows = Vec::new();
    let mut title = |id: &str, goal: usize, text: &str, language| {
        let mut row = TextRow::new(format!("title {id}"), text.to_owned(), Origin::Title);
        row.language = language;
        row.labels[goal - 1] = 1.0;
        row.primary = Some(goal);
        if id.contains('.') {
            row.targets = vec![id.to_owned()];
        }
        rows.push(row);
    };
    for record in csv::Reader::from_path(data.join("sdg_targets.csv"))?.records() {
        let record = record?;
        for (language, column) in [(TextLanguage::English, 2), (TextLanguage::French, 3)] {
            title(&record[0], record[1].parse()?, &record[column], language);
        }
    }
    for record in csv::Reader::from_path(data.join("goal_names.csv"))?.deserialize() {
        let record: HashMap<String, String> = record?;
        for language in TextLanguage::ALL {
            if record.get("language").is_some_and(|it| it == language.code()) {
                let goal = record.get("goal").ok_or("no column goal")?;
                title(goal, goal.parse()?, record.get("name").ok_or("no column name")?, language);
            }
        }
    }
    Ok(rows)
}

/// Texts and phrases written for this project.
pub(crate) fn own(corpus: &Corpus) -> Vec<TextRow> {
    let texts = corpus.texts.iter().enumerate().map(|(at, own)| {
        let row = TextRow::new(format!("own {at}"), own.text.clone(), Origin::Own);
        TextRow { language: own.language, ..row.labelled(&own.label) }
    });
    let phrases = corpus.phrases.iter().map(|own| {
        let id = format!("phrase {} {}", own.language.code(), own.text);
        let row = TextRow::new(id, own.text.clone(), Origin::Phrase);
        TextRow { language: own.language, ..row.labelled(&own.label) }
    });
    texts.chain(phrases).collect()
}

//! The corpus of this project: labels of foreign texts by id, own texts, and the lexicon.

use std::{collections::HashMap, fs, path::Path};

use volmatch::{
    sdg::{GOALS, Sdg},
    tagging::TextLanguage,
};

use crate::Failure;

/// What a text is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    Train,
    /// Nothing is fitted on it.
    Test,
}

/// What readers said of a text.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) part: Part,
    /// Goals from 1, the primary first.
    pub(crate) goals: Vec<usize>,
    pub(crate) targets: Vec<String>,
    /// The two passes that did not see each other, likewise; none for own texts.
    pub(crate) passes: Vec<Vec<usize>>,
}

impl Label {
    /// How sure each goal is: 1 or 0 where both passes said so, else nearer to what was settled.
    pub(crate) fn likelihoods(&self) -> [f64; GOALS] {
        std::array::from_fn(|at| {
            let is = self.goals.contains(&(at + 1));
            let doubts = self.passes.iter().filter(|pass| pass.contains(&(at + 1)) != is).count();
            let doubt = DOUBT * doubts.min(1) as f64;
            if is { 1.0 - doubt } else { doubt }
        })
    }
}

/// What one dissenting pass leaves of certainty.
const DOUBT: f64 = 0.2;

/// A text of our own.
#[derive(Clone, Debug)]
pub(crate) struct OwnText {
    pub(crate) language: TextLanguage,
    pub(crate) text: String,
    pub(crate) label: Label,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    labels: HashMap<(String, String), Label>,
    pub(crate) texts: Vec<OwnText>,
    pub(crate) phrases: Vec<OwnText>,
}

impl Corpus {
    /// Reads the folder `corpus/`.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let mut corpus = Self::default();
        for name in ["charities.tsv", "passages.tsv"] {
            for fields in table(&folder.join(name), 7)? {
                let [set, id, part, goals, targets, first, second] = &fields[..] else { continue };
                let part = if part == "test" { Part::Test } else { Part::Train };
                let passes = vec![list(first)?, list(second)?];
                let label = Label { part, goals: list(goals)?, targets: words(targets), passes };
                corpus.labels.insert((set.clone(), id.clone()), label);
            }
        }
        for language in TextLanguage::ALL {
            let code = language.code();
            for fields in table(&folder.join(format!("texts_{code}.tsv")), 4)? {
                let [goals, targets, _, text] = &fields[..] else { continue };
                corpus.texts.push(OwnText {
                    language,
                    text: text.clone(),
                    label: own(list(goals)?, words(targets)),
                });
            }
            for fields in table(&folder.join(format!("lexicon_{code}.tsv")), 2)? {
                let code: Sdg = fields[0].parse()?;
                let targets = if code.is_goal() { Vec::new() } else { vec![fields[0].clone()] };
                let phrase = |text: &str| OwnText {
                    language,
                    text: text.trim().to_owned(),
                    label: own(vec![code.goal_number()], targets.clone()),
                };
                corpus.phrases.extend(fields[1].split(';').map(phrase));
            }
        }
        Ok(corpus)
    }

    /// The label of a text of a set.
    pub(crate) fn label(&self, set: &str, id: &str) -> Option<&Label> {
        self.labels.get(&(set.to_owned(), id.to_owned()))
    }

    /// All labels of foreign texts, with their sets.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (&str, &Label)> {
        self.labels.iter().map(|((set, _), label)| (set.as_str(), label))
    }
}

fn own(goals: Vec<usize>, targets: Vec<String>) -> Label {
    Label { part: Part::Train, goals, targets, passes: Vec::new() }
}

/// The rows of a table below its head, each of so many fields.
fn table(path: &Path, width: usize) -> Result<Vec<Vec<String>>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate().skip(1) {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if fields.len() != width {
            let place = format!("{}:{}", path.display(), number + 1);
            return Err(format!("{place}: {} fields, expected {width}", fields.len()).into());
        }
        rows.push(fields);
    }
    Ok(rows)
}

fn words(list: &str) -> Vec<String> {
    list.split(',').filter(|it| *it != "-").map(str::to_owned).collect()
}

fn list(text: &str) -> Result<Vec<usize>, Failure> {
    let goal = |it: String| match it.parse() {
        Ok(goal) if (1..=GOALS).contains(&goal) => Ok(goal),
        _ => Err(format!("`{it}` is no goal").into()),
    };
    words(text).into_iter().map(goal).collect()
}

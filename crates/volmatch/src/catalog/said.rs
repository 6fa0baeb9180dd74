//! What an organisation says of itself in words: its name and description, read.

use crate::{
    input::profile::Organisation,
    sdg::Sdg,
    tagging::{GoalTag, NamedCountry, Tagger, TextLanguage, named_countries, reading::Stemmed},
};

/// What an organisation's description says, the name read before it.
#[derive(Clone, Debug)]
pub struct Said {
    /// Name, full stop, description: the places of words are in it.
    pub text: String,
    /// Where the description begins.
    description: usize,
    /// The language it is read in; `None` where it is none of those that are read.
    pub language: Option<TextLanguage>,
    /// Words that carry meaning, in their order.
    pub stems: Vec<SaidStem>,
    /// Goals that the text is found to serve, with their probabilities; only where none is stated.
    pub goals: Vec<(Sdg, f64)>,
    /// Countries that it names, but for its home; only where no experience is stated.
    pub countries: Vec<NamedCountry>,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SaidStem {
    /// The same for all forms of the word.
    pub key: u64,
    /// Where it stands, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Said {
    /// Reads an organisation's words; `None` where it has no description.
    pub(crate) fn of(organisation: &Organisation) -> Option<Self> {
        let description = organisation.description.as_ref()?;
        let text = format!("{}. {description}", organisation.name);
        let tagger = Tagger::embedded();
        let reading = tagger.read(&text);
        let goals = match organisation.sdgs {
            None => tagger.assigned(&text, &reading),
            Some(_) => Vec::new(),
        };
        let stem =
            |it: &Stemmed<'_>| SaidStem { key: it.key, start: it.word.start, end: it.word.end };
        let (language, stems) = (reading.language, reading.stems.iter().map(stem).collect());
        let mut countries = match organisation.experience {
            None => named_countries(&text),
            Some(_) => Vec::new(),
        };
        // Georgia is also a state of the United States.
        let home = organisation.home.map_or("", |home| home.as_str());
        countries.retain(|it| {
            let code = it.country.as_str();
            code != home && (code, home) != ("GEO", "USA")
        });
        let description = text.len() - description.len();
        Some(Self { text, description, language, stems, goals, countries })
    }

    /// The field of the record that a place in the text belongs to, as a pointer.
    #[must_use]
    pub fn pointer(&self, start: usize) -> String {
        if start < self.description { "/name" } else { "/description" }.to_owned()
    }

    /// The word at a place.
    #[must_use]
    pub fn word(&self, start: usize, end: usize) -> &str {
        &self.text[start..end]
    }

    /// In words, why each inferred goal is taken for served: how likely it is, and the words that
    /// speak for it most; and the field where the loudest of them stands.
    #[must_use]
    pub fn inferences(&self) -> Vec<(Sdg, String, String)> {
        if self.goals.is_empty() {
            return Vec::new();
        }
        let tags = Tagger::embedded().tag(&self.text);
        let inference = |tag: &GoalTag| {
            let words = tag.words.iter().take(3).map(|it| format!("`{}`", it.text));
            let words = words.collect::<Vec<String>>().join(", ");
            let why = format!("{}, probability {:.2}, by {words}", tag.level(), tag.probability);
            let start = tag.words.first().map_or(self.description, |it| it.start);
            (tag.goal, why, self.pointer(start))
        };
        tags.goals.iter().filter(|tag| tag.assigned).map(inference).collect()
    }
}

//! What an organisation says of itself in words: its name and description, read.

use crate::{
    input::profile::Organisation,
    sdg::Sdg,
    tagging::{
        GoalTag, NamedCountry, Stemmed, Tagger, TextLanguage, memo::Memory, named_countries,
    },
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
    pub stems: Vec<Stemmed>,
    /// Goals that the text is found to serve, with their probabilities; only where none is stated.
    pub goals: Vec<(Sdg, f64)>,
    /// Countries that it names, but for its home; only where no experience is stated.
    pub countries: Vec<NamedCountry>,
}

impl Said {
    /// Reads an organisation's words; `None` where it has no description. Room is taken from what was
    /// said before, and words are those that the reader remembers.
    pub(crate) fn of(
        organisation: &Organisation,
        before: Option<Self>,
        memory: Option<&mut Memory>,
    ) -> Option<Self> {
        let description = organisation.description.as_ref()?;
        let (mut text, stems) = before.map(|it| (it.text, it.stems)).unwrap_or_default();
        text.clear();
        text.extend([organisation.name.as_str(), ". ", description]);
        let tagger = Tagger::embedded();
        let reading = tagger.read_into(&text, stems, memory);
        let goals = match organisation.sdgs {
            None => tagger.assigned(&text, &reading),
            Some(_) => Vec::new(),
        };
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
        let (language, stems) = (reading.language, reading.stems);
        Some(Self { text, description, language, stems, goals, countries })
    }

    /// What is inferred from an organisation's words, without the words; `None` where nothing is.
    pub(crate) fn inferred(organisation: &Organisation) -> Option<Self> {
        // Who states both has nothing inferred.
        if organisation.sdgs.is_some() && organisation.experience.is_some() {
            return None;
        }
        let said = Self::of(organisation, None, None)?;
        Some(Self { text: String::new(), stems: Vec::new(), ..said })
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

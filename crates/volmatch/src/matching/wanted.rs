//! The words that priorities want, and which of them an organisation says.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{BuildHasherDefault, Hasher},
};

use crate::{
    catalog::{asker::Asker, said::Said},
    input::profile::Organisation,
    tagging::{
        Stemmed, Tagger, TextLanguage,
        hearing::{Ear, Heard},
    },
};

/// By word of a language: its number. Keys of words are hashes already.
type Numbers = HashMap<u64, u32, BuildHasherDefault<KeyHasher>>;

/// A word said, how often, and the texts that want it.
pub(crate) type Echo<'s> = (&'s Stemmed, usize, &'s [(usize, f64)]);

#[derive(Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The words of all priorities of some askers.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// By language.
    numbers: [Numbers; TextLanguage::ALL.len()],
    /// The texts that want a word, in order, each with its rarity there, of one word behind the other.
    by: Vec<(usize, f64)>,
    /// By number of a word: where those that want it end.
    ends: Vec<usize>,
    /// By words of a priority: its text. Compared, not hashed: they are long, and tell apart early.
    texts: BTreeMap<String, usize>,
}

impl Wanted {
    pub(crate) fn new(askers: &[Asker]) -> Self {
        // In an order of their own, so that sums over them do not depend on who else asks.
        let needs = askers.iter().flat_map(|asker| &asker.needs);
        let distinct: BTreeSet<&String> = needs.map(|need| &need.words).collect();
        let texts =
            distinct.iter().enumerate().map(|(index, words)| ((*words).clone(), index)).collect();
        let words = distinct.iter().map(|words| Tagger::embedded().words_of(words));
        let mut of_language: [BTreeMap<u64, Vec<(usize, f64)>>; _] = Default::default();
        for (index, words) in words.enumerate() {
            for (wanted_by, words) in of_language.iter_mut().zip(words) {
                for (key, rarity) in words {
                    wanted_by.entry(key).or_default().push((index, rarity));
                }
            }
        }
        // In the order of their keys, in which they are summed.
        let (mut by, mut ends) = (Vec::new(), Vec::new());
        let numbers = of_language.map(|words| {
            let number = |(key, mut wanting): (u64, Vec<(usize, f64)>)| {
                by.append(&mut wanting);
                ends.push(by.len());
                (key, ends.len() as u32 - 1)
            };
            words.into_iter().map(number).collect()
        });
        Self { numbers, by, ends, texts }
    }

    /// How many texts there are.
    pub(crate) fn texts(&self) -> usize {
        self.texts.len()
    }

    /// The number of a priority's text.
    pub(crate) fn text(&self, words: &str) -> Option<usize> {
        self.texts.get(words).copied()
    }

    /// The texts that want a word, in order, each with its rarity there.
    pub(crate) fn by(&self, word: u32) -> &[(usize, f64)] {
        let word = word as usize;
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.by[start..self.ends[word]]
    }

    /// For each word of a language, the texts that want it.
    pub(crate) fn words(&self, language: TextLanguage) -> impl Iterator<Item = &[(usize, f64)]> {
        self.numbers[language as usize].values().map(|word| self.by(*word))
    }

    fn number(&self, language: TextLanguage, key: u64) -> Option<u32> {
        self.numbers[language as usize].get(&key).copied()
    }

    /// The words said that some priority wants: each once, where it first stands, with how often it is
    /// said and the texts that want it, in the order of their keys.
    pub(crate) fn said<'s>(&'s self, said: &'s Said, language: TextLanguage) -> Vec<Echo<'s>> {
        // The number of the word and its place in one, which sort faster than two.
        let mut all: Vec<u64> = Vec::with_capacity(said.stems.len());
        for (place, stem) in said.stems.iter().enumerate() {
            let number = self.number(language, stem.key);
            all.extend(number.map(|word| (u64::from(word) << 32) | place as u64));
        }
        all.sort_unstable();
        let same = all.chunk_by(|one, other| one >> 32 == other >> 32);
        let echo = |same: &[u64]| {
            let (word, first) = ((same[0] >> 32) as u32, same[0] as u32 as usize);
            (&said.stems[first], same.len(), self.by(word))
        };
        same.map(echo).collect()
    }

    /// Listens to an organisation; `None` where it says nothing in a language that is read.
    pub(crate) fn hear<'e>(
        &self,
        organisation: &Organisation,
        ear: &'e mut Ear,
    ) -> Option<&'e Heard> {
        let description = organisation.description.as_ref()?;
        // As `Said` reads them.
        let parts = [organisation.name.as_str(), ". ", description];
        ear.hear(&parts, |language, key| self.number(language, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{input::read::read_str, model::Model, sample::SAMPLE};

    /// What is heard is what is said, whatever was heard before.
    #[test]
    fn hearing_is_reading() {
        let model = Model::default();
        let askers: Vec<Asker> = crate::atlas::countries::CountryCode::all()
            .map(|code| Asker::of_atlas(code, &model))
            .collect();
        let (wanted, mut ear) = (Wanted::new(&askers), Ear::new());
        let mut organisations = read_str("sample", SAMPLE).organisations;
        let texts = [
            "Des infirmières forment des sages-femmes e\u{301}te\u{301} comme hiver dans les cliniques.",
            "Formamos maestras; agua limpia para todos, salud para las madres.",
            "health water education",
            "nation action",
            "трудно very hard",
            "Мы строим школы и больницы для детей: health",
            "Wir fördern Bildung und sauberes Wasser für alle Kinder in der Stadt.",
            "abcdefghijklmnopqrstuvwxyz of internationalisationsprogrammes and health",
            "x",
        ];
        let first = organisations[0].clone();
        organisations.extend(texts.map(|text| Organisation {
            name: "É".into(),
            description: Some(text.into()),
            ..first.clone()
        }));
        let mut counts = [0, 0];
        for organisation in organisations.iter().chain(&organisations) {
            let said = Said::of(organisation, None, None);
            let said = said.as_ref().and_then(|it| Some((it, it.language?)));
            let heard = wanted.hear(organisation, &mut ear);
            assert_eq!(heard.map(|it| it.language), said.map(|(_, language)| language));
            let (Some(heard), Some((said, language))) = (heard, said) else {
                counts[0] += 1;
                continue;
            };
            assert_eq!(heard.length, said.stems.len(), "{}", said.text);
            let mut plain: Vec<(u32, usize)> = Vec::new();
            for number in said.stems.iter().filter_map(|it| wanted.number(language, it.key)) {
                match plain.iter_mut().find(|(other, _)| *other == number) {
                    Some((_, count)) => *count += 1,
                    None => plain.push((number, 1)),
                }
            }
            assert_eq!(heard.wanted, plain, "{}", said.text);
            counts[1] += heard.wanted.len();
        }
        assert!(0 < counts[0] && 100 < counts[1], "{counts:?}");
    }
}

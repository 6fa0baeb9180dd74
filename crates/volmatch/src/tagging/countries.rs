//! Countries that a text names.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    atlas::countries::CountryCode,
    tagging::words::{Word, words},
    text::fold,
};

/// A country where a text names it first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NamedCountry {
    /// The country, one of the atlas's.
    pub country: CountryCode,
    /// Byte offset where its name begins.
    pub start: usize,
    /// Byte offset after its name.
    pub end: usize,
}

/// What names begin with a word: the other words, and the country, the longest first.
type Names = HashMap<String, Vec<(Vec<String>, Option<CountryCode>)>>;

/// Names that hold a country's name and mean no country, or another one.
const OTHERS: [(&str, &str); 29] = [
    ("America", ""),
    ("Latin America", ""),
    ("South America", ""),
    ("Central America", ""),
    ("North America", ""),
    ("New Guinea", "PNG"),
    ("CAR", ""),
    ("Granada", ""),
    ("Antigua Guatemala", "GTM"),
    ("Niger State", "NGA"),
    ("Northern Ireland", "GBR"),
    ("England", "GBR"),
    ("Scotland", "GBR"),
    ("New Mexico", ""),
    ("Gulf of Mexico", ""),
    ("Mexico City", "MEX"),
    ("Gulf of Guinea", ""),
    ("Guinea pig", ""),
    ("Guinea pigs", ""),
    ("Niger Delta", "NGA"),
    ("River Niger", ""),
    ("River Jordan", ""),
    ("Jordan Valley", ""),
    ("Lake Chad", ""),
    ("New England", ""),
    ("British Columbia", ""),
    ("South Georgia", ""),
    ("Republic of Ireland", "IRL"),
    ("Channel Islands", ""),
];

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::new();
    let mut add = |name: &str, country: Option<CountryCode>| {
        let mut folded = words(name).map(|word| fold(word.text));
        if let Some(first) = folded.next() {
            let rest: Vec<String> = folded.collect();
            let same_beginning = names.entry(first).or_default();
            if same_beginning.iter().all(|(other, _)| *other != rest) {
                same_beginning.push((rest, country));
            }
        }
    };
    for (name, code) in OTHERS {
        add(name, code.parse().ok());
    }
    for (name, country) in CountryCode::all_names() {
        // A name in brackets or with a comma is for lists, not for running text.
        if !name.contains(['(', ',']) {
            add(name, Some(country).filter(|it| it.facts().is_some()));
        }
    }
    for same_beginning in names.values_mut() {
        same_beginning.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    names
});

/// The countries that a text names, each once, in the order of their first mention.
///
/// Names and aliases of the atlas count, the longest that fits. They must begin with a capital letter;
/// those of up to three letters, such as `DRC`, must be capitals, and not in a line of capitals;
/// those that are also names of persons, animals or places, such as Jordan or Georgia, need a word such
/// as `in` before them.
#[must_use]
pub fn named_countries(text: &str) -> Vec<NamedCountry> {
    let mut found: Vec<NamedCountry> = Vec::new();
    for it in mentions(text) {
        if found.iter().all(|other| other.country != it.country) {
            found.push(it);
        }
    }
    found
}

/// Every mention of a country in a text, in order.
#[must_use]
pub fn mentions(text: &str) -> Vec<NamedCountry> {
    let all: Vec<Word<'_>> = words(text).collect();
    let mut found: Vec<NamedCountry> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let Some((length, country)) = name_at(&all[at..]) else {
            at += 1;
            continue;
        };
        let before = at.checked_sub(1).map(|before| all[before].text);
        let is_short = length == 1 && all[at].text.chars().count() <= 3;
        if is_short && before.is_some_and(|it| 1 < it.len() && it.chars().all(char::is_uppercase)) {
            at += 1;
            continue;
        }
        let before = before.map(fold);
        let is_placed = before.is_some_and(|it| PLACING.contains(&it.as_str()))
            || found.last().is_some_and(|last| 0 < at && last.end == all[at - 1].end);
        let is_ambiguous = length == 1 && AMBIGUOUS.contains(&fold(all[at].text).as_str());
        if let Some(country) = country.filter(|_| is_placed || !is_ambiguous) {
            let (start, end) = (all[at].start, all[at + length - 1].end);
            found.push(NamedCountry { country, start, end });
        }
        at += length;
    }
    found
}

/// Countries' names that are also those of persons, animals, other places or things.
const AMBIGUOUS: [&str; 7] = ["chad", "georgia", "guinea", "jordan", "mali", "niger", "turkey"];

/// Words after which a name is that of a place.
const PLACING: [&str; 20] = [
    "in",
    "of",
    "from",
    "to",
    "across",
    "within",
    "throughout",
    "for",
    "and",
    "or",
    "between",
    "en",
    "au",
    "aux",
    "du",
    "de",
    "y",
    "et",
    "del",
    "with",
];

/// How many of the words are a name, and of which country.
fn name_at(following: &[Word<'_>]) -> Option<(usize, Option<CountryCode>)> {
    let first = following.first()?;
    if !first.text.chars().next()?.is_uppercase() {
        return None;
    }
    let names = NAMES.get(&fold(first.text))?;
    let fits = |(rest, _): &&(Vec<String>, Option<CountryCode>)| {
        let next = following.get(1..=rest.len());
        next.is_some_and(|next| next.iter().zip(rest).all(|(word, it)| fold(word.text) == *it))
    };
    let (rest, country) = names.iter().find(fits)?;
    // `US` is a country, `Us` is not.
    let is_short = rest.is_empty() && first.text.chars().count() <= 3;
    let is_capital = first.text.chars().all(char::is_uppercase);
    (!is_short || is_capital).then_some((rest.len() + 1, *country))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<&str> {
        named_countries(text).iter().map(|it| it.country.as_str()).collect()
    }

    #[test]
    fn the_longest_name_counts() {
        assert_eq!(
            named("wells in South Sudan, Sudan and Papua New Guinea"),
            ["SSD", "SDN", "PNG"]
        );
        assert_eq!(named("in Guinea-Bissau, Côte d’Ivoire and the DRC"), ["GNB", "CIV", "COD"]);
        assert_eq!(named("families in Northern Ireland and Kenya; Kenya again"), ["GBR", "KEN"]);
    }

    #[test]
    fn a_word_is_not_a_name() {
        assert_eq!(named("Michael Jordan, Chad Brown, a Turkey oven; JOIN US"), [""; 0]);
        assert_eq!(named("JOIN US WITH AN OLD CAR"), [""; 0]);
        assert_eq!(named("in Jordan, Georgia and Turkey"), ["JOR", "GEO", "TUR"]);
        assert_eq!(named("a turkey, fine china, in it, Us and New Mexico"), [""; 0]);
        let found = named_countries("from Kenya")[0];
        assert_eq!((found.start, found.end), (5, 10));
    }
}

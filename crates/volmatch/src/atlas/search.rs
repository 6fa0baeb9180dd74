//! Finding countries, goals, targets, sectors and types by words.

use crate::{
    atlas::{countries::CountryCode, organisation_types::OrganisationType, sectors::Sector},
    sdg::Sdg,
    text::fold,
};

/// Something the atlas knows by a code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Entry {
    /// A country or territory.
    Country(CountryCode),
    /// A goal or target.
    Sdg(Sdg),
    /// A DAC sector.
    Sector(Sector),
    /// An IATI organisation type.
    OrganisationType(OrganisationType),
}

impl Entry {
    /// The word for its kind: `country`, `goal`, `target`, `sector` or `organisation type`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Country(_) => "country",
            Self::Sdg(code) if code.is_goal() => "goal",
            Self::Sdg(_) => "target",
            Self::Sector(_) => "sector",
            Self::OrganisationType(_) => "organisation type",
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Country(code) => code.to_string(),
            Self::Sdg(code) => code.to_string(),
            Self::Sector(sector) => sector.to_string(),
            Self::OrganisationType(kind) => kind.to_string(),
        }
    }

    /// Its name or title.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Country(code) => code.name(),
            Self::Sdg(code) => code.title(),
            Self::Sector(sector) => sector.name(),
            Self::OrganisationType(kind) => kind.name(),
        }
    }

    /// Its names in all languages that the atlas has, the one it is shown by first.
    fn names(self) -> Vec<&'static str> {
        let others: Vec<&'static str> = match self {
            Self::Country(code) => {
                code.facts().map(|it| it.other_names.to_vec()).unwrap_or_default()
            }
            Self::Sdg(code) if code.is_goal() => {
                ["fr", "es", "ru", "zh", "ar"].iter().filter_map(|it| code.goal_name(it)).collect()
            }
            Self::Sdg(_) | Self::Sector(_) | Self::OrganisationType(_) => Vec::new(),
        };
        [vec![self.name()], others].concat()
    }

    fn all() -> impl Iterator<Item = Self> {
        let countries = CountryCode::all().map(Self::Country);
        let codes = Sdg::all().map(Self::Sdg);
        let sectors = Sector::all().map(Self::Sector);
        let types = OrganisationType::all().map(Self::OrganisationType);
        countries.chain(codes).chain(sectors).chain(types)
    }
}

/// What bears a code or, failing that, a name: a country, a goal or target, a sector, a type.
///
/// Two digits are a goal up to 17, else an organisation type.
#[must_use]
pub fn look_up(text: &str) -> Option<Entry> {
    let country = || text.parse().ok().map(Entry::Country);
    let sdg = || text.parse().ok().map(Entry::Sdg);
    let sector = || text.parse().ok().map(Entry::Sector);
    let kind = || text.parse().ok().map(Entry::OrganisationType);
    sdg().or_else(sector).or_else(kind).or_else(country)
}

/// Everything of which a name has all the words, each at the beginning of one of its words.
///
/// Countries and goals have names in six languages. Names with fewer other words come first, then
/// countries, goals, targets, sectors, types.
#[must_use]
pub fn search(words: &str) -> Vec<Entry> {
    let wanted = fold(words);
    let wanted: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, Entry)> = Entry::all()
        .filter_map(|entry| {
            let length = |name: &str| {
                let name = fold(name);
                let words: Vec<&str> = name.split(' ').collect();
                let has = |wanted: &&str| words.iter().any(|word| word.starts_with(*wanted));
                wanted.iter().all(has).then_some(words.len())
            };
            let fewest = entry.names().into_iter().filter_map(length).min();
            fewest.map(|words| (words, entry))
        })
        .collect();
    found.sort_by_key(|(words, _)| *words);
    found.into_iter().map(|(_, entry)| entry).collect()
}

//! 195 countries with their facts, and the codes and names people write for them.

use std::{collections::HashMap, fmt, str::FromStr, sync::LazyLock};

use crate::{
    atlas::rows,
    sdg::GOALS,
    text::{DidYouMean, KnownNames, fold},
};

/// Countries with facts: 193 UN members, the State of Palestine and Kosovo.
///
/// References to Kosovo are to be understood in the context of Security Council resolution 1244
/// (1999). Neither names nor grouping imply any opinion on the status of a territory.
pub const COUNTRIES: usize = 195;

static COUNTRIES_TABLE: &str = include_str!("../tables/countries.tsv");
static SIGNALS_TABLE: &str = include_str!("../tables/signals.tsv");
static TERRITORIES_TABLE: &str = include_str!("../tables/territories.tsv");
static ALIASES_TABLE: &str = include_str!("../tables/aliases.tsv");

/// A code of ISO 3166-1 (and `XKX`): one of the atlas's countries, or a territory without facts.
///
/// Ordered as their alpha-3 codes are, countries before territories.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CountryCode(u8);

impl CountryCode {
    /// The countries of the atlas, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..COUNTRIES as u8).map(Self)
    }

    /// Its place among all codes, from 0; below [`COUNTRIES`] where the atlas has facts.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The alpha-3 code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        PLACES.codes[self.index()]
    }

    /// The UN short name, or ISO's name of a territory.
    #[must_use]
    pub fn name(self) -> &'static str {
        PLACES.names[self.index()]
    }

    /// Every name of every place, the UN's first, then ISO's of territories, aliases and others.
    pub(crate) fn all_names() -> impl Iterator<Item = (&'static str, Self)> {
        let of = |code: &str| PLACES.of_code(code).map(Self);
        let name = move |cells: &[&'static str], at: usize| Some((cells[at], of(cells[0])?));
        let countries = rows(COUNTRIES_TABLE).filter_map(move |cells| name(&cells, 3));
        let territories = rows(TERRITORIES_TABLE).filter_map(move |cells| name(&cells, 2));
        let aliases = rows(ALIASES_TABLE).filter_map(move |cells| Some((cells[0], of(cells[1])?)));
        let others = rows(COUNTRIES_TABLE).flat_map(move |cells| {
            let others = [4, 18, 19].map(|at| name(&cells, at));
            others.into_iter().flatten()
        });
        countries
            .chain(territories)
            .chain(aliases)
            .chain(others)
            .filter(|(name, _)| !name.is_empty())
    }

    /// What the atlas knows, if it is one of its countries.
    #[must_use]
    pub fn facts(self) -> Option<&'static Facts> {
        FACTS.get(self.index())
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the atlas knows of one country.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Alpha-3 code.
    pub code: CountryCode,
    /// Alpha-2 code of ISO 3166-1.
    pub iso2: &'static str,
    /// Numeric M49 code; `None` for Kosovo.
    pub m49: Option<u16>,
    /// Formal name in English; empty where none is given.
    pub formal_name: &'static str,
    /// M49 region.
    pub region: &'static str,
    /// M49 code of the region.
    pub region_m49: u16,
    /// M49 subregion, the finest of its levels.
    pub subregion: &'static str,
    /// M49 code of the subregion.
    pub subregion_m49: u16,
    /// World Bank income group, 0 low to 3 high.
    pub income: Option<u8>,
    /// Least developed country.
    pub ldc: bool,
    /// Landlocked developing country.
    pub lldc: bool,
    /// Small island developing state.
    pub sids: bool,
    /// Member of the Group of 77 and China.
    pub g77: bool,
    /// Status on the DAC list of ODA recipients.
    pub dac: Option<&'static str>,
    /// Official languages, BCP 47.
    pub languages: Vec<&'static str>,
    /// Land neighbours in the atlas.
    pub borders: Vec<CountryCode>,
    /// Year of joining the Belt and Road Initiative; unverified, exits not recorded.
    pub bri_year: Option<u16>,
    /// SDG Index score of each goal 2022, 0 to 100.
    pub scores: [Option<f64>; GOALS],
    /// Change of that score since 2015, in points.
    pub trends: [Option<f64>; GOALS],
    /// Resources the UN Cooperation Framework requires for each goal, USD.
    pub required_usd: [Option<f64>; GOALS],
    /// Importance of each goal in national documents, 0 to 1.
    pub importance: [Option<f64>; GOALS],
    /// Climate plan actions linked to each goal.
    pub ndc_actions: [Option<f64>; GOALS],
    /// Names in French, Spanish, Russian, Chinese and Arabic.
    pub other_names: [&'static str; 5],
}

/// No name of a country is longer, in characters.
const LONGEST_NAME: usize = 256;

/// The World Bank's income groups, in the order of [`Facts::income`].
pub const INCOME_GROUPS: [&str; 4] = ["low", "lower middle", "upper middle", "high"];

impl Facts {
    /// The UN short name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.code.name()
    }

    /// Of the global South: in the Group of 77, or on the DAC list of ODA recipients.
    #[must_use]
    pub fn is_south(&self) -> bool {
        self.g77 || self.dac.is_some()
    }

    /// Whether it is in a group: `ldc`, `lldc`, `sids`, `g77`, `south` or `north`.
    #[must_use]
    pub fn is_in_group(&self, group: &str) -> Option<bool> {
        Some(match group {
            "ldc" => self.ldc,
            "lldc" => self.lldc,
            "sids" => self.sids,
            "g77" => self.g77,
            "south" => self.is_south(),
            "north" => !self.is_south(),
            _ => return None,
        })
    }
}

/// The text is no country's code or name.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no country `{text}`{}", DidYouMean(.suggestion))]
pub struct UnknownCountryCode {
    /// What was written.
    pub text: String,
    /// The nearest code, with the name it stands for.
    pub suggestion: Option<String>,
}

impl CountryCode {
    /// What a text is read as, with no look at what is meant by one that is none.
    pub(crate) fn known(text: &str) -> Option<Self> {
        let of_name = || {
            let folded = folded_name(text);
            NAMES.get(bare(&folded)).or_else(|| NAMES.get(&folded)).copied()
        };
        PLACES.of_code(text).or_else(of_name).map(Self)
    }
}

fn folded_name(text: &str) -> String {
    fold(&text.chars().take(LONGEST_NAME).collect::<String>())
}

fn bare(folded: &str) -> &str {
    folded.strip_prefix("the ").unwrap_or(folded)
}

impl FromStr for CountryCode {
    type Err = UnknownCountryCode;

    /// Reads an alpha-3 or alpha-2 code, an M49 code of three digits, or a name: the UN's in its six
    /// languages, or an alias.
    fn from_str(text: &str) -> Result<Self, UnknownCountryCode> {
        if let Some(known) = Self::known(text) {
            return Ok(known);
        }
        let folded = folded_name(text);
        let bare = bare(&folded);
        let suggestion = match bare.chars().count() {
            0..=3 => near_code(bare).map(|code| code.as_str().to_owned()),
            count => near_name(bare)
                .map(|code| code.name().to_owned())
                .or_else(|| (count == 4).then(|| one_letter_off(bare))?.map(|it| it.to_string())),
        };
        Err(UnknownCountryCode { text: text.chars().take(200).collect(), suggestion })
    }
}

/// A mistyped code is read as letters of a name in order (`KNY`, Kenya).
fn near_code(folded: &str) -> Option<CountryCode> {
    let abbreviated = CountryCode::all()
        .filter(|code| is_abbreviation(folded, &FOLDED_NAMES[usize::from(code.0)]))
        .min_by_key(|code| (code.name().len(), *code));
    abbreviated.or_else(|| one_letter_off(folded))
}

/// The first code that is one letter away; one that the text begins with, before others.
fn one_letter_off(folded: &str) -> Option<CountryCode> {
    let is_near = |code: &str| strsim::osa_distance(folded, code) == 1;
    let codes = CountryCode::all().map(|it| (it, it.as_str().to_ascii_lowercase()));
    let near = codes.filter(|(_, code)| is_near(code));
    near.min_by_key(|(it, code)| (!folded.starts_with(code.as_str()), *it)).map(|(it, _)| it)
}

/// A longer text is read as a mistyped name.
fn near_name(folded: &str) -> Option<CountryCode> {
    let name = KNOWN_NAMES.nearest(folded)?;
    NAMES.get(name).map(|index| CountryCode(*index))
}

fn is_abbreviation(letters: &str, name: &str) -> bool {
    let mut rest = name.chars();
    letters.chars().next() == name.chars().next()
        && letters.chars().count() == 3
        && letters.chars().all(|letter| rest.any(|c| c == letter))
}

/// Codes and names, countries first: the little that nearly every run needs.
struct Places {
    codes: Vec<&'static str>,
    names: Vec<&'static str>,
    /// The place of each code of three letters by [`letters`], one more than it, 0 for no code.
    by_code: Vec<u8>,
}

/// A code of three capital letters as a number below 26 x 26 x 26.
fn letters(code: &str) -> Option<usize> {
    let &[a, b, c] = code.as_bytes() else { return None };
    let number = |letter: u8| letter.is_ascii_uppercase().then(|| usize::from(letter - b'A'));
    Some((number(a)? * 26 + number(b)?) * 26 + number(c)?)
}

impl Places {
    fn of_code(&self, code: &str) -> Option<u8> {
        self.by_code[letters(code)?].checked_sub(1)
    }
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let column = |cells: &Vec<&'static str>, name: usize| (cells[0], cells[name]);
    let countries = rows(COUNTRIES_TABLE).map(|cells| column(&cells, 3));
    let territories = rows(TERRITORIES_TABLE).map(|cells| column(&cells, 2));
    let (codes, names): (Vec<_>, Vec<_>) = countries.chain(territories).unzip();
    let mut by_code = vec![0; 26 * 26 * 26];
    for (index, place) in codes.iter().filter_map(|code| letters(code)).enumerate() {
        by_code[place] = index as u8 + 1;
    }
    Places { codes, names, by_code }
});

/// Every folded code and name to its place: codes first, so that no name takes a code's meaning.
static NAMES: LazyLock<HashMap<String, u8>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    let mut add = |name: &str, code: &str| {
        if let Some(index) = PLACES.of_code(code)
            && !name.is_empty()
        {
            names.entry(fold(name)).or_insert(index);
        }
    };
    for cells in rows(COUNTRIES_TABLE).chain(rows(TERRITORIES_TABLE)) {
        add(cells[0], cells[0]);
        add(cells[1], cells[0]);
    }
    for cells in rows(COUNTRIES_TABLE) {
        add(cells[3], cells[0]);
    }
    for cells in rows(TERRITORIES_TABLE) {
        add(cells[2], cells[0]);
    }
    for cells in rows(ALIASES_TABLE) {
        add(cells[0], cells[1]);
    }
    for cells in rows(COUNTRIES_TABLE) {
        add(cells[4], cells[0]);
        cells[18..23].iter().for_each(|name| add(name, cells[0]));
        if !cells[2].is_empty() {
            add(&format!("{:0>3}", cells[2]), cells[0]);
        }
    }
    names
});

/// The names to suggest from, in a fixed order: English ones first, then aliases.
static NAME_LIST: LazyLock<Vec<String>> = LazyLock::new(|| {
    let countries = rows(COUNTRIES_TABLE).map(|cells| cells[3]);
    let aliases = rows(ALIASES_TABLE).map(|cells| cells[0]);
    countries.chain(aliases).map(fold).filter(|name| 3 < name.len()).collect()
});

static KNOWN_NAMES: LazyLock<KnownNames> =
    LazyLock::new(|| KnownNames::new(NAME_LIST.iter().map(String::as_str)));

/// By place.
static FOLDED_NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| CountryCode::all().map(|code| fold(code.name())).collect());

static FACTS: LazyLock<Vec<Facts>> = LazyLock::new(|| {
    let mut facts: Vec<Facts> = rows(COUNTRIES_TABLE).map(|cells| read_facts(&cells)).collect();
    for cells in rows(SIGNALS_TABLE) {
        let Some(index) = PLACES.of_code(cells[0]) else { continue };
        let facts = &mut facts[usize::from(index)];
        let figures = std::array::from_fn(|goal| cells[goal + 2].parse().ok());
        match cells[1] {
            "score" => facts.scores = figures,
            "trend" => facts.trends = figures,
            "required_usd" => facts.required_usd = figures,
            "importance" => facts.importance = figures,
            _ => facts.ndc_actions = figures,
        }
    }
    facts
});

fn read_facts(cells: &[&'static str]) -> Facts {
    let code = |text: &str| PLACES.of_code(text).map(CountryCode);
    let list = |text: &'static str| text.split(';').filter(|part| !part.is_empty());
    let none = [None; GOALS];
    Facts {
        code: CountryCode(PLACES.of_code(cells[0]).unwrap_or_default()),
        iso2: cells[1],
        m49: cells[2].parse().ok(),
        formal_name: cells[4],
        region_m49: cells[5].parse().unwrap_or(0),
        region: cells[6],
        subregion_m49: cells[7].parse().unwrap_or(0),
        subregion: cells[8],
        income: INCOME_GROUPS
            .iter()
            .position(|group| group.eq_ignore_ascii_case(cells[9]))
            .map(|index| index as u8),
        ldc: cells[10] == "1",
        lldc: cells[11] == "1",
        sids: cells[12] == "1",
        g77: cells[13] == "1",
        dac: Some(cells[14]).filter(|status| !status.is_empty()),
        languages: list(cells[15]).collect(),
        borders: list(cells[16]).filter_map(code).collect(),
        bri_year: cells[17].parse().ok(),
        scores: none,
        trends: none,
        required_usd: none,
        importance: none,
        ndc_actions: none,
        other_names: std::array::from_fn(|index| cells[18 + index]),
    }
}

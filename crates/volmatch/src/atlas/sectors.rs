//! OECD DAC purpose codes, five digits below three, and how alike two of them are.

use std::{fmt, str::FromStr, sync::LazyLock};

use rustc_hash::FxHashMap;

use crate::{
    atlas::{number, rows},
    text::{DidYouMean, KnownNames},
};

static SECTORS_TABLE: &str = include_str!("../tables/sectors.tsv");

/// A DAC sector: a category (`122`) or a purpose (`12220`), current or withdrawn.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Sector(u16);

struct Row {
    code: &'static str,
    name: &'static str,
    withdrawn: bool,
    /// Place of its category; its own for a category.
    category: u16,
    /// Purposes below a category; 1 for a purpose.
    leaves: u16,
}

struct Table {
    rows: Vec<Row>,
    /// The place of each code by its digits as a number.
    by_code: FxHashMap<usize, u16>,
    leaves: u16,
}

impl Table {
    fn of_code(&self, code: &str) -> Option<u16> {
        self.by_code.get(&key(code)?).copied()
    }
}

/// A code of three or five digits as a number that is no other code's: none begins with a zero.
fn key(code: &str) -> Option<usize> {
    let key = number(code, 5).or_else(|| number(code, 3))?;
    (!code.starts_with('0')).then_some(key)
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut sectors: Vec<Row> = Vec::new();
    for cells in rows(SECTORS_TABLE) {
        // Sorted by code, so that a category stands before its purposes.
        let place = sectors.len() as u16;
        let is_category = cells[0].len() == 3;
        let category = match is_category {
            true => place,
            false => sectors.last().map_or(place, |last| last.category),
        };
        let leaves = u16::from(!is_category);
        let withdrawn = cells[2] == "withdrawn";
        sectors.push(Row { code: cells[0], name: cells[1], withdrawn, category, leaves });
        sectors[usize::from(category)].leaves += u16::from(!is_category);
    }
    let places = sectors.iter().enumerate();
    let by_code = places.filter_map(|(i, row)| Some((key(row.code)?, i as u16))).collect();
    let leaves = sectors.iter().filter(|row| row.code.len() == 5).count() as u16;
    Table { rows: sectors, by_code, leaves }
});

static NAMES: LazyLock<KnownNames> =
    LazyLock::new(|| KnownNames::new(TABLE.rows.iter().map(|row| row.name)));

impl Sector {
    /// All of them, each category before its purposes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.rows.len() as u16).map(Self)
    }

    /// Its place among all sectors, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Its code of three or five digits.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// Its name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Whether it may no longer be used for new activities.
    #[must_use]
    pub fn is_withdrawn(self) -> bool {
        self.row().withdrawn
    }

    /// Its category of three digits.
    #[must_use]
    pub fn category(self) -> Self {
        Self(self.row().category)
    }

    fn row(self) -> &'static Row {
        &TABLE.rows[self.index()]
    }

    fn information(self) -> f64 {
        -libm::log(f64::from(self.row().leaves) / f64::from(TABLE.leaves))
    }
}

/// How well an offered sector serves a needed one, 0 to 1, on the tree of DAC codes (Lin 1998).
#[must_use]
pub fn similarity(need: Sector, offer: Sector) -> f64 {
    if need == offer || need == offer.category() {
        1.0
    } else if need.category() != offer.category() {
        0.0
    } else {
        2.0 * need.category().information() / (need.information() + offer.information())
    }
}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no DAC sector.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{text}` is no DAC sector of 3 or 5 digits such as `12220`{}", DidYouMean(.suggestion))]
pub struct UnknownSector {
    /// What was written.
    pub text: String,
    /// The nearest code.
    pub suggestion: Option<String>,
}

impl FromStr for Sector {
    type Err = UnknownSector;

    fn from_str(text: &str) -> Result<Self, UnknownSector> {
        if let Some(index) = TABLE.of_code(text) {
            return Ok(Self(index));
        }
        let category = text.get(..3).and_then(|digits| TABLE.of_code(digits));
        let of_name = |name| TABLE.rows.iter().position(|row| row.name == name);
        let suggestion =
            category.map(usize::from).or_else(|| NAMES.nearest(text).and_then(of_name));
        let suggestion = suggestion.map(|index| TABLE.rows[index].code);
        Err(UnknownSector {
            text: text.chars().take(200).collect(),
            suggestion: suggestion.map(str::to_owned),
        })
    }
}

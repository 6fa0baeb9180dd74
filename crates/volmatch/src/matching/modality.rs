//! South-South, North-South or triangular: what kind of cooperation a pair would be.

use std::fmt;

use serde::Serialize;

use crate::{atlas::countries::CountryCode, catalog::asker::Asker, input::profile::Organisation};

/// The kind of cooperation, from the organisation's home to the country.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// Both are of the South.
    SouthSouth,
    /// A home of the North, a country of the South.
    NorthSouth,
    /// A home of the South, a country of the North.
    SouthNorth,
    /// Both are of the North.
    NorthNorth,
    /// A multilateral organisation in a country of the South.
    Triangular,
    /// The home or the country's group is not known.
    Unknown,
}

/// The rule, in a sentence.
pub const RULE: &str = "South is the Group of 77 or the DAC list of ODA recipients; a multilateral \
                        organisation (IATI type 40) in a country of the South is triangular; else \
                        home, then country";

impl Modality {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SouthSouth,
        Self::NorthSouth,
        Self::SouthNorth,
        Self::NorthNorth,
        Self::Triangular,
        Self::Unknown,
    ];

    /// The modality of a pair, by [`RULE`].
    #[must_use]
    pub fn of(organisation: &Organisation, country: &Asker) -> Self {
        let Some(host) = country.facts().map(|facts| facts.is_south()) else {
            return Self::Unknown;
        };
        if host && organisation.organisation_type.is_some_and(|it| it.is_multilateral()) {
            return Self::Triangular;
        }
        let home = organisation.home.and_then(CountryCode::facts).map(|facts| facts.is_south());
        match (home, host) {
            (Some(true), true) => Self::SouthSouth,
            (Some(false), true) => Self::NorthSouth,
            (Some(true), false) => Self::SouthNorth,
            (Some(false), false) => Self::NorthNorth,
            (None, _) => Self::Unknown,
        }
    }

    /// Its word in data: `south-south`, ...
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SouthSouth => "south-south",
            Self::NorthSouth => "north-south",
            Self::SouthNorth => "south-north",
            Self::NorthNorth => "north-north",
            Self::Triangular => "triangular",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Modality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

//! Types of organisations, by the IATI codelist.

use std::{fmt, str::FromStr, sync::LazyLock};

use crate::{
    atlas::{number, rows},
    text::{DidYouMean, nearest},
};

static TABLE: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    rows(include_str!("../tables/organisation_types.tsv"))
        .map(|cells| (cells[0], cells[1]))
        .collect()
});

/// An IATI organisation type, such as `21` (international NGO).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct OrganisationType(u8);

impl OrganisationType {
    /// All of them, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len() as u8).map(Self)
    }

    /// Its two-digit code.
    #[must_use]
    pub fn code(self) -> &'static str {
        TABLE[usize::from(self.0)].0
    }

    /// Its name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE[usize::from(self.0)].1
    }

    /// A multilateral organisation: it belongs to no one country.
    #[must_use]
    pub fn is_multilateral(self) -> bool {
        self.code() == "40"
    }
}

impl fmt::Display for OrganisationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no organisation type.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{text}` is no IATI organisation type such as `21`{}", DidYouMean(.suggestion))]
pub struct UnknownOrganisationType {
    /// What was written.
    pub text: String,
    /// The code of the nearest name.
    pub suggestion: Option<String>,
}

/// By a code's two digits as a number: one more than its place, 0 for no code.
static BY_CODE: LazyLock<[u8; 100]> = LazyLock::new(|| {
    let mut by_code = [0; 100];
    for (place, (code, _)) in TABLE.iter().enumerate() {
        number(code, 2).into_iter().for_each(|number| by_code[number] = place as u8 + 1);
    }
    by_code
});

fn of_code(code: &str) -> Option<u8> {
    BY_CODE[number(code, 2)?].checked_sub(1)
}

impl FromStr for OrganisationType {
    type Err = UnknownOrganisationType;

    fn from_str(text: &str) -> Result<Self, UnknownOrganisationType> {
        if let Some(index) = of_code(text) {
            return Ok(Self(index));
        }
        let name = nearest(text, TABLE.iter().map(|(_, name)| *name));
        let code = name.and_then(|name| TABLE.iter().find(|(_, other)| *other == name));
        Err(UnknownOrganisationType {
            text: text.chars().take(200).collect(),
            suggestion: code.map(|(code, _)| (*code).to_owned()),
        })
    }
}

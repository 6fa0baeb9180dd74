//! Organisations and countries as the input states them: a field left out is `None`.

use std::fmt;

use crate::{
    atlas::{
        countries::CountryCode, languages::Language, organisation_types::OrganisationType,
        sectors::Sector,
    },
    input::location::Place,
    sdg::Sdg,
};

/// A volunteer-involving organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Organisation {
    /// Unique among organisations.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Where it is at home.
    pub home: Option<CountryCode>,
    /// What it is.
    pub organisation_type: Option<OrganisationType>,
    /// What it does, in its words.
    pub description: Option<String>,
    /// Goals and targets it works on.
    pub sdgs: Option<Vec<Tag>>,
    /// DAC sectors it works in.
    pub sectors: Option<Vec<Sector>>,
    /// Languages its volunteers work in.
    pub languages: Option<Vec<Language>>,
    /// How volunteers serve, such as `international` or `online`.
    pub modalities: Option<Vec<String>>,
    /// Countries it has worked in.
    pub experience: Option<Vec<Experience>>,
    /// Volunteers it can send in a year.
    pub capacity: Option<u32>,
    /// Goals and targets it wants to learn about.
    pub learning_goals: Option<Vec<Sdg>>,
    /// Initiatives it belongs to, such as `bri:5`.
    pub initiatives: Option<Vec<String>>,
    /// What it demands of a country.
    pub requires: Requirements,
    /// Where the record stands.
    pub place: Place,
}

/// A goal or target an organisation works on.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// The goal or target.
    pub code: Sdg,
    /// What shows it.
    pub evidence: Vec<TagEvidence>,
}

/// What shows that an organisation works on a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct TagEvidence {
    /// Where it was seen.
    pub country: Option<CountryCode>,
    /// The year it speaks of.
    pub year: Option<i32>,
    /// 0 worthless to 1 beyond doubt.
    pub quality: Option<f64>,
    /// Where it can be read.
    pub source: Option<String>,
}

/// A country an organisation has worked in.
#[derive(Clone, Debug, PartialEq)]
pub struct Experience {
    /// The country.
    pub country: CountryCode,
    /// The first year.
    pub since: Option<i32>,
    /// Volunteers there.
    pub volunteers: Option<u32>,
}

/// What one side demands of the other; an empty list demands nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requirements {
    /// Languages, all of which an organisation must speak.
    pub languages: Vec<Language>,
    /// Modalities, all of which an organisation must offer.
    pub modalities: Vec<String>,
    /// Organisation types, of which it must be one.
    pub organisation_types: Vec<OrganisationType>,
    /// Groups of countries (`ldc`, `south`, ...), all of which a country must be in.
    pub groups: Vec<String>,
    /// Ids that are out of the question: of organisations, or of countries, which may also be named.
    pub exclude: Vec<String>,
}

impl Requirements {
    /// A field that has no meaning in a record of this type, if one is filled: types and modalities
    /// are organisations', groups are countries'.
    #[must_use]
    pub fn foreign_to(&self, record_type: RecordType) -> Option<&'static str> {
        match record_type {
            RecordType::Organisation if !self.modalities.is_empty() => Some("modalities"),
            RecordType::Organisation if !self.organisation_types.is_empty() => {
                Some("organisation_types")
            }
            RecordType::Country if !self.groups.is_empty() => Some("groups"),
            _ => None,
        }
    }
}

/// Whether it is the id of an asker that is no country of the atlas.
pub(crate) fn is_own_id(id: &str) -> bool {
    id.starts_with("x-") && 2 < id.len()
}

/// Who asks for volunteers: a country, or a region, district or programme with an id `x-...`.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Alpha-3 code, or an id that begins with `x-`.
    pub id: String,
    /// The country of the atlas that the record overlays, if it does.
    pub code: Option<CountryCode>,
    /// Its name.
    pub name: String,
    /// What it wants; `None` leaves it to the atlas.
    pub priorities: Option<Vec<Priority>>,
    /// Its official languages; `None` leaves them to the atlas.
    pub languages: Option<Vec<Language>>,
    /// Goals and targets it can teach others.
    pub offers: Option<Vec<Sdg>>,
    /// What it demands of an organisation.
    pub requires: Requirements,
    /// Initiatives it belongs to.
    pub initiatives: Option<Vec<String>>,
    /// Whether its priorities are the default ones of the atlas with something set in them.
    pub sets_defaults: bool,
    /// Where the record stands.
    pub place: Place,
}

/// One need of a country.
#[derive(Clone, Debug, PartialEq)]
pub struct Priority {
    /// Its id within the country.
    pub id: Option<String>,
    /// In a few words.
    pub title: Option<String>,
    /// In more words.
    pub description: Option<String>,
    /// How much it matters: above zero, no unit, only proportions count; 1 when not given.
    pub weight: Option<f64>,
    /// Goals and targets it is about.
    pub sdgs: Vec<Sdg>,
    /// DAC sectors it is about.
    pub sectors: Vec<Sector>,
    /// Volunteers wanted in a year.
    pub demand: Option<u32>,
    /// Where it is written.
    pub source: Option<String>,
}

impl Priority {
    /// What to call it: its title, else its id, else its codes, else the beginning of its description.
    #[must_use]
    pub fn label(&self) -> String {
        let sdgs = self.sdgs.iter().map(|code| format!("SDG {code}"));
        let codes: Vec<String> =
            sdgs.chain(self.sectors.iter().map(|sector| format!("sector {sector}"))).collect();
        let codes = (!codes.is_empty()).then(|| codes.join(", "));
        let words = || self.description.as_deref().map(|text| crate::text::cut(text, 40));
        let named = self.title.clone().or_else(|| self.id.clone());
        named.or(codes).or_else(words).unwrap_or_else(|| "a priority without a name".into())
    }
}

/// An organisation or a country.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Record {
    /// An organisation.
    Organisation(Box<Organisation>),
    /// A country.
    Country(Box<Country>),
}

/// The two types of records.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RecordType {
    /// `"type": "organisation"`.
    Organisation,
    /// `"type": "country"`.
    Country,
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Organisation => "organisation",
            Self::Country => "country",
        })
    }
}

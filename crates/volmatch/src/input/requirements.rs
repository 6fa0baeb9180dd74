//! What one side may demand of the other, as a record states it.

use serde::de::MapAccess;

use crate::{
    atlas::{countries::CountryCode, organisation_types::OrganisationType},
    input::{
        expect::{Expect, Reader, listed},
        fields::{Field, field_names, fields},
        location::Step,
        objects::languages,
        problem::Kind,
        profile::{Requirements, is_own_id},
        values::{List, Words, codes},
    },
    text::{DidYouMean, nearest},
};

/// What one side demands of the other.
#[derive(Clone, Copy)]
pub(crate) struct RequirementsValue;

/// The groups of countries that a requirement may name.
const GROUPS: [&str; 6] = ["ldc", "lldc", "sids", "g77", "south", "north"];

/// A group of countries.
#[derive(Clone, Copy)]
pub(crate) struct Group;

impl Expect for Group {
    type Value = String;
    const WHAT: &'static str = "a group of countries";

    fn text(self, reader: &mut Reader, text: &str) -> Option<String> {
        let lower = text.to_ascii_lowercase();
        if GROUPS.contains(&lower.as_str()) {
            return Some(lower);
        }
        let near = nearest(&lower, GROUPS).map(str::to_owned);
        let message = format!(
            "`{}` is no group of countries, expected one of {}{}",
            text.chars().take(200).collect::<String>(),
            listed(&GROUPS),
            DidYouMean(&near)
        );
        reader.found(Kind::UnknownCode, message, near);
        None
    }
}

field_names! {
    /// The fields of requirements.
    RequirementsField {
        Languages: "languages",
        Modalities: "modalities",
        OrganisationTypes: "organisation_types",
        Groups: "groups",
        Exclude: "exclude",
    }
}

impl Expect for RequirementsValue {
    type Value = Requirements;
    const WHAT: &'static str = "an object with `languages`, `modalities`, `exclude`, ...";

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<Requirements>, A::Error> {
        let mut it = Requirements::default();
        fields(reader, map, |reader, map, field: RequirementsField| {
            let key = field.name();
            match field {
                RequirementsField::Languages => {
                    it.languages = languages(reader, map, key)?.unwrap_or_default();
                }
                RequirementsField::Modalities => {
                    it.modalities = reader.field(map, key, List(Words))?.unwrap_or_default();
                }
                RequirementsField::OrganisationTypes => {
                    it.organisation_types =
                        reader.field(map, key, codes::<OrganisationType>())?.unwrap_or_default();
                }
                RequirementsField::Groups => {
                    it.groups = reader.field(map, key, List(Group))?.unwrap_or_default();
                }
                RequirementsField::Exclude => {
                    it.exclude = reader.field(map, key, List(Words))?.unwrap_or_default();
                }
            }
            Ok(())
        })?;
        Ok(Some(it))
    }
}

/// Puts ids in place of codes and names in a list of countries, by the way to it in the object being read.
/// What names no country would be meant of nobody, in silence.
pub(crate) fn name_countries(reader: &mut Reader, list: &[&str], named: &mut [String]) {
    let list: Vec<Step> = list.iter().map(|key| Step::Key((*key).into())).collect();
    // Items with a problem of their own are left out: places of the others are not known any more.
    let all = [reader.steps(), list.clone()].concat();
    if reader.findings.iter().any(|it| it.path.starts_with(&all)) {
        return;
    }
    for (index, it) in named.iter_mut().enumerate().filter(|(_, it)| !is_own_id(it)) {
        match it.parse::<CountryCode>() {
            Ok(code) => *it = code.to_string(),
            Err(error) => {
                let message = format!("{error}; an asker of your own begins with `x-`");
                let below = [list.as_slice(), &[Step::Index(index)]].concat();
                reader.found_below(&below, Kind::UnknownCode, message, error.suggestion);
            }
        }
    }
}

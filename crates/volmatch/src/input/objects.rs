//! What a field may hold that has fields of its own: tags, evidence, experience, priorities.

use serde::de::{MapAccess, Visitor};

use crate::{
    atlas::{countries::CountryCode, languages::Language, sectors::Sector},
    input::{
        anything::Anything,
        expect::{Expect, Reader},
        fields::{Field, field_names, fields},
        problem::Kind,
        profile::{Experience, Priority, Tag, TagEvidence},
        values::{Code, Id, List, Number, Words, codes},
    },
    sdg::Sdg,
};

/// A goal or target: a code alone, or an object with evidence.
#[derive(Clone, Copy)]
pub(crate) struct TagValue;

field_names! {
    /// The fields of a goal or target.
    TagField {
        Code: "code",
        Evidence: "evidence",
    }
}

impl Expect for TagValue {
    type Value = Tag;
    const WHAT: &'static str = "a goal or target, or an object with `code` and `evidence`";

    fn text(self, reader: &mut Reader, text: &str) -> Option<Tag> {
        let code = Code::<Sdg>::NEW.text(reader, text)?;
        Some(Tag { code, evidence: Vec::new() })
    }

    fn number(self, reader: &mut Reader, number: f64) -> Option<Tag> {
        Code::<Sdg>::NEW.number(reader, number);
        None
    }

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<Tag>, A::Error> {
        let (mut code, mut evidence, mut has_code) = (None, None, false);
        fields(reader, map, |reader, map, field: TagField| {
            let key = field.name();
            match field {
                TagField::Code => {
                    has_code = true;
                    code = reader.field(map, key, Code::<Sdg>::NEW)?;
                }
                TagField::Evidence => evidence = reader.field(map, key, List(EvidenceValue))?,
            }
            Ok(())
        })?;
        if !has_code {
            reader.found(Kind::MissingField, "missing field `code`".into(), None);
        }
        Ok(code.map(|code| Tag { code, evidence: evidence.unwrap_or_default() }))
    }
}

#[derive(Clone, Copy)]
struct EvidenceValue;

field_names! {
    /// The fields of a piece of evidence.
    EvidenceField {
        Country: "country",
        Year: "year",
        Quality: "quality",
        Source: "source",
    }
}

impl Expect for EvidenceValue {
    type Value = TagEvidence;
    const WHAT: &'static str = "an object with `country`, `year`, `quality`, `source`";

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<TagEvidence>, A::Error> {
        let mut it = TagEvidence { country: None, year: None, quality: None, source: None };
        fields(reader, map, |reader, map, field: EvidenceField| {
            let key = field.name();
            match field {
                EvidenceField::Country => {
                    it.country = reader.field(map, key, Code::<CountryCode>::NEW)?;
                }
                EvidenceField::Year => {
                    it.year = reader.field(map, key, Number::YEAR)?.map(|year| year as i32);
                }
                EvidenceField::Quality => it.quality = reader.field(map, key, Number::SHARE)?,
                EvidenceField::Source => it.source = reader.field(map, key, Words)?,
            }
            Ok(())
        })?;
        Ok(Some(it))
    }
}

/// A country worked in: an object, or its code alone.
#[derive(Clone, Copy)]
pub(crate) struct ExperienceValue;

field_names! {
    /// The fields of a country worked in.
    ExperienceField {
        Country: "country",
        Since: "since",
        Volunteers: "volunteers",
    }
}

impl Expect for ExperienceValue {
    type Value = Experience;
    const WHAT: &'static str = "a country, or an object with `country`, `since`, `volunteers`";

    fn text(self, reader: &mut Reader, text: &str) -> Option<Experience> {
        let country = Code::<CountryCode>::NEW.text(reader, text)?;
        Some(Experience { country, since: None, volunteers: None })
    }

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<Experience>, A::Error> {
        let (mut country, mut since, mut volunteers) = (None, None, None);
        let mut has_country = false;
        fields(reader, map, |reader, map, field: ExperienceField| {
            let key = field.name();
            match field {
                ExperienceField::Country => {
                    has_country = true;
                    country = reader.field(map, key, Code::<CountryCode>::NEW)?;
                }
                ExperienceField::Since => {
                    since = reader.field(map, key, Number::YEAR)?.map(|year| year as i32);
                }
                ExperienceField::Volunteers => {
                    volunteers = reader.field(map, key, Number::COUNT)?.map(|count| count as u32);
                }
            }
            Ok(())
        })?;
        if !has_country {
            reader.found(Kind::MissingField, "missing field `country`".into(), None);
        }
        Ok(country.map(|country| Experience { country, since, volunteers }))
    }
}

/// One need of a country.
#[derive(Clone, Copy)]
pub(crate) struct PriorityValue;

field_names! {
    /// The fields of a priority.
    PriorityField {
        Id: "id",
        Title: "title",
        Description: "description",
        Weight: "weight",
        Sdgs: "sdgs",
        Sectors: "sectors",
        Demand: "demand",
        Source: "source",
    }
}

impl PriorityField {
    /// Whether it says what is asked for.
    fn asks(self) -> bool {
        matches!(self, Self::Sdgs | Self::Sectors | Self::Title | Self::Description)
    }
}

impl Expect for PriorityValue {
    type Value = Priority;
    const WHAT: &'static str = "a priority, an object with `weight`, `sdgs`, ...";

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<Priority>, A::Error> {
        let mut it = Priority {
            id: None,
            title: None,
            description: None,
            weight: None,
            sdgs: Vec::new(),
            sectors: Vec::new(),
            demand: None,
            source: None,
        };
        let mut asks = false;
        fields(reader, map, |reader, map, field: PriorityField| {
            let key = field.name();
            asks |= field.asks();
            match field {
                PriorityField::Id => it.id = reader.field(map, key, Id)?,
                PriorityField::Title => it.title = reader.field(map, key, Words)?,
                PriorityField::Description => it.description = reader.field(map, key, Words)?,
                PriorityField::Weight => it.weight = reader.field(map, key, Number::WEIGHT)?,
                PriorityField::Sdgs => {
                    it.sdgs = reader.field(map, key, codes::<Sdg>())?.unwrap_or_default();
                }
                PriorityField::Sectors => {
                    it.sectors = reader.field(map, key, codes::<Sector>())?.unwrap_or_default();
                }
                PriorityField::Demand => {
                    it.demand = reader.field(map, key, Number::COUNT)?.map(|count| count as u32);
                }
                PriorityField::Source => it.source = reader.field(map, key, Words)?,
            }
            Ok(())
        })?;
        if !asks {
            let message = "the priority asks for nothing: missing field `sdgs`".into();
            reader.found(Kind::MissingField, message, None);
        }
        Ok(Some(it))
    }
}

/// Languages, each once: `en` and `en-GB` are one.
pub(crate) fn languages<'de, A: MapAccess<'de>>(
    reader: &mut Reader,
    map: &mut A,
    key: &'static str,
) -> Result<Option<Vec<Language>>, A::Error> {
    let languages = reader.field(map, key, List(Code::<Language>::NEW))?;
    Ok(languages.map(|mut languages| {
        languages.sort_unstable();
        languages.dedup();
        languages
    }))
}

/// An object for whatever the user wants to keep.
#[derive(Clone, Copy)]
pub(crate) struct Extra;

impl Expect for Extra {
    type Value = ();
    const WHAT: &'static str = "an object";

    fn object<'de, A: MapAccess<'de>>(
        self,
        _: &mut Reader,
        map: A,
    ) -> Result<Option<()>, A::Error> {
        Anything(1).visit_map(map)?;
        Ok(Some(()))
    }
}

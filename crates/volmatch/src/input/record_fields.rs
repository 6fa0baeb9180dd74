//! The fields of a record, and the type that each belongs to.

use crate::input::{fields::field_names, profile::RecordType};

field_names! {
    /// Every field of a record of either type.
    RecordField {
        Type: "type",
        Id: "id",
        Name: "name",
        Aliases: "aliases",
        Home: "home",
        OrganisationType: "organisation_type",
        Description: "description",
        Sdgs: "sdgs",
        Sectors: "sectors",
        Languages: "languages",
        Modalities: "modalities",
        Experience: "experience",
        Capacity: "capacity",
        LearningGoals: "learning_goals",
        Initiatives: "initiatives",
        Requires: "requires",
        Priorities: "priorities",
        Offers: "offers",
        Extra: "extra",
    }
}

impl RecordField {
    /// The type of the records that it belongs to, where only one type has it.
    pub(crate) fn record_type(self) -> Option<RecordType> {
        match self {
            Self::Aliases
            | Self::Home
            | Self::OrganisationType
            | Self::Description
            | Self::Sdgs
            | Self::Sectors
            | Self::Modalities
            | Self::Experience
            | Self::Capacity
            | Self::LearningGoals => Some(RecordType::Organisation),
            Self::Priorities | Self::Offers => Some(RecordType::Country),
            Self::Type
            | Self::Id
            | Self::Name
            | Self::Languages
            | Self::Initiatives
            | Self::Requires
            | Self::Extra => None,
        }
    }
}

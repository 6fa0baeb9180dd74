//! Room of records that were read before, so that the next one need not ask for its own.

use crate::{
    atlas::{languages::Language, organisation_types::OrganisationType, sectors::Sector},
    input::{
        profile::{Experience, Organisation, Priority, Tag, TagEvidence},
        rules::Rule,
    },
    sdg::Sdg,
};

/// Texts and lists that are empty, but have room.
#[derive(Debug, Default)]
pub(crate) struct Room {
    organisation: Option<Box<Organisation>>,
    texts: Vec<String>,
    lists_of_texts: Vec<Vec<String>>,
    tags: Vec<Vec<Tag>>,
    evidence: Vec<Vec<TagEvidence>>,
    sectors: Vec<Vec<Sector>>,
    languages: Vec<Vec<Language>>,
    experience: Vec<Vec<Experience>>,
    codes: Vec<Vec<Sdg>>,
}

/// What lists are made of.
pub(crate) trait Item: Sized {
    /// The lists of this kind that have room; `None` where none are kept.
    fn lists(_: &mut Room) -> Option<&mut Vec<Vec<Self>>> {
        None
    }

    /// Gives back the room that is within.
    fn give(self, _: &mut Room) {}
}

macro_rules! items {
    ($($item:ty: $lists:ident),*) => {
        $(impl Item for $item {
            fn lists(room: &mut Room) -> Option<&mut Vec<Vec<Self>>> {
                Some(&mut room.$lists)
            }
        })*
    };
}
items!(
    Sector: sectors,
    Language: languages,
    Experience: experience,
    Sdg: codes
);

impl Item for OrganisationType {}
impl Item for Priority {}
impl Item for Rule {}

impl Item for String {
    fn lists(room: &mut Room) -> Option<&mut Vec<Vec<Self>>> {
        Some(&mut room.lists_of_texts)
    }

    fn give(mut self, room: &mut Room) {
        self.clear();
        room.texts.push(self);
    }
}

impl Item for Tag {
    fn lists(room: &mut Room) -> Option<&mut Vec<Vec<Self>>> {
        Some(&mut room.tags)
    }

    fn give(self, room: &mut Room) {
        // A list without room would be taken for one.
        if 0 < self.evidence.capacity() {
            room.give_list(self.evidence);
        }
    }
}

impl Item for TagEvidence {
    fn lists(room: &mut Room) -> Option<&mut Vec<Vec<Self>>> {
        Some(&mut room.evidence)
    }

    fn give(self, room: &mut Room) {
        self.source.into_iter().for_each(|source| source.give(room));
    }
}

impl Room {
    /// A text of one's own.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let mut own = self.texts.pop().unwrap_or_default();
        own.push_str(text);
        own
    }

    /// An empty list.
    pub(crate) fn list<T: Item>(&mut self) -> Vec<T> {
        T::lists(self).and_then(Vec::pop).unwrap_or_default()
    }

    /// A place for an organisation.
    pub(crate) fn organisation(&mut self, it: Organisation) -> Box<Organisation> {
        match self.organisation.take() {
            None => Box::new(it),
            Some(mut place) => {
                *place = it;
                place
            }
        }
    }

    /// Takes the room of an organisation that is no longer needed.
    pub(crate) fn take(&mut self, mut it: Box<Organisation>) {
        let texts = [Some(std::mem::take(&mut it.id)), Some(std::mem::take(&mut it.name))];
        let texts = texts.into_iter().chain([it.description.take()]);
        texts.flatten().for_each(|text| text.give(self));
        self.give_some(Some(std::mem::take(&mut it.aliases)).filter(|it| 0 < it.capacity()));
        self.give_some(it.sdgs.take());
        self.give_some(it.sectors.take());
        self.give_some(it.languages.take());
        self.give_some(it.modalities.take());
        self.give_some(it.experience.take());
        self.give_some(it.learning_goals.take());
        self.give_some(it.initiatives.take());
        self.organisation = Some(it);
    }

    fn give_some<T: Item>(&mut self, list: Option<Vec<T>>) {
        list.into_iter().for_each(|list| self.give_list(list));
    }

    fn give_list<T: Item>(&mut self, mut list: Vec<T>) {
        list.drain(..).for_each(|item| item.give(self));
        if let Some(lists) = T::lists(self) {
            lists.push(list);
        }
    }
}

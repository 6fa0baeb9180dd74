//! Ids that differ and yet look the same: no fault, but worth a word.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use crate::{
    input::{location::Place, profile::RecordType},
    text::{cut, one_form, printable, skeleton},
};

/// The ids met so far, by what they look like; some 50 bytes each.
#[derive(Debug, Default)]
pub struct LookAlikes {
    files: Vec<Arc<str>>,
    /// By hash of type and form: file and line.
    forms: HashMap<u64, (u32, u32)>,
    /// By hash of type and skeleton: file and line.
    skeletons: HashMap<u64, (u32, u32)>,
}

impl LookAlikes {
    /// What is to be said of an id, if another was met that looks like it. No id is met twice.
    pub fn meet(&mut self, record_type: RecordType, id: &str, place: &Place) -> Option<String> {
        let here = (self.file(&place.file), place.line as u32);
        let form = *self.forms.entry(hash(record_type, &one_form(id))).or_insert(here);
        let look = *self.skeletons.entry(hash(record_type, &skeleton(id))).or_insert(here);
        let (other, how) = match (form == here, look == here) {
            (true, true) => return None,
            (false, _) => (form, "differs only in case, width or Unicode form from"),
            (true, false) => (look, "looks like"),
        };
        let file = printable(&self.files[other.0 as usize]);
        let id = printable(&cut(id, 200));
        let (here, line) = (printable(&place.file), place.line);
        Some(format!(
            "{here}:{line}: {record_type} `{id}` {how} the one at {file}:{}: are they one?",
            other.1
        ))
    }

    fn file(&mut self, name: &Arc<str>) -> u32 {
        let index = self.files.iter().position(|file| file == name).unwrap_or_else(|| {
            self.files.push(name.clone());
            self.files.len() - 1
        });
        index as u32
    }
}

fn hash(record_type: RecordType, text: &str) -> u64 {
    let mut hasher = DefaultHasher::default();
    (matches!(record_type, RecordType::Country), text).hash(&mut hasher);
    hasher.finish()
}

//! What an id is known by once its text is gone: hashes of it and of the forms that look like it.

use std::hash::{DefaultHasher, Hasher};

use crate::{
    input::profile::RecordType,
    text::{is_plain, one_form, see, skeleton},
};

/// An id by its hashes; all that is kept of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Mark {
    /// 40 bits shared by all ids that may be taken for one another, then 24 of the id's own.
    pub(crate) key: u64,
    /// Of its one form: the same for ids that differ in case, width or Unicode form alone.
    pub(crate) form: u16,
    /// Of its skeleton: the same for ids that look alike.
    pub(crate) look: u16,
    /// A second key, where its form and its skeleton lead to different ones.
    pub(crate) other_key: Option<u64>,
}

/// How many bits of a key are the id's own.
const OWN_BITS: u32 = 24;
/// Ids of up to so many bytes, which most are, are marked in one go if they are plain.
const SHORT_ID: usize = 48;

impl Mark {
    /// The mark of an id of a record of some type.
    #[must_use]
    pub fn of(record_type: RecordType, id: &str) -> Self {
        let own = hash(record_type, id.as_bytes()) & ((1 << OWN_BITS) - 1);
        let key = |text: &str| (hash(record_type, text.as_bytes()) << OWN_BITS) | own;
        if id.len() <= SHORT_ID && is_plain(id) {
            let mut room = [0; 2 * SHORT_ID];
            let (form, look, rough) = of_plain(id, &mut room);
            return Self {
                key: (hash(record_type, rough) << OWN_BITS) | own,
                form: form.folded(),
                look: look.folded(),
                other_key: None,
            };
        }
        let forms = [one_form(id), skeleton(id)];
        let [of_form, of_look] = forms.each_ref().map(|it| key(&rough(it)));
        let [form, look] = forms.map(|it| it.bytes().fold(Short::NEW, Short::with).folded());
        Self { key: of_form, form, look, other_key: (of_form != of_look).then_some(of_look) }
    }

    /// The part of a key that ids share which may be taken for one another.
    pub(crate) fn shared(key: u64) -> u64 {
        key >> OWN_BITS
    }
}

/// Without what form and skeleton of a plain id differ in, so that both lead to one key.
fn rough(text: &str) -> String {
    let mut rough = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| push_rough(&mut rough, c));
    rough
}

fn push_rough(rough: &mut String, c: char) {
    match c.to_ascii_lowercase() {
        '0' => rough.push('o'),
        '1' | 'i' => rough.push('l'),
        'm' => rough.push_str("rn"),
        c => rough.push(c),
    }
}

/// Hashes of the one form and the skeleton of a plain id, and what is rough of both.
fn of_plain<'r>(id: &str, room: &'r mut [u8; 2 * SHORT_ID]) -> (Short, Short, &'r [u8]) {
    let (mut form, mut look, mut end) = (Short::NEW, Short::NEW, 0);
    for byte in id.bytes() {
        let small = byte.to_ascii_lowercase();
        form = form.with(small);
        see(byte, |byte| look = look.with(byte));
        room[end] = match small {
            b'0' => b'o',
            b'1' | b'i' => b'l',
            b'm' => b'r',
            other => other,
        };
        // Written behind every sign, and there to stay behind an m.
        room[end + 1] = b'n';
        end += 1 + usize::from(small == b'm');
    }
    (form, look, &room[..end])
}

fn hash(record_type: RecordType, text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::default();
    hasher.write_u8(matches!(record_type, RecordType::Country).into());
    hasher.write(text);
    hasher.finish()
}

/// FNV-1a (Fowler, Noll and Vo, 1991): of what need not withstand an attack.
#[derive(Clone, Copy)]
struct Short(u32);

impl Short {
    const NEW: Self = Self(0x811c_9dc5);

    fn with(self, byte: u8) -> Self {
        Self((self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    fn folded(self) -> u16 {
        (self.0 ^ (self.0 >> 16)) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_plain_id_has_one_key() {
        for id in ["XM-DAC-41119", "gb-chc-1O0", "AIM Il1", "m.M/0_o:#+"] {
            let [form, look] = [one_form(id), skeleton(id)];
            assert_eq!(rough(&form), rough(&look), "{id}");
            let short = |it: &str| it.bytes().fold(Short::NEW, Short::with).folded();
            let mut room = [0; 2 * SHORT_ID];
            let (of_form, of_look, of_both) = of_plain(id, &mut room);
            assert_eq!([of_form, of_look].map(Short::folded), [&form, &look].map(|it| short(it)));
            assert_eq!(of_both, rough(&form).as_bytes());
            let long = format!("{id}{}", "m".repeat(SHORT_ID));
            for id in [id, &long, &long[..SHORT_ID], &long[..=SHORT_ID]] {
                let mark = Mark::of(RecordType::Organisation, id);
                let [form, look] = [one_form(id), skeleton(id)].map(|it| short(&it));
                assert_eq!((mark.form, mark.look, mark.other_key), (form, look, None), "{id}");
                let shared = hash(RecordType::Organisation, rough(id).as_bytes()) << OWN_BITS;
                assert_eq!(Mark::shared(mark.key), Mark::shared(shared), "{id}");
            }
        }
        assert!(Mark::of(RecordType::Organisation, "Β").other_key.is_some());
    }

    /// Ids of one key are told apart by sixteen bits of their forms, and by all sixteen of them.
    #[test]
    fn forms_of_one_key_are_told_apart() {
        let id = |number: u32| {
            let signs = (0..10).map(|bit| if number & (1 << bit) == 0 { 'o' } else { '0' });
            format!("GB-CHC-{}", signs.collect::<String>())
        };
        let marks: Vec<Mark> =
            (0..1024).map(|it| Mark::of(RecordType::Organisation, &id(it))).collect();
        let keys: HashSet<u64> = marks.iter().map(|it| Mark::shared(it.key)).collect();
        let forms: HashSet<u16> = marks.iter().map(|it| it.form).collect();
        assert_eq!(keys.len(), 1);
        // By chance some eight of them share one with another.
        assert!(1000 < forms.len(), "{}", forms.len());
    }
}

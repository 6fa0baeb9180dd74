//! Folding names for comparison, and the nearest name to a mistyped one.

use std::{borrow::Borrow, fmt};

use caseless::Caseless;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer texts are not names: comparison looks at this many characters, because it is quadratic.
const LONGEST_NAME: usize = 256;

/// The similarity (Jaro-Winkler) from which a name is near enough to be suggested.
const NEAR: f64 = 0.85;

/// The text with case, accents, width, punctuation and spacing taken out of it.
///
/// Two spellings of one name fold to the same text: `Côte d’Ivoire` and `cote d'ivoire`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).default_case_fold() {
        match c {
            '&' => folded.push_str(" and "),
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '.' => {}
            c if c.is_alphanumeric() => folded.push(c),
            _ => folded.push(' '),
        }
    }
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

/// The text in the one form of all that differ from it in case, width or Unicode form alone.
#[must_use]
pub fn one_form(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().default_case_fold().nfkd().filter(|c| !is_joiner(*c)).collect()
}

/// The text as the eye takes it: of letters that look alike one (Unicode TS 39).
#[must_use]
pub fn skeleton(text: &str) -> String {
    if !is_plain(text) {
        let seen: String = text.chars().filter(|c| !is_joiner(*c)).collect();
        return unicode_security::skeleton(&seen).collect();
    }
    let mut seen = String::with_capacity(text.len());
    text.bytes().for_each(|byte| see(byte, |byte| seen.push(char::from(byte))));
    seen
}

/// One byte of a plain text as the eye takes it.
pub(crate) fn see(byte: u8, mut seen: impl FnMut(u8)) {
    match byte {
        b'0' => seen(b'O'),
        b'1' | b'I' => seen(b'l'),
        b'm' => {
            seen(b'r');
            seen(b'n');
        }
        _ => seen(byte),
    }
}

/// Whether a text holds only ASCII letters, digits and the marks of ids.
pub(crate) fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b' ' | b'-' | b'_' | b'.' | b'/' | b':' | b'+' | b'#')
    };
    text.bytes().all(is_plain)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// The candidate nearest to what was typed, if one is near; the first of equals.
pub(crate) fn nearest<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let typed = Name::new(typed);
    nearest_of(&typed, candidates.into_iter().map(|it| (it, Name::new(it))))
}

/// Names that much will be compared with: folded once.
pub(crate) struct KnownNames(Vec<(&'static str, Name)>);

impl KnownNames {
    pub(crate) fn new(names: impl IntoIterator<Item = &'static str>) -> Self {
        Self(names.into_iter().map(|it| (it, Name::new(it))).collect())
    }

    /// As [`nearest`] of them.
    pub(crate) fn nearest(&self, typed: &str) -> Option<&'static str> {
        nearest_of(&Name::new(typed), self.0.iter().map(|(it, name)| (*it, name)))
    }
}

fn nearest_of<'a>(
    typed: &Name,
    candidates: impl Iterator<Item = (&'a str, impl Borrow<Name>)>,
) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for (candidate, name) in candidates {
        let name = name.borrow();
        if typed.most_similar(name) < NEAR - 1e-9 {
            continue;
        }
        let similarity = of_folded(&typed.folded, &name.folded);
        if NEAR <= similarity && best.is_none_or(|(of_best, _)| of_best < similarity) {
            best = Some((similarity, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A folded name, with how often it has which characters.
struct Name {
    folded: String,
    length: usize,
    /// Characters by code modulo 32.
    counts: [u16; 32],
}

impl Name {
    fn new(text: &str) -> Self {
        let folded = folded_name(text);
        let (mut length, mut counts) = (0, [0_u16; 32]);
        for c in folded.chars() {
            length += 1;
            let count = &mut counts[c as usize % 32];
            *count = count.saturating_add(1);
        }
        Self { folded, length, counts }
    }

    /// The most that Jaro-Winkler can say of two names, by their characters alone: what it takes to
    /// pass over most names without looking closer.
    fn most_similar(&self, other: &Self) -> f64 {
        if self.length == 0 || other.length == 0 {
            return 0.0;
        }
        let both = self.counts.iter().zip(&other.counts).map(|(one, other)| *one.min(other));
        let shared = both.map(f64::from).sum::<f64>();
        let jaro = (shared / self.length as f64 + shared / other.length as f64 + 1.0) / 3.0;
        // Four characters of a common beginning at most, a tenth each.
        jaro + 0.4 * (1.0 - jaro)
    }
}

/// How alike two names are, 0 to 1: Jaro-Winkler of their folded forms, cut to 256 characters.
///
/// Two empty names are not alike: nothing is known of either.
#[must_use]
pub fn similarity(one: &str, other: &str) -> f64 {
    of_folded(&folded_name(one), &folded_name(other))
}

/// Cut before it is folded: folding is linear, but a text may be long and candidates many.
fn folded_name(text: &str) -> String {
    let cut: String = text.chars().take(LONGEST_NAME).collect();
    fold(&cut)
}

fn of_folded(one: &str, other: &str) -> f64 {
    if one.is_empty() || other.is_empty() { 0.0 } else { strsim::jaro_winkler(one, other) }
}

/// At most so many characters of a text, with an ellipsis where some are left out.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A text as it is quoted in a message: 200 characters of it at most.
#[must_use]
pub fn quoted(text: &str) -> String {
    cut(text, 200)
}

/// Shows a suggestion as ` (did you mean ...?)`, or nothing.
pub(crate) struct DidYouMean<'a>(pub(crate) &'a Option<String>);

impl fmt::Display for DidYouMean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(it) => write!(f, " (did you mean `{}`?)", quoted(it)),
            None => Ok(()),
        }
    }
}

/// Shows where something stands in a document as `, at POINTER`, or nothing for the whole of it.
pub(crate) struct AtPointer<'a>(pub(crate) &'a str);

impl fmt::Display for AtPointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => Ok(()),
            pointer => write!(f, ", at {pointer}"),
        }
    }
}

/// Whether a character can change how text around it is shown: control, bidi or zero-width.
///
/// The joiners U+200C and U+200D are not among them: Persian, Indic scripts and emoji need them.
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Whether the text holds such a character.
pub(crate) fn has_unprintable(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    !is_plain && text.contains(is_unprintable)
}

/// The text on one line, fit for a terminal: what cannot be printed is written as `\u{..}`.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_unprintable(c) {
            true => shown.extend(c.escape_unicode()),
            false => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (one, other) in [
            ("Côte d’Ivoire", "COTE D'IVOIRE"),
            ("Türkiye", "turkiye"),
            ("İstanbul", "istanbul"),
            ("Trinidad & Tobago", "Trinidad and  Tobago"),
            ("Guinea-Bissau", "guinea bissau"),
            ("St. Lucia", "ST LUCIA"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
    }

    #[test]
    fn the_short_way_to_a_skeleton_is_the_long_one() {
        for c in ('\u{20}'..'\u{7f}').map(String::from) {
            assert_eq!(skeleton(&c), unicode_security::skeleton(&c).collect::<String>(), "{c}");
            assert_eq!(one_form(&c), c.nfkd().default_case_fold().nfkd().collect::<String>());
        }
    }

    #[test]
    fn nothing_near_is_passed_over() {
        let rows = include_str!("tables/sectors.tsv").lines();
        let names: Vec<&str> = rows.filter_map(|row| row.split('\t').nth(1)).collect();
        let mut near = 0;
        for (index, name) in names.iter().enumerate().step_by(7) {
            let typed = name.replacen(['e', 'a'], "", 1 + index % 5);
            for other in &names {
                let (one, two) = (Name::new(&typed), Name::new(other));
                let similarity = of_folded(&one.folded, &two.folded);
                assert!(similarity <= one.most_similar(&two) + 1e-12, "{typed}, {other}");
                near += usize::from(NEAR <= similarity);
            }
        }
        assert!(50 < near, "{near}");
    }

    #[test]
    fn only_what_is_near_is_suggested() {
        assert_eq!(nearest("Educaton", ["Health", "Education"]), Some("Education"));
        assert_eq!(nearest("xyzzy", ["Health", "Education"]), None);
        assert_eq!(nearest("", [""]), None);
    }
}

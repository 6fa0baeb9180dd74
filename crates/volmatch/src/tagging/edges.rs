//! Where the words of a text begin and end: pairs of byte offsets, one behind the other.

use crate::tagging::{letters::letters_in, words::is_part_of_word};

/// Where the words of an ASCII text begin and end: where letters do, which is found for 64 bytes at once.
pub(crate) fn ascii_words(text: &str, edges: &mut Vec<usize>) {
    let mut was_letter = 0;
    for (index, piece) in text.as_bytes().chunks(64).enumerate() {
        let are_letters = match piece.try_into() {
            Ok(block) => letters_in(block),
            Err(_) => {
                let mut block = [0; 64];
                block[..piece.len()].copy_from_slice(piece);
                letters_in(&block)
            }
        };
        let mut changes = are_letters ^ ((are_letters << 1) | was_letter);
        was_letter = are_letters >> 63;
        while changes != 0 {
            edges.push(64 * index + changes.trailing_zeros() as usize);
            changes &= changes - 1;
        }
    }
    if edges.len() % 2 == 1 {
        edges.push(text.len());
    }
}

/// The same of any text.
pub(crate) fn any_words(text: &str, edges: &mut Vec<usize>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        if bytes[at].is_ascii() && !bytes[at].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if at < bytes.len() && !bytes[at].is_ascii() {
            // What is not ASCII begins a word, goes on with one, or stands between words.
            let rest = &text[at..];
            let begins = at != start || rest.starts_with(char::is_alphabetic);
            if !begins {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            at += rest.find(|c| !is_part_of_word(c)).unwrap_or(rest.len());
        }
        edges.extend([start, at]);
    }
}

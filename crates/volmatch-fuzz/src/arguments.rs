//! Arguments: whatever is typed, the program ends with 0, 1 or 2 and with words that are fit to read.

use volmatch_cli::{Exit, parts::said_of_arguments};

/// More words say nothing new.
const MOST_WORDS: usize = 12;

/// Whatever is typed is understood or answered in words.
pub(crate) fn parts(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let words: Vec<&str> = text.split('\n').take(MOST_WORDS).collect();
    if let Some(said) = said_of_arguments(crate::words(&words)) {
        assert!(!said.trim().is_empty(), "silent");
        assert!(!crate::is_unfit(&said), "words unfit for a terminal");
    }
}

/// What is understood is done.
pub(crate) fn whole(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let words: Vec<&str> = text.split('\n').take(MOST_WORDS).collect();
    if !words.iter().all(|word| is_harmless(word)) {
        return;
    }
    let input = b"{\"type\":\"organisation\",\"id\":\"a\",\"name\":\"A\",\"sdgs\":[\"3\"]}\n";
    let (out, err, exit) = crate::run(&words, input);
    assert!(exit == Exit::Done || !out.is_empty() || !err.is_empty(), "silent");
    let is_colour = words.iter().any(|word| word.starts_with("--color") || *word == "always");
    assert!(is_colour || !crate::is_unfit(&err), "words unfit for a terminal");
    match said_of_arguments(crate::words(&words)) {
        Some(said) => assert!(said == err || said == out, "the part says else than the whole"),
        None => assert!(exit != Exit::Usage || !err.is_empty(), "silent"),
    }
}

/// No file is written, none of another folder read, and nothing printed that is long.
fn is_harmless(word: &str) -> bool {
    let writes = word.starts_with("--out")
        || word.starts_with("--rej")
        || (word.starts_with('-') && !word.starts_with("--") && word.contains('o'));
    !writes && !word.contains(['/', '\0']) && word.len() <= 1_000
}

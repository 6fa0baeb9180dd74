//! Arguments: whatever is typed, the program ends with 0, 1 or 2 and with words that are fit to read.

/// No file is written, none of another folder read, and nothing printed that is long.
fn is_harmless(word: &str) -> bool {
    let writes = word.starts_with("--out")
        || word.starts_with("--rej")
        || (word.starts_with('-') && !word.starts_with("--") && word.contains('o'));
    !writes && !word.contains(['/', '\0']) && word.len() <= 1_000
}

pub(crate) fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let words: Vec<&str> = text.split('\n').take(12).collect();
    if !words.iter().all(|word| is_harmless(word)) {
        return;
    }
    let input = b"{\"type\":\"organisation\",\"id\":\"a\",\"name\":\"A\",\"sdgs\":[\"3\"]}\n";
    let (out, err, exit) = crate::run(&words, input);
    assert!(exit == volmatch_cli::Exit::Done || !out.is_empty() || !err.is_empty(), "silent");
    let is_colour = words.iter().any(|word| word.starts_with("--color") || *word == "always");
    assert!(is_colour || !crate::is_unfit(&err), "words unfit for a terminal");
}

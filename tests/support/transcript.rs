//! Texts and the problems that they should be told to have, in one list to read.

use volmatch::read_str;

/// Holds the problems of each text against the lines, set in by four spaces, that should tell them.
///
/// `⏎ ␍ ␉ ␀` stand for characters that would not be seen; `…` for any words.
pub fn check(transcript: &str) {
    let mut wrong = Vec::new();
    let mut lines = transcript.strip_prefix('\n').unwrap().lines().peekable();
    while let Some(shown) = lines.next() {
        let expected: Vec<&str> =
            std::iter::from_fn(|| lines.next_if(|line| line.starts_with("    "))).collect();
        let told = problems(shown);
        let is_as_expected = told.len() == expected.len()
            && told.iter().zip(&expected).all(|(told, expected)| agree(told, expected));
        if !is_as_expected {
            wrong.push(format!("{shown}\n{}", told.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "told otherwise than expected:\n{}", wrong.join("\n"));
}

fn problems(shown: &str) -> Vec<String> {
    let text: String = shown
        .chars()
        .map(|c| match c {
            '⏎' => '\n',
            '␍' => '\r',
            '␉' => '\t',
            '␀' => '\0',
            c => c,
        })
        .collect();
    let (_, problems) = read_str("f", &text).keep_sound();
    problems.iter().map(|problem| format!("    {problem}")).collect()
}

fn agree(told: &str, expected: &str) -> bool {
    let Some((begin, rest)) = expected.split_once('…') else { return told == expected };
    let Some(mut told) = told.strip_prefix(begin) else { return false };
    let (middle, end) = rest.rsplit_once('…').unwrap_or(("", rest));
    for part in middle.split('…') {
        let Some(at) = told.find(part) else { return false };
        told = &told[at + part.len()..];
    }
    told.ends_with(end)
}

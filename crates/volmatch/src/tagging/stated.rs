//! Goals that a text names by number: `SDG 3`, `SDGs 4, 5 and 13`, `ODS 6 y 7`, `ODD 14`.

use crate::sdg::GOALS;

/// A goal named by number, where it first is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct StatedGoal {
    /// From 1.
    pub(crate) goal: usize,
    /// Where its name or number begins, in bytes.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

/// What the goals are called in English, French and Spanish, in capitals.
const NAMES: [&str; 4] = ["SDGs", "SDG", "ODD", "ODS"];
/// What may stand between two numbers of a list.
const BETWEEN: [&str; 6] = ["and", "et", "y", "&", "or", "to"];

/// The goals that a text names by number, each once, in their order there.
pub(crate) fn stated_goals(text: &str) -> Vec<StatedGoal> {
    let mut stated: Vec<StatedGoal> = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(['S', 'O']).map(|at| from + at) {
        from = start + 1;
        let begins = !text[..start].ends_with(char::is_alphanumeric);
        let name = NAMES.into_iter().find(|name| text[start..].starts_with(name));
        let Some(name) = name.filter(|_| begins) else { continue };
        let (mut at, mut begin) = (start + name.len(), start);
        while let Some((goal, number, end)) = next_number(text, at) {
            if stated.iter().all(|it| it.goal != goal) {
                let start = if begin == start { start } else { number };
                stated.push(StatedGoal { goal, start, end });
            }
            (at, begin) = (end, end);
        }
        from = at.max(from);
    }
    stated
}

/// The next goal of a list: its number, and where that begins and ends.
fn next_number(text: &str, at: usize) -> Option<(usize, usize, usize)> {
    // A name is not parted from its first number by a comma.
    let is_name = text[..at].ends_with(char::is_alphabetic);
    let is_between = |c: char| {
        matches!(c, ' ' | '-' | '\u{a0}' | '\u{2011}' | '#' | ':') || (c == ',' && !is_name)
    };
    let mut rest = text[at..].trim_start_matches(is_between);
    if let Some(word) = BETWEEN.iter().find(|word| !is_name && rest.starts_with(**word)) {
        rest = rest[word.len()..].trim_start_matches(is_between);
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let goal: usize = rest.get(..digits).filter(|it| it.len() <= 2)?.parse().ok()?;
    let number = text.len() - rest.len();
    let after = &rest[digits..];
    // A target: `3.8`, `6.a`.
    let target = after
        .strip_prefix('.')
        .map_or(0, |it| it.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(it.len()));
    let target = if (1..=2).contains(&target) { target + 1 } else { 0 };
    let ends = !after[target..].starts_with(char::is_alphanumeric);
    ((1..=GOALS).contains(&goal) && ends).then_some((goal, number, number + digits + target))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goals(text: &str) -> Vec<usize> {
        stated_goals(text).iter().map(|it| it.goal).collect()
    }

    #[test]
    fn lists_of_numbers_are_read() {
        assert_eq!(goals("We contribute to SDG 3, SDG 4 and SDG 5."), [3, 4, 5]);
        assert_eq!(goals("(SDGs 4, 5 and 13) since 2015"), [4, 5, 13]);
        assert_eq!(goals("ODS 6 y 7; ODD-14; SDG16.9 SDG 3.8"), [6, 7, 14, 16, 3]);
        let found = stated_goals("of SDG 6.a")[0];
        assert_eq!((found.goal, found.start, found.end), (6, 3, 10));
    }

    #[test]
    fn other_numbers_are_not() {
        assert_eq!(
            goals("SDG 18, SDG 2030, the SDGs, 17 goals, PSDG 3, SDG 3rd, ODS, SDG"),
            [0; 0]
        );
    }
}

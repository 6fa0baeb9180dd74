//! The answer for a document: a Markdown table for each country or organisation.

use std::io::{self, Write};

use volmatch::text::printable;

use crate::report::{
    Answer, given, in_short, listed_name, reason, robust_legend, run::model_hash, two_decimals,
};

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let what = if answer.by_organisation { "Country" } else { "Organisation" };
    let mut matches = answer.matches();
    for section in answer.sections() {
        writeln!(out, "## {}\n", harmless(&section.heading))?;
        if !section.notes.is_empty() {
            writeln!(out, "{}\n", harmless(&section.notes.join("; ")))?;
        }
        if section.pairs.is_empty() {
            writeln!(out, "No match.\n")?;
            continue;
        }
        let is_robust = section.pairs.iter().any(|it| it.robustness.is_some());
        let (head, rule) = if is_robust { (" Robust |", " --- |") } else { ("", "") };
        writeln!(out, "| # | {what} | Score | Bounds | Known |{head} Modality | Why |")?;
        writeln!(out, "| ---: | --- | ---: | --- | ---: |{rule} --- | --- |")?;
        for it in matches.by_ref().take(section.pairs.len()) {
            let name = listed_name(&it, answer.by_organisation);
            writeln!(
                out,
                "| {} | {} | {} | {} to {} | {} |{} {} | {} |",
                it.rank.map_or("-".into(), |rank| rank.to_string()),
                harmless(&name),
                two_decimals(it.score),
                two_decimals(it.bounds.0),
                two_decimals(it.bounds.1),
                two_decimals(it.completeness),
                if is_robust { format!(" {} |", in_short(it.robustness)) } else { String::new() },
                it.modality,
                harmless(&reason(&it)),
            )?;
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "Scores from 0 to 1 are stated judgements of alignment, not predictions. volmatch {}, model {} \
         ({}), as of {}.{}{}",
        answer.run.version,
        harmless(&answer.board.model().name),
        &model_hash(answer.board.model())[..12],
        answer.board.model().year,
        harmless(&robust_legend(answer)),
        given(answer.run, &answer.what_if, harmless),
    )
}

/// Text that stays text in Markdown: no markup, link or tag comes from data.
pub(crate) fn harmless(text: &str) -> String {
    let mut harmless = String::new();
    let text = printable(text);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // Before a space it ends words, and begins no address.
            ':' if chars.peek() == Some(&' ') => harmless.push(c),
            '&' => harmless.push_str("&amp;"),
            '<' => harmless.push_str("&lt;"),
            '>' => harmless.push_str("&gt;"),
            ':' | '@' => harmless.push_str(&format!("&#{};", c as u32)),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' => {
                harmless.push('\\');
                harmless.push(c);
            }
            _ => harmless.push(c),
        }
    }
    // Behind these letters a dot makes a bare address live.
    for www in ["www.", "WWW.", "Www."] {
        harmless = harmless.replace(www, &format!("{}&#46;", &www[..3]));
    }
    harmless
}

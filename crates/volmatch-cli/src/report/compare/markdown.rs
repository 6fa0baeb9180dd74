//! Two rankings side by side, for a document.

use std::io::{self, Write};

use crate::report::{
    compare::{Answer, before_and_after, differences_in_words},
    markdown::harmless,
};

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {} &gt; {}\n", harmless(&answer.one.name), harmless(&answer.other.name))?;
    if !answer.differs() {
        return writeln!(out, "No difference.");
    }
    for words in differences_in_words(answer) {
        writeln!(out, "- {}", harmless(&words))?;
    }
    let what = if answer.one.by_organisation { "Country" } else { "Organisation" };
    for ranking in &answer.compared {
        let mut moved = ranking.moved.iter().filter(|it| it.ranks.0 != it.ranks.1).peekable();
        if moved.peek().is_none() {
            continue;
        }
        writeln!(out, "\n### {}\n", harmless(&answer.heading(ranking)))?;
        writeln!(out, "| Rank | {what} | Score | Because |\n| --- | --- | --- | --- |")?;
        for it in moved {
            let [rank, score] = before_and_after(it);
            let because = harmless(&answer.because(it));
            let [rank, score] = [harmless(&rank), harmless(&score)];
            writeln!(out, "| {rank} | {} | {score} | {because} |", harmless(&it.name))?;
        }
    }
    writeln!(
        out,
        "\n{}. A cause is named when undoing it alone brings the old place back among those listed both \
         times.",
        harmless(&answer.in_short()),
    )
}

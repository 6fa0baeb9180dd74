//! The answer for a program: one document, or a record a line.

use std::io::{self, Write};

use serde_json::json;
use volmatch::Match;

use crate::report::{Answer, fit, record::Record, south_led};

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (south_led, known) = south_led(answer.pairs);
    let document = json!({
        "run": answer.run,
        "summary": {
            "matches": answer.pairs.iter().filter(|it| it.rank.is_some()).count(),
            "south_led": south_led,
            "of_known_home": known,
        },
    });
    // Written piece by piece: a million records need not stand in memory as one text.
    let head = fit::fit(serde_json::to_string(&document)?);
    let head = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "{head},\"results\":[")?;
    for (index, found) in answer.matches().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        fit::write(&Record::new(&found), out)?;
    }
    writeln!(out, "\n]}}")
}

pub(crate) fn write_lines(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    answer.matches().try_for_each(|found| write_line(&found, out))
}

/// Writes one match on a line.
pub(crate) fn write_line(found: &Match, out: &mut dyn Write) -> io::Result<()> {
    fit::write(&Record::new(found), out)?;
    out.write_all(b"\n")
}

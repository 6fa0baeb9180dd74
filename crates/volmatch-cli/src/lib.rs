//! The command line of volmatch, as a function: [`run`] takes arguments and streams, and gives an
//! [`Exit`]. Files are read and written here; all judgement is in the library `volmatch`.

use std::{
    ffi::OsString,
    io::{Read, Write},
};

use clap::Parser;

mod args;
mod arrays;
mod chunks;
mod commands;
mod counts;
mod draft;
mod error;
mod foreign;
mod ingest;
mod output;
pub mod parts;
mod pass;
mod rejects;
mod report;
mod results;
mod settings;
mod sources;
mod texts;

use crate::{args::Args, error::Failure, output::is_broken_pipe};

/// The stack of a thread, in bytes: what the environment says of it is not asked.
pub const STACK: usize = 2 << 20;

/// How a run ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exit {
    /// Done; nothing matched is done too.
    Done = 0,
    /// It failed, or records were rejected.
    Failed = 1,
    /// The command line was not understood.
    Usage = 2,
}

/// The world around a run.
pub(crate) struct Streams<'s> {
    pub(crate) input: &'s mut dyn Read,
    pub(crate) out: &'s mut dyn Write,
    pub(crate) err: &'s mut dyn Write,
    /// Whether answers go to a terminal.
    pub(crate) is_terminal: bool,
}

/// Runs the program: answers on `out`, words on `err`. Never panics on any input.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    input: &mut dyn Read,
    out: &mut dyn Write,
    err: &mut dyn Write,
    is_terminal: bool,
) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let format = error::format_of(&args);
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            let (text, is_wrong) = said(error);
            if is_wrong {
                let _ = error::tell_usage(&text, format, err);
                return Exit::Usage;
            }
            return match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Err(error) if !is_broken_pipe(&error) => {
                    let _ = writeln!(err, "volmatch: standard output: {error}");
                    Exit::Failed
                }
                _ => Exit::Done,
            };
        }
    };
    let quiet = args.quiet;
    let mut streams = Streams { input, out, err, is_terminal };
    match commands::run(args, &mut streams) {
        Ok(exit) => exit,
        Err(Failure::Output { source, .. }) if is_broken_pipe(&source) => Exit::Done,
        Err(failure) => {
            let _ = error::tell(&failure, format, quiet, streams.err);
            if failure.is_of_usage() { Exit::Usage } else { Exit::Failed }
        }
    }
}

/// What is said where arguments ask no question, and whether that is because they are wrong.
fn said(error: clap::Error) -> (String, bool) {
    let error = error::usage(error);
    let text = fit_for_a_terminal(&error.render().to_string());
    match error.use_stderr() {
        true => (error::short(&error::with_short_words(&text, 200)), true),
        false => (text, false),
    }
}

/// Text of several lines in which nothing from the command line can move the cursor.
fn fit_for_a_terminal(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(volmatch::text::printable).collect();
    lines.join("\n")
}

//! Parts of the program by themselves, without threads and files around them: for those who try them
//! with millions of inputs.

use std::{cell::RefCell, ffi::OsString, io};

use clap::{CommandFactory, FromArgMatches};
use serde_json::Value;
use volmatch::{Board, Pair, tagging::Tags};

pub use crate::args::{Format, TagFormat};
use crate::{
    args::Args,
    counts::Ingested,
    report::{Answer, csv, json, markdown, run::Run, table, tags::Writer},
    said,
    texts::TextRecord,
};

/// The page of what is no terminal.
const PAGE: table::Page = table::Page { width: 80, is_bold: false, is_unicode: false };

/// What is said of arguments that ask no question: why they are not understood, or help; `None` where
/// a command would run.
pub fn said_of_arguments(words: impl IntoIterator<Item = OsString>) -> Option<String> {
    thread_local! {
        static COMMAND: RefCell<clap::Command> = RefCell::new(Args::command());
    }
    COMMAND.with_borrow_mut(|command| {
        let error = match command.try_get_matches_from_mut(words) {
            Ok(mut parsed) => Args::from_arg_matches_mut(&mut parsed).err()?.format(command),
            Err(error) => error,
        };
        Some(said(error).0)
    })
}

/// Prints what was found on one board; what is said of the run is made once.
#[derive(Debug)]
pub struct Printer<'b> {
    board: &'b Board,
    run: Run,
}

impl<'b> Printer<'b> {
    /// A printer for the pairs of a board.
    #[must_use]
    pub fn new(board: &'b Board) -> Self {
        Self { board, run: Run::new(board, &Ingested::default(), Vec::new(), Value::Null) }
    }

    /// Pairs as `match` prints them.
    ///
    /// # Errors
    ///
    /// Those of writing into memory: none that is known.
    pub fn print(&self, pairs: &[Pair], format: Format) -> io::Result<Vec<u8>> {
        let Self { board, run } = self;
        let what_if = Vec::new();
        let answer = Answer { run, by_organisation: false, board, pairs, pool: None, what_if };
        let mut out = Vec::new();
        match format {
            Format::Table => table::write(&answer, PAGE, &mut out),
            Format::Json => json::write(&answer, &mut out),
            Format::Jsonl => json::write_lines(&answer, &mut out),
            Format::Csv => csv::write(&answer, &mut out),
            Format::Md => markdown::write(&answer, &mut out),
        }?;
        Ok(out)
    }
}

/// A tagged text as `tag` prints it, in the forms that are asked for.
///
/// # Errors
///
/// Those of writing into memory: none that is known.
pub fn print_tags<const N: usize>(
    text: &str,
    tags: &Tags,
    formats: [TagFormat; N],
) -> io::Result<[Vec<u8>; N]> {
    let record = TextRecord { id: "text".into(), text: text.to_owned() };
    let mut printed = [const { Vec::new() }; N];
    for (format, out) in formats.iter().zip(&mut printed) {
        let mut writer = Writer::new(*format, PAGE, out)?;
        writer.write(&record, tags)?;
        writer.finish()?;
    }
    Ok(printed)
}

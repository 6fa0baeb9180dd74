//! `tag`: the goals that texts serve.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use rayon::prelude::*;
use volmatch::{
    Problem,
    tagging::{ABOUT, Tagger, Tags},
    text::printable,
};

use crate::{
    Exit, Streams,
    args::TagArgs,
    commands::setup::Common,
    error::{Failure, tell_problems},
    output, rejects,
    report::{self, tags::Writer},
    texts::{Batch, MOST_NAMED, TextRecord, Texts, file_of, pieces, read_chunk},
};

pub(crate) fn run(
    args: &TagArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    let output = args.output.output.as_deref();
    if args.about {
        output::check(output, None, [])?;
        output::write(output, streams, |out: &mut dyn Write| out.write_all(ABOUT.as_bytes()))?;
        return Ok(Exit::Done);
    }
    let file = file_of(&args.text)?;
    output::check(output, args.rejects.as_deref(), &file)?;
    let texts = match &file {
        Some(path) => Texts::open(path, streams)?,
        None => Texts::typed(typed(args)?)?,
    };
    let page = report::page(streams, common.is_bold);
    let mut met = Met::default();
    let mut failure = None;
    let pool = common.pool()?;
    output::write(output, streams, |out: &mut dyn Write| {
        let mut writer = Writer::new(args.format, page, out)?;
        match &texts {
            Texts::One(record) => {
                writer.write(record, &Tagger::embedded().tag(&record.text))?;
            }
            Texts::Lines { name, file } => {
                let mut chunks = match pieces(name, file) {
                    Ok(chunks) => chunks.peekable(),
                    Err(it) => return failed(&mut failure, it),
                };
                while chunks.peek().is_some() {
                    let some: Result<Vec<_>, Failure> =
                        chunks.by_ref().take(common.threads).collect();
                    let some = match some {
                        Ok(some) => some,
                        Err(it) => return failed(&mut failure, it),
                    };
                    let read = |chunk| tagged(read_chunk(chunk, name));
                    let batches: Vec<(Batch, Vec<Tags>)> =
                        pool.install(|| some.into_par_iter().map(read).collect());
                    for (batch, tags) in batches {
                        met.take(&batch);
                        if !met.problems.is_empty() && !args.keep_going {
                            let problems = std::mem::take(&mut met.problems);
                            return failed(&mut failure, Failure::BadLines(problems));
                        }
                        let mut both = batch.records.iter().zip(&tags);
                        both.try_for_each(|(record, tags)| writer.write(record, tags))?;
                    }
                }
            }
        }
        writer.finish()
    })
    .map_err(|write| failure.take().unwrap_or(write))?;
    met.tell(common, streams)?;
    let source = match &texts {
        Texts::One(_) => None,
        Texts::Lines { name, file } => Some((name.as_ref(), file)),
    };
    rejects::write_lines(args.rejects.as_deref(), source, &met.problems, streams)?;
    Ok(if met.problems.is_empty() { Exit::Done } else { Exit::Failed })
}

/// Ends the writing; what is wrong is told instead of the error.
fn failed(failure: &mut Option<Failure>, it: Failure) -> io::Result<()> {
    *failure = Some(it);
    Err(io::Error::other("stopped"))
}

fn tagged(batch: Batch) -> (Batch, Vec<Tags>) {
    let tag = |record: &TextRecord| Tagger::embedded().tag(&record.text);
    let tags = batch.records.iter().map(tag).collect();
    (batch, tags)
}

/// The words that were typed, as one text.
fn typed(args: &TagArgs) -> Result<String, Failure> {
    let words: Option<Vec<&str>> = args.text.iter().map(|word| word.to_str()).collect();
    let words = words.ok_or_else(|| Failure::NoText("the text is not UTF-8".into()))?;
    Ok(words.join(" "))
}

/// What was met among the lines.
#[derive(Default)]
struct Met {
    texts: usize,
    problems: Vec<Problem>,
    passed_over: BTreeSet<String>,
}

impl Met {
    fn take(&mut self, batch: &Batch) {
        self.texts += batch.records.len();
        self.problems.extend(batch.problems.iter().cloned());
        if self.passed_over.len() < MOST_NAMED {
            self.passed_over.extend(batch.passed_over.iter().cloned());
        }
    }

    fn tell(&self, common: Common, streams: &mut Streams<'_>) -> Result<(), Failure> {
        if !self.passed_over.is_empty() && !common.quiet {
            let fields: Vec<String> =
                self.passed_over.iter().map(|it| format!("`{}`", printable(it))).collect();
            let fields = fields.join(", ");
            common.say(format_args!("only `id` and `text` are read, not {fields}"), streams);
        }
        if !self.problems.is_empty() {
            let _ = tell_problems(&self.problems, common.error_format, streams.err);
            let (kept, bad) = (self.texts, self.problems.len());
            let read = kept + bad;
            let words = format_args!("of {read} lines read, {kept} kept and {bad} rejected");
            common.say(words, streams);
        }
        Ok(())
    }
}

//! A command each: from arguments to an answer.

mod atlas;
mod compare;
mod explain;
mod gaps;
mod judge;
mod match_;
mod match_each;
mod robust;
mod schema;
mod sensitivity;
mod setup;
mod sought;
mod tag;
mod validate;
mod weights;
mod what_if;

use std::io::Write;

use clap::CommandFactory;
use volmatch::text::quoted;

use crate::{
    Exit, Streams,
    args::{Args, Color, Command, Output},
    error::Failure,
    output,
};

/// Runs a command on a thread pool of its own.
pub(crate) fn run(args: Args, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = args.threads.map_or(cores, usize::from).clamp(1, 256);
    // A file is no terminal, wherever it is asked for.
    streams.is_terminal &= args.command.output().is_none_or(output::is_standard_output);
    let is_bold = match args.color {
        Color::Always => true,
        Color::Never => false,
        // https://no-color.org: any value but an empty one.
        Color::Auto => {
            streams.is_terminal && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
        }
    };
    let common = setup::Common {
        quiet: args.quiet,
        verbose: args.verbose,
        is_bold,
        error_format: args.error_format,
        threads,
    };
    match args.command {
        Command::Match(args) => match_::run(&args, common, streams),
        Command::Explain(args) => explain::run(&args, common, streams),
        Command::Gaps(args) => gaps::run(&args, common, streams),
        Command::Sensitivity(args) => sensitivity::run(&args, common, streams),
        Command::Compare(args) => compare::run(&args, common, streams),
        Command::Validate(args) => validate::run(&args, common, streams),
        Command::Atlas(args) => atlas::run(&args, streams),
        Command::Tag(args) => tag::run(&args, common, streams),
        Command::Schema(args) => schema::run(&args, streams),
        Command::Weights(args) => weights::run(&args, common, streams),
        Command::Completions { shell, output } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "volmatch", &mut text);
            plain(&text, &output, streams)
        }
        Command::Man { of, output } => {
            let mut text = Vec::new();
            let rendered = clap_mangen::Man::new(command(&of)?).render(&mut text);
            rendered.map_err(|source| Failure::Output { path: "manual page".into(), source })?;
            plain(&text, &output, streams)
        }
    }
}

/// The command of some names, each within the one before, with all that it takes.
fn command(names: &[String]) -> Result<clap::Command, Failure> {
    let mut command = Args::command();
    command.build();
    for name in names {
        let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let known = known.join("`, `");
        command = command.find_subcommand(name).cloned().ok_or_else(|| {
            let name = quoted(name);
            Failure::Asked(match known.is_empty() {
                true => format!("`{name}` is no command here: there is none"),
                false => format!("`{name}` is no command here, expected one of `{known}`"),
            })
        })?;
    }
    Ok(command)
}

fn plain(text: &[u8], output: &Output, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let output = output.output.as_deref();
    output::check(output, None, [])?;
    output::write(output, streams, |out: &mut dyn Write| out.write_all(text))?;
    Ok(Exit::Done)
}

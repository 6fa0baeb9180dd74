//! The program `volmatch`: the process around [`volmatch_cli::run`].

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

fn main() -> ExitCode {
    let terminal = io::stdout().is_terminal();
    let exit = volmatch_cli::run(
        std::env::args_os(),
        &mut io::stdin().lock(),
        &mut io::stdout().lock(),
        &mut io::stderr().lock(),
        terminal,
    );
    ExitCode::from(exit as u8)
}

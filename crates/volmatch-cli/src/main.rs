//! The program `volmatch`: the process around [`volmatch_cli::run`].

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

fn main() -> ExitCode {
    // A file that may grow no further is then an error of its writing, told like a full disk.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Default::default());
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

//! The program `volmatch`: the process around [`volmatch_cli::run`].

#[cfg(unix)]
use std::sync::{Arc, atomic::AtomicBool};
#[cfg(target_os = "linux")]
use std::thread;
use std::{
    io::{self, IsTerminal, Write},
    panic,
    process::ExitCode,
};

#[cfg(target_os = "linux")]
use rustix::process::{Resource, getrlimit};
use volmatch_cli::{Exit, STACK};

fn main() -> ExitCode {
    // A file that may grow no further is then an error of its writing, told like a full disk.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Default::default());
    // Memory or a stack that is used up is told by the runtime, which then aborts: a failure like any other.
    #[cfg(unix)]
    let _ = signal_hook::flag::register_conditional_shutdown(
        signal_hook::consts::SIGABRT,
        Exit::Failed as i32,
        Arc::new(AtomicBool::new(true)),
    );
    // A first thread with less than the others have hands over to one like them.
    #[cfg(target_os = "linux")]
    if let Some(limit) = getrlimit(Resource::Stack).current
        && limit < STACK as u64
        && let Ok(thread) = thread::Builder::new().stack_size(STACK).spawn(run)
    {
        return thread.join().unwrap_or(ExitCode::FAILURE);
    }
    run()
}

fn run() -> ExitCode {
    let terminal = io::stdout().is_terminal();
    let exit = panic::catch_unwind(|| {
        volmatch_cli::run(
            std::env::args_os(),
            &mut io::stdin().lock(),
            &mut *standard_output(),
            &mut io::stderr().lock(),
            terminal,
        )
    });
    ExitCode::from(exit.unwrap_or_else(|_| our_fault()) as u8)
}

/// Where answers go.
fn standard_output() -> Box<dyn Write> {
    match volmatch_start::stdout_was_closed() {
        true => Box::new(Closed),
        false => Box::new(io::stdout().lock()),
    }
}

/// A standard output that was closed: nothing can be written to it.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::new(io::ErrorKind::NotConnected, "it is closed"))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write(&[]).map(|_| ())
    }
}

/// What a panic ends with: it is a fault of the program, whatever the input was.
fn our_fault() -> Exit {
    let words = "volmatch: a fault of the program, as told above: please report it with the input";
    let _ = writeln!(io::stderr(), "{words}");
    Exit::Failed
}

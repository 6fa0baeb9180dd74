//! How a process was started: whether its standard output was closed.
//!
//! Rust's runtime opens `/dev/null` for a stream that is closed, before `main`, and writes to it succeed.
//! From one that somebody opened, as other programs do for output that nobody wants, it cannot be told
//! apart afterwards; so this looks before the runtime does.

use std::sync::atomic::{AtomicBool, Ordering};

static STDOUT_WAS_CLOSED: AtomicBool = AtomicBool::new(false);

#[cfg(target_os = "linux")]
ctor::declarative::ctor! {
    // Two calls of the kernel at most, and nothing of the runtime, which is not there yet.
    #[ctor(unsafe)]
    fn look() {
        let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
        STDOUT_WAS_CLOSED.store(is_closed, Ordering::Relaxed);
    }
}

/// Whether standard output was closed when the process was started; looked at on Linux alone.
#[must_use]
pub fn stdout_was_closed() -> bool {
    STDOUT_WAS_CLOSED.load(Ordering::Relaxed)
}

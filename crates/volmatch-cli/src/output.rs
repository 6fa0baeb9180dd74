//! Answers to standard output or, whole or not at all, to a file.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use volmatch::text::printable;

use crate::{Streams, error::Failure};

/// Whether the reader of a pipe has gone: no failure of ours.
pub(crate) fn is_broken_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Refuses an output that is one of the files read, or a folder, before any work is done.
pub(crate) fn check<'p>(
    output: Option<&Path>,
    inputs: impl IntoIterator<Item = &'p PathBuf>,
) -> Result<(), Failure> {
    let Some(path) = output else { return Ok(()) };
    let shown = printable(&path.display().to_string());
    if path.is_dir() {
        return Err(Failure::OutputIsInput(format!("{shown}: the output is a folder")));
    }
    let output = identity(path);
    let is_output = |input: &PathBuf| {
        let is_stream = input == Path::new("-");
        identity(if is_stream { Path::new("/dev/stdin") } else { input }) == output
    };
    if output.is_some() && inputs.into_iter().any(is_output) {
        return Err(Failure::OutputIsInput(format!("{shown}: the output is also an input")));
    }
    Ok(())
}

/// What tells two names of one file: device and inode, or the full path.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|it| (it.dev(), it.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// Writes an answer where it is wanted: a file appears whole under its name, or not at all.
pub(crate) fn write(
    output: Option<&Path>,
    streams: &mut Streams<'_>,
    answer: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let Some(path) = output else {
        let mut out = BufWriter::new(&mut *streams.out);
        let written = answer(&mut out).and_then(|()| out.flush());
        if written.is_err() {
            // What is left in the buffer can go nowhere.
            let _ = out.into_parts();
        }
        return written
            .map_err(|source| Failure::Output { path: "standard output".into(), source });
    };
    // Only the kind of error: the name of the file in the making says nothing to anybody.
    let fail = |source: io::Error| Failure::Output {
        path: printable(&path.display().to_string()),
        source: match source.raw_os_error() {
            Some(_) => source,
            None => io::Error::from(source.kind()),
        },
    };
    let target = target_of(path);
    if fs::metadata(&target).is_ok_and(|it| !it.is_file()) {
        // A pipe or a device is written to as it is; there is nothing to replace.
        let file = fs::OpenOptions::new().write(true).open(&target).map_err(fail)?;
        let mut out = BufWriter::new(file);
        return answer(&mut out).and_then(|()| out.flush()).map_err(fail);
    }
    let folder = match target.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    fs::metadata(folder).map_err(fail)?;
    let mut file =
        tempfile::Builder::new().prefix(".volmatch-").tempfile_in(folder).map_err(fail)?;
    let mut out = BufWriter::new(file.as_file_mut());
    answer(&mut out).and_then(|()| out.flush()).map_err(fail)?;
    drop(out);
    file.as_file().sync_all().map_err(fail)?;
    keep_permissions(file.path(), &target).map_err(fail)?;
    file.persist(&target).map_err(|error| fail(error.error))?;
    Ok(())
}

/// The file a path names: links are followed, also one whose file is not there yet.
fn target_of(path: &Path) -> PathBuf {
    if let Ok(target) = fs::canonicalize(path) {
        return target;
    }
    match fs::read_link(path) {
        Ok(link) => path.parent().unwrap_or(Path::new("")).join(link),
        Err(_) => path.to_owned(),
    }
}

/// The permissions of the file that is replaced, or those of any new file.
#[cfg(unix)]
fn keep_permissions(file: &Path, target: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let permissions = match fs::metadata(target) {
        Ok(old) => old.permissions(),
        Err(_) => fs::Permissions::from_mode(0o644),
    };
    fs::set_permissions(file, permissions)
}

#[cfg(not(unix))]
fn keep_permissions(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

//! Answers to standard output or, whole or not at all, to a file.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use volmatch::text::printable;

use crate::{Streams, draft::Draft, error::Failure};

/// Whether the reader of a pipe has gone: no failure of ours.
pub(crate) fn is_broken_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Refuses files to be written that are files read, folders, or one file, before any work is done.
pub(crate) fn check<'p>(
    output: Option<&Path>,
    rejects: Option<&Path>,
    inputs: impl IntoIterator<Item = &'p PathBuf>,
) -> Result<(), Failure> {
    let output = output.filter(|it| !is_standard_output(it));
    let answer = match output {
        Some(_) => (output, "the output"),
        None => (Some(Path::new(STANDARD_OUTPUT)), "standard output"),
    };
    let named = [answer, (rejects, "the file of rejects")];
    let mut taken: Vec<Identity> =
        inputs.into_iter().filter_map(|it| identity(input(it))).collect();
    let inputs = taken.len();
    for (path, what) in named {
        let Some(path) = path else { continue };
        let refuse = |why: &str| {
            let shown = printable(&path.display().to_string());
            Err(Failure::OutputIsInput(format!("{shown}: {what} is {why}")))
        };
        if rejects == Some(path) && is_standard_output(path) {
            match output {
                Some(_) => continue,
                None => return refuse("also the output"),
            }
        }
        if path.is_dir() {
            return refuse("a folder");
        }
        if is_standard_output(path) && !path.is_file() {
            continue;
        }
        let Some(identity) = identity(path) else { continue };
        match taken.iter().position(|it| *it == identity) {
            Some(index) if index < inputs => return refuse("also an input"),
            Some(_) => return refuse("also the output"),
            None => taken.push(identity),
        }
    }
    Ok(())
}

/// Its name among the files, where there is one.
const STANDARD_OUTPUT: &str = "/dev/stdout";

/// Whether a name means standard output and no file.
pub(crate) fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-") || path == Path::new(STANDARD_OUTPUT)
}

/// The file an input is read from.
fn input(path: &Path) -> &Path {
    if path == Path::new("-") { Path::new("/dev/stdin") } else { path }
}

/// What tells two names of one file.
#[derive(Eq, PartialEq)]
enum Identity {
    /// Device and inode.
    #[cfg(unix)]
    Inode(u64, u64),
    /// The full path.
    Path(PathBuf),
}

/// The identity of a file, also of one that is not there yet; none of a device, which is not replaced.
fn identity(path: &Path) -> Option<Identity> {
    let Ok(metadata) = fs::metadata(path) else {
        let target = target_of(path);
        let folder = fs::canonicalize(folder_of(&target)).ok()?;
        return Some(Identity::Path(folder.join(target.file_name()?)));
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{FileTypeExt, MetadataExt};
        let is_device = metadata.file_type().is_char_device();
        (!is_device).then(|| Identity::Inode(metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        metadata.is_file().then(|| fs::canonicalize(path).ok().map(Identity::Path)).flatten()
    }
}

/// Writes an answer where it is wanted: a file appears whole under its name, or not at all.
pub(crate) fn write(
    output: Option<&Path>,
    streams: &mut Streams<'_>,
    answer: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let Some(path) = output.filter(|it| !is_standard_output(it)) else {
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
    if let (true, Err(error)) = (target.is_symlink(), fs::metadata(&target)) {
        return Err(fail(error));
    }
    if fs::metadata(&target).is_ok_and(|it| !it.is_file()) {
        // A pipe or a device is written to as it is; there is nothing to replace.
        let file = fs::OpenOptions::new().write(true).open(&target).map_err(fail)?;
        let mut out = BufWriter::new(file);
        return answer(&mut out).and_then(|()| out.flush()).map_err(fail);
    }
    let folder = folder_of(&target);
    fs::metadata(folder).map_err(fail)?;
    let draft = Draft::new(folder).map_err(fail)?;
    let mut out = BufWriter::new(draft.file());
    answer(&mut out).and_then(|()| out.flush()).map_err(fail)?;
    drop(out);
    draft.keep(&target).map_err(fail)
}

/// The folder a file stands in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// More links in a row lead in a circle, as systems see it.
const MOST_LINKS: usize = 40;

/// The file a path names: links are followed, also one whose file is not there yet.
fn target_of(path: &Path) -> PathBuf {
    if let Ok(target) = fs::canonicalize(path) {
        return target;
    }
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        // What is there can be opened as it is, such as a pipe under its number.
        let Some(link) = fs::read_link(&target).ok().filter(|_| fs::metadata(&target).is_err())
        else {
            break;
        };
        target = target.parent().unwrap_or(Path::new("")).join(link);
    }
    target
}

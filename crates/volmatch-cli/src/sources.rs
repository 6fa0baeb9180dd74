//! Where profiles come from: files, standard input, or the built-in sample.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use sha2::{Digest, Sha256};
use volmatch::{Reading, SAMPLE, Shape, read_broken, read_str};

use crate::{Streams, chunks::problem, error::Failure, foreign::foreign};

/// How much of a file tells its shape.
const BEGINNING: usize = 64 * 1024;

/// The most that is read of a stream, which has no end to be seen: 4 GiB.
const LONGEST_STREAM: u64 = 4 << 30;

/// The most that is read as a whole, an array or an object with lists: 4 GiB.
const LONGEST_WHOLE: u64 = 4 << 30;

/// After so much it is looked whether a stream holds anything.
const FIRST_LOOK: u64 = 4 << 20;

/// One source of profiles, which can be read as often as needed.
pub(crate) struct Source {
    pub(crate) name: Arc<str>,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    /// JSON Lines, read in pieces.
    Lines(File),
    /// An array of records, read in pieces while it is in order.
    Array(File),
    /// Read whole already; the sample stands in no file.
    Whole { reading: Reading, hash: String, file: Option<File> },
}

impl Source {
    /// The sources for the arguments; without any the built-in sample.
    pub(crate) fn open(
        profiles: &[PathBuf],
        streams: &mut Streams<'_>,
    ) -> Result<Vec<Self>, Failure> {
        if profiles.is_empty() {
            return Ok(vec![Self::whole("sample".into(), SAMPLE.as_bytes(), None)]);
        }
        ask_for_files(profiles.len());
        profiles.iter().map(|path| Self::open_one(path, streams)).collect()
    }

    fn open_one(path: &Path, streams: &mut Streams<'_>) -> Result<Self, Failure> {
        let fail = |source| Failure::Input { path: path.to_owned(), source };
        // Read twice: first for countries, then to score.
        let mut file = open(path, streams).map_err(fail)?;
        let name: Arc<str> = path.display().to_string().into();
        let beginning = beginning(&mut file).map_err(fail)?;
        if let Some(what) = foreign(&beginning) {
            return Self::of_another_kind(name, what, file).map_err(fail);
        }
        if Shape::of(&String::from_utf8_lossy(&beginning)) == Shape::Lines {
            return Ok(Self { name, content: Content::Lines(file) });
        }
        let is_array = String::from_utf8_lossy(&beginning);
        let is_array = is_array.trim_start_matches('\u{feff}').trim_start().starts_with('[');
        let mut source = Self { name, content: Content::Array(file) };
        if !is_array {
            source.make_whole()?;
        }
        Ok(source)
    }

    /// Reads it as a whole.
    pub(crate) fn make_whole(&mut self) -> Result<(), Failure> {
        let path = PathBuf::from(&*self.name);
        self.content = self.whole_content().map_err(|source| Failure::Input { path, source })?;
        Ok(())
    }

    fn whole_content(&self) -> io::Result<Content> {
        let Some(mut file) = self.file().map(File::try_clone).transpose()? else {
            return Err(io::Error::other("read as a whole already"));
        };
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        (&mut file).take(LONGEST_WHOLE + 1).read_to_end(&mut bytes)?;
        if LONGEST_WHOLE < bytes.len() as u64 {
            return Err(io::Error::other(format!(
                "one value of more than {LONGEST_WHOLE} bytes: write it as JSON Lines"
            )));
        }
        Ok(Self::whole(self.name.clone(), &bytes, Some(file)).content)
    }

    /// A file that is no JSON at all, set aside as one record.
    fn of_another_kind(name: Arc<str>, what: &str, mut file: File) -> io::Result<Self> {
        let mut reading = Reading::default();
        reading.reject(problem(&name, 1, 1, format!("the file is {what}")));
        let mut hasher = Sha256::new();
        io::copy(&mut file, &mut hasher)?;
        let hash = hex(&hasher.finalize());
        Ok(Self { name, content: Content::Whole { reading, hash, file: Some(file) } })
    }

    fn whole(name: Arc<str>, bytes: &[u8], file: Option<File>) -> Self {
        let reading = read_bytes(&name, bytes);
        let hash = hex(&Sha256::digest(bytes));
        Self { name, content: Content::Whole { reading, hash, file } }
    }

    /// The file it is read from.
    pub(crate) fn file(&self) -> Option<&File> {
        match &self.content {
            Content::Lines(file) | Content::Array(file) => Some(file),
            Content::Whole { file, .. } => file.as_ref(),
        }
    }

    /// The SHA-256 of its bytes.
    pub(crate) fn hash(&self) -> io::Result<String> {
        let mut hasher = Sha256::new();
        match &self.content {
            Content::Lines(file) | Content::Array(file) => {
                let mut file = file;
                file.seek(SeekFrom::Start(0))?;
                io::copy(&mut file, &mut hasher)?;
            }
            Content::Whole { hash, .. } => return Ok(hash.clone()),
        }
        Ok(hex(&hasher.finalize()))
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Asks for as many open files as there are profiles, where a shell allows fewer at first; without
/// them the opening of one says so.
#[cfg_attr(not(target_os = "linux"), allow(unused_variables, reason = "asked for on Linux alone"))]
fn ask_for_files(profiles: usize) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        /// Streams, what is written, and the machine's own.
        const OTHERS: u64 = 64;
        let limit = getrlimit(Resource::Nofile);
        let wanted = (profiles as u64 + OTHERS).min(limit.maximum.unwrap_or(u64::MAX));
        if limit.current.is_some_and(|now| now < wanted) {
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), ..limit });
        }
    }
}

/// Opens a file, or what a stream holds as a file.
pub(crate) fn open(path: &Path, streams: &mut Streams<'_>) -> io::Result<File> {
    let mut file = match path == Path::new("-") {
        true => return spool(streams.input),
        false => File::open(path)?,
    };
    let is_regular = file.metadata().is_ok_and(|it| it.is_file());
    if is_regular { Ok(file) } else { spool(&mut file) }
}

/// Puts a stream into a file without a name, so that it can be read more than once.
pub(crate) fn spool(stream: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile().map_err(|error| {
        let folder = std::env::temp_dir();
        let message = format!("no temporary file in {} (see TMPDIR): {error}", folder.display());
        io::Error::new(error.kind(), message)
    })?;
    let first = io::copy(&mut (&mut *stream).take(FIRST_LOOK), &mut file)?;
    if first == FIRST_LOOK && begins_with_zeros(&mut file)? {
        return Err(io::Error::other("nothing but zero bytes"));
    }
    let copied = first + io::copy(&mut stream.take(LONGEST_STREAM + 1 - first), &mut file)?;
    if LONGEST_STREAM < copied {
        return Err(io::Error::other(format!("longer than {LONGEST_STREAM} bytes")));
    }
    file.flush()?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// Whether a file begins like `/dev/zero`, which has no end; it stays where it is read to.
fn begins_with_zeros(file: &mut File) -> io::Result<bool> {
    file.seek(SeekFrom::Start(0))?;
    let is_zero = beginning(file)?.iter().all(|byte| *byte == 0);
    file.seek(SeekFrom::End(0))?;
    Ok(is_zero)
}

pub(crate) fn beginning(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Read::by_ref(file).take(BEGINNING as u64).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(bytes)
}

fn read_bytes(name: &Arc<str>, bytes: &[u8]) -> Reading {
    match std::str::from_utf8(bytes) {
        Ok(text) => read_str(name, text),
        Err(_) => read_broken(name, bytes),
    }
}

//! Where profiles come from: files, standard input, or the built-in sample.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use sha2::{Digest, Sha256};
use volmatch::{Reading, SAMPLE, Shape, read_broken, read_str};

use crate::{Streams, chunks::problem, error::Failure};

/// How much of a file tells its shape.
const BEGINNING: usize = 64 * 1024;

/// The most that is read of a stream, which has no end to be seen: 4 GiB.
const LONGEST_STREAM: u64 = 4 << 30;

/// One source of profiles, which can be read as often as needed.
pub(crate) struct Source {
    pub(crate) name: Arc<str>,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    /// JSON Lines, read in pieces.
    Lines(File),
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
        profiles.iter().map(|path| Self::open_one(path, streams)).collect()
    }

    fn open_one(path: &Path, streams: &mut Streams<'_>) -> Result<Self, Failure> {
        let fail = |source| Failure::Input { path: path.to_owned(), source };
        let mut file = match path == Path::new("-") {
            // Standard input is read twice like any file: first for countries, then to score.
            true => spool(streams.input).map_err(fail)?,
            false => File::open(path).map_err(fail)?,
        };
        let is_regular = file.metadata().is_ok_and(|it| it.is_file());
        if !is_regular {
            file = spool(&mut file).map_err(fail)?;
        }
        let name: Arc<str> = path.display().to_string().into();
        let beginning = beginning(&mut file).map_err(fail)?;
        let shape = Shape::of(&String::from_utf8_lossy(&beginning));
        if shape == Shape::Lines && !is_foreign(&beginning) {
            return Ok(Self { name, content: Content::Lines(file) });
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(fail)?;
        Ok(Self::whole(name, &bytes, Some(file)))
    }

    fn whole(name: Arc<str>, bytes: &[u8], file: Option<File>) -> Self {
        let reading = read_bytes(&name, bytes);
        let hash = hex(&Sha256::digest(bytes));
        Self { name, content: Content::Whole { reading, hash, file } }
    }

    /// The file it is read from.
    pub(crate) fn file(&self) -> Option<&File> {
        match &self.content {
            Content::Lines(file) => Some(file),
            Content::Whole { file, .. } => file.as_ref(),
        }
    }

    /// The SHA-256 of its bytes.
    pub(crate) fn hash(&self) -> io::Result<String> {
        let mut hasher = Sha256::new();
        match &self.content {
            Content::Lines(file) => {
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

/// Puts a stream into a file without a name, so that it can be read more than once.
pub(crate) fn spool(stream: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    let copied = io::copy(&mut stream.take(LONGEST_STREAM + 1), &mut file)?;
    if LONGEST_STREAM < copied {
        return Err(io::Error::other(format!("longer than {LONGEST_STREAM} bytes")));
    }
    file.flush()?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

pub(crate) fn beginning(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Read::by_ref(file).take(BEGINNING as u64).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(bytes)
}

/// Whether the bytes are of another kind of file than JSON text in UTF-8.
fn is_foreign(bytes: &[u8]) -> bool {
    foreign(bytes).is_some()
}

/// What the bytes are instead of JSON text in UTF-8, with the remedy.
pub(crate) fn foreign(bytes: &[u8]) -> Option<&'static str> {
    const UTF_16: &str = "UTF-16 text: convert it with `iconv -f UTF-16 -t UTF-8`";
    const KINDS: [(&[u8], &str); 4] = [
        (&[0xff, 0xfe], UTF_16),
        (&[0xfe, 0xff], UTF_16),
        (&[0x1f, 0x8b], "gzip data: unpack it with `gunzip`"),
        (b"PK\x03\x04", "a zip or Excel file: unpack it, or export it as JSON Lines"),
    ];
    if let Some((_, what)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    // Without a mark, every other byte of plain text in UTF-16 is zero.
    let beginning = &bytes[..bytes.len().min(64)];
    let zeros = beginning.iter().filter(|byte| **byte == 0).count();
    if 4 <= beginning.len() && beginning.len() <= 3 * zeros && beginning.contains(&b'"') {
        return Some(UTF_16);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    text.starts_with(b"<").then_some("a web page or XML, not JSON: was the download an error page?")
}

fn read_bytes(name: &Arc<str>, bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    if let Some(what) = foreign(bytes) {
        reading.problems.push(problem(name, 1, 1, format!("the file is {what}")));
        return reading;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read_str(name, text),
        Err(_) => read_broken(name, bytes),
    }
}

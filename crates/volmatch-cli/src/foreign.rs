//! What a file is that is no JSON text in UTF-8, by its first bytes, with the remedy.

const UTF_16: &str = "UTF-16 text: convert it with `iconv -f UTF-16 -t UTF-8`";
const UTF_32: &str = "UTF-32 text: convert it with `iconv -f UTF-32 -t UTF-8`";
const PICTURE: &str = "a picture: expected JSON";
const TAR: &str = "a tar archive: unpack it with `tar -xf`";

/// How a kind of file begins; the longer beginning first where one begins with another.
const KINDS: [(&[u8], &str); 17] = [
    (&[0xff, 0xfe, 0, 0], UTF_32),
    (&[0, 0, 0xfe, 0xff], UTF_32),
    (&[0x1f, 0x8b], "gzip data: unpack it with `gunzip`"),
    (b"BZh", "bzip2 data: unpack it with `bunzip2`"),
    (b"\xfd7zXZ\0", "xz data: unpack it with `unxz`"),
    (&[0x28, 0xb5, 0x2f, 0xfd], "zstd data: unpack it with `unzstd`"),
    (b"7z\xbc\xaf'\x1c", "a 7z archive: unpack it"),
    (b"PK\x03\x04", "a zip or Excel file: unpack it, or export it as JSON Lines"),
    (b"PK\x05\x06", "an empty zip file: expected JSON"),
    (&[0xd0, 0xcf, 0x11, 0xe0], "an old Office file: export it as JSON Lines"),
    (b"%PDF-", "a PDF document: expected JSON"),
    (b"{\\rtf", "a rich text document: expected JSON"),
    (b"\x89PNG", PICTURE),
    (&[0xff, 0xd8, 0xff], PICTURE),
    (b"GIF8", PICTURE),
    (b"SQLite format 3\0", "an SQLite database: export it as JSON Lines"),
    (b"\x7fELF", "a program: expected JSON"),
];

/// What the bytes are instead of JSON text in UTF-8, with the remedy.
pub(crate) fn foreign(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, what)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    // In UTF-16 every Latin sign has a zero byte; without one these are stray bytes of one line.
    let has_mark = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if has_mark && bytes.contains(&0) {
        return Some(UTF_16);
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(TAR);
    }
    // Without a mark, every other byte of plain text in UTF-16 is zero.
    let beginning = &bytes[..bytes.len().min(64)];
    let zeros = beginning.iter().filter(|byte| **byte == 0).count();
    if !beginning.is_empty() && zeros == beginning.len() {
        return Some("nothing but zero bytes: was it copied in full?");
    }
    if 4 <= beginning.len() && beginning.len() <= 3 * zeros && beginning.contains(&b'"') {
        // In UTF-32 three of four.
        return Some(if 2 * beginning.len() <= 3 * zeros { UTF_32 } else { UTF_16 });
    }
    is_web_page(bytes).then_some("a web page or XML, not JSON: was the download an error page?")
}

/// Whether the bytes begin like a web page, which is a text all the same.
pub(crate) fn is_web_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

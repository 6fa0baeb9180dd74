//! JSON and TOML that are fit for a terminal: what would move the cursor or turn the text is escaped.

use std::io::{self, Write};

use serde::Serialize;
use volmatch::text::is_unprintable;

/// Writes a value on one line.
pub(crate) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(fit(serde_json::to_string(value)?).as_bytes())
}

/// Writes a value on many lines.
pub(crate) fn write_pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(fit(serde_json::to_string_pretty(value)?).as_bytes())
}

/// A text as TOML, with the same characters escaped.
pub(crate) fn toml_text(text: &str) -> String {
    if !text.contains(is_unprintable) {
        return toml::Value::String(text.to_owned()).to_string();
    }
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        _ if is_unprintable(c) => format!("\\U{:08X}", u32::from(c)),
        _ => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// The same JSON; its texts alone can hold what is escaped.
pub(crate) fn fit(json: String) -> String {
    // Nearly all of it is, and bytes are looked at faster than characters.
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    let are_plain = |some: &[u8]| some.iter().fold(true, |all, byte| all & plain(byte));
    let is_odd = |c: char| is_unprintable(c) && c != '\n';
    if json.as_bytes().chunks(64).all(are_plain) || !json.contains(is_odd) {
        return json;
    }
    let mut fit = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match is_odd(c) {
            true => {
                let units = c.encode_utf16(&mut [0; 2]).to_vec();
                fit.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
            }
            false => fit.push(c),
        }
    }
    fit
}

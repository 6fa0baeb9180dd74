//! What an option may hold, read from what is typed.

use volmatch::Modality;

use crate::args::Ordering;

pub(super) fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("expected a whole number above zero".into()),
        Ok(number) => Ok(number),
    }
}

pub(super) fn weight(text: &str) -> Result<(String, f64), String> {
    let (name, weight) = text.split_once('=').ok_or("expected `CRITERION=WEIGHT`")?;
    let weight = weight.trim().parse().map_err(|_| "expected a number behind `=`")?;
    Ok((name.trim().to_owned(), weight))
}

pub(super) fn persistence(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(it) if 0.0 < it && it < 1.0 => Ok(it),
        _ => Err("expected a number above 0 and below 1".into()),
    }
}

pub(super) fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("expected a number from 0 to 1".into()),
    }
}

pub(super) fn places(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=100) => Ok(number),
        _ => Err("expected a whole number from 1 to 100".into()),
    }
}

pub(super) fn samples(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 100..=10_000_000) => Ok(number),
        _ => Err("expected a whole number from 100 to 10000000".into()),
    }
}

pub(super) fn within(text: &str) -> Result<(String, f64, f64), String> {
    let read = || {
        let (name, limits) = text.split_once('=')?;
        let (low, high) = limits.split_once("..")?;
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|it| it.is_finite());
        Some((name.trim().to_owned(), number(low)?, number(high)?))
    };
    read().ok_or_else(|| "expected a criterion and two numbers, as in `language=0.05..0.3`".into())
}

pub(super) fn ordering(text: &str) -> Result<Ordering, String> {
    if text.trim() == "model" {
        return Ok(Ordering::Model);
    }
    let names: Vec<String> = text.split(">=").map(|name| name.trim().to_owned()).collect();
    match names.len() < 2 || names.iter().any(|name| name.is_empty() || name.contains(['<', '>'])) {
        true => {
            Err("expected criteria joined by `>=`, as in `alignment>=sectors`, or `model`".into())
        }
        false => Ok(Ordering::Chain(names)),
    }
}

pub(super) fn modality(text: &str) -> Result<Modality, String> {
    let known = Modality::ALL.into_iter().find(|it| it.as_str() == text);
    let words: Vec<&str> = Modality::ALL.iter().map(|it| it.as_str()).collect();
    known.ok_or_else(|| format!("expected one of {}", words.join(", ")))
}

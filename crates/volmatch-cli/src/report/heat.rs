//! Shares as a strip of small signs, for a terminal and for where there is none.

/// One sign a share, 0 to 1 each: in ASCII its tenths, on a terminal that can show them bars. Under a
/// hundredth it is a dot.
pub(crate) fn strip(shares: &[f64], is_unicode: bool) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let level = |share: f64, of: usize| ((share * of as f64) as usize).min(of - 1);
    let sign = |share: &f64| match (*share < 0.01, is_unicode) {
        (true, true) => '·',
        (true, false) => '.',
        (false, true) => BARS[level(*share, 8)],
        (false, false) => char::from_digit(level(*share, 10) as u32, 10).unwrap_or('9'),
    };
    shares.iter().map(sign).collect()
}

/// What the signs mean.
pub(crate) fn legend(is_unicode: bool) -> &'static str {
    match is_unicode {
        true => "a bar each, full for all draws, a dot under a hundredth",
        false => "tenths of the draws, a dot under a hundredth",
    }
}

#[cfg(test)]
mod tests {
    use super::strip;

    // The tests from outside have no terminal, and so no bars.
    #[test]
    fn every_share_has_its_sign() {
        let shares = [0.0, 0.009, 0.01, 0.125, 0.5, 0.999, 1.0];
        assert_eq!(strip(&shares, true), "··▁▂▅██");
        assert_eq!(strip(&shares, false), "..01599");
    }
}

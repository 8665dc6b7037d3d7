//! Times in the commonest ways of writing, `2021-03-14T01:40:13.660Z` and `2021-03-14 01:40:13.660`: see `moment.py`.

/// A time that sorts as its text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Year, month, day, hour and minute as one decimal number.
    minute: u64,
    /// Seconds with nine decimals as another, and how many decimals are written.
    rest: u64,
}

impl Moment {
    pub fn hour(self) -> u64 {
        self.minute / 100
    }
}

/// Bytes of a text that tell the hour.
pub const HOUR: usize = 13;
const MINUTE: usize = 17;

/// Reads times; remembers the minute, which most often is that of the time before.
pub struct Times {
    known: [u8; MINUTE],
    minute: u64,
}

impl Default for Times {
    fn default() -> Self {
        Times { known: [0; MINUTE], minute: 0 }
    }
}

impl Times {
    /// The moment of a text, and how many bytes it is long without its zone; null for another way of writing, and for
    /// no possible time.
    pub fn moment(&mut self, text: &[u8]) -> Option<(Moment, usize)> {
        let (beginning, rest) = text.split_first_chunk::<MINUTE>()?;
        if *beginning != self.known {
            self.minute = minute(beginning)?;
            self.known = *beginning;
        }
        let rest = rest.strip_suffix(b"Z").unwrap_or(rest);
        let length = MINUTE + rest.len();
        let (seconds, decimals) = rest.split_first_chunk::<2>()?;
        let seconds = number(seconds)?;
        let decimals = match decimals {
            [] => decimals,
            [b'.', decimals @ ..] if matches!(decimals.len(), 3 | 6 | 7) => decimals,
            _ => return None,
        };
        let count = decimals.len() as u32;
        let rest = (seconds * 1_000_000_000 + number(decimals)? * 10_u64.pow(9 - count)) * 16 + u64::from(count);
        let moment = Moment { minute: self.minute, rest };
        (seconds < 60).then_some((moment, length))
    }
}

/// Year to minute of what stands before the seconds.
fn minute(text: &[u8; MINUTE]) -> Option<u64> {
    for (place, marks) in [(4, b"--"), (7, b"--"), (10, b"T "), (13, b"::"), (16, b"::")] {
        if !marks.contains(&text[place]) {
            return None;
        }
    }
    let part = |begin: usize, end: usize| number(&text[begin..end]);
    let (year, month, day, hour, minute) = (part(0, 4)?, part(5, 7)?, part(8, 10)?, part(11, 13)?, part(14, 16)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let possible = year > 0 && (1..=days).contains(&day) && hour < 24 && minute < 60;
    possible.then_some((((year * 100 + month) * 100 + day) * 100 + hour) * 100 + minute)
}

fn number(digits: &[u8]) -> Option<u64> {
    let mut found = 0;
    for digit in digits {
        found = found * 10 + u64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_text_does() {
        let mut texts = [
            "2021-03-14T01:40:13Z",
            "2021-03-14T01:40:13.000Z",
            "2021-03-14T01:40:13.000000Z",
            "2021-03-14T01:40:13.660Z",
            "2021-03-14T01:40:13.6600001Z",
            "2021-03-14T01:40:13.7Z",
            "2024-02-29T23:59:59.999Z",
            "2020-12-31T23:59:59.999Z",
        ]
        .map(|text| &text[..text.len() - 1]);
        texts.sort();
        let mut times = Times::default();
        let mut found = |text: &str| {
            let found = times.moment(format!("{text}Z").as_bytes());
            assert_eq!(found, times.moment(text.replace('T', " ").as_bytes()));
            found.inspect(|found| assert_eq!(found.1, text.len())).map(|found| found.0)
        };
        let moments: Vec<_> = texts.iter().filter_map(|text| found(text)).collect();
        assert_eq!(moments.len(), texts.len() - 1);
        assert!(moments.is_sorted_by(|one, other| one < other));
        assert_eq!(found("2024-02-29T23:59:59").unwrap().hour(), 2024022923);
    }

    #[test]
    fn refuses_what_is_no_time() {
        let mut times = Times::default();
        for text in [
            "2021-02-29T01:40:13.660Z",
            "0000-01-01T01:40:13.660Z",
            "2021-03-14T24:40:13.660Z",
            "2021-03-14T01:40:60.660Z",
            "2021-03-14T01:40:13.66Z",
            "2021-03-14_01:40:13.660Z",
            "2021-03-14T01:40:13.660z",
            "2021-03-14T01:40:1 .660Z",
            "",
        ] {
            assert_eq!(times.moment(text.as_bytes()), None, "{text}");
        }
    }
}

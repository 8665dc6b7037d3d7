//! Dates and times as web logs write them; microseconds since 1970, UTC.

const DAY: i64 = 86_400_000_000;

fn two(text: &[u8], at: usize) -> Option<i64> {
    let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
    if tens > 9 || ones > 9 {
        return None;
    }
    Some(10 * tens as i64 + ones as i64)
}

/// Beginning of the day of `yyyy-mm-dd`; none where a calendar has no such day.
pub fn day(text: &[u8]) -> Option<i64> {
    if text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let year = 100 * two(text, 0)? + two(text, 2)?;
    let (month, day) = (two(text, 5)?, two(text, 8)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if year < 1 || day < 1 || day > longest {
        return None;
    }
    // Source: Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(days * DAY)
}

/// Time of day of `hh:mm:ss`.
pub fn clock(text: &[u8]) -> Option<i64> {
    if text[2] != b':' || text[5] != b':' {
        return None;
    }
    let (hour, minute, second) = (two(text, 0)?, two(text, 3)?, two(text, 6)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(((hour * 60 + minute) * 60 + second) * 1_000_000)
}

/// What `.fffZ` adds.
pub fn thousandths(text: &[u8]) -> Option<i64> {
    let first = text[1].wrapping_sub(b'0');
    if text[0] != b'.' || text[4] != b'Z' || first > 9 {
        return None;
    }
    Some((100 * first as i64 + two(text, 2)?) * 1000)
}

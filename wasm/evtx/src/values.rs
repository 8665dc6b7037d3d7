//! Values of a record as the wheel writes them.

use crate::bytes::{u16_at, u32_at, u64_at};
use crate::out::Out;
use crate::text;

pub const NULL: u8 = 0x00;
pub const STRING: u8 = 0x01;
pub const BINARY: u8 = 0x0e;
pub const FILETIME: u8 = 0x11;
pub const SID: u8 = 0x13;
pub const XML: u8 = 0x21;
pub const STRINGS: u8 = 0x81;
const BOOL: u8 = 0x0d;
const GUID: u8 = 0x0f;
const SIZE: u8 = 0x10;
const HEX32: u8 = 0x14;
const HEX64: u8 = 0x15;

/// Seconds between 1601 and 1970.
const EPOCH: i64 = 11_644_473_600;
/// First second of the year 9999; the wheel ends somewhere in it.
const LATEST: i64 = 253_370_764_800;

/// Where a value lies in the chunk, and of what type it is.
#[derive(Clone, Copy)]
pub struct Slot {
    pub at: u32,
    pub length: u32,
    pub kind: u8,
}

/// Whether a value of this type may have this length; null for types that are left to the wheel.
#[inline(always)]
pub fn fits(kind: u8, value: &[u8]) -> Option<()> {
    let length = value.len();
    let good = match kind {
        NULL | BINARY | XML => true,
        STRING | STRINGS => length % 2 == 0,
        0x03 | 0x04 => length == 1,
        0x05 | 0x06 => length == 2,
        0x07 | 0x08 | BOOL | HEX32 => length == 4,
        0x09 | 0x0a | HEX64 => length == 8,
        SIZE => length == 4 || length == 8,
        GUID => length == 16,
        FILETIME => length == 8 && seconds(u64_at(value, 0)?) < LATEST,
        SID => length >= 8 && length == 8 + 4 * usize::from(value[1]),
        _ => false,
    };
    good.then_some(())
}

/// Whether a value counts as absent.
#[inline(always)]
pub fn empty(kind: u8, value: &[u8]) -> bool {
    match kind {
        NULL => true,
        STRING => value.len() < 2 || value[..2] == [0, 0],
        BINARY | XML => value.is_empty(),
        _ => false,
    }
}

/// Writes a value that is not empty, with quotes where it is no number.
#[inline(never)]
pub fn write(out: &mut Out, chunk: &[u8], slot: &Slot, clock: &mut Clock) -> Option<()> {
    let (begin, end) = (slot.at as usize, (slot.at + slot.length) as usize);
    let value = &chunk[begin..end];
    match slot.kind {
        STRING => {
            out.byte(b'"')?;
            text::json(out, chunk, begin, end)?;
            out.byte(b'"')
        }
        0x03 => signed(out, i64::from(value[0] as i8)),
        0x04 => unsigned(out, u64::from(value[0])),
        0x05 => signed(out, i64::from(u16_at(value, 0)? as i16)),
        0x06 => unsigned(out, u64::from(u16_at(value, 0)?)),
        0x07 => signed(out, i64::from(u32_at(value, 0)? as i32)),
        0x08 => unsigned(out, u64::from(u32_at(value, 0)?)),
        0x09 => signed(out, u64_at(value, 0)? as i64),
        0x0a => unsigned(out, u64_at(value, 0)?),
        BOOL => match u32_at(value, 0)? as i32 {
            0 => out.put(b"false"),
            1 => out.put(b"true"),
            other => signed(out, i64::from(other)),
        },
        BINARY => {
            out.byte(b'"')?;
            out.room(value.len() * 2)?;
            for byte in value {
                out.put(&[UPPER[usize::from(byte >> 4)], UPPER[usize::from(byte & 15)]])?;
            }
            out.byte(b'"')
        }
        GUID => guid(out, value),
        HEX32 => hexadecimal(out, u64::from(u32_at(value, 0)?)),
        HEX64 => hexadecimal(out, u64_at(value, 0)?),
        SIZE if value.len() == 4 => hexadecimal(out, u64::from(u32_at(value, 0)?)),
        SIZE => hexadecimal(out, u64_at(value, 0)?),
        FILETIME => clock.write(out, u64_at(value, 0)?),
        SID => sid(out, value),
        _ => None,
    }
}

const UPPER: &[u8; 16] = b"0123456789ABCDEF";
const LOWER: &[u8; 16] = b"0123456789abcdef";

fn signed(out: &mut Out, number: i64) -> Option<()> {
    if number < 0 {
        out.byte(b'-')?;
    }
    unsigned(out, number.unsigned_abs())
}

pub fn unsigned(out: &mut Out, mut number: u64) -> Option<()> {
    // As long as the longest number, and room for what is read behind it.
    let mut digits = [0; 20 + 16];
    let mut at = 20;
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.padded(&digits, at, 20)
}

fn hexadecimal(out: &mut Out, number: u64) -> Option<()> {
    let length = (16 - number.leading_zeros() as usize / 4).max(1);
    let mut written = *b"\"0x0000000000000000\"                 ";
    for place in 0..length {
        written[3 + place] = LOWER[(number >> ((length - 1 - place) * 4)) as usize & 15];
    }
    written[3 + length] = b'"';
    out.padded(&written, 0, 4 + length)
}

fn guid(out: &mut Out, value: &[u8]) -> Option<()> {
    const ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let mut written = [b'-'; 38 + 16];
    let mut at = 1;
    for (index, place) in ORDER.iter().enumerate() {
        if let 4 | 6 | 8 | 10 = index {
            at += 1;
        }
        written[at] = UPPER[usize::from(value[*place] >> 4)];
        written[at + 1] = UPPER[usize::from(value[*place] & 15)];
        at += 2;
    }
    written[0] = b'"';
    written[37] = b'"';
    out.padded(&written, 0, 38)
}

fn sid(out: &mut Out, value: &[u8]) -> Option<()> {
    out.put(b"\"S-")?;
    unsigned(out, u64::from(value[0]))?;
    out.byte(b'-')?;
    let authority = value[2..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    unsigned(out, authority)?;
    for part in value[8..].chunks_exact(4) {
        out.byte(b'-')?;
        unsigned(out, u64::from(u32_at(part, 0)?))?;
    }
    out.byte(b'"')
}

fn seconds(time: u64) -> i64 {
    (time / 10_000_000) as i64 - EPOCH
}

/// Writes times; most follow each other within a second.
pub struct Clock {
    second: i64,
    written: [u8; 29 + 16],
}

impl Clock {
    pub const fn new() -> Self {
        Clock { second: i64::MIN, written: *b"\"0000-00-00T00:00:00.000000Z\"                " }
    }

    /// A count of 100 nanoseconds since 1601 as a time in UTC, with quotes.
    fn write(&mut self, out: &mut Out, time: u64) -> Option<()> {
        let second = seconds(time);
        if second != self.second {
            self.second = second;
            let (days, within) = (second.div_euclid(86_400), second.rem_euclid(86_400));
            let (year, month, day) = civil(days);
            self.digits(1, 4, year as u32);
            self.digits(6, 2, month);
            self.digits(9, 2, day);
            self.digits(12, 2, (within / 3600) as u32);
            self.digits(15, 2, (within / 60 % 60) as u32);
            self.digits(18, 2, (within % 60) as u32);
        }
        self.digits(21, 6, (time % 10_000_000 / 10) as u32);
        out.padded(&self.written, 0, 29)
    }

    fn digits(&mut self, at: usize, count: usize, mut number: u32) {
        for place in (at..at + count).rev() {
            self.written[place] = b'0' + (number % 10) as u8;
            number /= 10;
        }
    }
}

/// Year, month and day of so many days since 1970, by the Gregorian calendar.
fn civil(days: i64) -> (i64, u32, u32) {
    // Years that begin with March, in eras of 400 years.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let in_era = shifted.rem_euclid(146_097);
    let year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year + year / 4 - year / 100);
    let month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month as u32, day as u32)
}

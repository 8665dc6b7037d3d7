//! The structure of a block: its lines up to the first unusual one, their times, and where their separators stand.

use crate::bits::{self, PADDING};
use crate::guids;
use crate::listed::Listed;
use crate::times;
use core::arch::wasm32::*;

/// What lines are asked to look like.
#[derive(Clone, Default)]
pub struct Shape {
    pub sep: u8,
    /// Values of a line.
    pub width: usize,
    /// Whether date and time are one value (`yyyy-mm-ddThh:mm:ss.fffZ`) and values may be quoted, else two values.
    pub csv: bool,
    /// Columns that tell lines apart for coverage; below zero where there is none.
    pub names: [i32; 2],
    /// Longest line.
    pub most: usize,
}

/// So many lines of other names are told apart.
const GROUPS: usize = 16;
const APART: usize = 19;
const STAMP: usize = 24;

pub type Names = [(u32, u32); 2];

/// What was found; line `i` is `text[starts[i]..ends[i]]`.
#[derive(Default)]
pub struct Scan {
    pub starts: Vec<u32>,
    pub ends: Vec<u32>,
    pub micros: Vec<i64>,
    /// Of each line which of `heads` has the same names.
    pub groups: Vec<u8>,
    pub heads: Vec<u32>,
    /// Places of separators, for each line as many as it has; only where values are not quoted.
    pub seps: Vec<u32>,
    /// Numbers of lines that begin with `#`; nothing else is known of them.
    pub hashes: Vec<u32>,
    /// Where identifiers begin; only where values are not quoted.
    pub guids: Vec<u32>,
    dashes: Vec<u64>,
    /// Only where values may be quoted: separators as bits; those inside quotes are left out.
    pub bits: Vec<u64>,
    /// How many of them stand before each word, quoted ones too.
    upto: Vec<u32>,
    /// Places of control characters.
    controls: Vec<u32>,
    /// How many of these, and of `seps`, are there; what stands behind them is left from earlier.
    control_count: usize,
    sep_count: usize,
    spare: Vec<u32>,
    /// Separators of headers, by number.
    gaps: Vec<(usize, usize)>,
    /// Where the names of each of `heads` stand.
    pub names: Vec<Names>,
    /// Where it ended.
    pub odd: usize,
}

impl Scan {
    /// Look at the first `size` bytes; behind them stands padding.
    pub fn run(&mut self, text: &[u8], size: usize, shape: &Shape) {
        self.starts.clear();
        self.ends.clear();
        self.micros.clear();
        self.groups.clear();
        self.heads.clear();
        self.hashes.clear();
        self.odd = 0;
        let (quoted, doubled) =
            if shape.csv { (self.mark(text, size, shape), usize::MAX) } else { (false, self.list(text, size, shape)) };
        self.gaps.clear();
        self.names.clear();
        self.lines(text, size, shape, quoted, doubled);
        if !self.gaps.is_empty() {
            self.fill_gaps(shape.width - 1);
        }
    }

    /// Take down separators as bits and control characters as places; whether there is any quote.
    fn mark(&mut self, text: &[u8], size: usize, shape: &Shape) -> bool {
        let sep = u8x16_splat(shape.sep);
        let words = size.div_ceil(64);
        self.bits.resize(words + 2, 0);
        self.upto.resize(words + 2, 0);
        let mut quotes = u8x16_splat(0);
        let (mut count, mut found) = (0, 0);
        for word in 0..words {
            let (seps, controls) = bits::marks(text, 64 * word, sep, &mut quotes);
            self.bits[word] = seps;
            self.upto[word] = count;
            count += seps.count_ones();
            if controls != 0 {
                if self.controls.len() < found + 64 {
                    self.controls.resize(2 * found + 4096, 0);
                }
                found += bits::places(controls, 64 * word as u32, &mut self.controls[found..found + 64]);
            }
        }
        self.bits[words] = 0;
        self.upto[words] = count;
        self.control_count = found;
        v128_any_true(quotes)
    }

    /// The same, and separators as places; the first place that stands beside one before it.
    fn list(&mut self, text: &[u8], size: usize, shape: &Shape) -> usize {
        let sep = u8x16_splat(shape.sep);
        let words = size.div_ceil(64);
        self.dashes.resize(words + 1, 0);
        let mut listed = Listed::new(std::mem::take(&mut self.seps), std::mem::take(&mut self.controls));
        listed.run(text, sep, &mut self.dashes[..words]);
        self.dashes[words] = 0;
        guids::list(text, size, &self.dashes, &mut self.guids);
        (self.sep_count, self.control_count) = (listed.sep_count, listed.control_count);
        (self.seps, self.controls) = (listed.seps, listed.controls);
        listed.doubled
    }

    fn lines(&mut self, text: &[u8], size: usize, shape: &Shape, quoted: bool, doubled: usize) {
        let (mut start, mut date, mut midnight) = (0, usize::MAX, 0);
        let inner = shape.width - 1;
        let head = if shape.csv { STAMP } else { APART };
        let apart = if shape.csv { b'T' } else { shape.sep };
        // The line of this time began here.
        let (mut before, mut micros) = (usize::MAX, 0);
        let (mut control, mut row) = (0, 0);
        while start < size {
            self.odd = start;
            let Some(&end) = self.controls[..self.control_count].get(control) else { return };
            let end = end as usize;
            if end >= size || end - start > shape.most {
                return;
            }
            let after = match text[end] {
                b'\n' => end + 1,
                b'\r' if end + 1 < size && text[end + 1] == b'\n' => end + 2,
                _ => return,
            };
            control += after - end;
            if text[start] == b'#' {
                self.hashes.push(self.starts.len() as u32);
                if !shape.csv {
                    let mut past = row;
                    while past < self.sep_count && (self.seps[past] as usize) < end {
                        past += 1;
                    }
                    if doubled < end {
                        self.hashes.pop();
                        return;
                    }
                    self.gaps.push((row, past));
                    row = past;
                }
                self.note(start, end, 0, 0);
                start = after;
                continue;
            }
            if end - start <= head || text[start + head] != shape.sep {
                return;
            }
            if before == usize::MAX || !bits::same(text, start, text, before, head) {
                if date == usize::MAX || !bits::same(text, start, text, date, 10) {
                    let Some(found) = times::day(&text[start..start + 10]) else { return };
                    (date, midnight) = (start, found);
                }
                if text[start + 10] != apart {
                    return;
                }
                let Some(clock) = times::clock(&text[start + 11..start + 19]) else { return };
                let more = if shape.csv { times::thousandths(&text[start + 19..start + 24]) } else { Some(0) };
                let Some(more) = more else { return };
                micros = midnight + clock + more;
                before = start;
            }
            if shape.csv {
                if !self.parted(text, start, end, inner, quoted) {
                    return;
                }
            } else {
                let (first, last) = (row, row + inner - 1);
                // The one behind belongs to another line, and no value is empty.
                let fits = last < self.sep_count
                    && (self.seps[last] as usize) + 1 < end
                    && self.seps[first] as usize > start
                    && (row + inner == self.sep_count || self.seps[row + inner] as usize > end)
                    && doubled > end;
                if !fits {
                    return;
                }
            }
            let Some(group) = self.group(text, start, end, row, shape) else { return };
            self.note(start, end, micros, group);
            row += if shape.csv { 0 } else { inner };
            start = after;
        }
        self.odd = start;
    }

    /// Give headers as many separators as other lines have.
    fn fill_gaps(&mut self, inner: usize) {
        let mut table = std::mem::take(&mut self.spare);
        table.clear();
        let mut done = 0;
        for (row, past) in self.gaps.drain(..) {
            table.extend_from_slice(&self.seps[done..row]);
            table.resize(table.len() + inner, 0);
            done = past;
        }
        table.extend_from_slice(&self.seps[done..self.sep_count]);
        self.sep_count = table.len();
        self.spare = std::mem::replace(&mut self.seps, table);
    }

    #[inline(always)]
    fn note(&mut self, start: usize, end: usize, micros: i64, group: u8) {
        self.starts.push(start as u32);
        self.ends.push(end as u32);
        self.micros.push(micros);
        self.groups.push(group);
    }

    /// Whether a line has as many separators as it should; quotes stand only around whole values.
    #[inline(always)]
    fn parted(&mut self, text: &[u8], start: usize, end: usize, inner: usize, quoted: bool) -> bool {
        if quoted {
            // Once separators are left out of the bits, what was counted before does not hold.
            return self.leave_quoted(text, start, end) == Some(inner);
        }
        self.before(end) - self.before(start) == inner as u32
    }

    /// Separators before a place.
    #[inline(always)]
    fn before(&self, place: usize) -> u32 {
        self.upto[place / 64] + (self.bits[place / 64] & ((1u64 << (place % 64)) - 1)).count_ones()
    }

    /// Forget separators inside quotes, and count the others; none where a quote does not open at the start of a value,
    /// close at its end, or stand doubled inside.
    fn leave_quoted(&mut self, text: &[u8], start: usize, end: usize) -> Option<usize> {
        if !holds_quote(text, start, end) {
            let (first, last) = (start / 64, end / 64);
            let inside = |word: usize| {
                let from = if word == first { !0 << (start % 64) } else { !0 };
                let to = if word == last { (1 << (end % 64)) - 1 } else { !0 };
                (self.bits[word] & from & to).count_ones() as usize
            };
            return Some((first..=last).map(inside).sum());
        }
        let (mut at, mut count) = (start, 0);
        while at < end {
            let is_sep = |place: usize| self.bits[place / 64] >> (place % 64) & 1 == 1;
            if text[at] != b'"' {
                while at < end && !is_sep(at) {
                    if text[at] == b'"' {
                        return None;
                    }
                    at += 1;
                }
            } else {
                at += 1;
                loop {
                    if at >= end {
                        return None;
                    }
                    if text[at] == b'"' {
                        if at + 1 < end && text[at + 1] == b'"' {
                            at += 2;
                            continue;
                        }
                        break;
                    }
                    self.bits[at / 64] &= !(1 << (at % 64));
                    at += 1;
                }
                at += 1;
                if at < end && self.bits[at / 64] >> (at % 64) & 1 == 0 {
                    return None;
                }
            }
            count += usize::from(at < end);
            at += 1;
        }
        Some(count)
    }

    /// Where a column of a line starts and ends, by the bits.
    pub fn column(&self, line: usize, column: usize) -> (u32, u32) {
        let (start, end) = (self.starts[line], self.ends[line]);
        let first = if column == 0 { start } else { self.separator(start, end, column - 1).map_or(end, |at| at + 1) };
        (first, self.separator(first, end, 0).unwrap_or(end))
    }

    /// The separator of this number at or behind a place.
    #[inline(always)]
    fn separator(&self, start: u32, end: u32, number: usize) -> Option<u32> {
        let (mut word, mut left) = (start as usize / 64, number as u32);
        let mut found = self.bits[word] & (!0 << (start % 64));
        loop {
            let count = found.count_ones();
            if count > left {
                for _ in 0..left {
                    found &= found - 1;
                }
                let at = 64 * word as u32 + found.trailing_zeros();
                return (at < end).then_some(at);
            }
            left -= count;
            word += 1;
            if 64 * word as u32 > end {
                return None;
            }
            found = self.bits[word];
        }
    }

    /// The number of the lines with the same names.
    #[inline(always)]
    fn group(&mut self, text: &[u8], start: usize, end: usize, row: usize, shape: &Shape) -> Option<u8> {
        let line = self.starts.len() as u32;
        let mine = shape.names.map(|column| {
            if column < 0 {
                return (0, 0);
            }
            let column = column as usize;
            if shape.csv {
                let (start, end) = (start as u32, end as u32);
                let first =
                    if column == 0 { start } else { self.separator(start, end, column - 1).map_or(end, |at| at + 1) };
                return (first, self.separator(first, end, 0).unwrap_or(end));
            }
            let first = if column == 0 { start as u32 } else { self.seps[row + column - 1] + 1 };
            (first, if column + 1 < shape.width { self.seps[row + column] } else { end as u32 })
        });
        let equal = |one: (u32, u32), two: (u32, u32)| {
            one.1 - one.0 == two.1 - two.0
                && bits::same(text, one.0 as usize, text, two.0 as usize, (one.1 - one.0) as usize)
        };
        let last = self.groups.last().copied().unwrap_or(0) as usize;
        let count = self.names.len();
        for number in (last..count).chain(0..last.min(count)) {
            let other = self.names[number];
            if equal(mine[0], other[0]) && equal(mine[1], other[1]) {
                return Some(number as u8);
            }
        }
        if count == GROUPS {
            return None;
        }
        self.heads.push(line);
        self.names.push(mine);
        Some(count as u8)
    }
}

#[inline(always)]
fn holds_quote(text: &[u8], start: usize, end: usize) -> bool {
    let quote = u8x16_splat(b'"');
    let mut any = u8x16_splat(0);
    let mut at = start;
    // Up to fifteen bytes of the next line are looked at too: a quote there costs a closer look.
    while at < end {
        any = v128_or(any, u8x16_eq(bits::load(text, at), quote));
        at += 16;
    }
    v128_any_true(any)
}

const _: () = assert!(PADDING >= 64);

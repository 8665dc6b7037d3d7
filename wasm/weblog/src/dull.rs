//! Which lines hold a value that could tell: lines of nothing but dull values are passed over.

use crate::bits;
use crate::guids::{self, Beside, SIZE};
use crate::known::{Known, Said};
use crate::scan::Scan;
use crate::whole::{self, Whole};
use core::arch::wasm32::*;

/// Columns looked at together; the first and last of them.
#[derive(Clone, Copy)]
pub struct Unit {
    pub first: usize,
    pub last: usize,
    /// A value of digits, points, colons and the like is dull.
    pub numbers: bool,
    /// Identifiers in it are taken for one.
    pub guids: bool,
}

/// Values that are longer are for whoever asks to look at.
const LONGEST: usize = 4096;
/// So many blocks are looked at value by value where lines hardly ever come again.
const REST: usize = 16;
/// What could be said of a value of which nothing is known.
const ANYTHING: Said = Said { asks: 1 << 63, has: 1 << 63, refutes: 0 };
/// Tag of values by themselves; those of several columns together have the number of their unit.
const ALONE: u32 = 1 << 8;

pub struct Dull {
    pub units: Vec<Unit>,
    pub width: usize,
    /// First and last column that is looked at together with all between.
    pub span: (usize, usize),
    /// The column in which identifiers are hidden; 0 where there is none.
    pub query: usize,
    /// Conditions that need nothing else.
    pub needless: u64,
    pub beside: Beside,
    pub known: Known,
    /// What came out for all looked at columns of a line together.
    lines: Whole,
    /// How often that spared a look at each of them in this block.
    spared: usize,
    /// So many blocks are not worth asking it.
    resting: usize,
    /// Of each of `telling` the conditions that could be true.
    pub alive: Vec<u64>,
    /// Lines that hold a telling value, ascending within a pass.
    pub telling: Vec<u32>,
    /// Lines with values of which nothing is known yet.
    waiting: Vec<u32>,
    /// Those values.
    pub fresh: Vec<u32>,
    scratch: Vec<u8>,
}

impl Dull {
    pub fn new() -> Self {
        let beside = Beside { before: [0; 256], after: [0; 256], reaches: Vec::new(), folded: [0; 256] };
        Dull {
            units: Vec::new(),
            width: 0,
            span: (0, 0),
            query: 0,
            needless: 0,
            beside,
            known: Known::new(),
            lines: Whole::new(),
            spared: 0,
            resting: 0,
            alive: Vec::new(),
            telling: Vec::new(),
            waiting: Vec::new(),
            fresh: Vec::new(),
            scratch: vec![0; LONGEST + 128],
        }
    }

    pub fn forget(&mut self) {
        self.known.forget();
        self.lines.forget();
        self.resting = 0;
    }

    /// Look at all lines.
    pub fn begin(&mut self, text: &[u8], scan: &Scan) {
        self.telling.clear();
        self.alive.clear();
        self.waiting.clear();
        self.fresh.clear();
        if self.known.full() {
            self.known.forget();
        }
        if self.lines.full() {
            self.lines.forget();
        }
        self.resting = self.resting.saturating_sub(1);
        self.spared = 0;
        let mut hashes = scan.hashes.iter().copied().peekable();
        let mut guid = 0;
        for line in 0..scan.starts.len() as u32 {
            if hashes.next_if_eq(&line).is_some() {
                continue;
            }
            while guid < scan.guids.len() && scan.guids[guid] < scan.starts[line as usize] {
                guid += 1;
            }
            self.line(text, scan, line, guid);
        }
        if 2 * self.spared < scan.starts.len() && self.resting == 0 && self.fresh.is_empty() {
            self.resting = REST;
        }
    }

    /// Take over what was said of the new values, and look at the lines that waited for it.
    pub fn go_on(&mut self, text: &[u8], scan: &Scan, said: &[u8]) {
        for (&number, said) in self.fresh.iter().zip(said.as_chunks::<24>().0) {
            let value = &mut self.known.values[number as usize];
            let bits = |at: usize| u64::from_le_bytes(said[at..at + 8].try_into().unwrap());
            value.told = true;
            value.said = Said { asks: bits(0), has: bits(8), refutes: bits(16) };
        }
        self.fresh.clear();
        for line in std::mem::take(&mut self.waiting) {
            let guid = scan.guids.partition_point(|&at| at < scan.starts[line as usize]);
            self.line(text, scan, line, guid);
        }
        // What is still unknown now was not said.
        for line in std::mem::take(&mut self.waiting) {
            self.telling.push(line);
            self.alive.push(ANYTHING.asks);
        }
        let mut both: Vec<_> = self.telling.iter().copied().zip(self.alive.iter().copied()).collect();
        both.sort_unstable();
        (self.telling, self.alive) = both.into_iter().unzip();
    }

    /// `guid`: the first identifier in this line, or behind it.
    #[inline(always)]
    fn line(&mut self, text: &[u8], scan: &Scan, line: u32, guid: usize) {
        let row = line as usize * (self.width - 1);
        let seps = &scan.seps[row..row + self.width - 1];
        let bounds = |first: usize, last: usize| {
            let start = if first == 0 { scan.starts[line as usize] } else { seps[first - 1] + 1 };
            let end = if last < seps.len() { seps[last] } else { scan.ends[line as usize] };
            (start as usize, end as usize)
        };
        let guids = &scan.guids[guid..];
        let mut said = Said { asks: 0, has: self.needless, refutes: 0 };
        // All at once first.
        let (first, last) = self.span;
        let (start, end) = bounds(first, last);
        let together = first < last && self.resting == 0 && end - start <= whole::LONGEST;
        if together {
            let (from, to) = if self.query > 0 { bounds(self.query, self.query) } else { (end, end) };
            self.lines.begin();
            let mut done = start;
            for &at in guids {
                let at = at as usize;
                if at + SIZE > to {
                    break;
                }
                if at >= from && at >= done && guids::free(text, at, from, to, &self.beside) {
                    self.lines.put(text, done, at);
                    self.lines.leave_out();
                    done = at + SIZE;
                }
            }
            self.lines.put(text, done, end);
            if let Some(more) = self.lines.find() {
                self.spared += 1;
                said.join(more);
                for number in 0..self.units.len() {
                    let unit = self.units[number];
                    if unit.last < first || unit.first > last {
                        let (start, end) = bounds(unit.first, unit.last);
                        match self.unit(text, seps, number as u32, unit, start, end, guids) {
                            Some(more) => said.join(more),
                            None => return self.waiting.push(line),
                        }
                    }
                }
                return self.tell(line, said);
            }
        }
        let mut told = true;
        let mut inside = Said::default();
        for number in 0..self.units.len() {
            let unit = self.units[number];
            let (start, end) = bounds(unit.first, unit.last);
            match self.unit(text, seps, number as u32, unit, start, end, guids) {
                Some(more) => {
                    said.join(more);
                    if unit.first >= first && unit.last <= last {
                        inside.join(more);
                    }
                }
                None => told = false,
            }
        }
        if !told {
            return self.waiting.push(line);
        }
        if together {
            self.lines.keep(inside);
        }
        self.tell(line, said);
    }

    #[inline(always)]
    fn tell(&mut self, line: u32, said: Said) {
        let alive = said.asks & said.has & !said.refutes;
        if alive != 0 {
            self.telling.push(line);
            self.alive.push(alive);
        }
    }

    /// Copy bytes to `scratch`, a zero for each identifier in the query that may be hidden; how many came out, none if
    /// they are too many.
    #[inline(always)]
    fn hidden(&mut self, text: &[u8], start: usize, end: usize, query: (usize, usize), guids: &[u32]) -> usize {
        if end - start > LONGEST {
            return 0;
        }
        let (mut from, mut size) = (start, 0);
        for &at in guids {
            let at = at as usize;
            if at + SIZE > query.1 {
                break;
            }
            if at < query.0 || at < from || !guids::free(text, at, query.0, query.1, &self.beside) {
                continue;
            }
            bits::copy(text, from, &mut self.scratch, size, at - from);
            size += at - from;
            self.scratch[size] = 0;
            size += 1;
            from = at + SIZE;
        }
        bits::copy(text, from, &mut self.scratch, size, end - from);
        size + end - from
    }

    /// What is said of the values of a unit; none where something is not known yet.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    fn unit(
        &mut self,
        text: &[u8],
        seps: &[u32],
        number: u32,
        unit: Unit,
        start: usize,
        end: usize,
        guids: &[u32],
    ) -> Option<Said> {
        if unit.numbers && is_number(text, start, end - start) {
            return Some(Said::default());
        }
        if unit.first == unit.last {
            return self.value(text, unit.first as u32, start, end, if unit.guids { guids } else { &[] });
        }
        if end - start > LONGEST {
            return Some(ANYTHING);
        }
        if let Ok(found) = self.known.find(text, start, end - start, number) {
            return Some(self.known.values[found].said);
        }
        self.together(text, seps, number, unit, start, end)
    }

    #[inline(never)]
    fn together(
        &mut self,
        text: &[u8],
        seps: &[u32],
        number: u32,
        unit: Unit,
        start: usize,
        end: usize,
    ) -> Option<Said> {
        let (mut said, mut told) = (Said::default(), true);
        for column in unit.first..=unit.last {
            let from = if column == unit.first { start } else { seps[column - 1] as usize + 1 };
            let to = if column == unit.last { end } else { seps[column] as usize };
            match self.value(text, column as u32, from, to, &[]) {
                Some(more) => said.join(more),
                None => told = false,
            }
        }
        if !told {
            return None;
        }
        self.known.keep(&text[start..], end - start, number, said);
        Some(said)
    }

    #[inline(always)]
    fn value(&mut self, text: &[u8], column: u32, start: usize, end: usize, guids: &[u32]) -> Option<Said> {
        let size = end - start;
        if size > LONGEST {
            return Some(ANYTHING);
        }
        if guids.first().is_none_or(|&at| at as usize + SIZE > end) {
            return self.whole(text, ALONE | column, start, size);
        }
        let hidden = self.hidden(text, start, end, (start, end), guids);
        let tag = if hidden < size { ALONE << 1 | column } else { ALONE | column };
        let scratch = std::mem::take(&mut self.scratch);
        let found = self.whole(&scratch, tag, 0, hidden);
        self.scratch = scratch;
        found
    }

    #[inline(always)]
    fn whole(&mut self, text: &[u8], tag: u32, at: usize, size: usize) -> Option<Said> {
        match self.known.find(text, at, size, tag) {
            Ok(found) => {
                let value = &self.known.values[found];
                value.told.then_some(value.said)
            }
            Err(place) => match self.known.add(text, at, size, tag, place) {
                Some(number) => {
                    self.fresh.push(number as u32);
                    None
                }
                None => Some(ANYTHING),
            },
        }
    }
}

/// Whether bytes are digits, `-`, `.`, `/`, `:` and blanks, up to 48 of them.
#[inline(always)]
fn is_number(text: &[u8], at: usize, size: usize) -> bool {
    let mut done = 0;
    while done < size {
        let bytes = bits::load(text, at + done);
        let inside = u8x16_le(u8x16_sub(bytes, u8x16_splat(b'-')), u8x16_splat(b':' - b'-'));
        let fits = u8x16_bitmask(v128_or(inside, u8x16_eq(bytes, u8x16_splat(b' ')))) as u32;
        let asked = if size - done >= 16 { 0xffff } else { (1u32 << (size - done)) - 1 };
        if !fits & asked != 0 || done == 48 {
            return false;
        }
        done += 16;
    }
    true
}

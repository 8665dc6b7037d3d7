//! Lines that are one event each, one after the other, and the same events put together by kind.

use crate::cursor::{Cursor, Span};
use crate::document::head;
use crate::stops::{BLOCK, Stops};
use crate::times::{HOUR, Moment, Times};
use crate::told::Told;

/// Zeros behind what is read; whole blocks.
pub const MARGIN: usize = 3 * BLOCK;
/// Lines that are given at once.
const MOST: usize = 4096;
const NONE: u32 = u32::MAX;

/// Events of a kind.
struct Group {
    number: u32,
    count: u32,
    bytes: u32,
    first: (Moment, Span),
    last: (Moment, Span),
    hour: u64,
    /// Index of its hour that came last.
    at: usize,
}

/// What was read, as arrays that somebody else looks at; places are those in the window.
#[derive(Default)]
pub struct Lines {
    stops: Stops,
    times: Times,
    pub told: Told,
    /// Of each line: begin, length and index of the group.
    pub begins: Vec<u32>,
    pub lengths: Vec<u32>,
    pub kinds: Vec<u32>,
    /// Of each line: begin and length of the time, without its zone.
    pub moments: Vec<[u32; 2]>,
    /// Of each group: number of what is told, events, where its events begin in `text` and where they end; begin and
    /// length of its first time and of its last.
    pub groups: Vec<[u32; 8]>,
    /// Of each hour: index of the group, begin of its text, events.
    pub hours: Vec<[u32; 3]>,
    /// Group by group: indexes of the lines, and where each event with its line feed ends.
    pub indexes: Vec<u32>,
    pub ends: Vec<u32>,
    /// The events, group by group, each with a line feed behind it.
    pub text: Vec<u8>,
    /// Where the line ends that was read last: the place of its line feed.
    pub stop: usize,
    /// Group of what has a number.
    group_of: Vec<u32>,
    open: Vec<Group>,
}

impl Lines {
    /// Read lines from `begin` on: as many as there are up to `end` that are one event each, in a known form, no longer
    /// than `longest`.  The line end of the document before may come first.  The window goes on behind `end`.
    pub fn read(&mut self, window: &mut [u8], begin: usize, end: usize, longest: usize) {
        let origin = begin / BLOCK * BLOCK;
        let whole = (end.div_ceil(BLOCK) + 2) * BLOCK;
        window[end..whole].fill(0);
        let window = &window[origin..whole];
        self.stops.look(window);
        self.forget();
        let mut at = begin - origin;
        at += match window[at..] {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => 0,
        };
        while self.begins.len() < MOST
            && let Some(stop) = self.line(window, at, longest)
        {
            self.stop = stop + origin;
            at = stop + 1;
        }
        self.put_together(window);
        self.begins.iter_mut().for_each(|begin| *begin += origin as u32);
        self.moments.iter_mut().for_each(|moment| moment[0] += origin as u32);
        self.hours.iter_mut().for_each(|hour| hour[1] += origin as u32);
        for group in &mut self.groups {
            group[4] += origin as u32;
            group[6] += origin as u32;
        }
    }

    fn forget(&mut self) {
        if self.told.full() {
            self.told.clear();
        }
        self.group_of.clear();
        self.open.clear();
        self.begins.clear();
        self.lengths.clear();
        self.kinds.clear();
        self.moments.clear();
        self.hours.clear();
    }

    /// Take the line that begins here; where its line feed stands, or null when it is to be read in another way.
    #[inline(always)]
    fn line(&mut self, window: &[u8], begin: usize, longest: usize) -> Option<usize> {
        let mut cursor = Cursor::new(window, &self.stops, begin);
        let head = head(&mut cursor)?;
        let end = cursor.at;
        if window[end] == b'\r' {
            cursor.at += 1;
        }
        let stop = cursor.at;
        cursor.expect(b'\n')?;
        if end - begin > longest {
            return None;
        }
        if !self.stops.ascii(begin, end) {
            core::str::from_utf8(&window[begin..end]).ok()?;
        }
        let (moment, length) = self.times.moment(cursor.of(head.time))?;
        let parts = head.told.map(|part| cursor.of(part));
        let number = self.told.number(head.form, parts)?;
        let time = Span { begin: head.time.begin, end: head.time.begin + length };
        let kind = self.count(number, moment, time, (end - begin + 1) as u32);
        self.begins.push(begin as u32);
        self.lengths.push((end - begin) as u32);
        self.kinds.push(kind);
        self.moments.push([time.begin as u32, length as u32]);
        Some(stop)
    }

    /// Count a line of what is told with this number; the index of its group.
    #[inline(always)]
    fn count(&mut self, number: u32, moment: Moment, time: Span, bytes: u32) -> u32 {
        let hour = moment.hour();
        let place = number as usize;
        if place >= self.group_of.len() {
            self.group_of.resize(self.told.len(), NONE);
        }
        if self.group_of[place] == NONE {
            self.group_of[place] = self.open.len() as u32;
            let (count, at) = (0, 0);
            self.open.push(Group {
                number,
                count,
                bytes: 0,
                first: (moment, time),
                last: (moment, time),
                hour: !hour,
                at,
            });
        }
        let kind = self.group_of[place];
        let group = &mut self.open[kind as usize];
        group.count += 1;
        group.bytes += bytes;
        if moment < group.first.0 {
            group.first = (moment, time);
        }
        if moment > group.last.0 {
            group.last = (moment, time);
        }
        if group.hour == hour {
            self.hours[group.at][2] += 1;
        } else {
            group.hour = hour;
            group.at = self.hours.len();
            self.hours.push([kind, time.begin as u32, 1]);
        }
        kind
    }

    /// Copy the events group by group.
    fn put_together(&mut self, window: &[u8]) {
        self.groups.clear();
        // Of each group, where its next event goes: among the events, and in the text.
        let mut next = Vec::with_capacity(self.open.len());
        let (mut events, mut bytes) = (0, 0);
        for group in &self.open {
            let ends = bytes + group.bytes;
            let (first, last) = (group.first.1, group.last.1);
            self.groups.push(
                [
                    group.number as usize,
                    group.count as usize,
                    bytes as usize,
                    ends as usize,
                    first.begin,
                    first.end - first.begin,
                    last.begin,
                    last.end - last.begin,
                ]
                .map(|number| number as u32),
            );
            next.push((events, bytes as usize, bytes as usize));
            events += group.count as usize;
            bytes = ends;
        }
        self.text.resize(bytes as usize, 0);
        self.indexes.resize(events, 0);
        self.ends.resize(events, 0);
        for (index, kind) in self.kinds.iter().enumerate() {
            let (event, at, start) = &mut next[*kind as usize];
            let (begin, length) = (self.begins[index] as usize, self.lengths[index] as usize);
            let end = *at + length;
            self.text[*at..end].copy_from_slice(&window[begin..begin + length]);
            self.text[end] = b'\n';
            *at = end + 1;
            self.indexes[*event] = index as u32;
            self.ends[*event] = (*at - *start) as u32;
            *event += 1;
        }
    }
}

const _: () = assert!(HOUR < 20, "an hour is part of a time");

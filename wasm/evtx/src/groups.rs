//! The texts of a window put together by kind.

use crate::out::Out;

/// Kind of events that are routed elsewhere; each is a group of its own.
pub const UNROUTED: u32 = u32::MAX;

/// Numbers that say what a group is.
const HEAD: usize = 8;

/// A record: where it begins in the window and how long it is there, where its text lies before it is put together,
/// where its time begins and ends in it, its kind.
#[derive(Clone, Copy)]
pub struct Row {
    pub place: u32,
    pub length: u32,
    pub begin: u32,
    pub end: u32,
    pub time: (u32, u32),
    pub kind: u32,
}

/// What is read from outside, in numbers of 32 bits.
pub struct Groups {
    /// Of each record in order: place, length, group, begin and end of its text in that of all, and of its time in
    /// that.
    pub records: Vec<u32>,
    /// Of each group: kind, how many, begin and end of its text, begin and end of the first and of the last time in
    /// that of all.
    pub heads: Vec<u32>,
    /// Records of each group, ascending, one group after the other.
    pub members: Vec<u32>,
    /// Where the text of each of them ends with its line feed, counted from the begin of the group.
    pub stops: Vec<u32>,
    /// Group of each kind, with the window that is true of.
    of_kind: Vec<(u32, u32)>,
    sizes: Vec<(u32, u32, u32)>,
    window: u32,
}

impl Groups {
    pub const fn new() -> Self {
        Groups {
            records: Vec::new(),
            heads: Vec::new(),
            members: Vec::new(),
            stops: Vec::new(),
            of_kind: Vec::new(),
            sizes: Vec::new(),
            window: 0,
        }
    }

    /// Puts the texts of these records together in `text`, each with a line feed behind it.
    pub fn gather(&mut self, rows: &[Row], texts: &Out, text: &mut Out) -> Option<()> {
        self.window += 1;
        for list in [&mut self.records, &mut self.heads, &mut self.members, &mut self.stops] {
            list.clear();
        }
        self.sizes.clear();
        let mut groups = Vec::with_capacity(rows.len());
        for row in rows {
            let group = self.group(row.kind);
            groups.push(group);
            let size = &mut self.sizes[group as usize];
            size.1 += 1;
            size.2 += row.end - row.begin + 1;
        }
        let (mut first, mut begin) = (0, 0);
        let mut next = Vec::with_capacity(self.sizes.len());
        for (kind, count, size) in &self.sizes {
            self.heads.extend_from_slice(&[*kind, *count, begin, begin + size, 0, 0, 0, 0]);
            next.push((first, begin));
            first += count;
            begin += size;
        }
        text.clear();
        let whole = begin as usize;
        text.room(whole)?;
        text.len = whole;
        self.members.resize(rows.len(), 0);
        self.stops.resize(rows.len(), 0);
        for (index, (row, group)) in rows.iter().zip(&groups).enumerate() {
            let (member, at) = &mut next[*group as usize];
            let length = row.end - row.begin;
            text.set(*at as usize, texts, row.begin as usize, length as usize);
            self.records.extend_from_slice(&[
                row.place,
                row.length,
                *group,
                *at,
                *at + length,
                *at + row.time.0,
                *at + row.time.1,
            ]);
            let head = &mut self.heads[*group as usize * HEAD..*group as usize * HEAD + HEAD];
            self.members[*member as usize] = index as u32;
            self.stops[*member as usize] = *at + length + 1 - head[2];
            if row.kind != UNROUTED {
                span(head, (*at + row.time.0, *at + row.time.1), text.written());
            }
            *member += 1;
            *at += length + 1;
        }
        Some(())
    }

    fn group(&mut self, kind: u32) -> u32 {
        let new = self.sizes.len() as u32;
        if kind == UNROUTED {
            self.sizes.push((kind, 0, 0));
            return new;
        }
        let kind = kind as usize;
        if kind >= self.of_kind.len() {
            self.of_kind.resize(kind + 1, (0, 0));
        }
        if self.of_kind[kind].0 != self.window {
            self.of_kind[kind] = (self.window, new);
            self.sizes.push((kind as u32, 0, 0));
        }
        self.of_kind[kind].1
    }
}

/// Notes a time as first or last of its group.
fn span(head: &mut [u32], time: (u32, u32), text: &[u8]) {
    let said = |begin: u32, end: u32| &text[begin as usize..end as usize];
    let new = said(time.0, time.1);
    if head[5] == 0 || new < said(head[4], head[5]) {
        (head[4], head[5]) = time;
    }
    if head[7] == 0 || new > said(head[6], head[7]) {
        (head[6], head[7]) = time;
    }
}

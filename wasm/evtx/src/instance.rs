//! A record: which template it follows and with which values, written as JSON.

use crate::bytes::{place, u8_at, u16_at, u32_at};
use crate::out::Out;
use crate::program::{Empty, Member, NO_SLOT, Parts, Program, Step};
use crate::tree::{HEADER, Tree};
use crate::values::{self, Clock, STRINGS, Slot, XML};

const DEEPEST: usize = 4;
const OPENED: &[u8] = b"{\"#attributes\":{                ";
const NULL: u64 = u64::from_le_bytes(*b"null    ");
const QUOTES: u64 = u64::from_le_bytes(*b"\"\"      ");
const MOST_VALUES: usize = 4096;

/// Records of one chunk; templates that were met are kept until the next chunk.
pub struct Decoder {
    parts: Parts,
    tree: Tree,
    /// Where a definition stands, whether it is of the outermost element, and its steps; null for one that is unusual.
    known: Vec<(u32, bool, Option<Program>)>,
    last: usize,
    slots: Vec<Slot>,
    clock: Clock,
    /// Inner elements that were met and not written yet: one that no step asks for is not usual.
    unwritten: u32,
}

impl Decoder {
    pub const fn new() -> Self {
        Decoder {
            parts: Parts::new(),
            tree: Tree::new(),
            known: Vec::new(),
            last: 0,
            slots: Vec::new(),
            clock: Clock::new(),
            unwritten: 0,
        }
    }

    /// Forgets what is true of one chunk only.
    pub fn begin(&mut self) {
        self.parts.clear();
        self.known.clear();
        self.last = 0;
    }

    /// Writes the record whose binary XML lies there; null where anything is unusual.
    pub fn record(&mut self, chunk: &[u8], begin: usize, end: usize, out: &mut Out) -> Option<()> {
        self.slots.clear();
        self.unwritten = 0;
        if let [0x0f, 1, 1, 0, 0x01 | 0x41, ..] = chunk.get(begin..end)? {
            self.tree.read_record(chunk, begin, end, &mut self.parts.names)?;
            if self.parts.holds_data(&self.tree) {
                return None;
            }
            let program = self.parts.program(chunk, &self.tree, true)?;
            return self.write(chunk, program, 0, 0, out);
        }
        let (program, first) = self.instance(chunk, begin, end, 0, true)?;
        self.write(chunk, program, first, 0, out)?;
        (self.unwritten == 0).then_some(())
    }

    /// Steps and first slot of the instance; its values are in the slots from there on.
    fn instance(
        &mut self,
        chunk: &[u8],
        begin: usize,
        end: usize,
        depth: usize,
        outermost: bool,
    ) -> Option<(Program, usize)> {
        self.unwritten = self.unwritten.saturating_sub(u32::from(!outermost));
        let stream = chunk.get(begin..end)?;
        let mut at = begin
            + match stream {
                [0x0f, _, _, _, 0x0c, _, ..] => 5,
                [0x0c, ..] => 1,
                _ => return None,
            };
        if depth > DEEPEST {
            return None;
        }
        // One byte nobody knows, then the number of the template.
        let definition = u32_at(chunk, at + 5)?;
        at += 9;
        if at == definition as usize {
            at = at.checked_add(HEADER)?.checked_add(u32_at(chunk, at + 20)? as usize)?;
        }
        let count = u32_at(chunk, at)? as usize;
        at += 4;
        if count > MOST_VALUES || at + count * 4 > end {
            return None;
        }
        let program = self.program(chunk, definition, outermost)?;
        let first = self.slots.len();
        let mut value = at + count * 4;
        for index in 0..count {
            let length = usize::from(u16_at(chunk, at)?);
            let kind = u8_at(chunk, at + 2)?;
            at += 4;
            if value + length > end {
                return None;
            }
            values::fits(kind, &chunk[value..value + length])?;
            if kind == STRINGS && index != usize::from(program.list) {
                return None;
            }
            self.unwritten += u32::from(kind == XML && length > 0);
            self.slots.push(Slot { at: value as u32, length: length as u32, kind });
            value += length;
        }
        (value == end || chunk[value] == 0).then_some((program, first))
    }

    #[inline(always)]
    fn program(&mut self, chunk: &[u8], definition: u32, outermost: bool) -> Option<Program> {
        // Records of a kind follow each other, and an inner template its outer one.
        let known = self.known.len();
        for offset in 0..known {
            let index = if self.last + offset < known { self.last + offset } else { self.last + offset - known };
            let (place, outer, program) = self.known[index];
            if place == definition && outer == outermost {
                self.last = index;
                return program;
            }
        }
        let begin = place(definition)?;
        let read = self.tree.read(chunk, begin, &mut self.parts.names);
        let made = read.and_then(|()| self.parts.program(chunk, &self.tree, outermost));
        self.last = known;
        self.known.push((definition, outermost, made));
        made
    }

    fn slot(&self, first: usize, last: usize, number: u16) -> Option<Slot> {
        let index = first + usize::from(number);
        (index < last).then(|| self.slots[index])
    }

    fn write(&mut self, chunk: &[u8], program: Program, first: usize, depth: usize, out: &mut Out) -> Option<()> {
        let last = self.slots.len();
        for number in program.steps.0 as usize..program.steps.1 as usize {
            match self.parts.steps[number] {
                Step::Text((begin, end)) => out.padded(self.parts.literals.out.all(), begin as usize, end as usize)?,
                Step::Value { before, slot, empty } => {
                    out.padded(self.parts.literals.out.all(), before.0 as usize, before.1 as usize)?;
                    let slot = self.slot(first, last, slot).filter(|slot| !is_empty(chunk, slot));
                    match slot {
                        None if empty == Empty::Null => out.word(NULL, 4)?,
                        None => out.word(QUOTES, 2)?,
                        Some(slot) if slot.kind == XML => self.alone(chunk, slot, depth, out)?,
                        Some(slot) if slot.kind == STRINGS => self.list(chunk, slot, out)?,
                        Some(slot) => values::write(out, chunk, &slot, &mut self.clock)?,
                    }
                }
                Step::Object { attributes, content } => {
                    let content =
                        content.and_then(|slot| self.slot(first, last, slot)).filter(|slot| !is_empty(chunk, slot));
                    self.object(chunk, attributes, content, first, last, out)?;
                }
                Step::Inner { slot, siblings, comma } => {
                    let Some(slot) = self.slot(first, last, slot).filter(|slot| !is_empty(chunk, slot)) else {
                        continue;
                    };
                    if slot.kind != XML {
                        return None;
                    }
                    let (begin, end) = (slot.at as usize, (slot.at + slot.length) as usize);
                    let (program, inner) = self.instance(chunk, begin, end, depth + 1, false)?;
                    if comma {
                        out.byte(b',')?;
                    }
                    out.byte(b'"')?;
                    let root = &self.parts.names[program.root.0 as usize..program.root.1 as usize];
                    out.put(root)?;
                    let called = |name: &(u32, u32)| &self.parts.names[name.0 as usize..name.1 as usize];
                    let beside = &self.parts.siblings[siblings.0 as usize..siblings.1 as usize];
                    if let Some((_, count)) = beside.iter().find(|(name, _)| called(name) == root) {
                        out.byte(b'_')?;
                        values::unsigned(out, u64::from(*count))?;
                    }
                    out.put(b"\":")?;
                    self.write(chunk, program, inner, depth + 1, out)?;
                    self.slots.truncate(inner);
                }
            }
        }
        Some(())
    }

    /// An element that is the whole content of another one.
    fn alone(&mut self, chunk: &[u8], slot: Slot, depth: usize, out: &mut Out) -> Option<()> {
        let (program, inner) =
            self.instance(chunk, slot.at as usize, (slot.at + slot.length) as usize, depth + 1, false)?;
        out.put(b"{\"")?;
        let root = &self.parts.names[program.root.0 as usize..program.root.1 as usize];
        if root == b"Data" {
            return None;
        }
        out.put(root)?;
        out.put(b"\":")?;
        self.write(chunk, program, inner, depth + 1, out)?;
        self.slots.truncate(inner);
        out.byte(b'}')
    }

    /// Texts, each ended by a NUL: one as a text, more as an array.
    fn list(&mut self, chunk: &[u8], slot: Slot, out: &mut Out) -> Option<()> {
        let value = bytes(chunk, &slot);
        let count = value.chunks_exact(2).filter(|unit| unit == &[0, 0]).count();
        if count == 0 || value[value.len() - 2..] != [0, 0] {
            return None;
        }
        if count > 1 {
            out.byte(b'[')?;
        }
        let mut begin = 0;
        for at in (0..value.len()).step_by(2) {
            if value[at..at + 2] == [0, 0] {
                out.put(if begin > 0 { b",\"" } else { b"\"" })?;
                crate::text::json(out, value, begin, at)?;
                out.byte(b'"')?;
                begin = at + 2;
            }
        }
        if count > 1 { out.byte(b']') } else { Some(()) }
    }

    fn object(
        &mut self,
        chunk: &[u8],
        attributes: (u32, u32),
        content: Option<Slot>,
        first: usize,
        last: usize,
        out: &mut Out,
    ) -> Option<()> {
        if content.is_some_and(|slot| slot.kind == XML) {
            return None;
        }
        let mut opened = false;
        for number in attributes.0 as usize..attributes.1 as usize {
            let (text, slot) = match self.parts.members[number] {
                Member::Text(text) => (text, None),
                Member::Value { key, slot } => match self.slot(first, last, slot).filter(|slot| !is_empty(chunk, slot))
                {
                    None => continue,
                    Some(slot) if slot.kind == XML => return None,
                    Some(slot) => (key, Some(slot)),
                },
            };
            if opened {
                out.byte(b',')?
            } else {
                out.padded(OPENED, 0, 16)?
            }
            opened = true;
            out.padded(self.parts.literals.out.all(), text.0 as usize, text.1 as usize)?;
            if let Some(slot) = slot {
                values::write(out, chunk, &slot, &mut self.clock)?;
            }
        }
        match content {
            None if opened => out.put(b"}}"),
            None => out.word(NULL, 4),
            Some(slot) => {
                if opened {
                    out.put(b"},\"#text\":")?;
                }
                values::write(out, chunk, &slot, &mut self.clock)?;
                if opened { out.byte(b'}') } else { Some(()) }
            }
        }
    }
}

#[inline(always)]
fn bytes<'a>(chunk: &'a [u8], slot: &Slot) -> &'a [u8] {
    &chunk[slot.at as usize..(slot.at + slot.length) as usize]
}

#[inline(always)]
fn is_empty(chunk: &[u8], slot: &Slot) -> bool {
    values::empty(slot.kind, bytes(chunk, slot))
}

const _: () = assert!(NO_SLOT as usize >= MOST_VALUES);

//! The definition of a template as a tree of elements, as far as it is like nearly all definitions.

use crate::bytes::{u8_at, u16_at, u32_at};
use crate::names::name;

pub type Range = (u32, u32);

/// Bytes of a definition before its binary XML: the next one, its GUID, its size.
pub const HEADER: usize = 24;
const DEEPEST: usize = 24;
const STRING: u8 = 1;

#[derive(Clone, Copy)]
pub enum Node {
    Element(u32),
    /// UTF-16 in the chunk; may be empty.
    Text(Range),
    Value(u16),
}

#[derive(Clone, Copy)]
pub struct Attribute {
    pub name: Range,
    /// No element.
    pub value: Node,
}

#[derive(Clone, Default)]
pub struct Element {
    pub name: Range,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Node>,
    /// Whether a value of the record stands anywhere in it.
    pub filled: bool,
}

/// All elements of one definition; the first one is the root.
pub struct Tree {
    pub elements: Vec<Element>,
    used: usize,
}

impl Tree {
    pub const fn new() -> Self {
        Tree { elements: Vec::new(), used: 0 }
    }

    fn add(&mut self, name: Range) -> u32 {
        if self.used == self.elements.len() {
            self.elements.push(Element::default());
        }
        let element = &mut self.elements[self.used];
        element.name = name;
        element.attributes.clear();
        element.children.clear();
        element.filled = false;
        self.used += 1;
        self.used as u32 - 1
    }

    pub fn of(&self, number: u32) -> &Element {
        &self.elements[number as usize]
    }

    /// Reads the definition at this place; names go to `names`.  Null for anything that is not usual.
    pub fn read(&mut self, chunk: &[u8], definition: usize, names: &mut Vec<u8>) -> Option<()> {
        let begin = definition + HEADER;
        let size = u32_at(chunk, definition + 20)? as usize;
        self.elements(chunk, begin, begin.checked_add(size)?, true, names)
    }

    /// Reads elements that a record holds without a template, as forwarded events do.
    pub fn read_record(&mut self, chunk: &[u8], begin: usize, end: usize, names: &mut Vec<u8>) -> Option<()> {
        self.elements(chunk, begin, end, false, names)
    }

    fn elements(&mut self, chunk: &[u8], begin: usize, end: usize, template: bool, names: &mut Vec<u8>) -> Option<()> {
        self.used = 0;
        let body = chunk.get(..end)?;
        if body.get(begin..begin + 4)? != [0x0f, 1, 1, 0] {
            return None;
        }
        let mut at = begin + 4;
        let mut open: [u32; DEEPEST] = [0; DEEPEST];
        let mut depth = 0;
        loop {
            let token = u8_at(body, at)?;
            at += 1;
            match token {
                0x01 | 0x41 => {
                    if depth == DEEPEST || (depth == 0 && self.used > 0) {
                        return None;
                    }
                    // Two bytes of dependency, which only a template has, and four of size.
                    let (name, end) = name(body, at + if template { 6 } else { 4 }, names)?;
                    at = end + if token == 0x41 { 4 } else { 0 };
                    let element = self.add(name);
                    at = self.attributes(body, at, element, names)?;
                    if depth > 0 {
                        let parent = &mut self.elements[open[depth - 1] as usize];
                        parent.children.push(Node::Element(element));
                    }
                    match u8_at(body, at)? {
                        0x02 => {
                            open[depth] = element;
                            depth += 1;
                        }
                        0x03 => self.close(element, &open[..depth]),
                        _ => return None,
                    }
                    at += 1;
                }
                0x04 => {
                    depth = depth.checked_sub(1)?;
                    self.close(open[depth], &open[..depth]);
                }
                0x05 | 0x45 | 0x0d | 0x0e => {
                    let parent = open[depth.checked_sub(1)?] as usize;
                    let (node, end) = value(body, token, at)?;
                    at = end;
                    let parent = &mut self.elements[parent];
                    parent.filled |= matches!(node, Node::Value(_));
                    parent.children.push(node);
                }
                0x00 => return (depth == 0 && self.used > 0 && (template || !self.elements[0].filled)).then_some(()),
                _ => return None,
            }
        }
    }

    fn close(&mut self, element: u32, open: &[u32]) {
        if let (true, Some(parent)) = (self.elements[element as usize].filled, open.last()) {
            self.elements[*parent as usize].filled = true;
        }
    }

    fn attributes(&mut self, body: &[u8], mut at: usize, element: u32, names: &mut Vec<u8>) -> Option<usize> {
        while let 0x06 | 0x46 = u8_at(body, at)? {
            let (name, end) = name(body, at + 1, names)?;
            let token = u8_at(body, end)?;
            let (value, end) = value(body, token, end + 1)?;
            // A second value of the same attribute is not usual.
            if let 0x05 | 0x45 | 0x0d | 0x0e = u8_at(body, end)? {
                return None;
            }
            at = end;
            let element = &mut self.elements[element as usize];
            element.filled |= matches!(value, Node::Value(_));
            element.attributes.push(Attribute { name, value });
        }
        Some(at)
    }
}

/// A text or the number of a value of the record; the token before it was read.
fn value(body: &[u8], token: u8, at: usize) -> Option<(Node, usize)> {
    match token {
        0x05 | 0x45 if u8_at(body, at)? == STRING => {
            let begin = at + 3;
            let end = begin + usize::from(u16_at(body, at + 1)?) * 2;
            let units = body.get(begin..end)?;
            let odd = |unit: &[u8]| unit == [0, 0] || (0xd8..0xe0).contains(&unit[1]);
            (!units.chunks_exact(2).any(odd)).then_some((Node::Text((begin as u32, end as u32)), end))
        }
        0x0d | 0x0e => {
            let kind = u8_at(body, at + 2)?;
            // Kinds that the wheel knows; what a record says of a value counts, not this.
            (kind <= 0x15 || kind == 0x21 || kind == 0x81).then_some((Node::Value(u16_at(body, at)?), at + 3))
        }
        _ => None,
    }
}

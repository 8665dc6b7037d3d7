//! What a template says as steps that write JSON: text that is always the same, and values between.
//!
//! The rules are those of the wheel: an element with attributes is an object with `#attributes` and `#text`, one
//! without content is null, `Data` elements of `EventData` and `UserData` are members by their `Name`, or all together
//! one member `Data`; a second member of a name is called `name_1`.

use crate::out::Out;
use crate::text;
use crate::tree::{Attribute, Element, Node, Range, Tree};

#[derive(Clone, Copy)]
pub enum Step {
    Text(Range),
    /// A value that stands alone behind a text; written as `empty` says where it is.
    Value {
        before: Range,
        slot: u16,
        empty: Empty,
    },
    /// An object with attributes of which some are values, and perhaps a value as content.
    Object {
        attributes: Range,
        content: Option<u16>,
    },
    /// An element that the record brings, as the last member of an object.
    Inner {
        slot: u16,
        siblings: Range,
        comma: bool,
    },
}

#[derive(Clone, Copy, PartialEq)]
pub enum Empty {
    Null,
    Text,
}

#[derive(Clone, Copy)]
pub enum Member {
    Text(Range),
    Value { key: Range, slot: u16 },
}

/// Steps of one template, and what its root is called.
#[derive(Clone, Copy)]
pub struct Program {
    pub steps: Range,
    pub root: Range,
    /// The one value that may be a list of texts, or none.
    pub list: u16,
}

pub const NO_SLOT: u16 = u16::MAX;

/// What all programs of a chunk are made of.
pub struct Parts {
    /// Names of elements, as they are written.
    pub names: Vec<u8>,
    pub literals: Literals,
    pub steps: Vec<Step>,
    pub members: Vec<Member>,
    /// Names of members beside an inner element, with how many there are of each.
    pub siblings: Vec<(Range, u16)>,
}

/// Text that is always the same.
pub struct Literals {
    pub out: Out,
    begun: usize,
}

impl Parts {
    pub const fn new() -> Self {
        Parts {
            names: Vec::new(),
            literals: Literals { out: Out::new(), begun: 0 },
            steps: Vec::new(),
            members: Vec::new(),
            siblings: Vec::new(),
        }
    }

    pub fn clear(&mut self) {
        self.names.clear();
        self.literals.out.clear();
        self.literals.begun = 0;
        self.steps.clear();
        self.members.clear();
        self.siblings.clear();
    }

    /// Steps for a tree; null for what is not usual.  `outermost`: whether the braces around the root are written.
    pub fn program(&mut self, chunk: &[u8], tree: &Tree, outermost: bool) -> Option<Program> {
        let begin = self.steps.len() as u32;
        let root = tree.of(0);
        let container = self.is_container(root);
        let mut list = NO_SLOT;
        self.literals.begun = self.literals.out.len;
        if outermost {
            self.put(b"{\"")?;
            self.name(root.name, 0)?;
            self.put(b"\":")?;
        }
        self.element(chunk, tree, root, container, &mut list)?;
        if outermost {
            self.put(b"}")?;
        }
        self.flush();
        Some(Program { steps: (begin, self.steps.len() as u32), root: root.name, list })
    }

    /// Whether the root of a tree is one whose `Data` elements become members.
    pub fn holds_data(&self, tree: &Tree) -> bool {
        self.is_container(tree.of(0))
    }

    fn called(&self, name: Range) -> &[u8] {
        &self.names[name.0 as usize..name.1 as usize]
    }

    fn is_container(&self, element: &Element) -> bool {
        matches!(self.called(element.name), b"EventData" | b"UserData")
    }

    fn is_data(&self, element: &Element) -> bool {
        self.called(element.name) == b"Data"
    }

    fn put(&mut self, text: &[u8]) -> Option<()> {
        self.literals.out.put(text)
    }

    fn name(&mut self, name: Range, again: u16) -> Option<()> {
        self.literals.out.put(&self.names[name.0 as usize..name.1 as usize])?;
        if again > 0 {
            self.literals.out.byte(b'_')?;
            crate::values::unsigned(&mut self.literals.out, u64::from(again))?;
        }
        Some(())
    }

    /// Ends the text that was begun, so that a value can follow.
    fn flush(&mut self) {
        let end = self.literals.out.len;
        if end > self.literals.begun {
            self.steps.push(Step::Text((self.literals.begun as u32, end as u32)));
        }
        self.literals.begun = end;
    }

    /// A value behind the text that was begun.
    fn value(&mut self, slot: u16, empty: Empty) {
        let before = (self.literals.begun as u32, self.literals.out.len as u32);
        self.literals.begun = self.literals.out.len;
        self.steps.push(Step::Value { before, slot, empty });
    }

    fn quoted(&mut self, chunk: &[u8], text: Range) -> Option<()> {
        self.put(b"\"")?;
        text::json(&mut self.literals.out, chunk, text.0 as usize, text.1 as usize)?;
        self.put(b"\"")
    }

    /// The value of an element.
    fn element(&mut self, chunk: &[u8], tree: &Tree, element: &Element, container: bool, list: &mut u16) -> Option<()> {
        let filled = |attribute: &Attribute| matches!(attribute.value, Node::Value(_));
        let values = element.attributes.iter().any(filled);
        let texts = element.attributes.iter().any(says);
        match element.children[..] {
            [Node::Value(slot)] => {
                if values || texts {
                    return self.object(chunk, element, Some(slot));
                }
                // What it holds is written as it would be anywhere else, but for an element `Data`, see `alone`.
                self.value(slot, Empty::Null);
                Some(())
            }
            [] if values => self.object(chunk, element, None),
            [] => self.plain(chunk, element, None),
            [Node::Text(text)] if !values => self.plain(chunk, element, Some(text)),
            _ if values => None,
            _ => self.members(chunk, tree, element, container, list),
        }
    }

    /// An element without values and without elements in it.
    fn plain(&mut self, chunk: &[u8], element: &Element, text: Option<Range>) -> Option<()> {
        let text = text.filter(|text| text.0 < text.1);
        if !element.attributes.iter().any(says) {
            return match text {
                Some(text) => self.quoted(chunk, text),
                None => self.put(b"null"),
            };
        }
        self.put(b"{")?;
        self.attributes(chunk, element)?;
        if let Some(text) = text {
            self.put(b",\"#text\":")?;
            self.quoted(chunk, text)?;
        }
        self.put(b"}")
    }

    /// `#attributes` of an element where all are texts and one says something.
    fn attributes(&mut self, chunk: &[u8], element: &Element) -> Option<()> {
        self.put(b"\"#attributes\":{")?;
        let mut comma = false;
        for attribute in &element.attributes {
            let Node::Text(text) = attribute.value else {
                return None;
            };
            if text.0 == text.1 {
                continue;
            }
            self.key(attribute.name, 0, comma)?;
            comma = true;
            self.quoted(chunk, text)?;
        }
        self.put(b"}")
    }

    fn key(&mut self, name: Range, again: u16, comma: bool) -> Option<()> {
        self.put(if comma { b",\"" } else { b"\"" })?;
        self.name(name, again)?;
        self.put(b"\":")
    }

    /// An element that has values as attributes, or one beside attributes.
    fn object(&mut self, chunk: &[u8], element: &Element, content: Option<u16>) -> Option<()> {
        self.flush();
        let begin = self.members.len() as u32;
        for attribute in &element.attributes {
            let start = self.literals.out.len as u32;
            self.key(attribute.name, 0, false)?;
            match attribute.value {
                Node::Text(text) if text.0 < text.1 => {
                    self.quoted(chunk, text)?;
                    self.members.push(Member::Text((start, self.literals.out.len as u32)));
                }
                Node::Value(slot) => {
                    let key = (start, self.literals.out.len as u32);
                    self.members.push(Member::Value { key, slot });
                }
                _ => {}
            }
        }
        self.literals.begun = self.literals.out.len;
        self.steps.push(Step::Object { attributes: (begin, self.members.len() as u32), content });
        Some(())
    }

    /// An element with elements in it.
    fn members(&mut self, chunk: &[u8], tree: &Tree, element: &Element, container: bool, list: &mut u16) -> Option<()> {
        let inside = || {
            element.children.iter().filter_map(|node| match node {
                Node::Element(number) => Some(tree.of(*number)),
                _ => None,
            })
        };
        if inside().next().is_none() {
            return None;
        }
        self.put(b"{")?;
        let mut comma = false;
        if element.attributes.iter().any(says) {
            self.attributes(chunk, element)?;
            comma = true;
        }
        let data = if container { inside().filter(|child| self.is_data(child)).count() } else { 0 };
        let mut by_name = false;
        if data > 0 {
            for child in inside().filter(|child| self.is_data(child)) {
                match self.name_attribute(child) {
                    Some(Node::Value(_)) => return None,
                    Some(Node::Text(name)) if name.0 < name.1 => {
                        by_name = true;
                        break;
                    }
                    _ => {}
                }
            }
        }
        let mut siblings: Vec<(Range, u16)> = Vec::new();
        let mut together = false;
        for (index, node) in element.children.iter().enumerate() {
            let child = match node {
                Node::Element(number) => tree.of(*number),
                Node::Value(slot) if index + 1 == element.children.len() => {
                    self.flush();
                    let begin = self.siblings.len() as u32;
                    self.siblings.append(&mut siblings);
                    let siblings = (begin, self.siblings.len() as u32);
                    self.steps.push(Step::Inner { slot: *slot, siblings, comma });
                    break;
                }
                _ => return None,
            };
            if container && self.is_data(child) {
                if by_name {
                    let Some(Node::Text(name)) = self.name_attribute(child) else {
                        // A value as name after a text; without a name it is left out, which is not usual either.
                        return None;
                    };
                    if name.0 == name.1 {
                        return None;
                    }
                    if comma {
                        self.put(b",")?;
                    }
                    comma = true;
                    self.quoted(chunk, name)?;
                    self.put(b":")?;
                    self.data(chunk, child, None)?;
                } else if !together {
                    together = true;
                    self.put(if comma { b",\"Data\":{\"#text\":" } else { b"\"Data\":{\"#text\":" })?;
                    comma = true;
                    self.unnamed(chunk, tree, element, data, list)?;
                    self.put(b"}")?;
                }
                continue;
            }
            let again = self.count(&mut siblings, child.name);
            self.key(child.name, again, comma)?;
            comma = true;
            let inner = self.is_container(child);
            self.element(chunk, tree, child, inner, list)?;
        }
        self.put(b"}")
    }

    /// All `Data` elements without a name.
    fn unnamed(&mut self, chunk: &[u8], tree: &Tree, element: &Element, count: usize, list: &mut u16) -> Option<()> {
        if count > 1 {
            self.put(b"[")?;
        }
        let mut comma = false;
        for node in &element.children {
            let Node::Element(number) = node else {
                continue;
            };
            let child = tree.of(*number);
            if self.is_data(child) {
                if comma {
                    self.put(b",")?;
                }
                comma = true;
                self.data(chunk, child, if count == 1 { Some(&mut *list) } else { None })?;
            }
        }
        if count > 1 { self.put(b"]") } else { Some(()) }
    }

    /// The value of a `Data` element; `list` takes note of one that may be a list.
    fn data(&mut self, chunk: &[u8], element: &Element, list: Option<&mut u16>) -> Option<()> {
        match element.children[..] {
            [] if !element.filled => self.put(b"\"\""),
            [Node::Text(text)] if !element.filled => self.quoted(chunk, text),
            [Node::Value(slot)] => {
                if let Some(list) = list {
                    *list = slot;
                }
                self.value(slot, Empty::Text);
                Some(())
            }
            _ => None,
        }
    }

    fn name_attribute(&self, element: &Element) -> Option<Node> {
        let named = |attribute: &&Attribute| self.called(attribute.name) == b"Name";
        element.attributes.iter().find(named).map(|attribute| attribute.value)
    }

    /// How many members of this name came before in the same object; counts it.
    fn count(&self, siblings: &mut Vec<(Range, u16)>, name: Range) -> u16 {
        let called = self.called(name);
        for (other, count) in siblings.iter_mut() {
            if self.called(*other) == called {
                *count += 1;
                return *count - 1;
            }
        }
        siblings.push((name, 1));
        0
    }
}

/// Whether an attribute is a text that is not empty.
fn says(attribute: &Attribute) -> bool {
    matches!(attribute.value, Node::Text(text) if text.0 < text.1)
}

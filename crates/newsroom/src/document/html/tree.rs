//! The tree an HTML parser builds, in one vector: deep or tangled markup cannot overflow the stack
//! when it is walked, and costs no more than its length allows.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::TokenizerResult;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

/// The place of a node in its tree.
pub(super) type NodeId = usize;

/// The place of the node that holds everything.
const ROOT: NodeId = 0;

/// Elements nested deeper than this are not opened; their content stands in the element above.
/// Pages built with page builders nest about 40 deep.
const DEEPEST: usize = 256;

/// One node: an element, a text (the name is empty), or neither (a comment).
pub(super) struct Node {
    pub(super) name: QualName,
    pub(super) attributes: Vec<Attribute>,
    pub(super) text: Option<StrTendril>,
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
    depth: usize,
}

/// A parsed piece of HTML.
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Whether markup was so tangled that the rest was not read.
    pub(super) cut_short: bool,
}

impl Tree {
    /// Parses HTML as the content of a `body`.
    pub(super) fn parse(html: &str) -> Tree {
        let sink = Sink::new(html.len());
        let context = sink.add(QualName::new(None, ns!(html), local_name!("body")), Vec::new(), None);
        let builder = TreeBuilder::new_for_fragment(sink, context, None, TreeBuilderOpts::default());
        let tokenizer = Tokenizer::new(Guard { builder }, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        // The tokenizer pauses after scripts; none is run here.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        let sink = tokenizer.sink.builder.sink;
        Tree { cut_short: sink.spent(), nodes: sink.nodes.into_inner() }
    }

    /// The node that holds what was parsed.
    pub(super) fn top(&self) -> NodeId {
        // A parser of fragments puts all into an `html` of its own.
        self.nodes[ROOT].first.unwrap_or(ROOT)
    }

    /// The node at that place.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The children of a node in order.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.nodes[id].first, |child| self.nodes[*child].next)
    }

    /// The element a node stands in.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id].parent
    }

    /// The characters below a node, those of scripts and styles left out.
    pub(super) fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        let counts =
            |node: &Node| !matches!(node.tag(), "script" | "style" | "noscript" | "template" | "iframe");
        for at in self.walk(id, counts) {
            let node = self.node(at);
            match (&node.text, node.tag()) {
                (Some(found), _) => text.push_str(found),
                (None, "br") => text.push('\n'),
                _ => {}
            }
        }
        text
    }

    /// All elements and texts below a node in reading order. `enter` says of each element whether
    /// what is in it counts.
    pub(super) fn walk(&self, top: NodeId, mut enter: impl FnMut(&Node) -> bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut next = self.nodes[top].first;
        while let Some(at) = next {
            found.push(at);
            let inside = if enter(&self.nodes[at]) { self.nodes[at].first } else { None };
            next = inside.or_else(|| self.after(at, top));
        }
        found
    }

    /// The node that follows all of `at`, below `top`.
    fn after(&self, mut at: NodeId, top: NodeId) -> Option<NodeId> {
        loop {
            if at == top {
                return None;
            }
            if let Some(next) = self.nodes[at].next {
                return Some(next);
            }
            at = self.nodes[at].parent?;
        }
    }
}

impl Node {
    /// The name of an HTML element, else an empty name.
    pub(super) fn tag(&self) -> &str {
        if self.name.ns == ns!(html) { &self.name.local } else { "" }
    }

    /// Whether it is an element of SVG or MathML.
    pub(super) fn is_foreign(&self) -> bool {
        self.name.ns != ns!(html) && self.name.ns != ns!()
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|given| &*given.name.local == name).map(|given| &*given.value)
    }

    /// Whether one of its classes is that word.
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.attribute("class")
            .is_some_and(|classes| classes.split_ascii_whitespace().any(|word| word == class))
    }
}

/// Stands between tokenizer and tree builder and holds back what would nest too deep or go on
/// building after the tree has outgrown its input.
struct Guard {
    builder: TreeBuilder<NodeId, Sink>,
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<NodeId> {
        let sink = &self.builder.sink;
        let held_back = match &token {
            Token::EOFToken => false,
            _ if sink.spent() => true,
            Token::TagToken(tag) => {
                tag.kind == html5ever::tokenizer::StartTag
                    && sink.depth.get() >= DEEPEST
                    && !holds_raw_text(&tag.name)
            }
            _ => false,
        };
        if held_back { TokenSinkResult::Continue } else { self.builder.process_token(token, line_number) }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Whether the content of the element is no markup: held back, it would be read as markup.
fn holds_raw_text(name: &LocalName) -> bool {
    matches!(
        &**name,
        "script" | "style" | "title" | "textarea" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript"
    )
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// How deep the parser stands.
    depth: Cell<usize>,
    /// How many nodes the input may become: mistakes in markup make parsers repeat elements.
    budget: usize,
}

impl Sink {
    fn new(input: usize) -> Sink {
        let sink = Sink { nodes: RefCell::default(), depth: Cell::new(0), budget: 1_000 + input };
        sink.add(nameless(), Vec::new(), None);
        sink
    }

    fn spent(&self) -> bool {
        self.nodes.borrow().len() > self.budget
    }

    fn add(&self, name: QualName, attributes: Vec<Attribute>, text: Option<StrTendril>) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            name,
            attributes,
            text,
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
            depth: 0,
        });
        nodes.len() - 1
    }

    fn detach(&self, id: NodeId) {
        let nodes = &mut *self.nodes.borrow_mut();
        let (parent, previous, next) =
            (nodes[id].parent.take(), nodes[id].previous.take(), nodes[id].next.take());
        match previous {
            Some(previous) => nodes[previous].next = next,
            None => parent.into_iter().for_each(|parent| nodes[parent].first = next),
        }
        match next {
            Some(next) => nodes[next].previous = previous,
            None => parent.into_iter().for_each(|parent| nodes[parent].last = previous),
        }
    }

    /// Puts a child at the end of a parent, or before one of its children.
    fn place(&self, parent: NodeId, before: Option<NodeId>, child: NodeOrText<NodeId>) {
        let beside = match before {
            Some(before) => self.nodes.borrow()[before].previous,
            None => self.nodes.borrow()[parent].last,
        };
        let child = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                node
            }
            NodeOrText::AppendText(text) => {
                // Texts that stand side by side are one.
                if let Some(beside) = beside
                    && let Some(before) = &mut self.nodes.borrow_mut()[beside].text
                {
                    before.push_tendril(&text);
                    return;
                }
                self.add(nameless(), Vec::new(), Some(text))
            }
        };
        let nodes = &mut *self.nodes.borrow_mut();
        // Detaching may have taken away the neighbour that was looked up.
        let previous = before.map_or(nodes[parent].last, |before| nodes[before].previous);
        nodes[child].parent = Some(parent);
        nodes[child].previous = previous;
        nodes[child].next = before;
        nodes[child].depth = nodes[parent].depth + 1;
        match previous {
            Some(previous) => nodes[previous].next = Some(child),
            None => nodes[parent].first = Some(child),
        }
        match before {
            Some(before) => nodes[before].previous = Some(child),
            None => nodes[parent].last = Some(child),
        }
        if nodes[child].text.is_none() {
            self.depth.set(nodes[child].depth);
        }
    }
}

fn nameless() -> QualName {
    QualName::new(None, ns!(), local_name!(""))
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = ();
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| &nodes[*target].name)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        self.add(name, attributes, None)
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(nameless(), Vec::new(), None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(nameless(), Vec::new(), None)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.place(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow()[*element].parent;
        match parent {
            Some(parent) => self.place(parent, Some(*element), child),
            None => self.place(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &NodeId) {
        self.depth.set(self.nodes.borrow()[*node].depth.saturating_sub(1));
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // Templates are left out as a whole, so their content needs no tree of its own.
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow()[*sibling].parent;
        if let Some(parent) = parent {
            self.place(parent, Some(*sibling), node);
        }
    }

    fn add_attrs_if_missing(&self, _: &NodeId, _: Vec<Attribute>) {
        // Only ever asked for `html` and `body`, whose attributes say nothing here.
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        let mut next = self.nodes.borrow()[*node].first;
        while let Some(child) = next {
            next = self.nodes.borrow()[child].next;
            self.place(*parent, None, NodeOrText::AppendNode(child));
        }
    }
}

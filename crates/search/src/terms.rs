//! Terms on their way into tantivy: a line for each, because it takes nothing else without a detour by JSON.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name of [`Lines`] in the index.
pub(crate) const LINES: &str = "lines";

/// Terms of a field, one after the other.
#[derive(Default)]
pub(crate) struct Terms(String);

impl Terms {
    /// Adds a term; it holds no line break.
    pub(crate) fn push(&mut self, term: &str) {
        self.push_all(&[term]);
    }

    /// Adds a term made of these pieces.
    pub(crate) fn push_all(&mut self, pieces: &[&str]) {
        pieces.iter().for_each(|piece| self.0.push_str(piece));
        self.0.push('\n');
    }

    /// Leaves places free, so that what comes next is not next to what was before.
    pub(crate) fn leave_free(&mut self, places: usize) {
        self.0.extend(std::iter::repeat_n('\n', places));
    }

    /// As [`Lines`] reads them.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// Reads terms, a line each; an empty line is a place left free.
#[derive(Clone, Default)]
pub(crate) struct Lines {
    token: Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        self.token.reset();
        LineStream { lines: text.lines(), token: &mut self.token }
    }
}

/// The terms of a field, as tantivy asks for them.
pub(crate) struct LineStream<'a> {
    lines: std::str::Lines<'a>,
    token: &'a mut Token,
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        for line in self.lines.by_ref() {
            // Before the first it stands at the largest number.
            self.token.position = self.token.position.wrapping_add(1);
            if !line.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(line);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_keep_their_places() {
        let mut terms = Terms::default();
        terms.push("a");
        terms.push_all(&["b", "c"]);
        terms.leave_free(2);
        terms.push("d");
        let mut lines = Lines::default();
        let mut stream = lines.token_stream(terms.text());
        let mut found = Vec::new();
        while let Some(token) = stream.next() {
            found.push((token.position, token.text.clone()));
        }
        assert_eq!(found, [(0, "a".to_owned()), (1, "bc".to_owned()), (4, "d".to_owned())]);
    }
}

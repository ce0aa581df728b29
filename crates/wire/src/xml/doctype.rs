//! What a document type declaration may say ([XML 1.0, 2.8](https://www.w3.org/TR/xml/#sec-prolog-dtd) and
//! [4.2](https://www.w3.org/TR/xml/#sec-entity-decl)): the name of a DTD, and modules it is put together from.
//!
//! NewsML 1 names its modules as parameter entities (`<!ENTITY % nitf SYSTEM "nitf-3-0.dtd">`). They only matter to
//! who reads DTDs, and here nobody does. All other entities are refused.

/// Checks what stands between `<!DOCTYPE` and its `>`; an error says how many bytes into it.
pub(super) fn check(declaration: &str) -> Result<(), (usize, String)> {
    let mut scan = Scan { text: declaration, at: 0 };
    if !scan.skip_to_subset() {
        return Ok(());
    }
    while scan.at < declaration.len() {
        let start = scan.at;
        if scan.takes("<!--") {
            scan.skip_past("-->");
        } else if scan.takes("<?") {
            scan.skip_past("?>");
        } else if scan.takes("<!ENTITY") {
            scan.entity().map_err(|cause| (start, cause))?;
        } else if scan.takes("<!") {
            scan.skip_declaration();
        } else {
            scan.step();
        }
    }
    Ok(())
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn takes(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn step(&mut self) {
        self.at += self.rest().chars().next().map_or(1, char::len_utf8);
    }

    fn skip_past(&mut self, end: &str) {
        self.at = self.rest().find(end).map_or(self.text.len(), |found| self.at + found + end.len());
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn word(&mut self) -> &'a str {
        self.space();
        let rest = self.rest();
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '>')).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn quoted(&mut self) -> Option<&'a str> {
        self.space();
        let mark = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let rest = &self.rest()[1..];
        let end = rest.find(mark)?;
        self.at += end + 2;
        Some(&rest[..end])
    }

    /// Goes to what stands in brackets; false where there is nothing.
    fn skip_to_subset(&mut self) -> bool {
        while let Some(next) = self.rest().chars().next() {
            match next {
                '[' => {
                    self.at += 1;
                    return true;
                }
                '"' | '\'' => {
                    if self.quoted().is_none() {
                        return false;
                    }
                }
                _ => self.step(),
            }
        }
        false
    }

    fn skip_declaration(&mut self) {
        while let Some(next) = self.rest().chars().next() {
            match next {
                '>' => {
                    self.at += 1;
                    return;
                }
                '"' | '\'' => {
                    if self.quoted().is_none() {
                        self.at = self.text.len();
                    }
                }
                _ => self.step(),
            }
        }
    }

    /// What follows `<!ENTITY`.
    fn entity(&mut self) -> Result<(), String> {
        self.space();
        let parameter = self.takes("%");
        let name = self.word();
        if !parameter {
            return Err(format!("it declares an entity, “{}”; entities are not read", excerpt(name)));
        }
        let kind = self.word();
        if kind == "PUBLIC" {
            self.quoted();
        } else if kind != "SYSTEM" {
            return Err(format!("it declares a parameter entity with a value, “{}”", excerpt(name)));
        }
        let address = self.quoted().unwrap_or_default();
        if !is_dtd(address) {
            return Err(format!("the parameter entity “{}” is no module of a DTD", excerpt(name)));
        }
        self.skip_declaration();
        Ok(())
    }
}

/// Whether an address is that of a DTD or a module of one, beside the document or on the web.
fn is_dtd(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ends = [".dtd", ".mod", ".ent"].iter().any(|ending| path.ends_with(ending));
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    ends && scheme.is_none_or(|scheme| matches!(scheme, "http" | "https" | "urn"))
}

fn excerpt(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

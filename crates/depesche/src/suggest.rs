//! What to say when a name is wrong: that there is none, and which one may be meant.

/// Names less alike than this are no help.
const ALIKE: f64 = 0.75;

/// “there is no section “politk”; did you mean “politik”?”, or where to look.
pub(crate) fn missing<'a>(
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
    command: &str,
) -> anyhow::Error {
    let nearest = known
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        Some((_, other)) => anyhow::anyhow!("there is no {what} “{name}”; did you mean “{other}”?"),
        None => anyhow::anyhow!("there is no {what} “{name}”; “depesche {command}” helps"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_wrong_name_brings_the_one_that_was_meant() {
        let known = ["politik", "kultur"];
        let said = super::missing("section", "politk", known.into_iter(), "section list").to_string();
        assert!(said.contains("did you mean “politik”"), "{said}");
        let said = super::missing("section", "xyz", known.into_iter(), "section list").to_string();
        assert!(said.contains("section list"), "{said}");
    }
}

//! What facts ask for that no wire item of ours can hold, with the reason. At most 3 % of a kind's facts are
//! taken out by this list; what goes beyond counts as wrong.

use serde_json::Value;

use crate::data::word;

/// Kind, beginning of the test's name, end of the pointer, reason.
const LIST: &[(&str, &str, &str, &str)] = &[
    ("wire-newsml12", "belga", "/subject", "products and keywords from the vocabularies of one customer"),
    ("wire-nitf", "nitf_tests::test_update_and_hook", "/subject", "the test itself adds a subject"),
    ("wire-newsmlg2", "stt_planning", "/coverages/0", "the fields of another program's plan"),
    (
        "wire-newsmlg2",
        "stt_newsml_test::test_location",
        "/place",
        "how one customer's vocabularies belong together",
    ),
];

/// Why a fact is left out, if it is on the list.
pub(super) fn why(kind: &str, fact: &Value) -> Option<&'static str> {
    let (test, at) = (word(fact, "test"), word(fact, "at"));
    LIST.iter()
        .find(|(of_kind, start, end, _)| *of_kind == kind && test.starts_with(start) && at.ends_with(end))
        .map(|(_, _, _, why)| *why)
}

#!/usr/bin/env python3
"""Makes crates/wire/src/newsml_g2/rules/rules.txt from the XML Schema that IPTC publishes for NewsML-G2.

    scripts/newsml_g2_rules.py NewsML-G2_2.35-spec-All-Power.xsd > crates/wire/src/newsml_g2/rules/rules.txt

The schema: https://iptc.org/std/NewsML-G2/2.35/specification/, (c) IPTC, CC BY 4.0. How the rules are written is said at
their beginning. Since which version something may stand is in the schema's comments only; it is listed here.
"""

import sys
import xml.etree.ElementTree as ET

XS = "{http://www.w3.org/2001/XMLSchema}"

HEAD = """\
# What may stand in NewsML-G2, after the XML Schema of version 2.35 that IPTC publishes
# (https://iptc.org/std/NewsML-G2/2.35/specification/, © IPTC, CC BY 4.0), in a notation of our own.
#
# element NAME TYPE   an element that may stand wherever its name does; ~KIND is a type of mere text
# [TYPE]              what may stand in an element; [&X] attributes and [+X] elements that several types have
# like TYPE           it takes over attributes and text of that type, and its elements before its own
# text KIND           it holds text; “mixed”: text and elements
# @NAME KIND; …       attributes; ! must be there; @* those of other namespaces (or, “local”, any)
# = (…)               elements: a,b in this order, a|b one of them; ? * + {least,most} as ever;
#                     NAME=TYPE where the element's type is not that of its name; #other, #own, #any by namespace
# >2.29               from that version on; <2.30 after a *: before that version at least one
# Kinds are those of XML Schema; int:1:9 with bounds, K* a list, K|K either, 'word exactly that."""

# The version something came with: an element or @attribute anywhere, or within one type.
SINCE = {
    "hopHistory": "2.10",
    "rating": "2.11",
    "userInteraction": "2.11",
    "derivedFrom": "2.12",
    "expires": "2.17",
    "origRep": "2.20",
    "incomingFeedId": "2.20",
    "rightsExpressionXML": "2.23",
    "rightsExpressionData": "2.23",
    "worldRegion": "2.23",
    "pubHistory": "2.24",
    "mainConcept": "2.26",
    "facetConcept": "2.26",
    "metadataCreator": "2.28",
    "derivedFromValue": "2.28",
    "@schemecreated": "2.29",
    "@schememodified": "2.29",
    "@schemeretired": "2.29",
    "el.organisationDetails/affiliation": "2.29",
    "+EntityDetailsGroup/hasInstrument": "2.31",
    "@authoritystatus": "2.32",
    "@authoritystatusuri": "2.32",
    "digitalSourceType": "2.33",
    "dataMining": "2.34",
    "RelatedConceptType.related/related": "2.34",
    "eventStatus": "2.35",
}

# Before 2.30 an item had to have a catalog.
CATALOGS = "(catalogRef|catalog)*"

KINDS = {
    "DateOptTimeType": "date|dateTime",
    "TruncatedDateTimeType": "date|dateTime|gYearMonth|gYear",
    "UnionDateTimeType": "dateTime|date|gYearMonth|gYear|gMonth|gMonthDay|gDay",
    "UnionDateTimeEmptyStringType": "dateTime|empty",
    "EmptyStringType": "empty",
    "Int1to9Type": "int:1:9",
    "Int100Type": "int:0:100",
    "IRIType": "anyURI",
    "IRIListType": "anyURI*",
    "QCodeType": "qcode",
    "QCodeListType": "qcode*",
    "g2normalizedString": "line",
    "NMTOKEN": "nmtoken",
    "NMTOKENS": "nmtoken*",
    "ID": "name",
    "IDREF": "name",
    "IDREFS": "name*",
    "NCName": "name",
    "integer": "int",
    "nonNegativeInteger": "int:0:",
    "positiveInteger": "int:1:",
    "float": "double",
}
SAME = "language dateTime date boolean decimal double anyURI duration gYearMonth gYear int".split()

types = {}


def kind(name):
    """The kind of a simple type; what is not listed (strings, rules of iCalendar) is any text."""
    name = (name or "").removeprefix("xs:")
    return KINDS.get(name) or (name if name in SAME else "text")


def inline_kind(node):
    """The kind of a simple type that stands where it is used."""
    union, items = node.find(XS + "union"), node.find(XS + "list")
    if union is not None:
        parts = [kind(member) for member in (union.get("memberTypes") or "").split()]
        return "|".join(parts + [inline_kind(part) for part in union.findall(XS + "simpleType")])
    if items is not None:
        return (kind(items.get("itemType")) if items.get("itemType") else "text") + "*"
    rule = node.find(XS + "restriction")
    words = [word.get("value") for word in rule.findall(XS + "enumeration")]
    if words:
        return "|".join("'" + word for word in words)
    least, most = rule.find(XS + "minInclusive"), rule.find(XS + "maxInclusive")
    if least is not None or most is not None:
        bounds = [bound.get("value") if bound is not None else "" for bound in (least, most)]
        return ":".join(["int" if "nteger" in rule.get("base") else "num"] + bounds)
    if rule.find(XS + "pattern") is not None:
        return "version"
    base = kind(rule.get("base"))
    return "filled" if base == "text" and rule.find(XS + "minLength") is not None else base


def count(node):
    least, most = node.get("minOccurs", "1"), node.get("maxOccurs", "1")
    usual = {("1", "1"): "", ("0", "1"): "?", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}
    bounds = "{%s,%s}" % (least, "" if most == "unbounded" else most)
    return usual.get((least, most), bounds)


def since(within, name):
    return SINCE.get(f"{within}/{name}") or SINCE.get(name)


def from_version(within, name):
    version = since(within, name)
    return ">" + version if version else ""


def tag(node):
    return node.tag.replace(XS, "")


def particle(node, within, simple):
    if tag(node) in ("sequence", "choice"):
        held = [part for part in node if tag(part) in ("sequence", "choice", "element", "any", "group")]
        parts = [part for part in (particle(part, within, simple) for part in held) if part]
        between = "," if tag(node) == "sequence" else "|"
        return f"({between.join(parts)}){count(node)}" if parts else ""
    if tag(node) == "group":
        return "+" + node.get("ref") + count(node)
    if tag(node) == "any":
        space = node.get("namespace")
        name = "#any" if space == "##any" else "#own" if "iptc.org" in space else "#other"
        return name + count(node)
    if node.get("ref"):
        return node.get("ref") + from_version(within, node.get("ref")) + count(node)
    name, of = node.get("name"), node.get("type")
    if of is None:
        of = local_type(node, within.lstrip("+") + "." + name, simple)
    elif of.startswith("xs:") or of in simple:
        of = "~" + kind(of)
    return f"{name}={of}{from_version(within, name)}{count(node)}"


def local_type(node, name, simple):
    """The type that stands in an element."""
    of, text = node.find(XS + "complexType"), node.find(XS + "simpleType")
    if of is None:
        return "~" + (inline_kind(text) if text is not None else "text")
    define(name, of, simple)
    return name


def attributes(node, within, out):
    for part in node:
        if tag(part) == "attribute" and part.get("name") and part.get("use") != "prohibited":
            text = part.find(XS + "simpleType")
            of = inline_kind(text) if text is not None else kind(part.get("type"))
            of = "'" + part.get("fixed") if part.get("fixed") else of
            needed = "!" if part.get("use") == "required" else ""
            version = since(within, "@" + part.get("name"))
            out.append(f"@{part.get('name')}{needed} {of}" + (f" {version}" if version else ""))
        elif tag(part) == "attributeGroup":
            out.append("&" + part.get("ref"))
        elif tag(part) == "anyAttribute":
            out.append("@* " + ("local" if part.get("namespace") == "##local" else "other"))


def body(node, within, out, simple):
    attributes(node, within, out)
    for part in node:
        if tag(part) in ("sequence", "choice", "group"):
            model = particle(part, within, simple)
            if model:
                out.append("= " + model.replace(CATALOGS, CATALOGS + "<2.30"))


def define(name, node, simple):
    if name in types:
        return
    out = types[name] = []
    held = node.find(XS + "complexContent")
    text = node.find(XS + "simpleContent")
    held = text if held is None else held
    if "true" in (node.get("mixed"), held.get("mixed") if held is not None else None):
        out.append("mixed")
    if held is None:
        return body(node, name, out, simple)
    extension = held.find(XS + "extension")
    base = extension.get("base")
    of_text = text is not None and (base.startswith("xs:") or base in simple)
    out.append("text " + kind(base) if of_text else "like " + base)
    body(extension, name, out, simple)


def show(name, rules):
    print(f"\n[{name}]")
    given = [rule for rule in rules if rule[0] in "@&"]
    for rule in rules:
        if rule[0] not in "@&=":
            print(rule)
    line = ""
    for rule in given:
        if line and len(line) + len(rule) > 100:
            print(line + ";")
            line = rule
        else:
            line = f"{line}; {rule}" if line else rule
    if line:
        print(line)
    for rule in rules:
        if rule[0] == "=":
            print(rule)


def main(path):
    root = ET.parse(path).getroot()
    simple = {node.get("name") for node in root.findall(XS + "simpleType")}
    print(HEAD)
    for node in root.findall(XS + "element"):
        name, of = node.get("name"), node.get("type")
        if of is None:
            of = local_type(node, "el." + name, simple)
        elif of.startswith("xs:") or of in simple:
            of = "~" + kind(of)
        print(f"element {name} {of}")
    for node in root.findall(XS + "complexType"):
        define(node.get("name"), node, simple)
    groups = []
    for sign, what in (("&", "attributeGroup"), ("+", "group")):
        for node in root.findall(XS + what):
            name, rules = sign + node.get("name"), []
            body(node, name, rules, simple)
            groups.append((name, rules))
    for name, rules in [*types.items(), *groups]:
        show(name, rules)


if __name__ == "__main__":
    main(sys.argv[1])

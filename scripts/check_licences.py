#!/usr/bin/env python3
"""Checks the dependencies against deny.toml: licences, sources, banned crates.

It reads the same file as cargo-deny and enforces the part of it that needs no network, so that
the check also runs where cargo-deny is not installed. Advisories are left to cargo-deny.
"""

import json
import re
import subprocess
import sys
import tomllib


def allowed(expression: str, licences: set[str]) -> bool:
    """Whether an SPDX expression can be met with these licences."""
    # "/" is how crates wrote OR before SPDX expressions were required.
    tokens = re.findall(r"\(|\)|[A-Za-z0-9.+-]+", expression.replace("/", " OR "))
    python = []
    skip = False
    for token in tokens:
        if skip:
            skip = False
        elif token in ("(", ")"):
            python.append(token)
        elif token in ("AND", "OR"):
            python.append(token.lower())
        elif token == "WITH":
            skip = True
        else:
            python.append(str(token in licences))
    return bool(python) and eval(" ".join(python), {"__builtins__": {}})


def main() -> int:
    with open("deny.toml", "rb") as file:
        rules = tomllib.load(file)
    licences = set(rules["licenses"]["allow"])
    exceptions = {entry["crate"]: set(entry["allow"]) for entry in rules["licenses"]["exceptions"]}
    exceptions = {entry["crate"]: set(entry["allow"]) for entry in rules["licenses"].get("exceptions", [])}
    banned = {entry["crate"] for entry in rules["bans"]["deny"]}
    sources = set(rules["sources"]["allow-registry"])
    output = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--locked"], check=True, capture_output=True
    )
    problems = []
    packages = json.loads(output.stdout)["packages"]
    for package in packages:
        name = f"{package['name']} {package['version']}"
        source = package["source"]
        if source is not None and source.removeprefix("registry+") not in sources:
            problems.append(f"{name} comes from {source}, which deny.toml does not allow")
        if package["name"] in banned:
            problems.append(f"{name} is banned by deny.toml")
        if not allowed(package["license"] or "", licences | exceptions.get(package["name"], set())):
            problems.append(f"{name} has licence {package['license']!r}, which deny.toml does not allow")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(packages)} packages checked, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

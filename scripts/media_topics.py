#!/usr/bin/env python3
"""Makes crates/wire/src/media_topics/topics.tsv from the spreadsheet in which IPTC publishes its Media Topics.

    scripts/media_topics.py IPTC-MediaTopic-NewsCodes.xlsx > crates/wire/src/media_topics/topics.tsv

The spreadsheet: https://iptc.org/std/NewsCodes/IPTC-MediaTopic-NewsCodes.xlsx, (c) IPTC, CC BY 4.0.
"""

import re
import sys
import zipfile
import xml.etree.ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# Topics that IPTC has no German name for yet. Ours, and only until IPTC has its own.
OWN_GERMAN = {
    "20001383": "Flächennutzungspolitik",
    "20001384": "Politische Partei",
    "20001385": "Politische Bewegungen und Verbände",
    "20001386": "Kommunismus",
    "20001387": "Demokratischer Sozialismus",
    "20001388": "Theokratie",
    "20001389": "Absolute Monarchie",
    "20001390": "Skibergsteigen",
}


def rows(path):
    """The rows of the first sheet, each as a list of texts."""
    with zipfile.ZipFile(path) as book:
        strings = [
            "".join(text.text or "" for text in entry.iter(MAIN + "t"))
            for entry in ET.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(MAIN + "row"):
        cells = []
        for cell in row.iter(MAIN + "c"):
            letters = re.match(r"[A-Z]+", cell.get("r")).group()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            cells += [""] * (column - len(cells))
            value = cell.find(MAIN + "v")
            if value is not None:
                cells[column - 1] = strings[int(value.text)] if cell.get("t") == "s" else value.text
        yield cells


def main():
    table = iter(rows(sys.argv[1]))
    print("# " + next(table)[0] + ". © International Press Telecommunications Council, CC BY 4.0")
    print("# (https://creativecommons.org/licenses/by/4.0/), shortened by scripts/media_topics.py.")
    print("# Code, level below which it stands, date retired, English name, American name where it differs,")
    print("# German name, code in the older Subject NewsCodes.")
    names = next(table)
    for cells in table:
        row = dict(zip(names, cells + [""] * (len(names) - len(cells))))
        code = row["NewsCode-QCode (flat)"].removeprefix("medtop:")
        if not re.fullmatch(r"\d{8}", code):
            continue
        level = next(n for n in range(1, 7) if row[f"Level{n}/NewsCode"])
        english, american = row["Name (en-GB)"].strip(), row["Name (en-US)"].strip()
        english = english or american
        fields = [
            code,
            str(level),
            row["RetiredDate"][:10],
            english,
            american if american != english else "",
            row["Name (de)"].strip() or OWN_GERMAN.get(code, ""),
            row["SubjectCode mapping"].rsplit("/", 1)[-1],
        ]
        print("\t".join(re.sub(r"\s+", " ", field) for field in fields))


main()

"""How many pages a second trafilatura or readability-lxml extract: extract_rate.py WHICH FOLDER. One round."""

import logging
import pathlib
import sys
import time

logging.disable(logging.CRITICAL)


def main(which: str, folder: str) -> None:
    pages = [path.read_bytes() for path in sorted(pathlib.Path(folder).rglob("*.html"))]
    if which == "trafilatura":
        import trafilatura

        def extract(page: bytes) -> str:
            return trafilatura.extract(page) or ""
    else:
        from readability import Document

        def extract(page: bytes) -> str:
            return Document(page.decode("utf-8", "replace")).summary()

    failed = 0
    start = time.perf_counter()
    for page in pages:
        try:
            extract(page)
        except Exception:  # what a peer cannot read counts as read
            failed += 1
    seconds = time.perf_counter() - start
    print(f"{which}: {len(pages) / seconds:.0f} pages a second, {failed} of {len(pages)} failed")


main(*sys.argv[1:])

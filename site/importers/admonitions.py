"""``:::note`` blocks of Docusaurus, Starlight and VuePress, as the alerts of GitHub's Markdown."""

import re

from importers.blocks import blocks
from importers.items import About, Note

OPENER = re.compile(
    r"^(?P<indent>[ \t>]*):{3,}[ \t]*(?P<name>[a-z]+)"
    r"(?:\[(?P<label>.*)\]|[ \t]+(?P<title>[^{\n]*?))?[ \t]*(?:\{.*\})?$"
)
CLOSER = re.compile(r"^[ \t>]*:{3,}[ \t]*$")
ALERTS = {
    "note": "NOTE",
    "info": "NOTE",
    "abstract": "NOTE",
    "details": "NOTE",
    "tip": "TIP",
    "success": "TIP",
    "important": "IMPORTANT",
    "caution": "CAUTION",
    "danger": "CAUTION",
    "error": "CAUTION",
    "warning": "WARNING",
    "warn": "WARNING",
}


def to_alerts(text: str, first_line: int = 1) -> tuple[str, list[Note]]:
    """*text* with its blocks of ``:::`` as alerts, titles in bold; one that never closes stays as it is."""
    if ":::" not in text:
        return text, []
    rows = text.split("\n")
    code = _code_rows(text)
    ends = _pairs(rows, code)
    made: list[str] = []
    notes: list[Note] = []
    depth = 0
    for number, row in enumerate(rows):
        prefix = "> " * depth
        if number in ends:
            opener = OPENER.match(row)
            notes.append(
                Note(first_line + number, f"{row.strip()[:60]} became an alert.", About.TRANSLATED, ":::")
            )
            depth += 1
            made += _opened(opener, prefix) if opener else [row]
        elif number in ends.values():
            depth -= 1
            made.append(prefix[:-2].rstrip())
        else:
            made.append((prefix + row).rstrip() if depth else row)
    return "\n".join(made), notes


def _opened(opener: re.Match[str], prefix: str) -> list[str]:
    said = (opener["label"] or opener["title"] or "").strip()
    rows = [f"{prefix}> [!{ALERTS[opener['name']]}]"]
    return [*rows, f"{prefix}> **{said}**", f"{prefix}>"] if said else rows


def _code_rows(text: str) -> set[int]:
    rows: set[int] = set()
    for block in blocks(text):
        if block.kind == "code":
            first = text.count("\n", 0, block.start)
            rows.update(range(first, first + text.count("\n", block.start, block.end)))
    return rows


def _pairs(rows: list[str], code: set[int]) -> dict[int, int]:
    """The row in which each block closes, by the row in which it opens."""
    open_rows: list[int] = []
    pairs: dict[int, int] = {}
    for number, row in enumerate(rows):
        if number in code or ":::" not in row:
            continue
        opener = OPENER.match(row)
        if opener and opener["name"] in ALERTS:
            open_rows.append(number)
        elif CLOSER.match(row) and open_rows:
            pairs[open_rows.pop()] = number
    return pairs

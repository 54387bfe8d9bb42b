"""The lines that docs/deploy.md tells somebody to type."""

import re
from collections.abc import Iterator
from pathlib import Path

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HERE_DOCUMENT = re.compile(r"<<'(\w+)'")


def lines(page: Path) -> Iterator[str]:
    """Each command of *page*'s ``sh`` blocks in its order; a here-document stays one with what it is for."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        yield from _commands(block)


def _commands(block: str) -> Iterator[str]:
    left = iter(block.splitlines())
    for line in left:
        found = HERE_DOCUMENT.search(line)
        if not found:
            yield line
            continue
        document = [line]
        while document[-1] != found[1]:
            document.append(next(left))
        yield "\n".join(document)

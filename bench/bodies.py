"""Real bodies to measure with: the corpus where it is there, else the demo's own texts."""

import os
import re
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("CORPUS") or ROOT.parent / "shared" / "corpus" / "markdown")
DEMO = ROOT / "site" / "importers" / "demo"
FRONT_MATTER = re.compile(r"\A(?:---|\+\+\+)\n.*?\n(?:---|\+\+\+)\n", re.DOTALL)
SMALLEST, LARGEST = 1_500, 30_000  # characters: what people call a post


def distinct(number: int) -> list[str]:
    """*number* Markdown bodies, no two alike: each begins with a line of its own."""
    texts = _texts()
    return [
        f"Letter {n} of the bench.\n\n{text}" for n, text in enumerate(islice(cycle(texts), number), start=1)
    ]


def _texts() -> list[str]:
    folder = CORPUS if CORPUS.is_dir() else DEMO
    found = [
        FRONT_MATTER.sub("", path.read_text(encoding="utf-8", errors="replace"))
        for path in sorted(folder.rglob("*.md"))
    ]
    return [text for text in found if SMALLEST <= len(text) <= LARGEST] or found

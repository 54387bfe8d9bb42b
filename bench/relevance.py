"""``make relevance``: how well search answers people, judged by hand over real texts in four languages.

The queries and their judgements are ours (``judged.txt``); the texts are the corpus beside the house. The
figure is nDCG@10: 1 where what answers best stands first, and so on down (Järvelin and Kekäläinen, 2002).
"""

import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import start

SITES = ("rust-blog", "opensource-guide-ja-zh", "mehdix-fa")
CORPUS = Path(os.environ.get("CORPUS") or start.ROOT.parent / "shared" / "corpus" / "markdown")
JUDGED = Path(__file__).with_name("judged.txt")
LEAST, DEEP = 0.9, 10

Judgement = tuple[str, dict[str, int]]


def main() -> None:
    """Bring the texts in, ask everything, print what is not perfect, and fail where it is not good enough."""
    if not CORPUS.is_dir():
        raise SystemExit(f"The corpus of real content is not there ({CORPUS}).")
    with tempfile.TemporaryDirectory(prefix="stet-relevance-") as name:
        database = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{name}/site.sqlite3"
        env = start.environment(Path(name), 0) | {
            "DATABASE_URL": database,
            "PAGES_REDIS_URL": "",
            "REDIS_URL": "",
        }
        os.environ |= env
        _manage("migrate", "--verbosity", "0")
        for site in SITES:
            _manage("import_content", str(CORPUS / site / "site"))
        start.django()
        _report()


def _manage(*arguments: str) -> None:
    command = [sys.executable, str(start.ROOT / "manage.py"), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _report() -> None:
    asked = list(judgements(JUDGED.read_text(encoding="utf-8")))
    figures, empty = [], 0
    for query, judged in asked:
        titles = answers(query)
        figure = ndcg(titles, judged)
        figures.append(figure)
        empty += not titles
        if figure < 1:
            print(f"  {figure:.2f}  {query}: {' | '.join(titles[:3]) or 'nothing'}")
    mean = sum(figures) / len(figures)
    print(f"{len(figures)} queries, nDCG@{DEEP} {mean:.3f} (≥ {LEAST}), answered by nothing: {empty} (0)")
    if mean < LEAST or empty:
        raise SystemExit("Missed: relevance.")


def answers(query: str) -> list[str]:
    """The titles that *query* finds, the best first."""
    from django.utils import timezone

    from content import search

    found: Any = search.find(search.read(query), timezone.now())
    return [hit.entry.title for hit in found.hits]


def judgements(text: str) -> Iterator[Judgement]:
    """Each query of *text*, with the grades of the titles that answer it."""
    for line in text.splitlines():
        if " => " in line and not line.startswith("#"):
            query, _, said = line.partition(" => ")
            grades = (re.fullmatch(r"([123]) (.+)", each.strip()) for each in re.split(r" \| ", said))
            yield query, {found[2]: int(found[1]) for found in grades if found}


def ndcg(titles: list[str], judged: dict[str, int]) -> float:
    """How good the order of *titles* is, against the best one that *judged* allows."""
    gains = [2 ** judged.get(title, 0) - 1 for title in dict.fromkeys(titles)]
    best = sorted((2**grade - 1 for grade in judged.values()), reverse=True)
    return _discounted(gains) / _discounted(best)


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:DEEP]))


if __name__ == "__main__":
    main()

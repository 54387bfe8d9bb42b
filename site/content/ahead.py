"""Texts rendered side by side before they are saved: of an import's time, rendering is the largest part.

Rendering is pure, so processes of their own can do it: each gets a text with what its references stand for.
What they made is used only where the references still stand for the same.
"""

import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from content.markdown import Rendered, Target, clean_html, render

REFERENCE = re.compile(r"\b(?:post|page|picture|file):\d+")
WORTH_A_POOL = 20  # texts; starting the processes takes as long as rendering so many

Text = tuple[str, str, str]  # body, format, language
Known = dict[str, Target | None]
Resolve = Callable[[str], Target | None]


@dataclass
class Ahead:
    """Some processes that render, and what they have made so far."""

    made: dict[Text, tuple[Known, Rendered]] = field(default_factory=dict)
    pool: ProcessPoolExecutor | None = None

    def render(self, texts: Iterable[Text], resolve: Resolve) -> None:
        """Render *texts*, side by side where they are many; a text that is refused is left out."""
        asked = [(text, {name: resolve(name) for name in REFERENCE.findall(text[0])}) for text in set(texts)]
        self.made = {}
        if len(asked) < WORTH_A_POOL:
            return
        try:
            renderings = list(self._pool().map(_rendered, asked, chunksize=4))
        except BrokenExecutor:
            return  # a machine without room for more processes: the verb renders each text itself
        for (text, known), made in zip(asked, renderings, strict=True):
            if made is not None:
                self.made[text] = known, made

    def take(self, text: Text, resolve: Resolve) -> Rendered | None:
        """What was made of *text*, or None where it was not, or a reference stands for something else now."""
        known, made = self.made.get(text, ({}, None))
        return made if all(resolve(name) == target for name, target in known.items()) else None

    def close(self) -> None:
        """End the processes."""
        if self.pool:
            self.pool.shutdown()

    def _pool(self) -> ProcessPoolExecutor:
        if self.pool is None:
            # spawned, not forked: a copy of this process would hold its database connection and locks
            self.pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
        return self.pool


def _rendered(asked: tuple[Text, Known]) -> Rendered | None:
    (body, body_format, language), known = asked
    try:
        if body_format == "html":
            return clean_html(body, resolve=known.get, language=language)
        return render(body, resolve=known.get, language=language)
    except ValueError:
        return None  # the verb renders it again, and says why it cannot be

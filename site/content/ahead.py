"""Texts rendered side by side before they are saved: of an import's time, rendering is the largest part.

Rendering is pure, so processes of their own can do it: each gets a text with what its references stand for.
What they made is used only where the references still stand for the same.
"""

import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
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
    """Some processes that render, and what they were asked for."""

    asked: dict[Text, tuple[Known, "Future[Rendered | None]"]] = field(default_factory=dict)
    pool: ProcessPoolExecutor | None = None

    def render(self, texts: Iterable[Text], resolve: Resolve) -> None:
        """Begin to render *texts*, side by side with whatever comes next; a few are left to the verb."""
        new = set(texts) - self.asked.keys()
        if not self.pool and len(new) < WORTH_A_POOL:
            return
        for text in new:
            known = {name: resolve(name) for name in REFERENCE.findall(text[0])}
            self.asked[text] = known, self._pool().submit(_rendered, text, known)

    def take(self, text: Text, resolve: Resolve) -> Rendered | None:
        """What was made of *text*; None where it was not, or a reference stands for something else now."""
        if text not in self.asked:
            return None
        known, future = self.asked.pop(text)
        if any(resolve(name) != target for name, target in known.items()):
            return None
        try:
            return future.result()
        except BrokenExecutor:
            return None  # a machine without room for more processes: the verb renders by itself

    def close(self) -> None:
        """End the processes."""
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def _pool(self) -> ProcessPoolExecutor:
        if self.pool is None:
            # spawned, not forked: a copy of this process would hold its database connection and locks
            self.pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
        return self.pool


def _rendered(text: Text, known: Known) -> Rendered | None:
    body, body_format, language = text
    try:
        if body_format == "html":
            return clean_html(body, resolve=known.get, language=language)
        return render(body, resolve=known.get, language=language)
    except ValueError:
        return None  # the verb renders it again, and says why it cannot be

"""Texts rendered before they are saved, beside whoever saves them: rendering is half of an import's time.

Rendering is pure, so processes of their own can do it: each gets a text with what its references stand for.
What they made is used only where the references still stand for the same.
"""

import gc
import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from content.markdown import Rendered, Target, clean_html, render

SIGNS = ("post:", "page:", "picture:", "file:")
REFERENCE = re.compile(rf"\b(?:{'|'.join(SIGNS)})\d+")
COLLECTED_AFTER = 100_000  # objects: those of a text go by themselves, and to look for them takes longer
WORTH_A_POOL = 20  # texts; starting the processes takes as long as rendering so many

Text = tuple[str, str, str]  # body, format, language
Known = dict[str, Target | None]
Resolve = Callable[[str], Target | None]


@dataclass
class Ahead:
    """Some processes that render, and what they were asked for."""

    asked: dict[Text, tuple[Known, "Future[Rendered | None]"]] = field(default_factory=dict)
    pool: ProcessPoolExecutor | None = None

    def expect(self, texts: int) -> None:
        """Start the processes, when so many *texts* will come; they are ready when the first does."""
        if texts >= WORTH_A_POOL:
            self._pool().submit(render, "")

    def render(self, texts: Iterable[Text], resolve: Resolve) -> None:
        """Begin to render *texts*, beside whatever comes next; a few are left to the verb."""
        new = [text for text in dict.fromkeys(texts) if text not in self.asked]
        if not self.pool and len(new) < WORTH_A_POOL:
            return
        for text in new:
            known = _known(text, resolve)
            self.asked[text] = known, self._pool().submit(_rendered, text, known)

    def render_here(self, texts: Iterable[Text], resolve: Resolve) -> None:
        """Render *texts* in this process, before whatever comes next."""
        for text in dict.fromkeys(texts):
            known = _known(text, resolve)
            self.asked[text] = known, _done(text, known)

    def take(self, text: Text, resolve: Resolve) -> Rendered | None:
        """What was made of *text*; None where it was not, or a reference stands for something else now."""
        if text not in self.asked:
            return None
        known, future = self.asked.pop(text)
        if any(resolve(name) != target for name, target in known.items()):
            return None
        self._render_until(future)
        try:
            return future.result()
        except BrokenExecutor:
            return None  # a machine without room for more processes: the verb renders by itself

    def _render_until(self, awaited: "Future[Rendered | None]") -> None:
        """Instead of waiting for one, render others that the processes have not begun, the last first."""
        for text, (known, future) in reversed(self.asked.items()):
            if awaited.done():
                return
            if future.cancel():
                self.asked[text] = known, _done(text, known)

    def close(self) -> None:
        """End the processes."""
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def _pool(self) -> ProcessPoolExecutor:
        if self.pool is None:
            others = max(1, (os.cpu_count() or 1) - 1)  # this process has work of its own for one processor
            # spawned, not forked: a copy of this process would hold its database connection and locks
            self.pool = ProcessPoolExecutor(
                others, get_context("spawn"), gc.set_threshold, (COLLECTED_AFTER,)
            )
        return self.pool


def _known(text: Text, resolve: Resolve) -> Known:
    """What the references of *text* stand for now."""
    return {name: resolve(name) for name in _references(text[0])}


def _done(text: Text, known: Known) -> "Future[Rendered | None]":
    made: Future[Rendered | None] = Future()
    made.set_result(_rendered(text, known))
    return made


def _references(body: str) -> list[str]:
    return REFERENCE.findall(body) if any(sign in body for sign in SIGNS) else []


def _rendered(text: Text, known: Known) -> Rendered | None:
    body, body_format, language = text
    try:
        if body_format == "html":
            return clean_html(body, resolve=known.get, language=language)
        return render(body, resolve=known.get, language=language)
    except Exception:  # whatever is wrong with it, the verb renders it again and says why it cannot be
        return None

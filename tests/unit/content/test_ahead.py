"""Texts are rendered before they are saved, by others and by whoever would only wait for them."""

from concurrent.futures import Future
from typing import Any

from content.ahead import Ahead
from content.markdown import Rendered, render
from content.markdown.body import nothing

FIRST, LAST = ("first", "markdown", "en"), ("last", "markdown", "en")


class Given:
    """A pool that gives these futures out, one after the other."""

    def __init__(self, *futures: "Future[Rendered | None]") -> None:
        self.futures = iter(futures)

    def submit(self, *_: Any) -> "Future[Rendered | None]":
        return next(self.futures)


def test_whoever_waits_renders_what_nobody_has_begun() -> None:
    begun: Future[Rendered | None] = Future()
    idle: Future[Rendered | None] = Future()
    begun.set_running_or_notify_cancel()
    idle.add_done_callback(lambda _: begun.set_result(render("first")))  # only now the awaited one is done
    ahead = Ahead(pool=Given(begun, idle))  # type: ignore[arg-type]
    ahead.render([FIRST, LAST], nothing)
    assert (ahead.take(FIRST, nothing), ahead.take(LAST, nothing)) == (render("first"), render("last"))


def test_a_few_texts_are_left_to_whoever_saves_them() -> None:
    ahead = Ahead()
    ahead.expect(3)
    ahead.render([FIRST, LAST], nothing)
    assert not ahead.pool
    assert ahead.take(FIRST, nothing) is None

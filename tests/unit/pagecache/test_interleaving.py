"""A reader and a writer, each stopped at each step while the other goes on: no old page outlives a commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from threading import Event, Thread

import pytest
from django.db import connection
from django.test import Client

from content.models import Topic
from pagecache import pauses

STEPS = list(product(pauses.READERS, pauses.WRITERS))
LONG = 20  # seconds; nobody waits so long unless something hangs


class Stopped:
    """Work in a thread of its own that stops at *step* until it may go on."""

    def __init__(self, step: str, work: Callable[[], object]) -> None:
        self.step, self.work = step, work
        self.has_stopped, self.may_go_on = Event(), Event()
        self.thread = Thread(target=self._run)

    def _run(self) -> None:
        self.work()
        connection.close()

    def at(self, step: str) -> None:
        if step == self.step:
            self.has_stopped.set()
            assert self.may_go_on.wait(LONG)

    def start(self) -> None:
        self.thread.start()
        assert self.has_stopped.wait(LONG)

    def finish(self) -> None:
        self.may_go_on.set()
        self.thread.join(LONG)


@contextmanager
def stopped_at(*several: Stopped) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pauses, "hook", lambda step: [each.at(step) for each in several])
        yield


@pytest.fixture
def topic(kept: Client) -> Topic:
    made: Topic = Topic.objects.create(name="before", slug="before")
    return made


def actors(topic: Topic, steps: tuple[str, str]) -> tuple[Stopped, Stopped]:
    """The reader and the writer of the one page, and what the writer makes of it."""
    Topic.objects.filter(pk=topic.pk).update(name=f"before {steps}")
    reader = Stopped(steps[0], lambda: Client().get(f"/one/{topic.pk}/"))
    writer = Stopped(steps[1], lambda: Topic.objects.filter(pk=topic.pk).update(name=f"after {steps}"))
    return reader, writer


def is_old(client: Client, topic: Topic, steps: tuple[str, str]) -> bool:
    return any(client.get(f"/one/{topic.pk}/").content.decode() != f"after {steps}" for _ in range(2))


def test_a_reader_who_came_first_leaves_no_old_page(kept: Client, topic: Topic) -> None:
    old = []
    for steps in STEPS:
        reader, writer = actors(topic, steps)
        with stopped_at(reader, writer):
            reader.start(), writer.start(), reader.finish(), writer.finish()
        old += [steps] if is_old(kept, topic, steps) else []
    assert old == []


def test_a_reader_who_stores_after_the_writer_has_finished_leaves_no_old_page(
    kept: Client, topic: Topic
) -> None:
    old = []
    for steps in STEPS:
        reader, writer = actors(topic, steps)
        with stopped_at(reader, writer):
            writer.start(), reader.start(), writer.finish(), reader.finish()
        old += [steps] if is_old(kept, topic, steps) else []
    assert old == []


def test_a_page_made_from_after_the_commit_may_be_kept(kept: Client, topic: Topic) -> None:
    reader, writer = actors(topic, (pauses.LEASED, pauses.WAITED))
    with stopped_at(reader, writer):
        writer.start(), reader.start(), writer.finish(), reader.finish()
    assert kept.get(f"/one/{topic.pk}/")["X-Page-Cache"] == "hit"

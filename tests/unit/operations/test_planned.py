"""The worker applies what is due, and of two workers one does."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog.models import Post
from content import planning, publishing
from content.actors import SITE
from content.models import Planned, Revision
from content.revisions import newest
from operations import planned
from tests import world
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def due_change() -> None:
    """A change of a live post whose time has just come."""
    post = world.post(body="Before.")
    revision = publishing.revise(actor=SITE, thing=post, fields={"body": "After."}, base=newest(post))
    planning.plan(actor=SITE, thing=post, revision=revision, at=timezone.now() + timedelta(days=1))
    Planned.objects.update(at=timezone.now())


def test_the_worker_applies_what_is_due_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planned, "LOOK_EVERY", 0.02)
    due_change()
    ended = threading.Event()
    worker = threading.Thread(target=planned.run, args=(ended,))
    worker.start()
    try:
        until(lambda: not Planned.objects.exists())
    finally:
        ended.set()
        worker.join()
    assert Post.objects.get().body == "After."


def test_two_workers_at_the_same_moment_apply_it_once() -> None:
    due_change()
    both, applied = threading.Barrier(2), []

    def work() -> None:
        found = planning.due(timezone.now())
        both.wait(60)
        applied.extend(planning._apply(number) for number in found)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(applied) == [False, True]
    assert Revision.objects.filter(kind=Revision.Kind.PUBLISHED).count() == 2

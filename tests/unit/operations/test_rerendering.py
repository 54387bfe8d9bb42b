"""The worker renders anew what an older release rendered."""

import threading

import pytest

from blog.models import Post
from content import rerendering as verb
from content.markdown import RENDERER
from operations import rerendering
from tests import world
from tests.unit.operations.test_planned import until

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_renders_anew_what_is_due_and_looks_again(monkeypatch):
    monkeypatch.setattr(rerendering, "BEGIN_AFTER", 0.02)
    monkeypatch.setattr(rerendering, "LOOK_EVERY", 0.02)
    world.posts(verb.AT_ONCE + 1)
    ended = threading.Event()
    worker = threading.Thread(target=rerendering.run, args=(ended,))
    worker.start()
    try:
        for _ in range(2):
            Post.objects.update(renderer="1")
            until(lambda: not Post.objects.exclude(renderer=RENDERER).exists())
    finally:
        ended.set()
        worker.join(60)
    assert not worker.is_alive()

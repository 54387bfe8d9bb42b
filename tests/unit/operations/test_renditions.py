"""The worker makes the renditions of what was brought."""

import threading

import pytest

from content import library
from content.actors import SITE
from media.models import Picture
from operations import renditions
from tests.unit.media.test_sizing import photograph
from tests.unit.operations.test_planned import until

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_makes_what_is_due_and_goes_on(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(renditions, "LOOK_EVERY", 0.02)
    library.keep(actor=SITE, data=photograph("JPEG", 400, quality=95), name="noise.jpg")
    ended = threading.Event()
    worker = threading.Thread(target=renditions.run, args=(ended,))
    worker.start()
    try:
        until(lambda: Picture.objects.filter(recipe__gt=0).exists())
    finally:
        ended.set()
        worker.join()
    assert Picture.objects.get().srcset

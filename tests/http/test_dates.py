"""Sitemap, JSON-LD, feeds and IndexNow agree after random edits: ``make drill-dates`` in short."""

import random

import pytest

from bench.dates import Drill
from tests import world

WORDS = " ".join(f"word{letter} written here and" for letter in "abcdefghijklmnopqrstuvwxyz")


@pytest.mark.django_db
def test_after_random_edits_all_dates_agree(client):
    world.site()
    for number in range(3):
        world.post(f"Letter {number}", body=WORDS)
    drill = Drill(client, random.Random(11))
    drill.begin()
    for _ in range(12):
        drill.edit()
    assert drill.wrong == []
    assert len(drill.done) > 4

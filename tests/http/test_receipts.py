"""What is done behind the door says what it changed for readers: its words offer a receipt."""

import re

import pytest

from studio.models import Receipt
from tests import world

pytestmark = pytest.mark.django_db

DONE = {
    "menus": lambda: ("/studio/menus/", {"main_title": "Writing", "main_url": "/blog/"}),
    "describe": lambda: (f"/studio/topics/{world.topic().pk}/", {"name": "Questions", "description": ""}),
    "remove topic": lambda: (f"/studio/topics/{world.topic().pk}/remove/", {}),
    "series": lambda: ("/studio/series/", {"title": "Marks", "description": ""}),
    "remove series": lambda: (f"/studio/series/{world.series().pk}/remove/", {}),
    "redirect": lambda: ("/studio/redirects/", {"path": "/old/", "target": "/blog/", "status": 301}),
    "remove redirect": lambda: (f"/studio/redirects/{world.redirect().pk}/remove/", {}),
    "order": lambda: (f"/studio/series/{world.series('Marks', world.post()).pk}/order/", {"post": []}),
    "place": lambda: (f"/studio/series/{world.series().pk}/add/", {"post": world.post().get_absolute_url()}),
}


@pytest.mark.parametrize("what", DONE)
def test_it_offers_its_receipt(client, what):
    client.force_login(world.ines())
    address, form = DONE[what]()
    page = client.post(address, form, follow=True).text
    slip = Receipt.objects.get()
    assert f'href="/studio/receipts/{slip.pk}/"' in page
    assert client.get(f"/studio/receipts/{slip.pk}/").status_code == 200


def test_undoing_many_has_a_receipt_too(client):
    client.force_login(world.ines())
    done = client.post("/studio/bulk/post/", {"do": "withdraw", "thing": [world.post().pk]}, follow=True).text
    number = re.search(r"/studio/undo/(\d+)/", done)[1]
    client.post(f"/studio/undo/{number}/")
    assert [slip.verb for slip in Receipt.objects.order_by("pk")] == ["withdraw", "undo"]


def test_what_is_refused_leaves_none(client):
    client.force_login(world.ines())
    answer = client.post("/studio/redirects/", {"path": "/old/", "target": "/old/", "status": 301})
    assert answer.status_code == 422
    assert not Receipt.objects.exists()

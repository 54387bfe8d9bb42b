"""Pictures on readers' pages: in the width and the format that a browser wants."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content import renditions
from content.actors import SITE
from content.models import Person
from media.models import Picture
from media.renditions import RECIPE, Made
from seo import absolute
from tests import world

pytestmark = pytest.mark.django_db


def offered(**columns: object) -> Picture:
    picture = world.picture(**columns)
    widths = {"of": picture.file.name, "recipe": RECIPE, "avif": [640, 360], "png": [360]}
    made = Made(picture.file.name, widths, "tint tl-3 tc-0 th-0")
    renditions.offer(actor=SITE, made=[(picture, made)])
    picture.refresh_from_db()
    return picture


def test_a_lead_picture_comes_first_and_in_all_its_files(read):
    world.post(lead_picture=offered().pk, lead_alt="A caret")
    plate = read("/blog/let-it-stand/").select_one(".plate picture")
    assert plate.source["srcset"] == (
        "/media/renditions/caret/640-1.avif 640w, /media/renditions/caret/360-1.avif 360w"
    )
    assert plate.img["srcset"] == "/media/pictures/caret.png 640w, /media/renditions/caret/360-1.png 360w"
    assert (plate.img["fetchpriority"], plate.img["width"], plate.img["alt"]) == ("high", "640", "A caret")
    assert plate.img["class"] == ["tint", "tl-3", "tc-0", "th-0"]


def test_a_portrait_is_cut_round_what_matters_most_in_it(read):
    world.ines()
    Person.objects.update(picture=offered(focus_x=0.2))
    assert "fx-2" in read("/authors/ines-okafor/").select_one("img.portrait")["class"]


def test_a_feed_shows_the_picture_itself(client: Client):
    world.post(body=f"![A caret](picture:{offered().pk})")
    entry = unescape(client.get("/feed.atom").content.decode())
    assert "srcset" not in entry
    assert "<picture>" not in entry
    assert f'src="{absolute("/media/pictures/caret.png")}"' in entry


def test_renditions_ask_the_database_nothing_more(client: Client):
    world.post("Plain", lead_picture=world.picture("plain.png").pk)
    world.post("Offered", lead_picture=offered().pk)
    assert queries(client, "/blog/offered/") == queries(client, "/blog/plain/")


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as made:
        client.get(address)
    return len(made)

"""Renditions come later than the texts that show their picture, which then offer them."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from content import library, renditions
from content.actors import SITE
from content.brought import discard
from media.models import Picture
from tests import world
from tests.unit.media.test_sizing import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def brought(data: bytes | None = None) -> Picture:
    data = data or photograph("JPEG", 700, quality=95)
    return library.keep(actor=SITE, data=data, name="noise.jpg", alt="Noise")[0]


def made() -> list[Picture]:
    return [picture for pictures in renditions.make_due(SITE) for picture in pictures]


def lacking(html: str) -> list[str]:
    return [name for name in re.findall(r"/media/([\w./-]+)", html) if not default_storage.exists(name)]


def test_a_text_offers_what_was_made_after_it():
    picture = brought()
    post = world.post(body=f"![](picture:{picture.pk})\n\nAnd once more ![it](picture:{picture.pk}).")
    assert "<picture>" not in post.body_html
    made()
    post.refresh_from_db()
    assert post.body_html.count('<source type="image/avif" srcset="/media/renditions/') == 2
    assert post.body_html.count("700w") == 2 * 3
    assert not lacking(post.body_html)


def test_the_first_picture_comes_at_once_unless_another_stands_above_it():
    picture = brought()
    twice = f"![](picture:{picture.pk})\n\n![](picture:{picture.pk})"
    alone, below = world.post(body=twice), world.post("Below", body=twice, lead_picture=picture.pk)
    assert alone.body_html.count('fetchpriority="high"') == alone.body_html.count('loading="lazy"') == 1
    assert below.body_html.count('loading="lazy"') == 2


def test_what_is_done_is_not_done_again():
    brought()
    assert len(made()) == 1
    assert made() == []


def test_a_picture_without_a_file_is_shown_as_it_is():
    picture = world.picture()
    assert made() == [picture]
    picture.refresh_from_db()
    assert (picture.sources, picture.srcset) == ((), "")


def test_one_that_was_replaced_meanwhile_stays_due():
    picture = brought()
    what = renditions.make(picture)
    library.replace(actor=SITE, picture=picture, data=photograph("JPEG", 600, quality=95))
    renditions.offer(actor=SITE, made=[(picture, what)])
    assert renditions.due().get().renditions == {}


def test_the_renditions_go_with_their_picture(django_capture_on_commit_callbacks):
    picture = brought()
    made()
    folder = f"renditions/{picture.file.name[9:-4]}"
    assert default_storage.listdir(folder)[1]
    with django_capture_on_commit_callbacks(execute=True):
        discard(actor=SITE, thing=picture)
    assert not default_storage.exists(folder)


def test_a_text_that_was_on_its_way_is_looked_at_again():
    picture = brought()
    made()
    post = world.post(body=f"![](picture:{picture.pk})")
    offered = post.body_html
    type(post).objects.filter(pk=post.pk).update(body_html="as before")
    renditions.look_again(actor=SITE, pictures=[picture])
    post.refresh_from_db()
    assert post.body_html == offered


def test_the_command_makes_what_is_due_and_all_of_it_when_asked(capsys):
    brought()
    call_command("renditions")
    call_command("renditions")
    call_command("renditions", anew=True)
    assert [line[14] for line in capsys.readouterr().out.splitlines()] == ["1", "0", "1"]


def test_no_author_writes_what_a_browser_takes_instead():
    html = world.post(
        body='<picture><source srcset="//x.example/a"><img src="/media/a.png" srcset="b 2w"></picture>'
    ).body_html
    assert "srcset" not in html
    assert "<picture" not in html

"""The verbs of the media library: a picture changes in one place, and its texts follow."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from content import brought, library, publishing
from content.actors import SITE
from content.configuring import NO_LOGO, configure, discard_former_sheets, logo_from
from content.models import LogEntry, Person, SiteSettings, Use
from content.revisions import newest
from media.models import Picture
from tests import world
from tests.pictures import png

pytestmark = pytest.mark.django_db


def red_square():
    made = BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "PNG")
    return made.getvalue()


def uses(picture):
    return {(use.thing_id, use.in_row, use.in_draft) for use in Use.objects.filter(picture=picture)}


def shows(picture):
    return f"See ![](picture:{picture.pk})."


def test_a_picture_knows_the_drafts_and_the_rows_that_show_it():
    caret, dele = world.picture("caret.png"), world.picture("dele.png")
    post = world.post(body=shows(caret))
    publishing.revise(actor=SITE, thing=post, fields={"body": shows(dele)}, base=newest(post))
    assert uses(caret) == {(post.pk, True, False)}
    assert uses(dele) == {(post.pk, False, True)}
    world.live(post)
    assert not uses(caret)
    assert uses(dele) == {(post.pk, True, True)}


def test_a_lead_picture_and_one_named_by_its_file_are_shown_too():
    lead, named = world.picture(), world.picture("ab/" + "c" * 32 + ".png")
    post = world.post(lead_picture=lead.pk, body=f"![](/media/{named.file.name})")
    assert uses(lead) == uses(named) == {(post.pk, True, True)}


def test_a_picture_that_there_is_not_is_no_use():
    world.post(body="![](picture:987654)")
    assert not Use.objects.exists()


def test_what_is_shown_anywhere_is_not_thrown_away():
    caret, portrait, free = world.picture(), world.picture("portrait.png"), world.picture("free.png")
    world.draft(body=shows(caret))
    Person.objects.create(name="Ines", slug="ines", picture=portrait)
    for shown in (caret, portrait):
        with pytest.raises(ValidationError):
            brought.trash(actor=SITE, thing=shown)
    assert brought.trash(actor=SITE, thing=free).trashed_at
    assert list(brought.unused(Picture.objects.all())) == [free]


def test_the_same_content_is_kept_once_and_comes_out_of_the_trash():
    made, is_new = library.keep(actor=SITE, data=png().read(), name="dot.png")
    brought.trash(actor=SITE, thing=made)
    again, is_new_again = library.keep(actor=SITE, data=png().read(), name="another.png")
    assert (is_new, is_new_again, again.pk, again.trashed_at) == (True, False, made.pk, None)
    verbs = LogEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "upload",
        "trash",
        "untrash",
    ]


def test_another_file_takes_the_place_of_a_picture_in_all_its_texts():
    dot, _ = library.keep(actor=SITE, data=png().read(), name="dot.png", alt="A dot")
    post = world.post(body=shows(dot))
    was = dot.url
    replaced = library.replace(actor=SITE, picture=dot, data=red_square())
    post.refresh_from_db()
    assert (replaced.pk, replaced.width) == (dot.pk, 40)
    assert was not in post.body_html
    assert replaced.url in post.body_html
    assert default_storage.exists(was.removeprefix("/media/"))


def test_a_file_that_is_another_picture_takes_nobodys_place():
    dot, _ = library.keep(actor=SITE, data=png().read(), name="dot.png")
    library.keep(actor=SITE, data=red_square(), name="red.png")
    with pytest.raises(ValidationError, match=r"red\.png"):
        library.replace(actor=SITE, picture=dot, data=red_square())


def test_a_description_reaches_the_texts_that_have_none_of_their_own():
    caret = world.picture()
    post = world.post(body=shows(caret))
    library.describe(actor=SITE, picture=caret, alt="A caret")
    post.refresh_from_db()
    assert 'alt="A caret"' in post.body_html
    library.describe(actor=SITE, picture=caret, is_decorative=True)
    post.refresh_from_db()
    assert 'alt=""' in post.body_html


def test_a_contributor_describes_his_own_until_readers_see_it():
    priya = world.priya()
    caret = world.picture(owner=priya)
    world.draft(body=shows(caret))
    library.describe(actor=priya, picture=caret, alt="A caret", focus_x=0.2)
    world.post("Another", body=shows(caret))
    with pytest.raises(PermissionDenied):
        library.describe(actor=priya, picture=caret, alt="Nonsense")


def test_a_focus_lies_within_the_picture():
    with pytest.raises(ValidationError):
        library.describe(actor=SITE, picture=world.picture(), focus_y=1.2)


def test_after_thirty_days_in_the_trash_a_picture_goes_with_its_file():
    dot, _ = library.keep(actor=SITE, data=png().read(), name="dot.png")
    brought.trash(actor=SITE, thing=dot)
    assert brought.empty(Picture, actor=SITE, now=timezone.now()) == 0
    assert brought.empty(Picture, actor=SITE, now=timezone.now() + timedelta(days=31)) == 1
    assert not default_storage.exists(dot.file.name)


@pytest.fixture
def undeletable(monkeypatch):
    """A file that the store does not delete until its name is taken out."""
    names, delete = set(), default_storage.delete

    def refuse(name):
        if name in names:
            raise ConnectionError("The store of the media does not answer.")
        delete(name)

    monkeypatch.setattr(default_storage, "delete", refuse)
    return names


def test_a_picture_whose_file_cannot_be_deleted_waits_for_the_next_round_and_stops_no_other(undeletable):
    thrown = [library.keep(actor=SITE, data=data, name="x")[0] for data in (red_square(), png().read())]
    for picture in thrown:
        brought.trash(actor=SITE, thing=picture)
    name, later = thrown[0].file.name, timezone.now() + timedelta(days=31)
    undeletable.add(name)
    assert brought.empty(Picture, actor=SITE, now=later) == 1
    assert (Picture.objects.get().file.name, default_storage.exists(name)) == (name, True)
    undeletable.clear()
    assert brought.empty(Picture, actor=SITE, now=later) == 1
    assert not default_storage.exists(name)


def test_a_former_file_that_cannot_be_deleted_stops_no_other(undeletable):
    _, was = replaced()
    undeletable.add(was)
    assert library.discard_former_files(timezone.now() + timedelta(days=31)) == 0
    undeletable.clear()
    assert library.discard_former_files(timezone.now() + timedelta(days=31)) == 1


def test_a_logo_that_was_taken_away_goes_after_thirty_days():
    configure(actor=SITE, settings=logo_from(actor=SITE, data=png()), menus={})
    was = SiteSettings.objects.get().logo.name
    configure(actor=SITE, settings=NO_LOGO, menus={})
    assert library.discard_former_files(timezone.now() + timedelta(days=29)) == 0
    assert library.discard_former_files(timezone.now() + timedelta(days=31)) == 1
    assert not default_storage.exists(was)


def test_the_stylesheet_of_a_former_colour_goes_after_thirty_days():
    sheets = []
    for brand in ("#b3001b", "#004f2d"):
        configure(actor=SITE, settings={"brand": brand}, menus={})
        sheets.append(SiteSettings.objects.get().theme.name)
    assert discard_former_sheets(timezone.now() + timedelta(days=29)) == 0
    assert discard_former_sheets(timezone.now() + timedelta(days=31)) == 1
    assert [default_storage.exists(name) for name in sheets] == [False, True]


def test_a_text_that_is_discarded_shows_nothing_any_more():
    caret = world.picture()
    post = world.draft(body=shows(caret))
    publishing.trash(actor=SITE, thing=post)
    publishing.discard(actor=SITE, thing=post)
    assert not brought.is_used(caret)


def replaced():
    """A picture that has another file since a moment ago, and the name of the file it had."""
    picture, _ = library.keep(actor=SITE, data=red_square(), name="red.png")
    was = picture.file.name
    return library.replace(actor=SITE, picture=picture, data=png()), was


def test_a_file_that_was_replaced_stays_thirty_days_and_no_longer():
    picture, was = replaced()
    now = timezone.now()
    assert library.discard_former_files(now + timedelta(days=29)) == 0
    assert library.discard_former_files(now + timedelta(days=30)) == 1
    assert not default_storage.exists(was)
    assert default_storage.exists(picture.file.name)
    assert library.discard_former_files(now + timedelta(days=31)) == 0


@pytest.mark.parametrize("where", ["row", "draft", "another picture", "logo"])
def test_a_file_that_was_replaced_stays_while_anything_names_it(where):
    _, was = replaced()
    if where == "row":
        world.post(body=f"![](/media/{was})")
    elif where == "draft":
        world.revise(world.post(), body=f"![](/media/{was})")
    elif where == "logo":
        world.site(logo=was)
    else:
        library.keep(actor=SITE, data=red_square(), name="red again.png")
    assert library.discard_former_files(timezone.now() + timedelta(days=31)) == 0
    assert default_storage.exists(was)

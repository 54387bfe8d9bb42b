"""Links to previews: whoever has one sees the publication as it would be; nobody else sees anything."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from blog.models import Post
from content import planning, publishing
from content.actors import SITE
from content.models import LogEntry, Revision
from content.revisions import newest
from studio import sharing
from studio.models import PreviewLink
from tests import world

pytestmark = pytest.mark.django_db


def shared(thing, **options):
    """The address of a new link to *thing*."""
    return f"/preview/{sharing.share(actor=SITE, thing=thing, **({'lasts': 'day'} | options))}/"


def revised(post, **fields):
    return publishing.revise(actor=SITE, thing=post, fields=fields, base=newest(post))


def test_a_draft_is_read_by_whoever_has_the_link(client):
    draft = world.draft("Let it stand", body="Nobody *knows*.")
    page = client.get(shared(draft))
    assert page.status_code == 200
    assert "Nobody <em>knows</em>." in page.text
    assert "A preview." in page.text
    assert client.get("/blog/let-it-stand/").status_code == 404


def test_the_whole_publication_is_as_it_would_be(client):
    queries = world.topic("Queries")
    link = shared(world.draft("Let it stand", topics=[queries]))
    world.post("Beside it", topics=[queries])
    for address in ("at/", "at/blog/", "at/topics/queries/", "at/feed.atom"):
        answer = client.get(link + address)
        assert answer.status_code == 200, address
        assert "Let it stand" in answer.text, address
        assert "Beside it" in answer.text, address
    assert "Let it stand" not in client.get("/blog/").text


def test_it_is_always_current_unless_one_version_was_pinned(client):
    post = world.post(body="First.")
    pinned, current = shared(post, revision=newest(post)), shared(post)
    revised(post, body="Second.")
    assert "First." in client.get(pinned).text
    assert "Second." in client.get(current).text
    assert "First." in client.get("/blog/let-it-stand/").text


def test_it_shows_a_moment_ahead(client):
    world.post("Still to come", at=timezone.now() + timedelta(days=2))
    planned = world.post("Before")
    at = timezone.now() + timedelta(days=1)
    planning.plan(actor=SITE, thing=planned, revision=revised(planned, title="After"), at=at)
    draft = world.draft("A draft")
    now, then = shared(draft), shared(draft, at=timezone.now() + timedelta(days=3))
    titles = ["Still to come", "Before", "After"]
    shown = [[title in client.get(f"{link}at/blog/").text for title in titles] for link in (now, then)]
    assert shown == [[False, True, False], [True, False, True]]


def test_its_links_stay_within_it(client):
    draft = world.draft(
        "Let it stand", body='[Beside](/blog/beside-it/), ![](https://a.example/b.png) `href="/x/"`'
    )
    world.post("Beside it")
    link = shared(draft)
    page = client.get(link).text
    assert f'href="{link}at/blog/beside-it/"' in page
    assert 'href="/blog/' not in page
    for address in set(re.findall(rf'href="({link}[^"]*)"', page)):
        assert client.get(address).status_code == 200, address


def test_an_old_address_leads_on_within_it(client):
    post = world.post("Galley")
    publishing.rename(actor=SITE, thing=post, slug="proof")
    link = shared(post)
    assert client.get(f"{link}at/blog/galley/")["Location"] == f"{link}at/blog/proof/"


def test_how_it_looks_elsewhere(client):
    draft = world.draft("Let it stand", summary="Four letters and a row of dots.")
    page = client.get(f"{shared(draft)}cards/")
    assert page.text.count("Four letters and a row of dots.") == 3


def test_a_page_of_the_tree_is_shown_too(client):
    draft = world.draft("Colophon", kind="page", parent=world.page("About").pk, body="How it is made.")
    assert "How it is made." in client.get(shared(draft)).text


def test_nobody_keeps_it_finds_it_or_is_told_of_it(client):
    for address in ("", "at/blog/", "cards/"):
        answer = client.get(shared(world.draft()) + address)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer.cookies == {}
        assert "X-Page-Cache" not in answer


def test_a_link_that_was_ended_opens_nothing(client):
    draft = world.draft()
    link = shared(draft)
    sharing.revoke(actor=SITE, thing=draft, link=PreviewLink.objects.get())
    assert client.get(link).status_code == 410
    assert client.get(f"{link}at/").status_code == 410
    assert list(LogEntry.objects.filter(verb__in=["share", "revoke"]).values_list("verb", flat=True)) == [
        "revoke",
        "share",
    ]


def test_a_link_ends_by_itself(client):
    link = shared(world.draft())
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 410


def test_long_after_its_end_a_link_is_forgotten():
    shared(world.draft())
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(days=30))
    shared(world.draft())
    assert PreviewLink.objects.get().expires_at > timezone.now()


def test_a_guessed_link_opens_nothing(client):
    shared(world.draft())
    assert client.get(f"/preview/{'x' * 43}/").status_code == 404
    assert client.get("/preview/short/").status_code == 404


def test_the_token_is_kept_nowhere():
    token = sharing.share(actor=SITE, thing=world.draft(), lasts="day")
    assert token not in str(list(PreviewLink.objects.values()) + list(LogEntry.objects.values()))


def test_what_is_in_the_trash_is_shown_to_nobody(client):
    draft = world.draft()
    link = shared(draft)
    publishing.trash(actor=SITE, thing=draft)
    assert client.get(link).status_code == 410


def test_why_a_draft_could_not_be_published_is_said(client):
    world.post("Galley")
    draft = world.draft("Proof")
    revised(draft, slug="galley")
    assert client.get(shared(draft)).status_code == 409


def test_looking_writes_nothing(client, django_assert_num_queries):
    post = world.post()
    link = shared(post)
    before = (Revision.objects.count(), LogEntry.objects.count(), list(Post.objects.values()))
    client.get(link)
    assert (Revision.objects.count(), LogEntry.objects.count(), list(Post.objects.values())) == before


def test_it_is_not_asked_for_without_end(client, monkeypatch):
    monkeypatch.setattr(sharing, "LOOKS_A_MINUTE", 2)
    link = shared(world.draft())
    assert [client.get(link).status_code for _ in range(3)] == [200, 200, 429]


def test_links_are_made_listed_and_ended_in_the_studio(client):
    draft = world.draft()
    client.force_login(world.ines())
    panel = f"/studio/post/{draft.pk}/links/"
    made = client.post(panel, {"lasts": "week"})
    address = re.search(r'readonly value="http[^"]*(/preview/[^"]+)"', made.text)[1]
    assert "Not opened yet" in client.get(panel).text
    assert Client().get(address).status_code == 200
    assert "Last opened" in client.get(panel).text
    assert address not in client.get(panel).text
    client.post(f"{panel}end/", {"link": PreviewLink.objects.get().pk})
    assert Client().get(address).status_code == 410
    assert "None. A link ends by itself" in client.get(panel).text


def test_who_may_not_write_a_text_shares_nothing_of_it():
    with pytest.raises(PermissionDenied):
        sharing.share(actor=world.priya(), thing=world.draft(), lasts="day")
    with pytest.raises(ValidationError):
        sharing.share(actor=SITE, thing=world.draft(), lasts="ever")

"""The gate over HTTP: what it stops goes through no door, what it finds is said, and a receipt follows."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Post
from content import publishing
from content.actors import SITE
from content.models import LogEntry, OutsideLink
from content.outside import digest
from content.revisions import newest
from studio.gate.gathering import place
from studio.gate.passing import judge
from studio.gate.rules import Rule, set_rules
from studio.models import Receipt
from tests import world

pytestmark = pytest.mark.django_db
FINE = {"summary": "Four letters."}


@pytest.fixture
def desk(client):
    """The browser of Ines, who is logged in."""
    client.force_login(world.ines())
    return client


def at(post, step="publish"):
    return f"/studio/{post.kind}/{post.pk}/{step}/"


def publish(browser, post, **sent):
    return browser.post(at(post), {"revision": newest(post).pk, "when": "now"} | sent)


def stops(post, user=None):
    return [finding.says for finding in judge(user or world.ines(), post, newest(post)).stops]


def looks(post):
    return [finding.says for finding in judge(world.ines(), post, newest(post)).looks]


def is_live(post):
    return Post.objects.get(pk=post.pk).state(timezone.now()) == "live"


def test_a_picture_that_nobody_described_stops_it(desk):
    picture = world.picture("proof.png", alt="")
    post = world.draft(body=f"Look:\n\n![](picture:{picture.pk})", **FINE)
    answer = publish(desk, post)
    assert answer.status_code == 422
    assert "A picture has no description" in answer.text
    assert 'data-line="3"' in answer.text
    assert not is_live(post)


@pytest.mark.parametrize("described", [{"alt": "A proof"}, {"alt": "", "is_decorative": True}])
def test_a_picture_that_is_described_or_decoration_passes(described):
    picture = world.picture("proof.png", **described)
    assert stops(world.draft(body=f"![](picture:{picture.pk})")) == []


def test_links_to_nothing_to_drafts_and_to_missing_parts_stop_it():
    hidden = world.draft("A draft")
    world.post("Beside", body="## Dots")
    body = f"[a](/blog/nothing/) [b](post:{hidden.pk}) [c](/blog/beside/#h-dashes) [d](/blog/beside/#h-dots)"
    assert stops(world.draft("Galley", body=body)) == [
        "A link leads nowhere",
        "A link leads to what readers cannot see",
        "A link leads to a place that is not there",
    ]


def test_addresses_of_the_site_are_told_apart():
    post, now = world.post("Beside", topics=[world.topic()]), timezone.now()
    publishing.rename(actor=SITE, thing=world.post("Galley"), slug="proof")
    other = world.draft("Other")
    found = {
        address: place(address, other, now).state
        for address in ("/blog/", "/topics/queries/", "/topics/no/", "/blog/galley/", "/about/", "/feed.atom")
    }
    assert found == {
        "/blog/": "live",
        "/topics/queries/": "live",
        "/topics/no/": "nothing",
        "/blog/galley/": "moved",
        "/about/": "nothing",
        "/feed.atom": "live",
    }
    assert place(post.get_absolute_url(), other, now).title == "Beside"


def test_what_is_only_told_stops_nothing(desk):
    world.post("Let it stand")
    post = world.draft("Let it stand", body="[a](https://gone.example/)")
    OutsideLink.objects.create(
        digest=digest("https://gone.example/"),
        url="https://gone.example/",
        status=404,
        says="It answered 404.",
        due_at=timezone.now(),
    )
    assert looks(post) == [
        "A link to another site is dead",
        "Another text has the same title",
        "It has no summary",
    ]
    assert publish(desk, post).status_code == 303


def test_an_editor_may_pass_what_is_stopped_and_it_is_logged(desk):
    post = world.draft(body="[a](/blog/nothing/)")
    assert publish(desk, post, all_the_same="1").status_code == 303
    assert is_live(post)
    assert LogEntry.objects.get(verb="pass").changes == {"gate": [["inside"], None]}


def test_an_author_may_not(client):
    tomas = world.tomas()
    client.force_login(tomas)
    post = world.draft(body="[a](/blog/nothing/)", authors=[tomas.person])
    page = client.get(at(post)).text
    assert "Publish all the same" not in page
    assert 'aria-disabled="true"' in page
    assert publish(client, post, all_the_same="1").status_code == 422
    assert not is_live(post)


def test_neither_a_time_ahead_nor_many_at_once_is_a_way_around(desk):
    post = world.draft(body="[a](/blog/nothing/)")
    publish(desk, post, when="at", at="2031-03-21T09:00")
    assert desk.post("/studio/bulk/post/", {"do": "publish", "thing": [str(post.pk)]}).status_code == 303
    assert Post.objects.get().publish_at is None


def test_what_the_gate_does_is_chosen(desk):
    draft = world.draft(body="[a](/blog/nothing/)")
    page = desk.get("/studio/settings/gate/").text
    sent = dict.fromkeys(re.findall(r'name="(\w+\.action)"', page), "off")
    sent |= dict.fromkeys(re.findall(r'name="(\w+\.passed_by)"', page), "")
    assert desk.post("/studio/settings/gate/", sent).status_code == 303
    assert stops(draft) == looks(draft) == []
    assert desk.post("/studio/settings/gate/", sent | {"inside.action": "x"}).status_code == 422


def test_a_block_that_nobody_passes_stops_an_admin_too():
    set_rules(actor=SITE, chosen={"inside": Rule("block", "")})
    verdict = judge(world.root(), draft := world.draft(body="[a](/blog/nothing/)"), newest(draft))
    assert (len(verdict.stops), verdict.may_pass) == (1, False)


def test_the_dialog_is_a_part_of_the_very_same_page(desk):
    post = world.draft(body="[a](/blog/nothing/)")
    part, page = desk.get(f"{at(post)}?part=ask").text, desk.get(at(post)).text
    tokens = re.compile(r'value="[A-Za-z0-9]{64}"')
    assert "<html" not in part
    assert tokens.sub("", part).strip() in tokens.sub("", page)


def test_publishing_ends_at_a_receipt_that_can_be_read_again(desk):
    post = world.draft("Let it stand", **FINE)
    answer = publish(desk, post)
    receipt = Receipt.objects.get()
    assert answer["Location"] == f"/studio/receipts/{receipt.pk}/"
    for _ in range(2):
        assert "It stands." in desk.get(answer["Location"]).text
    assert (receipt.verb, receipt.title, receipt.is_cached) == ("publish", "Let it stand", False)


def test_a_receipt_counts_what_changed(desk):
    post = world.post(body="It was slow.", **FINE)
    publishing.revise(actor=SITE, thing=post, fields={"body": "It was very slow."}, base=newest(post))
    publish(desk, post)
    assert Receipt.objects.get().changes == [["Text", 1, 0]]


def test_a_receipt_names_where_the_text_stands_of_which_nothing_was_kept(desk, monkeypatch):
    monkeypatch.setattr("studio.receipts.link", SimpleNamespace(is_configured=lambda: True))
    monkeypatch.setattr("studio.receipts.edges", SimpleNamespace(known=lambda: 0))
    post = world.post("Let it stand", **FINE)
    page = desk.post(at(post, "withdraw"), {"when": "now"}, follow=True).text
    assert "/blog/let-it-stand/" in Receipt.objects.get().unkept
    assert 'href="/blog/let-it-stand/"' in page
    draft = world.draft("Later", **FINE)
    publish(desk, draft, when="at", at="2100-01-01T09:00")
    assert Receipt.objects.latest("pk").unkept == []


def test_withdrawing_and_trashing_have_receipts_too(desk):
    post, other = world.post("One"), world.post("Two")
    desk.post(at(post, "withdraw"), {"when": "now"})
    desk.post(at(other, "trash"))
    assert list(Receipt.objects.order_by("pk").values_list("verb", flat=True)) == ["withdraw", "trash"]


def test_a_receipt_is_not_for_everybody(desk):
    publish(desk, world.draft(**FINE))
    other = Client()
    other.force_login(world.priya())
    assert other.get(f"/studio/receipts/{Receipt.objects.get().pk}/").status_code == 403
    assert desk.get("/studio/receipts/999/").status_code == 404

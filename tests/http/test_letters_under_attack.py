"""A thousand hostile letters: what comes of them, counted; nothing of them runs, and no mail obeys them."""

import json
import re
import time

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.core.cache import cache
from django.test import Client

from comments import forms, networks
from content.markdown.letters import render_letter
from content.models import Comment
from operations import readers
from tests import world

pytestmark = pytest.mark.django_db

LETTERS = 1000
TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
HEADERS = re.compile(r"^(?:bcc|cc|to|from|subject|content-type|x-\w+):", re.IGNORECASE | re.MULTILINE)
INJECTIONS = [
    "Hanne\r\nBcc: all@example.org",
    "Hanne\nSubject: Win",
    "Hanne\u2028Bcc: all@example.org",
    "Hanne%0aBcc: all@example.org",
    "hanne@example.org\r\nBcc: all@example.org",
    "hanne@example.org,all@example.org",
    '"Hanne\r\n" <hanne@example.org>',
]


@pytest.fixture(autouse=True)
def nobody_has_sent_anything():
    cache.clear()


@pytest.fixture(scope="session")
def attacks(corpus):
    folder = corpus / "torture" / "xss"
    lines = (folder / "xss-payload-list.txt").read_text("utf-8", "replace").splitlines()
    lines += json.loads((folder / "blns.json").read_text("utf-8"))
    return [line for line in lines if line.strip()]


def send(client, post, number, **fields):
    sealed = signing.dumps([f"key {number}", time.time() - 60], salt=forms.SALT)
    letter = {"body": "Words.", "name": "Hanne", "email": "", "sealed": sealed} | fields
    return client.post(f"/comments/post/{post.pk}/", letter)


def harmful(html):
    """What of *html* is more than the words of a letter."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        wrong = set(element.attrs) - {"href", "rel", "start"}
        if element.name not in TAGS or wrong:
            yield f"{element.name} {wrong}"
        if not re.match(r"(?:https?://|mailto:|$)", element.get("href", ""), re.IGNORECASE):
            yield element["href"]


def test_a_thousand_hostile_letters_do_no_harm(attacks, monkeypatch, capsys):
    world.site(comments="open")
    world.ines()
    post, client = world.post("Let it stand"), Client()
    monkeypatch.setattr(networks, "sends_too_often", lambda request: False)
    begun, statuses = time.perf_counter(), []
    for number in range(LETTERS):
        attack = attacks[number % len(attacks)]
        body = "\n\n".join(attacks[number * 3 % len(attacks) :][:3])[:4000]
        fields = {"body": body, "name": attack[:80], "email": INJECTIONS[number % len(INJECTIONS)]}
        if number % 2:
            fields["email"] = ""
        statuses.append(send(client, post, number, **fields).status_code)
    seconds = time.perf_counter() - begun
    kept = list(Comment.objects.all())
    found = [each for letter in kept for each in harmful(letter.body_html)]
    assert set(statuses) <= {303, 422}
    assert found == []
    assert not any("\n" in each.name or "\r" in each.name for each in kept)
    whole = client.get(post.get_absolute_url())
    page = BeautifulSoup(whole.content, "html.parser")
    assert {name for each in page.select("#main *") for name in each.attrs if name.startswith("on")} == set()
    assert page.select("#main :is(script, iframe, object, style)") == []
    readers.tell()
    [mail] = world.letters()
    head = mail.message().as_string().partition("\n\n")[0]
    assert len(HEADERS.findall(head)) == len({each.lower() for each in HEADERS.findall(head)})
    assert (mail.bcc, mail.cc, len(mail.to)) == ([], [], 1)
    states = {state: sum(each.state == state for each in kept) for state in ("approved", "waiting", "spam")}
    with capsys.disabled():
        print(
            f"\n{LETTERS} hostile letters: {statuses.count(422)} refused with a word, {states}; "
            f"{len(found)} harmful pieces, {seconds / LETTERS * 1000:.1f} ms a letter"
        )


def test_every_attack_of_the_lists_is_words_alone(attacks):
    assert [each for attack in attacks for each in harmful(render_letter(attack).html)] == []


@pytest.mark.parametrize("said", INJECTIONS)
def test_no_header_is_smuggled_in_by_a_name_or_an_address(said):
    world.site(comments="open")
    world.ines()
    post = world.post("Let it stand")
    for field in ("name", "email"):
        send(Client(), post, field, **{field: said})
    readers.tell()
    for mail in world.letters():
        assert (mail.to, mail.cc, mail.bcc) == ([world.ines().email], [], [])
        assert mail.subject.endswith(("of a reader", "of readers"))


def test_one_network_alone_gets_ten_letters_through_in_a_quarter_of_an_hour():
    world.site(comments="open")
    post, client = world.post("Let it stand"), Client()
    statuses = [send(client, post, number).status_code for number in range(50)]
    assert statuses.count(303) == networks.MOST
    assert "quarter of an hour" in send(client, post, "last").text


def test_a_seal_is_good_for_one_letter_however_often_it_is_sent():
    world.site(comments="open")
    post = world.post("Let it stand")
    for _ in range(5):
        send(Client(), post, "the same")
    assert Comment.objects.count() == 1


def test_quotations_in_quotations_and_the_like_take_no_time():
    hostile = ["> " * 2500, "[" * 5000, "*a_" * 1600, "`" * 5000, "- " * 2500, "<!" * 2500, "a@" * 2500]
    begun = time.process_time()
    for text in hostile:
        render_letter(text)
    assert time.process_time() - begun < 5

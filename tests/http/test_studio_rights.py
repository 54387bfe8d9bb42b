"""Who may do what in the studio: every address, every role, one's own and others' texts."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.filing import person
from content.models import Revision
from content.revisions import newest
from studio.urls import urlpatterns
from tests import world

pytestmark = pytest.mark.django_db

CAST = {"contributor": world.priya, "author": world.tomas, "editor": world.ines, "admin": world.root}
# address → the form that is sent (None: it is opened); which roles may, with their own text and with others’.
WRITERS = {"contributor", "author", "editor", "admin"}
PUBLISHERS = {"author", "editor", "admin"}
EDITORS = {"editor", "admin"}
MATRIX = {
    "edit": (None, WRITERS, EDITORS),
    "timeline": (None, WRITERS, EDITORS),
    "preview": ({"body": "x"}, WRITERS, EDITORS),
    "restore": ({}, WRITERS, EDITORS),
    "autosave": ({"body": "x", "slug": "x", "language": "en"}, WRITERS, EDITORS),
    "settle": ({}, WRITERS, EDITORS),
    "present": ({"tab": "one"}, WRITERS, EDITORS),
    "publish": (None, PUBLISHERS, EDITORS),
    "withdraw": (None, PUBLISHERS, EDITORS),
    "unplan": ({}, PUBLISHERS, EDITORS),
    "links": (None, WRITERS, EDITORS),
    "revoke": ({}, WRITERS, EDITORS),
    "let_stand": ({}, PUBLISHERS, EDITORS),
    "trash": ({}, PUBLISHERS, EDITORS),
    "untrash": ({}, PUBLISHERS, EDITORS),
}
FOR_ALL = {"desk", "posts", "pages", "page_list", "media", "new", "bring", "pick_links", "pick_pictures"}
FOR_ANYBODY = {"pulse"}  # says who is logged in, also to whoever is not
FOR_EDITORS = {"settings"}
# Of a kind of text, each of which is asked for its own rights (test_studio_bulk.py); and one's own alone.
OF_A_KIND = {"bulk", "keep_view"}
ONES_OWN = {"undo", "change_view"}
# The same for pictures.
PICTURES = {
    "picture": (None, WRITERS, WRITERS),
    "say": ({}, WRITERS, WRITERS),
    "picture_replace": ({}, PUBLISHERS, EDITORS),
    "picture_trash": ({}, PUBLISHERS, EDITORS),
    "picture_untrash": ({}, PUBLISHERS, EDITORS),
}
# What only editors arrange; what each address is about, where it is about one thing.
ARRANGED = {
    "topics": None,
    "topics_merge": None,
    "topic": world.topic,
    "topic_address": world.topic,
    "topic_remove": world.topic,
    "redirects": None,
    "redirects_table": None,
    "redirect": world.redirect,
    "redirect_remove": world.redirect,
}
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)", re.IGNORECASE)


def browser(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def address(name, post):
    if name in PICTURES:
        return reverse(f"studio:{name}", args=[world.picture().pk])
    if name in ONES_OWN:
        return reverse(f"studio:{name}", args=[1])
    if name in OF_A_KIND:
        return reverse(f"studio:{name}", args=[post.kind])
    if name in ARRANGED:
        return reverse(f"studio:{name}", args=[ARRANGED[name]().pk] if ARRANGED[name] else [])
    return reverse(
        f"studio:{name}", args=[] if name in FOR_ALL | FOR_EDITORS | FOR_ANYBODY else [post.kind, post.pk]
    )


def every_address(post):
    yield reverse("studio:new", args=["post"])
    yield from (address(each.name, post) for each in urlpatterns if each.name != "new")


def test_no_address_is_missing_from_the_matrix():
    named = (
        set(MATRIX)
        | set(PICTURES)
        | set(ARRANGED)
        | FOR_ALL
        | FOR_EDITORS
        | FOR_ANYBODY
        | OF_A_KIND
        | ONES_OWN
    )
    assert {each.name for each in urlpatterns} == named


@pytest.mark.parametrize("whose", ["own", "other"])
@pytest.mark.parametrize("role", CAST)
@pytest.mark.parametrize("name", MATRIX)
def test_a_role_does_what_the_table_says_and_nothing_else(name, role, whose):
    form, with_own, with_others = MATRIX[name]
    user = CAST[role]()
    author = user.person if whose == "own" else person("Somebody Else")
    post = world.post(authors=[author])
    if name == "restore":
        form = {"revision": newest(post).pk}
    if name == "autosave":
        form = form | {"who": user.pk, "base": newest(post).pk}
    ask = browser(user)
    answer = ask.get(address(name, post)) if form is None else ask.post(address(name, post), form)
    may = role in (with_own if whose == "own" else with_others)
    assert answer.status_code in ({200, 303} if may else {403})


@pytest.mark.parametrize("whose", ["own", "other"])
@pytest.mark.parametrize("role", CAST)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_changed_by_whoever_may(name, role, whose):
    form, with_own, with_others = PICTURES[name]
    user = CAST[role]()
    picture = world.picture(owner=user if whose == "own" else None)
    ask, where = browser(user), reverse(f"studio:{name}", args=[picture.pk])
    answer = ask.get(where) if form is None else ask.post(where, form)
    may = role in (with_own if whose == "own" else with_others)
    assert answer.status_code in ({200, 303, 422} if may else {403})


@pytest.mark.parametrize("role", CAST)
@pytest.mark.parametrize("name", ARRANGED)
def test_only_editors_arrange(name, role):
    ask, where = browser(CAST[role]()), address(name, None)
    answers = {ask.get(where).status_code, ask.post(where).status_code} - {405}
    assert answers <= {200, 303, 422} if role in EDITORS else answers == {403}


@pytest.mark.parametrize(
    ("role", "status"), [("contributor", 403), ("author", 403), ("editor", 200), ("admin", 200)]
)
def test_settings_are_for_editors(role, status):
    assert browser(CAST[role]()).get("/studio/settings/").status_code == status


@pytest.mark.parametrize("name", ["publish", "withdraw"])
def test_a_contributor_publishes_nothing_by_sending_the_form_at_once(name):
    priya = world.priya()
    post = world.draft(authors=[priya.person])
    sent = {"when": "now", "revision": newest(post).pk}
    assert browser(priya).post(address(name, post), sent).status_code == 403
    assert not Revision.objects.filter(kind="published").exists()


def test_an_author_signs_for_nobody_else():
    tomas = world.tomas()
    post = world.draft(authors=[tomas.person])
    world.ines()
    sent = {
        "title": "Mine",
        "slug": "mine",
        "language": "en",
        "authors": "Ines Okafor",
        "base": newest(post).pk,
    }
    assert browser(tomas).post(address("edit", post), sent).status_code == 303
    assert newest(post).fields["authors"] == [tomas.person.pk]


def test_an_author_sees_all_texts_and_opens_his_own():
    tomas = world.tomas()
    world.post("His own", authors=[tomas.person])
    world.post("Of another", authors=[person("Somebody Else")])
    shelf = browser(tomas).get("/studio/posts/").text
    assert "Of another" in shelf
    assert re.findall(r'href="/studio/post/\d+/"><bdi>([^<]+)', shelf) == ["His own"]


def test_an_account_that_was_closed_is_out_at_once():
    tomas = world.tomas()
    ask = browser(tomas)
    type(tomas).objects.filter(pk=tomas.pk).update(is_active=False)
    assert ask.get("/studio/").status_code == 302


def test_nobody_comes_in_without_logging_in(client):
    post = world.post()
    for each in set(every_address(post)) - {reverse("studio:pulse")}:
        assert client.get(each).status_code in {302, 405}
        assert client.post(each).status_code in {401, 405}


def test_no_form_is_taken_without_its_token():
    post = world.post()
    ask = browser(world.ines(), enforce_csrf_checks=True)
    answers = {each: ask.post(each).status_code for each in every_address(post)}
    assert set(answers.values()) == {403}


def test_looking_writes_nothing():
    ask = browser(world.ines())
    post = world.post()
    for each in every_address(post):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            ask.get(each)
        assert [query["sql"] for query in asked if WRITES.match(query["sql"])] == [], each


def test_a_head_request_is_a_look_and_no_more():
    ask = browser(world.ines())
    post = world.post()
    before = Revision.objects.count()
    assert {ask.head(each).status_code for each in every_address(post)} == {200, 405}
    assert Revision.objects.count() == before


def test_nothing_of_the_studio_is_ever_kept():
    ask = browser(world.ines())
    post = world.post()
    for each in every_address(post):
        assert "no-store" in ask.get(each)["Cache-Control"], each


@pytest.mark.parametrize("state", ["", "draft", "live", "changed", "withdrawn", "trashed", "scheduled"])
def test_the_shelf_asks_as_much_for_many_texts_as_for_few(state):
    ask = browser(world.ines())
    world.post(authors=[person("One")])
    with CaptureQueriesContext(connection) as few:
        ask.get(f"/studio/posts/?state={state}&q=t")
    world.posts(8, authors=[person("One"), person("Two")])
    with CaptureQueriesContext(connection) as many:
        ask.get(f"/studio/posts/?state={state}&q=t")
    assert len(many) <= len(few) + 1 <= 18  # the authors, once there are texts at all


def test_each_state_has_its_texts(client):
    from datetime import timedelta

    from django.utils import timezone

    from content import publishing
    from content.actors import SITE

    now = timezone.now()
    ask = browser(world.ines())
    world.draft("A draft")
    world.post("A live one")
    world.post("A coming one", at=now + timedelta(days=1))
    publishing.withdraw(actor=SITE, thing=world.post("A past one"))
    publishing.withdraw(actor=SITE, thing=world.post("One called back", at=now + timedelta(days=1)))
    publishing.trash(actor=SITE, thing=world.post("A thrown one"))
    changed = world.post("A changed one")
    publishing.revise(actor=SITE, thing=changed, fields={"body": "New."}, base=newest(changed))
    found = {
        state: set(re.findall(r"<bdi>((?:A|One) [^<]+)</bdi>", ask.get(f"/studio/posts/?state={state}").text))
        for state in ("draft", "live", "changed", "scheduled", "withdrawn", "trashed")
    }
    assert found == {
        "draft": {"A draft"},
        "live": {"A live one", "A changed one"},
        "changed": {"A changed one"},
        "scheduled": {"A coming one"},
        "withdrawn": {"A past one", "One called back"},
        "trashed": {"A thrown one"},
    }


@pytest.mark.parametrize(
    "query",
    ["state=x", "before=x", "before=99999999999999999999", "q=%00", "author=x", "state=live&before=0"],
)
def test_a_strange_question_to_the_shelf_is_answered_calmly(query):
    world.post()
    assert browser(world.ines()).get(f"/studio/posts/?{query}").status_code == 200


def test_the_shelf_turns_its_pages(monkeypatch):
    from studio import shelf

    monkeypatch.setattr(shelf, "ROWS", 3)
    world.posts(5)
    ask = browser(world.ines())
    first = ask.get("/studio/posts/").text
    second = ask.get(re.search(r'href="([^"]*before=\d+)"', first)[1].replace("&amp;", "&")).text
    titles = [re.findall(r"<bdi>(Letter \d)</bdi>", page) for page in (first, second)]
    assert titles == [["Letter 5", "Letter 4", "Letter 3"], ["Letter 2", "Letter 1"]]
    assert "before=" not in second


def test_the_admin_is_for_superusers():
    assert browser(world.root()).get("/admin/").status_code == 200
    assert browser(world.ines()).get("/admin/").status_code == 302


@pytest.mark.parametrize("name", ["blog_post", "pages_page", "content_revision", "content_logentry"])
def test_texts_are_only_looked_at_in_the_admin(name):
    world.post()
    world.page()
    ask = browser(world.root())
    assert ask.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert ask.get(reverse(f"admin:{name}_add")).status_code == 403

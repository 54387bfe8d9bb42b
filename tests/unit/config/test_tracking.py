"""What the page cache is told of content: each page knows what it is made of, each change what it touches."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from blog.models import Post, PostAuthor, Series
from blog.series import order_series, put_into_series
from config.tracking import next_change, tracked
from content import commenting, publishing, renditions
from content.actors import SITE
from content.models import Cut, Person, PublicChange, Redirect, Topic
from media.renditions import RECIPE, Made
from pagecache.routes import public_routes
from pages.models import Page
from seo import indexnow as engines
from tests import world
from tests.unit.config.made import (
    changed_and_purged,
    differing,
    page_at,
    pages_at,
    purged_by,
    touched_by,
)

pytestmark = pytest.mark.django_db

HERE = {
    "front:home": "/",
    "front:robots": "/robots.txt",
    "front:search": "/search/",
    "front:llms": "/llms.txt",
    "front:speculation_rules": "/speculation-rules.json",
    "front:manifest": "/manifest.webmanifest",
    "front:card": "/cards/site.png",
    "front:icon": "/favicon.ico",
    "front:touch_icon": "/apple-touch-icon.png",
    "front:security": "/.well-known/security.txt",
    "front:humans": "/humans.txt",
    "front:indexnow": f"/{engines.key()}.txt",
    "front:sitemap": "/sitemap.xml",
    "front:sitemap_shard": "/sitemaps/posts-1.xml",
    "letters:page_feed": "/about/colophon/feed.atom",
    "letters:page_feed_rss": "/about/colophon/feed.rss",
    "letters:page_feed_json": "/about/colophon/feed.json",
    "blog:stream": "/blog/",
    "blog:archive": "/blog/archive/1/",
    "blog:year": "/blog/2026/",
    "blog:month": "/blog/2026/03/",
    "blog:post": "/blog/letter-3/",
    "blog:post_changes": "/blog/letter-5/changes/",
    "blog:post_twin": "/blog/letter-3.md",
    "blog:post_card": "/blog/letter-3.png",
    "blog:letters_feed": "/blog/letter-3/feed.atom",
    "blog:letters_feed_rss": "/blog/letter-3/feed.rss",
    "blog:letters_feed_json": "/blog/letter-3/feed.json",
    "blog:topic_card": "/cards/topics/queries.png",
    "blog:series_card": "/cards/series/marks.png",
    "blog:author_card": "/cards/authors/ines-okafor.png",
    "blog:topics": "/topics/",
    "blog:both": "/topics/proofs+queries/",
    "blog:topic": "/topics/queries/",
    "blog:topic_archive": "/topics/queries/archive/1/",
    "blog:topic_feed": "/topics/queries/feed.atom",
    "blog:topic_feed_rss": "/topics/queries/feed.rss",
    "blog:topic_feed_json": "/topics/queries/feed.json",
    "blog:topic_feed_archive": "/topics/queries/archive/1.atom",
    "blog:series": "/series/marks/",
    "blog:series_feed": "/series/marks/feed.atom",
    "blog:series_feed_rss": "/series/marks/feed.rss",
    "blog:series_feed_json": "/series/marks/feed.json",
    "blog:author": "/authors/ines-okafor/",
    "blog:author_archive": "/authors/ines-okafor/archive/1/",
    "blog:author_feed": "/authors/ines-okafor/feed.atom",
    "blog:author_feed_rss": "/authors/ines-okafor/feed.rss",
    "blog:author_feed_json": "/authors/ines-okafor/feed.json",
    "blog:author_feed_archive": "/authors/ines-okafor/archive/1.atom",
    "blog:feed": "/feed.atom",
    "blog:feed_rss": "/feed.rss",
    "blog:feed_json": "/feed.json",
    "blog:feed_archive": "/blog/archive/1.atom",
    "api:documentation": "/api/v1/",
    "api:schema": "/api/v1/schema",
    "api:posts": "/api/v1/posts/",
    "api:post": "/api/v1/posts/letter-3/",
    "api:pages": "/api/v1/pages/",
    "api:page": "/api/v1/pages/about/colophon/",
    "api:topics": "/api/v1/topics/",
    "api:topic": "/api/v1/topics/queries/",
    "api:authors": "/api/v1/authors/",
    "api:author": "/api/v1/authors/ines-okafor/",
    "api:all_series": "/api/v1/series/",
    "api:series": "/api/v1/series/marks/",
    "api:search": "/api/v1/search/",
    "api:settings": "/api/v1/settings/",
    "pages:page": "/about/colophon/",
    "pages:page_changes": "/about/colophon/changes/",
    "pages:page_twin": "/about/colophon.md",
    "pages:page_card": "/about/colophon.png",
}
PARTS = [f"{HERE[name]}?part=posts" for name in ("blog:stream", "blog:archive", "blog:topic", "blog:author")]
TOLD = [f"/sitemaps/{kind}-1.xml" for kind in ("pages", "topics", "authors", "series")]
ELSEWHERE = [
    "/blog/letter-5/",
    *TOLD,
    "/blog/letter-2.png",
    "/blog/letter-21/",
    "/blog/letter-22/",
    "/about/",
    "/blog/2025/",
]
SEARCH = "/search/?q=letter"  # an answer goes with any change of the index
NOWHERE = [
    "/nothing/here/",
    "/blog/new/",
    "/blog/2026/04/",
    "/blog/archive/3/",
    "/blog/letter-3/changes/",
    "/about/changes/",
    "/topics/none/",
    "/topics/none+queries/",
    "/topics/none/feed.atom",
    "/blog/archive/2.atom",
    "/blog/new.md",
    "/old.md",
    "/sitemaps/posts-2.xml",
    "/topics/proofs/archive/2/",
    "/authors/none/",
    "/about/lettre/",
    "/blog/letter-20/feed.atom",
    "/blog/letter-20/changes/",
    "/blog/letter-19/changes/",
    "/About/Lettre/",
    "/Blog/Letter-20/",
    "/Blog/New-Slug/",
    "/old/",
    "/gone/",
]
ASKED = [  # of the API
    "/api/v1/posts/?limit=3",
    "/api/v1/posts/?limit=2&after=1772874000000000-5",
    "/api/v1/posts/?topic=queries&limit=2",
    "/api/v1/posts/?topic=queries&author=ines-okafor&limit=2",
    "/api/v1/posts/?series=marks",
    "/api/v1/pages/?limit=1",
    "/api/v1/posts/none/",
    "/api/v1/posts/letter-19/",
    "/api/v1/topics/proofs/",
    "/cards/topics/proofs.png",
]
ADDRESSES = [*HERE.values(), *PARTS, *ELSEWHERE, *ASKED, *NOWHERE]


@pytest.fixture
def site(numbers_from_one: None) -> None:
    """A small site with some of everything, and one archive page more than one."""
    world.site(
        description="Where things stand", security_contact="mailto:security@example.org", indexnow=True
    )
    world.ines(), world.tomas()
    queries, proofs = world.topic("Queries"), world.topic("Proofs")
    ines, tomas = Person.objects.order_by("pk")
    world.posts(21, topics=[queries], authors=[ines])
    world.post(
        "Letter 22", at=world.A_MONDAY - timedelta(days=99), topics=[queries, proofs], authors=[tomas, ines]
    )
    world.series("Marks", letter(3), letter(5), letter(22))
    world.changed(letter(5))
    world.changed(world.page("Colophon", parent=world.page("About")))
    made = {"made_at": world.A_MONDAY}
    Redirect.objects.create(path="/old", target="/blog/", **made)
    Redirect.objects.create(path="/gone", status=Redirect.Status.GONE, **made)


def letter(number: int) -> Post:
    return Post.objects.get(slug=f"letter-{number}")


def test_every_public_route_is_among_these():
    assert {route.name for route in public_routes()} == HERE.keys()


@pytest.mark.usefixtures("site")
def test_no_page_stands_on_the_floor():
    pages = pages_at(ADDRESSES)
    assert {path: made.coarse for path, made in pages.items() if made.coarse} == {}
    assert [path for path in HERE.values() if pages[path].said[0] != 200] == []
    assert [pages[path].said[0] for path in ("/old/", "/gone/", "/about/lettre/")] == [301, 410, 404]
    assert max(len(made.tags) for made in pages.values()) <= 100


def now_and_then(**ago: int) -> Any:
    return timezone.now() - timedelta(**ago)


EDITS: dict[str, Callable[[], Any]] = {
    "a letter": lambda: world.letter(letter(3)),
    "a letter to a page": lambda: world.letter(Page.objects.get(path="about/colophon")),
    "letters that are taken": lambda: world.edit(letter(3), comments="open"),
    "a change that is told": lambda: world.changed(letter(5), "On marks", body="Other marks stand there."),
    "the first change that is told": lambda: world.changed(letter(3)),
    "a title that is told": lambda: world.edit(letter(5), title="Missive"),
    "a page that tells": lambda: world.changed(Page.objects.get(path="about")),
    "a change left out": lambda: PublicChange.objects.filter(of="page", thing_id=about().pk).delete(),
    "changes told no more": lambda: world.edit(letter(5), shows_changes=False),
    "a new post": lambda: world.post("New", at=now_and_then(days=1), topics=[world.topic("Queries")]),
    "an old post": lambda: world.post(
        "Older", at=world.A_MONDAY - timedelta(days=300), authors=[Person.objects.first()]
    ),
    "a body": lambda: world.edit(letter(3), body="Other words."),
    "a summary": lambda: world.edit(letter(21), summary="In short"),
    "a body under a summary": lambda: world.edit(letter(21), body="Again. " * 500),
    "a title": lambda: world.edit(letter(2), title="Lettre"),
    "a slug": lambda: publishing.rename(actor=SITE, thing=letter(20), slug="new-slug"),
    "no topic": lambda: world.edit(letter(22), topics=[]),
    "another author": lambda: world.edit(letter(3), authors=[Person.objects.last().pk]),
    "a withdrawal": lambda: publishing.withdraw(actor=SITE, thing=letter(22)),
    "a return": lambda: world.live(letter(22)),
    "the trash": lambda: publishing.trash(actor=SITE, thing=letter(19)),
    "a date, by hand": lambda: Post.objects.filter(slug="letter-18").update(
        publish_at=now_and_then(days=500)
    ),
    "titles, in bulk": lambda: Post.objects.filter(title__contains="1").update(title="Missive"),
    "the end of a post": lambda: letter(17).delete(),
    "signatures turned round": lambda: PostAuthor.objects.filter(post__slug="letter-22", position=0).update(
        position=5
    ),
    "a topic's name": lambda: Topic.objects.filter(slug="queries").update(name="Questions"),
    "a topic's description": lambda: Topic.objects.filter(slug="queries").update(description="On asking"),
    "a topic's slug": lambda: publishing.rename(actor=SITE, thing=world.topic("Proofs"), slug="none"),
    "the slug of many's topic": lambda: publishing.rename(actor=SITE, thing=world.topic("Queries"), slug="q"),
    "a merging": lambda: publishing.merge(
        actor=SITE, topics=[Topic.objects.get(slug="none")], into=world.topic("Queries")
    ),
    "a person's name": lambda: Person.objects.filter(slug="ines-okafor").update(name="I. O."),
    "a person's bio": lambda: Person.objects.filter(slug="ines-okafor").update(bio="Edits."),
    "a page's title": lambda: world.edit(Page.objects.get(path="about"), title="About us"),
    "a page below": lambda: world.page("Lettre", parent=Page.objects.get(path="about")),
    "a page moved": lambda: publishing.move(
        actor=SITE, page=Page.objects.get(path="about/colophon"), parent=None, position=0
    ),
    "a page away": lambda: publishing.withdraw(actor=SITE, thing=Page.objects.get(path="about")),
    "a redirect": lambda: Redirect.objects.create(path="/nothing/here", target="/", made_at=world.A_MONDAY),
    "a redirect gone": lambda: Redirect.objects.filter(path="/old").delete(),
    "cuts, by hand": lambda: Cut.objects.all().delete(),
    "a series' order": lambda: order_series(
        actor=SITE, series=world.series("Marks"), posts=[letter(5).pk, letter(3).pk]
    ),
    "one more in a series": lambda: put_into_series(actor=SITE, post=letter(7), series=world.series("Marks")),
    "a series' title": lambda: Series.objects.update(title="Signs", description="On signs"),
    "a person's address": lambda: Person.objects.filter(slug="tomás-rey").update(slug="tomas"),
    "the home page": lambda: world.site(home=f"page:{Page.objects.get(path='colophon').pk}"),
}


@pytest.mark.usefixtures("site")
def test_what_an_edit_changes_it_purges():
    """One after the other, as they would come."""
    addresses = [*ADDRESSES, SEARCH]
    unseen, idle, pages = {}, [], pages_at(addresses)
    for name, edit in EDITS.items():
        touched, before, pages = touched_by(edit), pages, pages_at(addresses)
        changed = differing(before, pages)
        unseen[name] = changed - purged_by(touched, before)
        idle += [] if changed else [name]
    assert {name: paths for name, paths in unseen.items() if paths} == {}
    assert idle == []  # or nothing was shown


AHEAD = [*HERE.values(), SEARCH, "/blog/letter-22/", "/blog/new/", "/about/", "/about/lettre/"]


def later(days: int) -> Any:
    return timezone.now() + timedelta(days=days)


def about() -> Page:
    return Page.objects.get(path="about")


SCHEDULES: dict[str, Callable[[], Any]] = {
    "a withdrawal ahead": lambda: publishing.withdraw(actor=SITE, thing=letter(3), at=later(3)),
    "a later one": lambda: publishing.withdraw(actor=SITE, thing=letter(3), at=later(9)),
    "a sooner one": lambda: publishing.withdraw(actor=SITE, thing=letter(3), at=later(1)),
    "one called off": lambda: Post.objects.filter(slug="letter-3").update(unpublish_at=None),
    "the newest goes": lambda: publishing.withdraw(actor=SITE, thing=letter(21), at=later(3)),
    "the last of a topic goes": lambda: publishing.withdraw(actor=SITE, thing=letter(22), at=later(3)),
    "a post comes": lambda: world.post("New", at=later(3), topics=[world.topic("Proofs")]),
    "it comes later": lambda: Post.objects.filter(slug="new").update(publish_at=later(9)),
    "it goes again": lambda: Post.objects.filter(slug="new").update(
        publish_at=later(1), unpublish_at=later(3)
    ),
    "a page goes": lambda: publishing.withdraw(actor=SITE, thing=about(), at=later(3)),
    "a page stays": lambda: Page.objects.filter(path="about").update(unpublish_at=None),
    "a page comes": lambda: world.live(world.draft("Lettre", kind="page", parent=about().pk), later(3)),
}


@pytest.mark.usefixtures("site")
def test_what_a_schedule_will_change_it_purges_at_once():
    """A page kept now would not end at a moment that it does not know of."""
    unseen, idle = {}, []
    for name, edit in SCHEDULES.items():
        before, then = pages_at(AHEAD), {days: pages_at(AHEAD, later(days)) for days in (2, 5)}
        touched = touched_by(edit)
        changed = set[str]().union(*(differing(was, pages_at(AHEAD, later(n))) for n, was in then.items()))
        unseen[name] = changed - purged_by(touched, before)
        idle += [] if changed else [name]
    assert {name: paths for name, paths in unseen.items() if paths} == {}
    assert idle == []  # or nothing was shown


BODY = {"/blog/letter-3/", "/blog/letter-3.md", "/sitemap.xml", "/sitemaps/posts-1.xml"} | {
    path for name, path in HERE.items() if "feed" in name and "letters" not in name
}
# Whoever reads the lists of the API is told when each text was changed.
BODY |= {"/api/v1/posts/letter-3/", "/api/v1/posts/", "/api/v1/posts/?series=marks"}


def let_time_pass() -> None:
    """The sitemap counts whole seconds."""
    for model in (Post, Page):
        model._default_manager.update(content_changed_at=world.A_MONDAY)


EXACT = [
    "a new post",
    "a body under a summary",
    "a title",
    "a person's bio",
    "a topic's description",
    "a page below",
]


@pytest.mark.usefixtures("site")
def test_a_body_leaves_lists_alone():
    world.edit(letter(3), summary="In short")
    let_time_pass()
    assert changed_and_purged(ADDRESSES, EDITS["a body"]) == (BODY, BODY)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", EXACT)
def test_what_an_edit_purges_has_changed(name: str):
    whole = [path for path in ADDRESSES if "?part" not in path]
    let_time_pass()
    changed, purged = changed_and_purged(whole, EDITS[name])
    almost_there = {
        "/about/lettre/",
        "/blog/new/",
        "/blog/new.md",  # no page lists what is nearly nearest
        "/api/v1/posts/?topic=queries&author=ines-okafor&limit=2",  # under one may be under both
        "/api/v1/pages/?limit=1",  # where a page stands among the pages is not asked before
    }
    assert purged - changed <= almost_there


@pytest.mark.usefixtures("site")
def test_drafts_touch_no_page():
    touched = touched_by(lambda: world.draft("Not yet", topics=[world.topic("Queries")]))
    assert [path for path in HERE.values() if page_at(path).tags & touched.tags] == []


@pytest.mark.usefixtures("site")
def test_a_scheduled_post_touches_at_once_what_it_will_stand_in():
    touched = touched_by(lambda: world.post("Soon", at=timezone.now() + timedelta(days=1)))
    there = {"/", "/blog/", "/blog/?part=posts", "/blog/letter-21/", "/feed.atom", "/sitemap.xml"}
    assert {path for path in ADDRESSES if page_at(path).tags & touched.tags} >= there
    assert "clock" in touched.tags


def test_two_that_come_at_once_open_their_month_together():
    """Neither takes the other for one that was there before."""
    world.post("Letter 1"), world.draft("One"), world.draft("Two")
    may = world.A_MONDAY + timedelta(days=70)
    come = {"publish_at": may, "content_changed_at": may}
    changed, purged = changed_and_purged(
        ["/blog/2026/03/", "/blog/2026/05/", "/blog/2026/"],
        lambda: Post.objects.filter(publish_at=None).update(**come),
    )
    assert changed == purged == {"/blog/2026/03/", "/blog/2026/05/", "/blog/2026/"}


def test_a_year_of_too_many_titles_is_touched_by_what_it_shows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("blog.calendars.MOST_TITLES", 2)
    world.posts(4)
    pages = ["/blog/2026/"]
    assert changed_and_purged(pages, lambda: world.edit(letter(1), title="Other")) == (set(), set())
    edit = lambda: publishing.trash(actor=SITE, thing=letter(4))  # noqa: E731 - said once
    assert changed_and_purged(pages, edit)[0] == set()
    edit = lambda: publishing.trash(actor=SITE, thing=letter(3))  # noqa: E731 - said once
    assert changed_and_purged(pages, edit) == (set(pages), set(pages))


def test_the_next_change_is_the_nearest_coming_or_going_of_anything():
    now = timezone.now()
    assert next_change(now) is None
    world.post(at=now + timedelta(days=3))
    publishing.withdraw(actor=SITE, thing=world.page(), at=now + timedelta(days=2))
    assert next_change(now) == now + timedelta(days=2)
    assert next_change(now + timedelta(days=2)) == now + timedelta(days=3)
    assert next_change(now + timedelta(days=4)) is None


def test_what_is_in_the_trash_neither_comes_nor_goes():
    now = timezone.now()
    publishing.trash(actor=SITE, thing=world.post(at=now + timedelta(days=3)))
    assert next_change(now) is None


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("text", "view", "feeds"),
    [
        (lambda: letter(3), "blog:post", "blog:letters_feed"),
        (lambda: Page.objects.get(path="about/colophon"), "pages:page", "letters:page_feed"),
    ],
)
def test_a_letter_touches_the_page_that_it_stands_in_its_feeds_and_no_other(text, view, feeds):
    own = {HERE[view], *(at for name, at in HERE.items() if name.startswith(feeds))}
    waiting = world.letter(text(), state="waiting")
    pages = pages_at(ADDRESSES)
    for state, touches in (("spam", set()), ("approved", own), ("approved", set()), ("trashed", own)):
        touched = touched_by(lambda state=state: commenting.judge(actor=SITE, comment=waiting, state=state))
        assert purged_by(touched, pages) == touches
    assert purged_by(touched_by(lambda: world.letter(text(), state="waiting")), pages) == set()


def test_relations_count_and_history_does_not():
    tables = {each.table for each in tracked()}
    assert {"blog_post", "blog_posttopic", "pages_page_topics", "content_menu", "media_picture"} <= tables
    assert not {"content_revision", "content_logentry", "content_link", "content_stream"} & tables


def test_every_column_is_of_one_kind():
    for each in tracked():
        said = (*each.card, *each.places, *each.silent)
        assert len(said) == len(set(said))
        named = {*said, *each.unique, *each.related, *each.logged, *each.judged}
        assert named <= set(each.columns)


def test_renditions_purge_the_pages_that_show_their_picture_and_no_others():
    shown, other = world.picture(), world.picture("other.png")
    world.ines()
    Person.objects.update(picture=shown)
    world.post("Within", body=f"![](picture:{shown.pk})")
    world.post("Above", lead_picture=shown.pk)
    world.post("Another", lead_picture=other.pk)
    what = Made(shown.file.name, {"of": shown.file.name, "recipe": RECIPE, "avif": [640]}, "tint tl-3")
    addresses = ["/blog/within/", "/blog/above/", "/blog/another/", "/authors/ines-okafor/", "/blog/"]
    changed, purged = changed_and_purged(
        addresses, lambda: renditions.offer(actor=SITE, made=[(shown, what)])
    )
    assert changed == purged == {"/blog/within/", "/blog/above/", "/authors/ines-okafor/"}


def test_a_picture_is_replaced_where_nothing_but_its_file_is_told():
    picture = world.picture()
    world.post(lead_picture=picture.pk)
    picture.file = "pictures/another.png"
    changed, purged = changed_and_purged(["/blog/let-it-stand/"], picture.save)
    assert changed == purged == {"/blog/let-it-stand/"}

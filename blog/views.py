"""The blog's addresses: each view finds what it shows, says the facts, and renders."""

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from blog import calendars, cards, intersections, lists, queries, seo, shown, tags
from blog.calendars import Link, Month
from blog.lists import Address
from blog.models import everything, of_author, of_topic
from content.letters import closes_at, may_be_written
from content.models import Person, Topic
from content.site import for_request
from content.twins import twin_of
from language import voice
from pagecache import clock, note, public, render
from seo import twins

T = TypeVar("T")


def _found(thing: T | None) -> T:
    """*thing*. Raises Http404 where there is none."""
    if thing is None:
        raise Http404
    return thing


def _stream() -> Address:
    return Address(reverse("blog:stream"), lambda n: reverse("blog:archive", args=[n]))


@public(parts=("posts",))
def stream(request: HttpRequest) -> HttpResponse:
    site = for_request(request)
    say = voice(site.language)
    listing = lists.head(everything(), _stream(), cards.of_stream)
    facts = seo.of_list(say["posts"], request.path, listing, site, about=site.description)
    return render(request, "blog/stream.html", {"say": say, "facts": facts, "listing": listing, "span": ""})


@public(parts=("posts",))
def archive(request: HttpRequest, n: int) -> HttpResponse:
    site = for_request(request)
    say = voice(site.language)
    listing = lists.archive(everything(), n, _stream(), cards.of_stream)
    span = seo.span(listing, say)
    facts = seo.of_list(f"{say['posts']}, {span}", request.path, listing, site)
    return render(request, "blog/stream.html", {"say": say, "facts": facts, "listing": listing, "span": span})


@public(twin="blog:post_twin", counted=True)
def post(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(queries.whole(clock.now(), slug))
    series = queries.series_of(found)
    parts = queries.parts(series.pk, clock.now()) if series else []
    site = for_request(request)
    clock.until(closes_at(found, site))
    context = shown.of_post(
        found,
        beside=queries.beside(found, clock.now()),
        site=site,
        series=series,
        parts=parts,
        letters=queries.letters_to(found),
        takes_letters=may_be_written(found, site, clock.now()),
        shows_changes=queries.shows_changes(found),
    )
    response = render(request, "blog/post.html", context)
    response["Link"] = twins.link(context["facts"])
    return response


@public(content_type=twins.MARKDOWN)
def post_twin(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(queries.whole(clock.now(), slug))
    return twin_of(found, seo.of_post(found), found.get_absolute_url())


@public()
def post_changes(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(queries.changing(clock.now(), slug))
    context = {"say": voice(found.language), "facts": seo.of_changes(found, request.path), "post": found}
    return render(request, "blog/post_changes.html", context)


@public()
def year(request: HttpRequest, year: int) -> HttpResponse:
    say = voice(for_request(request).language)
    months = calendars.months(year, clock.now())
    note(tags.beside_year(year))
    newer, older = queries.around(*calendars.year_span(year), clock.now())
    neighbours = (calendars.year_link(newer, say), calendars.year_link(older, say))
    return _calendar(request, say.number(year), months, neighbours)


@public()
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    say = voice(for_request(request).language)
    months = calendars.month(year, month, clock.now())
    note(tags.beside_month(year, month))
    newer, older = queries.around(*calendars.month_span(year, month), clock.now())
    neighbours = (calendars.month_link(newer, say), calendars.month_link(older, say))
    return _calendar(request, say.month(year, month), months, neighbours)


def _calendar(
    request: HttpRequest, title: str, months: list[Month], neighbours: tuple[Link, Link]
) -> HttpResponse:
    if not months:
        raise Http404
    site = for_request(request)
    newer, older = neighbours
    context = {
        "say": voice(site.language),
        "facts": seo.of_span(title, request.path, site),
        "title": title,
        "months": months,
        "newer": newer,
        "older": older,
    }
    return render(request, "blog/calendar.html", context)


@public()
def series(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(queries.series(slug))
    site = for_request(request)
    context = {
        "say": voice(site.language),
        "facts": seo.of_series(found, site, request.path),
        "series": found,
        "parts": queries.parts(found.pk, clock.now()),
    }
    return render(request, "blog/series.html", context)


@public()
def topics(request: HttpRequest) -> HttpResponse:
    site = for_request(request)
    say = voice(site.language)
    facts = seo.of_span(say["topics"], request.path, site)
    found = queries.topics_in_use(clock.now())
    return render(request, "blog/topics.html", {"say": say, "facts": facts, "topics": found})


def _of_topic(topic: Topic) -> Address:
    return Address(
        topic.get_absolute_url(), lambda n: reverse("blog:topic_archive", kwargs={"slug": topic.slug, "n": n})
    )


@public(parts=("posts",))
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(queries.topic(slug))
    site = for_request(request)
    listing = lists.head(of_topic(found.pk), _of_topic(found), cards.under_topic)
    facts = seo.of_topic(found, listing, site, request.path, found.name)
    return render(request, "blog/topic.html", shown.of_topic(found, listing, facts, voice(site.language)))


@public(parts=("posts",))
def topic_archive(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    found = _found(queries.topic(slug))
    site = for_request(request)
    say = voice(site.language)
    listing = lists.archive(of_topic(found.pk), n, _of_topic(found), cards.under_topic)
    span = seo.span(listing, say)
    facts = seo.of_topic(found, listing, site, request.path, f"{found.name}, {span}")
    return render(request, "blog/topic.html", shown.of_topic(found, listing, facts, say, span))


@public(params={"before": r"[1-9]\d{0,9}"}, parts=("posts",), most=intersections.MOST_KEPT)
def both(request: HttpRequest, slugs: list[str]) -> HttpResponse:
    """What is filed under two topics or three at once."""
    address = intersections.address(slugs)
    if address != intersections.as_asked(slugs):
        return HttpResponsePermanentRedirect(address)
    found = _found(queries.topics(slugs) or None)
    before = request.GET.get("before")
    site = for_request(request)
    say = voice(site.language)
    listing = intersections.listing(found, int(before) if before else None)
    facts = seo.of_both(found, listing, site, address, is_head=not before)
    return render(request, "blog/both.html", shown.of_both(found, listing, facts, say))


def _of_author(person: Person) -> Address:
    return Address(
        person.get_absolute_url(),
        lambda n: reverse("blog:author_archive", kwargs={"slug": person.slug, "n": n}),
    )


@public(parts=("posts",))
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(queries.person(slug))
    site = for_request(request)
    listing = lists.head(of_author(found.pk), _of_author(found), cards.by_author)
    facts = seo.of_author(found, listing, site, request.path, found.name)
    context = {"say": voice(site.language), "facts": facts, "person": found, "listing": listing, "span": ""}
    return render(request, "blog/author.html", context)


@public(parts=("posts",))
def author_archive(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    found = _found(queries.person(slug))
    site = for_request(request)
    say = voice(site.language)
    listing = lists.archive(of_author(found.pk), n, _of_author(found), cards.by_author)
    span = seo.span(listing, say)
    facts = seo.of_author(found, listing, site, request.path, f"{found.name}, {span}")
    context = {"say": say, "facts": facts, "person": found, "listing": listing, "span": span}
    return render(request, "blog/author.html", context)

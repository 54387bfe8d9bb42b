"""Search across all that is published. Its answers are made of the index alone, which has one tag."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from markupsafe import Markup

from content import search as searching
from content.models import SiteSettings
from content.search import Found, Narrowing, Query
from content.search.finding import Option
from content.site import for_request
from language import Voice, own_name, voice
from pagecache import clock, public, reads, render
from seo import Facts, absolute, described

SEARCH = "search"  # the tag of every answer; config/affected.py says what changes the index
FACETS = ("kind", "topic", "author", "year", "language")
MOST_KEPT = 500  # answers at once
SLUG = r"[^/ ]{1,200}"


@dataclass(frozen=True)
class Choice:
    """A way to narrow the results, or (without a count) back to all of them."""

    label: str
    address: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """One group of ways to narrow."""

    label: str
    choices: list[Choice]


@public(
    params={
        "q": r".*",
        "kind": r"post|page",
        "topic": SLUG,
        "author": SLUG,
        "year": r"[0-9]{4}",
        "language": r"[A-Za-z0-9-]{2,16}",
        "exact": r"1",
        "page": r"[1-9][0-9]?",
    },
    parts=("results",),
    most=MOST_KEPT,
)
def search(request: HttpRequest) -> HttpResponse:
    site = for_request(request)
    narrowing = Narrowing(**{name: request.GET.get(name, "") for name in FACETS})
    asked = searching.read(request.GET.get("q", ""), narrowing)
    found = _found(request, asked)
    say = voice(site.language)
    context = {
        "say": say,
        "facts": _facts(asked, site, say, is_answer=bool(request.GET)),
        "asked": request.GET.get("q", ""),
        "found": found,
        "sentence": _sentence(found, say),
        "misspelt": _misspelt(found, say),
        "facets": _facets(found, say) if found.hits else [],
        "is_narrowed": bool(narrowing.items()),
        **_ways(found),
    }
    return render(request, "front/search.html", context)


def _found(request: HttpRequest, asked: Query) -> Found:
    """What fits. An empty query reads nothing, so its page stays as it is whatever is published."""
    if asked.is_empty:
        return Found(asked, asked)
    page, as_spelt = int(request.GET.get("page", 1)), "exact" in request.GET
    with reads(SEARCH):
        found = searching.find(asked, clock.now(), page=page, as_spelt=as_spelt)
    if page > 1 and not found.hits:
        raise Http404("There are not so many results.")
    return found


def _facts(asked: Query, site: SiteSettings, say: Voice, *, is_answer: bool) -> Facts:
    """Other searches may find the way to this one; what it answers is for who asks."""
    path = reverse("front:search")
    title = f"“{asked.text}” · {say['search']}" if asked.text else say["search"]
    about = f"{say['search']}: {site.name}. {site.description}"
    return Facts(
        title=title,
        path=path,
        canonical=absolute(path),
        language=say.language,
        description=described(about),
        noindex=is_answer,
    )


def _sentence(found: Found, say: Voice) -> Markup:
    """How many texts there are for what."""
    query = Markup("<b><bdi>{}</bdi></b>").format(found.query.text)
    if found.query.is_empty:
        return Markup("")
    if not found.total:
        return say.filled("nothing_found", query=query)
    if found.has_more:
        return say.filled("found_more", n=say.number(found.total), query=query)
    return say.counted(say.words.found, found.total, query=query)


def _misspelt(found: Found, say: Voice) -> Markup:
    """Which words nothing here is spelt like."""
    meant = found.query.text.split()
    return say.joined(
        Markup("<i><bdi>{}</bdi></i>").format(word) for word in found.asked.text.split() if word not in meant
    )


def _ways(found: Found) -> dict[str, Any]:
    """Where else one can go from here."""
    spelt = {"exact": "1"} if found.query == found.asked and found.hits == [] else {}
    return {
        "as_spelt": _address(found.asked, exact="1"),
        "unnarrowed": _address(Query(found.query.text), **spelt),
        "earlier": _address(found.query, page=found.page - 1) if found.page > 1 else "",
        "later": _address(found.query, page=found.page + 1) if not found.is_last_page else "",
    }


def _address(query: Query, **more: object) -> str:
    return _said({"q": query.text, **query.narrowing.items(), **{name: str(more[name]) for name in more}})


def _said(given: dict[str, str]) -> str:
    said = {name: value for name, value in given.items() if value and not (name == "page" and value == "1")}
    return f"{_here()}?{urlencode(said)}"


@cache
def _here() -> str:
    return reverse("front:search")


def _facets(found: Found, say: Voice) -> list[Facet]:
    """The groups in which there is a choice, or was one."""
    groups = (_facet(name, found.facets[name], found.query, say) for name in FACETS)
    return [group for group in groups if group]


def _facet(name: str, options: list[Option], query: Query, say: Voice) -> Facet | None:
    chosen = query.narrowing.items().get(name, "")
    if not chosen and len(options) < 2 and name not in {"topic", "author"}:
        return None
    if not options:
        return None
    everything = Choice(say["everything"], _narrowed(query, name, ""), None, not chosen)
    choices = [
        Choice(_label(name, each, say), _narrowed(query, name, each.value), each.count, each.value == chosen)
        for each in options
    ]
    return Facet(say["language_word" if name == "language" else name], [everything, *choices])


def _narrowed(query: Query, name: str, value: str) -> str:
    return _said({"q": query.text, **query.narrowing.items(), name: value})


def _label(name: str, option: Option, say: Voice) -> str:
    if name == "kind":
        return say[f"kind_{option.value}"]
    if name == "year":
        return say.number(int(option.value))
    if name == "language":
        return own_name(option.value)
    return option.label

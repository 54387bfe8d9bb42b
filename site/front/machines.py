"""What robots and other machines ask for by name."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from blog import queries as blog
from blog.sharing import card_of
from content.site import for_request
from pagecache import clock, note, public, render
from pages import queries as pages
from seo import absolute
from seo import indexnow as engines
from seo.crawlers import refused

TEXT = "text/plain; charset=utf-8"
LLMS = "llms"  # the tag of which texts llms.txt names, beside their rows'
WITHIN = ("studio", "account", "login", "comments", "subscribe", "admin", "search")
NEVER_AHEAD = [*(f"/{room}/*" for room in WITHIN), "/*\\?*"]
ICON = settings.BASE_DIR / "assets/img/icon-180.png"
NAMED = 50  # posts, and pages; an address book, not the library


@public(content_type=TEXT)
def robots(request: HttpRequest) -> HttpResponse:
    site = for_request(request)
    context = {
        "robots": site.robots,
        "refused": refused(training=site.ai_training, search=site.ai_search, visits=site.ai_visits),
        "sitemap": absolute(reverse("front:sitemap")),
    }
    return render(request, "front/robots.txt", context)


@public(content_type="text/markdown; charset=utf-8")
def llms(request: HttpRequest) -> HttpResponse:
    """What there is for language models, by the proposal at llmstxt.org."""
    now = clock.now()
    note(LLMS)
    context = {
        "site": for_request(request),
        "pages": pages.named(NAMED, now),
        "posts": blog.named(NAMED, now),
        "absolute": absolute,
    }
    return render(request, "front/llms.txt", context)


@public(content_type=TEXT)
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a flaw (RFC 9116). It has to say until when it is true: for half a year at least."""
    site = for_request(request)
    if not site.security_contact:
        raise Http404
    this_month = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    clock.until(_months_on(this_month, 1))
    context = {
        "contact": site.security_contact,
        "expires": _months_on(this_month, 7),
        "language": site.language,
        "canonical": absolute(request.path),
    }
    return render(request, "front/security.txt", context)


def _months_on(first: datetime, months: int) -> datetime:
    """The first of the month that many months after *first*."""
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    return first


@public(content_type=TEXT)
def humans(request: HttpRequest) -> HttpResponse:
    """Whose site this is and what it is made with, for people who look (humanstxt.org)."""
    context = {"site": for_request(request), "absolute": absolute}
    return render(request, "front/humans.txt", context)


class Key:
    """The name of the file that shows whose site this is."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@public(content_type=TEXT)
def indexnow(request: HttpRequest, key: str) -> HttpResponse:
    """Shows search engines that who tells them of changes is the site itself. Nothing, where nobody does."""
    if not for_request(request).indexnow or key != engines.key():
        raise Http404
    return HttpResponse(key, content_type=TEXT)


@public(content_type="image/png")
def card(request: HttpRequest) -> HttpResponse:
    """The picture that stands for what has none of its own where its address is shared."""
    site = for_request(request)
    return card_of(request, site.name, site.description)


@public(content_type="image/png")
def icon(request: HttpRequest) -> HttpResponse:
    """The site's sign where browsers and feed readers look for it unasked, whatever the name says it is."""
    return HttpResponse(ICON.read_bytes(), content_type="image/png")


@public(content_type="application/manifest+json")
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site looks on the screen of a phone that it was put on (w3.org/TR/appmanifest)."""
    return render(request, "front/manifest.webmanifest", {"site": for_request(request)})


@public(content_type="application/speculationrules+json")
def speculation_rules(request: HttpRequest) -> HttpResponse:
    """What a browser may fetch before it is asked for: the link that somebody is about to follow.

    The next text and the one before as soon as the pointer rests on it, all else when it is pressed
    (wicg.github.io/nav-speculation). Never what is no page of the cache, and nothing is rendered ahead.
    """
    return render(request, "front/speculation-rules.json", {"never": NEVER_AHEAD})

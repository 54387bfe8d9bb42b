"""A site of a few views, for the cache to keep."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from content.models import Topic
from pagecache import absent, clock, public, reads, render
from pagecache.tracking import Tracked

renders: list[str] = []  # the addresses that were rendered
changes: list[datetime] = []  # when content changes by the clock


def tracked() -> tuple[Tracked, ...]:
    return (Tracked(Topic, card=("name", "slug"), unique=("slug",)),)


def next_change(now: datetime) -> datetime | None:
    return min((moment for moment in changes if moment > now), default=None)


@public(params={"page": r"[1-9]\d{0,2}", "q": r".{0,40}"}, parts=("posts", "aside"))
def topics(request: HttpRequest) -> HttpResponse:
    renders.append(request.get_full_path())
    names = ", ".join(Topic.objects.order_by("name").values_list("name", flat=True))
    asked = "&".join(f"{name}={value}" for name, value in request.GET.items())
    return HttpResponse(f"{request.part}|{names}|{asked}")  # type: ignore[attr-defined]


@public()
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(slug)
    return HttpResponse(found.name)


@public()
def one(request: HttpRequest, number: int) -> HttpResponse:
    """The one view whose page is made of a row and of nothing else."""
    with reads():
        found = Topic.objects.filter(pk=number).first()
    if found is None:
        absent(Topic, pk=number)
        raise Http404(number)
    return HttpResponse(found.name)


@public(parts=("posts",))
def paper(request: HttpRequest) -> HttpResponse:
    return render(request, "paper.html", {"posts": ["one", "two"]})


@public()
def moved(request: HttpRequest) -> HttpResponse:
    from django.http import HttpResponsePermanentRedirect

    return HttpResponsePermanentRedirect("/topics/")


@public()
def hour(request: HttpRequest) -> HttpResponse:
    clock.until(clock.now() + timedelta(milliseconds=80))
    return HttpResponse(clock.now().isoformat())


@public(writable=True)
@csrf_exempt
def box(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} box")


PRYING: dict[str, Any] = {
    "user": lambda request: request.user.is_authenticated,
    "session": lambda request: request.session.get("seen"),
    "cookies": lambda request: request.COOKIES.get("theme"),
    "csrf": get_token,
    "messages": lambda request: messages.info(request, "hello"),
    "language": lambda request: request.META.get("HTTP_ACCEPT_LANGUAGE"),
    "address": lambda request: request.META["REMOTE_ADDR"],
}


@public()
def prying(request: HttpRequest, what: str) -> HttpResponse:
    PRYING[what](request)
    return HttpResponse(f"seen by {request.user}")


@public()
def hiding(request: HttpRequest) -> HttpResponse:
    """Asks for the user and swallows the refusal."""
    try:
        name = str(request.user)
    except Exception:
        name = "nobody"
    return HttpResponse(name)


def _with_cookie() -> HttpResponse:
    response = HttpResponse("a cookie")
    response.set_cookie("seen", "1")
    return response


def _write() -> HttpResponse:
    Topic.objects.update(name="changed")
    return HttpResponse("written")


UNFIT: dict[str, Any] = {
    "cookie": _with_cookie,
    "write": _write,
    "private": lambda: HttpResponse("mine", headers={"Cache-Control": "private"}),
    "vary": lambda: HttpResponse("varied", headers={"Vary": "Cookie"}),
    "streaming": lambda: StreamingHttpResponse(iter([b"a", b"b"])),
    "empty": lambda: HttpResponse(""),
    "status 302": lambda: HttpResponseRedirect("/topics/"),
    "status 503": lambda: HttpResponse("later", status=503),
    "status 206": lambda: HttpResponse("some", status=206),
}


@public()
def unfit(request: HttpRequest, why: str) -> HttpResponse:
    response: HttpResponse = UNFIT[why]()
    return response


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"private, {request.user}, {request.session.session_key}")


urlpatterns = [
    path("topics/", topics, name="topics"),
    path("topics/<path:slug>/", topic, name="topic"),
    path("one/<int:number>/", one),
    path("paper/", paper, name="paper"),
    path("moved/", moved),
    path("hour/", hour),
    path("box/", box),
    path("prying/<what>/", prying),
    path("hiding/", hiding),
    path("unfit/<why>/", unfit),
    path("private/", private),
]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("nothing here", status=404)


handler404 = not_found

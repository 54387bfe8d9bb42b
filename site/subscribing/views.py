"""Reading by mail: asking for it, saying yes, choosing what comes, leaving. Each is a page with a plain form.

What looks at links in mails presses no buttons, so opening one changes nothing. Leaving needs no more than
the link: mail programs press that button themselves (RFC 8058), from elsewhere and without a cookie.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import throttling
from blog import queries
from content import subscribing
from content.models import Subscriber
from content.site import for_request
from content.subscribing import CONFIRM, OWN
from language import Voice, voice
from language.catalogues import languages
from seo import Facts, described
from subscribing.forms import AddressForm, WishForm, as_asked, shown

MOST_TOPICS = 60  # to tick; of more the busiest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; sent, it says the same whether the address is known or not, and was asked before or not."""
    say = _voice(request)
    if not for_request(request).by_mail:
        return _show(request, "word", say, "off", status=404)
    topics = _topics()
    if request.method != "POST":
        form = AddressForm(say, topics, initial=as_asked(request.GET.get("topic", ""), topics))
        return _show(request, "ask", say, "title", {"form": form})
    form = AddressForm(say, topics, request.POST)
    if form.is_valid() and not _is_taken(request, form):
        form.add_error(None, say.mail.many_asked)
    if form.errors:
        return _show(request, "ask", say, "title", {"form": form}, 422)
    return _show(request, "word", say, "sent", {"about": ("look", form.cleaned_data["email"])})


def _voice(request: HttpRequest) -> Voice:
    """The language of the page that the form was opened from, else the site's."""
    asked = request.GET.get("language", "")
    return voice(asked if asked in languages() else for_request(request).language)


def _topics() -> list[Any]:
    """The topics to choose from, by name."""
    used = queries.topics_in_use(timezone.now())
    busiest = sorted(used, key=lambda topic: -topic.entries)[:MOST_TOPICS]
    return sorted(busiest, key=lambda topic: topic.name.casefold())


def _is_taken(request: HttpRequest, form: AddressForm) -> bool:
    """Take up what was asked, unless too much came from this network just now.

    How often an address itself may be asked is seen to where nobody can tell (``subscribing.take_up``).
    """
    email, now = form.cleaned_data["email"], timezone.now()
    network = throttling.asking_buckets(request)
    if throttling.is_full(network, now):
        return False
    throttling.count(network, now)
    subscribing.ask(address=email, language=form.say.language, wish=form.wish, now=now)
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The button that says yes, to which a question by mail leads."""
    found = subscribing.found(token, CONFIRM)
    if found is None:
        return _void(request)
    say = voice(found.language)
    if request.method == "POST":
        subscribing.confirm(subscriber=found, now=timezone.now())
        return _see_own(found, "confirmed")
    return _show(request, "button", say, "by_mail", {"about": "confirm", "subscriber": found})


def _void(request: HttpRequest) -> HttpResponse:
    say = voice(for_request(request).language)
    return _show(request, "word", say, "void", {"about": ("void_about", ""), "leads_back": True}, 410)


def _see_own(subscriber: Subscriber, said: str) -> HttpResponse:
    """Sent on, so that reloading repeats nothing."""
    own = reverse("subscribing:own", args=[subscribing.link(subscriber, OWN)])
    return HttpResponseRedirect(f"{own}?said={said}", status=303)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """What a subscriber has chosen, to be changed."""
    found = subscribing.found(token, OWN)
    if found is None:
        return _void(request)
    say, topics = voice(found.language), _topics()
    form = WishForm(say, topics, request.POST if request.method == "POST" else None, initial=shown(found))
    if request.method == "POST" and form.is_valid():
        subscribing.choose(subscriber=found, wish=form.wish)
        return _see_own(found, "saved")
    said = request.GET.get("said", "")
    context = {
        "form": form,
        "subscriber": found,
        "said": said if said in {"confirmed", "saved"} else "",
        "token": token,
    }
    return _show(request, "own", say, "own", context, 422 if form.errors else 200)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The button that ends it. Whoever has the link may press it; pressed again, it says the same."""
    found = subscribing.found(token, OWN)
    say = voice(found.language if found else for_request(request).language)
    if request.method == "POST" or found is None:
        if found:
            subscribing.leave(subscriber=found)
        return _show(request, "word", say, "left", {"about": ("left_about", ""), "leads_back": True})
    return _show(request, "button", say, "leave", {"about": "leave", "subscriber": found})


def _show(
    request: HttpRequest,
    name: str,
    say: Voice,
    title: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or the part of it that stands in a text's page, which swaps nothing but a 200."""
    is_part = request.GET.get("part") == "form"
    said = str(getattr(say.mail, title))
    facts = Facts(
        title=said,
        path=request.path,
        canonical="",
        language=say.language,
        description=described(for_request(request).description),
        noindex=True,
    )
    around = {"say": say, "words": say.mail, "facts": facts, "is_part": is_part}
    around |= {"about": ("", ""), "leads_back": False}
    response = render(
        request,
        f"subscribing/{name}.html" + ("#form" if is_part else ""),
        around | (context or {}),
        status=200 if is_part else status,
        using="jinja2",
    )
    response["Referrer-Policy"] = "same-origin"  # a link in a letter is for nobody else to know
    return response

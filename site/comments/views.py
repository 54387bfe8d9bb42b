"""Writing a letter: a page of its own, and the same form as a part that is brought into the text's page."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments.forms import LetterForm, seal
from comments.judging import Verdict
from comments.networks import hashed
from comments.sending import Writer, judged, state_for, writer_of, written
from content import commenting, kinds
from content.commenting import MENDABLE, STATES, may_mend
from content.kinds import number as number_in
from content.letters import may_be_written, mode
from content.models import Comment, SiteSettings
from content.site import for_request
from language import Voice, voice
from seo import Facts, described

COOKIE = "letter"  # which letter this browser wrote, and the token to mend it


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The form of a letter to a text; sent, the letter is kept, or refused with what it says in sight."""
    thing, site = _live(kind, number), for_request(request)
    writer, parent = writer_of(request), _answered(request, thing)
    if not may_be_written(thing, site, timezone.now()):
        return _closed(request, thing)
    say = voice(thing.language)
    if request.method != "POST":
        form = LetterForm(say, initial={"sealed": seal()}, is_known=writer.person is not None, of=parent)
        return _form(request, thing, form, writer, parent)
    form = LetterForm(say, request.POST, is_known=writer.person is not None, of=parent)
    if form.is_valid():
        verdict = judged(request, form, writer)
        if not verdict.refusal:
            return _keep(request, thing, form, writer, verdict, parent, site)
        form.add_error(None, _refusal(say, verdict))
    return _form(request, thing, _again(form), writer, parent)


def _live(kind: str, number: int) -> Any:
    """The text, where readers may see it."""
    thing = kinds.thing(f"{kind}:{number}")
    if thing is None or thing.state(timezone.now()) != "live":
        raise Http404
    return thing


def _answered(request: HttpRequest, thing: Any) -> Comment | None:
    """The letter that is answered, where one is."""
    found = number_in(request.GET.get("to", ""))
    letters = Comment.objects.filter(of=thing.kind, thing_id=thing.pk, state=STATES.APPROVED)
    return letters.filter(pk=found).first() if found is not None else None


def _refusal(say: Voice, verdict: Verdict) -> str:
    return str(say.about_letters(verdict.refusal, **dict(verdict.filled)).unescape())


def _again(form: LetterForm) -> LetterForm:
    """The same form with a fresh seal where the old one is no good, and the trap empty."""
    data = dict(form.data.items())
    if form.key_and_age[1] is None or form.has_error("__all__"):
        data["sealed"] = data["sealed"] if _is_quick(form) else seal()
    data["website"] = ""
    form.data = data
    return form


def _is_quick(form: LetterForm) -> bool:
    """Whether the form was too new: then it grows old by waiting."""
    age = form.key_and_age[1]
    return age is not None and age < 60


def _form(
    request: HttpRequest,
    thing: Any,
    form: LetterForm,
    writer: Writer,
    parent: Comment | None = None,
    mended: Comment | None = None,
) -> HttpResponse:
    say = form.say
    title = say.about_letters("write_to", title=thing.title)
    if parent:
        title = say.about_letters("answer_to", name=parent.name)
    context = {
        "form": form,
        "thing": thing,
        "person": writer.person,
        "parent": parent,
        "mended": mended,
        "is_open": mode(thing, for_request(request)) == "open",
    }
    return _show(request, "write", say, str(title.unescape()), context, 422 if form.errors else 200)


def _show(
    request: HttpRequest, name: str, say: Voice, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page, or the part of it that stands in the page of ``thing``, which swaps nothing but a 200."""
    is_part = request.GET.get("part") == "form"
    facts = Facts(
        title=title,
        path=request.path,
        canonical="",
        language=say.language,
        description=described(context["thing"].lede, context["thing"].excerpt),
        noindex=True,
    )
    return render(
        request,
        f"comments/{name}.html" + ("#form" if is_part else ""),
        {"say": say, "facts": facts, "is_part": is_part} | context,
        status=200 if is_part else status,
        using="jinja2",
    )


def _closed(request: HttpRequest, thing: Any) -> HttpResponse:
    """The word that no more is taken, with what was typed in sight."""
    say = voice(thing.language)
    context = {"thing": thing, "typed": request.POST.get("body", "")}
    return _show(request, "closed", say, say.letters.closed, context, 403)


def _keep(
    request: HttpRequest,
    thing: Any,
    form: LetterForm,
    writer: Writer,
    verdict: Verdict,
    parent: Comment | None,
    site: SiteSettings,
) -> HttpResponse:
    letter = written(
        form,
        writer,
        parent=parent,
        address_hash=hashed(request),
        state=state_for(thing, site, writer, verdict),
        reasons=list(verdict.reasons),
    )
    try:
        made, token = commenting.write(actor=writer.actor, thing=thing, letter=letter, site=site)
    except ValidationError:
        return _closed(request, thing)
    return _let_mend(_said(request, made, thing, is_mendable=True), made, token)


def _said(request: HttpRequest, made: Comment, thing: Any, *, is_mendable: bool) -> HttpResponse:
    """What came of it: as a part at once, else at an address where reloading repeats nothing."""
    if request.GET.get("part") == "form":
        return _outcome(request, made, thing, is_mendable=is_mendable)
    return HttpResponseRedirect(reverse("comments:sent", args=[made.pk]), status=303)


def _let_mend(response: HttpResponse, made: Comment, token: str) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        f"{made.pk}:{token}",
        salt=COOKIE,
        max_age=int(MENDABLE.total_seconds()),
        path=reverse("comments:sent", args=[0]).removesuffix("0/"),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _token(request: HttpRequest, number: int) -> str:
    """This browser's token to mend the letter *number*, or nothing."""
    said = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=MENDABLE) or ""
    pk, _, token = said.partition(":")
    return token if pk == str(number) else ""


@never_cache
@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest, number: int) -> HttpResponse:
    """What came of a letter, for the browser that sent it."""
    made, token = get_object_or_404(Comment, pk=number), _token(request, number)
    if not token:
        raise Http404
    is_mendable = may_mend(made, token, timezone.now())
    return _outcome(request, made, _live(made.of, made.thing_id), is_mendable=is_mendable)


def _outcome(request: HttpRequest, made: Comment, thing: Any, *, is_mendable: bool) -> HttpResponse:
    say = voice(thing.language)
    context = {
        "letter": made,
        "thing": thing,
        "is_mendable": is_mendable and made.state in {STATES.WAITING, STATES.APPROVED},
        "word": {
            STATES.WAITING: say.letters.waits,
            STATES.APPROVED: say.letters.stands,
            STATES.SPAM: say.letters.aside,
            STATES.TRASHED: say.letters.taken_away,
        }[STATES(made.state)],
    }
    return _show(request, "sent", say, say.letters.sent, context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """The form in which whoever wrote a letter changes its words, for ten minutes."""
    comment, token = get_object_or_404(Comment, pk=number), _token(request, number)
    thing = _live(comment.of, comment.thing_id)
    say, writer = voice(thing.language), writer_of(request)
    if not may_mend(comment, token, timezone.now()):
        return _too_late(request, thing, say)
    if request.method != "POST":
        form = LetterForm(say, initial={"body": comment.body, "sealed": seal()}, is_known=True, of=comment)
        return _form(request, thing, form, writer, mended=comment)
    form = LetterForm(say, request.POST, is_known=True, of=comment)
    if form.is_valid():
        verdict = judged(request, form, writer, is_mended=True)
        if not verdict.refusal:
            return _keep_mended(request, comment, thing, form, writer, verdict, token)
        form.add_error(None, _refusal(say, verdict))
    return _form(request, thing, _again(form), writer, mended=comment)


def _keep_mended(
    request: HttpRequest,
    comment: Comment,
    thing: Any,
    form: LetterForm,
    writer: Writer,
    verdict: Verdict,
    token: str,
) -> HttpResponse:
    state = state_for(thing, for_request(request), writer, verdict)
    try:
        made = commenting.mend(
            actor=commenting.READER,
            comment=comment,
            token=token,
            body=form.cleaned_data["body"],
            state=state,
            reasons=list(verdict.reasons),
        )
    except PermissionDenied:
        return _too_late(request, thing, form.say)
    return _said(request, made, thing, is_mendable=True)


def _too_late(request: HttpRequest, thing: Any, say: Voice) -> HttpResponse:
    context = {"thing": thing, "typed": request.POST.get("body", "")}
    return _show(request, "closed", say, say.letters.too_late, context, 403)

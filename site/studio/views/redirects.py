"""Old addresses: where each leads, and whether anything stands there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content.actors import allow
from content.forwarding import forward, forward_all, unforward
from content.models import Redirect
from studio import receipts, redirect_table
from studio.arranging_forms import RedirectForm, RedirectsForm
from studio.asking import word
from studio.door import Request, door
from studio.leading import THERE, leads
from studio.showing import see, show

ROWS = 50


@door("GET", "POST")
def redirects(request: Request) -> HttpResponse:
    """All redirects by their old address, and a form for another."""
    allow(request.user, "arrange")
    form = RedirectForm(request.POST if request.method == "POST" else None, initial={"status": 301})
    if request.method == "POST" and form.is_valid() and _forward(request, form):
        return see(reverse("studio:redirects"))
    return _list(request, form)


def _forward(request: Request, form: RedirectForm) -> bool:
    to = form.forward()
    if leads([to.path], timezone.now())[to.path] == THERE:
        form.add_error(
            "path", "Something stands here, and readers would see that. Rename or withdraw it first."
        )
        return False
    try:
        with receipts.kept(request.user, "redirect", title=to.path) as slip:
            made = forward(actor=request.user, to=to)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    said = f"{made.path} leads to {made.target} now." if made.target else f"{made.path} is gone."
    messages.success(request, said, extra_tags=receipts.tag(slip))
    return True


def _list(request: Request, form: RedirectForm, table: RedirectsForm | None = None) -> HttpResponse:
    words = word(request.GET, "q")
    rows, after = _found(words, word(request.GET, "after", 500))
    context = {
        "here": "redirects",
        "form": form,
        "table": table or RedirectsForm(),
        "words": words,
        "rows": rows,
        "after": after,
    }
    name = "redirects#found" if request.GET.get("part") == "found" else "redirects"
    is_refused = form.errors or (table and table.errors)
    return show(request, name, context, status=422 if is_refused else 200)


def _found(words: str, after: str) -> tuple[list[tuple[Redirect, str]], str]:
    """One screen of redirects, each with what is known of its target; and where the next begins, if any."""
    found = Redirect.objects.order_by("path").filter(path__gt=after)
    if words:
        found = found.filter(Q(path__icontains=words) | Q(target__icontains=words))
    rows = list(found[: ROWS + 1])
    known = leads({row.target for row in rows if row.target}, timezone.now())
    listed = [(row, known.get(row.target, "gone")) for row in rows[:ROWS]]
    return listed, rows[ROWS - 1].path if len(rows) > ROWS else ""


@door("GET", "POST")
def redirect(request: Request, number: int) -> HttpResponse:
    """One redirect, to be led elsewhere or taken away."""
    allow(request.user, "arrange")
    found = get_object_or_404(Redirect, pk=number)
    now = {"path": found.path, "target": found.target, "status": found.status}
    form = RedirectForm(request.POST if request.method == "POST" else None, initial=now)
    form.fields["path"].disabled = True
    if request.method == "POST" and form.is_valid() and _forward(request, form):
        return see(reverse("studio:redirects"))
    context = {"here": "redirects", "redirect": found, "form": form}
    return show(request, "redirect", context, status=422 if form.errors else 200)


@door("POST")
def remove(request: Request, number: int) -> HttpResponse:
    """Let an old address lead nowhere again."""
    found = get_object_or_404(Redirect, pk=number)
    with receipts.kept(request.user, "redirect", title=found.path) as slip:
        unforward(actor=request.user, redirect=found)
    said = f"{found.path} leads nowhere any more."
    messages.success(request, said, extra_tags=receipts.tag(slip))
    return see(reverse("studio:redirects"))


@door("GET", "POST")
def table(request: Request) -> Any:
    """All redirects as a file, and from one."""
    allow(request.user, "arrange")
    if request.method != "POST":
        return _file()
    form = RedirectsForm(request.POST, request.FILES)
    if form.is_valid() and _take(request, form):
        return see(reverse("studio:redirects"))
    return _list(request, RedirectForm(initial={"status": 301}), form)


def _file() -> StreamingHttpResponse:
    lines = redirect_table.written(Redirect.objects.order_by("path").iterator(chunk_size=1000))
    name = 'attachment; filename="redirects.csv"'
    return StreamingHttpResponse(
        lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


def _take(request: Request, form: RedirectsForm) -> bool:
    try:
        with receipts.kept(request.user, "redirect", title="Redirects from a file") as slip:
            number = forward_all(actor=request.user, rows=form.cleaned_data["file"])
    except ValidationError as refusal:
        form.add_error("file", ["Nothing was taken in yet.", *refusal.messages])
        return False
    said = f"{number} redirects were taken in." if number > 1 else "One redirect was taken in."
    messages.success(request, said, extra_tags=receipts.tag(slip))
    return True

"""How what the editor sends is kept: begun, saved, and put together with what another wrote meanwhile."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from content import fields as fielding
from content import kinds, publishing, site
from content.fields import Fields
from content.models import Person, Revision
from content.publishing import Conflict
from content.revising import says_the_same
from content.revisions import grown_from, newest
from content.together import Together, together
from studio.door import Request
from studio.forms import TextForm, initial

TRIES = 3  # how often somebody else may come between before it is told


@dataclass(frozen=True)
class Kept:
    """What was kept of a text: the newest revision, and the one that is as its author typed it.

    They are two where the text was put together with *theirs*.
    """

    thing: Any
    revision: Revision
    typed: Revision
    theirs: Revision | None = None


class Overlapping(Exception):
    """Both changed the same words: the author has to settle it. Nothing was kept."""

    def __init__(self, conflict: Conflict, both: Together) -> None:
        super().__init__("Two of you wrote here.")
        self.conflict, self.together = conflict, both


def blank(user: User, kind: str) -> Fields:
    """A new text: in the site's language, signed by whoever begins it."""
    person = Person.objects.filter(user=user).first()
    made = fielding.complete(kinds.model(kind), {"slug": "-", "authors": [person.pk] if person else []})
    return made | {"title": "", "slug": "", "language": site.current().language}


def current(thing: Any, last: Revision | None) -> Fields:
    """What its author goes on from."""
    return fielding.snapshot(thing) | (last.fields if last else {})


def form_of(request: Request, kind: str, thing: Any, *, sent: bool = True) -> TextForm:
    """The form of a text, as it was *sent* or as it stands."""
    last = newest(thing) if thing is not None else None
    fields = blank(request.user, kind) if thing is None else current(thing, last)
    posted = (request.POST, request.FILES) if sent else (None, None)
    return TextForm(
        *posted, initial=initial(fields, last.pk if last else None), **rights(request.user, kind, thing)
    )


def rights(user: User, kind: str, thing: Any) -> dict[str, Any]:
    """What of the form is shown to *user*."""
    may = {
        "signs": user.may("sign", thing),
        "moves": user.may("move", thing),
        "arranges": user.may("arrange"),
    }
    return {"kind": kind, "thing": thing, **may}


@transaction.atomic
def save(user: User, form: TextForm) -> Kept:
    """Keep the edit; one that changes nothing since the last save makes no revision. Raises Overlapping."""
    begun = _begin(user, form)
    if begun:
        return begun
    fields, base, key = form.fields_of_text(), _base(form), form.cleaned_data["key"]
    last = newest(form.thing)
    if last and says_the_same(last, fields):
        if last.kind != Revision.Kind.AUTOSAVE:
            return Kept(form.thing, last, last)
        base = last  # autosaved already: the save itself stays in the timeline
    return _keep(user, form.thing, fields, base, key, Revision.Kind.DRAFT)


@transaction.atomic
def autosave(user: User, form: TextForm) -> Kept:
    """Keep what is being typed. Raises Overlapping."""
    begun = _begin(user, form)
    if begun:
        return begun
    fields, key = form.fields_of_text(), form.cleaned_data["key"]
    return _keep(user, form.thing, fields, _base(form), key, Revision.Kind.AUTOSAVE)


def _begin(user: User, form: TextForm) -> Kept | None:
    """A new text is made, once for each form; where it is there already, the form goes on from it."""
    if form.thing is not None:
        return None
    # One author's first saves wait for each other, so a double click finds what the first one made.
    User.objects.select_for_update().get(pk=user.pk)
    key = f"{user.pk}.{form.cleaned_data['begun'] or form.cleaned_data['key']}"
    first = Revision.objects.filter(of=form.kind, idempotency_key=key).first()
    if first is None:
        fields = blank(user, form.kind) | form.fields_of_text()
        form.thing = publishing.draft(actor=user, kind=form.kind, fields=fields, key=key)
        made = newest(form.thing)
        assert made is not None
        return Kept(form.thing, made, made)
    form.thing = kinds.thing(f"{form.kind}:{first.thing_id}")
    form.cleaned_data["base"] = form.cleaned_data["base"] or first.pk
    return None


@transaction.atomic
def settle(user: User, form: TextForm, theirs: Revision, whole: Fields) -> Kept:
    """Keep *whole*, which the author made of his form and *theirs*. Raises Conflict if another one came."""
    base, key = _base(form), form.cleaned_data["key"]
    conflict = Conflict(mine=form.fields_of_text(), theirs=theirs, base=base)
    return _both(user, form.thing, conflict, whole, Revision.Kind.DRAFT, key)


def compare(form: TextForm, theirs: Revision | None) -> tuple[Conflict, Together]:
    """The form and *theirs*, and both put together."""
    base = _base(form)
    conflict = Conflict(mine=form.fields_of_text(), theirs=theirs, base=base)
    return conflict, _together(form.thing, conflict)


def _base(form: TextForm) -> Revision | None:
    data = form.cleaned_data
    return grown_from(form.thing, data["base"], data["unsure"].split())


def _keep(user: User, thing: Any, fields: Fields, base: Revision | None, key: str, kind: str) -> Kept:
    verb = publishing.autosave if kind == Revision.Kind.AUTOSAVE else publishing.revise
    try:
        revision = verb(actor=user, thing=thing, fields=fields, base=base, key=key)
    except Conflict as conflict:
        return _put_together(user, thing, conflict, key, kind)
    return Kept(thing, revision, revision)


def _put_together(user: User, thing: Any, conflict: Conflict, key: str, kind: str) -> Kept:
    for _ in range(TRIES):
        both = _together(thing, conflict)
        if both.questions:
            break
        try:
            return _both(user, thing, conflict, both.fields(), kind, key)
        except Conflict as later:
            conflict = later
    raise Overlapping(conflict, _together(thing, conflict))


def _both(user: User, thing: Any, conflict: Conflict, whole: Fields, kind: str, key: str) -> Kept:
    typed, made = publishing.reconcile(
        actor=user, thing=thing, conflict=conflict, whole=whole, kind=kind, key=key
    )
    return Kept(thing, made, typed, conflict.theirs)


def _together(thing: Any, conflict: Conflict) -> Together:
    theirs = current(thing, conflict.theirs)
    base = current(thing, conflict.base) if conflict.base else {}  # unknown: all that differs is asked about
    return together(base, base | conflict.mine, theirs)

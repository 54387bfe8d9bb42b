"""Who works here: invite, change roles, close accounts; and what readers see of a person."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts import mails
from accounts.entering import ask_again
from accounts.models import User
from accounts.second_factor import MUST_HAVE
from content import people as verbs
from content.actors import allow
from content.models import Person
from studio.door import Request, door
from studio.people import InvitationForm, PersonForm, listed, roles_to_give
from studio.showing import see, show


@door("GET", "POST")
def people(request: Request) -> HttpResponse:
    """All accounts, and a form to invite another."""
    allow(request.user, "invite")
    form = InvitationForm(request.POST if request.method == "POST" else None, inviter=request.user)
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return _back()
    context = {
        "here": "people",
        "form": form,
        "listed": listed(request.user),
        "roles": roles_to_give(request.user),
    }
    return show(request, "people", context, status=422 if form.errors else 200)


def _invite(request: Request, form: InvitationForm) -> bool:
    if form.cleaned_data["role"] in MUST_HAVE:
        ask_again(request)
    try:
        user = verbs.invite(actor=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    _write_to(request, user)
    return True


def _write_to(request: Request, user: User) -> None:
    token = verbs.invitation(actor=request.user, user=user)
    link = settings.SITE_URL + reverse("accounts:once", args=[token])
    mails.send("invitation", user.email, user=user, by=request.user, link=link)
    messages.success(request, f"A letter with a link is on its way to {user.email}.")


@door("POST")
def invite_again(request: Request, number: int) -> HttpResponse:
    """Send another link; the first is void."""
    allow(request.user, "invite")
    user = _user(number)
    try:
        _write_to(request, user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _back()


@door("POST")
def uninvite(request: Request, number: int) -> HttpResponse:
    """Take an invitation back."""
    allow(request.user, "invite")
    user = _user(number)
    return _done(
        request, lambda: verbs.revoke(actor=request.user, user=user), f"{user} is not invited any more."
    )


@door("POST")
def role(request: Request, number: int) -> HttpResponse:
    """Make somebody a contributor, author, editor or admin."""
    allow(request.user, "people")
    user, given = _user(number), request.POST.get("role", "")
    if given not in User.Role.values:
        messages.error(request, "Choose a role first.")
        return _back()
    ask_again(request)
    words = f"{user} is {User.Role(given).label.lower()} now."
    return _done(request, lambda: verbs.give_role(actor=request.user, user=user, role=given), words)


@door("POST")
def close_account(request: Request, number: int) -> HttpResponse:
    """Let somebody in no more."""
    allow(request.user, "people")
    ask_again(request)
    user = _user(number)
    words = f"The account of {user} is closed. Texts and history stay."
    return _done(request, lambda: verbs.close(actor=request.user, user=user), words)


@door("POST")
def reopen_account(request: Request, number: int) -> HttpResponse:
    """Let somebody in again."""
    allow(request.user, "people")
    ask_again(request)
    user = _user(number)
    return _done(request, lambda: verbs.reopen(actor=request.user, user=user), f"{user} may come in again.")


@door("GET")
def profile(request: Request) -> HttpResponse:
    """To the page of the person that one signs as."""
    own = Person.objects.filter(user=request.user).first()
    if own is None:
        messages.error(request, "Nobody signs for your account yet. Ask a superuser of the site.")
        return see(reverse("studio:desk"))
    return see(reverse("studio:person", args=[own.pk]))


@door("GET", "POST")
def person(request: Request, number: int) -> HttpResponse:
    """Name, words, picture and links of a person, as readers see them."""
    found = get_object_or_404(Person, pk=number)
    allow(request.user, "profile", found)
    form = PersonForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _describe(request, found, form):
        messages.success(request, "Readers see it so from now on.")
        return see(reverse("studio:person", args=[number]))
    context = {"here": "person", "form": form, "person": found}
    return show(request, "person", context, status=422 if form.errors else 200)


def _describe(request: Request, found: Person, form: PersonForm) -> bool:
    said = form.cleaned_data
    try:
        verbs.describe(
            actor=request.user,
            person=found,
            name=said["name"],
            bio=said["bio"],
            picture=said["picture"],
            web=said["links"],
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _user(number: int) -> User:
    return get_object_or_404(User, pk=number)


def _done(request: Request, verb: Callable[[], object], words: str) -> HttpResponse:
    """Do it, and say so; or say why not."""
    try:
        verb()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words)
    return _back()


def _back() -> HttpResponse:
    return see(reverse("studio:people"))

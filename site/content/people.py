"""The verbs about who works here: invite, give a role, close an account; and what readers see of a person."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import links, roles, visits
from accounts.models import User
from content import search
from content.actors import SITE, allow
from content.configuring import introduce
from content.log import note
from content.models import Person
from content.slugs import free_slug, slugify
from media.models import Picture

WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
MOST_LINKS = 10


@transaction.atomic
def invite(*, actor: User, name: str, email: str, role: str) -> User:
    """Make an account for somebody who has an address, and the person that signs for it.

    It has no password: ``invitation`` makes the link that lets its owner in. Raises ValidationError for an
    address that has an account, PermissionDenied for a role that is not the actor's to give.
    """
    allow(actor, "invite")
    _refuse_to_raise(actor, role)
    email = email.strip().lower()
    known = User.objects.filter(email__iexact=email).first()
    if known:
        raise ValidationError({"email": f"{known} has an account with this address."})
    user = User(username=_free_username(name), first_name=name[:150], email=email, role=role)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    introduce(actor=SITE, user=user, name=name)
    note(actor, "invite", user, timezone.now(), {"role": [None, role]})
    return user


def _free_username(name: str) -> str:
    wanted = re.sub(r"[^\w.-]", "", slugify(name))[:100] or "somebody"
    taken = set(User.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    return free_slug(wanted, taken)


@transaction.atomic
def invitation(*, actor: User, user: User) -> str:
    """The token of a new link for *user*, who has not come in yet; an earlier one is void."""
    allow(actor, "invite")
    _refuse_to_raise(actor, user.role)
    if not user.is_invited:
        raise ValidationError(f"{user} has been here already.")
    now = timezone.now()
    links.end(user)
    token = links.issue(user, now, links.INVITATION_LASTS)
    note(actor, "send invitation", user, now)
    return token


@transaction.atomic
def revoke(*, actor: User, user: User) -> None:
    """Take an invitation back that nobody has taken up. The person who would have signed stays."""
    allow(actor, "invite")
    _refuse_to_raise(actor, user.role)
    if not user.is_invited:
        raise ValidationError(f"{user} has been here already. Close the account instead.")
    note(actor, "revoke invitation", user, timezone.now())
    user.delete()


@transaction.atomic
def give_role(*, actor: User, user: User, role: str) -> User:
    """Make *user* a *role*. Nobody changes his own, or a superuser's, and the last admin stays one."""
    user = _theirs(actor, user)
    was, user.role = user.role, User.Role(role)
    user.save(update_fields=["role"])
    _keep_an_admin()
    note(actor, "give role", user, timezone.now(), {"role": [was, role]})
    return user


@transaction.atomic
def close(*, actor: User, user: User) -> User:
    """Close an account: its sessions end with their next request, its links are void, its texts stay."""
    user = _theirs(actor, user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    links.end(user)
    _keep_an_admin()
    note(actor, "close account", user, timezone.now(), {"is_active": [True, False]})
    return user


@transaction.atomic
def reopen(*, actor: User, user: User) -> User:
    """Let the owner of a closed account in again."""
    user = _theirs(actor, user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    note(actor, "reopen account", user, timezone.now(), {"is_active": [False, True]})
    return user


@transaction.atomic
def leave(*, actor: User) -> None:
    """Take away one's own account, for good: the login goes, the person who signs stays, and so do texts.

    Raises ValidationError where nobody would be admin then.
    """
    user = _locked(actor)
    note(actor, "leave", user, timezone.now())
    visits.end(user.visits.all())
    user.delete()
    if user.rank == User.Role.ADMIN:
        _keep_an_admin()


def _theirs(actor: User, user: User) -> User:
    """*user*, locked, if *actor* may change that account."""
    allow(actor, "people", user)
    user = _locked(user)
    if user.pk == actor.pk:
        raise PermissionDenied("One's own role and account are for another admin to change.")
    if user.is_superuser and not actor.is_superuser:
        raise PermissionDenied(f"{user} is a superuser: only another superuser changes that account.")
    return user


def _locked(user: User) -> User:
    """*user*, and all accounts locked in one order: two admins who leave together must not both succeed."""
    return {each.pk: each for each in User.objects.select_for_update().order_by("pk")}[user.pk]


def _keep_an_admin() -> None:
    if not any(user.rank == User.Role.ADMIN for user in User.objects.filter(is_active=True)):
        raise ValidationError("Somebody has to be admin here.")


def _refuse_to_raise(actor: User, role: str) -> None:
    if not roles.may_give(actor.rank, role):
        raise PermissionDenied(f"{actor} may not make anybody {role}. Ask an admin of the site.")


@transaction.atomic
def describe(
    *, actor: Any, person: Person, name: str, bio: str, picture: Picture | None, web: list[dict[str, str]]
) -> Person:
    """Say who *person* is, as readers see it. *web* is ``[{title, url}, …]`` with addresses of the web.

    Raises ValidationError by field for what cannot stand.
    """
    allow(actor, "profile", person)
    _refuse_other_addresses(web)
    person = Person.objects.select_for_update().get(pk=person.pk)
    old = [person.name, person.bio, person.picture_id, person.links]
    person.name, person.bio, person.picture, person.links = name, bio, picture, web
    person.full_clean(exclude=["user", "picture"])
    person.save()
    new = [person.name, person.bio, person.picture_id, person.links]
    names = ("name", "bio", "picture", "links")
    changes = {each: [was, now] for each, was, now in zip(names, old, new, strict=True) if was != now}
    if "name" in changes:
        search.index_signed(person.pk)
    note(actor, "profile", person, timezone.now(), changes)
    return person


def _refuse_other_addresses(web: list[dict[str, str]]) -> None:
    if len(web) > MOST_LINKS:
        raise ValidationError({"links": f"At most {MOST_LINKS} links."})
    for link in web:
        if not WEB.fullmatch(link["url"]):
            raise ValidationError({"links": f"“{link['url']}” is no address of the web: https://…"})

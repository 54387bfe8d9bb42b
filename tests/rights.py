"""The table of rights: each address behind the login, and which role may ask for it.

A new address needs its row here, or ``tests/http/test_rights.py`` fails. ``of_text(OWN, OTHERS)`` is for one
that names a text (``of_picture`` for a picture), ``only(ROLES)`` for one that names nothing; with ``form=``
where an empty form would be refused before anybody is asked for rights, and ``names=`` where the address has
other arguments. Each is asked by GET and by POST.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from content import publishing
from content.actors import SITE
from content.filing import person
from content.revisions import newest
from tests import world

CAST = {
    "contributor": world.priya,
    "author": world.tomas,
    "editor": world.ines,
    "admin": world.noor,
    "superuser": world.root,
}
WRITERS = frozenset(CAST)
PUBLISHERS = WRITERS - {"contributor"}
EDITORS = PUBLISHERS - {"author"}
ADMINS = EDITORS - {"editor"}
SUPERUSERS = frozenset({"superuser"})
ANYBODY = WRITERS | {"nobody"}

Form = dict[str, Any]
Things = Callable[[User], Iterator[tuple[str, Any]]]


@dataclass(frozen=True)
class Row:
    """Who may ask for an address: of what is his own, and of what is others'.

    *things* makes what there is to ask about, each with the words for it; those begin with ``own`` or
    ``other``. *names* are the address's arguments for a thing, *form* is what a user sends to it.
    """

    own: frozenset[str]
    others: frozenset[str]
    things: Things
    names: Callable[[Any], list[Any]]
    form: Callable[[User, Any], Form]


def texts(user: User) -> Iterator[tuple[str, Any]]:
    """A text in each state, by *user* and by somebody else."""
    for whose, author in (("own", user.person), ("other", person("Somebody Else"))):
        later = timezone.now() + timedelta(days=1)
        yield f"{whose} draft", world.draft(f"{whose} draft", authors=[author])
        yield f"{whose} scheduled", world.post(f"{whose} scheduled", at=later, authors=[author])
        yield f"{whose} live", world.post(f"{whose} live", authors=[author])
        yield (
            f"{whose} withdrawn",
            publishing.withdraw(actor=SITE, thing=world.post(f"{whose} withdrawn", authors=[author])),
        )
        yield (
            f"{whose} trashed",
            publishing.trash(actor=SITE, thing=world.post(f"{whose} trashed", authors=[author])),
        )


def pictures(user: User) -> Iterator[tuple[str, Any]]:
    """A picture of *user*'s, and one of nobody's."""
    yield "own picture", world.picture("own.png", owner=user)
    yield "other picture", world.picture("other.png", owner=None)


def a_page(user: User) -> Iterator[tuple[str, Any]]:
    """A page of *user*'s."""
    yield "own", world.page(authors=[user.person])


def nothing(user: User) -> Iterator[tuple[str, Any]]:
    """The address itself."""
    yield "own", None


def only(
    roles: frozenset[str], names: Callable[[Any], list[Any]] = lambda _: [], form: Form | None = None
) -> Row:
    """An address of nothing in particular, for *roles*."""
    return Row(roles, roles, nothing, names, lambda *_: form or {})


def of_text(
    own: frozenset[str], others: frozenset[str], form: Callable[[User, Any], Form] = lambda *_: {}
) -> Row:
    """An address with a kind and a number: *own* texts for some roles, *others*' for some."""
    return Row(own, others, texts, lambda text: [text.kind, text.pk], form)


def of_picture(own: frozenset[str], others: frozenset[str]) -> Row:
    """The same for a picture."""
    return Row(own, others, pictures, lambda picture: [picture.pk], lambda *_: {})


def files(user: User) -> Iterator[tuple[str, Any]]:
    """A file of *user*'s, and one of nobody's."""
    yield "own", world.file("own.mp3", owner=user)
    yield "other", world.file("other.mp3", owner=None)


def of_file(own: frozenset[str], others: frozenset[str]) -> Row:
    """The same for a file that is no picture."""
    return Row(own, others, files, lambda file: [file.pk], lambda *_: {})


def people(user: User) -> Iterator[tuple[str, Any]]:
    """Who *user* signs as, and somebody else."""
    yield "own", user.person
    yield "other", person("Somebody Else")


def of_person(own: frozenset[str], others: frozenset[str]) -> Row:
    """The same for a person."""
    return Row(own, others, people, lambda one: [one.pk], lambda *_: {})


def of_one(roles: frozenset[str], make: Callable[[], Any]) -> Row:
    """The address of a thing that *make* makes and that is nobody's own, for *roles*."""
    return only(roles, lambda _: [make().pk])


EVERYBODY = only(WRITERS)
STRANGERS = only(ANYBODY)
ONE = lambda _: [1]  # noqa: E731

ROWS: dict[str, Row] = {
    # The door and one's own account: each to himself.
    "accounts:login": STRANGERS,
    "accounts:once": only(ANYBODY, lambda _: ["no-such-token"]),
    "accounts:forgotten": STRANGERS,
    "accounts:logout": STRANGERS,
    "accounts:password": EVERYBODY,
    "accounts:sessions": EVERYBODY,
    "account_login": STRANGERS,
    "account_email": EVERYBODY,
    "account_confirm_email": only(ANYBODY, lambda _: ["no-such-key"]),
    "account_reauthenticate": EVERYBODY,
    "mfa_login_webauthn": STRANGERS,
    "mfa_authenticate": STRANGERS,
    "mfa_index": EVERYBODY,
    "mfa_reauthenticate": EVERYBODY,
    "mfa_reauthenticate_webauthn": EVERYBODY,
    "mfa_activate_totp": EVERYBODY,
    "mfa_deactivate_totp": EVERYBODY,
    "mfa_list_webauthn": EVERYBODY,
    "mfa_add_webauthn": EVERYBODY,
    "mfa_edit_webauthn": only(WRITERS, ONE),
    "mfa_remove_webauthn": only(WRITERS, ONE),
    "mfa_view_recovery_codes": EVERYBODY,
    "mfa_generate_recovery_codes": EVERYBODY,
    # What a preview link shows; whoever has none is shown that it has ended.
    "preview:text": only(ANYBODY, lambda _: ["x" * 43]),
    "preview:cards": only(ANYBODY, lambda _: ["x" * 43]),
    "preview:home": only(ANYBODY, lambda _: ["x" * 43]),
    "preview:at": only(ANYBODY, lambda _: ["x" * 43, "blog/"]),
    # Readers' letters: whoever reads may write, and mend what he wrote himself.
    "comments:write": only(ANYBODY, lambda _: ["post", 0]),
    "comments:sent": only(ANYBODY, lambda _: [0]),
    "comments:mend": only(ANYBODY, lambda _: [0]),
    # Reading by mail: whoever has the link.
    "subscribing:ask": STRANGERS,
    "subscribing:confirm": only(ANYBODY, lambda _: ["no-such-token"]),
    "subscribing:leave": only(ANYBODY, lambda _: ["no-such-token"]),
    "subscribing:own": only(ANYBODY, lambda _: ["no-such-token"]),
    # The studio.
    "studio:desk": EVERYBODY,
    "studio:posts": EVERYBODY,
    "studio:pages": EVERYBODY,
    "studio:page_list": EVERYBODY,
    "studio:move": Row(EDITORS, EDITORS, a_page, lambda _: [], lambda _, page: {"to": f"{page.pk} up"}),
    "studio:find": EVERYBODY,
    "studio:own_data": EVERYBODY,
    "studio:leave": EVERYBODY,
    "studio:log": only(EDITORS),
    # Each text of many is asked for its own rights (test_studio_bulk.py); undone and kept is one's own.
    "studio:bulk": only(WRITERS, lambda _: ["post"]),
    "studio:undo": only(WRITERS, ONE),
    "studio:keep_view": only(WRITERS, lambda _: ["post"]),
    "studio:change_view": only(WRITERS, ONE),
    "studio:menus": only(EDITORS),
    "studio:people": only(EDITORS),
    "studio:role": of_one(ADMINS, world.tomas),
    "studio:close_account": of_one(ADMINS, world.tomas),
    "studio:reopen_account": of_one(ADMINS, world.tomas),
    "studio:invite_again": of_one(EDITORS, world.priya),
    "studio:uninvite": of_one(EDITORS, world.priya),
    "studio:profile": EVERYBODY,
    "studio:person": of_person(WRITERS, EDITORS),
    "studio:review": of_text(WRITERS, EDITORS),
    "studio:series": only(EDITORS),
    "studio:one_series": of_one(EDITORS, world.series),
    "studio:series_order": of_one(EDITORS, world.series),
    "studio:series_add": of_one(EDITORS, world.series),
    "studio:series_remove": of_one(EDITORS, world.series),
    "studio:settings": only(EDITORS),
    "studio:gate": only(EDITORS),
    "studio:receipt": only(WRITERS, ONE),  # each receipt for whoever did it or may write its text
    "studio:new": only(WRITERS, lambda _: ["post"]),
    "studio:edit": of_text(WRITERS, EDITORS),
    "studio:timeline": of_text(WRITERS, EDITORS),
    "studio:preview": of_text(WRITERS, EDITORS),
    "studio:pulse": STRANGERS,  # says who is logged in, also to whoever is not
    "studio:autosave": of_text(WRITERS, EDITORS, lambda user, _: {"who": user.pk}),
    "studio:settle": of_text(WRITERS, EDITORS),
    "studio:compare": of_text(WRITERS, EDITORS),
    "studio:present": of_text(WRITERS, EDITORS),
    "studio:restore": of_text(WRITERS, EDITORS, lambda _, text: {"revision": newest(text).pk}),
    "studio:leave_out": of_text(PUBLISHERS, EDITORS),
    "studio:unplan": of_text(PUBLISHERS, EDITORS),
    "studio:let_stand": of_text(PUBLISHERS, EDITORS),
    "studio:links": of_text(WRITERS, EDITORS),
    "studio:revoke": of_text(WRITERS, EDITORS),
    "studio:translations": of_text(PUBLISHERS, EDITORS),
    "studio:publish": of_text(PUBLISHERS, EDITORS),
    "studio:withdraw": of_text(PUBLISHERS, EDITORS),
    "studio:trash": of_text(PUBLISHERS, EDITORS),
    "studio:untrash": of_text(PUBLISHERS, EDITORS),
    "studio:letters": only(PUBLISHERS),
    "studio:letters_bulk": only(PUBLISHERS, form={"do": "approve"}),
    "studio:letter_writer": only(ADMINS),
    "studio:letter_answer": Row(
        PUBLISHERS, EDITORS, texts, lambda text: [world.letter_row(text).pk], lambda *_: {}
    ),
    "studio:subscribers": only(EDITORS),
    "studio:subscribers_export": only(ADMINS),
    "studio:media": EVERYBODY,
    # Each of many is asked for its own rights, as texts are.
    "studio:pictures_bulk": only(WRITERS, form={"do": "trash"}),
    "studio:topics_bulk": only(EDITORS),
    "studio:files": EVERYBODY,
    "studio:file": of_file(WRITERS, WRITERS),
    "studio:file_trash": of_file(PUBLISHERS, EDITORS),
    "studio:file_untrash": of_file(PUBLISHERS, EDITORS),
    "studio:bring": EVERYBODY,
    "studio:bring_file": EVERYBODY,
    "studio:say": of_picture(WRITERS, WRITERS),
    "studio:card": EVERYBODY,
    "studio:pick_links": EVERYBODY,
    "studio:pick_pictures": EVERYBODY,
    "studio:pick_files": EVERYBODY,
    "studio:picture": of_picture(WRITERS, WRITERS),
    "studio:picture_replace": of_picture(PUBLISHERS, EDITORS),
    "studio:picture_trash": of_picture(PUBLISHERS, EDITORS),
    "studio:picture_untrash": of_picture(PUBLISHERS, EDITORS),
    "studio:topics": only(EDITORS),
    "studio:topics_merge": only(EDITORS),
    "studio:topic": of_one(EDITORS, world.topic),
    "studio:topic_address": of_one(EDITORS, world.topic),
    "studio:topic_remove": of_one(EDITORS, world.topic),
    "studio:health": only(EDITORS),
    "studio:status": only(ADMINS),
    "studio:redirects": only(EDITORS),
    "studio:redirects_table": only(EDITORS),
    "studio:redirect": of_one(EDITORS, world.redirect),
    "studio:redirect_remove": of_one(EDITORS, world.redirect),
}
# Readers' pages know nobody (the page cache's own tests).
PUBLIC = ("front:", "blog:", "pages:", "letters:", "api:")


def named(patterns: list[Any] | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address that the URLconf has, by its full name."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name or each.pattern}", each
        else:
            yield from named(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)


def behind_the_door() -> set[str]:
    """The names of all addresses that are not readers' pages, nor of Django's admin."""
    found = {name for name, _ in named() if not name.startswith((*PUBLIC, "admin:"))}
    return found - {"metrics", "admin/login/"}


def addresses(user: User, prefix: str = "studio:") -> Iterator[tuple[str, str]]:
    """One address of each row whose name begins with *prefix*, for a thing of *user*'s that is live."""
    live = {
        things: next((thing for words, thing in things(user) if words in {"own live", "own", "own picture"}))
        for things in {row.things for row in ROWS.values()}
    }
    for name, row in ROWS.items():
        if name.startswith(prefix):
            yield name, reverse(name, args=row.names(live[row.things]))

"""The receipt of a verb: every kept page that it made go, and whether every edge knows. It has an address.

Content knows no cache, so it is the door that asks for the receipt:

    with receipts.kept(user, "publish", thing) as slip:
        publishing.publish(actor=user, thing=thing, revision=revision)
    return see(receipts.address(slip))
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.comparing import Difference
from pagecache import edges, link, receipt, routes
from studio import places
from studio.models import Receipt

LISTS = frozenset(
    f"blog:{name}"
    for name in [
        "stream",
        "archive",
        "year",
        "month",
        "topics",
        "topic",
        "topic_archive",
        "author",
        "author_archive",
        "series",
        "series_archive",
    ]
) | {"front:home"}
GROUPS = {
    "own": "The text itself",
    "lists": "Lists that show it",
    "texts": "Texts beside it",
    "files": "Feeds and sitemaps",
}


@contextmanager
def kept(user: User, verb: str, thing: Any = None, title: str = "") -> Iterator[Receipt]:
    """Do a verb inside, and keep what it did to pages. The edges are waited for when this is left.

    For many things at once, *title* says what they are. A verb that fails leaves no receipt.
    """
    slip = Receipt(verb=verb, title=title[:300], by=user, is_cached=link.is_configured())
    if thing is not None:
        slip.of, slip.thing_id, slip.title = thing.kind, thing.pk, str(thing)[:300]
    slip.edges_known = edges.known()
    stood = _places(slip, thing)
    with receipt() as told:
        yield slip
    slip.at = timezone.now()
    slip.unkept = [
        each for each in dict.fromkeys([*stood, *_places(slip, thing)]) if each not in told.addresses
    ]
    slip.addresses, slip.purged, slip.seq = told.addresses, told.purged, told.seq
    slip.edges, slip.milliseconds, slip.is_confirmed = told.edges, told.milliseconds, told.is_confirmed
    slip.edges_known = max(slip.edges_known, told.edges) if told.seq else 0
    slip.save()


def _places(slip: Receipt, thing: Any) -> list[str]:
    """Where readers find *thing* now, for a receipt that tells of pages."""
    return places.of(thing, timezone.now()) if slip.is_cached and thing is not None else []


def address(slip: Receipt) -> str:
    """Where the receipt is read again."""
    return reverse("studio:receipt", args=[slip.pk])


def tag(slip: Receipt) -> str:
    """What a message carries so that the receipt is offered beside its words."""
    return f"receipt-{slip.pk}"


def tally(differences: Iterable[Difference]) -> list[tuple[str, int, int]]:
    """What of a text changed, in words, as a receipt keeps it."""
    return [(each.label, each.words_in, each.words_out) for each in differences]


@dataclass(frozen=True)
class Line:
    """One line of a receipt: what kind of pages, and which."""

    label: str
    addresses: list[str]


def lines(slip: Receipt, own: str) -> list[Line]:
    """The addresses that changed, by what stands there; *own* is the text's."""
    found: dict[str, list[str]] = {name: [] for name in GROUPS}
    for each in slip.addresses:
        found[_group(each, own)].append(each)
    return [Line(label, found[name]) for name, label in GROUPS.items() if found[name]]


def _group(each: str, own: str) -> str:
    path = each.partition("?")[0]
    if path == own:
        return "own"
    match = routes.find(path)
    name = match[0].view_name if match else ""
    if name in LISTS:
        return "lists"
    return "texts" if name in {"blog:post", "pages:page"} else "files"


@dataclass(frozen=True)
class Spread:
    """How far a change has come: ``done`` of ``known`` edges answer with it alone."""

    done: int
    known: int

    @property
    def is_everywhere(self) -> bool:
        return self.done >= self.known


def spread(slip: Receipt) -> Spread:
    """How far it has come by now. An edge that did not answer serves no kept page until it has caught up."""
    if not slip.seq or slip.edges >= slip.edges_known:
        return Spread(slip.edges, slip.edges_known)
    return Spread(min(edges.confirmed(slip.seq), slip.edges_known), slip.edges_known)

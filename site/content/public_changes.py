"""What readers are told of how a text changed, where its author allows it: what is news, and nothing else.

Compared is what they saw with what they see, as it was rendered: no draft, no comment in the source. What was
mended quietly in between, a name taken out on request, say, is not brought back: each change is told against
the text that stood right before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from content.actors import Actor, allow
from content.comparing import Difference, Piece, shortened, words
from content.log import note
from content.models import PublicChange
from content.prepared import prepared
from content.search.prose import plain_text
from language import Voice

MOST = 30  # changes in one page
LONGEST = 8_000  # characters that are shown of one part
PARTS = ("title", "summary", "text")


@dataclass(frozen=True)
class Seen:
    """What readers see of a text, and since when it is that to them."""

    title: str
    summary: str
    body_html: str
    changed_at: datetime | None

    @property
    def parts(self) -> tuple[str, ...]:
        """Its words, by PARTS."""
        return self.title, self.summary, plain_text(self.body_html)


def seen(thing: Any) -> Seen:
    """What readers see of *thing*, which is live."""
    return Seen(thing.title, thing.summary, thing.body_html, thing.content_changed_at)


def tell(thing: Any, before: Seen, said: str) -> bool:
    """Keep how *thing*, whose row is saved, differs from *before*; False where that is no news.

    *said* is what its author says of the change.
    """
    after = seen(thing)
    if not thing.shows_changes or after.changed_at is None or after.changed_at == before.changed_at:
        return False
    PublicChange.objects.create(
        of=thing.kind,
        thing_id=thing.pk,
        at=after.changed_at,
        said=" ".join(said.split()),
        pieces=[list(part) for part in _differences(before, after)],
    )
    return True


def _differences(before: Seen, after: Seen) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for name, was, now in zip(PARTS, before.parts, after.parts, strict=True):
        if was != now:
            yield name, [(piece.kind, piece.text) for piece in _cut(shortened(words(was, now)))]


def _cut(pieces: list[Piece]) -> list[Piece]:
    """*pieces* as far as a page has room for them; of the words after that only the number is told."""
    shown: list[Piece] = []
    room = LONGEST
    for place, piece in enumerate(pieces):
        if len(piece.text) > room:
            left = [Piece(piece.kind, piece.text[room:]), *pieces[place + 1 :]]
            rest = sum(each.words for each in left if each.kind in {"in", "out"})
            return [*shown, Piece(piece.kind, piece.text[:room]), Piece("more", str(rest))]
        shown.append(piece)
        room -= len(piece.text)
    return shown


def of(thing: Any) -> QuerySet[PublicChange]:
    """The changes of *thing* that readers are told of, or will be where it shows them; the newest first."""
    return PublicChange.objects.filter(of=thing.kind, thing_id=thing.pk).order_by("-at", "-pk")


def forget_since(thing: Any, moment: datetime | None) -> None:
    """Let readers be told nothing of what changed after *moment*, else ever: it was taken back."""
    (of(thing).filter(at__gt=moment) if moment else of(thing)).delete()


@transaction.atomic
def leave_out(*, actor: Actor, thing: Any, change: PublicChange) -> None:
    """Let readers be told of *change* no more. It is gone for good; the log says that it was there."""
    allow(actor, "publish", thing)
    change.delete()
    note(actor, "leave_out", thing, timezone.now(), {"change": [change.at.isoformat(), None]})


def there_are(kind: str) -> Exists:
    """Whether changes of a row of *kind* are told: asked within the row's own query."""
    return Exists(PublicChange.objects.filter(of=kind, thing_id=OuterRef("pk")))


def told(kind: str, number: int) -> list[Any]:
    """The newest changes of the text *number* of *kind* that readers are told of, each with ``differences``.

    These are named by PARTS.
    """
    found: list[Any] = _told(kind, number)
    for change in found:
        change.differences = [_difference(name, pieces) for name, pieces in change.pieces]
    return found


@prepared
def _told(kind: str, number: int) -> QuerySet[PublicChange]:
    return PublicChange.objects.filter(of=kind, thing_id=number).order_by("-at", "-pk")[:MOST]


def in_a_line(changes: list[Any], say: Voice) -> str:
    """The newest of *changes*, as ``told``: its day, and its author's note or else how much came and went."""
    newest = changes[0]
    came = sum(each.words_in for each in newest.differences)
    went = sum(each.words_out for each in newest.differences)
    counts = [(say.reading.words_in, came), (say.reading.words_out, went)]
    counted = say.joined(say.counted(words, n) for words, n in counts if n).unescape()
    told = newest.said or counted  # neither, where only marks changed
    return f"{say.date(newest.at)}: {told}" if told else say.date(newest.at)


def _difference(name: str, pieces: list[tuple[str, str]]) -> Difference:
    """One part, its blocks a line apart."""
    return Difference(name, [Piece(kind, text.replace("\n", "\n\n")) for kind, text in pieces])

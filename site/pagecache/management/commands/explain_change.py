"""``manage.py explain_change blog.post:17``: which kept pages a write to that row would purge."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from pagecache import consequences, hooks, link
from pagecache.changes import GROUPS, Change, logged
from pagecache.consequences import Consequences
from pagecache.receipts import address
from pagecache.tracking import Tracked

MOST_TOLD = 20  # pages of a tag


class Command(BaseCommand):
    help = "Tell what a write to one row would purge: the tags, and the kept pages that have them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("row", help="as app.model:pk, like blog.post:17")

    def handle(self, *args: Any, **options: Any) -> None:
        tracked, pk = _found(options["row"])
        if tracked.is_epoch:
            self.stdout.write(f"{tracked.name}:{pk} stands on every page: all of them go.")
            return
        for what, change in _changes(tracked, pk):
            with transaction.atomic():  # content's own tags are asked inside a transaction
                found = consequences.of([change])
            self._tell(what, found)

    def _tell(self, what: str, found: Consequences) -> None:
        pages = _pages(found.tags)
        self.stdout.write(f"{what}: {len(set().union(*pages.values()))} kept pages")
        for tag in sorted(pages):
            self.stdout.write(f"    {tag:<40} {len(pages[tag]) or '-'}")
            for page in sorted(pages[tag])[:MOST_TOLD]:
                self.stdout.write(f"        {page}")


def _found(named: str) -> tuple[Tracked, Any]:
    """The model and the key of ``app.model:pk``."""
    label, _, pk = named.partition(":")
    try:
        model = apps.get_model(label)
        key = model._meta.pk.to_python(pk)
    except (LookupError, ValueError, ValidationError) as error:
        raise CommandError(f"{named} names no row; one is named like blog.post:17.") from error
    for tracked in hooks.tracked():
        if tracked.model is model:
            return tracked, key
    raise CommandError(f"No page is made of {label}; a write to it purges nothing.")


def _changes(tracked: Tracked, pk: Any) -> Iterator[tuple[str, Change]]:
    """Each way in which the row could be written."""
    row = tracked.model._base_manager.filter(pk=pk).values(*_names(tracked)).first()
    if row is None:
        raise CommandError(f"There is no {tracked.name} {pk}.")
    columns = {column: row[name] for column, name in zip(logged(tracked), _names(tracked), strict=True)}
    others = _with_other_texts(tracked, columns)
    yield (
        "if only what its own page shows changed",
        Change(tracked.table, "U", pk, columns, columns, frozenset({"full"})),
    )
    yield "if its card changed", Change(tracked.table, "U", pk, others, columns, frozenset({"card", "full"}))
    yield "if it went", Change(tracked.table, "D", pk, columns, None, GROUPS)
    yield "if it came", Change(tracked.table, "I", pk, None, columns, GROUPS)


def _names(tracked: Tracked) -> list[str]:
    """The fields' names of the columns that are logged."""
    names = {field.column: field.attname for field in tracked.model._meta.concrete_fields}
    return [names[column] for column in logged(tracked)]


def _with_other_texts(tracked: Tracked, row: Mapping[str, Any]) -> dict[str, Any]:
    shown = set(tracked.card)
    return {
        column: f"{value}~" if column in shown and isinstance(value, str) else value
        for column, value in row.items()
    }


def _pages(tags: frozenset[str]) -> dict[str, set[str]]:
    """The addresses of the kept pages of each tag; none where there is no Redis for pages."""
    if not link.is_configured():
        return {tag: set() for tag in tags}
    try:
        return {tag: set(map(address, _keys(tag))) for tag in tags}
    except link.Away as error:
        raise CommandError(f"Redis cannot be asked: {error}") from error


def _keys(tag: str) -> Iterator[str]:
    for number in link.ask(lambda redis: redis.smembers(f"pc:t:{tag}")):
        key = _key(int(number))
        if key:
            yield key


def _key(number: int) -> str:
    """The literal key of a page; "" where only its number is left."""
    key = link.ask(lambda redis: redis.hget(f"pc:p:{number}", "k"))
    return key.decode() if key else ""

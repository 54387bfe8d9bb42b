"""How tags are spelled: ASCII, without spaces, and short, as Redis keeps one for each page and row."""

from typing import Any
from zlib import crc32

CLOCK = "clock"  # no page has it: something may come or go by the clock at another moment than before
BUCKETS = 512  # of one look-up: with some ten of them the sets stay fewer than pages


def card(name: str, pk: Any) -> str:
    """What lists show of a row: ``post:17#card``."""
    return f"{name}:{pk}#card"


def full(name: str, pk: Any) -> str:
    """All that readers see of a row: ``post:17#full``."""
    return f"{name}:{pk}#full"


def nothing_there(name: str, column: str, value: Any) -> str:
    """That a look-up found nothing: ``post.slug~1234``; so few of them that strange values fill no Redis."""
    return few(f"{name}.{column}", str(value))


def few(what: str, value: str) -> str:
    """One of few tags for *value*, which anybody may choose: others share it."""
    return f"{what}~{crc32(value.encode()) % BUCKETS}"


def related(name: str, column: str, value: Any) -> str:
    """The rows that belong to another one: ``posttopic.post_id=17``."""
    return f"{name}.{column}={value}"


def within(name: str, pk: Any, what: str) -> str:
    """Rows of another table that a row's own page shows, and no list does: ``post:17.comments``."""
    return f"{name}:{pk}.{what}"


def table(name: str) -> str:
    """Anything in a table: the floor, where no finer tag accounts for a statement."""
    return f"table:{name}"

"""What a sitemap says (sitemaps.org, and Google's extension for pictures), and how it is cut into files.

A file holds the addresses of a thousand numbers of rows: what is published changes one file and the index,
however many there are.
"""

from dataclasses import dataclass
from datetime import datetime

from seo.facts import Alternate

A_SHARD = 1000  # numbers of rows; the protocol allows 50,000 addresses


@dataclass(frozen=True, slots=True)
class Told:
    """An address that search engines are told of: its path, when it last changed, the picture it shows.

    *alternates* are the languages that it can be read in, where those are several.
    """

    path: str
    changed: datetime | None = None
    picture: str = ""
    alternates: tuple[Alternate, ...] = ()


def shard_of(pk: int) -> int:
    """The number of the file that tells of the row with this number."""
    return (pk - 1) // A_SHARD + 1


def numbers_in(shard: int) -> tuple[int, int]:
    """The first and the last number of a row that this file tells of."""
    return (shard - 1) * A_SHARD + 1, shard * A_SHARD


def newest_of(changes: list[tuple[int, datetime]]) -> dict[int, datetime]:
    """When each file last changed, from the number of each row and when that did."""
    newest: dict[int, datetime] = {}
    for pk, changed in changes:
        shard = shard_of(pk)
        newest[shard] = max(changed, newest.get(shard, changed))
    return newest

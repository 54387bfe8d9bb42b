"""What a standing page shows: handed to its template by the public view, and by the studio's preview."""

from collections.abc import Iterable
from typing import Any

from language import voice
from pages import seo


def of_page(
    page: Any,
    path: str,
    *,
    above: Iterable[Any] = (),
    below: Iterable[Any] = (),
    letters: Iterable[Any] = (),
    takes_letters: bool = False,
) -> dict[str, Any]:
    """The context of ``pages/page.html`` at *path*; *page* has its signatures and lead picture."""
    return {
        "say": voice(page.language),
        "facts": seo.of_page(page, path, above),
        "page": page,
        "above": above,
        "below": below,
        "letters": letters,
        "takes_letters": takes_letters,
    }

"""What a standing page shows: handed to its template by the public view, and by the studio's preview."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from content import tongues
from content.models import SiteSettings
from language import voice
from pages import seo
from pages.models import Page
from seo import Alternate


def of_page(
    page: Any,
    path: str,
    *,
    above: Iterable[Any] = (),
    below: Iterable[Any] = (),
    letters: Iterable[Any] = (),
    takes_letters: bool = False,
    shows_changes: bool = False,
    translations: Iterable[Any] = (),
    site: SiteSettings | None = None,
) -> dict[str, Any]:
    """The context of ``pages/page.html`` at *path*; *page* has its signatures and lead picture.

    Of its *translations* one may be the home page of *site*.
    """
    others = tongues.one_each(page, translations)
    say = voice(page.language)
    facts = seo.of_page(page, path, above, _alternates(page, others, site))
    return {
        "say": say,
        "facts": seo.with_letters(facts, page, say) if letters or takes_letters else facts,
        "page": page,
        "above": above,
        "below": below,
        "letters": letters,
        "takes_letters": takes_letters,
        "shows_changes": shows_changes,
        "translations": [(each.language, _path(each, site)) for each in others],
    }


def _alternates(page: Any, others: list[Any], site: SiteSettings | None) -> tuple[Alternate, ...]:
    return tongues.alternates(page, others, site.language, partial(_path, site=site)) if site else ()


def _path(page: Any, site: SiteSettings | None) -> str:
    return standing_at(page, home_of(site) if site else 0)


def home_of(site: SiteSettings) -> int:
    """The number of the page that is the home page, 0 where none is chosen."""
    kind, _, number = site.home.partition(":")
    return int(number) if kind == Page.kind and number.isdecimal() else 0


def standing_at(page: Any, home: int) -> str:
    """Where *page* stands: at the root where it is the page *home*."""
    return "/" if page.pk == home else f"/{page.path}/"

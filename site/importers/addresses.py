"""The addresses that a text had before: those it names itself, and the one its generator gave it."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from importers import names
from importers.folders import Folder
from importers.matter import Matter

OWN = ("permalink", "url", "path")
FORMER = ("aliases", "alias", "redirect_from", "redirects", "redirectFrom", "old_urls", "redirect")
PRETTY = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
# Folders that hold a generator's texts and are no part of their addresses.
HOLDERS = (
    "src/content/docs/",
    "src/content/",
    "content/",
    "src/pages/",
    "pages/",
    "source/",
    "src/",
    "docs/",
    "site/",
)


class Refused(ValueError):
    """An old address that cannot become a redirect, and why."""


def written(matter: Matter) -> tuple[str, ...]:
    """The aliases that the front matter names, as written."""
    return names.terms([value for key in FORMER if (value := matter.get(key)) is not None])


def permalink(matter: Matter) -> str:
    """The address that the front matter gives the text, as written, or ""."""
    value = matter.get(*OWN)
    return names.text(value) if isinstance(value, str) else ""


def here(address: str) -> str:
    """*address* from the root of this site, without its query.

    Raises Refused for one of another site or of a scheme that runs something.
    """
    cleaned = address.strip().replace("\\", "/")
    if re.match(r"//|[a-zA-Z][a-zA-Z0-9+.-]*:", re.sub(r"[\x00-\x20]", "", cleaned)):
        raise Refused(f"The old address “{address[:80]}” is not one of this site; no redirect was made.")
    path = posixpath.normpath("/" + unquote(urlsplit(cleaned).path).lstrip("/"))
    if path == "/":
        raise Refused(f"The old address “{address[:80]}” is the site's front page; no redirect was made.")
    return path + "/" if cleaned.endswith("/") else path


def computed(
    folder: Folder, path: str, matter: Matter, date: datetime | None, categories: Iterable[str]
) -> Iterator[str]:
    """The address that the generator made for the text at *path* when its front matter names none."""
    pattern = _pattern(folder, path)
    if pattern:
        values = _values(path, date, categories)
        if all(
            values.get(name, "") or name in OPTIONAL
            for name in re.findall(r":(\w+)", pattern)
            if name in values
        ):
            yield quote(_filled(pattern, values))
    elif own := _by_path(path):
        yield quote(own)


OPTIONAL = {"categories", "category", "output_ext"}


def _pattern(folder: Folder, path: str) -> str:
    in_posts = "_posts/" in f"/{path}"
    if folder.generator == "jekyll" and in_posts:
        chosen = str(folder.config.get("permalink") or "date")
        return PRETTY.get(chosen, chosen)
    if folder.generator == "hexo" and in_posts:
        return str(folder.config.get("permalink") or ":year/:month/:day/:title/")
    inherited = folder.inherited(path, "permalink")
    return re.sub(r"\{\{\s*page\.fileSlug\s*\}\}", ":title", inherited) if isinstance(inherited, str) else ""


def _values(path: str, date: datetime | None, categories: Iterable[str]) -> dict[str, str]:
    title = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", posixpath.splitext(posixpath.basename(path))[0])
    filed = [category.lower() for category in categories]
    values: dict[str, Any] = {
        "title": title,
        "slug": title,
        "name": title,
        "filename": title,
        "output_ext": ".html",
    }
    values |= {"categories": "/".join(filed), "category": filed[0] if filed else ""}
    if date:
        values |= {"year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}", "y_day": f"{date:%j}"}
        values |= {"i_month": date.month, "i_day": date.day, "short_year": f"{date:%y}"}
        values |= {"hour": f"{date:%H}", "minute": f"{date:%M}", "second": f"{date:%S}"}
    else:
        values |= dict.fromkeys(("year", "month", "day", "y_day", "i_month", "i_day", "short_year"), "")
    return {key: str(value) for key, value in values.items()}


def _filled(pattern: str, values: dict[str, str]) -> str:
    made = re.sub(r":(\w+)", lambda found: values.get(found[1], found[0]), pattern)
    return re.sub(r"/{2,}", "/", "/" + made)


def _by_path(path: str) -> str:
    """``content/posts/x/index.md`` was most likely ``/posts/x/``."""
    for holder in HOLDERS:
        at = f"/{path}".find(f"/{holder}")
        if at >= 0:
            path = path[at + len(holder) :]
            break
    stem = re.sub(r"(?:^|/)index$", "", posixpath.splitext(path)[0])
    return f"/{stem}/" if stem and "_" not in {part[:1] for part in stem.split("/")} else ""


def is_template(address: str) -> bool:
    """Whether *address* still has places to be filled in, so that it leads nowhere."""
    return bool(re.search(r"\{\{|\{%|/:\w|^:\w", address))

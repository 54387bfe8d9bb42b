"""A menu written as lines, each a title and an address: ``Writing /blog/``."""

import re

from django.core.exceptions import ValidationError


def menu_from(lines: str) -> list[dict[str, str]]:
    """The menu written as lines of a title and an address. Raises ValidationError that names the line."""
    return [_entry(line) for line in lines.splitlines() if line.strip()]


def _entry(line: str) -> dict[str, str]:
    title, _, address = line.strip().rpartition(" ")
    is_ours = address.startswith("/") and not address.startswith("//")
    if not title or not (is_ours or re.match(r"https?://[^/]|mailto:.", address)):
        raise ValidationError(f"“{line.strip()}” is not a title and an address, such as: Writing /blog/")
    return {"title": title.strip(), "url": address}


def menu_as_lines(items: list[dict[str, str]]) -> str:
    """The lines that ``menu_from`` reads."""
    return "\n".join(f"{item['title']} {item['url']}" for item in items)

"""The file that tells robots where they may go (RFC 9309), as the site's owner writes it."""

from django.core.exceptions import ValidationError

GROUP = "user-agent"
RULES = ("allow", "disallow", "crawl-delay")
ANYWHERE = ("sitemap", "host", "clean-param")


def validate_robots(text: str) -> None:
    """Refuse what no robot would understand. Raises ValidationError that names the line."""
    is_in_group = False
    for number, written in enumerate(text.splitlines(), 1):
        line = written.partition("#")[0].strip()
        if not line:
            continue
        name, colon, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        is_in_group = is_in_group or name == GROUP
        wrong = _wrong(name, colon, value, is_in_group)
        if wrong:
            raise ValidationError(f"Line {number}, “{line[:60]}”: {wrong}")


def _wrong(name: str, colon: str, value: str, is_in_group: bool) -> str:
    if not colon or name not in (GROUP, *RULES, *ANYWHERE):
        return "a line begins with User-agent:, Allow:, Disallow:, Crawl-delay: or Sitemap:."
    if name == GROUP and not value:
        return "name the robot, or write * for all."
    if name in RULES and not is_in_group:
        return "say first for whom, with User-agent:."
    if name in ("allow", "disallow") and value and value[0] not in "/*":
        return "a path begins with a slash."
    return ""

"""Template language with one plain meaning, put into Markdown. What is not here stays visible as it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ARGUMENT = re.compile(
    r"(?:(?P<key>[\w-]+)\s*=\s*)?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s,\"']+))"
)
FILTERED = re.compile(r"^\s*(?:\"([^\"]*)\"|'([^']*)')\s*(\|.*)?$", re.DOTALL)
ADDRESSING = re.compile(
    r"(?:\|\s*(?:\w*_?url|prepend|append)\b[^|]*)+$", re.IGNORECASE
)  # filters that complete an address
VIDEO = re.compile(r"^[\w-]{11}$")
PICTURE_TAGS = {"figure", "img", "image", "asset_img", "picture", "imgcap", "fancybox"}
FIGURE_INCLUDE = re.compile(r"^(?:[\w/-]*/)?(?:figure|image|img|picture|fig|caption)s?(?:\.\w+)?$")


@dataclass(frozen=True)
class Context:
    """What the template language of one text may refer to.

    ``address_of`` finds another text of the folder by whatever name it goes by, and gives its address as a
    link would write it; ``config`` is the site's own, for its plain values.
    """

    address_of: Callable[[str], str | None] = lambda name: None
    picture_named: Callable[[str], str | None] = lambda name: None
    config: Mapping[str, Any] = field(default_factory=dict)
    is_mdx: bool = False
    is_liquid: bool = False


def arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """The positional and the named arguments of a tag."""
    plain, named = [], {}
    for found in ARGUMENT.finditer(text):
        value = next(found[group] for group in ("double", "single", "bare") if found[group] is not None)
        if found["key"]:
            named[found["key"]] = value
        else:
            plain.append(value)
    return plain, named


def of_tag(name: str, text: str, context: Context) -> str | None:
    """The Markdown that a tag like ``{% name text %}`` or ``{{< name text >}}`` means, or None."""
    plain, named = arguments(text)
    if name in {"link", "post_url", "post_link", "ref", "relref"}:
        return _address(plain, named, context)
    if name in PICTURE_TAGS or (name == "include" and plain and FIGURE_INCLUDE.match(plain[0])):
        return _picture(name, plain, named)
    return _embed(name, plain, named)


def of_output(text: str, context: Context) -> str | None:
    """What ``{{ text }}`` prints, where that is known without running anything, or None."""
    text = text.strip("- \n\t")
    if literal := FILTERED.match(text):
        value = literal[1] if literal[1] is not None else literal[2]
        return value if not literal[3] or ADDRESSING.match(literal[3]) else None
    if text in {"site.baseurl", "site.url", "site.base_url", "baseurl", "config.base_url", "site.BaseURL"}:
        return ""
    if found := re.fullmatch(r"(?:site|config)\.(\w+)", text):
        value = context.config.get(found[1])
        return value if isinstance(value, str) and "\n" not in value else None
    if found := re.fullmatch(r"(\w+)\((.*)\)", text, re.DOTALL):
        return of_tag(found[1], found[2], context)
    return None


def _address(plain: list[str], named: Mapping[str, str], context: Context) -> str | None:
    name = (plain[0] if plain else named.get("path", "")).strip()
    target, hash_, fragment = name.partition("#")
    found = context.address_of(target) if target else ""
    return None if found is None else found + hash_ + fragment


def _picture(name: str, plain: list[str], named: Mapping[str, str]) -> str | None:
    source = next(
        (named[key] for key in ("src", "url", "path", "image", "image_path", "file", "link") if key in named),
        "",
    )
    rest = plain[1:] if name == "include" else plain
    if not source:
        at = next(
            (number for number, one in enumerate(rest) if re.search(r"\.\w{3,4}$|^https?:|/", one)), None
        )
        if at is None:
            return None
        source, rest = rest[at], [one for one in rest[at + 1 :] if not one.isdecimal()]
        named = {"alt": " ".join(rest)} | dict(named)
    if "{" in source:
        return None
    alt = named.get("alt") or named.get("caption") or named.get("title") or ""
    caption = named.get("caption") or named.get("title") or ""
    titled = ' "{}"'.format(caption.replace('"', "”")) if caption else ""
    shown = re.sub(r"([][])", r"\\\1", alt)
    return f"![{shown}]({_destination(source)}{titled})"


def _destination(source: str) -> str:
    return f"<{source}>" if re.search(r"[\s()]", source) else source


def _embed(name: str, plain: list[str], named: Mapping[str, str]) -> str | None:
    """The address of what a tag shows from elsewhere, as a link."""
    known = named.get("id") or (plain[0] if plain else "")
    if name.lower().startswith("youtube") and VIDEO.match(known):
        return f"<https://www.youtube.com/watch?v={known}>"
    if name.lower().startswith("vimeo") and known.isdecimal():
        return f"<https://vimeo.com/{known}>"
    if name == "gist" and plain and re.fullmatch(r"[\w/-]+", plain[0]):
        whole = "/".join(plain[:2]) if len(plain) > 1 and re.fullmatch(r"[0-9a-f]+", plain[1]) else plain[0]
        return f"<https://gist.github.com/{whole}>"
    if name in {"tweet", "twitter", "x"} and named.get("id", "").isdecimal():
        return f"<https://x.com/{named.get('user', 'i/web')}/status/{named['id']}>"
    return None

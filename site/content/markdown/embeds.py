"""A line that is only the address of a film or a recording becomes a card. What it shows is fetched from its
provider when a reader asks for it, and not before; without script the card is a link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from content.markdown.body import Body
from content.markdown.tree import Element, escaped, text_of, walk

LONGEST_ADDRESS = 60  # letters of an address on a card


@dataclass(frozen=True)
class Provider:
    """Somebody whose frames may be shown. *page* finds the parts of an address that *frame* is made of."""

    name: str
    host: str
    page: re.Pattern[str]
    frame: str
    kind: str

    def frame_of(self, address: str) -> str:
        """The address of the frame for the page at *address*; empty where it is not one of theirs."""
        found = self.page.fullmatch(address)
        if found is None:
            return ""
        parts = {name: quote(part or "0", safe="/") for name, part in found.groupdict().items()}
        return f"https://{self.host}/{self.frame.format(**parts, address=quote(address, safe=''))}"


def _page(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"https?://(?:www\.|m\.)?{pattern}", re.ASCII)


# The only ones whose frames the content policy lets in: config.middleware reads their hosts here. Each in
# the form that its provider says keeps to itself who is watching, where there is such a form.
PROVIDERS = (
    Provider(
        "YouTube",
        "www.youtube-nocookie.com",
        _page(
            r"(?:youtube\.com/(?:watch\?(?:[\w=&%.-]*&)?v=|shorts/|live/|embed/)|youtu\.be/|youtube-nocookie\.com/embed/)"
            r"(?P<id>[\w-]{11})(?:[?&](?:[\w=&%.-]*&)?(?:t|start)=(?P<start>\d+)s?)?(?:[?&#][\w=&%.-]*)?"
        ),
        "embed/{id}?autoplay=1&start={start}",
        "film",
    ),
    Provider(
        "Vimeo",
        "player.vimeo.com",
        _page(r"(?:player\.)?vimeo\.com/(?:video/)?(?P<id>\d+)(?:[/?#][\w=&%./-]*)?"),
        "video/{id}?dnt=1&autoplay=1",
        "film",
    ),
    Provider(
        "SoundCloud",
        "w.soundcloud.com",
        _page(r"soundcloud\.com/[\w-]+/(?:sets/)?[\w-]+/?"),
        "player/?url={address}",
        "sound",
    ),
    Provider(
        "Spotify",
        "open.spotify.com",
        re.compile(
            r"https://open\.spotify\.com/(?:embed/)?(?P<id>(?:track|album|playlist|episode|show)/\w+)(?:\?[\w=&%.-]*)?"
        ),
        "embed/{id}",
        "sound",
    ),
    Provider(
        "CodePen",
        "codepen.io",
        _page(r"codepen\.io/(?P<by>[\w-]+)/(?:pen|embed|full)/(?P<id>\w+)(?:[/?#][\w=&%./-]*)?"),
        "{by}/embed/{id}?default-tab=result",
        "film",
    ),
)


def make_cards(body: Body) -> None:
    """A paragraph of nothing but a provider's bare address is a card; one of a frame is one as well."""
    for element in list(walk(body.tree)):
        if element.tag == "p":
            _make_card(body, element)


def _make_card(body: Body, paragraph: Element) -> None:
    shown = [child for child in paragraph.children if not isinstance(child, str) or child.strip()]
    link = shown[0] if len(shown) == 1 else None
    if not isinstance(link, Element) or link.tag != "a":
        return
    address = link.attrs.get("href", "")
    is_frame = "data-frame" in link.attrs
    if not is_frame and not _is_bare(link, address):
        return
    for provider in PROVIDERS:
        if frame := provider.frame_of(address):
            words = text_of(link).strip() if is_frame else ""
            paragraph.become(_card(body, provider, address, frame, words, paragraph.attrs))
            return


def _is_bare(link: Element, address: str) -> bool:
    return text_of(link).strip() in {address, address.partition("//")[2]}


def _card(
    body: Body, provider: Provider, address: str, frame: str, words: str, attrs: dict[str, str]
) -> Element:
    named = words if words and words != address else provider.name
    shown = address.partition("//")[2].removeprefix("www.")
    short = shown if len(shown) <= LONGEST_ADDRESS else f"{shown[:LONGEST_ADDRESS]}…"
    link = Element(
        "a",
        {"href": address, "rel": "noopener"},
        Element("b", {}, escaped(named)),
        " ",
        Element("span", {"class": "small"}, escaped(short)),
    )
    said = Element("figcaption", {}, escaped(body.wording.embed.format(name=provider.name)))
    place = {"class": f"embed {provider.kind}", "data-frame": frame}
    line = {name: value for name, value in attrs.items() if name == "data-line"}
    return Element("figure", place | line, link, said)

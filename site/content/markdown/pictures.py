"""Pictures: ours shown with their size, remote ones as links, missing ones as their description."""

from __future__ import annotations

from urllib.parse import unquote

from content.markdown.body import Body
from content.markdown.links import REFERENCE, is_remote, valid_address
from content.markdown.players import FILE, show_file
from content.markdown.tree import Element, escaped, find, walk

LONGEST_REPORT = 80
OURS = "/media/"  # nothing else of this site is an author's picture


def show_pictures(body: Body) -> None:
    """Resolve every picture, video and sound; nothing is ever loaded from another host."""
    linked = _pictures_in_links(body.tree)
    for element in walk(body.tree):
        if element.tag == "img":
            _show(body, element, linked=id(element) in linked)
        elif element.tag in ("video", "audio"):
            _play(body, element)
    _load_late(body.tree)


def make_figures(body: Body) -> None:
    """A paragraph of one picture with a title is a figure, the title its caption."""
    for element in list(walk(body.tree)):
        if element.tag == "p":
            _make_figure(element)
        elif element.tag == "figure" and find(element, "img", "video"):
            element.add_class("figure")
        elif element.tag == "img" and not element.attrs["alt"].strip() and "title" in element.attrs:
            element.attrs["alt"] = element.attrs.pop("title")


def _pictures_in_links(tree: Element) -> set[int]:
    links = (element for element in walk(tree) if element.tag == "a" and element.attrs.get("href"))
    return {id(inner) for link in links for inner in walk(link) if inner.tag == "img"}


def _show(body: Body, picture: Element, *, linked: bool) -> None:
    source = picture.attrs.get("src", "").strip()
    picture.attrs.setdefault("alt", "")
    if source:
        body.pictures.append(_report(source))
    if REFERENCE.match(source):
        _show_reference(body, picture, source, linked=linked)
    elif is_remote(source):
        _show_remote(picture, source, linked=linked)
    else:
        _show_local(body, picture, source)


def _show_reference(body: Body, picture: Element, reference: str, *, linked: bool) -> None:
    target = body.target(reference)
    if target is None:
        _say(picture, reference)
        return
    if FILE.match(reference):
        if linked:
            _say(picture, target.title)
        else:
            show_file(picture, target)
        return
    body.shown[target.url] = target
    picture.attrs["src"] = target.url
    picture.attrs["alt"] = picture.attrs["alt"] or target.title
    if target.is_decorative and not picture.attrs["alt"]:
        picture.attrs["role"] = "presentation"
    for name, pixels in (("width", target.width), ("height", target.height)):
        if pixels:
            picture.attrs[name] = str(pixels)


def _show_remote(picture: Element, source: str, *, linked: bool) -> None:
    address = valid_address(source)
    words = picture.attrs["alt"].strip() or _name_of(source)
    if linked or not address:
        _say(picture, words)
        return
    attrs = {"class": "remote-picture", "href": address, "rel": "noopener"}
    if title := picture.attrs.get("title"):
        attrs["title"] = title
    picture.become(Element("a", attrs, escaped(words)))


def _show_local(body: Body, picture: Element, source: str) -> None:
    address = valid_address(source)
    if not address or not address.startswith(OURS):
        if source:
            body.unresolved.append(_report(source))
        _say(picture, "" if source.startswith("data:") else _name_of(source))
        return
    picture.attrs["src"] = address
    for name in ("width", "height"):
        if not picture.attrs.get(name, "0").isdecimal():
            del picture.attrs[name]


def _say(picture: Element, words: str) -> None:
    """Put a picture's description, or else these words, in its place."""
    shown = picture.attrs.get("alt", "").strip() or words
    picture.become(Element("", {}, escaped(shown)))


def _name_of(address: str) -> str:
    """The file's name, or the host where there is none: words for a picture nobody described."""
    path = unquote(address.partition("?")[0].rstrip("/"))
    return path.rpartition("/")[2] or address


def _report(source: str) -> str:
    """The address as written; a picture inside its address is named by its beginning."""
    return f"{source[:LONGEST_REPORT]}…" if source.startswith("data:") else source


def _play(body: Body, player: Element) -> None:
    """A player for our own files, with controls; a link to the file where it lies elsewhere."""
    places = [element for element in [player, *player.elements()] if element.attrs.get("src")]
    if not any(_is_ours(place.attrs["src"]) for place in places if place.tag != "track"):
        _cannot_play(body, player, [place.attrs["src"] for place in places])
        return
    for place in places:
        if not _is_ours(place.attrs["src"]):
            _drop_place(place)
    if not _is_ours(player.attrs.get("poster", "")):
        player.attrs.pop("poster", None)
    player.attrs["controls"] = ""
    player.attrs.setdefault("preload", "metadata")


def _is_ours(source: str) -> bool:
    return (valid_address(source) or "").startswith(OURS)


def _drop_place(place: Element) -> None:
    if place.tag in ("source", "track"):
        place.unwrap()
    else:
        del place.attrs["src"]


def _cannot_play(body: Body, player: Element, sources: list[str]) -> None:
    """A link to the file on its own host; where it is missing, what the text says in its place."""
    remote = [address for source in sources if is_remote(source) and (address := valid_address(source))]
    if remote:
        player.become(Element("a", {"href": remote[0]}, escaped(_name_of(remote[0]))))
        return
    body.unresolved += [_report(source) for source in sources]
    for element in player.elements():
        if element.tag in ("source", "track"):
            element.unwrap()
    player.unwrap()


def _load_late(tree: Element) -> None:
    """All but the first picture wait until they are needed."""
    pictures = [element for element in walk(tree) if element.tag == "img"]
    for picture in pictures[1:]:
        picture.attrs.update(loading="lazy", decoding="async")
    for picture in pictures[:1]:
        picture.attrs.pop("loading", None)


def _make_figure(paragraph: Element) -> None:
    shown = [child for child in paragraph.children if not isinstance(child, str) or child.strip()]
    if len(shown) != 1 or not isinstance(shown[0], Element):
        return
    holder = shown[0]
    picture = holder if _is_picture(holder) else next(filter(_is_picture, holder.elements()), None)
    caption = picture.attrs.pop("title", "") if picture and _holds_only(holder, picture) else ""
    if caption.strip():
        attrs = {"class": "figure"} | {k: v for k, v in paragraph.attrs.items() if k == "data-line"}
        paragraph.become(Element("figure", attrs, holder, Element("figcaption", {}, escaped(caption))))


def _is_picture(element: Element) -> bool:
    return element.tag in ("img", "audio", "video") or "remote-picture" in element.classes()


def _holds_only(holder: Element, picture: Element) -> bool:
    return holder is picture or (holder.tag == "a" and holder.children == [picture])

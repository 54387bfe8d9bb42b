"""What is checked of the pictures, the weight and the colours."""

from collections.abc import Iterator

from content.markdown.tree import Element, find, text_of
from studio.gate.findings import Finding, Text

HEAVIEST_PAGE = 300_000  # bytes of HTML, about 50,000 words
HEAVIEST_PICTURES = 3_000_000  # bytes: ten seconds at 2.4 Mbit/s
DIAGRAMS = {"mermaid", "plantuml", "d2"}
PAPERS = {"light": "#fcfcfa", "dark": "#15171c"}  # --paper of tokens.css in both schemes
LEAST_CONTRAST = 3.0  # WCAG 2.2, 1.4.11: what is no text


def pictures(text: Text) -> Iterator[Finding]:
    """Each picture is described, or said to be decoration (WCAG 1.1.1)."""
    if text.lead:
        yield Finding(
            "The lead picture has no description",
            f"{text.lead}. Say what it shows, or mark it as decoration.",
            field="id_lead_alt",
        )
    for element, line in text.elements():
        if element.tag == "img" and not element.attrs.get("alt", "").strip() and "role" not in element.attrs:
            name = element.attrs.get("src", "").rpartition("/")[2]
            yield Finding(
                "A picture has no description",
                f"{name}{f', in line {line}' if line else ''}. Say what it shows, or mark it as decoration.",
                line,
            )


def drawn(text: Text) -> Iterator[Finding]:
    """What has to be drawn is: formulas can be read, and diagrams are brought as pictures."""
    for element, line in text.elements():
        if "unread" in element.classes():
            yield Finding(
                "A formula cannot be read",
                f"{text_of(element)[:80]}{f', in line {line}' if line else ''}. Readers see it as it is "
                "written: mend it, or put a backslash before a dollar sign that is one.",
                line,
            )
        if "code" in element.classes() and (language := _language(element)) in DIAGRAMS:
            yield Finding(
                "A diagram stands there as its source",
                f"Readers see the lines of the {language} block{f' in line {line}' if line else ''}: nothing "
                "draws them here. Bring the diagram as a picture, where it is to be seen.",
                line,
            )


def _language(block: Element) -> str:
    caption = find(block, "figcaption")
    return text_of(caption.elements()[-1]).lower() if caption and caption.elements() else ""


def weight(text: Text) -> Iterator[Finding]:
    """The page and its pictures come within seconds on a telephone."""
    bytes_of_page, bytes_of_pictures = len(text.page.encode()), sum(text.weights.values())
    if bytes_of_page > HEAVIEST_PAGE:
        yield Finding(
            f"The page has {_size(bytes_of_page)}", "It takes long to come and to scroll: part it in two."
        )
    if bytes_of_pictures > HEAVIEST_PICTURES:
        heaviest = max(text.weights, key=lambda name: text.weights[name])
        yield Finding(
            f"Its pictures have {_size(bytes_of_pictures)} together",
            f"The heaviest is {heaviest.rpartition('/')[2]} with {_size(text.weights[heaviest])}: "
            "take a smaller one.",
            text.line_of(heaviest),
        )


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{number // 1000} kB"


def colours(text: Text) -> Iterator[Finding]:
    """The colour that was chosen in the settings can be made out on both grounds."""
    for scheme, paper in PAPERS.items():
        if text.brand and contrast(text.brand, paper) < LEAST_CONTRAST:
            yield Finding(
                f"The site’s colour is hard to see in the {scheme} scheme",
                f"Its contrast is {contrast(text.brand, paper):.1f} : 1, and 3 : 1 is the least. "
                "Choose another in the settings.",
            )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours given as ``#rrggbb``, from 1 to 21. Source: WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

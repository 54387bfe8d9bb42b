"""Nothing that came in can run, load from elsewhere, or take a place of the layout's."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from content.markdown import MAX_BYTES, TooLarge, clean_html, render

FORBIDDEN_TAGS = {
    *("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math"),
    *("template", "textarea", "button", "select", "noscript", "frame", "html", "body", "head"),
}
ADDRESSES = {"href", "src", "poster", "cite", "action", "formaction", "data", "xlink:href"}
# As a browser reads it: leading control characters and spaces do not hide a scheme.
SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\s-]*):")


class Inspector(HTMLParser):
    """Notes everything in a rendered text that could do harm."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.harm += [tag] if tag in FORBIDDEN_TAGS else []
        self.harm += [f"{tag}@{name}={value}" for name, value in attrs if self.is_harmful(name, value or "")]

    def is_harmful(self, name: str, value: str) -> bool:
        if name in ADDRESSES:
            scheme = SCHEME.match(value)
            return scheme is not None and scheme[1].lower() not in ("http", "https", "mailto", "tel")
        if name in ("id", "aria-labelledby"):
            return not value.startswith("h-")
        return name.startswith(("on", "hx-", "data-hx", "style", "srcdoc", "name", "form"))


def attacks(corpus: Path) -> Iterator[str]:
    yield from (corpus / "torture/xss/xss-payload-list.txt").read_text(errors="replace").splitlines()
    yield from json.loads((corpus / "torture/xss/blns.json").read_text())


def test_no_known_attack_leaves_anything_that_runs(corpus: Path) -> None:
    harm = {
        attack: found
        for attack in attacks(corpus)
        for html in (render(attack).html, clean_html(attack).html, render(f"[a]({attack})").html)
        if (found := Inspector(html).harm)
    }
    assert harm == {}


def test_no_attack_comes_out_of_a_formula(corpus: Path) -> None:
    harm = {
        attack: found
        for attack in attacks(corpus)
        for html in (render(f"$\\text{{{attack}}}$").html, render(f"$$\n{attack}\n$$").html)
        if (found := set(Inspector(html).harm) - {"math"})
    }
    assert harm == {}


def test_attacks_within_code_titles_and_tables_stay_text() -> None:
    attack = '"><img src=x onerror=alert(1)>'
    for source in (
        f"```py {attack}\n1\n```",
        f"| {attack} |\n|---|\n| {attack} |",
        f"## {attack}",
        f"[^1]\n\n[^1]: {attack}",
    ):
        assert Inspector(render(source, positions=True).html).harm == []


def test_an_author_cannot_take_an_id_of_the_layout() -> None:
    html = render('<p id="main">a</p>\n\n## toc').html
    assert '<p id="h-main">' in html
    assert 'id="h-toc"' in html


def test_forms_are_gone_and_their_words_stay() -> None:
    assert clean_html('<form action="/x"><label>Name</label><input name="n"></form>').html == "<p>Name</p>"


def test_a_text_too_large_is_refused_with_a_plain_sentence() -> None:
    with pytest.raises(TooLarge, match="at most 1,000,000"):
        render("a" * (MAX_BYTES + 1))

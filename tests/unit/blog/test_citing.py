"""How a post is cited."""

import re
from html import unescape
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from blog import citing
from language import voice
from seo import Author, Facts
from tests.world import A_MONDAY

POST = SimpleNamespace(slug="let-it-stand", pk=7, publish_at=A_MONDAY)


def facts(*names, title="Let it stand", slug="let-it-stand"):
    at = f"https://example.org/blog/{slug}/"
    return Facts(
        title=title,
        headline=title,
        path=f"/blog/{slug}/",
        canonical=at,
        language="en",
        authors=tuple(Author(name) for name in names),
    )


def read(said):
    """What a browser shows and copies of it."""
    return unescape(re.sub("</?bdi[^>]*>", "", said))


def test_as_the_apa_asks():
    said = read(citing.apa(POST, facts("Ines Okafor", "Tomás Rey"), "Stet"))
    assert said.startswith("Ines Okafor, & Tomás Rey (2026, March 2). Let it stand. Stet. https://")


def test_a_text_that_nobody_signed_is_the_sites():
    assert read(citing.plain(POST, facts(), "Stet", voice("en"))).startswith("Stet, “Let it stand”")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "A, B: „Let it stand“, Stet, "),
        ("fa", "A، B، «Let it stand»، Stet، "),
        ("ja", "A、B「Let it stand」、"),
    ],
)
def test_each_language_has_its_own_marks(language, said):
    assert read(citing.plain(POST, facts("A", "B"), "Stet", voice(language))).startswith(said)


def test_no_name_turns_round_what_stands_beside_it():
    plain, apa, bibtex = citing.ways(POST, facts("Ines Okafor", title="بماند"), "Stet", voice("fa"))
    assert [plain.direction, apa.direction, bibtex.direction] == ["rtl", "ltr", "ltr"]
    assert "<bdi>Ines Okafor</bdi>، «<bdi>بماند</bdi>»" in plain.text
    assert '<bdi dir="ltr">2026-03-02</bdi>، <bdi dir="ltr">https://' in plain.text
    assert all("<bdi>بماند</bdi>" in way.text for way in (apa, bibtex))


def test_an_address_is_read_in_its_own_letters_but_by_bibtex():
    persian = facts(slug=quote("بماند"))
    plain, apa, bibtex = (read(way.text) for way in citing.ways(POST, persian, "Stet", voice("fa")))
    assert "https://example.org/blog/بماند/" in plain
    assert apa.endswith("https://example.org/blog/بماند/")
    assert "https://example.org/blog/%D8%A8" in bibtex


def test_what_is_cited_is_text_and_never_markup():
    ways = citing.ways(POST, facts("<i>", title="<b> {site} & co"), "<u>", voice("en"))
    assert not any(re.search("<[ibu]>", way.text) for way in ways)


def test_an_entry_of_bibtex_with_what_tex_would_misread():
    said = read(citing.bibtex(POST, facts("Ines Okafor", title=r"50 % of {a}_b \ ~"), "R&D"))
    assert said.startswith("@online{let-it-stand,\n  author = {{Ines Okafor}},\n")
    assert r"title = {{50 \% of \{a\}\_b \textbackslash{} \textasciitilde{}}}" in said
    assert r"organization = {R\&D}" in said


def test_an_entry_has_a_name_that_bibtex_can_read():
    persian = SimpleNamespace(slug="بماند", pk=7, publish_at=A_MONDAY)
    assert citing.bibtex(persian, facts(), "Stet").startswith("@online{post7,")

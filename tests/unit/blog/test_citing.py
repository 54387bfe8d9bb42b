"""How a post is cited."""

from types import SimpleNamespace

from blog import citing
from seo import Author, Facts
from tests.world import A_MONDAY

POST = SimpleNamespace(slug="let-it-stand", pk=7, publish_at=A_MONDAY)


def facts(*names, title="Let it stand"):
    at = "https://example.org/blog/let-it-stand/"
    return Facts(
        title=title,
        headline=title,
        path="/blog/let-it-stand/",
        canonical=at,
        language="en",
        authors=tuple(Author(name) for name in names),
    )


def test_as_the_apa_asks():
    said = citing.apa(POST, facts("Ines Okafor", "Tomás Rey"), "Stet")
    assert said.startswith("Ines Okafor, & Tomás Rey (2026, March 2). Let it stand. Stet. https://")


def test_a_text_that_nobody_signed_is_the_sites():
    assert citing.plain(POST, facts(), "Stet").startswith("Stet, “Let it stand”")


def test_an_entry_of_bibtex_with_what_tex_would_misread():
    said = citing.bibtex(POST, facts("Ines Okafor", title=r"50 % of {a}_b \ ~"), "R&D")
    assert said.startswith("@online{let-it-stand,\n  author = {{Ines Okafor}},\n")
    assert r"title = {{50 \% of \{a\}\_b \textbackslash{} \textasciitilde{}}}" in said
    assert r"organization = {R\&D}" in said


def test_an_entry_has_a_name_that_bibtex_can_read():
    persian = SimpleNamespace(slug="بماند", pk=7, publish_at=A_MONDAY)
    assert citing.bibtex(persian, facts(), "Stet").startswith("@online{post7,")

"""Links: to our own things by id, to others by valid addresses, or text."""

import pytest

from content.markdown import Target, render

LETTER, FILE = Target("/blog/letter/", "The letter"), Target("/media/a.pdf")
KNOWN = {"post:17": LETTER, "file:2": FILE}


def test_a_reference_leads_to_its_target() -> None:
    rendered = render("[read](post:17) [more](post:17#end) [get](file:2)", resolve=KNOWN.get)
    assert '<a href="/blog/letter/">read</a> <a href="/blog/letter/#end">more</a>' in rendered.html
    assert rendered.references == ("post:17", "file:2")
    assert rendered.links == ()  # they are what is written out; what is referred to is found by its number


def test_a_reference_without_words_takes_the_title() -> None:
    assert '<a href="/blog/letter/">The letter</a>' in render("[](post:17)", resolve=KNOWN.get).html


def test_a_reference_to_nothing_is_text_and_reported() -> None:
    rendered = render("Read [the *old* one](post:9) and [](page:4).")
    assert rendered.html == "<p>Read the <em>old</em> one and page:4.</p>"
    assert rendered.unresolved == ("post:9", "page:4")


def test_only_links_to_other_sites_say_noopener() -> None:
    html = render("[a](https://example.org/) [b](/blog/) [c](mailto:a@example.org)").html
    assert html.count('rel="noopener"') == 1


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://a.b/", "vbscript:x"])
def test_other_schemes_are_text(address: str) -> None:
    assert "href" not in render(f'[a]({address}) <a href="{address}">b</a>').html


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("/a b|c", "/a%20b%7Cc"),
        ("/100%", "/100%25"),
        ("https://example.org/سلام", "https://example.org/سلام"),
        ("tel:+4512345678", "tel:+4512345678"),
        ("/up?a=1&b=[2]", "/up?a=1&amp;b=%5B2%5D"),
    ],
)
def test_addresses_become_valid(written: str, valid: str) -> None:
    assert f'href="{valid}"' in render(f'<a href="{written}">x</a>').html


def test_an_address_that_depends_on_the_page_is_text_and_reported() -> None:
    rendered = render("See [the notes](notes.md) and [above](../up/).")
    assert rendered.html == "<p>See the notes and above.</p>"
    assert rendered.unresolved == ("notes.md", "../up/")


@pytest.mark.parametrize("address", ["https://", "https://..", "http://[broken", ""])
def test_what_is_no_address_is_text(address: str) -> None:
    assert render(f'<p><a href="{address}">x</a></p>').html == "<p>x</p>"

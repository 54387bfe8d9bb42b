"""Galleries: pictures that share a paragraph."""

from content.markdown import Target, render


def resolve(reference: str) -> Target | None:
    known = {"picture:1": (1200, 800), "picture:2": (800, 1200), "picture:3": (24, 24)}
    size = known.get(reference)
    return Target(f"/media/{reference[8:]}.png", "Shown", *size) if size else None


def test_pictures_that_share_a_paragraph_stand_side_by_side() -> None:
    html = render('![a](picture:1 "One")\n![b](picture:2)', resolve=resolve).html
    assert html.startswith('<div class="gallery"><figure class="figure shape-9"><img')
    assert '<figcaption>One</figcaption></figure><figure class="figure shape-3">' in html
    assert "title=" not in html


def test_pictures_among_words_and_small_signs_stay_in_their_line() -> None:
    assert "gallery" not in render("See ![a](picture:1) ![b](picture:2)", resolve=resolve).html
    assert "gallery" not in render("![a](picture:3) ![b](picture:3)", resolve=resolve).html

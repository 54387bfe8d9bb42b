"""Pictures: ours with their size, others as links; nothing is loaded from elsewhere."""

from dataclasses import replace

import pytest

from content.markdown import Target, clean_html, render

PROOF = Target("/media/proof.webp", "A proof sheet", 1200, 800)


def resolve(reference: str) -> Target | None:
    return {"picture:5": PROOF}.get(reference)


def test_a_picture_with_a_title_is_a_figure_with_a_caption() -> None:
    html = render('![Proof](picture:5 "The *first* proof")', resolve=resolve).html
    picture = '<img src="/media/proof.webp" alt="Proof" width="1200" height="800" fetchpriority="high">'
    assert html == f'<figure class="figure">{picture}<figcaption>The *first* proof</figcaption></figure>'


def test_a_picture_amid_words_stays_there() -> None:
    html = render('See ![it](/media/a.png "title") here.').html
    assert html == '<p>See <img src="/media/a.png" alt="it" title="title" fetchpriority="high"> here.</p>'


def test_all_but_the_first_picture_load_late() -> None:
    html = render("![a](/media/a.png)\n\n![b](/media/b.png)\n\n![c](/media/c.png)").html
    assert html.count('loading="lazy" decoding="async"') == 2
    assert '<img src="/media/a.png" alt="a" fetchpriority="high">' in html


def test_a_picture_without_description_takes_its_own() -> None:
    assert 'alt="A proof sheet"' in render("![](picture:5)", resolve=resolve).html


def test_a_missing_picture_is_its_description_and_reported() -> None:
    rendered = render("![The proof](picture:6) ![](picture:7)")
    assert rendered.html == "<p>The proof picture:7</p>"
    assert rendered.unresolved == ("picture:6", "picture:7")


@pytest.mark.parametrize("source", ["fireflower.png", "../images/fireflower.png", "/images/fireflower.png"])
def test_a_picture_that_is_not_among_ours_is_its_description_and_reported(source: str) -> None:
    rendered = render(f"![A flower]({source}) ![]({source})")
    assert rendered.html == "<p>A flower fireflower.png</p>"
    assert rendered.unresolved == rendered.pictures == (source,)


def test_a_remote_picture_is_a_link_and_reported() -> None:
    rendered = render("![Sunset](https://example.org/sun%20set.jpg)\n\n![](//example.org/b.png)")
    card = '<a class="remote-picture" href="https://example.org/sun%20set.jpg" rel="noopener">Sunset</a>'
    assert card in rendered.html
    assert ">b.png</a>" in rendered.html
    assert rendered.pictures == ("https://example.org/sun%20set.jpg", "//example.org/b.png")


def test_a_remote_picture_within_a_link_is_the_links_text() -> None:
    html = render("[![build](https://example.org/b.svg)](https://example.org/)").html
    assert html == '<p><a href="https://example.org/" rel="noopener">build</a></p>'


def test_a_picture_inside_its_address_is_refused_and_reported_short() -> None:
    rendered = clean_html(f'<img alt="dot" src="data:image/png;base64,{"A" * 500}">')
    assert rendered.html == "<p>dot</p>"
    assert len(rendered.unresolved[0]) < 100


def test_our_own_film_plays_and_a_strangers_is_a_link() -> None:
    html = clean_html(
        '<video src="/media/a.mp4" autoplay></video><video src="https://x.org/b.mp4"></video>'
    ).html
    assert '<video src="/media/a.mp4" controls="" preload="metadata"></video>' in html
    assert '<a href="https://x.org/b.mp4" rel="noopener">b.mp4</a>' in html


def test_a_video_that_is_not_here_is_what_the_text_says_instead() -> None:
    shown = render(
        '<video src="assets/a.mp4" poster="assets/a.jpg"><source src="b.ogv">No video here.</video>'
    )
    assert shown.html == "<p>No video here.</p>"
    assert shown.unresolved == ("assets/a.mp4", "b.ogv")


def test_sizes_that_are_no_numbers_go() -> None:
    assert clean_html('<p><img src="/media/a.png" alt="a" width="100%" height="20"></p>').html == (
        '<p><img src="/media/a.png" alt="a" height="20" fetchpriority="high"></p>'
    )


def test_a_picture_is_offered_in_all_that_there_is_of_it() -> None:
    photograph = replace(PROOF, sources=(("image/avif", "/media/r/360.avif 360w"),), looks="tint tl-3")
    html = render("![](picture:5)", resolve={"picture:5": photograph}.get).html
    source = (
        '<source type="image/avif" srcset="/media/r/360.avif 360w" sizes="(min-width: 41rem) 576px, 90vw">'
    )
    assert html.startswith(f'<p><picture>{source}<img src="/media/proof.webp"')
    assert 'class="tint tl-3"' in html


def test_a_wide_figure_asks_for_wide_files() -> None:
    own = replace(PROOF, srcset="/media/r/360.webp 360w")
    html = clean_html('<figure class="wide"><img src="picture:5"></figure>', resolve=lambda _: own).html
    assert 'sizes="(min-width: 70rem) 808px, (min-width: 41rem) 576px, 90vw"' in html

"""What the gate finds in a text as readers would get it. Each check by itself, without a database."""

import pytest

from content.markdown import render
from studio.gate import links, looks, machines, words
from studio.gate.findings import Place, Text

FIELDS = {"title": "Let it stand", "summary": "", "seo_description": "", "body": ""}


def text(html="", **more):
    return Text(fields=FIELDS | more.pop("fields", {}), html=html, **more)


def says(found):
    return [finding.says for finding in found]


def test_a_picture_without_a_description_is_found_with_its_line():
    found = list(looks.pictures(text('<p data-line="5"><img src="/media/pictures/proof.png" alt=""></p>')))
    assert says(found) == ["A picture has no description"]
    assert found[0].line == 5
    assert "proof.png" in found[0].mend


@pytest.mark.parametrize("attributes", ['alt="A proof"', 'alt="" role="presentation"'])
def test_a_described_picture_and_a_decorative_one_pass(attributes):
    assert says(looks.pictures(text(f'<img src="/media/x.png" {attributes}>'))) == []


def test_a_lead_picture_that_nobody_described_is_found():
    assert next(iter(looks.pictures(text(lead="proof.png")))).field == "id_lead_alt"


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place("live", "Beside", frozenset({"h-dots"})), []),
        (Place("hidden", "A draft"), ["A link leads to what readers cannot see"]),
        (Place("moved"), ["A link leads to a page that moved"]),
        (Place("nothing"), ["A link leads nowhere"]),
        (Place("live", "Beside", frozenset()), ["A link leads to a place that is not there"]),
    ],
)
def test_a_link_within_the_site_is_judged_by_what_stands_there(place, found):
    html = '<p data-line="3"><a href="/blog/beside/#h-dots">Beside</a></p>'
    assert says(links.inside(text(html, places={"/blog/beside/": place}))) == found


def test_what_led_nowhere_when_it_was_rendered_is_found_in_the_source():
    found = list(links.inside(text(fields={"body": "One.\n\n[Two](post:99)"}, unresolved=("post:99",))))
    assert [(each.says, each.line) for each in found] == [("A link leads nowhere", 3)]


def test_a_dead_link_outside_is_found():
    found = list(links.outside(text(dead={"https://a.example/": "It answered 404."})))
    assert "It answered 404." in found[0].mend


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ((1, 2, 3, 2, 3, 4), []),
        ((1, 3), ["“Heading” skips a level"]),
        ((1, 2, 4), ["“Heading” skips a level"]),
        ((1, 2, 1), ["“Heading” is a second main heading"]),
        ((), []),
    ],
)
def test_headings_go_down_a_step_at_a_time(levels, found):
    page = "".join(f"<h{level}>Heading</h{level}>" for level in levels)
    assert says(words.headings(text(page=page))) == found


def test_a_title_that_is_there_twice_is_found():
    assert says(words.title(text(namesakes=("/blog/other/",)))) == ["Another text has the same title"]
    assert says(words.title(text())) == []


def test_a_summary_or_a_description_is_enough():
    assert says(words.description(text())) == ["It has no summary"]
    for name in ("summary", "seo_description"):
        assert says(words.description(text(fields={name: "In short."}))) == []


def test_a_formula_that_cannot_be_read_and_a_diagram_as_source_are_found():
    html = render("So $\\foo$.\n\n```mermaid\ngraph TD\n```\n\n```python\npass\n```", positions=True).html
    found = list(looks.drawn(text(html=html)))
    assert says(found) == ["A formula cannot be read", "A diagram stands there as its source"]
    assert [each.line for each in found] == [1, 3]


def test_a_heavy_page_and_heavy_pictures_are_found():
    assert says(looks.weight(text(page="x" * 300_001))) == ["The page has 300 kB"]
    heavy = {"/media/a.png": 2_900_000, "/media/b.png": 300_000}
    found = list(looks.weight(text(weights=heavy)))
    assert says(found) == ["Its pictures have 3.2 MB together"]
    assert "a.png with 2.9 MB" in found[0].mend
    assert says(looks.weight(text(page="x", weights={"/media/a.png": 1000}))) == []


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_as_the_guidelines_compute_it(one, other, ratio):
    assert looks.contrast(one, other) == looks.contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_a_colour_that_cannot_be_made_out_is_found():
    assert says(looks.colours(text(brand="#fafafa"))) == [
        "The site’s colour is hard to see in the light scheme"
    ]
    assert says(looks.colours(text(brand="#3366cc"))) == []
    assert says(looks.colours(text())) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('{"@context": "https://schema.org", "@type": "Article"}', 0),
        ('[{"@context": "https://schema.org", "@graph": []}]', 0),
        ('{"@type": "Article"}', 1),
        ("{", 1),
        ('"words"', 1),
    ],
)
def test_structured_data_says_what_it_is(said, found):
    page = f'<script type="application/ld+json">{said}</script><script>not json</script>'
    assert len(list(machines.structured_data(text(page=page)))) == found

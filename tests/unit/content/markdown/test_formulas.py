"""Formulas: TeX to MathML, and dollar signs that are none."""

import pytest

from content.markdown import render


def test_a_formula_in_a_line_is_mathml() -> None:
    html = render("So $E = mc^2$ it is.").html
    assert html.startswith('<p>So <math display="inline"><mrow><mi>E</mi><mo>=</mo>')
    assert html.endswith("</math> it is.</p>")


def test_a_formula_by_itself_scrolls_and_has_a_name() -> None:
    html = render("$$\n\\frac{1}{2}\n$$").html
    assert html.startswith('<div class="formula" role="group" aria-label="Formula 1" tabindex="0"><math')


@pytest.mark.parametrize(
    "tex",
    [
        "\\sqrt{\\sum_{k=1}^n k}",
        "\\left(\\prod_{k=1}^n k\\right)",
        "\\dfrac{\\bigoplus_{k=1}^n k}{2}",
        "\\lim_{x}^y f",
        "\\limsup_{x}^y f",
    ],
)
def test_limits_are_placed_by_the_browser_wherever_they_stand(tex: str) -> None:
    html = render(f"$${tex}$$").html
    assert '<munderover><mo movablelimits="true">' in html
    assert "<msubsup>" not in html


@pytest.mark.parametrize("tex", ["\\int_0^1 x", "\\sum\\nolimits_0^1 x", "x_0^1", "\\sin_0^1 x"])
def test_what_has_its_limits_beside_it_keeps_them_there(tex: str) -> None:
    assert "<msubsup>" in render(f"$${tex}$$").html


@pytest.mark.parametrize(
    "words",
    [
        "It costs $5 and $6.",
        "US$5 or A$6",
        "$20,$30",
        "$5 and A$ too",
        "from $5-10 (US$) on",
        "from $HOME/$PATH",
        "$HOME and $PATH",
        "$(first)/$(second), ${one}${two}",
        "a $ b $ c",
        "\\$x$",
    ],
)
def test_a_dollar_sign_is_no_formula(words: str) -> None:
    assert "<math" not in render(words).html


def test_code_is_no_formula() -> None:
    assert "<math" not in render("`$x$`\n\n```sh\necho $a$b$\n```").html


@pytest.mark.parametrize("tex", ["\\foo", "\\left(", "^", "{" * 900, "x" * 3000])
def test_what_cannot_be_read_stands_as_it_was_written(tex: str) -> None:
    html = render(f"${tex}$").html
    assert "<math" not in html
    assert 'class="unread" title="This formula cannot be read"' in html


@pytest.mark.parametrize(
    "tex",
    [
        "\\text{<script>alert(1)</script>}",
        "\\text{&lt;img src=x onerror=alert(1)&gt;}",
        "\\href{javascript:alert(1)}{x}",
        "\\style{background:url(//x.example)}{x}",
        "\\class{stet}{x}",
        "\\mathchoice{<style>}{</math><img src=x>}{}{}",
    ],
)
def test_nothing_but_a_formula_comes_of_it(tex: str) -> None:
    html = render(f"${tex}$").html
    for trap in ("<script", "<img", "<style", "href=", "style=", 'class="stet'):
        assert trap not in html


def test_no_author_writes_mathml_himself() -> None:
    assert "<math" not in render("<math><mtext><table><mglyph><style><img src=x>").html


def test_search_finds_what_was_typed() -> None:
    assert render("So $E = mc^2$.").text == "So E = mc^2."

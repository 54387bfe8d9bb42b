"""The text field: what is typed, pressed and pasted in it is what the form says, under the policy."""

import pytest
from playwright.sync_api import Page, expect

PASTE = """
([html, plain]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", plain);
  const field = document.querySelector(".codemirror").shadowRoot.querySelector("[role=textbox]");
  const how = { clipboardData, bubbles: true, cancelable: true, composed: true };
  field.dispatchEvent(new ClipboardEvent("paste", how));
}
"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><style>p { margin: 0 }</style><body>
<p class=MsoNormal>Some <b>bold</b> words<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>First</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.</span>Inner</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second</p>
</body></html>"""
GOOGLE = """<b style="font-weight:normal" id="docs-internal-guid-1">
<h2><span style="font-weight:400">Dots</span></h2>
<p><span style="font-weight:700">Bold</span> <a href="https://www.google.com/url?q=https://stet.example/">here</a></p>
<ul><li><p>one</p></li><ul><li><p>inner</p></li></ul></ul></b>"""
TABLE = "<table><tr><td><p>Kind</p></td><td>Kept</td></tr><tr><td>A|b</td><td><em>2</em></td></tr></table>"
CODE = """<pre><code class="language-python">def settle():
    return 1
</code></pre><blockquote><p>Said</p></blockquote>"""
PICTURES = '<p>See <img src="https://example.org/a.png" alt="A dot"><img src="data:image/png;base64,AA"></p>'
NOTES = """<p>Kept<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p>
<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Why</p></div>"""
PASTED = [
    (WORD, "", "Some **bold** words\n\n- First\n  1. Inner\n- Second"),
    (GOOGLE, "", "## Dots\n\n**Bold** [here](https://stet.example/)\n\n- one\n  - inner"),
    (TABLE, "", "| Kind | Kept |\n| --- | --- |\n| A\\|b | *2* |"),
    (NOTES, "", "Kept[^1]\n\n[^1]: Why"),
    (CODE, "", "```python\ndef settle():\n    return 1\n```\n\n> Said"),
    (PICTURES, "", "See ![A dot](https://example.org/a.png)"),
    ('<span style="color: red">just * words</span>', "just * words", "just * words"),
    ("", "**as it is**", "**as it is**"),
]


@pytest.fixture
def desk(enter, site):
    """Ines at a new post, with the field in focus; at the end nothing may have broken the policy."""
    page = enter()
    broken: list[str] = []
    page.on("console", lambda line: broken.append(line.text) if line.type == "error" else None)
    page.goto(f"{site.url}/studio/post/new/")
    _field(page).focus()
    yield page
    assert broken == []


def _field(page: Page):
    return page.get_by_role("textbox", name="Text in Markdown")


def _text(page: Page):
    return expect(page.locator("#id_body"))


def _choose(page: Page, start: int, end: int) -> None:
    page.evaluate(
        "select => document.getElementById('id_body').stet.edit({ changes: [], select })", [start, end]
    )


def test_what_is_typed_is_what_is_saved(desk):
    desk.keyboard.type("Marks:\n\n- one\ntwo\n\n\nEnd.")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("Saved")).to_be_visible()
    desk.reload()
    _text(desk).to_have_value("Marks:\n\n- one\n- two\n\nEnd.")


def test_the_keyboard_comes_in_and_gets_out(desk):
    desk.keyboard.type("- one")
    desk.keyboard.press("Tab")  # in a list it moves the item
    _text(desk).to_have_value("  - one")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Shift+Tab")
    expect(desk.get_by_role("button", name="Bold")).to_be_focused()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    _text(desk).to_have_value("##   - one")
    desk.keyboard.press("Tab")
    expect(desk.get_by_text("Address, topics, picture and the rest")).to_be_focused()


def test_the_toolbar_and_the_keys_write_markdown(desk):
    desk.keyboard.insert_text("let it stand")
    _choose(desk, 0, 3)
    desk.keyboard.press("Control+b")
    desk.keyboard.press("Control+i")
    _text(desk).to_have_value("***let*** it stand")
    desk.keyboard.press("Control+b")
    _text(desk).to_have_value("*let* it stand")
    desk.get_by_role("button", name="Insert").click()
    desk.get_by_role("button", name="Footnote").click()
    desk.keyboard.type("Why")
    desk.get_by_role("button", name="Code", exact=True).click()
    desk.get_by_role("button", name="Python").click()
    _text(desk).to_have_value("*let[^1]* it stand\n\n```python\n[^1]: Why\n```")
    desk.keyboard.press("Control+k")
    expect(desk.get_by_role("dialog", name="Link to a text")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Control+z")
    _text(desk).to_have_value("*let[^1]* it stand\n\n[^1]: Why")


def test_what_is_pasted_becomes_markdown(desk):
    for html, plain, markdown in PASTED:
        desk.evaluate("document.getElementById('id_body').stet.set('')")
        desk.evaluate(PASTE, [html, plain])
        _text(desk).to_have_value(markdown)
    desk.evaluate("document.getElementById('id_body').stet.set('see here')")
    _choose(desk, 4, 8)
    desk.evaluate(PASTE, ["", "https://stet.example/"])
    _text(desk).to_have_value("see [here](https://stet.example/)")


def test_each_line_has_its_own_direction(desk):
    desk.keyboard.insert_text("بگذار بماند")
    desk.keyboard.press("Enter")
    desk.keyboard.insert_text("Let it stand")
    directions = desk.locator(".cm-line").evaluate_all(
        "lines => lines.map((line) => getComputedStyle(line).direction)"
    )
    assert directions == ["rtl", "ltr"]


def test_without_its_library_the_field_is_a_textarea_with_a_toolbar(enter, site):
    page = enter()
    page.route("**/codemirror.min*.js", lambda route: route.abort())
    page.goto(f"{site.url}/studio/post/new/")
    page.get_by_label("Text, in Markdown").fill("stand")
    page.keyboard.press("Control+b")
    page.get_by_role("button", name="Italic").click()
    _text(page).to_have_value("***stand***")


def test_without_script_there_is_no_toolbar_and_one_writes_all_the_same(enter, site):
    page = enter(java_script_enabled=False)
    page.goto(f"{site.url}/studio/post/new/")
    expect(page.get_by_role("toolbar")).to_have_count(0)
    page.get_by_label("Text, in Markdown").fill("stand")
    page.locator(".desk-bar").get_by_role("button", name="Save").click()
    _text(page).to_have_value("stand")

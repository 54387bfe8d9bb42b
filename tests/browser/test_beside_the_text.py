"""Beside and over the text: the preview follows, pictures are brought, links are chosen by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from media.models import File
from tests import world
from tests.pictures import png

PASTE = """([type, bytes, name = "dot.png", of = "image/png"]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type: of }));
  const more = { bubbles: true, cancelable: true };
  const event = type === "paste"
    ? new ClipboardEvent(type, { clipboardData: data, ...more })
    : new DragEvent(type, { dataTransfer: data, ...more });
  document.getElementById("id_body").dispatchEvent(event);
}"""
LONG = "\n\n".join(f"## Part {n}\n\n{'A line of the part. ' * (n % 7 + 3)}" for n in range(1, 60))


@pytest.fixture
def author(enter) -> Page:
    """Ines, with a window wide enough for the preview."""
    return enter(viewport={"width": 1400, "height": 900})


def opened(author: Page, site, thing) -> Page:
    author.goto(f"{site.url}/studio/{thing.kind}/{thing.pk}/")
    until(author, "document.getElementById('id_body').stet")
    return author


def until(page: Page, condition: str) -> None:
    """Wait for *condition*; the policy refuses the string that ``wait_for_function`` would evaluate."""
    look = f"const look = () => (({condition}) ? done() : requestAnimationFrame(look)); look();"
    page.evaluate(f"() => new Promise((done) => {{ {look} }})")


def typed(author: Page, markdown: str) -> None:
    author.evaluate("words => document.getElementById('id_body').stet.insert(words)", markdown)


def source(author: Page) -> str:
    return author.locator("#id_body").input_value()


def test_what_did_not_change_stays_where_it_is(author, site):
    page = opened(author, site, world.post(body="First.\n\nLast."))
    seen = page.frame_locator("#sheet")
    seen.locator(".prose p", has_text="Last.").evaluate("block => { block.isTheSame = true; }")
    typed(page, "## New\n\n")
    expect(seen.locator("h2")).to_have_text("New")
    assert seen.locator(".prose p", has_text="Last.").evaluate("block => block.isTheSame")


@pytest.mark.parametrize(("name", "width"), [("Phone", 390), ("Desktop", 1280)])
def test_the_page_is_as_wide_as_on_a_phone_or_a_desktop(author, site, name, width):
    page = opened(author, site, world.post())
    page.get_by_label(name, exact=True).check(force=True)
    assert page.frame_locator("#sheet").locator("body").evaluate("() => innerWidth") == width
    expect(page.locator("#sheet")).to_be_in_viewport(ratio=0.9)


def test_source_and_page_scroll_in_step(author, site):
    page = opened(author, site, world.post(body=LONG))
    page.evaluate("document.getElementById('id_body').stet.showLine(120)")
    seen = page.frame_locator("#sheet")
    expect(seen.locator("h2", has_text="Part 31").first).to_be_in_viewport()
    seen.locator("#h-part-5").evaluate("part => part.scrollIntoView({ block: 'start' })")
    until(page, "Math.abs(document.getElementById('id_body').stet.lineAtTop() - 16) < 4")


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_picture_is_brought_and_asked_what_it_shows(author, site, way):
    page = opened(author, site, world.draft(body=""))
    page.evaluate(PASTE, [way, list(png().read())])
    page.locator("#bring").get_by_label("Description").fill("A dot")
    page.get_by_role("button", name="Put it in").click()
    expect(page.frame_locator("#sheet").get_by_alt_text("A dot")).to_be_visible()
    assert source(page).startswith("![A dot](picture:")


def test_a_pasted_picture_reaches_its_readers(author, people, site):
    post = world.draft("Let it stand", body="Seen:\n\n")
    page = opened(author, site, post)
    page.evaluate("document.getElementById('id_body').stet.focus()")
    page.keyboard.press("Control+End")
    page.evaluate(PASTE, ["paste", list(png().read())])
    page.locator("#bring").get_by_label("Description").fill("A dot")
    page.get_by_role("button", name="Put it in").click()
    expect(page.frame_locator("#sheet").get_by_alt_text("A dot")).to_be_visible()
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name="It stands.")).to_be_visible()
    reader = people()
    reader.goto(f"{site.url}/blog/let-it-stand/")
    dot = reader.locator(".prose").get_by_alt_text("A dot")
    expect(dot).to_be_visible()
    assert dot.evaluate("picture => picture.decode().then(() => picture.naturalWidth > 0)")


def test_a_recording_is_dropped_on_the_text_and_a_kept_one_is_chosen(author, site):
    page = opened(author, site, world.draft(body=""))
    page.evaluate(PASTE, ["drop", list(b"ID3\x04 a talk"), "The talk.mp3", "audio/mpeg"])
    page.locator("#bring").get_by_label("Description").fill("What [he] said")
    page.get_by_role("button", name="Put it in").click()
    expect(page.frame_locator("#sheet").locator("audio")).to_have_attribute("aria-label", "What [he] said")
    kept = File.objects.get()
    assert source(page) == rf"![What \[he\] said](file:{kept.pk})"
    page.get_by_role("button", name="Insert").click()
    page.get_by_role("button", name="Sound, film, document").click()
    page.get_by_role("link", name="The talk.mp3").click()
    assert source(page).endswith(f"![](file:{kept.pk})")


def test_a_picture_without_a_word_is_asked_about_again(author, site):
    page = opened(author, site, world.draft(body=""))
    page.evaluate(PASTE, ["paste", list(png().read())])
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("alert")).to_contain_text("mark it as decoration")
    page.locator("#bring").get_by_label("Decoration only").check()
    page.get_by_role("button", name="Put it in").click()
    expect(page.locator("#bring")).to_be_hidden()
    assert source(page).startswith("![](picture:")


def test_what_is_no_picture_says_why_and_leaves_the_text_alone(author, site):
    page = opened(author, site, world.draft(body="Words."))
    page.evaluate(PASTE, ["paste", list(b"no picture")])
    expect(page.locator("#bring .refusal")).to_contain_text("dot.png")
    page.keyboard.press("Escape")
    assert source(page) == "Words."


def test_a_link_is_chosen_by_keyboard(author, site):
    post = world.post("Marks in the margin")
    page = opened(author, site, world.draft(body=""))
    page.evaluate("document.getElementById('id_body').dispatchEvent(new CustomEvent('stet:pick-link'))")
    page.keyboard.type("margin")
    expect(page.locator("#pick-link .choices a")).to_have_text(["Marks in the margin"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.frame_locator("#sheet").get_by_role("link", name="Marks in the margin")).to_be_visible()
    assert source(page) == f"[Marks in the margin](post:{post.pk})"


def test_a_picture_of_the_library_is_chosen(author, site):
    picture = world.picture(alt="A caret")
    page = opened(author, site, world.draft(body=""))
    page.evaluate("document.getElementById('id_body').dispatchEvent(new CustomEvent('stet:pick-picture'))")
    page.locator("#pick-picture .choices a").click()
    assert source(page) == f"![A caret](picture:{picture.pk})"


def test_on_a_phone_without_script_the_page_is_seen_alone(enter, site):
    page = enter(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    post = world.post()
    page.goto(f"{site.url}/studio/post/{post.pk}/")
    with page.expect_popup() as alone:
        page.get_by_role("button", name="Preview", exact=True).click()
    expect(alone.value.frame_locator("#sheet").locator("h1")).to_be_in_viewport()
    expect(alone.value.frame_locator("#sheet").locator(".prose")).to_be_in_viewport()


def test_what_was_typed_before_the_scripts_came_is_heard(enter, site):
    page, late = enter(), []
    page.route("**/form.js", lambda route: late.append(route))
    page.goto(f"{site.url}/studio/post/new/", wait_until="commit")
    page.get_by_label("Text, in Markdown").fill("*Early*.")
    while not late:
        page.wait_for_timeout(10)
    late.pop().continue_()
    expect(page.frame_locator("#sheet").locator("em")).to_have_text("Early")

"""The media library in a browser: a picture comes in, is described, and is replaced under readers' eyes."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from media.models import Picture
from tests import world


def picture(colour: str) -> dict[str, object]:
    made = BytesIO()
    Image.new("RGB", (400, 300), colour).save(made, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": made.getvalue()}


def test_a_picture_is_brought_described_and_replaced(enter, people, site):
    editor, reader = enter(), people()
    editor.goto(f"{site.url}/studio/media/")
    editor.get_by_text("Add pictures").click()
    editor.get_by_label("Picture", exact=True).set_input_files(picture("navy"))
    editor.get_by_role("button", name="Keep the picture").click()
    editor.get_by_label("Description").fill("A navy field")
    frame = editor.locator("#focus")
    box = frame.bounding_box()
    frame.click(position={"x": box["width"] / 4, "y": box["height"] * 3 / 4})
    expect(editor.get_by_label("From the left, %")).to_have_value("25")
    expect(editor.get_by_label("From the top, %")).to_have_value("75")
    editor.get_by_role("button", name="Save", exact=True).click()
    expect(editor.get_by_text("Saved.")).to_be_visible()
    made = Picture.objects.get()
    assert (made.alt, made.focus_x, made.focus_y) == ("A navy field", 0.25, 0.75)
    post = world.post(body=f"![](picture:{made.pk})")
    reader.goto(f"{site.url}{post.get_absolute_url()}")
    shown = reader.get_by_role("img", name="A navy field")
    before = shown.get_attribute("src")
    editor.get_by_text("Replace…").click()
    editor.get_by_label("The new file").set_input_files(picture("crimson"))
    editor.get_by_role("button", name="Replace it").click()
    expect(editor.get_by_text("Replaced.")).to_be_visible()
    reader.reload()
    assert shown.get_attribute("src") == Picture.objects.get().url != before


def test_the_library_is_searched_while_one_types(enter, site):
    page = enter()
    world.picture("caret.png"), world.picture("dele.png")
    page.goto(f"{site.url}/studio/media/")
    page.get_by_label("Find by name or description").fill("del")
    expect(page.locator(".thumb")).to_have_count(1)
    page.get_by_label("Which").select_option("unused")
    expect(page.locator(".thumb .name")).to_have_text("dele.png")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_menu_is_put_in_another_order(enter, site, has_script):
    page = enter(java_script_enabled=has_script)
    world.site()
    page.goto(f"{site.url}/studio/menus/")
    page.get_by_label("Words of link 2").first.fill("About us")
    page.get_by_label("Address of link 2").first.fill("/about/")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("button", name="Move About us up").click()
    expect(page.locator("[name=main_title]").first).to_have_value("About us")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.goto(f"{site.url}/blog/")
    expect(page.locator(".nav a").first).to_have_text("About us")

"""Reading in comfort: the size of letters, the place in a long text, its contents, and how it is cited."""

from tests import world

LONG = "\n\n".join(
    f"## Part {n}\n\n" + "\n\n".join(["A paragraph of a long text. " * 20] * 4) for n in range(1, 9)
)


def test_a_size_of_letters_is_kept_and_worn_before_the_first_paint(people, site):
    page = people()
    world.post("Long", body=LONG)
    page.goto(f"{site.url}/blog/long/")
    usual = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)")
    page.get_by_label("Large").check()
    page.reload()
    large = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)")
    assert large > usual * 1.1
    assert page.get_by_label("Large").is_checked()


def test_contents_follow_and_a_place_is_offered_and_never_taken(people, site):
    page = people()
    world.post("Long", body=LONG)
    page.goto(f"{site.url}/blog/long/")
    page.evaluate("document.querySelectorAll('.prose h2')[5].scrollIntoView()")
    page.locator(".toc a[aria-current]", has_text="Part 6").wait_for(state="attached")
    page.goto(f"{site.url}/blog/")
    page.goto(f"{site.url}/blog/long/")
    offer = page.get_by_role("link", name="Continue where you left")
    offer.wait_for()
    assert page.evaluate("scrollY") == 0
    offer.click()
    page.wait_for_function(
        "document.querySelectorAll('.prose h2')[5].getBoundingClientRect().top < innerHeight"
    )


def test_a_white_picture_that_is_not_there_yet_does_not_dazzle_in_the_dark(people, site):
    tint = """() => {
        const white = Object.assign(document.createElement("img"), { className: "tint tl-7 tc-0 th-0" });
        document.querySelector("main").append(white);
        return getComputedStyle(white).backgroundColor;
    }"""
    by_day, by_night = people(color_scheme="light"), people(color_scheme="dark")
    by_day.goto(f"{site.url}/blog/")
    by_night.goto(f"{site.url}/blog/")
    assert (by_day.evaluate(tint), by_night.evaluate(tint)) == ("oklch(1 0 0)", "oklch(0.5 0 0)")


def test_only_a_light_picture_is_dimmed_and_only_in_the_dark(people, site):
    dimmed = """classes => {
        const made = Object.assign(document.createElement("img"), { className: classes });
        document.querySelector("main").append(made);
        return getComputedStyle(made).filter;
    }"""
    by_day, by_night = people(color_scheme="light"), people(color_scheme="dark")
    by_day.goto(f"{site.url}/blog/")
    by_night.goto(f"{site.url}/blog/")
    assert by_day.evaluate(dimmed, "tint tl-7") == "brightness(1)"
    assert by_night.evaluate(dimmed, "tint tl-7") == "brightness(0.9)"
    assert [by_night.evaluate(dimmed, classes) for classes in ("tint tl-3", "")] == ["none", "none"]
    by_night.get_by_label("Light").check()
    assert by_night.evaluate(dimmed, "tint tl-7") == "brightness(1)"


def test_a_text_says_how_it_is_cited(people, site):
    page = people()
    world.post("Let it stand")
    page.goto(f"{site.url}/blog/let-it-stand/")
    page.get_by_text("Cite this text").click()
    page.get_by_role("button", name="Copy: BibTeX").wait_for()
    page.get_by_role("button", name="Copy link").wait_for()
    assert "@online{let-it-stand," in page.locator(".cite").inner_text()

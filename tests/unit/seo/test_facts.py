"""Facts about a page, and addresses for the outside world."""

from seo import Facts, absolute, absolute_html, described


def facts(title):
    return Facts(title=title, path="/", canonical="http://127.0.0.1:8000/", language="en")


def test_a_title_is_followed_by_the_sites_name():
    assert facts("Let it stand").title_on("Stet") == "Let it stand · Stet"


def test_a_long_title_stands_alone():
    long = "A short history of the errata slip, with some examples in error"
    assert facts(long).title_on("Notes on editing") == long


def test_home_is_called_as_the_site():
    assert facts("").title_on("Stet") == facts("Stet").title_on("Stet") == "Stet"


def test_the_first_text_that_says_something_describes():
    assert described("", "  \n", "On\n dots.", "More.") == "On dots."
    assert described("", "") == ""


def test_a_long_description_ends_at_a_word():
    text = described("word, " * 60)
    assert len(text) <= 160
    assert text.endswith("word…")


def test_addresses_are_made_absolute_once():
    assert absolute("/blog/é/") == "http://127.0.0.1:8000/blog/%C3%A9/"
    assert absolute("https://example.org/a") == "https://example.org/a"


def test_links_and_pictures_lead_home_from_elsewhere():
    html = '<a class="x" href="/a/">a</a><img alt="/" src="/b.png"><a href="#c">c</a><a href="//d">d</a>'
    made = absolute_html(html, "/blog/x/")
    assert 'href="http://127.0.0.1:8000/a/"' in made
    assert 'src="http://127.0.0.1:8000/b.png"' in made
    assert 'href="http://127.0.0.1:8000/blog/x/#c"' in made
    assert 'href="//d"' in made


def test_what_is_only_shown_in_a_text_is_left_as_it_is():
    html = '<p><code>&lt;a href="/b/"&gt;</code> <a title="x" href="/c/">c</a> href="/d/"</p>'
    assert absolute_html(html, "/") == html.replace('x" href="/c/', 'x" href="http://127.0.0.1:8000/c/')

"""Each trap of generated-edge behaves as its folder says."""

from pathlib import Path

import pytest

from importers.items import Item
from importers.markdown_folder import read


@pytest.fixture(scope="module")
def items(corpus: Path) -> dict[str, Item]:
    found = read(corpus / "markdown" / "generated-edge" / "site")
    return {Path(one.source_ref).name: one for one in found if isinstance(one, Item)}


def told(item: Item) -> str:
    return "\n".join(f"{note.line}: {note.text}" for note in item.notes)


def test_a_colon_too_many_is_named_with_its_line(items: dict[str, Item]) -> None:
    item = items["bad-yaml-colon.md"]
    assert told(item).startswith("2: This is not YAML: mapping values are not allowed here.")
    assert item.held
    assert (item.title, item.body) == ("One: two: three", "Body")


def test_what_never_closes_is_kept_as_text(items: dict[str, Item]) -> None:
    item = items["unclosed.md"]
    assert told(item).startswith("1: The front matter begins with --- and never ends.")
    assert (item.title, item.held != "") == ("Unclosed", True)
    assert "Body without end" in item.body


def test_types_become_text(items: dict[str, Item]) -> None:
    item = items["types.md"]
    assert item.written.tags == ("1", "2.0", "True", "2024-01-01", "x", "X")
    assert item.topics == ("single", "1", "2.0", "True", "2024-01-01", "x")
    assert (item.title, item.authors[0].name) == ("2024", "Zoë")


def test_a_quoted_false_neither_hides_nor_holds_back(items: dict[str, Item]) -> None:
    item = items["types.md"]
    assert (item.draft, item.held) == (False, "")
    assert told(item) == "7: draft: “false” is text; it was read as the word it says."


@pytest.mark.parametrize("name", ["bad-date.md", "2024-02-30-no-such-day.md"])
def test_a_day_that_is_none_is_not_dated_today(items: dict[str, Item], name: str) -> None:
    assert items[name].date is None
    assert "is not a date that can be read" in items[name].held


def test_an_object_tag_is_never_built(items: dict[str, Item]) -> None:
    assert "python/object/apply:os.system names an object" in told(items["python-tag.md"])
    assert items["python-tag.md"].held
    assert not Path("/tmp/pwned").exists()


def test_an_alias_bomb_is_refused(items: dict[str, Item]) -> None:
    assert told(items["alias-bomb.md"]).startswith("5: Aliases repeat more than 100 values")
    assert items["alias-bomb.md"].title == "bomb"


def test_nothing_outside_of_the_folder_is_read(items: dict[str, Item]) -> None:
    item = items["traversal.md"]
    assert [picture.path for picture in item.pictures] == [None, None]
    assert item.lead_picture is not None
    assert item.lead_picture.path is None
    assert "leads out of the folder" in told(item)


def test_a_slug_that_climbs_is_cleaned(items: dict[str, Item]) -> None:
    assert items["traversal.md"].slug == "admin"
    assert "4: The slug “../../admin” cannot stand" in told(items["traversal.md"])


def test_addresses_of_other_sites_and_scripts_are_refused(items: dict[str, Item]) -> None:
    assert items["traversal.md"].aliases == ("/ok/", "/posts/traversal/")
    assert "//evil.example/x" in told(items["traversal.md"])
    assert "javascript:alert(1)" in told(items["traversal.md"])


def test_latin_letters_are_decoded_and_told(items: dict[str, Item]) -> None:
    assert (items["latin1.md"].title, items["latin1.md"].body) == ("Café", "naïve")
    assert told(items["latin1.md"]).startswith("2: The file is not UTF-8")


def test_of_two_titles_the_last_counts(items: dict[str, Item]) -> None:
    assert items["dup-keys.md"].title == "Second"
    assert told(items["dup-keys.md"]) == "3: “title” is said twice; the last one counts."


def test_names_that_differ_by_case_get_two_addresses(items: dict[str, Item]) -> None:
    assert {items["Case.md"].slug, items["case.markdown"].slug} == {"case", "case-2"}


def test_rules_are_not_front_matter(items: dict[str, Item]) -> None:
    assert items["hr-first.md"].body.startswith("---\n\nNot front matter but a rule")
    assert "title: not meta" in items["dash-in-body.md"].body


@pytest.mark.parametrize("name", ["bom.md", "crlf.md"])
def test_marks_and_line_ends_of_windows_do_not_matter(items: dict[str, Item], name: str) -> None:
    assert (items[name].written.tags, items[name].body) == (("a", "b"), "Body")


def test_a_foreign_name_becomes_an_address(items: dict[str, Item]) -> None:
    assert items["ünï cödé (1).md"].slug == "ünï-cödé-1"
    assert items["ünï cödé (1).md"].aliases == ("/posts/ünï cödé (1)/",)


def test_a_date_with_a_zone_by_name(items: dict[str, Item]) -> None:
    date = items["local-date.md"].date
    assert date is not None
    assert date.isoformat() == "2023-07-04T10:00:00-08:00"


def test_references_of_all_generators(items: dict[str, Item]) -> None:
    item = items["refs.md"]
    assert "[rel](./control.md) [ref](control.md) control.md [[wiki link]]" in item.body
    assert {link.target for link in item.links} == {"content/posts/control.md"}


def test_scripts_stay_text_for_the_sanitiser(items: dict[str, Item]) -> None:
    assert items["xss.md"].title == "<script>alert(1)</script>"
    assert "6: <iframe> is not run" in told(items["xss.md"])

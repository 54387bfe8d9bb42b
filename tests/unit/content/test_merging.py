"""Putting together by paragraph: nobody's paragraph vanishes, and it does not matter who asks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.merging import GAP, Merged, merge
from content.together import together

WORDS = st.sampled_from(["ink", "proof", "stet", "galley", "dots", "a line\nand another", "    code"])
TEXTS = st.lists(WORDS, max_size=7).map("\n\n".join)
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
WAYS = ("mine", "theirs", "both", "stet")


def paragraphs(text):
    return [each for each in GAP.split(text.strip("\n"))[::2] if each]


def everything(merged: Merged) -> str:
    """All that the result and its overlaps say."""
    return merged.text(["both"] * len(merged.overlaps))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "whole"),
    [
        ("One.\n\nTwo.", "One!\n\nTwo.", "One.\n\nTwo!", "One!\n\nTwo!"),
        ("One.", "Zero.\n\nOne.", "One.\n\nTwo.", "Zero.\n\nOne.\n\nTwo."),
        ("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", "One.\n\nTwo.\n\nThree!", "One.\n\nThree!"),
        ("One.", "One.\n\nSame.", "One.\n\nSame.", "One.\n\nSame."),
        ("One.\n", "One.\n\n\nTwo.\n", "One.\n", "One.\n\n\nTwo.\n"),
        ("", "", "New.", "New."),
        ("One.\n\nTwo.", "One.\n\n\n\nTwo.", "One.\n\nTwo!", "One.\n\n\n\nTwo!"),
    ],
)
def test_what_does_not_overlap_fits_together(base, mine, theirs, whole):
    assert merge(base, mine, theirs).text() == merge(base, theirs, mine).text() == whole


def test_what_both_changed_is_told_apart_and_settled_in_four_ways():
    merged = merge("Slow.\n\nEnd.", "Dear.\n\nEnd.", "Quick.\n\nEnd.")
    assert [(each.base, each.mine, each.theirs) for each in merged.overlaps] == [("Slow.", "Dear.", "Quick.")]
    settled = [merged.text([way]) for way in WAYS]
    assert settled == ["Dear.\n\nEnd.", "Quick.\n\nEnd.", "Dear.\n\nQuick.\n\nEnd.", "Slow.\n\nEnd."]


def test_one_deletes_what_the_other_changes_and_neither_wins_by_itself():
    merged = merge("One.\n\nTwo.", "One.", "One.\n\nTwo!")
    assert [each.theirs for each in merged.overlaps] == ["Two!"]


def test_a_thousand_paragraphs_that_are_all_alike_are_put_together_at_once():
    base = "\n\n".join(["- - -"] * 5000)
    assert merge(base, f"Mine.\n\n{base}", f"{base}\n\nTheirs.").text() == f"Mine.\n\n{base}\n\nTheirs."


@UNHURRIED
@given(TEXTS, TEXTS)
def test_a_change_of_one_alone_is_taken_letter_by_letter(base, mine):
    assert merge(base, mine, base).text() == merge(base, base, mine).text() == mine
    assert merge(base, mine, mine).text() == mine


@UNHURRIED
@given(TEXTS, TEXTS, TEXTS)
def test_nobodys_paragraph_vanishes(base, mine, theirs):
    said = paragraphs(everything(merge(base, mine, theirs)))
    began, ours, others = map(paragraphs, (base, mine, theirs))
    new = (set(ours) | set(others)) - set(began)
    # Of two that are alike each may strike another one out, so only what stood there once is sure to stay.
    kept = {each for each in set(ours) & set(others) if began.count(each) == 1}
    assert new | kept <= set(said)


@UNHURRIED
@given(TEXTS, TEXTS, TEXTS)
def test_it_does_not_matter_who_asks(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [each.mine for each in one.overlaps] == [each.theirs for each in other.overlaps]
    assert one.text(["stet"] * len(one.overlaps)) == other.text(["stet"] * len(one.overlaps))


@UNHURRIED
@given(TEXTS, st.integers(0, 6), st.integers(0, 6))
def test_two_who_change_different_paragraphs_never_overlap(base, here, there):
    parts = paragraphs(base)
    if max(here, there) >= len(parts) or here == there:
        return
    mine, theirs = ("\n\n".join([*parts[:n], f"{n} new", *parts[n + 1 :]]) for n in (here, there))
    merged = merge(base, mine, theirs)
    assert f"{here} new" in merged.text()
    assert f"{there} new" in merged.text()


def test_fields_that_only_one_changed_are_clear_and_the_others_are_asked_about():
    base = {"title": "A", "slug": "a", "body": "A", "topics": [1, 2], "authors": [1]}
    mine = base | {"slug": "m", "body": "M", "topics": [1, 3], "authors": [1, 2]}
    theirs = base | {"title": "T", "body": "T", "topics": [1, 2, 4], "authors": [3]}
    both = together(base, mine, theirs)
    assert [(each.name, each.ways) for each in both.questions] == [("body", WAYS), ("authors", WAYS)]
    assert both.fields(["stet", "both"]) == {
        "title": "T",
        "slug": "m",
        "body": "A",
        "topics": [1, 3, 4],
        "authors": [1, 2, 3],
    }

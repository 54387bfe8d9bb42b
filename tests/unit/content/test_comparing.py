"""Two texts in one: what came, what went, and what is left out because it stands."""

from hypothesis import given
from hypothesis import strategies as st

from content.comparing import Difference, Piece, shortened, words

TEXT = st.text(st.sampled_from("ab ,.\n一字"), max_size=60)


def side(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_their_difference(old, new):
    pieces = words(old, new)
    assert side(pieces, "same", "out") == old
    assert side(pieces, "same", "in") == new


def test_only_the_word_that_changed_is_struck_out():
    assert words("It was slow and dear.", "It was quick and dear.") == [
        Piece("same", "It was "),
        Piece("out", "slow"),
        Piece("in", "quick"),
        Piece("same", " and dear."),
    ]


def test_a_mark_is_no_word_and_clings_to_the_one_before_it():
    pieces = words("Look again, somebody said.", "Look again; somebody wrote!")
    changed = Difference("Text", pieces)
    assert (changed.words_in, changed.words_out) == (1, 1)
    assert [piece.text for piece in pieces if piece.kind == "in" and piece.clings] == [";"]


def test_a_word_and_an_opening_mark_stand_off():
    assert not any(Piece("in", text).clings for text in ("word", "一", "“word", "(see"))


def test_long_unchanged_stretches_are_counted_instead_of_shown():
    long = "word " * 500
    pieces = shortened(words(long + "old", long + "new"))
    assert [piece.kind for piece in pieces] == ["skip", "same", "out", "in"]
    assert int(pieces[0].text) > 450


def test_a_long_text_is_compared_in_no_time():
    text = "\n".join(f"Paragraph {n} says the same as all the others do." for n in range(5000))
    assert side(words(text, text.replace("Paragraph 77 ", "Chapter 77 ")), "in") == "Chapter"

"""Words as they are searched: any script, without case, marks and endings."""

import pytest

from content.search import words
from content.search.asking import read
from content.search.prose import plain_text, text_with_asides
from content.search.snippets import marked, snippet, sought
from content.search.spelling import distance


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Tomás", "tomas"),
        ("STRASSE", "straße"),
        ("queries", "query"),
        ("boxes", "box"),
        ("the author’s", "the author"),
        ("ﬁrst", "first"),
        ("Łódź", "lodz"),
        ("Ελλάδα", "ελλαδα"),
        ("كتاب", "کتاب"),
        ("۱۴۰۳", "1403"),
        ("مُدَرِّس", "مدرس"),
        ("ﾃｽﾄ", "テスト"),
    ],
)
def test_what_is_the_same_word_to_a_reader_is_one_word(written: str, typed: str) -> None:
    assert words.terms(written) == words.terms(typed)


def test_scripts_without_spaces_are_read_in_pairs() -> None:
    assert words.terms("編集者の手紙 42") == ["編集", "集者", "者の", "の手", "手紙", "紙", "42"]


def test_a_word_written_in_two_pieces_is_found_as_one_too() -> None:
    assert words.joined("می\u200cشود") == ["میشود"]


def test_a_query_has_words_phrases_and_what_is_unwanted() -> None:
    query = read('editor "let it  stand" -proof -"house style"')
    assert [each.terms for each in query.wanted] == [("editor",), ("let", "it", "stand")]
    assert [each.terms for each in query.unwanted] == [("proof",), ("house", "style")]


@pytest.mark.parametrize("quoted", ["“let it”", "«let it»", "„let it“", "「let it」"])
def test_quotation_marks_of_every_language_are_known(quoted: str) -> None:
    assert [each.terms for each in read(quoted).wanted] == [("let", "it")]


def test_only_the_word_being_typed_is_open() -> None:
    assert [each.is_open for each in read("let it sta").wanted] == [False, True]
    assert not any(each.is_open for each in read('"sta"').wanted)


def test_common_words_alone_are_asked_for_after_all() -> None:
    assert [each.said for each in read("to be or not to be").wanted] == ["not"]
    assert [each.said for each in read("to be").wanted] == ["to", "be"]


def test_slips_are_counted_as_fingers_make_them() -> None:
    assert distance("teh", "the", most=2) == 1
    assert distance("querries", "queries", most=2) == 1
    assert distance("kitten", "sitting", most=3) == 3


def test_words_that_are_too_far_apart_are_not_compared_to_their_end() -> None:
    assert distance("kitten", "sitting", most=2) == 3
    assert distance("consider", "zzzzzzzz", most=2) == 3
    assert distance("abcd", "badc", most=2) == 2


def test_what_was_looked_for_is_marked_in_every_form() -> None:
    pieces = marked("Queries cost a day, a QUERY too.", sought(read("query")))
    assert [text for text, is_sought in pieces if is_sought] == ["Queries", "QUERY"]


def test_what_stands_behind_an_apostrophe_is_no_word_to_mark() -> None:
    pieces = marked("The author's 's' is an s.", sought(read("s")))
    assert [text for text, is_sought in pieces if is_sought] == ["s", "s"]


def test_a_snippet_stands_around_what_was_found_and_loses_no_letter() -> None:
    text = "Nothing here. " * 40 + "The dots under the word mean: let it stand. " + "Nothing more. " * 40
    pieces = snippet(text, sought(read("dots stand")))
    assert {text for text, is_sought in pieces if is_sought} == {"dots", "stand"}
    assert "".join(text for text, _ in pieces).strip("… ") in text


def text_of(pieces) -> str:
    return "".join(text for text, _ in pieces)


MIXED = text_with_asides(
    "<h2>Stet and dots</h2><table><tr><td>stet</td><td>dots</td></tr></table>"
    "<pre><code>stet = dots\nnothing</code></pre><p>The word was right, so it says stet.</p>"
)


def test_a_snippet_is_prose_where_prose_has_the_word() -> None:
    assert text_of(snippet(MIXED, sought(read("stet")))) == "The word was right, so it says stet."
    assert text_of(snippet(MIXED, sought(read("absent")))) == "The word was right, so it says stet."


def test_a_snippet_is_of_what_has_the_words_where_prose_has_fewer() -> None:
    beside = text_of(snippet(MIXED, sought(read("dots stet"))))
    assert beside.startswith("Stet and dots stet dots stet = dots")
    assert text_of(snippet("\tonly code", sought(read("code")))) == "only code"


def test_a_snippet_of_a_long_text_has_prose_from_around_its_code() -> None:
    code = "".join(f"<pre>line {number}\n</pre>" for number in range(200))
    text = text_with_asides(f"<p>Before the code.</p>{code}<p>The dots stand.</p>{code}<p>At the end.</p>")
    assert text_of(snippet(text, sought(read("dots")))) == "Before the code. The dots stand. At the end."
    prose = text_with_asides("<p>It goes on.</p>" * 200 + "<p>The dots stand.</p>" + "<p>And on.</p>" * 200)
    cut = text_of(snippet(prose, sought(read("dots"))))
    assert cut.startswith("… on. It goes on.")
    assert "The dots stand. And on." in cut
    assert cut.endswith(" …")


@pytest.mark.parametrize("text", ["“Dots” — under", "The ‘dots’…", "Naïve dots", "¿Dots?", "DÖTS dots"])
def test_whatever_signs_stand_around_a_word_it_is_marked(text: str) -> None:
    assert [piece.lower() for piece, is_sought in marked(text, sought(read("dots"))) if is_sought][
        -1
    ] == "dots"


def test_what_follows_a_curly_apostrophe_is_no_word_to_mark() -> None:
    pieces = marked("The author’s ‘s’ is an s.", sought(read("s")))
    assert [text for text, is_sought in pieces if is_sought] == ["s", "s"]


def test_a_block_is_a_line_and_a_file_is_not_glued_to_its_language() -> None:
    code = '<figure class="code"><figcaption><span>a.py</span><span>Python</span></figcaption></figure>'
    assert plain_text(f"<p>One<br>two</p>{code}<p>Three</p>").split("\n") == [
        "One",
        "two",
        "a.py",
        "Python",
        "Three",
    ]


def test_part_of_a_sentence_without_spaces_is_marked() -> None:
    assert ("編集", True) in marked("校正と編集者", sought(read("編集")))

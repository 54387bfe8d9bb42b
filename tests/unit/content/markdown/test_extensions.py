"""What Markdown can say beyond CommonMark, in our markup."""

import pytest

from content.markdown import render


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_an_alert_is_an_aside_of_its_kind(kind: str) -> None:
    html = render(f"> [!{kind.upper()}]\n> Careful.").html
    assert f'data-kind="{kind}"' in html
    assert f'<p class="title">{kind.title()}</p>' in html
    assert '<div class="body">\n<p>Careful.</p>' in html


def test_an_alert_speaks_the_language_of_the_text() -> None:
    assert '<p class="title">هشدار</p>' in render("> [!WARNING]\n> متن", language="fa-IR").html


def test_a_footnote_leads_there_and_back() -> None:
    html = render("One.[^a]\n\n[^a]: Two.").html
    assert '<a href="#h-fn-1" aria-label="Note 1" id="h-fnref-1">1</a></sup>' in html
    assert '<li id="h-fn-1"><p>Two. <a class="back" href="#h-fnref-1"' in html


def test_a_footnotes_mark_has_the_digits_of_its_list() -> None:
    html = render("یک[^a]، دو[^a].\n\n[^a]: متن", language="fa").html
    assert '<a href="#h-fn-1" aria-label="پانوشت ۱" id="h-fnref-1">۱</a></sup>' in html
    assert 'aria-label="بازگشت به پانوشت ۱.۲ در متن"' in html


def test_a_footnote_named_twice_leads_back_to_both_places() -> None:
    html = render("One[^a], two[^a].\n\n[^a]: Note.").html
    assert html.count('id="h-fnref-1') == 2
    assert 'href="#h-fnref-1-2" aria-label="Back to note 1.2 in the text"' in html


def test_two_texts_on_one_page_share_no_id() -> None:
    texts = [render("# A\n\nB[^1]\n\n[^1]: C", prefix=f"p{n}-").html for n in (1, 2)]
    assert 'id="p1-h-fn-1"' in texts[0]
    assert not set(texts[0].split('id="')[1:]) & set(texts[1].split('id="')[1:])


def test_a_definition_list_keeps_terms_and_meanings() -> None:
    html = render("Stet\n: Let it stand.").html
    assert html == "<dl>\n<dt>Stet</dt>\n<dd>Let it stand.</dd>\n</dl>"


def test_a_task_labels_its_own_box() -> None:
    html = render("- [x] Write\n- [ ] Rest").html
    assert '<label><input disabled="" type="checkbox" checked=""> Write</label>' in html
    assert '<label><input disabled="" type="checkbox"> Rest</label>' in html


def test_a_task_without_words_has_a_name() -> None:
    assert 'aria-label="Task"' in render("- [ ] <b></b>").html


def test_tasks_within_tasks_stay_outside_the_label() -> None:
    html = render("- [ ] outer\n  - [x] inner").html
    assert "outer</label>" in html
    assert html.count("<label>") == 2


def test_a_table_scrolls_by_keyboard_and_is_named_by_its_heads() -> None:
    html = render("| Kind | Made |\n|:-:|-:|\n| a | 1 |").html
    assert html.startswith('<section class="table" aria-label="Kind, Made" tabindex="0"><table>')
    assert '<th class="ta-center" scope="col">Kind</th>' in html
    assert '<td class="n">1</td>' in html


def test_two_tables_alike_have_two_names() -> None:
    table = "| a |\n|---|\n| 1 |\n"
    html = render(f"{table}\n{table}").html
    assert 'aria-label="a"' in html
    assert 'aria-label="a (2)"' in html


def test_an_empty_head_is_a_plain_cell() -> None:
    assert "<td></td>" in render("| | a |\n|---|---|\n| b | 1 |").html


def test_strikethrough_and_bare_addresses() -> None:
    html = render("~~old~~ https://example.org/a").html
    assert "<s>old</s>" in html
    assert '<a href="https://example.org/a" rel="noopener">https://example.org/a</a>' in html


def test_positions_are_for_the_editor_only() -> None:
    source = "# A\n\ntext\n\n```\ncode\n```\n\n| a |\n|---|\n| b |\n\n> [!TIP]\n> c"
    assert "data-line" not in render(source).html
    with_positions = render(source, positions=True).html
    for block, line in [("h2", 1), ("p", 3), ('figure class="code"', 5), ("section", 9), ("aside", 13)]:
        assert f'data-line="{line}"' in with_positions.split(f"<{block}")[1].split(">")[0]


def test_an_author_cannot_write_positions() -> None:
    assert render('<p data-line="7">a</p>').html == "<p>a</p>"

"""The words in other languages, and what keeps them whole."""

import re

import pytest

from language import catalogues, renewing, voice
from language.catalogues import catalogue, is_translated, languages, spoken
from language.words import ENGLISH

WHOLE = ("de", "fa")  # complete for readers, as English is by its types; others as contributed
OTHERS = [language for language in languages() if language != "en"]


def messages(catalog):
    return [message for message in catalog if message.id]


def forms(said):
    return [said] if isinstance(said, str) else list(said)


@pytest.mark.parametrize("language", WHOLE)
def test_a_whole_language_has_every_word(language):
    translated = {message.context for message in messages(catalogue(language)) if is_translated(message)}
    assert {message.context for message in messages(renewing.template())} - translated == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_the_english_words_of_today(language):
    known = [(message.context, message.id) for message in messages(catalogue(language))]
    assert known == [(message.context, message.id) for message in messages(renewing.template())]


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_filled_in_is_filled_in_every_language(language):
    """A form for one may say its number in a word."""
    for message in filter(is_translated, messages(catalogue(language))):
        wanted = set(re.findall(r"{\w*}", forms(message.id)[-1]))
        for said in forms(message.string):
            assert {*re.findall(r"{\w*}", said), *({"{n}"} if message.pluralizable else ())} == wanted


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_a_form_for_each_number(language):
    speaker = voice(language)
    assert all(speaker.counted(speaker.words.found, n, query="x") for n in (0, 1, 2, 5, 21, 1_000_000))


@pytest.fixture
def contributed(tmp_path, monkeypatch):
    """A folder with one catalogue, of which one word is missing, one fuzzy, and one was other in English."""
    text = b"\n\n".join(
        [
            b'msgid ""\nmsgstr "Language: it\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"',
            b'msgctxt "page.search"\nmsgid "Search"\nmsgstr "Cerca"',
            b'#, fuzzy\nmsgctxt "page.next"\nmsgid "Next"\nmsgstr "Poi"',
            b'msgctxt "page.newer"\nmsgid "More recent"\nmsgstr "Recente"',
        ]
    )
    (tmp_path / "it.po").write_bytes(text)
    for module in (catalogues, renewing):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    catalogue.cache_clear()
    yield tmp_path
    catalogue.cache_clear()


def test_a_word_that_is_missing_or_unsure_is_said_in_english(contributed):
    words = spoken(ENGLISH, "page", "it")
    assert (words.search, words.next, words.newer, words.dark) == ("Cerca", "Next", "Newer", "Dark")


def test_a_word_whose_english_changed_keeps_its_translation_to_be_looked_at(contributed):
    renewing.renew()
    newer = catalogue("it").get("Newer", "page.newer")
    assert (newer.string, newer.fuzzy) == ("Recente", True)
    assert catalogue("it").get("Search", "page.search").string == "Cerca"
    assert renewing.renew() == []

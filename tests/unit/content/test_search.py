"""Search finds what is public, the best first, and follows every verb in its transaction."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from blog.models import Post
from content import publishing, search, topics
from content.actors import SITE
from content.models import Person, SearchDue, SearchEntry, Topic
from content.search import database, due, finding, postgresql, sqlite
from tests import world

pytestmark = pytest.mark.django_db


def found(text: str, now: datetime | None = None, **narrowing: str) -> list[str]:
    """The titles that *text* finds, the best first."""
    query = search.read(text, search.Narrowing(**narrowing))
    return [hit.entry.title for hit in search.find(query, now or timezone.now()).hits]


def test_title_comes_before_body_and_the_fresher_first() -> None:
    world.post("Old proofs", at=world.A_MONDAY)
    world.post("New proofs", at=world.A_MONDAY + timedelta(days=1))
    world.post("Else", body="Proofs, proofs and proofs again.", at=world.A_MONDAY + timedelta(days=2))
    assert found("proofs") == ["New proofs", "Old proofs", "Else"]


def test_summary_topics_and_authors_are_found() -> None:
    world.tomas()
    world.post("One", summary="About serifs.", topics=[world.topic("Type")], authors=[Person.objects.get()])
    assert found("serif") == found("type") == found("tomas rey") == ["One"]


def test_markup_is_not_text() -> None:
    world.post("One", body="un*believ*able [link](https://example.org/hidden)")
    assert found("unbelievable") == ["One"]
    assert found("hidden") == found("href") == []


def test_what_leads_to_a_note_and_back_is_not_text() -> None:
    world.post(body="Dots[^1] stand.\n\n[^1]: Under the word.")
    assert SearchEntry.objects.get().text == "Dots stand.\nUnder the word."


@pytest.mark.parametrize("years", [range(0), range(2026, 2027), range(2000, 2001)])
@pytest.mark.parametrize("query", ["letter", "letter -7", '"letter 4"', "lettr"])
def test_which_years_are_looked_at_first_changes_no_answer(
    monkeypatch: pytest.MonkeyPatch, years: range, query: str
) -> None:
    world.posts(9)
    world.post("An old letter 4", at=world.A_MONDAY.replace(year=2020))
    every = found(query)
    monkeypatch.setattr(postgresql, "_years_at", lambda _: years)
    assert found(query) == every


def test_phrases_and_exclusion() -> None:
    world.post("One", body="Let it stand.")
    world.post("Two", body="It stands; let us go.")
    assert found('"let it stand"') == ["One"]
    assert found("let stand -go") == ["One"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [("イキ、そのまま", "そのまま"), ("編集者の手紙", "編集"), ("بگذار بماند", "بگذار"), ("می‌شود", "میشود")],
)
def test_every_script_is_found(title: str, typed: str) -> None:
    world.post(title, slug="one")
    assert found(typed) == [title]


def test_a_word_being_typed_is_found_by_its_beginning() -> None:
    world.post("Typography")
    assert found("typogr") == ["Typography"]


def test_of_what_fits_often_titles_come_first_then_heads_then_the_fresher(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 4)
    days = iter(world.A_MONDAY + timedelta(days=number) for number in range(9))
    world.post("Proofs", at=next(days))
    world.post("Older", body="Proofs.", at=next(days))
    world.post("Headed", summary="Proofs.", at=next(days))
    world.post("Old", body="Proofs.", at=next(days))
    world.post("New", body="Proofs, proofs.", at=next(days))
    assert found("proofs ") == ["Proofs", "Headed", "New", "Old", "Older"]


def test_a_word_that_many_have_whole_is_no_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 2)
    world.post("Type")
    world.post("Typewriters", at=world.A_MONDAY + timedelta(days=1))
    assert found("type") == ["Type", "Typewriters"]
    world.post("Of type", at=world.A_MONDAY + timedelta(days=2))
    assert found("type") == ["Type", "Of type"]


def test_a_misspelt_word_is_found_as_it_is_spelt_here() -> None:
    world.post("Queries to authors")
    answer = search.find(search.read("querries to athors"), timezone.now())
    assert answer.query.text == "queries to authors"
    assert [hit.entry.title for hit in answer.hits] == ["Queries to authors"]
    assert search.find(search.read("querries"), timezone.now(), as_spelt=True).hits == []


def test_misspelt_words_are_found_without_trigrams_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "HAS_TRIGRAMS", "SELECT false")
    world.post("Queries to authors")
    assert found("querries") == ["Queries to authors"]


def test_where_nothing_has_all_words_some_will_do() -> None:
    world.post("Hyphens")
    answer = search.find(search.read("hyphens quoins"), timezone.now())
    assert answer.is_loose
    assert [hit.entry.title for hit in answer.hits] == ["Hyphens"]


def test_facets_count_and_narrow() -> None:
    queries, proofs = world.topic("Queries"), world.topic("Proofs")
    world.post("Marks one", topics=[queries, proofs])
    world.post("Marks two", topics=[queries], language="de")
    world.page("Marks")
    facets = search.find(search.read("marks"), timezone.now()).facets
    assert [(each.value, each.count) for each in facets["kind"]] == [("post", 2), ("page", 1)]
    assert [(each.label, each.count) for each in facets["topic"]] == [("Queries", 2), ("Proofs", 1)]
    assert [(each.value, each.count) for each in facets["language"]] == [("en", 2), ("de", 1)]
    assert found("marks", topic="proofs") == ["Marks one"]
    assert found("marks", kind="page") == ["Marks"]
    assert found("marks", year="2026", language="de") == ["Marks two"]
    assert found("marks", topic="none") == []


def test_what_is_not_public_is_not_found() -> None:
    now = timezone.now()
    world.draft("Marks draft")
    world.post("Marks scheduled", at=now + timedelta(hours=1))
    publishing.withdraw(actor=SITE, thing=world.post("Marks withdrawn"))
    publishing.trash(actor=SITE, thing=world.post("Marks trashed"))
    assert found("marks") == []
    assert found("marks", now + timedelta(hours=2)) == ["Marks scheduled"]


def test_no_unpublished_word_is_proposed() -> None:
    publishing.withdraw(actor=SITE, thing=world.post("Zeugma"))
    assert search.find(search.read("zeugmaa"), timezone.now()).hits == []


VERBS: dict[str, Callable[[Any], object]] = {
    "edit": lambda post: world.edit(post, title="Galley"),
    "rename": lambda post: publishing.rename(actor=SITE, thing=post, slug="galley"),
    "file": lambda post: publishing.file(actor=SITE, thing=post, under=[world.topic("Galley")]),
    "describe": lambda post: topics.describe_topic(
        actor=SITE, topic=world.topic("Queries"), name="Galley", description=""
    ),
    "merge": lambda post: publishing.merge(
        actor=SITE, topics=[world.topic("Queries")], into=world.topic("Galley")
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_changes_the_index_in_its_transaction(verb: str) -> None:
    post = world.post("Let it stand", topics=[world.topic()])
    VERBS[verb](post)
    entry = SearchEntry.objects.get()
    assert entry.address == Post.objects.get().get_absolute_url()
    assert verb == "rename" or found("galley") == [entry.title]
    assert found("let stand") == ([] if verb == "edit" else [entry.title])


def test_what_is_rolled_back_is_not_found() -> None:
    with transaction.atomic():
        world.post("Let it stand")
        transaction.set_rollback(True)
    assert found("stand") == []


def test_what_is_discarded_leaves_nothing_behind() -> None:
    publishing.discard(actor=SITE, thing=world.post("Let it stand"))
    assert not SearchEntry.objects.exists()


def test_reindex_mends_whatever_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    post = world.post("Let it stand")
    world.post("Second")
    database.dialect().remove([SearchEntry.objects.get(thing_id=post.pk).place])
    assert found("stand") == []
    call_command("reindex", "--anew")
    assert found("stand") == ["Let it stand"]
    assert "2 texts" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_what_was_written_past_the_verbs_is_found_when_the_worker_has_looked() -> None:
    post = world.post("Let it stand", topics=[world.topic()])
    due.follow()
    Post.objects.filter(pk=post.pk).update(title="Galley")
    Topic.objects.update(name="Quoins")
    assert SearchDue.objects.count() == 2
    due.follow()
    assert found("galley") == found("quoins") == ["Galley"]
    Post.objects.filter(pk=post.pk).delete()
    due.follow()
    assert found("galley") == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="On SQLite one writes at a time.")
@pytest.mark.django_db(transaction=True)
def test_no_commit_waits_for_the_workers_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look waits for the commit to be over, so each would wait for the other."""
    post = world.post("Let it stand")
    due.follow()
    Post.objects.filter(pk=post.pk).update(title="Galley")
    begun, written = threading.Event(), threading.Event()

    def look(of: str, number: int) -> None:
        begun.set()
        assert written.wait(5)

    monkeypatch.setattr(due, "_look_at_one", look)
    with ThreadPoolExecutor(1) as pool:
        looked = pool.submit(_in_a_thread, due.follow)
        assert begun.wait(5)
        Post.objects.filter(pk=post.pk).update(title="Quoins")
        written.set()
        assert looked.result() == 2


def _in_a_thread(do: Callable[[], int]) -> int:
    try:
        return do()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_put_down_twice_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[str, int]] = []
    monkeypatch.setattr(due, "_look_at_one", lambda of, number: looked.append((of, number)))
    due.follow()
    for things in ([("post", 1)], [("post", 1), ("topic", 1)]):
        due.put_down(things)
    assert (due.follow(), looked) == (3, [("post", 1), ("topic", 1)])


@pytest.mark.django_db(transaction=True)
def test_a_verb_leaves_the_worker_nothing_to_look_at() -> None:
    due.follow()
    world.edit(world.post("Let it stand"), title="Galley")
    assert not SearchDue.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads its rows by other means.")
def test_what_is_counted_of_an_entry_is_read_from_an_index() -> None:
    asked = sqlite.FOUND.format(table=sqlite.TABLE, score=sqlite.NO_SCORE)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked}", ["stet", 1, "", "", 1])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "COVERING INDEX content_searchentry_counted" in plan


SIGNS = [
    *"\"'()*:^-+{}[]<>|&!~%_\\/;.,?#@$=` \t\u200c\u200d\u202e\ufeff\ue000\ue001\u0301\x7f",
    *("AND", "OR", "NOT", "NEAR(", "title:", "marks :", "''", '""', "--", "*", "<->", ":*", ":A", "stand"),
    *("編集", "の", "می\u200cشود", "é", "𝔘", "\U0001f469\u200d\U0001f680", "ß", "1e9", "\ud83d"),
    *("ا" * 70, "x" * 300),
]


def test_no_query_raises_and_none_is_long() -> None:
    world.post("Let it stand", body="編集 می‌شود é 𝔘")
    dice = random.Random(20261128)
    for _ in range(2000):
        text = "".join(dice.choices(SIGNS, k=dice.randint(1, 14)))
        answer = search.find(search.read(text), timezone.now())
        assert len(answer.query.wanted) <= 40
        assert len(answer.hits) <= 1


def test_an_endless_query_is_read_to_a_limit() -> None:
    world.post("Let it stand")
    for text in ("stand " * 100_000, '"' * 100_000, "-" * 100_000, "の" * 100_000, "a-" * 50_000):
        assert len(search.read(text).wanted) <= 12
        search.find(search.read(text), timezone.now())

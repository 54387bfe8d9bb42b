"""Links to other sites: asked when it is time, believed dead when it is sure."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import outside
from content.models import OutsideLink
from content.remote import Refused
from tests import world

pytestmark = pytest.mark.django_db
URL = "https://a.example/"


class Fetcher:
    """Answers each question with the next of *answers*: a status, or why not."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def status(self, url):
        answer = self.answers.pop(0)
        if isinstance(answer, str):
            raise Refused(answer)
        return answer


def asked(*answers):
    """The link after these answers, each given when it was due."""
    now = timezone.now()
    outside.note_wanted([URL], now)
    fetcher = Fetcher(*answers)
    for _ in answers:
        link = OutsideLink.objects.get()
        outside.check(link, fetcher, max(now, link.due_at))
    return OutsideLink.objects.get()


def test_what_texts_lead_to_is_wanted_once():
    world.post(body=f"[A]({URL}), [again]({URL}), [within](/blog/), [by mail](mailto:a@b.example)")
    for _ in range(2):
        outside.note_wanted(outside.of_texts(), timezone.now())
    assert list(OutsideLink.objects.values_list("url", flat=True)) == [URL]


def test_what_is_being_written_is_wanted_too():
    before = timezone.now()
    world.draft(body=f"[A]({URL})")
    assert list(outside.of_revisions(before)) == [URL]
    assert list(outside.of_revisions(timezone.now())) == []


def test_one_that_answers_is_well_and_left_alone_for_a_week():
    link = asked(200)
    assert outside.failures([URL]) == {}
    assert outside.due(timezone.now() + timedelta(days=6), 9) == []
    assert outside.due(link.due_at, 9) == [link]


@pytest.mark.parametrize("status", [404, 410])
def test_one_that_is_gone_is_dead_at_once(status):
    asked(status)
    assert outside.failures([URL]) == {URL: f"It answered {status}."}


def test_one_that_did_not_answer_has_a_second_chance():
    asked("It took more than 5 seconds.")
    assert outside.failures([URL]) == {}
    asked("It took more than 5 seconds.")
    assert outside.failures([URL]) == {URL: "It took more than 5 seconds."}


@pytest.mark.parametrize("status", [401, 403, 429])
def test_one_that_will_not_speak_to_machines_is_not_called_dead(status):
    asked(status, status)
    assert outside.failures([URL]) == {}


def test_the_longer_it_is_dead_the_rarer_it_is_asked():
    waits = []
    for failures in range(12):
        now = timezone.now()
        outside.note_wanted([URL], now)
        link = OutsideLink.objects.get()
        outside.check(link, Fetcher(500), now)
        waits.append(OutsideLink.objects.get().due_at - now)
        assert OutsideLink.objects.get().failures == failures + 1
    assert waits[:3] == [timedelta(hours=hours) for hours in (1, 2, 4)]
    assert waits[-1] == outside.LONGEST_DOUBT


def test_one_that_came_back_is_well():
    asked(500, 500, 200)
    assert outside.failures([URL]) == {}
    assert OutsideLink.objects.get().failures == 0

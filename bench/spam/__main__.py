"""A thousand letters of robots among two hundred of people, on each database; then mailboxes are bombed.

Each letter is posted as a browser posts it, from an address of its own. Limits: no honest letter is refused
or set aside, of the hostile ones one in forty stands where letters stand at once, and none where they are
read first; no mail has a header or a reader too many; a mailbox gets three questions however it is asked for.
"""

import logging
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import start
from bench.live.each import on_each
from bench.spam import senders
from bench.spam.senders import Letter

PEOPLE = 200
MOST_STANDING = 0.025  # of the hostile letters: ten that a network may send, ten that no rule can see
MOST_WAITING = 0.05  # of the honest ones, there
ASKED, NETWORKS = 2000, 200
VICTIM = "victim@example.org"

missed: list[str] = []


def main() -> int:
    """0 when every limit was kept, on each database."""
    return on_each("bench.spam", _drill)


def _drill() -> int:
    with tempfile.TemporaryDirectory(prefix="stet-spam-") as name:
        os.environ |= start.environment(Path(name), 0) | {
            "PAGES_REDIS_URL": "",
            "REDIS_URL": "",
            "DEBUG": "1",
        }
        start.django()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        logging.disable(logging.WARNING)  # each refusal
        call_command("migrate", verbosity=0)
        setup_test_environment()
        for mode in ("open", "moderated"):
            _letters(mode)
        _headers()
        _bombed()
    print(f"Missed: {', '.join(missed)}." if missed else "Nothing was missed.", flush=True)
    return 1 if missed else 0


def _letters(mode: str) -> None:
    """Hostile and honest letters in one stream, and what came of each kind."""
    from django.core.cache import cache

    from content.models import Comment
    from tests import world

    cache.clear()
    Comment.objects.all().delete()
    world.site(comments=mode, by_mail=True)
    post = world.post(f"Let it stand, {mode}")
    dice = random.Random(5)
    came: dict[str, Counter[str]] = {}
    begun = time.process_time()
    sent = list(_stream(dice))
    for kind, letter in sent:
        came.setdefault(kind, Counter())[_outcome(post, letter)] += 1
    spent = (time.process_time() - begun) / len(sent) * 1000
    print(f"\nLetters where they are {mode}: {len(sent)}, {spent:.1f} ms of processor each")
    for kind, counts in came.items():
        print(f"  {kind:32s} {', '.join(f'{number} {what}' for what, number in counts.most_common())}")
    honest = came.pop("honest")
    _judge_hostile(mode, sum(came.values(), Counter()))
    _judge_honest(mode, honest)


def _stream(dice: random.Random) -> Iterator[tuple[str, Letter]]:
    made = [make for make, number in senders.HOSTILE.items() for _ in range(number)]
    letters = [(make.__name__.replace("_", " "), make(dice, number)) for number, make in enumerate(made)]
    letters += [("honest", senders.honest(dice, number)) for number in range(PEOPLE)]
    dice.shuffle(letters)
    yield from letters


def _outcome(post: Any, letter: Letter) -> str:
    """``refused`` with a word, or the letter's state; ``repeated`` where the same form was sent before."""
    from django.test import Client

    from content.models import Comment

    before = Comment.objects.count()
    fields = letter.fields | {"sealed": _sealed(letter)}
    answer = Client().post(f"/comments/post/{post.pk}/", fields, REMOTE_ADDR=letter.address)
    if answer.status_code == 422:
        return "refused"
    if answer.status_code != 303:
        raise SystemExit(f"{letter} was answered {answer.status_code}.")
    if Comment.objects.count() == before:
        return "repeated"
    return {"approved": "stand", "waiting": "wait", "spam": "set aside"}[Comment.objects.latest("pk").state]


def _sealed(letter: Letter) -> str:
    from django.core import signing

    from comments import forms

    if letter.is_forged:
        return signing.dumps([letter.key, time.time() - 60], salt="made up")
    return signing.dumps([letter.key, time.time() - letter.opened], salt=forms.SALT)


def _judge_hostile(mode: str, came: Counter[str]) -> None:
    share = came["stand"] / came.total()
    print(f"  hostile: {came.total()}, of which {dict(came)}: {share:.1%} stand")
    _row(f"hostile letters that stand ({mode})", share, MOST_STANDING if mode == "open" else 0)


def _judge_honest(mode: str, came: Counter[str]) -> None:
    _row(f"honest letters refused or set aside ({mode})", came["refused"] + came["set aside"], 0)
    _row(f"honest letters lost ({mode})", came["repeated"], 0)
    if mode == "open":
        _row("honest letters that wait where others stand", came["wait"] / came.total(), MOST_WAITING)


def _headers() -> None:
    """Each injection as a letter's name and address, and as a subscriber's; then all mails are read."""
    from django.core import mail
    from django.core.cache import cache
    from django.test import Client
    from django.utils import timezone

    from operations import readers, subscribers
    from tests import world

    cache.clear()
    editor, post = world.ines(), world.post("Of headers")
    for number, said in enumerate(senders.INJECTIONS):
        for field in ("name", "email"):
            given = {"body": "Words.", "name": "Hanne", "email": "", "website": "", field: said}
            _outcome(post, Letter(f"192.0.2.{number + 1}", given, key=f"{field} {number}"))
        asked = {"rhythm": "each", "which": "all", "email": said}
        Client().post("/subscribe/", asked, REMOTE_ADDR=f"192.0.2.{number + 1}")
    readers.tell()
    world.letters()
    subscribers.go_round(timezone.now())
    wrong = [each for each in mail.outbox if not _is_clean(each)]
    print(f"\nHeaders: {len(senders.INJECTIONS) * 3} tries, {len(mail.outbox)} mails, to {editor.email} one")
    _row("mails with a header or a reader too many", len(wrong), 0)


def _is_clean(mail: Any) -> bool:
    head = mail.message().as_bytes().partition(b"\n\n")[0].decode()
    names = [name.lower() for name in re.findall(r"^([\w-]+):", head, re.MULTILINE)]
    return (
        (mail.cc, mail.bcc, len(mail.to)) == ([], [], 1)
        and len(names) == len(set(names))
        and not {"bcc", "cc"} & set(names)
        and "all@example.org" not in mail.to[0]
    )


def _bombed() -> None:
    """One mailbox asked for two thousand times from two hundred networks, half of them behind a plus."""
    from datetime import timedelta

    from django.core import mail
    from django.test import Client
    from django.utils import timezone

    from content.models import Asking
    from operations import subscribers

    Asking.objects.all().delete()
    mail.outbox.clear()
    taken = Counter[int]()
    for number in range(ASKED):
        address = VICTIM if number % 2 else VICTIM.replace("@", f"+{number}@")
        asked = {"rhythm": "each", "which": "all", "email": address}
        network = number % NETWORKS
        client = Client()
        taken[client.post("/subscribe/", asked, REMOTE_ADDR=f"198.18.{network}.1").status_code] += 1
        if number % 200 == 199:
            subscribers.go_round(timezone.now() + timedelta(hours=number / 200))
    print(f"\nBombed: {ASKED} questions for one mailbox from {NETWORKS} networks, answered {dict(taken)}")
    _row("letters to the bombed mailbox", len(mail.outbox), 3)
    _row("mailboxes that one network reaches in a quarter of an hour", _from_one_network(), 20)


def _from_one_network() -> int:
    """How many mailboxes one network reaches in a quarter of an hour, of a hundred that it tries."""
    from django.test import Client

    from content.models import Asking

    Asking.objects.all().delete()
    for number in range(100):
        asked = {"rhythm": "each", "which": "all", "email": f"somebody{number}@example.org"}
        Client().post("/subscribe/", asked, REMOTE_ADDR="198.19.0.1")
    return Asking.objects.count()


def _row(what: str, figure: float, limit: float) -> None:
    """Print a figure beside its limit."""
    is_kept = figure <= limit
    shown, most = (f"{each:.1%}" if 0 < each < 1 else f"{each:g}" for each in (figure, limit))
    print(f"  {what:62s} {shown:>8s}  (≤ {most}){'' if is_kept else '  MISSED'}", flush=True)
    if not is_kept:
        missed.append(what)


if __name__ == "__main__":
    sys.exit(main())

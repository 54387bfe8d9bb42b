"""Hostile input ends in time; an ordinary text is quick."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from content.markdown import Rendered, clean_html, render

SECONDS = 4  # the corpus asks for 2 on an idle machine


def seconds(work: Callable[[str], Rendered], source: str) -> float:
    begun = time.process_time()
    work(source)
    return time.process_time() - begun


def test_the_corpus_of_hostile_inputs_ends_in_time(corpus: Path) -> None:
    cases = json.loads((corpus / "torture/markdown/pathological.json").read_text())["cases"]
    slow = {
        case["repeat"]: spent
        for case in cases
        for work in (render, clean_html)
        if (spent := seconds(work, case["repeat"] * case["times"])) > SECONDS
    }
    assert slow == {}


@pytest.mark.parametrize(
    "repeat", ["<div>", "<b id=a>", "\"a 'b ", "<a href='x'><p>", "- ", "[^1]", "<ul><li>", "# a\n"]
)
def test_what_repeats_without_end_ends_in_time(repeat: str) -> None:
    source = repeat * (60_000 // len(repeat))
    assert max(seconds(render, source), seconds(clean_html, source)) < SECONDS


def test_a_long_post_takes_little_time() -> None:
    source = ("## A heading\n\n" + "Some *words* that a person wrote, with [a link](/x). " * 8 + "\n\n") * 50
    render(source)
    assert len(source) > 20_000
    assert min(seconds(render, source) for _ in range(3)) < 0.4  # some 20 ms on an idle machine

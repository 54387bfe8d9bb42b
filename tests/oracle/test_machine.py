"""Whatever was done to the site, in whatever way, with whatever fault: a kept page is what would be made now.

A state machine writes, breaks and reads at random. ``make oracle`` runs it at length, compares every kept
page after every step, prints what has met what, and fails where something did not meet.
"""

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from redis import Redis

from tests.oracle import play
from tests.oracle.coverage import Part
from tests.redis_fixture import Server

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "40"))
STEPS = int(os.environ.get("ORACLE_STEPS", "40"))
IS_LONG = bool(os.environ.get("ORACLE_LONG"))
IS_THOROUGH = IS_LONG or bool(os.environ.get("ORACLE_EVERY_ADDRESS"))
NUMBERS = st.integers(0, 2**24 - 1)  # of wider ones Hypothesis prefers the small
PHASES = (Phase.generate,) if os.environ.get("ORACLE_SHRINK") == "0" else (Phase.generate, Phase.shrink)


@pytest.fixture
def stage_set(pages_redis: Redis, pages_server: Server, transactional_db: None) -> Iterator[play.Play]:
    """The site laid out, with its people waiting."""
    logging.disable()  # of what is missing and away there is plenty here
    try:
        with play.play(pages_server, is_thorough=IS_THOROUGH) as made:
            yield made
    finally:
        logging.disable(logging.NOTSET)


def test_what_is_kept_is_what_would_be_made_now(stage_set: play.Play) -> None:
    class Machine(RuleBasedStateMachine):
        @initialize()
        def the_site_is_as_it_was_laid_out(self) -> None:
            stage_set.begin()

        @rule(number=NUMBERS)
        def something_is_written(self, number: int) -> None:
            stage_set.write(number)

        @rule(number=NUMBERS)
        def something_else_is_written(self, number: int) -> None:
            stage_set.write(number)

        @rule(number=NUMBERS)
        def readers_come(self, number: int) -> None:
            stage_set.read(number)

    chosen: dict[str, Any] = {"max_examples": EXAMPLES, "stateful_step_count": STEPS, "phases": PHASES}
    run_state_machine_as_test(
        seed(Part.asked().number)(Machine),
        settings=settings(**chosen, deadline=None, database=None, suppress_health_check=list(HealthCheck)),
    )
    if IS_LONG:
        _play_what_is_left(stage_set)
    print(stage_set.report())
    if IS_LONG:
        assert stage_set.deck.unmet() == []
    assert stage_set.oracle.hits > stage_set.oracle.compared // 4  # or nothing was shown


def _play_what_is_left(stage_set: play.Play) -> None:
    """Let what has not met yet do so, at three goes: Hypothesis makes its examples as short as it likes."""
    for number in range(3 * len(stage_set.deck.unmet())):
        if not stage_set.deck.unmet():
            return
        if number % STEPS == 0:
            stage_set.begin()
        stage_set.write(number)

"""The steps of the protocol, where a test may stop a process, kill it, or let others go first."""

from collections.abc import Callable

# A reader's: before the look, after it, after the view, before the page is stored.
LOOKED, LEASED, RENDERED, STORING = "looked", "leased", "rendered", "storing"
# A writer's: the changes are taken from the log, written down, fenced, committed, told, known to every edge.
TAKEN, WRITTEN, HELD, COMMITTED, ENDED, WAITED = "taken", "written", "held", "committed", "ended", "waited"

READERS = (LOOKED, LEASED, RENDERED, STORING)
WRITERS = (TAKEN, WRITTEN, HELD, COMMITTED, ENDED, WAITED)

hook: Callable[[str], None] | None = None


def at(step: str) -> None:
    """Nothing, unless a test has set ``hook``."""
    if hook is not None:
        hook(step)

"""The one clock of reading rooms: a page is true for the time that its lease was given."""

from datetime import datetime

from django.utils import timezone

from pagecache import renders


def now() -> datetime:
    """The time of the render going on (Redis's, from its lease); elsewhere the system's. Always aware."""
    render = renders.current()
    return render.now if render else timezone.now()


def until(moment: datetime | None) -> None:
    """Note that the page being rendered is true until *moment*, an aware datetime, and no longer."""
    render = renders.current()
    if render and moment and moment > render.now:
        render.until = min(moment, render.until) if render.until else moment

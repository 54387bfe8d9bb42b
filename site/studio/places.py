"""Where readers find a text at this moment: every address that shows it, whether it is kept or not."""

from datetime import datetime
from typing import Any

from blog import whereabouts
from content import site
from pages.shown import home_of, standing_at


def of(thing: Any, now: datetime) -> list[str]:
    """The addresses that show *thing*, as it stands in the database; none while it is not live."""
    row = type(thing).objects.filter(pk=thing.pk).first()
    if row is None or row.state(now) != "live":
        return []
    chosen = site.current()
    if row.kind == "page":
        return [standing_at(row, home_of(chosen))]
    on_home = 0 if home_of(chosen) else chosen.posts_on_home
    return list(whereabouts.of_post(row, on_home, now))

"""``make bench-scale``: what a site costs at 1,000, 10,000, 100,000 and 1,000,000 posts on PostgreSQL.

One table: a row for each figure, a column for each size, and how often the figure at the smallest size it is
at the largest, held against a piece of work that is always the same (``bench.spent``); the command fails
where that is more than its limit. SCALE_POSTS takes another top. SCALE_FOLDER names a folder in which the
databases and figures stay: what was laid is not laid again, what was taken is not taken again, so a run that
was ended goes on where it was (1,000,000 posts want 45 GB there). SCALE_STEP=lay only lays. What it means is
said in docs/scale.md.
"""

import os
import signal
from collections.abc import Iterator

from bench import start
from bench.scaling import figures
from bench.scaling.databases import server
from bench.scaling.figures import Figures

TOP = int(os.environ.get("SCALE_POSTS", "1000000"))
SIZES = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size < TOP] + [TOP]

GROWTH = 2.0  # × from the smallest size to the largest
# What grows by its nature has a limit of its own at the top, in its unit; docs/scale.md says why it grows.
OWN_LIMITS = {
    "miss: sitemap's index": 1_000.0,
    "miss: all topics": 1_000.0,
    "miss: year": 60.0,
    "miss: month": 500.0,
    "queries: year": 6.0,
    "search, median": 50.0,
    "search, p95": 200.0,
}
# They depend on the machine, or are what they say; nothing is to be met.
TOLD = ("slowest", "backup", "publish, on the clock", "import, on the clock")

missed: list[str] = []


def main() -> None:
    """Lay, measure, and print the table."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is ended first
    with server() as laid:
        for posts in SIZES:
            laid.lay(posts)
        if os.environ.get("SCALE_STEP") == "lay":
            return
        with start.redis(laid.folder):
            taken = [figures.take(laid, posts) for posts in SIZES]
    _tell([dict(_rows(each)) for each in taken], taken)
    _tell_tables(taken)
    if missed:
        raise SystemExit(f"Missed: {', '.join(missed)}.")


def _rows(taken: Figures) -> Iterator[tuple[str, float]]:
    """Each figure of one size, by its name in the table."""
    asked = taken["asked"]
    for kind, cost in asked["misses"].items():
        yield f"miss: {kind}", cost
    yield "slowest post of twenty, on the clock", asked["slowest post"]
    for kind, number in asked["queries"].items():
        yield f"queries: {kind}", number
    yield "publish", asked["publish"]["cpu"]
    yield "publish, on the clock", asked["publish"]["clock"]
    yield "search, median", taken["search"]["p50"]
    yield "search, p95", taken["search"]["p95"]
    yield "import, a post", taken["import"]["cpu"]
    yield "import, on the clock, posts/s", taken["import"]["rate"]
    yield "Redis, a kept page, bytes", asked["page"]
    if taken["backup"]:
        yield "backup without media, seconds", taken["backup"]["seconds"]
        yield "backup, MB", taken["backup"]["bytes"] / 1e6


def _tell(columns: list[dict[str, float]], taken: list[Figures]) -> None:
    print(
        f"{'ms of processor time, if nothing else is said':<46}" + "".join(f"{size:>12,}" for size in SIZES)
    )
    for what in columns[0]:
        values = [column[what] for column in columns if what in column]
        growth = values[-1] / values[0]
        if step := _in_time(what):
            growth /= taken[len(values) - 1]["yards"][step] / taken[0]["yards"][step]
        shown = "".join(f"{value:>12,.1f}" for value in values)
        print(f"{what:<46}{shown:<{12 * len(SIZES)}}  × {growth:<7.2f}{_verdict(what, values, growth)}")
    for step in ("asked", "search", "import"):
        yards = "".join(f"{each['yards'][step]:>12,.2f}" for each in taken)
        print(f"{f'the same work beside it ({step})':<46}{yards}")


def _in_time(what: str) -> str:
    """The step in which a figure of processor time was taken, or nothing for what is no such time."""
    if what.startswith(TOLD):
        return ""
    steps = {"miss": "asked", "publish": "asked", "search": "search", "import": "import"}
    return next((step for begin, step in steps.items() if what.startswith(begin)), "")


def _verdict(what: str, values: list[float], growth: float) -> str:
    """The limit beside it, and whether it is met."""
    if what.startswith(TOLD):
        return ""
    if what in OWN_LIMITS:
        said, is_met = f"≤ {OWN_LIMITS[what]:,.0f} at the top", values[-1] <= OWN_LIMITS[what]
    elif what.startswith("queries"):
        said, is_met = "no more", values[-1] <= values[0]
    else:
        said, is_met = f"≤ {GROWTH:g} ×", growth <= GROWTH
    if not is_met:
        missed.append(what)
    return f"{said}{'' if is_met else '  ← missed'}"


def _tell_tables(taken: list[Figures]) -> None:
    print(f"\n{'tables and their indexes, MB':<46}" + "".join(f"{size:>22,}" for size in SIZES))
    for name, *_ in taken[-1]["tables"]:
        sizes = [next((row[1:] for row in each["tables"] if row[0] == name), (0, 0)) for each in taken]
        print(f"{name:<46}" + "".join(f"{rows / 1e6:>13,.1f} +{own / 1e6:>7,.1f}" for rows, own in sizes))


if __name__ == "__main__":
    main()

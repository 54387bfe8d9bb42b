"""``/metrics``: the figures in the format that Prometheus reads. For monitors on this machine only."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.module_loading import import_string
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from pagecache import counters, edge_counts, figures, hooks, link

LOCAL_NAMES = frozenset(("localhost", "127.0.0.1", "[::1]"))

COUNTED = {
    "answers": ("Answers of public views by Python", ("hit", "miss", "bypass", "stale-if-error")),
    "renders": ("Pages rendered for readers and for warming", ("render",)),
    "render_statements": ("Statements that those renders asked the database", ("render statements",)),
    "stores": ("Pages brought to Redis", ("kept", "refused")),
    "purges": ("Commits that took pages", ("purge",)),
    "purged_pages": ("Pages that commits took", ("purged",)),
    "warmed_pages": (
        "Purged pages rendered again: other than at the last warming, the same, or never warmed before",
        ("warmed other", "warmed same", "warmed first"),
    ),
    "audits": (
        "Kept pages compared with a fresh render; void where a change came in between",
        ("audit equal", "audit different", "audit void"),
    ),
}


def metrics(request: HttpRequest) -> HttpResponse:
    """All figures; for anybody but a program on this machine there is nothing here."""
    if not is_from_this_machine(request):
        raise Http404("metrics")
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether nobody else can be behind *request*.

    The connection comes from here, and so does whatever a proxy on it says it was given; a proxy that says
    nothing still passes on the site's public name, unless somebody typed a local one, on this machine.
    """
    if request.META.get("HTTP_FORWARDED"):
        return False
    given = [request.META.get(name, "") for name in ("HTTP_X_REAL_IP", "HTTP_X_FORWARDED_FOR")]
    addresses = ",".join(given).split(",")
    name, _ = split_domain_port(request.META.get("HTTP_HOST", ""))
    is_by_our_nginx = import_string(hooks.option("IS_OURS", f"{__name__}._is_local"))
    peer = request.META.get("REMOTE_ADDR", "")
    return bool(is_by_our_nginx(peer)) and all(map(_is_local, addresses)) and name in LOCAL_NAMES


def _is_local(address: str) -> bool:
    """Loopback; a socket of this machine has no address at all."""
    address = address.strip()
    try:
        return not address or ip_address(address).is_loopback
    except ValueError:
        return False


def exposition() -> bytes:
    """The figures as text."""
    registry = CollectorRegistry()
    registry.register(Figures())
    return generate_latest(registry)


class Figures(Collector):
    """What prometheus-client asks when it writes them out."""

    def collect(self) -> Iterator[Metric]:
        totals = counters.totals()
        for name, (meaning, events) in COUNTED.items():
            yield _counter(name, meaning, events, totals)
        yield CounterMetricFamily(
            "pagecache_render_seconds", "What they took", totals.get("render microseconds", 0) / 1e6
        )
        yield from _edges()
        yield from _shares()
        yield from _moment()
        for path in settings.METRICS:
            yield from import_string(path)()


def _counter(name: str, meaning: str, events: tuple[str, ...], totals: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"pagecache_{name}", meaning, labels=["event", "reason"])
    for event, number in sorted(totals.items()):
        kind, _, reason = event.partition(": ")
        if kind in events:
            family.add_metric([kind, reason], number)
    return family


def _edges() -> Iterator[Metric]:
    family = CounterMetricFamily("edge_answers", "What nginx made of requests for pages", labels=["event"])
    counts = edge_counts.of_all()
    for event in (*edge_counts.HITS, *edge_counts.HANDED_OVER, "stale"):
        if event in counts:
            family.add_metric([event], counts[event])
    yield family


def _shares() -> Iterator[Metric]:
    meanings = {
        "exactness": "Share of warmed pages that had changed when they were purged",
        "wrong_at_most": "Bound on the share of hits that can be wrong, with 95 % certainty",
    }
    for name, share in figures.status().items():
        if share is not None:
            yield GaugeMetricFamily(f"pagecache_{name}_ratio", meanings[name], share)


def _moment() -> Iterator[Metric]:
    try:
        now = figures.of_this_moment() if link.is_configured() else None
    except link.Away:
        now = None
    yield GaugeMetricFamily("pagecache_up", "Whether the pages' Redis answers", float(now is not None))
    yield GaugeMetricFamily(
        "pagecache_fresh", "Whether the keeper vouches for pages", float(now is not None and now.fresh)
    )
    if now is None:
        return
    yield GaugeMetricFamily("pagecache_edges", "nginx workers with pages in memory", now.edges)
    yield GaugeMetricFamily("pagecache_edges_behind", "Those that lack the newest purge", now.behind)
    yield GaugeMetricFamily(
        "pagecache_edge_lag_seconds", "Since the newest purge that an edge lacks", now.lag
    )
    yield GaugeMetricFamily("pagecache_holds", "Fences of commits under way", now.holds)
    yield GaugeMetricFamily("pagecache_cold_pages", "Purged pages that wait to be warmed", now.cold)

"""A million addresses that nobody has ever asked for: nothing fills up, nothing breaks or comes out."""

import multiprocessing
import random
import time
from collections import Counter
from itertools import islice
from typing import Any

from bench.fuzzing.addresses import invented
from bench.fuzzing.stored import Store
from bench.live.asking import Broken, Connection
from bench.live.progress import Progress
from bench.live.report import Report

PROCESSES, CONNECTIONS = 2, 24
KEYS = 10_000
PLAIN = "Accept-Encoding: identity\r\n"  # a compressed canary would not be seen
LONGEST = 3 * 60 * 60.0  # seconds


def run(report: Report, ports: list[int], store: Store, urls: int, canaries: list[bytes]) -> None:
    """So many *urls* at full speed, each answer searched for *canaries*."""
    before, most, begun = store.keys, 0, time.monotonic()
    fork = multiprocessing.get_context("fork")
    told: Any = fork.Queue()
    asked = [fork.Value("L", 0, lock=False) for _ in range(PROCESSES)]
    floods = [
        fork.Process(target=_flood, args=(ports, urls // PROCESSES, number, canaries, told, asked[number]))
        for number in range(PROCESSES)
    ]
    progress = Progress("random addresses", urls)
    for flood in floods:
        flood.start()
    while any(flood.is_alive() for flood in floods) and time.monotonic() - begun < LONGEST:
        most = max(most, store.keys)
        progress.reach(sum(own.value for own in asked))
        time.sleep(0.5)
    progress.end()
    counts = sum((told.get(timeout=60) for _ in floods), Counter[str]())
    shown = {name: number for name, number in counts.most_common() if name not in {"asked", "leaked"}}
    report.say("random addresses: answers", f"{shown} in {time.monotonic() - begun:.0f} s")
    report.row("random addresses", counts["asked"], urls // PROCESSES * PROCESSES, "", least=True)
    report.row("random addresses: new keys", most - before, KEYS, "")
    report.row("random addresses: answers 5xx", sum(n for name, n in counts.items() if name[0] == "5"), 0, "")
    report.row("random addresses: canaries in answers", counts["leaked"], 0, "")


def _flood(ports: list[int], urls: int, number: int, canaries: list[bytes], told: Any, shown: Any) -> None:
    addresses = islice(invented(random.Random(number)), urls)
    connections = [Connection(ports[n % len(ports)]) for n in range(CONNECTIONS)]
    counts = Counter[str]()
    while counts["asked"] < urls:
        asked = []
        for connection, address in zip(connections, addresses, strict=False):
            counts["asked"] += 1
            try:
                connection.send(address, PLAIN)
                asked.append(connection)
            except Broken:
                counts["broken"] += 1
        for connection in asked:
            _take(connection, canaries, counts)
        shown.value = counts["asked"]
    told.put(counts)


def _take(connection: Connection, canaries: list[bytes], counts: Counter[str]) -> None:
    try:
        answer = connection.receive()
    except Broken:
        counts["broken"] += 1
        return
    counts[str(answer.status)] += 1
    counts["leaked"] += any(canary in answer.body or canary in answer.head for canary in canaries)

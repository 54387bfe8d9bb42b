"""Rounds of a question to each server in turn, so that whatever else the machine does meets all of them."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from bench import measure
from bench.hit import load
from bench.hit.load import Figure, Figures, Question
from bench.hit.servers import Server
from bench.live.asking import Connection

SHOWN: tuple[Figure, ...] = ("rate", "cpu", "busy")
WAITS: tuple[Figure, ...] = ("p50", "p99")
HEAD = f"{'':<38}{'requests/s':>11}{'spread':>8}{'× static':>9}{'CPU µs':>9}{'× static':>9}{'busy':>6}"


@dataclass
class Trial:
    """A question, the servers that can be asked (the first is nginx with its files), and what came of it."""

    title: str
    question: Callable[[Server], Question]
    servers: list[Server]
    status: int = 200
    seconds: int = 1
    rounds: dict[str, list[Figures]] = field(default_factory=dict)
    alone: dict[str, list[Figures]] = field(default_factory=dict)

    def run(self, rounds: int, *, is_alone: bool = False) -> None:
        """Ask everybody in turn, so often; also one reader alone at each where waiting is of interest."""
        self._check_answers()
        for server in self.servers:
            load.pin_server(server.processes)
        with measure.before_others():
            self._take_turns(rounds, is_alone)

    def _take_turns(self, rounds: int, is_alone: bool) -> None:
        for _ in range(rounds):
            for server in self.servers:
                self.rounds.setdefault(server.name, []).append(self._ask(server))
                if is_alone:
                    alone = load.ask(
                        server.port, self.question(server), server.processes, connections=load.ONE
                    )
                    self.alone.setdefault(server.name, []).append(alone)

    def ratio(self, name: str, what: Figure) -> float:
        """The median of what each round says of *what*, as a multiple of the first server's in that round."""
        pairs = zip(self.rounds[name], self.rounds[self.servers[0].name], strict=True)
        return round(statistics.median(own[what] / base[what] for own, base in pairs), 2)

    def print(self) -> None:
        """A row for each server."""
        waiting = f"{'p50 µs':>8}{'p99 µs':>8}  (one reader)" if self.alone else ""
        print(f"\n{self.title}\n{HEAD}{waiting}")
        for server in self.servers:
            print(self._row(server.name), flush=True)

    def _row(self, name: str) -> str:
        rates = [round_["rate"] for round_ in self.rounds[name]]
        rate, cpu, busy = (self._median(name, what) for what in SHOWN)
        spread = f"± {(max(rates) - min(rates)) / 2 / rate:.0%}"
        row = f"{name:<38}{rate:>11,.0f}{spread:>8}{self.ratio(name, 'rate'):>9.2f}"
        row += f"{cpu:>9.1f}{self.ratio(name, 'cpu'):>9.2f}{busy:>6.0%}"
        if name not in self.alone:
            return row
        waits = (statistics.median(one[what] for one in self.alone[name]) for what in WAITS)
        return row + "".join(f"{wait:>8,.0f}" for wait in waits)

    def _median(self, name: str, what: Figure) -> float:
        return statistics.median(round_[what] for round_ in self.rounds[name])

    def _ask(self, server: Server) -> Figures:
        question = self.question(server)
        port = server.tls_port if question.is_tls else server.port
        return load.ask(port, question, server.processes, seconds=self.seconds)

    def _check_answers(self) -> None:
        """The same bytes from everybody, or the figures compare nothing. Raises SystemExit."""
        said = {server.name: self._answer(server) for server in self.servers}
        if any(body != said[self.servers[0].name] for body in said.values()):
            sizes = {name: len(body) for name, body in said.items()}
            raise SystemExit(f"{self.title}: they do not answer with the same bytes ({sizes}).")

    def _answer(self, server: Server) -> bytes:
        question = self.question(server)
        headers = "".join(f"{header}\r\n" for header in question.headers)
        answer = Connection(server.port).get(question.path, headers)
        if answer.status != self.status:
            raise SystemExit(f"{self.title}: {server.name} answered {answer.status}.")
        return answer.body

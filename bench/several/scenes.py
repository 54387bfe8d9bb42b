"""What is done to the machines, one after another, and what readers and the author met meanwhile.

Each scene is a row: what readers at the two edges were answered, what the author was told, how many answers
were older than what had been acknowledged, and how soon all was as before.
"""

import io
import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image

from bench.field.table import Cell, Table
from bench.several.author import Author
from bench.several.reading import Readers, ask, version
from bench.several.site import Several, is_soon

COLUMNS = ("what", "readers", "author", "stale", "as before after")
LASTS = 2.0  # seconds at least that something is away
LONGEST = 4.5  # seconds that a reader may wait
BACK = 60.0  # seconds
KEEPS_LONGEST = 8.0  # seconds; a keeper that is gone has lost its lock long before
KEEPER = "keeper"  # what a worker speaks of when it has begun
Row = dict[str, Cell]


class Scenes:
    """All of them, on one *site* with its *author*."""

    def __init__(self, site: Several, author: Author, readers: Readers, table: Table) -> None:
        self.site, self.author, self.readers, self.table = site, author, readers, table
        self.a, self.b = (edge.address for edge in site.edges)

    def play(self) -> None:
        """Every scene, each told as soon as it is over."""
        self._tell("published on app A, then on app B", self.published)
        self._tell("picture brought to app A", self.picture)
        self._tell("nginx A killed", lambda: self._without(["nginx-a"], at=self.b, may_fail="edge-a"))
        self._tell("nginx B killed", lambda: self._without(["nginx-b"], at=self.a, may_fail="edge-b"))
        self._tell("app A killed", lambda: self._without(["web-a"], at=self.a))
        self._tell("app B killed", lambda: self._without(["web-b"], at=self.b))
        self._tell("the worker with the duties killed", self.worker)
        self._tell("the worker that keeps the pages killed", self.keeper)
        self._tell("both Redis killed", lambda: self._without(["redis", "pages-redis"], at=self.a))
        self._tell("edge A cut off from Redis", self.cut_off)
        self._tell("the store killed", self.store)
        self._tell("PostgreSQL killed", self.database)
        self._tell("PostgreSQL set back", self.set_back)

    def _tell(self, what: str, scene: Callable[[], Row]) -> None:
        began = time.monotonic()
        try:
            row = scene()
        except (SystemExit, OSError) as fault:
            row = {"readers": f"no: {str(fault)[:200]}"}
        self.table.row(what, {"stale": self._stale(began)} | row)
        print(f"  {what} … {time.monotonic() - began:.1f} s", flush=True)

    def _stale(self, since: float) -> Cell:
        stale = self.readers.stale(since)
        return f"no: {len(stale)}, {stale[0]}" if stale else "0"

    # ── with all of them there

    def published(self) -> Row:
        """At once at both edges, by whichever node: each had said so before the author was told."""
        began, waited, shown = time.monotonic(), [], 0
        for app in self.site.apps:
            waited.append(self.author.publish(app.address))
            behind = self.site.pages.zcount("pc:edges", "-inf", f"({int(self.site.pages.get('pc:seq') or 0)}")
            shown += sum(
                version(ask(edge, self.author.path)) == self.author.number
                for edge in (self.a, self.b)
                for _ in range(4)  # whichever of nginx's workers answers
            )
            assert not behind, "an edge had not acknowledged"
        return {
            "readers": f"{shown} of 16 the new one" if shown == 16 else f"no: {shown} of 16",
            "author": f"published in {max(waited):.1f} s, acknowledged by 4 workers",
            "as before after": self._as_before(),
            "stale": self._stale(began),
        }

    def picture(self) -> Row:
        """Brought by a form on one node, served by both edges; its sizes are made by a worker."""
        self.author.desk.at = self.site.apps[0].address
        path = self.author.desk.upload(noise(), "noise.png")
        answers = [ask(edge, path) for edge in (self.b, self.a)]
        same = {(answer.status, answer.type, answer.body) for answer in answers}
        is_served = len(same) == 1 and (answers[0].status, answers[0].type) == (200, "image/png")
        sizes = self._sizes(path)
        return {
            "readers": f"the same bytes at both, {sizes} sizes at B"
            if is_served
            else f"no: {answers[0].status}",
            "author": "kept",
            "as before after": self._as_before(),
        }

    def _sizes(self, path: str) -> int:
        """How many smaller files a worker has made of the picture at *path*, all of them served by edge B."""
        name = path.removeprefix("/media/")
        asked = f"SELECT renditions FROM media_picture WHERE file = '{name}' AND recipe > 0"
        is_soon(lambda: self.site.database and self.site.database.ask(asked), BACK, "a picture's sizes")
        made = json.loads(self.site.database.ask(asked)) if self.site.database else {}
        folder = path.replace("/pictures/", "/renditions/").rpartition(".")[0]
        files = [
            f"{folder}/{width}-{made['recipe']}.{coding}"
            for coding, widths in made.items()
            if isinstance(widths, list)
            for width in widths
        ]
        return sum(ask(self.b, file).status == 200 for file in files)

    # ── one of them away

    def _without(self, names: list[str], at: str, may_fail: str = "") -> Row:
        """*names* are killed and stay away for a while; the author goes to *at*."""
        began = time.monotonic()
        with self._held_down(names):
            said = self.author.tries(at)
            self._let_read(began)
        back = self._as_before()
        return {
            "readers": self._answers(began, may_fail),
            "author": _well(said),
            "as before after": back,
        }

    @contextmanager
    def _held_down(self, names: list[str]) -> Iterator[None]:
        told = {name: self.site.words(name).count(KEEPER) for name in names if name.startswith("worker")}
        for name in names:
            self.site.processes[name].hold_down()
        try:
            yield
        finally:
            for name in names:
                self.site.processes[name].release()
        for name, before in told.items():  # the next scene may need this one
            is_soon(lambda name=name, before=before: self.site.words(name).count(KEEPER) > before, BACK, name)  # type: ignore[misc]

    def _let_read(self, began: float) -> None:
        time.sleep(max(0.0, LASTS - (time.monotonic() - began)))

    def _answers(self, since: float, may_fail: str = "") -> Cell:
        """What both edges answered; a failure, or a long wait, of one that *may_fail* not is a miss."""
        words = []
        for edge in self.site.edges:
            seen = [each for each in self.readers.since(since) if each.at == edge.name]
            failed = [each for each in seen if each.status != 200 or each.seconds > LONGEST]
            words.append(f"{edge.name[-1].upper()} {len(seen) - len(failed)} of {len(seen)}")
            if failed and edge.name != may_fail:
                return f"no: {words[-1]}, {failed[0]}"
        return ", ".join(words)

    def _as_before(self) -> str:
        """How long it takes until both apps are there, and both edges answer by themselves again."""

        def is_whole() -> bool:
            apps = [ask(app.address, "/healthz").status for app in self.site.apps]
            states = [ask(edge, self.author.path).state for edge in (self.a, self.b)]
            return apps == [200, 200] and all(state in {"hit", "hit-redis"} for state in states)

        return f"{is_soon(is_whole, BACK, 'both apps answer, and both edges by themselves'):.1f} s"

    def worker(self) -> Row:
        """Duties are one worker's; when it is gone they are the other's."""
        began, first = time.monotonic(), self.site.has_the_duties()
        if not first:
            return {"readers": "no: nobody had the duties"}
        with self._held_down([f"worker-{first[-1]}"]):
            took = is_soon(
                lambda: self.site.has_the_duties() not in {"", first}, BACK, "another has the duties"
            )
            said = self.author.tries(self.a)
            self._let_read(began)
        return {
            "readers": self._answers(began),
            "author": f"{_well(said)}; the other had the duties after {took:.1f} s",
            "as before after": self._as_before(),
        }

    def keeper(self) -> Row:
        """Pages stay trusted: the other keeper takes over before the word of the first has ended."""
        began, first = time.monotonic(), self.site.keeper()
        for name in ("worker-a", "worker-b"):
            with self._held_down([name]):
                took = self._until_another_keeps(first)
            if took:
                break
        else:
            return {"readers": "no: nobody else kept the pages"}
        said = self.author.tries(self.b)
        missed = [seen for seen in self.readers.since(began) if seen.state.startswith("bypass")]
        kept = "none of them past the cache" if not missed else f"{len(missed)} of them past the cache"
        return {
            "readers": f"{self._answers(began)}, {kept}",
            "author": f"{_well(said)}; another keeper after {took:.1f} s",
            "as before after": self._as_before(),
        }

    def _until_another_keeps(self, first: bytes) -> float:
        """How long it took; 0 where *first* goes on, for it was not the one that was killed."""
        began = time.monotonic()
        while self.site.keeper() in {b"", first}:
            if time.monotonic() - began > KEEPS_LONGEST:
                return 0.0
            time.sleep(0.05)
        return time.monotonic() - began

    def cut_off(self) -> Row:
        """What Redis says does not reach the edge, which so has no lease and trusts nothing."""
        began, edge = time.monotonic(), self.site.edges[0]
        self.site.cache.stop_answering(edge)
        try:
            said = [self.author.tries(self.b), self.author.tries(self.a)]
            self._let_read(began)
        finally:
            self.site.cache.answer(edge)
        refused = [each for each in said if not each.startswith("published")]
        return {
            "readers": self._answers(began),
            "author": f"no: {refused[0]}" if refused else f"at B {said[0]}, at A {said[1]}",
            "as before after": self._as_before(),
        }

    def store(self) -> Row:
        """Pictures that an edge has are shown; no other can be, and none can be brought."""
        began, desk = time.monotonic(), self.author.desk
        desk.at = self.a
        known, unknown = desk.upload(noise(), "one.png"), desk.upload(noise(), "two.png")
        before = ask(self.b, known)
        with self._held_down(["store"]):
            is_shown = ask(self.b, known).body == before.body
            missing = ask(self.a, unknown).status
            said = self._brings()
            posted = self.author.tries(self.b)
            self._let_read(began)
        back = is_soon(lambda: ask(self.a, unknown).status == 200, BACK, "the store is back")
        is_right = is_shown and missing == 503 and "does not answer" in said
        pictures = f"a copy {'shown' if is_shown else 'NOT shown'}, others {missing}"
        return {
            "readers": f"{self._answers(began)}; {pictures}" if is_right else f"no: {pictures}; {said[:200]}",
            "author": f"{_well(posted)}; a picture is refused in words",
            "as before after": f"{back:.1f} s",
        }

    def _brings(self) -> str:
        try:
            return f"kept at {self.author.desk.upload(noise(), 'three.png')}"
        except (SystemExit, OSError) as refusal:
            return str(refusal)

    def database(self) -> Row:
        """Without it nothing can be published; what is kept is shown as long as it is known to be true."""
        assert self.site.database
        began = time.monotonic()
        self.site.database.process.hold_down()
        try:
            said = self.author.tries(self.a)
            self._let_read(began)
        finally:
            self.site.database.process.release()
        self.author.number -= 0 if said.startswith("published") else 1
        back = is_soon(lambda: self.author.tries(self.b).startswith("published"), BACK, "publishing again")
        return {
            "readers": self._answers(began),
            "author": "no: published nowhere" if said.startswith("published") else said,
            "as before after": f"{back:.1f} s, {self._as_before()}",
        }

    def set_back(self) -> Row:
        """The database has an older state: a new epoch, and nothing of what was after it is shown."""
        assert self.site.database
        epoch = self.site.pages.get("pc:epoch")
        lost = self.author.desk.publish("Of the lost future", "It was here.")
        assert all(ask(edge, lost).status == 200 for edge in (self.a, self.b))
        self.readers.acknowledged.clear()
        self.site.database.set_back()
        self.site.database.wait()
        began = time.monotonic()
        is_soon(lambda: self.site.pages.get("pc:epoch") != epoch, BACK, "a new epoch")
        new = time.monotonic()
        back = self._as_before()
        late = [seen for seen in self.readers.since(new) if seen.status == 200 and seen.version > 1]
        gone = [ask(edge, lost).status for edge in (self.a, self.b)]
        between = len([seen for seen in self.readers.since(began) if seen.version > 1])
        if late or gone != [404, 404]:
            return {
                "readers": f"no: {len(late)} of the lost future, {gone}",
                "author": "",
                "as before after": back,
            }
        return {
            "readers": f"the older state at both; the lost one {between} times before the new epoch",
            "author": f"a new epoch after {new - began:.1f} s",
            "as before after": back,
        }


def noise() -> bytes:
    """A picture that nobody has brought."""
    made = io.BytesIO()
    Image.frombytes("RGB", (900, 600), random.randbytes(900 * 600 * 3)).save(made, "PNG")
    return made.getvalue()


def _well(said: str) -> str:
    """What the author met, which should have been a publish."""
    return said if said.startswith("published") else f"no: {said}"

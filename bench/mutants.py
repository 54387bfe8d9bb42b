"""``make mutants``: each guard of the page cache is taken out in turn, and the tests must say so.

A guard that can go unnoticed is not shown to be needed. For each, the tree is copied, the guard's text is
replaced (it must be there exactly once), and the oracle runs where the guard is needed most; where another
test watches over it, that one. The command prints what killed each, and fails when one survives.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("site", "blog", "pages", "jinja2", "assets", "nginx", "bin", "tests", "manage.py", "pyproject.toml")
ORACLE = "tests/oracle/test_machine.py"
UNIT = "tests/unit/pagecache/"
STORE = f"{UNIT}test_protocol.py {UNIT}test_store.py"
PATIENCE = 900  # seconds


@dataclass(frozen=True)
class Mutant:
    """A guard taken out: in *file* the text *guard* becomes *hole*.

    *tests* are run, the oracle with the cells that match *only* (``write | fault | step``). *vendor* is the
    database that the guard is for, where it is for one.
    """

    name: str
    file: str
    guard: str
    hole: str
    only: str = ""
    tests: str = ORACLE
    vendor: str = ""


LUA, PY = "site/pagecache/lua/", "site/pagecache/"

MUTANTS = (
    Mutant(
        "store compares the lease with later purges",
        LUA + "store.lua",
        "if purged and tonumber(purged) > lease then",
        "if false then",
        only=r"nothing \| (leased|rendered|storing)",
    ),
    Mutant(
        "a commit is fenced before it happens",
        PY + "fence.py",
        "self.taken = store.hold(self.txn, fenced, xid)",
        "self.taken = Ended()",
        only=r"(killed|unknown) \| committed",
    ),
    Mutant(
        "store keeps nothing that is fenced",
        LUA + "store.lua",
        "if redis.call('EXISTS', unpack(fences)) > 0 then",
        "if false then",
        only=r"(killed|unknown) \| (rendered|storing)",
    ),
    Mutant(
        "store compares the epoch",
        LUA + "store.lua",
        "if redis.call('GET', 'pc:epoch') ~= ARGV[1] then",
        "if false then",
        tests=STORE,  # readers compare it too, so no answer would show it
    ),
    Mutant(
        "readers compare the epoch",
        LUA + "look.lua",
        "page[1] == ARGV[1] and page[2] == epoch and",
        "page[1] == ARGV[1] and",
        only=r"settings|menu",
    ),
    Mutant(
        "store refuses a Redis whose number fell back",
        LUA + "store.lua",
        "if seq < lease then",
        "if false then",
        tests=STORE,
    ),
    Mutant(
        "store refuses an old lease",
        LUA + "store.lua",
        "if now - tonumber(ARGV[3]) > tonumber(ARGV[5]) then",
        "if false then",
        tests=STORE,
    ),
    Mutant(
        "readers compare the literal key",
        LUA + "look.lua",
        "if page[1] == ARGV[1] and page[2] == epoch",
        "if page[2] == epoch",
        tests=STORE,
    ),
    Mutant(
        "no page is trusted that nobody vouches for",
        LUA + "look.lua",
        "if (fresh or ARGV[5] == 'late') and is_ours then",
        "if is_ours then",
        tests=UNIT,
    ),
    Mutant(
        "the keeper vouches for the Redis that it looked at",
        LUA + "renew.lua",
        "if not string.find(redis.call('INFO', 'server'), 'run_id:' .. ARGV[2], 1, true) then",
        "if false then",
        tests=UNIT,
    ),
    Mutant(
        "the keeper knows its Redis again",
        PY + "keeper.py",
        "identity.recognise(run_id)",
        "pass",
        only=r"restarted, old",
    ),
    Mutant(
        "what is written to a table's old values counts too",
        PY + "consequences.py",
        "for row in (change.old, change.new) if row is not None",
        "for row in (change.new,) if row is not None",
        only=r"(files|filing|topics|series|deletes|empties).*nothing",
    ),
    Mutant(
        "old values count in content's own lists",
        "site/config/affected.py",
        "return (row for row in (change.old, change.new) if row is not None)",
        "return (row for row in (change.new,) if row is not None)",
        only=r"(slug|renames|date|deletes|replaces a post|withdraw|trash).*nothing",
    ),
    Mutant(
        "a look-up that found nothing leaves a tag",
        PY + "recorder.py",
        'note(tags.card(name, value) if column == "pk" else tags.nothing_there(name, column, value))',
        "pass",
        only=r"(creates where nothing was|leaves a redirect|imports) \| nothing",
    ),
    Mutant(
        "rows that are loaded leave a tag",
        PY + "recorder.py",
        'render.tags.add(f"{name}:{getattr(made, pk)}#{group}")',
        "pass",
        only=r"(edits|updates).*nothing",
    ),
    Mutant(
        "a statement that nobody accounts for leaves its tables' tags",
        PY + "recorder.py",
        "        render.tags.update(coarse)",
        "        pass",
        tests=UNIT + "test_recorder.py",  # no public view has such a statement
    ),
    Mutant(
        "a page ends when the next text comes or goes",
        PY + "keeping.py",
        "moments = [(render.now + longest).timestamp() * 1000, next_change_ms]",
        "moments = [(render.now + longest).timestamp() * 1000]",
        only=r"(schedules|withdraws later) \||the clock",
    ),
    Mutant(
        "what is known of the clock ends with a commit that moves it",
        PY + "soon.py",
        "if (epoch, clock) == (lease.epoch, lease.clock) and",
        "if epoch == lease.epoch and",
        only=r"(schedules|withdraws later) \||the clock",
    ),
    Mutant(
        "store checks the clock like a tag",
        LUA + "store.lua",
        "local checked, fences = {'*', 'clock', unpack(kept_tags)}, {}",
        "local checked, fences = {'*', unpack(kept_tags)}, {}",
        tests=STORE,
    ),
    Mutant(
        "the keeper ends what the outbox shows",
        PY + "keeper.py",
        "self._outbox.read()",
        "pass",
        tests=UNIT,
    ),
    Mutant(
        "a commit is written into the outbox",
        PY + "fence.py",
        '[self.txn, " ".join(self.tags), self.is_epoch],',
        '[uuid.uuid4().hex, "", False],',
        only=r"(killed|unknown) \| (leased|rendered|storing)",
    ),
    Mutant(
        "the keeper heeds what was written from outside",
        PY + "keeper.py",
        "        missed.heed_outside()\n        self._outbox",
        "        self._outbox",
        only=r"outside",
    ),
    Mutant(
        "abandoned fences are released",
        PY + "keeper.py",
        "holds.release_abandoned()",
        "pass",
        tests=UNIT,
    ),
    Mutant(
        "triggers come back after a table was built anew",
        PY + "triggers/aside.py",
        "            triggers.install(self.connection)",
        "            pass",
        only=r"alters a table \| nothing",
    ),
    Mutant(
        "what REPLACE takes away is logged",
        PY + "triggers/sqlite.py",
        '    yield _trigger(tracked, "replace", f"BEFORE INSERT ON {table}", displaced)\n',
        "",
        only=r"replaces a post by another",
        vendor="sqlite",
    ),
    Mutant(
        "a late fence for what is over does not stand",
        LUA + "change.lua",
        "if redis.call('EXISTS', done) == 1 then",
        "if false then",
        tests=STORE,
    ),
    Mutant(
        "a page made again from other things stays",
        LUA + "change.lua",
        "if page[1] and string.find(page[1], needle, 1, true) then",
        "if page[1] then",
        tests=STORE,
    ),
    Mutant(
        "a page that wrote is not kept",
        PY + "keeping.py",
        "    if render.wrote:\n",
        "    if False:\n",
        tests=UNIT,
    ),
)


def main() -> None:
    """Try each mutant; those named on the command line, or all. Exits with 1 when one survives."""
    wanted = re.compile("|".join(sys.argv[1:]), re.IGNORECASE)
    chosen = [mutant for mutant in MUTANTS if wanted.search(mutant.name)]
    _check_watchers(chosen)
    survivors = [mutant.name for mutant in chosen if not _is_killed(mutant)]
    if survivors:
        raise SystemExit("Survived: " + "; ".join(survivors) + ".")


def _check_watchers(mutants: list[Mutant]) -> None:
    """Raises SystemExit where the tests fail as it is: then their failing with a mutant shows nothing.

    The oracle is not asked; it says what was stale, and is part of ``make test``.
    """
    for tests in {mutant.tests for mutant in mutants} - {ORACLE}:
        with tempfile.TemporaryDirectory(prefix="stet-mutant-") as folder:
            _copy(Path(folder))
            complaint = _complaint(Path(folder), tests)
        if complaint:
            raise SystemExit(f"As it is, {complaint}")


def _is_killed(mutant: Mutant) -> bool:
    if mutant.vendor and mutant.vendor != _vendor():
        print(f"{mutant.name:62} is for {mutant.vendor}", flush=True)
        return True
    with tempfile.TemporaryDirectory(prefix="stet-mutant-") as folder:
        _copy(Path(folder))
        _take_out(Path(folder), mutant)
        killer = _complaint(Path(folder), mutant.tests, mutant.only)
    print(f"{mutant.name:62} {f'killed: {killer}' if killer else 'SURVIVED'}", flush=True)
    return bool(killer)


def _vendor() -> str:
    return "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"


def _copy(folder: Path) -> None:
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
            )
        else:
            shutil.copy(source, folder / name)


def _take_out(folder: Path, mutant: Mutant) -> None:
    path = folder / mutant.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutant.guard) != 1:
        raise SystemExit(
            f"{mutant.file} has “{mutant.guard}” {text.count(mutant.guard)} times; it should once."
        )
    path.write_text(text.replace(mutant.guard, mutant.hole), encoding="utf-8")


def _complaint(folder: Path, tests: str, only: str = "") -> str:
    """What *tests* said against what is in *folder*, or "" when they had nothing to say."""
    env = os.environ | {"ORACLE_ONLY": only, "ORACLE_SHRINK": "0", "ORACLE_EXAMPLES": "15"}
    env["ORACLE_EVERY_ADDRESS"] = "1"  # or what shows it may not be among those looked at
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "--show-capture=no", "--tb=short", *tests.split()],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    if ran.returncode not in {0, 1}:
        raise SystemExit(ran.stdout[-2000:] + ran.stderr[-2000:])
    return _said(ran.stdout) if ran.returncode else ""


def _said(output: str) -> str:
    """The failing test, or of the oracle what was stale."""
    stale = re.search(r"Stale: (After Cell\(.*)", output) or re.search(
        r"^E +(After Cell.*|.*Error: .*)", output, re.M
    )
    failed = re.search(r"^FAILED (\S+)", output, re.M)
    name = failed[1].rpartition("/")[2] if failed else "the tests did not begin"
    return f"{name}: {stale[1][:160]}" if stale else name


if __name__ == "__main__":
    main()

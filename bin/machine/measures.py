"""What is measured, looked at, judged and tried at length: ``make bench``, ``make soak`` and their like."""

from collections.abc import Callable

from machine import checks, python, suite
from machine.steps import aloud


def _command(*arguments: str) -> Callable[[], int]:
    def run() -> int:
        suite.install_tools()
        checks.prepare()
        return aloud([python.PYTHON, "-m", *arguments])

    return run


COMMANDS = {
    "bench": _command("bench"),
    "bench-studio": _command("bench.studio"),
    "bench-hit": _command("bench.hit"),
    "bench-editor": _command("bench.editor"),
    "bench-preview": _command("bench.preview"),
    "bench-search": _command("bench.search"),
    "bench-scale": _command("bench.scale"),
    "relevance": _command("bench.relevance"),
    "exactness": _command("bench.exactness"),
    "memory": _command("bench.memory"),
    "soak": _command("bench.soak"),
    "drill": _command("bench.drill"),
    "drill-backup": _command("bench.backup_drill"),
    "drill-upgrade": _command("bench.upgrade_drill"),
    "editor-drill": _command("bench.editor_drill"),
    "drill-dates": _command("bench.dates"),
    "drill-spam": _command("bench.spam"),
    "crawl-economy": _command("bench.economy"),
    "fuzz": _command("bench.fuzz"),
    "api-fuzz": _command("bench.asked_by_schema"),
    "mutants": _command("bench.mutants"),
    "shots": _command("bench.shots"),
    "shots-studio": _command("bench.studio_shots"),
    "judges": _command("bench.judges"),
    "judge-studio": _command("bench.studio_judges"),
    "judge-machines": _command("bench.machine_judges"),
    "audit": _command("bench.audit"),
    "sbom": _command("bench.audit", "sbom"),
    "drill-crawl": _command("bench.crawl"),
    "deploy-debian": _command("bench.debian"),
    "deploy-image": _command("bench.debian.image"),
    "oracle": _command("bench.oracle"),
}

"""``make audit``: what is known against the packages that are locked, and what could not be looked up.

    python -m bench.audit [sbom]

pip-audit and npm audit call it clean when nobody answered: what was skipped is counted here, and fails.
With ``sbom`` it writes var/sbom.json (CycloneDX) instead. Neither is committed: both name registries.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCRIPTS, SBOM = Path("bin/codemirror"), Path("var/sbom.json")
# What a site is made of, with all that it may be told to use besides.
LOCKS = [Path(f"requirements{extra}.txt") for extra in ("", "-s3", "-memcached", "-sentry", "-otel")]
TOGETHER = Path("var/audit-of.txt")
TOOLS, ENVIRONMENT = Path("requirements-audit.txt"), Path("var/audit")
ACCEPTED: dict[str, str] = {}  # the name of an advisory → why it does not matter here


@dataclass
class Audit:
    """What came of it: how many packages were *looked_up*, which were *skipped*, and what is *known*."""

    looked_up: int = 0
    skipped: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return bool(self.looked_up) and not self.skipped and not self.known


def of_pip(told: dict[str, Any]) -> Audit:
    """What pip-audit's JSON says."""
    audit = Audit()
    for each in told["dependencies"]:
        if "skip_reason" in each:
            audit.skipped.append(each["name"])
            continue
        audit.looked_up += 1
        found = [one for one in each["vulns"] if one["id"] not in ACCEPTED]
        audit.known += [f"{each['name']} {each['version']}: {one['id']}" for one in found]
    return audit


def of_npm(told: dict[str, Any], locked: int) -> Audit:
    """What npm's JSON says of *locked* packages; an error instead of a report is that nobody was asked."""
    if "vulnerabilities" not in told:
        return Audit(skipped=["all that package-lock.json names"])
    found = told["vulnerabilities"]
    return Audit(locked, known=[f"{name}: {each['severity']}" for name, each in found.items()])


def main() -> None:
    """Audit both, and fail unless all of it was looked up and nothing is known."""
    together()
    ran = _run([_python(), "-m", "pip_audit", "-r", str(TOGETHER), "--disable-pip", "--format", "json"])
    python = of_pip(_json(ran, {"dependencies": []}))
    lock = json.loads((SCRIPTS / "package-lock.json").read_text())
    ran = _run(["npm", "audit", "--package-lock-only", "--json", "--prefix", str(SCRIPTS)])
    scripts = of_npm(_json(ran, {}), len(lock["packages"]) - 1)
    for name, audit in (("Python", python), ("scripts", scripts)):
        print(f"{name:8} looked up {audit.looked_up}, not {len(audit.skipped)}, known {len(audit.known)}")
        for line in (*audit.known, *(f"not looked up: {each}" for each in audit.skipped)):
            print(f"  {line}")
    for advisory, why in ACCEPTED.items():
        print(f"  accepted: {advisory}, {why}")
    if not (python.is_clean and scripts.is_clean):
        raise SystemExit("Not clean: something is known, or nobody could be asked.")


def sbom() -> None:
    """Write what the site is made of."""
    together()
    command = [
        _python(),
        "-m",
        "cyclonedx_py",
        "requirements",
        str(TOGETHER),
        "--pyproject",
        "pyproject.toml",
    ]
    command += ["--output-reproducible", "--of", "JSON", "-o", str(SBOM)]
    ran = _run(command)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    print(f"{SBOM}: {len(json.loads(SBOM.read_text())['components'])} components")


def together() -> None:
    """Write what all locks name into one, each package once."""
    lines = [re.sub(r" \\\n +", " ", lock.read_text()).splitlines() for lock in LOCKS]
    TOGETHER.parent.mkdir(exist_ok=True)
    TOGETHER.write_text("\n".join(sorted({line for each in lines for line in each})) + "\n")


def _python() -> str:
    """The Python of the tools' own environment, made anew whenever their lock is another one."""
    python, done = ENVIRONMENT / "bin/python", ENVIRONMENT / TOOLS.name
    if not (done.is_file() and done.read_bytes() == TOOLS.read_bytes()):
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)],
            [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(TOOLS)],
        ):
            subprocess.run(command, check=True)
        done.write_bytes(TOOLS.read_bytes())
    return str(python)


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def _json(ran: "subprocess.CompletedProcess[str]", otherwise: dict[str, Any]) -> dict[str, Any]:
    try:
        return dict(json.loads(ran.stdout))
    except ValueError:
        print(ran.stderr.strip()[-400:])
        return otherwise


if __name__ == "__main__":
    sbom() if "sbom" in sys.argv else main()

"""The gate itself: what it found, what it stops, and who goes through all the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from content import fields as fielding
from content.log import note
from content.models import Revision
from studio.gate.checks import CHECKS, found
from studio.gate.findings import Finding
from studio.gate.gathering import gather
from studio.gate.rules import rules


class Stopped(ValidationError):
    """The gate does not let a text through; its messages say what is to be mended."""


@dataclass(frozen=True)
class Verdict:
    """What the gate found in one revision: to be mended first, to be looked at, and what is in order.

    ``may_pass`` says that this user may publish all the same.
    """

    stops: list[Finding]
    looks: list[Finding]
    passed: list[str]
    stopped_by: list[str]
    may_pass: bool


def judge(user: User, thing: Any, revision: Revision | None, at: datetime | None = None) -> Verdict:
    """What the gate says of *revision* of *thing*, published *at* a moment or now, to *user*."""
    now = timezone.now()
    fields = fielding.snapshot(thing) | (revision.fields if revision else {})
    says, chosen = found(gather(thing, fields, max(at, now) if at else now)), rules()
    by_action: dict[str, list[Finding]] = {"off": [], "warn": [], "block": []}
    for name, findings in says.items():
        by_action[chosen[name].action] += findings
    stopped_by = [name for name, findings in says.items() if findings and chosen[name].action == "block"]
    return Verdict(
        stops=by_action["block"],
        looks=by_action["warn"],
        passed=[
            CHECKS[name].passed
            for name, findings in says.items()
            if not findings and chosen[name].action != "off"
        ],
        stopped_by=stopped_by,
        may_pass=all(chosen[name].is_passed_by(user) for name in stopped_by),
    )


def pass_through(
    user: User,
    thing: Any,
    revision: Revision | None,
    at: datetime | None = None,
    *,
    all_the_same: bool = False,
) -> None:
    """Go on only if readers may get *revision*. Every door asks this before it publishes or plans.

    Raises Stopped for what is to be mended first, unless *user* may and wants to pass *all_the_same*; that is
    logged.
    """
    verdict = judge(user, thing, revision, at)
    if not verdict.stops:
        return
    if not (all_the_same and verdict.may_pass):
        raise Stopped([f"“{thing}”: {finding.says}. {finding.mend}" for finding in verdict.stops])
    note(user, "pass", thing, timezone.now(), {"gate": [verdict.stopped_by, None]})

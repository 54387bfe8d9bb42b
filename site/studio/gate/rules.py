"""What the gate does with each check, as it was chosen in the settings, and who may pass it all the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import ORDER
from content import site
from content.actors import Actor, allow
from content.log import note
from studio.gate.checks import CHECKS
from studio.models import GateRule

PASSERS = {"": "Nobody", "author": "Authors and above", "editor": "Editors and admins", "admin": "Admins"}


@dataclass(frozen=True)
class Rule:
    """``off``, ``warn`` or ``block``; and from which role on a block may be passed ("": from none)."""

    action: str
    passed_by: str = "editor"

    def __str__(self) -> str:
        return f"{self.action}, passed by {self.passed_by or 'nobody'}"

    def is_passed_by(self, user: User) -> bool:
        """Whether *user* may publish what this stops."""
        return bool(self.passed_by) and ORDER.index(user.rank) >= ORDER.index(self.passed_by)


def rules() -> dict[str, Rule]:
    """The rule of each check: as it was chosen, else the default."""
    chosen = {row.check_name: Rule(row.action, row.passed_by) for row in GateRule.objects.all()}
    return {name: chosen.get(name, Rule(check.action)) for name, check in CHECKS.items()}


@transaction.atomic
def set_rules(*, actor: Actor, chosen: Mapping[str, Rule]) -> None:
    """Choose what the gate does."""
    allow(actor, "settings")
    before = rules()
    changes = {
        f"gate: {name}": [str(before[name]), str(rule)]
        for name, rule in chosen.items()
        if before[name] != rule
    }
    for name, rule in chosen.items():
        GateRule.objects.update_or_create(
            check_name=name, defaults={"action": rule.action, "passed_by": rule.passed_by}
        )
    note(actor, "settings", site.current(), timezone.now(), changes)

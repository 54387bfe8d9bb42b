"""What the gate stops, what it tells, and who may pass: chosen on a page of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from content.actors import allow
from studio.door import Request, door
from studio.gate.checks import ACTIONS, CHECKS
from studio.gate.rules import PASSERS, Rule, rules, set_rules
from studio.showing import see, show


@door("GET", "POST")
def gate(request: Request) -> HttpResponse:
    """Each check: off, told or stopped, and who may publish all the same."""
    allow(request.user, "settings")
    wrong = request.method == "POST" and not _is_whole(request)
    if request.method == "POST" and not wrong:
        set_rules(actor=request.user, chosen={name: _chosen(request, name) for name in CHECKS})
        messages.success(request, "The gate does so from now on.")
        return see(reverse("studio:gate"))
    now = rules()
    context = {
        "here": "settings",
        "rows": [(name, check, now[name]) for name, check in CHECKS.items()],
        "actions": ACTIONS,
        "passers": PASSERS,
        "wrong": wrong,
    }
    return show(request, "gate", context, status=422 if wrong else 200)


def _chosen(request: Request, name: str) -> Rule:
    return Rule(request.POST.get(f"{name}.action", ""), request.POST.get(f"{name}.passed_by", ""))


def _is_whole(request: Request) -> bool:
    chosen = [_chosen(request, name) for name in CHECKS]
    return all(rule.action in ACTIONS and rule.passed_by in PASSERS for rule in chosen)

"""One table: what each role may do, with things of its own and with everybody's."""

from typing import Final

OWN: Final = "own"
ANY: Final = "any"

WRITING = ("draft", "revise", "restore", "preview", "share", "upload", "describe")
# translate: say which texts are translations of each other, where it may be done to all of them
PUBLISHING = ("publish", "withdraw", "rename", "trash", "untrash", "replace", "file", "translate")
SCHEDULING = ("plan", "unplan", "let_stand")
# sign: choose whose name stands under a text; arrange: topics, series, redirects; audit: read the log
ARRANGING = ("move", "merge", "sign", "arrange", "settings", "import", "audit")
# moderate: judge readers' letters to a text; write: a letter of one's own, to any text
LETTERS = ("moderate",)
# comment, submit: the talk about a text; profile: what readers see of who signs
TALKING = ("comment", "submit", "profile")
REVIEWING = ("review", "invite")
EDITING = (*WRITING, *TALKING, *PUBLISHING, *SCHEDULING, *LETTERS, *ARRANGING, *REVIEWING)
EVERYBODYS: Final = {"write": ANY}
# people: whose role is what, and whose account is closed; watch: how the site itself fares

# role → verb → how far it reaches; a verb that is not there is refused.
RIGHTS: Final[dict[str, dict[str, str]]] = {
    "contributor": dict.fromkeys((*WRITING, *TALKING), OWN) | EVERYBODYS,
    "author": dict.fromkeys((*WRITING, *TALKING, *PUBLISHING, *SCHEDULING, *LETTERS), OWN) | EVERYBODYS,
    "editor": dict.fromkeys(EDITING, ANY) | EVERYBODYS,
    "admin": dict.fromkeys((*EDITING, "people", "watch"), ANY) | EVERYBODYS,
}

ORDER: Final = ("contributor", "author", "editor", "admin")  # each may what the one before may


def reach(role: str, verb: str) -> str | None:
    """How far *role* reaches with *verb*: ``own``, ``any``, or None where it may not at all."""
    return RIGHTS.get(role, {}).get(verb)


def may_give(role: str, given: str) -> bool:
    """Whether *role* may make somebody a *given*: admins anything, others what stands below them."""
    return role == "admin" or ORDER.index(given) < ORDER.index(role)

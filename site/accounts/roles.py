"""One table: what each role may do, with things of its own and with everybody's."""

from typing import Final

OWN: Final = "own"
ANY: Final = "any"

WRITING = ("draft", "revise", "restore", "preview", "share", "upload", "describe")
PUBLISHING = ("publish", "withdraw", "rename", "trash", "untrash", "replace", "file")
SCHEDULING = ("plan", "unplan", "let_stand")
# sign: choose whose name stands under a text; arrange: topics, series, redirects
ARRANGING = ("move", "merge", "sign", "arrange", "settings", "import")

# role → verb → how far it reaches; a verb that is not there is refused.
RIGHTS: Final[dict[str, dict[str, str]]] = {
    "contributor": dict.fromkeys(WRITING, OWN),
    "author": dict.fromkeys((*WRITING, *PUBLISHING, *SCHEDULING), OWN),
    "editor": dict.fromkeys((*WRITING, *PUBLISHING, *SCHEDULING, *ARRANGING), ANY),
    "admin": dict.fromkeys((*WRITING, *PUBLISHING, *SCHEDULING, *ARRANGING), ANY),
}


def reach(role: str, verb: str) -> str | None:
    """How far *role* reaches with *verb*: ``own``, ``any``, or None where it may not at all."""
    return RIGHTS.get(role, {}).get(verb)

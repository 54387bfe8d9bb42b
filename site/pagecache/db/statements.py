"""What a statement does, told by its first words."""

import re
from functools import lru_cache

READS = frozenset(("SELECT", "VALUES", "PRAGMA", "EXPLAIN", "SHOW", "DECLARE", "FETCH", "CLOSE"))
FRAMES = frozenset(
    ("SET", "RESET", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "LOCK")
)
UPKEEP = frozenset(("LISTEN", "UNLISTEN", "NOTIFY", "DISCARD", "ANALYZE", "VACUUM", "REINDEX", "CHECKPOINT"))
# Every migrate makes a new epoch by itself.
SHAPES = frozenset(("CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE"))

HARMLESS = READS | FRAMES | UPKEEP | SHAPES

FIRST_WORD = re.compile(r"\s*\(*\s*([A-Za-z]+)")
TARGET = re.compile(
    r"\s*(?:(?:INSERT|REPLACE)(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?)"
    r'\s+(?:"?\w+"?\.)?"?(\w+)"?',
    re.IGNORECASE,
)
CHANGES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)

EVERYTHING = "*"


def first_word(sql: str) -> str:
    """The statement's verb in capitals; "" where it begins with something else, like a comment."""
    found = FIRST_WORD.match(sql)
    return found[1].upper() if found else ""


def written_table(sql: str) -> str:
    """The table that *sql* changes rows of: "" for none, ``*`` where that cannot be told."""
    verb = first_word(sql)
    if verb in HARMLESS:
        return ""
    if verb == "WITH" and not CHANGES.search(sql):
        return ""
    found = TARGET.match(sql)
    return found[1] if found else EVERYTHING


@lru_cache(maxsize=1024)
def is_write(sql: str) -> bool:
    """Whether *sql* changes rows or tables."""
    return bool(written_table(sql)) or first_word(sql) in SHAPES

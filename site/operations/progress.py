"""How far a command is, for whoever watches it."""

from django.core.management.base import OutputWrapper

WIDTH = 40


def draw(out: OutputWrapper, done: int, total: int) -> None:
    """A bar where somebody is looking; elsewhere a line would be one too many."""
    if not out.isatty():
        return
    full = WIDTH * done // max(1, total)
    out.write(f"\r{'█' * full}{'░' * (WIDTH - full)} {done:,} of {total:,}", ending="")
    if done >= total:
        out.write("")

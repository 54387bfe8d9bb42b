"""How far a long run is: a line that moves in a terminal, a line each half minute elsewhere."""

import sys
import time

MOVES, SAYS = 0.5, 30.0  # seconds


class Progress:
    """Of *total* things, said as *what*."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total = what, total
        self.is_terminal = sys.stdout.isatty()
        self.said = time.monotonic()

    def reach(self, done: int) -> None:
        """Say that *done* of them are, unless that was said just now."""
        now = time.monotonic()
        if now - self.said < (MOVES if self.is_terminal else SAYS):
            return
        self.said = now
        done = min(done, self.total)
        words = f"  {self.what}: {done:,} of {self.total:,} ({done / self.total:.0%})"
        print(f"\r{words}" if self.is_terminal else words, end="" if self.is_terminal else "\n", flush=True)

    def end(self) -> None:
        """Leave the line to what comes next."""
        if self.is_terminal:
            print(f"\r{' ' * 78}\r", end="", flush=True)

"""Our end of the author who stops where he is told to (bench/live/scribe.py)."""

import queue
import signal
import subprocess
import threading
from pathlib import Path

from bench.live.process import tell
from bench.live.site import Site

START = 60.0  # seconds


class Dictation:
    """An author in a process of his own, who can be killed; ``begin_again`` takes another."""

    def __init__(self, site: Site, board: Path, posts: int, **said: str) -> None:
        self.site, self.said = site, said
        self.command = site.python("bench.live.scribe", str(board), str(posts))
        self.begin_again()

    def begin_again(self) -> None:
        """A new author, who knows only what the database knows."""
        self.process = subprocess.Popen(
            self.command,
            cwd=self.site.folder,
            env=self.site.env | self.said,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, args=(self.process, self.lines), daemon=True).start()
        if not self.hear(START).startswith("done"):
            raise SystemExit("The author could not begin.")

    def _listen(self, process: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
        assert process.stdout
        for line in process.stdout:
            lines.put(line.strip())
        lines.put("")

    def say(self, words: str) -> None:
        """Tell him what to do next."""
        assert self.process.stdin
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def hear(self, seconds: float) -> str:
        """What he says: ``at …``, ``done …`` or ``failed …``; "" when he is gone, "silent" for nothing."""
        try:
            return self.lines.get(timeout=seconds)
        except queue.Empty:
            return "silent"

    def ask(self, words: str, seconds: float = 20.0) -> int:
        """Have it done, and take the number that comes of it."""
        self.say(words)
        heard = self.hear(seconds)
        if not heard.startswith("done "):
            raise SystemExit(f"“{words}” came to nothing: {heard or 'he is gone'}.")
        return int(heard.split()[1])

    @property
    def is_there(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        tell(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.is_there:
            tell(self.process.pid, signal.SIGCONT)
            self.kill()

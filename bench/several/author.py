"""An author who publishes the board again and again, at whichever machine he is sent to."""

import time

from bench.field.desk import Desk
from bench.several.reading import Readers

BODY = "What stands here is *letters*."


class Author:
    """Logged in once, through *desk*; *readers* hear of what he was told is published."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.number = desk, 0
        self.readers: Readers | None = None
        self.path = ""

    def begin(self) -> None:
        """Write the board for the first time."""
        self.number = 1
        self.path = self.desk.publish("Board v1", BODY)

    def publish(self, at: str) -> float:
        """Publish the next version at the machine *at*; how many seconds he waited.

        Raises SystemExit with the words of a refusal, and OSError where nobody answered.
        """
        self.desk.at, began = at, time.monotonic()
        self.number += 1
        self.desk.publish_again(f"Board v{self.number}", BODY)
        if self.readers:
            self.readers.acknowledge(self.number)
        return time.monotonic() - began

    def tries(self, at: str) -> str:
        """What he meets when he publishes at *at*, in words."""
        try:
            return f"published in {self.publish(at):.1f} s"
        except SystemExit as refusal:
            return f"refused: {' '.join(str(refusal).split())[:60]}"
        except OSError as error:
            return f"refused: {error}"

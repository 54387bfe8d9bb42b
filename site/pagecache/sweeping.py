"""Takes the ids of pages that are gone out of the sets of their tags: a little at a time, round and round."""

from pagecache import link

KEYS = 50  # of Redis's, passed in one call
IDS = 100  # of one tag, looked at in one call


class Sweeper:
    """Remembers where it is in its round."""

    def __init__(self) -> None:
        self.cursor = "0"

    def sweep(self) -> int:
        """One call's worth; how many pages were found to be gone. Raises Away."""
        cursor, gone = link.run("sweep", [], [self.cursor, KEYS, IDS])
        self.cursor = cursor.decode()
        return int(gone)

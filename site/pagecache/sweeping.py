"""Takes the ids of pages that are gone out of the sets of their tags: a little at a time, round and round."""

from pagecache import link

CALLS = 10  # at a time: quicker than invented addresses can leave sets behind, as so few of them are kept
KEYS = 50  # of Redis's, passed in one call: readers wait so long
IDS = 100  # of one tag, looked at in one call


class Sweeper:
    """Remembers where it is in its round."""

    def __init__(self) -> None:
        self.cursor = "0"

    def sweep(self) -> int:
        """Go on with the round, at most to its end; how many pages were found to be gone. Raises Away."""
        gone = 0
        for _ in range(CALLS):
            gone += self._pass_some()
            if self.cursor == "0":
                break
        return gone

    def _pass_some(self) -> int:
        cursor, gone = link.run("sweep", [], [self.cursor, KEYS, IDS])
        self.cursor = cursor.decode()
        return int(gone)

"""An author as the server knows him: forms and autosaves over HTTP, sent until they are acknowledged."""

import http.client
import json
import re
import time
import uuid
from urllib.parse import urlencode

from bench.editing.scene import Scene

PATIENCE = 10.0  # seconds for one answer
AT_LAST = 60.0  # seconds until a save has to be acknowledged, whatever happens
PAUSE = 0.05
TOKEN = re.compile(r"csrftoken=([^;]+)|__Host-csrf=([^;]+)")


class Writer:
    """Saves one post of a *scene*, by turns with the button and by itself."""

    def __init__(self, scene: Scene, post: int, who: str = "tomas") -> None:
        self.scene, self.post, self.who = scene, post, who
        self.cookies = f"{scene.cookie}={scene.sessions[who]}"
        self.keys: list[str] = []
        self.attempts = self.unanswered = 0
        self.token = self._ask_for_token()

    def save(self, body: str, *, by_itself: bool) -> str:
        """Send *body* until it is acknowledged; its key is returned."""
        key, end = uuid.uuid4().hex, time.monotonic() + AT_LAST
        while not self._is_kept(body, key, by_itself=by_itself):
            if time.monotonic() > end:
                raise SystemExit("A save was not acknowledged within a minute.")
            time.sleep(PAUSE)
        self.keys.append(key)
        return key

    def _is_kept(self, body: str, key: str, *, by_itself: bool) -> bool:
        form = {
            "csrfmiddlewaretoken": self.token,
            "title": f"Drill {self.post}",
            "slug": "",
            "language": "en",
            "body": body,
            "key": key,
            "base": "",
            "unsure": self.keys[-1] if self.keys else "",
            "who": str(self.scene.users[self.who]),
        }
        if not self.keys:
            form["base"] = str(2**62)  # the newest there is
        step = "autosave/" if by_itself else ""
        self.attempts += 1
        try:
            status, _ = self._ask("POST", f"/studio/post/{self.post}/{step}", urlencode(form))
        except (OSError, http.client.HTTPException):
            self.unanswered += 1
            return False
        if status >= 500:
            self.unanswered += 1
            return False
        if status not in {200, 303}:
            raise SystemExit(f"A save was answered with {status}.")
        return True

    def _ask_for_token(self) -> str:
        status, (body, headers) = self._ask("GET", "/studio/pulse/", "")
        if status != 200 or not json.loads(body)["who"]:
            raise SystemExit(f"The pulse answered {status}: {body[:200]!r}")
        cookie = next(
            value for name, value in headers if name.lower() == "set-cookie" and TOKEN.search(value)
        )
        self.cookies += f"; {cookie.split(';')[0]}"
        token: str = json.loads(body)["token"]
        return token

    def _ask(self, method: str, path: str, body: str) -> tuple[int, tuple[bytes, list[tuple[str, str]]]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.scene.site.ports[0], timeout=PATIENCE)
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, (answer.read(), answer.getheaders())
        finally:
            connection.close()

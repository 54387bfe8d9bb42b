"""gunicorn's own words, in the form of all others, from its first line to its last."""

import logging
import sys
from types import TracebackType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from gunicorn.glogging import Logger

from config import logs

UNTIL_SETTINGS_ARE_READ = {"level": "INFO", "json": True}


class Lines(Logger):  # type: ignore[misc]
    """Leaves gunicorn's lines to the handler that writes the application's."""

    def __init__(self, cfg: Any) -> None:
        super().__init__(cfg)
        logs.configure(UNTIL_SETTINGS_ARE_READ)
        sys.excepthook = refuse

    def setup(self, cfg: Any) -> None:
        """Take *cfg* at the start, and again at a HUP."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def refuse(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends gunicorn is one line; where the settings are wrong, their sentence says it all."""
    log = logging.getLogger("gunicorn.error")
    if issubclass(kind, ImproperlyConfigured):
        log.critical("The site does not start: %s", error)
    else:
        log.critical("gunicorn ends.", exc_info=(kind, error, trace))

"""Where the browser is that tests and measures drive. Nothing of the site is known here."""

from pathlib import Path

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None
)

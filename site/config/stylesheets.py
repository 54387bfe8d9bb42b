"""Stylesheets made smaller without being understood: comments and indentation go, every selector stays."""

import re
from typing import Any

from compressor.filters import FilterBase

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AROUND_LINES = re.compile(r"\s*\n\s*")


class Tighten(FilterBase):  # type: ignore[misc]
    """The filter that django-compressor runs over each stylesheet.

    rcssmin, its default, takes the space out of ``.posts :is(h2) a`` wherever that stands inside ``@layer``,
    and so makes it another selector. Brotli leaves little for a minifier to win.
    """

    def output(self, **kwargs: Any) -> str:
        return AROUND_LINES.sub("\n", COMMENT.sub("", self.content)).strip()

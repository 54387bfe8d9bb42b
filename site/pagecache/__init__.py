"""Keeps what public views said. Knows no content.

A view says that it is public with ``@public``; then its output is a function of its address and of nothing
else, and is kept in Redis with the tags of what it was made of. A commit purges the pages that it touches.
"""

from pagecache import clock
from pagecache.declaring import public
from pagecache.receipts import receipt
from pagecache.recorder import absent, note, reads
from pagecache.rendering import render

__all__ = ["absent", "clock", "note", "public", "reads", "receipt", "render"]

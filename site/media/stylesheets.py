"""Stylesheets that the site makes itself: small, named by their content, and never changed."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep(css: str) -> str:
    """Keep *css*, and return the name of its file, under which it may be remembered for ever."""
    digest = hashlib.sha256(css.encode()).hexdigest()[:32]
    name = f"theme/{digest}.css"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(css.encode()))
    return name

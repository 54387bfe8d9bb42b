"""What languages call themselves."""

from functools import lru_cache

from django.conf.locale import LANG_INFO


@lru_cache(maxsize=256)
def own_name(tag: str) -> str:
    """The language of *tag* as its speakers call it: Deutsch; the tag itself where that is not known."""
    known = LANG_INFO.get(tag.lower()) or LANG_INFO.get(tag.lower().partition("-")[0], {})
    return str(known.get("name_local", tag))

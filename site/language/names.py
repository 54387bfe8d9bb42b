"""What languages call themselves."""

from functools import lru_cache

from django.conf.locale import LANG_INFO


@lru_cache(maxsize=256)
def own_name(tag: str) -> str:
    """The language of *tag* as its speakers call it: Deutsch; the tag itself where that is not known.

    What the tag says besides is said as well, or two kinds of one language had one name: فارسی (IR).
    """
    language, _, rest = tag.partition("-")
    if known := LANG_INFO.get(tag.lower()):
        return str(known.get("name_local", tag))
    name = LANG_INFO.get(language.lower(), {}).get("name_local")
    return f"{name} ({rest})" if name and rest else str(name or tag)

"""Which language a text is in: by its words, its path, or the letters that it is written in."""

import re
from collections import Counter
from collections.abc import Iterable
from string import ascii_letters

# Codes that may stand as a folder's name or before a file's ending. Those that are English words or names of
# programming languages (it, is, no, go, id, ml, cs …) count only beside another language.
CLEAR = re.compile(
    r"en|de|fr|es|pt|nl|pl|ru|uk|ja|ko|zh|fa|ar|he|tr|vi|th|hi|sv|da|fi|hu|ro|el|bg|hr|sk|sl|sr|ca|eu|gl"
)
UNCLEAR = re.compile(
    r"it|is|no|nb|nn|id|cs|ml|lt|lv|et|ms|bn|ta|te|mr|ur|ka|hy|az|kk|uz|mn|my|km|lo|ne|si|sq|mk|bs"
)
CODE = re.compile(r"^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?$", re.IGNORECASE)
LATIN = ascii_letters.encode()
MARKED_LATIN = re.compile(r"[\u00c0-\u024f]")
ENOUGH = 0.3  # of the letters

SCRIPTS = (
    ("kana", "\u3040", "\u30ff"),
    ("han", "\u4e00", "\u9fff"),
    ("hangul", "\uac00", "\ud7a3"),
    ("arabic", "\u0600", "\u06ff"),
    ("hebrew", "\u0590", "\u05ff"),
    ("cyrillic", "\u0400", "\u04ff"),
    ("greek", "\u0370", "\u03ff"),
    ("thai", "\u0e00", "\u0e7f"),
    ("devanagari", "\u0900", "\u097f"),
)
ANY_SCRIPT = re.compile("[" + "".join(f"{first}-{last}" for _, first, last in SCRIPTS) + "]")
OF_SCRIPT = {
    "hangul": "ko",
    "hebrew": "he",
    "cyrillic": "ru",
    "greek": "el",
    "thai": "th",
    "devanagari": "hi",
}
WITHOUT_LATIN = {"fa", "ar", "ur", "he", "ja", "zh", "ko", "ru", "uk", "el", "th", "hi", "bg", "sr"}


def code(value: object) -> str:
    """A language tag in its usual form (``fa``, ``zh-Hans``, ``pt-BR``), or "" for what is none."""
    found = CODE.match(str(value or "").strip().replace("_", "-"))
    if not found:
        return ""
    language, script, region = found.groups()
    parts = [language.lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part)


def is_code(segment: str, beside: Iterable[str]) -> bool:
    """Whether a folder's name or a file's inner ending names a language; *beside* are its siblings."""
    found = CODE.match(segment)
    if not found:
        return False
    if CLEAR.fullmatch(found[1].lower()):
        return True
    return bool(UNCLEAR.fullmatch(found[1].lower())) and any(_is_clear(one) for one in beside)


def _is_clear(segment: str) -> bool:
    found = CODE.match(segment)
    return bool(found and CLEAR.fullmatch(found[1].lower()))


def in_letters(text: str, otherwise: str) -> str:
    """The language that the letters of *text* show; *otherwise*, the site's, where they do not show one."""
    counts, latin = _scripts(text)
    total = sum(counts.values()) + latin
    script, number = counts.most_common(1)[0] if counts else ("", 0)
    if total and counts["kana"] > 0.05 * total:
        return "ja"
    if total and number > ENOUGH * total:
        return _language(script, text, otherwise)
    if latin and otherwise.split("-")[0] in WITHOUT_LATIN:
        return "en"
    return otherwise


def _scripts(text: str) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    for name, first, last in SCRIPTS if not text.isascii() and ANY_SCRIPT.search(text) else ():
        if number := len(re.findall(f"[{first}-{last}]", text)):
            counts[name] = number
    return counts, _latin(text)


def _latin(text: str) -> int:
    plain = text.encode("ascii", "ignore")
    return len(plain) - len(plain.translate(None, LATIN)) + len(MARKED_LATIN.findall(text))


def _language(script: str, text: str, otherwise: str) -> str:
    if script == "arabic":
        found = "ur" if re.search("[ٹڈڑے]", text) else "fa" if re.search("[پچژگکی]", text) else "ar"
    elif script == "han":
        found = "zh"
    elif script == "cyrillic" and re.search("[іїєґ]", text):
        found = "uk"
    else:
        found = OF_SCRIPT[script]
    same_script = {"cyrillic": {"ru", "uk", "bg", "sr"}, "arabic": {"fa", "ar", "ur"}, "han": {"zh", "ja"}}
    return otherwise if otherwise.split("-")[0] in same_script.get(script, {found}) else found

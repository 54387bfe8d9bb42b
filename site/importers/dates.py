"""Dates as people write them in front matter, file names and addresses."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

YEARS = range(1970, 2200)
NUMBERS = re.compile(
    r"""(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})
        (?:[Tt\s,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.,]\d+)?)?
        (?:\s+\d{4})?                                   # git's default form repeats the year
        \s*(?P<half>[AaPp][Mm])?
        \s*(?P<zone>\S.*)?$""",
    re.VERBOSE,
)
OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$")
NAMED_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})(.*)$")
NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(.*)$")
IN_FILE_NAME = re.compile(r"^(\d{4})[-_.](\d{1,2})[-_.](\d{1,2})(?=[-_. ]|$)")
IN_ADDRESS = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})(?=/|-|$)")
ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5} | {
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "JST": 9,
}


def read(value: object, zone: tzinfo) -> datetime:
    """The moment that *value* names; where it names no zone, in *zone*; a day alone is its first moment.

    Raises ValueError that says what cannot be read.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    text = str(value).strip().strip("\"'")
    try:
        return _by_numbers(text, zone) or _by_name(text, zone) or _refuse(text)
    except (ValueError, OverflowError) as error:
        reason = "" if isinstance(error, _Unknown) else f": {error}"
        raise ValueError(f"“{text[:60]}” is not a date that can be read{reason}.") from None


class _Unknown(ValueError):
    """A text that has no form of a date."""


def _refuse(text: str) -> datetime:
    raise _Unknown(text)


def _by_numbers(text: str, zone: tzinfo) -> datetime | None:
    found = NUMBERS.match(text)
    if not found:
        return None
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    moment = time(hour, int(found["minute"] or 0), min(59, int(found["second"] or 0)))
    return _checked(datetime.combine(day, moment, _zone(found["zone"], zone)))


def _by_name(text: str, zone: tzinfo) -> datetime | None:
    text = (
        re.sub(r"^[A-Za-z]{3,9},?\s+(?=\d|[A-Za-z]{3})", "", text)
        if re.match(r"^\w+day|^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", text)
        else text
    )
    if found := NAMED_DAY.match(text):
        day, month, year, rest = found.groups()
    elif found := NAMED_MONTH.match(text):
        month, day, year, rest = found.groups()
    else:
        return None
    parts = parsedate_tz(f"{day} {month[:3]} {year} 00:00:00")
    if parts is None:
        return None
    return _by_numbers(f"{year}-{parts[1]}-{day}{rest and ' ' + rest.strip(' ,')}", zone)


def _zone(name: str | None, otherwise: tzinfo) -> tzinfo:
    if not name:
        return otherwise
    name = name.strip().strip("()")
    if found := OFFSET.fullmatch(name):
        sign = -1 if found[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(found[2]), minutes=int(found[3] or 0)))
    if name.upper() in ZONES:
        return timezone(timedelta(hours=ZONES[name.upper()])) if ZONES[name.upper()] else UTC
    return named_zone(name)


def named_zone(name: str) -> tzinfo:
    """The zone that *name* names in the tz database. Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"there is no time zone named “{name[:40]}”") from None


def _checked(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise ValueError(f"the year {moment.year} lies outside {YEARS.start} to {YEARS.stop - 1}")
    return moment


def in_file_name(stem: str) -> tuple[str, str] | None:
    """A date at the beginning of a file's name as ``yyyy-mm-dd``, and what follows it; else None."""
    found = IN_FILE_NAME.match(stem)
    if not found:
        return None
    year, month, day = found.groups()
    rest = stem[found.end() :].lstrip("-_. ")
    return f"{year}-{month:0>2}-{day:0>2}", rest or stem


def in_address(path: str) -> str | None:
    """A date among the parts of an address (``2014/12/12/…``) as ``yyyy-mm-dd``, else None."""
    found = IN_ADDRESS.search(path)
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found else None

"""The calendar of Iran, for the dates of Persian texts."""

from datetime import date

MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
# The year 979 began at the spring of 1600; from there, leap years follow a cycle of 33.
FIRST_YEAR = 979
FIRST_DAY = date(1600, 3, 20).toordinal()
CYCLE_YEARS, CYCLE_DAYS = 33, 33 * 365 + 8
FOUR_YEARS = 4 * 365 + 1
LONG_MONTHS, LONG_MONTH, SHORT_MONTH = 6, 31, 30


def jalali(day: date) -> tuple[int, int, int]:
    """Year, month and day of *day* in the solar Hijri calendar, right for the Gregorian years 1600 to 2200.

    The 33-year cycle is Omar Khayyam's arithmetic form of the calendar, which agrees with the astronomical
    one in these years.
    """
    cycles, rest = divmod(day.toordinal() - FIRST_DAY, CYCLE_DAYS)
    fours, rest = divmod(rest, FOUR_YEARS)
    year = FIRST_YEAR + CYCLE_YEARS * cycles + 4 * fours
    if rest >= 366:
        ones, rest = divmod(rest - 1, 365)
        year += ones
    return (year, *_month_and_day(rest))


def _month_and_day(day_of_year: int) -> tuple[int, int]:
    long_half = LONG_MONTHS * LONG_MONTH
    if day_of_year < long_half:
        month, day = divmod(day_of_year, LONG_MONTH)
        return month + 1, day + 1
    month, day = divmod(day_of_year - long_half, SHORT_MONTH)
    return month + LONG_MONTHS + 1, day + 1

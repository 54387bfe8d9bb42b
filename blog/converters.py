"""The numbers that may stand in an address, each in one form only."""


class _Whole:
    def to_python(self, value: str) -> int:
        return int(value)


class Year(_Whole):
    """Four digits, from 1000 to 9998: the year after must be a date too."""

    regex = r"(?!9999)[1-9][0-9]{3}"

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class Slugs:
    """Two slugs or three, joined by plus signs, which no slug has in it."""

    regex = r"[^/+]+(?:\+[^/+]+){1,2}"

    def to_python(self, value: str) -> list[str]:
        return value.split("+")

    def to_url(self, value: list[str]) -> str:
        return "+".join(value)


class Month(_Whole):
    """Two digits, from 01 to 12."""

    regex = r"0[1-9]|1[0-2]"

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class Number(_Whole):
    """The number of an archive page, from 1, without leading noughts."""

    regex = r"[1-9][0-9]{0,5}"

    def to_url(self, value: int) -> str:
        return str(value)

"""Figures beside their limits; a command that misses one fails."""


class Report:
    """Prints a row for each figure, and remembers what was missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def row(self, what: str, figure: float, limit: float, unit: str, *, least: bool = False) -> None:
        """One figure, which has to be at most (or at *least*) its limit."""
        is_met = figure >= limit if least else figure <= limit
        sign, shown = "≥" if least else "≤", f"{figure:,.0f}" if figure == int(figure) else f"{figure:,.2f}"
        print(
            f"{what:<52} {shown:>11} {unit:<3} {sign} {limit:,g}  {'' if is_met else '← missed'}", flush=True
        )
        if not is_met:
            self.missed.append(what)

    def say(self, what: str, words: str) -> None:
        """Something that has no limit."""
        print(f"{what:<52} {words:>11}", flush=True)

    def end(self) -> None:
        """Fail the command if anything was missed."""
        if self.missed:
            raise SystemExit(f"\nMissed: {', '.join(self.missed)}.")

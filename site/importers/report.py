"""What an import did, to be told at its end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from importers.items import About, Fault, Item, LeftOut, Note

MOST_LINES = 200  # of one kind; the rest is counted


@dataclass
class Report:
    """Counts and lines of one import.

    ``outcomes`` counts kind and outcome together (``("post", "new")``); ``pictures`` counts stored, known,
    missing, remote, fetched and refused; ``leftovers`` and ``translated`` count template language by name.
    """

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    drafts: int = 0
    held: int = 0
    undated: int = 0
    redirects: int = 0
    pictures: Counter[str] = field(default_factory=Counter)
    leftovers: Counter[str] = field(default_factory=Counter)
    translated: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def texts(self) -> int:
        return sum(self.outcomes.values())

    def count(self, kind: str, outcome: str) -> None:
        self.outcomes[kind, outcome] += 1

    def take(self, item: Item) -> None:
        """Count what the parser said of *item*."""
        self.drafts += item.draft
        self.held += bool(item.held)
        self.undated += item.date is None and not item.draft and not item.held
        self.redirects += len(item.aliases)
        shown = (*item.pictures, *([item.lead_picture] if item.lead_picture else []))
        if missing := sum(not picture.path and not picture.url for picture in shown):
            self.pictures["missing"] += missing
        for note in item.notes:
            self._note(item.source_ref, note)
        if item.held:
            self.remark(item.source_ref, 0, f"It was kept a draft: {item.held}")

    def _note(self, path: str, note: Note) -> None:
        if note.about is About.LEFTOVER:
            self.leftovers[note.name] += 1
        elif note.about is About.TRANSLATED:
            self.translated[note.name] += 1
        elif note.about is About.FAULT:
            self.fault(path, note.line, note.text)
        else:
            self.remark(path, note.line, note.text)

    def fault(self, path: str, line: int, text: str) -> None:
        self.faults.append(Fault(path, line, text))

    def remark(self, path: str, line: int, text: str) -> None:
        self.remarks.append(Fault(path, line, text))

    def lines(self) -> Iterator[str]:
        """The report as one reads it, the figures last."""
        yield from _listed("Faults", self.faults)
        yield from _listed("Remarks", self.remarks)
        yield from _listed("Left out", [Fault(one.path, 0, one.why) for one in self.left_out])
        yield from _counted("Template language shown as text", self.leftovers)
        yield from _counted("Template language put into Markdown", self.translated)
        yield from self._figures()

    def _figures(self) -> Iterator[str]:
        for kind in sorted({kind for kind, _ in self.outcomes}):
            told = {outcome: number for (of, outcome), number in sorted(self.outcomes.items()) if of == kind}
            yield f"{kind.capitalize()}s: " + ", ".join(
                f"{number:,} {outcome}" for outcome, number in told.items()
            )
        if self.undated:
            yield f"Without a date: {self.undated:,}, dated by their first import"
        if self.pictures:
            yield "Pictures: " + ", ".join(
                f"{number:,} {what}" for what, number in sorted(self.pictures.items())
            )
        yield (
            f"Drafts: {self.drafts:,} by their authors, {self.held:,} kept back · "
            f"Old addresses: {self.redirects:,} · Faults: {len(self.faults):,}"
        )


def where(fault: Fault) -> str:
    """``path:line``, or the path alone where no line is meant."""
    return f"{fault.path}:{fault.line}" if fault.line else fault.path


def _listed(title: str, faults: list[Fault]) -> Iterator[str]:
    if not faults:
        return
    yield f"{title}:"
    yield from (f"  {where(fault)}: {fault.text}" for fault in faults[:MOST_LINES])
    if len(faults) > MOST_LINES:
        yield f"  … and {len(faults) - MOST_LINES:,} more"


def _counted(title: str, counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield f"{title}: " + ", ".join(f"{name} {number:,}" for name, number in counts.most_common(40))

"""The lines of a run, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = "| what | ours | beside | ratio | aim | |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Line:
    """One measurement: ours, what it is held against, and whether the aim is met (None: there is none)."""

    what: str
    ours: str
    beside: str
    ratio: str
    aim: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        word = {True: "met", False: "missed", None: ""}[self.met]
        return f"| {self.what} | {self.ours} | {self.beside} | {self.ratio} | {self.aim} | {word} |"


def table(kind: str, lines: Sequence[Line], *, aims: bool) -> str:
    """A Markdown table of one database; the aims are stated for PostgreSQL and only shown there."""
    shown = lines if aims else [Line(line.what, line.ours, line.beside, line.ratio) for line in lines]
    return "\n".join([f"### {kind}", "", HEAD, *(str(line) for line in shown), ""])

"""The tree of clauses: numbered headings nested by their kinds of numbering, each with its paragraphs and tables.

A kind of numbering that is not open yet nests under what is open; one that is open closes everything below it. So 第一章 / 第一节 / 一、 /
（一）/ 1. and any part of that order come out right without knowing the document.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from services.plans.rules.reading.headings import Heading, Marker, heading_of, ordinal
from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.rows import Row

_LONGEST_TITLE = 60
_LONGEST_TABLE_TITLE = 40
# How many numbers of a list may be lost to a page break or a slip.
_MOST_LOST = 3
_RUN_IN = re.compile(r"(?:^|(?<=[。;:]))\((?P<number>[一二三四五六七八九十]{1,3})\)(?=[^。;]{2,30}。)")


@dataclass(slots=True, eq=False)
class ClauseNode:
    """A clause: its number and title as printed, what stands in it, and the clauses below it. The root has no heading."""

    path: str
    marker: Marker | None = None
    number: str = ""
    title: str = ""
    head: Paragraph | None = None
    parent: "ClauseNode | None" = None
    body: list[Paragraph | Row] = field(default_factory=list)
    children: list["ClauseNode"] = field(default_factory=list)

    def walk(self) -> Iterator["ClauseNode"]:
        """This clause and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its own paragraphs, without those of the clauses below."""
        return [block for block in self.body if isinstance(block, Paragraph)]

    def all_paragraphs(self) -> list[Paragraph]:
        """Its paragraphs and those of the clauses below, in document order; small headings run along with their text."""
        found = list(self.paragraphs)
        for child in self.children:
            found += [child.head] if child.head and not child.body and not child.children else []
            found += child.all_paragraphs()
        return found

    @property
    def rows(self) -> list[Row]:
        """Its own rows of tables."""
        return [block for block in self.body if isinstance(block, Row)]

    def ancestors(self) -> Iterator["ClauseNode"]:
        """The clauses around it, innermost first, without the root."""
        node = self.parent
        while node is not None and node.parent is not None:
            yield node
            node = node.parent

    @property
    def start(self) -> int:
        """Where its heading begins in the source."""
        return self.head.start if self.head else 0


def printed_number(marker: Marker, number: str) -> str:
    """The number as paths and section lists show it: （一） for a bracketed one, 一 for the others."""
    if marker is Marker.BRACKETED_CHINESE:
        return f"（{number}）"
    return f"（{number}）" if marker is Marker.BRACKETED_ARABIC else number


def clause_tree(blocks: Iterable[Paragraph | Row]) -> ClauseNode:
    """The document as a tree; text before the first heading belongs to the root, the list of annexes and what follows it too."""
    root = ClauseNode(path="")
    open_clauses = [root]
    ordered = [piece for block in blocks for piece in _parted(block)]
    listing = False
    for block, following in zip_longest(ordered, ordered[1:]):
        heading = heading_of(block.text) if isinstance(block, Paragraph) else None
        if isinstance(block, Row) or heading is None:
            listing = False
            open_clauses[-1].body.append(block)
        elif (listing and heading.marker is Marker.ARABIC) or _lists_annexes(heading, block, following):
            listing = True
            del open_clauses[1:]
            root.body.append(block)
        elif not _opens(heading, block, open_clauses):
            open_clauses[-1].body.append(block)
        else:
            listing = False
            _close_to(open_clauses, heading.marker)
            open_clauses.append(_opened(open_clauses[-1], heading, block))
    for clause in list(root.walk()):
        _take_titles_and_torn_numbers(clause)
    return root


def _parted(block: Paragraph | Row) -> Iterator[Paragraph | Row]:
    """A paragraph that runs several headings together (三、保障措施。（一）加强领导。…（二）加强督查。…), one piece for each."""
    if isinstance(block, Row):
        yield block
        return
    found = [(match.start(), ordinal(match["number"])) for match in _RUN_IN.finditer(block.flat)]
    starts = [start for count, (start, number) in enumerate(found, 1) if number == count]
    if len(starts) < 2 or len(starts) != len(found):  # noqa: PLR2004 - one bracket may be anything
        yield block
        return
    for start, end in pairwise([0, *starts, len(block.text)]):
        if start < end and (piece := block.cut(start, end)) is not None:
            yield piece


def _lists_annexes(heading: Heading, block: Paragraph, following: Paragraph | Row | None) -> bool:
    """附件：1.… names annexes; the annex itself begins with 附件 on a line of its own, or right before its table."""
    return heading.marker is Marker.ANNEX and ":" in block.flat[: heading.title_start] and not isinstance(following, Row)


def _take_titles_and_torn_numbers(clause: ClauseNode) -> None:
    """An annex takes its title from the line below; a number that siblings skip is looked for inside the clause before."""
    if clause.marker is Marker.ANNEX and not clause.title and clause.body and isinstance(clause.body[0], Paragraph):
        first = clause.body[0]
        if len(first.text) <= _LONGEST_TABLE_TITLE:
            clause.title = first.text
    for before, after in list(zip(clause.children, clause.children[1:], strict=False)):
        low, high = ordinal(before.number), ordinal(after.number)
        if before.marker is after.marker is Marker.ARABIC and low and high and high - low == 2:  # noqa: PLR2004 - one is lost
            _split_off(clause, before, low + 1)


def _split_off(parent: ClauseNode, before: ClauseNode, number: int) -> None:
    lost = re.compile(rf"(?<=[。；;]){number}[.、．](?P<title>[^。；\d][^。；]{{3,40}})。")
    for index, block in enumerate(before.body):
        found = lost.search(block.text) if isinstance(block, Paragraph) else None
        if found is None or not isinstance(block, Paragraph):
            continue
        head, kept, rest = block.cut(found.start()), block.cut(0, found.start()), block.cut(found.end())
        if head is None or kept is None:
            return
        node = ClauseNode(f"{parent.path}/{number}".lstrip("/"), Marker.ARABIC, str(number), found["title"], head, parent)
        node.body = [*([rest] if rest else []), *before.body[index + 1 :]]
        before.body[index:] = [kept]
        parent.children.insert(parent.children.index(before) + 1, node)
        return


def _opens(heading: Heading, block: Paragraph, open_clauses: list[ClauseNode]) -> bool:
    """Whether a numbered paragraph is a heading here: not a long sentence without a title, and in its order."""
    if heading.title_end - heading.title_start > _LONGEST_TITLE and heading.marker not in {Marker.ANNEX, Marker.BOX}:
        return False
    if heading.marker is Marker.ANNEX:
        return not heading.run_in and not block.text.endswith("。")
    count = ordinal(heading.number)
    same = next((clause for clause in reversed(open_clauses) if clause.marker is heading.marker), None)
    if same is not None and count is not None and (before := ordinal(same.number)) is not None and heading.marker is not Marker.BOX:
        # Numbers run on or begin anew; 2022 at the start of a torn line does neither.
        return count == 1 or before < count <= before + _MOST_LOST
    outer = count is None or heading.marker <= Marker.BRACKETED_CHINESE or heading.marker is Marker.BOX
    return outer or (count or 0) <= _MOST_LOST or _continues_elsewhere(count or 0, heading.marker, open_clauses)


def _continues_elsewhere(count: int, marker: Marker, open_clauses: list[ClauseNode]) -> bool:
    """Whether the number follows the last of its kind under an earlier neighbour: actions count on through all groups."""
    last = [ordinal(clause.number) for clause in open_clauses[0].walk() if clause.marker is marker]
    known = [number for number in last if number is not None]
    return bool(known) and 0 < count - known[-1] <= _MOST_LOST


def _close_to(open_clauses: list[ClauseNode], marker: Marker) -> None:
    if marker in {Marker.ANNEX, Marker.PART, Marker.CHAPTER}:
        del open_clauses[1:]
        return
    kinds = [clause.marker for clause in open_clauses]
    if marker in kinds:
        del open_clauses[kinds.index(marker) :]
        return
    if marker is Marker.BOX:
        while open_clauses[-1].marker in {Marker.ARABIC, Marker.BRACKETED_ARABIC, Marker.CIRCLED}:
            open_clauses.pop()
        return
    if kinds[-1] is Marker.BOX and not open_clauses[-1].body and marker is Marker.ARABIC:
        return
    if Marker.BOX in kinds and marker is not Marker.BRACKETED_ARABIC and marker is not Marker.CIRCLED:
        del open_clauses[kinds.index(Marker.BOX) :]
        _close_to(open_clauses, marker)
        return
    # 一、 never stands inside （一）: a kind that ranks further out closes what ranks further in.
    while open_clauses[-1].marker is not None and open_clauses[-1].marker > marker and open_clauses[-1].marker is not Marker.ITEM:
        open_clauses.pop()


def _opened(parent: ClauseNode, heading: Heading, block: Paragraph) -> ClauseNode:
    number = printed_number(heading.marker, heading.number)
    title = block.cut(heading.title_start, heading.title_end) if heading.title_end > heading.title_start else None
    path = "/".join(part for part in (parent.path, number) if part)
    node = ClauseNode(path, heading.marker, number, title.text if title else "", block, parent)
    rest = block.cut(heading.title_end) if heading.run_in else None
    # The stop behind a title goes; an article without a title has none.
    if rest is not None and (after := rest.cut(1) if title else rest) is not None:
        node.body.append(after)
    parent.children.append(node)
    return node

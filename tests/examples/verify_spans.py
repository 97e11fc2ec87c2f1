"""Hold every example document against its source text: ``python -m tests.examples.verify_spans SEEDS_DIR [DOCUMENTS_DIR]``.

Prints one table line per document; exits 1 and names file, key and remedy for each fault. The sources themselves are
not part of the project (facts only are), so their folder is an argument.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ValidationError

from shared.schemas.plan_document import Clause, PlanDocument

DOCUMENTS = Path(__file__).parents[2] / "examples" / "documents"
COLUMNS = ("sections", "actions", "units", "indicators", "statements", "duties", "remarks", "clauses", "spans", "faults")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where (file, key), what, and what to do about it."""

    file: str
    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """One line for a terminal or a build log."""
        return f"{self.file}: {self.key}: {self.what}; {self.remedy}"


@dataclass(frozen=True)
class Checked:
    """The outcome for one document: its name, the columns of its table line, its faults."""

    file: str
    counts: tuple[int, ...]
    faults: list[Fault]


def squeeze(text: str) -> str:
    """``text`` without any white space, as quotes and written names are kept."""
    return re.sub(r"\s", "", text)


def clauses(node: object, label: str) -> Iterator[tuple[str, Clause]]:
    """Every clause below ``node``, each with the label of the nearest fact that has a key or a written name."""
    if isinstance(node, Clause):
        yield label, node
    elif isinstance(node, BaseModel):
        label = _label(node, label)
        for name in type(node).model_fields:
            yield from clauses(getattr(node, name), label)
    elif isinstance(node, list):
        for item in node:
            yield from clauses(item, label)


def _label(node: BaseModel, outer: str) -> str:
    if hasattr(node, "key"):
        return str(node.key)
    if hasattr(node, "written") and hasattr(node, "action"):
        return f"{node.action}/{node.written}"
    if hasattr(node, "raw") and hasattr(node, "year"):
        return f"{outer}/{node.year or 'no year'}"
    return outer


def source_faults(file: str, document: PlanDocument, raw: bytes, text: str) -> Iterator[Fault]:
    """The digest of the bytes and the number of characters must be those of the source."""
    if document.source.sha256 != sha256(raw).hexdigest():
        yield Fault(file, "source", "sha256 differs", "read the document again from this very file")
    if document.source.characters != len(text):
        yield Fault(file, "source", f"characters is not {len(text)}", "count code points of the decoded file, line ends untouched")


def clause_faults(file: str, document: PlanDocument, text: str) -> Iterator[Fault]:
    """Every quote must be its span without white space."""
    for key, clause in clauses(document, "head"):
        found = squeeze(text[clause.start : clause.end])
        if clause.end > len(text) or found != clause.quote:
            what = f"quote {clause.quote!r} but {clause.start}:{clause.end} reads {found!r}"
            yield Fault(file, key, what, "correct start and end, or quote the span")


def written_faults(file: str, document: PlanDocument, text: str) -> Iterator[Fault]:
    """Every unit entry must stand inside its span as written."""
    for entry in document.responsibilities:
        if squeeze(entry.written) not in squeeze(text[entry.clause.start : entry.clause.end]):
            yield Fault(file, f"{entry.action}/{entry.written}", "not inside its span", "cite the span of the unit's name")


def repeat_faults(file: str, document: PlanDocument) -> Iterator[Fault]:
    """No span may hold two sections, two actions, or two unit entries of one action (a heading may be section and action at once)."""
    cited = [("sections", s.clause) for s in document.sections] + [("actions", a.clause) for a in document.actions]
    cited += [(f"units of {r.action}", r.clause) for r in document.responsibilities]
    for (key, start, end), times in Counter((key, c.start, c.end) for key, c in cited).items():
        if times > 1:
            yield Fault(file, key, f"{times} entries at {start}:{end}", "keep one entry per printed fact")


def counts(document: PlanDocument) -> tuple[int, ...]:
    """The table line's columns, up to the number of clauses and of distinct spans they cover."""
    cited = [clause for _, clause in clauses(document, "head")]
    lists = (document.sections, document.actions, document.responsibilities, document.indicators)
    statements = sum(len(indicator.statements) for indicator in document.indicators)
    spans = len({(clause.start, clause.end) for clause in cited})
    sizes = tuple(len(entries) for entries in lists)
    return (*sizes, statements, len(document.duties), len(document.remarks), len(cited), spans)


def check(path: Path, seeds: Path) -> Checked:
    """Check one document file against the source it names in ``seeds``."""
    try:
        document = PlanDocument.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "document"
        return Checked(path.name, (), [Fault(path.name, where, first["msg"], "write it as shared.schemas.plan_document says")])
    source = seeds / document.source.file
    if not source.is_file():
        return Checked(path.name, counts(document), [Fault(path.name, "source", f"no file {source}", "give the folder of the sources")])
    raw = source.read_bytes()
    text = raw.decode("utf-8")
    faults = [*source_faults(path.name, document, raw, text), *clause_faults(path.name, document, text)]
    faults += [*written_faults(path.name, document, text), *repeat_faults(path.name, document)]
    return Checked(path.name, counts(document), faults)


def main(arguments: list[str]) -> int:
    """Check all documents, print the table and the faults; 0 when all hold, 1 on a fault, 2 on wrong arguments."""
    if len(arguments) not in {1, 2}:
        print("usage: python -m tests.examples.verify_spans SEEDS_DIR [DOCUMENTS_DIR]", file=sys.stderr)
        return 2
    folder = Path(arguments[1]) if len(arguments) == 2 else DOCUMENTS
    checked = [check(path, Path(arguments[0])) for path in sorted(folder.glob("*.json"))]
    print(f"{'document':<20}" + "".join(f"{column:>12}" for column in COLUMNS))
    for outcome in checked:
        row = (*(outcome.counts or ("-",) * (len(COLUMNS) - 1)), len(outcome.faults))
        print(f"{outcome.file:<20}" + "".join(f"{value:>12}" for value in row))
    faults = [fault for outcome in checked for fault in outcome.faults]
    if not checked:
        faults.append(Fault(str(folder), "documents", "no *.json here", "give the folder of the documents"))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Reading one document in a process of its own: ``python -m services.plans.reader FILE NAME``.

A hostile file can cost at most this process: its memory and time are limited, and a crash of a parser written in C is only
another outcome. Standard output has one JSON object a line: ``{"stage": …}`` as it goes on, at last ``{"result": …}``
or ``{"refused": …}``.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from services.plans.rules.reading.changes import clauses_of
from services.plans.rules.reading.draft import draft_of
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.sources import UnreadableDocument, open_document
from shared.schemas.documents import ReadingStage

MOST_MEMORY = 2 * 1024**3
MOST_CPU_SECONDS = 120


def main(file: str, name: str) -> None:
    """Read and report; leaves with 0 for a refusal too."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    try:
        _say({"result": read(Path(file).read_bytes(), name)})
    except UnreadableDocument as refusal:
        _say({"refused": refusal.reason.value})


def read(data: bytes, name: str) -> dict[str, Any]:
    """Everything that is read out of a document, as plain data."""
    _enter(ReadingStage.TEXT)
    source = open_document(data, name)
    _enter(ReadingStage.CLAUSES)
    clauses = [asdict(clause) for clause in clauses_of(source)]
    _enter(ReadingStage.FACTS)
    reading = read_document(source)
    _enter(ReadingStage.DRAFT)
    draft = draft_of(reading, name, data)
    return {
        "pages": source.pages,
        "textless": list(source.textless),
        "lines": [[line.page, line.start, line.text] for line in source.lines],
        "reading": {
            "draft": draft.document.model_dump(mode="json", exclude_none=True),
            "confidences": [{"key": sure.key, "ground": sure.ground.name} for sure in draft.confidences],
            "work_list": [{"id": f"W{number:03d}", **asdict(entry)} for number, entry in enumerate(draft.work_list, 1)],
            "clauses": clauses,
        },
    }


def _enter(stage: ReadingStage) -> None:
    _say({"stage": stage.value})


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])

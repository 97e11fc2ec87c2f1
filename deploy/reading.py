"""``jianxing read FILE``: a published document as facts or as a draft, printed as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

from services.plans.rules.reading.draft import ReadDraft, draft_of
from services.plans.rules.reading.facts import facts_of
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.sources import UnreadableDocument, open_document

UNREADABLE = 1


def print_reading(file: Path, form: str) -> int:
    """Print what was read from ``file``; 1 with the reason on standard error if it cannot be read."""
    try:
        data = file.read_bytes()
        source = open_document(data, file.name)
    except OSError as error:
        print(f"jianxing: {file}: {error.strerror}", file=sys.stderr)
        return UNREADABLE
    except UnreadableDocument as error:
        print(f"jianxing: {file}: {error.words.zh} / {error.words.en}", file=sys.stderr)
        return UNREADABLE
    reading = read_document(source)
    shown = facts_of(reading, file.name) if form == "facts" else as_json(draft_of(reading, file.name, data))
    print(json.dumps(shown, ensure_ascii=False, indent=2))
    return 0


def as_json(draft: ReadDraft) -> dict[str, Any]:
    """A draft as JSON: the document, how sure each fact is and why, and the work list."""
    return {
        "document": draft.document.model_dump(mode="json", exclude_none=True),
        "confidences": [
            {"key": sure.key, "confidence": sure.ground.share, "reason_zh": sure.ground.zh, "reason_en": sure.ground.en} for sure in draft.confidences
        ],
        "work_list": [
            {name: getattr(work, name) for name in ("code", "about", "zh", "en", "blocking", "start", "end") if getattr(work, name) is not None}
            for work in draft.work_list
        ],
    }

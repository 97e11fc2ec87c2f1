"""What a received file is, by its content; whatever is no evidence is refused with its own problem."""

import asyncio
import mmap
from pathlib import Path

from services.submissions import errors
from services.submissions.rules.evidence import HEAD, Content, Refused, content_of, fits_label, fits_name, is_package
from shared.kit.files.archive import Package
from shared.kit.files.refusals import Refusal, UnreadableDocument
from shared.kit.problems import Problem

_PROBLEMS: dict[Refused, type[Problem]] = {
    Refused.NOT_TAKEN: errors.EvidenceNotTaken,
    Refused.EXECUTABLE: errors.EvidenceExecutable,
    Refused.MACROS: errors.EvidenceHasMacros,
    Refused.ENCRYPTED: errors.EvidenceEncrypted,
    Refused.DAMAGED: errors.EvidenceDamaged,
}


async def inspect(file: Path, name: str, label: str) -> Content:
    """What the bytes are; a problem if that is not taken, or if name or label say otherwise. The file is not read into memory."""
    found = await asyncio.to_thread(_content, file)
    if isinstance(found, Refused):
        raise _PROBLEMS[found]()
    if not (fits_name(found, name) and fits_label(found, label)):
        raise errors.EvidenceMislabelled(found=found.media_type, endings=" / ".join(found.endings))
    return found


def _content(file: Path) -> Content | Refused:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        head = whole[:HEAD]
        if not is_package(head):
            return content_of(head, whole)
    try:
        return content_of(head, head, Package(file).names())
    except UnreadableDocument as fault:
        return Refused.ENCRYPTED if fault.reason is Refusal.ENCRYPTED else Refused.DAMAGED

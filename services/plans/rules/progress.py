"""How far the reading of a document is, as a share."""

from decimal import Decimal

from shared.schemas.documents import DocumentState, ReadingStage

_STAGES = tuple(ReadingStage)


def progress(state: DocumentState, stage: ReadingStage) -> Decimal:
    """0 while it waits, 1 once it is over, else the share of the stages that are behind it."""
    if state is DocumentState.WAITING:
        return Decimal("0.0")
    if state is not DocumentState.READING:
        return Decimal("1.0")
    return Decimal(_STAGES.index(stage)) * 2 / 10

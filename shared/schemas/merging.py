"""Two catalogue entries that prove the same made one, and a plan's indicator linked anew, on the wire."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import Exact, Name, Note, RegionId, Wire
from shared.schemas.observations import Disaggregation, PeriodText
from shared.schemas.verdicts import Said


class OnConflict(StrEnum):
    """What becomes of values where both entries have one for the same region, period and part."""

    REFUSE = "refuse"
    KEEP_THEIRS = "keep_theirs"


class MergeWanted(Wire):
    """Which entry stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"into_id": "01a203ef-2e36-7b64-a0d5-8d0e9c1f5a77"}]})

    into_id: UUID


class Merging(MergeWanted):
    """Make an entry one with another, for a reason. Values that stand on both sides need a decision."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"into_id": "01a203ef-2e36-7b64-a0d5-8d0e9c1f5a77", "reason": "同一指标，名称不同", "on_conflict": "refuse"}]}
    )

    reason: Note
    on_conflict: OnConflict = Field(
        default=OnConflict.REFUSE, description="keep_theirs: the entry that stays keeps its values, the others stay readable at the entry that goes"
    )


class MergeConflict(Wire):
    """Both entries have a value here."""

    region_id: RegionId
    period: PeriodText
    disaggregation: Disaggregation = ""
    ours: Exact | Name | None = Field(description="of the entry that goes")
    theirs: Exact | Name | None = Field(description="of the entry that stays")


class MergeFault(Wire):
    """Why the two cannot be made one."""

    code: Literal["itself", "merged-already", "units-differ", "formula-circle"]
    said: Said


class MergePreview(Wire):
    """What a merge would do; nothing is stored."""

    into_id: UUID
    possible: bool = Field(description="no fault; conflicts need a decision besides")
    faults: list[MergeFault]
    names: list[Name] = Field(description="names that become aliases of the entry that stays")
    plan_indicators: int
    values: int = Field(description="values that move")
    formulas: list[Name] = Field(description="entries whose formulas then need the entry that stays")
    conflicts: list[MergeConflict] = Field(description="at most two hundred")


class Relinking(Wire):
    """Link a plan's indicator to another entry, for a reason."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"indicator_id": "01a203ef-2e36-7b64-a0d5-8d0e9c1f5a77", "reason": "与监测方案同一口径"}]}
    )

    indicator_id: UUID
    reason: Note

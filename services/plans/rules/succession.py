"""Which plan can take another one's place."""

from dataclasses import dataclass
from uuid import UUID

from shared.kit.language import Words
from shared.schemas.lifecycle import PlanState

ITSELF = Words("计划不能由自身替代", "a plan cannot take its own place")
OTHER_REGION = Words("接替计划属于另一行政区划", "the successor belongs to another region")
NOT_ISSUED = Words("接替计划尚未发布或已终止（{state}）；请先发布", "the successor is {state}; issue it first")


@dataclass(frozen=True, slots=True)
class Heir:
    """A plan as far as succession cares."""

    id: UUID
    region_id: UUID
    state: PlanState


def unfit(plan: Heir, successor: Heir) -> list[tuple[str, Words]]:
    """Everything that keeps ``successor`` from following ``plan``, as (code, words); empty when it may."""
    checks = (
        ("itself", ITSELF, plan.id == successor.id),
        ("other_region", OTHER_REGION, plan.region_id != successor.region_id),
        ("not_issued", NOT_ISSUED, successor.state not in {PlanState.ISSUED, PlanState.IN_FORCE}),
    )
    return [(code, words) for code, words, found in checks if found]

"""Withdrawing what counts for a slot: the version before counts again, or nothing; every version is kept."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.errors import AlreadyWithdrawn, FollowsFromOthers
from services.indicators.repository import catalogue
from services.indicators.repository import observations as repository
from services.indicators.rules.recording import Said, standing_version
from services.indicators.service.dependents import ask_for
from services.indicators.service.managing import judge_again, thing
from services.indicators.service.observing import told
from shared.kit.etag import IfMatch
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Permission
from shared.schemas.catalogue import Arrival
from shared.schemas.observations import Withdrawal

_SAID = ("value", "state", "numerator", "denominator", "standing", "definition", "reported", "derived_from")


async def withdraw_observation(work: Work, observation_id: UUID, body: Withdrawal, if_match: IfMatch, on_track_from: Decimal) -> None:
    """Withdraw the version that counts, with a reason; verdicts and copies follow."""
    row = await repository.observation(work.db, observation_id)
    see(work.actor, Permission.OBSERVATION_READ, thing(row) if row else None, what="observation", what_zh="监测值")
    require(work.actor, Permission.OBSERVATION_IMPORT, thing(row))
    current = await repository.to_change(work.db, observation_id)
    if_match.check(current.version)
    if current.source == Arrival.FORMULA:
        raise FollowsFromOthers()
    following = _following(current, await repository.superseded(work.db, observation_id), body.reason)
    change = {**following, "recorded_at": work.now(), "recorded_by": work.actor.name}
    await repository.next_versions(work.db, [change], work.now())
    withdrawn = {**current._mapping, **change}
    await work.tell(*told([withdrawn]))
    await ask_for(work.db, [withdrawn], work.now())
    if current.period == str(current.year) and not current.disaggregation:
        pairs = [(current.indicator_id, current.region_id)]
        await judge_again(work, await catalogue.plan_indicators_measuring(work.db, pairs), on_track_from)
    await work.audit("withdraw_observation", observation_id, version=change["voids"], reason=body.reason)


def _following(current: Any, earlier: Any, reason: str) -> dict[str, Any]:
    """The next version: it says what the newest version says that was not withdrawn, or nothing."""
    every = {row.version: row for row in (*earlier, current)}
    said = [Said(row.version, row.voids) for row in every.values()]
    voided = standing_version(said)
    if voided is None:
        raise AlreadyWithdrawn()
    version = current.version + 1
    restored = standing_version([*said, Said(version, voided)])
    content = (
        {name: getattr(every[restored], name) for name in _SAID}
        if restored
        else {**dict.fromkeys(_SAID), "standing": current.standing, "definition": current.definition}
    )
    return {"id": current.id, "version": version, **content, "source": "withdrawal", "source_id": None, "reason": reason, "voids": voided}

"""The proof of a day on the command line."""

from datetime import date
from uuid import UUID

from deploy.maintenance import database_of, settings_of
from services.notifications.service.proving import prove
from shared.kit.service import make_clock
from shared.schemas.proof import Proof
from shared.schemas.services import ServiceName


async def print_proof(day: date, unit_id: UUID | None, plan_id: UUID | None) -> int:
    """Print what was due and what became of it, from the configured database; 0 if every count agrees."""
    database = database_of(ServiceName.NOTIFICATIONS)
    try:
        now = make_clock(settings_of(ServiceName.NOTIFICATIONS).common).now()
        proof = await prove(database.read, day, now, unit_id=unit_id, plan_id=plan_id)
    finally:
        await database.dispose()
    print("\n".join(lines_of(proof)))
    return 0 if proof.balanced else 1


def lines_of(proof: Proof) -> list[str]:
    """The proof for people: one count per line, differences last."""
    counted = [("reminders", proof.reminders.model_dump()), ("messages", proof.messages.model_dump())]
    lines = [f"{about} {name}: {count}" for about, counts in counted for name, count in counts.items()]
    lines += [f"{one.channel} {one.state}{f' ({one.why})' if one.why else ''}: {one.deliveries}" for one in proof.channels]
    lines += [f"difference, {one.what}: {one.over}" for one in proof.differences]
    return [*lines, "balanced" if proof.balanced else "NOT BALANCED"]

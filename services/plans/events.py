"""What plans do on each event they hear: milestones follow the submissions that bring their evidence."""

from services.plans.service.milestones import follow_submission
from shared.kit.db import WriteDb
from shared.kit.inbox import Handlers, Received
from shared.kit.service import Service
from shared.schemas.events.reporting import SubmissionApproved, SubmissionReturned, SubmissionSubmitted
from shared.schemas.milestones import MilestoneState


def register(handlers: Handlers, service: Service) -> None:
    """Bind the handlers to the running service."""

    @handlers.on(SubmissionSubmitted)
    async def report_milestones(db: WriteDb, event: Received[SubmissionSubmitted]) -> None:
        await follow_submission(db, event.data, MilestoneState.REPORTED, service.clock.now())

    @handlers.on(SubmissionReturned)
    async def return_milestones(db: WriteDb, event: Received[SubmissionReturned]) -> None:
        await follow_submission(db, event.data, MilestoneState.RETURNED, service.clock.now())

    @handlers.on(SubmissionApproved)
    async def achieve_milestones(db: WriteDb, event: Received[SubmissionApproved]) -> None:
        await follow_submission(db, event.data, MilestoneState.ACHIEVED, event.data.approved_at)

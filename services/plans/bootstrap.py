"""The first administrator: without one, nobody could bring in the directory."""

from datetime import date

from services.plans.models import AccountRecord, PostRecord
from services.plans.repository import directory as repository
from services.plans.secrets import Secrets
from services.plans.settings import PlansSettings
from shared.kit.ids import new_id
from shared.kit.service import Service
from shared.rules.access import Role


async def ensure_administrator(service: Service, secrets: Secrets, settings: PlansSettings) -> None:
    """Make the configured administrator if a secret is set and there is no account at all."""
    if not settings.bootstrap_secret or await repository.has_accounts(service.database.read):
        return
    account_id = new_id()
    secret_hash = await secrets.hash(settings.bootstrap_secret)
    async with service.database.write() as db:
        db.add(AccountRecord(id=account_id, login=settings.bootstrap_login, name="系统管理员", secret_hash=secret_hash, active=True, scopes=[]))
        db.add(PostRecord(account_id=account_id, role=Role.ADMINISTRATOR, region_path="", valid_from=date(2000, 1, 1)))

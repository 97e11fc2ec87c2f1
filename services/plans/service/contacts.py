"""Where a person who has an account can be reached outside the platform."""

from uuid import UUID

from services.plans.repository import accounts
from services.plans.service.borders import tell_accounts
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import Denied
from shared.kit.work import Work
from shared.rules.access import Permission, Thing, decide
from shared.schemas.directory import Contact


async def keep_contact(work: Work, account_id: UUID, body: Contact, if_match: IfMatch) -> None:
    """Replace e-mail and mobile number; what was not sent yet goes to the new ones. For oneself, and for administrators of where a post is held."""
    [record] = await accounts.accounts_to_change(work.db, [account_id])
    posts = (await accounts.posts_by_account(work.db, [account_id])).get(account_id, [])
    things = [Thing(owner_id=account_id), *(Thing(region_path=post.region_path, owner_id=account_id) for post in posts)]
    if not any(decide(work.actor, Permission.ACCOUNT_CONTACT, thing).allowed for thing in things):
        raise Denied(permission=Permission.ACCOUNT_CONTACT.value, why="neither oneself nor an administrator of a post's region")
    if_match.check(record.version)
    record.email, record.mobile = body.email, body.mobile
    await tell_accounts(work, {account_id})
    await work.audit("keep_contact", account_id, kinds=sorted(kind for kind, value in body.model_dump().items() if value))

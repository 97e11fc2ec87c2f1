"""Signing in: the local issuer of the embedded mode, and the first administrator."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.plans.errors import BadCredentials
from services.plans.repository import directory as repository
from services.plans.secrets import Secrets
from shared.kit.clock import Clock, today
from shared.kit.db import Db, ReadDb
from shared.kit.tokens import LIFETIME, TokenSigner
from shared.rules.access import Actor, Grant, Role
from shared.schemas.directory import Token


async def issue_token(db: ReadDb, secrets: Secrets, signer: TokenSigner, clock: Clock, login: str, secret: str) -> Token:
    """A 15-minute token with the posts that are in force today; raises BadCredentials, after equal time for unknown logins."""
    row = await repository.account_by_login(db, login)
    matches = await secrets.matches(row.secret_hash if row else secrets.dummy(), secret)
    if row is None or not matches or not row.active:
        raise BadCredentials(headers={"WWW-Authenticate": 'Bearer realm="jianxing"'})
    actor = await actor_of(db, row, today(clock))
    return Token(access_token=signer.sign(actor), expires_in=int(LIFETIME.total_seconds()))


async def actor_of(db: Db, row: Any, day: date) -> Actor:
    """The account as an actor with the posts in force on ``day``."""
    posts = await repository.posts_of(db, [row.id])
    return Actor(row.id, row.name, tuple(_in_force(posts, day)), frozenset(row.scopes))


def _in_force(posts: Iterable[Any], day: date) -> Iterable[Grant]:
    for post in posts:
        if post.valid_from <= day and (post.valid_until is None or day < post.valid_until):
            yield Grant(Role(post.role), post.region_path, post.unit_id)

"""Rows of an account table, one per post, against accounts and posts that are there. No table holds a password."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.plans.rules import uscc
from services.plans.rules.holding import Held, Roster
from services.plans.rules.importing.columns import ROLES
from services.plans.rules.importing.names import NameBook, Named
from shared.kit.sheets.cells import Line, check_order, narrow
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Change, Outcome, differing, settled
from shared.kit.sheets.places import Place, Places, Reach
from shared.rules.access import Role

COUNTRY = ("全国", "country")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._\-]{1,79}")
_OF_UNITS = frozenset({Role.LIAISON, Role.UNIT_LEADER})


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One row, read: somebody holds a post. ``place`` is None for the whole country."""

    row: int
    login: str
    name: str
    role: Role
    place: Place | None
    unit: str = ""
    seat: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account as it is, with the places of all its posts."""

    id: UUID
    version: int
    login: str
    name: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """What is there: accounts by login, posts beside those that are wanted, who holds them, names of units, and by credit code (unit, its region)."""

    accounts: Mapping[str, KnownAccount]
    posts: Sequence[Held]
    holders: Mapping[UUID, str]
    names: Sequence[Named]
    codes: Mapping[str, tuple[UUID, UUID]]


@dataclass(slots=True)
class AccountPlan:
    """What is stored if the rows go in: accounts by id as (login, name), new names by id, posts."""

    outcomes: list[Outcome] = field(default_factory=list)
    fresh: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    renamed: dict[UUID, str] = field(default_factory=dict)
    posts: list[Held] = field(default_factory=list)


def read_account(line: Line, places: Places, findings: Findings) -> AccountLine | None:
    """A row's cells; None where it cannot be said whose post is meant, or which."""
    login, name = narrow(line.text("login", findings, required=True)).lower(), line.text("name", findings, required=True)
    if login and not _LOGIN.fullmatch(login):
        findings.add(line.row, "login", "not-a-login", value=login)
    role, unit = _role(line, findings), line.text("unit", findings)
    place = _place(line, places, findings)
    since, until = line.day("valid_from", findings), line.day("valid_until", findings)
    check_order(line.row, since, until, "valid_until", findings)
    seat = narrow(line.text("seat", findings)).upper().removesuffix("岗") or None
    if seat not in {None, "A", "B"}:
        findings.add(line.row, "seat", "unknown-word", value=seat)
    elif seat is not None and (role is not Role.LIAISON or not unit):
        findings.add(line.row, "seat", "seat-without-liaison")
    if role in _OF_UNITS and not unit:
        findings.add(line.row, "unit", "needs-unit", role=role)
    if findings.spoil(line.row) or role is None:
        return None
    return AccountLine(line.row, login, name, role, place, unit, seat, since, until)


def _place(line: Line, places: Places, findings: Findings) -> Place | None:
    written = line.text("region", findings)
    if written in COUNTRY:
        return None
    if not written:
        findings.add(line.row, "region", "post-without-place")
        return None
    return places.find(line, "region", written, findings)


def _role(line: Line, findings: Findings) -> Role | None:
    written = line.text("role", findings, required=True)
    role = ROLES.get(written) or next((role for role in ROLES.values() if role == written.lower()), None)
    if written and role is None:
        findings.add(line.row, "role", "unknown-word", value=written)
    return role


class AccountPlanner:
    """Takes rows in one after the other; what a row gives, the next ones find."""

    def __init__(self, known: KnownPeople, reach: Reach, today: date, new_id: Callable[[], UUID], findings: Findings) -> None:
        self._known, self._reach, self._today, self._new_id, self._findings = known, reach, today, new_id, findings
        self._book, self._roster = NameBook(known.names), Roster(known.posts)
        self._ids: dict[str, UUID] = {login: account.id for login, account in known.accounts.items()}
        self._first: dict[str, AccountLine] = {}
        self._rows: dict[UUID, int] = {}
        self._posts_of: dict[UUID, list[Held]] = {}
        for post in known.posts:
            self._posts_of.setdefault(post.account_id, []).append(post)
        self.plan = AccountPlan()

    def take(self, lines: Sequence[AccountLine]) -> AccountPlan:
        """Plan every row."""
        for line in lines:
            self.plan.outcomes.append(self._take(line))
        return self.plan

    def _take(self, line: AccountLine) -> Outcome:
        there = self._known.accounts.get(line.login)
        self._check_name(line, there)
        post = self._wanted(line, self._ids.get(line.login) or self._new_id())
        held = self._held(line, post)
        if held is None and not self._findings.spoil(line.row):
            self._enter(line, post)
        if self._findings.spoil(line.row):
            return Outcome(line.row, "refused", line.login, faults=self._findings.of(line.row))
        return self._keep(line, there, post, is_held=held is not None)

    def _check_name(self, line: AccountLine, there: KnownAccount | None) -> None:
        first = self._first.setdefault(line.login, line)
        if first.name != line.name:
            self._findings.add(line.row, "name", "name-differs", other=first.row, value=first.name)
        if there is not None and there.name != line.name and not all(map(self._reach, there.paths or ("",))):
            self._findings.add(line.row, "name", "out-of-reach")

    def _wanted(self, line: AccountLine, account_id: UUID) -> Held:
        path, unit_id = line.place.path if line.place else "", self._unit(line)
        return Held(self._new_id(), account_id, line.role, path, unit_id, line.seat, line.since or self._today, line.until)

    def _unit(self, line: AccountLine) -> UUID | None:
        if not line.unit or line.place is None:
            return None
        coded, region_id = self._known.codes.get(uscc.plain(line.unit), (None, None))
        found = coded if region_id == line.place.id else self._book.unit(line.place.id, line.unit)
        if found is None:
            self._findings.add(line.row, "unit", "unknown-unit", value=line.unit, region=line.place.name)
        return found

    def _held(self, line: AccountLine, post: Held) -> Held | None:
        """The same post, held already; an empty day fits whichever there is, as long as it is not over."""
        same = (one for one in self._posts_of.get(post.account_id, ()) if _alike(one, post))
        return next((one for one in same if self._on(line, one)), None)

    def _on(self, line: AccountLine, one: Held) -> bool:
        if line.since is None:
            return (one.until is None or one.until > self._today) and line.until in {None, one.until}
        return line.since == one.since and line.until in {None, one.until}

    def _enter(self, line: AccountLine, post: Held) -> None:
        if not self._reach(post.region_path):
            self._findings.add(line.row, "region", "out-of-reach")
            return
        taken = self._roster.enter(post)
        if taken is None:
            self._rows[post.id] = line.row
        elif taken.id in self._rows:
            column = "seat" if taken.account_id != post.account_id else "role"
            self._findings.add(line.row, column, "twice", other=self._rows[taken.id])
        elif taken.account_id == post.account_id:
            self._findings.add(line.row, "role", "post-overlaps", since=taken.since.isoformat())
        else:
            self._findings.add(line.row, "seat", "seat-taken", owner=self._known.holders.get(taken.account_id, "…"))

    def _keep(self, line: AccountLine, there: KnownAccount | None, post: Held, *, is_held: bool) -> Outcome:
        changes: tuple[Change, ...] = differing("name", there.name, line.name) if there else ()
        if changes:
            self.plan.renamed[post.account_id] = line.name
        if there is None and line.login not in self._ids:
            self._ids[line.login] = post.account_id
            self.plan.fresh[post.account_id] = (line.login, line.name)
        if not is_held:
            self.plan.posts.append(post)
            place = line.unit or (line.place.name if line.place else COUNTRY[0])
            changes += (Change("role", None, f"{line.role} {place}"),)
        return settled(line.row, line.login, new=there is None, id=post.account_id, changes=changes if there else ())


def _alike(one: Held, other: Held) -> bool:
    return (one.role, one.unit_id, one.region_path, one.seat) == (other.role, other.unit_id, other.region_path, other.seat)

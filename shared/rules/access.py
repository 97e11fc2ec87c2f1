"""The one rights policy: role × region subtree × unit × state of the object (domain notes, section 8).

``limits`` says what an actor may reach under a permission; ``decide`` holds one object against those limits, and
``shared/kit/rights.py`` turns the very same limits into SQL for lists. Nothing else decides about rights.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from shared.rules.permissions import Permission as Permission  # noqa: PLC0414 - named here for all who ask about rights


class Role(StrEnum):
    """What somebody is in a region or unit. SERVICE is one of our own four; CLIENT an outside system."""

    LIAISON = "liaison"
    UNIT_LEADER = "unit_leader"
    PLAN_OFFICE = "plan_office"
    UPPER_OFFICE = "upper_office"
    SUPERVISOR = "supervisor"
    LEADERSHIP = "leadership"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CLIENT = "client"
    SERVICE = "service"


class Disclosure(StrEnum):
    """公开 / 限本级及上级 / 内部."""

    PUBLIC = "public"
    UPWARD = "upward"
    INTERNAL = "internal"


class Reach(StrEnum):
    """How far a rule reaches from the place where the role is held."""

    OWN = "own"  # objects that belong to the account itself
    UNIT = "unit"  # objects of the unit of the post
    LED = "led"  # objects of actions that the unit of the post leads
    REGION = "region"  # objects of exactly the region of the post
    SUBTREE = "subtree"  # the region and everything below it
    BELOW = "below"  # strictly below the region
    ABOVE = "above"  # the region and those it lies in
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at a place: a dated post that is in force, or a client's permission."""

    role: Role
    region_path: str
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks."""

    id: UUID
    name: str
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[str] = frozenset()

    @property
    def unit_ids(self) -> tuple[UUID, ...]:
        """Units in which the actor holds a post."""
        return tuple(grant.unit_id for grant in self.grants if grant.unit_id is not None)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about, as far as rights care."""

    region_path: str = ""
    unit_id: UUID | None = None
    lead_unit_ids: frozenset[UUID] = frozenset()
    owner_id: UUID | None = None
    state: str | None = None
    disclosure: Disclosure | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """``roles`` may, as far as ``reach``, for objects in ``states`` (all when empty) of ``disclosures`` (all when empty)."""

    roles: frozenset[Role]
    reach: Reach
    states: frozenset[str] = frozenset()
    disclosures: frozenset[Disclosure] = frozenset()
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """One way in which an actor reaches objects: a rule applied to a grant."""

    reach: Reach
    region_path: str = ""
    unit_id: UUID | None = None
    owner_id: UUID | None = None
    states: frozenset[str] = field(default=frozenset())
    disclosures: frozenset[Disclosure] = field(default=frozenset())

    def admits(self, thing: Thing) -> bool:
        """Whether ``thing`` lies within this limit."""
        if self.states and thing.state not in self.states:
            return False
        if self.disclosures and thing.disclosure not in self.disclosures:
            return False
        return self._reaches(thing)

    def _reaches(self, thing: Thing) -> bool:
        match self.reach:
            case Reach.OWN:
                return thing.owner_id == self.owner_id
            case Reach.UNIT:
                return self.unit_id is not None and thing.unit_id == self.unit_id
            case Reach.LED:
                return self.unit_id in thing.lead_unit_ids
            case Reach.ANYWHERE:
                return True
            case _:
                return self._reaches_region(thing.region_path)

    def _reaches_region(self, path: str) -> bool:
        match self.reach:
            case Reach.REGION:
                return path == self.region_path
            case Reach.BELOW:
                return path.startswith(self.region_path) and path != self.region_path
            case Reach.ABOVE:
                return bool(path) and self.region_path.startswith(path)
            case _:
                return path.startswith(self.region_path)


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed or not, and why, in words for the problem's detail."""

    allowed: bool
    why: str


REPORTERS = frozenset({Role.LIAISON, Role.UNIT_LEADER})
OFFICE = frozenset({Role.PLAN_OFFICE})
UPPER = frozenset({Role.UPPER_OFFICE})
WATCHERS = frozenset({Role.SUPERVISOR, Role.LEADERSHIP})
AUDITORS = frozenset({Role.AUDITOR})
ADMINS = frozenset({Role.ADMINISTRATOR})
CLIENTS = frozenset({Role.CLIENT})
OURSELVES = frozenset({Role.SERVICE})
PEOPLE = REPORTERS | OFFICE | UPPER | WATCHERS | AUDITORS | ADMINS
READERS = REPORTERS | OFFICE | UPPER | WATCHERS | AUDITORS
ANYBODY = PEOPLE | CLIENTS | OURSELVES

PUBLISHED = frozenset({"issued", "in_force", "concluded", "superseded"})
CONSULTED = frozenset({"consultation"})
TOLD = frozenset({"published", "withdrawn"})
OPEN = frozenset({Disclosure.PUBLIC})
NOT_INTERNAL = frozenset({Disclosure.PUBLIC, Disclosure.UPWARD})


def _published_facts(scope: str) -> tuple[Rule, ...]:
    """Who sees what has passed the chain: by disclosure level, all of it only at home (公开 / 限本级及上级 / 内部)."""
    return (
        Rule(PEOPLE, Reach.ANYWHERE, disclosures=OPEN),
        Rule(READERS, Reach.REGION, disclosures=NOT_INTERNAL),
        Rule(REPORTERS, Reach.UNIT),
        Rule(OFFICE, Reach.REGION),
        Rule(UPPER | WATCHERS, Reach.SUBTREE, disclosures=NOT_INTERNAL),
        Rule(AUDITORS, Reach.SUBTREE),
        Rule(CLIENTS, Reach.SUBTREE, disclosures=OPEN, scope=scope),
        Rule(OURSELVES, Reach.ANYWHERE),
    )


_SHOWN_ASSESSMENTS = frozenset({"published", "announced", "final"})
_ASSESSMENT_READ = (
    Rule(OFFICE | UPPER, Reach.REGION),
    Rule(AUDITORS, Reach.SUBTREE),
    Rule(PEOPLE, Reach.ANYWHERE, states=frozenset({"published", "final"}), disclosures=OPEN),
    Rule(READERS, Reach.ABOVE, states=frozenset({"published"}), disclosures=NOT_INTERNAL),
    Rule(READERS, Reach.ABOVE, states=frozenset({"announced"}), disclosures=OPEN),
    Rule(READERS, Reach.REGION, states=_SHOWN_ASSESSMENTS, disclosures=NOT_INTERNAL),
    Rule(UPPER | WATCHERS, Reach.SUBTREE, states=_SHOWN_ASSESSMENTS, disclosures=NOT_INTERNAL),
    Rule(CLIENTS, Reach.SUBTREE, states=frozenset({"published", "final"}), disclosures=OPEN, scope="indicators:read"),
    Rule(OURSELVES, Reach.ANYWHERE),
)
"""Schemes and results: drafts and provisional results at the office that makes them; the assessed learn the scheme that they are assessed by,
and of a result that is not public their own standing alone (``assessment.appeal``)."""

_CHAIN_READ = (
    Rule(REPORTERS, Reach.UNIT),
    Rule(REPORTERS, Reach.LED, states=frozenset({"submitted", "in_review", "returned", "approved", "corrected"})),
    Rule(OFFICE, Reach.REGION),
    Rule(UPPER, Reach.BELOW, states=frozenset({"approved", "corrected"})),
    Rule(frozenset({Role.LEADERSHIP, Role.SUPERVISOR}), Reach.SUBTREE, states=frozenset({"approved", "corrected"})),
    Rule(AUDITORS, Reach.SUBTREE),
)

_ROUND_READ = (
    Rule(REPORTERS | OFFICE, Reach.REGION),
    Rule(UPPER | WATCHERS | AUDITORS, Reach.SUBTREE),
    Rule(OURSELVES, Reach.ANYWHERE),
)

POLICY: Mapping[Permission, tuple[Rule, ...]] = {
    Permission.DIRECTORY_READ: (Rule(ANYBODY, Reach.ANYWHERE),),
    Permission.DIRECTORY_IMPORT: (Rule(ADMINS, Reach.SUBTREE),),
    Permission.CALENDAR_PUBLISH: (Rule(ADMINS, Reach.SUBTREE),),
    Permission.ACCOUNT_READ: (
        Rule(ANYBODY, Reach.OWN),
        Rule(REPORTERS, Reach.UNIT),
        Rule(OFFICE, Reach.REGION),
        Rule(ADMINS | AUDITORS, Reach.SUBTREE),
        Rule(OURSELVES, Reach.ANYWHERE),
    ),
    Permission.ACCOUNT_CONTACT: (Rule(PEOPLE, Reach.OWN), Rule(ADMINS, Reach.SUBTREE)),
    Permission.SELF_READ: (Rule(ANYBODY, Reach.OWN),),
    Permission.PLAN_READ: (
        Rule(PEOPLE | OURSELVES, Reach.ANYWHERE, states=PUBLISHED, disclosures=OPEN),
        Rule(CLIENTS, Reach.ANYWHERE, states=PUBLISHED, disclosures=OPEN, scope="plans:read"),
        Rule(READERS, Reach.REGION, states=PUBLISHED, disclosures=NOT_INTERNAL),
        Rule(OFFICE, Reach.REGION),
        Rule(UPPER | WATCHERS, Reach.SUBTREE, states=PUBLISHED, disclosures=NOT_INTERNAL),
        Rule(AUDITORS, Reach.SUBTREE),
        Rule(OURSELVES, Reach.ANYWHERE),
        Rule(READERS, Reach.REGION, states=CONSULTED, disclosures=NOT_INTERNAL),
        Rule(UPPER | WATCHERS, Reach.SUBTREE, states=CONSULTED, disclosures=NOT_INTERNAL),
    ),
    Permission.PLAN_COMMENT: (
        Rule(REPORTERS | OFFICE, Reach.REGION, states=CONSULTED),
        Rule(UPPER, Reach.SUBTREE, states=CONSULTED),
    ),
    Permission.COMMENT_READ: (
        Rule(PEOPLE, Reach.OWN),
        Rule(REPORTERS, Reach.UNIT),
        Rule(OFFICE, Reach.REGION),
        Rule(AUDITORS, Reach.SUBTREE),
    ),
    Permission.PLAN_DRAFT: (Rule(OFFICE, Reach.REGION),),
    Permission.PLAN_ISSUE: (Rule(OFFICE, Reach.REGION),),
    Permission.RESPONSIBILITY_ASSIGN: (Rule(OFFICE, Reach.REGION),),
    Permission.DOCUMENT_READ: (Rule(OFFICE, Reach.REGION), Rule(AUDITORS, Reach.SUBTREE)),
    Permission.MILESTONE_KEEP: (Rule(OFFICE, Reach.REGION),),
    Permission.MILESTONE_REPORT: (Rule(REPORTERS, Reach.UNIT), Rule(OFFICE, Reach.REGION)),
    Permission.FUNDING_READ: _ROUND_READ,
    Permission.FUNDING_ENTER: (Rule(REPORTERS, Reach.LED), Rule(OFFICE, Reach.REGION)),
    Permission.BREAKDOWN_KEEP: (Rule(OFFICE, Reach.REGION),),
    Permission.CATALOGUE_READ: (Rule(ANYBODY, Reach.ANYWHERE),),
    Permission.CATALOGUE_KEEP: (Rule(OFFICE, Reach.REGION), Rule(UPPER | ADMINS, Reach.SUBTREE)),
    Permission.SCHEME_READ: (
        Rule(ANYBODY, Reach.ANYWHERE, states=TOLD),
        Rule(OFFICE | UPPER, Reach.REGION),
        Rule(AUDITORS, Reach.SUBTREE),
    ),
    Permission.SCHEME_KEEP: (Rule(OFFICE | UPPER, Reach.REGION),),
    Permission.PLAN_INDICATOR_READ: _published_facts("indicators:read"),
    Permission.PLAN_INDICATOR_MANAGE: (Rule(OFFICE, Reach.REGION),),
    Permission.TARGET_REVISE: (Rule(OFFICE, Reach.REGION), Rule(UPPER, Reach.BELOW, disclosures=NOT_INTERNAL)),
    Permission.OBSERVATION_READ: _published_facts("indicators:read"),
    Permission.OBSERVATION_IMPORT: (
        Rule(OFFICE, Reach.REGION),
        Rule(CLIENTS, Reach.SUBTREE, scope="observations:write"),
    ),
    Permission.VERDICT_READ: _published_facts("indicators:read"),
    Permission.ASSESSMENT_READ: _ASSESSMENT_READ,
    Permission.ASSESSMENT_RUN: (Rule(OFFICE | UPPER, Reach.REGION),),
    Permission.ASSESSMENT_APPEAL: (Rule(REPORTERS, Reach.UNIT), Rule(OFFICE, Reach.REGION)),
    Permission.ROUND_READ: _ROUND_READ,
    Permission.ROUND_RUN: (Rule(OFFICE, Reach.REGION),),
    Permission.KIND_READ: (Rule(ANYBODY, Reach.ANYWHERE),),
    Permission.KIND_KEEP: (Rule(ADMINS, Reach.SUBTREE),),
    Permission.ASSIGNMENT_READ: (
        Rule(REPORTERS, Reach.UNIT),
        Rule(OFFICE, Reach.REGION),
        Rule(WATCHERS | AUDITORS | UPPER, Reach.SUBTREE),
        Rule(OURSELVES, Reach.ANYWHERE),
    ),
    Permission.SUBMISSION_READ: _CHAIN_READ,
    Permission.SUBMISSION_FILL: (Rule(REPORTERS, Reach.UNIT),),
    Permission.SUBMISSION_REVIEW: (Rule(OFFICE, Reach.REGION),),
    Permission.RECTIFICATION_READ: (
        Rule(REPORTERS, Reach.UNIT),
        Rule(OFFICE, Reach.REGION),
        Rule(UPPER | WATCHERS, Reach.SUBTREE, disclosures=NOT_INTERNAL),
        Rule(AUDITORS, Reach.SUBTREE),
    ),
    Permission.RECTIFICATION_RUN: (Rule(OFFICE, Reach.REGION),),
    Permission.RECTIFICATION_REPORT: (Rule(REPORTERS, Reach.UNIT),),
    Permission.LEDGER_READ: _published_facts("indicators:read"),
    Permission.LEDGER_KEEP: (Rule(REPORTERS, Reach.UNIT), Rule(OFFICE, Reach.REGION)),
    Permission.MESSAGE_READ: (Rule(PEOPLE, Reach.OWN),),
    Permission.DELIVERY_READ: (Rule(OFFICE, Reach.REGION), Rule(ADMINS | AUDITORS, Reach.SUBTREE)),
    Permission.DELIVERY_REPLAY: (Rule(OFFICE, Reach.REGION), Rule(ADMINS, Reach.SUBTREE)),
    Permission.DELIVERY_BOUNCE: (
        Rule(OFFICE, Reach.REGION),
        Rule(ADMINS, Reach.SUBTREE),
        Rule(CLIENTS, Reach.SUBTREE, scope="deliveries:bounce"),
    ),
    Permission.FEED_KEEP: (Rule(PEOPLE, Reach.OWN),),
    Permission.ENDPOINT_READ: (Rule(OFFICE, Reach.REGION), Rule(ADMINS | AUDITORS, Reach.SUBTREE)),
    Permission.ENDPOINT_KEEP: (Rule(OFFICE, Reach.REGION),),
    Permission.POLICY_READ: (Rule(OFFICE, Reach.REGION), Rule(ADMINS | AUDITORS, Reach.SUBTREE)),
    Permission.POLICY_KEEP: (Rule(OFFICE, Reach.REGION),),
    Permission.PREFERENCE_KEEP: (Rule(PEOPLE, Reach.OWN),),
    Permission.TEMPLATE_READ: (Rule(OFFICE, Reach.REGION), Rule(ADMINS | AUDITORS, Reach.SUBTREE)),
    Permission.TEMPLATE_KEEP: (Rule(OFFICE, Reach.REGION), Rule(ADMINS, Reach.SUBTREE)),
    Permission.DEADLINE_READ: (
        Rule(REPORTERS, Reach.UNIT),
        Rule(OFFICE, Reach.REGION),
        Rule(WATCHERS | AUDITORS | UPPER, Reach.SUBTREE),
    ),
    Permission.AUDIT_READ: (Rule(AUDITORS, Reach.SUBTREE),),
}


def needs_no_object(permission: Permission) -> bool:
    """Whether the role decides alone: every rule reaches anything anywhere, so a route can decide before it looks anything up."""
    return all(rule.reach is Reach.ANYWHERE and not rule.states and not rule.disclosures for rule in POLICY[permission])


@lru_cache(maxsize=16_384)
def limits(actor: Actor, permission: Permission) -> tuple[Limit, ...]:
    """Every way in which ``actor`` reaches objects under ``permission``; empty means never."""
    return tuple(dict.fromkeys(_limits(actor, permission)))


def _limits(actor: Actor, permission: Permission) -> Iterator[Limit]:
    for rule in POLICY[permission]:
        if rule.scope is not None and rule.scope not in actor.scopes:
            continue
        for grant in actor.grants:
            if grant.role in rule.roles:
                yield _limit(rule, grant, actor)


def _limit(rule: Rule, grant: Grant, actor: Actor) -> Limit:
    by_unit = rule.reach in {Reach.UNIT, Reach.LED}
    by_region = rule.reach in {Reach.REGION, Reach.SUBTREE, Reach.BELOW, Reach.ABOVE}
    return Limit(
        reach=rule.reach,
        region_path=grant.region_path if by_region else "",
        unit_id=grant.unit_id if by_unit else None,
        owner_id=actor.id if rule.reach is Reach.OWN else None,
        states=rule.states,
        disclosures=rule.disclosures,
    )


def decide(actor: Actor, permission: Permission, thing: Thing) -> Decision:
    """Whether ``actor`` may do ``permission`` to ``thing``, and why."""
    reached = limits(actor, permission)
    if not reached:
        roles = ", ".join(sorted({grant.role for grant in actor.grants})) or "no role"
        return Decision(False, f"{roles} never has it")
    for limit in reached:
        if limit.admits(thing):
            return Decision(True, f"reach {limit.reach}")
    return Decision(False, "outside of the reach of your posts")

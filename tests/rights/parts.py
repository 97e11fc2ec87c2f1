"""Who asks: a part (a role, and where it matters the unit it is held in) played in one of four regions."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shared.rules.access import Role

OWNER, LEAD, OTHER, OFFICE = "卫生健康局", "教育局", "住房和城乡建设局", "健康办"
SCOPES = ("deliveries:bounce", "indicators:read", "observations:write", "plans:read")


class Relation(StrEnum):
    """Where the actor's region lies, seen from the region that owns the object."""

    OWN = "own"
    SIBLING = "sibling"
    PARENT = "parent"
    CHILD = "child"


class Part(StrEnum):
    """The rows of the matrix. LIAISON and UNIT_LEADER are of the unit that owes the values, LEAD and LEAD_LEADER of the unit that
    leads the action, OTHER_UNIT and OTHER_LEADER of one that has nothing to do with either.
    """

    LIAISON = "liaison"
    UNIT_LEADER = "unit_leader"
    LEAD = "lead"
    LEAD_LEADER = "lead_leader"
    OTHER_UNIT = "other_unit"
    OTHER_LEADER = "other_leader"
    PLAN_OFFICE = "plan_office"
    UPPER_OFFICE = "upper_office"
    SUPERVISOR = "supervisor"
    LEADERSHIP = "leadership"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CLIENT = "client"
    BARE_CLIENT = "bare_client"


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody who plays a part holds in their region."""

    role: Role
    unit: str | None = None
    scopes: tuple[str, ...] = ()


POSTS = {
    Part.LIAISON: Post(Role.LIAISON, OWNER),
    Part.UNIT_LEADER: Post(Role.UNIT_LEADER, OWNER),
    Part.LEAD: Post(Role.LIAISON, LEAD),
    Part.LEAD_LEADER: Post(Role.UNIT_LEADER, LEAD),
    Part.OTHER_UNIT: Post(Role.LIAISON, OTHER),
    Part.OTHER_LEADER: Post(Role.UNIT_LEADER, OTHER),
    Part.PLAN_OFFICE: Post(Role.PLAN_OFFICE, OFFICE),
    Part.UPPER_OFFICE: Post(Role.UPPER_OFFICE, OFFICE),
    Part.SUPERVISOR: Post(Role.SUPERVISOR),
    Part.LEADERSHIP: Post(Role.LEADERSHIP),
    Part.AUDITOR: Post(Role.AUDITOR),
    Part.ADMINISTRATOR: Post(Role.ADMINISTRATOR),
    Part.CLIENT: Post(Role.CLIENT, scopes=SCOPES),
    Part.BARE_CLIENT: Post(Role.CLIENT),
}


@dataclass(frozen=True, slots=True)
class Who:
    """One actor: a cell's row and column."""

    part: Part
    relation: Relation

    @property
    def login(self) -> str:
        """The account's login."""
        return f"{self.relation}-{self.part}"


EVERYBODY = tuple(Who(part, relation) for part in Part for relation in Relation)


def of(part: Part, *relations: Relation) -> Iterator[Who]:
    """The part in some regions; in all of them when none is named."""
    return (Who(part, relation) for relation in relations or tuple(Relation))

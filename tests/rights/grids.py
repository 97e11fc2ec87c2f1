"""What may happen in each cell, written by hand from section 8 of the domain notes; the policy code was not consulted.

A grid has a line per part and a letter per region: own, sibling, parent, child. ``A`` allowed (anything but 401, 403, 404),
``D`` known but denied (403), ``H`` not theirs to know (404). ``rest`` stands for every part that has no line of its own.
"""

from collections.abc import Mapping
from enum import StrEnum

from tests.rights.parts import Part, Relation, Who


class Expect(StrEnum):
    """What a cell expects; a list answers everybody and either holds the object or does not."""

    ALLOW = "A"
    DENY = "D"
    HIDE = "H"
    SEES = "+"
    SEES_NOT = "-"


Grid = Mapping[Who, Expect]


def grid(text: str) -> Grid:
    """The grid that ``text`` draws; ValueError where a part is unknown, twice, or missing without a ``rest``."""
    lines = [line.split() for line in text.strip().splitlines()]
    named = {name: letters for name, *letters in lines}
    if len(named) != len(lines) or not set(named) <= {*Part, "rest"}:
        raise ValueError(f"parts unknown or twice: {[line[0] for line in lines]}")
    cells: dict[Who, Expect] = {}
    for part in Part:
        letters = named[part] if part in named else named["rest"]
        cells |= {Who(part, relation): Expect(letter) for relation, letter in zip(Relation, letters, strict=True)}
    return cells


def listed(reading: Grid) -> Grid:
    """The grid of a list beside the grid of the single object: who may read it finds it there, who may not does not."""
    seen = {Expect.ALLOW: Expect.SEES, Expect.HIDE: Expect.SEES_NOT}
    return {who: seen[expected] for who, expected in reading.items()}


# A draft under consultation: its region's people, and those who read below from above; they may comment, who watches may not.
COMMENT = grid("""
    liaison        A H H H
    unit_leader    A H H H
    lead           A H H H
    lead_leader    A H H H
    other_unit     A H H H
    other_leader   A H H H
    plan_office    A H H H
    upper_office   A H A H
    supervisor     D H D H
    leadership     D H D H
    auditor        D H D H
    rest           H H H H
""")
CONSULTING = grid("""
    liaison        D H H H
    unit_leader    D H H H
    lead           D H H H
    lead_leader    D H H H
    other_unit     D H H H
    other_leader   D H H H
    plan_office    A H H H
    upper_office   D H D H
    supervisor     D H D H
    leadership     D H D H
    auditor        D H D H
    rest           H H H H
""")
# What a unit said is known to the unit, the plan office and the auditors.
COMMENTED = grid("""
    liaison        A H H H
    unit_leader    A H H H
    plan_office    A H H H
    auditor        A H A H
    rest           H H H H
""")
REPLY = grid("""
    liaison        D H H H
    unit_leader    D H H H
    plan_office    A H H H
    auditor        D H D H
    rest           H H H H
""")

# A monitoring scheme belongs to its region's plan office and to the upper office seated there; once published it is an open document.
SCHEME_DRAFT = grid("""
    plan_office    A H H H
    upper_office   A H H H
    auditor        A H A H
    rest           H H H H
""")
KEEP_SCHEME_DRAFT = grid("""
    plan_office    A H H H
    upper_office   A H H H
    auditor        D H D H
    rest           H H H H
""")
KEEP_SCHEME = grid("""
    plan_office    A D D D
    upper_office   A D D D
    rest           D D D D
""")

# The directory names regions, units and holidays: everybody with an account needs it, and it holds no value.
EVERYBODY = grid("""
    rest           A A A A
""")

# "administrator (directory, not data)"; rights follow the region's subtree, so the city's administrator reaches the county.
ADMINISTRATORS = grid("""
    administrator  A D A D
    rest           D D D D
""")

# A directory table is refused row by row: whoever administers some region may ask, rows of other regions are refused in the answer.
ANY_ADMINISTRATOR = grid("""
    administrator  A A A A
    rest           D D D D
""")

# The country's calendar belongs to no region: only an administrator of the whole platform may, and none of these is one.
NOBODY = grid("""
    rest           D D D D
""")

# An account of the county's 卫生健康局: its own unit, its plan office, those who keep or audit the directory above it.
ACCOUNT = grid("""
    liaison        A H H H
    unit_leader    A H H H
    plan_office    A H H H
    auditor        A H A H
    administrator  A H A H
    rest           H H H H
""")

# Where somebody is reached: their own affair, and that of those who administer a region in which they hold a post.
CONTACT = grid("""
    liaison        D H H H
    unit_leader    D H H H
    plan_office    D H H H
    auditor        D H D H
    administrator  A H A H
    rest           H H H H
""")

# 公开: an issued plan that is public is public, also to outside systems that may read plans at all.
PUBLIC_PLAN = grid("""
    bare_client    H H H H
    rest           A A A A
""")

# 限本级及上级: everybody of the region itself, and whoever reads below from above; no outside system.
UPWARD = grid("""
    liaison        A H H H
    unit_leader    A H H H
    lead           A H H H
    lead_leader    A H H H
    other_unit     A H H H
    other_leader   A H H H
    plan_office    A H H H
    upper_office   A H A H
    supervisor     A H A H
    leadership     A H A H
    auditor        A H A H
    rest           H H H H
""")

# 内部, and every draft: the plan office that owns it, and the auditors ("read all").
OFFICE_ONLY = grid("""
    plan_office    A H H H
    auditor        A H A H
    rest           H H H H
""")

# "plan office (its region's plan)": nobody else drafts, issues, assigns, chooses or runs a round.
PLAN_OFFICE = grid("""
    plan_office    A D D D
    rest           D D D D
""")

# The same on a plan that is public: outside systems without the scope do not even know of it.
OFFICE_OF_PUBLIC_PLAN = grid("""
    plan_office    A D D D
    bare_client    H H H H
    rest           D D D D
""")

# Money of a public plan: "lead unit (its actions)" and the plan office enter it …
FUNDING_ENTER = grid("""
    lead           A D D D
    lead_leader    A D D D
    plan_office    A D D D
    bare_client    H H H H
    rest           D D D D
""")
# … and whoever reports, runs or watches in the region or from above sees it; to the rest the plan is public and its money is not.
FUNDING_OF_PUBLIC_PLAN = grid("""
    liaison        A D D D
    unit_leader    A D D D
    lead           A D D D
    lead_leader    A D D D
    other_unit     A D D D
    other_leader   A D D D
    plan_office    A D D D
    upper_office   A D A D
    supervisor     A D A D
    leadership     A D A D
    auditor        A D A D
    bare_client    H H H H
    rest           D D D D
""")
# Evidence of a milestone of a public plan is named by the unit that owns it, or by the plan office.
MILESTONE_REPORT = grid("""
    liaison        A D D D
    unit_leader    A D D D
    plan_office    A D D D
    bare_client    H H H H
    rest           D D D D
""")

# The same on a draft or an internal plan: the auditors see it and may not touch it.
OFFICE_OF_HIDDEN_PLAN = grid("""
    plan_office    A H H H
    auditor        D H D H
    rest           H H H H
""")

# Public facts that passed the chain; an outside system reads within the subtree it was let in for.
PUBLIC_FACT = grid("""
    client         A H A H
    bare_client    H H H H
    rest           A A A A
""")

# Internal facts: those who answer for the value, the plan office, the auditors.
INTERNAL_FACT = grid("""
    liaison        A H H H
    unit_leader    A H H H
    plan_office    A H H H
    auditor        A H A H
    rest           H H H H
""")

# A choice among the statements of a public indicator.
OFFICE_OF_PUBLIC_FACT = grid("""
    plan_office    A D D D
    client         D H D H
    bare_client    H H H H
    rest           D D D D
""")

# The same of an internal indicator: those who know of it may not choose, the rest does not know of it.
CHOOSE_INTERNAL = grid("""
    liaison        D H H H
    unit_leader    D H H H
    plan_office    A H H H
    auditor        D H D H
    rest           H H H H
""")

# Targets are revised by the plan office, and by the upper level's office for what lies below it and is not internal.
REVISE_PUBLIC = grid("""
    plan_office    A D D D
    upper_office   D D A D
    bare_client    H H H H
    rest           D D D D
""")
REVISE_UPWARD = grid("""
    liaison        D H H H
    unit_leader    D H H H
    lead           D H H H
    lead_leader    D H H H
    other_unit     D H H H
    other_leader   D H H H
    plan_office    A H H H
    upper_office   D H A H
    supervisor     D H D H
    leadership     D H D H
    auditor        D H D H
    rest           H H H H
""")
WITHDRAW_PUBLIC = grid("""
    plan_office    A D D D
    upper_office   D D A D
    client         D H D H
    bare_client    H H H H
    rest           D D D D
""")

# Official values come in by the plan office or by an outside system with the scope, within its subtree.
IMPORT_INTO_PUBLIC = grid("""
    plan_office    A D D D
    client         A D A D
    bare_client    H H H H
    rest           D D D D
""")
IMPORT_INTO_INTERNAL = grid("""
    plan_office    A H H H
    auditor        D H D H
    client         A H A H
    rest           H H H H
""")

# In bulk, by region: every region is known to everybody.
INTAKE = grid("""
    plan_office    A D D D
    client         A D A D
    rest           D D D D
""")
# Who may bring a value in may withdraw it; an outside system must know of it, too.
WITHDRAW_VALUE = grid("""
    plan_office    A D D D
    client         A H A H
    bare_client    H H H H
    rest           D D D D
""")

# An entry of the catalogue is changed by the office of the region that keeps it, and by upper office and administrator from there upwards.
KEEP_CATALOGUE = grid("""
    plan_office    A D D D
    upper_office   A D A D
    administrator  A D A D
    rest           D D D D
""")

# A round is known to everybody who reports, runs or watches in its region, and to those who watch from above.
ROUND = grid("""
    liaison        A H H H
    unit_leader    A H H H
    lead           A H H H
    lead_leader    A H H H
    other_unit     A H H H
    other_leader   A H H H
    plan_office    A H H H
    upper_office   A H A H
    supervisor     A H A H
    leadership     A H A H
    auditor        A H A H
    rest           H H H H
""")
ROUND_RUN = grid("""
    liaison        D H H H
    unit_leader    D H H H
    lead           D H H H
    lead_leader    D H H H
    other_unit     D H H H
    other_leader   D H H H
    plan_office    A H H H
    upper_office   D H D H
    supervisor     D H D H
    leadership     D H D H
    auditor        D H D H
    rest           H H H H
""")

# What a unit owes (and by when) is known to the unit, its plan office, and those who watch; not to other units.
OWED = grid("""
    liaison        A H H H
    unit_leader    A H H H
    plan_office    A H H H
    upper_office   A H A H
    supervisor     A H A H
    leadership     A H A H
    auditor        A H A H
    rest           H H H H
""")
WAIVE = grid("""
    liaison        D H H H
    unit_leader    D H H H
    plan_office    A H H H
    upper_office   D H D H
    supervisor     D H D H
    leadership     D H D H
    auditor        D H D H
    rest           H H H H
""")
START = grid("""
    liaison        A H H H
    unit_leader    A H H H
    plan_office    D H H H
    upper_office   D H D H
    supervisor     D H D H
    leadership     D H D H
    auditor        D H D H
    rest           H H H H
""")

# Unapproved values stay inside the chain: the unit, its plan office; the auditors read all. A draft is not the lead's to see …
DRAFT = INTERNAL_FACT
# … what was handed in is: "lead unit (its actions across units, read and comment)".
HANDED_IN = grid("""
    liaison        A H H H
    unit_leader    A H H H
    lead           A H H H
    lead_leader    A H H H
    plan_office    A H H H
    auditor        A H A H
    rest           H H H H
""")
# Approved: also those who read below or watch; never other units, other regions, outside systems.
APPROVED = grid("""
    liaison        A H H H
    unit_leader    A H H H
    lead           A H H H
    lead_leader    A H H H
    plan_office    A H H H
    upper_office   H H A H
    supervisor     A H A H
    leadership     A H A H
    auditor        A H A H
    rest           H H H H
""")

# "Liaison/reporter and unit leader (own unit, own assignments)" fill; the plan office and the auditors look on.
FILL_DRAFT = grid("""
    liaison        A H H H
    unit_leader    A H H H
    plan_office    D H H H
    auditor        D H D H
    rest           H H H H
""")
FILL_HANDED_IN = grid("""
    liaison        A H H H
    unit_leader    A H H H
    lead           D H H H
    lead_leader    D H H H
    plan_office    D H H H
    auditor        D H D H
    rest           H H H H
""")
REVIEW = grid("""
    liaison        D H H H
    unit_leader    D H H H
    lead           D H H H
    lead_leader    D H H H
    plan_office    A H H H
    auditor        D H D H
    rest           H H H H
""")

# A message is its reader's alone, and whoever else sits in the same office has their own.
# What left the platform: the plan office answers for its region; administrators and auditors look from above.
DELIVERY = grid("""
    plan_office    A H H H
    auditor        A H A H
    administrator  A H A H
    rest           H H H H
""")
REPLAYED = grid("""
    plan_office    A H H H
    auditor        D H D H
    administrator  A H A H
    rest           H H H H
""")
# The program that reads returned mail knows deliveries by id only; it need not read them.
BOUNCED = grid("""
    plan_office    A H H H
    administrator  A H A H
    client         A H A H
    rest           H H H H
""")
# Programs outside are told what the plan office itself may read: it alone keeps them; administrators and auditors look.
ENDPOINT_KEPT = grid("""
    plan_office    A H H H
    auditor        D H D H
    administrator  D H D H
    rest           H H H H
""")
ENDPOINT_ENTERED = grid("""
    plan_office    A D D D
    rest           D D D D
""")
FEED_MADE = grid("""
    client         D D D D
    bare_client    D D D D
    rest           A A A A
""")
LIAISONS_MESSAGE = grid("""
    liaison        A H H H
    rest           H H H H
""")
OFFICES_MESSAGE = grid("""
    plan_office    A H H H
    rest           H H H H
""")
LEADERS_MESSAGE = grid("""
    leadership     A H H H
    rest           H H H H
""")

# Who did what is shown to auditors alone, of their region and everything below it.
AUDITED = grid("""
    auditor        A H A H
    rest           H H H H
""")

"""What may happen to ledgers and rectifications, written by hand from section 8 of the domain notes; the policy code was not consulted."""

from tests.rights.grids import grid

# "own unit, own" work, and the plan office: a ledger is opened and kept by its unit's reporters or by the office of the region.
OPEN_LEDGER = grid("""
    liaison        A D D D
    unit_leader    A D D D
    plan_office    A D D D
    rest           D D D D
""")
# Progress is reported by the unit that puts it right; who knows of it besides may not.
REPORT_RECTIFICATION = grid("""
    liaison        A H H H
    unit_leader    A H H H
    plan_office    D H H H
    upper_office   D H D H
    supervisor     D H D H
    leadership     D H D H
    auditor        D H D H
    rest           H H H H
""")
# The same of one that others know of as far as 限本级及上级 reaches.
KEEP_LEDGER = grid("""
    liaison        A H H H
    unit_leader    A H H H
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

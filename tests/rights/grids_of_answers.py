"""Who may fill in forms as a table: the people of the unit that is asked; others who know of the round are told that it is not theirs."""

from tests.rights.grids import grid

FILL_TABLE = grid("""
    liaison        A H H H
    unit_leader    A H H H
    lead           D H H H
    lead_leader    D H H H
    other_unit     D H H H
    other_leader   D H H H
    plan_office    D H H H
    upper_office   D H D H
    supervisor     D H D H
    leadership     D H D H
    auditor        D H D H
    rest           H H H H
""")

# Many forms are approved one by one: whoever reviews in some region may ask, forms of others are refused in the answer.
ANY_OFFICE = grid("""
    plan_office    A A A A
    rest           D D D D
""")

"""Rows of assessments: schemes and results of the county; the assessed is its 卫生健康局.

From the brief: the office of the region that assesses keeps schemes and results; the assessed learn the scheme, their own standing
and, where it is public, the whole; 公示 follows the disclosure level; appeals are the assessed's, decisions the office's.
"""

from tests.rights import grids
from tests.rights.cases import Case, late, one, seek
from tests.rights.grids import grid
from tests.rights.objects_of_assessments import fact_body, scheme_body

# The plan office or the upper office of exactly the region that assesses.
RUN = grid("""
    plan_office    A D D D
    upper_office   A D D D
    rest           D D D D
""")
# A draft, a provisional result, a proposed adjustment: theirs, and the auditors look on.
KEPT = grid("""
    plan_office    A H H H
    upper_office   A H H H
    auditor        A H A H
    rest           H H H H
""")
KEEP = grid("""
    plan_office    A H H H
    upper_office   A H H H
    auditor        D H D H
    rest           H H H H
""")
# Moves on a published public scheme, which everybody knows.
RUN_PUBLIC = grid("""
    plan_office    A D D D
    upper_office   A D D D
    client         D H D H
    bare_client    H H H H
    rest           D D D D
""")
# A scheme that is not public, an announced public result: the region, who watches from above, and the regions below that it may assess.
SHOWN = grid("""
    liaison        A H H A
    unit_leader    A H H A
    lead           A H H A
    lead_leader    A H H A
    other_unit     A H H A
    other_leader   A H H A
    plan_office    A H H A
    upper_office   A H A A
    supervisor     A H A A
    leadership     A H A A
    auditor        A H A A
    rest           H H H H
""")
ADJUST = grid("""
    liaison        D H H D
    unit_leader    D H H D
    lead           D H H D
    lead_leader    D H H D
    other_unit     D H H D
    other_leader   D H H D
    plan_office    A H H D
    upper_office   A H D D
    supervisor     D H D D
    leadership     D H D D
    auditor        D H D D
    rest           H H H H
""")
APPEAL = grid("""
    liaison        A H H D
    unit_leader    A H H D
    lead           D H H D
    lead_leader    D H H D
    other_unit     D H H D
    other_leader   D H H D
    plan_office    D H H D
    upper_office   D H D D
    supervisor     D H D D
    leadership     D H D D
    auditor        D H D D
    rest           H H H H
""")
# An appeal of, and a fact about, a unit: the unit's and the office's.
OWN = grid("""
    liaison        A H H H
    unit_leader    A H H H
    plan_office    A H H H
    upper_office   A H H H
    auditor        A H A H
    rest           H H H H
""")
DECIDE = grid("""
    liaison        D H H H
    unit_leader    D H H H
    plan_office    A H H H
    upper_office   A H H H
    auditor        D H D H
    rest           H H H H
""")

ASSESSMENTS: dict[str, tuple[Case, ...]] = {
    "draft_assessment_scheme": (Case("of the county", RUN, body=scheme_body),),
    "list_assessment_schemes": (seek("draft", KEPT, "id", "draft_assessment_scheme"), seek("upward", SHOWN, "id", "upward_scheme")),
    "read_assessment_scheme": (
        one("draft", KEPT, scheme_id="draft_assessment_scheme"),
        one("public", grids.PUBLIC_FACT, scheme_id="public_scheme"),
        one("upward", SHOWN, scheme_id="upward_scheme"),
    ),
    "edit_assessment_scheme": (one("draft", KEEP, lambda _: {"title": "改名"}, scheme_id="draft_assessment_scheme"),),
    "publish_assessment_scheme": (one("draft", KEEP, scheme_id="assessment_scheme_to_publish"),),
    "revise_assessment_scheme": (one("public", RUN_PUBLIC, lambda _: {"reason": "沿用"}, scheme_id="scheme_to_revise"),),
    "record_fact": (Case("about a unit of the county", RUN, body=fact_body),),
    "list_facts": (seek("about the unit", OWN, "id", "fact"),),
    "read_fact": (one("about the unit", OWN, fact_id="fact"),),
    "withdraw_fact": (one("about the unit", DECIDE, lambda _: {"reason": "误录"}, fact_id="fact_to_withdraw"),),
    "run_assessment": (Case("public scheme", RUN_PUBLIC, body=lambda world: {"scheme_id": world.named("public_scheme")}),),
    "evaluate_assessment": (Case("public scheme", RUN_PUBLIC, body=lambda world: {"scheme_id": world.named("public_scheme")}),),
    "list_assessments": (
        seek("provisional", KEPT, "id", "provisional_assessment"),
        seek("announced", SHOWN, "id", "public_assessment"),
        seek("announced, upward", grids.UPWARD, "id", "upward_assessment"),
    ),
    "read_assessment": (
        one("provisional", KEPT, assessment_id="provisional_assessment"),
        one("announced", SHOWN, assessment_id="public_assessment"),
        one("announced, upward", grids.UPWARD, assessment_id="upward_assessment"),
    ),
    "rerun_assessment": (one("provisional", KEEP, assessment_id="provisional_assessment"),),
    "announce_assessment": (late("shown already", KEEP, lambda _: {"appeals_until": "2099-12-31"}, assessment_id="assessment_to_announce"),),
    "finalise_assessment": (late("window open", ADJUST, lambda _: None, assessment_id="public_assessment"),),
    "list_standings": (
        one("provisional", KEPT, assessment_id="provisional_assessment"),
        one("announced", SHOWN, assessment_id="public_assessment"),
        one("announced, upward", grids.UPWARD, assessment_id="upward_assessment"),
    ),
    "export_assessment": (
        one("provisional", KEPT, assessment_id="provisional_assessment"),
        one("announced", SHOWN, assessment_id="public_assessment"),
        one("announced, upward", grids.UPWARD, assessment_id="upward_assessment"),
    ),
    "read_standing": (
        one("provisional", KEPT, standing_id="provisional_standing"),
        one("announced", SHOWN, standing_id="public_standing"),
        one("announced, upward", grids.UPWARD, standing_id="upward_standing"),
    ),
    "appeal": (one("announced", APPEAL, lambda _: {"text": "应以核定值为准"}, standing_id="public_standing"),),
    "list_appeals": (seek("of the unit", OWN, "id", "appeal"),),
    "read_appeal": (one("of the unit", OWN, appeal_id="appeal"),),
    "decide_appeal": (one("of the unit", DECIDE, lambda _: {"upheld": True, "reason": "属实"}, appeal_id="appeal_to_decide"),),
    "propose_adjustment": (one("announced", ADJUST, lambda _: {"points": "1", "reason": "复核"}, standing_id="public_standing"),),
    "list_adjustments": (seek("proposed", KEPT, "id", "adjustment"),),
    "read_adjustment": (one("proposed", KEPT, adjustment_id="adjustment"),),
    "decide_adjustment": (one("proposed", KEEP, lambda _: {"confirmed": True, "note": "同意"}, adjustment_id="adjustment_to_decide"),),
}

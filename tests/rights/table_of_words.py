"""Rows of what messages say and how readers want them, from the brief: the plan office of the region and administrators above it keep templates,
auditors look on; every person has preferences of their own, programs have none.
"""

from tests.rights import grids
from tests.rights.cases import Case, one, seek
from tests.rights.grids import grid
from tests.rights.objects_of_words import MARKED, template_body

KEPT = grid("""
    plan_office    A H H H
    auditor        D H D H
    administrator  A H A H
    rest           H H H H
""")
ENTERED = grid("""
    plan_office    A D D D
    administrator  A D A D
    rest           D D D D
""")

WORDS: dict[str, tuple[Case, ...]] = {
    "read_preferences": (Case("own", grids.FEED_MADE),),
    "set_preferences": (Case("own", grids.FEED_MADE, body=lambda _world: {}),),
    "list_templates": (seek("draft", grids.DELIVERY, "id", "template"),),
    "read_sayings": (Case("for all", grids.EVERYBODY),),
    "draft_template": (Case("of the county", ENTERED, body=template_body),),
    "read_template": (one("draft", grids.DELIVERY, template_id="template"),),
    "preview_template": (one("draft", grids.DELIVERY, template_id="template"),),
    "rewrite_template": (one("draft", KEPT, lambda _world: MARKED, template_id="template"),),
    "activate_template": (one("draft", KEPT, template_id="template_to_activate"),),
    "retire_template": (one("draft", KEPT, template_id="template_to_retire"),),
}

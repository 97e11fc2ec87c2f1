"""Rows of templates of messages, from the brief: the plan office of the region and administrators above it keep them, auditors look on."""

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
    "list_templates": (seek("draft", grids.DELIVERY, "id", "template"),),
    "read_sayings": (Case("for all", grids.EVERYBODY),),
    "draft_template": (Case("of the county", ENTERED, body=template_body),),
    "read_template": (one("draft", grids.DELIVERY, template_id="template"),),
    "preview_template": (one("draft", grids.DELIVERY, template_id="template"),),
    "rewrite_template": (one("draft", KEPT, lambda _world: MARKED, template_id="template"),),
    "activate_template": (one("draft", KEPT, template_id="template_to_activate"),),
    "retire_template": (one("draft", KEPT, template_id="template_to_retire"),),
}

"""Printed Chinese target text to the algebra of ``shared.schemas.targets``, and back to a printed phrase. Pure; nothing is guessed."""

from shared.rules.targets.facts import Fact, facts_kind, facts_of
from shared.rules.targets.fields import fields_of
from shared.rules.targets.parsing import parse
from shared.rules.targets.printing import print_target
from shared.rules.targets.prose import find_targets
from shared.rules.targets.remarks import Remark
from shared.rules.targets.results import Found, ParsedTarget, ParsedTargets, Understood

__all__ = [
    "Fact",
    "Found",
    "ParsedTarget",
    "ParsedTargets",
    "Remark",
    "Understood",
    "facts_kind",
    "facts_of",
    "fields_of",
    "find_targets",
    "parse",
    "print_target",
]

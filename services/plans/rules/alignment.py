"""What follows what: likely parents, explained, for a person to confirm; and what nobody below covers. Never a link by itself.

Source: domain notes, section 2 (Alignment): headings and actions do not match one to one; 食品药品农产品安全行动 bundles three actions.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.kit.language import Words
from shared.rules.similarity import bigrams, likeness
from shared.schemas.alignment import ChildCoverage, ParentActionSuggestion
from shared.schemas.verdicts import Said

LEAST = 0.5
"""Below this nothing is suggested."""
_COMMON = ("专项行动", "行动计划", "行动", "工程", "工作", "任务")
"""Words that every heading has, and that say nothing of what it is about."""
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_BECAUSE = Words("名称共有“{shared}”", "the names share {shared}")


def core(name: str) -> str:
    """A heading without the words that every heading has; itself where nothing would be left."""
    plain = "".join(name.split())
    for word in _COMMON:
        plain = plain.removesuffix(word)
    return plain or name


def closeness(child: str, parent: str) -> float:
    """How likely ``child`` follows ``parent``: how alike they are, and how much of the parent is in the child, which may bundle several."""
    own, theirs = bigrams(core(child)), bigrams(core(parent))
    if not own or not theirs:
        return 0.0
    inside = len(own & theirs) / len(theirs)
    return round((likeness(core(child), core(parent)) + inside) / 2, 3)


def suggest(child: str, parents: Mapping[str, str], most: int = 5) -> list[ParentActionSuggestion]:
    """The parent actions (key → name) that an action likely follows, the likeliest first, each with its reason."""
    ranked = sorted(((closeness(child, name), key, name) for key, name in parents.items()), key=lambda one: (-one[0], one[1]))
    return [_suggestion(child, score, key, name) for score, key, name in ranked[:most] if score >= LEAST]


def _suggestion(child: str, score: float, key: str, name: str) -> ParentActionSuggestion:
    pieces = bigrams(core(child)) & bigrams(core(name))
    shared = "、".join(sorted(pieces, key=core(child).find))
    return ParentActionSuggestion(
        key=key, name=name, likeness=score, because=Said(zh=_BECAUSE.say("zh", shared=shared), en=_BECAUSE.say("en", shared=shared))
    )


def bare(title: str) -> str:
    """A title without what stands in brackets: 健康浙江行动（2021—2030年） is named as 健康浙江行动."""
    return _BRACKETS.sub("", title) or title


def likely_titles(based_on: Iterable[str], titles: Mapping[UUID, str]) -> Iterator[tuple[float, UUID, str]]:
    """Plans whose titles are like one of those named as the basis: (likeness, plan, the title as named), the likeliest first."""
    named = list(based_on)
    best = (
        [(*max((round(likeness(bare(title), bare(name)), 3), name) for name in named), plan_id) for plan_id, title in titles.items()] if named else []
    )
    for found, name, plan_id in sorted(best, key=lambda one: (-one[0], str(one[2]))):
        if found >= LEAST:
            yield found, plan_id, name


@dataclass(frozen=True, slots=True)
class Child:
    """A plan below: its head, the keys of its actions, and its links (own key, parent key)."""

    plan_id: UUID
    title: str
    region_name: str
    actions: Sequence[str]
    links: Sequence[tuple[str, str]]


def gaps(parent: Collection[str], child: Child) -> ChildCoverage:
    """What one plan below leaves open of the upper plan's actions (keys), in document order on both sides."""
    standing = [(own, to) for own, to in child.links if own in child.actions and to in parent]
    followed, following = {to for _, to in standing}, {own for own, _ in standing}
    return ChildCoverage(
        plan_id=child.plan_id,
        title=child.title,
        region_name=child.region_name,
        not_covered=[key for key in parent if key not in followed],
        without_parent=[key for key in child.actions if key not in following],
    )

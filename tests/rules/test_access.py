"""The rights policy: a table of who may do what where, written from the domain notes and not from the policy."""

from uuid import UUID

import pytest

from shared.rules.access import POLICY, Actor, Disclosure, Grant, Permission, Reach, Role, Rule, Thing, decide, limits

CITY, HOME, BELOW, BESIDE = "cn.zj.nb.", "cn.zj.nb.jb.", "cn.zj.nb.jb.s1.", "cn.zj.nb.yz."
UNIT, OTHER_UNIT = UUID(int=1), UUID(int=2)
ME, SOMEBODY = UUID(int=11), UUID(int=12)
P, R, D = Permission, Role, Disclosure


def actor(role: Role, *scopes: str, region: str = HOME, unit: UUID | None = UNIT) -> Actor:
    """Somebody who holds one role at home."""
    return Actor(ME, "某人", (Grant(role, region, unit),), frozenset(scopes))


def plan(region: str, state: str, disclosure: Disclosure) -> Thing:
    """A plan."""
    return Thing(region_path=region, state=state, disclosure=disclosure)


def submission(region: str, state: str, unit: UUID = OTHER_UNIT, lead: UUID | None = None) -> Thing:
    """A submission of a unit, for an action that ``lead`` leads."""
    return Thing(region_path=region, unit_id=unit, state=state, lead_unit_ids=frozenset({lead} if lead else ()))


def value(region: str, disclosure: Disclosure, unit: UUID = OTHER_UNIT) -> Thing:
    """An official value."""
    return Thing(region_path=region, unit_id=unit, disclosure=disclosure)


CASES: list[tuple[Role, Permission, Thing, bool]] = [
    # A liaison fills what the own unit owes, and sees nothing of others before it has passed the chain.
    (R.LIAISON, P.SUBMISSION_FILL, submission(HOME, "draft", UNIT), True),
    (R.LIAISON, P.SUBMISSION_FILL, submission(HOME, "draft"), False),
    (R.LIAISON, P.SUBMISSION_READ, submission(HOME, "draft", UNIT), True),
    (R.LIAISON, P.SUBMISSION_READ, submission(HOME, "draft"), False),
    (R.LIAISON, P.SUBMISSION_REVIEW, submission(HOME, "submitted", UNIT), False),
    (R.UNIT_LEADER, P.SUBMISSION_FILL, submission(HOME, "draft", UNIT), True),
    (R.UNIT_LEADER, P.SUBMISSION_REVIEW, submission(HOME, "submitted", UNIT), False),
    # The lead unit reads across units what was handed in, not what is still being written.
    (R.LIAISON, P.SUBMISSION_READ, submission(HOME, "submitted", lead=UNIT), True),
    (R.LIAISON, P.SUBMISSION_READ, submission(HOME, "draft", lead=UNIT), False),
    (R.LIAISON, P.SUBMISSION_READ, submission(HOME, "approved", lead=OTHER_UNIT), False),
    # The plan office has its own region, not the one beside, above or below.
    (R.PLAN_OFFICE, P.SUBMISSION_REVIEW, submission(HOME, "submitted"), True),
    (R.PLAN_OFFICE, P.SUBMISSION_REVIEW, submission(BESIDE, "submitted"), False),
    (R.PLAN_OFFICE, P.SUBMISSION_REVIEW, submission(CITY, "submitted"), False),
    (R.PLAN_OFFICE, P.SUBMISSION_REVIEW, submission(BELOW, "submitted"), False),
    (R.PLAN_OFFICE, P.PLAN_DRAFT, Thing(region_path=HOME), True),
    (R.PLAN_OFFICE, P.PLAN_DRAFT, Thing(region_path=BESIDE), False),
    (R.PLAN_OFFICE, P.PLAN_ISSUE, Thing(region_path=HOME), True),
    (R.PLAN_OFFICE, P.DOCUMENT_READ, Thing(region_path=HOME), True),
    (R.PLAN_OFFICE, P.DOCUMENT_READ, Thing(region_path=BELOW), False),
    (R.PLAN_OFFICE, P.ROUND_RUN, Thing(region_path=HOME), True),
    (R.PLAN_OFFICE, P.OBSERVATION_IMPORT, Thing(region_path=BESIDE), False),
    (R.PLAN_OFFICE, P.DIRECTORY_IMPORT, Thing(region_path=HOME), False),
    # The upper office reads what is approved below it, and reviews nothing there.
    (R.UPPER_OFFICE, P.SUBMISSION_READ, submission(BELOW, "approved"), True),
    (R.UPPER_OFFICE, P.SUBMISSION_READ, submission(BELOW, "submitted"), False),
    (R.UPPER_OFFICE, P.SUBMISSION_READ, submission(BESIDE, "approved"), False),
    (R.UPPER_OFFICE, P.SUBMISSION_REVIEW, submission(BELOW, "submitted"), False),
    (R.UPPER_OFFICE, P.OBSERVATION_READ, value(BELOW, D.UPWARD), True),
    (R.UPPER_OFFICE, P.OBSERVATION_READ, value(BELOW, D.INTERNAL), False),
    # Leadership and supervisors read what is approved, and change nothing.
    (R.LEADERSHIP, P.SUBMISSION_READ, submission(HOME, "approved"), True),
    (R.LEADERSHIP, P.SUBMISSION_READ, submission(HOME, "in_review"), False),
    (R.SUPERVISOR, P.SUBMISSION_READ, submission(HOME, "approved"), True),
    (R.SUPERVISOR, P.SUBMISSION_FILL, submission(HOME, "draft", UNIT), False),
    # The auditor reads all below the post, drafts and internal values included.
    (R.AUDITOR, P.SUBMISSION_READ, submission(BELOW, "draft"), True),
    (R.AUDITOR, P.PLAN_READ, plan(HOME, "drafting", D.INTERNAL), True),
    (R.AUDITOR, P.OBSERVATION_READ, value(BELOW, D.INTERNAL), True),
    (R.AUDITOR, P.SUBMISSION_READ, submission(BESIDE, "draft"), False),
    (R.AUDITOR, P.PLAN_DRAFT, Thing(region_path=HOME), False),
    (R.AUDITOR, P.DOCUMENT_READ, Thing(region_path=BELOW), True),
    # The administrator has the directory and no data.
    (R.ADMINISTRATOR, P.DIRECTORY_IMPORT, Thing(region_path=BELOW), True),
    (R.ADMINISTRATOR, P.DIRECTORY_IMPORT, Thing(region_path=BESIDE), False),
    (R.ADMINISTRATOR, P.ACCOUNT_READ, Thing(region_path=HOME, owner_id=SOMEBODY), True),
    (R.ADMINISTRATOR, P.SUBMISSION_READ, submission(HOME, "approved"), False),
    (R.ADMINISTRATOR, P.OBSERVATION_READ, value(HOME, D.UPWARD), False),
    (R.ADMINISTRATOR, P.PLAN_READ, plan(HOME, "drafting", D.PUBLIC), False),
    # Disclosure: public for all, upward for the own level and above, internal at home in the chain only.
    (R.LIAISON, P.OBSERVATION_READ, value(BESIDE, D.PUBLIC), True),
    (R.LIAISON, P.OBSERVATION_READ, value(BESIDE, D.UPWARD), False),
    (R.LIAISON, P.OBSERVATION_READ, value(HOME, D.UPWARD), True),
    (R.LIAISON, P.OBSERVATION_READ, value(HOME, D.INTERNAL), False),
    (R.LIAISON, P.OBSERVATION_READ, value(HOME, D.INTERNAL, UNIT), True),
    (R.PLAN_OFFICE, P.OBSERVATION_READ, value(HOME, D.INTERNAL), True),
    (R.LIAISON, P.PLAN_READ, plan(BESIDE, "issued", D.PUBLIC), True),
    (R.LIAISON, P.PLAN_READ, plan(BESIDE, "drafting", D.PUBLIC), False),
    (R.LIAISON, P.PLAN_READ, plan(HOME, "issued", D.UPWARD), True),
    (R.LIAISON, P.PLAN_READ, plan(HOME, "drafting", D.PUBLIC), False),
    (R.PLAN_OFFICE, P.PLAN_READ, plan(HOME, "drafting", D.INTERNAL), True),
    (R.PLAN_OFFICE, P.PLAN_READ, plan(BESIDE, "issued", D.UPWARD), False),
    # Messages and one's own account are one's own.
    (R.LEADERSHIP, P.MESSAGE_READ, Thing(owner_id=ME), True),
    (R.ADMINISTRATOR, P.MESSAGE_READ, Thing(owner_id=SOMEBODY), False),
    (R.LIAISON, P.SELF_READ, Thing(owner_id=ME), True),
    (R.LIAISON, P.ACCOUNT_READ, Thing(region_path=HOME, unit_id=OTHER_UNIT, owner_id=SOMEBODY), False),
    # A machine client without the scope has nothing.
    (R.CLIENT, P.OBSERVATION_READ, value(HOME, D.PUBLIC), False),
    (R.CLIENT, P.OBSERVATION_IMPORT, Thing(region_path=HOME), False),
    (R.CLIENT, P.PLAN_READ, plan(HOME, "issued", D.PUBLIC), False),
]


@pytest.mark.parametrize(("role", "permission", "thing", "allowed"), CASES, ids=lambda part: getattr(part, "value", None) or "")
def test_the_table_of_cases(role: Role, permission: Permission, thing: Thing, allowed: bool) -> None:
    decision = decide(actor(role), permission, thing)
    assert decision.allowed is allowed, decision.why
    assert decision.why


def test_every_role_stands_in_the_table() -> None:
    assert {role for role, *_ in CASES} == set(Role) - {Role.SERVICE}


@pytest.mark.parametrize(
    ("scope", "permission", "thing", "allowed"),
    [
        ("indicators:read", P.OBSERVATION_READ, value(HOME, D.PUBLIC), True),
        ("indicators:read", P.OBSERVATION_READ, value(HOME, D.UPWARD), False),
        ("indicators:read", P.OBSERVATION_READ, value(BESIDE, D.PUBLIC), False),
        ("indicators:read", P.OBSERVATION_IMPORT, Thing(region_path=HOME), False),
        ("observations:write", P.OBSERVATION_IMPORT, Thing(region_path=BELOW), True),
        ("observations:write", P.OBSERVATION_IMPORT, Thing(region_path=BESIDE), False),
        ("plans:read", P.PLAN_READ, plan(BESIDE, "issued", D.PUBLIC), True),
        ("plans:read", P.PLAN_READ, plan(HOME, "issued", D.UPWARD), False),
        ("plans:read", P.SUBMISSION_READ, submission(HOME, "approved"), False),
    ],
)
def test_a_client_has_its_scopes_and_no_more(scope: str, permission: Permission, thing: Thing, allowed: bool) -> None:
    assert decide(actor(R.CLIENT, scope), permission, thing).allowed is allowed


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLIENT])
def test_a_scope_gives_people_nothing(role: Role) -> None:
    for permission in Permission:
        assert limits(actor(role), permission) == limits(actor(role, "plans:read", "indicators:read", "observations:write"), permission)


@pytest.mark.parametrize("permission", Permission)
def test_without_a_post_nothing_is_allowed_but_ones_own(permission: Permission) -> None:
    nobody = Actor(ME, "无职")
    assert not decide(nobody, permission, Thing(region_path=HOME, unit_id=UNIT, owner_id=ME, disclosure=D.PUBLIC, state="issued")).allowed


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_has_rules_and_no_empty_roles(permission: Permission) -> None:
    assert POLICY[permission]
    assert all(rule.roles for rule in POLICY[permission])


def test_a_post_without_a_unit_reaches_no_unit() -> None:
    """Otherwise "no unit" would equal "no unit"."""
    liaison = actor(Role.LIAISON, unit=None)
    assert not decide(liaison, P.SUBMISSION_READ, Thing(region_path=HOME, unit_id=None, state="draft")).allowed
    assert not decide(liaison, P.SUBMISSION_FILL, Thing(region_path=HOME, unit_id=None)).allowed


def test_regions_are_compared_by_whole_steps() -> None:
    """The path ends with a dot: 'cn.zj.nb.jb.' is not the beginning of 'cn.zj.nb.jb2.'."""
    auditor = actor(Role.AUDITOR)
    assert not decide(auditor, P.SUBMISSION_READ, submission("cn.zj.nb.jb2.", "draft")).allowed


def test_posts_add_up() -> None:
    both = Actor(ME, "兼职", (Grant(R.LIAISON, HOME, UNIT), Grant(R.PLAN_OFFICE, BESIDE)))
    assert decide(both, P.SUBMISSION_FILL, submission(HOME, "draft", UNIT)).allowed
    assert decide(both, P.SUBMISSION_REVIEW, submission(BESIDE, "submitted")).allowed
    assert not decide(both, P.SUBMISSION_REVIEW, submission(HOME, "submitted", UNIT)).allowed


def test_a_refusal_says_whether_it_is_the_role_or_the_place() -> None:
    assert "never" in decide(actor(R.LEADERSHIP), P.PLAN_DRAFT, Thing(region_path=HOME)).why
    assert "reach" in decide(actor(R.PLAN_OFFICE), P.PLAN_DRAFT, Thing(region_path=BESIDE)).why


def test_only_our_own_services_are_services() -> None:
    for permission, rules in POLICY.items():
        for rule in rules:
            if Role.SERVICE in rule.roles:
                assert rule.reach in {Reach.ANYWHERE, Reach.OWN}, permission


def test_rules_are_values() -> None:
    """Limits are cached by actor: two equal actors must be one key."""
    assert hash(actor(R.LIAISON)) == hash(actor(R.LIAISON))
    assert Rule(frozenset({R.LIAISON}), Reach.UNIT) == Rule(frozenset({R.LIAISON}), Reach.UNIT)

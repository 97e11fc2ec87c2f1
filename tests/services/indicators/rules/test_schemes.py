"""Schemes held against catalogue and plan: faults, definitions, what is asked, lacking and beyond."""

from uuid import UUID, uuid4

import pytest

from services.indicators.rules.schemes import Entry, ItemFault, compare_definitions, faults_of, held_against, mapping_faults
from shared.schemas.schemes import AskedOf, Definitions, InPlan, SchemeItem

LITERACY, BEDS = uuid4(), uuid4()
ENTRIES = {
    LITERACY: Entry(LITERACY, "居民健康素养水平", "%", "具备基本健康素养的人数÷调查人数×100%"),
    BEDS: Entry(BEDS, "千人床位数", "张/千人", None),
}


def item(code: str, name: str, unit: str | None = "%", **more: object) -> SchemeItem:
    """What a scheme asks for."""
    return SchemeItem.model_validate({"code": code, "name": name, "unit_of_measure": unit, **more})


def test_every_fault_of_every_item_is_told() -> None:
    nowhere = uuid4()
    items = [
        item("M01", "居民健康素养水平", indicator_id=LITERACY),
        item("M01", "居民健康素养水平 "),
        item("M02", "床位", "箩筐", indicator_id=nowhere),
        item("M03", "千人床位数", "%", indicator_id=BEDS),
        item("M04", "疟疾", None, indicator_id=BEDS),
    ]
    assert faults_of(items, ENTRIES) == [
        ItemFault(2, "code", "twice", "M01", "1"),
        ItemFault(2, "name", "twice", "居民健康素养水平", "1"),
        ItemFault(3, "unit_of_measure", "unknown-unit", "箩筐"),
        ItemFault(3, "indicator_id", "unknown-indicator", str(nowhere)),
        ItemFault(4, "indicator_id", "units-differ", "%", "张/千人"),
    ]


@pytest.mark.parametrize(
    ("unit", "indicator_id", "fault"), [("‰", LITERACY, None), (None, BEDS, None), ("%", BEDS, "units-differ"), ("%", None, None)]
)
def test_what_an_item_may_mean(unit: str | None, indicator_id: UUID | None, fault: str | None) -> None:
    assert [one.code for one in mapping_faults(1, unit, indicator_id, ENTRIES)] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("asked", "own", "found"),
    [
        ("具备基本健康素养的人数／调查人数", "具备基本健康素养的人数 / 调查人数。", Definitions.SAME),
        ("ＰＭ2.5年均浓度", "pm2.5 年均浓度", Definitions.SAME),
        ("15—69岁常住人口", "15-69岁户籍人口", Definitions.DIFFERS),
        ("调查人数×100%", "调查人数×1000‰", Definitions.DIFFERS),
        (None, "任何", Definitions.NOT_STATED),
        ("任何", " ", Definitions.NOT_STATED),
    ],
)
def test_definitions_are_compared_by_their_words(asked: str | None, own: str | None, found: Definitions) -> None:
    """Domain notes, section 3: a definition that differs makes things incomparable until a person accepts it."""
    assert compare_definitions(asked, own) is found
    assert compare_definitions(own, asked) is found


def own(key: str, indicator_id: UUID, unit: str = "%") -> InPlan:
    """An indicator of a plan."""
    return InPlan(plan_indicator_id=uuid4(), key=key, name=key, unit_of_measure=unit, indicator_id=indicator_id)


def test_a_plan_has_lacks_and_goes_beyond() -> None:
    items = [
        item("M01", "健康素养", indicator_id=LITERACY, definition="具备基本健康素养的人数÷调查人数×100%"),
        item("M02", "床位", "张/千人", indicator_id=BEDS, definition="每千常住人口床位"),
        item("M03", "还没有人看过"),
    ]
    first, second, more = own("T01", LITERACY), own("T07", LITERACY, "‰"), own("T02", uuid4())
    asked, beyond = held_against(items, ENTRIES, [first, more, second])
    assert [(one.code, one.found, one.definitions, one.unit_fits) for one in asked] == [
        ("M01", AskedOf.IN_PLAN, Definitions.SAME, True),
        ("M02", AskedOf.LACKING, Definitions.NOT_STATED, None),
        ("M03", AskedOf.UNMAPPED, Definitions.NOT_STATED, None),
    ]
    assert asked[0].in_plan == [first, second]
    assert beyond == [more]

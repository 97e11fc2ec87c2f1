"""Values are told in their wire form, written straight from rows: it is the form that the event's model has."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.indicators.service.observing import told
from shared.rules.access import Disclosure
from shared.schemas.verdicts import Standing

_texts = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20)
_numbers = st.decimals(-(10**12), 10**12, allow_nan=False, places=4) | st.sampled_from([Decimal("1E+3"), Decimal("45.0"), Decimal("-0.00")])
_rows = st.fixed_dictionaries(
    {
        "id": st.uuids(),
        "version": st.integers(1, 10**6),
        "indicator_id": st.uuids(),
        "region_id": st.uuids(),
        "region_path": _texts.filter(lambda text: text == text.strip()),
        "period": st.sampled_from(["2025", "2025-H1", "2025-Q3", "2025-07"]),
        "disaggregation": st.sampled_from(["", "sex=female", "年龄=65+"]),
        "value": st.none() | _numbers,
        "state": st.none() | _texts.filter(lambda text: text == text.strip()),
        "standing": st.sampled_from([*Standing, *(one.value for one in Standing)]),
        "disclosure": st.sampled_from([one.value for one in Disclosure]),
    }
)


@given(st.lists(_rows, max_size=4))
def test_the_wire_form_is_the_models(rows: list[dict[str, Any]]) -> None:
    events = list(told(rows))
    for event in events:
        assert event.kind.model_validate(event.data).model_dump(mode="json") == event.data
        assert (event.subject, event.version) == (event.data["batch_id"], event.data["version"])
    found = {UUID(value["observation_id"]): (event.kind.type, value) for event in events for value in event.data["values"]}
    for row in rows:
        kind, value = found[row["id"]]
        assert kind == ("observation.verified" if row["standing"] == Standing.VERIFIED else "observation.published")
        assert (value["value"] and Decimal(value["value"]), value["state"], value["version"]) == (row["value"], row["state"], row["version"])
    assert len(found) == len(rows)


def test_many_values_are_several_events() -> None:
    row = {"version": 1, "indicator_id": UUID(int=1), "region_id": UUID(int=2), "region_path": "1.", "period": "2025", "disaggregation": ""}
    row |= {"value": Decimal("1.0"), "state": None, "standing": "reported", "disclosure": "public"}
    events = list(told([{**row, "id": UUID(int=number)} for number in range(1001)]))
    assert [len(event.data["values"]) for event in events] == [500, 500, 1]
    assert len({event.subject for event in events}) == len(events)

"""The published examples as facts, so that a reading can be held against them too.

They were read into the plan's own algebra: comparators of bare numbers, names of boxes and the wording of duties follow other conventions,
so comparators are left out on both sides.
"""

from typing import Any

from services.plans.rules.reading.facts import as_number, printed_due
from shared.rules.targets import ParsedTarget, facts_of
from shared.schemas.plan_document import ActionKind, IndicatorOrigin, PlanDocument, PrintedIndicator, ResponsibilityRole, TargetStatement

Json = dict[str, Any]
_SAID = {IndicatorOrigin.PROSE, IndicatorOrigin.BOX}


def facts_of_example(document: PlanDocument, name: str) -> Json:
    """An example document in the facts format."""
    head = document.head
    dated = head.dated or head.published_on
    overall = [indicator for indicator in document.indicators if indicator.origin is IndicatorOrigin.OVERALL]
    rows = [indicator for indicator in document.indicators if indicator.origin is IndicatorOrigin.TABLE]
    return {
        "doc": name,
        "title": head.title,
        "doc_no": head.document_number,
        "issuer": head.issuing_bodies[0] if head.issuing_bodies else None,
        "region": {"name": head.region.name, "level": "", "parent": head.region.parent},
        "status": head.status.value,
        "issued_on": dated.isoformat() if dated else None,
        "period": {"start": head.period.start, "end": head.period.end},
        "horizon_years": head.horizon_years,
        "based_on": head.based_on,
        "sections": [{"no": section.number, "title": section.title} for section in document.sections],
        "actions": [_action(document, action.key, action.number, action.name, action.kind) for action in document.actions],
        "overall_targets": [target for indicator in overall for target in _targets(indicator)],
        "indicator_table": [_row(row) for row in rows],
        "obligations": [
            {
                "text": duty.clause.quote,
                "recurrence": duty.recurrence.value,
                "count_per_period": None,
                "due": printed_due(duty.due),
            }
            for duty in document.duties
        ],
    }


def without_comparators(facts: Json) -> Json:
    """Facts less what the examples' conventions leave open."""
    plain = {**facts, "region": {**facts["region"], "level": ""}}
    plain["overall_targets"] = [{**target, "comparator": None} for target in facts["overall_targets"]]
    plain["actions"] = [{**action, "targets": [{**target, "comparator": None} for target in action["targets"]]} for action in facts["actions"]]
    plain["indicator_table"] = [
        {**row, "action": None, "targets": [{**target, "comparator": None} for target in row["targets"]]} for row in facts["indicator_table"]
    ]
    plain["obligations"] = [{**duty, "count_per_period": None} for duty in facts["obligations"]]
    return plain


def _action(document: PlanDocument, key: str, number: str, name: str, kind: ActionKind) -> Json:
    entries = [entry for entry in document.responsibilities if entry.action == key]
    said = [
        indicator for indicator in document.indicators if indicator.action == key and indicator.origin in {IndicatorOrigin.PROSE, IndicatorOrigin.BOX}
    ]
    return {
        "no": int(number) if number.isdecimal() and kind is not ActionKind.BOX else number,
        "name": name,
        "lead_units": [entry.written for entry in entries if entry.role is ResponsibilityRole.LEAD],
        "responsible_units": [entry.written for entry in entries if entry.role is not ResponsibilityRole.LEAD],
        "targets": [target for indicator in said for target in _targets(indicator)],
    }


def _targets(indicator: PrintedIndicator) -> list[Json]:
    return [
        {"indicator": indicator.name, "year": statement.year, "comparator": None, **values}
        for statement in indicator.statements
        for values in _values(statement)
    ]


def _values(statement: TargetStatement) -> list[Json]:
    return [
        {"kind": fact.kind, "value": as_number(fact.value), "value_high": as_number(fact.value_high)}
        for fact in facts_of(ParsedTarget(statement.expression, statement.raw))
    ]


def _row(row: PrintedIndicator) -> Json:
    baseline = {"year": row.baseline.year, "raw": row.baseline.raw} if row.baseline else None
    targets = [{"year": statement.year, "comparator": None, **values} for statement in row.statements for values in _values(statement)]
    return {"action": None, "name": row.name, "unit": row.unit_of_measure, "baseline": baseline, "targets": targets, "departments": row.departments}

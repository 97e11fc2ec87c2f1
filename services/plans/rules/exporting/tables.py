"""What a written plan holds, as tables of text; every fact with the clause it comes from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.schemas.plan_document import Clause, Due, DuePrecision, Duty, PlanDocument, PrintedIndicator, Recurrence, ResponsibilityRole

ROLES: Mapping[str, str] = {ResponsibilityRole.LEAD: "牵头", ResponsibilityRole.RESPONSIBLE: "责任", ResponsibilityRole.COOPERATING: "配合"}
_RECURRENCE = {
    Recurrence.MONTHLY: "每月",
    Recurrence.QUARTERLY: "每季度",
    Recurrence.HALF_YEARLY: "每半年",
    Recurrence.YEARLY: "每年",
    Recurrence.ONCE: "一次",
    Recurrence.CONTINUOUS: "持续",
}
_PART = {
    DuePrecision.MONTH_EARLY: "初",
    DuePrecision.MONTH_MID: "中旬",
    DuePrecision.MONTH_LATE: "下旬",
    DuePrecision.MONTH_END: "底",
}
_NATURE = {"binding": "约束性", "expected": "预期性", "advocated": "倡导性", "not_stated": ""}


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, the titles of its columns, and rows of as many texts."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit entry as it stands: what was written, what it stands for, since when and until when."""

    action: str
    role: str
    written: str
    bearer: str
    since: str
    until: str
    clause: str


@dataclass(frozen=True, slots=True)
class Written:
    """Everything that is written out of a plan."""

    document: PlanDocument
    state: str
    entries: Sequence[Entry]
    duties: Sequence[Duty]

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in the order of a document."""
        return (head(self), actions(self), responsibilities(self), indicators(self), duties(self), remarks(self))


def cited(clause: Clause) -> str:
    """Where something stands: path and quote."""
    return f"{clause.path}「{clause.quote}」"


def head(plan: Written) -> Table:
    """The identity of a plan."""
    facts, source = plan.document.head, plan.document.source
    said = (
        ("标题", facts.title),
        ("通知标题", facts.notice_title),
        ("发文字号", facts.document_number),
        ("发文机关", "、".join(facts.issuing_bodies)),
        ("行政区划", facts.region.name),
        ("状态", plan.state),
        ("成文日期", facts.dated and facts.dated.isoformat()),
        ("发布日期", facts.published_on and facts.published_on.isoformat()),
        ("规划期", f"{facts.period.start}—{facts.period.end}"),
        ("目标年份", "、".join(map(str, facts.horizon_years))),
        ("依据", "；".join(f"《{title}》" for title in facts.based_on)),
        ("来源文件", source.file),
        ("来源文件 SHA-256", source.sha256),
        ("出处", cited(facts.clause)),
    )
    return Table("概况", ("项目", "内容"), [(name, str(value)) for name, value in said if value])


def actions(plan: Written) -> Table:
    """The actions in document order, each under its heading."""
    sections = {section.key: f"{section.number}{section.title}" for section in plan.document.sections}
    rows = [(a.key, a.number, a.name, sections.get(a.section, ""), cited(a.clause)) for a in plan.document.actions]
    return Table("行动", ("键", "序号", "行动", "章节", "出处"), rows)


def responsibilities(plan: Written) -> Table:
    """Who owes what: as written, and what it stands for."""
    names = {action.key: action.name for action in plan.document.actions}
    rows = [(e.action, names.get(e.action, ""), ROLES[e.role], e.written, e.bearer, e.since, e.until, e.clause) for e in plan.entries]
    return Table("责任", ("键", "行动", "角色", "文中写法", "对应单位", "自", "至", "出处"), rows)


def indicators(plan: Written) -> Table:
    """Every printed target, one row for each; an indicator without one has a row of its own."""
    rows = [row for indicator in plan.document.indicators for row in _indicator_rows(indicator)]
    columns = ("键", "指标", "单位", "性质", "部门", "基期", "年份", "人群", "目标（原文）", "说明", "出处")
    return Table("指标与目标", columns, rows)


def _indicator_rows(printed: PrintedIndicator) -> Iterator[tuple[str, ...]]:
    base = f"{printed.baseline.year}年 {printed.baseline.raw}" if printed.baseline else ""
    front = (printed.key, printed.name, printed.unit_of_measure or "", _NATURE[printed.nature], "、".join(printed.departments), base)
    if not printed.statements:
        yield (*front, "", "", "", "", cited(printed.clause))
    for statement in printed.statements:
        year = str(statement.year) if statement.year else ""
        yield (*front, year, statement.population or "", statement.raw, statement.note or "", cited(statement.clause))


def duties(plan: Written) -> Table:
    """Who delivers what to whom, how often and when."""
    rows = [(d.key, d.what, d.who or "", d.to or "", _often(d), due_printed(d.due), _source(d)) for d in plan.duties]
    return Table("工作任务", ("键", "任务", "责任方", "报送", "频次", "时限", "出处"), rows)


def _source(duty: Duty) -> str:
    return cited(duty.clause) if duty.clause else f"{duty.entered_by}录入"


def _often(duty: Duty) -> str:
    often = _RECURRENCE[duty.recurrence]
    return f"{often}{duty.count_per_period}次" if duty.count_per_period else often


def due_printed(due: Due) -> str:
    """A due date as it is printed in Chinese; empty where none is."""
    year = f"{due.year}年" if due.year else ""
    month = f"{due.month}月" if due.month else "当月"
    if due.precision is DuePrecision.DAY:
        return f"{year}{month}{due.day}日前"
    if due.precision is DuePrecision.YEAR_END:
        return f"{year}年底前" if not year else f"{year}底前"
    return f"{year}{month}{_PART[due.precision]}" if due.precision in _PART else ""


def remarks(plan: Written) -> Table:
    """What a person should look at."""
    return Table("备注", ("关于", "备注"), [(remark.about or "", remark.text) for remark in plan.document.remarks])

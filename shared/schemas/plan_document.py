"""A published plan as data: what was read out of a document, every fact citing its clause.

This is the format of ``examples/documents/*.json`` and the body of ``POST /api/v1/plans``; its JSON Schema is
published as ``examples/schema/plan_document.json``.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from shared.schemas.base import Exact, Key, Name, Note, Wire, Year
from shared.schemas.targets import Comparator, Polarity, TargetExpression

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Clause(Wire):
    """An addressable piece of source text. ``start``/``end`` count characters (code points) of the decoded file, end excluded.

    ``path`` names the headings from the outside in, e.g. ``二/（一）/1`` or ``附件/表/行3``. ``quote`` is a short piece of the
    text at that span with line breaks and spaces removed: the target phrase, not the sentence.
    """

    path: Annotated[str, Field(min_length=1, max_length=200)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    quote: Annotated[str, Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _span_runs_forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a clause ends after it starts")
        return self


class RegionLevel(StrEnum):
    """The five levels, outermost first."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class DocumentStatus(StrEnum):
    """What the document says of itself."""

    CONSULTATION = "consultation"
    ISSUED = "issued"


class Source(Wire):
    """The file a plan was read from."""

    file: Name
    sha256: Sha256
    characters: Annotated[int, Field(ge=1)]


class NamedRegion(Wire):
    """The region as the document names it; ``parent`` as far as the text says."""

    name: Name
    level: RegionLevel
    parent: Name | None = None


class Period(Wire):
    """First and last year of a plan."""

    start: Year
    end: Year

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end < self.start:
            raise ValueError("a period ends after it starts")
        return self


class PlanHead(Wire):
    """Identity of a plan: a notice may wrap it (two titles, one plan)."""

    title: Name
    notice_title: Name | None = None
    document_number: Name | None = None
    issuing_bodies: list[Name] = Field(default_factory=list)
    region: NamedRegion
    status: DocumentStatus
    dated: date | None = Field(default=None, description="成文日期")
    published_on: date | None = Field(default=None, description="发布日期")
    disclosure: Name | None = Field(default=None, description="公开方式, as printed")
    period: Period
    horizon_years: list[Year]
    based_on: list[Name] = Field(default_factory=list, description="titles named in 《》 as the basis, in order")
    clause: Clause


class Section(Wire):
    """A heading of the first or second level."""

    key: Key
    number: Name
    title: Name
    parent: Key | None = None
    clause: Clause


class ActionKind(StrEnum):
    """What a numbered entry is: special action 专项行动, task 任务, box 专栏, key project 重大项目."""

    ACTION = "action"
    TASK = "task"
    BOX = "box"
    PROJECT = "project"


class Action(Wire):
    """A numbered special action or task inside a section."""

    key: Key
    number: Name
    name: Name
    kind: ActionKind
    section: Key
    clause: Clause


class ResponsibilityRole(StrEnum):
    """牵头, 责任, 配合/参与."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATING = "cooperating"


class Responsibility(Wire):
    """One written unit entry of an action: ``written`` as printed; ``unit`` the body; ``office`` what a bracket names."""

    action: Key
    role: ResponsibilityRole
    written: Name
    unit: Name
    office: Name | None = None
    group: bool = Field(default=False, description="a unit group such as 各街道 or 领导小组成员单位")
    clause: Clause


class BaselineKind(StrEnum):
    """number 26 · bound 》1 · state 消除 · qualified 29.2（不含学生） · dash —— · empty: all different."""

    NUMBER = "number"
    BOUND = "bound"
    STATE = "state"
    QUALIFIED = "qualified"
    DASH = "dash"
    EMPTY = "empty"


class Baseline(Wire):
    """The value a plan starts from, exactly as printed and as understood."""

    year: Year
    raw: Annotated[str, Field(max_length=200)]
    kind: BaselineKind
    value: Exact | None = None
    comparator: Comparator | None = None
    state: Name | None = None
    qualifier: Name | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        if self.kind in {BaselineKind.NUMBER, BaselineKind.QUALIFIED, BaselineKind.BOUND} and self.value is None:
            raise ValueError(f"a {self.kind} baseline needs its value")
        if self.kind == BaselineKind.STATE and self.state is None:
            raise ValueError("a state baseline needs its state")
        return self


class TargetStatement(Wire):
    """One printed target: raw text, expression, clause. A cell with several targets gives several statements."""

    year: Year | None = Field(default=None, description="horizon or single year; null where the text names none")
    raw: Name
    expression: TargetExpression
    population: Name | None = Field(default=None, description="sub-population the statement is about, e.g. 6岁儿童")
    note: Note | None = None
    clause: Clause


class IndicatorOrigin(StrEnum):
    """Where in a document an indicator stands: table, prose of an action, a box, or the overall goals."""

    TABLE = "table"
    PROSE = "prose"
    BOX = "box"
    OVERALL = "overall"


class NatureKind(StrEnum):
    """约束性, 预期性, 倡导性, or not stated."""

    BINDING = "binding"
    EXPECTED = "expected"
    ADVOCATED = "advocated"
    NOT_STATED = "not_stated"


class PrintedIndicator(Wire):
    """An indicator as one place of the document prints it. Table and prose of the same indicator stay two entries linked by ``same_as``."""

    key: Key
    name: Name
    unit_of_measure: Name | None = None
    polarity: Polarity
    nature: NatureKind = NatureKind.NOT_STATED
    origin: IndicatorOrigin
    action: Key | None = None
    action_written: Name | None = Field(default=None, description="the table's own action heading where it differs from the action's name")
    departments: list[Name] = Field(default_factory=list, description="departments named at this place, as printed")
    same_as: Key | None = Field(default=None, description="key of the table row that prints the same indicator")
    baseline: Baseline | None = None
    statements: list[TargetStatement]
    clause: Clause


class Recurrence(StrEnum):
    """How often a duty comes back."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"
    CONTINUOUS = "continuous"


class DuePrecision(StrEnum):
    """How exactly a due date is printed: a day, an early/mid/late part of a month, a month's end, a year's end, or none."""

    DAY = "day"
    MONTH_EARLY = "month_early"
    MONTH_MID = "month_mid"
    MONTH_LATE = "month_late"
    MONTH_END = "month_end"
    YEAR_END = "year_end"
    NONE = "none"


class WorkdayPolicy(StrEnum):
    """Where a due day goes that is no workday: it stays as printed, or moves to the next or the previous workday."""

    AS_PRINTED = "as_printed"
    NEXT_WORKDAY = "next_workday"
    PREVIOUS_WORKDAY = "previous_workday"


class Due(Wire):
    """When a duty is due as printed: ``month``/``day`` recur each year; ``year`` only for a single date.

    Of a duty that comes back within the year, ``month`` stands for the place in its quarter or half-year (每季度首月10日前), and a
    monthly one needs none (每月5日前).
    """

    precision: DuePrecision
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    year: Year | None = None

    @model_validator(mode="after")
    def _says_what_its_precision_needs(self) -> Self:
        if self.precision == DuePrecision.DAY and self.day is None:
            raise ValueError("a due day needs its day")
        return self

    @property
    def lacks_its_month(self) -> bool:
        """Whether the date could only be that of every month."""
        return self.month is None and self.precision not in {DuePrecision.NONE, DuePrecision.YEAR_END}


class DutyKind(StrEnum):
    """What is delivered."""

    MONITORING = "monitoring"
    PROGRESS_REPORT = "progress_report"
    WORK_PLAN = "work_plan"
    PILOT_NOMINATION = "pilot_nomination"
    CASE_MATERIAL = "case_material"
    MEETING = "meeting"
    EVALUATION = "evaluation"
    SUPERVISION = "supervision"
    BULLETIN = "bulletin"
    TRAINING = "training"
    OTHER = "other"


class Duty(Wire):
    """Who must deliver what to whom, once or repeatedly, due when. ``subject_offset`` -1: the report is about the period before
    the one it is due in (of a yearly duty the year before). Cites its clause, or names the person who entered it.
    """

    key: Key
    kind: DutyKind
    who: Name | None = None
    to: Name | None = None
    what: Name
    action: Key | None = None
    recurrence: Recurrence
    count_per_period: Annotated[int, Field(ge=1, le=366)] | None = None
    due: Due = Due(precision=DuePrecision.NONE)
    subject_offset: Annotated[int, Field(ge=-5, le=0)] = 0
    first_year: Year | None = None
    last_year: Year | None = None
    valid_from: date | None = Field(default=None, description="nothing is due before this day")
    valid_until: date | None = Field(default=None, description="nothing is due after this day")
    workday_policy: WorkdayPolicy = WorkdayPolicy.AS_PRINTED
    clause: Clause | None = None
    entered_by: Name | None = Field(default=None, description="the person who entered the duty, where no document prints it")

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if self.due.lacks_its_month and self.recurrence is not Recurrence.MONTHLY:
            raise ValueError("a date in a month needs its month, unless the duty comes back every month")
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValueError("a duty's last year is not before its first")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("a duty's validity ends after it starts")
        return self

    @model_validator(mode="after")
    def _says_where_it_is_from(self) -> Self:
        if (self.clause is None) == (self.entered_by is None):
            raise ValueError("a duty cites its clause or names who entered it, and not both")
        return self


class Remark(Wire):
    """A trap of the document worth a person's eye: an odd sign, a fault of conversion, two statements that disagree."""

    about: Key | None = None
    text: Note


class PlanDocument(Wire):
    """A whole published document as facts; keys are unique within the document and every reference resolves."""

    source: Source
    head: PlanHead
    sections: list[Section]
    actions: list[Action] = Field(max_length=500)
    responsibilities: list[Responsibility] = Field(max_length=5000)
    indicators: list[PrintedIndicator] = Field(max_length=2000)
    duties: list[Duty] = Field(max_length=1000)
    remarks: list[Remark] = Field(default_factory=list)

    @model_validator(mode="after")
    def _references_resolve(self) -> Self:
        _unique("sections", [s.key for s in self.sections])
        _unique("actions", [a.key for a in self.actions])
        _unique("indicators", [i.key for i in self.indicators])
        _unique("duties", [d.key for d in self.duties])
        if any(duty.clause is None for duty in self.duties):
            raise ValueError("duties: everything that comes out of a document cites its clause")
        sections, actions = {s.key for s in self.sections}, {a.key for a in self.actions}
        _known("section", sections, [a.section for a in self.actions] + [s.parent for s in self.sections])
        _known("action", actions, [r.action for r in self.responsibilities])
        _known("action", actions, [i.action for i in self.indicators] + [d.action for d in self.duties])
        _known("indicator", {i.key for i in self.indicators}, [i.same_as for i in self.indicators])
        return self


def _unique(what: str, keys: list[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"{what}: keys used twice: {', '.join(twice)}")


def _known(what: str, known: set[str], asked: list[str] | list[str | None]) -> None:
    unknown = sorted({key for key in asked if key is not None and key not in known})
    if unknown:
        raise ValueError(f"unknown {what} keys: {', '.join(unknown)}")

"""What a person must decide or look at before a draft becomes a plan: each entry says what, why, and where."""

from dataclasses import dataclass
from enum import StrEnum


class WorkCode(StrEnum):
    """Why something is on the list."""

    NO_TITLE = "no-title"
    NO_REGION = "no-region"
    OTHER_REGION = "other-region"
    NO_PERIOD = "no-period"
    NO_ACTIONS = "no-actions"
    NO_UNITS = "no-units"
    NO_LEAD = "no-lead"
    UNLABELLED_UNITS = "unlabelled-units"
    ODD_UNIT = "odd-unit"
    NUMBER_MISSING = "number-missing"
    TARGET_NOT_UNDERSTOOD = "target-not-understood"
    TARGET_ASSUMED = "target-assumed"
    STATEMENTS_DISAGREE = "statements-disagree"
    ROW_WITHOUT_TARGET = "row-without-target"
    REPAIRED = "repaired"
    TOO_MANY = "too-many"


_TEXTS: dict[WorkCode, tuple[str, str, bool]] = {
    WorkCode.NO_TITLE: ("没有找到标题，请填写", "No title was found: enter one", True),
    WorkCode.NO_REGION: ("没有读出行政区划，请选择", "The document names no region: choose one", True),
    WorkCode.OTHER_REGION: (
        "文件写的行政区划是“{detail}”，上传到的是“{other}”：请核对，确认后计划归“{other}”",
        "The document names “{detail}”, but it was uploaded for “{other}”: check it; once confirmed the plan is that of “{other}”",
        True,
    ),
    WorkCode.NO_PERIOD: ("没有读出起止年份，请填写", "The document names no years: enter its period", True),
    WorkCode.NO_ACTIONS: (
        "没有读出专项行动或任务：请确认文件确实没有，或另行补充",
        "No actions were found: confirm that there are none, or add them",
        False,
    ),
    WorkCode.NO_UNITS: (
        "没有读出任何牵头或责任单位：请确认，或上传任务分解表",
        "No units were found: confirm, or upload the breakdown of tasks",
        False,
    ),
    WorkCode.NO_LEAD: ("“{detail}”只列出责任单位，没有写明牵头单位", "“{detail}” lists units without saying which leads", False),
    WorkCode.UNLABELLED_UNITS: (
        "“{detail}”末尾的单位没有标签，按责任单位读取",
        "The units at the end of “{detail}” have no label; they are read as responsible units",
        False,
    ),
    WorkCode.ODD_UNIT: ("“{detail}”不像单位名称，请核对", "“{detail}” does not look like a unit: check it", False),
    WorkCode.NUMBER_MISSING: ("编号不连续：{detail}", "Numbers are missing: {detail}", False),
    WorkCode.TARGET_NOT_UNDERSTOOD: ("目标“{detail}”没有读懂，请选择目标类型", "The target “{detail}” was not understood: choose its kind", False),
    WorkCode.TARGET_ASSUMED: ("目标“{detail}”带有推断，请核对", "The target “{detail}” was read with an assumption: check it", False),
    WorkCode.STATEMENTS_DISAGREE: ("同一指标、同一年份前后不一致：{detail}", "Two statements about one indicator and year disagree: {detail}", False),
    WorkCode.ROW_WITHOUT_TARGET: ("指标“{detail}”没有目标值", "The indicator “{detail}” has no target", False),
    WorkCode.TOO_MANY: (
        "读出{detail}，草稿只留下前 {other} 条：请拆分文件后重新上传，或确认只用这些",
        "{detail} were read, the draft keeps the first {other}: split the document and upload it anew, or confirm these",
        True,
    ),
    WorkCode.REPAIRED: ("原文数字中混有字母，已按数字读取：{detail}", "Letters inside numbers were read as digits: {detail}", False),
}


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """One thing to decide or look at.

    ``about``: key of the fact; ``start``/``end``: its place in the source; ``blocking``: no plan is drafted before it is decided.
    """

    code: WorkCode
    zh: str
    en: str
    blocking: bool
    about: str | None = None
    start: int | None = None
    end: int | None = None


def entry(code: WorkCode, detail: str = "", about: str | None = None, place: tuple[int, int] | None = None, other: str = "") -> WorkEntry:
    """An entry with its text in both languages; ``other`` is what ``detail`` is held against."""
    zh, en, blocking = _TEXTS[code]
    start, end = place or (None, None)
    return WorkEntry(code, zh.format(detail=detail, other=other), en.format(detail=detail, other=other), blocking, about, start, end)

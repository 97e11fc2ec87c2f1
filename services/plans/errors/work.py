"""Problems of responsibilities, milestones, money, breakdowns and search."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class ReasonWanted(Problem):
    """A change of an issued plan's facts without a reason."""

    status, code = 422, "reason-wanted"
    title = Words("需要说明理由", "A reason is needed")
    detail = Words("计划处于 {state}，修改须填写 reason（理由）", "The plan is {state}; a change must say why in reason")


class UnknownAction(Problem):
    """An action key that the plan does not have."""

    status, code = 422, "unknown-action"
    title = Words("行动不存在", "Unknown action")
    detail = Words("该计划没有编号为 {action} 的行动；见 /actions", "The plan has no action {action}; see /actions")


class UnknownBearer(Problem):
    """A unit or group that does not exist, or a unit that is closed."""

    status, code = 422, "unknown-bearer"
    title = Words("单位不存在", "Unknown unit or group")
    detail = Words("没有 id 为 {id} 的单位或单位组，或该单位已撤销；见 /units", "No unit or group has the id {id}, or the unit is closed; see /units")


class AlreadyResponsible(Problem):
    """The same bearer has the same role in the same action at the same time."""

    status, code = 409, "already-responsible"
    title = Words("已承担该责任", "Responsible already")
    detail = Words(
        "该单位在此行动中已有同一责任（{responsibility_id}）；先结束它，或选择其后的日期",
        "This bearer has the role in this action already ({responsibility_id}); end it first, or choose a later day",
    )


class WrongResponsibilityState(Problem):
    """An end or a resolution that the entry does not allow."""

    status, code = 409, "wrong-responsibility-state"
    title = Words("该责任当前不允许此操作", "The responsibility does not allow this")
    detail = Words(
        "该责任自 {since} 起、至 {until} 止；已结束或已明确的责任不能再结束或再认定，结束日须晚于起始日",
        "It holds from {since} until {until}; what has ended or is resolved cannot be ended or resolved again, and an end lies after the start",
    )


class MilestoneOver(Problem):
    """A change of a milestone that is achieved or dropped."""

    status, code = 409, "milestone-over"
    title = Words("节点已完结", "The milestone is over")
    detail = Words("节点处于 {state}，不能再修改；请新增一个节点", "The milestone is {state} and changes no more; add another one")


class UnknownSubmission(Problem):
    """A submission that was never handed in, or not by the unit that owns the milestone."""

    status, code = 422, "unknown-submission"
    title = Words("填报单不存在", "Unknown submission")
    detail = Words(
        "填报单 {submission_id} 尚未提交，或不是该节点责任单位的填报单",
        "Submission {submission_id} was not handed in yet, or not by the unit that owns the milestone",
    )


class FundingTwice(Problem):
    """The same action, year and source has an entry already."""

    status, code = 409, "funding-twice"
    title = Words("资金已录入", "The money is recorded already")
    detail = Words("同一行动、年度、来源已有记录 {funding_id}；请修改该记录", "Entry {funding_id} holds this action, year and source; revise it")


class UnknownIndicator(Problem):
    """An indicator key that the plan does not print."""

    status, code = 422, "unknown-printed-indicator"
    title = Words("指标不存在", "Unknown indicator")
    detail = Words("该计划没有编号为 {indicator} 的指标；见 /printed-indicators", "The plan prints no indicator {indicator}; see /printed-indicators")


class NothingToBreakDown(Problem):
    """A target without one numeric line for the year, and none was given."""

    status, code = 422, "nothing-to-break-down"
    title = Words("没有可分解的数值目标", "No numeric target to break down")
    detail = Words(
        "指标 {indicator} 在 {year} 年没有唯一的数值目标；请给出 whole 与 comparator",
        "Indicator {indicator} has no single numeric target for {year}; give whole and comparator",
    )


class BreakdownTwice(Problem):
    """The target is broken down already."""

    status, code = 409, "breakdown-twice"
    title = Words("该目标已分解", "The target is broken down already")
    detail = Words("该指标该年度已有分解 {breakdown_id}；请修改它", "Breakdown {breakdown_id} holds this indicator and year; edit it")


class ForeignPart(Problem):
    """Parts for regions or units outside of the plan's region."""

    status, code = 422, "foreign-part"
    title = Words("分解对象不属于本地区", "A part outside of the plan's region")
    detail = Words("{count} 处分解对象不属于本地区，见 errors", "{count} parts lie outside of the plan's region, see errors")


class SearchTooShort(Problem):
    """A query with a word of one character, or with none at all."""

    status, code = 422, "search-too-short"
    title = Words("搜索词太短", "The query is too short")
    detail = Words(
        "每个词至少 {shortest} 个字（空格分隔，标点不计）；请补充",
        "Every word (between spaces, punctuation aside) needs {shortest} characters or more; say more",
    )

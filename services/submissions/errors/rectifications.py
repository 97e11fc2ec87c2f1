"""Problems of rectifications."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnknownRectificationUnit(Problem):
    """The unit that is to put it right is not known here, or is of another region."""

    status, code = 422, "unknown-rectification-unit"
    title = Words("整改单位有误", "The unit cannot be the owner")
    detail = Words("单位 {unit_id} 不存在，或不属于本地区", "Unit {unit_id} does not exist, or is of another region")


class UnknownFinding(Problem):
    """The submission that is said to have found it is not there, or is of another region."""

    status, code = 422, "unknown-finding"
    title = Words("没有此督导填报单", "There is no such finding")
    detail = Words("填报单 {finding_id} 不存在，或不属于本地区", "Submission {finding_id} does not exist, or is of another region")


class DueDayPassed(Problem):
    """A due day that lies before today."""

    status, code = 422, "due-day-passed"
    title = Words("整改期限已过", "The due day has passed")
    detail = Words("整改期限 {due_on} 早于今天 {today}", "The due day {due_on} lies before today, {today}")


class WrongRectificationState(Problem):
    """A move that the rectification's state does not allow."""

    status, code = 409, "wrong-rectification-state"
    title = Words("整改事项当前状态不允许此操作", "The rectification's state does not allow this")
    detail = Words("事项处于 {state}，可进行：{allowed}", "It is {state}; allowed: {allowed}")


class RectificationFourEyes(Problem):
    """Whoever made the last move, or is of the unit that puts it right, neither checks nor waives it."""

    status, code = 403, "rectification-four-eyes"
    title = Words("须由他人复核", "Somebody else must decide")
    detail = Words(
        "上一步的经办人和整改单位的人员不得复核或批准，请由其他人员办理",
        "Neither who made the last move nor anybody of the owner's unit decides",
    )

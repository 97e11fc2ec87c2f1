"""Problems of rounds and assignments."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class PlanNotKnown(Problem):
    """A plan that was not issued, or has not been heard of yet."""

    status, code = 422, "plan-not-known"
    title = Words("计划尚未发布", "The plan is not known here")
    detail = Words(
        "计划 {plan_id} 尚未发布，或发布消息仍在途中；请稍后重试", "Plan {plan_id} is not issued, or its issue is still on its way; try again shortly"
    )


class PlanNoLongerAsked(Problem):
    """A plan that was withdrawn, or gave way to another one before the year in question."""

    status, code = 409, "plan-no-longer-asked"
    title = Words("计划已终止", "The plan has ended")
    detail = Words(
        "计划 {plan_id} 已废止或已被替代，不再就 {year} 年开展填报；请改用接替计划",
        "Plan {plan_id} was withdrawn or superseded; nothing is asked about {year}. Use the plan in its place",
    )


class PlansOfSeveralRegions(Problem):
    """A round serves the plans of one region."""

    status, code = 422, "plans-of-several-regions"
    title = Words("计划不属于同一地区", "The plans are of several regions")
    detail = Words("一个填报轮次只能包含同一地区的计划", "One round serves the plans of one region")


class NoDueDay(Problem):
    """Neither the request nor any plan says when the round is due."""

    status, code = 422, "no-due-day"
    title = Words("没有报送时限", "No due day")
    detail = Words(
        "所选计划没有为{year}年数据规定报送日期，请填写 outward_due_on",
        "No chosen plan prints a due day for the values of {year}; give outward_due_on",
    )


class DatesOutOfOrder(Problem):
    """The round's days do not follow one another."""

    status, code = 422, "dates-out-of-order"
    title = Words("日期顺序不对", "The days are out of order")
    detail = Words("应满足：开始 ≤ 内部时限 ≤ 对外时限 ≤ 关闭", "Needed: opens ≤ internal due ≤ outward due ≤ closes")


class NobodyToAsk(Problem):
    """No plan indicator of the chosen plans has a filling unit."""

    status, code = 422, "nobody-to-ask"
    title = Words("没有填报单位", "Nobody to ask")
    detail = Words("所选计划的指标都没有填报单位，请先指定", "No indicator of the chosen plans has a filling unit; assign them first")


class RoundTwice(Problem):
    """The same values are already asked for in an open round."""

    status, code = 409, "round-twice"
    title = Words("该年度轮次已开启", "The round is open already")
    detail = Words("同一计划 {year} 年的填报轮次 {round_id} 仍在进行", "Round {round_id} already asks for the values of {year}")


class RoundClosed(Problem):
    """The round takes nothing any more."""

    status, code = 409, "round-closed"
    title = Words("填报已关闭", "The round is closed")
    detail = Words("本轮填报已于 {closes} 关闭，如需补报请联系健康办", "This round closed at {closes}; speak to the plan office")


class RoundNotOpen(Problem):
    """The round has not begun."""

    status, code = 409, "round-not-open"
    title = Words("填报尚未开始", "The round has not begun")
    detail = Words("本轮填报自 {opens} 开始", "This round begins at {opens}")


class WrongAssignmentState(Problem):
    """A move that the assignment's state does not allow."""

    status, code = 409, "wrong-assignment-state"
    title = Words("任务当前状态不允许此操作", "The assignment's state does not allow this")
    detail = Words("任务处于 {state}", "The assignment is {state}")

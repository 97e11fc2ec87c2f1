"""Problems of plans: their life, consultation, amendment and alignment."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class DuplicateDocument(Problem):
    """The same document is a plan of this region already."""

    status, code = 409, "duplicate-document"
    title = Words("该文件已录入", "This document is a plan already")
    detail = Words("本地区已有由同一文件生成的计划 {plan_id}", "Plan {plan_id} of this region was made from the same document")


class WrongPlanState(Problem):
    """A move that the plan's state does not allow."""

    status, code = 409, "wrong-plan-state"
    title = Words("计划当前状态不允许此操作", "The plan's state does not allow this")
    detail = Words("计划处于 {state}，不能执行 {move}；允许的操作：{allowed}", "The plan is {state}; {move} is not possible. Possible: {allowed}")


class PeriodNotOver(Problem):
    """Concluding a plan before its last year is over."""

    status, code = 409, "period-not-over"
    title = Words("规划期未满", "The period is not over")
    detail = Words(
        "规划期到 {year} 年底结束，此后方可结束计划；提前终止请用废止（withdraw）或替代（supersede）",
        "The period runs to the end of {year}; conclude after that. To end earlier, withdraw or supersede the plan",
    )


class DayStillAhead(Problem):
    """A day on which something is said to have happened, and which has not come yet."""

    status, code = 422, "day-still-ahead"
    title = Words("日期尚未到来", "The day is still ahead")
    detail = Words("{on} 尚未到来；请填写今天或更早的日期", "{on} is still ahead; give today or an earlier day")


class InternalDraft(Problem):
    """Consulting on a draft that is internal: nobody who is asked could read it."""

    status, code = 409, "internal-draft"
    title = Words("内部草案不能征求意见", "An internal draft cannot be consulted on")
    detail = Words(
        "被征求意见的单位无法阅读内部草案；请先将公开方式改为 upward 或 public",
        "Who is asked could not read it; set its disclosure to upward or public first",
    )


class CommentsUnanswered(Problem):
    """Issuing a draft while comments on it have no reply."""

    status, code = 409, "comments-unanswered"
    title = Words("尚有意见未答复", "Comments have no reply yet")
    detail = Words(
        "尚有 {count} 条意见未注明采纳情况；请逐条答复后再发布（comments?waiting=true）",
        "{count} comments have no reply; say what became of each before you issue (comments?waiting=true)",
    )


class ConsultationOver(Problem):
    """Commenting when nobody asks any more, or asking until a day that is past."""

    status, code = 409, "consultation-over"
    title = Words("征求意见已截止", "The consultation is over")
    detail = Words(
        "征求意见已于 {closes_on} 截止或尚未开始；如仍需提出，请联系健康办重新征求意见",
        "Comments were taken until {closes_on}, or are not asked for; ask the plan office to open a consultation again",
    )


class NotConsulted(Problem):
    """Commenting for a unit that was not asked, or is not one's own."""

    status, code = 403, "not-consulted"
    title = Words("本次未征求您单位的意见", "Your unit was not asked")
    detail = Words(
        "本次征求意见的对象不包括该单位，或该单位不是您所在单位；可请健康办代为录入",
        "The unit was not asked, or is not yours; the plan office can enter the comment for you",
    )


class UnknownUnits(Problem):
    """Units that do not exist."""

    status, code = 422, "unknown-units"
    title = Words("单位不存在", "Unknown units")
    detail = Words("有 {count} 个单位不存在，见 errors", "{count} units do not exist, see errors")


class UnknownFact(Problem):
    """A key that the plan does not have."""

    status, code = 422, "unknown-fact"
    title = Words("计划中没有该条目", "The plan has no such entry")
    detail = Words("计划中没有编号为 {key} 的 {about}", "The plan has no {about} with the key {key}")


class AmendmentOutdated(Problem):
    """Adopting an amendment that was drafted against an older version of the plan."""

    status, code = 409, "amendment-outdated"
    title = Words("修订稿已过时", "The amendment is outdated")
    detail = Words(
        "修订稿基于第 {against} 版，计划现为第 {number} 版；请重新起草，以便核对差异",
        "It was drafted against version {against}, the plan is at version {number} now; draft it anew and look at the changes",
    )


class AmendmentDecided(Problem):
    """Adopting or discarding an amendment that was adopted or discarded before."""

    status, code = 409, "amendment-decided"
    title = Words("修订稿已处理", "The amendment was decided already")
    detail = Words("修订稿已是 {state} 状态；如需再次修改，请另行起草", "It is {state}; to change the plan again, draft another one")


class NothingAmended(Problem):
    """An amendment that changes nothing."""

    status, code = 422, "nothing-amended"
    title = Words("没有任何修改", "Nothing is changed")
    detail = Words("修订后的内容与现行版本相同", "The text is the same as the version in force")


class UnfitAmendment(Problem):
    """Edits after which the plan would not hold together."""

    status, code = 422, "unfit-amendment"
    title = Words("修改后的计划不完整", "The plan would not hold together")
    detail = Words("修改后有 {count} 处不成立，见 errors", "{count} places do not fit after these edits, see errors")


class UnfitParent(Problem):
    """A plan that another one cannot follow."""

    status, code = 422, "unfit-parent"
    title = Words("不能作为上级计划", "This plan cannot be followed")
    detail = Words("有 {count} 处不符合上级计划的条件，见 errors", "{count} things speak against it, see errors")


class NoParent(Problem):
    """Linking actions of a plan that has no parent."""

    status, code = 409, "no-parent"
    title = Words("尚未确认上级计划", "The plan has no parent yet")
    detail = Words("请先确认上级计划（link-parent），再对应各项行动", "Link the plan to the one it follows first (link-parent)")


class UnknownActions(Problem):
    """Links that name actions which are not there."""

    status, code = 422, "unknown-actions"
    title = Words("行动不存在", "Unknown actions")
    detail = Words("有 {count} 处行动编号不成立，见 errors", "{count} keys do not fit, see errors")


class UnfitSuccessor(Problem):
    """A plan that cannot take the other one's place."""

    status, code = 422, "unfit-successor"
    title = Words("不能由该计划替代", "This plan cannot take the other one's place")
    detail = Words("有 {count} 处不符合替代条件，见 errors", "{count} things speak against it, see errors")

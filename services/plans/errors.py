"""The problems that only plans know."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnknownRegionCode(Problem):
    """A region code that no region bears."""

    status, code = 422, "unknown-region-code"
    title = Words("行政区划代码不存在", "Unknown region code")
    detail = Words("没有代码为 {region_code} 的行政区划；请先导入行政区划", "No region bears the code {region_code}; import the region first")


class RefusedRows(Problem):
    """An import with faulty rows; nothing was changed."""

    status, code = 422, "refused-rows"
    title = Words("导入被拒绝", "The import was refused")
    detail = Words("{count} 处有误，未导入任何行；请按 errors 修改后重试", "{count} faults; nothing was imported. Mend them as listed and retry")


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


class UnfitSuccessor(Problem):
    """A plan that cannot take the other one's place."""

    status, code = 422, "unfit-successor"
    title = Words("不能由该计划替代", "This plan cannot take the other one's place")
    detail = Words("有 {count} 处不符合替代条件，见 errors", "{count} things speak against it, see errors")


class BadCredentials(Problem):
    """Login and secret do not match, or the account is closed."""

    status, code = 401, "bad-credentials"
    title = Words("用户名或密码错误", "Login or secret is wrong")
    detail = Words("请检查用户名与密码；帐号停用时也会如此提示", "Check login and secret; a closed account is told the same")


class UnsupportedGrant(Problem):
    """A grant type other than password and client_credentials."""

    status, code = 400, "unsupported-grant"
    title = Words("不支持的授权方式", "Unsupported grant type")
    detail = Words("grant_type 只能是 password 或 client_credentials", "grant_type must be password or client_credentials")


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


class NameTaken(Problem):
    """A written form that another unit or group of the region answers to."""

    status, code = 409, "name-taken"
    title = Words("名称已被占用", "The name is taken")
    detail = Words(
        "名称“{name}”已属于本地区另一单位或单位组；可不记为别名（remember=false）",
        "The name {name} belongs to another unit or group of the region; resolve without remember",
    )


class FaultyCalendar(Problem):
    """A calendar with faulty days; nothing was changed."""

    status, code = 422, "faulty-calendar"
    title = Words("日历有误", "The calendar is faulty")
    detail = Words(
        "{year} 年日历有 {count} 处错误，未作任何更改；请按 errors 修改后重试",
        "{count} faults in the calendar of {year}; nothing was changed. Mend them as listed and retry",
    )


class FaultyDuty(Problem):
    """A duty whose parts do not go together; nothing was changed."""

    status, code = 422, "faulty-duty"
    title = Words("任务有误", "The duty is faulty")
    detail = Words("任务有 {count} 处错误；请按 errors 修改后重试", "{count} faults in the duty; mend them as listed and retry")


class PreviewTooLong(Problem):
    """A preview over more than twenty years, or one that ends before it begins."""

    status, code = 422, "preview-too-long"
    title = Words("预览区间无效", "No such span to preview")
    detail = Words("预览区间须从 from 到 until，且不超过20年", "A preview runs from `from` until `until`, over at most 20 years")

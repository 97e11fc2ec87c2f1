"""The problems that only plans know."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnknownRegionCode(Problem):
    """A region code that no region bears."""

    status, code = 422, "unknown-region-code"
    title = Words("行政区划代码不存在", "Unknown region code")
    detail = Words("没有代码为 {region_code} 的行政区划；请先导入行政区划", "No region bears the code {region_code}; import the region first")


class WrongBorders(Problem):
    """A change of regions that does not fit the regions of its day."""

    status, code = 422, "wrong-borders"
    title = Words("区划调整有误", "The change of borders does not fit")
    detail = Words("{count} 处有误，未作任何更改；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")


class CodeTaken(Problem):
    """A region code that another region bears at that time."""

    status, code = 409, "code-taken"
    title = Words("行政区划代码已被使用", "The region code is taken")
    detail = Words(
        "代码 {region_code} 自 {on} 起仍由另一行政区划使用；请核对代码或日期",
        "Another region bears {region_code} on or after {on}; check code and day",
    )


class UnknownUnit(Problem):
    """A unit id in the body that no open unit bears."""

    status, code = 422, "unknown-unit"
    title = Words("单位不存在", "Unknown unit")
    detail = Words("没有编号为 {unit_id} 的单位，或该单位已撤销", "There is no unit {unit_id}, or it is closed")


class UnknownRegion(Problem):
    """A region id in the body that no region bears on that day."""

    status, code = 422, "unknown-region"
    title = Words("行政区划不存在", "Unknown region")
    detail = Words("{on} 没有编号为 {region_id} 的行政区划；请核对编号与日期", "There is no region {region_id} on {on}; check id and day")


class WrongUscc(Problem):
    """A unified social credit code whose form or check character is wrong."""

    status, code = 422, "wrong-uscc"
    title = Words("统一社会信用代码有误", "The unified social credit code is wrong")
    detail = Words(
        "“{uscc}”不符合 GB 32100-2015（18位，不含 I、O、S、V、Z，末位为校验码）；请对照法人证书核对",
        "{uscc} does not fit GB 32100-2015 (18 characters without I, O, S, V, Z, the last one a check); compare it with the certificate",
    )


class UnitCircle(Problem):
    """A superior that lies below the unit itself."""

    status, code = 422, "unit-circle"
    title = Words("上级单位形成循环", "The superior lies below the unit")
    detail = Words("该上级单位就是本单位或其下属；请另选", "That superior is the unit itself or lies below it; choose another one")


class UnitClosed(Problem):
    """A change of a unit that is closed, or will be by another change."""

    status, code = 409, "unit-closed"
    title = Words("单位已撤销", "The unit is closed")
    detail = Words("单位自 {on} 起撤销；只能查阅其历史", "The unit is closed from {on} on; only its history can be read")


class OwnSuccessor(Problem):
    """A unit that is merged into itself, or an account handed over to itself."""

    status, code = 422, "own-successor"
    title = Words("不能以自身为承接者", "Nothing succeeds itself")
    detail = Words("承接者必须是另一单位或另一帐号", "The successor must be another unit or account")


class UnknownName(Problem):
    """An alias that the unit does not bear, or its official name."""

    status, code = 409, "unknown-name"
    title = Words("没有这个别名", "There is no such alias")
    detail = Words("“{name}”不是该单位的别名；正式名称请用更名", "{name} is no alias of the unit; an official name is changed by renaming")


class UnknownAccount(Problem):
    """An account id in the body that nobody bears, or that is closed."""

    status, code = 422, "unknown-account"
    title = Words("帐号不存在", "Unknown account")
    detail = Words("没有编号为 {account_id} 的有效帐号", "There is no active account {account_id}")


class SeatTaken(Problem):
    """A post that somebody holds on a day of the new one."""

    status, code = 409, "seat-taken"
    title = Words("岗位已有人任职", "The seat is taken")
    detail = Words(
        "任职 {post_id}（{since} 至 {until}）与此重叠；请先结束该任职或办理交接",
        "Post {post_id} ({since} to {until}) overlaps; end it first or hand it over",
    )


class EndsBeforeBegin(Problem):
    """An end that lies before the beginning, or after an earlier end."""

    status, code = 422, "ends-before-begin"
    title = Words("结束日期有误", "The end does not fit")
    detail = Words(
        "自 {since} 起生效；结束日必须在其后，且不晚于原定结束日", "It holds from {since} on; it must end later, and not after its present end"
    )


class UnknownPosts(Problem):
    """A hand-over of posts that the account does not hold on the day."""

    status, code = 422, "unknown-posts"
    title = Words("没有可交接的任职", "No such posts to hand over")
    detail = Words("该帐号在 {on} 没有所列任职；请核对任职编号与日期", "The account does not hold these posts on {on}; check ids and day")


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
        "每个词至少 {shortest} 个字（空格分隔，标点不计）；请补充，例如“健康素养”",
        "Every word (between spaces, punctuation aside) needs {shortest} characters or more; say more, e.g. 健康素养",
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

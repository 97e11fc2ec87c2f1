"""Problems of assessments."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class RefusedAssessmentScheme(Problem):
    """Faults of an assessment scheme: weights, indicators, steps, grades, vetoes; nothing was changed."""

    status, code = 422, "refused-assessment-scheme"
    title = Words("考核方案被拒绝", "The assessment scheme was refused")
    detail = Words("{count} 处有误，未作任何改动；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")


class AssessmentSchemePublished(Problem):
    """Editing or publishing an edition that was published."""

    status, code = 409, "assessment-scheme-published"
    title = Words("方案已发布", "The scheme was published")
    detail = Words("已发布的版本不再修改；请用 :revise 另起新版本", "A published edition is not edited; begin the next one with :revise")


class AssessmentSchemeNotPublished(Problem):
    """Assessing by a draft, or revising one."""

    status, code = 409, "assessment-scheme-not-published"
    title = Words("方案尚未发布", "The scheme is a draft")
    detail = Words("请先发布；试算可用 assessments:evaluate", "Publish it first; assessments:evaluate answers for drafts too")


class AssessmentSchemeDraftOpen(Problem):
    """A next edition while one is being drafted, or after a later edition."""

    status, code = 409, "assessment-scheme-draft-open"
    title = Words("已有较新版本", "There is a newer edition")
    detail = Words("第{edition}版（{state}）已存在；请在其上修改或另起新版本", "Edition {edition} ({state}) is there already; go on from it")


class NobodyAssessed(Problem):
    """A scheme under which there is nobody to assess."""

    status, code = 409, "nobody-assessed"
    title = Words("没有被考核对象", "There is nobody to assess")
    detail = Words(
        "该层级没有地区，或计划指标没有填报（牵头）单位；请先指定", "No region of that level, or no unit fills (leads) an indicator: name them"
    )


class AssessmentMoved(Problem):
    """A move that the state of a result does not allow."""

    status, code = 409, "assessment-moved"
    title = Words("考核结果状态不符", "The result's state does not allow it")
    detail = Words("结果处于 {state}，不能进行该操作", "The result is {state}; this cannot be done to it any more or yet")


class ShownAlready(Problem):
    """Announcing a second result of one edition."""

    status, code = 409, "shown-already"
    title = Words("该方案已公布结果", "A result of this scheme was announced already")
    detail = Words("结果 {assessment_id} 已公布；如需更正请对其调整", "Result {assessment_id} was announced; correct it by adjustments")


class WindowInPast(Problem):
    """A window for appeals that ends before it begins."""

    status, code = 422, "window-in-past"
    title = Words("申诉期已过", "The window for appeals has passed")
    detail = Words("申诉截止日 {until} 早于今日 {today}；请改为今日或以后", "It would end on {until}, before today ({today}); take a later day")


class AppealsClosed(Problem):
    """An appeal after the last day of the window, or against a final result."""

    status, code = 409, "appeals-closed"
    title = Words("申诉期已结束", "The window for appeals is closed")
    detail = Words("申诉已于 {until} 截止；如有错误请联系考核办", "It closed on {until}; ask the assessing office to adjust")


class StillUnsettled(Problem):
    """Making a result final while appeals may come or wait, or an adjustment waits for its second person."""

    status, code = 409, "still-unsettled"
    title = Words("尚有未了事项", "Not everything is settled")
    detail = Words(
        "申诉截止 {until}；未决申诉 {appeals} 件，待复核调整 {adjustments} 件；请先处理",
        "Appeals until {until}; {appeals} undecided, {adjustments} adjustments unconfirmed. Settle them first",
    )


class AppealDecided(Problem):
    """Deciding an appeal twice."""

    status, code = 409, "appeal-decided"
    title = Words("申诉已有结论", "The appeal was decided already")
    detail = Words("结论：{state}；如需更改请另行调整", "It was {state}; change the score by an adjustment")


class AdjustmentDecided(Problem):
    """Confirming or rejecting an adjustment twice."""

    status, code = 409, "adjustment-decided"
    title = Words("调整已有结论", "The adjustment was decided already")
    detail = Words("该调整已 {state}；请另提一项", "It was {state}; propose another one")


class SecondPersonWanted(Problem):
    """Whoever proposed an adjustment confirms it."""

    status, code = 409, "second-person-wanted"
    title = Words("须由另一人复核", "Another person must confirm")
    detail = Words("提出调整者不能复核；请由考核办其他人员复核", "Who proposed it cannot confirm it; somebody else of the office must")


class AppealElsewhere(Problem):
    """An adjustment that names an appeal of another standing, or one that was not upheld."""

    status, code = 422, "appeal-elsewhere"
    title = Words("申诉不成立或不属于该对象", "The appeal is another's, or was not upheld")
    detail = Words("申诉 {appeal_id} 不是该对象已成立的申诉", "Appeal {appeal_id} is no upheld appeal of this standing")


class UnknownSubject(Problem):
    """A fact about a unit or region that is not known inside the region."""

    status, code = 422, "unknown-subject"
    title = Words("考核对象不明", "The subject is not known")
    detail = Words("{subject_id} 不是本地区内的单位或地区；请核对", "{subject_id} is no unit or region in this region; check the id")


class FactWithdrawn(Problem):
    """Withdrawing a fact twice."""

    status, code = 409, "fact-withdrawn"
    title = Words("该事实已撤回", "The fact was withdrawn already")
    detail = Words("已撤回，原因：{reason}", "It was withdrawn: {reason}")

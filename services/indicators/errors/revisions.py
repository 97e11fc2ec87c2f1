"""Problems of revisions of targets."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class PlanOver(Problem):
    """Revising targets of a plan that is concluded, withdrawn or superseded."""

    status, code = 409, "plan-over"
    title = Words("计划已结束", "The plan is over")
    detail = Words("计划处于 {state}，目标不再调整", "The plan is {state}; its targets are not revised any more")


class RevisionTwice(Problem):
    """A second document of the same number for one plan."""

    status, code = 409, "revision-twice"
    title = Words("该文件已录入", "The document is here already")
    detail = Words("文号“{number}”已录入本计划（{revision_id}）", "Number “{number}” was entered for this plan already ({revision_id})")


class RevisionWithdrawn(Problem):
    """Withdrawing a revision twice."""

    status, code = 409, "revision-withdrawn"
    title = Words("该文件已撤回", "The revision was withdrawn already")
    detail = Words("该文件已撤回，原因：{reason}", "It was withdrawn: {reason}")


class NarrowerDisclosure(Problem):
    """A revision that fewer people may know of than of the targets that it sets."""

    status, code = 422, "narrower-disclosure"
    title = Words("公开范围小于计划", "Less open than the plan")
    detail = Words(
        "计划为 {plan}，文件不能设为 {given}：其目标值将随计划公开",
        "The plan is {plan}; the document cannot be {given}: its targets are as open as the plan",
    )


class StatementNotInForce(Problem):
    """Choosing a statement whose document was withdrawn or does not take effect yet."""

    status, code = 409, "statement-not-in-force"
    title = Words("所选表述不在有效期", "The statement does not count now")
    detail = Words("该表述所在文件处于 {state}；请选择其他表述", "Its document is {state}; choose another statement")

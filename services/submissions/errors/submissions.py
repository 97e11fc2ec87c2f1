"""Problems of filling in and handing in."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class SubmissionExists(Problem):
    """The assignment is being answered already."""

    status, code = 409, "submission-exists"
    title = Words("该任务已有填报单", "The assignment has a submission")
    detail = Words("请继续填写填报单 {submission_id}", "Go on with submission {submission_id}")


class WrongSubmissionState(Problem):
    """A move that the submission's state does not allow."""

    status, code = 409, "wrong-submission-state"
    title = Words("填报单当前状态不允许此操作", "The submission's state does not allow this")
    detail = Words(
        "填报单处于 {state}，不能执行 {move}；允许的操作：{allowed}", "The submission is {state}; {move} is not possible. Possible: {allowed}"
    )


class UnknownItem(Problem):
    """Items that are not asked for in this submission."""

    status, code = 422, "unknown-item"
    title = Words("不是本单的填报项", "Not an item of this submission")
    detail = Words("{count} 个填报项不属于本填报单，见 errors", "{count} items do not belong to this submission, see errors")


class ItemNotReopened(Problem):
    """After a return only the faulty items are open."""

    status, code = 409, "item-not-reopened"
    title = Words("该填报项未被退回", "The item was not returned")
    detail = Words("退回后只能修改被退回的填报项，见 errors", "After a return only returned items can be changed, see errors")


class ChecksFailed(Problem):
    """Hard findings, or soft ones without an explanation; every one is listed."""

    status, code = 422, "checks-failed"
    title = Words("校验未通过", "Checks failed")
    detail = Words("{count} 个填报项需要处理，见 errors", "{count} findings must be settled, see errors")

"""Problems of what-if questions."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class TargetUnclear(Problem):
    """A printed target that is not exactly one target of the horizon year."""

    status, code = 422, "target-unclear"
    title = Words("目标表述不明确", "The target is not clear")
    detail = Words(
        "“{raw}”在{horizon}年读出{count}个目标{why_zh}；请改写为一个目标，或改用 expression",
        "“{raw}” reads as {count} targets of {horizon}{why}. Write it as one, or give an expression",
    )
